"""How far a run is, as bars on a terminal (`progress.py` has the plain lines and chooses)."""

from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class BarProgress:
    """A bar for each dataset with the stage beside it (rich), and one below it for rows in batches;
    they disappear when all is done."""

    def __init__(self, console: Console) -> None:
        self._bars = Bars(
            TextColumn("{task.fields[dataset]}", markup=False),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._rows: TaskID | None = None
        self._at = 0

    def dataset(self, name: str, stages: int) -> None:
        """Add a bar."""
        self._task, self._at = self._bars.add_task("", total=stages, dataset=name), 0

    def stage(self, name: str) -> None:
        """Move the bar: a stage that begins means that the one before is complete."""
        self._end_rows()
        if self._task is not None:
            self._bars.update(self._task, completed=self._at, description=name)
            self._at += 1

    def rows(self, done: int, total: int) -> None:
        """Move the bar of the rows; the first of them adds it."""
        if self._rows is None:
            self._rows = self._bars.add_task("rows", total=total, dataset="")
        self._bars.update(self._rows, completed=done, total=total)

    def notice(self, text: str) -> None:
        """Print the sentence above the bars."""
        self._bars.console.print(text, markup=False, highlight=False)

    def done(self) -> None:
        """Fill the bar."""
        self._end_rows()
        if self._task is not None:
            self._bars.update(self._task, completed=self._at, description="")

    def _end_rows(self) -> None:
        if self._rows is not None:
            self._bars.remove_task(self._rows)
            self._rows = None

    def __enter__(self) -> "BarProgress":
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()


def bars_on(stream: TextIO) -> BarProgress:
    """Bars on a terminal."""
    return BarProgress(Console(file=stream))
