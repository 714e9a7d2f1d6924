"""Unique: no two rows of a dataset may meet in a primary key, unique constraint or unique index.

Equality is the column type's own (`Codec.canonical`), across all files of the dataset. Keys with
expressions are the database's to check.
"""

from collections.abc import Callable, Hashable
from itertools import compress
from typing import Any

from seedc.catalog import Unique
from seedc.diagnostics import Note, Sink
from seedc.passes.defaults import UNKNOWN, default_text
from seedc.passes.seedplan import (
    WRONG,
    BoundRow,
    BoundTable,
    FromField,
    FromKey,
    SeedPlan,
    Shape,
)


def check_unique(
    plan: SeedPlan,
    sink: Sink,
    applies: Callable[[BoundTable, Unique, Shape], Callable[[BoundRow], bool] | None],
) -> None:
    """Report SD501 and SD502. `applies` gives, for a partial key, a test of whether a row falls
    under its predicate, or None where that cannot be told (the key is then not checked)."""
    for bound in plan.tables.values():
        shapes = [s for file in plan.files for s in file.shapes.values() if s.bound is bound]
        for unique in bound.table.uniques:
            if unique.columns is not None:
                _check(bound, unique, unique.columns, shapes, sink, applies)


def _check(
    bound: BoundTable,
    unique: Unique,
    columns: tuple[str, ...],
    shapes: list[Shape],
    sink: Sink,
    applies: Callable[[BoundTable, Unique, Shape], Callable[[BoundRow], bool] | None],
) -> None:
    seen: dict[Hashable, BoundRow] = {}
    for shape in shapes:
        falls_under = applies(bound, unique, shape)
        if falls_under is None:
            continue
        rows, keys = _keys(shape, columns, nulls=unique.nulls_not_distinct)
        if unique.predicate is not None:
            inside = [falls_under(row) for row in rows]
            rows, keys = list(compress(rows, inside)), list(compress(keys, inside))
        found = dict(zip(keys, rows, strict=True))
        if len(found) == len(keys) and seen.keys().isdisjoint(found):
            seen.update(found)
            continue
        for row, key in zip(rows, keys, strict=True):
            first = seen.setdefault(key, row)
            if first is not row:
                _report(bound, unique, columns, first, row, sink)


def _keys(
    shape: Shape, columns: tuple[str, ...], *, nulls: bool
) -> tuple[list[BoundRow], list[Hashable]]:
    """The rows whose key is known and, unless `nulls` count, without NULL; and their keys in
    canonical form."""
    constants = [default_text(shape.bound, shape.bound.columns[name]) for name in columns]
    positions = [shape.index.get(name) for name in columns]
    parts = list(zip(positions, constants, strict=True))
    if any(p is None and (c is UNKNOWN or (c is None and not nulls)) for p, c in parts):
        return [], []
    rows = shape.rows
    cells: list[list[Any]] = [
        [c] * len(rows) if p is None else [r.values[p] for r in rows] for p, c in parts
    ]
    refused = (WRONG,) if nulls else (WRONG, None)
    if any(state in column for column in cells for state in refused):
        good = [
            not any(c is state for c in key for state in refused)
            for key in zip(*cells, strict=True)
        ]
        rows = list(compress(rows, good))
        cells = [list(compress(column, good)) for column in cells]
    forms = [shape.bound.codecs[name].canonical for name in columns]
    canonical = [
        [None if cell is None else form(cell) for cell in column]
        for form, column in zip(forms, cells, strict=True)
    ]
    return rows, canonical[0] if len(columns) == 1 else list(zip(*canonical, strict=True))


def _report(
    bound: BoundTable,
    unique: Unique,
    columns: tuple[str, ...],
    first: BoundRow,
    row: BoundRow,
    sink: Sink,
) -> None:
    table = bound.table.name
    other = Note("the first one is here", first.entity.origin)
    if all(_derived(r, columns) for r in (first, row)):
        sink.report(
            "SD501",
            row.entity.origin,
            f'the keys "{first.entity.key}" and "{row.entity.key}" hash to one id of {table}',
            other,
            help='give one of them an explicit "id"',
        )
        return
    origin = row.entity.origin
    for name in columns:
        if name in row.shape.index:
            source = row.shape.sources[row.shape.index[name]][0]
            if isinstance(source, FromField):
                origin = row.entity.value_origin(source.name)
                break
    values = ", ".join(_shown(row, name) for name in columns)
    sink.report(
        "SD502",
        origin,
        f"{table} has another row with ({', '.join(columns)}) = ({values})",
        other,
        Note(f"{unique.name} is declared here", unique.origin),
    )


def _derived(row: BoundRow, columns: tuple[str, ...]) -> bool:
    if len(columns) != 1 or columns[0] not in row.shape.index:
        return False
    return isinstance(row.shape.sources[row.shape.index[columns[0]]][0], FromKey)


def _shown(row: BoundRow, name: str) -> str:
    position = row.shape.index.get(name)
    value = "DEFAULT" if position is None else row.values[position]
    return "NULL" if value is None else str(value)[:60]
