"""Days of a span: where it begins and ends, and how season, growth and weekday weigh on its days.

A day is first drawn over the whole span, by the season's and the growth's weights; then it is moved
within its seven days to a weekday drawn by the weekdays' weights. So the share of each weekday is
exact, a week has as many rows as season and growth give it, and a script needs no list of days.

With `after` a row's days begin on the day after another column's. The same weights then hold among
the days that are left: a number is drawn between the weights of all days before and those up to the
end, and the day is where the running sum of weights passes it (inversion of the cut distribution).
"""

from itertools import accumulate
from typing import Any

from seedc.generators.context import Context, Options, Problem
from seedc.generators.grid import stepped, weighted, within, without_distribution
from seedc.generators.moments import bound_of, duration_of
from seedc.generators.periods import WEEK, Period, periods, shown, uneven, until_monday
from seedc.generators.scalars import whole_weights
from seedc.ir import expr
from seedc.ir.arithmetic import DAY, bounded
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
    "after": {"type": "string", "minLength": 1},
}
"""The options that say which days of the span are likelier, and from which one on."""


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
    """Whether weekdays or months have weights, or the days begin after another column's."""
    return "weekdays" in options or "months" in options or "after" in options


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
    if "after" in options:
        return _later_day(context, first, last, options)
    if not uneven(first, last, options):
        start, width = expr.integer(first), expr.integer(last - first + 1)
        lead = expr.integer(until_monday(first))
        place = _place(context, last - first + 1, options)
    else:
        # The period is read for its start, its width and its first Monday: computed once.
        parts = periods(first, last, options)
        chosen = weighted(context, [p.weight for p in parts], "period")
        chosen = context.row.let(f"{context.label()} period", chosen)
        start = expr.pick_int(chosen, [p.start for p in parts], context.label("starts"))
        width = expr.pick_int(chosen, [p.width for p in parts], context.label("widths"))
        leads = [until_monday(p.start) for p in parts]
        lead = expr.pick_int(chosen, leads, context.label("mondays"))
        place = expr.modulo(context.random("day"), width)
    if "weekdays" in options:
        weights = whole_weights(options["weekdays"], ("weekdays",))
        weekday = expr.add(weighted(context, weights, "weekday"), lead)
        place = _on_weekday(context, expr.modulo(weekday, expr.integer(WEEK)), width, place)
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
    if {"months", "after"} & {*options} or options.get("shape") == "growing":
        without_distribution(context, "a span with weights of its own")


def _on_weekday(context: Context, offset: Node, width: Node, place: Node) -> Node:
    """The place moved to the day `offset` of its seven days. At the end of a period of broken weeks
    that would leave it: there it is the same weekday one week earlier. In a period shorter than a
    week, which has a weight for its only weekday already, nothing moves."""
    week = expr.integer(WEEK)
    place = context.row.let(f"{context.label()} day", place)
    whole = expr.multiply(expr.divide(place, week), week)
    moved = context.row.let(f"{context.label()} weekday", expr.add(whole, offset))
    inside = expr.case([(expr.less(moved, width), moved)], expr.subtract(moved, week))
    return expr.case([(expr.less(width, week), place)], inside)


# Days after another column's ----------------------------------------------------------------------

_FINE = 2**40
"""Into about so many parts the weights of a span are divided: the share of a day of twenty years is
right to one part in a hundred million."""


def _later_day(context: Context, first: int, last: int, options: Options) -> Node:
    """A day after that of another column and not before the first, by the weights."""
    earliest = _earliest(context, first, last, options)
    # Weekdays are chosen afterwards, within the week of the day.
    parts = periods(first, last, {**options, "weekdays": None})
    if parts[-1].start + parts[-1].width <= last:
        raise Problem(
            "SD736",
            f"the span ends on {shown(last)}, which has no weight: a row of the day before would"
            " have no day left",
            help="end the span on a day that has a weight",
            path=("between",),
        )
    day = context.row.let(f"{context.label()} day", _cut(context, parts, earliest))
    if "weekdays" not in options:
        return bounded(day, first, last)
    weights = whole_weights(options["weekdays"], ("weekdays",))
    return bounded(_of_week(context, day, weights, earliest, last), first, last)


def _earliest(context: Context, first: int, last: int, options: Options) -> Node:
    """The day after the other column's, or the first of the span where that is later."""
    name = options["after"]
    source = context.row.column(name)
    if source.meaning not in ("date", "timestamp"):
        raise Problem("SD736", f"{name} is no day and no moment", path=("after",))
    unit = 1 if source.meaning == "date" else DAY * 10**source.scale
    following = expr.add(expr.divide(source.node, expr.integer(unit)), expr.integer(1))
    # Where there is no such day, as for a sale without a client, nothing bounds it.
    following = expr.coalesce(following, expr.integer(first))
    if following.high > last:
        raise Problem(
            "SD736",
            f"{name} can be as late as {shown(following.high - 1)}, and the span has no day after"
            " that",
            help=f"end the span later than {shown(last)}, or let {name} end earlier",
            path=("after",),
        )
    return context.row.let(
        f"{context.label()} first", expr.greatest(following, expr.integer(first))
    )


def _cut(context: Context, parts: list[Period], earliest: Node) -> Node:
    """A day from the earliest on, drawn by the weights of the periods."""
    fine = max(1, _FINE // sum(p.weight for p in parts))
    sizes = [p.weight * fine for p in parts]
    sums = [0, *accumulate(sizes)]

    def facts(place: Node) -> tuple[Node, Node, Node, Node]:
        """The start, the width, the size and the sum before of the period at a place."""
        lists = ([p.start for p in parts], [p.width for p in parts], sizes, sums[:-1])
        words = ("starts", "widths", "sizes", "sums")
        found = [
            expr.pick_int(place, numbers, context.label(word))
            for numbers, word in zip(lists, words, strict=True)
        ]
        return found[0], found[1], found[2], found[3]

    own = expr.bucket(earliest, [p.start for p in parts[1:]], context.label("starts"))
    start, width, size, before = facts(context.row.let(f"{context.label()} part", own))
    # Rounded up, so that what is drawn from there on is never a day earlier.
    days = expr.smallest(expr.greatest(expr.subtract(earliest, start), expr.integer(0)), width)
    cut = expr.divide(
        expr.add(expr.multiply(days, size), expr.subtract(width, expr.integer(1))), width
    )
    passed = context.row.let(f"{context.label()} passed", expr.add(before, cut))
    left = expr.greatest(expr.subtract(expr.integer(sums[-1]), passed), expr.integer(1))
    drawn = expr.add(passed, expr.modulo(context.random("day"), left))
    drawn = context.row.let(f"{context.label()} drawn", bounded(drawn, 0, sums[-1] - 1))
    at = context.row.let(
        f"{context.label()} period", expr.bucket(drawn, sums[1:-1], context.label("ends"))
    )
    start, width, size, before = facts(at)
    inside = bounded(expr.subtract(drawn, before), 0, max(sizes) - 1)
    return expr.add(start, expr.divide(expr.multiply(inside, width), size))


def _of_week(context: Context, day: Node, weights: list[int], earliest: Node, last: int) -> Node:
    """The day moved to a weekday by the weights within its week, a week later or sooner where that
    leaves the span; the day itself where less than a week is left."""
    week, end = expr.integer(WEEK), expr.integer(last)
    since = expr.modulo(expr.subtract(day, expr.integer(until_monday(0))), week)
    moved = expr.add(expr.subtract(day, since), weighted(context, weights, "weekday"))
    moved = context.row.let(f"{context.label()} moved", moved)
    later = expr.case([(expr.less(moved, earliest), expr.add(moved, week))], moved)
    later = context.row.let(f"{context.label()} later", later)
    inside = expr.case([(expr.less(end, later), expr.subtract(later, week))], later)
    inside = context.row.let(f"{context.label()} weekday", inside)
    return expr.case([(expr.less(inside, earliest), day)], inside)
