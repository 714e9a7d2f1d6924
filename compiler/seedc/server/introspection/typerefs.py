"""A use of a type: pg_type's row and a type modifier to TypeRef."""

import re

from seedc.catalog import QualifiedName, TypeRef

# format_type prints the modifier of every type, those of extensions included, so no typmod is
# decoded here: `character varying(3)[]`, `interval day to second(3)`, `gis.geometry(Point,4326)`.
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MODIFIERS = re.compile(r"\(([^()]*)\)")
_INTEGER = re.compile(r"-?\d+\Z")
_FIELDS = re.compile(r"interval((?: (?:year|month|day|hour|minute|second|to))+)")


def columns(type_oid: str, modifier: str) -> tuple[str, str]:
    """The select list and the joins that `decode` needs, for SQL expressions of oid and typmod.

    A true array is what pg_type calls so both ways (int2vector has an element but is no array).
    """
    select = f"""
      tn.nspname::text AS type_schema, coalesce(te.typname, ty.typname)::text AS type_name,
      te.oid IS NOT NULL AS type_array,
      CASE WHEN {modifier} >= 0 THEN format_type(ty.oid, {modifier}) END AS type_text"""
    joins = f"""
      JOIN pg_type AS ty ON ty.oid = {type_oid}
      LEFT JOIN pg_type AS te ON te.oid = ty.typelem AND te.typarray = ty.oid
      JOIN pg_namespace AS tn ON tn.oid = coalesce(te.typnamespace, ty.typnamespace)"""
    return select, joins


def decode(schema: str, name: str, array: bool, text: str | None) -> TypeRef:
    """A TypeRef from a row of `columns`; `text` is format_type's, None without a modifier."""
    bare = _QUOTED.sub("", text or "")
    found = _MODIFIERS.search(bare)
    modifiers = found.group(1).split(",") if found else []
    fields = _FIELDS.match(bare)
    return TypeRef(
        QualifiedName(schema, name),
        tuple(int(m) for m in modifiers if _INTEGER.match(m.strip())),
        fields.group(1).strip() if fields else "",
        array,
    )
