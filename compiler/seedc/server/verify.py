"""Runs a compiled verify script: what it found for each table, and what is wrong."""

from dataclasses import dataclass

import psycopg

from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.origin import Origin
from seedc.server.culprit import Failure
from seedc.server.failures import REFUSAL, explain_failure, refusal
from seedc.server.script import Transaction, read_script
from seedc.server.session import run, scratch, sql

_COLUMNS = ("table", "expected", "present", "equal", "verdict")
_PROBLEMS = REFUSAL + "the database does not hold what the seed says\n"


@dataclass(frozen=True, slots=True)
class TableVerdict:
    """One table: how many seed rows it should hold, holds, and holds unchanged."""

    table: str
    expected: int
    present: int
    equal: int
    verdict: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What one script found; `problem` (SD616) is absent where everything is as the seed says."""

    dataset: str
    tables: tuple[TableVerdict, ...]
    problem: Diagnostic | None


def verify_script(connection: psycopg.Connection, text: str, file: str) -> VerifyReport:
    """Run `text` (the script `file`) in a transaction that is rolled back.

    Raises Refused (SD608) where the schema is not the compiled one, Rejected where the script or
    the server fails.
    """
    transactions = read_script(text, file)
    tables: list[TableVerdict] = []
    problems: list[str] = []
    for transaction in transactions:
        with scratch(connection, transaction.opening):
            _look(connection, transaction, file, tables, problems)
    dataset = transactions[0].dataset if transactions else ""
    problem = _problem(dataset, file, problems) if problems else None
    return VerifyReport(dataset, tuple(tables), problem)


def _look(
    connection: psycopg.Connection,
    transaction: Transaction,
    file: str,
    tables: list[TableVerdict],
    problems: list[str],
) -> None:
    for at, step in enumerate(transaction.steps):
        try:
            if step.chunk.kind == "copy":
                run(connection, step.chunk)
                continue
            cursor = connection.execute(sql(step.chunk.text))
            if tuple(c.name for c in cursor.description or ()) == _COLUMNS:
                tables += [TableVerdict(*row) for row in cursor.fetchall()]
        except psycopg.Error as error:
            said = error.diag.message_primary or ""
            if said.startswith(_PROBLEMS):
                problems += said.removeprefix(_PROBLEMS).splitlines()
                return
            failed = Failure(file, transaction, at, error)
        else:
            continue
        role = connection.info.user
        refused = refusal(failed.error, file, step.chunk.offset)
        raise refused or Rejected([explain_failure(failed, None, (), role)])


_MEND_ROWS = "apply the seed again: it mends rows that are missing or different"
_MEND_SEQUENCE = (
    "apply the seed again; a sequence that is still behind was passed by a row of the application:"
    " move it with setval"
)


def _problem(dataset: str, file: str, problems: list[str]) -> Diagnostic:
    return Diagnostic(
        code="SD616",
        origin=Origin(file),
        message=f"the database does not hold what the seed {dataset} says",
        notes=tuple(Note(line) for line in problems),
        help=_MEND_SEQUENCE if any(": stands at " in line for line in problems) else _MEND_ROWS,
    )
