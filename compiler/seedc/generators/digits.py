"""Check digits: sums over the decimal digits of a drawn number, with as few operations as can be.

The digit at 10^k of n is n/10^k - 10·(n/10^(k+1)), quotients rounded down. So a weighted sum of the
digits is a sum of quotients, and modulo a small number its coefficients stay small: one division a
digit instead of a division and a remainder.
"""

from collections.abc import Mapping, Sequence

from seedc.generators.context import Context
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_WHOLE = frozenset(["int8", "numeric"])


def weighted(number: Node, weights: Sequence[int], modulus: int, *extra: Node) -> Node:
    """(the sum of weight·digit + the extra nodes) modulo `modulus`.

    `weights` belong to the digits from the left, of a number written in so many digits."""
    shares: dict[int, int] = {}
    for place, weight in enumerate(reversed(weights)):
        _share(shares, 10**place, weight)
        _share(shares, 10 ** (place + 1), -10 * weight)
    return quotients(number, shares, modulus, *extra)


def luhn(number: Node, digits: int, *extra: Node) -> Node:
    """The check digit of Luhn's formula (ISO/IEC 7812-1, annex B) for a number of so many digits.

    Every second digit d, from the last one, counts 2d less 9 where that has two digits; modulo 10
    this is 2d + d/5, and d/5 at 10^k is n/(5·10^k) - 2·(n/10^(k+1))."""
    shares: dict[int, int] = {}
    for place in range(digits):
        if place % 2:
            _share(shares, 10**place, -1)
            continue
        _share(shares, 10**place, -2)
        _share(shares, 5 * 10**place, -1)
        _share(shares, 10 ** (place + 1), 2)
    return quotients(number, shares, 10, *extra)


def quotients(number: Node, shares: Mapping[int, int], modulus: int, *extra: Node) -> Node:
    """(the sum of share·(number / divisor) + the extra nodes) modulo `modulus`; `shares` pair a
    divisor with its share."""
    total = expr.integer(0)
    for divisor, share in sorted(shares.items()):
        quotient = expr.divide(number, expr.integer(divisor))
        total = _plus(total, expr.multiply(quotient, expr.integer(share % modulus)))
    for node in extra:
        total = _plus(total, node)
    return expr.modulo(total, expr.integer(modulus))


def digit(number: Node, place: int) -> Node:
    """The digit at 10^place."""
    return expr.modulo(expr.divide(number, expr.integer(10**place)), expr.integer(10))


def followed(number: Node, width: int, last: Node) -> Node:
    """The number with `width` more digits behind it."""
    return expr.add(expr.multiply(number, expr.integer(10**width)), last)


def numbered(context: Context, number: Node, width: int) -> Value:
    """The number for its column: itself where that holds whole numbers, else its digits, with
    zeros in front."""
    if context.target.type_name in _WHOLE and not context.target.array:
        return Value(number, "integer")
    return Value(expr.pad(number, width), "text")


def _plus(a: Node, b: Node) -> Node:
    return b if a.is_constant and a.constant == 0 else expr.add(a, b)


def _share(shares: dict[int, int], divisor: int, share: int) -> None:
    shares[divisor] = shares.get(divisor, 0) + share
