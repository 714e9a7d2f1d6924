"""Commands that talk to a database: apply, plan, verify, reset, demo."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seedc.catalog import Catalog
from seedc.cli.session import FORMAT, PROFILE, SETS, Session, build_folder, command
from seedc.compilation import Compilation
from seedc.diagnostics import Sink
from seedc.project import Project
from seedc.sources import read_schemas

if TYPE_CHECKING:
    from seedc.cli.choosing import Choice

DATASETS = click.argument("datasets", nargs=-1)
DSN = click.option(
    "--dsn", metavar="DSN", help="The database. Default: the environment variable DATABASE_URL."
)
FINGERPRINTS = Path(".cache") / "seedc" / "fingerprints.json"
"""The file of `--fingerprint` in the project. It holds nothing that cannot be made again."""
_UNCOUNTED = "not counted: the server has track_counts off, or client_min_messages above notice"
BACKEND = click.option(
    "--backend",
    type=click.Choice(["pgsql", "copydata"]),
    default="pgsql",
    show_default=True,
    help="Who computes generated rows: the server, or this command, which then streams them by"
    " COPY.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes compute rows with --backend copydata. Default: the processors, at"
    " most 2.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@command(
    "apply",
    DATASETS,
    PROFILE,
    SETS,
    DSN,
    click.option("--dry-run", is_flag=True, help="Do everything, report, roll back."),
    click.option("--create-schema", is_flag=True, help="Load schema.sql where its tables are not."),
    BACKEND,
    JOBS,
    click.option(
        "--fingerprint",
        is_flag=True,
        help="Remember what rows under update and sync add up to, and compare none while they do.",
    ),
    AS_JSON,
    FORMAT,
)
def apply(  # noqa: PLR0913 - the options of the command
    session: Session,
    *,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    dsn: str | None,
    dry_run: bool,
    create_schema: bool,
    backend: str,
    jobs: int | None,
    fingerprint: bool,
    as_json: bool,
) -> None:
    """Run the scripts of build/ on a database.

    Each dataset is one transaction. Where a table has more generated rows than a batch, generated
    rows follow it in batches that commit one by one; broken off, applying again goes on from there.

    With --profile or --set, or their variables, the script of that size is run: the file of build/
    where it is there and fresh, else what the sources compile to.
    """
    options = _Options(
        dsn=dsn,
        as_json=as_json,
        dry_run=dry_run,
        create=create_schema,
        jobs=_jobs(backend, jobs),
        fingerprint=fingerprint,
    )
    _apply(session, datasets, profile, sets, options)


@command(
    "plan",
    DATASETS,
    PROFILE,
    SETS,
    DSN,
    click.option("--volume", is_flag=True, help="Count the rows of each table; needs no database."),
    BACKEND,
    JOBS,
    AS_JSON,
    FORMAT,
)
def plan(  # noqa: PLR0913 - the options of the command
    session: Session,
    *,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    dsn: str | None,
    volume: bool,
    backend: str,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Say what apply would insert, update and delete.

    Everything is done in one transaction, which is rolled back: nothing is written. With --volume
    no database is asked: it says how many rows each table has, and in how many batches.
    """
    if volume:
        _plan_volume(session, datasets, profile, sets, as_json=as_json)
        return
    options = _Options(dsn=dsn, as_json=as_json, dry_run=True, jobs=_jobs(backend, jobs))
    _apply(session, datasets, profile, sets, options)


@command("verify", DATASETS, PROFILE, SETS, DSN, AS_JSON, FORMAT)
def verify(
    session: Session,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    dsn: str | None,
    as_json: bool,
) -> None:
    """Prove that a database holds what the seeds say, under the default profile or the one asked
    for."""
    from seedc.cli.choosing import VERIFY, Ask, choose  # noqa: PLC0415 - Jinja comes with it
    from seedc.server.connection import connect, resolve  # noqa: PLC0415 - psycopg, 80 ms
    from seedc.server.verify import verify_script  # noqa: PLC0415

    choice = choose(session, datasets, Ask(profile=profile, sets=sets), VERIFY)
    with connect(resolve(dsn, os.environ)) as connection:
        reports = [verify_script(connection, s.text, s.file) for s in choice.scripts]
    rows = [
        (r.dataset, t.table, str(t.expected), str(t.present), str(t.equal), t.verdict)
        for r in reports
        for t in r.tables
    ]
    header = ("dataset", "table", "expected", "present", "equal", "verdict")
    _print_rows(header, rows, as_json=as_json)
    problems = [report.problem for report in reports if report.problem is not None]
    if problems:
        session.say(problems)
        sys.exit(1)


@command("reset", DATASETS, PROFILE, SETS, DSN, AS_JSON, FORMAT)
def reset(
    session: Session,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    dsn: str | None,
    as_json: bool,
) -> None:
    """Delete the seeds' rows from a database, generated ones too, unless other rows refer to them;
    each dataset in one transaction."""
    from seedc.cli.choosing import RESET, Ask, choose  # noqa: PLC0415 - Jinja comes with it

    choice = choose(session, datasets, Ask(profile=profile, sets=sets), RESET)
    _run(replace(choice, scripts=choice.scripts[::-1]), _Options(dsn=dsn, as_json=as_json))


@command("demo")
def demo(session: Session) -> None:
    """Compile, load into an embedded PostgreSQL twice, verify, and show it all; datasets that stand
    alone are compiled only."""
    from seedc.artifacts import artifact, load_path, part_of, verify_path  # noqa: PLC0415 - Jinja
    from seedc.emit import write  # noqa: PLC0415
    from seedc.server.demo import DemoDataset, run_demo  # noqa: PLC0415 - psycopg, 80 ms

    state = session.compile()
    project, build = state.project, state.project.settings.build
    parts = [part_of(programs) for programs in state.lowered.values()]
    with build_folder(project):
        write(project.build, artifact(parts, project.settings, state.inputs))
    click.echo(f"compiled {len(state.programs)} datasets into {build}/")
    schemas = {d.name: d.schema for d in project.datasets}
    together = project.settings.together(schemas)
    datasets = [
        DemoDataset(
            program=program,
            schema=schema,
            load=f"{build}/{load_path(program)}",
            verify=f"{build}/{verify_path(program.dataset)}",
        )
        for program in state.programs
        if program.stages
        and program.dataset in together
        and (schema := schemas[program.dataset]) is not None
    ]
    results = run_demo(project.root, datasets, click.echo)
    header = ("dataset", "tables", "rows", "written", "seconds", "again", "seconds again")
    rows = [
        (
            r.dataset,
            *map(str, (r.tables, r.rows, r.written)),
            f"{r.seconds:.2f}",
            str(r.again),
            f"{r.seconds_again:.2f}",
        )
        for r in results
    ]
    click.echo()
    _print_rows(header, rows, as_json=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """The options of apply, plan and reset."""

    dsn: str | None
    as_json: bool
    dry_run: bool = False
    create: bool = False
    jobs: int = 0
    """How many processes compute generated rows; 0: the server does."""
    fingerprint: bool = False


def _jobs(backend: str, jobs: int | None) -> int:
    """The processes that compute rows, 0 where the server does. A usage error for --jobs without
    something to compute here."""
    if backend != "copydata":
        if jobs is not None:
            raise click.UsageError("--jobs is for --backend copydata: the server has its own ways")
        return 0
    return jobs or min(2, os.cpu_count() or 1)


def _apply(
    session: Session,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    options: _Options,
) -> None:
    from seedc.cli.choosing import (  # noqa: PLC0415 - Jinja comes with it
        LOAD,
        Ask,
        choose,
        require_programs,
    )

    choice = choose(session, datasets, Ask(profile=profile, sets=sets), LOAD)
    if options.jobs:
        from seedc.server.stream_feed import require_engine  # noqa: PLC0415 - not always needed

        require_engine()
    if options.jobs or options.fingerprint:
        require_programs(choice)
    _run(choice, options)


def _run(choice: "Choice", options: _Options) -> None:
    """Run scripts and print what each table got."""
    from seedc.server.applying import apply_files  # noqa: PLC0415 - psycopg, 80 ms
    from seedc.server.progress import progress_for  # noqa: PLC0415 - with psycopg

    project = choice.project
    with progress_for(sys.stderr) as progress:
        reports = apply_files(
            [(script.file, script.text) for script in choice.scripts],
            options.dsn,
            os.environ,
            progress,
            dry_run=options.dry_run,
            programs=[program for script in choice.scripts for program in script.programs],
            rows=choice.rows,
            protected=project.settings.protected,
            schemas=_schemas(project, choice.chosen if options.create else ()),
            jobs=options.jobs,
            fingerprints=project.root / FINGERPRINTS if options.fingerprint else None,
        )
    done = [dataset for report in reports for dataset in report.datasets]
    rows = [
        (d.dataset, t.table, *map(str, (t.inserted, t.updated, t.unchanged, t.deleted)))
        for d in done
        for t in d.tables
    ]
    header = ("dataset", "table", "inserted", "updated", "unchanged", "deleted")
    _print_rows(header, rows, as_json=options.as_json)
    for dataset in done:
        if not dataset.counted:
            click.echo(f"{dataset.dataset}: {_UNCOUNTED}", err=True)
    if options.dry_run and not options.as_json:
        click.echo("nothing was written: this was a dry run")


def _plan_volume(
    session: Session,
    datasets: tuple[str, ...],
    profile: str | None,
    sets: dict[str, str],
    *,
    as_json: bool,
) -> None:
    """Print each dataset's tables with their rows and batches under what was asked for."""
    from seedc.cli.choosing import taken  # noqa: PLC0415 - Jinja comes with it
    from seedc.cli.planning import HEADER, plans  # noqa: PLC0415 - not needed by other commands

    state = session.compile(profile=profile, sets=sets)
    chosen = taken(session, state.project, datasets)
    found = [p for p in plans(state.wanted) if p.dataset in chosen and p.tables]
    if as_json:
        click.echo(json.dumps([p.as_json() for p in found], indent=2, ensure_ascii=False))
        return
    for number, one in enumerate(found):
        click.echo(("\n" if number else "") + one.title)
        for line in aligned(HEADER, one.rows()):
            click.echo(line)


def _schemas(project: Project, names: Sequence[str]) -> list[tuple[str, str, Catalog]]:
    """The schema files of datasets, with what they make. Raises Rejected."""
    sink = Sink()
    state = read_schemas(Compilation(project=project), sink)
    sink.close()
    return [
        (d.schema, project.read(d.schema) or "", state.catalogs[d.name])
        for d in project.datasets
        if d.name in names and d.schema is not None
    ]


def _print_rows(header: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, as_json: bool) -> None:
    """A table with numbers to the right, or a JSON list of objects."""
    if as_json:
        objects = [
            {k: int(v) if v.isdigit() else v for k, v in zip(header, row, strict=True)}
            for row in rows
        ]
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
        return
    for line in aligned(header, rows):
        click.echo(line)


def aligned(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines of a table whose columns are as wide as their widest value."""
    widths = [max(len(row[n]) for row in (header, *rows)) for n in range(len(header))]
    return [
        "  ".join(
            value.rjust(width) if value.replace(".", "").isdigit() else value.ljust(width)
            for value, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in (header, *rows)
    ]
