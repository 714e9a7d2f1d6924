"""Statements that change, rename, move, describe or drop what exists, as operations."""

from collections.abc import Callable, Iterator, Sequence

from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node
from seedc.frontend.ddl.nodes import (
    Place,
    Unsupported,
    collation,
    column,
    constraint,
    definition,
    flexible,
    identity_kind,
    listed,
    of_type_name,
    relation,
    sequence_options,
    type_use,
)
from seedc.frontend.ddl.operations import (
    Action,
    AddColumn,
    AddConstraint,
    AlterAttribute,
    AlterConstraint,
    AlterSequence,
    AlterTable,
    Attach,
    AttachIndex,
    Comment,
    Detach,
    Drop,
    DropColumn,
    DropConstraint,
    DropKind,
    DropTrigger,
    EnableTrigger,
    Inherit,
    Operation,
    Rename,
    RowSecurity,
    SetDefault,
    SetGeneration,
    SetIdentity,
    SetNotNull,
    SetOfType,
    SetSchema,
    SetType,
    Skipped,
    Unaffected,
)
from seedc.frontend.ddl.read_tables import partition_bound
from seedc.frontend.ddl.specs import Name, SequenceOptions

_ASIDE = "it does not touch tables"


def alter_table(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER TABLE, and ALTER TYPE on a composite type, which shares its syntax tree."""
    kind = grammar.enum(node, "objtype").removeprefix("OBJECT_")
    name = relation(node.relation, place)
    if kind == "TYPE":
        for item in node.cmds:
            yield _alter_attribute(name, item.alter_table_cmd, place)
        return
    if kind == "INDEX" and _subtype(node.cmds[0]) == "AT_AttachPartition":
        part = definition(node.cmds[0].alter_table_cmd).partition_cmd.name
        yield AttachIndex(place.start, name, relation(part, place))
        return
    if kind in {"INDEX", "VIEW", "MATVIEW"}:
        yield Skipped(place.start, f"ALTER {kind}", "it changes no table")
        return
    actions = tuple(_action(item.alter_table_cmd, place) for item in node.cmds)
    if all(isinstance(action, Unaffected) for action in actions):
        what = ", ".join(a.what for a in actions if isinstance(a, Unaffected))
        yield Skipped(place.start, f"ALTER {kind.replace('_', ' ')} {what}", "storage or rights")
        return
    yield AlterTable(place.start, name, not node.relation.inh, node.missing_ok, actions)


def _subtype(item: Node) -> str:
    return grammar.enum(item.alter_table_cmd, "subtype")


def _alter_attribute(name: Name, node: Node, place: Place) -> Operation:
    start = place.start
    match grammar.enum(node, "subtype"):
        case "AT_AddColumn":
            added = definition(node).column_def
            use = type_use(added.type_name, place)
            return AlterAttribute(start, name, "add", added.colname, use, cascade=_cascade(node))
        case "AT_DropColumn":
            return AlterAttribute(
                start, name, "drop", node.name, if_exists=node.missing_ok, cascade=_cascade(node)
            )
        case "AT_AlterColumnType":
            use = type_use(definition(node).column_def.type_name, place)
            return AlterAttribute(start, name, "alter", node.name, use, cascade=_cascade(node))
        case "AT_ChangeOwner":
            return Skipped(start, "ALTER TYPE OWNER", "storage or rights")
        case other:
            raise Unsupported(f"ALTER TYPE of the kind {other.removeprefix('AT_')}")


def _action(node: Node, place: Place) -> Action:
    kind = grammar.enum(node, "subtype").removeprefix("AT_")
    if kind in _UNAFFECTED:
        return Unaffected(place.start, _UNAFFECTED[kind])
    make = _ACTIONS.get(kind)
    if make is None:
        raise Unsupported(f"ALTER TABLE of the kind {kind}")
    return make(node, place)


def _cascade(node: Node) -> bool:
    return grammar.enum(node, "behavior") == "DROP_CASCADE"


def _add_column(node: Node, place: Place) -> Action:
    spec = column(definition(node).column_def, place)
    return AddColumn(spec.origin, spec, node.missing_ok)


def _drop_column(node: Node, place: Place) -> Action:
    return DropColumn(place.start, node.name, node.missing_ok, _cascade(node))


def _set_type(node: Node, place: Place) -> Action:
    changed = definition(node).column_def
    named = collation(changed.coll_clause) if changed.HasField("coll_clause") else None
    return SetType(place.start, node.name, type_use(changed.type_name, place), named)


def _set_default(node: Node, place: Place) -> Action:
    default = grammar.expression_of(definition(node)) if node.HasField("def") else None
    return SetDefault(place.start, node.name, default)


def _add_identity(node: Node, place: Place) -> Action:
    spec = definition(node).constraint
    options = sequence_options(spec.options, place)
    return SetIdentity(place.start, node.name, identity_kind(spec.generated_when), options, True)


def _set_identity(node: Node, place: Place) -> Action:
    items = definition(node).list.items
    kinds = [i.def_elem.arg.integer.ival for i in items if i.def_elem.defname == "generated"]
    kind = identity_kind(chr(kinds[0])) if kinds else ""
    rest = [i for i in items if i.def_elem.defname != "generated"]
    return SetIdentity(place.start, node.name, kind, sequence_options(rest, place), False)


def _drop_identity(node: Node, place: Place) -> Action:
    return SetIdentity(place.start, node.name, "", SequenceOptions(), True, node.missing_ok)


def _set_expression(node: Node, place: Place) -> Action:
    return SetGeneration(place.start, node.name, grammar.expression_of(definition(node)))


def _add_constraint(node: Node, place: Place) -> Action:
    spec = constraint(definition(node).constraint, place)
    return AddConstraint(spec.origin, spec)


def _alter_constraint(node: Node, place: Place) -> Action:
    change = definition(node).atalter_constraint
    timing, enforcing = change.alter_deferrability, change.alter_enforceability
    return AlterConstraint(
        place.start,
        change.conname,
        valid=change.is_enforced if enforcing else None,
        deferrable=change.deferrable if timing else None,
        initially_deferred=change.initdeferred if timing else None,
        enforced=change.is_enforced if enforcing else None,
    )


def _attach(node: Node, place: Place) -> Action:
    command = definition(node).partition_cmd
    return Attach(place.start, relation(command.name, place), partition_bound(command.bound))


_ACTIONS: dict[str, Callable[[Node, Place], Action]] = {
    "AddColumn": _add_column,
    "DropColumn": _drop_column,
    "AlterColumnType": _set_type,
    "ColumnDefault": _set_default,
    "SetNotNull": lambda n, p: SetNotNull(p.start, n.name, True),
    "DropNotNull": lambda n, p: SetNotNull(p.start, n.name, False),
    "AddIdentity": _add_identity,
    "SetIdentity": _set_identity,
    "DropIdentity": _drop_identity,
    "SetExpression": _set_expression,
    "DropExpression": lambda n, p: SetGeneration(p.start, n.name, None, n.missing_ok),
    "AddConstraint": _add_constraint,
    "DropConstraint": lambda n, p: DropConstraint(p.start, n.name, n.missing_ok, _cascade(n)),
    "AlterConstraint": _alter_constraint,
    "ValidateConstraint": lambda n, p: AlterConstraint(p.start, n.name, valid=True),
    "AttachPartition": _attach,
    "DetachPartition": lambda n, p: Detach(p.start, relation(definition(n).partition_cmd.name, p)),
    "AddInherit": lambda n, p: Inherit(p.start, relation(definition(n).range_var, p), True),
    "DropInherit": lambda n, p: Inherit(p.start, relation(definition(n).range_var, p), False),
    "AddOf": lambda n, p: SetOfType(p.start, of_type_name(definition(n).type_name, p)),
    "DropOf": lambda n, p: SetOfType(p.start, None),
    "EnableTrig": lambda n, p: EnableTrigger(p.start, n.name, True),
    "EnableAlwaysTrig": lambda n, p: EnableTrigger(p.start, n.name, True),
    # A replica trigger does not fire in an ordinary session, which is what seeds are loaded by.
    "EnableReplicaTrig": lambda n, p: EnableTrigger(p.start, n.name, False),
    "DisableTrig": lambda n, p: EnableTrigger(p.start, n.name, False),
    "EnableTrigAll": lambda n, p: EnableTrigger(p.start, None, True),
    "EnableTrigUser": lambda n, p: EnableTrigger(p.start, None, True),
    "DisableTrigAll": lambda n, p: EnableTrigger(p.start, None, False),
    "DisableTrigUser": lambda n, p: EnableTrigger(p.start, None, False),
    "EnableRowSecurity": lambda n, p: RowSecurity(p.start, True),
    "DisableRowSecurity": lambda n, p: RowSecurity(p.start, False),
}
_UNAFFECTED = {
    "ChangeOwner": "OWNER",
    "ClusterOn": "CLUSTER ON",
    "DropCluster": "SET WITHOUT CLUSTER",
    "DropOids": "SET WITHOUT OIDS",
    "SetStatistics": "SET STATISTICS",
    "SetOptions": "SET options",
    "ResetOptions": "RESET options",
    "SetStorage": "SET STORAGE",
    "SetCompression": "SET COMPRESSION",
    "SetLogged": "SET LOGGED",
    "SetUnLogged": "SET UNLOGGED",
    "SetAccessMethod": "SET ACCESS METHOD",
    "SetTableSpace": "SET TABLESPACE",
    "SetRelOptions": "SET parameters",
    "ResetRelOptions": "RESET parameters",
    "ReplicaIdentity": "REPLICA IDENTITY",
    "ForceRowSecurity": "FORCE ROW LEVEL SECURITY",
    "NoForceRowSecurity": "NO FORCE ROW LEVEL SECURITY",
    "GenericOptions": "OPTIONS",
    "AlterColumnGenericOptions": "OPTIONS",
    "EnableRule": "ENABLE RULE",
    "EnableAlwaysRule": "ENABLE RULE",
    "EnableReplicaRule": "ENABLE RULE",
    "DisableRule": "DISABLE RULE",
    "DetachPartitionFinalize": "DETACH PARTITION … FINALIZE",
}


def alter_sequence(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER SEQUENCE."""
    name = relation(node.sequence, place)
    yield AlterSequence(place.start, name, sequence_options(node.options, place), node.missing_ok)


_FUNCTIONS = frozenset(["FUNCTION", "ROUTINE"])


def _trigger_functions(nodes: Sequence[Node], place: Place) -> tuple[Name, ...]:
    """Those of the functions that a trigger could call: they take no arguments."""
    functions = [node.object_with_args for node in nodes]
    return tuple(listed(f.objname, place) for f in functions if not f.objargs)


_RELATIONS = frozenset(["TABLE", "INDEX", "SEQUENCE", "VIEW", "MATVIEW", "FOREIGN_TABLE"])
_TABLES = frozenset(["TABLE", "FOREIGN_TABLE"])


def rename(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER … RENAME."""
    kind = grammar.enum(node, "rename_type").removeprefix("OBJECT_")
    start, old, new, quiet = place.start, node.subname, node.newname, node.missing_ok
    if kind in _RELATIONS:
        yield Rename(start, "relation", relation(node.relation, place), "", new, quiet)
    elif kind == "COLUMN":
        yield Rename(start, "column", relation(node.relation, place), old, new, quiet)
    elif kind == "TABCONSTRAINT":
        yield Rename(start, "constraint", relation(node.relation, place), old, new, quiet)
    elif kind == "TRIGGER":
        yield Rename(start, "trigger", relation(node.relation, place), old, new, quiet)
    elif kind in {"TYPE", "DOMAIN"}:
        yield Rename(start, "type", flexible(node.object, place), "", new)
    elif kind == "DOMCONSTRAINT":
        yield Rename(start, "domain constraint", flexible(node.object, place), old, new)
    elif kind == "ATTRIBUTE":
        of = relation(node.relation, place)
        cascade = _cascade(node)
        yield AlterAttribute(start, of, "rename", old, new=new, if_exists=quiet, cascade=cascade)
    elif kind == "SCHEMA":
        yield Rename(start, "schema", Name(None, old, start), "", new)
    elif kind in _FUNCTIONS and (names := _trigger_functions([node.object], place)):
        yield Rename(start, "function", names[0], "", new)
    else:
        yield Skipped(start, f"ALTER {kind.replace('_', ' ')} RENAME", _ASIDE)


def set_schema(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER … SET SCHEMA."""
    kind = grammar.enum(node, "object_type").removeprefix("OBJECT_")
    start, schema, quiet = place.start, node.newschema, node.missing_ok
    if kind in _RELATIONS:
        yield SetSchema(start, "relation", relation(node.relation, place), schema, quiet)
    elif kind in {"TYPE", "DOMAIN"}:
        yield SetSchema(start, "type", flexible(node.object, place), schema, quiet)
    elif kind == "EXTENSION":
        yield SetSchema(start, "extension", flexible(node.object, place), schema, quiet)
    elif kind in _FUNCTIONS and (names := _trigger_functions([node.object], place)):
        yield SetSchema(start, "function", names[0], schema, quiet)
    else:
        yield Skipped(start, f"ALTER {kind.replace('_', ' ')} SET SCHEMA", _ASIDE)


_DROPS: dict[str, DropKind] = {
    "TABLE": "table",
    "FOREIGN_TABLE": "table",
    "VIEW": "view",
    "MATVIEW": "view",
    "INDEX": "index",
    "SEQUENCE": "sequence",
    "TYPE": "type",
    "DOMAIN": "type",
    "SCHEMA": "schema",
    "EXTENSION": "extension",
}


def drop(node: Node, place: Place) -> Iterator[Operation]:
    """DROP of anything."""
    kind = grammar.enum(node, "remove_type").removeprefix("OBJECT_")
    if kind == "TRIGGER":
        for item in node.objects:
            *table, name = grammar.strings(item.list.items)
            of = Name(table[-2] if len(table) > 1 else None, table[-1], place.start)
            yield DropTrigger(place.start, of, name, node.missing_ok)
    elif kind in _DROPS:
        names = tuple(flexible(item, place) for item in node.objects)
        yield Drop(place.start, _DROPS[kind], names, node.missing_ok, _cascade(node))
    elif kind in _FUNCTIONS and (functions := _trigger_functions(node.objects, place)):
        yield Drop(place.start, "function", functions, node.missing_ok, _cascade(node))
    else:
        yield Skipped(place.start, f"DROP {kind.replace('_', ' ')}", _ASIDE)


def comment(node: Node, place: Place) -> Iterator[Operation]:
    """COMMENT ON; a description of anything but tables, columns, types, keys is skipped."""
    kind = grammar.enum(node, "objtype").removeprefix("OBJECT_")
    start, text = place.start, node.comment or None
    if kind in {"TABLE", "FOREIGN_TABLE"}:
        yield Comment(start, "table", flexible(node.object, place), "", text)
    elif kind in {"TYPE", "DOMAIN"}:
        yield Comment(start, "type", flexible(node.object, place), "", text)
    elif kind in {"COLUMN", "TABCONSTRAINT"}:
        *of, part = grammar.strings(node.object.list.items)
        if not of:
            raise Unsupported("a comment on a column of no table")
        name = Name(of[-2] if len(of) > 1 else None, of[-1], start)
        yield Comment(start, "column" if kind == "COLUMN" else "constraint", name, part, text)
    elif kind == "INDEX":
        yield Comment(start, "index", listed(node.object.list.items, place), "", text)
    else:
        yield Skipped(start, f"COMMENT ON {kind.replace('_', ' ')}", "it describes no table")


ALTERATIONS: dict[str, Callable[[Node, Place], Iterator[Operation]]] = {
    "alter_table_stmt": alter_table,
    "alter_seq_stmt": alter_sequence,
    "rename_stmt": rename,
    "alter_object_schema_stmt": set_schema,
    "drop_stmt": drop,
    "comment_stmt": comment,
}
