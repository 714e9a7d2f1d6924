"""The door of the engine: rows of a table as COPY text, CSV, or typed frames.

Positions count the rows of a function from 0: first its `count` dense indexes, then the listed
ones. What comes out for a position depends on nothing but the function, so pieces may be cut and
shared out anyhow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedc.backends.copydata.columns import Ints
from seedc.backends.copydata.encodings import UNITS, Core, Writer, typmod, writer
from seedc.backends.copydata.lines import Cell, rendered
from seedc.backends.copydata.plan import AGGREGATE, BLOCK, Plan, planned
from seedc.backends.copydata.rules import RULES
from seedc.backends.copydata.texts import Form
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.ir.program import GeneratedColumn, GeneratedRows, RowFunction
from seedc.workers import Crew

if TYPE_CHECKING:
    import polars as pl

CHUNK = 32_768
"""Rows of a piece: some 3 MB."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The rows from position `start` to `stop` - 1: lines in order, without a header."""

    start: int
    stop: int
    data: bytes


class Engine:
    """A row function made ready for a table's columns. Making one costs some milliseconds."""

    def __init__(self, rows: GeneratedRows, function: RowFunction) -> None:
        nodes = {let.name: let.node for let in function.lets}
        self.function = function
        self.columns = rows.columns
        self.nodes = tuple(nodes[c.column.name] for c in rows.columns)
        results = [expr.column(c.column.name, nodes[c.column.name]) for c in rows.columns]
        self.plan: Plan = planned(function.lets, results)
        self.writers = tuple(_writer(c, n) for c, n in zip(self.columns, self.nodes, strict=True))

    def indexes(self, start: int, stop: int) -> Ints:
        """The indexes at these positions."""
        count = self.function.count
        dense = np.arange(start, min(stop, count), dtype=np.int64)
        if stop <= count:
            return dense
        listed = self.function.indexes[max(start - count, 0) : stop - count]
        return np.concatenate([dense, np.array(listed, np.int64)])

    def text(self, start: int, stop: int, form: Form) -> bytes:
        """The lines of the rows at these positions."""
        blocks = ((at, min(at + BLOCK, stop)) for at in range(start, stop, BLOCK))
        return b"".join(self._lines(self.indexes(*block), form) for block in blocks)

    def _lines(self, index: Ints, form: Form) -> bytes:
        size = len(index)
        with np.errstate(all="ignore"):
            cells = [
                Cell(write(column.values, size), column.valid, c.encoding.unit in _QUOTABLE)
                for write, column, c in zip(
                    self.writers, self.plan.run(index), self.columns, strict=True
                )
            ]
            return rendered(cells, size, form)


_QUOTABLE = frozenset(["text", "cast"])


def _writer(column: GeneratedColumn, node: Node) -> Writer:
    return writer(column.encoding, Core(node.low, node.high))


def pieces(  # noqa: PLR0913  what, how, and which of it
    rows: GeneratedRows,
    function: RowFunction,
    *,
    form: Form = "copy",
    chunk: int = CHUNK,
    crew: Crew | None = None,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[Piece]:
    """The rows at the positions from `start` to `stop` - 1 (all by default) in pieces of `chunk`
    rows, in order, computed by the processes of `crew` where there is one. The bytes are the same;
    OSError is raised where one of the processes was ended from outside."""
    end = function.size if stop is None else min(stop, function.size)
    parts = [(at, min(at + chunk, end)) for at in range(start, end, chunk)]
    if crew is not None and len(parts) > 1:
        found = crew.dealt(len(parts), _text, _prepare, (rows, function, form, parts))
        for part, data in zip(parts, found, strict=True):
            yield Piece(*part, data)
        return
    engine = Engine(rows, function)
    for first, last in parts:
        yield Piece(first, last, engine.text(first, last, form))


def frames(
    rows: GeneratedRows,
    function: RowFunction,
    *,
    chunk: int = CHUNK,
    start: int = 0,
    stop: int | None = None,
) -> "Iterator[pl.DataFrame]":
    """The same rows as frames with typed columns (`frames.py`), of `chunk` rows each."""
    from seedc.backends.copydata import frames as typed  # noqa: PLC0415  Polars takes 0.1 s to load

    end = function.size if stop is None else min(stop, function.size)
    engine = Engine(rows, function)
    names = [c.column.name for c in rows.columns]
    made = [typed.maker(c.encoding, w) for c, w in zip(rows.columns, engine.writers, strict=True)]
    for at in range(start, end, chunk):
        index = engine.indexes(at, min(at + chunk, end))
        yield typed.frame(names, engine.plan.run(index), made, len(index))


# What a process of its own knows: its engine, the form that is asked for, and the parts.
_engines: list[tuple[Engine, Form, list[tuple[int, int]]]] = []


def _prepare(
    rows: GeneratedRows, function: RowFunction, form: Form, parts: list[tuple[int, int]]
) -> None:
    _engines[:] = [(Engine(rows, function), form, parts)]


def _text(number: int) -> bytes:
    ((engine, form, parts),) = _engines
    return engine.text(*parts[number], form)


def supported(rows: GeneratedRows) -> list[str]:
    """What of the rows' functions and encodings the engine lacks, each with its reason, by name;
    empty where nothing is missing."""
    found = {
        f"{op}: no rule in backends/copydata/rules.py"
        for function in rows.functions
        for op in _operations([let.node for let in function.lets])
        if op not in OPERATIONS
    }
    for c in rows.columns:
        scales = (*typmod(c.encoding)[1:], c.encoding.scale)
        if c.encoding.unit not in UNITS:
            found.add(f"{c.encoding.unit}: no writer in backends/copydata/encodings.py")
        elif c.encoding.unit == "numeric" and min(scales) < 0:
            found.add(f"{c.encoding.type}: a negative scale rounds before the point")
    return sorted(found)


OPERATIONS = frozenset(RULES) | frozenset(AGGREGATE) | {"column"}
"""Every primitive that the engine has."""


def _operations(nodes: list[Node]) -> set[str]:
    """The operations of nodes and of all below them, bodies included."""
    found: set[str] = set()
    seen: dict[int, Node] = {}
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen[id(node)] = node
        found.add(node.op)
        nodes.extend(node.args)
        if node.body is not None:
            nodes += [*(let.node for let in node.body.lets), node.body.result]
    return found
