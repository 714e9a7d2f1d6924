"""Scripts whose batches commit: what the runner counts, tells, restarts and leaves."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import conninfo

from laws.kit import dump as dump_all
from laws.kit import execute, places, query, ran, seedc, value
from seedc.diagnostics import Diagnostic, Rejected
from seedc.server.connection import connect
from seedc.server.counts import TableCount
from seedc.server.progress import PlainProgress
from seedc.server.runner import ApplyReport, DatasetReport, Run, apply_script
from seedc.server.script import read_script, sections
from server.volume import SCHEMA, script_of, volume_project
from server.wal import logged

pytestmark = pytest.mark.server

Apply = Callable[..., ApplyReport]
Psql = Callable[..., subprocess.CompletedProcess[str]]

ROWS = {"shop": {"shop.suppliers": 3, "shop.products": 1230, "shop.sales": 90}}
COUNT = "SELECT count(*) FROM shop.products"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return volume_project(tmp_path_factory.mktemp("volume"))


@pytest.fixture
def large(root: Path) -> str:
    return script_of(root)


@pytest.fixture
def empty(database: str) -> str:
    execute(database, SCHEMA)
    return database


def _run(dsn: str, text: str, **options: Any) -> DatasetReport:
    """Apply a script of one dataset, with what the manifest would tell of its rows."""
    progress = options.pop("progress", None) or PlainProgress(io.StringIO())
    how = Run(file="build/s.sql", environment={}, progress=progress, rows=ROWS, **options)
    with connect(dsn) as connection:
        (report,) = apply_script(connection, text, how).datasets
    return report


def _counts(report: DatasetReport) -> dict[str, tuple[int, int, int, int]]:
    return {t.table: (t.inserted, t.updated, t.unchanged, t.deleted) for t in report.tables}


def test_a_script_with_batches_is_read_as_parts_of_one_dataset(large: str) -> None:
    parts = read_script(large, "s")
    assert {part.dataset for part in parts} == {"shop"}
    assert [part.begin is None for part in parts] == [False, True, False]
    assert sections(parts) == (
        "shop.suppliers",
        "shop.products (generated)",
        "shop.sales (generated)",
    )
    assert [step.looped for step in parts[1].steps] == [1230]


def test_a_loop_loses_its_commit_and_no_other_character(large: str) -> None:
    (loop,) = read_script(large, "s")[1].steps
    plain = loop.uncommitted()
    assert (loop.commits, plain.commits) == (True, False)
    assert len(plain.chunk.text) == len(loop.chunk.text)
    assert plain.chunk.text.split() == [w for w in loop.chunk.text.split() if w != "COMMIT;"]


def test_the_first_apply_counts_what_batches_inserted(empty: str, large: str) -> None:
    report = _run(empty, large)
    assert report.tables == (
        TableCount("shop.suppliers", inserted=3, updated=0, unchanged=0, deleted=0),
        TableCount("shop.products", inserted=1230, updated=0, unchanged=0, deleted=0),
        TableCount("shop.sales", inserted=90, updated=0, unchanged=0, deleted=0),
    )
    assert value(empty, COUNT) == 1230


def test_psql_and_the_runner_give_identical_databases(
    empty: str, large: str, run_psql: Psql
) -> None:
    _run(empty, large)
    by_runner = dump_all(empty)
    execute(empty, "TRUNCATE shop.sales, shop.products, shop.suppliers")
    done = run_psql(empty, large)
    assert done.returncode == 0
    assert "NOTICE:  shop.products 1230/1230" in done.stderr
    assert dump_all(empty) == by_runner
    before = places(empty)
    assert run_psql(empty, large).returncode == 0
    assert places(empty) == before
    assert _counts(_run(empty, large))["shop.products"] == (0, 0, 1230, 0)


def test_rows_that_the_application_deleted_come_back(empty: str, large: str) -> None:
    _run(empty, large)
    before = dump_all(empty)
    execute(
        empty,
        "DELETE FROM shop.products AS p WHERE p.id % 7 = 0 AND NOT EXISTS"
        " (SELECT FROM shop.sales AS s WHERE s.product_id = p.id)",
    )
    gone = 1230 - value(empty, COUNT)
    assert gone > 100
    assert _counts(_run(empty, large))["shop.products"] == (gone, 0, 1230 - gone, 0)
    assert dump_all(empty) == before


def test_the_policy_update_is_counted_from_its_batches(empty: str, tmp_path: Path) -> None:
    text = script_of(volume_project(tmp_path, "update"))
    assert _counts(_run(empty, text))["shop.products"] == (1230, 0, 0, 0)
    execute(
        empty,
        "UPDATE shop.products SET price = -1 WHERE code IN ('P-5', 'P-500')",
        "DELETE FROM shop.sales",
        "DELETE FROM shop.products WHERE code = 'P-700'",
    )
    report = _run(empty, text)
    assert _counts(report) == {
        "shop.suppliers": (0, 0, 3, 0),
        "shop.products": (1, 2, 1227, 0),
        "shop.sales": (90, 0, 0, 0),
    }
    assert value(empty, "SELECT count(*) FROM shop.products WHERE price < 0") == 0


_STATISTICS = """SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint, sum(n_dead_tup)::bigint
FROM pg_stat_user_tables"""


@pytest.mark.alone
def test_the_second_apply_of_a_big_table_writes_nothing(empty: str, root: Path) -> None:
    ran(seedc(root, "build", "--profile", "BIG"))
    big = script_of(root, "BIG.sql")
    rows = {"shop": {"shop.suppliers": 3, "shop.products": 40000, "shop.sales": 90}}
    how = Run(file="s", environment={}, progress=PlainProgress(io.StringIO()), rows=rows)
    with connect(empty) as connection:
        assert apply_script(connection, big, how).changed == 40093
    execute(empty, "VACUUM ANALYZE", "CHECKPOINT")
    before = query(empty, _STATISTICS)

    def again() -> None:
        with connect(empty) as connection:
            report = apply_script(connection, big, how)
        assert (report.changed, report.datasets[0].tables[1].unchanged) == (0, 40000)

    assert logged(empty, again) < 100_000
    assert query(empty, _STATISTICS) == before


# Dry runs -----------------------------------------------------------------------------------------


def test_a_dry_run_counts_all_batches_and_leaves_nothing(empty: str, large: str) -> None:
    dry = _run(empty, large, dry_run=True)
    assert {row for rows in dump_all(empty).values() for row in rows} == set()
    assert dry.tables == _run(empty, large).tables
    execute(empty, "DELETE FROM shop.sales")
    again = _run(empty, large, dry_run=True)
    assert _counts(again)["shop.sales"] == (90, 0, 0, 0)
    assert value(empty, "SELECT count(*) FROM shop.sales") == 0


def test_a_dry_run_of_a_failing_batch_says_that_all_was_rolled_back(empty: str, large: str) -> None:
    _in_the_way(empty)
    found = _failure(empty, large, dry_run=True)
    assert found.notes[-1].text == "shop was rolled back"
    assert value(empty, COUNT) == 1


# Failures and restarts ----------------------------------------------------------------------------


def _in_the_way(dsn: str) -> None:
    """A row of the application that has the code of the 850th product."""
    execute(
        dsn,
        "INSERT INTO shop.suppliers VALUES (1, 'app')",
        "INSERT INTO shop.products VALUES (1, 1, 'P-850', 1)",
    )


def _failure(dsn: str, text: str, **options: Any) -> Diagnostic:
    with pytest.raises(Rejected) as caught:
        _run(dsn, text, **options)
    (found,) = caught.value.diagnostics
    return found


def test_a_failing_batch_keeps_those_before_and_applying_again_goes_on(
    empty: str, large: str
) -> None:
    _in_the_way(empty)
    found = _failure(empty, large)
    assert found.code == "SD603"
    assert found.message.startswith(
        'generated rows of shop.products: duplicate key value violates unique constraint "one_code"'
    )
    notes = [note.text for note in found.notes]
    assert "detail: Key (code)=(P-850) already exists." in notes
    assert "constraint: one_code" in notes
    assert notes[-1] == (
        "only the last batch was rolled back: what shop wrote before it stays (up to shop.products"
        " 800/1230), and applying again goes on from there"
    )
    assert "volume.json" in (found.help or "")
    assert found.origin.file == "build/s.sql"
    assert large[found.origin.offset or 0 :].startswith("DO $seedc$\nDECLARE")
    assert value(empty, COUNT) == 801
    execute(empty, "DELETE FROM shop.products WHERE id = 1")
    assert _counts(_run(empty, large)) == {
        "shop.suppliers": (0, 0, 3, 0),
        "shop.products": (430, 0, 800, 0),
        "shop.sales": (90, 0, 0, 0),
    }


def test_a_failure_in_the_first_transaction_rolls_all_of_the_dataset_back(
    empty: str, large: str
) -> None:
    execute(empty, "ALTER TABLE shop.suppliers ADD CHECK (name <> 'Süd 2')")
    found = _failure(empty, large)
    assert found.notes[-1].text == "shop was rolled back"
    assert value(empty, "SELECT count(*) FROM shop.suppliers") == 0


def test_a_failure_after_the_loops_says_that_they_stay(empty: str, large: str) -> None:
    execute(empty, "ALTER TABLE shop.sales ADD CONSTRAINT few CHECK (quantity < 9)")
    found = _failure(empty, large)
    assert found.message.startswith("generated rows of shop.sales: ")
    assert "constraint: few" in [note.text for note in found.notes]
    assert found.notes[-1].text == (
        "only the last batch was rolled back: what shop wrote before it stays, and applying again"
        " goes on from there"
    )
    assert "rule in volume.json" in (found.help or "")
    assert (value(empty, COUNT), value(empty, "SELECT count(*) FROM shop.sales")) == (1230, 0)


def test_one_transaction_around_all_batches_is_counted_and_keeps_nothing_of_a_failure(
    empty: str, root: Path
) -> None:
    ran(seedc(root, "build", "--profile", "WHOLE"))
    whole = script_of(root, "WHOLE.sql")
    assert [step.looped for part in read_script(whole, "s") for step in part.steps].count(1230) == 1
    _in_the_way(empty)
    found = _failure(empty, whole)
    assert found.message.startswith("generated rows of shop.products: ")
    assert found.notes[-1].text == "shop was rolled back"
    assert value(empty, COUNT) == 1
    execute(empty, "DELETE FROM shop.products")
    assert _counts(_run(empty, whole))["shop.products"] == (1230, 0, 0, 0)


def test_a_generated_row_whose_parent_is_gone_is_told(empty: str, large: str) -> None:
    execute(
        empty,
        "CREATE FUNCTION shop.drop_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " DELETE FROM shop.suppliers WHERE name = 'Süd 1'; RETURN NULL; END $$",
        "CREATE TRIGGER gone AFTER INSERT ON shop.suppliers"
        " FOR EACH STATEMENT EXECUTE FUNCTION shop.drop_one()",
    )
    found = _failure(empty, large)
    assert found.message.startswith("generated rows of shop.products: insert or update on table")
    assert "(SQLSTATE 23503)" in found.message


SLOW = """
CREATE FUNCTION shop.wait() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.15); RETURN NULL; END $$;
CREATE TRIGGER wait AFTER INSERT ON shop.products FOR EACH STATEMENT EXECUTE FUNCTION shop.wait();
"""
QUICK = "DROP TRIGGER wait ON shop.products"


def test_a_statement_timeout_stops_between_batches_and_applying_again_completes(
    empty: str, large: str
) -> None:
    execute(empty, SLOW)
    name = conninfo.conninfo_to_dict(empty)["dbname"]
    execute(empty, f"ALTER DATABASE {name} SET statement_timeout = '900ms'")
    found = _failure(empty, large)
    assert found.code == "SD605"
    assert "statement_timeout: apply again" in (found.help or "")
    there = value(empty, COUNT)
    assert there % 100 == 0
    assert 0 < there < 1230
    assert f"up to shop.products {there}/1230" in found.notes[-1].text
    execute(empty, f"ALTER DATABASE {name} RESET statement_timeout", QUICK)
    assert _counts(_run(empty, large))["shop.products"] == (1230 - there, 0, there, 0)


def test_a_lost_connection_between_batches_says_that_they_stay(empty: str, large: str) -> None:
    execute(
        empty,
        "CREATE FUNCTION shop.die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.code = 'P-333' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
        " RETURN NEW; END $$",
        "CREATE TRIGGER die BEFORE INSERT ON shop.products"
        " FOR EACH ROW EXECUTE FUNCTION shop.die()",
    )
    found = _failure(empty, large)
    assert found.code == "SD606"
    assert "up to shop.products 300/1230" in found.notes[-1].text
    assert value(empty, COUNT) == 300


INTERRUPTED = """
import sys
from seedc.server.connection import connect
from seedc.server.progress import progress_for
from seedc.server.runner import Run, apply_script
with connect(sys.argv[1]) as connection:
    how = Run(file="s", environment={}, progress=progress_for(sys.stderr))
    apply_script(connection, sys.stdin.read(), how)
"""


def test_ctrl_c_between_batches_leaves_whole_batches_and_applying_again_completes(
    empty: str, large: str
) -> None:
    execute(empty, SLOW)
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, empty],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(large)
    process.stdin.close()
    process.stdin = None
    end = time.monotonic() + 30
    while value(empty, COUNT) < 200:
        assert time.monotonic() < end, "no batch was committed"
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in err
    there = value(empty, COUNT)
    assert there % 100 == 0
    assert 200 <= there < 1230
    execute(empty, QUICK)
    assert _counts(_run(empty, large))["shop.products"] == (1230 - there, 0, there, 0)


class _Impatient(PlainProgress):
    """Somebody who presses Ctrl-C while a notice is handled."""

    def rows(self, done: int, total: int) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_while_a_notice_is_handled_is_not_lost(empty: str, large: str) -> None:
    execute(empty, SLOW)
    with pytest.raises(KeyboardInterrupt):
        _run(empty, large, progress=_Impatient(io.StringIO()))
    assert value(empty, COUNT) < 1230
    assert value(empty, "SELECT count(*) FROM shop.sales") == 0


# Telling ------------------------------------------------------------------------------------------


def test_progress_has_a_line_for_each_section_and_sometimes_one_for_its_batches(
    empty: str, large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    _run(empty, large, progress=PlainProgress(stream))
    sections_only = [
        "shop 1/3 shop.suppliers",
        "shop 2/3 shop.products (generated)",
        "shop 3/3 shop.sales (generated)",
    ]
    assert stream.getvalue().splitlines() == sections_only
    monkeypatch.setattr("seedc.server.progress.PAUSE", 0.0)
    stream = io.StringIO()
    _run(empty, large, progress=PlainProgress(stream))
    lines = stream.getvalue().splitlines()
    assert lines[2] == "shop 2/3 shop.products (generated) 100/1230"
    assert lines[-2:] == ["shop 2/3 shop.products (generated) 1230/1230", sections_only[-1]]
    assert len(lines) == 3 + 13


def test_notices_of_triggers_are_taken_for_nothing_of_ours(empty: str, large: str) -> None:
    execute(
        empty,
        "CREATE FUNCTION shop.talk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE NOTICE 'shop.other: 7 inserted, 7 updated';"
        " RAISE NOTICE 'shop.other 7/7'; RETURN NULL; END $$",
        "CREATE TRIGGER talk AFTER INSERT ON shop.products"
        " FOR EACH STATEMENT EXECUTE FUNCTION shop.talk()",
    )
    assert _counts(_run(empty, large))["shop.products"] == (1230, 0, 0, 0)


def test_where_no_notice_comes_through_nothing_is_claimed(empty: str, large: str) -> None:
    name = conninfo.conninfo_to_dict(empty)["dbname"]
    execute(empty, f"ALTER DATABASE {name} SET client_min_messages = warning")
    report = _run(empty, large)
    assert (report.counted, report.tables) == (False, ())
    assert value(empty, COUNT) == 1230


def test_without_a_manifest_the_loops_tell_how_many_rows_there_are(
    empty: str, large: str, apply: Apply
) -> None:
    apply(empty, large)
    tables = apply(empty, large).datasets[0].tables
    assert {t.table: t.unchanged for t in tables}["shop.products"] == 1230


def test_waiting_is_not_told_of_a_loop_that_is_only_slow(
    empty: str, large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.server.runner.PATIENCE", 0.05)
    execute(empty, SLOW)
    stream = io.StringIO()
    _run(empty, large, progress=PlainProgress(stream))
    assert "waiting" not in stream.getvalue()


# Who may apply ------------------------------------------------------------------------------------


@pytest.fixture
def ordinary(empty: str) -> Iterator[str]:
    """The DSN of a role that may read and write the tables, and nothing else."""
    role = f"{conninfo.conninfo_to_dict(empty)['dbname']}_app"
    execute(
        empty,
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE",
        f"GRANT USAGE ON SCHEMA shop TO {role}",
        f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA shop TO {role}",
    )
    try:
        yield conninfo.make_conninfo(empty, user=role)
    finally:
        execute(empty, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_an_ordinary_role_applies_batches_twice(ordinary: str, large: str) -> None:
    assert _counts(_run(ordinary, large))["shop.products"] == (1230, 0, 0, 0)
    assert _counts(_run(ordinary, large))["shop.products"] == (0, 0, 1230, 0)
