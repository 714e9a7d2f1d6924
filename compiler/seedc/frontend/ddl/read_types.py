"""Statements about types, domains and enums, as operations."""

from collections.abc import Callable, Iterator

from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node
from seedc.frontend.ddl.nodes import (
    Place,
    Unsupported,
    constraint,
    definition,
    listed,
    relation,
    type_use,
)
from seedc.frontend.ddl.operations import (
    AddLabel,
    AlterDomain,
    CreateBaseType,
    CreateComposite,
    CreateDomain,
    CreateEnum,
    CreateRange,
    Operation,
    RenameLabel,
    Skipped,
)
from seedc.frontend.ddl.specs import ConstraintSpec, Name, TypeUse


def create_enum(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE TYPE … AS ENUM."""
    yield CreateEnum(place.start, listed(node.type_name, place), grammar.strings(node.vals))


def alter_enum(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER TYPE … ADD VALUE and RENAME VALUE."""
    name = listed(node.type_name, place)
    if node.old_val:
        yield RenameLabel(place.start, name, node.old_val, node.new_val)
        return
    near = (node.new_val_neighbor, node.new_val_is_after) if node.new_val_neighbor else None
    yield AddLabel(place.start, name, node.new_val, node.skip_if_new_val_exists, near)


def create_domain(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE DOMAIN."""
    default, not_null = None, False
    checks: list[ConstraintSpec] = []
    for item in node.constraints:
        kind = grammar.enum(item.constraint, "contype")
        if kind == "CONSTR_DEFAULT":
            default = grammar.expression_of(item.constraint.raw_expr, domain=True)
        elif kind == "CONSTR_NOTNULL":
            not_null = True
        elif kind == "CONSTR_CHECK":
            checks.append(constraint(item.constraint, place, domain=True))
        elif kind != "CONSTR_NULL":
            raise Unsupported(f"a domain constraint of the kind {kind}")
    yield CreateDomain(
        place.start,
        name=listed(node.domainname, place),
        base=type_use(node.type_name, place),
        not_null=not_null,
        default=default,
        checks=tuple(checks),
    )


def alter_domain(node: Node, place: Place) -> Iterator[Operation]:
    """ALTER DOMAIN; `subtype` is a letter, see AlterDomainStmt in parsenodes.h."""
    domain, start = listed(node.type_name, place), place.start
    match node.subtype:
        case "T":
            present = bool(definition(node).WhichOneof("node"))
            default = grammar.expression_of(definition(node), domain=True) if present else None
            yield AlterDomain(start, domain, "default", default=default)
        case "O":
            yield AlterDomain(start, domain, "set not null")
        case "N":
            yield AlterDomain(start, domain, "drop not null")
        case "C":
            if grammar.enum(definition(node).constraint, "contype") == "CONSTR_NOTNULL":
                yield AlterDomain(start, domain, "set not null")
                return
            added = constraint(definition(node).constraint, place, domain=True)
            yield AlterDomain(start, domain, "add", constraint=added)
        case "X":
            yield AlterDomain(start, domain, "drop", name=node.name, if_exists=node.missing_ok)
        case "V":
            yield AlterDomain(start, domain, "validate", name=node.name)
        case _:
            raise Unsupported(f'ALTER DOMAIN of the kind "{node.subtype}"')


def create_composite(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE TYPE … AS (…)."""
    attributes = tuple(
        (item.column_def.colname, type_use(item.column_def.type_name, place))
        for item in node.coldeflist
    )
    yield CreateComposite(place.start, relation(node.typevar, place), attributes)


def create_range(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE TYPE … AS RANGE."""
    parameters = {item.def_elem.defname: item.def_elem.arg for item in node.params}
    if "subtype" not in parameters:
        raise Unsupported("a range type without SUBTYPE")
    multirange = parameters.get("multirange_type_name")
    yield CreateRange(
        place.start,
        listed(node.type_name, place),
        _subtype(parameters["subtype"], place),
        listed(multirange.type_name.names, place) if multirange is not None else None,
    )


def _subtype(node: Node, place: Place) -> TypeUse:
    """SUBTYPE = int4, or quoted as a string, which PostgreSQL takes for a name too."""
    kind = node.WhichOneof("node")
    if kind == "type_name":
        return type_use(node.type_name, place)
    if kind == "string":
        return TypeUse(Name(None, node.string.sval, place.start))
    raise Unsupported("a range type whose SUBTYPE is no type")


def define(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE TYPE with INPUT and OUTPUT, and the other objects that DefineStmt makes."""
    kind = grammar.enum(node, "kind").removeprefix("OBJECT_")
    if kind == "TYPE":
        yield CreateBaseType(place.start, listed(node.defnames, place))
    else:
        yield Skipped(place.start, f"CREATE {kind.replace('_', ' ')}", "it does not touch tables")


TYPES: dict[str, Callable[[Node, Place], Iterator[Operation]]] = {
    "create_enum_stmt": create_enum,
    "alter_enum_stmt": alter_enum,
    "create_domain_stmt": create_domain,
    "alter_domain_stmt": alter_domain,
    "composite_type_stmt": create_composite,
    "create_range_stmt": create_range,
    "define_stmt": define,
}
