"""What the generators of `generators/rows.py` mean: cells that come from other rows."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from seedc.generators.context import Context, Options, Problem
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Body, Node
from seedc.ir.walk import needed
from seedc.passes.volume.references import reference
from seedc.passes.volume.rowsets import Children

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns
    from seedc.passes.volume.plan import VolumeTablePlan

LONGEST_RUN = 1_000
"""A running total adds up its row's earlier siblings again for each row: with more of them than
this the cost would no longer be one of rows."""

_NUMBERS = ("integer", "decimal")
_ORDERED = (*_NUMBERS, "date", "time", "timestamp", "interval")


def _lookup(columns: "Columns", context: Context, options: Options) -> Value:
    from seedc.passes.volume.columns import looked_up  # noqa: PLC0415 - it reads this module

    name, _, part = options.partition(".")
    return looked_up(columns, name, part)


def _children(
    columns: "Columns", options: Options, operation: str
) -> tuple["VolumeTablePlan", str, Children]:
    """The plan of the child table, the column's name (empty for a count), the row's children."""
    wanted = options if isinstance(options, dict) else {"of": options}
    name, _, part = wanted["of"].rpartition(".") if operation != "count" else (wanted["of"], "", "")
    volume = columns.plan.volume
    table = volume.table(name)
    child = volume.table_plan(table.name)
    own = columns.plan.bound.table.name
    via = wanted.get("via")
    for driver in child.rows.drivers if child else ():
        if child is None or child.rows.children is None:
            break
        if driver.table == own and (via is None or via in driver.via):
            return child, part, child.rows.children(columns.number())
    raise Problem(
        "SD755",
        f"the rows of {table.name} are not made for each row of {own}",
        help=f'say rows: {{"each": "{own.name}", …}} for {table.name}',
    )


def _count(columns: "Columns", context: Context, options: Options) -> Value:
    _, _, children = _children(columns, options, "count")
    return Value(children.count, "integer")


def _over_children(
    operation: str,
) -> Callable[["Columns", Context, Options], Value]:
    def make(columns: "Columns", context: Context, options: Options) -> Value:
        child, part, children = _children(columns, options, operation)
        if part not in child.bound.columns:
            raise Problem("SD754", f'{child.bound.table.name} has no column "{part}"')
        value = _added_up(child, part, operation)
        node = expr.aggregate(
            operation, children.first, children.stride, children.count, _body(child, part)
        )
        return Value(node, value.meaning, value.scale)

    return make


def _added_up(child: "VolumeTablePlan", part: str, operation: str) -> Value:
    """The children's column. Raises Problem (SD755) for one that cannot be added up or compared."""
    value = child.any.cell(part).value
    if value.meaning not in (_NUMBERS if operation == "sum" else _ORDERED):
        raise Problem("SD755", f"there is no {operation} of {child.bound.table.name}.{part}")
    return value


def _body(child: "VolumeTablePlan", part: str) -> Body:
    source = child.any
    lets = tuple(needed(tuple(source.lets.values()), [part]))
    return Body(lets, expr.column(part, source.lets[part].node))


def _running(columns: "Columns", context: Context, options: Options) -> Value:
    wanted = options if isinstance(options, dict) else {"of": options}
    plan, part = columns.plan, wanted["of"]
    if part not in plan.bound.columns:
        raise Problem("SD731", f'{plan.bound.table.name} has no column "{part}"')
    rows = plan.rows
    if rows.children is None or rows.ordinal is None or not rows.drivers:
        raise Problem(
            "SD733",
            f"the rows of {plan.bound.table.name} have no parent to be counted under",
            help='say rows: {"each": "<parent>", …}',
        )
    if rows.most > LONGEST_RUN:
        raise Problem(
            "SD755",
            f"a running total over {rows.most} rows of one parent would add up each of them again"
            f" for every row; {LONGEST_RUN} is the most",
        )
    value = _added_up(plan, part, "sum")
    children = rows.children(rows.drivers[0].position(columns.index))
    upto = expr.add(columns.siblings(), expr.integer(1))
    node = expr.aggregate("sum", children.first, children.stride, upto, _body(plan, part))
    return Value(expr.add(node, _start(wanted.get("start", 0), value)), value.meaning, value.scale)


def _start(start: int | Decimal, value: Value) -> Node:
    return expr.integer(int(Decimal(start).scaleb(value.scale)))


def _day(columns: "Columns", context: Context, options: Options) -> Value:
    if columns.rows.day is None:
        raise Problem(
            "SD733",
            f"the rows of {columns.plan.bound.table.name} are not made by a calendar",
            help='say rows: {"calendar": {"from": "2026-01-01", …}}',
        )
    return Value(columns.rows.day(columns.index), "date")


SPECIALS: Mapping[str, Callable[["Columns", Context, Options], Value]] = {
    "reference": reference,
    "lookup": _lookup,
    "sum": _over_children("sum"),
    "min": _over_children("min"),
    "max": _over_children("max"),
    "count": _count,
    "running": _running,
    "day": _day,
}
"""By the generator's name."""
