"""Fingerprints of generated rows: their number and the sum of the hashes of their written columns.

`expected` computes that of the rows as the seed says them, and `found` that of the rows that the
table holds. Both hash the same values of the same types, so they are equal where the rows are (and
else with a probability of 2^-64: hash_record_extended is 64 bits, and a sum keeps them). What `=`
calls equal hashes alike, which is what the statements under `update` compare by.
"""

import re

from seedc.backends.pgsql.generated import all_rows, whole
from seedc.backends.pgsql.match import own_rows
from seedc.backends.pgsql.present import within
from seedc.ir.program import LoadColumn, RowFunction, TableLoad
from seedc.quote import Sql, fill, ident, join, raw, trusted

# Types of PostgreSQL's own with an extended hash that says nothing of the database it is made in,
# as that of an enum does (its label's oid). Any other is hashed as text.
_HASHED = re.compile(
    r"(?:bigint|integer|smallint|numeric|text|character varying|character|boolean|uuid|date|bytea"
    r"|time|timestamp|interval)(?:\([\d,]+\))?(?: with(?:out)? time zone)?\Z"
)
SETTINGS = raw(
    """SET LOCAL jit = off;
SET LOCAL DateStyle = 'ISO, MDY';
SET LOCAL IntervalStyle = 'postgres';
SET LOCAL TimeZone = 'UTC';
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = 'hex';
SET LOCAL lc_monetary = 'C'"""
)
"""What a text must not depend on."""
SINCE = 140000
"""The first version of the server that can hash a record."""


def expected(load: TableLoad, function: RowFunction) -> Sql:
    """A query of two numbers, the rows of the function and the sum of their hashes."""
    rows = load.generated
    assert rows is not None, "asked for tables with generated rows"
    columns = [c.column for c in rows.columns]
    query = all_rows(rows, function, whole(function))
    return fill(
        "SELECT {sums}\nFROM (\n{query}\n) AS t", sums=_sums(columns, cast=True), query=query
    )


def found(load: TableLoad, function: RowFunction) -> Sql:
    """The same of the rows of the table that have the function's keys, which must count up."""
    rows = load.generated
    assert rows is not None, "asked for tables with generated rows"
    return fill(
        "SELECT {sums}\nFROM {own} AS t\nWHERE {which}",
        sums=_sums([c.column for c in rows.columns], cast=False),
        own=own_rows(load),
        which=within(load, function, range(function.size)),
    )


def _sums(columns: list[LoadColumn], *, cast: bool) -> Sql:
    cells = [_cell(column, cast=cast) for column in columns]
    return fill(
        "count(*), coalesce(sum(hash_record_extended(ROW({cells}), 0)), 0)",
        cells=join(", ", cells),
    )


def _cell(column: LoadColumn, *, cast: bool) -> Sql:
    value = fill("t.{n}", n=ident(column.name))
    if cast:
        value = fill("({v})::{type}", v=value, type=trusted(column.value_type))
    if not column.comparable or not _HASHED.match(column.value_type):
        value = fill("({v})::text", v=value)
    return value
