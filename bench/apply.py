"""The compiled script applied with psql against `\\copy` of the same rows, once and again."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import conninfo

from bench.measure import Sample, interleaved, process, table
from bench.projects import SCHEMA, make
from bench.server import server

SIZES = (100, 1_000, 10_000, 100_000)
EMPTY = "DROP SCHEMA IF EXISTS shop CASCADE;" + SCHEMA


def main() -> None:
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        rows = [row for size in SIZES for row in _measure(Path(name), dsn, psql, size)]
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
    table(
        f"Applying with psql to PostgreSQL {version}, as ratios to \\copy of the same rows",
        ("rows", "\\copy seconds", "first apply", "second apply"),
        rows,
    )


def _measure(folder: Path, dsn: str, psql: str, size: int) -> Iterator[tuple[str, ...]]:
    project = make(folder / str(size), size)
    subprocess.run(
        [sys.executable, "-m", "seedc", "--project", str(project), "build"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    run = [psql, "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", conninfo.make_conninfo(dsn)]
    script = project / "build" / "seed.sql"
    copy = _export(project, dsn, run, script)

    def fresh(command: list[str]) -> Sample:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(EMPTY)
        return process(command)

    found = interleaved(
        {
            "copy": lambda: fresh([*run, "-f", str(copy)]),
            "first": lambda: fresh([*run, "-f", str(script)]),
            "second": lambda: process([*run, "-f", str(script)]),
        }
    )
    base = found["copy"].wall
    yield (
        f"{size:,}",
        f"{base:.3f}",
        f"{found['first'].wall / base:.2f}",
        f"{found['second'].wall / base:.2f}",
    )


def _export(project: Path, dsn: str, run: list[str], script: Path) -> Path:
    """The same rows as files in key order, and a psql script that loads them with \\copy."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(EMPTY)
        subprocess.run([*run, "-f", str(script)], check=True, stdout=subprocess.DEVNULL)
        lines = []
        for name in ("vendors", "products"):
            file = project / f"{name}.copy"
            query = f"COPY (SELECT * FROM shop.{name} ORDER BY id) TO STDOUT"
            with file.open("wb") as out, connection.cursor().copy(query) as data:
                out.writelines(data)
            lines.append(f"\\copy shop.{name} FROM '{file}'\n")
    loader = project / "copy.sql"
    loader.write_text("".join(lines))
    return loader
