"""A trial of generated rows: some of them computed, and held against the table's constraints.

What the rules promise by construction needs no trial; a rule that somebody wrote may still meet a
CHECK or a unique key that it does not know. So the first rows, and some from everywhere, are
computed as the database would, before any SQL is written. What is not understood is left to it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from seedc.catalog import Check, Unique
from seedc.generators.context import Problem
from seedc.ir.interpret import rows
from seedc.ir.program import GeneratedRows
from seedc.passes.volume.texts import canonical_text

if TYPE_CHECKING:
    from seedc.passes.volume.plan import VolumeTablePlan

FIRST, SPREAD = 60, 60
"""How many of the first rows are tried, and how many from all over the rest."""

Row = dict[str, str | None]


def try_rows(
    plan: "VolumeTablePlan", generated: GeneratedRows
) -> Iterator[tuple[str | None, Problem]]:
    """What the tried rows violate, each constraint once, with the column it is about where that is
    one. SD744 for CHECKs, SD745 for unique keys."""
    tried = list(_tried(generated))
    for check, columns, value in _checks(plan):
        if problem := _violated(plan, check, columns, value, tried):
            yield (columns[0] if len(columns) == 1 else value), problem
    for unique in plan.bound.table.uniques:
        if problem := _repeated(plan, unique, tried):
            names = unique.columns or ()
            yield (names[0] if len(names) == 1 else None), problem


def _tried(generated: GeneratedRows) -> Iterator[Row]:
    for function in generated.functions:
        for cells in rows(function.lets, _indexes(function.count, function.indexes)):
            yield {
                c.column.name: canonical_text(cells[c.column.name], c.encoding)
                for c in generated.columns
            }


def _indexes(count: int, listed: Sequence[int]) -> Sequence[int]:
    size = count or len(listed)
    step = max(1, (size - FIRST) // SPREAD)
    numbers = [*range(min(size, FIRST)), *range(FIRST, size, step), *([size - 1] if size else [])]
    found = sorted(set(numbers))
    return found if count else [listed[n] for n in found]


def _checks(
    plan: "VolumeTablePlan",
) -> Iterator[tuple[Check, tuple[str, ...], str | None]]:
    """Every enforced CHECK of the table and of its columns' domains, with the columns it reads, and
    the column that is VALUE."""
    for check in plan.constrained.table.checks:
        if check.enforced:
            yield check, check.expression.columns, None
    for name, domains in plan.bound.domains.items():
        if not plan.bound.columns[name].type.array:
            for domain in domains:
                yield from ((check, (name,), name) for check in domain.checks)


def _violated(
    plan: "VolumeTablePlan",
    check: Check,
    columns: tuple[str, ...],
    value: str | None,
    tried: Sequence[Row],
) -> Problem | None:
    # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

    bound = plan.bound
    codecs = {"VALUE": bound.codecs[value]} if value else bound.codecs
    predicate = compile_predicate(check.expression, codecs)
    if isinstance(predicate, NotUnderstood):
        return None
    for row in tried:
        names = {"VALUE": value} if value else {name: name for name in predicate.columns}
        if not all(name in row for name in names.values() if name):
            return None
        read = {
            word: None if (text := row[name or ""]) is None else _form(plan, name or "", text)
            for word, name in names.items()
        }
        if predicate(read) is False:
            shown = ", ".join(f"{name} = {row[name]}" for name in columns if name in row)
            return Problem(
                "SD744",
                f"generated rows of {bound.table.name} violate {check.name}:"
                f" CHECK ({check.expression.text}); one has {shown}",
                help="change the rules of these columns so that every row satisfies it",
            )
    return None


def _form(plan: "VolumeTablePlan", name: str, text: str) -> object:
    return (plan.bound.codecs[name].value or str)(text)


def _repeated(plan: "VolumeTablePlan", unique: Unique, tried: Sequence[Row]) -> Problem | None:
    names = unique.columns
    if names is None or unique.predicate is not None or not tried:
        return None
    if not all(name in tried[0] for name in names):
        return None
    seen: dict[tuple[object, ...], Row] = {}
    for row in tried:
        cells = tuple(row[name] for name in names)
        if None in cells and not unique.nulls_not_distinct:
            continue
        if seen.setdefault(cells, row) is not row:
            shown = ", ".join(f"{n} = {row[n]}" for n in names)
            return Problem(
                "SD745",
                f"generated rows of {plan.bound.table.name} repeat ({', '.join(names)}), which"
                f" {unique.name} forbids; two have {shown}",
                help='write "unique": true beside the rule of one of these columns, or put {index}'
                " into its template",
            )
    return None
