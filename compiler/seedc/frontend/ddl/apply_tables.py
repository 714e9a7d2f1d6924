"""CREATE TABLE: columns, what is copied or inherited, then constraints in PostgreSQL's order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from seedc.catalog import Column, CompositeType, QualifiedName
from seedc.diagnostics import Note
from seedc.frontend.ddl.apply_columns import make_column, own_sequence, with_default
from seedc.frontend.ddl.apply_constraints import (
    add_constraint,
    choose_index,
    clone_foreign_key,
    clone_index,
    put_check,
    put_index,
)
from seedc.frontend.ddl.operations import CreateTable
from seedc.frontend.ddl.specs import ColumnSpec, ConstraintSpec, Like, Name, SequenceOptions
from seedc.frontend.ddl.state import Index, Mistake, State, TableDraft, find_column
from seedc.origin import Origin


def create_table(state: State, operation: CreateTable) -> None:
    """Make the table. Mistakes in its parts are reported one by one; the table stands."""
    name = state.place(operation.name)
    if operation.if_not_exists and state.relation_taken(name):
        return
    state.free(name, operation.origin)
    table = TableDraft(
        name=name,
        kind="foreign" if operation.foreign else _kind(operation),
        origin=operation.origin,
        partition_key=operation.partition_key,
        partition_bound=operation.bound,
    )
    parents = [p for p in (_parent(state, n) for n in _parents(operation)) if p is not None]
    for parent in parents:
        inherit_columns(table, parent, partition=operation.partition_of is not None)
    if operation.of_type is not None:
        _columns_of_type(state, table, operation.of_type)
    constraints = list(_add_columns(state, table, operation))
    state.tables[name] = table
    _attach_to_parents(state, table, parents, partition=operation.partition_of is not None)
    for spec in _in_order(constraints):
        _attempt_constraint(state, table, spec)
    for element in operation.elements:
        if isinstance(element, Like):
            _copy_from_like(state, table, element)


def _kind(operation: CreateTable) -> Literal["table", "partitioned", "partition"]:
    if operation.partition_key is not None:
        return "partitioned"
    return "partition" if operation.partition_of is not None else "table"


def _parents(operation: CreateTable) -> tuple[Name, ...]:
    return operation.inherits if operation.partition_of is None else (operation.partition_of,)


def _parent(state: State, name: Name) -> TableDraft | None:
    """A parent table, or None where there is none of that name (reported)."""
    try:
        return state.table(name)
    except Mistake as mistake:
        state.report(mistake)
        return None


def inherit_columns(table: TableDraft, parent: TableDraft, *, partition: bool) -> None:
    """The parent's columns, merged with those that are there.

    A partition shares its parent's identity (PostgreSQL 17 and later); an heir's column is plain.
    """
    for column in parent.columns:
        position = table.position(column.name)
        if position is not None:
            have = table.columns[position]
            not_null = have.not_null or column.not_null
            table.columns[position] = replace(have, not_null=not_null)
            continue
        copy = replace(column, comment=None, origin=table.origin)
        if column.identity and not partition:
            copy = replace(copy, identity="", sequence=None)
        table.columns.append(copy)
        table.inherited.add(column.name)


def _columns_of_type(state: State, table: TableDraft, name: Name) -> None:
    found = state.types.get(state.user_type(name))
    if not isinstance(found, CompositeType):
        raise Mistake("SD407", name.origin, f'"{name}" is no composite type')
    table.of_type = found.name
    table.columns.extend(
        Column(name=attribute, type=ref, origin=table.origin) for attribute, ref in found.attributes
    )


def _add_columns(
    state: State, table: TableDraft, operation: CreateTable
) -> Iterator[ConstraintSpec]:
    """Add the columns in the order written; the constraints, of columns and table, in theirs."""
    written: set[str] = set()
    table_level: list[ConstraintSpec] = []
    for element in operation.elements:
        if isinstance(element, ConstraintSpec):
            table_level.append(element)
        elif isinstance(element, Like):
            _columns_of_like(state, table, element)
        else:
            if element.name in written:
                state.report(_twice(table, element))
                continue
            written.add(element.name)
            put_column(state, table, element)
            yield from element.constraints
    yield from table_level


def _twice(table: TableDraft, spec: ColumnSpec) -> Mistake:
    return Mistake("SD412", spec.origin, f'table "{table.name}" has two columns "{spec.name}"')


def put_column(state: State, table: TableDraft, spec: ColumnSpec) -> None:
    """Add a column, or what is written at one that a parent or type brings."""
    position = table.position(spec.name)
    if spec.type is None:
        if position is None:
            find_column(table, spec.name, spec.origin)
            return
        have = table.columns[position]
        not_null = have.not_null or spec.not_null
        have = replace(have, not_null=not_null, origin=spec.origin)
        if spec.default is not None:
            have = with_default(state, have, spec.default)
        table.columns[position] = have
        return
    column = make_column(state, table.name, spec)
    if position is None:
        table.columns.append(column)
        return
    have = table.columns[position]
    table.inherited.discard(spec.name)
    column = replace(column, not_null=column.not_null or have.not_null)
    if spec.default is None and column.sequence is None and not spec.generated:
        column = replace(
            column,
            default=have.default,
            sequence=have.sequence,
            generated=have.generated,
            generation=have.generation,
        )
    table.columns[position] = column


def _attach_to_parents(
    state: State, table: TableDraft, parents: list[TableDraft], *, partition: bool
) -> None:
    for parent in parents:
        if partition:
            attach(state, parent, table, table.partition_bound or "", table.origin)
        else:
            inherit(state, parent, table, table.origin)


def _require_columns(parent: TableDraft, child: TableDraft, origin: Origin) -> None:
    for column in parent.columns:
        if child.position(column.name) is None:
            raise Mistake(
                "SD406",
                origin,
                f'table "{child.name}" lacks the column "{column.name}" of "{parent.name}"',
                Note("the column is here", column.origin),
            )


def inherit(state: State, parent: TableDraft, child: TableDraft, origin: Origin) -> None:
    """Make a table the heir of another: CHECK constraints and NOT NULL come with it."""
    _require_columns(parent, child, origin)
    child.inherits.append(parent.name)
    for check in parent.checks.values():
        if not check.no_inherit and check.name not in child.checks:
            put_check(state, child, check, local=False)
    _share_not_null(parent, child)


def _share_not_null(parent: TableDraft, child: TableDraft) -> None:
    for column in parent.columns:
        position = child.position(column.name)
        if position is not None and column.not_null:
            child.columns[position] = replace(child.columns[position], not_null=True)


def attach(state: State, parent: TableDraft, child: TableDraft, bound: str, origin: Origin) -> None:
    """Make a table a partition: indexes, foreign keys, checks and row triggers come with it."""
    if parent.kind != "partitioned":
        raise Mistake(
            "SD416",
            origin,
            f'table "{parent.name}" is not partitioned',
            Note(f'"{parent.name}" is created here', parent.origin),
            help="declare it with PARTITION BY",
        )
    _require_columns(parent, child, origin)
    child.partition_of, child.partition_bound = parent.name, bound
    if child.kind == "table":
        child.kind = "partition"
    for check in parent.checks.values():
        child.local_checks.discard(check.name)
        if check.name not in child.checks:
            put_check(state, child, check, local=False)
    child.inherited.update(column.name for column in parent.columns)
    _share_not_null(parent, child)
    _share_identity(parent, child)
    for name, index in tuple(parent.indexes.items()):
        clone_index(state, child, name, index)
    for trigger in parent.triggers.values():
        if trigger.row:
            child.triggers.setdefault(trigger.name, replace(trigger, origin=trigger.origin))
    for key in tuple(parent.foreign_keys.values()):
        clone_foreign_key(state, child, key)


def _share_identity(parent: TableDraft, child: TableDraft) -> None:
    for column in parent.columns:
        position = child.position(column.name)
        if position is not None and column.identity:
            child.columns[position] = replace(
                child.columns[position], identity=column.identity, sequence=column.sequence
            )


_ORDER = {"not null": 0, "check": 1, "primary": 2, "unique": 3, "exclude": 3, "foreign": 4}


def _in_order(specs: list[ConstraintSpec]) -> list[ConstraintSpec]:
    """PostgreSQL's order, which decides names: checks, the primary key, other keys, foreign keys.

    A key written twice is one (transformIndexConstraints); it takes the first name given.
    """
    result: list[ConstraintSpec] = []
    for spec in sorted(specs, key=lambda spec: _ORDER[spec.kind]):
        twin = next((i for i, other in enumerate(result) if _same_key(other, spec)), None)
        if twin is None:
            result.append(spec)
        elif result[twin].name is None:
            result[twin] = replace(result[twin], name=spec.name)
    return result


def _same_key(one: ConstraintSpec, other: ConstraintSpec) -> bool:
    if one.kind not in {"primary", "unique"} or other.kind != "unique":
        return False
    return _key_shape(one) == _key_shape(other)


def _key_shape(spec: ConstraintSpec) -> tuple[object, ...]:
    columns = tuple(key.column for key in spec.keys)
    timing = (spec.deferrable, spec.initially_deferred)
    return columns, spec.including, spec.nulls_not_distinct, timing, spec.index


def _attempt_constraint(state: State, table: TableDraft, spec: ConstraintSpec) -> None:
    # NOT VALID means nothing in CREATE TABLE: there are no rows (transformCheckConstraints).
    spec = replace(spec, valid=spec.enforced)
    if not _merge_check(table, spec):
        attempt_constraint(state, table, spec)


def attempt_constraint(state: State, table: TableDraft, spec: ConstraintSpec) -> None:
    """Add a constraint; a mistake in it is reported and the others are still added."""
    try:
        add_constraint(state, table, spec)
    except Mistake as mistake:
        state.report(mistake)


def _merge_check(table: TableDraft, spec: ConstraintSpec) -> bool:
    """Whether a CHECK of CREATE TABLE is one that a parent brought: they are one, kept by both."""
    if spec.kind != "check" or spec.name not in table.checks or spec.name in table.local_checks:
        return False
    if table.partition_of is None:
        table.local_checks.add(spec.name)
    return True


def add_column(state: State, table: TableDraft, spec: ColumnSpec) -> None:
    """ALTER TABLE … ADD COLUMN on a table and everything below it."""
    put_column(state, table, spec)
    plain = replace(spec, constraints=())
    for child in state.children(table.name):
        if child.position(spec.name) is None:
            _inherit_added(state, child, table.columns[-1], plain)
    for constraint in _in_order(list(spec.constraints)):
        attempt_constraint(state, table, constraint)


def _inherit_added(state: State, child: TableDraft, column: Column, spec: ColumnSpec) -> None:
    if column.identity and child.partition_of is None:
        column = replace(column, identity="", sequence=None)
    child.columns.append(column)
    child.inherited.add(column.name)
    for grandchild in state.children(child.name):
        if grandchild.position(spec.name) is None:
            _inherit_added(state, grandchild, column, spec)


def _columns_of_like(state: State, table: TableDraft, like: Like) -> None:
    """The columns that LIKE copies: names, types, NOT NULL, and what it includes."""
    source = _parent(state, like.source)
    for column in source.columns if source is not None else ():
        copy = replace(column, origin=like.source.origin)
        if "comments" not in like.including:
            copy = replace(copy, comment=None)
        if column.generated and "generated" not in like.including:
            copy = replace(copy, generated="", generation=None)
        if column.identity:
            copy = _copy_identity(state, table.name, copy, like)
        elif "defaults" not in like.including:
            copy = replace(copy, default=None, sequence=None)
        table.columns.append(copy)


def _copy_identity(state: State, table: QualifiedName, column: Column, like: Like) -> Column:
    """An identity column gets a sequence of its own, with the options of the one copied."""
    if "identity" not in like.including or column.sequence is None:
        return replace(column, identity="", sequence=None)
    base = column.type.name.name
    origin = like.source.origin
    name = own_sequence(state, table, column.name, base, SequenceOptions(), origin)
    original, made = state.sequences.get(column.sequence), state.sequences[name]
    if original is not None:
        # Its bounds are copied, its type is not (transformTableLikeClause).
        state.sequences[name] = replace(
            original, name=name, type="bigint", owned_by=made.owned_by, origin=origin
        )
    return replace(column, sequence=name)


def _copy_from_like(state: State, table: TableDraft, like: Like) -> None:
    """The constraints and indexes that LIKE copies; indexes get names of the new table."""
    source = state.find_table(like.source)
    if source is None:
        return
    if "constraints" in like.including:
        for check in source.checks.values():
            put_check(state, table, check)
    for index in tuple(source.indexes.values()) if "indexes" in like.including else ():
        kind = index.unique.kind if index.unique is not None else "index"
        if kind == "primary" and table.primary_key is not None:
            continue
        label = {"primary": "pkey", "constraint": "key", "index": "idx"}[kind]
        name = choose_index(state, table, index.labels, label)
        put_index(state, table, name, _copied(index, name, like))


def _copied(index: Index, name: str, like: Like) -> Index:
    """An index's comment is copied with INCLUDING COMMENTS, that of a constraint never."""
    if index.unique is None:
        return index
    described = index.unique.kind == "index" and "comments" in like.including
    comment = index.unique.comment if described else None
    return replace(index, unique=replace(index.unique, name=name, comment=comment))
