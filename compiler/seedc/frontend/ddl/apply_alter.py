"""The actions of ALTER TABLE, one function each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from seedc.catalog import QualifiedName, TypeRef
from seedc.diagnostics import Note, nearest_help
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_columns import (
    own_sequence,
    resolved,
    with_default,
    with_options,
)
from seedc.frontend.ddl.apply_constraints import add_constraint
from seedc.frontend.ddl.apply_tables import add_column, attach, inherit
from seedc.frontend.ddl.specs import SequenceOptions
from seedc.frontend.ddl.state import Mistake, State, TableDraft, find_column


def alter_table(state: State, operation: op.AlterTable) -> None:
    """Run the actions in order; each mistake is reported and the others still run."""
    only_drops = all(isinstance(a, op.DropConstraint | op.DropColumn) for a in operation.actions)
    name = operation.table
    if any(candidate in state.views for candidate in state.candidates(name)):
        return
    if state.find_sequence(name) is not None and state.find_table(name) is None:
        return
    if operation.if_exists and state.find_table(name) is None:
        return
    try:
        table = state.table(name)
    except Mistake as mistake:
        if only_drops:
            # pg_dump --clean drops before it creates; psql goes on.
            state.sink.report(
                mistake.code, mistake.origin, mistake.message, help=None, severity="warning"
            )
            return
        raise
    for action in sorted(operation.actions, key=_pass):
        try:
            _ACTIONS[type(action)](state, table, action, operation.only)
        except Mistake as mistake:
            state.report(mistake)


def _pass(action: op.Action) -> int:
    """When PostgreSQL runs an action: drops first, whatever the order written (ATPrepCmd)."""
    rank = 5
    match action:
        case (
            op.DropColumn()
            | op.DropConstraint()
            | op.SetDefault(default=None)
            | op.SetNotNull(not_null=False)
            | op.SetGeneration(generation=None)
            | op.SetIdentity(add=True, identity="")
        ):
            rank = 0
        case op.SetType():
            rank = 1
        case op.AddColumn():
            rank = 2
        case op.SetNotNull() | op.SetGeneration() | op.SetIdentity(add=False):
            rank = 3
        case op.AddConstraint(constraint=spec) if spec.kind in {"primary", "unique", "exclude"}:
            rank = 4
    return rank


def _below(state: State, table: TableDraft, column: str, only: bool) -> list[TableDraft]:
    """The table and everything below it that has the column."""
    result = [table]
    if not only:
        for child in state.children(table.name):
            if child.position(column) is not None:
                result.extend(_below(state, child, column, only))
    return result


def _add_column(state: State, table: TableDraft, action: op.AddColumn, only: bool) -> None:
    if table.position(action.column.name) is not None:
        if action.if_not_exists:
            return
        raise Mistake(
            "SD412",
            action.origin,
            f'table "{table.name}" has a column "{action.column.name}" already',
            Note(f'"{table.name}" is created here', table.origin),
        )
    add_column(state, table, action.column)


def _drop_column(state: State, table: TableDraft, action: op.DropColumn, only: bool) -> None:
    if action.if_exists and table.position(action.column) is None:
        return
    find_column(table, action.column, action.origin)
    drop_column(state, table, action.column, action, cascade=action.cascade)
    for child in [] if only else state.children(table.name):
        others = (state.tables[p] for p in child.inherits if p in state.tables)
        elsewhere = any(parent.position(action.column) is not None for parent in others)
        if action.column in child.inherited and not elsewhere:
            _drop_column(state, child, action, only)


def drop_column(
    state: State, table: TableDraft, column: str, action: op.Action, *, cascade: bool
) -> None:
    """Remove a column with the constraints, indexes and sequences that need it."""
    _release_column(state, table, column, action, cascade=cascade)
    for name in _constraints_on(table, column):
        drop_constraint(state, table, name)
    for name, index in tuple(table.indexes.items()):
        if _index_reads(table, name, column) or column in index.labels:
            state.drop_index(table, name)
    owned = [s.name for s in state.sequences.values() if s.owned_by == (table.name, column)]
    for sequence in owned:
        del state.sequences[sequence]
    table.inherited.discard(column)
    del table.columns[find_column(table, column, action.origin)]


def _release_column(
    state: State, table: TableDraft, column: str, action: op.Action, *, cascade: bool
) -> None:
    """Foreign keys of other tables and generated columns that need it: they go, or forbid it."""
    what = f'column "{column}"'
    for other in state.tables.values():
        for key in tuple(other.foreign_keys.values()):
            if key.table == table.name and column in key.references and other is not table:
                if not cascade:
                    raise depends(action, what, f'"{other.name}"', key.name)
                drop_constraint(state, other, key.name)
    for candidate in tuple(table.columns):
        if candidate.generation is not None and column in candidate.generation.columns:
            if not cascade:
                raise depends(action, what, f'"{table.name}"', candidate.name)
            drop_column(state, table, candidate.name, action, cascade=True)


def depends(action: op.Action | op.Operation, what: str, where: str, name: str) -> Mistake:
    """The mistake of dropping what something else needs."""
    return Mistake(
        "SD415",
        action.origin,
        f'{what} cannot be dropped: "{name}" of {where} needs it',
        help="drop that first, or add CASCADE",
    )


def _constraints_on(table: TableDraft, column: str) -> list[str]:
    names = [c.name for c in table.checks.values() if column in c.expression.columns]
    names += [
        key.name
        for key in table.foreign_keys.values()
        if column in key.columns or (key.table == table.name and column in key.references)
    ]
    for exclusion in table.exclusions.values():
        read = {e.column for e, _ in exclusion.elements}
        for element, _ in exclusion.elements:
            read.update(element.expression.columns if element.expression else ())
        if column in read:
            names.append(exclusion.name)
    return names


def _index_reads(table: TableDraft, name: str, column: str) -> bool:
    unique = table.indexes[name].unique
    if unique is None:
        return False
    expressions = [e.expression for e in unique.elements] + [unique.predicate]
    read = {c for e in expressions if e is not None for c in e.columns}
    return column in read or any(e.column == column for e in unique.elements)


def _set_type(state: State, table: TableDraft, action: op.SetType, only: bool) -> None:
    ref = resolved(state, action.type)
    find_column(table, action.column, action.origin)
    for draft in _below(state, table, action.column, only):
        position = find_column(draft, action.column, action.origin)
        column = draft.columns[position]
        if column.identity and column.sequence is not None:
            _retype_sequence(state, column.sequence, action, ref)
        draft.columns[position] = replace(
            column,
            type=ref,
            collation=action.collation,
            origin=column.origin,
        )


def _retype_sequence(state: State, name: QualifiedName, action: op.SetType, ref: TypeRef) -> None:
    """An identity column's sequence follows the column's type (transformAlterTableStmt)."""
    sequence = state.sequences.get(name)
    if sequence is not None:
        options = SequenceOptions(type=action.type)
        state.sequences[name] = with_options(sequence, options, fresh=False)


def _set_default(state: State, table: TableDraft, action: op.SetDefault, only: bool) -> None:
    find_column(table, action.column, action.origin)
    for draft in _below(state, table, action.column, only):
        position = find_column(draft, action.column, action.origin)
        draft.columns[position] = with_default(state, draft.columns[position], action.default)


def _set_not_null(state: State, table: TableDraft, action: op.SetNotNull, only: bool) -> None:
    find_column(table, action.column, action.origin)
    for draft in _below(state, table, action.column, only):
        position = find_column(draft, action.column, action.origin)
        draft.columns[position] = replace(draft.columns[position], not_null=action.not_null)


def _set_identity(state: State, table: TableDraft, action: op.SetIdentity, only: bool) -> None:
    position = find_column(table, action.column, action.origin)
    column = table.columns[position]
    if action.add and action.identity:
        base = column.type.name.name
        name = own_sequence(state, table.name, column.name, base, action.options, action.origin)
        change = replace(column, identity=action.identity, sequence=name, not_null=True)
    elif action.add:
        if column.sequence is not None and column.identity:
            state.sequences.pop(column.sequence, None)
        change = replace(column, identity="", sequence=None) if column.identity else column
    else:
        if column.sequence in state.sequences:
            state.sequences[column.sequence] = with_options(
                state.sequences[column.sequence], action.options, fresh=False
            )
        change = replace(column, identity=action.identity or column.identity)
    table.columns[position] = change
    for draft in _below(state, table, action.column, only)[1:]:
        if draft.partition_of is not None:
            at = find_column(draft, action.column, action.origin)
            draft.columns[at] = replace(
                draft.columns[at], identity=change.identity, sequence=change.sequence
            )


def _set_generation(state: State, table: TableDraft, action: op.SetGeneration, only: bool) -> None:
    find_column(table, action.column, action.origin)
    for draft in _below(state, table, action.column, only):
        position = find_column(draft, action.column, action.origin)
        column = draft.columns[position]
        generated = column.generated if action.generation is not None else ""
        draft.columns[position] = replace(column, generated=generated, generation=action.generation)


def _add_constraint(state: State, table: TableDraft, action: op.AddConstraint, only: bool) -> None:
    spec = action.constraint
    add_constraint(state, table, spec, recurse=not only)


def _drop_constraint(
    state: State, table: TableDraft, action: op.DropConstraint, only: bool
) -> None:
    if not table.has_constraint(action.name):
        if column := table.not_null_column(action.name):
            table.not_nulls.pop(action.name, None)
            _set_not_null(state, table, op.SetNotNull(action.origin, column, False), only)
        elif not action.if_exists:
            raise _no_constraint(table, action.name, action)
        return
    index = table.indexes.get(action.name)
    if index is not None and index.unique is not None:
        _release_references(state, table, action, index.unique.columns or ())
    drop_constraint(state, table, action.name)
    for child in state.children(table.name):
        if action.name in child.checks:
            if only:
                child.local_checks.add(action.name)
            elif not _keeps_check(state, child, action.name):
                _drop_constraint(state, child, action, only)


def _keeps_check(state: State, child: TableDraft, name: str) -> bool:
    """Whether a CHECK stays although a parent's has gone: it is the child's own, or another's."""
    parents = (state.tables[parent] for parent in child.inherits if parent in state.tables)
    return name in child.local_checks or any(name in parent.checks for parent in parents)


def _no_constraint(table: TableDraft, name: str, action: op.Action) -> Mistake:
    known = [*table.indexes, *table.checks, *table.foreign_keys, *table.exclusions]
    return Mistake(
        "SD409",
        action.origin,
        f'table "{table.name}" has no constraint "{name}"',
        Note(f'"{table.name}" is created here', table.origin),
        help=nearest_help("constraint", name, known),
    )


def _release_references(
    state: State, table: TableDraft, action: op.DropConstraint, columns: tuple[str, ...]
) -> None:
    """Foreign keys that need the key which is dropped go with it, or forbid it."""
    for other in state.tables.values():
        for key in tuple(other.foreign_keys.values()):
            if key.table == table.name and sorted(key.references) == sorted(columns):
                if not action.cascade:
                    what = f'constraint "{action.name}"'
                    raise depends(action, what, f'"{other.name}"', key.name)
                drop_constraint(state, other, key.name)


def drop_constraint(state: State, table: TableDraft, name: str) -> None:
    """Remove a constraint of whatever kind, or an index, with what stands for it on partitions."""
    for child, own in state.clones(table.name, name):
        drop_constraint(state, child, own)
    table.from_parent.pop(name, None)
    if name in table.indexes:
        state.drop_index(table, name)
        return
    table.checks.pop(name, None)
    table.local_checks.discard(name)
    table.foreign_keys.pop(name, None)
    if table.exclusions.pop(name, None) is not None:
        state.indexes.pop(QualifiedName(table.name.schema, name), None)
    state.constraint_names[QualifiedName(table.name.schema, name)] -= 1


def _alter_constraint(
    state: State, table: TableDraft, action: op.AlterConstraint, only: bool
) -> None:
    if not table.has_constraint(action.name):
        raise _no_constraint(table, action.name, action)
    if key := table.foreign_keys.get(action.name):
        table.foreign_keys[action.name] = replace(
            key,
            valid=_or(action.valid, key.valid),
            deferrable=_or(action.deferrable, key.deferrable),
            initially_deferred=_or(action.initially_deferred, key.initially_deferred),
            enforced=_or(action.enforced, key.enforced),
        )
    if check := table.checks.get(action.name):
        table.checks[action.name] = replace(
            check,
            valid=_or(action.valid, check.valid),
            enforced=_or(action.enforced, check.enforced),
        )
    for child in state.children(table.name):
        if child.has_constraint(action.name):
            _alter_constraint(state, child, action, only)


def _or(new: bool | None, old: bool) -> bool:
    return old if new is None else new


def _attach(state: State, table: TableDraft, action: op.Attach, only: bool) -> None:
    attach(state, table, state.table(action.partition), action.bound, action.origin)


def _detach(state: State, table: TableDraft, action: op.Detach, only: bool) -> None:
    child = state.table(action.partition)
    child.partition_of, child.partition_bound = None, None
    child.from_parent.clear()
    child.local_checks.update(child.checks)
    if child.kind == "partition":
        child.kind = "table"
    # CREATE ROW triggers of the parent and its identity go; constraints stay (DetachPartition).
    for name, trigger in tuple(child.triggers.items()):
        if trigger.row and name in table.triggers:
            del child.triggers[name]
    for position, column in enumerate(child.columns):
        if column.identity:
            child.columns[position] = replace(column, identity="", sequence=None)


def _inherit(state: State, table: TableDraft, action: op.Inherit, only: bool) -> None:
    parent = state.table(action.parent)
    if action.add:
        inherit(state, parent, table, action.origin)
    elif parent.name in table.inherits:
        table.inherits.remove(parent.name)
        table.local_checks.update(table.checks)


def _set_of_type(state: State, table: TableDraft, action: op.SetOfType, only: bool) -> None:
    table.of_type = state.user_type(action.type) if action.type is not None else None


def _enable_trigger(state: State, table: TableDraft, action: op.EnableTrigger, only: bool) -> None:
    if action.name is not None and action.name not in table.triggers:
        if action.name.startswith("RI_ConstraintTrigger"):
            return
        raise Mistake(
            "SD409",
            action.origin,
            f'table "{table.name}" has no trigger "{action.name}"',
            help=nearest_help("trigger", action.name, table.triggers),
        )
    for name, trigger in table.triggers.items():
        if action.name in {None, name}:
            table.triggers[name] = replace(trigger, enabled=action.enabled)


def _row_security(state: State, table: TableDraft, action: op.RowSecurity, only: bool) -> None:
    table.row_security = action.enabled


def _unaffected(state: State, table: TableDraft, action: op.Unaffected, only: bool) -> None:
    """Storage and ownership are not in the Catalog."""


# Each function takes its own kind of action, which the table's key guarantees.
_ACTIONS: dict[type[op.Action], Callable[[State, TableDraft, Any, bool], None]] = {
    op.AddColumn: _add_column,
    op.DropColumn: _drop_column,
    op.SetType: _set_type,
    op.SetDefault: _set_default,
    op.SetNotNull: _set_not_null,
    op.SetIdentity: _set_identity,
    op.SetGeneration: _set_generation,
    op.AddConstraint: _add_constraint,
    op.DropConstraint: _drop_constraint,
    op.AlterConstraint: _alter_constraint,
    op.Attach: _attach,
    op.Detach: _detach,
    op.Inherit: _inherit,
    op.SetOfType: _set_of_type,
    op.EnableTrigger: _enable_trigger,
    op.RowSecurity: _row_security,
    op.Unaffected: _unaffected,
}
