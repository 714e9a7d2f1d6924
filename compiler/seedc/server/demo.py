"""The demo: an embedded PostgreSQL, the real psql, every dataset loaded twice and verified."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo

from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.ir.program import DatasetProgram
from seedc.origin import Origin
from seedc.server.connection import connect
from seedc.server.embedded import EmbeddedServer, embedded
from seedc.server.verify import verify_script

DATABASE = "seedc_demo"
# By the server's own account, which the psql that wrote hands over when it ends. A command tag
# would tell of the last INSERT only where one statement loads a cycle of tables.
_WRITTEN = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables"
# A session that is not listed any more has handed its account over (backend_status.c: the entry
# goes after the statistics went).
_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
_SPARE = 7
"""So many more demos can run at once in one project, each on data of its own."""
_PATIENCE = 10  # seconds for psql's session to end after psql


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDataset:
    """One dataset to show: its program, its files relative to the project's root."""

    program: DatasetProgram
    schema: str
    load: str
    verify: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What one dataset did: rows written by the first and the second apply, with seconds."""

    dataset: str
    tables: int
    rows: int
    written: int
    seconds: float
    again: int
    seconds_again: float


def run_demo(
    root: Path, datasets: Sequence[DemoDataset], say: Callable[[str], None]
) -> list[DemoResult]:
    """Start a server in the project's cache folder, load every dataset twice, verify, stop. Demos
    that run at once in one project have each a server of their own.

    `say` gets a sentence for each step. Raises Rejected where psql fails (SD603), a database does
    not hold what its seed says (SD616), or the server cannot be had (SD611, SD612). The server is
    stopped however this ends.
    """
    with embedded(root / ".cache" / "seedc" / "postgres", spare=_SPARE) as server:
        place = server.folder.relative_to(root.resolve()).as_posix()
        say(f"PostgreSQL {server.version} is running in {place}")
        dsn = _fresh_database(server)
        for item in datasets:
            _psql(server, dsn, root, item.schema)
        say(f"schemas are there; psql -f each dataset's script into the database {DATABASE}")
        results = [_twice(server, dsn, root, item, say) for item in datasets]
        _verify(dsn, root, datasets)
        say("verified: every seeded row is there and equal, references and sequences hold")
    say("PostgreSQL has stopped")
    return results


def _fresh_database(server: EmbeddedServer) -> str:
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
    return conninfo.make_conninfo(server.dsn, dbname=DATABASE)


def _twice(
    server: EmbeddedServer,
    dsn: str,
    root: Path,
    item: DemoDataset,
    say: Callable[[str], None],
) -> DemoResult:
    before = _written(dsn)
    seconds = _psql(server, dsn, root, item.load)
    written = _written(dsn) - before
    loads = list(item.program.loads)
    generated = sum(load.generated.size for load in loads if load.generated)
    whole = f", {generated} of them generated," if generated else ""
    say(f"psql -f {item.load}: {written} rows written{whole} in {seconds:.2f} s")
    seconds_again = _psql(server, dsn, root, item.load)
    again = _written(dsn) - before - written
    say(f"psql -f {item.load}: {again} rows written, applied a second time")
    return DemoResult(
        dataset=item.program.dataset,
        tables=len(loads),
        rows=sum(load.size for load in loads),
        written=written,
        seconds=seconds,
        again=again,
        seconds_again=seconds_again,
    )


def _written(dsn: str) -> int:
    """Rows inserted, updated and deleted in the database so far."""
    end = time.monotonic() + _PATIENCE
    with psycopg.connect(dsn, autocommit=True) as connection:
        while connection.execute(_OTHERS).fetchone() != (0,) and time.monotonic() < end:
            time.sleep(0.01)
        row = connection.execute(_WRITTEN).fetchone()
    return int(row[0]) if row else 0


def _psql(server: EmbeddedServer, dsn: str, root: Path, file: str) -> float:
    """Run a script with psql. Returns the seconds that it took."""
    # The database is our own: the environment may neither redirect psql nor make the guard refuse.
    keep = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "APP_ENV"}
    command = [str(server.psql), "-X", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-f", file]
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own psql on files of the project
        command, cwd=root, env=keep, capture_output=True, text=True, encoding="utf-8", check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        notes = tuple(Note(line) for line in done.stderr.strip().splitlines()[-5:])
        message = f"psql ended with {done.returncode}"
        raise Rejected(
            [Diagnostic(code="SD603", origin=Origin(file), message=message, notes=notes)]
        )
    return seconds


def _verify(dsn: str, root: Path, datasets: Sequence[DemoDataset]) -> None:
    problems = []
    with connect(dsn) as connection:
        for item in datasets:
            text = (root / item.verify).read_text(encoding="utf-8")
            report = verify_script(connection, text, item.verify)
            problems += [report.problem] if report.problem else []
    if problems:
        raise Rejected(problems)
