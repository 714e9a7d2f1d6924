"""The order of tables: strongly connected components of foreign keys, parents first."""

import heapq
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from seedc.catalog import QualifiedName, Table

Node = TypeVar("Node", bound=Hashable)


def components(edges: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """The strongly connected components of a graph, each after those that its edges lead to.

    `edges` maps every node to the nodes it depends on; nodes outside the mapping are ignored.
    Within a component nodes keep the order of the mapping. Tarjan's algorithm (SIAM J. Comput. 1,
    1972) with an explicit stack, so that a chain of a thousand tables does not exhaust Python's.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    found: list[tuple[Node, ...]] = []
    rank = {node: position for position, node in enumerate(edges)}
    for root in edges:
        if root in index:
            continue
        work = [(root, iter([n for n in edges[root] if n in rank]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter([n for n in edges[successor] if n in rank])))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    members = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(members)
                    found.append(tuple(sorted(members, key=rank.__getitem__)))
    return found


def dependencies(tables: Iterable[Table]) -> dict[QualifiedName, tuple[QualifiedName, ...]]:
    """Each table of the given ones with those of them that its foreign keys reference, by name."""
    by_name = {table.name: table for table in sorted(tables, key=lambda t: t.name)}
    return {
        name: tuple(sorted({fk.table for fk in table.foreign_keys if fk.table in by_name}))
        for name, table in by_name.items()
    }


def ordered(edges: Mapping[Node, Iterable[Node]]) -> list[tuple[Node, ...]]:
    """The components in a topological order that moves as little as possible.

    Among components that are ready the one whose first node comes first in the mapping is next
    (Kahn's algorithm with a heap), so that a new node does not reorder the others without need.
    """
    groups = components(edges)
    rank = {node: position for position, node in enumerate(edges)}
    home = {node: number for number, group in enumerate(groups) for node in group}
    waiting: dict[int, set[int]] = {}
    for number, group in enumerate(groups):
        needed = {home[n] for node in group for n in edges[node] if n in home}
        waiting[number] = needed - {number}
    dependants: dict[int, list[int]] = {number: [] for number in waiting}
    for number, needed in waiting.items():
        for other in needed:
            dependants[other].append(number)
    ready = [(rank[groups[n][0]], n) for n, needed in waiting.items() if not needed]
    heapq.heapify(ready)
    result = []
    while ready:
        _, number = heapq.heappop(ready)
        result.append(groups[number])
        for other in dependants[number]:
            waiting[other].discard(number)
            if not waiting[other]:
                heapq.heappush(ready, (rank[groups[other][0]], other))
    return result
