"""A core value as the text that COPY reads: what PostgreSQL prints of the column's type with ISO
dates, the time zone UTC and intervals in its own style.

One writer for each unit of `ir/encoding.py`. Texts of `cast` go as they are: the type's input
function reads them on the server.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from seedc.backends.copydata import texts
from seedc.backends.copydata.columns import Ints
from seedc.backends.copydata.digits import (
    DAY,
    clock,
    day_writer,
    digits,
    era,
    fraction,
    minutes,
)
from seedc.backends.copydata.texts import Pick, Table, Text, word
from seedc.ir.encoding import Encoding

Writer: TypeAlias = Callable[[Any, int], Text]
"""Makes the text of a column's values, of which there are so many."""


@dataclass(frozen=True, slots=True)
class Core:
    """What is known of the core value: its bounds."""

    low: int
    high: int


def writer(encoding: Encoding, core: Core) -> Writer:
    """What writes values of this encoding whose core values lie in the bounds (what lies outside is
    a NULL's). Raises KeyError for a unit that is not known."""
    return _WRITERS[encoding.unit](encoding, core)


def typmod(encoding: Encoding) -> tuple[int, ...]:
    """The numbers in parentheses in a type's name: (10, 2) of numeric(10,2); none: ()."""
    found = re.search(r"\(([\d,\s-]+)\)", encoding.type)
    return tuple(int(n) for n in found.group(1).split(",")) if found else ()


def _integer(encoding: Encoding, core: Core) -> Writer:
    return lambda values, size: digits(values)


def _numeric(encoding: Encoding, core: Core) -> Writer:
    modifier = typmod(encoding)
    scale = (*modifier, 0)[1] if modifier else encoding.scale
    if 0 <= core.high - core.low < _FEW:
        every = np.arange(core.low, core.high + 1, dtype=np.int64)
        shown = amount(rescaled(every, encoding.scale, scale), scale)
        table = Table(texts.strings(shown, len(every)), kept=True)
        return lambda values, size: (Pick(table, values - core.low),)
    return lambda values, size: amount(rescaled(values, encoding.scale, scale), scale)


_FEW = 10_000
"""So many amounts are made in advance: one pick for a row instead of three."""


def rescaled(values: Ints, scale: int, to: int) -> Ints:
    """Units of 10^-scale in units of 10^-to, rounded half away from zero as numeric is."""
    if to >= scale:
        return values * np.int64(10 ** (to - scale)) if to > scale else values
    unit = np.int64(10 ** (scale - to))
    size = np.abs(values)
    return np.sign(values) * (size // unit + (size % unit >= unit - unit // 2))


def amount(values: Ints, scale: int) -> Text:
    """Units of 10^-scale with their decimal point: `-12.50`."""
    if scale == 0:
        return digits(values)
    sign, size = _signed(values)
    unit = np.uint64(10**scale) if size.dtype == np.uint64 else np.int64(10**scale)
    whole = size // unit
    return (*sign, *digits(whole), *word("."), *digits(size - whole * unit, scale))


_SIGNS = Table(["", "-"], kept=True)


def _signed(values: Ints) -> tuple[Text, Any]:
    """The sign, where any value has one, and the sizes without it."""
    if int(values.min()) >= 0:
        return (), values
    sign = (Pick(_SIGNS, (values < 0).astype(np.int64)),)
    return sign, np.abs(values).view(np.uint64)


_KEPT = {"real": 6, "float4": 6}
"""How many digits a float keeps whatever they are; double precision keeps 15."""


def _float(encoding: Encoding, core: Core) -> Writer:
    """A decimal of so few digits that the float nearest to it prints as that decimal is written as
    it is, without zeros at the end. Beyond, a double precision is written as the shortest text that
    gives it back (extra_float_digits at its default), one by one, and a real with all its digits,
    for the server to round once."""
    digits_kept = _KEPT.get(encoding.type, 15)
    most = 10**digits_kept
    scale = encoding.scale
    if scale <= _LEAST_POWER and -most < core.low and core.high < most:
        return lambda values, size: _trimmed(values, scale, most)
    if encoding.type in _KEPT:
        return lambda values, size: amount(values, scale)
    return lambda values, size: texts.of_strings([_shortest(v, scale) for v in values.tolist()])


_LEAST_POWER = 4  # of ten, below which float8out writes an exponent; it does from 10^15 on as well


def _trimmed(values: Ints, scale: int, most: int) -> Text:
    sign, size = _signed(np.clip(values, -most, most))
    unit = size.dtype.type(10**scale)
    whole = size // unit
    rest = (size - whole * unit).astype(np.int64)
    return (*sign, *digits(whole), Pick(_fractions(scale), rest))


def _fractions(scale: int) -> Table:
    found = _FRACTIONS.get(scale)
    if found is None:
        cut = [f".{n:0{scale}}".rstrip("0").rstrip(".") if scale else "" for n in range(10**scale)]
        found = _FRACTIONS[scale] = Table(cut, kept=True)
    return found


_FRACTIONS: dict[int, Table] = {}


def _shortest(value: int, scale: int) -> str:
    """As float8out prints the double: the fewest digits that give it back."""
    found = float(f"{value}e-{scale}")
    mantissa, _, power = np.format_float_scientific(found, trim="-", exp_digits=2).partition("e")
    if -_LEAST_POWER <= int(power) < 15:
        return np.format_float_positional(found, trim="-")
    return f"{mantissa}e{power}"


_TRUTHS = Table(["f", "t"], kept=True)


def _boolean(encoding: Encoding, core: Core) -> Writer:
    return lambda values, size: (Pick(_TRUTHS, values.astype(np.int64)),)


def _text(encoding: Encoding, core: Core) -> Writer:
    """Cut to the type's length, filled up with spaces to that of character(n)."""
    modifier = typmod(encoding)
    if encoding.unit == "cast" or not modifier:
        return lambda values, size: values
    (length,) = modifier
    fill = _filler(length) if _PADDED.match(encoding.type) else None

    def write(text: Text, size: int) -> Text:
        if core.high > length:
            text = texts.per_text(text, size, ("cut", length), lambda t: t[:length])
        if fill is None or core.low >= length:
            return text
        if len(text) == 1 and text[0].table.kept:
            return texts.per_word(text, ("filled", length), lambda t: t.ljust(length))
        return (*text, Pick(fill, length - texts.lengths(text)))

    return write


_PADDED = re.compile(r"(character|char|bpchar)\s*\(")


def _filler(length: int) -> Table:
    return Table([" " * n for n in range(length + 1)], kept=True)


def _date(encoding: Encoding, core: Core) -> Writer:
    write = day_writer(core.low, core.high)
    return lambda values, size: (*write(values), *era(values))


def _moment(zone: str) -> Callable[[Encoding, Core], Writer]:
    """A timestamp: the day, the time of day, a fraction if there is one, the zone, the era."""

    def make(encoding: Encoding, core: Core) -> Writer:
        second = 10**encoding.scale
        write = day_writer(core.low // (DAY * second), core.high // (DAY * second))
        space, end = word(" ", kept=True), word(zone, kept=True) if zone else ()

        def text(values: Ints, size: int) -> Text:
            seconds, parts = _fractional(values, second)
            days = seconds // DAY
            time = Pick(clock(), seconds - days * DAY)
            return (*write(days), *space, time, *parts, *end, *era(days))

        return text

    return make


def _fractional(values: Any, second: int) -> tuple[Any, Text]:
    """Whole seconds, rounded down, and the text of what is left."""
    if second == 1:
        return values, ()
    unit = values.dtype.type(second)
    seconds = values // unit
    micros = (values - seconds * unit).astype(np.int64)
    return seconds, fraction(micros) if bool(micros.any()) else ()


def _time(encoding: Encoding, core: Core) -> Writer:
    second = 10**encoding.scale

    def write(values: Ints, size: int) -> Text:
        seconds, parts = _fractional(values, second)
        return (Pick(clock(), seconds - seconds // DAY * DAY), *parts)

    return write


def _interval(encoding: Encoding, core: Core) -> Writer:
    """Hours beyond a day stay hours: an interval made of seconds has no days."""
    second = 10**encoding.scale

    def write(values: Ints, size: int) -> Text:
        sign, length = _signed(values)
        seconds, parts = _fractional(length, second)
        hour = seconds.dtype.type(3600)
        hours = seconds // hour
        rest = (seconds - hours * hour).astype(np.int64)
        return (*sign, *digits(hours, 2), Pick(minutes(), rest), *parts)

    return write


_WRITERS: dict[str, Callable[[Encoding, Core], Writer]] = {
    "integer": _integer,
    "numeric": _numeric,
    "float": _float,
    "boolean": _boolean,
    "text": _text,
    "cast": _text,
    "date": _date,
    "time": _time,
    "timestamp": _moment(""),
    "timestamptz": _moment("+00"),
    "interval": _interval,
}
UNITS = frozenset(_WRITERS)
"""Every unit that can be written."""
