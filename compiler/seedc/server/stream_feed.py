"""Pieces of generated rows from the columnar engine, taken in order and computed ahead.

The engine is opened where the first piece is wanted, and again where pieces were left out in
between; it comes with the extra `copy`, and is imported when the first row is wanted.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

from seedc.diagnostics import Diagnostic, Rejected
from seedc.ir.program import GeneratedRows, RowFunction
from seedc.origin import Origin
from seedc.workers import Crew

if TYPE_CHECKING:
    from seedc.backends.copydata.stream import Piece

CHUNK = 50_000
"""Rows that the engine hands over at once: 5 MB of a table of 8 columns."""
FEW = 4 * CHUNK
"""Up to so many rows are computed here: a piece takes 0.07 s, and a process 0.3 s to be there."""


def require_engine() -> None:
    """Raises Rejected (SD619) where the engine is not installed."""
    if find_spec("numpy") is None:
        raise _rejected(
            "SD619",
            "--backend copydata",
            "the columnar engine is not installed",
            "pip install 'seedc[copy]', or apply without --backend",
        )


def _ended() -> Rejected:
    return _rejected(
        "SD630",
        "--jobs",
        "a process that computes rows was ended from outside",
        "apply again, with fewer --jobs where memory is short: what is there stays",
    )


def _rejected(code: str, option: str, message: str, help_: str) -> Rejected:
    return Rejected([Diagnostic(code=code, origin=Origin(option), message=message, help=help_)])


class Lacking(Exception):
    """The engine cannot compute these rows; the text says what it lacks."""


class _Ahead:
    """An iterator of pieces that is always asked for the next one while the last is in use."""

    def __init__(self, pieces: "Iterator[Piece]") -> None:
        self._pieces = pieces
        self._thread = ThreadPoolExecutor(1)
        self._next = self._ask()

    def _ask(self) -> "Future[Piece | None]":
        return self._thread.submit(next, self._pieces, None)

    def __iter__(self) -> "Iterator[Piece]":
        while (piece := self._next.result()) is not None:
            self._next = self._ask()
            yield piece

    def close(self) -> None:
        """Wait for what is being computed; a crew whose deal is left half done is ended."""
        self._thread.shutdown()
        if isinstance(self._pieces, Generator):
            self._pieces.close()


class Feed:
    """The rows of one function, on demand, computed here or by a crew, which all tables share. A
    context manager in `feed`, which ends what is computed ahead."""

    def __init__(self, rows: GeneratedRows, function: RowFunction, crew: Crew | None) -> None:
        self._rows, self._function, self._crew = rows, function, crew
        self._pieces: Iterator[Piece] | None = None
        self._ahead: _Ahead | None = None
        self._at = self._end = 0

    def take(self, span: range, *, more: bool) -> Iterator[bytes]:
        """The rows at these positions as COPY data. `more` says that the positions after them will
        be wanted, too: the engine then computes ahead. Raises Lacking at once, and Rejected (SD630)
        on the way where a process of the engine was ended from outside."""
        if self._pieces is None or self._at != span.start or self._end < span.stop:
            self.close()
            self._at, self._end = span.start, self._function.size if more else span.stop
            self._pieces = self._open(self._at, self._end)
        return self._until(span.stop)

    def _until(self, stop: int) -> Iterator[bytes]:
        while self._at < stop:
            assert self._pieces is not None, "the feed is open"
            try:
                piece = next(self._pieces)
            except OSError as error:
                raise _ended() from error
            self._at = piece.stop
            yield piece.data

    def _open(self, start: int, stop: int) -> "Iterator[Piece]":
        from seedc.backends.copydata.stream import (  # noqa: PLC0415 - NumPy comes with it
            pieces,
            supported,
        )

        if found := supported(self._rows):
            raise Lacking("; ".join(found))
        at = partial(pieces, self._rows, self._function, chunk=CHUNK)
        if self._crew is None:
            return at(start=start, stop=stop)
        # The processes begin while the server has the first piece of the first table.
        self._crew.start()
        if stop - start <= FEW:
            return at(start=start, stop=stop)
        self._ahead = _Ahead(at(crew=self._crew, start=start + CHUNK, stop=stop))
        return chain(at(start=start, stop=start + CHUNK), self._ahead)

    def close(self) -> None:
        """End what the engine computes ahead."""
        if self._ahead is not None:
            self._ahead.close()
        self._pieces = self._ahead = None


@contextmanager
def feed(rows: GeneratedRows, function: RowFunction, crew: Crew | None) -> Iterator[Feed]:
    """A feed that is closed in any case."""
    opened = Feed(rows, function, crew)
    try:
        yield opened
    finally:
        opened.close()
