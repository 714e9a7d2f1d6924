"""The algebra of fan-outs: parent and children say the same, and parents can be added."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.ir.interpret import evaluate
from seedc.passes.volume.fanout import FanOut, shuffled

COUNTS = st.lists(st.integers(0, 6), min_size=1, max_size=40).filter(any)
FAN_OUTS = st.builds(
    lambda counts, salt: FanOut(tuple(counts), salt), COUNTS, st.integers(0, 2**63 - 1)
)
MOST = 1_000_000
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def at(node: Node, number: int) -> int:
    """The node's value for an index, which is also its bounds' own check."""
    found = evaluate(node, number, {})
    assert isinstance(found, int)
    return found


def counts(fan_out: FanOut, parents: int) -> list[int]:
    """The counts of the first parents."""
    node = fan_out.count(expr.index(0, MOST))
    return [at(node, parent) for parent in range(parents)]


@FEW
@given(FAN_OUTS, st.integers(0, 100))
def test_every_child_has_the_parent_that_counts_it(fan_out: FanOut, parents: int) -> None:
    first = fan_out.first(expr.index(0, MOST))
    parent, ordinal = (f(expr.index(0, MOST)) for f in (fan_out.parent, fan_out.ordinal))
    number = 0
    for place, count in enumerate(counts(fan_out, parents)):
        assert at(first, place) == number
        for k in range(count):
            assert (at(parent, number + k), at(ordinal, number + k)) == (place, k)
        number += count
    assert number == fan_out.total(parents)


@FEW
@given(FAN_OUTS)
def test_each_block_has_every_count_once(fan_out: FanOut) -> None:
    blocks = 3
    found = counts(fan_out, blocks * fan_out.slots)
    for block in _blocks(found, fan_out):
        assert sorted(block) == sorted(fan_out.counts)
    assert fan_out.total(blocks * fan_out.slots) == blocks * fan_out.block


def _blocks(found: list[int], fan_out: FanOut) -> list[list[int]]:
    return [found[n : n + fan_out.slots] for n in range(0, len(found), fan_out.slots)]


@FEW
@given(FAN_OUTS, st.integers(0, 2**40), st.integers(0, 50))
def test_far_parents_are_as_near_ones(fan_out: FanOut, far: int, more: int) -> None:
    bounds = expr.index(0, 2**42)
    first, count = fan_out.first(bounds), fan_out.count(bounds)
    parent, ordinal = fan_out.parent(expr.index(0, 2**48)), fan_out.ordinal(expr.index(0, 2**48))
    place = far + more
    for k in range(at(count, place)):
        child = at(first, place) + k
        assert (at(parent, child), at(ordinal, child)) == (place, k)
    assert at(first, place + 1) == at(first, place) + at(count, place)
    assert fan_out.total(place) == at(first, place)


@FEW
@given(FAN_OUTS, st.integers(0, 60), st.integers(1, 60))
def test_more_parents_leave_earlier_children_alone(fan_out: FanOut, few: int, more: int) -> None:
    before, after = fan_out.total(few), fan_out.total(few + more)
    assert after >= before
    narrow, wide = expr.index(0, max(before - 1, 0)), expr.index(0, max(after - 1, 0))
    for child in range(before):
        assert at(fan_out.parent(narrow), child) == at(fan_out.parent(wide), child)
        assert at(fan_out.ordinal(narrow), child) == at(fan_out.ordinal(wide), child)


@pytest.mark.parametrize("counts", [(3,), (1,), (0, 3), (2, 0, 0, 5)])
def test_the_total_of_a_whole_block_needs_no_counting(counts: tuple[int, ...]) -> None:
    fan_out = FanOut(counts, 7)
    assert fan_out.total(len(counts) * 10**9) == sum(counts) * 10**9


def test_no_parents_have_no_children() -> None:
    assert FanOut((4, 1, 0), 5).total(0) == 0
    assert FanOut((0,), 5).total(9) == 0


@FEW
@given(st.lists(st.integers(0, 9), max_size=30), st.integers(0, 2**63 - 1))
def test_shuffling_keeps_every_count(found: list[int], salt: int) -> None:
    assert sorted(shuffled(found, salt)) == sorted(found)
    assert shuffled(found, salt) == shuffled(tuple(found), salt)
