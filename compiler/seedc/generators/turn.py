"""The values of a list one after the other under each parent, so that siblings differ."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.scalars import constant_value
from seedc.generators.values import Value
from seedc.ir import expr


def _turn(context: Context, options: Options) -> Value:
    without_distribution(context, "values in turn")
    without_unique(context, "the values under two parents")
    values = [constant_value(item, context.target, (n,)) for n, item in enumerate(options)]
    meanings = {(value.meaning, value.scale) for value in values}
    if len(meanings) > 1:
        raise Problem("SD736", "a list of different kinds of values has no one type")
    place = expr.modulo(context.row.siblings(), expr.integer(len(values)))
    first, texts = values[0], [value.node.constant for value in values]
    if first.node.kind == "text":
        node = expr.pick_text(place, [str(text) for text in texts], context.label())
    else:
        node = expr.pick_int(place, [int(text or 0) for text in texts], context.label())
        if first.node.kind == "bool":
            node = expr.equal(node, expr.integer(1))
    return Value(node, first.meaning, first.scale)


GENERATORS = (
    Generator(
        name="turn",
        options={
            "type": "array",
            "items": {"type": ["string", "number", "boolean"]},
            "minItems": 1,
            "uniqueItems": True,
        },
        docs="The values of a list in turn for the rows of each parent: siblings differ as long as"
        " they are no more than the values.",
        example={"turn": ["home", "work", "billing"]},
        make=_turn,
    ),
)
