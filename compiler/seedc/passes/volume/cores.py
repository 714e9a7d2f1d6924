"""The canonical input text of a curated value, as seedc's codecs write it, to a core value."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

_DAY = 86_400


def _scaled(text: str, scale: int) -> int:
    value = Decimal(text).scaleb(scale)
    whole = int(value.to_integral_value())
    if whole != value:
        raise ValueError(f"{text} has more than {scale} decimals")
    return whole


def _date(text: str, _scale: int) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def _time(text: str, scale: int) -> int:
    hour, minute, second = text.split(":")
    return _scaled(str((int(hour) * 60 + int(minute)) * 60 + Decimal(second)), scale)


def _timestamp(text: str, scale: int) -> int:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    gone = moment - datetime(1970, 1, 1, tzinfo=UTC)
    micros = (gone.days * _DAY + gone.seconds) * 1_000_000 + gone.microseconds
    return micros if scale == 6 else micros // 1_000_000


def _interval(text: str, _scale: int) -> int:
    raise ValueError(f"the interval {text} cannot be looked up")


READERS: dict[str, Callable[[str, int], int | str | bool]] = {
    "integer": lambda text, scale: int(text),
    "decimal": _scaled,
    "boolean": lambda text, scale: text == "true",
    "text": lambda text, scale: text,
    "literal": lambda text, scale: text,
    "date": _date,
    "time": _time,
    "timestamp": _timestamp,
    "interval": _interval,
}
