"""SQL's operators on terms: comparison by type, arithmetic without rounding, three-valued logic."""

import math
import operator
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, DivisionByZero, Inexact, InvalidOperation
from typing import Any

from seedc.passes.predicate_terms import (
    EXACT,
    EXACT_NUMBERS,
    FLOATS,
    INTEGERS,
    ORDERED,
    STRINGS,
    UNKNOWN,
    NotUnderstood,
    Row,
    Term,
    Undecided,
    in_range,
    midnight,
    strict,
    stripped,
    typed,
    unify,
)
from seedc.types.calendar import LAST_DATE_YEAR, days
from seedc.types.jsons import semantic_key

Compare = Callable[[Any, Any], bool]
_DATES = (days(1, 1, 1), days(LAST_DATE_YEAR, 12, 31))  # years BC are left to the server
_EQUALITY = (operator.eq, operator.ne)
_PLAIN_ELEMENTS = (*INTEGERS, "text", "uuid", "date")  # arrays of them are equal as lists are
# A numeric quotient of so few digits is one that PostgreSQL does not round (select_div_scale in
# src/backend/utils/adt/numeric.c: NUMERIC_MIN_SIG_DIGITS).
_QUOTIENT = Context(
    prec=16, traps=[Inexact, InvalidOperation, DivisionByZero], Emin=-(10**9), Emax=10**9
)


def _decidable(value: Any) -> Any:
    """Not a NaN, which SQL and Python compare differently."""
    if isinstance(value, Decimal | float) and value != value:  # noqa: PLR0124 - the test for NaN
        raise Undecided
    return value


def _numbers(compare: Compare) -> Compare:
    return lambda left, right: compare(_decidable(left), _decidable(right))


def _doubles(compare: Compare) -> Compare:
    return lambda left, right: compare(_decidable(_double(left)), _decidable(_double(right)))


def _double(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Undecided from None


def _json(compare: Compare) -> Compare:
    return lambda left, right: compare(semantic_key(left), semantic_key(right))


def _blank_padded(compare: Compare) -> Compare:
    """text beside character(n): text is compared as it stands, character varying without the blanks
    at its end, and terms do not tell the two apart."""

    def run(left: str, right: str) -> bool:
        verdict = compare(left, right)
        if compare(left.rstrip(" "), right.rstrip(" ")) is not verdict:
            raise Undecided
        return verdict

    return run


def _date_pair(left: Term, right: Term) -> tuple[Term, Term]:
    """A date beside a timestamp is the timestamp at which it begins."""
    if (left.family, right.family) == ("date", "timestamp"):
        return strict("timestamp", midnight, left), right
    if (left.family, right.family) == ("timestamp", "date"):
        return left, strict("timestamp", midnight, right)
    return left, right


def comparison(left: Term, right: Term, compare: Compare) -> Term:
    """`left` and `right` compared by PostgreSQL's rules for their types. Raises NotUnderstood."""
    if left.family == UNKNOWN and right.family == UNKNOWN:
        left, right = typed(left, "text"), typed(right, "text")
    left, right = typed(left, right.family), typed(right, left.family)
    left, right = _date_pair(left, right)
    return strict("boolean", _comparer(left, right, compare), stripped(left), stripped(right))


def _comparer(left: Term, right: Term, compare: Compare) -> Compare:
    one, two = left.family, right.family
    if (one in INTEGERS and two in INTEGERS) or (one == two and one in ORDERED):
        return compare
    if one in (*EXACT_NUMBERS, *FLOATS) and two in (*EXACT_NUMBERS, *FLOATS):
        exact = one in EXACT_NUMBERS and two in EXACT_NUMBERS
        return _numbers(compare) if exact else _doubles(compare)
    if compare not in _EQUALITY:
        raise NotUnderstood(f"the order of {one}, which is a collation's or a type's own")
    if one == two == "jsonb":
        return _json(compare)
    if {one, two} == set(STRINGS):
        return _blank_padded(compare)
    if one == two in STRINGS or {one, two} in ({"enum"}, {"enum", "user"}):
        return compare
    if one == two and one.endswith("[]") and one[:-2] in _PLAIN_ELEMENTS:
        return compare
    raise NotUnderstood(f"{one} compared with {two}")


def not_distinct(left: Term, right: Term) -> Term:
    """IS NOT DISTINCT FROM: equal, or both NULL."""
    equal = comparison(left, right, operator.eq).run
    one, two = left.run, right.run

    def run(row: Row) -> bool:
        first, second = one(row), two(row)
        if first is None or second is None:
            return first is second
        return bool(equal(row))

    return Term("boolean", run)


def negation(term: Term) -> Term:
    """NOT."""
    return strict("boolean", operator.not_, term)


def conjunction(terms: list[Term]) -> Term:
    """AND: false where any is, else NULL where any is."""
    return _kleene(terms, decisive=False)


def disjunction(terms: list[Term]) -> Term:
    """OR: true where any is, else NULL where any is."""
    return _kleene(terms, decisive=True)


def _kleene(terms: list[Term], decisive: bool) -> Term:
    runs = tuple(term.run for term in terms)

    def run(row: Row) -> bool | None:
        unknown = False
        for each in runs:
            verdict: bool | None = each(row)
            if verdict is decisive:
                return decisive
            unknown = unknown or verdict is None
        return None if unknown else not decisive

    return Term("boolean", run)


def quantified(left: Term, array: Term, compare: Compare, decisive: bool) -> Term:
    """`left op ANY (array)` (`decisive` true) or `ALL` (false)."""
    if array.items is not None:
        _, items = unify(list(array.items))  # strings alone make an array of text
        return _kleene([comparison(left, item, compare) for item in items], decisive)
    if not array.family.endswith("[]") or array.family == "character[]":
        raise NotUnderstood(f"ANY or ALL of {array.family}")
    element = Term(array.family.removesuffix("[]"), array.run)
    left = stripped(typed(left, element.family))
    test = _comparer(left, element, compare)
    one, many = left.run, array.run

    def run(row: Row) -> bool | None:
        value, elements = one(row), many(row)
        if elements is None:
            return None
        unknown = False
        for item in flat(elements):
            verdict = None if value is None or item is None else test(value, item)
            if verdict is decisive:
                return decisive
            unknown = unknown or verdict is None
        return None if unknown else not decisive

    return Term("boolean", run)


def flat(values: list[Any]) -> list[Any]:
    """The elements of an array of any number of dimensions."""
    result: list[Any] = []
    for value in values:
        result.extend(flat(value) if isinstance(value, list) else [value])
    return result


def _quotient(left: int, right: int) -> int:
    if right == 0:
        raise Undecided
    whole = abs(left) // abs(right)
    return whole if (left < 0) == (right < 0) else -whole


def _remainder(left: int, right: int) -> int:
    return left - right * _quotient(left, right)


_WHOLE: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "%": _remainder,
}
_DECIMAL: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": _QUOTIENT.divide,
    "%": EXACT.remainder,
}


def _on_integers(sign: str, family: str) -> Callable[[int, int], int]:
    function = _WHOLE[sign]
    return lambda left, right: in_range(family, function(left, right))


def _on_decimals(sign: str) -> Callable[[Any, Any], Decimal]:
    function = _DECIMAL[sign]

    def run(left: Any, right: Any) -> Decimal:
        one, two = Decimal(left), Decimal(right)
        if not one.is_finite() or not two.is_finite():
            raise Undecided
        try:
            return function(one, two)
        except DecimalException:
            raise Undecided from None

    return run


def _between(low: int, high: int, function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A sum or difference of times, which the server refuses outside of these bounds."""

    def run(left: Any, right: Any) -> Any:
        if math.isinf(left) or math.isinf(right):
            raise Undecided
        result = function(left, right)
        if not low <= result <= high:
            raise Undecided
        return result

    return run


def arithmetic(sign: str, left: Term, right: Term) -> Term:
    """`+ - * / %` on whole and decimal numbers, and differences of dates. Raises NotUnderstood."""
    left, right = typed(left, right.family), typed(right, left.family)
    one, two = left.family, right.family
    if one in INTEGERS and two in INTEGERS:
        family = max(one, two, key=INTEGERS.index)
        return strict(family, _on_integers(sign, family), left, right)
    numbers = (*INTEGERS, "numeric")
    if one in numbers and two in numbers:
        return strict("numeric", _on_decimals(sign), left, right)
    function = operator.add if sign == "+" else operator.sub
    if sign in "+-" and one == "date" and two in ("smallint", "integer"):
        return strict("date", _between(*_DATES, function), left, right)
    if sign == "-" and one == two == "date":
        return strict("integer", _between(-(2**31), 2**31 - 1, function), left, right)
    if sign == "-" and one == two == "timestamp":
        return strict("interval", _between(-(2**63), 2**63 - 1, function), left, right)
    raise NotUnderstood(f"{one} {sign} {two}")


def negative(term: Term) -> Term:
    """The unary minus."""
    if term.family in INTEGERS:
        return strict(term.family, lambda value: in_range(term.family, -value), term)
    if term.family == "numeric":
        return strict("numeric", Decimal.copy_negate, term)
    if term.family in FLOATS:
        return strict(term.family, operator.neg, term)
    raise NotUnderstood(f"minus {term.family}")
