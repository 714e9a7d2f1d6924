"""Ranges, on request without overlap among the children of one parent (for EXCLUDE)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.literals import input_text, named
from seedc.generators.moments import DAY_LONG, SECOND, bound_of, duration_of
from seedc.generators.scalars import digits_after_point, units_of
from seedc.generators.values import Meaning, Target, Value
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.jsonvalue import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The options in whole units of 10^-scale: ranges lie from `low` up to `limit` (not in it),
    their lengths and places on a grid of `every`; `step` is the width of a sibling's slot."""

    low: int
    limit: int
    shortest: int
    longest: int
    every: int
    step: int | None
    scale: int = 0


Read = Callable[[Context, Options], Span]


def _range(context: Context, options: Options) -> Value:
    target = context.target
    kind = None if target.array else _KINDS.get(target.type_name)
    if kind is None:
        names = ", ".join(_KINDS)
        raise Problem("SD740", f"{target.column} is {target.type_sql}, which is none of {names}")
    subtype, meaning, read = kind
    span = read(context, options)
    _check(span)
    lengths = (span.longest - span.shortest) // span.every + 1
    length = expr.add(_times(context.uniform(lengths, "length"), span.every), _int(span.shortest))
    length = named(context, "length", length)
    start = _free(context, span) if span.step is None else _in_slot(context, span, length)
    start = named(context, "start", start)
    bounds = [
        input_text(Value(node, meaning, span.scale), _subtype(target, subtype))
        for node in (start, expr.add(start, length))
    ]
    mark = expr.text
    return Value(expr.concat(mark("["), bounds[0], mark(","), bounds[1], mark(")")), "literal")


def _check(span: Span) -> None:
    """Raises Problem (SD736) for lengths that are out of order, empty, or without room."""
    if span.shortest > span.longest:
        raise Problem("SD736", "the least length is greater than the greatest", path=("length",))
    if span.shortest <= 0 or span.every <= 0:
        raise Problem("SD736", "a range without length is empty", path=("length",))
    if span.longest > span.limit - span.low:
        message = "the greatest length is longer than what is between the bounds"
        raise Problem("SD736", message, path=("length",))


def _free(context: Context, span: Span) -> Node:
    """A start anywhere, by the rule's modifiers."""
    places = (span.limit - span.longest - span.low) // span.every
    return expr.add(_times(context.between(0, places, "start"), span.every), _int(span.low))


def _in_slot(context: Context, span: Span, length: Node) -> Node:
    """A start in the row's own slot of its parent's children, as late as its length allows."""
    assert span.step is not None
    without_unique(context, "the ranges")
    without_distribution(context, "a range in its slot")
    if span.step < span.longest:
        message = "the greatest length is longer than the step from one sibling to the next"
        raise Problem("SD736", message, path=("per_sibling",))
    ordinal = context.row.siblings()
    slots = (span.limit - span.low) // span.step
    if ordinal.high >= slots:
        raise Problem(
            "SD741",
            f"up to {ordinal.high + 1} siblings need a slot each, and there is room for {slots}",
            help="move the bounds apart, or shorten the step",
            path=("between",),
        )
    room = expr.divide(expr.subtract(_int(span.step), length), _int(span.every))
    later = expr.modulo(context.random("start"), expr.add(room, _int(1)))
    slot = expr.add(_times(ordinal, span.step), _int(span.low))
    return expr.add(slot, _times(later, span.every))


def _int(number: int) -> Node:
    return expr.integer(number)


def _times(node: Node, number: int) -> Node:
    return expr.multiply(node, _int(number))


def _subtype(target: Target, name: str) -> Target:
    return Target(table=target.table, column=target.column, type_name=name, type_sql=name)


# What the options are written in ------------------------------------------------------------------


def _numbers(*, whole: bool) -> Read:
    """Numbers; the upper bound of whole ones is the last number that a range may hold."""

    def read(context: Context, options: Options) -> Span:
        given = _given(options, number=True)
        scale = 0 if whole else max(digits_after_point(n) for n in given.values())
        found = {path: units_of(n, scale, path) for path, n in given.items()}
        found[_HIGH] += 1 if whole else 0
        return _span(found, scale)

    return read


def _days(context: Context, options: Options) -> Span:
    """Days and durations of whole days; the upper bound is the last day that a range may hold."""
    found = {}
    for path, micros in _micros(context, options).items():
        if micros % DAY_LONG:
            raise Problem("SD736", "a range of days has no hours", path=path)
        found[path] = micros // DAY_LONG
    return _span(found, 0)


def _moments(context: Context, options: Options) -> Span:
    """Moments and durations, in seconds where all are whole ones, else in microseconds."""
    found = _micros(context, options)
    if math.gcd(*found.values()) % SECOND:
        return _span(found, 6)
    return _span({path: micros // SECOND for path, micros in found.items()}, 0)


def _micros(context: Context, options: Options) -> dict[Pointer, int]:
    """Every option in microseconds. A day as the upper bound counts to its end."""
    found = {}
    for path, text in _given(options, number=False).items():
        if path[0] != "between":
            found[path] = duration_of(text, path)
            continue
        moment = bound_of(text, context, path, end=path == _HIGH)
        found[path] = moment + (path == _HIGH and moment % DAY_LONG == DAY_LONG - 1)
    return found


_LOW, _HIGH = ("between", 0), ("between", 1)


def _given(options: Options, *, number: bool) -> dict[Pointer, Options]:
    """The options by their paths. Raises Problem (SD736) where one is a text and should be a
    number, or the other way round."""
    found: dict[Pointer, Options] = {}
    for name, value in options.items():
        pair = isinstance(value, list)
        found |= {(name, n): v for n, v in enumerate(value)} if pair else {(name,): value}
    for path, value in found.items():
        if isinstance(value, str) == number:
            wanted = "a number" if number else "a text, a moment or a duration"
            raise Problem("SD736", f"{value} is not {wanted}", path=path)
    return found


def _span(found: Mapping[Pointer, int], scale: int) -> Span:
    single = found.get(("length",))
    return Span(
        low=found[_LOW],
        limit=found[_HIGH],
        shortest=found[("length", 0)] if single is None else single,
        longest=found[("length", 1)] if single is None else single,
        every=found.get(("every",), 1),
        step=found.get(("per_sibling",)),
        scale=scale,
    )


_KINDS: Mapping[str, tuple[str, Meaning, Read]] = {
    "int4range": ("int4", "integer", _numbers(whole=True)),
    "int8range": ("int8", "integer", _numbers(whole=True)),
    "numrange": ("numeric", "decimal", _numbers(whole=False)),
    "daterange": ("date", "date", _days),
    "tsrange": ("timestamp", "timestamp", _moments),
    "tstzrange": ("timestamptz", "timestamp", _moments),
}
"""By the column's type: the type of its bounds, what they mean, and how the options are read."""

_BOUND = {"type": ["number", "string"]}
_PAIR = {"type": "array", "items": _BOUND, "minItems": 2, "maxItems": 2}

GENERATORS = (
    Generator(
        name="range",
        options={
            "type": "object",
            "properties": {
                "between": _PAIR,
                "length": {"anyOf": [_BOUND, _PAIR]},
                "every": _BOUND,
                "per_sibling": _BOUND,
            },
            "required": ["between", "length"],
            "additionalProperties": False,
        },
        docs=(
            "A range between two bounds; `every` is the grid it lies on. With `per_sibling`, the"
            " children of a parent get slots of that width, one after the other, and never overlap."
        ),
        example={
            "range": {
                "between": ["2026-01-01", "2026-12-31"],
                "length": ["1 hour", "3 hours"],
                "every": "15 minutes",
                "per_sibling": "1 day",
            }
        },
        make=_range,
    ),
)
