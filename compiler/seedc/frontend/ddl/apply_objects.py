"""Schemas, extensions, sequences, triggers, comments and DROP."""

from dataclasses import replace

from seedc.catalog import QualifiedName, RangeType, Sequence, Trigger
from seedc.diagnostics import nearest_help
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_alter import depends, drop_column, drop_constraint
from seedc.frontend.ddl.apply_columns import with_options
from seedc.frontend.ddl.apply_functions import drop_function, find_function, remove_function
from seedc.frontend.ddl.apply_types import with_comment
from seedc.frontend.ddl.specs import Name, SequenceOptions
from seedc.frontend.ddl.state import Mistake, State, TableDraft, find_column


def set_search_path(state: State, operation: op.SetSearchPath) -> None:
    """SET search_path; `"$user"` names a schema that a seed schema does not have."""
    path = ("public",) if operation.path is None else operation.path
    state.search_path = tuple(s for s in path if s not in {"$user", "pg_catalog"})


def create_schema(state: State, operation: op.CreateSchema) -> None:
    """CREATE SCHEMA. `public` is there from the start; dumps create it all the same."""
    known = operation.name in state.schemas
    if known and not operation.if_not_exists and operation.name != "public":
        raise Mistake("SD408", operation.origin, f'schema "{operation.name}" exists already')
    state.schemas[operation.name] = None


def create_extension(state: State, operation: op.CreateExtension) -> None:
    """CREATE EXTENSION: recorded with the schema its types are in."""
    first = next((s for s in state.search_path if s in state.schemas), "public")
    if operation.name == "plpgsql":
        first = "pg_catalog"
    state.extensions.setdefault(operation.name, operation.schema or first)


def create_relation(state: State, operation: op.CreateRelation) -> None:
    """A view: only its name matters."""
    state.views[state.place(operation.name)] = operation.kind


def create_function(state: State, operation: op.CreateFunction) -> None:
    """A function: triggers name it."""
    name = operation.name
    schema = name.schema or next(iter(state.search_path), "public")
    state.functions[QualifiedName(schema, name.name)] = None


def create_sequence(state: State, operation: op.CreateSequence) -> None:
    """CREATE SEQUENCE."""
    name = state.place(operation.name)
    if operation.if_not_exists and state.relation_taken(name):
        return
    state.free(name, operation.origin)
    sequence = Sequence(name=name, origin=operation.origin)
    sequence = with_options(sequence, operation.options, fresh=True)
    state.sequences[name] = _owned(state, sequence, operation.options)


def alter_sequence(state: State, operation: op.AlterSequence) -> None:
    """ALTER SEQUENCE."""
    name = state.find_sequence(operation.name)
    if name is None:
        if operation.if_exists:
            return
        raise Mistake(
            "SD405",
            operation.name.origin,
            f'there is no sequence "{operation.name}"',
            missing=operation.name.name,
            help=nearest_help("sequence", operation.name.name, [s.name for s in state.sequences]),
        )
    sequence = with_options(state.sequences[name], operation.options, fresh=False)
    state.sequences[name] = _owned(state, sequence, operation.options)


def _owned(state: State, sequence: Sequence, options: SequenceOptions) -> Sequence:
    if options.owned_by is None:
        return sequence
    if options.owned_by == "none":
        return replace(sequence, owned_by=None)
    owner, column = options.owned_by
    table = state.table(owner)
    find_column(table, column, owner.origin)
    return replace(sequence, owned_by=(table.name, column))


def create_trigger(state: State, operation: op.CreateTrigger) -> None:
    """CREATE TRIGGER; a row trigger of a partitioned table is its partitions' too."""
    if any(candidate in state.views for candidate in state.candidates(operation.table)):
        return
    table = state.table(operation.table)
    if operation.name in table.triggers and not operation.replace:
        raise Mistake(
            "SD408",
            operation.origin,
            f'table "{table.name}" has a trigger "{operation.name}" already',
        )
    trigger = Trigger(
        name=operation.name,
        timing=operation.timing,
        events=operation.events,
        row=operation.row,
        function=str(_function(state, operation.function)),
        origin=operation.origin,
    )
    _put_trigger(state, table, trigger)


def _put_trigger(state: State, table: TableDraft, trigger: Trigger) -> None:
    table.triggers[trigger.name] = trigger
    if trigger.row:
        for child in state.children(table.name):
            if child.partition_of == table.name:
                _put_trigger(state, child, trigger)


def _function(state: State, name: Name) -> QualifiedName:
    """The function a trigger calls; one that the script does not create is PostgreSQL's own."""
    return find_function(state, name) or QualifiedName(name.schema or "pg_catalog", name.name)


def drop_trigger(state: State, operation: op.DropTrigger) -> None:
    """DROP TRIGGER."""
    table = state.find_table(operation.table)
    if table is None or operation.name not in table.triggers:
        if not operation.if_exists and table is not None:
            _warn_missing(state, operation, f'trigger "{operation.name}"')
        return
    for draft in [table, *state.children(table.name)]:
        draft.triggers.pop(operation.name, None)


def comment(state: State, operation: op.Comment) -> None:
    """COMMENT ON."""
    views = any(candidate in state.views for candidate in state.candidates(operation.of))
    if operation.kind == "type":
        name = state.user_type(operation.of)
        found = state.types[name]
        if found is not None:
            state.types[name] = with_comment(found, operation.text)
    elif operation.kind == "index":
        _comment_on_index(state, operation)
    elif not views and not _on_composite(state, operation):
        _comment_on_table(state, state.table(operation.of), operation)


def _on_composite(state: State, operation: op.Comment) -> bool:
    """Whether it describes an attribute of a composite type, which the Catalog does not keep."""
    return operation.kind == "column" and any(
        candidate in state.types for candidate in state.candidates(operation.of)
    )


def _comment_on_table(state: State, table: TableDraft, operation: op.Comment) -> None:
    if operation.kind == "table":
        table.comment = operation.text
    elif operation.kind == "column":
        position = find_column(table, operation.part, operation.origin)
        table.columns[position] = replace(table.columns[position], comment=operation.text)
    else:
        _describe_index(table, operation.part, operation.text, constraint=True)


def _comment_on_index(state: State, operation: op.Comment) -> None:
    for candidate in state.candidates(operation.of):
        if candidate in state.indexes:
            table = state.tables[state.indexes[candidate]]
            _describe_index(table, candidate.name, operation.text, constraint=False)
            return


def _describe_index(table: TableDraft, name: str, text: str | None, *, constraint: bool) -> None:
    index = table.indexes.get(name)
    if index is None or index.unique is None:
        return
    if (index.unique.kind != "index") == constraint:
        table.indexes[name] = replace(index, unique=replace(index.unique, comment=text))


def drop(state: State, operation: op.Drop) -> None:
    """DROP of named objects; what is not there is a warning, because psql goes on."""
    for name in operation.names:
        _DROPS[operation.kind](state, operation, name)


def _warn_missing(state: State, operation: op.Operation, what: str) -> None:
    if "SD405" in state.quiet:
        return
    state.sink.report(
        "SD405",
        operation.origin,
        f"there is no {what} to drop",
        help="add IF EXISTS where that is meant",
        severity="warning",
    )


def _missing(state: State, operation: op.Drop, name: Name) -> None:
    if not operation.if_exists and name.name not in state.unreadable:
        _warn_missing(state, operation, f'{operation.kind} "{name}"')


def _drop_table(state: State, operation: op.Drop, name: Name) -> None:
    table = state.find_table(name)
    if table is None:
        _missing(state, operation, name)
        return
    dropped = {t.name for t in map(state.find_table, operation.names) if t is not None}
    remove_table(state, operation, table, together=dropped)


def remove_table(
    state: State, operation: op.Drop, table: TableDraft, together: set[QualifiedName]
) -> None:
    """Take a table away with its partitions, indexes and sequences."""
    _release_table(state, operation, table, together)
    for index in tuple(table.indexes):
        state.drop_index(table, index)
    for constraint in (*table.checks, *table.foreign_keys, *table.exclusions):
        drop_constraint(state, table, constraint)
    for sequence in tuple(state.sequences.values()):
        if sequence.owned_by is not None and sequence.owned_by[0] == table.name:
            del state.sequences[sequence.name]
    del state.tables[table.name]


def _release_table(
    state: State, operation: op.Drop, table: TableDraft, together: set[QualifiedName]
) -> None:
    """Partitions go with their table; heirs and foreign keys of other tables go, or forbid it."""
    for child in state.children(table.name):
        if child.partition_of == table.name or operation.cascade:
            remove_table(state, operation, child, together | {table.name})
        elif child.name not in together:
            raise depends(operation, f'table "{table.name}"', f'"{child.name}"', "INHERITS")
    for other in tuple(state.tables.values()):
        for key in tuple(other.foreign_keys.values()):
            if key.table != table.name or other is table:
                continue
            if not operation.cascade and other.name not in together:
                what = f'table "{table.name}"'
                raise depends(operation, what, f'"{other.name}"', key.name)
            drop_constraint(state, other, key.name)


def _drop_view(state: State, operation: op.Drop, name: Name) -> None:
    found = next((c for c in state.candidates(name) if c in state.views), None)
    if found is None:
        _missing(state, operation, name)
    else:
        del state.views[found]


def _drop_index(state: State, operation: op.Drop, name: Name) -> None:
    found = next((c for c in state.candidates(name) if c in state.indexes), None)
    if found is None:
        # Indexes of materialized views are not kept, so a missing one proves nothing.
        return
    table = state.tables[state.indexes[found]]
    index = table.indexes.get(found.name)
    if index is None or (index.unique is not None and index.unique.kind != "index"):
        raise depends(operation, f'index "{found}"', f'"{table.name}"', found.name)
    drop_constraint(state, table, found.name)


def _drop_sequence(state: State, operation: op.Drop, name: Name) -> None:
    found = state.find_sequence(name)
    if found is None:
        _missing(state, operation, name)
        return
    for table in state.tables.values():
        for position, column in enumerate(table.columns):
            if column.sequence == found:
                if not operation.cascade:
                    what = f'sequence "{found}"'
                    raise depends(operation, what, f'"{table.name}"', column.name)
                table.columns[position] = replace(column, sequence=None)
    del state.sequences[found]


def _drop_type(state: State, operation: op.Drop, name: Name) -> None:
    found = next((c for c in state.candidates(name) if c in state.types), None)
    if found is None:
        _missing(state, operation, name)
        return
    remove_type(state, operation, found)


def remove_type(state: State, operation: op.Drop, name: QualifiedName) -> None:
    """Take a type away; columns and tables of that type go with CASCADE or forbid it."""
    for table in tuple(state.tables.values()):
        if table.of_type == name:
            if not operation.cascade:
                raise depends(operation, f'type "{name}"', "the schema", str(table.name))
            remove_table(state, operation, table, together=set())
            continue
        for column in tuple(table.columns):
            if column.type.name != name or table.position(column.name) is None:
                continue
            if not operation.cascade:
                raise depends(operation, f'type "{name}"', f'"{table.name}"', column.name)
            action = op.DropColumn(operation.origin, column.name, False, True)
            drop_column(state, table, column.name, action, cascade=True)
    found = state.types.pop(name)
    if isinstance(found, RangeType):
        state.types.pop(found.multirange, None)


def _drop_schema(state: State, operation: op.Drop, name: Name) -> None:
    if name.name not in state.schemas:
        _missing(state, operation, name)
        return
    inside = [t for t in state.tables.values() if t.name.schema == name.name]
    types = [t for t in state.types if t.schema == name.name]
    if (inside or types) and not operation.cascade:
        first = inside[0].name if inside else types[0]
        raise depends(operation, f'schema "{name.name}"', "it", str(first))
    for table in inside:
        if table.name in state.tables:
            remove_table(state, operation, table, together={t.name for t in inside})
    for found in types:
        if found in state.types:
            remove_type(state, operation, found)
    for function in [f for f in state.functions if f.schema == name.name]:
        remove_function(state, operation, function)
    for group in (state.sequences, state.views):
        for key in [k for k in group if k.schema == name.name]:
            del group[key]
    del state.schemas[name.name]


def _drop_extension(state: State, operation: op.Drop, name: Name) -> None:
    if state.extensions.pop(name.name, None) is None:
        _missing(state, operation, name)


_DROPS = {
    "table": _drop_table,
    "view": _drop_view,
    "index": _drop_index,
    "sequence": _drop_sequence,
    "type": _drop_type,
    "schema": _drop_schema,
    "extension": _drop_extension,
    "function": drop_function,
}
