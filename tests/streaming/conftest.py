"""Pieces so small that a test has several, and an engine that says what it was asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from seedc.server import stream_feed, stream_table, streaming

pytest.importorskip("polars", reason="pip install seedc[copy]")

Pieces = Callable[..., Iterator[Any]]


@dataclass
class Engine:
    """What was asked of the engine (start, stop, jobs), how many pieces it gave, and after how many
    it shall fail (None: never)."""

    asked: list[tuple[int, int, int]] = field(default_factory=list)
    given: int = 0
    fails_after: int | None = None

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        """What was asked for, in order of position: of what is computed ahead there is no other."""
        return sorted(self.asked)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    """Pieces of 100 rows; returns that number."""
    for module in (stream_feed, stream_table):
        monkeypatch.setattr(module, "CHUNK", 100)
    for module in (stream_feed, streaming):
        monkeypatch.setattr(module, "FEW", 400)
    return 100


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine, watched."""
    from seedc.backends.copydata import stream  # noqa: PLC0415 - an extra

    watched, pieces = Engine(), stream.pieces

    def asked(rows: Any, function: Any, **options: Any) -> Iterator[Any]:
        crew = options.pop("crew", None)
        watched.asked.append((options["start"], options["stop"], crew.jobs if crew else 1))
        return given(rows, function, **options)

    def given(rows: Any, function: Any, **options: Any) -> Iterator[Any]:
        for piece in pieces(rows, function, **options):
            if watched.given == watched.fails_after:
                raise RuntimeError("the engine stops here")
            watched.given += 1
            yield piece

    monkeypatch.setattr(stream, "pieces", asked)
    return watched
