"""A case for each generator: a small project, `rows.txt` its rows as `seedc preview` shows them.

The same rows are loaded into PostgreSQL by the script that build writes, and read back.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from laws.kit import Done, create_schemas, execute, new_database, psql, ran, seedc
from seedc.compilation import Asked
from seedc.diagnostics import Sink
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.pipeline import compile_project
from seedc.preview import texts
from seedc.project import open_project

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("generators/*/seeds"))
SECRETS = {"SEEDC_CASE_PASSWORD": "open sesame"}
PLAIN = "-c datestyle=ISO,YMD -c timezone=UTC -c intervalstyle=postgres -c search_path=public"


def compiled(root: Path) -> DatasetProgram:
    """The only dataset of a case."""
    sink = Sink()
    project = open_project(root, sink)
    state = compile_project(project, sink, asked=Asked(environment=SECRETS))
    (program,) = state.programs
    return program


def generated(program: DatasetProgram) -> list[TableLoad]:
    """The tables with generated rows, parents before children."""
    return [load for stage in program.volume for load in stage.loads]


def command(root: Path, *arguments: str) -> Done:
    return ran(seedc(root, *arguments, **SECRETS))


@pytest.fixture(params=CASES, ids=lambda path: path.name)
def case(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_the_rows_of_a_case_are_those_of_its_preview(case: Path, golden: bool) -> None:
    names = [load.table.name.name for load in generated(compiled(case))]
    shown = "\n".join(command(case, "preview", name, "--rows", "12").out for name in names)
    expected = case / "rows.txt"
    if golden:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


def test_a_case_uses_the_generator_that_it_is_named_after(case: Path) -> None:
    volume = json.loads((case / "seeds" / "shop" / "volume.json").read_text(encoding="utf-8"))
    tables = volume["tables"].values()
    rules = [rule for table in tables for rule in table.get("columns", {}).values()]
    assert any(case.name in rule for rule in rules)


@pytest.fixture(scope="module")
def emptied(server: str) -> Iterator[str]:
    """One database for all cases: making one for each costs more than the case itself."""
    with new_database(server) as dsn:
        yield dsn


def test_the_database_holds_what_the_interpreter_says(
    case: Path, tmp_path: Path, emptied: str
) -> None:
    shutil.copytree(case / "seeds", tmp_path / "seeds")
    command(tmp_path, "build")
    execute(emptied, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    create_schemas(tmp_path, emptied)
    ran(psql(emptied, tmp_path / "build" / "seed.sql"))
    with psycopg.connect(emptied, options=PLAIN) as connection:
        for load in generated(compiled(tmp_path)):
            same_rows(connection, load)


def same_rows(connection: psycopg.Connection, load: TableLoad) -> None:
    """The table's generated rows are those of the interpreter: letter by letter where the text is
    the compiler's, else after the type's own input and output functions."""
    assert load.generated is not None
    columns = [c.column.name for c in load.generated.columns]
    rows = sorted(texts(load.generated), key=repr)
    table = sql.Identifier(load.table.name.schema, load.table.name.name)
    there = read(connection, table, columns)
    for place, column in enumerate(load.generated.columns):
        if column.encoding.unit not in ("cast", "float"):
            known = {row[place] for row in there}
            if column.encoding.type.startswith("character("):
                known = {text and text.rstrip() for text in known}
            assert {row[place] for row in rows} <= known, column.column.name
    copied = cast(connection, table, columns, rows)
    assert len(copied) == load.generated.size
    curated = len(there) - len(copied)
    assert curated == sum(1 for _ in load.rows)
    assert sorted(copied, key=repr) == [row for row in there if row in set(copied)]


def read(
    connection: psycopg.Connection, table: sql.Composable, columns: Sequence[str]
) -> list[tuple[str | None, ...]]:
    """The table as texts, sorted."""
    cells = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in columns)
    found = connection.execute(sql.SQL("SELECT {} FROM {}").format(cells, table)).fetchall()
    return sorted(found, key=repr)


def cast(
    connection: psycopg.Connection,
    table: sql.Composable,
    columns: Sequence[str],
    rows: Sequence[tuple[str | None, ...]],
) -> list[tuple[str | None, ...]]:
    """The texts as the types of the table's columns print them."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    copy = sql.Identifier("expected")
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(copy))
    empty = sql.SQL("CREATE TEMP TABLE {} AS SELECT {} FROM {} WHERE false")
    connection.execute(empty.format(copy, names, table))
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(copy, names)) as stream,
    ):
        for row in rows:
            stream.write_row(row)
    return read(connection, copy, columns)
