"""A core value and its encoding as PostgreSQL's canonical text: what `SELECT column::text` prints
with ISO dates and the time zone UTC. For previews, trials and tests; scripts cast in SQL."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from seedc.ir.encoding import Encoding
from seedc.ir.interpret import Value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical_text(value: Value, encoding: Encoding) -> str | None:
    """The text of a cell, None for NULL. What the type's own input function would still change (a
    uuid in capitals, the spaces of jsonb) is left as the generator gave it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _INTEGERS[encoding.unit](value, encoding.scale)


def _amount(value: int, scale: int) -> str:
    return f"{Decimal(value).scaleb(-scale):f}"


def _float(value: int, scale: int) -> str:
    text = _amount(value, scale)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: int, scale: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=value)).isoformat()


def _moment(value: int, scale: int) -> datetime:
    step = timedelta(microseconds=1) if scale == 6 else timedelta(seconds=1)
    return _EPOCH + value * step


def _timestamp(value: int, scale: int) -> str:
    text = _moment(value, scale).strftime("%Y-%m-%d %H:%M:%S.%f")
    return text.rstrip("0").rstrip(".")


def _time(value: int, scale: int) -> str:
    return _timestamp(value, scale)[11:]


def _interval(value: int, scale: int) -> str:
    """Hours beyond a day stay hours: an interval made of seconds has no days."""
    micros = value if scale == 6 else value * 1_000_000
    sign, micros = ("-" if micros < 0 else ""), abs(micros)
    seconds, rest = divmod(micros, 1_000_000)
    hours, minutes = divmod(seconds // 60, 60)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds % 60:02d}{fraction}"


_INTEGERS: dict[str, Callable[[int, int], str]] = {
    "integer": lambda value, scale: str(value),
    "numeric": _amount,
    "float": _float,
    "date": _date,
    "time": _time,
    "timestamp": _timestamp,
    "timestamptz": lambda value, scale: _timestamp(value, scale) + "+00",
    "interval": _interval,
}
