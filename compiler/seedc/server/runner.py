"""Runs a compiled script through psycopg, with the effect that psql has.

The script's own BEGIN and COMMIT make each dataset atomic and its own DO block takes the advisory
lock and compares the schema. Outside those transactions no statement is sent and no state is left,
so a transaction-mode pooler may stand in between.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Timer

import psycopg

from seedc.diagnostics import Rejected
from seedc.ir.program import DatasetProgram
from seedc.server.counts import TableCount, Written, table_counts, written
from seedc.server.culprit import Failure, find_culprit
from seedc.server.failures import explain_failure, refusal
from seedc.server.guard import PROTECTED, check_environment
from seedc.server.progress import Progress
from seedc.server.script import Step, Transaction, read_script
from seedc.server.session import idle, run, scratch, sql

PATIENCE = 2.0  # seconds before a wait for the lock is mentioned
_LOCK = re.compile(r"\bpg_advisory_xact_lock\b")
# setval is never rolled back, so a dry run leaves it out.
_MOVES_SEQUENCE = re.compile(r"SELECT setval\(")


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What one dataset did: its tables in load order, then tables that only triggers wrote.

    `counted` is false, and there are no tables, where the server has `track_counts` switched off.
    """

    dataset: str
    tables: tuple[TableCount, ...]
    seconds: float
    counted: bool = True


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What a run did, or, where `dry_run`, would have done."""

    datasets: tuple[DatasetReport, ...]
    dry_run: bool

    @property
    def changed(self) -> int:
        """How many rows were inserted, updated or deleted in all."""
        tables = (table for dataset in self.datasets for table in dataset.tables)
        return sum(t.inserted + t.updated + t.deleted for t in tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How to run a script: `file` is its name for messages, `programs` what it was compiled from
    (for seed lines and row counts). Without programs, `rows` tell how many seed rows each table of
    a dataset has; without those, the script's own comments, which cannot tell the tables of a cycle
    apart."""

    file: str
    environment: Mapping[str, str]
    progress: Progress
    dry_run: bool = False
    programs: tuple[DatasetProgram, ...] = ()
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    protected: tuple[str, ...] | None = None
    """Values of APP_ENV that are refused; None: what the programs say, else the usual ones."""

    def program(self, dataset: str) -> DatasetProgram | None:
        """The program of that dataset, where it is at hand."""
        return next((p for p in self.programs if p.dataset == dataset), None)


def apply_script(connection: psycopg.Connection, text: str, how: Run) -> ApplyReport:
    """Execute the script on an autocommit connection.

    A dry run does everything and rolls back; it may happen inside a transaction that the caller
    opened (after `create_schema`), a real run may not. Raises Refused (SD607, SD608) where a guard
    says no, Rejected (SD602 to SD606, SD613, SD614) where the script or the server fails; datasets
    before the failing one stay committed.
    """
    if not how.dry_run and not idle(connection):
        raise ValueError("a script commits by itself: no transaction may be open")
    check_environment(how.environment, _protected(how))
    reports: list[DatasetReport] = []
    for transaction in read_script(text, how.file):
        done = [report.dataset for report in reports]
        reports.append(_apply(connection, transaction, how, done))
    return ApplyReport(tuple(reports), how.dry_run)


def _protected(how: Run) -> Iterable[str]:
    if how.protected is not None:
        return how.protected
    return {name for p in how.programs for name in p.protected} if how.programs else PROTECTED


def _apply(
    connection: psycopg.Connection, transaction: Transaction, how: Run, done: Sequence[str]
) -> DatasetReport:
    started = time.perf_counter()
    try:
        before, after = _execute(connection, transaction, how)
    except _Stopped as stopped:
        failure = stopped.failure
    else:
        counted = before is not None and after is not None
        seeded = _seeded(transaction, how)
        counts = table_counts(before or {}, after or {}, seeded) if counted else ()
        seconds = time.perf_counter() - started
        return DatasetReport(transaction.dataset, counts, seconds, counted)
    raise _mapped(connection, failure, how, done)


class _Stopped(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(str(failure.error))


def _mapped(
    connection: psycopg.Connection, failure: Failure, how: Run, done: Sequence[str]
) -> Exception:
    """The failure as the exception that leaves the runner."""
    if refused := refusal(failure.error, how.file, failure.step.chunk.offset):
        return refused
    culprit = None
    if not connection.closed:
        culprit = find_culprit(connection, failure, how.program(failure.transaction.dataset))
    committed = () if how.dry_run else done
    return Rejected([explain_failure(failure, culprit, committed, connection.info.user)])


def _execute(
    connection: psycopg.Connection, transaction: Transaction, how: Run
) -> tuple[Written | None, Written | None]:
    """Run the transaction to its end. Returns the counters at its beginning and its end."""
    at, deferred, progress = 0, False, how.progress
    progress.dataset(transaction.dataset, len(transaction.stages))
    try:
        with _transaction(connection, transaction, dry_run=how.dry_run):
            before = written(connection)
            for at, step in enumerate(transaction.steps):
                _announce(transaction, at, progress)
                if not (how.dry_run and _MOVES_SEQUENCE.match(step.chunk.text)):
                    _run_step(connection, step, transaction.dataset, progress)
            deferred = True
            # Here and not in COMMIT: a dry run has none, and the triggers' rows count as well.
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            after = written(connection)
    except psycopg.Error as error:
        raise _Stopped(Failure(how.file, transaction, at, error, deferred)) from error
    progress.done()
    return before, after


@contextmanager
def _transaction(
    connection: psycopg.Connection, transaction: Transaction, *, dry_run: bool
) -> Iterator[None]:
    if dry_run:
        with scratch(connection, transaction.begin.text):
            yield
        return
    connection.execute(sql(transaction.begin.text))
    try:
        yield
        connection.execute(sql(transaction.end.text))
    except BaseException:
        if not connection.closed and not idle(connection):
            connection.execute("ROLLBACK")
        raise


def _announce(transaction: Transaction, at: int, progress: Progress) -> None:
    """Tell of the stage, once, where step `at` is the first of its section."""
    steps = transaction.steps
    tables = steps[at].tables
    if tables and all(step.tables != tables for step in steps[:at]):
        progress.stage(", ".join(tables))


def _run_step(connection: psycopg.Connection, step: Step, dataset: str, progress: Progress) -> None:
    if not _LOCK.search(step.chunk.text):
        run(connection, step.chunk)
        return
    text = f"{dataset}: waiting for its lock; another session seems to be applying it"
    timer = Timer(PATIENCE, progress.notice, [text])
    timer.daemon = True
    timer.start()
    try:
        run(connection, step.chunk)
    finally:
        timer.cancel()


def _seeded(transaction: Transaction, how: Run) -> dict[str, int]:
    """How many seed rows each table has, in load order; none where they are being deleted."""
    seeded: dict[str, int] = {}
    if transaction.reset:
        return seeded
    if program := how.program(transaction.dataset):
        for load in program.loads:
            name = str(load.table.name)
            seeded[name] = seeded.get(name, 0) + load.size
        return seeded
    if rows := how.rows.get(transaction.dataset):
        return {name: rows.get(name, 0) for tables in transaction.stages for name in tables}
    for step in transaction.steps:
        for table in step.tables[-1:]:
            seeded[table] = seeded.get(table, 0) + len(step.rows())
    return seeded
