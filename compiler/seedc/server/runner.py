"""Runs a compiled script through psycopg, with the effect that psql has.

The script's own BEGIN and COMMIT make each dataset atomic and its own DO block takes the advisory
lock and compares the schema. Outside those transactions nothing is sent but loops that commit their
batches by themselves, and no state is left, so a transaction-mode pooler may stand in between.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from threading import Timer

import psycopg

from seedc.diagnostics import Rejected
from seedc.ir.program import DatasetProgram
from seedc.server.batches import Told, listening
from seedc.server.counts import TableCount, Written, difference, table_counts, total, written
from seedc.server.culprit import Culprit, Failure, find_culprit
from seedc.server.failures import explain_failure, refusal
from seedc.server.guard import PROTECTED, check_environment
from seedc.server.progress import Progress
from seedc.server.script import Step, Transaction, as_one, read_script, sections, tables_of
from seedc.server.session import idle, run, scratch, sql

PATIENCE = 2.0  # seconds before a wait for the lock is mentioned
_LOCK = re.compile(r"\bpg_advisory_xact_lock\b")
# setval is never rolled back, so a dry run leaves it out.
_MOVES_SEQUENCE = re.compile(r"SELECT setval\(")


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What one dataset did: its tables in load order, then tables that only triggers wrote.

    `counted` is false, and there are no tables, where the server has `track_counts` switched off or
    its `client_min_messages` lets no batch tell what it wrote. Rows that triggers write in batches
    are not counted.
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
    a dataset has; without those, the script itself, which cannot tell the tables of a cycle apart
    and does not say how many rows a statement generates outside a loop."""

    file: str
    environment: Mapping[str, str]
    progress: Progress
    dry_run: bool = False
    programs: tuple[DatasetProgram, ...] = ()
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    protected: tuple[str, ...] | None = None
    """Values of APP_ENV that are refused; None: what the programs say, else the usual ones."""
    streamed: Callable[[Sequence[Transaction]], Sequence[Transaction]] | None = None
    """Gives the parts of a dataset another way to write its generated rows (streaming.py)."""

    def program(self, dataset: str) -> DatasetProgram | None:
        """The program of that dataset, where it is at hand."""
        return next((p for p in self.programs if p.dataset == dataset), None)


def apply_script(connection: psycopg.Connection, text: str, how: Run) -> ApplyReport:
    """Execute the script on an autocommit connection.

    A dry run does everything and rolls back, loops over batches included; it may happen inside a
    transaction that the caller opened (after `create_schema`), a real run may not. Raises Refused
    (SD607, SD608) where a guard says no, Rejected (SD602 to SD606, SD613, SD614) where the script
    or the server fails; datasets before the failing one stay committed, and so do the batches of
    the failing one that were committed.
    """
    if not how.dry_run and not idle(connection):
        raise ValueError("a script commits by itself: no transaction may be open")
    check_environment(how.environment, _protected(how))
    reports: list[DatasetReport] = []
    parts = read_script(text, how.file)
    for _, of_dataset in groupby(parts, key=lambda part: part.dataset):
        done = [report.dataset for report in reports]
        own = tuple(of_dataset)
        reports.append(_apply(connection, how.streamed(own) if how.streamed else own, how, done))
    return ApplyReport(tuple(reports), how.dry_run)


def _protected(how: Run) -> Iterable[str]:
    if how.protected is not None:
        return how.protected
    return {name for p in how.programs for name in p.protected} if how.programs else PROTECTED


def _apply(
    connection: psycopg.Connection, parts: Sequence[Transaction], how: Run, done: Sequence[str]
) -> DatasetReport:
    """Run the parts of one dataset, each a transaction or a loop that commits by itself."""
    started = time.perf_counter()
    dataset = parts[0].dataset
    how.progress.dataset(dataset, len(sections(parts)))
    course = _Course(connection, how)
    try:
        for part in [as_one(parts)] if how.dry_run else parts:
            course.wrote.append(_execute(part, course))
    except _Stopped as stopped:
        # The first part is whole or absent; later ones fail with what came before in place.
        kept = course.so_far if course.wrote or course.so_far else None
        failure = replace(stopped.failure, kept=kept, culprit=course.culprit)
    else:
        how.progress.done()
        counted = [one for one in course.wrote if one is not None]
        exact = len(counted) == len(course.wrote)
        counts = table_counts(total(counted), _seeded(parts, how)) if exact else ()
        return DatasetReport(dataset, counts, time.perf_counter() - started, exact)
    raise _mapped(connection, failure, how, done)


class _Stopped(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(str(failure.error))


@dataclass(slots=True)
class _Course:
    """The run of one dataset: what its parts wrote so far (None: nobody counted), which sections
    were announced, how far its last loop over batches came (`shop.orders 4000/50000`) where it
    commits them, and which row its last action failed on."""

    connection: psycopg.Connection
    how: Run
    wrote: list[Written | None] = field(default_factory=list)
    announced: set[str] = field(default_factory=set)
    so_far: str = ""
    culprit: Culprit | None = None

    def run(self, part: Transaction, at: int) -> Told:
        """Announce step `at` where it begins a section, and execute it."""
        step = part.steps[at]
        if step.section and step.section not in self.announced:
            self.announced.add(step.section)
            self.how.progress.stage(step.section)
        self.so_far = ""
        with listening(self.connection, step, self.how.progress) as told:
            try:
                if step.action is not None:
                    step.action(self.connection, step, told, self.how.progress)
                else:
                    _run_step(self.connection, step, part.dataset, self.how.progress)
            finally:
                self.culprit = told.culprit
                if step.commits and told.at:
                    self.so_far = f"{', '.join(step.tables)} {told.at}/{told.size}"
        return told


def _mapped(
    connection: psycopg.Connection, failure: Failure, how: Run, done: Sequence[str]
) -> Exception:
    """The failure as the exception that leaves the runner."""
    if refused := refusal(failure.error, how.file, failure.step.chunk.offset):
        return refused
    culprit = failure.culprit
    if culprit is None and not connection.closed:
        culprit = find_culprit(connection, failure, how.program(failure.transaction.dataset))
    committed = () if how.dry_run else done
    return Rejected([explain_failure(failure, culprit, committed, connection.info.user)])


def _execute(part: Transaction, course: _Course) -> Written | None:
    """Run one part to its end. Returns what it wrote, None where nobody counted."""
    at, deferred, connection, how = 0, False, course.connection, course.how
    try:
        if part.begin is None and not how.dry_run:
            return _told(part.steps[0], course.run(part, 0))
        with _transaction(connection, part, dry_run=how.dry_run):
            before = written(connection)
            for at, step in enumerate(part.steps):
                if not (how.dry_run and _MOVES_SEQUENCE.match(step.chunk.text)):
                    course.run(part, at)
            deferred = True
            # Here and not in COMMIT: a dry run has none, and the triggers' rows count as well.
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            after = written(connection)
    except psycopg.Error as error:
        raise _Stopped(Failure(how.file, part, at, error, deferred)) from error
    return None if before is None or after is None else difference(before, after)


def _told(step: Step, told: Told) -> Written | None:
    """What a loop said that it wrote; None where `client_min_messages` kept it from saying so."""
    if told.wrote is None:
        return None
    inserted, updated = told.wrote
    return {step.tables[-1] if step.tables else "": (inserted, updated, 0)}


@contextmanager
def _transaction(
    connection: psycopg.Connection, transaction: Transaction, *, dry_run: bool
) -> Iterator[None]:
    if dry_run:
        with scratch(connection, transaction.opening):
            yield
        return
    connection.execute(sql(transaction.opening))
    try:
        yield
        connection.execute(sql(transaction.end.text if transaction.end else "COMMIT"))
    except BaseException:
        if not connection.closed and not idle(connection):
            connection.execute("ROLLBACK")
        raise


def _run_step(connection: psycopg.Connection, step: Step, dataset: str, progress: Progress) -> None:
    # A loop takes the lock for each batch, and is slow for better reasons than waiting.
    if step.generated or not _LOCK.search(step.chunk.text):
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


def _seeded(parts: Sequence[Transaction], how: Run) -> dict[str, int]:
    """How many seed rows each table has, in load order; none where they are being deleted."""
    seeded: dict[str, int] = {}
    dataset = parts[0].dataset
    if parts[0].reset:
        return seeded
    if program := how.program(dataset):
        for load in program.loads:
            name = str(load.table.name)
            seeded[name] = seeded.get(name, 0) + load.size
        return seeded
    if rows := how.rows.get(dataset):
        return {name: rows.get(name, 0) for name in tables_of(parts)}
    for step in (step for part in parts for step in part.steps):
        for table in step.tables[-1:]:
            seeded[table] = seeded.get(table, 0) + len(step.rows()) + step.looped
    return seeded
