"""Exponential, geometric, Pareto and Zipf: likeliest at the low end."""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from functools import cache

from seedc.distributions.exact import rate
from seedc.distributions.grouping import Bucket, Shape, assembled, grouped, mirrored
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

CLIP = 24
"""Means after which an exponential distribution counts as over: exp(-24) is a twelfth of 2^-31."""

HEAD = 16
"""Ranks that have a bucket each, and are added up one by one."""


def _exponential(options: Options, span: Span) -> Table:
    fifth = span.low + Decimal(span.high - span.low) / 5
    mean = inside(options, "mean", span, fifth)
    if mean in (span.low, span.high):
        raise DistributionError(f"mean must lie inside of the range, which is {span.text()}")
    above, below = mean - span.low, span.high - mean
    if above <= below:
        return assembled(_decay(rate(above, span.size), span))
    return assembled(mirrored(_decay(rate(below, span.size), span), span.low, span.high))


def _geometric(options: Options, span: Span) -> Table:
    if "p" not in options:
        return _exponential(options, span)
    if "mean" in options:
        raise DistributionError(
            "a geometric distribution is given by its mean or by p, not by both"
        )
    stop = positive(options, "p", Decimal(0))
    if stop >= 1:
        raise DistributionError("p must be below 1")
    return assembled(_decay(-(1 - stop).ln() / span.unit, span))


def _decay(fall: Decimal, span: Span) -> list[Bucket]:
    """Each integer exp(-fall) times as likely as the one before. Cuts are as dense as the cube root
    of the density (see `bells._spread`): an exponential distribution of three times the mean."""
    if fall == 0:
        return [Bucket(span.low, span.size, 1)]

    def spot(boundary: int) -> Decimal:
        return 1 - ((span.low - boundary) * fall / 3).exp()

    end = span.end
    if fall * span.size > CLIP:
        end = span.low + int((CLIP / fall).to_integral_value(ROUND_CEILING))
    return grouped(
        Shape(
            first=span.low,
            end=end,
            below=lambda boundary: -((span.low - boundary) * fall).exp(),
            spot=spot,
            reach=lambda spot: span.low - 3 * (1 - spot).ln() / fall,
        )
    )


def _pareto(options: Options, span: Span) -> Table:
    alpha = positive(options, "alpha", Decimal("1.16"))
    least = span.low if span.low > 0 else span.unit

    @cache
    def log(boundary: int) -> Decimal:
        return (Decimal(boundary - span.low + least) / least).ln()

    shape = Shape(
        first=span.low,
        end=span.end,
        below=lambda boundary: -(-alpha * log(boundary)).exp(),
        spot=log,
        reach=lambda spot: least * spot.exp() + span.low - least,
    )
    return assembled(grouped(shape))


def _zipf(options: Options, span: Span) -> Table:
    exponent = positive(options, "exponent", Decimal(1))
    log = cache(lambda rank: Decimal(rank).ln())
    before = _sums(exponent, log)
    shape = Shape(
        first=span.low,
        end=span.end,
        below=lambda boundary: before(boundary - span.low + 1),
        spot=lambda boundary: log(boundary - span.low + 1),
        reach=lambda spot: spot.exp() + span.low - 1,
        singles=HEAD,
    )
    return assembled(grouped(shape))


def _sums(exponent: Decimal, log: Callable[[int], Decimal]) -> Callable[[int], Decimal]:
    """From a rank r to the sum of k^-exponent over all k from 1 to r - 1: the head one by one, the
    tail by the Euler-Maclaurin formula (NIST Digital Library of Mathematical Functions, 2.10.1),
    whose next term is below 10^-9 after 16 ranks."""

    def weight(rank: int) -> Decimal:
        return (-exponent * log(rank)).exp()

    def tail(rank: int) -> Decimal:
        value = weight(rank)
        slope = -exponent * value / rank
        third = slope * (exponent + 1) * (exponent + 2) / rank / rank
        flat = abs(1 - exponent) < Decimal("1e-12")
        integral = log(rank) if flat else rank * value / (1 - exponent)
        return integral - value / 2 + slope / 12 - third / 720

    head = [Decimal(0)]
    for rank in range(1, HEAD + 1):
        head.append(head[-1] + weight(rank))
    offset = head[-1] - tail(HEAD + 1)
    return lambda rank: head[rank - 1] if rank <= HEAD + 1 else tail(rank) + offset


DISTRIBUTIONS = (
    Distribution(
        name="exponential",
        docs="Falls from the low end by equal factors; `mean` is the mean of what is drawn (a fifth"
        " of the way up). A mean above the middle makes it rise.",
        example={"exponential": {"mean": 20}},
        options=members(mean=NUMBER),
        make=_exponential,
    ),
    Distribution(
        name="geometric",
        docs="The exponential distribution of whole numbers, by its `mean` or by `p`: the share by"
        " which each number is rarer than the one before.",
        example={"geometric": {"mean": 3}},
        options={**members(mean=NUMBER, p={**POSITIVE, "exclusiveMaximum": 1}), "maxProperties": 1},
        make=_geometric,
    ),
    Distribution(
        name="zipf",
        docs="The low end is rank 1, and rank r is as likely as 1 / r to the power `exponent` (1):"
        " bestsellers, frequent words.",
        example={"zipf": {"exponent": 2}},
        options=members(exponent=POSITIVE),
        make=_zipf,
    ),
    Distribution(
        name="pareto",
        docs="A share (low / x) to the power `alpha` (1.16, where a fifth has four fifths of all)"
        " lies above x. A range that begins at 0 or below counts from 1.",
        example={"pareto": {"alpha": 2}},
        options=members(alpha=POSITIVE),
        make=_pareto,
    ),
)
