"""interval: ISO 8601 durations and PostgreSQL's verbose form, in whole units and decimal seconds.

Text is written as IntervalStyle postgres prints it (EncodeInterval in datetime.c), where every
field after a negative one has its sign, so that no IntervalStyle reads it otherwise. Fractions of
other units than the second are refused, because PostgreSQL spreads them over smaller units.
"""

import re
from collections.abc import Iterator

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.calendar import DAY, MICROSECONDS
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_HELP = 'write it as "P1DT2H30M" or "1 day 02:30:00"'
_INT = r"[+-]?[0-9]{1,18}"
_ISO = re.compile(
    rf"P(?=[0-9T+-])(?:({_INT})Y)?(?:({_INT})M)?(?:({_INT})W)?(?:({_INT})D)?"
    rf"(?:T(?=[0-9+-])(?:({_INT})H)?(?:({_INT})M)?(?:({_INT})(?:\.([0-9]+))?S)?)?\Z"
)
_TERM = re.compile(
    rf"\s*(?:([+-]?)([0-9]{{1,9}}):([0-9]{{2}})(?::([0-9]{{2}})(?:\.([0-9]+))?)?"
    rf"|({_INT})(?:\.([0-9]+))?\s*([a-z]+))(?:\s+|\Z)"
)
_HOUR, _MINUTE, _SECOND = 3_600_000_000, 60_000_000, 1_000_000
_UNITS = {  # (months, days, microseconds) of one
    **dict.fromkeys(["year", "years", "yr", "yrs", "y"], (12, 0, 0)),
    **dict.fromkeys(["month", "months", "mon", "mons"], (1, 0, 0)),
    **dict.fromkeys(["week", "weeks", "w"], (0, 7, 0)),
    **dict.fromkeys(["day", "days", "d"], (0, 1, 0)),
    **dict.fromkeys(["hour", "hours", "hr", "hrs", "h"], (0, 0, _HOUR)),
    **dict.fromkeys(["minute", "minutes", "min", "mins"], (0, 0, _MINUTE)),
    **dict.fromkeys(["second", "seconds", "sec", "secs", "s"], (0, 0, _SECOND)),
}
_ISO_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
# What a column of these fields keeps (AdjustIntervalForTypmod): a divisor each of months, days and
# microseconds, 0 for nothing at all.
_KEEPS = {
    "year": (12, 0, 0),
    "month": (1, 0, 0),
    "year to month": (1, 0, 0),
    "day": (1, 1, 0),
    "hour": (1, 1, _HOUR),
    "day to hour": (1, 1, _HOUR),
    "minute": (1, 1, _MINUTE),
    "day to minute": (1, 1, _MINUTE),
    "hour to minute": (1, 1, _MINUTE),
}

Parts = tuple[int, int, int]
"""Months, days and microseconds, as PostgreSQL keeps them."""


def _fraction(text: str, digits: str | None, sign: int) -> int:
    kept = (digits or "").rstrip("0")
    if len(kept) > MICROSECONDS:
        raise ValueProblem(
            "SD317", f"{shown(text)} has {len(kept)} digits of a second, at most 6 are kept"
        )
    return sign * int(kept.ljust(MICROSECONDS, "0") or 0)


def _iso_terms(text: str, match: re.Match[str]) -> Iterator[Parts]:
    *numbers, digits = match.groups()
    for unit, number in zip(_ISO_UNITS, numbers, strict=True):
        months, day, micro = _UNITS[unit]
        count = int(number or 0)
        yield months * count, day * count, micro * count
    seconds = numbers[-1] or ""
    yield 0, 0, _fraction(text, digits, -1 if seconds.startswith("-") else 1)


def _verbose_terms(text: str) -> Iterator[Parts]:
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None:
            raise ValueProblem("SD318", f"{shown(text)} is not an interval", help=_HELP)
        position = match.end()
        sign, hour, minute, second, digits, count, decimals, unit = match.groups()
        yield (
            _clock(text, sign, (hour, minute, second), digits)
            if hour
            else _counted(text, count, decimals, unit)
        )


def _clock(text: str, sign: str, fields: tuple[str, ...], digits: str | None) -> Parts:
    hour, minute, second = (int(field or 0) for field in fields)
    if minute > 59 or second > 59:
        raise ValueProblem("SD318", f"{shown(text)} is not an interval", help=_HELP)
    factor = -1 if sign == "-" else 1
    whole = hour * _HOUR + minute * _MINUTE + second * _SECOND
    return 0, 0, factor * whole + _fraction(text, digits, factor)


def _counted(text: str, count: str, decimals: str | None, unit: str) -> Parts:
    if unit not in _UNITS or (decimals and _UNITS[unit][2] != _SECOND):
        hint = "a fraction is for seconds alone" if decimals else _HELP
        raise ValueProblem("SD318", f"{shown(text)} is not an interval", help=hint)
    months, day, micro = _UNITS[unit]
    extra = _fraction(text, decimals, -1 if count.startswith("-") else 1)
    return months * int(count), day * int(count), micro * int(count) + extra


def parts(text: str) -> Parts:
    """Months, days and microseconds of an interval's text. Raises ValueProblem."""
    iso = _ISO.match(text)
    if not text.strip():
        raise ValueProblem("SD318", f"{shown(text)} is not an interval", help=_HELP)
    terms = list(_iso_terms(text, iso) if iso else _verbose_terms(text))
    months, day, micro = (sum(column) for column in zip(*terms, strict=True))
    if not (-(2**31) <= months < 2**31 and -(2**31) <= day < 2**31 and -(2**63) <= micro < 2**63):
        raise ValueProblem("SD304", f"{shown(text)} is out of range for interval")
    return months, day, micro


def _quotient(number: int, divisor: int) -> tuple[int, int]:
    """Division towards zero, as in C."""
    whole, rest = divmod(abs(number), divisor)
    return (-whole, -rest) if number < 0 else (whole, rest)


def write(interval: Parts) -> str:
    """`1 year 2 mons -3 days +04:05:06.7`, and `00:00:00` for none at all."""
    months, day, micro = interval
    years, months = _quotient(months, 12)
    pieces: list[str] = []
    negative = False
    for count, unit in ((years, "year"), (months, "mon"), (day, "day")):
        if count:
            plus = "+" if negative and count > 0 else ""
            pieces.append(f"{plus}{count} {unit}{'' if count == 1 else 's'}")
            negative = count < 0
    if micro or not pieces:
        sign = "-" if micro < 0 else "+" if negative else ""
        pieces.append(sign + _clock_text(abs(micro)))
    return " ".join(pieces)


def _clock_text(micro: int) -> str:
    seconds, fraction = divmod(micro, _SECOND)
    decimals = f".{fraction:06d}".rstrip("0") if fraction else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{decimals}"


def span(text: str) -> int:
    """The microseconds that interval's `=` and `<` compare: months of 30 days of 24 hours."""
    months, day, micro = parts(text)
    return (months * 30 + day) * DAY + micro


def interval(type_: TypeRef) -> Codec:
    """Codec of interval; keys and values are spans in microseconds."""
    words = str(type_sql(type_))
    keeps = _KEEPS.get(type_.fields, (1, 1, 1))
    precision = type_.modifiers[0] if type_.modifiers else MICROSECONDS
    grain = 10 ** (MICROSECONDS - precision)

    def parse(value: JsonValue) -> str:
        kept = string(value, words, _HELP)
        fields = parts(kept)
        for count, divisor in zip(fields, keeps, strict=True):
            if count % divisor if divisor else count:
                message = f"{shown(kept)} has fields that {words} would drop"
                raise ValueProblem("SD319", message, help="give the column's own fields alone")
        if fields[2] % grain:
            message = f"{shown(kept)} has more digits of a second than {words} keeps"
            raise ValueProblem("SD317", message, help="PostgreSQL would round; shorten it")
        return write(fields)

    # A day equals 24 hours and is not the same: the clock may change.
    return Codec(family="interval", parse=parse, canonical=span, value=span, comparable=False)
