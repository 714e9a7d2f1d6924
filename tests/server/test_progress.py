"""Progress is a bar on a terminal and plain lines elsewhere."""

import io

from rich.console import Console

from seedc.server.progress import BarProgress, PlainProgress, Progress, progress_for


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
