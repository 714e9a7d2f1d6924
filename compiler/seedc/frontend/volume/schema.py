"""The JSON Schema (draft 2020-12) of volume.json, every generator's options included.

Two annotations of our own say what a member is called in messages: `x-member` is the word for the
members of an object, `description` what a value is, with its article. Two formats are checked with
knowledge of the file: `amount`, and `date` and `date-time` as ISO 8601 writes them.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from seedc.distributions import SCHEMA as DISTRIBUTION
from seedc.frontend.volume.amount import FUNCTIONS, LARGEST, PARAMETER
from seedc.generators.context import Generator
from seedc.generators.registry import GENERATORS
from seedc.generators.rules import MODIFIERS, REFERENCE_MEMBERS

Schema: TypeAlias = dict[str, Any]

MEMBER = "x-member"
"""The annotation that names an object's members: `generator`, `profile`, …; else `member`."""

PROFILE_OPTIONS = ("batch", "transaction", "constraints")
"""What a profile says beside the values of parameters."""

RESERVED = (*PROFILE_OPTIONS, "size", *FUNCTIONS)
"""Names that no parameter can have: SEED_SIZE and SEED_BATCH have a meaning of their own."""

MOST_CHILDREN = 100_000
"""The greatest number of children that a fan-out's distribution can give one parent."""

OF = ("generated", "curated", "all")
FAN_OUTS = ("count", "between", "weights", "geometric", "zipf", "total")

_BESIDE: Schema = {
    **MODIFIERS,
    "distribution": {"$ref": "#/$defs/distribution"},
    **REFERENCE_MEMBERS,
}

_NAME: Schema = {"type": "string", "minLength": 1, "description": "a name"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_PROFILE_NAME = "^[A-Z][A-Z0-9_]*$"
_AMOUNT: Schema = {
    "type": ["integer", "string"],
    "description": 'an amount, such as 50, "products" or "products * 2"',
    "minimum": 0,
    "maximum": LARGEST,
    "format": "amount",
}
_DATE: Schema = {"type": "string", "description": "a date, such as 2026-01-31", "format": "date"}


def volume_schema(generators: Mapping[str, Generator] = GENERATORS) -> Schema:
    """The schema of a file; `#/$defs/rule` is a rule, a column's or one within another."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
            "distribution": DISTRIBUTION,
            "rule": _rule(generators),
            "table": _table(),
        },
        **_closed(
            {
                "clock": {
                    "type": "string",
                    "description": "a moment, such as 2026-01-01T00:00:00Z",
                    "format": "date-time",
                },
                "seed": {
                    "type": ["integer", "string"],
                    "minLength": 1,
                    "description": "a whole number or a text",
                },
                "locale": {
                    "type": "string",
                    "pattern": "^[a-z]{2,3}_[A-Z]{2}$",
                    "description": "a locale, such as pt_BR",
                },
                "generators": _versions(generators),
                "parameters": _parameters(),
                "profiles": {**_named(_profile_name(), _profile()), MEMBER: "profile"},
                "tables": {"type": "object", "additionalProperties": {"$ref": "#/$defs/table"}},
            },
            required=["tables"],
        ),
    }


def _closed(properties: Schema, *, required: Iterable[str] = (), **more: Any) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*required],
        "additionalProperties": False,
        **more,
    }


def _named(name: Schema, value: Schema) -> Schema:
    """An object whose members are named by people."""
    return {"type": "object", "propertyNames": name, "additionalProperties": value}


def _one_of(names: Iterable[str]) -> list[Schema]:
    """Exactly one of these members."""
    return [{"required": [name]} for name in names]


# Generators and rules -----------------------------------------------------------------------------


def _rule(generators: Mapping[str, Generator]) -> Schema:
    options = {name: _options(generator) for name, generator in generators.items()}
    return _closed(
        {**options, **_BESIDE},
        description='a rule, such as {"integer": {"between": [1, 6]}}',
        dependentRequired={name: ["reference"] for name in REFERENCE_MEMBERS},
        oneOf=_one_of(generators),
        **{MEMBER: "generator"},
    )


def _options(generator: Generator) -> Schema:
    """A generator's options, where the distribution may stand among them."""
    return _with_distribution(dict(generator.options))


def _with_distribution(schema: Schema) -> Schema:
    found = dict(schema)
    for key in ("anyOf", "oneOf"):
        if key in found:
            found[key] = [_with_distribution(branch) for branch in found[key]]
    if "properties" in found:
        own = {"distribution": {"$ref": "#/$defs/distribution"}}
        found["properties"] = dict(found["properties"]) | own
        found.setdefault(MEMBER, "option")
    return found


def _versions(generators: Mapping[str, Generator]) -> Schema:
    return _closed(
        {
            name: {"type": "integer", "minimum": 1, "maximum": generator.version}
            for name, generator in generators.items()
        },
        **{MEMBER: "generator"},
    )


# Parameters and profiles --------------------------------------------------------------------------

_VALUE: Schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
_PARAMETER_NAME: Schema = {
    "pattern": f"^{PARAMETER}$",
    "not": {"enum": [*RESERVED]},
    "description": "a parameter's name: small letters, digits and _, and none of "
    + ", ".join(RESERVED),
}
_PARAMETER: Schema = _closed(
    {
        "env": {
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "description": "the name of an environment variable",
        },
        "default": _VALUE,
    }
)


def _parameters() -> Schema:
    """The parameters; beside them `batch`, of which only the variable can be said here."""
    batch = _closed({"env": _PARAMETER["properties"]["env"]}, required=["env"])
    named = {"anyOf": [{"const": "batch"}, _PARAMETER_NAME]}
    return {
        **_named({**named, "description": _PARAMETER_NAME["description"]}, _PARAMETER),
        "properties": {"batch": batch},
    }


def _profile_name() -> Schema:
    return {
        "pattern": _PROFILE_NAME,
        "description": "a profile's name: capital letters, digits and _",
    }


def _profile() -> Schema:
    return {
        "type": "object",
        "description": "an object of parameters",
        "properties": {
            "batch": {"type": "integer", "minimum": 1, "maximum": 10_000_000},
            "transaction": {"enum": ["batch", "single"]},
            "constraints": {"enum": ["keep", "rebuild"]},
        },
        "propertyNames": {
            "anyOf": [{"enum": [*PROFILE_OPTIONS]}, _PARAMETER_NAME],
            "description": _PARAMETER_NAME["description"],
        },
        "additionalProperties": _VALUE,
    }


# Tables and their rows ----------------------------------------------------------------------------


def _table() -> Schema:
    return _closed(
        {
            "rows": _rows(),
            "policy": {"enum": ["keep", "update", "sync"]},
            "columns": {"type": "object", "additionalProperties": {"$ref": "#/$defs/rule"}},
            "expect": {"type": "object", "additionalProperties": _expect()},
        },
        description='an object with "rows", "policy", "columns" and "expect"',
    )


def _expect() -> Schema:
    """Bounds on a column over all generated rows, which verify.sql holds the database to."""
    shares = {"type": "array", "items": _SHARE, "minItems": 2, "maxItems": 2}
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    values = {"type": ["number", "string"], "description": "a number or a text"}
    return _closed(
        {
            "between": {"type": "array", "items": values, "minItems": 2, "maxItems": 2},
            "mean": numbers,
            "nulls": shares,
            "shares": {"type": "object", "additionalProperties": shares},
        },
        minProperties=1,
        description='bounds, such as {"mean": [10, 20]}',
    )


def _rows() -> Schema:
    forms = {"each": _each(), "cross": _cross(), "calendar": _calendar(), "tree": _tree()}
    chosen = _closed(dict.fromkeys(forms, True), oneOf=_one_of(forms))
    for name, form in reversed(forms.items()):
        chosen = {"if": {"required": [name]}, "then": form, "else": chosen}
    return {
        "description": "a whole number, an amount or an object with one of " + ", ".join(forms),
        "type": ["integer", "string", "object"],
        "minimum": 0,
        "maximum": LARGEST,
        "format": "amount",
        "if": {"type": "object"},
        "then": chosen,
    }


def _each() -> Schema:
    return _closed(
        {
            "each": _NAME,
            "count": _AMOUNT,
            "between": {
                "type": "array",
                "description": "a list of two amounts, such as [1, 6]",
                "items": _AMOUNT,
                "minItems": 2,
                "maxItems": 2,
            },
            "weights": _weights(),
            "geometric": _closed(
                {"mean": {"type": "number", "exclusiveMinimum": 0}, "most": _most()},
                required=["mean", "most"],
            ),
            "zipf": _closed(
                {
                    "most": _most(),
                    "exponent": {"type": "number", "exclusiveMinimum": 0, "maximum": 20},
                },
                required=["most"],
            ),
            "total": _AMOUNT,
            "share": _SHARE,
            "of": {"enum": [*OF]},
            "via": _NAME,
        },
        oneOf=_one_of(FAN_OUTS),
    )


def _most() -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": MOST_CHILDREN}


def _weights() -> Schema:
    return {
        "type": "object",
        "description": 'an object of weights by numbers of children, such as {"0": 1, "1": 5}',
        "propertyNames": {
            "pattern": "^(0|[1-9][0-9]{0,4})$",
            "description": "a number of children from 0 to 99999",
        },
        "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 1_000_000},
        "minProperties": 1,
    }


def _cross() -> Schema:
    return _closed(
        {
            "cross": {
                "type": "array",
                "description": "a list of two tables or more",
                "items": _NAME,
                "minItems": 2,
            },
            "sample": _AMOUNT,
            "of": {"enum": [*OF]},
        }
    )


def _calendar() -> Schema:
    return _closed(
        {
            "calendar": _closed(
                {
                    "from": _DATE,
                    "to": _DATE,
                    "days": _AMOUNT,
                    "every": {"type": "integer", "minimum": 1, "maximum": 10_000},
                    "each": _NAME,
                    "of": {"enum": [*OF]},
                    "via": _NAME,
                },
                required=["from"],
                oneOf=_one_of(["to", "days"]),
                dependentRequired={"of": ["each"], "via": ["each"]},
            )
        }
    )


def _tree() -> Schema:
    return _closed(
        {
            "tree": _closed(
                {"roots": _AMOUNT, "branching": _AMOUNT, "depth": _AMOUNT, "via": _NAME},
                required=["roots", "branching", "depth"],
            )
        }
    )
