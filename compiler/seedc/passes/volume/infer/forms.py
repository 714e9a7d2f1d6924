"""Texts that hold what other schemas give a type of its own: dates, numbers, flags, JSON.

They are what SQLite, spreadsheets and services of others leave behind. A name must end in the word,
or begin with it where that says more: `birth_date`, `is_active`, and not `price_list`.
"""

from collections.abc import Sequence

from seedc.passes.volume.infer.names import NamePattern

Forms = tuple[NamePattern, Sequence[str]]
"""Names, and patterns for their texts, the longest first."""

_YEAR = r"20(?:1\d|2[0-5])"
_MONTH, _DAY, _HOUR = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|1\d|2[0-8])", r"(?:[01]\d|2[0-3])"
_DATE, _CLOCK = f"{_YEAR}-{_MONTH}-{_DAY}", f"{_HOUR}:[0-5]\\d"
_BORN = rf"^(?:19[4-9]\d|200[0-6])-{_MONTH}-{_DAY}$"
_FLAGS = (r"^(?:true|false)$", "^[YN]$")


def _ending(*names: str) -> NamePattern:
    return NamePattern(rf"(?:^|_)(?:{'|'.join(names)})$")


FLAGS = NamePattern(r"^(?:is|has|can)_")
"""A name that begins so is a flag, whatever comes after."""

FORMS: tuple[Forms, ...] = (
    (FLAGS, _FLAGS),
    (_ending("enabled", "active", "flag", "deleted", "visible", "verified"), _FLAGS),
    (_ending("birth_?date", "birth_?day", "date_of_birth", "dob"), (_BORN,)),
    (_ending("datetime", "timestamp", "at"), (f"^{_DATE}T{_CLOCK}:00Z$", f"^{_DATE}$")),
    (_ending("date"), (f"^{_DATE}$", f"^{_YEAR}{_MONTH}{_DAY}$")),
    (_ending("time"), (f"^{_CLOCK}:00$", f"^{_CLOCK}$")),
    (_ending("year", "ano", "god"), (f"^{_YEAR}$", r"^\d\d$")),
    (_ending("month", "mes"), (f"^{_MONTH}$", "^[1-9]$")),
    (_ending("lat", "latitude"), (r"^-?[1-6]\d\.\d{6}$", r"^-?[1-6]\d\.\d\d$")),
    (_ending("lng", "lon", "longitude"), (r"^-?[1-9]\d\.\d{6}$", r"^-?[1-9]\d\.\d\d$")),
    (
        _ending("price", "cost", "amount", "total", "subtotal", "balance", "salary", "fee"),
        (r"^[1-9]\d{1,2}\.\d\d$", r"^[1-9]\d$", r"^\d$"),
    ),
    (_ending("quantity", "qty", "count", "age"), (r"^[1-9]\d$", "^[1-9]$")),
    (_ending("percent", "percentage", "pct"), (r"^[1-9]\d$", "^[1-9]$")),
    (_ending("rating", "stars"), ("^[1-5]$",)),
    (_ending("json", "json_data", "json_text"), (r"^\{\}$",)),
)
