"""`where` beside a reference: which rows of the other table may be referred to.

Curated rows are asked one by one, when compiling. Of generated rows none is asked: the condition
has to follow from their rules (a column that is never NULL, a number within its bounds), since
which of a million rows satisfy it is not known without computing them.
"""

from typing import TYPE_CHECKING

from seedc.catalog import Expression, ForeignKey
from seedc.diagnostics import nearest_help
from seedc.generators.context import Context, Options, Problem
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node
from seedc.passes.seedplan import BoundTable
from seedc.passes.volume.making import Parents
from seedc.passes.volume.targets import target_of

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns

_PATH = ("where",)


def kept_positions(
    columns: "Columns", key: ForeignKey, parents: Parents, text: str
) -> tuple[int, ...]:
    """The positions of the curated rows that satisfy the condition. Raises Problem: SD731 for a
    column that the table does not have, SD739 for what is not understood, SD752 for a column that a
    curated row leaves to the database."""
    from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415 - sqlglot

    bound = columns.plan.volume.plan.bound(parents.table)
    names = _columns_of(bound, text)
    predicate = compile_predicate(Expression(text, columns=names), bound.codecs)
    if isinstance(predicate, NotUnderstood):
        raise Problem("SD739", f"the condition is not understood: {predicate}", path=_PATH)
    cells = {}
    for name in names:
        texts = parents.curated.texts(name)
        if texts is None:
            raise Problem(
                "SD752",
                f"a curated row of {key.table} leaves {name} to the database",
                help="write the column in the seed file",
                path=_PATH,
            )
        value = bound.codecs[name].value or str
        cells[name] = [None if cell is None else value(cell) for cell in texts]
    size = len(parents.curated.rows)
    return tuple(
        place for place in range(size) if predicate({n: cells[n][place] for n in names}) is True
    )


def _columns_of(bound: BoundTable, text: str) -> tuple[str, ...]:
    """The columns that the condition reads. Raises Problem (SD731, SD739)."""
    from seedc.generators.sql import free_columns  # noqa: PLC0415 - sqlglot, 60 ms

    names = free_columns(text)
    for name in names:
        if name not in bound.columns:
            near = nearest_help("column", name, bound.columns)
            raise Problem(
                "SD731", f'{bound.table.name} has no column "{name}"', help=near, path=_PATH
            )
    return names


def check_generated(columns: "Columns", key: ForeignKey, text: str) -> None:
    """Raise Problem (SD736) unless the condition holds for every generated row by its rules."""
    from seedc.generators.sql import lower_expression  # noqa: PLC0415 - sqlglot, 60 ms

    volume = columns.plan.volume
    plan = volume.table_plan(key.table)
    assert plan is not None, "generated rows have a plan"
    name = (_columns_of(plan.bound, text) or tuple(plan.bound.columns))[0]
    target = target_of(plan.bound, name, volume.catalog)
    condition = lower_expression(text, plan.any.context(target, "where")).node
    if not (condition.is_constant and condition.constant is True):
        raise Problem(
            "SD736",
            f"whether every generated row of {key.table} satisfies {text} does not follow from its"
            " rules",
            help='refer to curated rows alone: "of": "curated", or give those columns rules that'
            " keep to it",
            path=_PATH,
        )


def check_beside(context: Context, options: Options, paired: bool) -> None:
    """Raise Problem (SD736) for options that `where` cannot stand beside."""
    for name in ("not", "within"):
        if name in options:
            raise Problem("SD736", f'"where" cannot stand beside "{name}"', path=_PATH)
    if paired:
        raise Problem(
            "SD736",
            f"{context.target.column} is a part of pairs that are all different, of which none can"
            " be left out",
            help="make the rows with each for the row that the other column refers to",
            path=_PATH,
        )


def position_of(number: Node, kept: tuple[int, ...], curated: int) -> Node:
    """The position of the row of that number, the kept curated rows counted first."""
    if number.high < len(kept):
        return expr.pick_int(number, kept, "kept")
    moved = expr.add(number, expr.integer(curated - len(kept)))
    if not kept or number.low >= len(kept):
        return moved
    chosen = expr.pick_int(bounded(number, 0, len(kept) - 1), kept, "kept")
    generated = bounded(moved, curated, moved.high)
    return expr.case([(expr.less(number, expr.integer(len(kept))), chosen)], generated)
