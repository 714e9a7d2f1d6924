"""Required cycles: foreign keys that cannot be NULL and lead round to where they began."""

import itertools
from collections.abc import Iterable

from seedc.catalog import ForeignKey, QualifiedName, Table
from seedc.diagnostics import Note, Sink
from seedc.origin import Origin
from seedc.passes.order import components
from seedc.passes.seedplan import SeedPlan


def check_cycles(plan: SeedPlan, sink: Sink) -> None:
    """Report SD217 for each cycle of required foreign keys among the seeded tables, unless the
    settings allow it by the name of one of its tables."""
    tables = {name: plan.tables[name].table for name in sorted(plan.tables)}
    edges = {name: _required(table, tables) for name, table in tables.items()}
    allowed = {table.name for name in plan.settings.allow_cycles for table in plan.names.find(name)}
    for group in components(edges):
        cycle = _cycle(group, edges)
        if cycle is not None and not allowed & set(group):
            _report(cycle, tables, plan, sink)


def _required(table: Table, tables: Iterable[QualifiedName]) -> dict[QualifiedName, ForeignKey]:
    """The tables that every row needs first. A foreign key is not required where one of its columns
    may be NULL (MATCH SIMPLE then checks nothing)."""
    found: dict[QualifiedName, ForeignKey] = {}
    for key in table.foreign_keys:
        columns = [table.column(name) for name in key.columns]
        if key.table in tables and all(c is not None and c.not_null for c in columns):
            found.setdefault(key.table, key)
    return dict(sorted(found.items()))


def _cycle(
    group: tuple[QualifiedName, ...], edges: dict[QualifiedName, dict[QualifiedName, ForeignKey]]
) -> tuple[QualifiedName, ...] | None:
    """A shortest cycle through the group's first table, None where there is no cycle."""
    start = group[0]
    paths: list[tuple[QualifiedName, ...]] = [(start,)]
    seen = set()
    while paths:
        path = paths.pop(0)
        for successor in edges[path[-1]]:
            if successor == start:
                return (*path, start)
            if successor in group and successor not in seen:
                seen.add(successor)
                paths.append((*path, successor))
    return None


def _report(
    cycle: tuple[QualifiedName, ...],
    tables: dict[QualifiedName, Table],
    plan: SeedPlan,
    sink: Sink,
) -> None:
    notes = []
    for own, other in itertools.pairwise(cycle):
        key = _required(tables[own], tables)[other]
        notes.append(Note(f"{own} ({', '.join(key.columns)}) references {other}", key.origin))
    sink.report(
        "SD217",
        tables[cycle[0]].origin or Origin("."),
        f"required foreign keys form a cycle: {' → '.join(map(str, cycle))}",
        *notes,
        help="make one of the columns nullable, or name a table of it in allow_cycles",
    )
