"""Values that keep a distance from another column: later or earlier moments, greater or smaller
numbers. What a CHECK says of two columns (`a < b`, `a <= b`) is then true by construction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import stepped, within, without_unique
from seedc.generators.moments import (
    DAY_LONG,
    SECOND,
    bound_of,
    clock_of,
    duration_of,
    durations_of,
)
from seedc.generators.scalars import digits_after_point, family, units_of
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.arithmetic import DAY, bounded, rescaled
from seedc.ir.expr import Node

_MOMENTS = ("date", "time", "timestamp", "interval")
_NUMBERS = ("integer", "decimal")
_HUNDREDTHS = 2
"""A percentage is drawn in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Direction:
    """`sign` is 1 for later and greater, -1 for earlier and smaller; `limit` names the option that
    the result does not pass."""

    sign: int
    limit: str

    def moved(self, source: Node, amount: Node) -> Node:
        """The source moved by the amount."""
        return expr.add(source, amount) if self.sign > 0 else expr.subtract(source, amount)

    def limited(self, moved: Node, source: Node, limit: Node) -> Node:
        """Not past the limit; where the source is past it already, the source itself."""
        if self.sign > 0:
            return expr.smallest(moved, expr.greatest(source, limit))
        return expr.greatest(moved, expr.smallest(source, limit))


_UP, _DOWN = Direction(1, "at_most"), Direction(-1, "at_least")


# Moments ------------------------------------------------------------------------------------------


def _moment(context: Context, options: Options, direction: Direction) -> Value:
    without_unique(context, "the values")
    source = _source(context, options["column"], _MOMENTS, "more")
    low, high = durations_of(options["by"], ("by",))
    step = _step(options, source, low, high)
    source, unit = _in_unit(context, source, (low, high, step))
    drawn = stepped(context, low // unit, high // unit, step // unit, scale=source.scale)
    moved = direction.moved(source.node, drawn)
    if direction.limit in options:
        path = (direction.limit,)
        limit = _limit(context, options[direction.limit], source, path) // unit
        moved = direction.limited(moved, source.node, expr.integer(limit))
    if source.meaning == "time":
        moved = _within_day(moved, source.scale)
    return Value(moved, source.meaning, source.scale)


def _step(options: Options, source: Value, low: int, high: int) -> int:
    """The step as it is written; else whole days after a day, and seconds where they are whole."""
    if "step" in options:
        step = duration_of(options["step"], ("step",))
        if step == 0:
            raise Problem("SD736", "a step of nothing leads nowhere", path=("step",))
        return step
    if source.meaning == "date" and low % DAY_LONG == 0 and high % DAY_LONG == 0:
        return DAY_LONG
    return SECOND if low % SECOND == 0 and high % SECOND == 0 else 1


def _in_unit(context: Context, source: Value, lengths: tuple[int, ...]) -> tuple[Value, int]:
    """The source in the unit that the sum is counted in, and that unit's microseconds: days for a
    date and whole days, else seconds, else microseconds. A date with hours is a moment."""
    if source.meaning == "date":
        if not any(length % DAY_LONG for length in lengths):
            return source, DAY_LONG
        source = Value(expr.multiply(source.node, expr.integer(DAY)), "timestamp")
    if source.scale == 0 and any(length % SECOND for length in lengths):
        source = Value(expr.multiply(source.node, expr.integer(SECOND)), source.meaning, 6)
    return source, 1 if source.scale else SECOND


def _limit(context: Context, text: str, source: Value, path: tuple[str]) -> int:
    if source.meaning == "time":
        return clock_of(text, path)
    if source.meaning == "interval":
        return duration_of(text, path)
    return bound_of(text, context, path, end=path == ("at_most",))


def _within_day(node: Node, scale: int) -> Node:
    """A time of day that stays in its day instead of beginning the next."""
    last = DAY * 10**scale - 1
    inside = expr.smallest(expr.greatest(node, expr.integer(0)), expr.integer(last))
    return bounded(inside, 0, last)


# Numbers ------------------------------------------------------------------------------------------


def _number(context: Context, options: Options, direction: Direction) -> Value:
    without_unique(context, "the values")
    source = _source(context, options["than"], _NUMBERS, "after")
    scale = _scale(context, source, options)
    node = rescaled(source.node, source.scale, scale)
    if "percent" in options:
        moved = direction.moved(node, _percent(context, node, options["percent"]))
    else:
        low, high = _ascending(options["by"], scale, "by")
        moved = direction.moved(node, within(context, low, high, scale=scale))
    if direction.limit in options:
        limit = units_of(options[direction.limit], scale, (direction.limit,))
        moved = direction.limited(moved, node, expr.integer(limit))
    return Value(moved, "decimal" if scale else "integer", scale)


def _scale(context: Context, source: Value, options: Options) -> int:
    """The digits of the result: the column's, else as many as anything here is written with."""
    target = context.target
    if family(target) == "number" and target.type_name.startswith("int"):
        return 0
    if target.scale is not None:
        return max(0, target.scale)
    return max(source.scale, *(digits_after_point(number) for number in options.get("by", [0])))


def _percent(context: Context, source: Node, percent: Options) -> Node:
    """A drawn percentage of the source, rounded up; at least one unit unless 0 % is allowed, so
    that the result differs from the source."""
    if source.low < 0:
        raise Problem(
            "SD736",
            f"a percentage of what can be negative ({source.low}) has no direction",
            help='write the amount: "by"',
            path=("percent",),
        )
    low, high = _ascending(percent, _HUNDREDTHS, "percent")
    share = within(context, low, high, scale=_HUNDREDTHS)
    whole = expr.integer(100 * 10**_HUNDREDTHS)
    product = expr.multiply(source, share)
    part = expr.divide(expr.add(product, expr.integer(int(whole.low) - 1)), whole)
    return expr.greatest(part, expr.integer(1)) if low > 0 else part


def _ascending(written: Options, scale: int, name: str) -> tuple[int, int]:
    low, high = (units_of(number, scale, (name, n)) for n, number in enumerate(written))
    if low > high:
        raise Problem("SD736", f"{written[0]} is greater than {written[1]}", path=(name,))
    return low, high


def _source(context: Context, name: str, meanings: tuple[str, ...], other: str) -> Value:
    found = context.row.column(name)
    if found.meaning not in meanings:
        numeric = found.meaning in (*_NUMBERS, *_MOMENTS)
        raise Problem(
            "SD736",
            f"{name} is of a kind that nothing can be added to here: {found.meaning}",
            help=f'write "{other}"' if numeric else None,
        )
    return found


# The registry's entries ---------------------------------------------------------------------------

_NAME = {"type": "string", "minLength": 1}
_TEXT = {"type": "string"}


def _two(items: Options) -> Options:
    return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}


def _moments(name: str, direction: Direction, docs: str, example: Options) -> Generator:
    return Generator(
        name=name,
        options={
            "type": "object",
            "properties": {
                "column": _NAME,
                "by": _two(_TEXT),
                "step": _TEXT,
                direction.limit: _TEXT,
            },
            "required": ["column", "by"],
            "additionalProperties": False,
        },
        docs=docs,
        example={name: example},
        make=_maker(_moment, direction),
    )


def _numbers(name: str, direction: Direction, docs: str, example: Options) -> Generator:
    percent = {"type": "number", "minimum": 0, **({"maximum": 100} if direction.sign < 0 else {})}
    common: dict[str, Any] = {"than": _NAME, direction.limit: {"type": "number"}}
    ways = {"by": _two({"type": "number", "minimum": 0}), "percent": _two(percent)}
    return Generator(
        name=name,
        options={
            "type": "object",
            "properties": {**common, **ways},
            "required": ["than"],
            "oneOf": [{"required": [way]} for way in ways],
            "additionalProperties": False,
        },
        docs=docs,
        example={name: example},
        make=_maker(_number, direction),
    )


def _maker(
    make: Callable[[Context, Options, Direction], Value], direction: Direction
) -> Callable[[Context, Options], Value]:
    return lambda context, options: make(context, options, direction)


GENERATORS = (
    _moments(
        "after",
        _UP,
        "Another column's date, time, moment or duration and a drawn duration after it, at most the"
        " clock (`now`) or a given one.",
        {"column": "created_at", "by": ["1 hour", "30 days"], "at_most": "now"},
    ),
    _moments(
        "before",
        _DOWN,
        "Another column's date, time, moment or duration less a drawn duration, at least a given"
        " one.",
        {"column": "expires_at", "by": ["30 days", "365 days"]},
    ),
    _numbers(
        "more",
        _UP,
        "Another column's number and a drawn amount, or a drawn percentage of it, more.",
        {"than": "cost_price", "percent": [10, 60]},
    ),
    _numbers(
        "less",
        _DOWN,
        "Another column's number less a drawn amount, or a drawn percentage of it.",
        {"than": "list_price", "by": [1, 20], "at_least": 0},
    ),
)
