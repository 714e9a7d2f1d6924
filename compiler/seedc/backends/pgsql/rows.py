"""Seed rows as text: lines of a VALUES list, COPY data, and where a long list is cut."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seedc.backends.pgsql.match import S, names
from seedc.ir.program import LoadColumn, Row, RowGroup, TableLoad
from seedc.quote import (
    Sql,
    copy_lines,
    fill,
    ident,
    join,
    raw,
    trusted,
    value_line,
)

# A run of rows longer than this is cut in two; what is left holds about half of it on average,
# and 100 rows a statement is where VALUES lists are fastest.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Seed rows to select from.

    `relation` is a FROM item whose alias is `s`; `real` is the condition that tells its rows from
    the typed NULLs which begin a VALUES list (None: all rows are real); `definition` is the body of
    a CTE that must stand before, and its name, where one statement reads the rows twice.
    """

    relation: Sql
    real: Sql | None = None
    definition: tuple[Sql, Sql] | None = None


def pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows in order, in pieces of at most `LONGEST`.

    A run that is too long is cut after the row whose key has the smallest SHA-256, and each part
    again. Where the cuts are depends on the keys near them and not on positions, so a row that
    comes or goes moves no cut, save for the rare one that is a cut itself or makes a run too long
    (the cut points are the large nodes of a treap: Seidel and Aragon, Randomized Search Trees).
    """
    if len(rows) <= LONGEST:
        yield rows
        return
    ranks = [hashlib.sha256(row.key.encode()).digest() for row in rows]
    waiting = [(0, len(rows))]
    while waiting:
        start, end = waiting.pop()
        if end - start <= LONGEST:
            yield rows[start:end]
            continue
        # The last row ends its run anyway; a cut after it would cut nothing.
        cut = min(range(start, end - 1), key=ranks.__getitem__) + 1
        waiting += [(cut, end), (start, cut)]


def values_list(columns: tuple[LoadColumn, ...], rows: Sequence[Row]) -> Sql:
    """A VALUES list, one row a line, its key as the comment behind it.

    It begins with a row of typed NULLs, which gives the columns their types, so that every seed row
    looks the same and the first one is no special line.
    """
    bare = [c.bare for c in columns]
    types = join(", ", [fill("NULL::{type}", type=trusted(c.value_type)) for c in columns])
    lines = [fill("  ({types})", types=types)]
    lines += [value_line(row.values, bare, row.key) for row in rows]
    return fill("VALUES\n{lines}", lines=join("\n", lines))


def values_source(load: TableLoad, group: RowGroup, rows: Sequence[Row]) -> Source:
    """The rows as a VALUES list in the FROM clause."""
    relation = fill(
        "({values}\n) AS s ({names})",
        values=values_list(group.columns, rows),
        names=names(group.columns),
    )
    return Source(relation=relation, real=real_rows(load, group))


def values_cte(load: TableLoad, group: RowGroup, rows: Sequence[Row], name: Sql) -> Source:
    """The rows as a VALUES list in a CTE called `name`, for a statement that reads them twice."""
    head = fill("{name} ({names})", name=name, names=names(group.columns))
    body = fill("\n{values}\n", values=values_list(group.columns, rows))
    return Source(
        relation=fill("{name} AS s", name=name),
        real=real_rows(load, group),
        definition=(head, body),
    )


def real_rows(load: TableLoad, group: RowGroup) -> Sql:
    """The condition that leaves out the typed NULLs: on a column never NULL, a key first."""
    keys = {e.column for e in load.arbiter.elements}
    never_null = [c for c in group.columns if c.not_null]
    for column in sorted(never_null, key=lambda c: c.name not in keys):
        return fill("{s}.{name} IS NOT NULL", s=S, name=ident(column.name))
    return raw("NOT (s.* IS NULL)")


def all_null(group: RowGroup) -> bool:
    """Whether a row is nothing but NULLs, as the first line of a VALUES list is."""
    if any(c.not_null for c in group.columns):
        return False
    return any(all(v is None for v in row.values) for row in group.rows)


def copy_data(group: RowGroup, columns: tuple[LoadColumn, ...]) -> Sql:
    """The rows as COPY data, one a line, the key first, then the values of `columns`; ends with the
    line that ends the data."""
    places = [group.columns.index(column) for column in columns]
    cells = [[row.values[place] for row in group.rows] for place in places]
    lines = copy_lines([[row.key for row in group.rows], *cells])
    return join("\n", [lines, raw("\\.")])
