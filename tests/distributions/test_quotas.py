"""Seats by weight, and the slots of a fan-out."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.distributions import Table, table
from seedc.distributions.quotas import multiset, quotas

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake

weights = st.lists(
    st.one_of(st.integers(0, 10**12), st.fractions(0, 1000)), min_size=1, max_size=40
).filter(any)


@UNHURRIED
@given(weights, st.integers(0, 10**6))
def test_quotas_add_up_and_are_within_one_of_the_exact_share(
    weights: list[int | Fraction], slots: int
) -> None:
    found = quotas(weights, slots)
    assert sum(found) == slots
    for weight, given_slots in zip(weights, found, strict=True):
        assert abs(Fraction(weight) * slots / sum(weights) - given_slots) < 1


def test_the_earlier_of_equals_gets_the_seat_more() -> None:
    assert quotas([1, 1, 1], 4) == (2, 1, 1)
    assert quotas([1, 1, 1], 5) == (2, 2, 1)


def test_the_textbook_election() -> None:
    votes = [47_000, 16_000, 15_800, 12_000, 6_100, 3_100]
    assert quotas(votes, 10) == (5, 2, 1, 1, 1, 0)


@pytest.mark.parametrize(("weights", "slots"), [([], 3), ([0, 0], 3), ([1, -1], 3), ([1], -1)])
def test_quotas_of_nothing_are_refused(weights: list[int | Fraction], slots: int) -> None:
    with pytest.raises(ValueError, match="weights and slots"):
        quotas(weights, slots)


@UNHURRIED
@given(st.integers(1, 300), st.integers(0, 50), st.integers(1, 1000))
def test_a_multiset_ascends_within_the_range(slots: int, low: int, width: int) -> None:
    found = multiset(table("geometric", low, low + width), slots)
    assert len(found) == slots
    assert list(found) == sorted(found)
    assert low <= found[0] <= found[-1] <= low + width


@UNHURRIED
@given(st.integers(1, 40), st.integers(1, 5))
def test_as_many_slots_as_equal_values_hold_each_as_often(size: int, times: int) -> None:
    found = multiset(table("uniform", 0, size - 1), size * times)
    assert found == tuple(value for value in range(size) for _ in range(times))


def test_a_multiset_has_the_mean_of_its_table() -> None:
    spec = {"geometric": {"mean": 3}}
    found = multiset(table(spec, 0, 100), 64)
    assert abs(Fraction(sum(found), 64) - 3) < Fraction(1, 10)


def test_no_slots_have_no_values() -> None:
    assert multiset(Table((), (1,), (1,)), 0) == ()
