"""What generators of whole literals share: which columns they are for, values as input text."""

from collections.abc import Callable, Iterable

from seedc.generators.context import Context, Options, Problem
from seedc.generators.values import Misfit, Target, Value, as_text, fitted, is_text
from seedc.ir import expr
from seedc.ir.arithmetic import amount_text, clock_text, moment_text
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Node


def named(context: Context, purpose: str, node: Node) -> Node:
    """The node under a name that no column of the row has, so that it is computed once."""
    return context.row.let(f"{context.label()} {purpose}", node)


def suited(context: Context, *types: str) -> None:
    """Raises Problem (SD740) unless the column is of one of the types (names without a schema), or
    holds text."""
    target = context.target
    if is_text(target) or (not target.array and target.type_name.rpartition(".")[2] in types):
        return
    wanted = " or ".join(types)
    raise Problem("SD740", f"{target.column} is {target.type_sql}, and this is {wanted}")


def assured(context: Context, rules: Iterable[Options]) -> None:
    """Raises Problem (SD736) where the whole must be unique and none of its parts is."""
    if context.unique and not any(rule.get("unique") for rule in rules):
        raise Problem(
            "SD736",
            f"{context.target.column} must be unique, which needs a part that is",
            help='write "unique": true inside, in a part that every row has',
        )


def input_text(value: Value, target: Target) -> Node:
    """The value as a text that the input function of the target's type reads, whatever the time
    zone of the session. Raises Problem (SD740) where the value does not fit."""
    try:
        node, encoding = fitted(value, target)
    except Misfit as misfit:
        raise Problem("SD740", str(misfit)) from misfit
    return _INPUT[encoding.unit](node, encoding)


def free_text(value: Value) -> Node:
    """The value as a text for a type that is not known here: a moment says that it is in UTC, which
    a type without time zone reads past."""
    node = as_text(value)
    return expr.concat(node, expr.text("+00")) if value.meaning == "timestamp" else node


def _seconds(node: Node, encoding: Encoding) -> tuple[Node, Node]:
    """Whole seconds, and the text of what is behind the point with the point."""
    if not encoding.scale:
        return node, expr.text("")
    unit = expr.integer(10**encoding.scale)
    part = expr.pad(expr.modulo(node, unit), encoding.scale)
    return expr.divide(node, unit), expr.concat(expr.text("."), part)


def _moment(node: Node, encoding: Encoding) -> Node:
    seconds, part = _seconds(node, encoding)
    return expr.concat(moment_text(seconds), part)


def _clock(node: Node, encoding: Encoding) -> Node:
    seconds, part = _seconds(node, encoding)
    return expr.concat(clock_text(seconds), part)


def _truth(node: Node, encoding: Encoding) -> Node:
    return as_text(Value(node, "boolean"))


def _amount(node: Node, encoding: Encoding) -> Node:
    return amount_text(node, encoding.scale)


_INPUT: dict[str, Callable[[Node, Encoding], Node]] = {
    "integer": lambda node, encoding: expr.to_text(node),
    "numeric": _amount,
    "float": _amount,
    "boolean": _truth,
    "text": lambda node, encoding: node,
    "cast": lambda node, encoding: node,
    "date": lambda node, encoding: expr.date_text(node),
    "time": _clock,
    "timestamp": _moment,
    "timestamptz": lambda node, encoding: expr.concat(_moment(node, encoding), expr.text("+00")),
    "interval": lambda node, encoding: expr.concat(_amount(node, encoding), expr.text(" seconds")),
}
