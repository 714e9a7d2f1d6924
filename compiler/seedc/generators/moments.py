"""Days, times of day, moments and durations as people write them, in microseconds.

Dates, times and moments are ISO 8601 (`2026-01-31`, `09:30`, `2026-01-31T09:30:00Z`; a moment
without a zone is UTC, a bare date is its midnight). Durations are `90 days`, `1 day 12 hours`,
`1.5 hours`, or ISO 8601's `P1DT12H`; months and years are refused, because their length varies.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction

from seedc.generators.context import Context, Problem
from seedc.ir.arithmetic import DAY
from seedc.jsonvalue import Pointer

SECOND = 10**6
DAY_LONG = DAY * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

UNITS: Mapping[str, int] = {
    "microsecond": 1,
    "millisecond": 1000,
    "second": SECOND,
    "minute": 60 * SECOND,
    "hour": 3600 * SECOND,
    "day": DAY_LONG,
    "week": 7 * DAY_LONG,
}
"""How many microseconds a unit has; each may be written in the plural."""

_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*,?")
_ISO = re.compile(
    r"P(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+(?:\.\d+)?)S)?)?"
)
_LONG = frozenset(["month", "months", "year", "years", "mon", "mons"])


def day_of(text: str, path: Pointer = ()) -> int:
    """A date as days since 1970-01-01. Raises Problem (SD736)."""
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise Problem("SD736", f'"{text}" is no date', help='write "2026-01-31"', path=path)
    return (found - _EPOCH.date()).days


def clock_of(text: str, path: Pointer = ()) -> int:
    """A time of day as microseconds since midnight. Raises Problem (SD736)."""
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise Problem("SD736", f'"{text}" is no time of day', help='write "09:30"', path=path)
    seconds = found.hour * 3600 + found.minute * 60 + found.second
    return seconds * SECOND + found.microsecond


def moment_of(text: str, path: Pointer = ()) -> int:
    """A moment as microseconds since 1970-01-01 UTC. Raises Problem (SD736)."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            "SD736",
            f'"{text}" is no moment',
            help='write "2026-01-31", "2026-01-31T09:30:00Z" or "now"',
            path=path,
        ) from error
    since = (found if found.tzinfo else found.replace(tzinfo=UTC)) - _EPOCH
    return (since.days * DAY + since.seconds) * SECOND + since.microseconds


def bound_of(text: str, context: Context, path: Pointer = (), *, end: bool = False) -> int:
    """A bound of a span as microseconds: a moment, a date (with `end`, its last microsecond), or
    `now`, which is the file's clock. Raises Problem (SD735, SD736)."""
    if text == "now":
        return context.now() * SECOND
    whole_day = DAY_LONG - 1 if end and _DATE.fullmatch(text) else 0
    return moment_of(text, path) + whole_day


def duration_of(text: str, path: Pointer = ()) -> int:
    """A duration as microseconds. Raises Problem (SD736)."""
    found = _iso_parts(text) if text.startswith("P") else _word_parts(text)
    if _names_a_month(text):
        raise Problem(
            "SD736",
            f'"{text}" has no fixed length: months and years differ',
            help='write days: "30 days", "365 days"',
            path=path,
        )
    total = sum((Fraction(n) * UNITS.get(unit, 0) for n, unit in found or ()), Fraction(0))
    if not found or any(unit not in UNITS for _, unit in found) or total.denominator != 1:
        raise Problem(
            "SD736",
            f'"{text}" is no duration',
            help='write "90 days", "1 hour 30 minutes" or "PT1H30M"',
            path=path,
        )
    return int(total)


def durations_of(texts: Sequence[str], path: Pointer) -> tuple[int, int]:
    """The least and the longest of two durations. Raises Problem (SD736)."""
    low, high = (duration_of(text, (*path, n)) for n, text in enumerate(texts))
    if low > high:
        raise Problem("SD736", f'"{texts[0]}" is longer than "{texts[1]}"', path=path)
    return low, high


def _word_parts(text: str) -> list[tuple[str, str]] | None:
    found = []
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return None
        unit = part[2].lower()
        found.append((part[1], unit.removesuffix("s")))
        place = part.end()
    return found


def _iso_parts(text: str) -> list[tuple[str, str]] | None:
    found = _ISO.fullmatch(text)
    if found is None or text.endswith("T"):
        return None
    return [(n, unit) for unit, n in found.groupdict().items() if n is not None]


def _names_a_month(text: str) -> bool:
    if text.startswith("P"):
        return re.search(r"\d[YM]", text.split("T", maxsplit=1)[0]) is not None
    return any(word in _LONG for word in re.findall(r"[a-z]+", text.lower()))
