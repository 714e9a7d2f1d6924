"""One rule where a condition on the row holds, another one (or NULL) where it does not."""

from dataclasses import replace
from typing import Any

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.elements import RULE
from seedc.generators.grid import without_distribution
from seedc.generators.literals import assured
from seedc.generators.sql import lower_expression
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.arithmetic import rescaled


def _when(context: Context, options: Options) -> Value:
    without_distribution(context, "a condition")
    assured(context, [options["then"]])
    condition = lower_expression(options["if"], context)
    if condition.meaning != "boolean":
        raise Problem("SD736", f'"{options["if"]}" is no condition', path=("if",))
    inner = replace(context, unique=False)
    target = replace(context.target, required=False)
    then = _made(inner, options, "then", target)
    if "else" not in options:
        return replace(then, node=expr.case([(condition.node, then.node)], _null(then)))
    then, other = _alike(then, _made(inner, options, "else", target))
    return replace(then, node=expr.case([(condition.node, then.node)], other.node))


def _made(context: Context, options: Options, name: str, target: Any) -> Value:
    try:
        return context.row.generate(context, options[name], name, target)
    except Problem as problem:
        problem.path = (name, *problem.path)
        raise


def _null(value: Value) -> expr.Node:
    return expr.null(value.node.kind)


def _alike(one: Value, other: Value) -> tuple[Value, Value]:
    """Both in the finer scale of the two. Raises Problem (SD736) where they mean different
    things."""
    numbers = {"integer", "decimal"}
    if one.meaning != other.meaning and {one.meaning, other.meaning} != numbers:
        raise Problem("SD736", f"one is a {one.meaning} and the other a {other.meaning}")
    scale = max(one.scale, other.scale)
    meaning = one.meaning if one.meaning == other.meaning else "decimal"
    first, second = (
        Value(rescaled(v.node, v.scale, scale) if v.scale != scale else v.node, meaning, scale)
        for v in (one, other)
    )
    return first, second


GENERATORS = (
    Generator(
        name="when",
        options={
            "type": "object",
            "properties": {"if": {"type": "string", "minLength": 1}, "then": RULE, "else": RULE},
            "required": ["if", "then"],
            "additionalProperties": False,
        },
        docs="One rule in the rows where an SQL condition over other columns is true, and another"
        " one, or NULL, in the rest.",
        example={
            "when": {
                "if": "status = 'paid'",
                "then": {"after": {"column": "placed_at", "by": ["1 minute", "2 days"]}},
            }
        },
        make=_when,
    ),
)
