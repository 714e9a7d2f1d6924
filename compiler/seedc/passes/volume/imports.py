"""Cells of another generated row, computed again in this one: its columns under longer names."""

from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey
from seedc.ir import expr
from seedc.ir.expr import Let, Node
from seedc.ir.walk import needed, renamed

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns


def columns_of_parent(columns: "Columns", key: ForeignKey, number: Node, part: str) -> Node:
    """A column of the generated parent of that number (its place among the generated rows)."""
    plan = columns.plan.volume.table_plan(key.table)
    assert plan is not None, "generated rows have a plan"
    prefix = ",".join(key.columns)  # several keys may begin with the same column
    at = columns.let(f"{prefix} index", plan.rows.index_at(_existing(number)))
    return imported(columns, plan.any, part, prefix, at)


def _existing(number: Node) -> Node:
    """The number, or 0 where it is below 0. What is imported is computed for every row, also for
    one whose parent is curated; its number was bounded for a branch that only the others take."""
    natural = expr.add(*number.args) if number.op == "add" else number
    return expr.greatest(natural, expr.integer(0))


def imported(columns: "Columns", source: "Columns", part: str, prefix: str, at: Node) -> Node:
    """The column `part` of the row `source` at the index `at`, and what it is computed from."""
    source.cell(part)

    def name(own: str) -> str:
        found = f"{prefix}.{own}"
        return found if found not in columns.plan.bound.columns else f"{found}'"

    for let in needed(tuple(source.lets.values()), [part]):
        if name(let.name) not in columns.lets:
            columns.lets[name(let.name)] = Let(name(let.name), renamed(let.node, name, at))
    return expr.column(name(part), source.lets[part].node)
