"""The compiled script applied with psql against `\\copy` of the same rows, once and again."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.measure import Sample, interleaved, process, table
from bench.projects import SCHEMA, make
from bench.server import Database, database, server

SIZES = (100, 1_000, 10_000, 100_000)
TABLES = ("shop.vendors", "shop.products")
EMPTY = "DROP SCHEMA IF EXISTS shop CASCADE;" + SCHEMA


def main() -> None:
    """Print the comparison for each size."""
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with database(dsn, psql) as own:
            rows = [row for size in SIZES for row in _measure(own, Path(name), size)]
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
    table(
        f"Applying with psql to PostgreSQL {version}, as ratios to \\copy of the same rows",
        ("rows", "\\copy seconds", "first apply", "second apply"),
        rows,
    )


def _measure(own: Database, folder: Path, size: int) -> Iterator[tuple[str, ...]]:
    project = make(folder / str(size), size)
    subprocess.run(
        [sys.executable, "-m", "seedc", "--project", str(project), "build"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    script = [*own.psql, "-f", str(project / "build" / "seed.sql")]
    _fresh(own, script)
    copy = [*own.psql, "-f", str(own.export(TABLES, project))]
    found = interleaved(
        {
            "copy": lambda: _fresh(own, copy),
            "first": lambda: _fresh(own, script),
            "second": lambda: process(script),
        }
    )
    base = found["copy"].wall
    yield (
        f"{size:,}",
        f"{base:.3f}",
        f"{found['first'].wall / base:.2f}",
        f"{found['second'].wall / base:.2f}",
    )


def _fresh(own: Database, command: list[str]) -> Sample:
    own.execute(EMPTY)
    return process(command)
