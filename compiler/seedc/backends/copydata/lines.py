"""Texts side by side as lines: COPY's text format, or CSV as PostgreSQL writes and reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedc.backends.copydata import texts
from seedc.backends.copydata.columns import Truths
from seedc.backends.copydata.texts import FILLER, Form, Pick, Table, Text


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's texts, and where they are not NULL. `quotable` says that a text may hold what CSV
    puts in quotes, or nothing."""

    text: Text
    valid: Truths | None
    quotable: bool


_NULL = Table.of_cells(np.frombuffer(rb"\N", "V2"))
_QUOTE = Table.of_cells(np.frombuffer(b'"', "V1"))


def rendered(cells: Sequence[Cell], size: int, form: Form) -> bytes:
    """The lines of so many rows."""
    separator = b"\t" if form == "copy" else b","
    parts: list[NDArray[Any]] = []
    for place, cell in enumerate(cells):
        last = b"\n" if place == len(cells) - 1 else separator
        parts += (texts.picked(pick, form) for pick in _marked(cell, form, len(cells) == 1))
        parts.append(np.frombuffer(last, "V1"))
    return packed(parts, size)


def _marked(cell: Cell, form: Form, alone: bool) -> Text:
    """The cell's text with what says that it is NULL, or that it is not."""
    text, valid = cell.text, cell.valid
    if form == "csv" and cell.quotable:
        text = _quoted(text, alone)
    if valid is None:
        return text
    text = texts.masked(text, valid)
    if form == "copy":
        return (*text, Pick(_NULL, valid.astype(np.int64)))
    return text


def _quoted(text: Text, alone: bool) -> Text:
    """Quotes around a text that holds a separator, a quote or a line end, or is empty, which
    without them would be NULL, or alone in its line would end the data (`\\.`)."""
    special: Any = np.zeros(1, np.bool_)
    for pick in text:
        if (flags := pick.table.quoted) is not None:
            special = special | flags.take(pick.index, mode="clip")
    special = special | (texts.lengths(text) == 0)
    if alone:
        special = special | _ends(text)
    quote = Pick(_QUOTE, (~special).astype(np.int64))
    return (quote, *text, quote)


def _ends(text: Text) -> Truths:
    """Where a text is `\\.`."""
    if len(text) != 1:
        long: Truths = texts.lengths(text) == len(_END)
        return long
    (pick,) = text
    ends = np.array([*(word == _END for word in pick.table.words), False], np.bool_)
    found: Truths = ends.take(pick.index, mode="clip")
    return found


_END = r"\."


_AT_ONCE = 2**17
"""Bytes of lines that are laid out at once: they and the search for filler stay in the cache."""


def packed(parts: Sequence[NDArray[Any]], size: int) -> bytes:
    """Filled-up bytes side by side, row after row, without what filled them up."""
    merged = _merged(parts)
    kind = _row(tuple(part.dtype.itemsize for part in merged))
    step = max(_AT_ONCE // kind.itemsize, 1)
    rows = np.empty(min(step, size), kind)
    varying = []
    for name, part in zip(kind.names or (), merged, strict=True):
        if len(part) == 1:
            rows[name] = part
        else:
            varying.append((rows[name], part))
    found = []
    for start in range(0, size, step):
        stop = min(start + step, size)
        for place, part in varying:
            place[: stop - start] = part[start:stop]
        found.append(rows[: stop - start].tobytes().translate(None, _FILLER))
    return b"".join(found)


_FILLER = bytes([FILLER])


@lru_cache(maxsize=256)
def _row(widths: tuple[int, ...]) -> np.dtype[np.void]:
    return np.dtype([(f"f{place}", f"V{width}") for place, width in enumerate(widths)])


def _merged(parts: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """The same with neighbours that are alike in all rows made one."""
    found: list[NDArray[Any]] = []
    constant = b""
    for part in parts:
        if len(part) == 1:
            constant += part.tobytes().replace(b"\xff", b"")
            continue
        if constant:
            found.append(np.frombuffer(constant, f"V{len(constant)}"))
            constant = b""
        found.append(part)
    if constant:
        found.append(np.frombuffer(constant, f"V{len(constant)}"))
    return found
