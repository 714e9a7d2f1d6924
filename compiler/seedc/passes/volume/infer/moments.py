"""Rules for dates, moments, times of day and durations."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from seedc.passes.volume.infer.cells import Cell
from seedc.passes.volume.infer.facts import RuleJson
from seedc.passes.volume.infer.limits import Edge
from seedc.passes.volume.infer.names import fits, role_of, words

_FIRST, _LAST = date(2024, 1, 1), date(2025, 12, 31)
"""What stands for the recent past where the file has no clock."""
_OLD = date(2020, 1, 1)
_EPOCH = datetime(1970, 1, 1)
_MOST_DAYS = 300_000
_DAYS_LONG = fits("lead_time", "warranty", "days", "period", "term", "prazo", "validity", "ttl",
                  "retention", "srok", "expires_in", "trial")  # fmt: skip


def dates(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a date."""
    if cell.facts.is_day and not cell.limits.refused:
        yield {"day": {}}
    yield from _spans(cell, "date", 1)


def timestamps(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a moment."""
    yield from _spans(cell, "timestamp", 86_400)


def _spans(cell: Cell, generator: str, per_day: int) -> Iterator[RuleJson]:
    """The candidates; `per_day` is how many measured units a day has."""
    bounds = _bounds(cell, per_day)
    if bounds is not None:
        yield from _told_apart(cell, generator, {"between": list(bounds)}, per_day)
        return
    role = role_of(cell.name)
    if role == "birth":
        yield {generator: {"between": ["1950-01-01", "2005-12-31"]}}
    wanted = max(365, -(-cell.rows // per_day) if cell.unique else 0)
    future = role == "future" or (cell.limits.low is not None and cell.limits.low.now)
    if cell.limits.high is not None and cell.limits.high.now:
        future = False
    options: RuleJson
    if cell.facts.has_clock:
        word = "future" if future else "past"
        options = {word: f"{max(90, wanted if cell.unique else 0) if future else wanted} days"}
    else:
        first = _LAST - timedelta(days=max(wanted, (_LAST - _FIRST).days))
        options = {"between": [first.isoformat(), _LAST.isoformat()]}
    if wanted <= _MOST_DAYS:
        yield from _told_apart(cell, generator, options, per_day)


def _told_apart(cell: Cell, generator: str, options: RuleJson, per_day: int) -> Iterator[RuleJson]:
    if cell.unique:
        yield {generator: {**options, "ordered": True}}
        if per_day > 1:
            yield {generator: {**options, "ordered": True, "precision": "microsecond"}}
    elif role_of(cell.name) == "created" and not cell.facts.has_siblings:
        yield {generator: {**options, "shape": "growing"}}
    yield {generator: dict(options)}


def _bounds(cell: Cell, per_day: int) -> tuple[str, str] | None:
    """Days that fixed bounds of CHECKs leave; None where the usual days satisfy them."""
    low, high = _day(cell.limits.low, per_day, 1), _day(cell.limits.high, per_day, -1)
    if high is None and (low is None or low <= _OLD):
        return None
    if low is None or (high is not None and low <= _OLD and high > _OLD):
        assert high is not None
        low = max(low or date.min, high - timedelta(days=365))
    if high is None:
        high = low + timedelta(days=365)
    wanted = timedelta(days=-(-cell.rows // per_day)) if cell.unique else timedelta(0)
    if cell.unique and high - low < wanted:
        floor = _day(cell.limits.low, per_day, 1)
        low = max(floor or low, high - wanted) if floor is None or floor < low else low
        if _day(cell.limits.high, per_day, -1) is None:
            high = low + wanted
    return low.isoformat(), high.isoformat()


def _day(edge: Edge | None, per_day: int, inward: int) -> date | None:
    """The first whole day within a bound."""
    if edge is None or edge.now:
        return None
    days = edge.value / per_day
    whole = days.to_integral_value(rounding="ROUND_CEILING" if inward > 0 else "ROUND_FLOOR")
    if (edge.strict and whole == days) or (per_day > 1 and inward < 0):
        whole += inward  # a bound at midnight leaves no whole day of its own
    try:
        return (_EPOCH + timedelta(days=int(whole))).date()
    except OverflowError:
        return None


def times(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a time of day."""
    low, high = _seconds(cell, Decimal(8 * 3600), Decimal(18 * 3600), Decimal(86_399))
    between = [_clock(low), _clock(high)]
    if not cell.unique and (high - low) >= 3600:
        yield {"time": {"between": between, "step": "15 minutes"}}
    yield {"time": {"between": ["00:00:00", "23:59:59"] if cell.unique else between}}


def _clock(seconds: Decimal) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def intervals(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a duration."""
    day = Decimal(86_400)
    usual = (day, 30 * day) if _DAYS_LONG.search(words(cell.name)) else (Decimal(300), day / 8)
    low, high = _seconds(cell, *usual, None)
    if cell.unique:
        high = max(high, low + 2 * cell.rows)
    rule = {"between": [duration(low), duration(high)]}
    if not cell.unique and low % 60 == 0 and high % 60 == 0:
        yield {
            "interval": {**rule, "step": duration(day if low % day == 0 and low else Decimal(60))}
        }
    yield {"interval": rule}


def duration(seconds: Decimal) -> str:
    """Seconds as people write them: `90 days`, `15 minutes`."""
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{int(seconds)} seconds"


def _seconds(
    cell: Cell, low: Decimal, high: Decimal, most: Decimal | None
) -> tuple[Decimal, Decimal]:
    """The usual seconds moved within the bounds."""
    least = _inner(cell.limits.low, 1)
    limit = _inner(cell.limits.high, -1)
    if most is not None:
        limit = most if limit is None else min(limit, most)
    width = high - low
    if least is not None and low < least:
        low, high = least, max(high, least + width)
    if limit is not None and high > limit:
        high = limit
        if low > high:
            low = max(high - width, least if least is not None else Decimal(0))
    return low, high


def _inner(edge: Edge | None, inward: int) -> Decimal | None:
    if edge is None or edge.now:
        return None
    whole = edge.value.to_integral_value(rounding="ROUND_CEILING" if inward > 0 else "ROUND_FLOOR")
    return whole + inward if edge.strict and whole == edge.value else whole
