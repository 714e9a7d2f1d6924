"""Applying works through a real transaction-mode pooler, and leaves nothing in its connections."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from laws.kit import execute, value
from seedc.diagnostics import Diagnostic
from seedc.server.runner import ApplyReport
from server.volume import SCHEMA, script_of, volume_project

pytestmark = pytest.mark.server

CONFIG = """
[databases]
* = host={host} port={port} user={user}{password}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 2
logfile = {folder}/log
"""


@pytest.fixture
def pooler(shop: str, tmp_path: Path) -> Iterator[str]:
    """The DSN of the database with the schema, through PgBouncer."""
    with pooled_by(shop, tmp_path) as dsn:
        yield dsn


@contextmanager
def pooled_by(database: str, folder: Path) -> Iterator[str]:
    """The DSN of the database through PgBouncer, which lives in the folder."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed (apt-get install pgbouncer)")
    parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(database).items()}
    password = f" password={parts['password']}" if "password" in parts else ""
    config = folder / "pgbouncer.ini"
    config.write_text(
        CONFIG.format(
            host=parts.get("host", "/var/run/postgresql"),
            port=parts.get("port", "5432"),
            user=parts.get("user", "postgres"),
            password=password,
            folder=folder,
        )
    )
    command = [program, str(config)]
    if os.geteuid() == 0:  # PgBouncer refuses root; the socket's owner may reach the server
        owner = _owner(parts.get("host", ""))
        inside = takewhile(lambda place: place != Path(tempfile.gettempdir()), folder.parents)
        for place in (folder, *inside):
            place.chmod(0o777 if place == folder else 0o755)
        command[1:1] = ["-u", owner]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while not (folder / ".s.PGSQL.6432").exists():
            assert running.poll() is None, "PgBouncer did not start"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield conninfo.make_conninfo(
            host=str(folder), port=6432, dbname=parts["dbname"], user="anyone"
        )
    finally:
        running.terminate()
        running.wait(timeout=20)


def _owner(host: str) -> str:
    folder = Path(host)
    return folder.owner() if host.startswith("/") and folder.owner() != "root" else "postgres"


def test_two_applies_through_the_pooler_write_once(
    pooler: str,
    script: str,
    apply: Callable[..., ApplyReport],
    dump: Callable[[str], dict[str, list[tuple[Any, ...]]]],
) -> None:
    assert apply(pooler, script).changed == 8
    assert apply(pooler, script).changed == 0
    assert len(dump(pooler)["forum.users"]) == 3


def test_the_poolers_connections_keep_nothing_of_an_apply(
    pooler: str, script: str, apply: Callable[..., ApplyReport]
) -> None:
    apply(pooler, script)
    nothing_left(pooler)


def test_batches_that_commit_go_through_the_pooler_and_leave_nothing(
    database: str, tmp_path: Path, apply: Callable[..., ApplyReport]
) -> None:
    project = volume_project(tmp_path / "project")
    execute(database, SCHEMA)
    with pooled_by(database, tmp_path) as dsn:
        assert apply(dsn, script_of(project)).changed == 1323
        assert apply(dsn, script_of(project)).changed == 0
        nothing_left(dsn)
    assert value(database, "SELECT count(*) FROM shop.products") == 1230


def nothing_left(dsn: str) -> None:
    with psycopg.connect(dsn, prepare_threshold=None) as connection:
        for left in (
            "SELECT count(*) FROM pg_class WHERE relpersistence = 't'",
            "SELECT count(*) FROM pg_prepared_statements",
            """SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
            WHERE l.locktype = 'advisory' AND d.datname = current_database()""",
            """SELECT count(*) FROM pg_settings WHERE source = 'session' AND name NOT IN
            ('application_name', 'client_encoding', 'DateStyle', 'TimeZone')""",
        ):
            assert connection.execute(left).fetchone() == (0,)


def test_a_bad_row_is_named_through_the_pooler_as_well(
    pooler: str, script: str, failure: Callable[..., Diagnostic]
) -> None:
    found = failure(pooler, script.replace("(3, 'Zeta', 'DE', NULL)", "(3, NULL, 'DE', NULL)"))
    assert '"vendor:zeta"' in found.message
