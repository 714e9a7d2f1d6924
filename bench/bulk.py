"""Bulk mode (`"constraints": "rebuild"`) against `\\copy` of the same rows and against a load that
leaves constraints on.

Two sets: orders and items, which are mostly foreign keys, and the 8-column products of
`bench/projects.py`. Every load begins with empty tables, as the schema file makes them, and after a
checkpoint; autovacuum is off for the tables. Loads that check each row's foreign keys take ten
times as long as the others, and are left out where the plan says so.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bench.measure import Sample, medians, process, ratios, rounds, table
from bench.projects import VOLUME_COLUMNS, VOLUME_SCHEMA, write_volume
from bench.server import Database, database, server

ORDERS_SCHEMA = """CREATE SCHEMA shop;
CREATE TABLE shop.customers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.products (
  id bigint PRIMARY KEY, name text NOT NULL, price numeric(10,2) NOT NULL
);
CREATE TABLE shop.orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES shop.customers,
  ordered_at timestamptz NOT NULL
);
CREATE TABLE shop.items (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES shop.orders,
  product_id bigint NOT NULL REFERENCES shop.products,
  quantity integer NOT NULL
);
"""
ORDERS_TABLES = {
    "customers": {"rows": "customers", "columns": {"name": {"template": "Customer {index}"}}},
    "products": {
        "rows": "products",
        "columns": {
            "name": {"template": "{product_adjective} {product_noun} {index}"},
            "price": {"decimal": {"between": [5, 900]}},
        },
    },
    "orders": {
        "rows": "orders",
        "columns": {
            "customer_id": {"reference": "customers"},
            "ordered_at": {"timestamp": {"past": "365 days"}},
        },
    },
    "items": {
        "rows": "items",
        "columns": {
            "order_id": {"reference": "orders"},
            "product_id": {"reference": "products"},
            "quantity": {"integer": {"between": [1, 9]}},
        },
    },
}
INDEXES = (
    "CREATE INDEX ON shop.orders (customer_id); CREATE INDEX ON shop.items (order_id);"
    "CREATE INDEX ON shop.items (product_id);"
)
# What \copy meets: everything, or tables of columns alone.
BARE = """DO $$
DECLARE command text;
BEGIN
  FOR command IN
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint WHERE connamespace = 'shop'::regnamespace AND contype IN {kinds}
    ORDER BY contype <> 'f'
  LOOP
    EXECUTE command;
  END LOOP;
END $$"""
BULK, KEPT = "BULK", "KEPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many orders and items together, how many products, rows of a batch, rounds that count,
    whether loads that keep constraints are left out."""

    rows: int = 2_000_000
    products: int = 1_000_000
    batch: int = 10_000
    rounds: int = 5
    released: bool = False


QUICK = Plan(rows=8_000, products=3_000, batch=1_000, rounds=1)


def plan(*, quick: bool, **changes: object) -> Plan:
    """The plan with what is not None changed."""
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(QUICK if quick else Plan(), **given)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A project that is built: its folder, its schema, its scripts by profile, its tables in the
    order of loading with how many rows all of them have."""

    folder: Path
    schema: str
    scripts: dict[str, Path]
    tables: tuple[str, ...]
    rows: int

    @property
    def empty(self) -> str:
        """Statements that make the tables anew."""
        quiet = [f"ALTER TABLE shop.{name} SET (autovacuum_enabled = off);" for name in self.tables]
        return f"DROP SCHEMA IF EXISTS shop CASCADE;{self.schema}{''.join(quiet)}"


def main(plan: Plan) -> None:
    """Print both comparisons."""
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
        for indexed in (False, True):
            case = _orders(Path(name) / f"orders {indexed}", plan, indexed=indexed)
            with database(dsn, psql) as own:
                _compare_orders(own, case, Path(name), plan, version, indexed=indexed)
        case = _products(Path(name) / "products", plan)
        with database(dsn, psql) as own:
            _compare_products(own, case, Path(name), plan, version)


def _orders(folder: Path, plan: Plan, *, indexed: bool) -> Case:
    """One order to three items, a customer to 25 orders, and a product to 300 items."""
    numbers = {
        "customers": max(plan.rows // 100, 1),
        "products": max(plan.rows // 400, 1),
        "orders": plan.rows // 4,
        "items": plan.rows - plan.rows // 4,
    }
    schema = ORDERS_SCHEMA + (INDEXES if indexed else "")
    scripts = _scripts(folder, schema, ORDERS_TABLES, numbers, plan.batch)
    rows = sum(numbers.values())
    return Case(folder=folder, schema=schema, scripts=scripts, tables=(*ORDERS_TABLES,), rows=rows)


def _products(folder: Path, plan: Plan) -> Case:
    tables = {"products": {"rows": "products", "columns": VOLUME_COLUMNS}}
    scripts = _scripts(folder, VOLUME_SCHEMA, tables, {"products": plan.products}, plan.batch)
    return Case(
        folder=folder,
        schema=VOLUME_SCHEMA,
        scripts=scripts,
        tables=("products",),
        rows=plan.products,
    )


def _scripts(
    folder: Path, schema: str, tables: dict[str, Any], numbers: dict[str, int], batch: int
) -> dict[str, Path]:
    """The compiled script of the same rows in bulk mode, and with constraints kept."""
    usual = {**numbers, "batch": batch}
    profiles = {KEPT: usual, BULK: {**usual, "constraints": "rebuild"}}
    write_volume(folder, schema, profiles, tables)
    command = [sys.executable, "-m", "seedc", "--project", str(folder), "build"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {name: folder / "build" / "shop" / f"{name}.sql" for name in (BULK, KEPT)}


def _compare_orders(
    own: Database, case: Case, folder: Path, plan: Plan, version: int, *, indexed: bool
) -> None:
    _fresh(own, case, case.scripts[BULK])
    copy = own.export([f"shop.{name}" for name in case.tables], folder)
    bare, keys = (BARE.replace("{kinds}", kinds) for kinds in ("('f', 'p')", "('f')"))
    drop = (
        "DROP INDEX shop.orders_customer_id_idx, shop.items_order_id_idx, shop.items_product_id_idx"
    )
    also = (drop,) if indexed else ()
    loads = {
        "\\copy, no constraint at all": partial(_fresh, own, case, copy, bare, *also),
        "\\copy, primary keys": partial(_fresh, own, case, copy, keys, *also),
        "script, bulk": partial(_fresh, own, case, case.scripts[BULK]),
        "streamed, bulk": partial(_streamed, own, case),
    }
    if not plan.released:
        loads["\\copy, all constraints"] = partial(_fresh, own, case, copy)
        loads["script, constraints kept"] = partial(_fresh, own, case, case.scripts[KEPT])
    what = "with 3 indexes" if indexed else "without further indexes"
    _print(
        f"Orders and items, {case.rows:,} rows, {what}, psql, PostgreSQL {version}",
        loads,
        case,
        plan,
        ("\\copy, no constraint at all", "\\copy, primary keys"),
        {} if indexed else {"script, bulk": 2.0, "streamed, bulk": 2.0},
    )


def _compare_products(own: Database, case: Case, folder: Path, plan: Plan, version: int) -> None:
    _fresh(own, case, case.scripts[BULK])
    copy = own.export(["shop.products"], folder)
    loads = {
        "\\copy, indexes in place": partial(_fresh, own, case, copy),
        "script, bulk": partial(_fresh, own, case, case.scripts[BULK]),
        "streamed, bulk": partial(_streamed, own, case),
        "script, indexes kept": partial(_fresh, own, case, case.scripts[KEPT]),
        "second apply, bulk": partial(_timed, own, case.scripts[BULK]),
    }
    _print(
        f"{case.rows:,} products of 8 columns, psql, PostgreSQL {version}",
        loads,
        case,
        plan,
        ("\\copy, indexes in place",),
        {"script, bulk": 1.15, "streamed, bulk": 1.10},
    )


def _print(
    title: str,
    loads: Mapping[str, Callable[[], Sample]],
    case: Case,
    plan: Plan,
    bases: Sequence[str],
    limits: Mapping[str, float],
) -> None:
    """Run the loads in rounds; print each with its ratio to the loads named as `bases`."""
    samples = rounds(loads, plan.rounds)
    rows = []
    for what, sample in medians(samples).items():
        compared = [ratios(samples[what], samples[base]) for base in bases]
        rows.append(
            (
                what,
                f"{sample.wall:.2f}",
                f"{case.rows / sample.wall:,.0f}",
                *(f"{middle:.2f} ({least:.2f} to {most:.2f})" for middle, least, most in compared),
                f"{limits[what]:.2f}" if what in limits else "",
            )
        )
    header = ("what", "seconds", "rows/s", *(f"of {base}" for base in bases), "limit")
    table(title, header, rows)


def _fresh(own: Database, case: Case, script: Path, *before: str) -> Sample:
    own.execute(case.empty)
    for statement in before:
        own.execute(statement)
    own.execute("CHECKPOINT")
    return _timed(own, script)


def _streamed(own: Database, case: Case) -> Sample:
    own.execute(case.empty)
    own.execute("CHECKPOINT")
    stream = ["--profile", BULK, "--backend", "copydata", "--jobs", "2", "--dsn", own.dsn]
    return process([sys.executable, "-m", "seedc", "--project", str(case.folder), "apply", *stream])


def _timed(own: Database, script: Path) -> Sample:
    return process([*own.psql, "-f", str(script)])
