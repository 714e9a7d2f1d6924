"""RENAME and SET SCHEMA: every value that holds the old name gets the new one."""

from collections.abc import Mapping
from dataclasses import replace

from seedc.catalog import (
    Column,
    CompositeType,
    DomainType,
    ForeignKey,
    IndexElement,
    QualifiedName,
    RangeType,
    TypeRef,
    Unique,
)
from seedc.diagnostics import nearest_help
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_functions import find_function, move_functions
from seedc.frontend.ddl.apply_types import rename_domain_constraint
from seedc.frontend.ddl.grammar import rename_columns
from seedc.frontend.ddl.read_tables import renamed_partition_key
from seedc.frontend.ddl.specs import Name
from seedc.frontend.ddl.state import Index, Mistake, State, TableDraft, find_column

Names = Mapping[QualifiedName, QualifiedName]


def rename(state: State, operation: op.Rename) -> None:
    """ALTER … RENAME."""
    match operation.kind:
        case "schema":
            _rename_schema(state, operation)
        case "type":
            old = state.user_type(operation.of)
            move(state, {old: QualifiedName(old.schema, operation.new)})
        case "domain constraint":
            rename_domain_constraint(state, operation)
        case "function":
            _move_function(state, operation.of, name=operation.new)
        case "relation":
            found = _relation(state, operation.of, quiet=operation.if_exists)
            if found is not None:
                new = QualifiedName(found.schema, operation.new)
                state.free(new, operation.origin)
                _move_relation(state, found, new)
        case _:
            _rename_part(state, operation)


def set_schema(state: State, operation: op.SetSchema) -> None:
    """ALTER … SET SCHEMA."""
    if operation.kind == "extension":
        state.extensions[operation.of.name] = operation.schema
        return
    state.require_schema(operation.schema, operation.origin)
    if operation.kind == "function":
        _move_function(state, operation.of, schema=operation.schema)
        return
    if operation.kind == "type":
        old = state.user_type(operation.of)
        move(state, {old: QualifiedName(operation.schema, old.name)})
        return
    found = _relation(state, operation.of, quiet=operation.if_exists)
    if found is not None:
        _move_relation(state, found, QualifiedName(operation.schema, found.name))


def _relation(state: State, name: Name, *, quiet: bool) -> QualifiedName | None:
    """The relation of whatever kind that has the name."""
    for candidate in state.candidates(name):
        if state.relation_taken(candidate):
            return candidate
    if not quiet:
        state.table(name)  # raises
    return None


def _move_function(state: State, of: Name, *, schema: str = "", name: str = "") -> None:
    """Rename or move a function; one that the script did not make has no trigger's interest."""
    old = find_function(state, of)
    if old is not None:
        move_functions(state, {old: QualifiedName(schema or old.schema, name or old.name)})


def _rename_schema(state: State, operation: op.Rename) -> None:
    old, new = operation.of.name, operation.new
    state.require_schema(old, operation.origin)
    if new in state.schemas:
        raise Mistake("SD408", operation.origin, f'schema "{new}" exists already')
    state.schemas = {(new if schema == old else schema): None for schema in state.schemas}
    known = (*state.tables, *state.types, *state.sequences, *state.views, *state.indexes)
    move(state, {n: QualifiedName(new, n.name) for n in known if n.schema == old})
    functions = [n for n in state.functions if n.schema == old]
    move_functions(state, {n: QualifiedName(new, n.name) for n in functions})
    state.extensions = {e: new if s == old else s for e, s in state.extensions.items()}


def _move_relation(state: State, old: QualifiedName, new: QualifiedName) -> None:
    """Rename one relation; a table that moves to another schema takes its own things along."""
    if old in state.indexes:
        table = state.tables[state.indexes[old]]
        if old.name in table.indexes:
            rename_index(state, table, old.name, new.name)
        elif old.name in table.exclusions:
            _rename_constraint(state, table, old.name, new.name)
        return
    names = {old: new}
    if old in state.tables and old.schema != new.schema:
        for sequence in state.sequences.values():
            if sequence.owned_by is not None and sequence.owned_by[0] == old:
                names[sequence.name] = QualifiedName(new.schema, sequence.name.name)
        for index, owner in state.indexes.items():
            if owner == old:
                names[index] = QualifiedName(new.schema, index.name)
    move(state, names)


def move(state: State, names: Names) -> None:
    """Give objects new qualified names wherever the state holds them."""

    def new(name: QualifiedName) -> QualifiedName:
        return names.get(name, name)

    def use(ref: TypeRef) -> TypeRef:
        return replace(ref, name=new(ref.name)) if ref.name in names else ref

    for table in state.tables.values():
        _move_table(table, names)
        for position, column in enumerate(table.columns):
            sequence = new(column.sequence) if column.sequence is not None else None
            moved = replace(column, type=use(column.type), sequence=sequence)
            table.columns[position] = moved
    state.tables = {table.name: table for table in state.tables.values()}
    state.views = {new(name): kind for name, kind in state.views.items()}
    state.indexes = {new(name): new(table) for name, table in state.indexes.items()}
    for known in tuple(state.sequences.values()):
        owner = known.owned_by
        owned_by = (new(owner[0]), owner[1]) if owner is not None else None
        state.sequences[known.name] = replace(known, name=new(known.name), owned_by=owned_by)
    state.sequences = {s.name: s for s in state.sequences.values()}
    moved_types = {}
    for name, found in state.types.items():
        if isinstance(found, DomainType):
            found = replace(found, base=use(found.base))  # noqa: PLW2901 — the same type, moved
        elif isinstance(found, CompositeType):
            attributes = tuple((label, use(ref)) for label, ref in found.attributes)
            found = replace(found, attributes=attributes)  # noqa: PLW2901 — the same
        elif isinstance(found, RangeType):
            found = replace(  # noqa: PLW2901 — the same
                found, subtype=use(found.subtype), multirange=new(found.multirange)
            )
        moved_types[new(name)] = replace(found, name=new(name)) if found is not None else None
    state.types = moved_types


def _move_table(table: TableDraft, names: Names) -> None:
    table.name = names.get(table.name, table.name)
    if table.partition_of is not None:
        table.partition_of = names.get(table.partition_of, table.partition_of)
    table.inherits = [names.get(parent, parent) for parent in table.inherits]
    if table.of_type is not None:
        table.of_type = names.get(table.of_type, table.of_type)
    for key in table.foreign_keys.values():
        table.foreign_keys[key.name] = replace(key, table=names.get(key.table, key.table))


def _rename_part(state: State, operation: op.Rename) -> None:
    """A column, constraint or trigger of a table."""
    if any(candidate in state.views for candidate in state.candidates(operation.of)):
        return
    table = state.find_table(operation.of)
    if table is None:
        if operation.if_exists:
            return
        state.table(operation.of)  # raises
        return
    if operation.kind == "column":
        rename_column(state, table, operation)
    elif operation.kind == "trigger":
        _rename_trigger(table, operation)
    else:
        if not table.has_constraint(operation.part):
            column = table.not_null_column(operation.part)
            if column is None:
                raise _unknown_constraint(table, operation)
            table.not_nulls.pop(operation.part, None)
            table.not_nulls[operation.new] = column
            return
        _rename_constraint(state, table, operation.part, operation.new)
        for child in state.children(table.name):
            if operation.part in child.checks:
                _rename_constraint(state, child, operation.part, operation.new)


def _unknown_constraint(table: TableDraft, operation: op.Rename) -> Mistake:
    known = [*table.indexes, *table.checks, *table.foreign_keys, *table.exclusions]
    return Mistake(
        "SD409",
        operation.origin,
        f'table "{table.name}" has no constraint "{operation.part}"',
        help=nearest_help("constraint", operation.part, known),
    )


def _rename_trigger(table: TableDraft, operation: op.Rename) -> None:
    trigger = table.triggers.pop(operation.part, None)
    if trigger is None:
        raise Mistake(
            "SD409",
            operation.origin,
            f'table "{table.name}" has no trigger "{operation.part}"',
            help=nearest_help("trigger", operation.part, table.triggers),
        )
    table.triggers[operation.new] = replace(trigger, name=operation.new)


def _relink(state: State, table: TableDraft, old: str, new: str) -> None:
    """Keep the tie between a partition's index or foreign key and its parent's."""
    for child, own in state.clones(table.name, old):
        child.from_parent[own] = new
    if old in table.from_parent:
        table.from_parent[new] = table.from_parent.pop(old)


def rename_index(state: State, table: TableDraft, old: str, new: str) -> None:
    """An index, and the constraint it makes, which shares its name."""
    index = table.indexes[old]
    _relink(state, table, old, new)
    state.drop_index(table, old)
    unique = replace(index.unique, name=new) if index.unique is not None else None
    state.add_index(table, new, replace(index, unique=unique))


def _rename_constraint(state: State, table: TableDraft, old: str, new: str) -> None:
    if old in table.indexes:
        rename_index(state, table, old, new)
        return
    schema = table.name.schema
    state.constraint_names[QualifiedName(schema, old)] -= 1
    state.constraint_names[QualifiedName(schema, new)] += 1
    _relink(state, table, old, new)
    if old in table.checks:
        table.checks[new] = replace(table.checks.pop(old), name=new)
        if old in table.local_checks:
            table.local_checks.remove(old)
            table.local_checks.add(new)
    if old in table.foreign_keys:
        table.foreign_keys[new] = replace(table.foreign_keys.pop(old), name=new)
    if old in table.exclusions:
        table.exclusions[new] = replace(table.exclusions.pop(old), name=new)
        state.indexes.pop(QualifiedName(schema, old), None)
        state.indexes[QualifiedName(schema, new)] = table.name


def rename_column(state: State, table: TableDraft, operation: op.Rename) -> None:
    """A column, in the table's own values, in foreign keys that refer to it, and below it."""
    old, new = operation.part, operation.new
    find_column(table, old, operation.origin)
    if table.position(new) is not None:
        raise Mistake(
            "SD412", operation.origin, f'table "{table.name}" has a column "{new}" already'
        )
    _rename_inside(table, {old: new})
    for other in state.tables.values():
        for key in other.foreign_keys.values():
            other.foreign_keys[key.name] = _renamed_key(
                key,
                {old: new} if other is table else {},
                {old: new} if key.table == table.name else {},
            )
    for sequence in tuple(state.sequences.values()):
        if sequence.owned_by == (table.name, old):
            state.sequences[sequence.name] = replace(sequence, owned_by=(table.name, new))
    for child in state.children(table.name):
        if child.position(old) is not None:
            rename_column(state, child, operation)


def _renamed_key(key: ForeignKey, own: Mapping[str, str], far: Mapping[str, str]) -> ForeignKey:
    return replace(
        key,
        columns=tuple(own.get(c, c) for c in key.columns),
        references=tuple(far.get(c, c) for c in key.references),
    )


def _rename_inside(table: TableDraft, names: dict[str, str]) -> None:
    table.columns = [_renamed_column(column, names) for column in table.columns]
    table.inherited = {names.get(name, name) for name in table.inherited}
    table.not_nulls = {name: names.get(c, c) for name, c in table.not_nulls.items()}
    for name, index in table.indexes.items():
        unique = _renamed_unique(index.unique, names) if index.unique is not None else None
        labels = tuple(names.get(label, label) for label in index.labels)
        table.indexes[name] = Index(labels, unique)
    for name, check in table.checks.items():
        expression = rename_columns(check.expression, names)
        table.checks[name] = replace(check, expression=expression)
    if table.partition_key is not None:
        table.partition_key = renamed_partition_key(table.partition_key, names)
    for name, exclusion in table.exclusions.items():
        elements = tuple((_renamed_element(e, names), o) for e, o in exclusion.elements)
        predicate = exclusion.predicate
        if predicate is not None:
            predicate = rename_columns(predicate, names)
        table.exclusions[name] = replace(exclusion, elements=elements, predicate=predicate)


def _renamed_column(column: Column, names: dict[str, str]) -> Column:
    column = replace(column, name=names.get(column.name, column.name))
    if column.generation is None:
        return column
    return replace(column, generation=rename_columns(column.generation, names))


def _renamed_unique(unique: Unique, names: dict[str, str]) -> Unique:
    predicate = unique.predicate
    if predicate is not None:
        predicate = rename_columns(predicate, names)
    elements = tuple(_renamed_element(element, names) for element in unique.elements)
    return replace(unique, elements=elements, predicate=predicate)


def _renamed_element(element: IndexElement, names: dict[str, str]) -> IndexElement:
    if element.column is not None:
        return IndexElement(column=names.get(element.column, element.column))
    assert element.expression is not None
    return IndexElement(expression=rename_columns(element.expression, names))
