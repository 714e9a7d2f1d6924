"""Days of a span: where it begins and ends, and how season, growth and weekday weigh on its days.

A day is first drawn over the whole span, by the season's and the growth's weights; then it is moved
within its seven days to a weekday drawn by the weekdays' weights. So the share of each weekday is
exact, a week has as many rows as season and growth give it, and a script needs no list of days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from seedc.generators.context import Context, Options, Problem
from seedc.generators.grid import stepped, weighted, within, without_distribution
from seedc.generators.moments import bound_of, duration_of
from seedc.generators.scalars import whole_weights
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node

WEIGHT = {"type": "number", "minimum": 0}
DURATION = {"type": "string", "minLength": 1}
SPAN: dict[str, Any] = {
    "between": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 2,
        "maxItems": 2,
    },
    "past": DURATION,
    "future": DURATION,
}
"""The options of which a date and a timestamp take exactly one."""

WEIGHTS: dict[str, Any] = {
    "shape": {"enum": ["uniform", "growing"]},
    "weekdays": {"type": "array", "items": WEIGHT, "minItems": 7, "maxItems": 7},
    "months": {"type": "array", "items": WEIGHT, "minItems": 12, "maxItems": 12},
    "ordered": {"type": "boolean"},
}
"""The options that say which days of the span are likelier."""

_EPOCH = date(1970, 1, 1)
_MONDAY = 3
"""1970-01-01 was a Thursday: three days after a Monday."""
_WEEK = 7
_MOST_PERIODS = 240
"""A season's list of months is written out in the script: twenty years are enough to read."""


@dataclass(frozen=True, slots=True)
class Period:
    """`width` days from `start` (days since 1970-01-01) that are equally likely."""

    start: int
    width: int
    weight: int


def span_of(context: Context, options: Options) -> tuple[int, int]:
    """The first and the last microsecond of the span. Raises Problem (SD735, SD736)."""
    if "between" in options:
        first, last = options["between"]
        low = bound_of(first, context, ("between", 0))
        high = bound_of(last, context, ("between", 1), end=True)
        if low > high:
            raise Problem("SD736", f"{first} is later than {last}", path=("between",))
        return low, high
    now = bound_of("now", context)
    if "past" in options:
        return now - duration_of(options["past"], ("past",)), now
    return now, now + duration_of(options["future"], ("future",))


def is_weighted(options: Options) -> bool:
    """Whether weekdays or months have weights."""
    return "weekdays" in options or "months" in options


def check_unordered(options: Options) -> None:
    """Raise Problem (SD736) where the rows' order should decide beside weights."""
    if options.get("ordered"):
        raise Problem("SD736", "ordered rows are spread evenly", path=("ordered",))


def free_place(
    context: Context, count: int, options: Options, *, step: int = 1, scale: int = 0
) -> Node:
    """One of 0, step, 2·step, … (`count` of them) without weights of days: ordered, growing, or by
    the rule's modifiers (in units of 10^-scale). A distribution counts from the first, so that its
    parameters mean something."""
    grows = options.get("shape") == "growing"
    if not options.get("ordered") and not grows:
        return stepped(context, 0, (count - 1) * step, step, scale=scale)
    if grows:
        check_unordered(options)
        _check_modifiers(context, options)
    without_distribution(context, "what grows with the rows")
    place = _growing(context, count) if grows else _ordered(context, count)
    return expr.multiply(place, expr.integer(step))


def weighted_day(context: Context, first: int, last: int, options: Options) -> Node:
    """A day from first to last (days since 1970-01-01) by the weights. Raises Problem (SD734 or
    SD736 where another modifier contradicts them)."""
    _check_modifiers(context, options)
    periods = _periods(first, last, options)
    if periods is None:
        start, width = expr.integer(first), expr.integer(last - first + 1)
        lead = expr.integer(_until_monday(first))
        place = _place(context, last - first + 1, options)
    else:
        # The period is read for its start, its width and its first Monday: computed once.
        chosen = weighted(context, [p.weight for p in periods], "period")
        chosen = context.row.let(f"{context.label()} period", chosen)
        start = expr.pick_int(chosen, [p.start for p in periods], context.label("starts"))
        width = expr.pick_int(chosen, [p.width for p in periods], context.label("widths"))
        leads = [_until_monday(p.start) for p in periods]
        lead = expr.pick_int(chosen, leads, context.label("mondays"))
        place = expr.modulo(context.random("day"), width)
    if "weekdays" in options:
        weights = whole_weights(options["weekdays"], ("weekdays",))
        weekday = expr.add(weighted(context, weights, "weekday"), lead)
        place = _on_weekday(context, expr.modulo(weekday, expr.integer(_WEEK)), width, place)
    return bounded(expr.add(start, place), first, last)


def _ordered(context: Context, count: int) -> Node:
    """A number from 0 to count - 1 that grows with the row: the rows are spread evenly, each
    anywhere in its own part (with unique, at its beginning)."""
    rows = context.index.high + 1 if context.unique else max(context.rows, 1)
    if context.unique and rows > count:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must be unique, and the span has"
            f" {count} different values for {rows} rows",
        )
    # Rows beside the counted ones (children of curated parents) have indexes above all others.
    turn = expr.modulo(context.index, expr.integer(rows))
    spread = expr.multiply(turn, expr.integer(count))
    if not context.unique:
        spread = expr.add(spread, context.uniform(count, "jitter"))
    return bounded(expr.divide(spread, expr.integer(rows)), 0, count - 1)


def _growing(context: Context, count: int) -> Node:
    """A number from 0 to count - 1, the later the likelier: the greater of two uniform ones, whose
    density grows linearly."""
    first, second = context.uniform(count, "growth"), context.uniform(count, "growth 2")
    return expr.greatest(first, second)


def _place(context: Context, count: int, options: Options) -> Node:
    if options.get("shape") == "growing":
        return _growing(context, count)
    return within(context, 0, count - 1, "day")


def _check_modifiers(context: Context, options: Options) -> None:
    if context.unique:
        raise Problem("SD736", "unique days, hours and moments have no weights")
    if "months" in options or options.get("shape") == "growing":
        without_distribution(context, "a span with weights of its own")


def _on_weekday(context: Context, offset: Node, width: Node, place: Node) -> Node:
    """The place moved to the day `offset` of its seven days. At the end of a period of broken weeks
    that would leave it: there it is the same weekday one week earlier. In a period shorter than a
    week, which has a weight for its only weekday already, nothing moves."""
    week = expr.integer(_WEEK)
    place = context.row.let(f"{context.label()} day", place)
    whole = expr.multiply(expr.divide(place, week), week)
    moved = context.row.let(f"{context.label()} weekday", expr.add(whole, offset))
    inside = expr.case([(expr.less(moved, width), moved)], expr.subtract(moved, week))
    return expr.case([(expr.less(width, week), place)], inside)


def _until_monday(day: int) -> int:
    """How many days after the day the next Monday is, 0 to 6."""
    return -(day + _MONDAY) % _WEEK


def _periods(first: int, last: int, options: Options) -> list[Period] | None:
    """The parts of the span that are equally likely inside, None where that is all of it."""
    weekdays = options.get("weekdays")
    if "months" not in options and not (weekdays and last - first + 1 < _WEEK):
        return None
    days = whole_weights(weekdays, ("weekdays",)) if weekdays else [1] * _WEEK
    months = whole_weights(options.get("months", [1] * 12), ("months",))
    grows = options.get("shape") == "growing"
    found = []
    for start, width in _pieces(first, last, by_days=weekdays is not None):
        # Seven times a day's weight beside a full week's sum: the same measure for both.
        daily = sum(days) * width if width >= _WEEK or not weekdays else 7 * days[_weekday(start)]
        growth = 2 * (start - first) + width if grows else 1
        weight = months[_month(start)] * daily * growth
        found += [Period(start, width, weight)] if weight else []
    if not found:
        raise Problem("SD736", "no day between the bounds has a weight above 0")
    if len(found) > _MOST_PERIODS:
        raise Problem(
            "SD736",
            f"weights of months over {len(found)} months make too long a list",
            help="take a span of at most twenty years",
            path=("months",),
        )
    return found


def _pieces(first: int, last: int, *, by_days: bool) -> list[tuple[int, int]]:
    """The months between two days as (first day, days), those cut shorter than a week as their
    days if weekdays count."""
    found: list[tuple[int, int]] = []
    start = first
    while start <= last:
        day = _EPOCH + timedelta(days=start)
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        end = min(last + 1, (following - _EPOCH).days)
        width = end - start
        if by_days and width < _WEEK:
            found += [(one, 1) for one in range(start, end)]
        else:
            found.append((start, width))
        start = end
    return found


def _month(day: int) -> int:
    return (_EPOCH + timedelta(days=day)).month - 1


def _weekday(day: int) -> int:
    return (day + _MONDAY) % _WEEK
