"""What an operation is about, as names and as one line of text for people."""

from collections.abc import Callable, Iterator
from typing import Any

from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.specs import ColumnSpec, KeyPart, Name


def named(operation: op.Operation) -> Iterator[str]:
    """The names of what the operation makes, changes or takes away, without their schemas."""
    if isinstance(operation, op.Guarded):
        for inner in operation.inner:
            yield from named(inner)
    elif isinstance(operation, op.AlterTable):
        for action in operation.actions:
            yield from _named_by_action(action)
    elif isinstance(operation, op.Drop):
        yield from (name.name for name in operation.names)
    elif isinstance(operation, op.Rename):
        yield from filter(None, (operation.part, operation.of.name, operation.new))
    else:
        name = getattr(operation, "name", None) or getattr(operation, "type", None)
        yield from (name.name,) if isinstance(name, Name) else (name,) if name else ()


def _named_by_action(action: op.Action) -> Iterator[str]:
    match action:
        case op.AddColumn():
            yield action.column.name
        case op.AddConstraint() if action.constraint.name is not None:
            yield action.constraint.name
        case op.DropConstraint() | op.AlterConstraint():
            yield action.name
        case op.DropColumn() | op.SetNotNull() | op.SetDefault() | op.SetIdentity():
            yield action.column


def line(operation: op.Operation) -> str:
    """One line that says what the operation does: `create table storefront.vendors (4 columns)`."""
    return _LINES[type(operation)](operation)


def _skipped(operation: op.Skipped) -> str:
    return f"… skipped: {operation.what} ({operation.reason})"


def _guarded(operation: op.Guarded) -> str:
    when = "if it exists" if operation.missing else "unless it exists"
    return f"{when}: {'; '.join(line(inner) for inner in operation.inner)}"


def _search_path(operation: op.SetSearchPath) -> str:
    if operation.path is None:
        return "reset search_path"
    return f"set search_path to {', '.join(operation.path) or 'nothing'}"


def _create_table(operation: op.CreateTable) -> str:
    columns = sum(isinstance(element, ColumnSpec) for element in operation.elements)
    parts = [f"create {'foreign ' if operation.foreign else ''}table {operation.name}"]
    if columns:
        parts.append(f"({columns} {'column' if columns == 1 else 'columns'})")
    if operation.partition_of is not None:
        parts.append(f"partition of {operation.partition_of} {operation.bound}")
    if operation.inherits:
        parts.append(f"inherits {', '.join(map(str, operation.inherits))}")
    if operation.of_type is not None:
        parts.append(f"of {operation.of_type}")
    if operation.partition_key is not None:
        parts.append(f"partition by {operation.partition_key}")
    return " ".join(parts)


def _create_index(operation: op.CreateIndex) -> str:
    keys = ", ".join(_key(part) for part in operation.parts)
    unique = "unique index" if operation.unique else "index"
    where = f" where {operation.predicate.text}" if operation.predicate else ""
    name = f" {operation.name}" if operation.name else ""
    return f"create {unique}{name} on {operation.table} ({keys}){where}"


def _key(part: KeyPart) -> str:
    return part.column or (f"({part.expression.text})" if part.expression else "")


def _plain(name: Name) -> str:
    """A type's name as people write it: PostgreSQL's own without their schema."""
    return str(name).removeprefix("pg_catalog.")


def _drop(operation: op.Drop) -> str:
    cascade = " cascade" if operation.cascade else ""
    return f"drop {operation.kind} {', '.join(map(str, operation.names))}{cascade}"


def _trigger(operation: op.CreateTrigger) -> str:
    events = " or ".join(operation.events)
    what = f"{operation.timing} {events} on {operation.table}"
    return f"create trigger {operation.name} {what} calling {operation.function}"


def _rename(operation: op.Rename) -> str:
    if operation.part:
        return f"rename {operation.kind} {operation.part} of {operation.of} to {operation.new}"
    return f"rename {operation.kind} {operation.of} to {operation.new}"


def _comment(operation: op.Comment) -> str:
    part = f" {operation.part} of" if operation.part else ""
    return f"describe {operation.kind}{part} {operation.of}"


def _alter_table(operation: op.AlterTable) -> str:
    actions = ", ".join(_action(action) for action in operation.actions)
    return f"alter table {operation.table}: {actions}"


def _action(action: op.Action) -> str:
    return _ACTIONS[type(action)](action)


def _identity(action: op.SetIdentity) -> str:
    return f"identity of {action.column}: {action.identity or ('drop' if action.add else 'change')}"


def _added(action: op.AddConstraint) -> str:
    spec = action.constraint
    words = {"primary": "primary key", "foreign": "foreign key", "exclude": "exclusion"}
    what = words.get(spec.kind, spec.kind)
    target = f" to {spec.table}" if spec.table is not None else ""
    return f"add {what}{f' {spec.name}' if spec.name else ''}{target}"


# Each function takes its own kind of action or operation, which the table's key guarantees.
_ACTIONS: dict[type[op.Action], Callable[[Any], str]] = {
    op.AddColumn: lambda a: f"add column {a.column.name}",
    op.DropColumn: lambda a: f"drop column {a.column}",
    op.SetType: lambda a: f"type of {a.column} to {_plain(a.type.name)}",
    op.SetDefault: lambda a: f"{'drop' if a.default is None else 'set'} default of {a.column}",
    op.SetNotNull: lambda a: f"{'set' if a.not_null else 'drop'} not null of {a.column}",
    op.SetIdentity: _identity,
    op.SetGeneration: lambda a: f"generation expression of {a.column}",
    op.AddConstraint: _added,
    op.DropConstraint: lambda a: f"drop constraint {a.name}",
    op.AlterConstraint: lambda a: f"alter constraint {a.name}",
    op.Attach: lambda a: f"attach partition {a.partition} {a.bound}",
    op.Detach: lambda a: f"detach partition {a.partition}",
    op.Inherit: lambda a: f"{'inherit' if a.add else 'no inherit'} {a.parent}",
    op.SetOfType: lambda a: f"of {a.type}" if a.type is not None else "not of a type",
    op.EnableTrigger: lambda a: f"{'enable' if a.enabled else 'disable'} trigger {a.name or 'all'}",
    op.RowSecurity: lambda a: f"{'enable' if a.enabled else 'disable'} row level security",
    op.Unaffected: lambda a: f"{a.what} (skipped: storage or rights)",
}
_LINES: dict[type[op.Operation], Callable[[Any], str]] = {
    op.Skipped: _skipped,
    op.Unreadable: lambda o: f"… not understood: what creates {o.name}",
    op.Guarded: _guarded,
    op.SetSearchPath: _search_path,
    op.CreateSchema: lambda o: f"create schema {o.name}",
    op.CreateExtension: lambda o: f"create extension {o.name}",
    op.CreateTable: _create_table,
    op.CreateRelation: lambda o: (
        f"create {o.kind} {o.name} (only its name: no rows are kept in it)"
    ),
    op.CreateIndex: _create_index,
    op.AttachIndex: lambda o: f"attach index {o.part} to {o.index}",
    op.CreateSequence: lambda o: f"create sequence {o.name}",
    op.AlterSequence: lambda o: f"alter sequence {o.name}",
    op.CreateEnum: lambda o: f"create enum {o.name} ({len(o.labels)} labels)",
    op.AddLabel: lambda o: f"add '{o.label}' to enum {o.type}",
    op.RenameLabel: lambda o: f"rename '{o.old}' of enum {o.type} to '{o.new}'",
    op.CreateDomain: lambda o: f"create domain {o.name} over {_plain(o.base.name)}",
    op.AlterDomain: lambda o: f"alter domain {o.domain}: {o.action}",
    op.CreateComposite: lambda o: (
        f"create composite type {o.name} ({len(o.attributes)} attributes)"
    ),
    op.AlterAttribute: lambda o: f"alter type {o.type}: {o.action} attribute {o.attribute}",
    op.CreateRange: lambda o: f"create range type {o.name} over {_plain(o.subtype.name)}",
    op.CreateBaseType: lambda o: f"create base type {o.name}",
    op.CreateTrigger: _trigger,
    op.DropTrigger: lambda o: f"drop trigger {o.name} on {o.table}",
    op.CreateFunction: lambda o: f"create function {o.name} (only its name: triggers call it)",
    op.Drop: _drop,
    op.Rename: _rename,
    op.SetSchema: lambda o: f"move {o.kind} {o.of} to schema {o.schema}",
    op.Comment: _comment,
    op.AlterTable: _alter_table,
}
