"""Ranks for `seedc fmt`: where each list of a seed file belongs (parents, children, joins)."""

from seedc.catalog import QualifiedName, Table
from seedc.frontend.seed.document import EntityList, SeedDoc
from seedc.passes.names import TableNames
from seedc.passes.order import ordered


def list_ranks(doc: SeedDoc, names: TableNames) -> dict[str, int]:
    """A rank for the name of every top-level list whose table is known.

    A list comes after the lists that hold what its entities, and those nested in them, refer to.
    Among lists that could come next, one that is no join comes before one that is, and otherwise
    the file's own order stays.
    """
    own = {entities.name: _tables(entities, names) for entities in doc.lists}
    known = {name: tables for name, tables in own.items() if tables}
    joins = {name for name, tables in known.items() if all(_is_join(t) for t in tables)}
    in_turn = sorted(known, key=lambda name: name in joins)
    homes: dict[QualifiedName, str] = {}
    for name in in_turn:
        for table in known[name]:
            homes.setdefault(table.name, name)
    edges = {
        name: tuple(
            homes[key.table]
            for table in known[name]
            for key in table.foreign_keys
            if key.table in homes and homes[key.table] != name
        )
        for name in in_turn
    }
    names_in_order = [name for group in ordered(edges) for name in group]
    return {name: rank for rank, name in enumerate(names_in_order)}


def child_ranks(doc: SeedDoc, names: TableNames) -> dict[str, int]:
    """Ranks for the names of lists at any depth: those of top-level lists, then the nested ones in
    the order their tables depend on each other."""
    nested: dict[str, tuple[Table, ...]] = {}
    lists = list(doc.lists)
    while lists:
        entities = lists.pop(0)
        nested.setdefault(entities.name, _own_table(entities, names))
        for entity in entities.entities:
            lists.extend(entity.children)
    homes = {table.name: name for name, tables in nested.items() for table in tables}
    edges = {
        name: tuple(
            homes[key.table]
            for table in tables
            for key in table.foreign_keys
            if key.table in homes and homes[key.table] != name
        )
        for name, tables in nested.items()
    }
    return {name: rank for rank, name in enumerate(n for group in ordered(edges) for n in group)}


def _own_table(entities: EntityList, names: TableNames) -> tuple[Table, ...]:
    hits = names.find(entities.name)
    return hits if len(hits) == 1 else ()


def _tables(entities: EntityList, names: TableNames) -> tuple[Table, ...]:
    """The table of a list and those of the lists nested in it, each once."""
    found = {table.name: table for table in _own_table(entities, names)}
    for entity in entities.entities:
        for children in entity.children:
            found.update((table.name, table) for table in _tables(children, names))
    return tuple(found.values())


def _is_join(table: Table) -> bool:
    """A table whose columns, but for a surrogate key, are mostly references: two foreign keys or
    more, all required, and a unique key over columns of theirs."""
    linked = {name for key in table.foreign_keys for name in key.columns}
    return len(table.foreign_keys) >= 2 and any(
        unique.columns is not None and set(unique.columns) <= linked and len(unique.columns) > 1
        for unique in table.uniques
    )
