"""What is told to conform without jsonschema, jsonschema finds nothing wrong with."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seedc.conforming import Conforming
from seedc.frontend.volume.schema import volume_schema
from seedc.generators.rules import plain
from seedc.jsonvalue import Number

SEEDS = Path(__file__).parents[2] / "seeds"
VOLUMES = sorted(SEEDS.glob("*/volume.json"))
SCHEMA = volume_schema()
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.sampled_from([Decimal("0.5"), Decimal(2), 10**30, "", "a", "SMALL", "batch", "é\n"]),
    st.lists(st.integers(-1, 3), max_size=3),
    st.dictionaries(st.sampled_from(["a", "of", "integer", "rows"]), st.integers(0, 2), max_size=2),
)
SMALL: tuple[dict[str, Any], ...] = (
    {"type": ["integer", "string"], "minimum": 0, "maximum": 3, "minLength": 1, "maxLength": 4},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 5},
    {"enum": ["a", 1, None, [1]]},
    {"const": True},
    {"not": {"enum": ["a", "batch"]}, "pattern": "^[a-z]+$"},
    {"type": "array", "items": {"minimum": 0}, "minItems": 1, "maxItems": 2},
    {"prefixItems": [{"const": 1}], "items": {"type": "integer"}},
    {"type": "object", "properties": {"a": {"const": 1}}, "additionalProperties": False},
    {"propertyNames": {"maxLength": 2}, "minProperties": 1, "maxProperties": 1},
    {"required": ["a"], "dependentRequired": {"of": ["a"]}},
    {"anyOf": [{"type": "null"}, {"type": "array", "maxItems": 1}]},
    {"oneOf": [{"required": ["a"]}, {"required": ["of"]}]},
    {"if": {"type": "string"}, "then": {"enum": ["a"]}, "else": {"type": "integer"}},
    {
        "$defs": {"one": {"const": 1}, "two": {"const": "a"}},
        "anyOf": [{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/two"}],
    },
    {"if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {"maxProperties": 1}},
    {"type": "array", "uniqueItems": True},
    {"not": {"const": 0}, "type": "integer"},
    {"then": {"type": "string"}, "type": "integer"},
    {"contains": {"const": 1}},
)


def _document(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal, parse_int=int)


@pytest.mark.parametrize("schema", SMALL, ids=lambda schema: next(iter(schema)))
def test_a_value_that_conforms_is_valid(schema: dict[str, Any]) -> None:
    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(VALUES)
    def agree(value: Any) -> None:
        if Conforming(schema).holds(value):
            assert Draft202012Validator(schema).is_valid(value)

    agree()


@pytest.mark.parametrize("schema", SMALL[:-2], ids=lambda schema: next(iter(schema)))
def test_the_keywords_are_not_all_left_to_jsonschema(schema: dict[str, Any]) -> None:
    values = [None, True, 1, 2, "a", "b", [1], [1, 2], {"a": 1}, {"of": 1}]
    valid = [value for value in values if Draft202012Validator(schema).is_valid(value)]
    assert any(Conforming(schema).holds(value) for value in valid)


def test_a_keyword_that_is_not_known_is_left_to_jsonschema() -> None:
    assert not Conforming({"contains": True}).holds([])


@pytest.mark.parametrize("path", VOLUMES, ids=lambda path: path.parent.name)
def test_the_datasets_need_no_jsonschema(path: Path) -> None:
    assert Conforming(SCHEMA).holds(_document(path))


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    listed = dict(enumerate(value)) if isinstance(value, list) else value
    for name, each in listed.items() if isinstance(listed, dict) else ():
        found += _places(each, (*at, name))
    return found


@pytest.mark.parametrize("path", VOLUMES[:3], ids=lambda path: path.parent.name)
def test_a_spoiled_document_that_conforms_is_valid_all_the_same(path: Path) -> None:
    document = _document(path)
    places = _places(document)
    validator = Draft202012Validator(SCHEMA)

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(places), VALUES)
    def agree(place: tuple[Any, ...], value: Any) -> None:
        spoiled = copy.deepcopy(document)
        holder = spoiled
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
        if Conforming(SCHEMA).holds(spoiled):
            assert validator.is_valid(spoiled)

    agree()


def test_numbers_arrive_as_the_reader_gives_them() -> None:
    assert Conforming({"type": "integer"}).holds(plain(Number("3")))
    assert not Conforming({"type": "integer"}).holds(plain(Number("3.0")))
