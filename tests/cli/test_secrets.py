"""Law: a password is never printed and never written."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import conninfo

from laws.kit import Done, built, clean_environment, make_project, query, seedc

PASSWORD = "hunter2-Geheim!"  # noqa: S105 - no server has it
ENCODED = "hunter2-Geheim%21"
SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL);"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seeds = {"t": [{"__key__": "t:1", "name": "a"}]}
    folder = make_project(tmp_path_factory.mktemp("secrets"), SCHEMA, seeds)
    built(folder)
    return folder


@pytest.fixture(scope="module")
def closed() -> Iterator[int]:
    """A port where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


SPELLINGS = (
    "postgresql://me:{}@127.0.0.1:{port}/shop",
    "postgres://me:{}@127.0.0.1:{port}/shop?sslmode=disable",
    "postgresql+psycopg2://me:{}@127.0.0.1:{port}/shop",
    "postgresql://127.0.0.1:{port}/shop?user=me&password={}",
    "host=127.0.0.1 port={port} user=me password='{}' dbname=shop",
    "postgresql://me:{}@no-such-host.invalid/shop",
    "postgresql://me:{}@127.0.0.1:notaport/shop",
    "postgresql://me:{}@127.0.0.1:{port}/shop?nonsense=1",
    "postgresql://me:{}@/shop?host=/nonexistent",
    "host=127.0.0.1 port={port} user=me password={} dbname=shop nonsense",
    "postgresql://me:{}/@127.0.0.1:{port}/shop",
    "postgresql://me:{}@[::1/shop",
    "mysql://me:{}@127.0.0.1/shop",
    "me:{}@127.0.0.1/shop",
    "password={}",
)


def silent(done: Done) -> None:
    assert done.code in {1, 3}, done.err
    for secret in (PASSWORD, ENCODED, "hunter2", "Geheim"):
        assert secret not in done.out + done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("secret", [PASSWORD, ENCODED])
@pytest.mark.parametrize("command", ["apply", "verify"])
def test_a_connection_that_fails_shows_no_password(
    root: Path, closed: int, spelling: str, secret: str, command: str
) -> None:
    dsn = spelling.replace("{}", secret).replace("{port}", str(closed))
    silent(seedc(root, command, "--dsn", dsn))
    silent(seedc(root, command, DATABASE_URL=dsn))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_schema_that_cannot_be_read_from_a_database_shows_no_password(
    root: Path, closed: int, spelling: str
) -> None:
    dsn = spelling.replace("{}", ENCODED).replace("{port}", str(closed))
    for form in ("text", "json", "github"):
        silent(seedc(root, "build", "--schema-from", dsn, "--format", form))


@pytest.mark.parametrize("wrong", ["password", "dbname", "user"])
def test_a_server_that_refuses_shows_no_password(root: Path, server: str, wrong: str) -> None:
    parts = {"password": PASSWORD, "connect_timeout": "5"}
    parts |= {wrong: "nonexistent"} if wrong != "password" else {}
    done = seedc(root, "apply", "--dsn", conninfo.make_conninfo(server, **parts))
    assert PASSWORD not in done.out + done.err
    assert "hunter2" not in done.out + done.err


def test_what_works_shows_and_writes_no_password_either(root: Path, database: str) -> None:
    dsn = conninfo.make_conninfo(database, password=PASSWORD)
    commands = (
        ("apply", "--create-schema"),
        ("plan",),
        ("verify",),
        ("reset", "--json"),
        ("build", "--schema-from"),
        ("dump", "--schema-from"),
    )
    for words in commands:
        option = () if "--schema-from" in words else ("--dsn",)
        done = seedc(root, *words, *option, dsn)
        assert done.code == 0, done.err
        assert "hunter2" not in done.out + done.err
    for file in root.rglob("*"):
        if file.is_file():
            assert b"hunter2" not in file.read_bytes()
    names = "SELECT application_name || query FROM pg_stat_activity"
    assert not any("hunter2" in (text or "") for (text,) in query(database, names))


def test_a_row_that_fails_shows_no_password(root: Path, database: str) -> None:
    dsn = conninfo.make_conninfo(database, password=PASSWORD)
    assert seedc(root, "apply", "--create-schema", "--dsn", dsn).code == 0
    assert seedc(root, "reset", "--dsn", dsn).code == 0
    import psycopg  # noqa: PLC0415

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE t ADD CHECK (name <> 'a')")
    silent(seedc(root, "apply", "--dsn", dsn))


def test_a_settings_file_with_an_address_is_shown_without_its_password(tmp_path: Path) -> None:
    settings = f'[datasets.shop]\ndsn = "postgresql://me:{PASSWORD}@host/shop"\n'
    root = make_project(tmp_path, SCHEMA, {"t": []}, settings=settings)
    for form in ("text", "json", "github"):
        silent(seedc(root, "build", "--format", form))


def test_the_program_itself_shows_no_password_on_a_terminal_less_run(
    root: Path, closed: int
) -> None:
    dsn = f"postgresql://me:{ENCODED}@127.0.0.1:{closed}/shop"
    done = subprocess.run(
        [sys.executable, "-m", "seedc", "--project", str(root), "apply"],
        env=clean_environment(DATABASE_URL=dsn),
        capture_output=True,
        text=True,
        check=False,
    )
    silent(Done(done.returncode, done.stdout, done.stderr))
