"""All rows of a table in one order, curated ones first, and how they are cut into files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedc.ir import expr
from seedc.ir.encoding import Encoding
from seedc.ir.program import (
    GeneratedColumn,
    GeneratedRows,
    LoadColumn,
    Row,
    RowFunction,
    TableLoad,
)

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a load that follow each other: curated ones (`function` is None), or those of the row
    function at this place, by position."""

    function: int | None
    span: range


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of one file; `tag` tells it from the table's others, and is empty if it is the
    only one."""

    tag: str
    stretches: tuple[Stretch, ...]


def cut(load: TableLoad, most: int) -> Iterator[Cut]:
    """The load's rows in files of `most` rows, the last of what is left."""
    starts = range(0, load.size, most)
    for place, start in enumerate(starts, 1):
        tag = f".{place:04}" if len(starts) > 1 else ""
        yield Cut(tag, tuple(_within(load, range(start, min(start + most, load.size)))))


def _within(load: TableLoad, wanted: range) -> Iterator[Stretch]:
    """The stretches that make up the rows `wanted` of the whole load."""
    functions = load.generated.functions if load.generated else ()
    sizes = (sum(len(group.rows) for group in load.groups), *(f.size for f in functions))
    first = 0
    for place, size in enumerate(sizes):
        start, stop = max(wanted.start - first, 0), min(wanted.stop - first, size)
        if start < stop:
            yield Stretch(place - 1 if place else None, range(start, stop))
        first += size


def row_function(load: TableLoad, stretch: Stretch) -> tuple[GeneratedRows, RowFunction]:
    """The generated rows and the function that a stretch is of."""
    assert load.generated is not None, "the stretch is of generated rows"
    assert stretch.function is not None, "the stretch is of generated rows"
    return load.generated, load.generated.functions[stretch.function]


def curated(load: TableLoad, span: range) -> Iterator[tuple[Row, Cells]]:
    """The curated rows at these places, each with a cell for every column of the load; what a row
    leaves out is None."""
    place = 0
    for group in load.groups:
        order = [c.name for c in group.columns]
        at = [order.index(c.name) if c.name in order else None for c in load.columns]
        for row in group.rows[max(span.start - place, 0) : max(span.stop - place, 0)]:
            yield row, tuple(None if n is None else row.values[n] for n in at)
        place += len(group.rows)


def widened(load: TableLoad) -> TableLoad:
    """The load with generated rows that have all of its columns: NULL where no rule gives one."""
    rows = load.generated
    if rows is None:
        return load
    given = {c.column.name: c for c in rows.columns}
    added = [column for column in load.columns if column.name not in given]
    lets = tuple(expr.Let(column.name, expr.null("text")) for column in added)
    columns = given | {column.name: _null(column) for column in added}
    wide = replace(
        rows,
        columns=tuple(columns[column.name] for column in load.columns),
        functions=tuple(replace(f, lets=(*f.lets, *lets)) for f in rows.functions),
    )
    return replace(load, generated=wide)


def _null(column: LoadColumn) -> GeneratedColumn:
    return GeneratedColumn(column=column, encoding=Encoding("text", column.type))
