"""Commands that talk to a database: apply, plan, verify, reset, demo."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from seedc.catalog import Catalog
from seedc.cli.session import FORMAT, Session, build_folder, command
from seedc.diagnostics import Diagnostic, Rejected, Sink
from seedc.origin import Origin
from seedc.pipeline import Compilation, compile_project, read_schemas
from seedc.project import Project

DATASETS = click.argument("datasets", nargs=-1)
DSN = click.option(
    "--dsn", metavar="DSN", help="The database. Default: the environment variable DATABASE_URL."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@command(
    "apply",
    DATASETS,
    DSN,
    click.option("--dry-run", is_flag=True, help="Do everything, report, roll back."),
    click.option("--create-schema", is_flag=True, help="Load schema.sql where its tables are not."),
    AS_JSON,
    FORMAT,
)
def apply(
    session: Session,
    datasets: tuple[str, ...],
    dsn: str | None,
    dry_run: bool,
    create_schema: bool,
    as_json: bool,
) -> None:
    """Run the scripts of build/ on a database, each dataset in one transaction."""
    _apply(session, datasets, dsn, dry_run=dry_run, create=create_schema, as_json=as_json)


@command("plan", DATASETS, DSN, AS_JSON, FORMAT)
def plan(session: Session, datasets: tuple[str, ...], dsn: str | None, as_json: bool) -> None:
    """Say what apply would insert, update and delete; nothing is written."""
    _apply(session, datasets, dsn, dry_run=True, create=False, as_json=as_json)


@command("verify", DATASETS, DSN, AS_JSON, FORMAT)
def verify(session: Session, datasets: tuple[str, ...], dsn: str | None, as_json: bool) -> None:
    """Prove that a database holds what the seeds say."""
    from seedc.artifacts import verify_path  # noqa: PLC0415 - Jinja comes with it
    from seedc.server.connection import connect, resolve  # noqa: PLC0415 - psycopg, 80 ms
    from seedc.server.verify import verify_script  # noqa: PLC0415

    project = session.open(Sink())
    paths = [verify_path(name) for name in _built(session, project, datasets)]
    scripts = [(_script(project, path), f"{project.settings.build}/{path}") for path in paths]
    with connect(resolve(dsn, os.environ)) as connection:
        reports = [verify_script(connection, text, file) for text, file in scripts]
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


@command("reset", DATASETS, DSN, AS_JSON, FORMAT)
def reset(session: Session, datasets: tuple[str, ...], dsn: str | None, as_json: bool) -> None:
    """Delete the seeds' rows from a database, unless other rows refer to them."""
    from seedc.artifacts import reset_path  # noqa: PLC0415 - Jinja comes with it

    project = session.open(Sink())
    names = _built(session, project, datasets)
    _run(
        session,
        project,
        [reset_path(name) for name in reversed(names)],
        dsn,
        as_json=as_json,
    )


@command("demo")
def demo(session: Session) -> None:
    """Compile, load into an embedded PostgreSQL twice, verify, and show it all."""
    from seedc.artifacts import artifact, load_path, verify_path  # noqa: PLC0415 - Jinja
    from seedc.emit import write  # noqa: PLC0415
    from seedc.server.demo import DemoDataset, run_demo  # noqa: PLC0415 - psycopg, 80 ms

    state = session.compile()
    project, build = state.project, state.project.settings.build
    with build_folder(project):
        write(project.build, artifact(state))
    click.echo(f"compiled {len(state.programs)} datasets into {build}/")
    schemas = {d.name: d.schema for d in project.datasets}
    datasets = [
        DemoDataset(
            program=program,
            schema=schema,
            load=f"{build}/{load_path(program)}",
            verify=f"{build}/{verify_path(program.dataset)}",
        )
        for program in state.programs
        if program.stages and (schema := schemas[program.dataset]) is not None
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


def _apply(
    session: Session,
    datasets: tuple[str, ...],
    dsn: str | None,
    *,
    dry_run: bool,
    create: bool,
    as_json: bool,
) -> None:
    from seedc.artifacts import SEED, load_path  # noqa: PLC0415 - Jinja comes with it

    project = session.open(Sink())
    names = _built(session, project, datasets)
    state = _sources(session, project)
    programs = {program.dataset: program for program in state.programs} if state else {}
    profile = project.settings.profile
    paths = [f"{name}/{profile}.sql" for name in names] if datasets else [SEED]
    if datasets and state:
        paths = [load_path(programs[name]) for name in names]
    _run(
        session,
        project,
        paths,
        dsn,
        as_json=as_json,
        dry_run=dry_run,
        state=state,
        create=names if create else (),
    )


def _run(  # noqa: PLR0913 - the options of apply, for reset as well
    session: Session,
    project: Project,
    paths: Sequence[str],
    dsn: str | None,
    *,
    as_json: bool,
    dry_run: bool = False,
    state: Compilation | None = None,
    create: Sequence[str] = (),
) -> None:
    """Run scripts of build/ and print what each table got."""
    from seedc.artifacts import MANIFEST, row_counts  # noqa: PLC0415 - Jinja comes with it
    from seedc.server.applying import apply_files  # noqa: PLC0415 - psycopg, 80 ms
    from seedc.server.progress import progress_for  # noqa: PLC0415 - rich

    scripts = [(f"{project.settings.build}/{path}", _script(project, path)) for path in paths]
    with progress_for(sys.stderr) as progress:
        reports = apply_files(
            scripts,
            dsn,
            os.environ,
            progress,
            dry_run=dry_run,
            programs=state.programs if state else (),
            rows=row_counts(_script(project, MANIFEST), project.settings.profile),
            protected=project.settings.protected,
            schemas=_schemas(project, create),
        )
    rows = [
        (d.dataset, t.table, *map(str, (t.inserted, t.updated, t.unchanged, t.deleted)))
        for report in reports
        for d in report.datasets
        for t in d.tables
    ]
    header = ("dataset", "table", "inserted", "updated", "unchanged", "deleted")
    _print_rows(header, rows, as_json=as_json)
    if dry_run and not as_json:
        click.echo("nothing was written: this was a dry run")


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


def _sources(session: Session, project: Project) -> Compilation | None:
    """The compiled sources, for seed lines in messages; None where they do not compile now."""
    sink = Sink()
    try:
        state = compile_project(project, sink)
    except Rejected:
        click.echo("the sources have errors; applying what is in build/", err=True)
        return None
    from seedc.artifacts import artifact  # noqa: PLC0415 - Jinja comes with it
    from seedc.emit import stale  # noqa: PLC0415

    if stale(project.build, artifact(state)):
        click.echo("build/ is older than its sources; applying what is in build/", err=True)
        return None
    return state


def _built(session: Session, project: Project, names: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen datasets that have scripts. One whose seed files were built, as the manifest
    tells, and gave no row has none."""
    from seedc.artifacts import MANIFEST  # noqa: PLC0415 - Jinja comes with it

    chosen = session.chosen(project, names)
    manifest = json.loads(_script(project, MANIFEST))
    return tuple(
        d.name
        for d in project.datasets
        if d.name in chosen
        and (d.name in manifest["datasets"] or not manifest["inputs"].keys() >= {*d.seeds})
    )


def _script(project: Project, path: str) -> str:
    """A file of build/. Raises Rejected (SD617) where it is not there."""
    file = Path(project.settings.build) / path
    text = project.read(file.as_posix())
    if text is None:
        message = f"{file.as_posix()} does not exist"
        raise Rejected(
            [
                Diagnostic(
                    code="SD617",
                    origin=Origin(file.as_posix()),
                    message=message,
                    help="run seedc build first",
                )
            ]
        )
    return text


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
