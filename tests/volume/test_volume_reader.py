"""volume.json to its VolumeDoc."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seedc.frontend.volume.document import (
    Amount,
    Between,
    CalendarRows,
    Count,
    CountRows,
    CrossRows,
    EachRows,
    Geometric,
    Total,
    TreeRows,
    Weights,
    Zipf,
)
from seedc.frontend.volume.schema import volume_schema
from seedc.generators.registry import GENERATORS
from seedc.jsonvalue import Number
from seedc.locate import locate
from volume.reading import (
    FILE,
    SIX,
    SKETCH,
    read,
    rows_of,
)

# What is right ------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(volume_schema())


def test_the_sketch_of_the_design_is_read() -> None:
    doc = read(SKETCH)
    assert doc.clock == 1_767_225_600
    assert doc.profiles["STRESS"].values == {"products": 50000, "clients": 10000}
    assert doc.profiles["SMALL"].batch == 500
    assert [t.name for t in doc.tables] == ["products", "sale_items", "sales"]
    products, items, sales = doc.tables
    assert products.rows == CountRows(Amount("products", products.rows.origin))
    assert [*products.columns] == ["name", "sku", "price", "supplier_id"]
    price = products.columns["price"]
    assert (price.generator, price.options) == ("decimal", {"between": ["5", "900"]})
    assert price.distribution == "lognormal"
    assert isinstance(items.rows, EachRows)
    assert items.columns["product_id"].options == {"table": "products", "unique_per": "sale_id"}
    assert isinstance(sales.rows, CountRows)
    assert sales.rows.amount.text == "0"


@pytest.mark.parametrize("name", GENERATORS)
def test_the_example_of_every_generator_is_a_rule(name: str) -> None:
    example = json.dumps(GENERATORS[name].example, default=float)
    doc = read('{"tables": {"t": {"columns": {"c": ' + example + "}}}}")
    assert doc.tables[0].columns["c"].generator == name


def test_a_document_says_everything_else() -> None:
    doc = read(
        {
            "seed": 42,
            "locale": "pt_BR",
            "generators": {"integer": 1},
            "parameters": {"customers": {"env": "SCALE_CUSTOMERS", "default": 500}, "skus": {}},
            "profiles": {"BULK": {"customers": 7, "transaction": "single"}},
            "tables": {"t": {"policy": "update", "columns": {"c": {**SIX, "null": 0.1}}}},
        }
    )
    assert (doc.file, doc.seed, doc.locale, doc.clock, doc.versions) == (
        FILE,
        "42",
        "pt_BR",
        None,
        {},
    )
    assert (doc.parameters["customers"].env, doc.parameters["customers"].default) == (
        "SCALE_CUSTOMERS",
        500,
    )
    assert (doc.parameters["skus"].env, doc.parameters["skus"].default) == (None, None)
    bulk = doc.profiles["BULK"]
    assert (bulk.batch, bulk.transaction, bulk.values) == (10_000, "single", {"customers": 7})
    (table,) = doc.tables
    assert table.policy == "update"
    rule = table.columns["c"]
    assert (rule.null, rule.unique, rule.distribution) == (Fraction(1, 10), False, None)
    assert rule.options == {"between": ["1", "6"]}
    between = rule.options["between"]
    assert isinstance(between, list)
    assert type(between[0]) is Number


def test_a_file_without_seed_and_clock_has_the_seed_1_and_no_clock() -> None:
    doc = read({"tables": {}})
    assert (doc.seed, doc.clock, doc.locale, doc.tables) == ("1", None, "en_US", ())
    assert read({"tables": {}, "seed": "bees"}).seed == "bees"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 01:00+01:00", 0),
        ("1969-12-31T23:59:59-00:00", -1),
        ("2026-01-01T02:30:00-03:00", 1_767_225_600 + 19_800),
    ],
)
def test_a_clock_is_seconds_whatever_its_zone(text: str, seconds: int) -> None:
    assert read({"clock": text, "tables": {}}).clock == seconds


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ({"count": 3}, (Count, "3")),
        ({"count": "n * 2"}, (Count, "n * 2")),
        ({"between": [1, "n"]}, (Between, "1", "n")),
        ({"total": 5000}, (Total, "5000")),
        ({"weights": {"10": 5, "0": 1, "2": 0}}, Weights(((0, 1), (2, 0), (10, 5)))),
        ({"geometric": {"mean": 2.5, "most": 10}}, Geometric(Fraction(5, 2), 10)),
        ({"zipf": {"most": 50}}, Zipf(Fraction(1), 50)),
        ({"zipf": {"most": 50, "exponent": 1.2}}, Zipf(Fraction(6, 5), 50)),
    ],
)
def test_every_fan_out_is_read(written: dict[str, Any], options: Any) -> None:
    rows = rows_of({"each": "p", **written})
    assert isinstance(rows, EachRows)
    assert (rows.parent, rows.share, rows.of, rows.via) == ("p", Fraction(1), "", None)
    assert [rows.fan_out.kind] == [*written]
    assert rows.fan_out.origin.pointer == ("tables", "t", "rows", *written)
    found: Any = rows.fan_out.options
    if isinstance(options, tuple):
        kind, *texts = options
        assert isinstance(found, kind)
        assert [getattr(found, name).text for name in kind.__dataclass_fields__] == texts
    else:
        assert found == options


def test_a_fan_out_says_which_parents_and_by_which_key() -> None:
    rows = rows_of({"each": "p", "count": 1, "share": 0.7, "of": "all", "via": "p_id"})
    assert isinstance(rows, EachRows)
    assert (rows.share, rows.of, rows.via) == (Fraction(7, 10), "all", "p_id")


def test_crosses_calendars_and_trees_are_read() -> None:
    cross = rows_of({"cross": ["a", "b"], "sample": "n", "of": "generated"})
    assert isinstance(cross, CrossRows)
    assert (cross.tables, cross.of) == (("a", "b"), "generated")
    assert cross.sample is not None
    assert cross.sample.origin.pointer == ("tables", "t", "rows", "sample")
    days = rows_of({"calendar": {"from": "2025-01-01", "to": "2025-12-31", "every": 7}})
    assert isinstance(days, CalendarRows)
    assert (days.first, days.last, days.days, days.every, days.parent) == (
        date(2025, 1, 1),
        date(2025, 12, 31),
        None,
        7,
        None,
    )
    shifts = rows_of(
        {"calendar": {"from": "2025-01-01", "days": "n", "each": "shops", "of": "all", "via": "s"}}
    )
    assert isinstance(shifts, CalendarRows)
    assert (shifts.parent, shifts.of, shifts.via, shifts.last) == ("shops", "all", "s", None)
    tree = rows_of({"tree": {"roots": 2, "branching": "n", "depth": 3, "via": "parent_id"}})
    assert isinstance(tree, TreeRows)
    assert (tree.roots.text, tree.branching.text, tree.depth.text) == ("2", "n", "3")
    assert tree.via == "parent_id"


def test_the_amounts_of_a_document_are_all_found() -> None:
    doc = read(
        {
            "tables": {
                "a": {"rows": 1},
                "b": {"rows": {"each": "a", "between": [2, 3]}},
                "c": {"rows": {"cross": ["a", "b"], "sample": 4}},
                "d": {"rows": {"calendar": {"from": "2025-01-01", "days": 5}}},
                "e": {"rows": {"tree": {"roots": 6, "branching": 7, "depth": 8}}},
                "f": {"rows": {"each": "a", "total": 9}},
            }
        }
    )
    assert [amount.text for amount in doc.amounts()] == [*"123456789"]


def test_every_origin_of_a_document_points_at_what_it_names() -> None:
    doc = read(SKETCH)
    sale_items = doc.tables[1]
    assert isinstance(sale_items.rows, EachRows)
    assert isinstance(sale_items.rows.fan_out.options, Between)
    origins = [
        doc.profiles["STRESS"].origin,
        sale_items.origin,
        sale_items.rows.fan_out.options.high.origin,
        sale_items.columns["unit_price"].origin,
    ]
    found = locate(origins, lambda _: SKETCH)
    starts = [found[o].excerpt[found[o].column - 1 :][:8] for o in origins]
    assert starts == ['"STRESS"', '"sale_it', "6]},", '{"lookup']
