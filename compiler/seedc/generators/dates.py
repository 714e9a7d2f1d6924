"""Days of a span."""

from seedc.generators.context import Context, Generator, Options
from seedc.generators.days import (
    SPAN,
    WEIGHTS,
    check_unordered,
    free_place,
    is_weighted,
    span_of,
    weighted_day,
)
from seedc.generators.moments import DAY_LONG
from seedc.generators.values import Value
from seedc.ir import expr


def _date(context: Context, options: Options) -> Value:
    low, high = span_of(context, options)
    first, last = low // DAY_LONG, high // DAY_LONG
    if is_weighted(options):
        check_unordered(options)
        return Value(weighted_day(context, first, last, options), "date")
    place = free_place(context, last - first + 1, options)
    return Value(expr.add(place, expr.integer(first)), "date")


def one_span(properties: Options) -> Options:
    """The schema of an object with these properties of which exactly one says the span."""
    return {
        "type": "object",
        "properties": {**SPAN, **properties},
        "oneOf": [{"required": [name]} for name in SPAN],
        "additionalProperties": False,
    }


GENERATORS = (
    Generator(
        name="date",
        options=one_span(WEIGHTS),
        docs="A day of a span (between two days, or so long before or after the clock), by weights"
        " of weekdays (from Monday) and months, growing (the later the likelier), or ordered as the"
        " rows are. With `after` the days begin after that of another column, and the weights hold"
        " among those that are left. A distribution counts days from the first.",
        example={"date": {"past": "90 days", "weekdays": [1, 1, 1, 1, 2, 3, 0]}},
        make=_date,
    ),
)
