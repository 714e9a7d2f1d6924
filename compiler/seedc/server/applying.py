"""Apply as the command line means it: connect, make schemas where asked, run each script."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from seedc.catalog import Catalog, QualifiedName
from seedc.ir.program import DatasetProgram
from seedc.server.connection import connect, resolve
from seedc.server.fingerprint import Memory
from seedc.server.guard import check_environment
from seedc.server.progress import Progress
from seedc.server.runner import ApplyReport, Run, apply_script
from seedc.server.schema import create_schema
from seedc.server.streaming import streamed
from seedc.workers import Crew


def apply_files(  # noqa: PLR0913 - what the command line's options say
    scripts: Sequence[tuple[str, str]],
    dsn: str | None,
    environment: Mapping[str, str],
    progress: Progress,
    *,
    dry_run: bool = False,
    programs: Sequence[DatasetProgram] = (),
    rows: Mapping[str, Mapping[str, int]] | None = None,
    protected: Sequence[str] = (),
    schemas: Sequence[tuple[str, str, Catalog]] = (),
    jobs: int = 0,
    fingerprints: Path | None = None,
) -> list[ApplyReport]:
    """Run scripts, each a (file, text), in order on one connection.

    `programs` and `rows` are what `Run` says. `schemas` are the schema files (file, text, its
    Catalog) to load first where their tables do not exist. A dry run keeps everything in one
    transaction and rolls it back. With `jobs`, generated rows are streamed from so many processes,
    whose engine must be there; `fingerprints` is the file of what tables need no comparing; with
    either, all programs must be given. Raises Refused before connecting where the environment is
    protected; Rejected as `connect`, `create_schema` and `apply_script` do.
    """
    check_environment(environment, protected)
    memory = Memory(fingerprints) if fingerprints else None
    with (
        Crew(jobs) as crew,
        connect(resolve(dsn, environment)) as connection,
        _rolled_back(connection, dry_run),
    ):
        stream = partial(streamed, programs=programs, crew=crew if jobs else None, memory=memory)
        for file, text, catalog in schemas:
            report = create_schema(connection, text, _tables(catalog), file)
            for notice in report.notices:
                progress.notice(notice)
        return [
            apply_script(
                connection,
                text,
                Run(
                    file=file,
                    environment=environment,
                    progress=progress,
                    dry_run=dry_run,
                    programs=tuple(programs),
                    rows=rows or {},
                    protected=tuple(protected),
                    streamed=stream(file) if jobs or memory else None,
                ),
            )
            for file, text in scripts
        ]


def _tables(catalog: Catalog) -> list[QualifiedName]:
    return [name for name, table in catalog.tables.items() if table.kind != "foreign"]


@contextmanager
def _rolled_back(connection: psycopg.Connection, dry_run: bool) -> Iterator[None]:
    """For a dry run, one transaction around everything, undone at the end."""
    if dry_run:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if dry_run and not connection.closed:
            connection.execute("ROLLBACK")
