"""What the partitions of a table leave of its rows, as a CHECK: a row that no partition takes is an
error of the database, so the rules must know of it like of any other constraint."""

import re
from collections.abc import Iterator, Sequence

from seedc.catalog import Catalog, Check, Expression, Table
from seedc.quote import ident

_KEY = re.compile(r"(LIST|RANGE) \((.+)\)\Z", re.DOTALL)
_IN = re.compile(r"FOR VALUES IN \((.+)\)\Z", re.DOTALL)
_FROM_TO = re.compile(r"FOR VALUES FROM \((.+)\) TO \((.+)\)\Z", re.DOTALL)
# One value of a bound: a literal with its cast, or a word such as MINVALUE or a number.
_VALUE = re.compile(r"\s*((?:'(?:[^']|'')*'(?:::[\w .\"]+)?)|[^,']+)\s*(?:,|\Z)")


def partition_check(table: Table, catalog: Catalog) -> Check | None:
    """A CHECK on the column by which rows find their partition; None where any row finds one (a
    default partition, HASH) or an expression decides. Of a key of several columns, the first one's
    part is said. A table without partitions takes no row at all, which the database says."""
    found = _KEY.match(table.partition_key or "")
    names = [column for column in table.columns if found and ident(column.name) == _first(found[2])]
    bounds = [t.partition_bound for t in catalog.tables.values() if t.partition_of == table.name]
    if found is None or not names or not bounds or "DEFAULT" in bounds:
        return None
    name = names[0].name
    terms = _listed if found[1] == "LIST" else _ranges
    text = terms(ident(name), [bound for bound in bounds if bound is not None])
    if not text:
        return None
    expression = Expression(text=text, aliased=text, columns=(name,), normal=text)
    return Check(name="the partitions", expression=expression, origin=table.origin)


def _first(key: str) -> str:
    return _values(key)[0]


def _values(text: str) -> list[str]:
    return [match[1].strip() for match in _VALUE.finditer(text)]


def _listed(name: str, bounds: Sequence[str]) -> str:
    values = [v for bound in bounds if (m := _IN.match(bound)) for v in _values(m[1])]
    known = [value for value in values if value.upper() != "NULL"]
    return f"{name} IN ({', '.join(known)})" if known else ""


def _ranges(name: str, bounds: Sequence[str]) -> str:
    """The ranges, those that meet made one, so that values come from all of them."""
    pairs = [
        (_values(m[1])[0], _values(m[2])[0]) for bound in bounds if (m := _FROM_TO.match(bound))
    ]
    terms = [" AND ".join(_edges(name, low, high)) for low, high in _runs(pairs)]
    if any(not term for term in terms):
        return ""
    return " OR ".join(f"({term})" for term in terms) if len(terms) > 1 else "".join(terms)


def _runs(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    following = dict(pairs)
    ends = set(following.values())
    for low, end in following.items():
        if low in ends:
            continue
        high = end
        while high in following and following[high] != high:
            high = following[high]
        yield low, high


def _edges(name: str, low: str, high: str) -> Iterator[str]:
    if low.upper() != "MINVALUE":
        yield f"{name} >= {low}"
    if high.upper() != "MAXVALUE":
        yield f"{name} < {high}"
