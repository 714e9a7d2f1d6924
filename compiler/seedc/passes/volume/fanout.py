"""How many children each parent has, and which: closed forms in both directions.

Counts are stratified: the parents form blocks of as many as there are `slots`, and within each
block every count of the multiset occurs exactly once, in an order turned by a hash of the block. So
the total of any number of parents is known without counting, children have dense numbers, and a
parent that is added at the end leaves the children of the others as they are.
"""

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node
from seedc.ir.interpret import evaluate


@dataclass(frozen=True, slots=True)
class FanOut:
    """`counts` is one block's counts in their order before turning; `salt` turns the blocks."""

    counts: tuple[int, ...]
    salt: int
    label: str = "children"

    @property
    def slots(self) -> int:
        """How many parents a block has."""
        return len(self.counts)

    @property
    def block(self) -> int:
        """How many children a block has."""
        return sum(self.counts)

    @property
    def most(self) -> int:
        """The greatest count."""
        return max(self.counts)

    def total(self, parents: int) -> int:
        """How many children the first `parents` parents have in all."""
        node = self.first(expr.integer(parents))
        found = evaluate(node, 0, {})
        assert isinstance(found, int)
        return found

    def first(self, parent: Node) -> Node:
        """The number of the first child of a parent, both counted from 0."""
        if self.slots == 1:
            return expr.multiply(parent, expr.integer(self.block))
        slots = expr.integer(self.slots)
        block, slot = expr.divide(parent, slots), expr.modulo(parent, slots)
        turn = self._turn(block)
        upto = bounded(expr.add(turn, slot), 0, 2 * self.slots - 1)
        inside = expr.subtract(self._before(upto), self._before(turn))
        whole = expr.multiply(block, expr.integer(self.block))
        return expr.add(whole, bounded(inside, 0, self.block))

    def count(self, parent: Node) -> Node:
        """How many children a parent has."""
        if self.slots == 1:
            return expr.integer(self.block)
        slots = expr.integer(self.slots)
        turn = self._turn(expr.divide(parent, slots))
        place = expr.add(turn, expr.modulo(parent, slots))
        return expr.pick_int(place, self.counts * 2, f"{self.label}_counts")

    def parent(self, child: Node) -> Node:
        """The parent of a child."""
        if self.slots == 1:
            return expr.divide(child, expr.integer(self.block))
        block = expr.divide(child, expr.integer(self.block))
        slot = expr.subtract(self._found(child), self._turn(block))
        whole = expr.multiply(block, expr.integer(self.slots))
        return expr.add(whole, bounded(slot, 0, self.slots - 1))

    def ordinal(self, child: Node) -> Node:
        """The number of a child among those of its parent, from 0."""
        if self.slots == 1:
            return expr.modulo(child, expr.integer(self.block))
        block = expr.divide(child, expr.integer(self.block))
        rest = expr.modulo(child, expr.integer(self.block))
        place = expr.add(rest, self._before(self._turn(block)))
        return bounded(
            expr.subtract(place, self._before(self._found(child))), 0, max(self.most - 1, 0)
        )

    def _turn(self, block: Node) -> Node:
        return expr.modulo(expr.hashed(block, self.salt), expr.integer(self.slots))

    def _prefix(self) -> tuple[int, ...]:
        """Children before each slot of two blocks in a row."""
        return (0, *itertools.accumulate(self.counts * 2))

    def _before(self, slot: Node) -> Node:
        prefix = self._prefix()
        return expr.pick_int(bounded(slot, 0, len(prefix) - 1), prefix, f"{self.label}_before")

    def _found(self, child: Node) -> Node:
        """The turned slot in which a child lies."""
        block = expr.divide(child, expr.integer(self.block))
        rest = expr.modulo(child, expr.integer(self.block))
        place = expr.add(rest, self._before(self._turn(block)))
        found = expr.bucket(place, self._prefix()[1:], f"{self.label}_limits")
        return bounded(found, 0, 2 * self.slots - 1)


def shuffled(counts: Sequence[int], salt: int) -> tuple[int, ...]:
    """The counts in an order that the salt decides: sorted by the SHA-256 of salt and place."""
    order = sorted(
        range(len(counts)), key=lambda n: hashlib.sha256(f"{salt}\x1f{n}".encode()).digest()
    )
    return tuple(counts[n] for n in order)
