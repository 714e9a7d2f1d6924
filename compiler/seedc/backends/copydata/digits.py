"""Integers and moments as texts: four digits at a time, each group a pick from a table of 10,000.

What all rows of a block have in common (the upper digits of an id, the year) is one word for all.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from seedc.backends.copydata.columns import Ints
from seedc.backends.copydata.texts import FILLER, Cells, Pick, Table, Text, word

_GROUP = 10_000
_WIDTH = 4
_ZERO = ord("0")
_CYCLE = 146_097  # days of 400 years, after which the calendar repeats
_FROM_YEAR_0 = 719_528  # days from 0000-01-01 to 1970-01-01, as of the Gregorian calendar
_DECADES = 20_000
FIRST_DAY = 366 - _FROM_YEAR_0  # 0001-01-01
DAY = 86_400


def digits(values: Ints, least: int = 1) -> Text:
    """Integers in decimal digits, at least so many of them (zeros in front); a sign where one is
    negative. Values of 64 bits, `least` up to 20 and beyond."""
    low, high = int(values.min()), int(values.max())
    if low == high:
        return word(("-" if low < 0 else "") + str(abs(low)).zfill(least))
    if low < 0:
        sign = Pick(_signs(), (values < 0).astype(np.int64))
        return (sign, *_groups(np.abs(values).view(np.uint64), 0, max(-low, high), least))
    return _groups(values, low, high, least)


def _groups(values: Ints, low: int, high: int, least: int) -> Text:
    """The groups of values between the two, from the highest. What lies above `low` and below
    `high` alike is one word."""
    found: list[Pick] = []
    place = 0
    group = values.dtype.type(_GROUP)
    rest = values
    while low != high or place == 0:
        above = rest // group if high >= _GROUP else None
        zeros = min(max(least - place, 0), _WIDTH)
        found.append(_group(rest, above, low, zeros, high))
        low, high, place = low // _GROUP, high // _GROUP, place + _WIDTH
        if above is None:
            break
        rest = above
    if low or least > place:
        found += word((str(low) if low else "").zfill(max(least - place, 0)))
    return tuple(reversed(found))


def _group(rest: Ints, above: Ints | None, low: int, zeros: int, high: int) -> Pick:
    """The lowest four digits of `rest`, whose other digits are `above`: with all their zeros where
    there is anything above, else `zeros` digits at least."""
    if above is None:
        width = max(len(str(high)), zeros)
        return Pick(_table(width, max(zeros, len(str(low)) if low else 0)), rest.astype(np.int64))
    index = (rest - above * rest.dtype.type(_GROUP)).astype(np.int64)
    if zeros == _WIDTH or low >= _GROUP:
        return Pick(_table(_WIDTH, _WIDTH), index)
    index += (above > 0) * np.int64(_GROUP)
    return Pick(_both(zeros), index)


@lru_cache(maxsize=32)
def _table(width: int, least: int) -> Table:
    """The numbers of up to `width` digits (1 to 4), `least` digits at least."""
    return Table.of_cells(_numbers(width, least))


@lru_cache(maxsize=8)
def _both(least: int) -> Table:
    """The numbers below 10,000, first with `least` digits at least, then with four."""
    return Table.of_cells(np.concatenate([_numbers(_WIDTH, least), _numbers(_WIDTH, _WIDTH)]))


def _numbers(width: int, least: int) -> Cells:
    size = 10**width
    number = np.arange(size)
    cells = np.empty((size, width), np.uint8)
    for place in range(width):
        unit = 10 ** (width - 1 - place)
        shown = (number >= unit) | (width - place <= least)
        cells[:, place] = np.where(shown, number // unit % 10 + _ZERO, FILLER)
    return cells.view(f"V{width}").ravel()


@lru_cache(maxsize=1)
def _signs() -> Table:
    return Table.of_cells(np.array([[FILLER], [ord("-")]], np.uint8).view("V1").ravel())


def hexadecimal(values: Ints) -> Text:
    """The 64 bits as 16 hexadecimal digits."""
    bits = values.view(np.uint64)
    return tuple(
        Pick(_hex(), ((bits >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.int64))
        for shift in (48, 32, 16, 0)
    )


@lru_cache(maxsize=1)
def _hex() -> Table:
    number = np.arange(2**16)
    letters = np.frombuffer(b"0123456789abcdef", np.uint8)
    columns = [letters[number >> shift & 15] for shift in (12, 8, 4, 0)]
    return Table.of_cells(np.stack(columns, axis=1).view("V4").ravel())


def day_writer(low: int, high: int) -> Callable[[Ints], Text]:
    """What makes days between the two texts: of some decades by one pick (10 ns a row), of more by
    `day_text` (25)."""
    if low < FIRST_DAY or high - low > _DECADES:
        return day_text
    start = np.datetime64("1970-01-01", "D") + low
    days = np.datetime_as_string(start + np.arange(high - low + 1))
    if len({len(day) for day in days.tolist()}) > 1 or len(days[0]) != len("2026-01-31"):
        return day_text
    table = Table.of_cells(days.astype("S10").view("V10"))
    return lambda values: (Pick(table, values - low),)


def day_text(days: Ints) -> Text:
    """Days since 1970-01-01 as `2026-01-31`; years before the first are counted backwards, and the
    era must be told by `era`."""
    since = days + _FROM_YEAR_0
    cycle = since // _CYCLE
    rest = since - cycle * _CYCLE
    years, month_days = _calendar()
    year = cycle * 400 + years.take(rest, mode="clip")
    shown = np.where(year > 0, year, 1 - year) if int(year.min()) <= 0 else year
    return (*digits(shown, 4), Pick(month_days, rest))


def era(days: Ints) -> Text:
    """` BC` for a day before the year 1; nothing where no row needs it."""
    before = days < FIRST_DAY
    return (Pick(_bc(), before.astype(np.int64)),) if bool(before.any()) else ()


@lru_cache(maxsize=1)
def _bc() -> Table:
    return Table(["", " BC"], kept=True)


@lru_cache(maxsize=1)
def _calendar() -> tuple[Ints, Table]:
    """For each day of 400 years from the year 0: its year, and `-MM-DD`."""
    start = np.datetime64("0000-01-01", "D")
    days = start + np.arange(_CYCLE)
    months = days.astype("M8[M]")
    years = days.astype("M8[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months.astype("M8[D]")).astype(np.int64) + 1
    return years, Table.of_cells(_joined([month, day], b"--", before=True))


def _joined(numbers: list[Ints], signs: bytes, *, before: bool) -> Cells:
    """Numbers of two digits with a sign before or between them, as cells."""
    cells: list[Ints] = []
    for place, number in enumerate(numbers):
        if before or place:
            cells.append(np.full(len(number), signs[place if before else place - 1]))
        cells += [number // 10 + _ZERO, number % 10 + _ZERO]
    found = np.ascontiguousarray(np.stack(cells, axis=1).astype(np.uint8))
    return found.view(f"V{found.shape[1]}").ravel()


@lru_cache(maxsize=1)
def clock() -> Table:
    """`23:59:59` by seconds of a day."""
    second = np.arange(DAY)
    parts = [second // 3600, second // 60 % 60, second % 60]
    return Table.of_cells(_joined(parts, b"::", before=False))


@lru_cache(maxsize=1)
def minutes() -> Table:
    """`:59:59` by seconds of an hour."""
    second = np.arange(3600)
    return Table.of_cells(_joined([second // 60, second % 60], b"::", before=True))


def fraction(micros: Ints) -> Text:
    """Microseconds of a second as `.25`, without the zeros at the end; nothing for 0."""
    upper = micros // 1000
    lower = micros - upper * 1000
    point, plain, full = _fractions()
    some = (lower > 0).astype(np.int64)
    return (
        Pick(point, (micros > 0).astype(np.int64)),
        Pick(plain, upper + some * 1000),
        Pick(full, lower),
    )


@lru_cache(maxsize=1)
def _fractions() -> tuple[Table, Table, Table]:
    """The point; three digits without zeros at the end, then with them; the former alone."""
    whole = [f"{n:03}" for n in range(1000)]
    cut = [text.rstrip("0") for text in whole]
    return Table(["", "."], kept=True), Table(cut + whole, kept=True), Table(cut, kept=True)
