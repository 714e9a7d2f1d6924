"""Times of day, moments and durations. Everything is integer arithmetic; the zone is UTC."""

from collections.abc import Mapping

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.dates import one_span
from seedc.generators.days import (
    DURATION,
    WEIGHT,
    WEIGHTS,
    check_unordered,
    free_place,
    is_weighted,
    span_of,
    weighted_day,
)
from seedc.generators.grid import stepped, weighted
from seedc.generators.moments import (
    DAY_LONG,
    SECOND,
    UNITS,
    clock_of,
    duration_of,
    durations_of,
)
from seedc.generators.scalars import whole_weights
from seedc.generators.values import Meaning, Value
from seedc.ir import expr
from seedc.ir.expr import Node

_HOUR = UNITS["hour"]

HOURS: Mapping[str, tuple[int, ...]] = {
    "business": (0,) * 8 + (2, 6, 9, 9, 4, 6, 9, 8, 6, 3) + (0,) * 6,
    "shop": (0,) * 9 + (2, 4, 6, 8, 6, 5, 5, 6, 8, 9, 7, 4, 1) + (0,) * 2,
    "evening": (2, 1) + (0,) * 15 + (2, 4, 6, 8, 9, 7, 4),
}
"""How likely the hours of a day are, from midnight: an office's, a shop's, people at home."""


def _time(context: Context, options: Options) -> Value:
    texts = options.get("between", ["00:00:00", "23:59:59"])
    low, high = (clock_of(text, ("between", n)) for n, text in enumerate(texts))
    if low > high:
        raise Problem("SD736", f"{texts[0]} is later than {texts[1]}", path=("between",))
    return _stepped(context, low, high, options, "time")


def _interval(context: Context, options: Options) -> Value:
    low, high = durations_of(options["between"], ("between",))
    return _stepped(context, low, high, options, "interval")


def _stepped(context: Context, low: int, high: int, options: Options, meaning: Meaning) -> Value:
    """From low to high in steps (microseconds), counted in seconds where all of them are."""
    step = duration_of(options.get("step", "1 second"), ("step",))
    if step == 0:
        raise Problem("SD736", "a step of nothing leads nowhere", path=("step",))
    if low % SECOND or step % SECOND:
        return Value(stepped(context, low, high, step, scale=6), meaning, 6)
    seconds = (low // SECOND, high // SECOND, step // SECOND)
    return Value(stepped(context, *seconds), meaning)


# Moments ------------------------------------------------------------------------------------------


def _timestamp(context: Context, options: Options) -> Value:
    if "distinct" in options:
        return _apart(context, options)
    low, high = span_of(context, options)
    precision = UNITS[options.get("precision", "second")]
    # Whole seconds need no fraction, and read better in a script.
    unit, scale = (SECOND, 0) if precision >= SECOND else (1, 6)
    if is_weighted(options) or "hours" in options:
        node = _weighted(context, (low, high), precision, options)
        return Value(node, "timestamp", scale)
    first, last, step = -(-low // precision), high // precision, precision // unit
    if first > last:
        raise Problem("SD736", "no moment of that precision is between the bounds")
    place = free_place(context, last - first + 1, options, step=step, scale=scale)
    return Value(expr.add(place, expr.integer(first * step)), "timestamp", scale)


_STRIDE = 618_033
"""Prime to a million, about its golden section: siblings' microseconds do not look counted."""


def _apart(context: Context, options: Options) -> Value:
    """A moment in whole seconds and microseconds that count the row among its siblings, so that no
    two of one parent are the same."""
    if "precision" in options or "(" in context.target.type_sql:
        raise Problem(
            "SD736",
            "microseconds tell the rows of one parent apart, and there would be none",
            help='leave out "precision" or "distinct"',
            path=("distinct",),
        )
    whole = _timestamp(context, {k: v for k, v in options.items() if k != "distinct"})
    ordinal = context.row.siblings()
    if ordinal.high >= SECOND:
        raise Problem("SD741", f"a second has no {ordinal.high + 1} microseconds")
    turned = expr.multiply(ordinal, expr.integer(_STRIDE))
    micros = expr.modulo(expr.add(turned, expr.integer(_STRIDE)), expr.integer(SECOND))
    return Value(expr.add(expr.multiply(whole.node, expr.integer(SECOND)), micros), "timestamp", 6)


def _weighted(context: Context, span: tuple[int, int], precision: int, options: Options) -> Node:
    """A moment of a whole day within the bounds: the day by its weights, the hour by its own, and
    what is left uniform. Days that the bounds cut have no place in it."""
    check_unordered(options)
    first, last = -(-span[0] // DAY_LONG), (span[1] + 1) // DAY_LONG - 1
    if first > last:
        raise Problem("SD736", "weights need at least one whole day between the bounds")
    unit = SECOND if precision >= SECOND else 1
    day = weighted_day(context, first, last, options)
    in_day = _clock(context, precision, unit, options.get("hours"))
    return expr.add(expr.multiply(day, expr.integer(DAY_LONG // unit)), in_day)


def _clock(context: Context, precision: int, unit: int, hours: Options) -> Node:
    """A time of day in `unit`s, a multiple of the precision."""
    step = expr.integer(precision // unit)
    if hours is None:
        return expr.multiply(context.uniform(DAY_LONG // precision, "clock"), step)
    weights = HOURS[hours] if isinstance(hours, str) else whole_weights(hours, ("hours",))
    hour = expr.multiply(weighted(context, weights, "hour"), expr.integer(_HOUR // unit))
    rest = expr.multiply(context.uniform(_HOUR // precision, "clock"), step)
    return expr.add(hour, rest)


_TWO = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
_HOURS = {
    "anyOf": [
        {"enum": sorted(HOURS)},
        {"type": "array", "items": WEIGHT, "minItems": 24, "maxItems": 24},
    ]
}

GENERATORS = (
    Generator(
        name="time",
        options={
            "type": "object",
            "properties": {"between": _TWO, "step": DURATION},
            "additionalProperties": False,
        },
        docs="A time of day between two times, both included, in steps (a second if nothing is"
        " said).",
        example={"time": {"between": ["09:00", "18:00"], "step": "15 minutes"}},
        make=_time,
    ),
    Generator(
        name="interval",
        options={
            "type": "object",
            "properties": {"between": _TWO, "step": DURATION},
            "required": ["between"],
            "additionalProperties": False,
        },
        docs="A duration between two, both included, in steps: `90 days`, `3 hours`, `PT90M`.",
        example={"interval": {"between": ["5 minutes", "3 hours"], "step": "5 minutes"}},
        make=_interval,
    ),
    Generator(
        name="timestamp",
        options=one_span(
            {
                **WEIGHTS,
                "hours": _HOURS,
                "precision": {"enum": ["microsecond", "second", "minute", "hour"]},
                "distinct": {"enum": ["parent"]},
            }
        ),
        docs="A moment of a span (between two, a date standing for its whole day, or so long before"
        " or after the clock): uniform, growing (the later the likelier), ordered as the rows are,"
        " or by weights of weekdays (from Monday), months and hours (UTC). With `after` the days"
        " begin after that of another column, and the weights hold among those that are left. With"
        " `distinct` no two rows of one parent have the same: microseconds tell them apart. A"
        " distribution counts seconds from the first moment.",
        example={"timestamp": {"past": "90 days", "hours": "shop", "shape": "growing"}},
        make=_timestamp,
    ),
)
