"""Every mistake in volume.json is told at the member that is wrong."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.codes import volume
from seedc.diagnostics import Sink
from seedc.frontend.volume.reader import DEEPEST, read_volume
from seedc.generators.registry import GENERATORS
from volume.reading import (
    FILE,
    SIX,
    in_rows,
    in_rule,
    mistakes,
    read,
    rule_told,
    told,
)

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
