"""The rows of a table that others can refer to: curated ones first, then generated ones, numbered.

A *position* counts both: curated rows in the order of their keys' hashes (so that the order of the
file does not matter), then the generated rows by their index. Nothing of a parent is held in
memory: whatever a child needs of it is computed again from its position.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from seedc.catalog import Table
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node
from seedc.passes.seedplan import BoundRow, SeedPlan, Unresolved


@dataclass(frozen=True, slots=True, eq=False)
class CuratedRows:
    """A table's curated rows in their order."""

    table: Table
    rows: tuple[BoundRow, ...]

    def texts(self, column: str) -> tuple[str | None, ...] | None:
        """What the rows have in a column, as PostgreSQL's input text, None for NULL; or None where
        a row leaves the column to the database."""
        found: list[str | None] = []
        for row in self.rows:
            place = row.shape.index.get(column)
            if place is None:
                declared = self.table.column(column)
                if declared is None or _filled(row, column):
                    return None
                found.append(None)
                continue
            value = row.values[place]
            assert not isinstance(value, Unresolved), "rows are resolved before volume"
            found.append(value)
        return tuple(found)


def _filled(row: BoundRow, column: str) -> bool:
    bound = row.shape.bound
    return bound.filled(bound.columns[column])


def curated_rows(plan: SeedPlan, table: Table) -> CuratedRows:
    """The curated rows of a table, ordered by the SHA-256 of file stem and key."""
    found = [
        row
        for file in plan.files
        for shape in file.shapes.values()
        if shape.bound.table.name == table.name
        for row in shape.rows
    ]
    return CuratedRows(table, tuple(sorted(found, key=identity)))


def identity(row: BoundRow) -> bytes:
    """What tells a curated row from the others, whatever its place in the file."""
    return hashlib.sha256(f"{row.doc.stem}\x1f{row.entity.key}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Space:
    """How many rows of each kind a table has."""

    curated: int
    generated: int

    @property
    def size(self) -> int:
        """All of them."""
        return self.curated + self.generated

    def split(
        self,
        position: Node,
        curated: Callable[[Node], Node],
        generated: Callable[[Node], Node],
    ) -> Node:
        """One expression for curated rows, given their position, and one for generated rows, given
        their index; what cannot occur is left out."""
        first = expr.integer(self.curated)
        if position.high < self.curated:
            return curated(position)
        index = expr.subtract(position, first)
        if position.low >= self.curated:
            return generated(index)
        below = bounded(position, 0, self.curated - 1)
        above = bounded(index, 0, max(position.high - self.curated, 0))
        return expr.case([(expr.less(position, first), curated(below))], generated(above))


def constants(texts: Sequence[str | None], sample: Value, position: Node, label: str) -> Node:
    """The column of curated rows at a position, in the form that `sample` has. Raises ValueError
    for a text that has no such form."""
    cores = [None if text is None else core(text, sample) for text in texts]
    known = [value for value in cores if value is not None]
    if sample.node.kind == "int":
        numbers = [0 if value is None else int(value) for value in cores]
        node = expr.pick_int(position, numbers, label)
    elif sample.node.kind == "bool":
        flags = expr.pick_int(position, [int(bool(value)) for value in cores], label)
        node = expr.equal(flags, expr.integer(1))
    else:
        words = ["" if value is None else str(value) for value in cores]
        node = expr.pick_text(position, words, label)
    if len(known) == len(cores):
        return node
    gaps = expr.pick_int(position, [int(v is None) for v in cores], f"{label}_gaps")
    return expr.case([(expr.equal(gaps, expr.integer(0)), node)], expr.null(sample.node.kind))


def finest(texts: Sequence[str | None], sample: Value) -> Value:
    """The sample, in units so small that no text loses a digit: microseconds for a moment with a
    fraction, as many decimals as an amount has."""
    if sample.meaning not in ("decimal", "time", "timestamp"):
        return sample
    fractions = [text.partition(".")[2] for text in texts if text is not None]
    digits = max(map(len, fractions), default=0)
    if sample.meaning != "decimal":
        digits = 6 if digits else 0
    return replace(sample, scale=max(sample.scale, digits))


def core(text: str, sample: Value) -> int | str | bool:
    """A PostgreSQL input text as the core value of that meaning."""
    from seedc.passes.volume.cores import READERS  # noqa: PLC0415

    return READERS[sample.meaning](text, sample.scale)
