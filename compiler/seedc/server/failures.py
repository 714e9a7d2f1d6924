"""A PostgreSQL error while applying, as a diagnostic at the seed row or the statement."""

import re
from collections.abc import Sequence

import psycopg

from seedc.diagnostics import Diagnostic, Note
from seedc.origin import Origin
from seedc.server.culprit import Culprit, Failure
from seedc.server.guard import Refused

REFUSAL = "seedc: "
"""How the message of a script's own RAISE begins (SQLSTATE P0001) when a guard in it says no."""

# SQLSTATE, or its class, to our code (PostgreSQL documentation, appendix A).
_CODES = {
    "08": "SD606",
    "25006": "SD613",
    "40": "SD605",
    "42501": "SD604",
    "55P03": "SD605",
    "57014": "SD605",
    "57P": "SD606",
}
_HELP = {
    "0A000": "where the table has a rule (CREATE RULE) on INSERT or UPDATE, put a trigger in its"
    " place",
    "21000": "two rows of the seed stand for the same row of the table: give one another key",
    "22": "compare the column's type in the database with schema.sql",
    "22001": "the value is longer than the column in the database allows",
    "22P05": "the database's encoding lacks the character: use a database with ENCODING 'UTF8'",
    "23502": "give the column a value: a trigger or a default in the database left it NULL",
    "23503": "load the row that it refers to first, or mend the reference",
    "23505": "another row already has this value: set match = [...] for the table in the settings,"
    " or remove the row",
    "23514": "mend the value, or migrate the CHECK constraint",
    "23P01": "another row already occupies this range: mend the value, or remove that row",
    "25006": "connect to the primary server, or switch default_transaction_read_only off",
    "3F": "apply with --create-schema, or migrate the database",
    "40001": "apply again",
    "40P01": "apply again: two transactions waited for each other",
    "42": "build again from the schema that this database has",
    "42P01": "apply with --create-schema, or migrate the database",
    "53100": "the server's disk is full",
    "55P03": "another session holds a lock: apply again, or raise lock_timeout",
    "57014": "the statement was cancelled or ran into statement_timeout: raise it for the role",
    "57P": "apply again: what is there already is left as it is",
    "08": "apply again: what is there already is left as it is",
}
# The same where the row is a generated one: there is no line to mend.
_GENERATED_HELP = {
    "22": "compare the column's type in the database with schema.sql",
    "22001": "the value is longer than the column in the database allows",
    "22P05": "the database's encoding lacks the character: use a database with ENCODING 'UTF8'",
    "23502": "give the column a rule without null in volume.json: something in the database leaves"
    " it NULL",
    "23503": "a row that they refer to is not there: apply again, or first the dataset that it"
    " belongs to",
    "23505": "another row already has this value: where it is a generated one, of rules that have"
    " changed, run seedc reset and apply again; else remove that row, or give the column another"
    " rule in volume.json",
    "23514": "give the column a rule in volume.json whose values pass the CHECK constraint",
    "23P01": "another row already occupies this range: remove that row, or give the column another"
    " rule in volume.json",
    "57014": "the statement was cancelled or ran into statement_timeout: apply again, or raise it"
    " for the role",
}
_GRANTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"schema (\S+)"), "USAGE ON SCHEMA {0}"),
    (re.compile(r"sequence (\S+)"), "{1} ON SEQUENCE {0}"),
    (re.compile(r"temporary tables in database (\S+)"), "TEMPORARY ON DATABASE {0}"),
    (re.compile(r"(?:table|relation) (\S+)"), "{2} ON {0}"),
    (re.compile(r"type (\S+)"), "USAGE ON TYPE {0}"),
    (re.compile(r"function (\S+)"), "EXECUTE ON FUNCTION {0}"),
)
# What a statement does, by the lines that begin so; temporary tables are everybody's.
_DELETES = re.compile(r"^\s*DELETE FROM ", re.MULTILINE)
_WRITES = re.compile(r"^\s*(?:INSERT INTO |UPDATE |SELECT setval\()(?!pg_temp\.)", re.MULTILINE)
_ROW_SECURITY = re.compile(r"row-level security|row security")


def explain_failure(
    failure: Failure,
    culprit: Culprit | None,
    committed: Sequence[str],
    role: str,
) -> Diagnostic:
    """The diagnostic of a failed step.

    `committed` are the datasets that the same run committed before; `role` is who was connected.
    """
    error = failure.error
    state = error.sqlstate or "08006"
    subject = _subject(failure, culprit)
    return Diagnostic(
        code=_lookup(_CODES, state) or ("SD602" if culprit else "SD603"),
        origin=culprit.origin if culprit else _statement_origin(failure),
        message=f"{subject}{_primary(error)} (SQLSTATE {state})",
        notes=(*_server_notes(error), *_place_notes(failure, culprit), _fate(failure, committed)),
        help=_grant(failure, role) if state == "42501" else _help(failure, state),
    )


def _help(failure: Failure, state: str) -> str | None:
    generated = (failure.step.generated or failure.step.bulk) and not failure.deferred
    return (_lookup(_GENERATED_HELP, state) if generated else None) or _lookup(_HELP, state)


def refusal(error: psycopg.Error, file: str, offset: int) -> Refused | None:
    """The script's own refusal, where that is what the error is."""
    text = error.diag.message_primary or ""
    if error.sqlstate != "P0001" or not text.startswith(REFUSAL):
        return None
    first, *more = text.removeprefix(REFUSAL).splitlines()
    notes = [line.strip() for line in more if line.strip()]
    notes += (error.diag.message_detail or "").splitlines()
    return Refused(
        Diagnostic(
            code="SD608",
            origin=Origin(file, offset=offset),
            message=first,
            notes=tuple(Note(note) for note in notes),
            help=_as_help(error.diag.message_hint) or "nothing was changed",
        )
    )


def _as_help(hint: str | None) -> str | None:
    """A server's hint in the manner of our own help: a clause, and not a sentence."""
    return hint[:1].lower() + hint[1:].rstrip(".") if hint else None


def _primary(error: psycopg.Error) -> str:
    text = error.diag.message_primary or str(error) or "the connection is closed"
    return " ".join(text.split()).rstrip(".")


def _subject(failure: Failure, culprit: Culprit | None) -> str:
    if culprit is not None:
        table = f"{culprit.table} " if culprit.table else ""
        return f'{table}"{culprit.key}": '
    tables = () if failure.deferred else failure.step.tables
    whose = "generated rows of " if failure.step.generated else ""
    return f"{whose}{', '.join(tables)}: " if tables else ""


def _server_notes(error: psycopg.Error) -> tuple[Note, ...]:
    diag = error.diag
    found = (
        ("detail", diag.message_detail),
        ("constraint", diag.constraint_name),
        ("hint", diag.message_hint),
    )
    return tuple(Note(f"{what}: {' '.join(text.split())}") for what, text in found if text)


def _place_notes(failure: Failure, culprit: Culprit | None) -> tuple[Note, ...]:
    if culprit is None or culprit.origin.file == failure.file:
        return ()
    return (Note("the statement in the script", _statement_origin(failure)),)


def _statement_origin(failure: Failure) -> Origin:
    chunk = failure.step.chunk
    position = failure.error.diag.statement_position
    inside = int(position) - 1 if position and chunk.kind == "sql" else 0
    return Origin(failure.file, offset=chunk.offset + min(inside, len(chunk.text)))


def _fate(failure: Failure, committed: Sequence[str]) -> Note:
    dataset = failure.transaction.dataset or "the dataset"
    before = f"; committed before it: {', '.join(committed)}" if committed else ""
    if failure.kept is None:
        return Note(f"{dataset} was rolled back{before}")
    reached = f" (up to {failure.kept})" if failure.kept else ""
    return Note(
        f"only the last batch was rolled back: what {dataset} wrote before it stays{reached}, and"
        f" applying again goes on from there{before}"
    )


def _grant(failure: Failure, role: str) -> str:
    """What would let the role in."""
    text = failure.error.diag.message_primary or ""
    if _ROW_SECURITY.search(text):
        return f'add a policy that lets the role "{role}" write these rows'
    for pattern, grant in _GRANTS:
        if match := pattern.search(text):
            name = match.group(1).strip('"')
            granted = grant.format(_qualified(failure, name), *_privileges(failure))
            return f'GRANT {granted} TO "{role}"'
    return f'the role "{role}" lacks a privilege'


def _privileges(failure: Failure) -> tuple[str, str]:
    """What the statement needs on its sequences, and on its tables."""
    text = failure.step.chunk.text
    if _DELETES.search(text):
        return "SELECT", "SELECT, DELETE"
    if _WRITES.search(text) or failure.step.generated or failure.step.bulk:
        return "SELECT, UPDATE", "SELECT, INSERT, UPDATE"
    return "SELECT", "SELECT"


def _qualified(failure: Failure, name: str) -> str:
    """The table's name with the schema that the section or the statement gives it."""
    if found := next((t for t in failure.step.tables if t.endswith(f".{name}")), None):
        return found
    word = rf'(?:[a-z_]\w*|"(?:[^"]|"")+")\.(?:{re.escape(name)}\b|"{re.escape(name)}")'
    match = re.search(word, failure.step.chunk.text)
    return match.group() if match else name


def _lookup(table: dict[str, str], state: str) -> str | None:
    """The entry of the SQLSTATE, else of its first three characters, else of its class."""
    return table.get(state) or table.get(state[:3]) or table.get(state[:2])
