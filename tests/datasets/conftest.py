"""The project's own datasets: their seed files as plain data, read without the compiler; what the
compiler makes of their volume rules; databases that hold them under a profile."""

import json
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import conninfo, sql

from seedc.diagnostics import Sink
from seedc.ir.program import DatasetProgram
from seedc.pipeline import compile_project
from seedc.project import open_project
from seedc.scripts.load import render_load
from seedc.scripts.verify import render_verify

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"

Row = dict[str, Any]
Read = Callable[[str], dict[str, dict[str, Row]]]
Counts = dict[str, dict[str, int]]
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the datasets."""
    return SEEDS


@pytest.fixture(scope="session")
def read() -> Read:
    """A function from `dataset` to its rows by the name of their list, then by key.

    Lists of all files and depths are taken together; children carry their parent's key as
    `__parent__`. Numbers with a point are Decimals.
    """
    return _read


def _read(dataset: str) -> dict[str, dict[str, Row]]:
    rows: dict[str, dict[str, Row]] = {}
    for file in sorted((SEEDS / dataset).glob("*.seed.json")):
        document = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        for name, row in _walk(document, None):
            rows.setdefault(name, {})[row["__key__"]] = row
    return rows


def _walk(lists: dict[str, list[Row]], parent: str | None) -> Iterator[tuple[str, Row]]:
    for name, entities in lists.items():
        for entity in entities:
            row = {k: v for k, v in entity.items() if k != "__children__"}
            yield name, row | {"__parent__": parent}
            yield from _walk(entity.get("__children__", {}), entity["__key__"])


# Volume -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def counts() -> Callable[[str], Counts]:
    """A function from `dataset` to how many rows are generated, by profile and table."""
    return lambda dataset: {p.profile: _generated(p) for p in _programs(dataset)}


def _generated(program: DatasetProgram) -> dict[str, int]:
    loads = [load for stage in program.volume for load in stage.loads]
    return {load.table.name.name: load.generated.size for load in loads if load.generated}


@cache
def _programs(dataset: str) -> tuple[DatasetProgram, ...]:
    """The dataset under every profile of its file, the default one first."""
    sink = Sink()
    project = open_project(ROOT, sink)
    only = tuple(d for d in project.datasets if d.name == dataset)
    state = compile_project(replace(project, datasets=only), sink)
    found = state.lowered[dataset]
    return (found.default, *found.others)


@pytest.fixture(scope="session")
def loaded(
    server: str, psql: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], Ask]]:
    """A function from `dataset` and `profile` to a function that asks a database, in which that
    profile was applied twice and verified, for the rows of a query."""
    with ExitStack() as stack:

        @cache
        def ask(dataset: str, profile: str) -> Ask:
            dsn = stack.enter_context(_database(server))
            folder = tmp_path_factory.mktemp(dataset)
            program = next(p for p in _programs(dataset) if p.profile == profile)
            _run(psql, dsn, SEEDS / dataset / "schema.sql")
            for text in (render_load(program), render_load(program), render_verify(program)):
                file = folder / "script.sql"
                file.write_text(text, encoding="utf-8")
                _run(psql, dsn, file)
            connection = stack.enter_context(psycopg.connect(dsn, autocommit=True))
            return lambda query: connection.execute(query.encode()).fetchall()

        yield ask


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The DSN of a new database, dropped in the end."""
    name = f"seedc_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        admin.execute(sql.SQL(create).format(sql.Identifier(name)))
        try:
            yield conninfo.make_conninfo(server, dbname=name)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(psql: str, dsn: str, file: Path) -> None:
    done = subprocess.run(
        [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-f", str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
