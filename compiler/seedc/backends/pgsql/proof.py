"""What verify.sql asks: seeded rows present and equal, foreign keys valid, sequences not behind.

The answers go into three temporary tables; the script's tail prints them and raises.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from seedc.backends.pgsql.match import equal, matches, own_rows, settable
from seedc.backends.pgsql.references import SHOWN, row_name
from seedc.backends.pgsql.staging import Staged
from seedc.catalog import ForeignKey, QualifiedName
from seedc.ir.program import SequenceMove, TableLoad
from seedc.quote import Sql, dollar, dotted, fill, ident, join, literal, number, raw, regclass


def checked(loads: Sequence[TableLoad]) -> Sql:
    """The lines of the table that names what is checked, and whether its curated and its generated
    rows must be equal: under the policy `keep` they may differ."""
    return join(
        "",
        [
            fill(
                "\n, ({name}, {strict}, {strictly})",
                name=literal(str(load.table.name)),
                strict=raw("false") if load.policy == "keep" else raw("true"),
                strictly=_strictly(load),
            )
            for load in loads
        ],
    )


def _strictly(load: TableLoad) -> Sql:
    kept = load.generated is None or load.generated.policy == "keep"
    return raw("false") if kept else raw("true")


def outcome(load: TableLoad, staged: Staged) -> Sql:
    """Finds each seed row in the table, and compares what a load would set."""
    compared = settable(load, staged.group)
    same = [fill("({e})", e=equal(compared))] if compared else []
    return fill(
        'INSERT INTO pg_temp."seedc outcome"\n'
        "SELECT {name}, s.{key},\n       bool_or({there}),\n       bool_or({same})\n"
        "FROM {source}\n"
        "LEFT JOIN {table} AS t ON {matches}\n"
        "GROUP BY s.ctid, s.{key};",
        name=literal(str(load.table.name)),
        key=staged.key,
        there=raw("t.tableoid IS NOT NULL"),
        same=join("\n               AND ", [raw("t.tableoid IS NOT NULL"), *same]),
        source=staged.source.relation,
        table=own_rows(load),
        matches=matches(load.arbiter, staged.group),
    )


Checked = Mapping[QualifiedName, Collection[str]]
"""The tables and columns that the schema check has found to be there."""


def foreign_keys(load: TableLoad, known: Checked) -> Iterator[Sql]:
    """Looks for rows whose foreign key points nowhere, whatever the constraint's own state: NOT
    VALID, or its triggers disabled. NOT ENFORCED ones are left: they promise nothing. One whose
    columns the seed does not write may have gone with a column or a table meanwhile."""
    for key in load.table.foreign_keys:
        if key.enforced:
            read = [(load.table.name, c) for c in key.columns]
            read += [(key.table, c) for c in key.references]
            look = fill(
                'INSERT INTO pg_temp."seedc problem"\n'
                "SELECT {name}, {label} || x.total\n"
                "       || ' rows refer to nothing, among them ' || string_agg(x.name, '; ')\n"
                "FROM (\n"
                "  SELECT count(*) OVER () AS total,\n         {row} AS name\n"
                "  FROM {table} AS r\n"
                "  WHERE {dangling}\n"
                "  LIMIT {shown}\n"
                ") AS x\n"
                "GROUP BY x.total;",
                name=literal(str(load.table.name)),
                label=literal(f"foreign key {key.name}: "),
                row=row_name(raw("r")),
                table=own_rows(load),
                dangling=_dangling(key),
                shown=number(SHOWN),
            )
            yield _where_there(look, [(t, c) for t, c in read if c not in known.get(t, ())])


def _where_there(look: Sql, read: Sequence[tuple[QualifiedName, str]]) -> Sql:
    """The statement, which is run where all of these columns are there, and not read elsewhere."""
    if not read:
        return look
    pairs = [
        fill("(to_regclass({t}), {c})", t=regclass(t.schema, t.name), c=literal(c)) for t, c in read
    ]
    body = fill(
        "BEGIN\n"
        "  IF (SELECT count(*) FROM pg_catalog.pg_attribute AS a\n"
        "      WHERE NOT a.attisdropped AND (a.attrelid, a.attname) IN ({pairs})) = {n} THEN\n"
        "{look}\n"
        "  END IF;\n"
        "END",
        pairs=join(", ", pairs),
        n=number(len(read)),
        look=look,
    )
    return fill("DO {body};", body=dollar(body))


def _dangling(key: ForeignKey) -> Sql:
    given = [fill("r.{c} IS NOT NULL", c=ident(c)) for c in key.columns]
    pairs = [
        fill("p.{reference} = r.{column}", reference=ident(p), column=ident(c))
        for c, p in zip(key.columns, key.references, strict=True)
    ]
    applies = join(" OR ", given) if key.match_full else join(" AND ", given)
    return fill(
        "({applies})\n    AND NOT EXISTS (SELECT FROM {table} AS p WHERE {pairs})",
        applies=applies,
        table=dotted(key.table.schema, key.table.name),
        pairs=join(" AND ", pairs),
    )


def sequences(loads: Sequence[TableLoad], moves: Sequence[SequenceMove]) -> Iterator[Sql]:
    """Looks for sequences that would give an id which the table already has, the band aside. That
    of a column which the seed does not write may have gone meanwhile."""
    for sequence, (load, name) in _sequences(loads, moves).items():
        read = [] if _writes(load, name) else [(load.table.name, name), (sequence, "last_value")]
        yield _where_there(_behind(sequence, load, name), read)


def needed_sequences(
    loads: Sequence[TableLoad], moves: Sequence[SequenceMove]
) -> tuple[QualifiedName, ...]:
    """The sequences that are looked at and must be there."""
    found = _sequences(loads, moves)
    return tuple(s for s, (load, column) in found.items() if _writes(load, column))


def _writes(load: TableLoad, column: str) -> bool:
    return any(c.name == column for c in load.columns)


def _sequences(
    loads: Sequence[TableLoad], moves: Sequence[SequenceMove]
) -> dict[QualifiedName, tuple[TableLoad, str]]:
    by_table = {load.table.name: load for load in loads}
    found: dict[QualifiedName, tuple[TableLoad, str]] = {}
    for load in loads:
        for column in load.table.columns:
            if column.sequence is not None:
                found.setdefault(column.sequence, (load, column.name))
    for move in moves:
        if move.table in by_table:
            found.setdefault(move.sequence, (by_table[move.table], move.column))
    return found


_BANDS = {"bigint": 2**52, "integer": 2**30, "smallint": 2**14}
"""Where seed-owned numbers begin, by type (ids.py)."""


def _band_of(load: TableLoad, column: str) -> int | None:
    """From which number on a column's values are the seed's: its band, or that of its type where
    generated rows number the column from there."""
    if load.band is not None and load.band.column == column and not load.band.prefix:
        return load.band.low
    found = {c.column.name: c.column for c in load.generated.columns} if load.generated else {}
    limit = _BANDS.get(found[column].type) if column in found else None
    functions = load.generated.functions if load.generated else ()
    lows = [let.node.low for f in functions for let in f.lets if let.name == column]
    return limit if limit is not None and lows and min(lows) >= limit else None


def _behind(sequence: QualifiedName, load: TableLoad, column: str) -> Sql:
    name = dotted(sequence.schema, sequence.name)
    limit = _band_of(load, column)
    below = fill(" WHERE t.{c} < {low}", c=ident(column), low=number(limit)) if limit else raw("")
    return fill(
        'INSERT INTO pg_temp."seedc problem"\n'
        "SELECT {table}, {label} || q.last_value || {but} || m.reached\n"
        "FROM (SELECT max(t.{plain}) AS reached FROM {rows} AS t{below}) AS m\n"
        "CROSS JOIN {name} AS q\n"
        "JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = {text}::regclass AND p.seqincrement > 0\n"
        "WHERE CASE WHEN q.is_called THEN q.last_value < m.reached"
        " ELSE q.last_value <= m.reached END;",
        table=literal(str(load.table.name)),
        label=literal(f"sequence {sequence}: stands at "),
        but=literal(f", but {column} reaches "),
        plain=ident(column),
        rows=own_rows(load),
        below=below,
        name=name,
        text=regclass(sequence.schema, sequence.name),
    )
