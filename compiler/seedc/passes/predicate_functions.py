"""SQL's functions on terms, by their PostgreSQL names. Each takes terms and raises NotUnderstood
where the types of its operands are not those it knows."""

import hashlib
import operator
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from seedc.passes.predicate_measures import (
    absolute,
    array_length,
    array_position,
    cardinality,
    is_finite,
    json_kind,
    json_length,
    round_,
    rounding,
    sign,
)
from seedc.passes.predicate_operators import comparison
from seedc.passes.predicate_terms import (
    INTEGERS,
    UNKNOWN,
    NotUnderstood,
    Row,
    Term,
    Undecided,
    as_integer,
    as_text,
    ascii_only,
    strict,
    typed,
    unify,
)

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


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


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
    """concat(): NULL counts as nothing, and character(n) keeps the blanks at its end."""
    known = [typed(term, "text") for term in terms]
    runs = tuple(term.run if term.family == "character" else as_text(term).run for term in known)
    return Term("text", lambda row: "".join(run(row) or "" for run in runs))


def coalesce(*terms: Term) -> Term:
    """The first that is not NULL."""
    family, alike = unify(list(terms))
    runs = tuple(term.run for term in alike)

    def run(row: Row) -> Any:
        return next((value for each in runs if (value := each(row)) is not None), None)

    return Term(family, run)


def nullif(left: Term, right: Term) -> Term:
    """NULL where the two are equal, else the first, in the type that the two are compared in."""
    left = typed(left, "text" if right.family == UNKNOWN else right.family)
    right = typed(right, left.family)
    if left.family not in INTEGERS or right.family not in INTEGERS:
        _, (left, right) = unify([left, right])
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


def _counted(null: bool) -> Function:
    def function(*terms: Term) -> Term:
        runs = tuple(term.run for term in terms)
        return Term("integer", lambda row: sum((run(row) is None) is null for run in runs))

    return function


FUNCTIONS: dict[str, Function] = {
    "length": length,
    "char_length": length,
    "character_length": length,
    "octet_length": _bytes_times(1),
    "bit_length": _bytes_times(8),
    "lower": _text_function("text", _lower),
    "upper": _text_function("text", _upper),
    "md5": _text_function("text", _md5),
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
    "floor": rounding(ROUND_FLOOR),
    "ceil": rounding(ROUND_CEILING),
    "ceiling": rounding(ROUND_CEILING),
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
