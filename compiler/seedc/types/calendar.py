"""Dates, times of day and zones in ISO 8601, checked digit by digit; integers throughout.

Days and microseconds count from 2000-01-01 as PostgreSQL's do. Day numbers follow date2j in
src/backend/utils/adt/datetime.c; years before 0001 are refused.
"""

import re
from datetime import date

from seedc.types.codec import ValueProblem
from seedc.types.problems import shown

YEAR = r"([0-9]{4}|[1-9][0-9]{4,6})"
DATE = YEAR + r"-([0-9]{2})-([0-9]{2})"
TIME = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
ZONE = r"(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)"
INFINITIES = frozenset(["infinity", "-infinity"])
MICROSECONDS = 6
DAY = 86_400_000_000
LAST_DATE_YEAR, LAST_TIMESTAMP_YEAR = 5_874_897, 294_276
_EPOCH = date(2000, 1, 1).toordinal()
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097  # the Gregorian calendar repeats
_ZONE_HOURS = 15  # MAX_TZDISP_HOUR


def days(year: int, month: int, day: int) -> int:
    """Days from 2000-01-01. Raises ValueError where there is no such day."""
    if year == 0:
        raise ValueError("there is no year 0")
    cycles = max(0, year - 9999 + _CYCLE_YEARS - 1) // _CYCLE_YEARS
    near = date(year - cycles * _CYCLE_YEARS, month, day)
    return near.toordinal() - _EPOCH + cycles * _CYCLE_DAYS


def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number; the inverse of `days`."""
    cycles = max(0, number - (date.max.toordinal() - _EPOCH) + _CYCLE_DAYS - 1) // _CYCLE_DAYS
    near = date.fromordinal(number - cycles * _CYCLE_DAYS + _EPOCH)
    return near.year + cycles * _CYCLE_YEARS, near.month, near.day


def check_fraction(text: str, fraction: str, precision: int, words: str) -> str:
    """The fraction of a second, `.` first, without trailing zeros; no more digits than kept."""
    kept = fraction.rstrip("0")
    if len(kept) > precision:
        raise ValueProblem(
            "SD317",
            f"{shown(text)} has {len(kept)} digits of a second, {words} keeps {precision}",
            help="PostgreSQL would round; shorten it",
        )
    return "." + kept if kept else ""


def clock(hour: str, minute: str, second: str | None, fraction: str) -> int:
    """Microseconds since midnight. 24:00:00 is the end of the day. Raises ValueError."""
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > 24 or m > 59 or s > 59 or (h == 24 and (m or s or fraction)):
        raise ValueError("no such time")
    return ((h * 60 + m) * 60 + s) * 1_000_000 + int(fraction[1:].ljust(MICROSECONDS, "0") or 0)


def zone(text: str) -> str:
    """`Z` as `+00`, `+0530` as `+05:30`, `+05:00` as `+05`. Raises ValueError out of ±15:59."""
    if text in ("Z", "z"):
        return "+00"
    hours, minutes = text[1:3], text[3:].removeprefix(":")
    if int(hours) > _ZONE_HOURS or int(minutes or 0) > 59:
        raise ValueError("no such zone")
    return text[:3] + (f":{minutes}" if minutes not in ("", "00") else "")


def offset(normal: str) -> int:
    """Microseconds east of UTC of a zone that `zone` wrote."""
    minutes = int(normal[1:3]) * 60 + int(normal[4:] or 0)
    return (-minutes if normal[0] == "-" else minutes) * 60_000_000


DATE_ONLY = re.compile(DATE + r"\Z")
