"""Cells that come from other rows: references, look-ups, aggregates, running totals, the day.

The generators here only name what they want; `passes/volume/specials.py`, which knows the rows of
every table, makes it.
"""

from collections.abc import Callable

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.rules import REFERENCE_MEMBERS
from seedc.generators.values import Value

_NAME = {"type": "string", "minLength": 1}
_CELL = {
    "type": "string",
    "pattern": r"^.+\..+$",
    "description": "a table and its column, as stores.city",
}


def _special(name: str) -> Callable[[Context, Options], Value]:
    return lambda context, options: context.row.special(name, context, options)


def _followed(name: str, *, apart: bool = False) -> Callable[[Context, Options], Value]:
    """What follows from other rows, is not drawn, and not kept apart unless rows are made so."""

    def make(context: Context, options: Options) -> Value:
        without_distribution(context, name)
        if not apart:
            without_unique(context, f"the {name}")
        made: Value = context.row.special(name, context, options)
        return made

    return make


def _of_children(name: str, docs: str) -> Generator:
    return Generator(
        name=name,
        options={
            "anyOf": [
                _CELL,
                {
                    "type": "object",
                    "properties": {"of": _CELL, "via": _NAME},
                    "required": ["of"],
                    "additionalProperties": False,
                },
            ]
        },
        docs=docs,
        example={name: "sale_items.line_total"},
        make=_followed(name),
    )


GENERATORS = (
    Generator(
        name="reference",
        options={
            "anyOf": [
                _NAME,
                {
                    "type": "object",
                    "properties": {"table": _NAME, **REFERENCE_MEMBERS},
                    "required": ["table"],
                    "additionalProperties": False,
                },
            ]
        },
        docs="The key of a row of another table, curated rows and generated ones alike.",
        example={"reference": "suppliers", "distribution": "zipf"},
        make=_special("reference"),
    ),
    Generator(
        name="lookup",
        options=_CELL,
        docs="A column of the row that a foreign key refers to: `foreign key column.column`.",
        example={"lookup": "product_id.price"},
        make=_followed("lookup"),
    ),
    _of_children("sum", "The sum of a column over the row's children."),
    _of_children("min", "The smallest value of a column over the row's children."),
    _of_children("max", "The greatest value of a column over the row's children."),
    Generator(
        name="count",
        options={
            "anyOf": [
                _NAME,
                {
                    "type": "object",
                    "properties": {"of": _NAME, "via": _NAME},
                    "required": ["of"],
                    "additionalProperties": False,
                },
            ]
        },
        docs="How many children the row has in a table.",
        example={"count": "sale_items"},
        make=_followed("count"),
    ),
    Generator(
        name="running",
        options={
            "anyOf": [
                _NAME,
                {
                    "type": "object",
                    "properties": {"of": _NAME, "start": {"type": "number"}},
                    "required": ["of"],
                    "additionalProperties": False,
                },
            ]
        },
        docs="A running total: the sum of a column over the rows of one parent up to this one.",
        example={"running": {"of": "amount", "start": 100}},
        make=_followed("running"),
    ),
    Generator(
        name="day",
        options={"type": "object", "additionalProperties": False},
        docs="The day of a row that a calendar made.",
        example={"day": {}},
        make=_followed("day", apart=True),
    ),
)
