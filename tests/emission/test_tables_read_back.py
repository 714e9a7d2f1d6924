"""CSV and Parquet hold the rows that the scripts leave in a database: read back, they are equal."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest

from emission.kit import by_server, create, load, manifest, tables
from laws.kit import REPOSITORY, dump, make_project, new_database, ran, seedc
from laws.test_volume_quoting import TEXTS
from laws.volume_kit import shop as make_shop
from seedc.quote import ident

DATASETS = sorted(folder.name for folder in (REPOSITORY / "seeds").iterdir())
Lines = Iterable[tuple[str | None, ...]]


def compare(
    connection: psycopg.Connection[Any], table: str, facts: dict[str, Any], lines: Lines
) -> None:
    """Assert that the table holds just these rows, given as texts. What some rows leave to a
    default is not compared; of a numeric without a scale only the value is."""
    named = {column["name"]: column["type"] for column in facts["columns"]}
    columns = ", ".join(ident(name) for name in named)
    connection.execute(f"CREATE TEMP TABLE given AS SELECT {columns} FROM {table} LIMIT 0".encode())
    with connection.cursor() as cursor, cursor.copy(f"COPY given ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
    wanted = ", ".join(
        f"trim_scale({ident(name)})" if type_ == "numeric" else ident(name)
        for name, type_ in named.items()
        if name not in facts["left_to_default"]
    )
    given, there = (f"SELECT ROW({wanted})::text FROM {source}" for source in ("given", table))
    for query in (f"{given} EXCEPT ALL {there}", f"{there} EXCEPT ALL {given}"):
        assert connection.execute(f"{query} LIMIT 3".encode()).fetchall() == [], table
    connection.execute("DROP TABLE given")


def parquet_lines(folder: Path, files: list[dict[str, Any]]) -> Iterator[tuple[str | None, ...]]:
    for file in files:
        for row in pl.read_parquet(folder / file["path"]).iter_rows():
            yield tuple(None if value is None else as_text(value) for value in row)


def as_text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_reads_back_from_parquet(
    all_datasets: Path, database: str, dataset: str
) -> None:
    by_server(all_datasets, database, dataset)
    folder = all_datasets / "build" / dataset / "SMALL.parquet"
    with psycopg.connect(database, autocommit=True, prepare_threshold=None) as connection:
        for table, facts in manifest(folder)["tables"].items():
            compare(connection, table, facts, parquet_lines(folder, facts["files"]))


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_reads_back_from_csv(all_datasets: Path, database: str, dataset: str) -> None:
    by_server(all_datasets, database, dataset)
    folder = all_datasets / "build" / dataset / "SMALL.csv"
    with psycopg.connect(database, autocommit=True, prepare_threshold=None) as connection:
        for table, facts in manifest(folder)["tables"].items():
            compare(connection, table, facts, server_reads(connection, folder, facts))


def server_reads(connection: psycopg.Connection[Any], folder: Path, facts: dict[str, Any]) -> Lines:
    """The rows of CSV files as PostgreSQL's own COPY reads them."""
    columns = ", ".join(f"{ident(c['name'])} text" for c in facts["columns"])
    connection.execute(f"CREATE TEMP TABLE csv_rows ({columns})".encode())
    command = b"COPY csv_rows FROM STDIN WITH (FORMAT csv, HEADER MATCH)"
    for file in facts["files"]:
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            copy.write((folder / file["path"]).read_bytes())
    found = connection.execute("SELECT * FROM csv_rows").fetchall()
    connection.execute("DROP TABLE csv_rows")
    assert len(found) == sum(file["rows"] for file in facts["files"])
    return found


def test_csv_loads_into_empty_tables_in_the_order_of_the_manifest(
    shop: Path, server: str, database: str, tmp_path: Path
) -> None:
    folder = tables(shop, "csv")
    wanted = by_server(shop, database)
    lines = []
    said = manifest(folder)
    for group in said["load_order"]:
        for table in group:
            facts = said["tables"][table]
            assert facts["left_to_default"] == {}
            names = ", ".join(ident(column["name"]) for column in facts["columns"])
            lines += [
                f"\\copy {table} ({names}) from '{file['path']}' with (format csv, header match)"
                for file in facts["files"]
            ]
    script = tmp_path / "load.sql"
    script.write_text("\\set ON_ERROR_STOP on\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with new_database(server) as other:
        create(shop, other)
        ran(load(other, script, folder))
        assert {k: v for k, v in dump(other).items() if not k.endswith("_seq")} == {
            k: v for k, v in wanted.items() if not k.endswith("_seq")
        }


ODD = """CREATE TABLE odd (id bigint PRIMARY KEY, word text, padded character(5),
  small smallint, whole integer, exact numeric(10,3), free numeric, tiny numeric(3,0), real4 real,
  real8 double precision, truth boolean, day date, clock time, local timestamp(3), at timestamptz,
  took interval, code uuid, bytes bytea, list integer[], words text[], doc json, docb jsonb,
  huge numeric(50,2));"""


def odd_seeds() -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"__key__": f"o:{n}", "word": text} for n, text in enumerate(TEXTS)
    ]
    rows.append(
        {
            "__key__": "o:full",
            "padded": "ab",
            "small": -3,
            "whole": 2147483647,
            "exact": 12.5,
            "free": 0.000001,
            "tiny": -999,
            "real4": 1.5,
            "real8": 1e300,
            "truth": False,
            "day": "2024-02-29",
            "clock": "23:59:59.000001",
            "local": "2024-02-29T13:45:00.120",
            "at": "2024-02-29T13:45:00.5+05:30",
            "took": "P1DT2H",
            "code": "5eed0000-0000-8000-8000-000000000001",
            "bytes": "\\x00ff",
            "list": [1, None, 3],
            "words": ["a,b", 'q"', "\\"],
            "doc": {"a": [1, "x"]},
            "docb": {"b": None},
            "huge": "123456789012345678901234567890123456789012345678.25",
        }
    )
    return {"odd": rows}


ODD_VOLUME: Any = {
    "clock": "2026-01-01T00:00:00Z",
    "profiles": {"SMALL": {"batch": 500}},
    "tables": {
        "odd": {
            "rows": 60,
            "columns": {
                "word": {"choice": [*TEXTS], "null": 0.2},
                "padded": {"choice": ["a", "abcde"]},
                "small": {"integer": {"between": [-32768, 32767]}},
                "exact": {"decimal": {"between": [-5, 900]}, "null": 0.3},
                "free": {"decimal": {"between": [0, 9], "scale": 4}},
                "tiny": {"integer": {"between": [-999, 999]}},
                "real4": {"decimal": {"between": [0, 9]}},
                "real8": {"decimal": {"between": [-100, 9]}},
                "truth": {"boolean": {"true": 0.7}, "null": 0.1},
                "day": {"date": {"between": ["1969-01-01", "2025-12-31"]}},
                "at": {"timestamp": {"between": ["1969-01-01", "2025-12-31"]}},
                "took": {"interval": {"between": ["1 second", "48 hours"]}},
                "words": {"array": {"of": {"choice": [*TEXTS]}, "length": [0, 4]}},
                "docb": {"json": {"object": {"a": {"choice": [*TEXTS]}}}},
            },
        }
    },
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A table of every family of types, with curated and generated rows."""
    root = make_shop(tmp_path, ODD_VOLUME, schema=ODD, seeds=odd_seeds())
    ran(seedc(root, "build"))
    return root


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_types_and_texts_of_every_kind_read_back(odd: Path, database: str, form: str) -> None:
    folder = tables(odd, form)
    by_server(odd, database)
    ((table, facts),) = manifest(folder)["tables"].items()
    with psycopg.connect(database, autocommit=True, prepare_threshold=None) as connection:
        lines = (
            server_reads(connection, folder, facts)
            if form == "csv"
            else parquet_lines(folder, facts["files"])
        )
        compare(connection, table, facts, lines)


def test_parquet_has_typed_columns(odd: Path) -> None:
    frame = pl.read_parquet(tables(odd, "parquet") / "public.odd.parquet")
    found = dict(frame.schema)
    assert {name: kind for name, kind in found.items() if kind != pl.String} == {
        "id": pl.Int64,
        "small": pl.Int16,
        "whole": pl.Int32,
        "exact": pl.Decimal(10, 3),
        "free": pl.Decimal(38, 6),
        "tiny": pl.Decimal(3, 0),
        "real4": pl.Float32,
        "real8": pl.Float64,
        "truth": pl.Boolean,
        "day": pl.Date,
        "clock": pl.Time,
        "local": pl.Datetime("us"),
        "at": pl.Datetime("us", "UTC"),
    }
    (full,) = frame.filter(pl.col("whole") == 2147483647).filter(pl.col("tiny") == -999).to_dicts()
    assert full["exact"] == Decimal("12.500")
    assert full["free"] == Decimal("0.000001")
    assert full["day"] == date(2024, 2, 29)
    assert full["clock"] == time(23, 59, 59, 1)
    assert full["local"] == datetime(2024, 2, 29, 13, 45, 0, 120_000)
    assert full["at"] == datetime(2024, 2, 29, 8, 15, 0, 500_000, UTC)
    assert full["padded"] == "ab   "
    assert full["truth"] is False
    assert full["bytes"] == "\\x00ff"


def test_years_of_five_digits_are_in_parquet(tmp_path: Path) -> None:
    schema = "CREATE TABLE t (id bigint PRIMARY KEY, at timestamp, day date, zoned timestamptz);"
    far = {"at": "12024-02-29T00:00:00", "day": "12024-02-29", "zoned": "12024-01-01T00:30:00+01"}
    make_project(tmp_path, schema, {"t": [{"__key__": "t:1", **far}]})
    (row,) = (
        pl.read_parquet(tables(tmp_path, "parquet") / "public.t.parquet")
        .select(pl.col("at").dt.year(), pl.col("day").dt.ordinal_day(), pl.col("zoned").dt.year())
        .rows()
    )
    assert row == (12024, 60, 12023)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date", "infinity"),
        ("timestamptz", "-infinity"),
        ("numeric(5,2)", "NaN"),
        ("numeric", "Infinity"),
        ("time", "24:00:00"),
    ],
)
def test_a_value_that_parquet_lacks_is_an_error_with_its_row(
    tmp_path: Path, column: str, value: str
) -> None:
    seeds = {"t": [{"__key__": "t:1", "v": value}, {"__key__": "t:2"}]}
    make_project(tmp_path, f"CREATE TABLE t (id bigint PRIMARY KEY, v {column});", seeds)
    done = seedc(tmp_path, "build", "--emit", "parquet")
    assert done.code == 1
    assert "SD022" in done.err
    assert f'public.t.v is "{value}", which Parquet does not have' in done.err
    assert "main.seed.json:" in done.err
    assert not (tmp_path / "build").exists()
    assert seedc(tmp_path, "build", "--emit", "csv").code == 0
