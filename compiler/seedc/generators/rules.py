"""A column's rule as JSON: one generator's member and the modifiers beside it.

    {"integer": {"between": [1, 6]}, "distribution": "geometric", "null": 0.1}

`distribution` may also stand inside the generator's options, and what `reference` alone knows may
stand beside it: {"reference": "products", "unique_per": "sale_id"}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from seedc.generators.context import Options
from seedc.jsonvalue import JsonValue, Number

MODIFIERS: Mapping[str, Mapping[str, Any]] = {
    "null": {"type": "number", "minimum": 0, "maximum": 1},
    "unique": {"enum": [True, False, "computed"]},
    "distribution": {"type": ["string", "object"]},
}
"""What may stand beside any generator, each with the JSON Schema of its value."""

REFERENCE_MEMBERS: Mapping[str, Mapping[str, Any]] = {
    "unique_per": {"type": "string", "minLength": 1},
    "above": {"type": "string", "minLength": 1},
    "stable": {"type": "boolean"},
    "not": {"type": "string", "minLength": 1},
    "within": {"type": "string", "minLength": 1},
    "of": {"enum": ["all", "generated", "curated"]},
    "where": {"type": "string", "minLength": 1},
}
"""What may stand beside `reference`, or inside its options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A rule taken apart. `options` is the generator member's value, numbers as int and Decimal;
    `null` is the share of NULLs; `computed` says that no two values are equal although nothing in
    the rule makes them differ, which is found by computing all of them."""

    generator: str
    options: Options
    null: Fraction = Fraction(0)
    unique: bool = False
    computed: bool = False
    distribution: Options = None


def plain(value: JsonValue) -> Options:
    """JSON with its numbers as int where they are written without point and exponent, else as
    Decimal."""
    if type(value) is Number:
        return int(value) if value.lstrip("-").isdigit() else Decimal(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value


def read_rule(rule: Options) -> Written:
    """A rule (with plain numbers) taken apart. It has been valid by the schema."""
    beside = {*MODIFIERS, *REFERENCE_MEMBERS}
    names = [name for name in rule if name not in beside]
    assert len(names) == 1, "the schema asks for one generator"
    options, distribution = rule[names[0]], rule.get("distribution")
    if isinstance(options, dict) and "distribution" in options:
        distribution = options["distribution"]
        options = {name: value for name, value in options.items() if name != "distribution"}
    if names[0] == "reference":
        own = options if isinstance(options, dict) else {"table": options}
        options = own | {name: rule[name] for name in REFERENCE_MEMBERS if name in rule}
    return Written(
        generator=names[0],
        options=options,
        null=Fraction(rule.get("null", 0)),
        unique=rule.get("unique") is True,
        computed=rule.get("unique") == "computed",
        distribution=distribution,
    )
