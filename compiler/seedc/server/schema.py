"""`apply --create-schema`: loads schema.sql where none of its tables exist."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg

from seedc.catalog import QualifiedName
from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.frontend.ddl.sections import split_schema
from seedc.frontend.ddl.splitter import Chunk
from seedc.origin import Origin
from seedc.server.session import idle, run

# What cannot run in an ordinary session or in a transaction, or belongs to the server as a whole.
_LEFT_OUT = re.compile(
    r"(?:CREATE|DROP|ALTER)\s+(?:DATABASE|ROLE|USER|GROUP|TABLESPACE|SUBSCRIPTION)\b(?!\s+MAPPING)"
    r"|ALTER\s+SYSTEM\b|VACUUM\b|CLUSTER\b|CHECKPOINT\b|REINDEX\b|DISCARD\b",
    re.IGNORECASE,
)
# schema.sql's own transactions: ours is around all of it.
_TRANSACTION = re.compile(
    r"(?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)\b", re.IGNORECASE
)
# What may fail without harm to the tables: ownership, privileges, settings of other versions.
_MAY_FAIL = re.compile(
    r"SET\b|RESET\b|GRANT\b|REVOKE\b|ALTER\s+DEFAULT\s+PRIVILEGES\b|REASSIGN\b|SECURITY\s+LABEL\b"
    r"|(?:CREATE|ALTER|DROP)\s+(?:EXTENSION|PUBLICATION|EVENT\s+TRIGGER)\b"
    r"|COMMENT\s+ON\s+(?:EXTENSION|DATABASE|ROLE)\b"
    r"|ALTER\s+[^;]*?\sOWNER\s+TO\s+\S+\s*\Z",
    re.IGNORECASE,
)
_CONCURRENTLY = re.compile(r"\A(CREATE\s+(?:UNIQUE\s+)?INDEX\s+)(CONCURRENTLY\s)", re.IGNORECASE)
_EXISTING = """
SELECT n.nspname, c.relname FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'f')
"""


@dataclass(frozen=True, slots=True)
class SchemaReport:
    """`created` is false where all tables were there; `notices` tell what was left out."""

    created: bool
    notices: tuple[str, ...] = ()


def create_schema(
    connection: psycopg.Connection, text: str, tables: Iterable[QualifiedName], file: str
) -> SchemaReport:
    """Load the schema `text` (of `file`) in one transaction, or in the caller's, if one is open.

    `tables` are those that the schema makes. Raises Rejected: SD609 where only some exist, SD610
    where the server refuses a statement. Session settings that the schema makes are reset.
    """
    wanted = sorted(set(tables))
    there = _existing(connection, wanted)
    if wanted and len(there) == len(wanted):
        return SchemaReport(created=False)
    if there:
        raise Rejected([_partly(file, there, [t for t in wanted if t not in there])])
    own = idle(connection)
    if own:
        connection.execute("BEGIN")
    try:
        notices = _load(connection, text, file)
        connection.execute("RESET ALL")
        if own:
            connection.execute("COMMIT")
    except BaseException:
        if own and not connection.closed:
            connection.execute("ROLLBACK")
        raise
    return SchemaReport(created=True, notices=tuple(notices))


def _existing(
    connection: psycopg.Connection, wanted: Sequence[QualifiedName]
) -> list[QualifiedName]:
    found = {QualifiedName(*row) for row in connection.execute(_EXISTING).fetchall()}
    return [table for table in wanted if table in found]


def _partly(
    file: str, there: Sequence[QualifiedName], missing: Sequence[QualifiedName]
) -> Diagnostic:
    return Diagnostic(
        code="SD609",
        origin=Origin(file),
        message=f"{len(there)} of {len(there) + len(missing)} tables exist already",
        notes=(
            Note(f"there: {', '.join(map(str, there))}"),
            Note(f"missing: {', '.join(map(str, missing))}"),
        ),
        help="migrate the database, or use an empty one",
    )


def _load(connection: psycopg.Connection, text: str, file: str) -> list[str]:
    notices: list[str] = []
    for chunk in split_schema(text):
        if chunk.kind in {"meta", "down", "unclear"} or _LEFT_OUT.match(chunk.text):
            notices.append(f"{file}:{chunk.line}: left out: {_headline(chunk)}")
        elif _MAY_FAIL.match(chunk.text):
            notices.extend(_attempt(connection, chunk, file))
        elif not _TRANSACTION.match(chunk.text):
            _require(connection, _plain_index(chunk), file)
    return notices


def _attempt(connection: psycopg.Connection, chunk: Chunk, file: str) -> list[str]:
    connection.execute("SAVEPOINT seedc_attempt")
    try:
        run(connection, chunk)
    except psycopg.Error as error:
        connection.execute("ROLLBACK TO SAVEPOINT seedc_attempt")
        reason = error.diag.message_primary or "it failed"
        return [f"{file}:{chunk.line}: left out: {_headline(chunk)} ({reason})"]
    connection.execute("RELEASE SAVEPOINT seedc_attempt")
    return []


def _require(connection: psycopg.Connection, chunk: Chunk, file: str) -> None:
    try:
        run(connection, chunk)
    except psycopg.Error as error:
        refused = _refused(chunk, file, error)
    else:
        return
    raise refused


def _refused(chunk: Chunk, file: str, error: psycopg.Error) -> Rejected:
    diag = error.diag
    primary = diag.message_primary or "the connection is closed"
    inside = int(diag.statement_position or 1) - 1
    found = (("detail", diag.message_detail), ("hint", diag.message_hint))
    return Rejected(
        [
            Diagnostic(
                code="SD610",
                origin=Origin(file, offset=chunk.offset + inside),
                message=f"{primary} (SQLSTATE {error.sqlstate or '08006'})",
                notes=tuple(Note(f"{what}: {words}") for what, words in found if words),
                help="nothing was created; mend schema.sql, or use a server that knows this",
            )
        ]
    )


def _plain_index(chunk: Chunk) -> Chunk:
    """CREATE INDEX without CONCURRENTLY, which no transaction may hold; the index is the same."""
    # As many spaces, so that the server's positions in the statement stay right.
    text = _CONCURRENTLY.sub(lambda m: m.group(1) + " " * len(m.group(2)), chunk.text)
    return Chunk(chunk.kind, text, chunk.offset, chunk.line, chunk.data, chunk.comment)


def _headline(chunk: Chunk) -> str:
    words = " ".join(chunk.text.split())
    return words if len(words) <= 60 else words[:59] + "…"
