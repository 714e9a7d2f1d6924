"""Blocks of rows as typed Polars frames, for Parquet.

Integers by the column's type, numeric as Decimal, dates and moments as such (timestamptz in UTC),
booleans; everything else is the text that COPY would read.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from seedc.backends.copydata.columns import Column, Ints, spread
from seedc.backends.copydata.digits import DAY
from seedc.backends.copydata.encodings import Writer, rescaled, typmod
from seedc.backends.copydata.texts import Pick, Text
from seedc.ir.encoding import Encoding

Maker: TypeAlias = Callable[[Any, int], pl.Series]
"""Makes a column of so many values; what stands where a value is NULL does not matter."""

_INTEGERS = {"smallint": pl.Int16, "integer": pl.Int32, "bigint": pl.Int64}
_MOST_DIGITS = 38  # of a Decimal in Polars and in Parquet
_EXACT = 2**53
_MICROS = 1_000_000


def maker(encoding: Encoding, write: Writer) -> Maker:
    """What makes a typed column of an encoding; `write` gives its text, for types without one of
    their own."""
    made = _MAKERS.get(encoding.unit)
    found = made(encoding) if made else None
    return found or (lambda values, size: text_series(write(values, size), size))


def series(name: str, column: Column, make: Maker, size: int) -> pl.Series:
    """A column of the frame."""
    values = column.values if isinstance(column.values, tuple) else spread(column.values, size)
    found = make(values, size).alias(name)
    if column.valid is None:
        return found
    valid = pl.Series(spread(column.valid, size))
    return found.zip_with(valid, pl.Series([None], dtype=found.dtype).new_from_index(0, size))


def text_series(text: Text, size: int) -> pl.Series:
    """Texts as a column: the words of each part (5 ns a row), put together where they are more than
    one (25 ns a part; cutting lines made by `lines.packed` into texts would take twice that)."""
    parts = [_words(pick, size) for pick in text]
    if len(parts) == 1 and len(parts[0]) == size:
        return parts[0]
    joined = pl.concat_str([pl.lit(part) for part in (*parts, pl.Series([""]))])
    found = pl.select(joined).to_series()
    return found if len(found) == size else found.new_from_index(0, size)


def _words(pick: Pick, size: int) -> pl.Series:
    """The words of a part; one for all rows stays one."""
    if pick.table.series is None:
        pick.table.series = pl.Series([*pick.table.words, ""], dtype=pl.String)
    words: pl.Series = pick.table.series
    return words.gather(np.clip(pick.index, 0, pick.table.empty))


def _integer(encoding: Encoding) -> Maker:
    kind = _INTEGERS.get(encoding.type, pl.Int64)
    return lambda values, size: _within(values, kind)


def _within(values: Ints, kind: type[pl.DataType]) -> pl.Series:
    """Cut to the type's bits: a value that has more is a NULL's."""
    return pl.Series(values).cast(kind, wrap_numerical=True)


def _numeric(encoding: Encoding) -> Maker | None:
    modifier = typmod(encoding)
    precision, scale = (*modifier, 0)[:2] if modifier else (_MOST_DIGITS, encoding.scale)
    if precision > _MOST_DIGITS:
        return None
    unit = pl.lit(Decimal(1).scaleb(-scale))

    def make(values: Ints, size: int) -> pl.Series:
        units = pl.Series("", rescaled(values, encoding.scale, scale))
        whole = pl.lit(units.cast(pl.Decimal(_MOST_DIGITS, 0)))
        found = (whole * unit).cast(pl.Decimal(precision, scale), strict=False)
        return pl.select(found).to_series()

    return make


def _float(encoding: Encoding) -> Maker:
    kind = pl.Float32 if encoding.type in ("real", "float4") else pl.Float64
    power = -encoding.scale

    def make(values: Ints, size: int) -> pl.Series:
        if kind is pl.Float64 and bool((np.abs(values) < _EXACT).all()):
            return pl.Series(values / 10.0**-power)
        return pl.Series([float(f"{v}e{power}") for v in values.tolist()]).cast(kind)

    return make


def _moment(zone: str | None) -> Callable[[Encoding], Maker]:
    def of(encoding: Encoding) -> Maker:
        step = _MICROS // 10**encoding.scale
        return lambda values, size: pl.Series(values * step).cast(pl.Datetime("us", zone))

    return of


def _time(encoding: Encoding) -> Maker:
    second = 10**encoding.scale
    step = 1_000_000_000 // second
    return lambda values, size: pl.Series(values % (DAY * second) * step).cast(pl.Time)


_MAKERS: dict[str, Callable[[Encoding], Maker | None]] = {
    "integer": _integer,
    "numeric": _numeric,
    "float": _float,
    "boolean": lambda encoding: lambda values, size: pl.Series(values),
    "date": lambda encoding: lambda values, size: _within(values, pl.Int32).cast(pl.Date),
    "time": _time,
    "timestamp": _moment(None),
    "timestamptz": _moment("UTC"),
}


def frame(
    names: Sequence[str], columns: Sequence[Column], makers: Sequence[Maker], size: int
) -> pl.DataFrame:
    """A frame of so many rows."""
    with np.errstate(all="ignore"):
        made = [
            series(name, column, make, size)
            for name, column, make in zip(names, columns, makers, strict=True)
        ]
    return pl.DataFrame(made)
