"""Law: psql and the runner make one database, and applying again writes nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import conninfo

from laws.kit import (
    DATASETS,
    ODD_SESSION,
    clean_environment,
    create_schemas,
    dump,
    execute,
    make_project,
    new_database,
    nothing_written,
    places,
    psql,
    query,
    ran,
    seedc,
    value,
)
from server.wal import logged

COUNTERS = """SELECT coalesce(sum(n_tup_ins), 0)::int, coalesce(sum(n_tup_upd), 0)::int,
  coalesce(sum(n_tup_del), 0)::int, coalesce(sum(n_dead_tup), 0)::int FROM pg_stat_user_tables"""


@pytest.fixture(scope="module")
def loaded(server: str, five: Path) -> Iterator[str]:
    """A database that psql has loaded once. The tests leave it as it is."""
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        ran(psql(dsn, five / "build" / "seed.sql"))
        yield dsn


def test_psql_and_the_runner_make_the_same_database(five: Path, loaded: str, database: str) -> None:
    ran(seedc(five, "apply", "--create-schema", "--dsn", database))
    assert dump(database) == dump(loaded)


def test_single_datasets_in_any_order_make_the_same_database(
    five: Path, loaded: str, database: str
) -> None:
    create_schemas(five, database)
    for number, dataset in enumerate(reversed(DATASETS)):
        if number % 2:
            ran(psql(database, five / "build" / dataset / "SMALL.sql"))
        else:
            ran(seedc(five, "apply", dataset, DATABASE_URL=database))
    assert dump(database) == dump(loaded)


def test_a_second_apply_moves_no_row_and_no_sequence(five: Path, loaded: str) -> None:
    nothing_written(loaded, five)


def test_the_server_counts_inserts_once_and_nothing_else_ever(five: Path, loaded: str) -> None:
    rows = sum(map(len, places(loaded).values()))
    ran(psql(loaded, five / "build" / "seed.sql"))
    ran(seedc(five, "apply", "--dsn", loaded))
    assert value(loaded, "SELECT count(*) FROM pg_stat_user_tables WHERE n_tup_ins > 0") > 40
    assert query(loaded, COUNTERS) == [(rows, 0, 0, 0)]


def test_the_runner_says_that_nothing_changed(five: Path, loaded: str) -> None:
    done = ran(seedc(five, "apply", "--dsn", loaded, "--json"))
    assert '"unchanged": 6' in done.out
    for what in ("inserted", "updated", "deleted"):
        assert set(filter(lambda line: what in line, done.out.splitlines())) <= {
            f'    "{what}": 0,',
            f'    "{what}": 0',
        }


def test_verify_finds_every_row(five: Path, loaded: str) -> None:
    done = ran(seedc(five, "verify", "--dsn", loaded))
    assert "FAILED" not in done.out
    for dataset in DATASETS:
        printed = ran(psql(loaded, five / "build" / dataset / "verify.sql")).out
        assert "FAILED" not in printed
        assert " ok" in printed


@pytest.mark.alone
def test_a_second_apply_without_temporary_tables_writes_no_wal(
    tmp_path: Path, database: str
) -> None:
    """What may remain are a few records of the server's own: hint bits of pages that are read for
    the first time after a checkpoint, and a snapshot of running transactions."""
    seeds = {"t": [{"__key__": f"t:{n}", "name": "x" * 50} for n in range(300)]}
    make_project(tmp_path, "CREATE TABLE t (id bigserial PRIMARY KEY, name text);", seeds)
    ran(seedc(tmp_path, "build"))
    create_schemas(tmp_path, database)
    script = tmp_path / "build" / "seed.sql"
    assert "CREATE TEMP" not in script.read_text(encoding="utf-8")
    for _ in range(2):
        ran(psql(database, script))
    assert logged(database, lambda: ran(psql(database, script))) < 300


ROLE = "seedc_ordinary"


@pytest.fixture(scope="module")
def role(server: str) -> Iterator[str]:
    """A role that owns nothing and may do nothing by itself."""
    execute(server, f"DROP ROLE IF EXISTS {ROLE}", f"CREATE ROLE {ROLE} NOSUPERUSER NOLOGIN")
    yield ROLE
    execute(server, f"DROP ROLE {ROLE}")


def test_an_ordinary_role_is_enough(five: Path, loaded: str, server: str, role: str) -> None:
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        for (schema,) in query(dsn, "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"):
            execute(
                dsn,
                f'GRANT USAGE ON SCHEMA "{schema}" TO {role}',
                f'GRANT ALL ON ALL TABLES IN SCHEMA "{schema}" TO {role}',
                f'REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA "{schema}"'
                f" FROM {role}",
                f'GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA "{schema}" TO {role}',
            )
        ordinary = conninfo.make_conninfo(dsn, options=f"-c role={role}")
        assert value(ordinary, "SELECT current_user") == role
        ran(psql(ordinary, five / "build" / "seed.sql"))
        assert dump(dsn) == dump(loaded)
        ran(seedc(five, "verify", "--dsn", ordinary))
        ran(seedc(five, "reset", "--dsn", ordinary))
        ran(seedc(five, "apply", "--dsn", ordinary))
        assert dump(dsn) == dump(loaded)


def test_the_sessions_settings_decide_nothing(five: Path, loaded: str, server: str) -> None:
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        session = conninfo.make_conninfo(dsn, options=ODD_SESSION)
        ran(psql(session, five / "build" / "seed.sql"))
        assert dump(dsn) == dump(loaded)
        nothing_written(session, five)
        ran(seedc(five, "verify", "--dsn", session))
        ran(seedc(five, "reset", "--dsn", session))
        ran(seedc(five, "apply", "--dsn", session))
        assert dump(dsn) == dump(loaded)


def test_a_clients_encoding_and_psqls_options_decide_nothing(
    five: Path, loaded: str, server: str
) -> None:
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        script = five / "build" / "seed.sql"
        ran(psql(dsn, script, "-q", "-A", "-t", PGCLIENTENCODING="LATIN1", LC_ALL="C"))
        ran(psql(dsn, script, "-1", PGCLIENTENCODING="WIN1252"))
        assert dump(dsn) == dump(loaded)


def test_no_session_is_left_and_no_password_asked(five: Path, loaded: str) -> None:
    ran(seedc(five, "apply", "--dsn", loaded))
    others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'seedc'"
    assert value(loaded, f"{others} AND datname = current_database()") == 0


def test_plan_and_dry_run_write_nothing_and_say_what_apply_would_do(
    five: Path, loaded: str, server: str
) -> None:
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        before = places(dsn), dump(dsn)
        plan = ran(seedc(five, "plan", "--dsn", dsn, "--json"))
        dry = ran(seedc(five, "apply", "--dry-run", "--dsn", dsn, "--json"))
        assert (places(dsn), dump(dsn)) == before
        real = ran(seedc(five, "apply", "--dsn", dsn, "--json"))
        assert plan.out == dry.out == real.out


def test_two_applies_at_once_both_end_well(five: Path, loaded: str, server: str) -> None:
    with new_database(server) as dsn:
        create_schemas(five, dsn)
        command = [sys.executable, "-m", "seedc", "--project", str(five), "apply", "--dsn", dsn]
        running = [
            subprocess.Popen(command, env=clean_environment(), stdout=subprocess.DEVNULL)
            for _ in range(2)
        ]
        assert [process.wait() for process in running] == [0, 0]
        assert dump(dsn) == dump(loaded)
