"""What every query of the introspection shares: the session, and which objects count.

An object counts unless its schema is PostgreSQL's own (`pg_…`, information_schema) or an extension
made it (pg_depend, deptype `e`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import namedtuple_row

from seedc.catalog import Expression, TypeRef
from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.nodes import Place
from seedc.frontend.ddl.operations import CreateTable
from seedc.frontend.ddl.read_tables import create_table
from seedc.server.introspection import typerefs

Row = Any  # a named tuple, whose fields are the names in the query's select list
T = TypeVar("T")

# pg_get_expr, format_type and the printed constants depend on these, and on nothing else. With this
# search_path every name outside pg_catalog is printed with its schema.
_SETTINGS = {
    "search_path": "pg_catalog, pg_temp",
    "client_encoding": "UTF8",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "lc_monetary": "C",
}

USER_SCHEMA = r"n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

# The tables that can hold rows: c is the table, n its schema.
TABLES = rf"""
  pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    AND c.relkind IN ('r', 'p', 'f') AND {USER_SCHEMA}
    AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_class'::regclass
      AND e.objid = c.oid AND e.deptype = 'e')
"""

# The types: t is the type, n its schema.
TYPES = rf"""
  pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace AND {USER_SCHEMA}
    AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_type'::regclass
      AND e.objid = t.oid AND e.deptype = 'e')
"""


@dataclass(frozen=True, slots=True)
class Session:
    """A connection inside the introspection's transaction; `version` is server_version_num."""

    connection: Connection[Any]
    version: int

    def rows(self, query: str) -> list[Row]:
        """All rows of a query that this package wrote, as named tuples."""
        with self.connection.cursor(row_factory=namedtuple_row) as cursor:
            cursor.execute(query.encode(), prepare=False)
            return cursor.fetchall()

    def since(self, version: int, column: str, otherwise: str) -> str:
        """`column` where the server is at least `version` (`15`), an older one's constant else."""
        return column if self.version >= version * 10000 else otherwise


@contextmanager
def reading(connection: Connection[Any]) -> Iterator[Session]:
    """A read-only transaction with settings of its own; both are gone afterwards.

    Inside a transaction of the caller it is a savepoint, rolled back at the end. Outside one it is
    repeatable read, so that all queries see one state.
    """
    outermost = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction(force_rollback=True):
        level = "ISOLATION LEVEL REPEATABLE READ, READ ONLY" if outermost else "READ ONLY"
        connection.execute(f"SET TRANSACTION {level}".encode(), prepare=False)
        connection.execute(
            """SELECT set_config(s.name, s.value, TRUE)
               FROM unnest(%s::text[], %s::text[]) AS s (name, value)""",
            [list(_SETTINGS), list(_SETTINGS.values())],
            prepare=False,
        )
        yield Session(connection, connection.info.server_version)


def grouped(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """The second members by the first (an oid), in the order they came."""
    groups: dict[int, list[T]] = defaultdict(list)
    for oid, member in rows:
        groups[oid].append(member)
    return groups


class Unreadable(Exception):
    """The server printed an expression that our grammar refuses; the text is the message."""


def expression(text: str | None, *, domain: bool = False) -> Expression | None:
    """What pg_get_expr printed, in the normal form that the schema's own text gets.

    None where there is none and for a NULL constant: a default of NULL is no default.
    """
    found = None if text is None else required(text, domain=domain)
    return None if found is not None and found.normal == "NULL" else found


def required(text: str, *, domain: bool = False) -> Expression:
    """The same where there has to be one. Raises Unreadable."""
    try:
        return grammar.expression(text, domain=domain)
    except grammar.NotSql as error:
        raise Unreadable(text) from error


def partitioning(clause: str) -> CreateTable:
    """A bound (`FOR VALUES …`) or key (`PARTITION BY …`) as the reader of DDL understands it.

    The server prints constants with their casts and in the column's type; both ways have to
    arrive at one text. Raises Unreadable.
    """
    subject = "t (c int)" if clause.startswith("PARTITION BY") else "t PARTITION OF p"
    text = f"CREATE TABLE {subject} {clause}"
    try:
        _, node = grammar.unwrap(grammar.parse(text)[0])
    except grammar.NotSql as error:
        raise Unreadable(clause) from error
    return cast("CreateTable", next(iter(create_table(node, Place("", text, 0)))))


def type_ref(row: Row) -> TypeRef:
    """The use of a type that `typerefs.columns` selected into `row`."""
    return typerefs.decode(row.type_schema, row.type_name, row.type_array, row.type_text)
