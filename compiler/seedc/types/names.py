"""How a type is written in SQL, and what a domain is made of."""

from collections.abc import Callable

from seedc.catalog import Catalog, DomainType, QualifiedName, TypeRef
from seedc.quote import Sql, dotted, ident

SYSTEM = "pg_catalog"

# format_type_extended in src/backend/utils/adt/format_type.c: the names that differ from pg_type's.
_SPELLED = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "varchar": "character varying",
    "varbit": "bit varying",
    "numeric": "numeric",
    "json": "json",
    "char": '"char"',
}
_ZONED = {
    "time": ("time", "without"),
    "timetz": ("time", "with"),
    "timestamp": ("timestamp", "without"),
    "timestamptz": ("timestamp", "with"),
}


def builtin(name: str, *modifiers: int) -> TypeRef:
    """PostgreSQL's own type of that pg_type name."""
    return TypeRef(QualifiedName(SYSTEM, name), modifiers)


def _list(modifiers: tuple[int, ...]) -> str:
    return f"({','.join(str(m) for m in modifiers)})" if modifiers else ""


def _temporal(type_: TypeRef) -> str:
    word, zone = _ZONED[type_.name.name]
    return f"{word}{_list(type_.modifiers)} {zone} time zone"


def _interval(type_: TypeRef) -> str:
    fields = f" {type_.fields}" if type_.fields else ""
    return f"interval{fields}{_list(type_.modifiers)}"


def _fixed(type_: TypeRef) -> str:
    """`bit` and `bpchar` without a length are quoted: the plain word would mean a length of one."""
    if not type_.modifiers:
        return ident(type_.name.name)
    return ("bit" if type_.name.name == "bit" else "character") + _list(type_.modifiers)


def _numeric(type_: TypeRef) -> str:
    return "numeric" + _list((*type_.modifiers, 0)[:2] if type_.modifiers else ())


_SPELLERS: dict[str, Callable[[TypeRef], str]] = {
    **dict.fromkeys(_ZONED, _temporal),
    "interval": _interval,
    "bit": _fixed,
    "bpchar": _fixed,
    "numeric": _numeric,
}


def type_sql(type_: TypeRef) -> Sql:
    """The type as `format_type` prints it where only pg_catalog is searched: `bigint`,
    `timestamp(3) with time zone`, `storefront.status[]`."""
    name = type_.name
    if name.schema != SYSTEM:
        text = dotted(name.schema, name.name) + _list(type_.modifiers)
    elif name.name in _SPELLERS:
        text = _SPELLERS[name.name](type_)
    else:
        text = _SPELLED.get(name.name, ident(name.name)) + _list(type_.modifiers)
    return Sql(text + ("[]" if type_.array else ""))


def domain_chain(type_: TypeRef, catalog: Catalog) -> tuple[DomainType, ...]:
    """The domains of a column's type, the column's own first; empty for an array of a domain."""
    chain: list[DomainType] = []
    while not type_.array:
        domain = catalog.types.get(type_.name)
        if not isinstance(domain, DomainType) or domain in chain:
            break
        chain.append(domain)
        type_ = domain.base
    return tuple(chain)


def base_type(type_: TypeRef, catalog: Catalog) -> TypeRef:
    """The type under all domains. An array of a domain becomes an array of the domain's base,
    unless that base is itself an array: such a type has no other name and stays as it is."""
    chain = domain_chain(type_, catalog)
    type_ = chain[-1].base if chain else type_
    if not type_.array:
        return type_
    inner = domain_chain(element_type(type_), catalog)
    if not inner or inner[-1].base.array:
        return type_
    base = inner[-1].base
    return TypeRef(base.name, base.modifiers, base.fields, array=True)


def element_type(type_: TypeRef) -> TypeRef:
    """The type of an array's elements."""
    return TypeRef(type_.name, type_.modifiers, type_.fields)
