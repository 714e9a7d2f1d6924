"""Which rows a rule makes: their indexes, and the parents that each index stands for.

The indexes of generated rows are dense, 0 to `dense` - 1, save for children of curated rows. Those
are `listed`: their indexes come from the parent's own identity, so that a curated row that comes or
goes changes the children of no other. Every function here is closed: index to parent, and back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seedc.catalog import QualifiedName
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node

LISTED_MOST = 20_000
"""Children of curated rows stand in the script one by one; more than this are no seed to review."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A child of a curated row (or of such a child): its index, the parent's position, its number
    among the parent's children."""

    index: int
    parent: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Driver:
    """A parent that each row has by the way rows are made. `position` gives the parent's position
    (spaces.py) from the row's index."""

    table: QualifiedName
    via: tuple[str, ...]
    """The columns of the foreign key that it fills."""
    position: Callable[[Node], Node]


@dataclass(frozen=True, slots=True)
class Children:
    """The children of one parent: `count` indexes from `first` on, each `stride` after the last."""

    first: Node
    count: Node
    stride: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSet:
    """The rows of one table.

    `ordinal` numbers the rows of a parent from 0; `children` gives a parent's rows from its
    position; `day` the row's day since 1970-01-01, of a calendar; `tree` the index of the row above
    in the same table and whether there is one. Each is None where the rule has no such thing.
    """

    dense: int
    listed: tuple[Listed, ...] = ()
    drivers: tuple[Driver, ...] = ()
    ordinal: Callable[[Node], Node] | None = None
    children: Callable[[Node], Children] | None = None
    day: Callable[[Node], Node] | None = None
    tree: Callable[[Node], Node] | None = None
    tree_via: tuple[str, ...] = ()
    most: int = 1
    """The greatest number of children that one parent has."""

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.dense + len(self.listed)

    @property
    def base(self) -> int:
        """The first index that can be a listed one."""
        return self.listed[0].index if self.listed else self.dense

    def index_at(self, number: Node) -> Node:
        """The index of the row of that number: listed ones first, as positions count."""
        if not self.listed:
            return number
        size = len(self.listed)
        indexes = [child.index for child in self.listed]
        if number.high < size:
            return expr.pick_int(number, indexes, "listed")
        rest = expr.subtract(number, expr.integer(size))
        if number.low >= size:
            return rest
        below = expr.pick_int(bounded(number, 0, size - 1), indexes, "listed")
        above = bounded(rest, 0, max(number.high - size, 0))
        return expr.case([(expr.less(number, expr.integer(size)), below)], above)

    def number_of(self, index: Node) -> Node:
        """The number of the row of that index: the inverse of `index_at`."""
        if not self.listed:
            return index
        size = len(self.listed)
        return self.by_kind(index, lambda n: n, lambda i: expr.add(i, expr.integer(size)))

    def by_kind(
        self, index: Node, listed: Callable[[Node], Node], dense: Callable[[Node], Node]
    ) -> Node:
        """One expression for listed rows, given their number among these, and one for dense rows,
        given their index."""
        if not self.listed or index.high < self.base:
            return dense(index)
        limits = [child.index for child in self.listed][1:]
        number = bounded(expr.bucket(index, limits, "listed_limits"), 0, len(self.listed) - 1)
        if index.low >= self.base:
            return listed(number)
        below = bounded(index, 0, max(self.dense - 1, 0))
        condition = expr.less(index, expr.integer(self.base))
        return expr.case([(condition, dense(below))], listed(number))


def from_listed(children: Sequence[Listed], what: str) -> Callable[[Node], Node]:
    """A listed row's `parent` or `ordinal` from its number among the listed rows."""
    values = [getattr(child, what) for child in children]
    return lambda number: expr.pick_int(number, values, f"listed_{what}s")
