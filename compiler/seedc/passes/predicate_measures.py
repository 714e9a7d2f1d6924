"""SQL's functions on numbers, arrays, JSON and dates; each takes terms, as those on strings do."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from seedc.passes.predicate_operators import flat
from seedc.passes.predicate_terms import (
    EXACT,
    INTEGERS,
    NotUnderstood,
    Row,
    Term,
    Undecided,
    as_integer,
    day_of,
    in_range,
    strict,
    typed,
)
from seedc.types.calendar import DAY, civil, days

Function = Callable[..., Term]


def _number(term: Term, *, whole: bool) -> Term:
    term = typed(term, "numeric")
    if term.family == "numeric" or (whole and term.family in INTEGERS):
        return term
    raise NotUnderstood(f"a function of numbers on {term.family}")


def absolute(term: Term) -> Term:
    """abs(), which fails for the least integer."""
    term = _number(term, whole=True)
    if term.family == "numeric":
        return strict("numeric", Decimal.copy_abs, term)
    return strict(term.family, lambda value: in_range(term.family, abs(value)), term)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise Undecided
    return value


def _coarse(value: Decimal, digits: int, mode: str) -> Decimal:
    if not -1000 <= digits <= 1000:
        raise Undecided
    shifted = value.scaleb(digits, EXACT)
    return shifted.to_integral_value(mode, EXACT).scaleb(-digits, EXACT)


def rounding(mode: str) -> Function:
    """floor, ceil or round of a numeric, by the rounding mode of the decimal module."""

    def function(term: Term) -> Term:
        return strict("numeric", lambda v: _coarse(_finite(v), 0, mode), _number(term, whole=False))

    return function


def round_(term: Term, digits: Term | None = None) -> Term:
    """round() of a numeric, half away from zero."""
    term = _number(term, whole=False)
    if digits is None:
        return rounding(ROUND_HALF_UP)(term)
    return strict(
        "numeric",
        lambda value, places: _coarse(_finite(value), places, ROUND_HALF_UP),
        term,
        as_integer(digits),
    )


def sign(term: Term) -> Term:
    """-1, 0 or 1 of a numeric."""
    term = _number(term, whole=False)
    return strict("numeric", lambda v: Decimal((_finite(v) > 0) - (v < 0)), term)


def _array(term: Term) -> Term:
    if not term.family.endswith("[]"):
        raise NotUnderstood(f"a function of arrays on {term.family}")
    return term


def cardinality(term: Term) -> Term:
    """The number of elements in all dimensions."""
    return strict("integer", lambda values: len(flat(values)), _array(term))


def array_length(term: Term, dimension: Term) -> Term:
    """The length of one dimension; NULL where the array has none such."""

    def measure(values: Any, wanted: int) -> int | None:
        while wanted > 1 and isinstance(values, list) and values:
            values, wanted = values[0], wanted - 1
        return len(values) if wanted == 1 and isinstance(values, list) and values else None

    return strict("integer", measure, _array(term), as_integer(dimension))


def array_position(term: Term, wanted: Term) -> Term:
    """Where the element first stands, from 1; NULL where it does not."""
    element = _array(term).family.removesuffix("[]")
    wanted = typed(wanted, element)
    integers = element in INTEGERS and wanted.family in INTEGERS
    if not integers and (wanted.family != element or element not in ("text", "enum", "uuid")):
        raise NotUnderstood(f"array_position of {wanted.family} in {term.family}")
    many, one = term.run, wanted.run

    def run(row: Row) -> int | None:
        values, value = many(row), one(row)
        if values is None:
            return None
        if any(isinstance(each, list) for each in values):
            raise Undecided
        return values.index(value) + 1 if value in values else None

    return Term("integer", run)


_JSON_KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", Decimal: "number"}


def json_kind(term: Term) -> Term:
    """json_typeof and jsonb_typeof."""
    if term.family not in ("json", "jsonb"):
        raise NotUnderstood(f"jsonb_typeof of {term.family}")
    return strict("text", lambda value: _JSON_KINDS[type(value)], term)


def json_length(term: Term) -> Term:
    """json_array_length and jsonb_array_length, an error for what is no array."""
    if term.family not in ("json", "jsonb"):
        raise NotUnderstood(f"jsonb_array_length of {term.family}")

    def count(value: Any) -> int:
        if not isinstance(value, list):
            raise Undecided
        return len(value)

    return strict("integer", count, term)


def _day_of_year(number: int) -> int:
    return number - days(civil(number)[0], 1, 1) + 1


_DAY_FIELDS: dict[str, Callable[[int], int]] = {
    "year": lambda number: civil(number)[0],
    "month": lambda number: civil(number)[1],
    "day": lambda number: civil(number)[2],
    "quarter": lambda number: (civil(number)[1] + 2) // 3,
    "dow": lambda number: (number + 6) % 7,  # 2000-01-01 was a Saturday
    "isodow": lambda number: (number + 5) % 7 + 1,
    "doy": _day_of_year,
}
_CLOCK_FIELDS = {"hour": (3_600_000_000, 24), "minute": (60_000_000, 60)}


def extract(field: str, term: Term) -> Term:
    """A field of a date or of a timestamp without time zone, as numeric."""
    if term.family == "date" and field in _DAY_FIELDS:
        take = _DAY_FIELDS[field]
        return strict("numeric", lambda on: Decimal(take(_present(on))), term)
    if term.family == "timestamp" and field in _DAY_FIELDS:
        take = _DAY_FIELDS[field]
        return strict("numeric", lambda at: Decimal(take(_present(day_of(at)))), term)
    if term.family in ("timestamp", "time") and field in _CLOCK_FIELDS:
        unit, cycle = _CLOCK_FIELDS[field]
        # 24:00:00 is the one time of day whose hour is 24.
        whole = cycle + 1 if (term.family, field) == ("time", "hour") else cycle
        day = DAY if term.family == "timestamp" else 2 * DAY
        return strict("numeric", lambda at: Decimal(_present(at) % day // unit % whole), term)
    raise NotUnderstood(f"extract({field} from {term.family})")


def _present(number: float) -> int:
    if isinstance(number, float):
        raise Undecided
    return number


def is_finite(term: Term) -> Term:
    """isfinite() of a date or timestamp."""
    if term.family not in ("date", "timestamp", "timestamptz"):
        raise NotUnderstood(f"isfinite of {term.family}")
    return strict("boolean", lambda at: not isinstance(at, float), term)
