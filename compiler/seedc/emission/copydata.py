"""A dataset's load script with its generated rows as COPY data: a folder of both."""

from dataclasses import dataclass, field
from pathlib import Path

from seedc.emission.engine import Effort
from seedc.emission.folder import MANIFEST, replaced
from seedc.emission.manifest import Origins, RowsFile, render_folder
from seedc.emission.output import ENDINGS, UNPACK, Compression, write_file
from seedc.emission.rowset import Stretch
from seedc.emission.writing import Frame, Task, cells, write_all
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.scripts.copying import Part, Source, batches, render_copying

SCRIPT = "load.sql"
INLINE = 1_000
"""Tables of up to so many generated rows stand in the script unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the rows are laid down. `folder` is the folder as psql will find it."""

    folder: str
    compression: Compression | None = None
    inline: int = INLINE
    effort: Effort = field(default_factory=Effort)


def copydata_path(program: DatasetProgram) -> str:
    """The folder's place in `build/`: `storefront/SMALL.copydata`."""
    return f"{program.dataset}/{program.profile}.copydata"


def write_copydata(
    program: DatasetProgram, origins: Origins, target: Path, label: str, manner: Manner
) -> tuple[str, ...]:
    """Write the folder `target` (`label` for messages); returns the names of its files, sorted.
    Raises Rejected (SD020, SD021), and then what was there is as it was."""
    loads = tuple(load for part in program.volume for load in part.loads)
    tasks = _tasks(program, loads, manner)
    with replaced(target, label) as folder:
        frame = Frame(
            folder=folder,
            form="copy",
            loads=loads,
            compression=manner.compression,
            effort=manner.effort,
        )
        files = [
            RowsFile(task.path, loads[task.load], task.rows, written)
            for task, written in write_all(tasks, frame)
        ]
        script = render_copying(program, manner.inline, _source(manner))
        others = {SCRIPT: write_file(folder / SCRIPT, [script.encode()], None)}
        text = render_folder("copydata", program, origins, files, others)
        write_file(folder / MANIFEST, [text.encode()], None)
    return tuple(sorted([*(file.path for file in files), *others, MANIFEST]))


def _tasks(program: DatasetProgram, loads: tuple[TableLoad, ...], manner: Manner) -> list[Task]:
    places = {id(load): place for place, load in enumerate(loads)}
    return [
        Task(part.file + ENDINGS[manner.compression], places[id(part.load)], (_stretch(part),))
        for batch in batches(program, manner.inline)
        for part in batch.parts
        if part.file is not None
    ]


def _stretch(part: Part) -> Stretch:
    return Stretch(part.function, range(part.start, part.stop))


def _source(manner: Manner) -> Source:
    return Source(
        data=lambda part: b"".join(cells(part.load, _stretch(part), "copy", manner.effort)),
        folder=manner.folder,
        ending=ENDINGS[manner.compression],
        unpack=UNPACK[manner.compression],
    )
