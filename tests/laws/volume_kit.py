"""What the laws of volume share: a shop with every form of rows, its cells by the interpreter, and
these cells held against a database."""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg

from laws.kit import create_schemas, make_project, psql, ran, seedc
from seedc.compilation import Asked, Compilation
from seedc.diagnostics import Rejected, Sink
from seedc.ir.interpret import rows
from seedc.ir.program import DatasetProgram, GeneratedRows, TableLoad
from seedc.passes.volume.texts import canonical_text
from seedc.pipeline import compile_project
from seedc.project import open_project
from seedc.quote import dotted, ident

Cells = dict[tuple[str, int, str], str | None]
"""Texts by table, row index and column."""
Volume = dict[str, Any]

SCHEMA = """
CREATE SCHEMA shop;
CREATE TABLE shop.suppliers (id bigint PRIMARY KEY, name text NOT NULL UNIQUE,
  since date NOT NULL, boss_id bigint REFERENCES shop.suppliers);
CREATE TABLE shop.products (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  supplier_id bigint NOT NULL REFERENCES shop.suppliers, name text NOT NULL,
  code text NOT NULL UNIQUE, price numeric(10,2) NOT NULL, stock integer,
  pinned_id bigint NOT NULL REFERENCES shop.suppliers);
CREATE TABLE shop.customers (id uuid PRIMARY KEY, name text NOT NULL, joined timestamptz NOT NULL);
CREATE TABLE shop.sales (id integer PRIMARY KEY,
  customer_id uuid NOT NULL REFERENCES shop.customers,
  at timestamp NOT NULL, total numeric(12,2) NOT NULL, items integer NOT NULL, paid boolean);
CREATE TABLE shop.sale_items (sale_id integer NOT NULL REFERENCES shop.sales,
  product_id bigint NOT NULL REFERENCES shop.products, quantity integer NOT NULL,
  unit_price numeric(10,2) NOT NULL, line numeric(12,2) NOT NULL,
  PRIMARY KEY (sale_id, product_id));
CREATE TABLE shop.offers (supplier_id bigint NOT NULL REFERENCES shop.suppliers,
  product_id bigint NOT NULL REFERENCES shop.products, rank integer NOT NULL,
  PRIMARY KEY (supplier_id, product_id));
CREATE TABLE shop.days (id bigint PRIMARY KEY,
  supplier_id bigint NOT NULL REFERENCES shop.suppliers,
  day date NOT NULL, visits integer NOT NULL, UNIQUE (supplier_id, day));
CREATE TABLE shop.folders (id bigint PRIMARY KEY, parent_id bigint REFERENCES shop.folders,
  name text NOT NULL);
CREATE TABLE shop.notes (id bigint PRIMARY KEY, supplier_id bigint NOT NULL
  REFERENCES shop.suppliers, word text NOT NULL, took interval NOT NULL);
CREATE TABLE shop.log (word text NOT NULL, level integer NOT NULL);
"""
SEEDS: dict[str, Any] = {
    "suppliers": [
        {"__key__": "s:a", "name": "Acme", "since": "2020-01-01"},
        {"__key__": "s:b", "name": "Östra 'n\\ Co", "since": "2021-05-06"},
    ],
    "folders": [{"__key__": "f:top", "name": "top"}],
}
VOLUME: Volume = {
    "clock": "2026-01-01T00:00:00Z",
    "profiles": {
        "SMALL": {
            "suppliers": 4,
            "products": 12,
            "customers": 6,
            "pairs": 9,
            "days": 3,
            "batch": 500,
        },
        "LARGE": {
            "suppliers": 9,
            "products": 40,
            "customers": 31,
            "pairs": 25,
            "days": 5,
            "batch": 500,
        },
    },
    "tables": {
        "suppliers": {
            "rows": "suppliers",
            "columns": {
                "name": {"template": "Supplier {index}"},
                "since": {"date": {"between": ["2015-01-01", "2025-12-31"]}},
                "boss_id": {"reference": "suppliers", "null": 0.3},
            },
        },
        "products": {
            "rows": "products",
            "columns": {
                "supplier_id": {"reference": "suppliers", "distribution": "zipf"},
                "pinned_id": {"reference": "suppliers", "stable": True},
                "name": {"template": "Thing {index}"},
                "code": {"template": "C-{index}"},
                "price": {"decimal": {"between": [5, 900], "distribution": "lognormal"}},
                "stock": {"integer": {"between": [0, 100]}, "null": 0.2},
            },
        },
        "customers": {
            "rows": "customers",
            "columns": {
                "name": {"choice": ["Ana", "Bia", "Ørjan", "O'Neil \\ %s", '"q"']},
                "joined": {"timestamp": {"between": ["2024-01-01", "2025-12-31"]}},
            },
        },
        "sales": {
            "rows": {"each": "customers", "between": [0, 5]},
            "columns": {
                "at": {"timestamp": {"between": ["2025-01-01", "2025-12-31"]}},
                "total": {"sum": "sale_items.line"},
                "items": {"count": "sale_items"},
                "paid": {"boolean": {"true": 0.7}, "null": 0.1},
            },
        },
        "sale_items": {
            "rows": {"each": "sales", "geometric": {"mean": 2, "most": 6}},
            "columns": {
                "product_id": {"reference": "products", "unique_per": "sale_id"},
                "quantity": {"integer": {"between": [1, 9]}},
                "unit_price": {"lookup": "product_id.price"},
                "line": {"sql": "quantity * unit_price"},
            },
        },
        "offers": {
            "rows": {"cross": ["suppliers", "products"], "sample": "pairs"},
            "columns": {"rank": {"integer": {"between": [1, 99]}}},
        },
        "days": {
            "rows": {"calendar": {"from": "2025-12-30", "days": "days", "each": "suppliers"}},
            "columns": {"day": {"day": {}}, "visits": {"integer": {"between": [0, 1000]}}},
        },
        "folders": {
            "rows": {"tree": {"roots": 2, "branching": 3, "depth": 3}},
            "columns": {"name": {"template": "folder {index}"}},
        },
        "notes": {
            "rows": {"each": "suppliers", "count": 2, "of": "all"},
            "columns": {
                "word": {"choice": ["some", "other", "third"]},
                "took": {"interval": {"between": ["1 second", "48 hours"]}},
            },
        },
        "log": {
            "rows": 20,
            "columns": {
                "word": {"template": "line {index}"},
                "level": {"choice": [1, 2, 3]},
            },
        },
    },
}


def changed(volume: Volume = VOLUME) -> Volume:
    """A copy to be changed."""
    return copy.deepcopy(volume)


def shop(root: Path, volume: Volume = VOLUME, *, schema: str = SCHEMA, seeds: Any = None) -> Path:
    """A project of the shop."""
    make_project(root, schema, SEEDS if seeds is None else seeds)
    text = json.dumps(volume, ensure_ascii=False, indent=1)
    (root / "seeds" / "shop" / "volume.json").write_text(text, encoding="utf-8")
    return root


def program(root: Path, profile: str | None = None, **sets: int) -> DatasetProgram:
    """The program of the shop under a profile with parameters set."""
    (only,) = programs(root, profile, **sets)
    return only


def programs(root: Path, profile: str | None = None, **sets: int) -> tuple[DatasetProgram, ...]:
    """The program of each dataset."""
    return compiled(root, profile, **sets).wanted


def compiled(root: Path, profile: str | None = None, **sets: int) -> Compilation:
    """The project compiled."""
    sink = Sink()
    asked = Asked(profile=profile, sets={name: str(n) for name, n in sets.items()})
    project = open_project(root, sink)
    try:
        return compile_project(project, sink, asked=asked)
    except Rejected as rejected:
        raise AssertionError([d.message for d in rejected.diagnostics]) from rejected


def generated(made: DatasetProgram) -> Iterator[tuple[TableLoad, GeneratedRows]]:
    """The tables with generated rows."""
    for load in made.loads:
        if load.generated is not None:
            yield load, load.generated


def texts(found: GeneratedRows, step: int = 1) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The index of every row, or of each `step`-th, and its cells by column."""
    for function in found.functions:
        indexes = (function.indexes or range(function.count))[::step]
        for index, row in zip(indexes, rows(function.lets, indexes), strict=True):
            yield (
                index,
                {
                    c.column.name: canonical_text(row[c.column.name], c.encoding)
                    for c in found.columns
                },
            )


def cells(made: DatasetProgram) -> Cells:
    """Every generated cell of a program, by the interpreter."""
    return {
        (load.table.name.name, index, column): text
        for load, found in generated(made)
        for index, row in texts(found)
        for column, text in row.items()
    }


def same_rows(dsn: str, made: DatasetProgram, most: int = 10**9) -> None:
    """Assert that each table holds the generated rows that the interpreter makes, and otherwise as
    many rows as are curated. Of a table with more than `most` rows, some are compared."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET DateStyle = ISO")
        connection.execute("SET IntervalStyle = postgres")
        for load, found in generated(made):
            _same_table(connection, load, found, max(1, found.size // most))


def _same_table(
    connection: psycopg.Connection[Any], load: TableLoad, found: GeneratedRows, step: int
) -> None:
    table = dotted(load.table.name.schema, load.table.name.name)
    names = ", ".join(ident(c.column.name) for c in found.columns)
    connection.execute(
        f"CREATE TEMP TABLE expected AS SELECT {names} FROM {table} LIMIT 0".encode()
    )
    with connection.cursor() as cursor, cursor.copy("COPY expected FROM STDIN") as copy_:
        for _, row in texts(found, step):
            copy_.write_row(list(row.values()))
    expected = "SELECT ROW(e.*)::text FROM expected AS e"
    written = f"SELECT ROW(w.*)::text FROM (SELECT {names} FROM {table}) AS w"
    queries = (f"{expected} EXCEPT ALL {written}", f"{written} EXCEPT ALL {expected}")
    missing, extra = (
        connection.execute(f"{query} LIMIT 5".encode()).fetchall() for query in queries
    )
    ((count,),) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()
    connection.execute("DROP TABLE expected")
    assert missing == [], (str(load.table.name), missing, extra)
    assert count == load.size, (str(load.table.name), count, load.size)


def script(root: Path, profile: str = "SMALL") -> Path:
    """The script of a profile."""
    return root / "build" / "shop" / f"{profile}.sql"


def applied(root: Path, dsn: str, *build: str, profile: str = "SMALL", **environment: str) -> None:
    """Build, make the schema, run the script of the profile with psql."""
    ran(seedc(root, "build", *build))
    create_schemas(root, dsn)
    ran(psql(dsn, script(root, profile), **environment))


def without(found: Mapping[tuple[str, int, str], str | None], *tables: str) -> Cells:
    """The cells of other tables, or of other columns (`products.supplier_id`)."""
    return {
        (table, index, column): text
        for (table, index, column), text in found.items()
        if table not in tables and f"{table}.{column}" not in tables
    }
