"""Enums, domains, composite and range types, and sequences, out of pg_type and pg_sequence."""

# ruff: noqa: S608 - every query is put together from this package's own constants

from typing import Literal

from seedc.catalog import (
    CompositeType,
    DomainType,
    EnumType,
    QualifiedName,
    RangeType,
    Sequence,
    TypeRef,
    UserType,
)
from seedc.server.introspection import typerefs
from seedc.server.introspection.constraints import domain_checks
from seedc.server.introspection.session import (
    TYPES,
    USER_SCHEMA,
    Row,
    Session,
    expression,
    grouped,
    type_ref,
)

_INTEGERS: dict[str, Literal["smallint", "integer", "bigint"]] = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
}
_COMMENT = "obj_description(t.oid, 'pg_type') AS comment"


def types(session: Session) -> list[UserType]:
    """All user-defined types that the Catalog knows, sorted by name."""
    found = [*_enums(session), *_domains(session), *_composites(session), *_ranges(session)]
    return sorted(found, key=lambda t: t.name)


def _name(row: Row) -> QualifiedName:
    return QualifiedName(row.schema, row.name)


def _enums(session: Session) -> list[UserType]:
    rows = session.rows(f"""
      SELECT n.nspname::text AS schema, t.typname::text AS name, {_COMMENT},
             ARRAY(SELECT l.enumlabel::text FROM pg_enum AS l WHERE l.enumtypid = t.oid
                   ORDER BY l.enumsortorder) AS labels
      FROM {TYPES} WHERE t.typtype = 'e'""")
    return [EnumType(name=_name(r), labels=tuple(r.labels), comment=r.comment) for r in rows]


def _domains(session: Session) -> list[UserType]:
    select, joins = typerefs.columns("t.typbasetype", "t.typtypmod")
    checks = domain_checks(session)
    rows = session.rows(f"""
      SELECT t.oid::bigint AS oid, n.nspname::text AS schema, t.typname::text AS name, {_COMMENT},
             {select}, t.typnotnull AS not_null, pg_get_expr(t.typdefaultbin, 0) AS default_text
      FROM {TYPES} {joins} WHERE t.typtype = 'd'""")
    return [
        DomainType(
            name=_name(row),
            base=type_ref(row),
            not_null=row.not_null,
            default=expression(row.default_text, domain=True),
            checks=tuple(sorted(checks.get(row.oid, ()), key=lambda c: c.name)),
            comment=row.comment,
        )
        for row in rows
    ]


def _composites(session: Session) -> list[UserType]:
    """Stand-alone composite types; a table's row type is the table."""
    select, joins = typerefs.columns("a.atttypid", "a.atttypmod")
    own = f"{TYPES} JOIN pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'"
    members = session.rows(f"""
      SELECT t.oid::bigint AS oid, a.attname::text AS name, {select}
      FROM {own} JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped {joins}
      ORDER BY t.oid, a.attnum""")
    attributes: dict[int, list[tuple[str, TypeRef]]] = grouped(
        (row.oid, (row.name, type_ref(row))) for row in members
    )
    rows = session.rows(f"""
      SELECT t.oid::bigint AS oid, n.nspname::text AS schema, t.typname::text AS name, {_COMMENT}
      FROM {own}""")
    return [
        CompositeType(
            name=_name(row), attributes=tuple(attributes.get(row.oid, ())), comment=row.comment
        )
        for row in rows
    ]


def _ranges(session: Session) -> list[UserType]:
    """Range types; multiranges came with 14, before it the name is the one that 14 would give."""
    select, joins = typerefs.columns("r.rngsubtype", "-1")
    multirange = session.since(14, "r.rngmultitypid", "NULL::oid")
    rows = session.rows(f"""
      SELECT n.nspname::text AS schema, t.typname::text AS name, {_COMMENT}, {select},
             mn.nspname::text AS multirange_schema, m.typname::text AS multirange
      FROM {TYPES} JOIN pg_range AS r ON r.rngtypid = t.oid {joins}
      LEFT JOIN pg_type AS m ON m.oid = {multirange}
      LEFT JOIN pg_namespace AS mn ON mn.oid = m.typnamespace
      WHERE t.typtype = 'r'""")
    return [
        RangeType(
            name=_name(row),
            subtype=type_ref(row),
            multirange=QualifiedName(row.multirange_schema, row.multirange)
            if row.multirange
            else QualifiedName(row.schema, _multirange_name(row.name)),
            comment=row.comment,
        )
        for row in rows
    ]


def _multirange_name(name: str) -> str:
    """makeMultirangeTypeName of src/backend/catalog/pg_type.c, truncation apart."""
    if "range" in name:
        return name.replace("range", "multirange", 1)
    return f"{name}_multirange"


def sequences(session: Session) -> list[Sequence]:
    """All sequences, those of serial and identity columns included, sorted by name."""
    rows = session.rows(f"""
      SELECT n.nspname::text AS schema, c.relname::text AS name, ty.typname::text AS type,
             s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS minimum,
             s.seqmax AS maximum, s.seqcache AS cache, s.seqcycle AS cycle,
             tn.nspname::text AS table_schema, o.relname::text AS table_name,
             a.attname::text AS column_name
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace AND {USER_SCHEMA}
      JOIN pg_sequence AS s ON s.seqrelid = c.oid
      JOIN pg_type AS ty ON ty.oid = s.seqtypid
      LEFT JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
      LEFT JOIN pg_class AS o ON o.oid = d.refobjid
      LEFT JOIN pg_namespace AS tn ON tn.oid = o.relnamespace
      LEFT JOIN pg_attribute AS a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid
      WHERE c.relkind = 'S'
        AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = 'pg_class'::regclass
          AND e.objid = c.oid AND e.deptype = 'e')""")
    return sorted(map(_sequence, rows), key=lambda s: s.name)


def _sequence(row: Row) -> Sequence:
    return Sequence(
        name=_name(row),
        type=_INTEGERS[row.type],
        start=row.start,
        increment=row.increment,
        minimum=row.minimum,
        maximum=row.maximum,
        cache=row.cache,
        cycle=row.cycle,
        owned_by=(QualifiedName(row.table_schema, row.table_name), row.column_name)
        if row.column_name
        else None,
    )
