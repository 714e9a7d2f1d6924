"""Connection strings in any spelling are understood, and what is secret in them stays so."""

import string
import subprocess
import sys
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.diagnostics import Rejected
from seedc.server.connection import connect, describe, resolve


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What psycopg.connect was asked for, in place of a server."""
    calls: list[dict[str, Any]] = []

    def fake(dsn: str, **options: Any) -> None:
        calls.append({**psycopg.conninfo.conninfo_to_dict(dsn), **options})

    monkeypatch.setattr(psycopg, "connect", fake)
    return calls


@pytest.mark.parametrize(
    "scheme",
    ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+asyncpg", "POSTGRES"],
)
def test_every_spelling_of_a_url_reaches_the_same_server(
    scheme: str, opened: list[dict[str, Any]]
) -> None:
    connect(f"{scheme}://app:se%20cret@db.example.com:6432/shop?sslmode=require")
    assert opened[0] == {
        "user": "app",
        "password": "se cret",
        "host": "db.example.com",
        "port": "6432",
        "dbname": "shop",
        "sslmode": "require",
        "application_name": "seedc",
        "connect_timeout": "15",
        "client_encoding": "utf8",
        "autocommit": True,
        "prepare_threshold": None,
    }


def test_parameters_of_other_clients_are_left_out(opened: list[dict[str, Any]]) -> None:
    connect("postgres://a:b@h/d?schema=public&pgbouncer=true&connection_limit=1&sslmode=prefer")
    assert opened[0]["sslmode"] == "prefer"
    assert not {"schema", "pgbouncer", "connection_limit"} & opened[0].keys()


def test_a_neon_endpoint_option_is_kept(opened: list[dict[str, Any]]) -> None:
    connect("postgresql://a:b@ep-x.neon.tech/d?options=endpoint%3Dep-x&sslmode=require")
    assert opened[0]["options"] == "endpoint=ep-x"


def test_an_own_application_name_and_timeout_win(opened: list[dict[str, Any]]) -> None:
    connect("host=h application_name=ci connect_timeout=3")
    assert (opened[0]["application_name"], opened[0]["connect_timeout"]) == ("ci", "3")


@pytest.mark.parametrize("password", ["p@ss", "a/b", "12/ab", "50%", "p@ss/w%zz?x=1", "q?r", "#!:"])
def test_a_password_pasted_without_escapes_still_connects(
    password: str, opened: list[dict[str, Any]]
) -> None:
    connect(f"postgres://app:{password}@db.example.com:5432/shop")
    assert (opened[0]["password"], opened[0]["host"]) == (password, "db.example.com")
    assert opened[0]["dbname"] == "shop"


# Letters that occur in nothing else of the messages, so that any leak is one of the password.
_SECRET = st.text(st.sampled_from("ЖЩЪ§€@/:?#%&=+ '\\" + string.punctuation), min_size=1)


@settings(deadline=None, max_examples=300)
@given(password=_SECRET, escaped=st.booleans())
def test_no_message_holds_a_password(password: str, escaped: bool) -> None:
    marked = "Ж" + password + "Щ"
    written = quote(marked, safe="") if escaped else marked
    dsn = f"postgres://app:{written}@127.0.0.1:1/shop"
    with pytest.raises(Rejected) as caught:
        connect(dsn)
    said = [describe(dsn)]
    for found in caught.value.diagnostics:
        assert found.code == "SD601"
        said += [found.message, found.help or "", found.origin.file, *(n.text for n in found.notes)]
    text = "\n".join([*said, str(caught.value), repr(caught.value.__cause__)])
    for secret in (marked, written, "Ж", "Щ", "%D0"):
        assert secret not in text
    assert caught.value.__context__ is None


@settings(deadline=None, max_examples=100)
@given(rest=st.text(max_size=30))
def test_a_string_that_cannot_be_read_is_not_quoted(rest: str) -> None:
    dsn = f"port=none password=Ж{rest}"
    with pytest.raises(Rejected) as caught:
        connect(dsn)
    (found,) = caught.value.diagnostics
    said = [found.message, found.origin.file, *(note.text for note in found.notes)]
    assert "Ж" not in "".join(said)


def test_a_database_is_described_without_its_password() -> None:
    assert describe("postgresql+psycopg2://app:geheim@db:6432/shop") == "app@db:6432/shop"
    assert describe("host=db password=geheim dbname=shop") == "db/shop"
    assert describe("dbname=shop") == "the local server/shop"
    assert describe("nonsense") == "the database"


def test_the_option_wins_over_the_environment_and_one_of_them_is_needed() -> None:
    assert resolve("a", {"DATABASE_URL": "b"}) == "a"
    assert resolve(None, {"DATABASE_URL": " b "}) == "b"
    with pytest.raises(Rejected) as caught:
        resolve(None, {})
    assert caught.value.diagnostics[0].code == "SD615"


@pytest.mark.server
def test_what_the_server_says_is_passed_on(server: str) -> None:
    with pytest.raises(Rejected) as caught:
        connect(psycopg.conninfo.make_conninfo(server, dbname="no_such"))
    (found,) = caught.value.diagnostics
    assert found.message == "no connection: the database or the role does not exist"
    assert found.notes[0].text.startswith("the server says: FATAL:")
    assert "no_such" in found.notes[0].text


@pytest.mark.server
def test_nothing_is_prepared_and_nothing_is_left_open(server: str) -> None:
    with connect(server) as opened:
        for _ in range(9):
            opened.execute("SELECT 1")
        row = opened.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
        assert row == (0,)
        assert opened.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


@pytest.mark.server
def test_a_copy_that_breaks_is_told_by_its_error_alone(server: str) -> None:
    code = f"""
import psycopg
from seedc.server.connection import connect
with connect({server!r}) as opened, psycopg.connect({server!r}, autocommit=True) as other:
    opened.execute("CREATE TEMP TABLE t (a text)")
    try:
        with opened.cursor().copy("COPY t FROM STDIN") as copy:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [opened.info.backend_pid])
            for _ in range(999):
                copy.write(b"x" * 100_000)
    except psycopg.OperationalError:
        print("told")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("told\n", "")
