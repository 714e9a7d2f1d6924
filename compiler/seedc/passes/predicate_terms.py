"""What predicates are made of: typed closures over a row, PostgreSQL's types and conversions.

Values are those of Codec.value: int, Decimal, float, str, bool, bytes, lists; dates are days and
timestamps, times and intervals microseconds. None is SQL's NULL throughout.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Any

from seedc.catalog import Catalog, QualifiedName, TypeRef
from seedc.types.calendar import DAY
from seedc.types.codec import ValueProblem
from seedc.types.floats import single
from seedc.types.jsons import load
from seedc.types.numerics import NUMBER
from seedc.types.registry import codec_for

Row = Mapping[str, Any]
Run = Callable[[Row], Any]


class NotUnderstood(Exception):
    """The expression has a construct that is not evaluated here; `reason` names it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undecided(Exception):
    """This row's verdict is the server's to give: it depends on a locale, or raises an error."""


@dataclass(frozen=True, slots=True)
class Term:
    """A compiled expression: its type's family (`unknown` for a bare string or NULL) and how to
    evaluate it. `text` is the string of a constant, `items` are the elements of ARRAY[…]."""

    family: str
    run: Run
    text: str | None = None
    items: tuple["Term", ...] | None = None


UNKNOWN = "unknown"
INTEGERS = ("smallint", "integer", "bigint")
LIMITS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}
EXACT_NUMBERS = (*INTEGERS, "oid", "numeric")
FLOATS = ("real", "double precision")
STRINGS = ("text", "character")
# Types whose values Python compares as PostgreSQL does, each with its own kind only.
ORDERED = ("date", "time", "timestamp", "timestamptz", "interval", "uuid", "boolean", "bytea")

# More digits than any number that passes through a CHECK; what needs more is left to the server.
EXACT = Context(prec=20_000, traps=[Inexact, InvalidOperation], Emin=-(10**9), Emax=10**9)

_EMPTY = Catalog(tables={}, types={}, sequences={})
_LITERAL_TYPES = {
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
    "interval": "interval",
    "uuid": "uuid",
    "bytea": "bytea",
}
_CODECS = {
    family: codec_for(TypeRef(QualifiedName("pg_catalog", name)), _EMPTY)
    for family, name in _LITERAL_TYPES.items()
}
_BOOLEANS = {"true": True, "t": True, "false": False, "f": False}


def constant(family: str, value: Any, text: str | None = None) -> Term:
    """A term that is the same for every row."""
    return Term(family, lambda _: value, text)


def strict(family: str, function: Callable[..., Any], *terms: Term) -> Term:
    """A term that is NULL where any of its operands is, as most of SQL's functions are."""
    if len(terms) == 1:
        return Term(family, _unary(function, terms[0].run))
    if len(terms) == 2:
        return Term(family, _binary(function, terms[0].run, terms[1].run))
    runs = tuple(term.run for term in terms)

    def run(row: Row) -> Any:
        values = [each(row) for each in runs]
        return None if any(value is None for value in values) else function(*values)

    return Term(family, run)


def _unary(function: Callable[..., Any], only: Run) -> Run:
    def run(row: Row) -> Any:
        value = only(row)
        return None if value is None else function(value)

    return run


def _binary(function: Callable[..., Any], one: Run, two: Run) -> Run:
    def run(row: Row) -> Any:
        left = one(row)
        if left is None:
            return None
        right = two(row)
        return None if right is None else function(left, right)

    return run


def _codec_value(family: str, text: str) -> Any:
    codec = _CODECS[family]
    if codec.value is None:
        raise NotUnderstood(f"a constant of type {family}")
    if family == "interval" and re.fullmatch("[+-]?[0-9]{1,9}", text):
        text += " seconds"  # a unit of the server's choice, which seeds must write
    return codec.value(codec.parse(text))


def _number_from(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def reader(text: str) -> Any:
        if not NUMBER.match(text):
            raise ValueError(text)
        return read(text)

    return reader


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(INTEGERS, _number_from(int)),
    "numeric": _number_from(Decimal),
    "double precision": _number_from(float),
    "real": _number_from(single),
    "boolean": lambda text: _BOOLEANS[text.lower()],
    "json": load,
    "jsonb": load,
    **dict.fromkeys((*STRINGS, "enum"), str),
}


def literal_value(family: str, text: str) -> Any:
    """The value of a string constant read as that type. Raises NotUnderstood where our stricter
    reading of the type does not know the text."""
    try:
        return _codec_value(family, text) if family in _CODECS else _READERS[family](text)
    except (ValueError, KeyError, ValueProblem):
        raise NotUnderstood(f"the constant '{text}' as {family}") from None


def typed(term: Term, family: str) -> Term:
    """A constant of unknown type, read as `family`; any other term as it is."""
    if term.family != UNKNOWN:
        return term
    if term.text is None:
        return Term(family, term.run)
    return constant(family, literal_value(family, term.text), term.text)


def stripped(term: Term) -> Term:
    """character(n) as text: without the blanks at its end."""
    if term.family != "character":
        return term
    return strict("text", lambda value: value.rstrip(" "), term)


def as_text(term: Term) -> Term:
    """A string operand of a function on text. Raises NotUnderstood for other types."""
    term = stripped(typed(term, "text"))
    if term.family != "text":
        raise NotUnderstood(f"{term.family} used as text")
    return term


def as_integer(term: Term) -> Term:
    """An operand that must be a whole number."""
    term = typed(term, "integer")
    if term.family not in INTEGERS:
        raise NotUnderstood(f"{term.family} used as a whole number")
    return term


def as_boolean(term: Term) -> Term:
    """A condition."""
    term = typed(term, "boolean")
    if term.family != "boolean":
        raise NotUnderstood(f"{term.family} used as a condition")
    return term


def ascii_only(text: str) -> str:
    """The text, if what follows does not depend on a locale for it."""
    if not text.isascii():
        raise Undecided
    return text


def unify(terms: list[Term]) -> tuple[str, list[Term]]:
    """The common type of CASE, COALESCE, GREATEST and the like, and the terms converted to it."""
    known = list(dict.fromkeys(term.family for term in terms if term.family != UNKNOWN))
    if not known:
        known = ["text"]
    if len(known) == 1:
        family = known[0]
    elif all(family in INTEGERS for family in known):
        family = max(known, key=INTEGERS.index)
    elif all(family in (*INTEGERS, "numeric") for family in known):
        family = "numeric"
    else:
        raise NotUnderstood(f"{known[0]} and {known[1]} in one expression")
    return family, [_as_numeric(typed(term, family), family) for term in terms]


def _as_numeric(term: Term, family: str) -> Term:
    """A whole number among numerics becomes one: functions of numerics take Decimal only."""
    if family == "numeric" and term.family in INTEGERS:
        return strict("numeric", Decimal, term)
    return term


def in_range(family: str, number: int) -> int:
    """The number, if the integer type holds it; otherwise the server raises an error."""
    limit = LIMITS[family]
    if -limit <= number < limit:
        return number
    raise Undecided


def number_literal(text: str) -> Term:
    """A number as PostgreSQL's grammar types it: integer, bigint or numeric."""
    if re.fullmatch("[0-9]{1,40}", text):
        number = int(text)
        for family in ("integer", "bigint"):
            if number < LIMITS[family]:
                return constant(family, number, text)
    if NUMBER.match(text):
        return constant("numeric", Decimal(text), text)
    if re.fullmatch(r"[0-9]*\.?[0-9]+|[0-9]+\.", text):
        return constant("numeric", Decimal(text), text)
    raise NotUnderstood(f"the number {text}")


def day_of(micros: float) -> float:
    """The date of a timestamp; infinities stay."""
    return micros if isinstance(micros, float) else micros // DAY


def midnight(days: float) -> float:
    """The timestamp at which a date begins; infinities stay."""
    return days if isinstance(days, float) else days * DAY
