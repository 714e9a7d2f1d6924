"""A schema script → Catalog: the operations applied in order, then frozen.

Neither function raises on bad input: every mistake goes to the sink with its place, and what can
still be understood is in the result.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from seedc.catalog import Catalog, DomainType, Table, UserType
from seedc.diagnostics import Sink
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_alter import alter_table
from seedc.frontend.ddl.apply_attributes import alter_attribute
from seedc.frontend.ddl.apply_columns import late_sequence
from seedc.frontend.ddl.apply_constraints import attach_index, create_index
from seedc.frontend.ddl.apply_objects import (
    alter_sequence,
    comment,
    create_extension,
    create_function,
    create_relation,
    create_schema,
    create_sequence,
    create_trigger,
    drop,
    drop_trigger,
    set_search_path,
)
from seedc.frontend.ddl.apply_rename import rename, set_schema
from seedc.frontend.ddl.apply_tables import create_table
from seedc.frontend.ddl.apply_types import (
    add_label,
    alter_domain,
    create_base,
    create_composite,
    create_domain,
    create_enum,
    create_range,
    rename_label,
)
from seedc.frontend.ddl.reader import read
from seedc.frontend.ddl.state import Mistake, State, TableDraft


def read_operations(file: str, text: str, sink: Sink) -> tuple[op.Operation, ...]:
    """What a script says, in its order, with the statements that are knowingly skipped.

    `file` is the name that origins carry. Statements that are not understood are in `sink`.
    """
    return tuple(read(file, text, sink))


def read_schema(file: str, text: str, sink: Sink) -> Catalog:
    """The Catalog that running the script in an empty database would make."""
    state = State(sink)
    for operation in read(file, text, sink):
        apply(state, operation)
    return freeze(state)


def apply(state: State, operation: op.Operation) -> None:
    """Change the state by one operation; a mistake is reported and changes nothing more."""
    try:
        _APPLY[type(operation)](state, operation)
    except Mistake as mistake:
        state.report(mistake)
        if isinstance(operation, _CREATIONS) and mistake.code not in _EXISTS:
            state.unreadable.add(operation.name.name)


_CREATIONS = (
    op.CreateTable,
    op.CreateRelation,
    op.CreateSequence,
    op.CreateEnum,
    op.CreateDomain,
    op.CreateComposite,
    op.CreateRange,
    op.CreateBaseType,
)

_EXISTS = frozenset(["SD408", "SD412"])
_MISSING = frozenset(["SD405", "SD406", "SD407", "SD409"])


def _guarded(state: State, operation: op.Guarded) -> None:
    """The first thing that exists already, or is missing, ends the block in silence."""
    outer, quiet = state.quiet, _MISSING if operation.missing else _EXISTS
    state.quiet = outer | quiet
    try:
        for inner in operation.inner:
            _APPLY[type(inner)](state, inner)
    except Mistake as mistake:
        if mistake.code not in quiet:
            raise
    finally:
        state.quiet = outer


def _skipped(state: State, operation: op.Skipped) -> None:
    """Nothing to do: the reason is in the operation."""


def _unreadable(state: State, operation: op.Unreadable) -> None:
    state.unreadable.add(operation.name)


# Each function takes its own kind of operation, which the table's key guarantees.
_APPLY: dict[type[op.Operation], Callable[[State, Any], None]] = {
    op.Skipped: _skipped,
    op.Unreadable: _unreadable,
    op.Guarded: _guarded,
    op.SetSearchPath: set_search_path,
    op.CreateSchema: create_schema,
    op.CreateExtension: create_extension,
    op.CreateTable: create_table,
    op.CreateRelation: create_relation,
    op.CreateIndex: create_index,
    op.AttachIndex: attach_index,
    op.CreateSequence: create_sequence,
    op.AlterSequence: alter_sequence,
    op.CreateEnum: create_enum,
    op.AddLabel: add_label,
    op.RenameLabel: rename_label,
    op.CreateDomain: create_domain,
    op.AlterDomain: alter_domain,
    op.CreateComposite: create_composite,
    op.AlterAttribute: alter_attribute,
    op.CreateRange: create_range,
    op.CreateBaseType: create_base,
    op.CreateTrigger: create_trigger,
    op.DropTrigger: drop_trigger,
    op.CreateFunction: create_function,
    op.Drop: drop,
    op.Rename: rename,
    op.SetSchema: set_schema,
    op.Comment: comment,
    op.AlterTable: alter_table,
}


def freeze(state: State) -> Catalog:
    """The state as a Catalog, everything in the order of its name."""
    for draft in state.tables.values():
        draft.columns = [late_sequence(state, draft.name.schema, c) for c in draft.columns]
    return Catalog(
        tables={name: _table(state.tables[name]) for name in sorted(state.tables)},
        types={
            name: _type(found)
            for name in sorted(state.types)
            if (found := state.types[name]) is not None
        },
        sequences={name: state.sequences[name] for name in sorted(state.sequences)},
        # plpgsql is in every database, so it says nothing.
        extensions=tuple(sorted(state.extensions.keys() - {"plpgsql"})),
    )


def _type(found: UserType) -> UserType:
    if not isinstance(found, DomainType):
        return found
    return replace(found, checks=tuple(sorted(found.checks, key=lambda check: check.name)))


def _table(draft: TableDraft) -> Table:
    uniques = [index.unique for _, index in sorted(draft.indexes.items())]
    return Table(
        name=draft.name,
        kind=draft.kind,
        columns=tuple(draft.columns),
        uniques=tuple(unique for unique in uniques if unique is not None),
        foreign_keys=tuple(draft.foreign_keys[name] for name in sorted(draft.foreign_keys)),
        checks=tuple(draft.checks[name] for name in sorted(draft.checks)),
        exclusions=tuple(draft.exclusions[name] for name in sorted(draft.exclusions)),
        triggers=tuple(draft.triggers[name] for name in sorted(draft.triggers)),
        partition_of=draft.partition_of,
        partition_key=draft.partition_key,
        partition_bound=draft.partition_bound,
        inherits=tuple(draft.inherits),
        row_security=draft.row_security,
        comment=draft.comment,
        origin=draft.origin,
    )
