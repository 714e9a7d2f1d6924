"""From a shape over many integers to a table of few buckets.

A small range has a bucket for each value, so its probabilities are exact. A large one is cut where
the shape asks for it: `spot` is a coordinate in which all buckets are about equally wide.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

from seedc.distributions.kind import DistributionError
from seedc.distributions.quotas import quotas
from seedc.distributions.table import DRAW, Table

BUCKETS = 64
"""Most buckets of a shape; the table of a wide range has more, because a bucket has an end too."""

EVEN = 2**26
"""Widest bucket whose places are even enough: v modulo a width favours the first places by up to
one part in 2^31 / width."""

SPLITS = 512
"""Most buckets that a table gets for its width alone."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """The integers from `start`, `width` of them, all equally likely; `weight` is of all."""

    start: int
    width: int
    weight: int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A distribution over the integers from `first` to `end` - 1.

    `below` is the weight of the integers below a boundary, up to a constant; `spot` its coordinate
    and `reach` the boundary (not rounded) of a coordinate, its inverse. The first `singles`
    integers have a bucket each.
    """

    first: int
    end: int
    below: Callable[[int], Decimal]
    spot: Callable[[int], Decimal]
    reach: Callable[[Decimal], Decimal]
    singles: int = 0


def grouped(shape: Shape) -> list[Bucket]:
    """The shape in at most 64 buckets, ascending; the weights are integers that add up to about
    10^30."""
    edges = _edges(shape)
    sums = [shape.below(edge) for edge in edges]
    total = sums[-1] - sums[0]
    return [
        Bucket(begin, end - begin, max(0, int(((after - before) / total).scaleb(30))))
        for (begin, end), (before, after) in zip(pairwise(edges), pairwise(sums), strict=True)
    ]


def _edges(shape: Shape) -> list[int]:
    """The boundaries of the buckets, from `first` to `end`. Where a step is narrower than one
    integer, the coordinate that the integer takes is saved by those after it."""
    if shape.end - shape.first <= BUCKETS:
        return list(range(shape.first, shape.end + 1))
    edges = [shape.first]
    last = shape.spot(shape.end)
    for left in range(BUCKETS, 1, -1):
        edge = edges[-1] + 1
        if len(edges) > shape.singles:
            spot = shape.spot(edges[-1])
            reached = shape.reach(spot + (last - spot) / left)
            edge = max(edge, int(reached.to_integral_value(ROUND_HALF_EVEN)))
        if edge >= shape.end:
            break
        edges.append(edge)
    return [*edges, shape.end]


def mirrored(buckets: Sequence[Bucket], low: int, high: int) -> list[Bucket]:
    """The buckets of a range with its ends exchanged."""
    return [
        Bucket(low + high - (bucket.start + bucket.width - 1), bucket.width, bucket.weight)
        for bucket in reversed(buckets)
    ]


def assembled(buckets: Sequence[Bucket]) -> Table:
    """The table of ascending buckets, of which one has weight; what comes to less than 2^-31 is
    dropped. Raises DistributionError where the range is too wide for its places to be drawn."""
    parts = [part for bucket in buckets if bucket.weight for part in _parts(bucket)]
    if len(parts) > len(buckets) + SPLITS:
        raise _too_wide()
    shares = quotas([part.weight for part in parts], DRAW)
    kept = [(part, share) for part, share in zip(parts, shares, strict=True) if share]
    return Table(
        tuple(accumulate(share for _, share in kept))[:-1],
        tuple(part.start for part, _ in kept),
        tuple(part.width for part, _ in kept),
    )


def _parts(bucket: Bucket) -> Iterator[Bucket]:
    """A bucket as parts whose places are drawn evenly: powers of two, and a rest that is narrow."""
    start, left = bucket.start, bucket.width
    if left <= EVEN:
        yield bucket
        return
    if left > DRAW * SPLITS:
        raise _too_wide()
    while left:
        width = left if left <= EVEN else min(DRAW, 1 << (left.bit_length() - 1))
        yield Bucket(start, width, Fraction(bucket.weight * width, bucket.width))
        start, left = start + width, left - width


def _too_wide() -> DistributionError:
    return DistributionError(
        "the range has too many values for a distribution: about 100,000,000,000 are the most"
    )
