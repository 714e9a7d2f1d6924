"""How far a run is: a bar on a terminal, plain lines elsewhere; both on the stream they are given.

The runner tells; an implementation shows. Nothing here decides what a run does.
"""

from types import TracebackType
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """What the runner tells. A context manager: leaving it puts the terminal in order."""

    def dataset(self, name: str, stages: int) -> None:
        """A dataset begins; it has so many stages."""

    def stage(self, name: str) -> None:
        """The next stage of the dataset begins: `storefront.orders`."""

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
    """One line for each stage: `storefront 3/7 storefront.orders`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._dataset, self._stages, self._at = "", 0, 0

    def dataset(self, name: str, stages: int) -> None:
        """Remember the name and start to count."""
        self._dataset, self._stages, self._at = name, stages, 0

    def stage(self, name: str) -> None:
        """Print the stage's line."""
        self._at += 1
        self._line(f"{self._dataset} {self._at}/{self._stages} {name}")

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


class BarProgress:
    """A bar for each dataset with the stage beside it (rich); it disappears when all is done."""

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
        self._at = 0

    def dataset(self, name: str, stages: int) -> None:
        """Add a bar."""
        self._task, self._at = self._bars.add_task("", total=stages, dataset=name), 0

    def stage(self, name: str) -> None:
        """Move the bar: a stage that begins means that the one before is complete."""
        if self._task is not None:
            self._bars.update(self._task, completed=self._at, description=name)
            self._at += 1

    def notice(self, text: str) -> None:
        """Print the sentence above the bars."""
        self._bars.console.print(text, markup=False, highlight=False)

    def done(self) -> None:
        """Fill the bar."""
        if self._task is not None:
            self._bars.update(self._task, completed=self._at, description="")

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


def progress_for(stream: TextIO) -> Progress:
    """Bars where the stream is a terminal, plain lines elsewhere. The command line gives stderr."""
    if stream.isatty():
        return BarProgress(Console(file=stream))
    return PlainProgress(stream)
