"""Unique: no two rows of a dataset may meet in a primary key, unique constraint or unique index.

Equality is the column type's own (`Codec.canonical`), across all files of the dataset. Keys with
expressions are the database's to check.
"""

from collections.abc import Callable, Hashable, Iterator

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
        for row, key in _keys(shape, columns, nulls=unique.nulls_not_distinct):
            if unique.predicate is not None and not falls_under(row):
                continue
            first = seen.setdefault(key, row)
            if first is not row:
                _report(bound, unique, columns, first, row, sink)


def _keys(
    shape: Shape, columns: tuple[str, ...], *, nulls: bool
) -> Iterator[tuple[BoundRow, Hashable]]:
    """Each row with its key in canonical form, without rows whose key is NULL or unknown."""
    canonical = [shape.bound.codecs[name].canonical for name in columns]
    positions = [shape.index.get(name) for name in columns]
    constants = [default_text(shape.bound, shape.bound.columns[name]) for name in columns]
    if any(p is None and c is UNKNOWN for p, c in zip(positions, constants, strict=True)):
        return
    if len(columns) == 1 and positions[0] is not None and not nulls:
        position, form = positions[0], canonical[0]
        for row in shape.rows:
            value = row.values[position]
            if value is not None and value is not WRONG:
                yield row, form(value)
        return
    parts = tuple(zip(canonical, positions, constants, strict=True))
    for row in shape.rows:
        values = [c if p is None else row.values[p] for _, p, c in parts]
        if WRONG in values or (None in values and not nulls):
            continue
        yield (
            row,
            tuple(
                None if value is None else form(str(value))
                for (form, _, _), value in zip(parts, values, strict=True)
            ),
        )


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
