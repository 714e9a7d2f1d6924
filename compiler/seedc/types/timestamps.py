"""timestamp and timestamptz in ISO 8601: `T` or a blank between, a zone exactly where one belongs.

PostgreSQL drops a zone given to a timestamp without one, and takes the session's for a timestamptz
that has none; both are errors here. Text is written as PostgreSQL prints it under DateStyle ISO,
except that a timestamptz keeps the zone that was written.
"""

import math
import re
from datetime import datetime

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.calendar import (
    DATE,
    DAY,
    INFINITIES,
    LAST_TIMESTAMP_YEAR,
    MICROSECONDS,
    TIME,
    ZONE,
    check_fraction,
    clock,
    days,
    offset,
    zone,
)
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string, wrong_kind

_PARTS = re.compile(rf"({DATE})(?:[Tt ]{TIME}(?: ?{ZONE})?)?\Z").match
# What nearly every value looks like; the year is below 10000 and datetime knows the calendar.
_COMMON = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}\Z").match
_COMMON_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z").match
_EARLY = "0001-01-02"  # where a zone could lead to before the year 1
_BOUND = -63_082_281_600_000_000  # 0001-01-01, the first instant that can be written without BC
_END = (days(LAST_TIMESTAMP_YEAR, 12, 31) + 1) * DAY


def micros(text: str) -> float:
    """Microseconds since 2000-01-01 (of UTC, where there is a zone) as an int, or an infinity."""
    if text in INFINITIES:
        return math.inf if text[0] == "i" else -math.inf
    match = _PARTS(text)
    if match is None:
        raise ValueError(text)
    _, year, month, day, hour, minute, second, fraction, east = match.groups()
    local = days(int(year), int(month), int(day)) * DAY
    local += clock(hour, minute, second, "." + (fraction or ""))
    return local - offset(east) if east else local


def _write(text: str, words: str, precision: int, zoned: bool) -> str:
    """The canonical spelling of a timestamp, every part checked. Raises ValueProblem."""
    hint = "write it as 2024-02-29T13:45:00" + ("Z" if zoned else "")
    match = _PARTS(text)
    if match is None:
        raise ValueProblem("SD314", f"{shown(text)} is not an ISO 8601 timestamp", help=hint)
    day, *_, hour, minute, second, digits, east = match.groups()
    if (east is None) == zoned:
        raise _zone_problem(text, words, zoned)
    fraction = check_fraction(text, digits, precision, words) if digits else ""
    try:
        suffix = zone(east) if east else ""
        written = f"{day} {hour or '00'}:{minute or '00'}:{second or '00'}{fraction}{suffix}"
        if len(day) == 10 and day > _EARLY and hour not in (None, "24"):  # datetime knows it
            datetime.fromisoformat(f"{day} {hour}:{minute}")
            if (second or "") < "60":
                return written
        instant = micros(written)
    except ValueError:
        raise ValueProblem("SD314", f"there is no time {shown(text)}", help=hint) from None
    if not _BOUND <= instant < _END:
        raise ValueProblem("SD304", f"{shown(text)} is out of range for {words}")
    return written


def _zone_problem(text: str, words: str, wanted: bool) -> ValueProblem:
    if wanted:
        message = f"{shown(text)} has no time zone, {words} needs one"
        return ValueProblem("SD316", message, help="add Z for UTC, or an offset like +02:00")
    message = f"{shown(text)} has a time zone, {words} would drop it"
    return ValueProblem("SD315", message, help="leave the zone out, or change the column's type")


def _codec(type_: TypeRef, zoned: bool) -> Codec:
    words = str(type_sql(type_))
    precision = type_.modifiers[0] if type_.modifiers else MICROSECONDS
    common = _COMMON_UTC if zoned else _COMMON
    suffix = "+00" if zoned else ""
    real = datetime.fromisoformat
    wanted = "an ISO 8601 timestamp in quotes"

    def parse(value: JsonValue) -> str:
        if type(value) is not str:
            raise wrong_kind(value, words, wanted)
        if common(value):
            try:
                real(value[:19])
            except ValueError:
                return _write(value, words, precision, zoned)
            return f"{value[:10]} {value[11:19]}{suffix}"
        if value in INFINITIES:
            return value
        return _write(string(value, words), words, precision, zoned)

    family = "timestamptz" if zoned else "timestamp"
    return Codec(family=family, parse=parse, canonical=micros, value=micros)


def timestamp(type_: TypeRef) -> Codec:
    """Codec of timestamp without time zone; keys and values are microseconds since 2000-01-01."""
    return _codec(type_, zoned=False)


def timestamptz(type_: TypeRef) -> Codec:
    """Codec of timestamp with time zone; keys and values are instants."""
    return _codec(type_, zoned=True)
