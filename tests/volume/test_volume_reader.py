"""volume.json to its VolumeDoc, and every mistake in it at the member that is wrong."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seedc.codes import volume
from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.volume.document import (
    Amount,
    Between,
    CalendarRows,
    Count,
    CountRows,
    CrossRows,
    EachRows,
    Geometric,
    Rows,
    Total,
    TreeRows,
    VolumeDoc,
    Weights,
    Zipf,
)
from seedc.frontend.volume.reader import DEEPEST, read_volume
from seedc.frontend.volume.schema import volume_schema
from seedc.generators.registry import GENERATORS
from seedc.jsonvalue import Number
from seedc.locate import locate

FILE = "seeds/shop/volume.json"
SIX = {"integer": {"between": [1, 6]}}

SKETCH = """{
  "clock": "2026-01-01T00:00:00Z",
  "profiles": {
    "SMALL":  {"products": 50, "clients": 20, "batch": 500},
    "STRESS": {"products": 50000, "clients": 10000, "batch": 1000}
  },
  "tables": {
    "products": {
      "rows": "products",
      "columns": {
        "name": {"template": "{product_adjective} {product_noun} {index}"},
        "sku": {"template": "{md5(name):8}"},
        "price": {"decimal": {"between": [5, 900], "distribution": "lognormal"}},
        "supplier_id": {"reference": "suppliers", "distribution": "zipf"}
      }
    },
    "sale_items": {
      "rows": {"each": "sales", "between": [1, 6]},
      "columns": {
        "product_id": {"reference": "products", "unique_per": "sale_id"},
        "unit_price": {"lookup": "product_id.price"},
        "line_total": {"sql": "quantity * unit_price"}
      }
    },
    "sales": {"columns": {"total": {"sum": "sale_items.line_total"}}}
  }
}"""


def read(document: object) -> VolumeDoc:
    sink = Sink()
    data = document if isinstance(document, str) else json.dumps(document)
    doc = read_volume(FILE, data.encode(), sink)
    assert sink.diagnostics == []
    assert doc is not None
    return doc


def reported(document: object) -> list[Diagnostic]:
    sink = Sink()
    data = document if isinstance(document, str) else json.dumps(document)
    assert read_volume(FILE, data.encode(), sink) is None
    return sink.diagnostics


def mistakes(document: object) -> set[tuple[str, str]]:
    """Codes with JSON pointers; `#` behind the one of a member's name."""
    return {
        (d.code, "/".join(map(str, d.origin.pointer or ())) + ("#" * (d.origin.part == "key")))
        for d in reported(document)
    }


def rows_of(rows: object) -> Rows:
    return read({"profiles": {"SMALL": {"n": 3}}, "tables": {"t": {"rows": rows}}}).tables[0].rows


def in_rows(rows: object) -> set[tuple[str, str]]:
    found = mistakes({"profiles": {"SMALL": {"n": 3}}, "tables": {"t": {"rows": rows}}})
    return {(code, pointer.removeprefix("tables/t/rows")) for code, pointer in found}


def in_rule(rule: object) -> set[tuple[str, str]]:
    found = mistakes({"tables": {"t": {"columns": {"c": rule}}}})
    return {(code, pointer.removeprefix("tables/t/columns/c")) for code, pointer in found}


def told(document: object) -> str:
    (found,) = reported(document)
    return f"{found.message}; {found.help}"


def rule_told(rule: object) -> str:
    return told({"tables": {"t": {"columns": {"c": rule}}}})


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


# What is wrong ------------------------------------------------------------------------------------


def test_a_file_that_is_no_json_says_what_seeds_say() -> None:
    found = {code for code, _ in mistakes('{"tables": {"a": {}, "a": {}}, }')}
    assert found == {"SD105", "SD118"}  # a comma too many, a member twice


def test_a_repeated_table_does_not_hide_other_mistakes() -> None:
    found = mistakes('{"tables": {"a": {}, "a": {"rows": -1}}}')
    assert ("SD701", "tables/a/rows") in found
    assert len(found) == 2


@pytest.mark.parametrize("value", ["[]", "5", "null"])
def test_the_top_level_is_an_object(value: str) -> None:
    assert mistakes(value) == {("SD701", "")}


def test_all_mistakes_of_a_file_are_reported_at_once() -> None:
    assert mistakes(
        {
            "clok": 1,
            "seed": 1.5,
            "locale": "english",
            "generators": {"intger": 2, "integer": 99},
            "parameters": {"x": {"default": -1, "env": "A B"}},
            "profiles": {"small": {}, "SMALL": {"n": "50", "batch": 0, "transaction": "one"}},
            "tables": {"t": {"rows": "m", "polcy": "keep", "policy": "kep"}, "u": 5},
        }
    ) == {
        ("SD701", "clok#"),
        ("SD701", "seed"),
        ("SD701", "locale"),
        ("SD702", "generators/intger#"),
        ("SD701", "generators/integer"),
        ("SD701", "parameters/x/default"),
        ("SD701", "parameters/x/env"),
        ("SD701", "profiles/small#"),
        ("SD701", "profiles/SMALL/n"),
        ("SD701", "profiles/SMALL/batch"),
        ("SD701", "profiles/SMALL/transaction"),
        ("SD704", "tables/t/rows"),
        ("SD701", "tables/t/polcy#"),
        ("SD701", "tables/t/policy"),
        ("SD701", "tables/u"),
    }


@pytest.mark.parametrize("name", ["Clients", "9", "size", "min", "max", "transaction"])
def test_names_that_mean_something_else_are_no_parameters(name: str) -> None:
    document: dict[str, object] = {"parameters": {name: {}}, "tables": {}}
    assert mistakes(document) == {("SD701", f"parameters/{name}#")}


def test_batch_can_have_a_variable_of_its_own_and_nothing_else() -> None:
    doc = read({"parameters": {"batch": {"env": "CHUNK_SIZE"}}, "tables": {}})
    assert doc.parameters["batch"].env == "CHUNK_SIZE"
    assert mistakes({"parameters": {"batch": {}}, "tables": {}}) == {("SD701", "parameters/batch")}
    both = {"env": "CHUNK_SIZE", "default": 5}
    assert mistakes({"parameters": {"batch": both}, "tables": {}}) == {
        ("SD701", "parameters/batch/default#")
    }


def test_a_file_without_tables_is_told_so() -> None:
    assert told({}) == 'the file has no member "tables"; None'
    # The misspelt member is reported, and the missing one is not reported as well.
    assert mistakes({"tabels": {}}) == {("SD701", "tabels#")}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (True, {("SD701", "")}),
        (-5, {("SD701", "")}),
        (2**63, {("SD701", "")}),
        (1.5, {("SD701", "")}),
        ({}, {("SD701", "")}),
        ({"crss": ["a", "b"]}, {("SD701", "/crss#")}),
        ({"each": "a"}, {("SD701", "")}),
        ({"each": "a", "cuont": 3}, {("SD701", "/cuont#")}),
        ({"each": "a", "count": 3, "between": [1, 2]}, {("SD701", "/between#")}),
        ({"each": 1, "count": 3}, {("SD701", "/each")}),
        ({"each": "a", "between": [1]}, {("SD701", "/between")}),
        ({"each": "a", "between": [1, "1 +"]}, {("SD703", "/between/1")}),
        ({"each": "a", "between": [1, "m"]}, {("SD704", "/between/1")}),
        ({"each": "a", "count": 1, "share": 1.5}, {("SD701", "/share")}),
        ({"each": "a", "count": 1, "of": "some"}, {("SD701", "/of")}),
        ({"each": "a", "weights": {"x": 1}}, {("SD701", "/weights/x#")}),
        ({"each": "a", "weights": {}}, {("SD701", "/weights")}),
        ({"each": "a", "weights": {"1": 0, "2": 0}}, {("SD736", "/weights")}),
        ({"each": "a", "geometric": {"mean": 5, "most": 5}}, {("SD736", "/geometric/mean")}),
        ({"each": "a", "geometric": {"mean": 5}}, {("SD701", "/geometric")}),
        ({"each": "a", "zipf": {"most": 0}}, {("SD701", "/zipf/most")}),
        ({"cross": ["a"]}, {("SD701", "/cross")}),
        ({"cross": ["a", "b"], "each": "a", "count": 1}, {("SD701", "/cross#")}),
        ({"calendar": {"from": "2025-02-30", "days": 1}}, {("SD710", "/calendar/from")}),
        ({"calendar": {"from": "20250201", "days": 1}}, {("SD710", "/calendar/from")}),
        ({"calendar": {"from": "2025-02-01"}}, {("SD701", "/calendar")}),
        (
            {"calendar": {"from": "2025-02-01", "to": "2025-01-31"}},
            {("SD722", "/calendar/to")},
        ),
        (
            {"calendar": {"from": "2025-02-01", "days": 1, "via": "x"}},
            {("SD701", "/calendar/via#")},
        ),
        ({"tree": {"roots": 1, "branching": 2}}, {("SD701", "/tree")}),
    ],
)
def test_rows_that_are_wrong_are_told_where(rows: object, found: set[tuple[str, str]]) -> None:
    assert in_rows(rows) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (5, {("SD701", "")}),
        ({}, {("SD701", "")}),
        ({"null": 0.1}, {("SD701", "")}),
        ({"intger": {"between": [1, 6]}}, {("SD702", "/intger#")}),
        ({"integer": {"betwen": [1, 6]}}, {("SD701", "/integer/betwen#")}),
        ({"integer": {"between": [1, 6.5]}}, {("SD701", "/integer/between/1")}),
        ({"integer": {}}, {("SD701", "/integer")}),
        ({**SIX, "nul": 0.1}, {("SD701", "/nul#")}),
        ({**SIX, "null": 2}, {("SD701", "/null")}),
        ({**SIX, "unique": 1}, {("SD701", "/unique")}),
        ({**SIX, "reference": "t"}, {("SD701", "/reference#")}),
        ({**SIX, "unique_per": "d"}, {("SD701", "/unique_per#")}),
        ({**SIX, "distribution": "gausian"}, {("SD701", "/distribution")}),
        ({**SIX, "distribution": {"zipff": {}}}, {("SD701", "/distribution/zipff#")}),
        (
            {"integer": {"between": [1, 6], "distribution": "zapf"}},
            {("SD701", "/integer/distribution")},
        ),
        ({"reference": 5}, {("SD701", "/reference")}),
        ({"reference": {"tabel": "x"}}, {("SD701", "/reference/tabel#")}),
        (
            {"json": {"array": [5, 6, 7, SIX]}},
            {("SD701", f"/json/array/{n}") for n in range(3)},
        ),
    ],
)
def test_a_rule_that_is_wrong_is_told_where(rule: object, found: set[tuple[str, str]]) -> None:
    assert in_rule(rule) == found


def test_messages_name_what_is_wrong_and_what_is_known() -> None:
    unknown = rule_told({"intger": {}})
    assert unknown.startswith('there is no generator "intger"; the nearest generator is "integer"')
    assert ", ".join(GENERATORS) in unknown
    assert rule_told({"integer": {"between": [1, 6], "scale": 2}}) == (
        'there is no option "scale"; known here: between, distribution'
    )
    assert rule_told({**SIX, "nul": 1}) == (
        'there is no modifier "nul"; the nearest modifier is "null";'
        " known here: null, unique, distribution"
    )
    assert rule_told({"integer": {"between": [1]}}) == (
        '"between" has 1 element, fewer than 2; None'
    )
    assert rule_told({"integer": {"between": [1, "6"]}}) == (
        '"between", element 2, is "6", not a whole number; None'
    )
    assert rule_told({"reference": 5}) == '"reference" is 5, not a string or an object; None'


@pytest.mark.parametrize(
    "clock",
    ["2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-01-01T25:00Z", "now", ""],
)
def test_a_clock_needs_date_time_and_zone(clock: str) -> None:
    assert mistakes({"clock": clock, "tables": {}}) == {("SD710", "clock")}


@pytest.mark.parametrize(
    "number", ["NaN", "-Infinity", "1e401", "1e-99999999999999999999", "9" * 401]
)
def test_a_number_that_nobody_can_reckon_with_is_refused(number: str) -> None:
    text = '{"tables": {"t": {"columns": {"c": {"constant": ' + number + "}}}}}"
    assert mistakes(text) == {("SD701", "tables/t/columns/c/constant")}


def test_rules_within_each_other_are_read_as_deep_as_a_file_can_nest() -> None:
    rule: Any = SIX
    for _ in range((DEEPEST - 7) // 2):
        rule = {"array": {"of": rule, "length": 2}}
    assert read({"tables": {"t": {"columns": {"c": rule}}}}).tables[0].columns["c"].options
    deeper = {"array": {"of": rule, "length": 2}}
    ((code, pointer),) = in_rule(deeper)
    assert (code, pointer[:9]) == ("SD701", "/array/of")


def test_a_value_nested_too_deep_is_refused_and_not_walked_into() -> None:
    text = '{"tables": ' + "[" * 150 + "]" * 150 + "}"
    ((code, pointer),) = mistakes(text)
    assert (code, pointer.count("/")) == ("SD701", DEEPEST - 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("n1+ é", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "rows",
                    "columns",
                    "each",
                    "count",
                    "between",
                    "cross",
                    "calendar",
                    "tree",
                    "of",
                    "t",
                    "from",
                    "weights",
                    "zipf",
                    "integer",
                    "reference",
                    "null",
                    "distribution",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON, JSON)
def test_whatever_the_file_says_it_is_read_or_its_mistakes_are_told(
    tables: object, profiles: object
) -> None:
    sink = Sink()
    document = {"tables": {"t": tables}, "profiles": {"SMALL": profiles}}
    doc = read_volume(FILE, json.dumps(document).encode(), sink)
    assert (doc is None) == bool(sink.diagnostics)
    for diagnostic in sink.diagnostics:
        assert diagnostic.origin.pointer is not None
        assert "schema" not in diagnostic.message


def test_every_explanation_says_how_to_mend_it() -> None:
    for code in volume.CODES:
        assert "To mend it, " in code.explanation, code.code
