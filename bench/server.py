"""The server that a benchmark runs on, its psql, and databases that are gone afterwards."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

VARIABLES = ("SEEDC_BENCH_DSN", "SEEDC_TEST_DSN")


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """A server's DSN and a psql: SEEDC_BENCH_DSN's or SEEDC_TEST_DSN's, else the embedded one."""
    psql = shutil.which("psql")
    for dsn in filter(None, map(os.environ.get, VARIABLES)):
        yield dsn, psql or "psql"
        return
    from seedc.server.embedded import embedded  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as name, embedded(Path(name)) as running:
        yield running.dsn, psql or str(running.psql)


@dataclass(frozen=True, slots=True)
class Database:
    """A database of the benchmark's own: its DSN, which asks for no notices, and psql with the
    arguments that reach it."""

    dsn: str
    psql: tuple[str, ...]

    def execute(self, text: str) -> None:
        """Run statements, each committed when it ends."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(text.encode())

    def value(self, query: str) -> int:
        """The integer that a query gives. Raises ValueError where it gives none."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            row = connection.execute(query.encode()).fetchone()
        if row is None:
            raise ValueError(f"no row from {query}")
        return int(row[0])

    def export(self, tables: Sequence[str], folder: Path) -> Path:
        """Write tables, parents first, as files in the order of their key `id`, and a psql script
        that loads them with \\copy in one transaction, which is returned."""
        lines = ["BEGIN;"]
        for name in tables:
            file = folder / f"{name}.copy"
            query = f"COPY (SELECT * FROM {name} ORDER BY id) TO STDOUT".encode()
            with (
                psycopg.connect(self.dsn) as connection,
                file.open("wb") as out,
                connection.cursor().copy(query) as data,
            ):
                out.writelines(data)
            lines.append(f"\\copy {name} FROM '{file}'")
        loader = folder / "copy.sql"
        loader.write_text("\n".join([*lines, "COMMIT;", ""]))
        return loader


@contextmanager
def database(dsn: str, psql: str) -> Iterator[Database]:
    """An empty UTF-8 database, dropped at the end."""
    name = f"seedc_bench_{uuid.uuid4().hex[:12]}"
    quoted = sql.Identifier(name)
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(quoted)
        )
    quiet = "-c client_min_messages=warning"
    own = conninfo.make_conninfo(dsn, dbname=name, options=quiet)
    try:
        yield Database(own, (psql, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", own))
    finally:
        with psycopg.connect(dsn, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))
