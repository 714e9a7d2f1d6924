"""Keys, foreign keys, checks and exclusions, out of pg_constraint and pg_index."""

# ruff: noqa: S608 - every query is put together from this package's own constants

from typing import Literal

from seedc.catalog import (
    Check,
    Exclusion,
    ForeignKey,
    IndexElement,
    QualifiedName,
    Unique,
)
from seedc.server.introspection.session import (
    TABLES,
    Row,
    Session,
    expression,
    grouped,
    required,
)

_KINDS: dict[str | None, Literal["primary", "constraint", "index"]] = {
    "p": "primary",
    "u": "constraint",
    None: "index",
}
_ACTIONS = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}

# The keys of index i in order, without INCLUDE columns: a name, or NULL and the key's expression.
_ELEMENTS = """
  ARRAY(SELECT a.attname::text FROM generate_series(1, i.indnkeyatts) AS key
        LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[key - 1]
          AND i.indkey[key - 1] <> 0
        ORDER BY key) AS names,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, key, FALSE)
        FROM generate_series(1, i.indnkeyatts) AS key ORDER BY key) AS keys"""


def _elements(row: Row) -> tuple[IndexElement, ...]:
    return tuple(
        IndexElement(column=name) if name is not None else IndexElement(expression=required(key))
        for name, key in zip(row.names, row.keys, strict=True)
    )


def uniques(session: Session) -> dict[int, list[Unique]]:
    """Primary keys, unique constraints and unique indexes by their table's oid.

    An index that is not valid (a failed CREATE INDEX CONCURRENTLY, one of a partitioned table that
    lacks a partition's) proves nothing and is left out.
    """
    distinct = session.since(15, "i.indnullsnotdistinct", "FALSE")
    period = session.since(18, "k.conperiod", "FALSE")
    rows = session.rows(f"""
      SELECT c.oid::bigint AS relation, coalesce(k.conname, x.relname)::text AS name,
             k.contype::text AS kind, {_ELEMENTS},
             pg_get_expr(i.indpred, i.indrelid) AS predicate,
             {distinct} AS nulls_not_distinct, NOT i.indimmediate AS deferrable,
             coalesce(obj_description(k.oid, 'pg_constraint'),
                      obj_description(x.oid, 'pg_class')) AS comment
      FROM {TABLES}
      JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid
      JOIN pg_class AS x ON x.oid = i.indexrelid
      LEFT JOIN pg_constraint AS k ON k.conindid = i.indexrelid AND k.conrelid = c.oid
        AND k.contype IN ('p', 'u')
      WHERE NOT coalesce({period}, FALSE)""")
    return grouped((row.relation, _unique(row)) for row in rows)


def _unique(row: Row) -> Unique:
    return Unique(
        name=row.name,
        kind=_KINDS[row.kind],
        elements=_elements(row),
        predicate=expression(row.predicate),
        nulls_not_distinct=row.nulls_not_distinct,
        deferrable=row.deferrable,
        comment=row.comment,
    )


def exclusions(session: Session) -> dict[int, list[Exclusion]]:
    """EXCLUDE constraints by their table's oid, and keys WITHOUT OVERLAPS: each rests on one."""
    period = session.since(18, "k.conperiod", "FALSE")
    rows = session.rows(f"""
      SELECT c.oid::bigint AS relation, k.conname::text AS name, m.amname::text AS method,
             {_ELEMENTS},
             ARRAY(SELECT o.oprname::text FROM unnest(k.conexclop) WITH ORDINALITY AS u (oid, place)
                   JOIN pg_operator AS o ON o.oid = u.oid ORDER BY u.place) AS operators,
             pg_get_expr(i.indpred, i.indrelid) AS predicate, NOT i.indimmediate AS deferrable
      FROM {TABLES}
      JOIN pg_constraint AS k ON k.conrelid = c.oid
        AND (k.contype = 'x' OR k.contype IN ('p', 'u') AND {period})
      JOIN pg_index AS i ON i.indexrelid = k.conindid
      JOIN pg_class AS x ON x.oid = i.indexrelid
      JOIN pg_am AS m ON m.oid = x.relam""")
    return grouped((row.relation, _exclusion(row)) for row in rows)


def _exclusion(row: Row) -> Exclusion:
    return Exclusion(
        name=row.name,
        method=row.method,
        elements=tuple(zip(_elements(row), row.operators, strict=True)),
        predicate=expression(row.predicate),
        deferrable=row.deferrable,
    )


def foreign_keys(session: Session) -> dict[int, list[ForeignKey]]:
    """Foreign keys by the oid of the table that has them.

    A key that refers to a partitioned table has one further row for each partition, on the same
    table (conparentid names the key); those are PostgreSQL's own bookkeeping.
    """
    enforced = session.since(18, "k.conenforced", "TRUE")
    rows = session.rows(f"""
      SELECT c.oid::bigint AS relation, k.conname::text AS name,
             fn.nspname::text AS schema, f.relname::text AS table,
             {_names("k.conkey", "k.conrelid")} AS columns,
             {_names("k.confkey", "k.confrelid")} AS referenced,
             k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update,
             k.confmatchtype = 'f' AS match_full, k.condeferrable AS deferrable,
             k.condeferred AS deferred, k.convalidated AS valid, {enforced} AS enforced
      FROM {TABLES}
      JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'f'
      JOIN pg_class AS f ON f.oid = k.confrelid
      JOIN pg_namespace AS fn ON fn.oid = f.relnamespace
      WHERE NOT EXISTS (SELECT FROM pg_constraint AS p
                        WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)""")
    return grouped((row.relation, _foreign_key(row)) for row in rows)


def _names(numbers: str, relation: str) -> str:
    """SQL for the column names behind an array of column numbers, in its order."""
    return f"""
      ARRAY(SELECT a.attname::text FROM unnest({numbers}) WITH ORDINALITY AS u (number, place)
            JOIN pg_attribute AS a ON a.attrelid = {relation} AND a.attnum = u.number
            ORDER BY u.place)"""


def _foreign_key(row: Row) -> ForeignKey:
    return ForeignKey(
        name=row.name,
        columns=tuple(row.columns),
        table=QualifiedName(row.schema, row.table),
        references=tuple(row.referenced),
        on_delete=_ACTIONS[row.on_delete],
        on_update=_ACTIONS[row.on_update],
        match_full=row.match_full,
        deferrable=row.deferrable,
        initially_deferred=row.deferred,
        valid=row.valid,
        enforced=row.enforced,
    )


def table_checks(session: Session) -> dict[int, list[Check]]:
    """The CHECK constraints of tables by the table's oid, inherited ones included."""
    return _checks(session, "k.conrelid", domain=False)


def domain_checks(session: Session) -> dict[int, list[Check]]:
    """The CHECK constraints of domains by the domain's oid."""
    return _checks(session, "k.contypid", domain=True)


def _checks(session: Session, owner: str, *, domain: bool) -> dict[int, list[Check]]:
    enforced = session.since(18, "k.conenforced", "TRUE")
    rows = session.rows(f"""
      SELECT {owner}::bigint AS owner, k.conname::text AS name,
             pg_get_expr(k.conbin, k.conrelid) AS expression, k.convalidated AS valid,
             {enforced} AS enforced, k.connoinherit AS no_inherit
      FROM pg_constraint AS k
      JOIN pg_namespace AS n ON n.oid = k.connamespace
      WHERE k.contype = 'c' AND {owner} <> 0""")
    return grouped((row.owner, _check(row, domain=domain)) for row in rows)


def _check(row: Row, *, domain: bool) -> Check:
    return Check(
        name=row.name,
        expression=required(row.expression, domain=domain),
        valid=row.valid,
        enforced=row.enforced,
        no_inherit=row.no_inherit,
    )
