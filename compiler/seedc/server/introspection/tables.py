"""Tables, their columns and their triggers, out of pg_class, pg_attribute and pg_trigger."""

# ruff: noqa: S608 - every query is put together from this package's own constants

import re
from dataclasses import dataclass
from typing import Literal

from seedc.catalog import Column, QualifiedName, Trigger
from seedc.server.introspection import typerefs
from seedc.server.introspection.session import (
    TABLES,
    Row,
    Session,
    expression,
    grouped,
    partitioning,
    type_ref,
)

_KINDS: dict[str, Literal["table", "partitioned", "foreign"]] = {
    "r": "table",
    "p": "partitioned",
    "f": "foreign",
}
_IDENTITY: dict[str, Literal["", "always", "by default"]] = {"a": "always", "d": "by default"}
_GENERATED: dict[str, Literal["", "stored", "virtual"]] = {"s": "stored", "v": "virtual"}
# The default of a serial column, and what versions before 8.1 dumped for one.
_NEXTVAL = re.compile(
    r"\(?nextval\('(?:[^']|'')+'::regclass\)(?:\)::(?:smallint|integer|bigint))?\Z"
)
_NEXTVAL_OF_TEXT = re.compile(r"nextval\(\('(?P<name>(?:[^']|'')+)'::text\)::regclass\)\Z")
# A text that a sequence counts is no number that could pass the sequence.
_TEXTS = frozenset(["text", "varchar", "bpchar", "name", "citext"])
_TIMINGS: dict[int, Literal["before", "after", "instead of"]] = {
    0: "after",
    1 << 1: "before",
    1 << 6: "instead of",
}
_EVENTS = ((1 << 3, "delete"), (1 << 2, "insert"), (1 << 5, "truncate"), (1 << 4, "update"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What pg_class says of a table: everything but columns, constraints and triggers."""

    oid: int
    name: QualifiedName
    kind: Literal["table", "partitioned", "partition", "foreign"]
    partition_of: QualifiedName | None
    partition_key: str | None
    partition_bound: str | None
    inherits: tuple[QualifiedName, ...]
    row_security: bool
    comment: str | None


def heads(session: Session) -> list[Head]:
    """The tables that can hold rows, sorted by name."""
    parents = grouped((row.child, QualifiedName(row.schema, row.name)) for row in _parents(session))
    rows = session.rows(f"""
      SELECT c.oid::bigint AS oid, n.nspname::text AS schema, c.relname::text AS name,
             c.relkind::text AS kind, c.relispartition AS partition,
             c.relrowsecurity AS row_security, pg_get_partkeydef(c.oid) AS partition_key,
             pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
             obj_description(c.oid, 'pg_class') AS comment
      FROM {TABLES}""")
    return sorted((_head(row, tuple(parents[row.oid])) for row in rows), key=lambda h: h.name)


def _head(row: Row, parents: tuple[QualifiedName, ...]) -> Head:
    kind = _KINDS[row.kind]
    return Head(
        oid=row.oid,
        name=QualifiedName(row.schema, row.name),
        kind="partition" if row.partition and kind == "table" else kind,
        partition_of=parents[0] if row.partition else None,
        partition_key=row.partition_key
        and partitioning(f"PARTITION BY {row.partition_key}").partition_key,
        partition_bound=row.partition_bound and partitioning(row.partition_bound).bound,
        inherits=() if row.partition else parents,
        row_security=row.row_security,
        comment=row.comment,
    )


def _parents(session: Session) -> list[Row]:
    return session.rows("""
      SELECT i.inhrelid::bigint AS child, n.nspname::text AS schema, c.relname::text AS name
      FROM pg_inherits AS i
      JOIN pg_class AS c ON c.oid = i.inhparent
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      ORDER BY i.inhrelid, i.inhseqno""")


def columns(session: Session) -> dict[int, list[Column]]:
    """The columns by their table's oid, in order."""
    select, joins = typerefs.columns("a.atttypid", "a.atttypmod")
    sequences = {(row.relation, row.position): row for row in _column_sequences(session)}
    rows = session.rows(f"""
      SELECT c.oid::bigint AS relation, a.attnum AS position, a.attname::text AS name,
             n.nspname::text AS schema, {select}, a.attnotnull AS not_null,
             a.attidentity::text AS identity, a.attgenerated::text AS generated,
             pg_get_expr(d.adbin, d.adrelid) AS expression,
             CASE WHEN a.attcollation <> ty.typcollation THEN co.collname::text END AS collation,
             col_description(c.oid, a.attnum) AS comment
      FROM {TABLES}
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      {joins}
      LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
      LEFT JOIN pg_collation AS co ON co.oid = a.attcollation
      ORDER BY c.oid, a.attnum""")
    return grouped(
        (row.relation, _column(row, sequences.get((row.relation, row.position)))) for row in rows
    )


def _column(row: Row, sequence_row: Row | None) -> Column:
    sequence = _sequence(row, sequence_row)
    generated = _GENERATED.get(row.generated, "")
    written = None if sequence else expression(row.expression)
    return Column(
        name=row.name,
        type=type_ref(row),
        not_null=row.not_null,
        default=None if generated else written,
        identity=_IDENTITY.get(row.identity, ""),
        generated=generated,
        generation=written if generated else None,
        sequence=sequence,
        collation=row.collation,
        comment=row.comment,
    )


def _sequence(row: Row, depends: Row | None) -> QualifiedName | None:
    """The sequence of an identity column, or of a default that is nextval of a constant."""
    text: str = row.expression or ""
    if row.type_name in _TEXTS:
        return None
    if depends and (depends.identity or _NEXTVAL.match(text)):
        return QualifiedName(depends.schema, depends.name)
    if found := _NEXTVAL_OF_TEXT.match(text):
        return _parsed(found.group("name").replace("''", "'"), row.schema)
    return None


def _parsed(name: str, schema: str) -> QualifiedName:
    """The name in a text constant; without a schema it is looked for beside the table."""
    parts = re.findall(r'"(?:[^"]|"")*"|[^".]+', name)
    plain = [p[1:-1].replace('""', '"') if p.startswith('"') else p.lower() for p in parts]
    return QualifiedName(plain[-2] if len(plain) > 1 else schema, plain[-1])


def _column_sequences(session: Session) -> list[Row]:
    """Each identity column's sequence, and the sequences that a default names by regclass.

    From 17 on a partition has the identity of its root: the sequence belongs to that alone.
    """
    return session.rows("""
      SELECT d.refobjid::bigint AS relation, d.refobjsubid AS position, TRUE AS identity,
             n.nspname::text AS schema, s.relname::text AS name
      FROM pg_depend AS d
      JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
      JOIN pg_namespace AS n ON n.oid = s.relnamespace
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.deptype = 'i'
      UNION ALL
      SELECT c.oid::bigint, a.attnum, TRUE, n.nspname::text, s.relname::text
      FROM pg_class AS c
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attidentity <> ''
      JOIN pg_attribute AS r ON r.attrelid = pg_partition_root(c.oid) AND r.attname = a.attname
      JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass
        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = r.attrelid
        AND d.refobjsubid = r.attnum AND d.deptype = 'i'
      JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
      JOIN pg_namespace AS n ON n.oid = s.relnamespace
      WHERE c.relispartition
      UNION ALL
      SELECT a.adrelid::bigint, a.adnum, FALSE, n.nspname::text, s.relname::text
      FROM pg_attrdef AS a
      JOIN pg_depend AS d ON d.classid = 'pg_attrdef'::regclass AND d.objid = a.oid
        AND d.refclassid = 'pg_class'::regclass
      JOIN pg_class AS s ON s.oid = d.refobjid AND s.relkind = 'S'
      JOIN pg_namespace AS n ON n.oid = s.relnamespace""")


def triggers(session: Session) -> dict[int, list[Trigger]]:
    """The user triggers by their table's oid; a partition has its copies of the parent's.

    Servers before 15 call those copies internal. What is really internal (foreign keys, deferred
    uniqueness) runs a function of pg_catalog.
    """
    rows = session.rows(f"""
      SELECT c.oid::bigint AS relation, g.tgname::text AS name, g.tgtype::int AS bits,
             g.tgenabled::text AS enabled, fn.nspname::text AS function_schema,
             f.proname::text AS function_name
      FROM {TABLES}
      JOIN pg_trigger AS g ON g.tgrelid = c.oid
      JOIN pg_proc AS f ON f.oid = g.tgfoid
      JOIN pg_namespace AS fn ON fn.oid = f.pronamespace
      WHERE NOT g.tgisinternal OR fn.nspname <> 'pg_catalog'""")
    return grouped((row.relation, _trigger(row)) for row in rows)


def _trigger(row: Row) -> Trigger:
    """tgtype's bits are TRIGGER_TYPE_… of src/include/catalog/pg_trigger.h."""
    return Trigger(
        name=row.name,
        timing=_TIMINGS[row.bits & (1 << 1 | 1 << 6)],
        events=tuple(event for bit, event in _EVENTS if row.bits & bit),
        row=bool(row.bits & 1),
        function=str(QualifiedName(row.function_schema, row.function_name)),
        enabled=row.enabled in ("O", "A"),
    )
