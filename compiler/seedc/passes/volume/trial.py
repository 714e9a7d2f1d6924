"""A trial of generated rows: some of them computed, and held against the table's constraints.

What the rules promise by construction needs no trial; a rule that somebody wrote may still meet a
CHECK or a unique key that it does not know. So the first rows, and some from everywhere, are
computed as the database would, before any SQL is written. What is not understood is left to it.

A unique key is not tried: that its rows differ is proven (apart.py), or found by computing all of
them, where they are few or a rule says "unique": "computed". Else the key is refused.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedc.catalog import Check, Expression, Unique
from seedc.generators.context import Problem
from seedc.generators.rules import Written
from seedc.ir.columnar import columns_of
from seedc.ir.program import GeneratedRows
from seedc.ir.walk import needed
from seedc.passes.seedplan import BoundTable
from seedc.passes.volume.apart import Apart
from seedc.passes.volume.texts import canonical_text

if TYPE_CHECKING:
    from seedc.passes.predicate import Predicate
    from seedc.passes.volume.plan import VolumeTablePlan


@dataclass(frozen=True, slots=True)
class Effort:
    """How many of the first rows are tried, and how many from all over the rest; the same for
    unique keys that no rule proves, of which only the key's columns are computed, or `all_keys`."""

    rows: tuple[int, int]
    keys: tuple[int, int]
    all_keys: bool = False


THOROUGH = Effort(rows=(20, 10), keys=(120, 30), all_keys=True)
"""For the profile that is built by default, and the one asked for."""
BRIEF = Effort(rows=(1, 3), keys=(4, 12))
"""For the other profiles of a file: the same rules over more rows."""
COMPARED = 10_000
"""Of so many rows a unique key that no rule proves is computed in full: half a second at most."""

Row = dict[str, str | None]


def try_rows(
    plan: "VolumeTablePlan", generated: GeneratedRows, effort: Effort
) -> Iterator[tuple[str | None, Problem]]:
    """What the tried rows violate, each constraint once, with the column it is about where that is
    one. SD744 for CHECKs, SD745 for unique keys. What an inferred rule was chosen for is not
    tried again: CHECKs on that column alone."""
    checks = [c for c in _checks(plan) if len(c[1]) != 1 or not _is_chosen(plan, c[1][0])]
    read = {name for _, names, _ in checks for name in names}
    tried = list(_tried(generated, read, effort.rows)) if checks else []
    for check, columns, value in checks:
        if problem := _violated(plan, check, columns, value, tried):
            yield (columns[0] if len(columns) == 1 else value), problem
    known = Apart(plan)
    for unique in plan.bound.table.uniques:
        if problem := _repeated(known, unique, generated, effort):
            names = unique.columns or ()
            yield (names[0] if len(names) == 1 else None), problem
    yield from _computed(plan, generated, effort)


def _is_chosen(plan: "VolumeTablePlan", name: str) -> bool:
    """Whether the column's values are inference's choice, and not a parent's."""
    rule = plan.inferred(name)
    return name not in plan.rules and rule is not None and rule.generator != "reference"


def _computed(
    plan: "VolumeTablePlan", generated: GeneratedRows, effort: Effort
) -> Iterator[tuple[str, Problem]]:
    """Columns that the rules call unique by computing, and that no unique key is on alone."""
    alone = {unique.columns for unique in plan.bound.table.uniques}
    size = sum(function.size for function in generated.functions)
    counts = (size, 1) if effort.all_keys else effort.keys
    for name, rule in plan.rules.items():
        if rule.computed and (name,) not in alone:
            tried = _tried(generated, [name], counts)
            if problem := _shared(plan, [name], '"unique": "computed"', tried):
                yield name, problem


def _tried(
    generated: GeneratedRows, names: Collection[str], counts: tuple[int, int]
) -> Iterator[Row]:
    """Rows from the beginning and from all over, with the columns of these names."""
    wanted = [c for c in generated.columns if c.column.name in names]
    for function in generated.functions:
        lets = needed(function.lets, [c.column.name for c in wanted])
        indexes = _indexes(function.count, function.indexes, *counts)
        cells = columns_of(lets, indexes)
        for n in range(len(indexes)):
            yield {
                c.column.name: canonical_text(cells[c.column.name][n], c.encoding) for c in wanted
            }


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
    bound = plan.bound
    predicate = _predicate(bound, check.expression, value)
    if predicate is None:
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
            ruled = any(name in plan.rules for name in columns)
            return Problem(
                "SD744",
                f"generated rows of {bound.table.name} violate {check.name}:"
                f" CHECK ({check.expression.text}); one has {shown}",
                help=f"{'change the rules of' if ruled else 'give rules to'} these columns so that"
                " every row satisfies it",
            )
    return None


def _predicate(
    bound: BoundTable, expression: Expression, value: str | None = None
) -> "Predicate | None":
    """The condition over the table's columns, VALUE being the column `value`; None where it is not
    understood."""
    # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

    key = ("predicate", expression.text, value or "")
    if key not in bound.memo:
        codecs = {"VALUE": bound.codecs[value]} if value else bound.codecs
        found = compile_predicate(expression, codecs)
        bound.memo[key] = None if isinstance(found, NotUnderstood) else found
    known: Predicate | None = bound.memo[key]
    return known


def _form(plan: "VolumeTablePlan", name: str, text: str) -> object:
    return (plan.bound.codecs[name].value or str)(text)


def _repeated(
    known: Apart, unique: Unique, generated: GeneratedRows, effort: Effort
) -> Problem | None:
    """A unique key of which a rule of the file makes a part, and that two rows share or may share:
    nothing proves that they differ, and they are too many to be computed."""
    plan, names = known.plan, unique.columns
    given = {c.column.name for c in generated.columns}
    if names is None or not given >= {*names, *_read(unique)}:
        return None
    if not any(name in plan.rules and not _kept(plan.rules[name]) for name in names):
        return None
    if known.told(unique):
        return None
    size = sum(function.size for function in generated.functions)
    computed = any(name in plan.rules and plan.rules[name].computed for name in names)
    if size > COMPARED and not computed:
        return _unproven(plan, unique, size)
    counts = (size, 1) if effort.all_keys else effort.keys
    tried = filter(_held(plan, unique), _tried(generated, [*names, *_read(unique)], counts))
    return _shared(plan, names, unique.name, tried, unique.nulls_not_distinct)


def _kept(rule: Written) -> bool:
    """Whether the rule makes its column unique by itself; what `when` says of the whole holds in
    its branches alone."""
    return rule.unique and rule.generator != "when"


def _shared(
    plan: "VolumeTablePlan",
    names: Sequence[str],
    by: str,
    tried: Iterable[Row],
    nulls: bool = False,
) -> Problem | None:
    """Two of the rows that are equal in these columns; NULLs are equal where `nulls` says so. `by`
    is what forbids it."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in tried:
        cells = tuple(row[name] for name in names)
        if None in cells and not nulls:
            continue
        if seen.setdefault(cells, row) is not row:
            shown = ", ".join(f"{n} = {row[n]}" for n in names)
            return Problem(
                "SD745",
                f"generated rows of {plan.bound.table.name} repeat ({', '.join(names)}), which {by}"
                f" forbids; two have {shown}",
                help=_MEND,
            )
    return None


_MEND = (
    'write "unique": true beside the rule of one of these columns, or put {index} into its template'
)


def _unproven(plan: "VolumeTablePlan", unique: Unique, size: int) -> Problem:
    names = ", ".join(unique.columns or ())
    return Problem(
        "SD745",
        f"nothing in the rules keeps the {size} generated rows of {plan.bound.table.name} apart in"
        f" ({names}), as {unique.name} asks, and only {COMPARED} are computed and compared",
        help=f'{_MEND}; or write "unique": "computed" there, so that all of them are',
    )


def _read(unique: Unique) -> tuple[str, ...]:
    return unique.predicate.columns if unique.predicate is not None else ()


def _held(plan: "VolumeTablePlan", unique: Unique) -> Callable[[Row], bool]:
    """Whether a row falls under the key; no row where its predicate is not understood."""
    if unique.predicate is None:
        return lambda row: True
    predicate = _predicate(plan.bound, unique.predicate)
    if predicate is None:
        return lambda row: False

    def held(row: Row) -> bool:
        read = {n: None if row[n] is None else _form(plan, n, str(row[n])) for n in _read(unique)}
        return predicate(read) is True

    return held
