"""Numbers of a range that lie on a grid: prices that end on 5 cents, times by the quarter hour."""

from collections.abc import Sequence
from itertools import accumulate

from seedc.generators.context import Context, Problem
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import DRAW, Node
from seedc.jsonvalue import Pointer


def stepped(
    context: Context, low: int, high: int, step: int = 1, purpose: str = "", *, scale: int = 0
) -> Node:
    """One of low, low + step, low + 2·step, … that are at most high, by the rule's modifiers; in
    units of 10^-scale. A distribution's draw goes to the nearest of them."""
    if step == 1:
        return within(context, low, high, purpose, scale=scale)
    last = (high - low) // step
    if context.unique or context.distribution in (None, "uniform"):
        number = context.between(0, last, purpose)
    else:
        drawn = within(context, low, low + last * step, purpose, scale=scale)
        number = expr.divide(expr.add(drawn, expr.integer(step // 2 - low)), expr.integer(step))
    return expr.add(expr.multiply(number, expr.integer(step)), expr.integer(low))


def within(context: Context, low: int, high: int, purpose: str = "", *, scale: int = 0) -> Node:
    """A number from low to high by the rule's modifiers, with exactly these bounds: those of a
    distribution's draw take no heed of which buckets are narrow."""
    return bounded(context.between(low, high, purpose, scale=scale), low, high)


def weighted(context: Context, weights: Sequence[int], purpose: str = "") -> Node:
    """A number from 0 by integer weights, none negative and not all 0, to 1 part in 2^31.

    `Context.weighted` would do, but draws twice, for a place in a run of equal weights: one list of
    limits is all that a few weights need.
    """
    total = sum(weights)
    sums = list(accumulate(weights))[:-1]
    limits = [(2 * DRAW * part + total) // (2 * total) for part in sums]
    # Weights of 0 at the ends need no limit: the first value is later, the last one sooner.
    first = limits.count(0)
    inner = [limit for limit in limits if 0 < limit < DRAW]
    draw = expr.shift_right(context.random(purpose), 32)
    label = context.label(f"{purpose}_limits" if purpose else "limits")
    return expr.add(expr.bucket(draw, inner, label), expr.integer(first))


def without_unique(context: Context, what: str) -> None:
    """Raise Problem (SD741) where the rule says unique and nothing can promise it."""
    if context.unique:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must be unique, and nothing keeps"
            f" {what} of two rows apart",
            help="take a rule that counts: sequence, a template with {index}, or unique numbers",
        )


def without_both(context: Context) -> None:
    """Raise Problem (SD734) where the rule has a distribution beside unique values."""
    if context.unique and context.distribution not in (None, "uniform"):
        raise Problem(
            "SD734",
            f"{context.target.table}.{context.target.column} is unique: each value comes once, and"
            " none is likelier by a distribution",
            help='leave out "distribution"',
            path=("distribution",),
        )


def without_distribution(context: Context, what: str, path: Pointer = ()) -> None:
    """Raise Problem (SD734) where the rule has a distribution and draws nothing by it."""
    if context.distribution is not None:
        raise Problem("SD734", f"{what} takes no distribution", path=(*path, "distribution"))
