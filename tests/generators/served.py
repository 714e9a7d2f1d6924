"""Rows of one generated column as PostgreSQL evaluates them, beside the interpreter's."""

from collections.abc import Mapping
from typing import Any

import psycopg

from generators.kit import TEXT, made
from seedc.backends.pgsql.expressions import encode, nested, operand
from seedc.backends.pgsql.generated import query_of
from seedc.backends.pgsql.lists import Constants
from seedc.generators.values import Target, fitted
from seedc.ir.layout import lay_out
from seedc.quote import Sql, fill, number, raw


def statement(rule: Mapping[str, Any], target: Target, rows: int, **row: Any) -> Sql:
    """A query of two texts a row: the core value, and the value of the column's type."""
    value, stub = made(rule, target, rows, **row)
    node, encoding = fitted(value, target)
    layout = lay_out(tuple(stub.lets.values()), [node])
    series = fill("generate_series(0::bigint, {last})", last=number(rows - 1))
    constants = Constants()
    source = nested(layout, series, raw("r"), constants)
    core = operand(source.results[0], source.scope)
    typed = fill("format('%s', {value})", value=encode(core, encoding))
    return query_of([fill("({core})::text", core=core), typed], source, constants).text


def served(
    dsn: str, rule: Mapping[str, Any], target: Target = TEXT, rows: int = 200, **row: Any
) -> list[tuple[Any, Any]]:
    """The rows of that query, in the order of the index."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET TIME ZONE 'America/Sao_Paulo'")
        return connection.execute(statement(rule, target, rows, **row).encode()).fetchall()
