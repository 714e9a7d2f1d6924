"""date: ISO 8601 calendar dates from 0001-01-01 to 5874897-12-31, and both infinities."""

import math
import re
from datetime import date as pydate

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.calendar import DATE_ONLY, INFINITIES, LAST_DATE_YEAR, days
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_COMMON = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z").match
_HELP = "write it as 2024-02-29"


def number(text: str) -> float:
    """Days since 2000-01-01 as an int, or an infinity."""
    if text in INFINITIES:
        return math.inf if text[0] == "i" else -math.inf
    year, month, day = text.rsplit("-", 2)
    return days(int(year), int(month), int(day))


def checked(text: str) -> str:
    """The same date, if it is one. Raises ValueProblem."""
    if text in INFINITIES:
        return text
    match = DATE_ONLY.match(text)
    if match is None:
        raise ValueProblem("SD312", f"{shown(text)} is not an ISO 8601 date", help=_HELP)
    try:
        days(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueProblem("SD312", f"there is no date {shown(text)}", help=_HELP) from None
    if int(match[1]) > LAST_DATE_YEAR:
        raise ValueProblem("SD304", f"{shown(text)} is later than a date can be")
    return text


def date(type_: TypeRef) -> Codec:
    """Codec of date; keys and values are days since 2000-01-01."""
    words = str(type_sql(type_))
    real = pydate.fromisoformat

    def parse(value: JsonValue) -> str:
        if type(value) is str and _COMMON(value):
            try:
                real(value)
            except ValueError:
                raise ValueProblem(
                    "SD312", f"there is no date {shown(value)}", help=_HELP
                ) from None
            return value
        return checked(string(value, words, _HELP))

    return Codec(family="date", parse=parse, canonical=number, value=number)
