"""Statements for generated rows: a series of indexes, the row function over it, an anti-join.

One statement writes a batch. What is there already is left out before the rest of the row is
computed, so that applying again costs little more than reading the keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seedc.backends.pgsql.expressions import (
    Constants,
    Nested,
    Scope,
    encode,
    indented,
    nested,
    operand,
)
from seedc.backends.pgsql.match import conflict_target, names, own_rows, relation
from seedc.ir import expr
from seedc.ir.layout import lay_out
from seedc.ir.program import (
    Arbiter,
    GeneratedColumn,
    GeneratedRows,
    LoadColumn,
    RowFunction,
    TableLoad,
)
from seedc.quote import Sql, fill, ident, join, literal, number, raw

ROW = raw("r")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which indexes of a row function a statement is for: a FROM function, and, where the indexes
    are those from `first` to `last`, both as SQL."""

    series: Sql
    first: Sql | None = None
    last: Sql | None = None


def whole(function: RowFunction) -> Slice:
    """All rows of a function."""
    if function.indexes:
        listed = join(",", [number(n) for n in function.indexes])
        return Slice(fill("unnest({list}::bigint[])", list=literal(fill("{{{l}}}", l=listed))))
    return between(number(0), number(function.count - 1))


def between(first: Sql, last: Sql) -> Slice:
    """The rows whose indexes lie between the two."""
    series = fill("generate_series({first}::bigint, {last})", first=first, last=last)
    return Slice(series, first, last)


def insert(load: TableLoad, function: RowFunction, part: Slice) -> Sql:
    """The INSERT for some rows of a function, without its semicolon."""
    rows = load.generated
    assert rows is not None, "asked for tables with generated rows"
    if rows.arbiter.name is None:
        return _insert_keyless(load, rows, function, part)
    changing = _changing(load, rows)
    body = _selected(load, rows, function, part, compared=changing)
    action = _conflict(rows.arbiter, changing)
    columns = [c.column for c in rows.columns]
    return fill(
        "INSERT INTO {table} ({names}){overriding}\n{body}{action}",
        table=relation(load),
        names=names(columns),
        overriding=overriding(columns),
        body=body,
        action=action,
    )


def overriding(columns: Sequence[LoadColumn]) -> Sql:
    """What an INSERT into a GENERATED ALWAYS identity needs."""
    always = any(c.identity == "always" for c in columns)
    return raw(" OVERRIDING SYSTEM VALUE") if always else raw("")


def _changing(load: TableLoad, rows: GeneratedRows) -> tuple[GeneratedColumn, ...]:
    """The columns that are brought back to the rules' values; none under `keep`."""
    if rows.policy == "keep":
        return ()
    primary = load.table.primary_key
    fixed = {*key_names(rows.arbiter), *((primary.columns if primary else None) or ())}
    return tuple(
        c
        for c in rows.columns
        if c.column.name not in fixed and c.column.identity != "always"
    )


def key_names(arbiter: Arbiter) -> tuple[str, ...]:
    """The columns of a key without expressions."""
    return tuple(e.column for e in arbiter.elements if e.column is not None)


def _conflict(arbiter: Arbiter, changing: Sequence[GeneratedColumn]) -> Sql:
    if not changing:
        return raw("")
    sets = [fill("{n} = excluded.{n}", n=ident(c.column.name)) for c in changing]
    return fill(
        "\nON CONFLICT {target} DO UPDATE\nSET {sets}",
        target=conflict_target(arbiter),
        sets=join(",\n    ", sets),
    )


def _selected(
    load: TableLoad,
    rows: GeneratedRows,
    function: RowFunction,
    part: Slice,
    compared: Sequence[GeneratedColumn],
) -> Sql:
    """The SELECT of the rows that are not there, or not as they should be."""
    found = {c.column.name: c for c in rows.columns}
    key = key_names(rows.arbiter)
    known = (*key, *(c.column.name for c in compared))
    nodes = {let.name: let.node for let in function.lets}
    results = [expr.column(c.column.name, nodes[c.column.name]) for c in rows.columns]
    layout = lay_out(function.lets, results, known)

    def absent(scope: Scope) -> Sql:
        def cell(name: str) -> Sql:
            return encode(scope.columns(name), found[name].encoding)

        return _absent(load, [found[name] for name in key], compared, cell, part)

    source = nested(layout, part.series, ROW, Constants(), absent)
    cells = [
        encode(operand(node, source.scope), c.encoding)
        for node, c in zip(source.results, rows.columns, strict=True)
    ]
    return select(cells, source)


def select(cells: Sequence[Sql], source: Nested) -> Sql:
    """A query of these cells over nested levels, with the conditions and constants of its own."""
    where = join("\n  AND ", source.conditions)
    return fill(
        "SELECT {cells}\nFROM {relation}{where}",
        cells=join(",\n       ", cells),
        relation=source.relation_with_constants(),
        where=fill("\nWHERE {w}", w=where) if source.conditions else raw(""),
    )


def _absent(
    load: TableLoad,
    key: Sequence[GeneratedColumn],
    compared: Sequence[GeneratedColumn],
    cell: Callable[[str], Sql],
    part: Slice,
) -> Sql:
    terms = [
        fill("t.{n} = {v}", n=ident(c.column.name), v=cell(c.column.name)) for c in key
    ]
    terms += _range(load, key, part)
    if compared:
        left = [_compared(fill("t.{n}", n=ident(c.column.name)), c) for c in compared]
        right = [_compared(cell(c.column.name), c) for c in compared]
        terms.append(
            fill(
                "({left})\n      IS NOT DISTINCT FROM ({right})",
                left=join(", ", left),
                right=join(", ", right),
            )
        )
    return fill(
        "NOT EXISTS (\n    SELECT FROM {table} AS t\n    WHERE {terms})",
        table=own_rows(load),
        terms=join("\n      AND ", terms),
    )


def _compared(value: Sql, column: GeneratedColumn) -> Sql:
    """What `=` may compare, with the column's own meaning of it."""
    if not column.column.comparable:
        return fill("({v})::text", v=value)
    return value


def _range(load: TableLoad, key: Sequence[GeneratedColumn], part: Slice) -> list[Sql]:
    """The keys that a batch can have at all: with them the server reads one stretch of the index
    for a batch, and not the table."""
    band = load.band
    if part.first is None or part.last is None or band is None or band.prefix:
        return []
    if [c.column.name for c in key] != [band.column]:
        return []
    low = number(band.low)
    return [
        fill(
            "t.{n} BETWEEN {low} + {first} AND {low} + {last}",
            n=ident(band.column),
            low=low,
            first=part.first,
            last=part.last,
        )
    ]


def _insert_keyless(
    load: TableLoad, rows: GeneratedRows, function: RowFunction, part: Slice
) -> Sql:
    """Without a key a row is found again by all its columns: EXCEPT treats NULLs as equal."""
    columns = [c.column for c in rows.columns]
    return fill(
        "INSERT INTO {table} ({names}){overriding}\n{body}\nEXCEPT\nSELECT {cells}\nFROM {own} AS t",
        table=relation(load),
        names=names(columns),
        overriding=overriding(columns),
        body=all_rows(rows, function, part),
        cells=join(", ", [fill("t.{n}", n=ident(c.name)) for c in columns]),
        own=own_rows(load),
    )


def all_rows(rows: GeneratedRows, function: RowFunction, part: Slice) -> Sql:
    """A query of all rows of a slice, whatever is in the table."""
    return _rows_of(rows.columns, function, part)


def key_rows(rows: GeneratedRows, function: RowFunction) -> Sql:
    """A query of the keys of all rows of a function."""
    wanted = key_names(rows.arbiter)
    return _rows_of([c for c in rows.columns if c.column.name in wanted], function, whole(function))


def _rows_of(columns: Sequence[GeneratedColumn], function: RowFunction, part: Slice) -> Sql:
    nodes = {let.name: let.node for let in function.lets}
    results = [expr.column(c.column.name, nodes[c.column.name]) for c in columns]
    source = nested(lay_out(function.lets, results), part.series, ROW, Constants())
    cells = [
        fill("{v} AS {n}", v=encode(operand(node, source.scope), c.encoding), n=ident(c.column.name))
        for node, c in zip(source.results, columns, strict=True)
    ]
    return select(cells, source)


def is_generated(rows: GeneratedRows) -> Sql:
    """The condition that the row `t` is one of these: by its key, or without one by all it has."""
    wanted = key_names(rows.arbiter)
    queries = [_in_rows(rows, function, wanted) for function in rows.functions]
    return queries[0] if len(queries) == 1 else fill("({q})", q=join(" OR ", queries))


def _in_rows(rows: GeneratedRows, function: RowFunction, wanted: Sequence[str]) -> Sql:
    columns = [c for c in rows.columns if c.column.name in wanted]
    same = [
        fill(
            "t.{n} IS NOT DISTINCT FROM g.{n}" if rows.arbiter.name is None else "t.{n} = g.{n}",
            n=ident(c.column.name),
        )
        for c in columns
    ]
    return fill(
        "EXISTS (\n  SELECT FROM (\n    {query}\n  ) AS g\n  WHERE {same})",
        query=indented(indented(_rows_of(columns, function, whole(function)))),
        same=join(" AND ", same),
    )
