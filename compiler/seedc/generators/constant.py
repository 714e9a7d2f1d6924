"""The same value in every row."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.scalars import constant_value
from seedc.generators.values import Value


def _constant(context: Context, options: Options) -> Value:
    without_distribution(context, "a constant")
    if context.unique and context.index.high > 0:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must be unique, and the rule has"
            f" 1 different value for {context.rows} rows",
        )
    return constant_value(options, context.target)


GENERATORS = (
    Generator(
        name="constant",
        options={"type": ["string", "number", "boolean", "null"]},
        docs="The same value in every row: a number, a text, true, false or null. Texts are read as"
        " the column's type reads them; moments are ISO 8601, durations like `90 days`.",
        example={"constant": "pending"},
        make=_constant,
    ),
)
