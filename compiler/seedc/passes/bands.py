"""What a key owes to the columns that refer to it: the band of its ids, and that it is not NULL.

An id that a column which refers to the key cannot hold is an id that nothing can refer to. Old
schemas have many such columns: a `smallint` for a `serial`, an `int` for a `bigserial`.
"""

from seedc.catalog import Catalog, Column, QualifiedName, Table, TypeRef
from seedc.ids import INTEGER_BANDS, IntegerBand, numeric_band
from seedc.types.names import base_type, domain_chain
from seedc.types.registry import codec_for

_PG_CATALOG = "pg_catalog"
_Place = tuple[QualifiedName, str]


def key_bands(catalog: Catalog) -> dict[QualifiedName, IntegerBand]:
    """The band of each table whose primary key is one integer column: the lowest among those of its
    own type and of the types of the columns that refer to it, directly or through other columns;
    a lower one where a CHECK on the key refuses that."""
    readers = _readers(catalog)
    found = {}
    for table in catalog.tables.values():
        primary = table.primary_key.columns if table.primary_key else None
        if not primary or len(primary) != 1:
            continue
        column = table.column(primary[0])
        own = type_band(column.type, catalog) if column else None
        if column is not None and own is not None:
            reached = _reached((table.name, primary[0]), readers)
            others = (type_band(c.type, catalog) for c in _columns(reached, catalog))
            lowest = min((own, *filter(None, others)), key=lambda band: band.high)
            found[table.name] = _checked(lowest, table, column, catalog)
    return found


def needed_columns(catalog: Catalog) -> dict[QualifiedName, frozenset[str]]:
    """The columns of each table that may be NULL though a column that refers to them may not, or
    one that refers to that: rows without them could not be referred to."""
    readers = _readers(catalog)
    found: dict[QualifiedName, set[str]] = {}
    for place in readers:
        if any(c.not_null for c in _columns(_reached(place, readers), catalog)):
            found.setdefault(place[0], set()).add(place[1])
    return {table: frozenset(names) for table, names in found.items()}


def type_band(type_: TypeRef, catalog: Catalog) -> IntegerBand | None:
    """The band of an integer type, or of a numeric without decimals; None for all others."""
    base = base_type(type_, catalog)
    if base.array or base.name.schema != _PG_CATALOG:
        return None
    if base.name.name == "numeric" and base.modifiers:
        precision, scale = (*base.modifiers, 0)[:2]
        return numeric_band(precision - scale)
    return INTEGER_BANDS.get(base.name.name)


def _checked(band: IntegerBand, table: Table, column: Column, catalog: Catalog) -> IntegerBand:
    """The first of the band and those of the shorter types that no CHECK on the column alone
    refuses; the band itself where all are refused, which is then told of the rows."""
    checks = [
        (check.expression, column.name)
        for check in table.checks
        if check.enforced and check.expression.columns == (column.name,)
    ]
    domains = domain_chain(column.type, catalog)
    checks += [(check.expression, "VALUE") for domain in domains for check in domain.checks]
    if not checks:
        return band
    # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

    codec = codec_for(column.type, catalog)
    compiled = [(compile_predicate(text, {word: codec}), word) for text, word in checks]
    tests = [(test, word) for test, word in compiled if not isinstance(test, NotUnderstood)]
    shorter = (b for b in INTEGER_BANDS.values() if b.high < band.high)
    for candidate in (band, *sorted(shorter, key=lambda b: -b.high)):
        ends = [
            codec.value(str(end)) if codec.value else end
            for end in (candidate.low, candidate.high - 1)
        ]
        if all(test({word: end}) is not False for test, word in tests for end in ends):
            return candidate
    return band


def _readers(catalog: Catalog) -> dict[_Place, list[_Place]]:
    """For each referenced column, the columns that refer to it."""
    found: dict[_Place, list[_Place]] = {}
    for table in catalog.tables.values():
        for key in table.foreign_keys:
            for name, referenced in zip(key.columns, key.references, strict=False):
                found.setdefault((key.table, referenced), []).append((table.name, name))
    return found


def _reached(start: _Place, readers: dict[_Place, list[_Place]]) -> list[_Place]:
    """All columns that take their values from `start`, each once."""
    found = dict.fromkeys(readers.get(start, ()))
    waiting = list(found)
    while waiting:
        for place in readers.get(waiting.pop(), ()):
            if place not in found:
                found[place] = None
                waiting.append(place)
    return list(found)


def _columns(places: list[_Place], catalog: Catalog) -> list[Column]:
    tables = ((catalog.tables.get(table), name) for table, name in places)
    columns = (table.column(name) for table, name in tables if table is not None)
    return [column for column in columns if column is not None]
