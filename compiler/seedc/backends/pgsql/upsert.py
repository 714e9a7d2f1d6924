"""The statements that write one stage: anti-join inserts and upserts that skip unchanged rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seedc.backends.pgsql.match import (
    WIDE,
    cells,
    conflict_target,
    equal,
    matches,
    names,
    own_rows,
    relation,
    settable,
)
from seedc.backends.pgsql.rows import Source, pieces, values_cte, values_source
from seedc.backends.pgsql.staging import Staged
from seedc.ir.program import LoadColumn, Row, RowGroup, TableLoad
from seedc.quote import Sql, fill, ident, join, raw


@dataclass(frozen=True, slots=True)
class Write:
    """One INSERT and the CTEs (head and body) that must stand before it."""

    ctes: tuple[tuple[Sql, Sql], ...]
    insert: Sql


def staged_write(load: TableLoad, staged: Staged, tag: str) -> Write:
    """Writes the rows that wait in a temporary table. `tag` makes the names of CTEs unique."""
    return _write(load, staged.group, staged.source, tag)


def values_write(load: TableLoad, group: RowGroup, rows: Sequence[Row], tag: str) -> Write:
    """Writes rows that stand in the statement itself."""
    if _reads_twice(load, group):
        return _write(load, group, values_cte(load, group, rows, ident(f"{tag} rows")), tag)
    return _write(load, group, values_source(load, group, rows), tag)


def values_writes(load: TableLoad, group: RowGroup, tag: str) -> Iterator[Write]:
    """The same, in statements of a readable length."""
    for piece in pieces(group.rows):
        yield values_write(load, group, piece, tag)


def statement(writes: Sequence[tuple[str, Write]]) -> Sql:
    """All writes, each with a name, as one statement.

    PostgreSQL checks foreign keys when a statement ends, and what a data-modifying CTE does is part
    of its statement: so rows of one statement may refer to each other in any order.
    """
    ctes: list[tuple[Sql, Sql]] = []
    for name, write in writes[:-1]:
        ctes += write.ctes
        ctes.append((ident(name), fill("\n{insert}\n", insert=write.insert)))
    last = writes[-1][1]
    ctes += last.ctes
    if not ctes:
        return fill("{insert};", insert=last.insert)
    clauses = [fill("{head} AS ({body})", head=head, body=body) for head, body in ctes]
    return fill("WITH {ctes}\n{insert};", ctes=join(",\n", clauses), insert=last.insert)


def _reads_twice(load: TableLoad, group: RowGroup) -> bool:
    return not load.arbiter.upsert and _updates(load, group) != ()


def _updates(load: TableLoad, group: RowGroup) -> tuple[LoadColumn, ...]:
    """The columns to bring back to the seed's values; nothing under the policy `keep`."""
    return () if load.policy == "keep" else settable(load, group)


def _write(load: TableLoad, group: RowGroup, source: Source, tag: str) -> Write:
    changing = _updates(load, group)
    if load.arbiter.upsert:
        insert = fill(
            "{insert}\nON CONFLICT {target} DO {action}",
            insert=_insert(load, group, source, changing),
            target=conflict_target(load.arbiter),
            action=_action(changing),
        )
        return Write(ctes=(), insert=insert)
    ctes = [source.definition] if source.definition else []
    if changing:
        ctes.append((ident(f"{tag} changed"), _update(load, group, source, changing)))
    return Write(ctes=tuple(ctes), insert=_insert(load, group, source, ()))


def _insert(
    load: TableLoad, group: RowGroup, source: Source, unchanged: tuple[LoadColumn, ...]
) -> Sql:
    """Inserts what is not there; a row that is there with other values in `unchanged` counts as
    not there, and is left to ON CONFLICT."""
    always = any(c.identity == "always" for c in group.columns)
    there = matches(load.arbiter, group)
    if unchanged:
        there = fill("{there}\n      AND {equal}", there=there, equal=equal(unchanged))
    absent = fill(
        "NOT EXISTS (\n    SELECT FROM {table} AS t\n    WHERE {there})",
        table=own_rows(load),
        there=there,
    )
    return fill(
        "INSERT INTO {table} AS t ({names}){overriding}\n"
        "SELECT {cells}\nFROM {source}\nWHERE {which}",
        table=relation(load),
        names=names(group.columns),
        overriding=raw(" OVERRIDING SYSTEM VALUE") if always else raw(""),
        cells=cells(raw("s"), group.columns),
        source=source.relation,
        which=_conditions(source, absent),
    )


def _conditions(source: Source, *terms: Sql) -> Sql:
    return join("\n  AND ", [*([source.real] if source.real else []), *terms])


def _action(changing: tuple[LoadColumn, ...]) -> Sql:
    if not changing:
        return raw("NOTHING")
    sets = [fill("{name} = excluded.{name}", name=ident(c.name)) for c in changing]
    return fill("UPDATE\nSET {sets}", sets=_assignments(sets))


def _assignments(sets: list[Sql]) -> Sql:
    long = sum(len(part) for part in sets) > WIDE
    return join(",\n    ", sets) if long else join(", ", sets)


def _update(
    load: TableLoad, group: RowGroup, source: Source, changing: tuple[LoadColumn, ...]
) -> Sql:
    """The UPDATE that stands in for ON CONFLICT where no index can be its arbiter."""
    sets = [fill("{name} = s.{name}", name=ident(c.name)) for c in changing]
    return fill(
        "\nUPDATE {table} AS t\nSET {sets}\nFROM {source}\nWHERE {which}\n",
        table=own_rows(load),
        sets=_assignments(sets),
        source=source.relation,
        which=_conditions(source, matches(load.arbiter, group), equal(changing, negated=True)),
    )
