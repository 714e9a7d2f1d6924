"""The one type of several terms: what CASE, COALESCE, IN and comparisons make of their operands."""

from collections.abc import Sequence, Set

from seedc.generators.sql_constants import settled
from seedc.generators.sql_terms import (
    Family,
    Term,
    is_null_constant,
    moment,
    not_understood,
    scaled,
)
from seedc.ir.expr import Node

_NARROWER: dict[Family, Family] = {"decimal": "integer", "timestamp": "date"}
_SINGLE = ("bytes", "digest")


def unified(terms: Sequence[Term], what: str) -> list[Term]:
    """The terms in the type that PostgreSQL finds for them, at one scale. Decimals whose scales
    differ stay uneven, as PostgreSQL's do. Raises Problem (SD739) where there is no such type."""
    family = _common({term.family for term in terms if term.family != "unknown"}, what)
    found = [settled(t, family) if t.family == "unknown" else t for t in terms]
    if family == "timestamp":
        found = [moment(t) for t in found]
    given = [t for t in found if not is_null_constant(t)]
    scale = max((t.scale for t in given), default=0)
    uneven = family == "decimal" and any(t.uneven or t.scale != scale for t in given)
    return [Term(scaled(t, scale) if scale else t.node, family, scale, uneven) for t in found]


def _common(families: Set[Family], what: str) -> Family:
    wide = [f for f in sorted(families) if not any(_NARROWER.get(g) == f for g in families)]
    if not wide:
        return "text"
    if len(wide) > 1 or wide[0] in _SINGLE:
        raise not_understood(f"{what} of {' and '.join(sorted(families))}", "cast them to one type")
    return wide[0]


def as_boolean(term: Term) -> Node:
    """A condition. Raises Problem (SD739)."""
    if term.family == "unknown":
        return settled(term, "boolean").node
    if term.family != "boolean":
        raise not_understood(f"a value of type {term.family} where a condition belongs")
    return term.node
