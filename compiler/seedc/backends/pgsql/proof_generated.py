"""What verify.sql asks about generated rows: counted, equal, totals that agree, stated bounds.

Every row is computed again and held against the one in the table. The answers go into the tables
that `proof.py` tells of.
"""

from collections.abc import Iterator, Sequence
from typing import LiteralString

from seedc.backends.pgsql.expressions import indented
from seedc.backends.pgsql.generated import all_rows, in_own_band, key_names, whole
from seedc.backends.pgsql.match import own_rows
from seedc.backends.pgsql.references import generated_half
from seedc.ir.program import Agreement, Expectation, GeneratedColumn, TableLoad
from seedc.quote import Sql, dotted, fill, ident, join, literal, raw, trusted


def generated_outcome(load: TableLoad) -> Iterator[Sql]:
    """Counts the generated rows that are there and equal. Every one is computed again."""
    rows = load.generated
    for function in rows.functions if rows is not None else ():
        assert rows is not None
        if rows.arbiter.name is None:
            yield _keyless_outcome(load, all_rows(rows, function, whole(function)))
            continue
        keys = [c for c in rows.columns if c.column.name in key_names(rows.arbiter)]
        rest = [c for c in rows.columns if c not in keys]
        yield fill(
            'INSERT INTO pg_temp."seedc counted"\n'
            "SELECT {name}, count(*), count(t.tableoid),\n"
            "       count(*) FILTER (WHERE t.tableoid IS NOT NULL{same})\n"
            "FROM (\n  {rows}\n) AS g\n"
            "LEFT JOIN {table} AS t ON {keys};",
            name=literal(str(load.table.name)),
            same=_same_cells(rest),
            rows=indented(all_rows(rows, function, whole(function))),
            table=own_rows(load),
            keys=join(" AND ", [fill("t.{n} = g.{n}", n=ident(c.column.name)) for c in keys]),
        )


def _keyless_outcome(load: TableLoad, query: Sql) -> Sql:
    """Without a key, a row that is there is equal; equal rows are counted."""
    assert load.generated is not None
    return fill(
        'INSERT INTO pg_temp."seedc counted"\n'
        "SELECT {name}, e.total, e.total - m.missing, e.total - m.missing\n"
        "FROM (SELECT count(*) AS total FROM (\n  {rows}\n) AS g) AS e,\n"
        "     (SELECT count(*) AS missing FROM (\n  ({rows})\n  EXCEPT ALL\n"
        "  SELECT {cells} FROM {table} AS t\n) AS g) AS m;",
        name=literal(str(load.table.name)),
        rows=indented(query),
        cells=join(", ", [fill("t.{n}", n=ident(c.column.name)) for c in load.generated.columns]),
        table=own_rows(load),
    )


def _same_cells(columns: Sequence[GeneratedColumn]) -> Sql:
    if not columns:
        return raw("")
    left, right = ([_text_of(alias, c) for c in columns] for alias in (raw("t"), raw("g")))
    return fill(
        "\n         AND ({l})\n         IS NOT DISTINCT FROM ({r})",
        l=join(", ", left),
        r=join(", ", right),
    )


def _text_of(alias: Sql, column: GeneratedColumn) -> Sql:
    cell = fill("{a}.{n}", a=alias, n=ident(column.column.name))
    return cell if column.column.comparable else fill("{c}::text", c=cell)


def agreements(load: TableLoad) -> Iterator[Sql]:
    """Looks for generated rows whose totals are not what their children add up to."""
    rows = load.generated
    for item in rows.agreements if rows is not None and load.band is not None else ():
        assert load.band is not None
        yield fill(
            'INSERT INTO pg_temp."seedc problem"\n'
            "SELECT {name}, {label} || count(*) || ' rows disagree'\n"
            "FROM {table} AS t\n"
            "LEFT JOIN (\n"
            "  SELECT {columns}, {call} AS found\n  FROM {child} AS c\n  GROUP BY {columns}\n"
            ") AS c ON {pairs}\n"
            "WHERE {half}\n  AND t.{column} IS DISTINCT FROM {found}\n"
            "HAVING count(*) > 0;",
            name=literal(str(load.table.name)),
            label=literal(f"{item.name} is no {item.operation} of {item.child}: "),
            table=own_rows(load),
            columns=join(", ", [fill("c.{n}", n=ident(n)) for n in item.columns]),
            call=_call(item),
            child=dotted(item.child.schema, item.child.name),
            pairs=join(
                " AND ",
                [
                    fill("c.{c} = t.{r}", c=ident(c), r=ident(r))
                    for c, r in zip(item.columns, item.references, strict=True)
                ],
            ),
            half=generated_half(load.band),
            column=ident(item.name),
            found=raw("coalesce(c.found, 0)")
            if item.operation in ("sum", "count")
            else raw("c.found"),
        )


def expectations(load: TableLoad) -> Iterator[Sql]:
    """Looks whether the generated rows keep within the bounds that the file states."""
    rows = load.generated
    half = generated_half(load.band) if load.band is not None and in_own_band(load) else raw("true")
    types = {c.name: c.value_type for c in load.columns}
    for item in rows.expectations if rows is not None else ():
        measure, low, high = _measured(item, trusted(types.get(item.column, "text")))
        shown = f"{item.column}: {_WORDS[item.kind].format(item.value)}"
        yield fill(
            'INSERT INTO pg_temp."seedc problem"\n'
            "SELECT {name}, {label} || m.found || {but}\n"
            "FROM (\n  SELECT {measure} AS found\n  FROM {table} AS t\n  WHERE {half}\n) AS m\n"
            "WHERE NOT {within};",
            name=literal(str(load.table.name)),
            label=literal(f"{shown} is "),
            but=literal(f", not between {item.low} and {item.high}"),
            measure=measure,
            table=own_rows(load),
            half=half,
            within=_within(item, low, high),
        )


_WORDS = {
    "between": "the range",
    "mean": "the mean",
    "nulls": "the share of NULLs",
    "share": "the share of {}",
}


def _measured(item: Expectation, kind: Sql) -> tuple[Sql, Sql, Sql]:
    """What is measured, and its bounds."""
    column = fill("t.{n}", n=ident(item.column))
    if item.kind == "between":
        low, high = (fill("{v}::{t}", v=literal(v), t=kind) for v in (item.low, item.high))
        return (
            fill(
                "CASE WHEN min({c}) < {low} OR max({c}) > {high}"
                " THEN min({c})::text || ' to ' || max({c})::text END",
                c=column,
                low=low,
                high=high,
            ),
            low,
            high,
        )
    low, high = (fill("{v}::numeric", v=literal(v)) for v in (item.low, item.high))
    measures = {
        "mean": fill("round(avg({c})::numeric, 6)", c=column),
        "nulls": fill("round(avg(({c} IS NULL)::integer), 6)", c=column),
        "share": fill(
            "round(avg(coalesce({c}::text = {v}, false)::integer), 6)",
            c=column,
            v=literal(item.value),
        ),
    }
    return measures[item.kind], low, high


def _within(item: Expectation, low: Sql, high: Sql) -> Sql:
    if item.kind == "between":
        return raw("m.found IS NULL")
    return fill("coalesce(m.found BETWEEN {l} AND {h}, true)", l=low, h=high)


def _call(item: Agreement) -> Sql:
    if item.operation == "count":
        return raw("count(*)")
    calls: dict[str, LiteralString] = {"sum": "sum({c})", "min": "min({c})", "max": "max({c})"}
    return fill(calls[item.operation], c=fill("c.{n}", n=ident(item.column)))
