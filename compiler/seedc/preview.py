"""`seedc preview` without the printing: generated rows, computed by the interpreter.

What comes in is a table's generated rows of a finished Program; what goes out are texts as
PostgreSQL would print them, and lines for a terminal. No database takes part.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from seedc.ir.expr import Let
from seedc.ir.interpret import Value, rows
from seedc.ir.program import GeneratedColumn, GeneratedRows, RowFunction, TableLoad
from seedc.ir.walk import columns_read
from seedc.passes.volume.texts import canonical_text

WIDEST = 40
"""Characters that a cell of a preview has at most; a longer one is cut."""

_CONTROL = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class RowsPreview:
    """The first generated rows of a table: one text, or None for NULL, for each of `columns`.
    `size` is how many rows there are in all; `left` are the columns that the database fills."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    size: int
    left: tuple[str, ...]


def preview_rows(load: TableLoad, count: int) -> RowsPreview:
    """The first `count` generated rows of a table that has some."""
    generated = load.generated
    assert generated is not None
    names = tuple(c.column.name for c in generated.columns)
    return RowsPreview(
        table=str(load.table.name),
        columns=names,
        rows=tuple(islice(texts(generated), count)),
        size=generated.size,
        left=tuple(c.name for c in load.table.columns if c.name not in names),
    )


def texts(generated: GeneratedRows) -> Iterator[tuple[str | None, ...]]:
    """Every generated row in order, as texts."""
    for function in generated.functions:
        for cells in rows(function.lets, _indexes(function)):
            yield tuple(canonical_text(cells[c.column.name], c.encoding) for c in generated.columns)


def sampled(generated: GeneratedRows, column: GeneratedColumn, count: int) -> list[Value]:
    """The core values of one column in `count` rows that lie evenly among all, or in all rows where
    these are fewer."""
    size = generated.size
    taken = min(count, size)
    wanted = [number * size // taken for number in range(taken)]
    found: list[Value] = []
    start = 0
    for function in generated.functions:
        inside = [n - start for n in wanted if start <= n < start + function.size]
        indexes = _indexes(function)
        lets = needed(function.lets, column.column.name)
        found += [row[column.column.name] for row in rows(lets, [indexes[n] for n in inside])]
        start += function.size
    return found


def needed(lets: Sequence[Let], name: str) -> list[Let]:
    """The lets that the column of that name is computed from, itself included, in their order."""
    wanted = {name}
    found = []
    for let in reversed(lets):
        if let.name in wanted:
            found.append(let)
            wanted.update(columns_read(let.node))
    return found[::-1]


def _indexes(function: RowFunction) -> Sequence[int]:
    return function.indexes or range(function.count)


# For a terminal -----------------------------------------------------------------------------------


def rows_text(preview: RowsPreview) -> str:
    """The rows as a table: numbers to the right, long cells cut, and what else is to be said."""
    grid = [preview.columns, *(tuple(map(cell, row)) for row in preview.rows)]
    numeric = [
        all(row[n] is None or _is_number(str(row[n])) for row in preview.rows)
        for n in range(len(preview.columns))
    ]
    widths = [max(map(width, column)) for column in zip(*grid, strict=True)]
    lines = [_line(row, widths, numeric) for row in grid]
    lines.insert(1, "  ".join("-" * size for size in widths))
    shown = len(preview.rows)
    lines += ["", f"{preview.table}: {shown:,} of {preview.size:,} generated rows"]
    if preview.left:
        lines.append(f"left to the database: {', '.join(preview.left)}")
    return "".join(f"{line}\n" for line in lines)


def cell(text: str | None, most: int = WIDEST) -> str:
    """A cell on one line of a terminal, at most so wide; control characters as escapes."""
    if text is None:
        return "NULL"
    line = _CONTROL.sub(lambda m: m[0].encode("unicode_escape").decode(), text)
    if width(line) <= most:
        return line
    while width(line) > most - 1:
        line = line[:-1]
    return f"{line}…"


def width(text: str) -> int:
    """How many columns of a terminal the text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def padded(text: str, size: int, *, right: bool = False) -> str:
    """The text with spaces up to that width, in front where it goes to the right."""
    space = " " * (size - width(text))
    return space + text if right else text + space


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = zip(row, widths, numeric, strict=True)
    return "  ".join(padded(text, size, right=right) for text, size, right in cells).rstrip()


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None
