"""`seedc build --backend copydata` and `--emit`: rows as files, beside the scripts of a build."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from seedc.cli.choosing import taken
from seedc.cli.session import Session, counted
from seedc.cli.wishes import Wish
from seedc.compilation import Compilation
from seedc.diagnostics import Diagnostic, Rejected
from seedc.emission.copydata import INLINE, Manner, copydata_path, write_copydata
from seedc.emission.engine import Effort, ready
from seedc.emission.folder import foreign
from seedc.emission.manifest import Origins
from seedc.emission.tables import TableManner, tables_path, unknown, write_tables
from seedc.ir.program import DatasetProgram


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dataset's rows go: the folder, and its name for people."""

    program: DatasetProgram
    target: Path
    label: str


def emit(session: Session, state: Compilation, names: tuple[str, ...], wish: Wish) -> None:
    """Write a folder for each dataset and say so. Raises Rejected, where it can be known before
    with all that is wrong and nothing written."""
    chosen = taken(session, state.project, names)
    programs = [p for p in state.wanted if p.stages and p.dataset in chosen]
    ready(programs, _libraries(wish))
    places = [_place(state, program, wish) for program in programs]
    if problems := list(_problems(places, wish)):
        raise Rejected(problems)
    for place in places:
        files = _write(state, place, wish)
        rows = counted(sum(load.size for load in place.program.loads), "row")
        share = f" (share {wish.share} of {rows})" if wish.share else f", {rows}"
        click.echo(f"wrote {place.label}/: {counted(len(files), 'file')}{share}")
        if said := state.said(place.program.dataset):
            click.echo(f"{place.program.dataset}: {', '.join(said)}")


def _place(state: Compilation, program: DatasetProgram, wish: Wish) -> Place:
    path = (
        copydata_path(program) if wish.emit is None else tables_path(program, wish.emit, wish.share)
    )
    base = wish.out or state.project.build
    return Place(program, base / path, f"{wish.out or state.project.settings.build}/{path}")


def _problems(places: Iterable[Place], wish: Wish) -> Iterator[Diagnostic]:
    for place in places:
        if found := foreign(place.target, place.label):
            yield found
        if wish.emit is not None:
            yield from unknown(place.program, wish.emit)


def _libraries(wish: Wish) -> Iterator[str]:
    yield "numpy"
    if wish.emit == "parquet":
        yield "polars"
    elif wish.compress == "zstd":
        yield "zstandard"


def _write(state: Compilation, place: Place, wish: Wish) -> tuple[str, ...]:
    program, target, label = place.program, place.target, place.label
    origins, effort = _origins(state, program.dataset), Effort(jobs=wish.jobs or 1)
    if wish.emit is not None:
        form = TableManner(
            form=wish.emit, compression=wish.compress, share=wish.share, effort=effort
        )
        return write_tables(program, origins, target, label, form)
    manner = Manner(
        folder=copydata_path(program) if wish.out else label,
        compression=wish.compress,
        inline=INLINE if wish.inline is None else wish.inline,
        effort=effort,
    )
    return write_copydata(program, origins, target, label, manner)


def _origins(state: Compilation, name: str) -> Origins:
    dataset = next(d for d in state.project.datasets if d.name == name)
    files = {*dataset.seeds, *filter(None, [dataset.schema, dataset.volume])}
    volume = state.volumes.get(name)
    return Origins(
        inputs={file: digest for file, digest in state.inputs.items() if file in files},
        clock=volume.clock if volume else None,
    )
