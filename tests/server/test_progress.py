"""Progress is a bar on a terminal and plain lines elsewhere."""

import io

import pytest
from rich.console import Console

from seedc.server.bars import BarProgress
from seedc.server.progress import PlainProgress, Progress, progress_for


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _drive(progress: Progress) -> None:
    with progress:
        progress.dataset("storefront", 2)
        progress.stage("storefront.vendors")
        progress.notice("[storefront] waits")
        progress.stage("storefront.orders")
        progress.done()


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    stream = io.StringIO()
    progress = progress_for(stream)
    assert isinstance(progress, PlainProgress)
    _drive(progress)
    assert stream.getvalue().splitlines() == [
        "storefront 1/2 storefront.vendors",
        "[storefront] waits",
        "storefront 2/2 storefront.orders",
    ]


def test_a_terminal_gets_bars_that_leave_only_the_notices() -> None:
    assert isinstance(progress_for(_Terminal()), BarProgress)
    stream = _Terminal()
    _drive(BarProgress(Console(file=stream, force_terminal=True, width=120)))
    shown = stream.getvalue()
    assert "[storefront] waits\n" in shown
    assert "2/2" in shown
    assert "\x1b[" in shown


def test_rows_in_batches_get_a_plain_line_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 1.0, 5.5, 6.0, 11.0])
    monkeypatch.setattr("seedc.server.progress.time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    progress = PlainProgress(stream)
    progress.dataset("shop", 1)
    progress.stage("shop.orders")
    for done in (10, 20, 30, 40):
        progress.rows(done, 40)
    assert stream.getvalue().splitlines() == [
        "shop 1/1 shop.orders",
        "shop 1/1 shop.orders 20/40",
        "shop 1/1 shop.orders 40/40",
    ]


def test_rows_in_batches_have_a_bar_of_their_own_while_their_stage_lasts() -> None:
    stream = _Terminal()
    progress = BarProgress(Console(file=stream, force_terminal=True, width=120))
    with progress:
        progress.dataset("shop", 2)
        progress.stage("shop.orders")
        progress.rows(2000, 7777)
        progress.rows(7777, 7777)
        progress._bars.refresh()
        assert "7777/7777" in stream.getvalue()
        progress.stage("shop.items")
        shown = len(stream.getvalue())
        progress._bars.refresh()
        assert "7777" not in stream.getvalue()[shown:]
        progress.done()
