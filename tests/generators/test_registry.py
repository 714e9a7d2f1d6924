"""Every generator has a case, a line in the documents, and a schema that knows its options."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from seedc.distributions import DISTRIBUTIONS
from seedc.frontend.volume.schema import volume_schema
from seedc.generators.context import Generator
from seedc.generators.registry import GENERATORS
from seedc.generators.rules import MODIFIERS, REFERENCE_MEMBERS, read_rule

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "generators.md").read_text(encoding="utf-8")
SCHEMA = volume_schema()
RULE: dict[str, Any] = {"$ref": "#/$defs/rule", "$defs": SCHEMA["$defs"]}

every = pytest.mark.parametrize("generator", GENERATORS.values(), ids=lambda g: g.name)


def accepts(rule: Mapping[str, Any]) -> bool:
    """Whether a rule has the form that volume.json asks for."""
    written = json.loads(json.dumps(rule))
    return jsonschema.Draft202012Validator(RULE).is_valid(written)


@every
def test_a_generator_has_a_case(generator: Generator) -> None:
    folder = ROOT / "tests" / "cases" / "generators" / generator.name
    assert (folder / "rows.txt").is_file()
    assert (folder / "seeds" / "shop" / "volume.json").is_file()


@every
def test_a_generator_is_documented_with_its_line_and_example(generator: Generator) -> None:
    _, _, after = PAGE.partition(f"\n### {generator.name}\n")
    entry, _, _ = after.partition("\n### ")
    assert json.dumps(generator.example, ensure_ascii=False) in entry
    assert generator.docs.replace("`", "")[:40].strip() in entry.replace("`", "").replace("\\", "")


@every
def test_the_schema_accepts_the_example_of_a_generator(generator: Generator) -> None:
    assert accepts(generator.example)
    assert read_rule(generator.example).generator == generator.name


@every
def test_the_schema_refuses_an_option_that_nothing_knows(generator: Generator) -> None:
    options = generator.example[generator.name]
    known = options if isinstance(options, Mapping) else {}
    assert not accepts({generator.name: {**known, "no_such_option": 1}})
    assert not accepts({**generator.example, "no_such_modifier": 1})


@every
def test_a_generator_has_a_name_that_no_modifier_has(generator: Generator) -> None:
    assert generator.name not in {*MODIFIERS, *REFERENCE_MEMBERS}
    assert generator.docs.endswith(".")
    assert "\n" not in generator.docs
    assert generator.version >= 1


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_a_distribution_is_documented_with_its_example(name: str) -> None:
    _, _, after = PAGE.partition(f"\n### The distribution {name}\n")
    entry, _, _ = after.partition("\n### ")
    assert json.dumps(DISTRIBUTIONS[name].example) in entry
    rule = {"integer": {"between": [1, 500]}, "distribution": DISTRIBUTIONS[name].example}
    assert accepts(rule)


def test_the_case_folders_are_those_of_generators() -> None:
    cases = {path.name for path in (ROOT / "tests" / "cases" / "generators").iterdir()}
    assert cases == set(GENERATORS)
