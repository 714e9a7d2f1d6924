"""The Catalog of a live database (PostgreSQL 12 to 18), read as an ordinary role.

Only pg_catalog is read, in a read-only transaction, and nothing of the session's settings shows in
the result. It equals what `frontend.ddl` builds from the DDL that made the database.
"""

from typing import Any

import psycopg
from psycopg import Connection

from seedc.catalog import Catalog, Table
from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.origin import Origin
from seedc.server.connection import connect, describe
from seedc.server.introspection import constraints, tables, usertypes
from seedc.server.introspection.session import Session, Unreadable, reading

_OLDEST = 12


def introspect_dsn(dsn: str) -> Catalog:
    """The Catalog behind a connection string. Raises Rejected: SD601, and those of `introspect`."""
    with connect(dsn) as connection:
        return _introspect(connection, describe(dsn))


def introspect(connection: Connection[Any]) -> Catalog:
    """The Catalog of the connection's database; its transaction and settings are left as they were.

    Raises Rejected: SD620 where the server is too old, SD621 where a query fails, SD622 where an
    expression cannot be read.
    """
    return _introspect(connection, describe(connection.info.dsn))


def _introspect(connection: Connection[Any], place: str) -> Catalog:
    version = connection.info.server_version // 10000
    if version < _OLDEST:
        message = f"the server is PostgreSQL {version}, {_OLDEST} is the oldest that can be read"
        raise _rejected("SD620", place, message)
    try:
        with reading(connection) as session:
            return _catalog(session)
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise _rejected("SD621", place, "reading pg_catalog failed", reason) from error
    except Unreadable as error:
        raise _rejected("SD622", place, "an expression cannot be read", str(error)) from error


def _catalog(session: Session) -> Catalog:
    """One query per kind of object; every mapping and tuple in the order the Catalog promises."""
    return Catalog(
        tables={table.name: table for table in _tables(session)},
        types={found.name: found for found in usertypes.types(session)},
        sequences={found.name: found for found in usertypes.sequences(session)},
        extensions=_extensions(session),
    )


def _tables(session: Session) -> list[Table]:
    columns = tables.columns(session)
    uniques = constraints.uniques(session)
    foreign_keys = constraints.foreign_keys(session)
    checks = constraints.table_checks(session)
    exclusions = constraints.exclusions(session)
    triggers = tables.triggers(session)
    return [
        Table(
            name=head.name,
            kind=head.kind,
            columns=tuple(columns.get(head.oid, ())),
            uniques=tuple(sorted(uniques.get(head.oid, ()), key=lambda u: u.name)),
            foreign_keys=tuple(sorted(foreign_keys.get(head.oid, ()), key=lambda f: f.name)),
            checks=tuple(sorted(checks.get(head.oid, ()), key=lambda c: c.name)),
            exclusions=tuple(sorted(exclusions.get(head.oid, ()), key=lambda x: x.name)),
            triggers=tuple(sorted(triggers.get(head.oid, ()), key=lambda g: g.name)),
            partition_of=head.partition_of,
            partition_key=head.partition_key,
            partition_bound=head.partition_bound,
            inherits=head.inherits,
            row_security=head.row_security,
            comment=head.comment,
        )
        for head in tables.heads(session)
    ]


def _extensions(session: Session) -> tuple[str, ...]:
    """The names of what CREATE EXTENSION added; plpgsql is in every database."""
    rows = session.rows("SELECT extname::text AS name FROM pg_extension WHERE extname <> 'plpgsql'")
    return tuple(sorted(row.name for row in rows))


def _rejected(code: str, place: str, message: str, *notes: str) -> Rejected:
    return Rejected(
        [
            Diagnostic(
                code=code,
                origin=Origin(place),
                message=message,
                notes=tuple(Note(note) for note in notes),
            )
        ]
    )
