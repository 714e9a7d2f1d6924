"""Casts of SQL expressions, and what a type's modifiers do to a value."""

from collections.abc import Callable, Sequence

from seedc.generators.sql_calendar import day_of, time_of
from seedc.generators.sql_constants import settled
from seedc.generators.sql_numbers import rounded, to_nearest
from seedc.generators.sql_terms import (
    Family,
    Once,
    Term,
    is_null_constant,
    kind_of,
    moment,
    not_understood,
)
from seedc.generators.sql_texts import cut, printed
from seedc.ir import expr
from seedc.ir.expr import Unbounded

TYPES: dict[str, Family] = {
    "text": "text",
    "varchar": "text",
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "numeric": "decimal",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "interval": "interval",
    "other": "unknown",
}
"""PostgreSQL's names of the types that can be cast to. What is cast to any `other` type (a uuid, an
enum) stays a bare string, which is compared as it is written."""

_LIMITS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def cast(term: Term, name: str, modifiers: Sequence[int], once: Once) -> Term:
    """term::name(modifiers). Raises Problem (SD739) where there is no such cast, or where its
    result depends on more than the value; Unbounded where the type may not hold the value."""
    family = TYPES[name]
    if is_null_constant(term):
        return Term(expr.null(kind_of(family)), family)
    if name == "other":
        if term.family not in ("unknown", "literal"):
            raise not_understood(f"a cast from {term.family} to a type of another kind")
        return term
    if family == "text" and term.family != "unknown":
        term = Term(printed(term, once), "text")
    elif term.family == "unknown":
        term = settled(term, family, zoned=name == "timestamptz")
    elif term.family != family:
        convert = _CONVERSIONS.get((term.family, family))
        if convert is None or (term.family == "boolean" and name != "integer"):
            raise not_understood(f"a cast from {term.family} to {name}")
        term = convert(term, once)
    return _modified(term, name, modifiers, once)


def _modified(term: Term, name: str, modifiers: Sequence[int], once: Once) -> Term:
    if name in _LIMITS:
        limit = _LIMITS[name]
        if term.node.low < -limit or term.node.high >= limit:
            raise Unbounded(
                f"{name} holds {-limit} to {limit - 1}, the value is between {term.node.low} and"
                f" {term.node.high}"
            )
    if not modifiers:
        return term
    if name == "varchar":
        return Term(cut(term.node, 0, modifiers[0]), "text")
    if name == "numeric":
        return numeric(term, modifiers, once)
    raise not_understood(f"a cast to {name} of a precision")


def numeric(term: Term, modifiers: Sequence[int], once: Once) -> Term:
    """numeric(precision, scale): rounded, and certain to fit."""
    precision, scale = (*modifiers, 0)[:2]
    found = rounded(term, scale, once, to_nearest)
    limit = 10 ** (precision - min(scale, 0))
    if found.node.low <= -limit or found.node.high >= limit:
        raise Unbounded(
            f"numeric({precision},{scale}) does not hold all values between {found.node.low} and"
            f" {found.node.high} units of 10^-{scale}"
        )
    return found


def _whole(term: Term, once: Once) -> Term:
    return Term(rounded(term, 0, once, to_nearest).node, "integer")


def _number(term: Term, once: Once) -> Term:
    """A boolean as 1 or 0."""
    node = once(term.node)
    pairs = [(node, expr.integer(1)), (expr.negate(node), expr.integer(0))]
    if node.nullable:
        return Term(expr.case(pairs, expr.null("int")), "integer")
    return Term(expr.case(pairs[:1], expr.integer(0)), "integer")


_CONVERSIONS: dict[tuple[Family, Family], Callable[[Term, Once], Term]] = {
    ("integer", "decimal"): lambda term, once: Term(term.node, "decimal"),
    ("decimal", "integer"): _whole,
    ("boolean", "integer"): _number,
    ("integer", "boolean"): lambda term, once: Term(
        expr.negate(expr.equal(term.node, expr.integer(0))), "boolean"
    ),
    ("timestamp", "date"): lambda term, once: Term(day_of(term), "date"),
    ("date", "timestamp"): lambda term, once: moment(term),
    ("timestamp", "time"): lambda term, once: time_of(term),
    ("time", "interval"): lambda term, once: Term(term.node, "interval", term.scale),
    ("interval", "time"): lambda term, once: time_of(term),
}
