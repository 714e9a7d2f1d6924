"""Which seed row a failed statement failed on.

Four ways, the cheapest first: the error's position lies in a row's line; a COPY error names its
line; the DETAIL's key stands in the compiled rows; or the statement is run again with fewer and
fewer rows, always rolled back, until the shortest failing prefix ends with the row. The last works
because PostgreSQL treats the rows of one statement in order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from seedc.ir.program import DatasetProgram, Row
from seedc.origin import Origin
from seedc.quote import comment
from seedc.server.script import RowLine, Step, Transaction
from seedc.server.session import run, scratch

# Classes of errors that a row can cause: cardinality, data, integrity, check option, RAISE.
_ROW_CLASSES = frozenset(["21", "22", "23", "44", "P0"])
# `Key (a, b)=(1, 2) already exists.` in any language of lc_messages.
_DETAIL_KEY = re.compile(r"\((?P<columns>[^()]+)\)=\((?P<values>.*)\)", re.DOTALL)
_COPY_LINE = re.compile(r"^COPY [^\n]*?, \D*(?P<line>\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Culprit:
    """The row at fault: its table and `__key__`; `origin` is its entity in the seed file, or its
    line in the script where the program is not at hand."""

    table: str
    key: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that failed: step `at` of the transaction, in the script `file`.

    `deferred` says that the step only came last: a deferred constraint failed after it. `kept` is
    what the dataset had committed before, in words: None where it was rolled back as a whole.
    `culprit` is the row at fault where it is known already.
    """

    file: str
    transaction: Transaction
    at: int
    error: psycopg.Error
    deferred: bool = False
    kept: str | None = None
    culprit: Culprit | None = None

    @property
    def step(self) -> Step:
        """The step that failed."""
        return self.transaction.steps[self.at]


def find_culprit(
    connection: psycopg.Connection, failure: Failure, program: DatasetProgram | None
) -> Culprit | None:
    """The row at fault, or None where the failure lies in no curated row or cannot be made again.

    The connection must have left the failed transaction. May run the transaction again up to the
    failing statement; everything is rolled back.
    """
    if (failure.error.sqlstate or "")[:2] not in _ROW_CLASSES:
        return None
    if failure.step.generated and not failure.deferred:
        return None
    places = range(len(failure.transaction.steps)) if failure.deferred else _places(failure)
    for at in places:
        rows = failure.transaction.steps[at].rows()
        number = _by_text(failure, at, rows, program)
        if number is None and rows and not failure.deferred:
            number = _by_running(connection, failure, at, rows)
        if number is not None:
            return _culprit(failure, at, number, program)
    return None


def _places(failure: Failure) -> list[int]:
    """The steps with the rows that the failed one writes: itself, or the COPY blocks that filled
    the temporary tables it reads."""
    steps, text = failure.transaction.steps, failure.step.chunk.text
    if not failure.step.tables:
        return []
    if failure.step.rows():
        return [failure.at]
    earlier = ((at, step.copies_to) for at, step in enumerate(steps[: failure.at]))
    return [at for at, name in earlier if name is not None and name in text]


def _by_text(
    failure: Failure, at: int, rows: Sequence[RowLine], program: DatasetProgram | None
) -> int | None:
    """The row's number by what the error says, without asking the server again."""
    if at == failure.at and not failure.deferred:
        number = _by_position(failure, rows)
        if number is None:
            number = _by_copy_line(failure, rows)
        if number is not None:
            return number
    return None if program is None else _by_detail(failure, at, rows, program)


def _by_position(failure: Failure, rows: Sequence[RowLine]) -> int | None:
    position = failure.error.diag.statement_position
    if position is None or failure.step.chunk.kind == "copy":
        return None
    place = int(position) - 1
    return next((i for i, row in enumerate(rows) if row.start <= place < row.end), None)


def _by_copy_line(failure: Failure, rows: Sequence[RowLine]) -> int | None:
    if failure.step.chunk.kind != "copy":
        return None
    number = copy_line(failure.error)
    return number if number is not None and number < len(rows) else None


def copy_line(error: psycopg.Error) -> int | None:
    """The line of COPY data, from 0, that the error's context names."""
    found = _COPY_LINE.search(error.diag.context or "")
    return int(found.group("line")) - 1 if found and int(found.group("line")) else None


def _by_detail(
    failure: Failure, at: int, rows: Sequence[RowLine], program: DatasetProgram
) -> int | None:
    """The row with the key that DETAIL names. A missing parent fails every row that names it, so
    the first will do; a duplicate is told only where a single row has the value."""
    diag = failure.error.diag
    found = _DETAIL_KEY.search(diag.message_detail or "")
    if found is None:
        return None
    table, tables = f"{diag.schema_name}.{diag.table_name}", failure.transaction.steps[at].tables
    if any(str(load.table.name) == table for load in program.loads):  # else a partition of one
        tables = tuple(t for t in tables if t == table)
    columns = [name.strip().strip('"') for name in found.group("columns").split(",")]
    keys = set(_matching(program, tables, columns, found.group("values")))
    numbers = [i for i, row in enumerate(rows) if row.key in keys]
    if not numbers or (len(numbers) > 1 and failure.error.sqlstate != "23503"):
        return None
    return numbers[0]


def _matching(
    program: DatasetProgram, tables: Sequence[str], columns: Sequence[str], values: str
) -> Iterator[str]:
    """The keys of the rows that hold the values, as the script writes them."""
    loads = (load for load in program.loads if str(load.table.name) in tables)
    for group in (group for load in loads for group in load.groups):
        names = [column.name for column in group.columns]
        if not set(columns) <= set(names):
            continue
        places = [names.index(name) for name in columns]
        for row in group.rows:
            if ", ".join(row.values[place] or "" for place in places) == values:
                yield from _spellings(row.key)


def _spellings(key: str) -> tuple[str, str]:
    """A key as COPY data holds it and as a comment does."""
    return key, comment(key)


def _by_running(
    connection: psycopg.Connection, failure: Failure, at: int, rows: Sequence[RowLine]
) -> int | None:
    """The last row of the shortest prefix that fails in the same way, found by bisection."""
    transaction = failure.transaction
    try:
        with scratch(connection, transaction.opening):
            for step in transaction.steps[:at]:
                run(connection, step.chunk)
            good, bad = 0, len(rows)
            if _fails(connection, failure, at, rows) or not _fails(connection, failure, at, ()):
                return None
            while bad - good > 1:
                middle = (good + bad) // 2
                if _fails(connection, failure, at, rows[middle:]):
                    bad = middle
                else:
                    good = middle
            return bad - 1
    except psycopg.Error:  # another failure than the one looked for: leave the row unnamed
        return None


def _fails(
    connection: psycopg.Connection, failure: Failure, at: int, left_out: Sequence[RowLine]
) -> bool:
    """Whether the statement fails in the same way without these rows."""
    steps = failure.transaction.steps
    try:
        with scratch(connection, ""):
            run(connection, steps[at].without(left_out))
            for step in steps[at + 1 : failure.at + 1]:
                run(connection, step.chunk)
    except psycopg.Error as error:
        return _alike(error, failure.error)
    return False


def _alike(one: psycopg.Error, other: psycopg.Error) -> bool:
    same = one.sqlstate == other.sqlstate
    return same and one.diag.constraint_name == other.diag.constraint_name


def _culprit(failure: Failure, at: int, number: int, program: DatasetProgram | None) -> Culprit:
    step = failure.transaction.steps[at]
    row = step.rows()[number]
    found = None
    if program is not None:
        found = _seed_row(program, step.tables, row.key, _seen(failure, at, number))
    if found is not None:
        table, seed = found
        return Culprit(table, seed.key, Origin(seed.file, pointer=seed.pointer))
    table = step.tables[0] if len(step.tables) == 1 else ""
    return Culprit(table, row.key, Origin(failure.file, offset=_offset(step, row)))


def _seen(failure: Failure, at: int, number: int) -> int:
    """How many rows of the tables before this one have the same key (from other seed files)."""
    step = failure.transaction.steps[at]
    earlier = [s for s in failure.transaction.steps[:at] if s.tables == step.tables]
    rows = [*[r for s in earlier for r in s.rows()], *step.rows()[:number]]
    return [r.key for r in rows].count(step.rows()[number].key)


def _seed_row(
    program: DatasetProgram, tables: Sequence[str], key: str, skip: int
) -> tuple[str, Row] | None:
    """The row and its table; of several with that key, the one after `skip` others."""
    rows = [
        (str(load.table.name), row)
        for load in program.loads
        if str(load.table.name) in tables
        for row in load.rows
        if key in _spellings(row.key)
    ]
    return rows[min(skip, len(rows) - 1)] if rows else None


def _offset(step: Step, row: RowLine) -> int:
    """The row's place in the script: rows of a COPY block begin on the line after the command."""
    if step.chunk.kind == "copy":
        return step.chunk.offset + len(step.chunk.text) + 2 + row.start
    body = step.chunk.text[row.start : row.end]
    return step.chunk.offset + row.start + len(body) - len(body.lstrip(", \t"))
