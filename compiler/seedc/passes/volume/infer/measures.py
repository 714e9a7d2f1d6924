"""Numbers and intervals in texts, as numbers.

Imports no grammar of SQL: a schema without CHECKs is compiled without one.
"""

import re
from decimal import Decimal, InvalidOperation

_SECONDS = {
    "microsecond": Decimal("0.000001"),
    "millisecond": Decimal("0.001"),
    "second": Decimal(1),
    "sec": Decimal(1),
    "minute": Decimal(60),
    "min": Decimal(60),
    "hour": Decimal(3600),
    "day": Decimal(86_400),
    "week": Decimal(604_800),
    "month": Decimal(2_592_000),
    "mon": Decimal(2_592_000),
    "year": Decimal(31_557_600),
}
_AMOUNT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*([a-z]+)")
_CLOCK = re.compile(r"([-+]?)([0-9]+):([0-9]{2})(?::([0-9]{2}))?")


def measure(text: str) -> Decimal | None:
    """A number, or the seconds of an interval."""
    number = plain_number(text)
    return seconds(text) if number is None else number


def plain_number(text: str) -> Decimal | None:
    """A finite number; None where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def seconds(text: str) -> Decimal | None:
    """How long an interval is, a month as 30 days; None where it is not read."""
    rest, found = text.strip().lower(), Decimal(0)
    if clock := _CLOCK.search(rest):
        size = int(clock[2]) * 3600 + int(clock[3]) * 60 + int(clock[4] or 0)
        found += -size if clock[1] == "-" else size
        rest = rest.replace(clock[0], " ")
    for amount, unit in _AMOUNT.findall(rest):
        scale = _SECONDS.get(unit.rstrip("s"))
        if scale is None:
            return None
        found += Decimal(amount) * scale
    left = _AMOUNT.sub(" ", rest).strip()
    if left and (plain := plain_number(left)) is not None:
        return found + plain
    return None if left else found
