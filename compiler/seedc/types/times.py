"""time and timetz: `HH:MM`, `HH:MM:SS` and `HH:MM:SS.ffffff`, the latter with a zone."""

import re
from collections.abc import Hashable

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.calendar import MICROSECONDS, TIME, ZONE, check_fraction, clock, offset, zone
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_TIME = re.compile(f"{TIME}{ZONE}?" + r"\Z").match
_HELP = "write it as 13:45:00"
_HELP_ZONED = "write it as 13:45:00+02"


def micros(text: str) -> int:
    """Microseconds since midnight of a text that `time` wrote."""
    return clock(text[:2], text[3:5], text[6:8], text[8:])


def zoned_key(text: str) -> Hashable:
    """timetz's `=` wants the same instant and the same zone (timetz_cmp_internal in date.c)."""
    end = max(text.find("+"), text.find("-"))
    return micros(text[:end]), offset(text[end:])


def _temporal(type_: TypeRef, zoned: bool) -> Codec:
    words = str(type_sql(type_))
    precision = type_.modifiers[0] if type_.modifiers else MICROSECONDS
    hint = _HELP_ZONED if zoned else _HELP

    def parse(value: JsonValue) -> str:
        kept = string(value, words, hint)
        match = _TIME(kept)
        if match is None:
            raise ValueProblem("SD313", f"{shown(kept)} is not an ISO 8601 time", help=hint)
        hour, minute, second, digits, east = match.groups()
        if (east is None) == zoned:
            raise _zone_problem(kept, words, zoned)
        fraction = check_fraction(kept, digits, precision, words) if digits else ""
        try:
            clock(hour, minute, second, fraction)
            suffix = zone(east) if east else ""
        except ValueError:
            raise ValueProblem("SD313", f"there is no time {shown(kept)}", help=hint) from None
        return f"{hour}:{minute}:{second or '00'}{fraction}{suffix}"

    key = zoned_key if zoned else micros
    return Codec(
        family="timetz" if zoned else "time",
        parse=parse,
        canonical=key,
        value=None if zoned else micros,
    )


def _zone_problem(text: str, words: str, wanted: bool) -> ValueProblem:
    if wanted:
        message = f"{shown(text)} has no time zone, {words} needs one"
        return ValueProblem("SD316", message, help="add Z for UTC, or an offset like +02")
    message = f"{shown(text)} has a time zone, {words} would drop it"
    return ValueProblem("SD315", message, help="leave the zone out, or change the column's type")


def time(type_: TypeRef) -> Codec:
    """Codec of time without time zone; keys and values are microseconds since midnight."""
    return _temporal(type_, zoned=False)


def timetz(type_: TypeRef) -> Codec:
    """Codec of time with time zone."""
    return _temporal(type_, zoned=True)
