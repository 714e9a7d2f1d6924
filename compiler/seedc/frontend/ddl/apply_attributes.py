"""ALTER TYPE … ATTRIBUTE: composite types, and the tables that are made of one."""

from collections.abc import Callable
from dataclasses import replace

from seedc.catalog import CompositeType, QualifiedName, TypeRef
from seedc.diagnostics import nearest_help
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_alter import alter_table
from seedc.frontend.ddl.apply_columns import resolved
from seedc.frontend.ddl.apply_rename import rename_column
from seedc.frontend.ddl.specs import ColumnSpec, Name
from seedc.frontend.ddl.state import Mistake, State, TableDraft


def alter_attribute(state: State, operation: op.AlterAttribute) -> None:
    """ALTER TYPE … ATTRIBUTE, with CASCADE in the tables of the type too."""
    found = state.types[state.user_type(operation.type)]
    if not isinstance(found, CompositeType):
        raise Mistake("SD407", operation.origin, f'"{operation.type}" is no composite type')
    _require_cascade(state, found.name, operation)
    attributes = list(found.attributes)
    labels = [label for label, _ in attributes]
    use = resolved(state, operation.use) if operation.use is not None else None
    if operation.action == "add":
        if use is not None:
            attributes.append((operation.attribute, use))
    elif operation.attribute not in labels:
        if operation.if_exists:
            return
        raise Mistake(
            "SD406",
            operation.origin,
            f'type "{found.name}" has no attribute "{operation.attribute}"',
            help=nearest_help("attribute", operation.attribute, labels),
        )
    else:
        position = labels.index(operation.attribute)
        _change_attribute(attributes, position, operation, use)
    state.types[found.name] = replace(found, attributes=tuple(attributes))
    for table in _of(state, found.name):
        _change_column(state, table, operation)


def _change_attribute(
    attributes: list[tuple[str, TypeRef]],
    position: int,
    operation: op.AlterAttribute,
    use: TypeRef | None,
) -> None:
    if operation.action == "drop":
        del attributes[position]
    elif operation.action == "rename":
        attributes[position] = (operation.new, attributes[position][1])
    elif use is not None:
        attributes[position] = (operation.attribute, use)


def _require_cascade(state: State, name: QualifiedName, operation: op.AlterAttribute) -> None:
    """Raises Mistake where a table is made of the type and the statement does not say CASCADE."""
    typed = _of(state, name)
    if typed and not operation.cascade:
        raise Mistake(
            "SD415",
            operation.origin,
            f'type "{name}" cannot be altered: table "{typed[0].name}" is made of it',
            help="add CASCADE, which alters the table as well",
        )


def _of(state: State, name: QualifiedName) -> list[TableDraft]:
    return [table for table in state.tables.values() if table.of_type == name]


def _change_column(state: State, table: TableDraft, operation: op.AlterAttribute) -> None:
    """The same for the column of a table of the type."""
    name = Name(table.name.schema, table.name.name, operation.origin)
    if operation.action == "rename":
        rename = op.Rename(operation.origin, "column", name, operation.attribute, operation.new)
        rename_column(state, table, rename)
        return
    action = _ACTIONS[operation.action](operation)
    alter_table(state, op.AlterTable(operation.origin, name, False, False, (action,)))


def _added(operation: op.AlterAttribute) -> op.Action:
    spec = ColumnSpec(name=operation.attribute, type=operation.use, origin=operation.origin)
    return op.AddColumn(operation.origin, spec, False)


def _dropped(operation: op.AlterAttribute) -> op.Action:
    return op.DropColumn(operation.origin, operation.attribute, operation.if_exists, True)


def _retyped(operation: op.AlterAttribute) -> op.Action:
    assert operation.use is not None
    return op.SetType(operation.origin, operation.attribute, operation.use, None)


_ACTIONS: dict[str, Callable[[op.AlterAttribute], op.Action]] = {
    "add": _added,
    "drop": _dropped,
    "alter": _retyped,
}
