"""Each kind has the shape that its name promises, against numbers known from elsewhere."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.distributions import Table, table

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake


def near(found: Fraction, wanted: Fraction | Decimal | int, tolerance: str) -> bool:
    return abs(found - Fraction(wanted)) <= Fraction(tolerance)


def between(found: Table, low: int, high: int) -> Fraction:
    """The probability of the values from low to high, both included."""
    return found.upto(high) - found.upto(low - 1)


def test_uniform_is_one_bucket() -> None:
    assert table("uniform", 5, 24) == Table((), (5,), (20,))


# Shares of a standard normal distribution within one, two and three deviations of its mean.
@pytest.mark.parametrize(
    ("deviations", "share"), [(1, "0.6826895"), (2, "0.9544997"), (3, "0.9973002")]
)
def test_normal_has_the_known_shares_around_its_mean(deviations: int, share: str) -> None:
    found = table({"normal": {"mean": 50_000, "deviation": 7_000}}, 0, 100_000)
    reach = deviations * 7_000
    assert near(between(found, 50_000 - reach, 50_000 + reach), Decimal(share), "0.002")


def test_normal_of_a_small_range_is_exact() -> None:
    # Φ(1/2) - Φ(-1/2) = 0.3829249225, of Φ(5.5) - Φ(-5.5) = 0.99999996.
    found = table({"normal": {"mean": 10, "deviation": 1}}, 5, 15)
    assert near(between(found, 10, 10), Decimal("0.3829249225") / Decimal("0.9999999620"), "1e-9")


@UNHURRIED
@given(st.integers(20, 10**8))
def test_normal_is_symmetric_without_parameters(width: int) -> None:
    found = table("normal", 0, width)
    assert near(found.mean() / width, Fraction(1, 2), "0.002")


@UNHURRIED
@given(st.integers(-(10**6), 10**6), st.decimals("0.01", 10**4, places=2))
def test_normal_keeps_its_mean_far_from_the_ends(mean: int, deviation: Decimal) -> None:
    found = table({"normal": {"mean": mean, "deviation": deviation}}, -(10**8), 10**8)
    assert near(found.mean(), mean, str(deviation / 100))


def test_normal_draws_nothing_that_is_very_far_from_its_mean() -> None:
    found = table({"normal": {"mean": 500, "deviation": 3}}, 0, 1_000_000)
    assert found.starts[0] >= 500 - 20
    assert found.starts[-1] + found.widths[-1] <= 500 + 21


@UNHURRIED
@given(st.integers(1, 1000), st.integers(10, 10**6))
def test_half_of_a_lognormal_lies_below_its_median(low: int, ratio: int) -> None:
    high = low * ratio
    found = table("lognormal", low * 100, high * 100, 2)
    median = isqrt(low * high * 10**4)
    assert near(found.upto(median), Fraction(1, 2), "0.01")


def test_lognormal_takes_its_median_in_whole_units() -> None:
    found = table(
        {"lognormal": {"median": Decimal("19.90"), "spread": Decimal("0.5")}}, 100, 90_000, 2
    )
    assert near(found.upto(1990), Fraction(1, 2), "0.005")
    # One deviation of the logarithm up: 1990 · e^0.5, where Φ(1) = 0.8413 of all lie below.
    assert near(found.upto(3281), Decimal("0.8413"), "0.005")


@UNHURRIED
@given(st.integers(2, 10**9), st.decimals("0.01", "0.99", places=4))
def test_an_exponential_or_geometric_mean_is_the_mean_that_is_drawn(
    width: int, part: Decimal
) -> None:
    mean = part * width
    for name in ("exponential", "geometric"):
        found = table({name: {"mean": mean}}, 0, width)
        assert near(found.mean(), mean, str(mean / 400))


def test_an_exponential_falls_below_the_middle_and_rises_above() -> None:
    falling = table({"exponential": {"mean": 10}}, 0, 30)
    rising = table({"exponential": {"mean": 20}}, 0, 30)
    assert all(before > after for before, after in pairwise(falling.shares()))
    assert all(before < after for before, after in pairwise(rising.shares()))
    assert rising.shares() == falling.shares()[::-1]
    level = table({"exponential": {"mean": 15}}, 0, 30)
    assert level == table("uniform", 0, 30)


def test_geometric_by_p_halves_from_number_to_number() -> None:
    found = table({"geometric": {"p": Decimal("0.5")}}, 0, 9)
    for number in range(10):
        share = Fraction(1, 2 << number) / (1 - Fraction(1, 2**10))
        assert near(between(found, number, number), share, "1e-9")


def test_p_is_for_a_whole_unit_whatever_the_scale() -> None:
    found = table({"geometric": {"p": Decimal("0.5")}}, 0, 999, 2)
    assert near(between(found, 0, 99) / between(found, 100, 199), 2, "0.01")


@UNHURRIED
@given(st.integers(1, 1500), st.sampled_from([1, 2, 3]))
def test_zipf_is_the_sum_that_it_says(count: int, exponent: int) -> None:
    found = table({"zipf": {"exponent": exponent}}, 1, count)
    total = sum((Fraction(1, rank**exponent) for rank in range(1, count + 1)), Fraction(0))
    for rank in range(1, min(count, 16) + 1):
        share = Fraction(1, rank**exponent) / total
        assert near(between(found, rank, rank), share, "2e-9")
    for start, width, share in zip(found.starts, found.widths, found.shares(), strict=True):
        exact = sum(
            (Fraction(1, rank**exponent) for rank in range(start, start + width)), Fraction(0)
        )
        assert near(share, exact / total, "2e-9")


def test_zipf_over_millions_has_the_head_of_the_harmonic_series() -> None:
    found = table("zipf", 0, 9_999_999)
    # H(10^7) = ln 10^7 + 0.5772156649 + 1 / (2 · 10^7) = 16.6953113659.
    assert near(found.shares()[0], 1 / Decimal("16.6953113659"), "1e-9")
    assert near(found.upto(9_999), Decimal("9.7876060360") / Decimal("16.6953113659"), "0.001")


def test_a_fifth_has_four_fifths_by_pareto() -> None:
    # 80/20 is 1.16: shares of the whole by the largest fifth, over a range that is wide enough.
    found = table("pareto", 1_000, 10**10, 3)
    fifth = next(
        start + width - 1
        for start, width in zip(found.starts, found.widths, strict=True)
        if found.upto(start + width - 1) >= Fraction(4, 5)
    )
    upper = sum(
        share * (start + Fraction(width, 2))
        for start, width, share in zip(found.starts, found.widths, found.shares(), strict=True)
        if start > fifth
    )
    assert near(upper / found.mean(), Fraction(8, 10), "0.06")


def test_pareto_with_alpha_1_halves_where_the_value_doubles() -> None:
    found = table({"pareto": {"alpha": 1}}, 1, 10**9)
    for value in (1, 2, 4):
        assert near(1 - found.upto(2 * value - 1), Fraction(1, 2 * value), "0.02")
    shifted = table({"pareto": {"alpha": 1}}, 0, 10**9 - 1)
    assert shifted.shares() == found.shares()
    assert shifted.starts == tuple(start - 1 for start in found.starts)


def test_weights_are_shares_of_all() -> None:
    found = table({"weighted": [60, 30, 0, 10]}, 7, 10)
    shares = [between(found, value, value) for value in range(7, 11)]
    wanted = map(Decimal, ("0.6", "0.3", "0", "0.1"))
    assert all(near(s, w, "1e-9") for s, w in zip(shares, wanted, strict=True))
    assert shares[2] == 0


def test_values_of_equal_weight_share_a_bucket() -> None:
    assert table({"weighted": [3, 3, 3, 3]}, 0, 3) == table("uniform", 0, 3)


def test_pieces_end_with_the_value_they_name() -> None:
    found = table({"piecewise": [[9, 1], [Decimal("17.5"), 2], [18, 0], [23, 1]]}, 0, 2_500, 2)
    assert found.upto(900) == Fraction(1, 4)
    assert found.upto(1_750) == Fraction(3, 4)
    assert found.upto(1_800) == Fraction(3, 4)
    assert found.upto(2_300) == 1


@pytest.mark.parametrize("width", [40, 63, 64, 65, 1_000, 50_000_000])
@pytest.mark.parametrize(
    "spec", ["exponential", "geometric", "zipf", "pareto", {"pareto": {"alpha": 3}}]
)
def test_what_falls_falls_from_bucket_to_bucket(spec: Any, width: int) -> None:
    found = table(spec, 0, width)
    # Shares of 10^-9 are rounded to whole draws, so only what is much larger can be compared.
    densities = [
        share / width
        for share, width in zip(found.shares(), found.widths, strict=True)
        if share > Fraction(1, 10**5)
    ]
    assert densities == sorted(densities, reverse=True)
