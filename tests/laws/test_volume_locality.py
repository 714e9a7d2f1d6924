"""Law: a cell changes with its own rule and with what it reads, and with nothing else."""

from pathlib import Path
from typing import Any

import pytest

from laws.volume_kit import SCHEMA, SEEDS, VOLUME, Cells, cells, changed, program, shop, without

OVER_SUPPLIERS = (
    "products.supplier_id",
    "products.pinned_id",
    "suppliers.boss_id",
    "offers",
    "days",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    return cells(program(shop(tmp_path_factory.mktemp("shop"))))


def after(root: Path, schema: str = SCHEMA, seeds: Any = None, volume: Any = None) -> Cells:
    return cells(program(shop(root, volume or VOLUME, schema=schema, seeds=seeds)))


def test_a_new_column_changes_no_other_cell(tmp_path: Path, before: Cells) -> None:
    schema = SCHEMA.replace("stock integer,", "weight integer NOT NULL, stock integer, color text,")
    volume = changed()
    rules = volume["tables"]["products"]["columns"]
    volume["tables"]["products"]["columns"] = {
        "weight": {"integer": {"between": [1, 9]}},
        **rules,
        "color": {"choice": ["red", "blue"]},
    }
    found = after(tmp_path, schema, volume=volume)
    assert without(found, "products.weight", "products.color") == before
    assert len(found) == len(before) + 24


def test_a_column_that_goes_changes_no_other_cell(tmp_path: Path, before: Cells) -> None:
    volume = changed()
    del volume["tables"]["products"]["columns"]["stock"]
    found = after(tmp_path, SCHEMA.replace("stock integer,", ""), volume=volume)
    assert found == without(before, "products.stock")


def test_the_order_of_columns_and_tables_changes_nothing(tmp_path: Path, before: Cells) -> None:
    volume = changed()
    volume["tables"] = dict(reversed(volume["tables"].items()))
    for table in volume["tables"].values():
        table["columns"] = dict(reversed(table["columns"].items()))
    schema = SCHEMA.replace(
        "name text NOT NULL,\n  code text NOT NULL UNIQUE,",
        "code text NOT NULL UNIQUE,\n  name text NOT NULL,",
    )
    log = "CREATE TABLE shop.log (word text NOT NULL, level integer NOT NULL);"
    assert log in schema
    schema = schema.replace(log, "").replace("CREATE SCHEMA shop;", f"CREATE SCHEMA shop;\n{log}")
    assert after(tmp_path, schema, volume=volume) == before


def test_a_table_that_comes_or_goes_changes_no_other(tmp_path: Path, before: Cells) -> None:
    volume = changed()
    del volume["tables"]["log"]
    volume["tables"]["more"] = {"rows": {"each": "sales", "count": 2}, "columns": {}}
    schema = SCHEMA.replace(
        "CREATE TABLE shop.days",
        "CREATE TABLE shop.more (id bigint PRIMARY KEY,"
        " sale_id integer NOT NULL REFERENCES shop.sales);\nCREATE TABLE shop.days",
    )
    found = after(tmp_path, schema, volume=volume)
    assert without(found, "more") == without(before, "log")


def test_the_order_of_seed_rows_changes_nothing(tmp_path: Path, before: Cells) -> None:
    seeds = SEEDS | {"suppliers": [*reversed(SEEDS["suppliers"])]}
    assert after(tmp_path, seeds=seeds) == before


@pytest.mark.parametrize("count", [1, 2])
def test_a_curated_row_moves_only_what_is_drawn_over_its_table(
    tmp_path: Path, before: Cells, count: int
) -> None:
    """One that comes, and one that goes."""
    more = {"__key__": "s:c", "name": "Third", "since": "2022-01-01"}
    suppliers = [*SEEDS["suppliers"], more] if count == 2 else SEEDS["suppliers"][:1]
    found = after(tmp_path, seeds=SEEDS | {"suppliers": suppliers})
    common = found.keys() & before.keys()
    kept = without({key: before[key] for key in common}, *OVER_SUPPLIERS)
    assert kept.items() <= found.items()
    assert {table for table, _, _ in found.keys() ^ before.keys()} <= {"notes", "days"}
    children = {index for table, index, _ in found.keys() ^ before.keys() if table == "notes"}
    assert len(children) == 2


def test_a_curated_row_of_another_table_changes_nothing(tmp_path: Path, before: Cells) -> None:
    more = {"__key__": "p:x", "name": "Own", "code": "own", "price": "1.00"}
    products = [more | {"supplier_id": "s:a", "pinned_id": "s:a"}]
    found = after(tmp_path, seeds={**SEEDS, "products": products})
    moved = ("sale_items.product_id", "sale_items.unit_price", "sale_items.line", "sales.total")
    assert without(found, *moved, "offers") == without(before, *moved, "offers")


def test_a_rule_changes_its_column_and_what_reads_it(tmp_path: Path, before: Cells) -> None:
    volume = changed()
    volume["tables"]["products"]["columns"]["price"]["decimal"]["between"] = [6, 901]
    found = after(tmp_path, volume=volume)
    readers = ("products.price", "sale_items.unit_price", "sale_items.line", "sales.total")
    assert without(found, *readers) == without(before, *readers)
    assert found != before


def test_another_seed_is_another_world(tmp_path: Path, before: Cells) -> None:
    found = after(tmp_path, volume={"seed": 2, **VOLUME})
    assert {k: v for k, v in found.items() if k[2] == "price"} != {
        k: v for k, v in before.items() if k[2] == "price"
    }
