"""Dates, times, timestamps and intervals of fixed length in SQL expressions; the zone is UTC.

Dates become year, month and day, and back, by Howard Hinnant's `civil_from_days` and
`days_from_civil` (chrono-Compatible Low-Level Date Algorithms).
"""

from collections.abc import Callable

from seedc.generators.sql_numbers import negative
from seedc.generators.sql_terms import Family, Once, Term, moment, not_understood, scaled
from seedc.ir import expr
from seedc.ir.arithmetic import DAY, bounded
from seedc.ir.expr import Node, Unbounded

_MICROSECOND = 6
_FIRST_DAY, _LAST_DAY = -2_440_588, 2_145_042_905  # what date holds
_FIRST_SECOND, _LAST_SECOND = -210_866_803_200, 9_224_318_015_999  # what timestamp holds
_YEAR_ONE = -719_162
_EXACT_FLOAT = 2**53  # interval * n is computed in double precision


def _whole(value: int) -> Node:
    return expr.integer(value)


def _date(node: Node) -> Term:
    if node.low < _FIRST_DAY or node.high > _LAST_DAY:
        raise Unbounded("a date can be outside what the type date holds")
    return Term(node, "date")


def _sum(family: Family, a: Term, b: Term, sign: int = 1) -> Term:
    scale = max(a.scale, b.scale)
    combine = expr.add if sign > 0 else expr.subtract
    node = combine(scaled(a, scale), scaled(b, scale))
    unit = 10**scale
    if family == "timestamp" and not (
        _FIRST_SECOND * unit <= node.low and node.high <= _LAST_SECOND * unit
    ):
        raise Unbounded("a timestamp can be outside what the type timestamp holds")
    if family == "time":
        node = expr.modulo(node, _whole(DAY * unit))
    return Term(node, family, scale)


def _later(family: Family) -> Callable[[Term, Term], Term]:
    return lambda a, b: _sum(family, moment(a), moment(b))


def _earlier(family: Family) -> Callable[[Term, Term], Term]:
    return lambda a, b: _sum(family, moment(a), moment(b), -1)


def _times(a: Term, b: Term) -> Term:
    node = expr.multiply(a.node, b.node)
    unit = 10 ** (_MICROSECOND - a.scale)
    if max(abs(node.low), abs(node.high)) * unit > _EXACT_FLOAT:
        raise Unbounded("an interval times a number can be longer than 285 years")
    return Term(node, "interval", a.scale)


ARITHMETIC: dict[tuple[str, str, str], Callable[[Term, Term], Term]] = {
    ("+", "date", "integer"): lambda a, b: _date(expr.add(a.node, b.node)),
    ("+", "integer", "date"): lambda a, b: _date(expr.add(a.node, b.node)),
    ("-", "date", "integer"): lambda a, b: _date(expr.subtract(a.node, b.node)),
    ("-", "date", "date"): lambda a, b: Term(expr.subtract(a.node, b.node), "integer"),
    ("+", "date", "interval"): _later("timestamp"),
    ("+", "interval", "date"): _later("timestamp"),
    ("-", "date", "interval"): _earlier("timestamp"),
    ("+", "date", "time"): _later("timestamp"),
    ("+", "time", "date"): _later("timestamp"),
    ("+", "timestamp", "interval"): _later("timestamp"),
    ("+", "interval", "timestamp"): _later("timestamp"),
    ("-", "timestamp", "interval"): _earlier("timestamp"),
    ("-", "timestamp", "timestamp"): _earlier("interval"),
    ("-", "timestamp", "date"): _earlier("interval"),
    ("-", "date", "timestamp"): _earlier("interval"),
    ("+", "time", "interval"): _later("time"),
    ("+", "interval", "time"): _later("time"),
    ("-", "time", "interval"): _earlier("time"),
    ("-", "time", "time"): _earlier("interval"),
    ("+", "interval", "interval"): _later("interval"),
    ("-", "interval", "interval"): _earlier("interval"),
    ("*", "interval", "integer"): _times,
    ("*", "integer", "interval"): lambda a, b: _times(b, a),
}
"""What an operator does to two values of these families."""


def day_of(term: Term) -> Node:
    """The day of a date or a timestamp."""
    if term.family == "date":
        return term.node
    return expr.divide(term.node, _whole(DAY * 10**term.scale))


def time_of(term: Term) -> Term:
    """The time of day of a timestamp, a time or an interval."""
    return Term(expr.modulo(term.node, _whole(DAY * 10**term.scale)), "time", term.scale)


# The calendar -------------------------------------------------------------------------------------


def _civil(days: Node, once: Once) -> tuple[Node, Node, Node]:
    """Year, month and day, of a day from the year 1 on. Years begin in March inside, so that the
    leap day is their last."""
    if days.low < _YEAR_ONE:
        raise not_understood("the year or month of a day that can be before the year 1")
    shifted = once(expr.add(days, _whole(719_468)))
    era = expr.divide(shifted, _whole(146_097))
    inside = once(expr.modulo(shifted, _whole(146_097)))
    leaps = expr.add(
        expr.subtract(expr.divide(inside, _whole(36_524)), expr.divide(inside, _whole(1_460))),
        negative(expr.divide(inside, _whole(146_096))),
    )
    year = once(bounded(expr.divide(expr.add(inside, leaps), _whole(365)), 0, 399))
    day_of_year = once(bounded(expr.subtract(inside, _before(year)), 0, 365))
    part = once(bounded(_over(day_of_year, 5, 2, 153), 0, 11))
    day = expr.add(expr.subtract(day_of_year, _over(part, 153, 2, 5)), _whole(1))
    early = expr.less(part, _whole(10))
    month = expr.case([(early, expr.add(part, _whole(3)))], expr.add(part, _whole(-9)))
    begun = expr.add(expr.multiply(era, _whole(400)), year)
    calendar_year = expr.add(begun, expr.case([(early, _whole(0))], _whole(1)))
    return calendar_year, bounded(month, 1, 12), bounded(day, 1, 31)


def _before(year: Node) -> Node:
    """Days in the years of a cycle before this one."""
    hundreds = negative(expr.divide(year, _whole(100)))
    whole = expr.multiply(year, _whole(365))
    return expr.add(expr.add(whole, expr.divide(year, _whole(4))), hundreds)


def _over(node: Node, times: int, plus: int, divisor: int) -> Node:
    return expr.divide(expr.add(expr.multiply(node, _whole(times)), _whole(plus)), _whole(divisor))


def _first_of_year(year: Node, once: Once) -> Node:
    before = once(bounded(expr.add(year, _whole(-1)), 0, expr.INT_HIGH))
    fourths = expr.divide(before, _whole(400))
    return expr.add(expr.add(_before(before), fourths), _whole(306 - 719_468))


def _first_of_month(days: Node, once: Once) -> Node:
    days = once(days)
    _, _, day = _civil(days, once)
    return expr.add(expr.subtract(days, day), _whole(1))


def _first_of_quarter(days: Node, once: Once) -> Node:
    """Two months of at most 31 days back from the month's 1st, from the quarter's last month."""
    days = once(days)
    _, month, _ = _civil(days, once)
    into = expr.modulo(expr.add(month, _whole(-1)), _whole(3))
    back = _first_of_month(days, once)
    for step in (1, 2):
        before = _first_of_month(expr.add(back, _whole(-1)), once)
        back = expr.case([(expr.at_most(_whole(step), into), before)], back)
    return back


def _first_of_week(days: Node, once: Once) -> Node:
    days = once(days)
    return expr.subtract(days, expr.modulo(expr.add(days, _whole(3)), _whole(7)))


_DAYS: dict[str, Callable[[Node, Once], Node]] = {
    "day": lambda days, once: days,
    "week": _first_of_week,
    "month": _first_of_month,
    "quarter": _first_of_quarter,
    "year": lambda days, once: _first_of_year(_civil(days, once)[0], once),
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


def truncated(unit: str, term: Term, once: Once) -> Term:
    """date_trunc(unit, term). Raises Problem (SD739)."""
    if term.family not in ("date", "timestamp"):
        raise not_understood(f"date_trunc of a value of type {term.family}")
    if unit in _DAYS:
        return moment(_date(_DAYS[unit](day_of(term), once)))
    if unit not in _SECONDS:
        raise not_understood(
            f"date_trunc to {unit!r}", f"understood are {', '.join((*_SECONDS, *_DAYS))}"
        )
    start = moment(term)
    whole = expr.divide(start.node, _whole(_SECONDS[unit] * 10**start.scale))
    return Term(expr.multiply(whole, _whole(_SECONDS[unit])), "timestamp")


# extract ------------------------------------------------------------------------------------------


def _decimal(node: Node, scale: int = 0) -> Term:
    return Term(node, "decimal", scale)


def _day_of_year(days: Node, once: Once) -> Node:
    days = once(days)
    first = _first_of_year(_civil(days, once)[0], once)
    return bounded(expr.add(expr.subtract(days, first), _whole(1)), 1, 366)


def _quarter(days: Node, once: Once) -> Node:
    return _over(_civil(days, once)[1], 1, 2, 3)


_OF_DAYS: dict[str, Callable[[Node, Once], Node]] = {
    "year": lambda days, once: _civil(days, once)[0],
    "month": lambda days, once: _civil(days, once)[1],
    "day": lambda days, once: _civil(days, once)[2],
    "quarter": _quarter,
    "doy": _day_of_year,
    "dow": lambda days, once: expr.modulo(expr.add(days, _whole(4)), _whole(7)),
    "isodow": lambda days, once: expr.add(
        expr.modulo(expr.add(days, _whole(3)), _whole(7)), _whole(1)
    ),
}
_OF_CLOCK = {"hour": (3600, 24), "minute": (60, 60)}


def extracted(field: str, term: Term, once: Once) -> Term:
    """extract(field from term): a numeric, of scale 6 for seconds and epochs. Raises Problem
    (SD739)."""
    if field in _OF_DAYS and term.family in ("date", "timestamp"):
        return _decimal(_OF_DAYS[field](day_of(term), once))
    if field == "epoch" and term.family == "date":
        return _decimal(expr.multiply(term.node, _whole(DAY)))
    if field == "epoch" and term.family in ("time", "timestamp", "interval"):
        return _decimal(scaled(term, _MICROSECOND), _MICROSECOND)
    if term.family in ("time", "timestamp"):
        if field == "second":
            second = expr.modulo(term.node, _whole(60 * 10**term.scale))
            return _decimal(scaled(Term(second, "time", term.scale), _MICROSECOND), _MICROSECOND)
        if field in _OF_CLOCK:
            unit, count = _OF_CLOCK[field]
            whole = expr.divide(term.node, _whole(unit * 10**term.scale))
            clock = whole if term.family == "time" and field == "hour" else None
            return _decimal(clock or expr.modulo(whole, _whole(count)))
    known = ", ".join(["epoch", *_OF_CLOCK, "second", *_OF_DAYS])
    raise not_understood(
        f"extract({field} from …) of a value of type {term.family}", f"understood are {known}"
    )
