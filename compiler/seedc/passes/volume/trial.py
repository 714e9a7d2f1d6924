"""A trial of generated rows: some of them computed, and held against the table's constraints.

What the rules promise by construction needs no trial; a rule that somebody wrote may still meet a
CHECK or a unique key that it does not know. So the first rows, and some from everywhere, are
computed as the database would, before any SQL is written. What is not understood is left to it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedc.catalog import Check, Unique
from seedc.generators.context import Problem
from seedc.ir.interpret import rows
from seedc.ir.program import GeneratedRows
from seedc.ir.sharing import share
from seedc.ir.walk import needed
from seedc.passes.volume.texts import canonical_text

if TYPE_CHECKING:
    from seedc.passes.volume.plan import VolumeTablePlan


@dataclass(frozen=True, slots=True)
class Effort:
    """How many of the first rows are tried, and how many from all over the rest; the same for
    unique keys, of which only the key's columns are computed."""

    rows: tuple[int, int]
    keys: tuple[int, int]


THOROUGH = Effort(rows=(20, 10), keys=(120, 30))
"""For the profile that is built by default, and the one asked for."""
BRIEF = Effort(rows=(1, 3), keys=(4, 12))
"""For the other profiles of a file: the same rules over more rows."""

Row = dict[str, str | None]


def try_rows(
    plan: "VolumeTablePlan", generated: GeneratedRows, effort: Effort
) -> Iterator[tuple[str | None, Problem]]:
    """What the tried rows violate, each constraint once, with the column it is about where that is
    one. SD744 for CHECKs, SD745 for unique keys. Constraints that no rule of the file touches are
    kept by the inferred rules."""
    checks = [c for c in _checks(plan) if any(name in plan.rules for name in c[1])]
    read = {name for _, names, _ in checks for name in names}
    tried = list(_tried(generated, read, effort.rows)) if checks else []
    for check, columns, value in checks:
        if problem := _violated(plan, check, columns, value, tried):
            yield (columns[0] if len(columns) == 1 else value), problem
    for unique in plan.bound.table.uniques:
        if problem := _repeated(plan, unique, generated, effort):
            names = unique.columns or ()
            yield (names[0] if len(names) == 1 else None), problem


def _tried(
    generated: GeneratedRows, names: Collection[str], counts: tuple[int, int]
) -> Iterator[Row]:
    """Rows from the beginning and from all over, with the columns of these names."""
    wanted = [c for c in generated.columns if c.column.name in names]
    for function in generated.functions:
        lets, _ = share(needed(function.lets, [c.column.name for c in wanted]), [])
        for cells in rows(lets, _indexes(function.count, function.indexes, *counts)):
            yield {c.column.name: canonical_text(cells[c.column.name], c.encoding) for c in wanted}


def _indexes(count: int, listed: Sequence[int], first: int, spread: int) -> Sequence[int]:
    size = count or len(listed)
    step = max(1, (size - first) // spread)
    numbers = [*range(min(size, first)), *range(first, size, step), *([size - 1] if size else [])]
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


def _repeated(
    plan: "VolumeTablePlan", unique: Unique, generated: GeneratedRows, effort: Effort
) -> Problem | None:
    """A unique key of which a rule of the file makes a part, and that two tried rows share."""
    names = unique.columns
    given = {c.column.name for c in generated.columns}
    if names is None or not given >= {*names, *_read(unique)}:
        return None
    if not any(name in plan.rules and not plan.rules[name].unique for name in names):
        return None
    held = _held(plan, unique)
    seen: dict[tuple[object, ...], Row] = {}
    for row in _tried(generated, [*names, *_read(unique)], effort.keys):
        cells = tuple(row[name] for name in names)
        if (None in cells and not unique.nulls_not_distinct) or not held(row):
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


def _read(unique: Unique) -> tuple[str, ...]:
    return unique.predicate.columns if unique.predicate is not None else ()


def _held(plan: "VolumeTablePlan", unique: Unique) -> Callable[[Row], bool]:
    """Whether a row falls under the key; no row where its predicate is not understood."""
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

    if unique.predicate is None:
        return lambda row: True
    predicate = compile_predicate(unique.predicate, plan.bound.codecs)
    if isinstance(predicate, NotUnderstood):
        return lambda row: False

    def held(row: Row) -> bool:
        read = {n: None if row[n] is None else _form(plan, n, str(row[n])) for n in _read(unique)}
        return predicate(read) is True

    return held
