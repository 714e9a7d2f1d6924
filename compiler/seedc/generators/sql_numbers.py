"""Arithmetic of SQL: integers truncate, numerics keep their scales, quotients are rounded once."""

from collections.abc import Callable
from dataclasses import replace

from seedc.generators.context import Problem
from seedc.generators.sql_terms import NUMBERS, Once, Term, not_understood, scaled
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node

Quotient = Callable[[Node, Node, Once], Node]
"""Dividend and positive divisor to a whole number."""

_ZERO, _ONE, _TWO = expr.integer(0), expr.integer(1), expr.integer(2)


def add(a: Term, b: Term, once: Once) -> Term:
    """a + b, of the greater scale."""
    scale = max(a.scale, b.scale)
    return _number(expr.add(scaled(a, scale), scaled(b, scale)), a, b, scale)


def subtract(a: Term, b: Term, once: Once) -> Term:
    """a - b, of the greater scale."""
    scale = max(a.scale, b.scale)
    return _number(expr.subtract(scaled(a, scale), scaled(b, scale)), a, b, scale)


def multiply(a: Term, b: Term, once: Once) -> Term:
    """a * b, of both scales together."""
    return _number(expr.multiply(a.node, b.node), a, b, a.scale + b.scale)


def divide(a: Term, b: Term, once: Once) -> Term:
    """a / b of integers, towards zero. Raises Problem (SD739) for numerics, whose quotient
    PostgreSQL cuts at a place that depends on the values."""
    if (a.family, b.family) != ("integer", "integer"):
        raise not_understood(
            "a division of numerics outside round",
            "round it at once: round(x / y, 2), or (x / y)::numeric(10,2)",
        )
    return Term(over(a.node, b, once, towards_zero), "integer")


def remainder(a: Term, b: Term, once: Once) -> Term:
    """a % b with the sign of a, of the greater scale."""
    scale = max(a.scale, b.scale)
    divisor = replace(b, node=scaled(b, scale))
    size = _magnitude(divisor, once)
    return _number(_rest(scaled(a, scale), size, once), a, b, scale)


def _number(node: Node, a: Term, b: Term, scale: int) -> Term:
    decimal = "decimal" in (a.family, b.family)
    return Term(node, "decimal" if decimal else "integer", scale, a.uneven or b.uneven)


ARITHMETIC = {"+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder}
"""What each operator does to two numbers."""


def negative(node: Node) -> Node:
    """-a."""
    return expr.multiply(node, expr.integer(-1))


def magnitude(node: Node, once: Once) -> Node:
    """|a|."""
    if node.low >= 0:
        return node
    if node.high <= 0:
        return negative(node)
    node = once(node)
    return bounded(expr.greatest(node, negative(node)), 0, expr.INT_HIGH)


def _magnitude(divisor: Term, once: Once) -> Node:
    if divisor.node.low <= 0 <= divisor.node.high:
        _never_zero(divisor)
    return bounded(magnitude(divisor.node, once), 1, expr.INT_HIGH)


def _never_zero(divisor: Term) -> None:
    if not divisor.nonzero:
        raise Problem(
            "SD739",
            "the SQL expression divides by a value that can be 0 (it lies between"
            f" {divisor.node.low} and {divisor.node.high})",
            help="write nullif(y, 0), or widen what the divisor cannot be",
        )


def over(dividend: Node, divisor: Term, once: Once, quotient: Quotient) -> Node:
    """The quotient of two numbers of any sign, whose divisor is known not to be 0. Raises Problem
    (SD739) where it can be."""
    node = divisor.node
    if node.is_constant and node.constant is None:
        return expr.null("int")
    if node.low >= 1:
        return quotient(dividend, node, once)
    if node.high <= -1:
        return quotient(negative(dividend), negative(node), once)
    _never_zero(divisor)
    dividend, node = once(dividend), once(node)
    above = quotient(dividend, bounded(node, 1, node.high), lambda inner: inner)
    mirrored = bounded(negative(node), 1, -node.low)
    below = quotient(negative(dividend), mirrored, lambda inner: inner)
    return expr.case(
        [(expr.less(_ZERO, node), above), (expr.less(node, _ZERO), below)], expr.null("int")
    )


def downwards(a: Node, b: Node, once: Once) -> Node:
    """a / b rounded down."""
    return expr.divide(a, b)


def upwards(a: Node, b: Node, once: Once) -> Node:
    """a / b rounded up."""
    return negative(expr.divide(negative(a), b))


def towards_zero(a: Node, b: Node, once: Once) -> Node:
    """a / b truncated, as integers divide."""
    return _by_sign(a, b, once, expr.divide)


def to_nearest(a: Node, b: Node, once: Once) -> Node:
    """a / b rounded half away from zero, as numerics round."""

    def half_up(a: Node, b: Node) -> Node:
        return expr.divide(expr.add(expr.multiply(a, _TWO), b), expr.multiply(b, _TWO))

    return _by_sign(a, b, once, half_up)


def _rest(a: Node, b: Node, once: Once) -> Node:
    return _by_sign(a, b, once, expr.modulo)


def _by_sign(a: Node, b: Node, once: Once, positive: Callable[[Node, Node], Node]) -> Node:
    """An odd function of `a`, given for what is not negative."""
    if a.low >= 0:
        return positive(a, b)
    a, b = once(a), once(b)
    below = negative(positive(bounded(negative(a), 0, expr.INT_HIGH), b))
    if a.high <= 0:
        return below
    above = positive(bounded(a, 0, a.high), b)
    return expr.case([(expr.less(a, _ZERO), below)], above)


def rounded(term: Term, places: int, once: Once, how: Quotient) -> Term:
    """A number at so many places after the point (before it, where negative)."""
    if places >= term.scale:
        return Term(scaled(term, places), "decimal", places)
    unit = expr.integer(10 ** (term.scale - places))
    node = how(term.node, unit, once)
    if places < 0:
        node = expr.multiply(node, expr.integer(10**-places))
    return Term(node, "decimal", max(places, 0))


def rounded_quotient(a: Term, b: Term, places: int, once: Once, how: Quotient) -> Term:
    """round(a / b, places) and its like. Raises Problem (SD739) where PostgreSQL, which rounds the
    quotient before, could give another last digit."""
    if places < 0:
        raise not_understood("a quotient rounded before the point")
    _check_exact(a, b, places)
    shift = places + b.scale - a.scale
    dividend = expr.multiply(a.node, expr.integer(10 ** max(shift, 0)))
    divisor = expr.multiply(b.node, expr.integer(10 ** max(-shift, 0)))
    return Term(over(dividend, replace(b, node=divisor), once, how), "decimal", places)


_SIGNIFICANT, _DIGITS = 16, 4
"""select_div_scale in numeric.c: a quotient gets 16 significant digits, counted in groups of 4."""


def _check_exact(a: Term, b: Term, places: int) -> None:
    """A quotient that is no multiple of half a unit is at least 1 / (2 · 10^places · divisor) away
    from each. PostgreSQL's own error is half a unit of its scale, which must be less."""
    heaviest = _weight(max(abs(a.node.low), abs(a.node.high)), a.scale)
    largest = max(abs(b.node.low), abs(b.node.high))
    smallest = 1 if b.node.low <= 0 <= b.node.high else min(abs(b.node.low), abs(b.node.high))
    for weight in range(_weight(smallest, b.scale), _weight(largest, b.scale) + 1):
        most = min(largest, 10 ** max(_DIGITS * (weight + 1) + b.scale, 0) - 1)
        scale = max(_SIGNIFICANT - _DIGITS * (heaviest - weight), 0)
        if most * 10 ** (max(a.scale - b.scale, 0) + places) >= 10**scale:
            raise not_understood(
                f"a quotient of up to {max(abs(a.node.low), abs(a.node.high))} units of"
                f" 10^-{a.scale} rounded to {places} places, too many digits for numeric division"
                " to be exact",
                "round to fewer places, or divide smaller numbers",
            )


def _weight(units: int, scale: int) -> int:
    """The place of the first group of four digits, 0 for the one before the point."""
    return (len(str(units)) - 1 - scale) // _DIGITS


def numbers(a: Term, b: Term) -> bool:
    """Whether both are numbers."""
    return a.family in NUMBERS and b.family in NUMBERS
