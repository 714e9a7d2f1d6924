"""Texts as places in tables: a text is a row of picks, each from a table of words.

A table's words are made into bytes once, of equal width, filled up with a byte that UTF-8 never
has. A line of output is its picks side by side, with the filler taken out of all lines at once:
no text is ever made for a single cell, save where an operation needs one (md5).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from seedc.backends.copydata.columns import Ints, Truths

Form = Literal["copy", "csv"]
Escape = Literal["raw", "copy", "csv"]
Cells: TypeAlias = NDArray[np.void]

FILLER = 0xFF
_QUOTED = frozenset('",\n\r')

# What COPY's text format writes in two characters (copyto.c, CopyAttributeOutText).
_COPY = str.maketrans(
    {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
)
_ESCAPES: dict[Escape, Callable[[str], str]] = {
    "raw": lambda word: word,
    "copy": lambda word: word.translate(_COPY),
    "csv": lambda word: word.replace('"', '""'),
}


class Table:
    """Words by their places, and, past the last one, the place of no text at all (`empty`).

    `kept` says that the table outlives a block, so that what is made of it is worth keeping."""

    __slots__ = (
        "_cells", "_data", "_lengths", "_mapped", "_quoted", "_words", "kept", "plain", "series"
    )  # fmt: skip

    def __init__(self, words: Sequence[str], *, kept: bool = False) -> None:
        self._words: Sequence[str] | None = words
        self._data: Cells | None = None
        self._cells: dict[str, Cells] = {}
        self._mapped: dict[object, Table] = {}
        self._lengths: Ints | None = None
        self._quoted: Truths | None = None
        self.kept = kept
        self.plain = False
        self.series: Any = None  # the words as `frames.py` has them, once it asked

    @classmethod
    def of_cells(cls, data: Cells) -> "Table":
        """A table that is kept, of words that no form escapes, as filled-up bytes."""
        table = cls((), kept=True)
        table._words = None
        table._data = _with_empty(data)
        table.plain = True
        return table

    @property
    def words(self) -> Sequence[str]:
        """The words."""
        if self._words is None:
            assert self._data is not None
            width = self._data.dtype.itemsize
            blob = self._data.tobytes()
            places = range(0, len(blob) - width, width)
            self._words = [
                blob[p : p + width].replace(b"\xff", b"").decode("ascii") for p in places
            ]
        return self._words

    @property
    def empty(self) -> int:
        """The place of no text."""
        return len(self._data) - 1 if self._data is not None else len(self.words)

    def cells(self, escape: Escape) -> Cells:
        """The words as filled-up bytes, in the escaped form."""
        if self._data is not None:
            return self._data
        found = self._cells.get(escape)
        if found is None:
            make = _ESCAPES[escape]
            found = _with_empty(filled([make(word).encode() for word in self.words]))
            self._cells[escape] = found
        return found

    @property
    def lengths(self) -> Ints:
        """How many characters each word has; 0 for no text."""
        if self._lengths is None:
            if self._data is not None:
                raw = self._data.view(np.uint8).reshape(len(self._data), -1)
                self._lengths = (raw != FILLER).sum(axis=1, dtype=np.int64)
            else:
                self._lengths = np.array([*map(len, self.words), 0], np.int64)
        return self._lengths

    def fixed(self, index: Ints) -> int | None:
        """How many characters every word has, where all have as many and no row picks no text."""
        known = self.lengths[:-1]
        if not len(known) or int(known.min()) != int(known.max()):
            return None
        return None if bool((index >= self.empty).any()) else int(known[0])

    @property
    def quoted(self) -> Truths | None:
        """Which words CSV must put in quotes whatever stands beside them; None: no word."""
        if self.plain:
            return None
        if self._quoted is None:
            found = [not _QUOTED.isdisjoint(word) for word in self.words]
            self._quoted = np.array([*found, False], np.bool_)
            self.plain = not any(found)
        return None if self.plain else self._quoted

    def mapped(self, key: object, change: Callable[[str], str]) -> "Table":
        """The table of the changed words; `key` names the change."""
        found = self._mapped.get(key)
        if found is None:
            found = Table([change(word) for word in self.words], kept=self.kept)
            self._mapped[key] = found
        return found


class Pick:
    """A word for each row: places in a table."""

    __slots__ = ("index", "table")

    def __init__(self, table: Table, index: Ints) -> None:
        self.table = table
        self.index = index


Text: TypeAlias = tuple[Pick, ...]
_FIRST = np.zeros(1, np.int64)


def filled(words: Sequence[bytes]) -> Cells:
    """The words, filled up to one width. No word holds a NUL, as no text of PostgreSQL does."""
    width = _rounded(max(map(len, words), default=1))
    data = np.array(words, dtype=f"S{width}")
    raw = data.view(np.uint8)
    raw[raw == 0] = FILLER
    return data.view(f"V{width}")


def _rounded(width: int) -> int:
    """A width that is quick to copy. 4, 8 and 16 bytes cost 4 ns to pick and place, others 11."""
    return next((w for w in (1, 2, 4, 8, 16) if width <= w), width)


def _with_empty(data: Cells) -> Cells:
    last = np.full(data.dtype.itemsize, FILLER, np.uint8).view(data.dtype)
    return np.concatenate([data, last])


def word(text: str, *, kept: bool = False) -> Text:
    """One word for all rows; `kept` where it is the same in all blocks."""
    return (Pick(Table([text], kept=kept), _FIRST),)


def of_strings(strings: Sequence[str]) -> Text:
    """A text for each row."""
    return (Pick(Table(strings), np.arange(len(strings))),)


def of_few(strings: Sequence[str]) -> Text:
    """The same, where few texts are different: what is done with them is done once for each."""
    places: dict[str, int] = {}
    index = [places.setdefault(text, len(places)) for text in strings]
    return (Pick(Table([*places]), np.array(index, np.int64)),)


def masked(text: Text, mask: Truths) -> Text:
    """The text where the mask is true, and no text elsewhere."""
    return tuple(Pick(p.table, np.where(mask, p.index, p.table.empty)) for p in text)


def strings(text: Text, size: int) -> list[str]:
    """The texts of `size` rows. Slow: some 200 ns a row."""
    if len(text) == 1:
        table = text[0].table
        found = [*table.words, ""]
        index = np.broadcast_to(np.clip(text[0].index, 0, table.empty), size)
        return [found[place] for place in index.tolist()]
    columns = [strings((pick,), size) for pick in text]
    return list(map("".join, zip(*columns, strict=True))) if columns else [""] * size


def lengths(text: Text) -> Ints:
    """How many characters each text has."""
    found = np.zeros(1, np.int64)
    for pick in text:
        found = found + pick.table.lengths.take(pick.index, mode="clip")
    return found


def per_word(text: Text, key: object, change: Callable[[str], str]) -> Text:
    """The text changed word by word, where changing the parts is changing the whole."""
    return tuple(Pick(pick.table.mapped(key, change), pick.index) for pick in text)


def per_text(text: Text, size: int, key: object, change: Callable[[str], str]) -> Text:
    """The text changed as a whole."""
    if len(text) == 1:
        return per_word(text, key, change)
    return of_strings([change(found) for found in strings(text, size)])


def joined(tables: Iterable[Table]) -> Table:
    """The words of all the tables, one after the other, no text after each."""
    return Table([word for table in tables for word in (*table.words, "")], kept=True)


def picked(pick: Pick, escape: Escape) -> NDArray[Any]:
    """The bytes of a pick, filled up."""
    return pick.table.cells(escape).take(pick.index, mode="clip")
