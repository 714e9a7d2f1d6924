"""A VolumePlan's tables to GeneratedRows: rows as functions, which a backend can write down."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from seedc.catalog import IndexElement, Unique
from seedc.frontend.volume.document import VolumeTable
from seedc.generators.context import Problem
from seedc.ir.expr import AGGREGATES, Let
from seedc.ir.program import (
    Agreement,
    Arbiter,
    Expectation,
    GeneratedColumn,
    GeneratedRows,
    LoadColumn,
    RowFunction,
)
from seedc.passes.seedplan import BoundTable
from seedc.passes.volume.columns import Columns

if TYPE_CHECKING:
    from seedc.passes.volume.plan import VolumeTablePlan

LoadColumnOf = Callable[[BoundTable, str], LoadColumn]


def generated_rows(plan: "VolumeTablePlan", load_column: LoadColumnOf) -> GeneratedRows | None:
    """The generated rows of one table, None where there are none. Raises Problem for what cannot
    be: columns, then the key by which the rows are found again (SD747)."""
    rows = plan.rows
    if not rows.size:
        return None
    parts: list[tuple[Columns, int, tuple[int, ...]]] = []
    if rows.dense:
        parts.append((plan.dense, rows.dense, ()))
    if rows.listed:
        parts.append((plan.listed, 0, tuple(child.index for child in rows.listed)))
    names = parts[0][0].written()
    return GeneratedRows(
        policy=plan.policy,
        arbiter=_arbiter(plan, names),
        columns=tuple(
            GeneratedColumn(
                column=load_column(plan.bound, name), encoding=parts[0][0].cell(name).encoding
            )
            for name in names
        ),
        functions=tuple(
            RowFunction(lets=_lets(columns, names), count=count, indexes=indexes)
            for columns, count, indexes in parts
        ),
        agreements=tuple(_agreements(plan)),
        expectations=tuple(_expectations(plan.declared)),
    )


def _expectations(declared: VolumeTable) -> Iterator[Expectation]:
    kinds: tuple[Literal["between", "mean", "nulls"], ...] = ("between", "mean", "nulls")
    for column, bounds in declared.expect.items():
        for kind in kinds:
            if pair := getattr(bounds, kind):
                yield Expectation(column=column, kind=kind, low=pair[0], high=pair[1])
        for value, (low, high) in bounds.shares.items():
            yield Expectation(column=column, kind="share", low=low, high=high, value=value)


def _lets(columns: Columns, names: tuple[str, ...]) -> tuple[Let, ...]:
    for name in names:
        columns.cell(name)
    return tuple(columns.lets.values())


def _arbiter(plan: "VolumeTablePlan", names: tuple[str, ...]) -> Arbiter:
    """The key by which a generated row is found again: the primary key, else the first unique key
    over columns that every row gives, else all columns."""
    candidates = sorted(plan.bound.table.uniques, key=lambda u: (u.kind != "primary", u.name))
    for unique in candidates:
        if _serves(plan, unique, names):
            return Arbiter(name=unique.name, elements=unique.elements, upsert=not unique.deferrable)
    if plan.policy != "keep":
        raise Problem(
            "SD747",
            f"{plan.bound.table.name} has no key by which a generated row could be found again",
            help='use the policy "keep", or give the table a primary key',
            path=("policy",),
        )
    elements = tuple(IndexElement(column=name) for name in names)
    return Arbiter(name=None, elements=elements, upsert=False)


def _serves(plan: "VolumeTablePlan", unique: Unique, names: tuple[str, ...]) -> bool:
    columns = unique.columns
    if columns is None or unique.predicate is not None:
        return False
    source = plan.dense if plan.rows.dense else plan.listed
    return all(name in names and not source.lets[name].node.nullable for name in columns)


def _agreements(plan: "VolumeTablePlan") -> list[Agreement]:
    """The aggregates over children, for verify.sql to add up what is really there."""
    found = []
    for name, rule in plan.rules.items():
        if rule.generator in AGGREGATES and not rule.null:
            found.append(_agreement(plan, name, rule.generator, rule.options))
    return found


def _agreement(plan: "VolumeTablePlan", name: str, operation: str, options: object) -> Agreement:
    wanted = options["of"] if isinstance(options, dict) else str(options)
    table, _, column = wanted.rpartition(".") if operation != "count" else (wanted, "", "")
    child = plan.volume.table_plan(plan.volume.table(table).name)
    assert child is not None, "the aggregate has been made"
    via = options.get("via") if isinstance(options, dict) else None
    driver = next(
        d
        for d in child.rows.drivers
        if d.table == plan.bound.table.name and (via is None or via in d.via)
    )
    key = next(k for k in child.bound.table.foreign_keys if k.columns == driver.via)
    return Agreement(
        name=name,
        operation=operation,
        child=child.bound.table.name,
        column=column,
        columns=key.columns,
        references=key.references,
    )
