"""`where` beside a reference: curated rows are asked, generated ones have to satisfy it by rule."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from seedc.diagnostics import Rejected, Sink
from seedc.ir.columnar import columns_of
from seedc.ir.program import TableLoad
from seedc.pipeline import compile_project
from seedc.project import open_project

SCHEMA = """
CREATE TABLE products (id bigint PRIMARY KEY, name text NOT NULL, stock integer NOT NULL DEFAULT 0,
  sold_from date);
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE lines (order_id bigint NOT NULL REFERENCES orders, product_id bigint NOT NULL
  REFERENCES products, other_id bigint REFERENCES products, UNIQUE (order_id, product_id));
"""
CURATED = [
    {"__key__": "p:tea", "id": 1, "name": "tea", "stock": 5, "sold_from": "2025-01-01"},
    {"__key__": "p:draft", "id": 2, "name": "draft", "stock": 5, "sold_from": None},
    {"__key__": "p:jam", "id": 3, "name": "jam", "stock": 0, "sold_from": "2025-01-01"},
    {"__key__": "p:ham", "id": 4, "name": "ham", "stock": 9, "sold_from": "2025-06-01"},
]
PRODUCTS = {
    "rows": 5,
    "columns": {
        "stock": {"integer": {"between": [1, 9]}},
        "sold_from": {"date": {"between": ["2025-01-01", "2025-12-31"]}},
    },
}
SOLD = "sold_from IS NOT NULL"


def compiled(root: Path, tables: dict[str, Any]) -> tuple[list[str], dict[str, TableLoad]]:
    """What is wrong, as `code message`, and the loads of the default profile by table."""
    folder = root / "seeds" / "shop"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "shop.seed.json").write_text(json.dumps({"products": CURATED}))
    document = {"clock": "2026-01-01T00:00:00Z", "tables": tables}
    (folder / "volume.json").write_text(json.dumps(document))
    sink = Sink()
    try:
        state = compile_project(open_project(root, sink), sink)
    except Rejected as rejected:
        return [f"{d.code} {d.message}" for d in rejected.diagnostics], {}
    loads = [load for stage in state.programs[0].volume for load in stage.loads]
    return [], {load.table.name.name: load for load in loads}


def drawn(root: Path, rule: dict[str, Any], **products: Any) -> list[Any]:
    """The products that 300 lines, three in an order, refer to."""
    tables = {
        "products": {**PRODUCTS, **products},
        "orders": {"rows": 100},
        "lines": {
            "rows": {"each": "orders", "count": 3},
            "columns": {"product_id": {"reference": "products", "unique_per": "order_id", **rule}},
        },
    }
    problems, loads = compiled(root, tables)
    assert problems == []
    generated = loads["lines"].generated
    assert generated is not None
    (function,) = generated.functions
    cells = columns_of(function.lets, range(300))
    pairs = {*zip(cells["order_id"], cells["product_id"], strict=True)}
    assert len(pairs) == 300
    return sorted({*cells["product_id"]}, key=str)


def curated(found: Sequence[Any]) -> list[Any]:
    return [key for key in found if key < 10]


def test_only_curated_rows_that_satisfy_it_are_drawn(tmp_path: Path) -> None:
    found = drawn(tmp_path / "sold", {"where": SOLD})
    assert curated(found) == [1, 3, 4]
    assert len(found) == 3 + 5  # all of the generated ones
    found = drawn(tmp_path / "stock", {"where": f"{SOLD} AND stock > 0"})
    assert curated(found) == [1, 4]
    assert len(found) == 2 + 5


def test_curated_rows_alone_need_nothing_of_the_generated_ones(tmp_path: Path) -> None:
    rule = {"where": "name <> 'jam'", "of": "curated"}
    assert drawn(tmp_path, rule) == [1, 2, 4]


def test_a_distribution_counts_the_rows_that_are_left(tmp_path: Path) -> None:
    weights = {"weighted": [1, 1, 1, 0, 0, 0, 0, 0]}
    rule = {"where": SOLD, "distribution": weights}
    problems, loads = compiled(
        tmp_path,
        {
            "products": PRODUCTS,
            "orders": {"rows": 9},
            "lines": {
                "rows": {"each": "orders", "count": 1},
                "columns": {"product_id": {"reference": "products", **rule}},
            },
        },
    )
    assert problems == []
    generated = loads["lines"].generated
    assert generated is not None
    found = columns_of(generated.functions[0].lets, range(9))["product_id"]
    assert {*found} <= {1, 3, 4}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"where": "stock > 3"}, "SD736"),  # some generated rows have less
        ({"where": "sold_form IS NOT NULL"}, "SD731"),
        ({"where": "now() > sold_from"}, "SD739"),
        ({"where": SOLD, "not": "other_id"}, "SD736"),
        ({"where": "name = 'salt'", "of": "curated"}, "SD723"),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, rule: dict[str, Any], code: str) -> None:
    tables = {
        "products": PRODUCTS,
        "orders": {"rows": 9},
        "lines": {
            "rows": {"each": "orders", "count": 1},
            "columns": {
                "product_id": {"reference": "products", **rule},
                "other_id": {"reference": "products"},
            },
        },
    }
    problems, _ = compiled(tmp_path, tables)
    assert [text[:5] for text in problems] == [code], problems


def test_pairs_that_are_all_different_leave_no_row_out(tmp_path: Path) -> None:
    rule = {"reference": "products", "unique_per": "order_id", "where": SOLD}
    lines = {"rows": 20, "columns": {"order_id": {"reference": "orders"}, "product_id": rule}}
    tables = {"products": PRODUCTS, "orders": {"rows": 9}, "lines": lines}
    problems, _ = compiled(tmp_path, tables)
    assert [text[:5] for text in problems] == ["SD736"]
