"""Uniform, piecewise and weighted: what the spec says in so many numbers."""

from decimal import ROUND_FLOOR
from fractions import Fraction
from itertools import groupby

from seedc.distributions.grouping import Bucket, assembled
from seedc.distributions.kind import (
    LEAST,
    NUMBER,
    Distribution,
    DistributionError,
    Options,
    Span,
    members,
    number,
)
from seedc.distributions.table import Table


def _uniform(_: Options, span: Span) -> Table:
    return assembled([Bucket(span.low, span.size, 1)])


def _piecewise(options: Options, span: Span) -> Table:
    buckets: list[Bucket] = []
    start = span.low
    for upto, weight in _pairs(options):
        end = int((number(upto, "a piece's end") * span.unit).to_integral_value(ROUND_FLOOR))
        if end > span.high:
            raise DistributionError(
                f"a piece ends at {upto}, outside of the range, which is {span.text()}"
            )
        if end < start:
            raise DistributionError(f"a piece ends at {upto}, before its first value")
        buckets.append(Bucket(start, end - start + 1, _weight(weight)))
        start = end + 1
    if not any(bucket.weight for bucket in buckets):
        raise DistributionError("one piece must have a weight above 0")
    return assembled(buckets)


def _pairs(options: Options) -> list[tuple[object, object]]:
    if not isinstance(options, list) or not options:
        raise DistributionError("piecewise needs a list of pairs: where a piece ends, its weight")
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in options):
        raise DistributionError("a piece is a pair: where it ends, its weight")
    return [(upto, weight) for upto, weight in options]


def _weight(value: object) -> Fraction:
    """A piece's weight, exactly as written."""
    found = number(value, "a piece's weight")
    if found < 0:
        raise DistributionError("a piece's weight must not be negative")
    if 0 < found < LEAST:
        raise DistributionError(f"a piece's weight is too small: the least is {LEAST:f}")
    return Fraction(found)


def _weighted(options: Options, span: Span) -> Table:
    if not isinstance(options, list) or not all(_is_weight(weight) for weight in options):
        raise DistributionError("weighted needs a list of whole numbers, 0 or more")
    if len(options) != span.size:
        raise DistributionError(f"there are {len(options)} weights for {span.size} values")
    if not any(options):
        raise DistributionError("one weight must be above 0")
    buckets: list[Bucket] = []
    start = span.low
    for weight, run in groupby(options):
        width = len(list(run))
        buckets.append(Bucket(start, width, weight * width))
        start += width
    return assembled(buckets)


def _is_weight(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


DISTRIBUTIONS = (
    Distribution(
        name="uniform",
        docs="Every value equally likely.",
        example="uniform",
        options=members(),
        make=_uniform,
    ),
    Distribution(
        name="piecewise",
        docs="Pieces with weights, ascending, each a pair: the last value of the piece, its weight."
        " The first begins at the low end; what lies after the last is never drawn.",
        example={"piecewise": [[9, 1], [17, 8], [23, 3]]},
        options={
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [NUMBER, {"type": "number", "minimum": 0}],
                "minItems": 2,
                "maxItems": 2,
            },
            "minItems": 1,
        },
        make=_piecewise,
        bare=False,
    ),
    Distribution(
        name="weighted",
        docs="A whole weight for each value of the range, from low to high.",
        example={"weighted": [60, 30, 10]},
        options={"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 1},
        make=_weighted,
        bare=False,
    ),
)
