"""Enums, domains, composite and range types."""

from dataclasses import replace

from seedc.catalog import (
    Check,
    CompositeType,
    DomainType,
    EnumType,
    QualifiedName,
    RangeType,
    TypeRef,
    UserType,
)
from seedc.diagnostics import Note, nearest_help
from seedc.frontend.ddl import grammar, names
from seedc.frontend.ddl import operations as op
from seedc.frontend.ddl.apply_columns import resolved
from seedc.frontend.ddl.specs import ConstraintSpec, Name
from seedc.frontend.ddl.state import Mistake, State
from seedc.quote import literal


def _new(state: State, name: Name) -> QualifiedName:
    """The place of a new type; raises Mistake where a type or table has the name."""
    qualified = state.place(name)
    known = state.types.get(qualified)
    if qualified in state.types and known is not None:
        raise Mistake(
            "SD408",
            name.origin,
            f'type "{qualified}" exists already',
            *([Note("the first one is here", known.origin)] if known.origin else ()),
        )
    if qualified in state.tables:
        raise Mistake("SD408", name.origin, f'"{qualified}" exists already as a table')
    return qualified


def create_enum(state: State, operation: op.CreateEnum) -> None:
    """CREATE TYPE … AS ENUM."""
    name = _new(state, operation.name)
    seen: set[str] = set()
    for label in operation.labels:
        if label in seen:
            raise Mistake("SD414", operation.origin, f'enum "{name}" has the label "{label}" twice')
        seen.add(label)
    state.types[name] = EnumType(name=name, labels=operation.labels, origin=operation.origin)


def _enum(state: State, name: Name) -> EnumType:
    found = state.types[state.user_type(name)]
    if not isinstance(found, EnumType):
        raise Mistake("SD414", name.origin, f'type "{name}" is no enum')
    return found


def _label(enum: EnumType, label: str, operation: op.Operation) -> int:
    if label not in enum.labels:
        raise Mistake(
            "SD414",
            operation.origin,
            f'enum "{enum.name}" has no label "{label}"',
            help=nearest_help("label", label, enum.labels),
        )
    return enum.labels.index(label)


def add_label(state: State, operation: op.AddLabel) -> None:
    """ALTER TYPE … ADD VALUE."""
    enum = _enum(state, operation.type)
    if operation.label in enum.labels:
        if operation.if_not_exists:
            return
        raise Mistake(
            "SD414",
            operation.origin,
            f'enum "{enum.name}" has the label "{operation.label}" already',
        )
    position = len(enum.labels)
    if operation.neighbour is not None:
        neighbour, after = operation.neighbour
        position = _label(enum, neighbour, operation) + after
    labels = (*enum.labels[:position], operation.label, *enum.labels[position:])
    state.types[enum.name] = replace(enum, labels=labels)


def rename_label(state: State, operation: op.RenameLabel) -> None:
    """ALTER TYPE … RENAME VALUE."""
    enum = _enum(state, operation.type)
    position = _label(enum, operation.old, operation)
    labels = (*enum.labels[:position], operation.new, *enum.labels[position + 1 :])
    state.types[enum.name] = replace(enum, labels=labels)
    _rename_in_defaults(state, enum.name, operation)


def _rename_in_defaults(state: State, enum: QualifiedName, operation: op.RenameLabel) -> None:
    """The server stores which label is the default, not how it is spelled."""
    old, new = (grammar.expression(literal(label)) for label in (operation.old, operation.new))
    for table in state.tables.values():
        for position, column in enumerate(table.columns):
            if column.type == TypeRef(enum) and column.default == old:
                table.columns[position] = replace(column, default=new)


def create_domain(state: State, operation: op.CreateDomain) -> None:
    """CREATE DOMAIN."""
    name = _new(state, operation.name)
    base = resolved(state, operation.base)
    below = state.types.get(base.name)
    inherited = below.default if isinstance(below, DomainType) and not base.array else None
    domain = DomainType(
        name=name,
        base=base,
        not_null=operation.not_null,
        default=operation.default or inherited,
        origin=operation.origin,
    )
    if operation.default is not None and operation.default.normal == "NULL":
        domain = replace(domain, default=None)
    for spec in operation.checks:
        domain = _with_check(state, domain, spec)
    state.types[name] = domain


def _with_check(state: State, domain: DomainType, spec: ConstraintSpec) -> DomainType:
    assert spec.expression is not None
    schema = domain.name.schema
    name = spec.name or names.choose(
        domain.name.name,
        "",
        "check",
        lambda n: state.constraint_taken(QualifiedName(schema, n)),
    )
    state.constraint_names[QualifiedName(schema, name)] += 1
    check = Check(name=name, expression=spec.expression, valid=spec.valid, origin=spec.origin)
    return replace(domain, checks=(*domain.checks, check))


def _domain(state: State, name: Name) -> DomainType:
    found = state.types[state.user_type(name)]
    if not isinstance(found, DomainType):
        raise Mistake("SD407", name.origin, f'type "{name}" is no domain')
    return found


def alter_domain(state: State, operation: op.AlterDomain) -> None:
    """ALTER DOMAIN."""
    domain = _domain(state, operation.domain)
    match operation.action:
        case "default":
            domain = replace(domain, default=operation.default)
        case "set not null" | "drop not null":
            domain = replace(domain, not_null=operation.action == "set not null")
        case "add":
            assert operation.constraint is not None
            domain = _with_check(state, domain, operation.constraint)
        case "drop" | "validate":
            if not any(check.name == operation.name for check in domain.checks):
                if operation.if_exists:
                    return
                raise _no_check(domain, operation.name, operation)
            if operation.action == "validate":
                checks = tuple(_valid(check, operation.name) for check in domain.checks)
            else:
                state.constraint_names[QualifiedName(domain.name.schema, operation.name)] -= 1
                checks = tuple(c for c in domain.checks if c.name != operation.name)
            domain = replace(domain, checks=checks)
    state.types[domain.name] = domain


def _valid(check: Check, name: str) -> Check:
    return replace(check, valid=True) if check.name == name else check


def _no_check(domain: DomainType, name: str, operation: op.Operation) -> Mistake:
    return Mistake(
        "SD409",
        operation.origin,
        f'domain "{domain.name}" has no constraint "{name}"',
        help=nearest_help("constraint", name, [check.name for check in domain.checks]),
    )


def rename_domain_constraint(state: State, operation: op.Rename) -> None:
    """ALTER DOMAIN … RENAME CONSTRAINT."""
    domain = _domain(state, operation.of)
    if not any(check.name == operation.part for check in domain.checks):
        raise _no_check(domain, operation.part, operation)
    checks = tuple(
        replace(check, name=operation.new) if check.name == operation.part else check
        for check in domain.checks
    )
    state.types[domain.name] = replace(domain, checks=checks)


def create_composite(state: State, operation: op.CreateComposite) -> None:
    """CREATE TYPE … AS (…)."""
    name = _new(state, operation.name)
    attributes = tuple((label, resolved(state, use)) for label, use in operation.attributes)
    state.types[name] = CompositeType(name=name, attributes=attributes, origin=operation.origin)


def create_range(state: State, operation: op.CreateRange) -> None:
    """CREATE TYPE … AS RANGE, with the name of its multirange (makeMultirangeTypeName)."""
    name = _new(state, operation.name)
    if operation.multirange is not None:
        schema = operation.multirange.schema or name.schema
        multirange = QualifiedName(schema, operation.multirange.name)
    else:
        multirange = QualifiedName(name.schema, _multirange(name.name))
    state.types[name] = RangeType(
        name=name,
        subtype=resolved(state, operation.subtype),
        multirange=multirange,
        origin=operation.origin,
    )
    state.types[multirange] = None


def _multirange(name: str) -> str:
    if "range" in name:
        return names.clip(name.replace("range", "multirange", 1))
    return names.clip(name, names.LIMIT - len("_multirange")) + "_multirange"


def create_base(state: State, operation: op.CreateBaseType) -> None:
    """CREATE TYPE with INPUT, or the shell of one: columns may have it, nothing is known of it."""
    name = state.place(operation.name)
    state.types.setdefault(name, None)


def with_comment(found: UserType, text: str | None) -> UserType:
    """The type with a description."""
    return replace(found, comment=text)
