"""Statements for generated rows: a series of indexes, the row function over it, an anti-join.

One statement writes a batch. What is there already is left out before the rest of the row is
computed, so that applying again costs little more than reading the keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from seedc.backends.pgsql.expressions import (
    Nested,
    Scope,
    encoded,
    nested,
    with_clause,
)
from seedc.backends.pgsql.lists import Constants
from seedc.backends.pgsql.match import WIDE, conflict_target, own_rows, relation
from seedc.backends.pgsql.staging import table_name
from seedc.ir import expr
from seedc.ir.layout import lay_out
from seedc.ir.program import (
    Arbiter,
    Band,
    GeneratedColumn,
    GeneratedRows,
    LoadColumn,
    RowFunction,
    TableLoad,
)
from seedc.quote import Sql, fill, ident, join, literal, number, raw, trusted

ROW = raw("r")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which indexes of a row function a statement is for: a FROM function, and, where the indexes
    are those from `first` to `last`, both as SQL. `sought` is the condition under which rows that
    are there are looked for; None: always."""

    series: Sql
    first: Sql | None = None
    last: Sql | None = None
    sought: Sql | None = None


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


def insert(load: TableLoad, function: RowFunction, part: Slice) -> "Query":
    """The INSERT for some rows of a function, without its semicolon, and the CTEs before it."""
    rows = load.generated
    assert rows is not None, "asked for tables with generated rows"
    if rows.arbiter.name is None:
        return _insert_keyless(load, rows, function, part)
    changing = _changing(load, rows)
    query = _selected(load, rows, function, part, compared=changing)
    columns = [c.column for c in rows.columns]
    body = fill(
        "INSERT INTO {table} ({names}){overriding}\n{body}{action}",
        table=relation(load),
        names=wrapped(columns),
        overriding=overriding(columns),
        body=query.body,
        action=_conflict(rows.arbiter, changing),
    )
    return Query(query.ctes, body)


def wrapped(columns: Sequence[LoadColumn]) -> Sql:
    """The columns' names, broken over lines where they are many."""
    lines: list[list[Sql]] = [[]]
    for column in columns:
        if sum(len(name) + 2 for name in lines[-1]) > WIDE:
            lines.append([])
        lines[-1].append(ident(column.name))
    return join(",\n  ", [join(", ", line) for line in lines])


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
        c for c in rows.columns if c.column.name not in fixed and c.column.identity != "always"
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
) -> "Query":
    """The SELECT of the rows that are not there, or not as they should be."""
    found = {c.column.name: c for c in rows.columns}
    key = key_names(rows.arbiter)
    known = (*key, *(c.column.name for c in compared))
    nodes = {let.name: let.node for let in function.lets}
    results = [expr.column(c.column.name, nodes[c.column.name]) for c in rows.columns]
    layout = lay_out(function.lets, results, known)

    def absent(scope: Scope) -> Sql:
        def cell(name: str) -> Sql:
            return encoded(layout.keys[name], scope, found[name].encoding)

        return _absent(load, [found[name] for name in key], compared, cell, part)

    constants = Constants()
    source = nested(layout, part.series, ROW, constants, absent)
    cells = [
        encoded(node, source.scope, c.encoding)
        for node, c in zip(source.results, rows.columns, strict=True)
    ]
    return query_of(cells, source, constants)


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT or INSERT, and the CTEs that must stand before it."""

    ctes: tuple[Sql, ...]
    body: Sql

    @property
    def text(self) -> Sql:
        """Both as one query."""
        return fill("{ctes}{body}", ctes=with_clause(self.ctes), body=self.body)


def query_of(cells: Sequence[Sql], source: Nested, constants: Constants) -> Query:
    """A query of these cells after the levels, with the conditions that they hand on."""
    where = join("\n  AND ", source.conditions)
    body = fill(
        "SELECT {cells}\nFROM {relation}{where}",
        cells=join(",\n       ", cells),
        relation=source.scope.lists.beside(source.relation),
        where=fill("\nWHERE {w}", w=where) if source.conditions else raw(""),
    )
    return Query((*constants.cte(), *source.ctes), body)


def _absent(
    load: TableLoad,
    key: Sequence[GeneratedColumn],
    compared: Sequence[GeneratedColumn],
    cell: Callable[[str], Sql],
    part: Slice,
) -> Sql:
    terms = [part.sought] if part.sought is not None else []
    terms += [fill("t.{n} = {v}", n=ident(c.column.name), v=cell(c.column.name)) for c in key]
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
    if [c.column.name for c in key] != [band.column] or by_band(load) is None:
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
) -> "Query":
    """Without a key a row is found again by all its columns. EXCEPT ALL treats NULLs as equal and
    counts: of three equal rows it inserts as many as are missing."""
    columns = [c.column for c in rows.columns]
    query = _rows_of(rows.columns, function, part)
    body = fill(
        "INSERT INTO {table} ({names}){overriding}\n"
        "{body}\nEXCEPT ALL\nSELECT {cells}\nFROM {own} AS t",
        table=relation(load),
        names=wrapped(columns),
        overriding=overriding(columns),
        body=query.body,
        cells=join(", ", [fill("t.{n}", n=ident(c.name)) for c in columns]),
        own=own_rows(load),
    )
    return Query(query.ctes, body)


def all_rows(rows: GeneratedRows, function: RowFunction, part: Slice) -> Sql:
    """A query of all rows of a slice, whatever is in the table."""
    return _rows_of(rows.columns, function, part).text


def _rows_of(columns: Sequence[GeneratedColumn], function: RowFunction, part: Slice) -> Query:
    nodes = {let.name: let.node for let in function.lets}
    results = [expr.column(c.column.name, nodes[c.column.name]) for c in columns]
    constants = Constants()
    source = nested(lay_out(function.lets, results), part.series, ROW, constants)
    values = [
        encoded(node, source.scope, c.encoding)
        for node, c in zip(source.results, columns, strict=True)
    ]
    cells = [
        fill("{v} AS {n}", v=_typed_null(value, c.column), n=ident(c.column.name))
        for value, c in zip(values, columns, strict=True)
    ]
    return query_of(cells, source, constants)


def _typed_null(value: Sql, column: LoadColumn) -> Sql:
    """A column of nothing but NULL would be one of texts, which no other type is compared with."""
    return fill("NULL::{t}", t=trusted(column.value_type)) if value == "NULL" else value


def keys_query(rows: GeneratedRows, function: RowFunction, indexes: Sequence[int]) -> Sql:
    """A query of the keys of the rows with these indexes, each column under its name."""
    wanted = key_names(rows.arbiter)
    columns = [c for c in rows.columns if c.column.name in wanted]
    return _rows_of(columns, function, whole(replace(function, indexes=tuple(indexes)))).text


def staged_keys(load: TableLoad) -> tuple[Sql, Sql]:
    """A temporary table with the keys of all generated rows, as statements that make it, and the
    condition that the row `t` has one of them. For tables whose keys do not tell (`by_band`)."""
    rows = load.generated
    assert rows is not None, "asked for tables with generated rows"
    wanted = key_names(rows.arbiter)
    columns = [c for c in rows.columns if c.column.name in wanted]
    queries = [_rows_of(columns, f, whole(f)).text for f in rows.functions]
    name = ident(table_name(load, " generated", "generated"))
    plain = [ident(c.column.name) for c in columns]
    create = fill(
        "CREATE TEMP TABLE {name} ON COMMIT DROP AS\n{query};\n"
        "CREATE INDEX ON pg_temp.{name} ({keys});",
        name=name,
        query=join("\nUNION ALL\n", [fill("({q})", q=q) for q in queries]),
        keys=join(", ", plain[:32]),
    )
    same = [fill("g.{n} = t.{n}", n=n) for n in plain]
    if rows.arbiter.name is None:
        same = [fill("g.{n} IS NOT DISTINCT FROM t.{n}", n=n) for n in plain]
    condition = fill(
        "EXISTS (SELECT FROM pg_temp.{name} AS g WHERE {same})", name=name, same=join(" AND ", same)
    )
    return create, condition


def by_band(load: TableLoad) -> Sql | None:
    """The condition that the row `t` is a generated one, where its key is its index in the band;
    None where the key does not tell."""
    rows, band = load.generated, load.band
    if rows is None or band is None or key_names(rows.arbiter) != (band.column,):
        return None
    terms = []
    for function in rows.functions:
        node = next(let.node for let in function.lets if let.name == band.column)
        first = expr.add(
            expr.index(node.low - band.low, node.high - band.low), expr.integer(band.low)
        )
        if band.prefix or node != first:
            return None
        terms.append(_of_function(function, band))
    return terms[0] if len(terms) == 1 else fill("({t})", t=join(" OR ", terms))


def _of_function(function: RowFunction, band: Band) -> Sql:
    column = fill("t.{n}", n=ident(band.column))
    if function.indexes:
        listed = join(",", [number(band.low + n) for n in function.indexes])
        return fill("{c} = ANY ({l}::bigint[])", c=column, l=literal(fill("{{{l}}}", l=listed)))
    return fill(
        "{c} BETWEEN {low} AND {high}",
        c=column,
        low=number(band.low),
        high=number(band.low + function.count - 1),
    )


def in_own_band(load: TableLoad) -> bool:
    """Whether the keys of the generated rows lie in the band, which then tells that they are ours:
    not where a rule of the file makes the key."""
    rows, band = load.generated, load.band
    if rows is None or band is None or band.shared:
        return False
    if key_names(rows.arbiter) != (band.column,):
        return False
    if not band.prefix:
        return by_band(load) is not None
    nodes = [let.node for f in rows.functions for let in f.lets if let.name == band.column]
    return all(
        node.op == "concat"
        and node.args[0].is_constant
        and str(node.args[0].constant).startswith(f"{band.prefix}-80")
        for node in nodes
    )
