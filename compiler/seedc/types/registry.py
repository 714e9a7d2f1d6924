"""Which codec a column's type has; a type that nothing here knows is text for the server."""

from collections.abc import Callable

from seedc.catalog import Catalog, EnumType, QualifiedName, RangeType, TypeRef
from seedc.types import (
    binary,
    dates,
    floats,
    integers,
    intervals,
    jsons,
    network,
    numerics,
    ranges,
    texts,
    times,
    timestamps,
    xmls,
)
from seedc.types.arrays import array
from seedc.types.codec import Codec
from seedc.types.names import SYSTEM, base_type, builtin, domain_chain, element_type

_BUILTIN: dict[str, Callable[[TypeRef], Codec]] = {
    "int2": integers.integer,
    "int4": integers.integer,
    "int8": integers.integer,
    "oid": integers.integer,
    "numeric": numerics.numeric,
    "money": numerics.money,
    "float4": floats.real,
    "float8": floats.double,
    "text": texts.text,
    "varchar": texts.text,
    "bpchar": texts.blank_padded,
    "name": texts.name,
    "char": texts.single_byte,
    "bool": texts.boolean,
    "uuid": binary.uuid,
    "bytea": binary.bytea,
    "bit": binary.bits,
    "varbit": binary.bits,
    "date": dates.date,
    "time": times.time,
    "timetz": times.timetz,
    "timestamp": timestamps.timestamp,
    "timestamptz": timestamps.timestamptz,
    "interval": intervals.interval,
    "json": jsons.json_text,
    "jsonb": jsons.jsonb,
    "xml": xmls.xml,
    "inet": network.inet,
    "cidr": network.cidr,
    "macaddr": network.macaddr,
    "macaddr8": network.macaddr,
}
_DAY_AFTER = ranges.next_date(dates.number)
# Range, multirange, subtype, and the successor of a discrete one.
_RANGES: tuple[tuple[str, str, str, Callable[[str], str] | None], ...] = (
    ("int4range", "int4multirange", "int4", ranges.next_integer),
    ("int8range", "int8multirange", "int8", ranges.next_integer),
    ("numrange", "nummultirange", "numeric", None),
    ("tsrange", "tsmultirange", "timestamp", None),
    ("tstzrange", "tstzmultirange", "timestamptz", None),
    ("daterange", "datemultirange", "date", _DAY_AFTER),
)
# Types passed on as text whose `=` tells any two different values apart.
_COMPARABLE_TEXT = frozenset(["tsvector", "pg_lsn", "xid8", "xid", "cid", "tid"])
_EXTENSION: dict[str, Callable[[TypeRef], Codec]] = {"citext": texts.citext}
_SEMICOLON = builtin("box").name  # the only type of PostgreSQL's own with another delimiter


def _builtin(type_: TypeRef) -> Codec:
    name = type_.name.name
    if make := _BUILTIN.get(name):
        return make(type_)
    for one, many, subtype, after in _RANGES:
        if name == one:
            return ranges.range_(type_, _builtin(builtin(subtype)), after)
        if name == many:
            return ranges.multirange(type_, _builtin(builtin(subtype)), after)
    return texts.opaque(type_, comparable=name in _COMPARABLE_TEXT)


def _multirange_of(name: QualifiedName, catalog: Catalog) -> RangeType | None:
    declared = (t for t in catalog.types.values() if isinstance(t, RangeType))
    return next((t for t in declared if t.multirange == name), None)


def _user(type_: TypeRef, catalog: Catalog) -> Codec:
    declared = catalog.types.get(type_.name)
    if isinstance(declared, EnumType):
        return texts.enum(type_, declared)
    if isinstance(declared, RangeType):
        return ranges.range_(type_, codec_for(declared.subtype, catalog))
    if of := _multirange_of(type_.name, catalog):
        return ranges.multirange(type_, codec_for(of.subtype, catalog))
    make = _EXTENSION.get(type_.name.name) if declared is None else None
    return make(type_) if make else texts.opaque(type_)


def _array(type_: TypeRef, catalog: Catalog) -> Codec:
    element = element_type(type_)
    chain = domain_chain(element, catalog)
    codec = codec_for(element, catalog)
    lists_are_elements = codec.family in ("json", "jsonb") or bool(chain and chain[-1].base.array)
    delimiter = ";" if element.name == _SEMICOLON else ","
    return array(type_, codec, nested=not lists_are_elements, delimiter=delimiter)


def codec_for(type_: TypeRef, catalog: Catalog) -> Codec:
    """The codec of a column type; a domain has the codec of its base."""
    base = base_type(type_, catalog)
    if base.array:
        return _array(base, catalog)
    return _builtin(base) if base.name.schema == SYSTEM else _user(base, catalog)
