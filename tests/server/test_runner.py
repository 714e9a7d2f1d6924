"""The runner has psql's effect, tells what it did, and leaves nothing behind."""

import io
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from seedc.diagnostics import Diagnostic, Rejected
from seedc.server.connection import connect
from seedc.server.counts import TableCount
from seedc.server.guard import Refused
from seedc.server.progress import PlainProgress
from seedc.server.runner import ApplyReport, Run, apply_script

pytestmark = pytest.mark.server

Apply = Callable[..., ApplyReport]
Dump = Callable[[str], dict[str, list[tuple[Any, ...]]]]
Psql = Callable[..., subprocess.CompletedProcess[str]]


def test_psql_and_the_runner_give_identical_databases(
    shop: str, script: str, apply: Apply, run_psql: Psql, dump: Dump
) -> None:
    apply(shop, script)
    by_runner = dump(shop)
    with psycopg.connect(shop) as connection:
        connection.execute("TRUNCATE shop.orders, shop.vendors, forum.users RESTART IDENTITY")
    done = run_psql(shop, script)
    assert (done.returncode, done.stderr) == (0, "")
    assert dump(shop) == by_runner
    assert len(by_runner["shop.vendors"]) == 3
    assert (2, "Bob\tTab", None) in by_runner["forum.users"]


def test_the_first_apply_counts_what_it_inserted(shop: str, script: str, apply: Apply) -> None:
    report = apply(shop, script)
    assert [d.dataset for d in report.datasets] == ["shop", "forum"]
    assert report.datasets[0].tables == (
        TableCount("shop.vendors", inserted=3, updated=0, unchanged=0, deleted=0),
        TableCount("shop.orders", inserted=2, updated=0, unchanged=0, deleted=0),
    )
    assert report.datasets[1].tables == (TableCount("forum.users", 3, 0, 0, 0),)
    assert report.changed == 8


def test_the_second_apply_writes_nothing(shop: str, script: str, apply: Apply, dump: Dump) -> None:
    apply(shop, script)
    before = dump(shop)
    report = apply(shop, script)
    assert report.changed == 0
    assert [t.unchanged for d in report.datasets for t in d.tables] == [3, 2, 3]
    assert dump(shop) == before


def test_counts_are_exact_on_one_connection_used_many_times(shop: str, script: str) -> None:
    with connect(shop) as connection:
        how = Run(file="s", environment={}, progress=PlainProgress(io.StringIO()))
        assert apply_script(connection, script, how).changed == 8
        connection.execute("UPDATE shop.vendors SET name = name || '!' WHERE id < 3")
        connection.execute("DELETE FROM forum.users WHERE id = 1")
        again = apply_script(connection, script, how)
        assert again.datasets[0].tables[0] == TableCount("shop.vendors", 0, 2, 1, 0)
        assert again.datasets[1].tables[0] == TableCount("forum.users", 1, 0, 2, 0)
        assert apply_script(connection, script, how).changed == 0


def test_rows_that_triggers_write_are_counted_under_their_own_table(
    shop: str, script: str, apply: Apply
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute(
            "CREATE TABLE shop.audit (what text);"
            "CREATE FUNCTION shop.note() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO shop.audit VALUES (NEW.name); RETURN NEW; END $$;"
            "CREATE TRIGGER note AFTER INSERT ON shop.vendors"
            " FOR EACH ROW EXECUTE FUNCTION shop.note()"
        )
    report = apply(shop, script)
    assert report.datasets[0].tables[-1] == TableCount("shop.audit", 3, 0, 0, 0)


def test_a_dry_run_reports_the_same_and_leaves_nothing(
    shop: str, script: str, apply: Apply, dump: Dump
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute("INSERT INTO shop.vendors VALUES (1, 'Old', NULL, NULL)")
    before = dump(shop)
    dry = apply(shop, script, dry_run=True)
    assert dump(shop).keys() == before.keys()
    assert dump(shop)["shop.vendors"] == before["shop.vendors"]
    assert dump(shop)["forum.users"] == []
    assert dry.dry_run
    wet = apply(shop, script)
    assert [d.tables for d in dry.datasets] == [d.tables for d in wet.datasets]


def test_a_dry_run_does_not_move_a_sequence(shop: str, script: str, apply: Apply) -> None:
    apply(shop, script, dry_run=True)
    with psycopg.connect(shop) as connection:
        row = connection.execute("SELECT last_value FROM shop.orders_number_seq").fetchone()
    assert row is not None
    assert row[0] < 50


def test_a_dry_run_finds_what_a_deferred_constraint_refuses(
    shop: str, script: str, failure: Callable[..., Diagnostic]
) -> None:
    text = script.replace("(110, 2, 0.10)", "(110, 77, 0.10)").replace(
        "SET LOCAL client_min", "SET CONSTRAINTS ALL DEFERRED;\nSET LOCAL client_min"
    )
    assert "orders_vendor_id_fkey" in failure(shop, text, dry_run=True).message


def test_a_script_that_must_commit_refuses_an_open_transaction(shop: str, script: str) -> None:
    how = Run(file="s", environment={}, progress=PlainProgress(io.StringIO()))
    with connect(shop) as connection:
        connection.execute("BEGIN")
        with pytest.raises(ValueError, match="no transaction may be open"):
            apply_script(connection, script, how)


def test_a_failing_second_dataset_keeps_the_first(
    shop: str, script: str, failure: Callable[..., Diagnostic], dump: Dump
) -> None:
    found = failure(shop, script.replace("user:ann\t1\tAnn\t31", "user:ann\t1\tAnn\t-1"))
    assert found.notes[-1].text == "forum was rolled back; committed before it: shop"
    rows = dump(shop)
    assert len(rows["shop.vendors"]) == 3
    assert rows["forum.users"] == []


@pytest.mark.parametrize("name", ["PROD", " staging ", "Render", "production"])
def test_a_protected_environment_is_refused_by_the_runner_and_by_psql(
    shop: str, script: str, apply: Apply, run_psql: Psql, dump: Dump, name: str
) -> None:
    with pytest.raises(Refused) as caught:
        apply(shop, script, environment={"APP_ENV": name})
    assert caught.value.diagnostic.code == "SD607"
    assert run_psql(shop, script, APP_ENV=name).returncode == 3
    assert dump(shop)["shop.vendors"] == []


def test_force_seed_opens_a_protected_environment(shop: str, script: str, apply: Apply) -> None:
    forced = {"APP_ENV": "prod", "FORCE_SEED": "true"}
    assert apply(shop, script, environment=forced).changed == 8
    with pytest.raises(Refused):
        apply(shop, script, environment={"APP_ENV": "prod", "FORCE_SEED": "yes"})


def test_a_script_that_refuses_the_schema_is_refused_with_its_words(
    shop: str, script: str, apply: Apply, dump: Dump
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute("DROP TABLE forum.users")
    with pytest.raises(Refused, match="the schema is not the compiled one") as caught:
        apply(shop, script)
    assert caught.value.diagnostic.code == "SD608"
    assert caught.value.diagnostic.notes[0].text == "forum.users does not exist"
    assert len(dump(shop)["shop.vendors"]) == 3


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("\\copy shop.vendors FROM 'x'\n", 'the psql command "\\copy'),
        ("DELETE FROM shop.orders;\n", "a statement outside BEGIN and COMMIT"),
        ("BEGIN;\nDELETE FROM shop.orders;\n", "a transaction without COMMIT"),
    ],
)
def test_what_the_runner_cannot_do_as_psql_does_is_refused_before_anything_runs(
    shop: str,
    script: str,
    failure: Callable[..., Diagnostic],
    dump: Dump,
    extra: str,
    message: str,
) -> None:
    found = failure(shop, script + extra)
    assert (found.code, found.message.startswith(message)) == ("SD614", True)
    assert dump(shop)["shop.vendors"] == []


def test_waiting_for_another_apply_is_told_once(
    shop: str, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.server.runner.PATIENCE", 0.05)
    told = io.StringIO()
    with psycopg.connect(shop) as other:
        other.execute("SELECT pg_advisory_xact_lock(7305, hashtext('shop'))")

        def run() -> None:
            how = Run(file="s", environment={}, progress=PlainProgress(told))
            with connect(shop) as connection:
                apply_script(connection, script, how)

        thread = threading.Thread(target=run)
        thread.start()
        deadline = time.monotonic() + 10
        while "waiting" not in told.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    thread.join(timeout=20)
    assert told.getvalue().count("shop: waiting for its lock; another") == 1
    assert told.getvalue().endswith("forum 1/1 forum.users\n")


def test_a_lost_connection_is_told_as_such(shop: str, script: str, apply: Apply) -> None:
    text = script.replace(
        "-- sequences: never", "SELECT pg_terminate_backend(pg_backend_pid());\n--"
    )
    with pytest.raises(Rejected) as caught:
        apply(shop, text)
    assert caught.value.diagnostics[0].code == "SD606"


INTERRUPTED = """
import os, signal, sys, threading, time
import psycopg
from seedc.server.connection import connect
from seedc.server.progress import progress_for
from seedc.server.runner import Run, apply_script

def interrupt():
    '''Ctrl-C, once the statement sleeps.'''
    sleeping = (
        "SELECT FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event = 'PgSleep'"
    )
    with psycopg.connect(sys.argv[1], autocommit=True) as other:
        while not other.execute(sleeping).fetchall():
            time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)

with connect(sys.argv[1]) as connection:
    threading.Thread(target=interrupt, daemon=True).start()
    how = Run(file="s", environment={}, progress=progress_for(sys.stderr))
    apply_script(connection, sys.stdin.read(), how)
"""


def test_ctrl_c_while_applying_cancels_the_statement_and_leaves_nothing(
    shop: str, script: str, dump: Dump
) -> None:
    slow = script.replace("-- sequences: never", "SELECT pg_sleep(60);\n-- sequences: never")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, shop],
        input=slow,
        capture_output=True,
        text=True,
        check=False,
    )
    assert time.monotonic() - began < 30
    assert done.returncode == -signal.SIGINT
    assert done.stderr.startswith("shop 1/2 shop.vendors\nshop 2/2 shop.orders\n")
    assert dump(shop)["shop.vendors"] == []
    with psycopg.connect(shop) as connection:
        sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
        assert connection.execute(sleeping).fetchone() == (0,)


def test_a_server_that_does_not_count_is_reported_as_such(
    shop: str, script: str, apply: Apply
) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET track_counts = off")
    report = apply(shop, script)
    assert [(d.counted, d.tables) for d in report.datasets] == [(False, ()), (False, ())]
