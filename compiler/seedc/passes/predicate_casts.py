"""Casts: those that keep a value, and those whose loss PostgreSQL defines to the digit."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from seedc.passes.predicate_terms import (
    EXACT,
    EXACT_NUMBERS,
    FLOATS,
    INTEGERS,
    STRINGS,
    UNKNOWN,
    NotUnderstood,
    Term,
    Undecided,
    constant,
    day_of,
    in_range,
    midnight,
    strict,
    stripped,
    typed,
)
from seedc.types.calendar import DAY, LAST_TIMESTAMP_YEAR, days
from seedc.types.floats import single

_ARRAY_LITERAL = re.compile(r'\{((?:[^{}",\\\s]+|"(?:[^"\\]|\\.)*")(?:,(?!\})|(?=\})))*\}\Z')
_LAST_TIMESTAMP = (days(LAST_TIMESTAMP_YEAR, 12, 31) + 1) * DAY
_ELEMENT = re.compile(r'[^{}",\\\s]+|"((?:[^"\\]|\\.)*)"')


def _whole(family: str) -> Callable[[Any], int]:
    def run(value: Any) -> int:
        number = Decimal(value)
        if not number.is_finite():
            raise Undecided
        return in_range(family, int(number.to_integral_value(ROUND_HALF_UP, EXACT)))

    return run


def _to_text(term: Term) -> Term:
    if term.family in STRINGS:
        return stripped(term)
    if term.family in ("enum", "uuid"):
        return Term("text", term.run)
    if term.family in INTEGERS:
        return strict("text", str, term)
    if term.family == "boolean":
        return strict("text", lambda value: "true" if value else "false", term)
    raise NotUnderstood(f"{term.family} cast to text")


def _to_integer(family: str) -> Callable[[Term], Term]:
    def cast(term: Term) -> Term:
        if term.family in EXACT_NUMBERS:
            return strict(family, _whole(family), term)
        if term.family == "boolean" and family == "integer":
            return strict(family, int, term)
        raise NotUnderstood(f"{term.family} cast to {family}")

    return cast


def _to_numeric(term: Term) -> Term:
    if term.family in EXACT_NUMBERS:
        return strict("numeric", Decimal, term)
    raise NotUnderstood(f"{term.family} cast to numeric")


def _rounded_double(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Undecided from None


def _to_double(term: Term) -> Term:
    if term.family in (*EXACT_NUMBERS, *FLOATS):
        return strict("double precision", _rounded_double, term)
    raise NotUnderstood(f"{term.family} cast to double precision")


def _to_real(term: Term) -> Term:
    if term.family == "real":
        return term
    if term.family in EXACT_NUMBERS:
        return strict("real", lambda value: single(str(value)), term)
    raise NotUnderstood(f"{term.family} cast to real")


def _to_date(term: Term) -> Term:
    if term.family == "timestamp":
        return strict("date", day_of, term)
    return _same("date")(term)


def _midnight(on: float) -> float:
    at = midnight(on)
    if not isinstance(at, float) and at >= _LAST_TIMESTAMP:
        raise Undecided
    return at


def _to_timestamp(term: Term) -> Term:
    if term.family == "date":
        return strict("timestamp", _midnight, term)
    return _same("timestamp")(term)


def _same(family: str) -> Callable[[Term], Term]:
    def cast(term: Term) -> Term:
        if term.family != family:
            raise NotUnderstood(f"{term.family} cast to {family}")
        return term

    return cast


_CASTS: dict[str, Callable[[Term], Term]] = {
    "text": _to_text,
    **{family: _to_integer(family) for family in INTEGERS},
    "numeric": _to_numeric,
    "double precision": _to_double,
    "real": _to_real,
    "date": _to_date,
    "timestamp": _to_timestamp,
    **{
        family: _same(family)
        for family in ("boolean", "time", "timestamptz", "interval", "uuid", "bytea", "jsonb")
    },
}


def cast(term: Term, family: str, modifiers: tuple[int, ...] = ()) -> Term:
    """`term::family(modifiers)`. Raises NotUnderstood."""
    if family.endswith("[]"):
        return _cast_array(term, family.removesuffix("[]"), modifiers)
    if family == "user":
        return _to_user(term)
    if family == "character":
        return _to_character(term, modifiers)
    if family not in _CASTS:
        raise NotUnderstood(f"a cast to {family}")
    if modifiers and family not in _LIMITS:
        raise NotUnderstood(f"a cast to {family} with a precision")
    result = _CASTS[family](typed(term, family))
    if modifiers:
        return strict(family, _LIMITS[family](*modifiers), result)
    return Term(family, result.run, term.text)


def _cut(limit: int) -> Callable[[str], str]:
    return lambda text: text[:limit]


def _rounded(precision: int, scale: int = 0) -> Callable[[Decimal], Decimal]:
    """numeric(precision, scale): half away from zero; what is too great is an error."""
    limit = Decimal(10) ** (precision - scale)

    def run(value: Decimal) -> Decimal:
        if not value.is_finite():
            raise Undecided
        shifted = value.scaleb(scale, EXACT).to_integral_value(ROUND_HALF_UP, EXACT)
        rounded = shifted.scaleb(-scale, EXACT)
        if abs(rounded) >= limit:
            raise Undecided
        return rounded

    return run


_LIMITS: dict[str, Callable[..., Callable[[Any], Any]]] = {"text": _cut, "numeric": _rounded}


def _to_user(term: Term) -> Term:
    """A label of an enum, or a value of any other type of the schema's: known only as a constant,
    and only to be compared with an enum."""
    if term.family == "enum":
        return term
    if term.family not in (UNKNOWN, "text") or term.text is None:
        raise NotUnderstood("a cast to a type of the schema")
    return constant("user", term.text, term.text)


def _to_character(term: Term, modifiers: tuple[int, ...]) -> Term:
    term = typed(term, "character")
    if term.family not in STRINGS:
        raise NotUnderstood(f"{term.family} cast to character")
    if not modifiers:
        return Term("character", term.run, term.text)
    length = modifiers[0]
    return strict("character", lambda text: text[:length].ljust(length), term)


def _cast_array(term: Term, element: str, modifiers: tuple[int, ...]) -> Term:
    if term.items is not None:
        return array([cast(item, element, modifiers) for item in term.items])
    if term.family == UNKNOWN and term.text is not None:
        items = array_literal(term.text)
        return array([cast(item, element, modifiers) for item in items], element)
    if term.family == f"{element}[]" and not modifiers:
        return term
    raise NotUnderstood(f"{term.family} cast to {element}[]")


def array_literal(text: str) -> list[Term]:
    """The elements of '{a,"b c"}', in one dimension, without blanks. Raises NotUnderstood."""
    if not _ARRAY_LITERAL.match(text):
        raise NotUnderstood(f"the array '{text}'")
    terms: list[Term] = []
    for match in _ELEMENT.finditer(text):
        if match[1] is None and match[0].upper() == "NULL":
            terms.append(constant(UNKNOWN, None))
        else:
            plain = match[0] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1])
            terms.append(constant(UNKNOWN, plain, plain))
    return terms


def array(items: list[Term], element: str | None = None) -> Term:
    """ARRAY[…]: its elements one by one, and as a list where it is used as a whole."""
    families = {item.family for item in items}
    known = families - {UNKNOWN}
    family = element or (next(iter(known)) if len(known) == 1 else "text" if not known else "mixed")
    runs = tuple(item.run for item in items)
    return Term(f"{family}[]", lambda row: [run(row) for run in runs], items=tuple(items))
