"""What is often made of primitives: rounding, texts of amounts and times, bijections, draws."""

import math
from dataclasses import replace

from seedc.distributions.table import Table
from seedc.ir import expr
from seedc.ir.expr import DRAW, Node, Unbounded

DAY = 86_400


def bounded(node: Node, low: int, high: int) -> Node:
    """The node with bounds that its maker knows to be narrower (inside a branch of a `case`)."""
    return replace(node, low=max(low, node.low), high=min(high, node.high))


def rescaled(node: Node, scale: int, to: int) -> Node:
    """An amount in units of 10^-scale in units of 10^-to; what is cut off is rounded half away from
    zero, as PostgreSQL rounds numeric."""
    if to >= scale:
        return expr.multiply(node, expr.integer(10 ** (to - scale)))
    return rounded_quotient(node, 10 ** (scale - to))


def rounded_quotient(node: Node, divisor: int) -> Node:
    """node / divisor, rounded half away from zero."""
    half = expr.integer(divisor)
    double = expr.integer(2 * divisor)
    up = expr.divide(expr.add(expr.multiply(node, expr.integer(2)), half), double)
    if node.low >= 0:
        return up
    # For what is negative, half away from zero is half down: the mirror image.
    mirrored = expr.multiply(node, expr.integer(-2))
    down = expr.multiply(expr.divide(expr.add(mirrored, half), double), expr.integer(-1))
    return expr.case([(expr.less(node, expr.integer(0)), down)], up)


def amount_text(node: Node, scale: int) -> Node:
    """An amount in units of 10^-scale with its decimal point: `-12.50`."""
    if scale == 0:
        return expr.to_text(node)
    unit = expr.integer(10**scale)
    size = node
    if node.low < 0:
        positive = expr.multiply(node, expr.integer(-1))
        size = bounded(expr.greatest(node, positive), 0, expr.INT_HIGH)
    digits = expr.concat(
        expr.to_text(expr.divide(size, unit)),
        expr.text("."),
        expr.pad(expr.modulo(size, unit), scale),
    )
    if node.low >= 0:
        return digits
    sign = expr.case([(expr.less(node, expr.integer(0)), expr.text("-"))], expr.text(""))
    return expr.concat(sign, digits)


def clock_text(seconds: Node) -> Node:
    """Seconds since midnight (less than a day) as `23:59:59`."""
    hour = expr.pad(expr.divide(seconds, expr.integer(3600)), 2)
    minute = expr.pad(expr.modulo(expr.divide(seconds, expr.integer(60)), expr.integer(60)), 2)
    second = expr.pad(expr.modulo(seconds, expr.integer(60)), 2)
    return expr.concat(hour, expr.text(":"), minute, expr.text(":"), second)


def moment_text(seconds: Node) -> Node:
    """Seconds since 1970-01-01 UTC as `2026-01-31T23:59:59`."""
    day = expr.divide(seconds, expr.integer(DAY))
    rest = expr.modulo(seconds, expr.integer(DAY))
    return expr.concat(expr.date_text(day), expr.text("T"), clock_text(rest))


def drawn(table: Table, random: Node, label: str) -> Node:
    """A value of the distribution: `random` are 63 uniform bits, of which the upper 31 choose the
    bucket and the lower 31 the place in it."""
    upper, lower = expr.shift_right(random, 32), expr.bits_and(random, DRAW - 1)
    if len(table.starts) == 1:
        return _place(expr.integer(table.starts[0]), expr.integer(table.widths[0]), lower)
    found = expr.bucket(upper, table.thresholds, f"{label}_limits")
    width = expr.pick_int(found, table.widths, f"{label}_widths")
    first = table.starts[0]
    if width.is_constant and table.starts == tuple(range(first, first + len(table.starts))):
        return expr.add(found, expr.integer(first))
    start = expr.pick_int(found, table.starts, f"{label}_starts")
    ends = (s + w - 1 for s, w in zip(table.starts, table.widths, strict=True))
    return bounded(_place(start, width, lower), min(table.starts), max(ends))


def _place(start: Node, width: Node, lower: Node) -> Node:
    return expr.add(start, expr.modulo(lower, width)) if width.high > 1 else start


def coprime(size: int, wish: int, limit: int) -> int:
    """A multiplier below `limit` that has no divisor in common with `size`, near `wish` mod size.
    Raises Unbounded where there is none but 1 and size is large."""
    start = max(1, wish % max(1, min(size, limit)))
    for step in range(min(size, limit)):
        for found in (start + step, start - step):
            if 0 < found < limit and math.gcd(found, size) == 1:
                return found
    if size > 1:
        raise Unbounded(f"{size} is too large for a bijection of its numbers")
    return 1


def permuted(number: Node, size: int, salt: int) -> Node:
    """A bijection of [0, size) applied to `number`, which must lie in it: a·n + b modulo size with
    a and b from the salt (an affine cipher)."""
    if size <= 1:
        return number
    # By the size alone: the same number must give the same place whoever computes it.
    limit = max(2, min(size, expr.INT_HIGH // 2 // size))
    multiplier = coprime(size, salt % size * 2 // 3 + size // 3, limit)
    offset = (salt >> 17) % size
    product = expr.multiply(number, expr.integer(multiplier))
    return expr.modulo(expr.add(product, expr.integer(offset)), expr.integer(size))
