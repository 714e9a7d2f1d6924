"""Tables as Parquet with typed columns: curated rows converted here, generated ones by the engine.

Integers, floats, numeric (as Decimal), booleans, dates, times and timestamps (with a time zone: in
UTC) have types of their own; every other type is the text that COPY would read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, Literal

import polars as pl

from seedc.backends.copydata.parquet import write_parquet
from seedc.backends.copydata.stream import CHUNK, frames
from seedc.diagnostics import Diagnostic
from seedc.emission.engine import Effort
from seedc.emission.rowset import Stretch, curated, row_function
from seedc.ir.program import LoadColumn, TableLoad
from seedc.origin import Origin
from seedc.types import dates, timestamps

_MOST_DIGITS = 38  # of a Decimal in Parquet
_EXACT = Context(prec=_MOST_DIGITS)
_DAYS = 10_957  # from 1970-01-01, where Parquet counts from, to 2000-01-01


@dataclass(frozen=True, slots=True)
class Kind:
    """A column's type in Parquet, and how PostgreSQL's input text becomes a value of it. `value`
    raises ValueError for a text that is none."""

    type: pl.DataType
    value: Callable[[str], object]


def write_rows(
    path: Path,
    load: TableLoad,
    stretches: Sequence[Stretch],
    effort: Effort,
    compression: Literal["snappy", "zstd"],
) -> None:
    """Write rows of a load (a widened one) as one file. Raises OSError; ValueError for a curated
    value that `unknown_values` tells of."""
    kinds = _kinds(load)
    write_parquet(path, _frames(load, kinds, stretches, effort), compression=compression)


def _frames(
    load: TableLoad, kinds: dict[str, Kind], stretches: Iterable[Stretch], effort: Effort
) -> Iterator[pl.DataFrame]:
    types = {name: kind.type for name, kind in kinds.items()}
    for stretch in stretches:
        if stretch.function is None:
            yield _curated(load, kinds, stretch.span)
            continue
        rows, function = row_function(load, stretch)
        span, chunk = stretch.span, effort.chunk or CHUNK
        for found in frames(rows, function, chunk=chunk, start=span.start, stop=span.stop):
            yield found.cast(types)  # type: ignore[arg-type]


def _curated(load: TableLoad, kinds: dict[str, Kind], span: range) -> pl.DataFrame:
    rows = [cells for _, cells in curated(load, span)]
    columns = []
    for place, (name, kind) in enumerate(kinds.items()):
        values = [None if (t := cells[place]) is None else kind.value(t) for cells in rows]
        columns.append(_series(name, values, kind.type))
    return pl.DataFrame(columns)


def _series(name: str, values: list[Any], type_: pl.DataType) -> pl.Series:
    if type_ in (pl.Date, pl.Datetime):
        return pl.Series(name, values, dtype=pl.Int64).cast(type_)
    return pl.Series(name, values, dtype=type_)


def unknown_values(loads: Iterable[TableLoad]) -> Iterator[Diagnostic]:
    """SD022 for every curated value that Parquet does not have."""
    for load in loads:
        yield from _unknown(load)


def _unknown(load: TableLoad) -> Iterator[Diagnostic]:
    kinds = _kinds(load)
    for row, cells in curated(load, range(load.size)):
        for (name, kind), text in zip(kinds.items(), cells, strict=True):
            try:
                if text is not None:
                    kind.value(text)
            except ValueError:
                yield Diagnostic(
                    code="SD022",
                    origin=Origin(row.file, row.pointer),
                    message=f'{load.table.name}.{name} is "{text}", which Parquet does not have',
                    help="write CSV (--emit csv), which has every value as text",
                )


# The types ----------------------------------------------------------------------------------------


def _kinds(load: TableLoad) -> dict[str, Kind]:
    """The kind of each column of the load."""
    return {column.name: _kind(load, column) for column in load.columns}


def _kind(load: TableLoad, column: LoadColumn) -> Kind:
    """By the type's name without what stands in parentheses."""
    type_ = column.value_type
    plain = re.sub(r"\([^)]*\)", "", type_)
    if plain == "numeric":
        return _numeric(load, column)
    if plain == "character":
        length = int(type_.removeprefix("character(").removesuffix(")"))
        return Kind(pl.String(), lambda text: text.rstrip(" ").ljust(length))
    return _KINDS.get(plain) or Kind(pl.String(), str)


def _numeric(load: TableLoad, column: LoadColumn) -> Kind:
    """A Decimal of the column's own precision and scale; a numeric without them has as many digits
    after the point as any of its values needs."""
    found = re.fullmatch(r"numeric\((\d+),(-?\d+)\)", column.value_type)
    if found:
        precision, scale = int(found[1]), int(found[2])
        if not 0 <= scale <= precision <= _MOST_DIGITS:
            return Kind(pl.String(), str)
        return Kind(pl.Decimal(precision, scale), lambda text: _decimal(text, precision, scale))
    scale = min(max((0, *_scales(load, column))), _MOST_DIGITS)
    return Kind(pl.Decimal(_MOST_DIGITS, scale), lambda text: _decimal(text, _MOST_DIGITS, scale))


def _scales(load: TableLoad, column: LoadColumn) -> Iterator[int]:
    for c in load.generated.columns if load.generated else ():
        if c.column.name == column.name:
            yield c.encoding.scale if c.encoding.unit == "numeric" else 0
    for group in load.groups:
        if column in group.columns:
            place = group.columns.index(column)
            yield from (_places(Decimal(row.values[place] or 0)) for row in group.rows)


def _places(value: Decimal) -> int:
    """Digits after the point, without zeros at the end, of a finite number; 0 for what is none."""
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return 0
    needed = len("".join(map(str, digits)).rstrip("0"))
    return max(0, -exponent - (len(digits) - needed))


def _decimal(text: str, precision: int, scale: int) -> Decimal:
    """The number, exactly. Raises ValueError for NaN, the infinities and one of more digits."""
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    if value and (_places(value) > scale or value.adjusted() >= precision - scale):
        raise ValueError(text)
    return value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)


def _day(text: str) -> int:
    """Days since 1970-01-01. Raises ValueError for an infinity."""
    return _finite(dates.number(text)) + _DAYS


def _micros(text: str) -> int:
    """Microseconds since 1970-01-01 00:00, of UTC where the text has a zone. Raises ValueError for
    an infinity."""
    return _finite(timestamps.micros(text)) + _DAYS * 86_400_000_000


def _finite(value: float) -> int:
    if not isinstance(value, int):
        raise ValueError(value)
    return value


_KINDS: dict[str, Kind] = {
    "smallint": Kind(pl.Int16(), int),
    "integer": Kind(pl.Int32(), int),
    "bigint": Kind(pl.Int64(), int),
    "real": Kind(pl.Float32(), float),
    "double precision": Kind(pl.Float64(), float),
    "boolean": Kind(pl.Boolean(), lambda text: text == "true"),
    "date": Kind(pl.Date(), _day),
    "time without time zone": Kind(pl.Time(), time.fromisoformat),
    "timestamp without time zone": Kind(pl.Datetime("us"), _micros),
    "timestamp with time zone": Kind(pl.Datetime("us", "UTC"), _micros),
}
