"""Periods of a span: months, or the days of a month cut short, and what season, growth and weekdays
make of their weights.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from seedc.generators.context import Options, Problem
from seedc.generators.scalars import whole_weights

WEEK = 7
_EPOCH = date(1970, 1, 1)
_MONDAY = 3
"""1970-01-01 was a Thursday: three days after a Monday."""
_MOST_PERIODS = 240
"""A season's list of months is written out in the script: twenty years are enough to read."""


@dataclass(frozen=True, slots=True)
class Period:
    """`width` days from `start` (days since 1970-01-01) that are equally likely."""

    start: int
    width: int
    weight: int


def weekday(day: int) -> int:
    """The weekday of a day since 1970-01-01; 0 is Monday."""
    return (day + _MONDAY) % WEEK


def until_monday(day: int) -> int:
    """How many days after the day the next Monday is, 0 to 6."""
    return -weekday(day) % WEEK


def shown(day: int) -> str:
    """A day since 1970-01-01 as people write it."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def uneven(first: int, last: int, options: Options) -> bool:
    """Whether the span has parts of different weight: by months, or a broken week's days."""
    return "months" in options or ("weekdays" in options and last - first + 1 < WEEK)


def periods(first: int, last: int, options: Options) -> list[Period]:
    """The parts of the span that are equally likely inside. Raises Problem (SD736) where no day has
    a weight."""
    weekdays = options.get("weekdays")
    days = whole_weights(weekdays, ("weekdays",)) if weekdays else [1] * WEEK
    months = whole_weights(options.get("months", [1] * 12), ("months",))
    grows = options.get("shape") == "growing"
    found = []
    for start, width in _pieces(first, last, by_days=bool(weekdays)):
        # Seven times a day's weight beside a full week's sum: the same measure for both.
        daily = sum(days) * width if width >= WEEK or not weekdays else 7 * days[weekday(start)]
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
        if by_days and width < WEEK:
            found += [(one, 1) for one in range(start, end)]
        else:
            found.append((start, width))
        start = end
    return found


def _month(day: int) -> int:
    return (_EPOCH + timedelta(days=day)).month - 1
