"""Commands that need no database: build, check, explain, dump, fmt."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from seedc.cli.session import (
    FORMAT,
    PROFILE,
    SCHEMA_FROM,
    SETS,
    Session,
    build_folder,
    command,
    counted,
)
from seedc.cli.wishes import Wish
from seedc.codes import CODES
from seedc.compilation import Compilation
from seedc.diagnostics import Diagnostic, Rejected, Sink, nearest
from seedc.emission.share import Share, parsed
from seedc.origin import Origin
from seedc.pipeline import PASSES
from seedc.project import Project

if TYPE_CHECKING:
    from seedc.building import Built


def _share(context: click.Context, parameter: click.Parameter, value: str | None) -> Share | None:
    """The share that an option names."""
    try:
        return None if value is None else parsed(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error


@command(
    "build",
    click.argument("datasets", nargs=-1),
    click.option("--check", is_flag=True, help="Write nothing; exit 1 if build/ is stale."),
    click.option(
        "--backend",
        type=click.Choice(["pgsql", "copydata"]),
        help="pgsql (default): the server makes the generated rows. copydata: a folder with a load"
        " script whose generated rows are COPY data.",
    ),
    click.option(
        "--emit",
        type=click.Choice(["csv", "parquet"]),
        help="Write a folder of all rows instead, a file for each table.",
    ),
    click.option(
        "--compress",
        type=click.Choice(["zstd", "gzip"]),
        help="Compress the files (Parquet: by zstd in the place of snappy).",
    ),
    click.option(
        "--inline-limit",
        "inline",
        type=click.IntRange(0, 10_000),
        metavar="ROWS",
        help="Tables of up to so many generated rows stand in the script of copydata. Default:"
        " 1000.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        metavar="N",
        help="How many processes work. Default: the processors for scripts, 1 for rows as files.",
    ),
    click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Where the folders of rows go, in the place of build/.",
    ),
    click.option(
        "--share",
        callback=_share,
        metavar="K/N",
        help="Write the K-th of N shares of the files of --emit, so that N machines write all of"
        " them.",
    ),
    PROFILE,
    SETS,
    SCHEMA_FROM,
    FORMAT,
)
def build(
    session: Session,
    datasets: tuple[str, ...],
    check: bool,
    profile: str | None,
    sets: dict[str, str],
    schema_from: str | None,
    **wishes: Any,
) -> None:
    """Compile every dataset into build/; with --profile or --set, scripts of that size as well.

    With --backend copydata or --emit, write the rows of the datasets (all where none is named) as
    files instead, under build/ or DIR."""
    wish = Wish(**wishes)
    wish.check(datasets, check=check)
    asked: Asked = {"schema_from": schema_from, "profile": profile, "sets": sets}
    if wish.rows:
        from seedc.cli.emitting import emit  # noqa: PLC0415 - takes 40 ms

        emit(session, session.compile(others=False, **asked), datasets, wish)
    else:
        _build(*session.build(jobs=wish.jobs, **asked), check=check)


class Asked(TypedDict):
    """What `build` compiles."""

    schema_from: str | None
    profile: str | None
    sets: dict[str, str]


def _build(state: Compilation, built: Sequence["Built"], *, check: bool) -> None:
    """Bring build/ up to date, or say what of it is stale."""
    from seedc.artifacts import artifact  # noqa: PLC0415 - Jinja is needed here only
    from seedc.emit import stale, write, write_beside  # noqa: PLC0415

    parts = [dataset.part for dataset in built if dataset.part is not None]
    result = artifact(parts, state.project.settings, state.inputs)
    folder = state.project.build
    label = state.project.settings.build
    if check:
        with build_folder(state.project):
            names = stale(folder, result)
        _check(names, label)
        return
    with build_folder(state.project):
        # What is committed comes first, all or nothing: where it fails nothing else is written.
        changed = write(folder, result)
        for part in parts:
            changed += write_beside(folder, part.beside)
    for name in changed:
        click.echo(f"{'wrote' if (folder / name).exists() else 'removed'} {label}/{name}")
    for part, dataset in zip(parts, built, strict=True):
        if dataset.said:
            click.echo(f"{part.dataset}: {', '.join(dataset.said)}")
    rows = _rows(sum(part.rows for part in parts), sum(part.generated for part in parts))
    click.echo(
        f"{counted(len(parts), 'dataset')}, {counted(sum(p.tables for p in parts), 'table')}, "
        f"{rows}{_unchanged(changed)}"
    )


def _check(stale: Sequence[str], label: str) -> None:
    """Say which paths of the build folder are stale, and end with 1 where any is."""
    for name in stale:
        click.echo(f"stale: {label}/{name}", err=True)
    if stale:
        click.echo("run seedc build and commit the result", err=True)
        sys.exit(1)
    click.echo(f"{label}/ is fresh")


def _rows(number: int, generated: int) -> str:
    return counted(number, "row") + (f" ({generated} generated)" if generated else "")


def _unchanged(changed: tuple[str, ...]) -> str:
    return "" if changed else "; nothing changed"


@command(
    "check",
    click.option("--verbose", is_flag=True, help="Also list CHECKs that are left to the database."),
    SCHEMA_FROM,
    FORMAT,
)
def check(session: Session, verbose: bool, schema_from: str | None) -> None:
    """Check schemas, seed files and settings; write nothing."""
    state = session.compile(schema_from=schema_from, unchecked=verbose)
    if session.format == "text":
        loads = (load for program in state.wanted for load in program.loads)
        made = sum(load.generated.size for load in loads if load.generated)
        rows = made + sum(len(file.rows) for plan in state.plans.values() for file in plan.files)
        datasets = counted(len(state.programs), "dataset")
        click.echo(f"{datasets}, {_rows(rows, made)}: no errors")


@command("explain", click.argument("code"))
def explain(session: Session, code: str) -> None:
    """Say what a diagnostic code means and how to mend it."""
    found = CODES.get(code.upper())
    if found is None:
        near = nearest(code.upper(), CODES)
        hint = f"; the nearest is {near[0]}" if near else ""
        raise click.UsageError(f'there is no code "{code}"{hint}')
    click.echo(f"{found.code}: {found.title}\n\n{found.explanation}")


@command(
    "dump",
    click.argument("datasets", nargs=-1),
    click.option(
        "--after",
        "stage",
        type=click.Choice([name for name, _ in PASSES]),
        default="program",
        show_default=True,
        help="The stage to stop after.",
    ),
    PROFILE,
    SETS,
    SCHEMA_FROM,
    FORMAT,
)
def dump(
    session: Session,
    datasets: tuple[str, ...],
    stage: str,
    profile: str | None,
    sets: dict[str, str],
    schema_from: str | None,
) -> None:
    """Show what the compiler understood after a stage."""
    from seedc.dumping import dump as text_of  # noqa: PLC0415 - not needed by any other command

    state = session.compile(schema_from=schema_from, until=stage, profile=profile, sets=sets)
    chosen = session.chosen(state.project, datasets)
    for dataset in state.project.datasets:
        if dataset.name in chosen:
            click.echo(text_of(state, dataset, stage), nl=False)


@command(
    "fmt",
    click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file would change."),
    click.option(
        "--explain-volume",
        "explain_volume",
        is_flag=True,
        help="Write the inferred rules into volume.json, and format nothing else.",
    ),
    FORMAT,
)
def fmt(session: Session, files: tuple[Path, ...], check: bool, explain_volume: bool) -> None:
    """Rewrite seed files in contract order, and volume.json in its one layout."""
    changed = [
        (file, text)
        for file, text, old in (_explained if explain_volume else _formatted)(session, files)
        if text != old
    ]
    project = session.project
    assert project is not None
    for file, text in changed:
        if check:
            click.echo(f"would rewrite {file}", err=True)
        else:
            _rewrite(project, file, text)
            click.echo(f"rewrote {file}")
    if check and changed:
        sys.exit(1)


def _rewrite(project: Project, file: str, text: str) -> None:
    """Write a seed file anew. Raises Rejected (SD008)."""
    try:
        (project.root / file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise Rejected([Diagnostic(code="SD008", origin=Origin(file), message=message)]) from error


def _formatted(session: Session, files: tuple[Path, ...]) -> list[tuple[str, str, str]]:
    """The files with their texts in order and as they are. Raises Rejected."""
    from seedc.formatting import formatted  # noqa: PLC0415 - not needed by any other command

    sink = Sink()
    project = session.open(sink)
    known = [f for d in project.datasets for f in (*d.seeds, *filter(None, [d.volume]))]
    wanted = _wanted_files(project, files, known, "seed file or volume.json")
    found = [entry for entry in formatted(project, sink) if entry[0] in wanted]
    sink.close()
    return found


def _explained(session: Session, files: tuple[Path, ...]) -> list[tuple[str, str, str]]:
    """The same of each volume.json, with its inferred rules; says which cannot be written down.
    Raises Rejected."""
    from seedc.formatting import explained  # noqa: PLC0415 - not needed by any other command

    state = session.compile(until="volume")
    known = [d.volume for d in state.project.datasets if d.volume is not None]
    wanted = _wanted_files(state.project, files, known, "volume.json")
    found = [one for one in explained(state) if one.file in wanted]
    for one in found:
        for column in one.left:
            click.echo(f"{one.file}: {column} has another rule under another profile", err=True)
    return [(one.file, one.text, one.old) for one in found]


def _wanted_files(
    project: Project, files: tuple[Path, ...], known: Sequence[str], what: str
) -> set[str]:
    """The files of the project that the command line names, all of `known` where it names none. A
    usage error for one that is not known."""
    paths = {(project.root / file).resolve(): file for file in known}
    outside = sorted(file.name for file in files if file.resolve() not in paths)
    if outside:
        raise click.UsageError(f"{outside[0]} is no {what} of this project")
    return {paths[file.resolve()] for file in files} or {*known}
