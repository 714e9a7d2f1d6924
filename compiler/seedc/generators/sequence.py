"""Numbers that count the rows, or the children of each parent."""

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.values import Value
from seedc.ir import expr


def _sequence(context: Context, options: Options) -> Value:
    without_distribution(context, "a sequence")
    if options.get("per") == "parent":
        without_unique(context, "the numbers under two parents")
        place = context.row.siblings()
    else:
        place = context.index
    start, step = options.get("start", 1), options.get("step", 1)
    counted = expr.multiply(place, expr.integer(step))
    return Value(expr.add(counted, expr.integer(start)), "integer")


GENERATORS = (
    Generator(
        name="sequence",
        options={
            "type": "object",
            "properties": {
                "start": {"type": "integer"},
                "step": {"type": "integer", "not": {"const": 0}},
                "per": {"enum": ["parent"]},
            },
            "additionalProperties": False,
        },
        docs="start, start + step, … in the order of the rows; per parent, from start again.",
        example={"sequence": {"start": 1, "per": "parent"}},
        make=_sequence,
    ),
)
