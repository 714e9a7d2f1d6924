"""The integer table that every distribution becomes, and what can be said of it exactly."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

DRAW = 2**31
"""A draw from a table is two integers in [0, DRAW)."""


@dataclass(frozen=True, slots=True)
class Table:
    """An inverse cumulative distribution in integers.

    A uniform draw u in [0, 2^31) selects bucket k, the number of thresholds ≤ u; a second one, v,
    gives starts[k] + v modulo widths[k]. Thresholds are strictly ascending, one fewer than the
    buckets; the buckets ascend and do not meet.
    """

    thresholds: tuple[int, ...]
    starts: tuple[int, ...]
    widths: tuple[int, ...]

    def value(self, u: int, v: int) -> int:
        """The value of two draws."""
        bucket = bisect_right(self.thresholds, u)
        return self.starts[bucket] + v % self.widths[bucket]

    def limits(self) -> Iterator[tuple[int, int]]:
        """Each bucket's part of [0, 2^31): where it begins and where it ends."""
        edges = (0, *self.thresholds, DRAW)
        return pairwise(edges)

    def shares(self) -> tuple[Fraction, ...]:
        """Each bucket's probability. They add up to 1."""
        return tuple(Fraction(end - begin, DRAW) for begin, end in self.limits())

    def mean(self) -> Fraction:
        """The expected value, exactly: that v modulo a width favours low places is counted in."""
        buckets = zip(self.shares(), self.starts, self.widths, strict=True)
        return sum((share * (start + _mean(width)) for share, start, width in buckets), Fraction(0))

    def upto(self, value: int) -> Fraction:
        """The probability of a value that is not greater, exactly."""
        buckets = zip(self.shares(), self.starts, self.widths, strict=True)
        return sum(
            (share * _below(value - start + 1, width) for share, start, width in buckets),
            Fraction(0),
        )


def _mean(width: int) -> Fraction:
    """The mean of v modulo width: whole turns, and the beginning of one more."""
    turns, rest = divmod(DRAW, width)
    return Fraction(turns * width * (width - 1) + rest * (rest - 1), 2 * DRAW)


def _below(places: int, width: int) -> Fraction:
    """The probability that v modulo width is less than `places`."""
    inside = min(max(places, 0), width)
    turns, rest = divmod(DRAW, width)
    return Fraction(turns * inside + min(inside, rest), DRAW)
