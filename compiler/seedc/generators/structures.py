"""Values with parts: JSON by structure, lists, arrays, rows of composite types."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.elements import ELEMENTS, RULE, listed, nested
from seedc.generators.grid import without_distribution
from seedc.generators.literals import assured, free_text, input_text, suited
from seedc.generators.values import Target, Value, as_text
from seedc.ir import expr
from seedc.ir.expr import Node

_JSON = ("json", "list")
"""The generators whose literals are JSON already."""


# JSON ---------------------------------------------------------------------------------------------


def _json(context: Context, options: Options) -> Value:
    suited(context, "json", "jsonb")
    without_distribution(context, "a structure")
    ((form, inside),) = options.items()
    if form == "constant":
        assured(context, ())
        return Value(expr.text(_constant_text(inside)), "literal")
    members = inside if form == "object" else dict(enumerate(inside))
    assured(context, members.values())
    pieces: list[Node] = []
    for name, rule in members.items():
        key = f"{_constant_text(name)}: " if form == "object" else ""
        found = _json_value(context, rule, f"member {name}", (form, name))
        pieces += [expr.text(", " if pieces else ""), expr.text(key), found]
    opening, closing = "{}" if form == "object" else "[]"
    return Value(expr.concat(expr.text(opening), *pieces, expr.text(closing)), "literal")


def _json_value(context: Context, rule: Options, purpose: str, path: tuple[str | int, ...]) -> Node:
    """A nested rule's value as JSON text; its NULL is JSON's null."""
    structured = any(name in rule for name in _JSON)
    target = _text_of(context, "jsonb" if structured else "text")
    value = nested(context, rule, purpose, target, path)
    text = value.node if structured else as_text(value)
    if not structured and value.meaning not in ("integer", "decimal", "boolean"):
        text = _json_string(text)
    return expr.coalesce(text, expr.text("null"))


def _json_string(text: Node) -> Node:
    """The text as a JSON string; a constant one already as the script shows it."""
    if text.is_constant:
        return text if text.constant is None else expr.text(_constant_text(text.constant))
    return expr.json_string(text)


def _text_of(context: Context, type_name: str) -> Target:
    """A target of that type in the same column, without its constraints."""
    column = context.target
    return Target(table=column.table, column=column.column, type_name=type_name, type_sql=type_name)


def _constant_text(value: Options) -> str:
    """JSON with its numbers as they were written. Raises Problem (SD736) for U+0000, which
    PostgreSQL's texts cannot hold."""
    if isinstance(value, dict):
        members = (f"{_constant_text(k)}: {_constant_text(v)}" for k, v in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_constant_text, value)) + "]"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str) and "\0" in value:
        raise Problem("SD736", "PostgreSQL's JSON cannot hold the character U+0000")
    return json.dumps(value, ensure_ascii=False)


def _list(context: Context, options: Options) -> Value:
    suited(context, "json", "jsonb")

    def element(inner: Context, rule: Options, purpose: str) -> Node:
        return _json_value(inner, rule, purpose, ("of",))

    return Value(listed(context, options, "[]", element), "literal")


# Arrays and rows ----------------------------------------------------------------------------------


def _array(context: Context, options: Options) -> Value:
    target = context.target
    if not target.array:
        help_ = 'write {"list": …} for JSON' if target.type_name in ("json", "jsonb") else None
        message = f"{target.column} is {target.type_sql}, which is no array"
        raise Problem("SD740", message, help=help_)

    def element(inner: Context, rule: Options, purpose: str) -> Node:
        return _array_element(inner, rule, purpose, target.element())

    return Value(listed(context, options, "{}", element), "literal")


def _array_element(context: Context, rule: Options, purpose: str, target: Target) -> Node:
    optional = replace(target, required=False)
    value = nested(context, rule, purpose, optional, ("of",))
    text = input_text(value, optional)
    if value.meaning in ("text", "literal") or target.type_name == "interval":
        text = _quoted(text, '\\"')
    return expr.coalesce(text, expr.text("NULL"))


def _quoted(text: Node, mark: str) -> Node:
    """The text in double quotes; those in it as `mark`, and backslashes doubled."""
    plain = expr.replace_text(text, "\\", "\\\\")
    return expr.concat(expr.text('"'), expr.replace_text(plain, '"', mark), expr.text('"'))


def _composite(context: Context, options: Options) -> Value:
    """A row literal: fields in the order of the type, nothing at all for NULL."""
    if context.target.array or "." not in context.target.type_name:
        target = context.target
        raise Problem("SD740", f"{target.column} is {target.type_sql}, which is no composite type")
    without_distribution(context, "a row")
    assured(context, options)
    pieces: list[Node] = []
    free = _text_of(context, "text")
    for place, rule in enumerate(options):
        value = nested(context, rule, f"field {place}", free, (place,))
        text = free_text(value)
        if value.meaning in ("text", "literal", "interval"):
            text = _quoted(text, '""')
        pieces += [expr.text(","), expr.coalesce(text, expr.text(""))]
    return Value(expr.concat(expr.text("("), *pieces[1:], expr.text(")")), "literal")


# Registry -----------------------------------------------------------------------------------------


def _form(**properties: Mapping[str, object]) -> Mapping[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_RULES: Sequence[Mapping[str, object]] = (
    _form(object={"type": "object", "additionalProperties": RULE}),
    _form(array={"type": "array", "items": RULE}),
    _form(constant={}),
)

GENERATORS = (
    Generator(
        name="json",
        options={"anyOf": list(_RULES)},
        docs=(
            "JSON by structure: an `object` of rules by name, an `array` of rules, or a `constant`;"
            " a rule's NULL is null, its numbers and booleans are JSON's."
        ),
        example={
            "json": {
                "object": {
                    "theme": {"choice": ["light", "dark"]},
                    "limits": {"json": {"object": {"posts": {"integer": {"between": [1, 9]}}}}},
                }
            }
        },
        make=_json,
    ),
    Generator(
        name="list",
        options=ELEMENTS,
        docs="A JSON array of so many values of one rule, on request distinct within the row.",
        example={"list": {"of": {"choice": ["a", "b", "c"]}, "length": [0, 2], "distinct": True}},
        make=_list,
    ),
    Generator(
        name="array",
        options=ELEMENTS,
        docs="An array of so many values of one rule, on request distinct within the row.",
        example={"array": {"of": {"choice": ["new", "sale", "eco"]}, "length": [0, 3]}},
        make=_array,
    ),
    Generator(
        name="composite",
        options={"type": "array", "items": RULE, "minItems": 1},
        docs="A value of a composite type: one rule for each of its fields, in their order.",
        example={"composite": [{"integer": {"between": [1, 99]}}, {"constant": "m"}]},
        make=_composite,
    ),
)
