"""`seedc preview`: generated rows or a column's values in the terminal, without a database."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from seedc.cli.session import FORMAT, PROFILE, SCHEMA_FROM, SETS, Session, command
from seedc.compilation import Compilation
from seedc.diagnostics import nearest
from seedc.ir.program import GeneratedColumn, TableLoad

ROWS = 10
SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table with generated rows, and the column where one is named."""

    load: TableLoad
    column: GeneratedColumn | None


@command(
    "preview",
    click.argument("name", metavar="TABLE[.COLUMN]"),
    click.option("--dataset", metavar="NAME", help="The dataset, where several have the table."),
    click.option(
        "--rows",
        type=click.IntRange(min=1),
        metavar="N",
        help=f"How many rows: the first {ROWS}, or {SAMPLE:,} for a column, unless told.",
    ),
    PROFILE,
    SETS,
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
    SCHEMA_FROM,
    FORMAT,
)
def preview(  # noqa: PLR0913 - the options of the command
    session: Session,
    name: str,
    *,
    dataset: str | None,
    rows: int | None,
    profile: str | None,
    sets: dict[str, str],
    as_json: bool,
    schema_from: str | None,
) -> None:
    """Show the first generated rows of a table, or how a column's values are spread."""
    state = session.compile(schema_from=schema_from, profile=profile, sets=sets, others=False)
    datasets = session.chosen(state.project, (dataset,) if dataset else ())
    wanted = _wanted(state, datasets, name)
    if wanted.column is None:
        _show_rows(wanted.load, rows or ROWS, as_json=as_json)
    else:
        _show_column(wanted.load, wanted.column, rows or SAMPLE, as_json=as_json)


def _show_rows(load: TableLoad, count: int, *, as_json: bool) -> None:
    from seedc.preview import preview_rows, rows_text  # noqa: PLC0415 - no other command's

    found = preview_rows(load, count)
    if as_json:
        _print_json([dict(zip(found.columns, row, strict=True)) for row in found.rows])
    else:
        click.echo(rows_text(found), nl=False)


def _show_column(load: TableLoad, column: GeneratedColumn, count: int, *, as_json: bool) -> None:
    from seedc.histogram import histogram, histogram_text  # noqa: PLC0415 - no other command's

    found = histogram(load, column, count)
    if as_json:
        _print_json(asdict(found))
    else:
        click.echo(histogram_text(found), nl=False)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _wanted(state: Compilation, datasets: tuple[str, ...], name: str) -> Wanted:
    """What the name means: a table, or else a table and, after the last point, a column. A usage
    error where it means nothing, or several things."""
    found = list(_tables(state, datasets, name))
    table, _, column = name.rpartition(".")
    if not found and table and (found := list(_tables(state, datasets, table))):
        load = _only(found, name)
        return Wanted(load, _column(load, column))
    if not found:
        near = nearest(name, _spellings(state, datasets))
        hint = f'; the nearest is "{near[0]}"' if near else ""
        raise click.UsageError(f'there is no table "{name}"{hint}')
    return Wanted(_only(found, name), None)


def _tables(
    state: Compilation, datasets: tuple[str, ...], name: str
) -> Iterator[tuple[str, str, TableLoad | None]]:
    """The dataset, the table and its load, for every table that the name fits."""
    for program in state.wanted:
        if program.dataset in datasets:
            loads = {load.table.name: load for load in program.loads}
            for table in state.plans[program.dataset].names.find(name):
                yield program.dataset, str(table.name), loads.get(table.name)


def _spellings(state: Compilation, datasets: tuple[str, ...]) -> list[str]:
    return [s for d in datasets if d in state.plans for s in state.plans[d].names.spellings()]


def _only(found: list[tuple[str, str, TableLoad | None]], name: str) -> TableLoad:
    """The one table that has generated rows. A usage error where none or several have."""
    having = [(d, t, load) for d, t, load in found if load is not None and load.generated]
    if len(having) > 1:
        where = " and ".join(f"{table} of {dataset}" for dataset, table, _ in having)
        raise click.UsageError(f'"{name}" fits {where}; say --dataset, or the schema')
    if not having:
        dataset, table, _ = found[0]
        raise click.UsageError(
            f'{table} has no generated rows; seeds/{dataset}/volume.json would say "rows" for it'
        )
    load = having[0][2]
    assert load is not None
    return load


def _column(load: TableLoad, name: str) -> GeneratedColumn:
    assert load.generated is not None
    columns = {c.column.name: c for c in load.generated.columns}
    if name in columns:
        return columns[name]
    if load.table.column(name) is not None:
        raise click.UsageError(f"{load.table.name}.{name} is left to the database")
    near = nearest(name, columns)
    hint = f'; the nearest is "{near[0]}"' if near else ""
    raise click.UsageError(f'{load.table.name} has no column "{name}"{hint}')
