"""Normal and lognormal: an integer stands for what rounds to it, cut off at the range's ends."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from seedc.distributions.exact import bell
from seedc.distributions.grouping import Shape, assembled, grouped
from seedc.distributions.kind import (
    NUMBER,
    POSITIVE,
    Distribution,
    DistributionError,
    Options,
    Span,
    inside,
    members,
    positive,
)
from seedc.distributions.table import Table

CLIP = Decimal("6.25")
"""Deviations beyond which nothing is drawn: less than 2^-31 of a normal distribution is there."""

CORE = Decimal(3)
HALF = Decimal("0.5")


def _normal(options: Options, span: Span) -> Table:
    middle = Decimal(span.low + span.high) / 2
    mean = inside(options, "mean", span, middle)
    sixth = Decimal(span.high - span.low) / (6 * span.unit)
    deviation = positive(options, "deviation", sixth) * span.unit

    @cache
    def score(boundary: int) -> Decimal:
        return (boundary - HALF - mean) / deviation

    def place(z: Decimal) -> Decimal:
        return mean + z * deviation + HALF

    shape = Shape(
        first=max(span.low, _floor(place(-CLIP))),
        end=min(span.end, _ceiling(place(CLIP)) + 1),
        below=lambda boundary: bell(score(boundary)),
        spot=lambda boundary: _spread(score(boundary)),
        reach=lambda spot: place(_gathered(spot)),
    )
    return assembled(grouped(shape))


def _lognormal(options: Options, span: Span) -> Table:
    if span.low < 0:
        raise DistributionError(
            f"a lognormal distribution has no values below 0, and the range is {span.text()}"
        )
    least = Decimal(span.low) or Decimal(span.high) / 100
    width = (span.high / least).ln()
    geometric = max(Decimal(span.low), min(Decimal(span.high), least * (width / 2).exp()))
    median = inside(options, "median", span, geometric)
    if median == 0:
        raise DistributionError("median must be above 0")
    spread = positive(options, "spread", width / 6)
    centre = median.ln()

    @cache
    def score(boundary: int) -> Decimal:
        if boundary <= 0:
            return -CLIP
        return max(-CLIP, min(CLIP, ((boundary - HALF).ln() - centre) / spread))

    def place(z: Decimal) -> Decimal:
        return (centre + z * spread).exp() + HALF

    # Only where the clip lies inside of the range: a large spread's end is no number any more.
    low, high = score(span.low), score(span.end)
    shape = Shape(
        first=max(span.low, _floor(place(low))) if low == -CLIP else span.low,
        end=min(span.end, _ceiling(place(high)) + 1) if high == CLIP else span.end,
        below=lambda boundary: bell(score(boundary)),
        spot=lambda boundary: _spread(score(boundary)),
        reach=lambda spot: place(_gathered(spot)),
    )
    return assembled(grouped(shape))


def _spread(z: Decimal) -> Decimal:
    """A coordinate of z in which cuts are even: three times finer within three deviations than
    outside. So cuts are about as dense as the cube root of the density, which is best (Panter and
    Dite, Quantization Distortion in Pulse-Count Modulation, 1951)."""
    beyond = max(abs(z) - CORE, Decimal(0))
    return (abs(z) - beyond * 2 / 3).copy_sign(z)


def _gathered(spot: Decimal) -> Decimal:
    """The inverse of `_spread`."""
    beyond = max(abs(spot) - CORE, Decimal(0))
    return (abs(spot) + beyond * 2).copy_sign(spot)


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR))


def _ceiling(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


DISTRIBUTIONS = (
    Distribution(
        name="normal",
        docs="A bell around `mean` (the middle) with the standard deviation `deviation` (a sixth of"
        " the range's width).",
        example={"normal": {"mean": 170, "deviation": 8}},
        options=members(mean=NUMBER, deviation=POSITIVE),
        make=_normal,
    ),
    Distribution(
        name="lognormal",
        docs="Many small values and few large ones: half lie below `median` (the ends' geometric"
        " middle); `spread` is the standard deviation of the natural logarithm (a sixth of the"
        " range's). A range from 0 counts as from a hundredth of its end for these two.",
        example={"lognormal": {"median": 40}},
        options=members(median=POSITIVE, spread=POSITIVE),
        make=_lognormal,
    ),
)
