"""Several values of one rule in a cell: nested rules, and elements that differ within a row."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from seedc.generators.context import Context, Options, Problem, Row
from seedc.generators.grid import without_distribution
from seedc.generators.literals import assured, named
from seedc.generators.rules import read_rule
from seedc.generators.values import Target, Value
from seedc.ir import expr
from seedc.ir.expr import Node, Unbounded
from seedc.jsonvalue import Pointer

_MOST = 32
"""Every element is an expression of its own, so a script grows with the longest array."""
_COUNT = {"type": "integer", "minimum": 0, "maximum": _MOST}

RULE = {"$ref": "#/$defs/rule"}
"""The schema of a nested rule, which the schema of the whole file defines."""

ELEMENTS = {
    "type": "object",
    "properties": {
        "of": RULE,
        "length": {
            "anyOf": [_COUNT, {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2}]
        },
        "distinct": {"type": "boolean"},
    },
    "required": ["of", "length"],
    "additionalProperties": False,
}
"""The options of what is listed."""


def nested(context: Context, rule: Options, purpose: str, target: Target, path: Pointer) -> Value:
    """A nested rule's value; the path of its Problem leads to it from here."""
    try:
        return context.row.generate(context, rule, purpose, target)
    except Problem as problem:
        problem.path = (*path, read_rule(rule).generator, *problem.path)
        raise


Element = Callable[[Context, Options, str], Node]
"""From a context, a rule and a purpose to the text of one element."""


def listed(context: Context, options: Options, brackets: str, element: Element) -> Node:
    """The elements between brackets. The rule's distribution is that of the length."""
    least, most = _lengths(options["length"])
    assured(context, [options["of"]] if least else [])
    length = named(context, "length", _length(context, least, most))
    pieces: list[Node] = []
    for place, text in enumerate(_elements(context, options, most, element)):
        item = expr.concat(expr.text("," if place else ""), text)
        there = expr.less(expr.integer(place), length)
        pieces.append(expr.case([(there, item)], expr.text("")))
    return expr.concat(expr.text(brackets[0]), *pieces, expr.text(brackets[1]))


def _lengths(length: Options) -> tuple[int, int]:
    least, most = length if isinstance(length, list) else (length, length)
    if least > most:
        raise Problem("SD736", f"{least} is greater than {most}", path=("length",))
    return least, most


def _length(context: Context, least: int, most: int) -> Node:
    if least == most:
        without_distribution(context, "a list of a fixed length")
        return expr.integer(least)
    return context.inner("length", unique=False).between(least, most)


def _elements(context: Context, options: Options, most: int, element: Element) -> list[Node]:
    rule = options["of"]
    if not options.get("distinct") or most < 2:
        return [element(context, rule, f"element {place}") for place in range(most)]
    rule = {name: value for name, value in rule.items() if name != "null"} | {"unique": True}
    period = _variety(context, rule, element)
    if period < most:
        raise Problem(
            "SD741",
            f"{most} elements must be distinct, and the rule has {period} different values",
            help="make the array shorter, or widen the rule of its elements",
            path=("length",),
        )
    shift = named(context, "shift", context.uniform(period, "shift"))
    stride = named(context, "stride", _stride(context, period))
    found = []
    for place in range(most):
        step = expr.multiply(stride, expr.integer(place))
        turned = expr.modulo(expr.add(shift, step), expr.integer(period))
        inner = replace(context, index=turned, rows=period)
        found.append(element(inner, rule, "element"))
    return found


def _stride(context: Context, period: int) -> Node:
    """A step that meets every number below the period before it comes round: one of the first eight
    without a common divisor, so that rows with the same first element differ in the others."""
    coprime = (n for n in range(1, max(period, 2)) if math.gcd(n, period) == 1)
    strides = tuple(islice(coprime, 8))
    return expr.pick_int(context.uniform(len(strides), "stride"), strides, "strides")


def _variety(context: Context, rule: Options, element: Element) -> int:
    """How many different values a unique rule has, at most 2^31. It is found by asking, because
    only the generator knows.

    The elements of a row stand in the bijection that makes the rule unique over so many rows, from
    a place and at a distance of the row's own."""
    trial = replace(context, row=_Trial(context.row))
    told: list[int] = []

    def enough(rows: int) -> bool:
        inner = replace(trial, index=expr.index(0, rows - 1), rows=rows)
        try:
            element(inner, rule, "element")
        except Unbounded:
            return False
        except Problem as problem:
            if problem.code != "SD741":
                raise
            told.extend([problem.room] if problem.room is not None else [])
            return False
        return True

    low, high = 0, 2**31
    while low < high:
        # Most rules say how many they have: then three tries are enough, where halving takes 31.
        guess = told[-1] if told else 0
        middle = next(n for n in (guess, guess + 1, (low + high + 1) // 2) if low < n <= high)
        low, high = (middle, high) if enough(middle) else (low, middle - 1)
    return low


@dataclass(frozen=True, slots=True)
class _Trial:
    """A row that forgets the names it is told, so that trying a rule leaves nothing in the row."""

    row: Row

    def column(self, name: str) -> Value:
        return self.row.column(name)

    def let(self, name: str, node: Node) -> Node:
        return node

    def generate(self, context: Context, rule: Options, purpose: str, target: Target) -> Value:
        return self.row.generate(context, rule, purpose, target)

    def curated(self, table: str, column: str) -> tuple[str, ...]:
        return self.row.curated(table, column)

    def slot(self, index: Node, count: int) -> Node:
        """A number that no other row has."""
        return self.row.slot(index, count)

    def siblings(self) -> Node:
        return self.row.siblings()

    def special(self, name: str, context: Context, options: Options) -> Value:
        return self.row.special(name, context, options)
