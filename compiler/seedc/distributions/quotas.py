"""Shares of whole things: seats by weight, and a distribution in a given number of slots."""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from seedc.distributions.table import DRAW, Table


def quotas(weights: Sequence[int | Fraction], slots: int) -> tuple[int, ...]:
    """How many of the slots each weight gets; they add up to `slots`.

    The largest remainder method (Hamilton's): everybody gets the whole part of the exact share,
    and those with the largest remainders one more; of equals the earlier. Raises ValueError where
    a weight or `slots` is negative or every weight is 0.
    """
    total = sum(weights)
    if total <= 0 or slots < 0 or min(weights) < 0:
        raise ValueError("weights and slots are 0 or more, and one weight is above 0")
    exact = [divmod(weight * slots, total) for weight in weights]
    given = [int(whole) for whole, _ in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: -exact[place][1])
    for place in by_remainder[: slots - sum(given)]:
        given[place] += 1
    return tuple(given)


def multiset(table: Table, slots: int) -> tuple[int, ...]:
    """The values at the quantiles (k + 1/2) / slots for k from 0, ascending: the `slots` values
    that show the distribution best. None for no slots."""
    limits = tuple(table.limits())
    return tuple(
        _quantile(table, limits, (2 * slot + 1) * DRAW, 2 * slots) for slot in range(slots)
    )


def _quantile(
    table: Table, limits: Sequence[tuple[int, int]], numerator: int, denominator: int
) -> int:
    """The value where numerator / denominator of all 2^31 draws are lower."""
    bucket = bisect_right(table.thresholds, numerator // denominator)
    begin, end = limits[bucket]
    inside = (numerator - begin * denominator) * table.widths[bucket]
    return table.starts[bucket] + inside // ((end - begin) * denominator)
