"""Shared rows: two datasets that write one row with different values.

Only a warning: the datasets of a project may be meant for databases of their own.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from seedc.catalog import QualifiedName
from seedc.diagnostics import Note, Sink
from seedc.ids import IntegerBand
from seedc.ir.program import Arbiter
from seedc.origin import Origin
from seedc.passes.lower import Arbiters, policy_of
from seedc.passes.seedplan import WRONG, BoundRow, SeedPlan
from seedc.passes.surrogate import integer_band
from seedc.passes.volume.plan import VolumePlan

Numbered = Mapping[QualifiedName, tuple[IntegerBand, Origin]]
"""Tables with generated rows that a band of ids numbers: the band, and the place of their rules."""
_Key = tuple[tuple[str, ...], tuple[Hashable, ...]]


def check_shared(plans: Sequence[SeedPlan], arbiters: Mapping[str, Arbiters], sink: Sink) -> None:
    """Report SD511 where two datasets give rows of one key that differ in a column both give, and
    both would bring the row back to their own values."""
    writers: dict[QualifiedName, list[SeedPlan]] = {}
    for plan in plans:
        for name in arbiters[plan.dataset]:
            if policy_of(plan, plan.tables[name]) != "keep":
                writers.setdefault(name, []).append(plan)
    for name, sharing in writers.items():
        seen: dict[_Key, tuple[SeedPlan, BoundRow]] = {}
        for plan in sharing if len(sharing) > 1 else ():
            for key, row in _keyed(plan, name, arbiters[plan.dataset][name]):
                first, other = seen.setdefault(key, (plan, row))
                if first is not plan and (column := _difference(other, row)):
                    _report(name, column, first, other, row, sink)


def numbered(volume: VolumePlan) -> Numbered:
    """The tables whose generated rows have ids of a band, each with the band and the place of its
    rules."""
    found = {}
    for name, plan in volume.tables.items():
        band = integer_band(plan.bound) if plan.bound.key_column else None
        if band is not None and plan.rows.size and plan.bound.key_column not in plan.rules:
            found[name] = (band, plan.declared.origin)
    return found


def check_numbered(datasets: Mapping[str, Numbered], sink: Sink) -> None:
    """Report SD748 where two datasets generate rows for one table and number them alike. `datasets`
    tells what `numbered` gives for their volumes under their default profiles."""
    first: dict[QualifiedName, str] = {}
    for dataset, tables in datasets.items():
        for name, (band, origin) in tables.items():
            other = first.setdefault(name, dataset)
            other_band, there = datasets[other][name]
            if other != dataset and other_band == band:
                sink.report(
                    "SD748",
                    origin,
                    f'the dataset "{other}" generates rows of {name}, too, and numbers them alike',
                    Note("there they are", there),
                    help="give the table another band in one of the two, or leave it to one",
                    severity="warning",
                )


def _keyed(
    plan: SeedPlan, name: QualifiedName, arbiter: Arbiter
) -> Iterator[tuple[_Key, BoundRow]]:
    """Each row of the table with its key; nothing for keys over expressions."""
    names = tuple(e.column for e in arbiter.elements if e.column is not None)
    if arbiter.name is None or len(names) < len(arbiter.elements):
        return
    bound = plan.tables[name]
    canonical = [bound.codecs[column].canonical for column in names]
    for shape in (s for f in plan.files for s in f.shapes.values() if s.bound is bound):
        places = [shape.index.get(column) for column in names]
        for row in shape.rows if None not in places else ():
            values = [row.values[p] for p in places if p is not None]
            if WRONG not in values and None not in values:
                yield (names, tuple(c(v) for c, v in zip(canonical, values, strict=True))), row


def _difference(one: BoundRow, other: BoundRow) -> str | None:
    """The first column that both rows give and give differently."""
    for position, column in enumerate(one.shape.columns):
        place = other.shape.index.get(column)
        if place is not None and one.values[position] != other.values[place]:
            return column
    return None


def _report(
    table: QualifiedName, column: str, first: SeedPlan, other: BoundRow, row: BoundRow, sink: Sink
) -> None:
    sink.report(
        "SD511",
        row.entity.origin,
        f'the dataset "{first.dataset}" gives this row of {table} another {column}',
        Note("there it is", other.entity.origin),
        help='give both the same values, or one of the tables the policy "keep"',
        severity="warning",
    )
