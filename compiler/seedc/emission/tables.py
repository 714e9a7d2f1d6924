"""All rows of a dataset as a folder of CSV or Parquet, a file for each table or several."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from seedc.diagnostics import Diagnostic
from seedc.emission.engine import Effort
from seedc.emission.folder import MANIFEST, replaced
from seedc.emission.manifest import Origins, RowsFile, render_folder
from seedc.emission.output import ENDINGS, Compression, write_file
from seedc.emission.rowset import cut, widened
from seedc.emission.share import Share
from seedc.emission.writing import Frame, Task, write_all
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.scripts.copying import file_name

TableForm = Literal["csv", "parquet"]

PART = 1_000_000
"""Rows of a file, but for a table's last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableManner:
    """How tables are laid down: the form, how CSV, or what is in Parquet, is compressed (Parquet:
    by snappy where nothing is said), how many rows a file has at most; which share of the files is
    written, where not all of them are."""

    form: TableForm
    compression: Compression | None = None
    part: int = PART
    share: Share | None = None
    effort: Effort = field(default_factory=Effort)


def tables_path(program: DatasetProgram, form: TableForm, share: Share | None = None) -> str:
    """The folder's place in `build/`: `storefront/SMALL.parquet`, `tpch/SF10.3-of-16.csv`."""
    return f"{program.dataset}/{program.profile}{share.tag if share else ''}.{form}"


def unknown(program: DatasetProgram, form: TableForm) -> tuple[Diagnostic, ...]:
    """SD022 for every value of the dataset that the form does not have."""
    if form != "parquet":
        return ()
    # Imported here: Parquet alone needs Polars, which takes 0.1 s.
    from seedc.emission.parquet_files import unknown_values  # noqa: PLC0415

    return tuple(unknown_values(widened(load) for load in program.loads))


def write_tables(
    program: DatasetProgram, origins: Origins, target: Path, label: str, manner: TableManner
) -> tuple[str, ...]:
    """Write the folder `target` (`label` for messages); returns the names of its files, sorted.
    Raises Rejected (SD020, SD021), and then what was there is as it was; ValueError for a program
    that `unknown` has something to say of."""
    loads = tuple(program.loads)
    wide = tuple(widened(load) for load in loads)
    tasks = [task for place, load in enumerate(wide) for task in _tasks(place, load, manner)]
    if manner.share:
        tasks = manner.share.taken(tasks)
    with replaced(target, label) as folder:
        frame = Frame(
            folder=folder,
            form=manner.form,
            loads=wide,
            compression=manner.compression,
            effort=manner.effort,
        )
        files = [
            RowsFile(task.path, loads[task.load], task.rows, written)
            for task, written in write_all(tasks, frame)
        ]
        text = render_folder(manner.form, program, origins, files, share=manner.share)
        write_file(folder / MANIFEST, [text.encode()], None)
    return tuple(sorted([*(file.path for file in files), MANIFEST]))


def _tasks(place: int, load: TableLoad, manner: TableManner) -> list[Task]:
    ending = f".{manner.form}{ENDINGS[manner.compression] if manner.form == 'csv' else ''}"
    name = file_name(load.table.name)
    return [
        Task(f"{name}{part.tag}{ending}", place, part.stretches) for part in cut(load, manner.part)
    ]
