"""Generated rows that come as COPY data: a temporary table they wait in, and what writes them on.

The rows of all of a table's row functions have the same columns, so that one temporary table holds
any of them, and one statement writes what waits.
"""

import hashlib
import re
from dataclasses import replace

from seedc.backends.pgsql.generated import by_band, key_names, overriding, wrapped
from seedc.backends.pgsql.match import (
    S,
    cells,
    conflict_target,
    equal,
    matches,
    own_rows,
    relation,
    settable,
)
from seedc.backends.pgsql.staging import table_name
from seedc.ir.program import GeneratedRows, LoadColumn, RowGroup, TableLoad
from seedc.quote import Sql, fill, ident, join, number, raw, trusted

# psql's \copy reads a name in double quotes, but neither U&"…" nor what is escaped in it.
_COPYABLE = re.compile(r"[\w .$-]+\Z")


def waiting(load: TableLoad) -> Sql:
    """The temporary table of the load's generated rows: `pg_temp."seedc storefront.sales.rows"`,
    always as psql's \\copy can read it."""
    return fill("pg_temp.{name}", name=_name(load))


def _name(load: TableLoad) -> Sql:
    # A point in the tag: names of tables that have one are hashed, so none ends in the same way.
    name = table_name(load, ".rows", "rows")
    if not _COPYABLE.match(name):
        table = load.table.name
        digest = hashlib.sha256(f"{table.schema}\0{table.name}".encode()).hexdigest()[:16]
        name = f"seedc {digest}.rows"
    return ident(name)


def stage(load: TableLoad) -> Sql:
    """The statement that makes the temporary table, empty: the columns of the rows in their order.
    It is gone when the transaction ends."""
    defined = [
        fill("{name} {type}", name=ident(c.name), type=trusted(c.value_type))
        for c in _columns(_rows(load))
    ]
    return fill(
        "CREATE TEMP TABLE {name} (\n  {columns}\n) ON COMMIT DROP;",
        name=_name(load),
        columns=join(",\n  ", defined),
    )


def insert_staged(load: TableLoad, indexes: range | None = None) -> Sql:
    """The INSERT, without its semicolon, of the waiting rows that are not in the table, or, where
    the policy brings rows back, not as they should be.

    `indexes` are the row indexes that wait, where they are a dense range: with them the server
    reads one stretch of the key's index, and not a table of a hundred times as many rows.
    """
    rows = _rows(load)
    columns = _columns(rows)
    if rows.arbiter.name is None:
        return _insert_keyless(load, columns)
    changing = _changing(load, rows)
    return fill(
        "INSERT INTO {table} ({names}){overriding}\n"
        "SELECT {cells}\nFROM {waiting} AS s\n"
        "WHERE NOT EXISTS (\n    SELECT FROM {own} AS t\n    WHERE {there}){action}",
        table=relation(load),
        names=wrapped(columns),
        overriding=overriding(columns),
        cells=cells(S, columns),
        waiting=waiting(load),
        own=own_rows(load),
        there=join("\n      AND ", _there(load, rows, changing, indexes)),
        action=_conflict(rows, changing),
    )


def _rows(load: TableLoad) -> GeneratedRows:
    assert load.generated is not None, "asked for tables with generated rows"
    return load.generated


def _columns(rows: GeneratedRows) -> tuple[LoadColumn, ...]:
    return tuple(c.column for c in rows.columns)


def _changing(load: TableLoad, rows: GeneratedRows) -> tuple[LoadColumn, ...]:
    """The columns that are brought back to the rules' values; none under `keep`."""
    if rows.policy == "keep":
        return ()
    return settable(replace(load, arbiter=rows.arbiter), RowGroup(columns=_columns(rows), rows=()))


def _there(
    load: TableLoad,
    rows: GeneratedRows,
    changing: tuple[LoadColumn, ...],
    indexes: range | None,
) -> list[Sql]:
    terms = [matches(rows.arbiter, RowGroup(columns=_columns(rows), rows=()))]
    terms += _stretch(load, rows, indexes)
    return [*terms, equal(changing)] if changing else terms


def _stretch(load: TableLoad, rows: GeneratedRows, indexes: range | None) -> list[Sql]:
    """The keys that the waiting rows can have at all, where a key is its index in the band."""
    band = load.band
    if not indexes or band is None or key_names(rows.arbiter) != (band.column,):
        return []
    if by_band(load) is None:
        return []
    return [
        fill(
            "t.{n} BETWEEN {first} AND {last}",
            n=ident(band.column),
            first=number(band.low + indexes[0]),
            last=number(band.low + indexes[-1]),
        )
    ]


def _conflict(rows: GeneratedRows, changing: tuple[LoadColumn, ...]) -> Sql:
    if not changing:
        return raw("")
    sets = [fill("{n} = excluded.{n}", n=ident(c.name)) for c in changing]
    return fill(
        "\nON CONFLICT {target} DO UPDATE\nSET {sets}",
        target=conflict_target(rows.arbiter),
        sets=join(",\n    ", sets),
    )


def _insert_keyless(load: TableLoad, columns: tuple[LoadColumn, ...]) -> Sql:
    """Without a key a row is found again by all its columns. EXCEPT ALL treats NULLs as equal and
    counts: of three equal rows it inserts as many as are missing."""
    return fill(
        "INSERT INTO {table} ({names}){overriding}\n"
        "SELECT {waiting}\nFROM {source} AS s\nEXCEPT ALL\nSELECT {there}\nFROM {own} AS t",
        table=relation(load),
        names=wrapped(columns),
        overriding=overriding(columns),
        waiting=cells(S, columns),
        source=waiting(load),
        there=cells(raw("t"), columns),
        own=own_rows(load),
    )
