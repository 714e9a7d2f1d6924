"""An expression's text may be levelled, never changed: the server stores the same thing for it.

Each expression of a Catalog is given back to the database that the schema made, in a place like its
own, and what the server then prints is compared with what it printed for the original. Casts and
parentheses apart: `v IN ('a')` casts the column or the list, depending on how it was written.
"""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from seedc.catalog import ROW_ALIAS, Catalog, Column, Expression, Table, Unique
from seedc.frontend.ddl import grammar
from seedc.quote import dotted, ident
from seedc.server.introspect import introspect_dsn

pytestmark = pytest.mark.server

STORED_CHECK = """
  SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
  WHERE conrelid = %s::regclass AND conname = %s"""
STORED_DEFAULT = """
  SELECT pg_get_expr(d.adbin, d.adrelid)
  FROM pg_attrdef AS d JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE d.adrelid = %s::regclass AND a.attname = %s"""
STORED_INDEX = """
  SELECT ARRAY(SELECT pg_get_indexdef(i.indexrelid, key, FALSE)
               FROM generate_series(1, i.indnkeyatts) AS key ORDER BY key),
         pg_get_expr(i.indpred, i.indrelid)
  FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
  WHERE i.indrelid = %s::regclass AND x.relname = %s"""

Change = tuple[Expression | None, str, str, tuple[str, str], tuple[str, str]]
Connection = psycopg.Connection[tuple[object, ...]]


def changes(catalog: Catalog) -> Iterator[Change]:
    """For each expression: the statement that gives it back, what to ask, about which two names."""
    for table in catalog.tables.values():
        if table.kind == "foreign":
            continue
        name = dotted(table.name.schema, table.name.name)
        for check in table.checks:
            statement = (
                f"ALTER TABLE {name} ADD CONSTRAINT seedc_probe CHECK ({check.expression.text})"
            )
            yield (
                check.expression,
                statement,
                STORED_CHECK,
                (name, check.name),
                (name, "seedc_probe"),
            )
        yield from _columns(table, name)
        for unique in table.uniques:
            if unique.columns is None or unique.predicate:
                statement = f"CREATE INDEX seedc_probe ON {name} {_index(unique)}"
                yield (
                    unique.predicate,
                    statement,
                    STORED_INDEX,
                    (name, unique.name),
                    (
                        name,
                        "seedc_probe",
                    ),
                )


def _columns(table: Table, name: str) -> Iterator[Change]:
    for column in table.columns:
        place = (name, column.name)
        if column.default:
            statement = (
                f"ALTER TABLE {name} ALTER {ident(column.name)} SET DEFAULT {column.default.text}"
            )
            yield column.default, statement, STORED_DEFAULT, place, place
        if column.generation and table.partition_of is None and not table.inherits:
            statement = (
                f"ALTER TABLE {name} ADD seedc_probe {dotted(*_type(column))} GENERATED ALWAYS AS"
                f" ({column.generation.text}) {column.generated}"
            )
            yield column.generation, statement, STORED_DEFAULT, place, (name, "seedc_probe")


def _type(column: Column) -> tuple[str, str]:
    assert not column.type.array, "no schema here has a generated array"
    return column.type.name.schema, column.type.name.name


def _index(unique: Unique) -> str:
    keys = [
        f"({e.expression.text})" if e.expression else ident(e.column or "") for e in unique.elements
    ]
    where = f" WHERE {unique.predicate.text}" if unique.predicate else ""
    return f"({', '.join(keys)}){where}"


def ask(connection: Connection, query: str, place: tuple[str, str]) -> tuple[object, ...]:
    row = connection.execute(query, place).fetchone()
    assert row is not None, place
    return row


def given_back(connection: Connection, change: Change) -> tuple[object, object]:
    """What the server stored for the original and for our text of it."""
    _, statement, query, original, probe = change
    before = ask(connection, query, original)
    connection.execute("SAVEPOINT seedc_probe")
    try:
        connection.execute(statement.encode())
        return normal(before), normal(ask(connection, query, probe))
    finally:
        connection.execute("ROLLBACK TO SAVEPOINT seedc_probe")


def normal(answer: tuple[object, ...]) -> tuple[object, ...]:
    """Every expression that the server printed, without casts."""
    texts = [text for part in answer for text in (part if isinstance(part, list) else [part])]
    return tuple(text and grammar.expression(str(text)).normal for text in texts)


def reads(connection: Connection, table: str, expression: Expression) -> None:
    """The aliased text stands in a query that calls the table by the alias."""
    query = sql.SQL("SELECT FROM {} AS {} WHERE ({}) IS NULL AND FALSE").format(
        sql.SQL(table), sql.Identifier(ROW_ALIAS), sql.SQL(expression.aliased)
    )
    connection.execute(query)


def test_the_server_stores_the_same_expression_for_our_text_of_it(
    from_ddl: Catalog, loaded: str
) -> None:
    for catalog in (from_ddl, introspect_dsn(loaded)):
        with psycopg.connect(loaded) as connection:
            # Names in hand-written expressions are resolved as the schema script resolved them.
            schemas = sorted({name.schema for name in catalog.tables} | {"public"})
            path = ", ".join(ident(schema) for schema in schemas)
            connection.execute(f"SET search_path = {path}".encode())
            for change in changes(catalog):
                before, after = given_back(connection, change)
                assert after == before, change[1]
                if change[0] is not None:
                    reads(connection, change[3][0], change[0])
            connection.rollback()
