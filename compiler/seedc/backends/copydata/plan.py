"""A row function as a list of steps: each distinct node once, in an order in which it can be.

Equal nodes are one step (value numbering), whatever branch of a `case` they stand in: here nothing
fails on a row that does not ask for it. A step's column is dropped after the last step that reads
it, so a block stays in the processor's cache.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from seedc.backends.copydata.block import Block
from seedc.backends.copydata.columns import Column, Ints, Truths, all_valid, spread
from seedc.backends.copydata.kernels import Kernel
from seedc.backends.copydata.rules import RULES
from seedc.ir.expr import INT_HIGH, INT_LOW, Body, Let, Node

BLOCK = 16_384
"""Rows that are computed at once. In larger blocks the arrays leave the processor's cache (a hash
takes 13 ns in blocks of 8 to 16 thousand rows, 50 in blocks of 65 thousand), in smaller ones calls
cost more than work: lines of 16 columns took 870 ns in blocks of 8 thousand rows, 700 in blocks of
16 or 32 thousand, 790 in blocks of 65 thousand."""


@dataclass(frozen=True, slots=True)
class Step:
    """A kernel, the steps whose columns it reads, and those that nothing reads after it."""

    kernel: Kernel
    reads: tuple[int, ...]
    drops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps, and which of them give the results."""

    steps: tuple[Step, ...]
    results: tuple[int, ...]

    def run(self, index: Ints) -> list[Column]:
        """The results for the rows of these indexes."""
        block = Block(index)
        found: list[Column | None] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                found.append(step.kernel(block, *(found[place] for place in step.reads)))
                for place in step.drops:
                    found[place] = None
        results = [found[place] for place in self.results]
        return [column for column in results if column is not None]


def planned(lets: Sequence[Let], results: Sequence[Node]) -> Plan:
    """The plan of these results over a row's columns. Raises KeyError for an unknown operation."""
    planner = _Planner({let.name: let.node for let in lets})
    places = tuple(planner.place(node) for node in results)
    return Plan(tuple(planner.steps(places)), places)


@dataclass(slots=True)
class _Planner:
    """Numbers the nodes. `seen` holds each node, so that its id stays its own."""

    columns: dict[str, Node]
    numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    seen: dict[int, tuple[int, Node]] = field(default_factory=dict)
    kernels: list[Kernel] = field(default_factory=list)
    reads: list[tuple[int, ...]] = field(default_factory=list)

    def place(self, node: Node) -> int:
        """The number of the step that computes the node."""
        if id(node) in self.seen:
            return self.seen[id(node)][0]
        if node.op == "column":
            found = self.place(self.columns[str(node.data[0])])
        else:
            found = self._numbered(node)
        self.seen[id(node)] = (found, node)
        return found

    def _numbered(self, node: Node) -> int:
        args = tuple(self.place(arg) for arg in node.args)
        bounds = (node.low, node.high, *((arg.low, arg.high) for arg in node.args))
        key = (node.op, node.kind, args, node.data, bounds, id(node.body))
        if key not in self.numbers:
            self.numbers[key] = len(self.kernels)
            rule = AGGREGATE.get(node.op) or RULES[node.op]
            self.kernels.append(rule(node))
            self.reads.append(args)
        return self.numbers[key]

    def steps(self, results: Sequence[int]) -> Iterator[Step]:
        """The steps, each with what is read for the last time in it."""
        last = {place: number for number, reads in enumerate(self.reads) for place in reads}
        for number, (kernel, reads) in enumerate(zip(self.kernels, self.reads, strict=True)):
            drops = {p for p in reads if last[p] == number and p not in results}
            yield Step(kernel, reads, tuple(sorted(drops)))


# Aggregates over the rows of another function -----------------------------------------------------

_MOST = BLOCK
"""Children that are computed at once."""


def _aggregate(node: Node) -> Kernel:
    body, most = node.body, node.args[1].high
    assert isinstance(body, Body)
    plan = planned(body.lets, [body.result])
    fold = _FOLDS[str(node.data[0])]
    stride = np.int64(int(str(node.data[1])))

    def kernel(block: Block, first: Column, count: Column) -> Column:
        known = all_valid((first, count))
        counts = np.clip(spread(count.values, block.size), 0, max(most, 0))
        if known is not None:
            counts = np.where(known, counts, 0)
        folded = fold(block.size)
        starts = spread(first.values, block.size)
        for owners, places in _children(counts):
            (column,) = plan.run(starts[owners] + stride * places)
            folded.take(owners, column)
        return folded.column(known)

    return kernel


def _children(counts: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pieces of all the children in order: which row each belongs to, and its place among its
    siblings. However many there are, a piece is small."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    for start in range(0, total, _MOST):
        number = np.arange(start, min(start + _MOST, total), dtype=np.int64)
        owners = np.searchsorted(ends, number, side="right").astype(np.int64)
        yield owners, number - (ends[owners] - counts[owners])


class _Fold:
    """Sums, counts, or extremes by row, over pieces whose children lie row by row."""

    start = 0
    join: np.ufunc = np.add
    nothing_is_null = False

    def __init__(self, size: int) -> None:
        self.values = np.full(size, self.start, np.int64)
        self.counts = np.zeros(size, np.int64)

    def take(self, owners: Ints, column: Column) -> None:
        """Add a piece."""
        cuts = np.flatnonzero(np.diff(owners, prepend=-1))
        rows = owners[cuts]
        valid = column.valid
        values = spread(column.values, len(owners))
        if valid is not None:
            values = np.where(valid, values, self.start)
        self.values[rows] = self.join(self.values[rows], self.join.reduceat(values, cuts))
        shown = np.ones(1, np.int64) if valid is None else valid.astype(np.int64)
        self.counts[rows] += np.add.reduceat(spread(shown, len(owners)), cuts)

    def column(self, known: Truths | None) -> Column:
        """What was found."""
        if not self.nothing_is_null:
            return Column(self.values, known)
        some = self.counts > 0
        return Column(self.values, some if known is None else some & known)


class _Count(_Fold):
    def column(self, known: Truths | None) -> Column:
        return Column(self.counts, known)


class _Least(_Fold):
    start = INT_HIGH
    join = np.minimum
    nothing_is_null = True


class _Greatest(_Fold):
    start = INT_LOW
    join = np.maximum
    nothing_is_null = True


_FOLDS: dict[str, Callable[[int], _Fold]] = {
    "sum": _Fold,
    "count": _Count,
    "min": _Least,
    "max": _Greatest,
}
AGGREGATE = {"aggregate": _aggregate}
