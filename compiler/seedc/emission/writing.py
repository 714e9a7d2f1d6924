"""Files of rows, each written by one task, by this process or by several of them.

What a task writes depends on nothing but the task and the loads, so the number of processes decides
no byte.
"""

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from seedc.emission.csv_files import csv_header, csv_rows
from seedc.emission.engine import Effort
from seedc.emission.output import Compression, Written, digest, write_file
from seedc.emission.rowset import Stretch, row_function
from seedc.ir.program import TableLoad

FileForm = Literal["copy", "csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to write: its name in the folder, the place of its load among the loads, its rows."""

    path: str
    load: int
    stretches: tuple[Stretch, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(len(stretch.span) for stretch in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all tasks share."""

    folder: Path
    form: FileForm
    loads: tuple[TableLoad, ...]
    compression: Compression | None = None
    effort: Effort


def write_all(tasks: Sequence[Task], frame: Frame) -> Iterator[tuple[Task, Written]]:
    """Write the files, and tell of each, in order, when it is finished. Raises OSError."""
    jobs = min(frame.effort.jobs, len(tasks))
    if jobs <= 1:
        for task in tasks:
            yield task, _write(task, frame)
        return
    # Imported here: NumPy comes with the backend, and one process needs no pool.
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    from seedc.workers import in_order  # noqa: PLC0415

    try:
        written = in_order(tasks, _work, jobs, _prepare, (frame,))
        yield from zip(tasks, written, strict=True)
    except BrokenProcessPool as error:
        raise OSError(errno.ECHILD, "a process was ended from outside") from error


# What a process of its own knows.
_frames: list[Frame] = []


def _prepare(frame: Frame) -> None:
    _frames[:] = [frame]


def _work(task: Task) -> Written:
    (frame,) = _frames
    return _write(task, frame)


def _write(task: Task, frame: Frame) -> Written:
    load, path = frame.loads[task.load], frame.folder / task.path
    if frame.form == "parquet":
        # Imported here: Parquet alone needs Polars, which takes 0.1 s.
        from seedc.emission.parquet_files import write_rows  # noqa: PLC0415

        codec: Literal["snappy", "zstd"] = "zstd" if frame.compression == "zstd" else "snappy"
        write_rows(path, load, task.stretches, frame.effort, codec)
        return digest(path)
    return write_file(path, _pieces(load, task, frame), frame.compression)


def _pieces(load: TableLoad, task: Task, frame: Frame) -> Iterator[bytes]:
    """A file's content: lines of COPY's text format, or of CSV after one of the columns' names."""
    if frame.form == "csv":
        yield csv_header(load)
    for stretch in task.stretches:
        if stretch.function is None:
            yield csv_rows(load, stretch.span)
        else:
            form: Literal["copy", "csv"] = "csv" if frame.form == "csv" else "copy"
            yield from cells(load, stretch, form, frame.effort)


def cells(
    load: TableLoad, stretch: Stretch, form: Literal["copy", "csv"], effort: Effort
) -> Iterator[bytes]:
    """Generated rows as whole lines, in pieces."""
    # Imported here: NumPy takes 0.1 s, which a build of scripts alone need not pay.
    from seedc.backends.copydata.stream import CHUNK, pieces  # noqa: PLC0415

    rows, function = row_function(load, stretch)
    chunk, span = effort.chunk or CHUNK, stretch.span
    for piece in pieces(rows, function, form=form, chunk=chunk, start=span.start, stop=span.stop):
        yield piece.data
