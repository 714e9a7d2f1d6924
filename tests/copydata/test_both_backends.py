"""Both backends give the same rows: what the engine writes, loaded into a copy of a table, is what
the script for the server wrote into the table itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from copydata.kit import made, text
from ir.programs import INDEXES, Made, programs
from laws.kit import REPOSITORY, create_schemas, execute, new_database, psql, ran
from laws.volume_kit import shop
from seedc.backends.copydata.stream import supported
from seedc.backends.copydata.texts import Form
from seedc.backends.pgsql.generated import all_rows, whole
from seedc.compilation import Asked
from seedc.diagnostics import Sink
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.pipeline import compile_project
from seedc.project import open_project
from seedc.quote import dotted, ident
from seedc.scripts.load import render_load

GENERATORS = sorted(path.name for path in (REPOSITORY / "tests/cases/generators").iterdir())
VOLUMES = sorted(file.parent.name for file in REPOSITORY.glob("seeds/*/volume.json"))
MOST = 70_000
"""Rows of a table beyond which a dataset's default profile would be left out; none is."""
SECRETS = {"SEEDC_CASE_PASSWORD": "open sesame"}
EXAMPLES = 150
FORMS: tuple[Form, ...] = ("copy", "csv")


@pytest.fixture(scope="module")
def emptied(server: str) -> Iterator[str]:
    """One database for all cases: making one for each costs more than the case itself."""
    with new_database(server) as dsn:
        yield dsn


def compiled(root: Path, dataset: str) -> DatasetProgram:
    """A dataset under its default profile."""
    sink = Sink()
    state = compile_project(open_project(root, sink), sink, asked=Asked(environment=SECRETS))
    return next(program for program in state.programs if program.dataset == dataset)


def generated(program: DatasetProgram) -> list[TableLoad]:
    return [load for stage in program.volume for load in stage.loads]


def project(root: Path, case: str) -> tuple[Path, str]:
    """A folder with what a case is about, and the name of its dataset."""
    kind, _, name = case.partition(" ")
    if kind == "generator":
        folder = REPOSITORY / "tests" / "cases" / "generators" / name / "seeds"
        shutil.copytree(folder, root / "seeds")
        return root, "shop"
    if kind == "law":
        return shop(root), "shop"
    shutil.copytree(REPOSITORY / "seeds", root / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for file in root.glob("seeds/*/volume.json"):
        if file.parent.name != name:
            file.unlink()
    return root, name


CASES = [
    *(f"generator {name}" for name in GENERATORS),
    *(f"dataset {name}" for name in VOLUMES),
    "law shop",
    "programs made",
]


@pytest.mark.parametrize("case", CASES)
def test_both_backends_give_the_same_rows(emptied: str, tmp_path: Path, case: str) -> None:
    if case == "programs made":
        _made_programs(emptied)
        return
    root, dataset = project(tmp_path, case)
    program = compiled(root, dataset)
    loads = generated(program)
    assert loads
    assert max(load.size for load in loads) < MOST
    for schema in _schemas(emptied):
        execute(emptied, f"DROP SCHEMA {ident(schema)} CASCADE")
    execute(emptied, "CREATE SCHEMA public")
    if case.startswith("dataset"):
        ran(psql(emptied, root / "seeds" / dataset / "schema.sql", "-v", "ON_ERROR_STOP=1"))
    else:
        create_schemas(root, emptied)
    script = tmp_path / "load.sql"
    script.write_text(render_load(program), encoding="utf-8")
    ran(psql(emptied, script))
    with psycopg.connect(emptied) as connection:
        for load in loads:
            for form in FORMS:
                _same_table(connection, load, form)


def _schemas(dsn: str) -> list[str]:
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace"
            " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        )
        return [name for (name,) in found]


def _same_table(connection: psycopg.Connection[Any], load: TableLoad, form: Form) -> None:
    """The engine's rows are in the table, and besides them as many as are curated."""
    rows = load.generated
    assert rows is not None
    assert supported(rows) == []
    table = dotted(load.table.name.schema, load.table.name.name)
    names = ", ".join(ident(c.column.name) for c in rows.columns)
    connection.execute(f"CREATE TEMP TABLE loaded AS SELECT {names} FROM {table} LIMIT 0".encode())
    options = "(FORMAT csv)" if form == "csv" else ""
    with connection.cursor().copy(f"COPY loaded FROM STDIN {options}".encode()) as copy:
        for function in rows.functions:
            copy.write(text(rows, function, form, chunk=1000))
    assert _difference(connection, "TABLE loaded", f"SELECT {names} FROM {table}") == []
    extra = _difference(connection, f"SELECT {names} FROM {table}", "TABLE loaded")
    assert len(extra) == load.size - rows.size, extra[:3]
    connection.execute(b"DROP TABLE loaded")


def _difference(connection: psycopg.Connection[Any], one: str, other: str) -> list[str]:
    """Rows of the one query that the other lacks, as texts: some types have no `=`."""
    left, right = (f"SELECT ROW(q.*)::text FROM ({query}) AS q" for query in (one, other))
    found = connection.execute(f"{left} EXCEPT ALL {right}".encode())
    return [row for (row,) in found]


def _made_programs(dsn: str) -> None:
    """Rows that hypothesis makes, of every primitive."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def agree(program: Made) -> None:
        rows, function = made(program.lets, INDEXES, program.shown)
        query = all_rows(rows, function, whole(function))
        try:
            connection.execute(f"CREATE TEMP TABLE own AS {query}".encode())
            connection.execute(b"CREATE TEMP TABLE loaded (LIKE own)")
            with connection.cursor().copy(b"COPY loaded FROM STDIN") as copy:
                copy.write(text(rows, function))
            assert _difference(connection, "TABLE own", "TABLE loaded") == []
            assert _difference(connection, "TABLE loaded", "TABLE own") == []
        finally:
            connection.rollback()

    with psycopg.connect(dsn) as connection:
        agree()
