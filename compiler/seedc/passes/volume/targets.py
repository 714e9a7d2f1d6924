"""What a generator is told of the column it serves."""

from seedc.catalog import Catalog, EnumType, TypeRef
from seedc.generators.values import Meaning, Target, Value
from seedc.ir import expr
from seedc.ir.encoding import Encoding
from seedc.passes.seedplan import BoundTable
from seedc.types.names import SYSTEM, base_type, type_sql

_LENGTHS = frozenset(["varchar", "bpchar"])


def target_of(bound: BoundTable, name: str, catalog: Catalog) -> Target:
    """The target of a table's column."""
    key = ("target", name)
    if key not in bound.memo:
        bound.memo[key] = _target_of(bound, name, catalog)
    found: Target = bound.memo[key]
    return found


def _target_of(bound: BoundTable, name: str, catalog: Catalog) -> Target:
    column = bound.columns[name]
    base = base_type(column.type, catalog)
    declared = catalog.types.get(base.name)
    precision, scale = _digits(base)
    return Target(
        table=str(bound.table.name),
        column=name,
        type_name=base.name.name if base.name.schema == SYSTEM else str(base.name),
        type_sql=type_sql(base),
        array=base.array,
        length=base.modifiers[0] if base.name.name in _LENGTHS and base.modifiers else None,
        precision=precision,
        scale=scale,
        labels=declared.labels if isinstance(declared, EnumType) else (),
        required=bound.required(column),
    )


def _digits(base: TypeRef) -> tuple[int | None, int | None]:
    if base.name.name != "numeric" or not base.modifiers:
        return None, None
    precision, scale = (*base.modifiers, 0)[:2]
    return precision, scale


_MEANINGS: dict[str, Meaning] = {
    "integer": "integer",
    "numeric": "decimal",
    "float": "decimal",
    "boolean": "boolean",
    "text": "text",
    "cast": "literal",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "interval": "interval",
}


def meaning_of(encoding: Encoding, target: Target) -> Meaning:
    """What a column's core value stands for, to whoever reads it again."""
    if target.labels and not target.array:
        return "text"
    return _MEANINGS[encoding.unit]


_NATURAL: dict[str, tuple[Meaning, int]] = {
    "int2": ("integer", 0),
    "int4": ("integer", 0),
    "int8": ("integer", 0),
    "float4": ("literal", 0),
    "float8": ("literal", 0),
    "bool": ("boolean", 0),
    "text": ("text", 0),
    "varchar": ("text", 0),
    "bpchar": ("text", 0),
    "citext": ("text", 0),
    "date": ("date", 0),
    "time": ("time", 6),
    "timestamp": ("timestamp", 6),
    "timestamptz": ("timestamp", 6),
}


def natural(target: Target) -> Value:
    """The form in which a column's curated values are read: a sample without a value of its own."""
    if target.array:
        meaning, scale = _NATURAL["float8"]
    elif target.type_name == "numeric":
        # Without a declared scale the values keep their own: as text they lose nothing.
        meaning, scale = ("literal", 0) if target.scale is None else ("decimal", target.scale)
    elif target.labels:
        meaning, scale = "text", 0
    else:
        meaning, scale = _NATURAL.get(target.type_name, ("literal", 0))
    kind: expr.Kind = "bool" if meaning == "boolean" else "int"
    if meaning in ("text", "literal"):
        kind = "text"
    return Value(expr.null(kind), meaning, scale)
