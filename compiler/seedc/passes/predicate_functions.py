"""SQL's functions on terms, by their PostgreSQL names. Each takes terms and raises NotUnderstood
where the types of its operands are not those it knows."""

import operator
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from seedc.passes.predicate_operators import comparison, flat
from seedc.passes.predicate_terms import (
    EXACT,
    INTEGERS,
    UNKNOWN,
    NotUnderstood,
    Row,
    Term,
    Undecided,
    as_integer,
    as_text,
    ascii_only,
    day_of,
    in_range,
    strict,
    typed,
    unify,
)
from seedc.types.calendar import DAY, civil, days

Function = Callable[..., Term]
_SIZES = {"text": len, "character": lambda text: len(text.rstrip(" ")), "bytea": len}


def _octets(value: str | bytes) -> int:
    return len(value.encode()) if isinstance(value, str) else len(value)


def length(term: Term) -> Term:
    """Characters of a string, bytes of a bytea."""
    term = typed(term, "text")
    if term.family not in _SIZES:
        raise NotUnderstood(f"the length of {term.family}")
    return strict("integer", _SIZES[term.family], term)


def _bytes_times(factor: int) -> Function:
    def function(term: Term) -> Term:
        term = typed(term, "text")
        if term.family not in _SIZES:
            raise NotUnderstood(f"the bytes of {term.family}")
        return strict("integer", lambda value: factor * _octets(value), term)

    return function


def _lower(text: str) -> str:
    return ascii_only(text).lower()


def _upper(text: str) -> str:
    return ascii_only(text).upper()


def trim(side: Callable[[str, str], str]) -> Function:
    """btrim, ltrim or rtrim: blanks, or any of the characters given."""

    def function(term: Term, characters: Term | None = None) -> Term:
        if characters is None:
            return strict("text", lambda text: side(text, " "), as_text(term))
        return strict("text", _trimmed(side), as_text(term), as_text(characters))

    return function


def _trimmed(side: Callable[[str, str], str]) -> Callable[[str, str], str]:
    return lambda text, characters: side(text, characters) if characters else text


def _position(text: str, part: str) -> int:
    return text.find(part) + 1


def _substring(text: str, start: int, count: int | None = None) -> str:
    if count is None:
        return text[max(start - 1, 0) :]
    if count < 0:
        raise Undecided
    return text[max(start - 1, 0) : max(start - 1 + count, 0)]


def substring(term: Term, start: Term, count: Term | None = None) -> Term:
    """substr(text, start) and substr(text, start, count), from 1."""
    if start.family == UNKNOWN:
        raise NotUnderstood("substring with a pattern")
    rest = () if count is None else (as_integer(count),)
    return strict("text", _substring, as_text(term), as_integer(start), *rest)


def _right(text: str, count: int) -> str:
    return text[-count:] if count else ""


def _text_function(family: str, function: Callable[..., Any]) -> Function:
    return lambda *terms: strict(family, function, *(as_text(term) for term in terms))


def _cut(function: Callable[[str, int], str]) -> Function:
    return lambda term, count: strict("text", function, as_text(term), as_integer(count))


def concat(*terms: Term) -> Term:
    """concat(): NULL counts as nothing."""
    runs = tuple(as_text(term).run for term in terms)
    return Term("text", lambda row: "".join(run(row) or "" for run in runs))


def coalesce(*terms: Term) -> Term:
    """The first that is not NULL."""
    family, alike = unify(list(terms))
    runs = tuple(term.run for term in alike)

    def run(row: Row) -> Any:
        return next((value for each in runs if (value := each(row)) is not None), None)

    return Term(family, run)


def nullif(left: Term, right: Term) -> Term:
    """NULL where the two are equal, else the first."""
    left = typed(left, "text" if right.family == UNKNOWN else right.family)
    equal, value = comparison(left, right, operator.eq).run, left.run
    return Term(left.family, lambda row: None if equal(row) else value(row))


def _extreme(better: Callable[[Any, Any], bool]) -> Function:
    def function(*terms: Term) -> Term:
        family, alike = unify(list(terms))
        comparison(alike[0], alike[0], better)  # raises where the type has no order here
        runs = tuple(term.run for term in alike)

        def run(row: Row) -> Any:
            best = None
            for each in runs:
                value = each(row)
                if value is not None and value != value:  # noqa: PLR0124 - the test for NaN
                    raise Undecided
                if best is None or (value is not None and better(value, best)):
                    best = value
            return best

        return Term(family, run)

    return function


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


def _rounding(mode: str) -> Function:
    def function(term: Term) -> Term:
        return strict("numeric", lambda v: _coarse(_finite(v), 0, mode), _number(term, whole=False))

    return function


def round_(term: Term, digits: Term | None = None) -> Term:
    """round() of a numeric, half away from zero."""
    term = _number(term, whole=False)
    if digits is None:
        return _rounding(ROUND_HALF_UP)(term)
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


def _counted(null: bool) -> Function:
    def function(*terms: Term) -> Term:
        runs = tuple(term.run for term in terms)
        return Term("integer", lambda row: sum((run(row) is None) is null for run in runs))

    return function


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


FUNCTIONS: dict[str, Function] = {
    "length": length,
    "char_length": length,
    "character_length": length,
    "octet_length": _bytes_times(1),
    "bit_length": _bytes_times(8),
    "lower": _text_function("text", _lower),
    "upper": _text_function("text", _upper),
    "btrim": trim(str.strip),
    "ltrim": trim(str.lstrip),
    "rtrim": trim(str.rstrip),
    "strpos": _text_function("integer", _position),
    "position": _text_function("integer", _position),
    "starts_with": _text_function("boolean", str.startswith),
    "substr": substring,
    "substring": substring,
    "left": _cut(lambda text, count: text[:count]),
    "right": _cut(_right),
    "concat": concat,
    "coalesce": coalesce,
    "nullif": nullif,
    "greatest": _extreme(operator.gt),
    "least": _extreme(operator.lt),
    "abs": absolute,
    "floor": _rounding(ROUND_FLOOR),
    "ceil": _rounding(ROUND_CEILING),
    "ceiling": _rounding(ROUND_CEILING),
    "round": round_,
    "sign": sign,
    "cardinality": cardinality,
    "array_length": array_length,
    "array_position": array_position,
    "num_nulls": _counted(null=True),
    "num_nonnulls": _counted(null=False),
    "json_typeof": json_kind,
    "jsonb_typeof": json_kind,
    "json_array_length": json_length,
    "jsonb_array_length": json_length,
    "isfinite": is_finite,
}
