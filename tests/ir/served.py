"""Row functions as PostgreSQL evaluates them, made into SQL the way a script makes them."""

from collections.abc import Sequence
from typing import Any

import psycopg

from seedc.backends.pgsql.generated import all_rows, whole
from seedc.ir import expr
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let
from seedc.ir.interpret import rows
from seedc.ir.program import Arbiter, GeneratedColumn, GeneratedRows, LoadColumn, RowFunction

_TYPES = {"int": "bigint", "text": "text", "bool": "boolean"}
_UNITS = {"int": "integer", "text": "text", "bool": "boolean"}
INDEX = "the index"
"""The column of the index, which every query gives first."""


def query(lets: Sequence[Let], count: int, shown: Sequence[str] = ()) -> str:
    """A query of the columns `shown` (none named: all) for the indexes from 0, in order: each row
    as text, the index before its columns."""
    every = (Let(INDEX, expr.index(0, count - 1)), *lets)
    generated = GeneratedRows(
        policy="keep",
        arbiter=Arbiter(name=None, elements=()),
        columns=tuple(_column(let) for let in every if not shown or let.name in (INDEX, *shown)),
        functions=(RowFunction(lets=every, count=count),),
    )
    (function,) = generated.functions
    text = all_rows(generated, function, whole(function))
    return f'SELECT q::text FROM (\n{text}\n) AS q ORDER BY q."{INDEX}"'


def _column(let: Let) -> GeneratedColumn:
    kind = let.node.kind
    column = LoadColumn(
        name=let.name,
        type=_TYPES[kind],
        value_type=_TYPES[kind],
        not_null=False,
        identity="",
        bare=False,
        comparable=True,
    )
    return GeneratedColumn(column=column, encoding=Encoding(_UNITS[kind], _TYPES[kind]))  # type: ignore[arg-type] # the values are the literals


def computed(lets: Sequence[Let], count: int, shown: Sequence[str] = ()) -> list[str]:
    """The same rows by the interpreter, in the text form of a PostgreSQL row."""
    names = [let.name for let in lets if not shown or let.name in shown]
    found = enumerate(rows(lets, range(count)))
    return [f"({','.join([str(n), *(_cell(row[name]) for name in names)])})" for n, row in found]


def _cell(found: Any) -> str:
    """As record_out writes it."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "t" if found else "f"
    text = str(found)
    if text and not any(c in '"\\(), \t\n\r\v\f' for c in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


def answer(connection: psycopg.Connection[Any], text: str) -> list[str]:
    """The first column of a query; where it fails, what the server said."""
    try:
        return [row[0] for row in connection.execute(text.encode()).fetchall()]
    except psycopg.Error as error:
        return [str(error)]
