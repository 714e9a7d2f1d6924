"""How far a run is: bars on a terminal, plain lines elsewhere; both on the stream they are given.

The runner tells; an implementation shows. Nothing here decides what a run does.
"""

import time
from types import TracebackType
from typing import Protocol, TextIO

PAUSE = 5.0
"""Seconds between two plain lines about the same table."""


class Progress(Protocol):
    """What the runner tells. A context manager: leaving it puts the terminal in order."""

    def dataset(self, name: str, stages: int) -> None:
        """A dataset begins; it has so many stages."""

    def stage(self, name: str) -> None:
        """The next stage of the dataset begins: `storefront.orders`."""

    def rows(self, done: int, total: int) -> None:
        """So many of the stage's generated rows are written, batch by batch."""

    def notice(self, text: str) -> None:
        """A sentence for the user in between, such as whom we are waiting for."""

    def done(self) -> None:
        """The dataset is over."""

    def __enter__(self) -> "Progress":
        """Begin to show."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop showing."""


class PlainProgress:
    """One line for each stage: `storefront 3/7 storefront.orders`; one more every few seconds while
    its rows are written in batches: `storefront.orders 20000/50000`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._dataset, self._stages, self._at = "", 0, 0
        self._stage, self._told = "", 0.0

    def dataset(self, name: str, stages: int) -> None:
        """Remember the name and start to count."""
        self._dataset, self._stages, self._at = name, stages, 0

    def stage(self, name: str) -> None:
        """Print the stage's line."""
        self._at += 1
        self._stage, self._told = name, time.monotonic()
        self._line(f"{self._dataset} {self._at}/{self._stages} {name}")

    def rows(self, done: int, total: int) -> None:
        """Print a line where the last one is long ago."""
        now = time.monotonic()
        if now - self._told >= PAUSE:
            self._told = now
            self._line(f"{self._dataset} {self._at}/{self._stages} {self._stage} {done}/{total}")

    def notice(self, text: str) -> None:
        """Print the sentence."""
        self._line(text)

    def done(self) -> None:
        """Nothing: the next line says it."""

    def __enter__(self) -> "PlainProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


def progress_for(stream: TextIO) -> Progress:
    """Bars where the stream is a terminal, plain lines elsewhere. The command line gives stderr."""
    if stream.isatty():
        from seedc.server.bars import bars_on  # noqa: PLC0415 - rich, 30 ms

        return bars_on(stream)
    return PlainProgress(stream)
