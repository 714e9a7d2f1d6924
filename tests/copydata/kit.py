"""What the tests of the engine share: made-up rows, and cells by the interpreter."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from seedc.backends.copydata.columns import spread
from seedc.backends.copydata.plan import planned
from seedc.backends.copydata.stream import pieces
from seedc.backends.copydata.texts import Form, strings
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let, Node
from seedc.ir.interpret import Value
from seedc.ir.program import Arbiter, GeneratedColumn, GeneratedRows, LoadColumn, RowFunction
from seedc.passes.volume.texts import canonical_text
from seedc.workers import Crew

_PLAIN = {
    "int": Encoding("integer", "bigint"),
    "text": Encoding("text", "text"),
    "bool": Encoding("boolean", "boolean"),
}


def made(
    lets: Sequence[Let],
    count: int,
    shown: Sequence[str] = (),
    encodings: dict[str, Encoding] | None = None,
    indexes: Sequence[int] = (),
) -> tuple[GeneratedRows, RowFunction]:
    """Rows of the columns `shown` (none named: all), in the order of the lets."""
    columns = tuple(
        _column(let.name, (encodings or {}).get(let.name, _PLAIN[let.node.kind]))
        for let in lets
        if not shown or let.name in shown
    )
    function = RowFunction(lets=tuple(lets), count=count, indexes=tuple(indexes))
    rows = GeneratedRows(
        policy="keep",
        arbiter=Arbiter(name=None, elements=()),
        columns=columns,
        functions=(function,),
    )
    return rows, function


def _column(name: str, encoding: Encoding) -> GeneratedColumn:
    column = LoadColumn(
        name=name,
        type=encoding.type,
        value_type=encoding.type,
        not_null=False,
        identity="",
        bare=False,
        comparable=True,
    )
    return GeneratedColumn(column=column, encoding=encoding)


def values(lets: Sequence[Let], node: Node, indexes: Sequence[int]) -> list[Any]:
    """What the engine gives for a node, as the interpreter writes it."""
    size = len(indexes)
    (column,) = planned(lets, [node]).run(np.array(indexes, np.int64))
    if isinstance(column.values, tuple):
        found: list[Any] = list(strings(column.values, size))
    else:
        found = spread(column.values, size).tolist()
    valid = [True] * size if column.valid is None else spread(column.valid, size).tolist()
    return [value if known else None for value, known in zip(found, valid, strict=True)]


def text(
    rows: GeneratedRows, function: RowFunction, form: Form = "copy", jobs: int = 1, **how: int
) -> bytes:
    """All the rows as one text."""
    with Crew(jobs) as crew:
        helpers = crew if jobs > 1 else None
        found = pieces(rows, function, form=form, crew=helpers, **how)
        return b"".join(piece.data for piece in found)


def fields(data: bytes) -> Iterator[list[str | None]]:
    """The fields of COPY text, as PostgreSQL's COPY reads them."""
    assert data == b"" or data.endswith(b"\n")
    for line in data.decode().split("\n")[:-1]:
        yield [None if field == r"\N" else _unescaped(field) for field in line.split("\t")]


_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(field: str) -> str:
    parts = iter(field)
    return "".join(_LETTERS.get(c := next(parts), c) if part == "\\" else part for part in parts)


def cell(value: Value, encoding: Encoding) -> str | None:
    """A core value as COPY writes it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    return canonical_text(value, encoding)
