"""How the values of one generated column are spread, for `seedc preview TABLE.COLUMN`.

Numbers, dates and times fall into buckets of equal width, counted in the units of their encoding.
Texts, and keys of other rows, whose size means nothing, are counted one by one, the most frequent
first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seedc.ir.encoding import Encoding
from seedc.ir.interpret import Value
from seedc.ir.program import GeneratedColumn, TableLoad
from seedc.passes.volume.texts import canonical_text
from seedc.preview import cell, padded, sampled, width

BUCKETS = 12
VALUES = 12
"""How many lines a histogram has at most."""

BAR = 40
"""How long the longest bar is, in characters."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line: the values from `low` to `high` (the same for a single value), how many rows."""

    low: str
    high: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """A column's values in `sampled` of the table's `size` generated rows. `bars` are buckets in
    order where `ordered`, else the most frequent values; `others` counts the different values that
    have no bar. `least` and `most` are None where every value is NULL; texts are compared by their
    characters' code points."""

    table: str
    column: str
    size: int
    sampled: int
    nulls: int
    distinct: int
    least: str | None
    most: str | None
    ordered: bool
    bars: tuple[Bar, ...]
    others: int = 0


def histogram(load: TableLoad, column: GeneratedColumn, count: int) -> Histogram:
    """The histogram of a column of generated rows, from `count` of them at most."""
    generated = load.generated
    assert generated is not None
    values = sampled(generated, column, count)
    given = [value for value in values if value is not None]
    keys = {name for key in load.table.foreign_keys for name in key.columns}
    measured = bool(given) and all(type(value) is int for value in given)
    ordered = measured and column.column.name not in keys
    bars = _buckets(given, column.encoding) if ordered else _frequent(given, column.encoding)
    sizes: Any = given
    return Histogram(
        table=str(load.table.name),
        column=column.column.name,
        size=generated.size,
        sampled=len(values),
        nulls=len(values) - len(given),
        distinct=len(set(given)),
        least=canonical_text(min(sizes), column.encoding) if given else None,
        most=canonical_text(max(sizes), column.encoding) if given else None,
        ordered=ordered,
        bars=bars,
        others=0 if ordered else len(set(given)) - len(bars),
    )


def _buckets(values: Sequence[Any], encoding: Encoding) -> tuple[Bar, ...]:
    low, high = min(values), max(values)
    size = -(-(high - low + 1) // BUCKETS)
    counts = Counter((value - low) // size for value in values)
    found = []
    for number in range((high - low) // size + 1):
        first = low + number * size
        last = min(first + size - 1, high)
        found.append(Bar(_text(first, encoding), _text(last, encoding), counts[number]))
    return tuple(found)


def _frequent(values: Sequence[Value], encoding: Encoding) -> tuple[Bar, ...]:
    counts = Counter(_text(value, encoding) for value in values)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Bar(value, value, rows) for value, rows in ranked[:VALUES])


def _text(value: Value, encoding: Encoding) -> str:
    return canonical_text(value, encoding) or ""


# For a terminal -----------------------------------------------------------------------------------


def histogram_text(found: Histogram) -> str:
    """The histogram as lines: what was counted, a bar for each bucket or value, and the rest."""
    lines = [f"{found.table}.{found.column}: {_of(found)}", *_facts(found)]
    if found.bars:
        lines += ["", *_bars(found.bars)]
    if found.others:
        noun = "value" if found.others == 1 else "values"
        lines.append(f"… and {found.others:,} more {noun}")
    return "".join(f"{line}\n" for line in lines)


def _of(found: Histogram) -> str:
    if found.sampled == found.size:
        return f"all {found.size:,} generated rows"
    return f"{found.sampled:,} of {found.size:,} generated rows, evenly spread"


def _facts(found: Histogram) -> list[str]:
    share = f"{percent(found.nulls, found.sampled)} NULL, {found.distinct:,} different"
    if found.least is None or found.most is None:
        return [share]
    return [f"{share}, from {cell(found.least)} to {cell(found.most)}"]


def percent(part: int, whole: int) -> str:
    """The share with one digit after the point, rounded half up: `12.5%`."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def _bars(bars: Sequence[Bar]) -> list[str]:
    labels = [
        cell(b.low) if b.low == b.high else f"{cell(b.low, 26)} … {cell(b.high, 26)}" for b in bars
    ]
    wide, most = max(map(width, labels)), max(b.rows for b in bars)
    digits = len(f"{most:,}")
    return [
        f"{padded(label, wide)}  {b.rows:>{digits},}  {_bar(b.rows, most)}".rstrip()
        for label, b in zip(labels, bars, strict=True)
    ]


def _bar(rows: int, most: int) -> str:
    """A bar in eighths of a character, so that small counts still show."""
    eighths = -(-rows * BAR * 8 // most)
    parts: tuple[str, ...] = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
    return "█" * (eighths // 8) + parts[eighths % 8]
