"""Topological order: parents first, cycles together, nothing moved without need."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from seedc.passes.order import components, ordered

GRAPHS = st.dictionaries(
    st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4).map(tuple), max_size=12
)


def test_parents_come_first_and_the_order_of_names_breaks_ties() -> None:
    edges = {"a": ("c",), "b": (), "c": ()}
    assert ordered(edges) == [("b",), ("c",), ("a",)]


def test_a_cycle_is_one_component() -> None:
    assert components({"a": ("b",), "b": ("a",), "c": ("a",)}) == [("a", "b"), ("c",)]


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    edges = {n: (n + 1,) for n in range(5000)} | {5000: ()}
    assert len(ordered(edges)) == 5001


@given(GRAPHS)
def test_every_node_once_and_after_all_it_depends_on(graph: dict[int, tuple[int, ...]]) -> None:
    groups = ordered(graph)
    assert sorted(itertools.chain(*groups)) == sorted(graph)
    place = {node: number for number, group in enumerate(groups) for node in group}
    for node, needed in graph.items():
        for other in needed:
            if other in place:
                assert place[other] <= place[node]


@given(GRAPHS)
def test_nodes_share_a_component_exactly_where_each_reaches_the_other(
    graph: dict[int, tuple[int, ...]],
) -> None:
    def reach(start: int) -> set[int]:
        found: set[int] = set()
        work = [start]
        while work:
            for other in graph.get(work.pop(), ()):
                if other in graph and other not in found:
                    found.add(other)
                    work.append(other)
        return found

    home = {node: number for number, group in enumerate(components(graph)) for node in group}
    for one, two in itertools.combinations(graph, 2):
        together = two in reach(one) and one in reach(two)
        assert (home[one] == home[two]) == together
