"""What a generator gives, what a column takes, and how the one is made to fit the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from seedc.ir import expr
from seedc.ir.arithmetic import DAY, amount_text, clock_text, moment_text, rescaled
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Node

Meaning = Literal[
    "integer", "decimal", "boolean", "text", "date", "time", "timestamp", "interval", "literal"
]


@dataclass(frozen=True, slots=True)
class Value:
    """A node and what it stands for.

    `decimal`: an amount in units of 10^-scale. `date`: days since 1970-01-01. `time`, `timestamp`,
    `interval`: seconds (scale 0) or microseconds (scale 6), since midnight, since 1970-01-01 UTC,
    or long. `literal`: a text that the input function of the column's type reads (a uuid, JSON, an
    address, an array); `text` goes into text columns and enums only.
    """

    node: Node
    meaning: Meaning
    scale: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The column that a value is for, under its domains.

    `type_name` is pg_type's name for PostgreSQL's own types (`int4`, `varchar`), `schema.name` for
    others; `type_sql` is how the column's type is written in a cast. For an array the facts are the
    element's and `array` is true. `low` and `high` bound integers by their type; `length` is the
    most characters; `precision` and `scale` are numeric's; `labels` an enum's.
    """

    table: str
    column: str
    type_name: str
    type_sql: str
    array: bool = False
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    labels: tuple[str, ...] = ()
    required: bool = False

    def element(self) -> "Target":
        """The target of one element of an array."""
        return replace(self, array=False, type_sql=self.type_sql.removesuffix("[]"), required=True)


TEXTS = frozenset(["text", "varchar", "bpchar", "citext", "name"])
_INTEGERS = {"int2": 2**15, "int4": 2**31, "int8": 2**63}
_MOMENTS = frozenset(["timestamp", "timestamptz"])


class Misfit(Exception):
    """A value that its column cannot take, in words: `a date does not fit integer`."""


def is_text(target: Target) -> bool:
    """Whether the column holds text."""
    return target.type_name in TEXTS and not target.array


def fitted(value: Value, target: Target) -> tuple[Node, Encoding]:
    """The core value that the column's encoding takes. Raises Misfit where there is none, where the
    value can leave the type's range or length, and where it can be NULL and the column not."""
    if value.node.nullable and target.required:
        raise Misfit(f"{target.column} is NOT NULL, and the value can be NULL")
    if target.array or value.meaning == "literal":
        return _literal(value, target)
    convert = _CONVERSIONS.get((value.meaning, _family(target)))
    if convert is None:
        article = "an" if value.meaning[0] in "ai" else "a"
        raise Misfit(f"{article} {value.meaning} does not fit {target.type_sql}")
    node, encoding = convert(value, target)
    _check_range(node, encoding, target)
    return node, encoding


def as_text(value: Value) -> Node:
    """The value as text, as it stands in a template or in JSON."""
    node, encoding = _CONVERSIONS[(value.meaning, "text")](value, _ANY_TEXT)
    assert encoding.unit == "text"
    return node


_ANY_TEXT = Target(table="", column="", type_name="text", type_sql="text")


def _family(target: Target) -> str:
    if target.type_name in _INTEGERS:
        return "integer"
    if target.type_name in TEXTS:
        return "text"
    if target.type_name in _MOMENTS:
        return "timestamp"
    if target.type_name in ("float4", "float8"):
        return "float"
    return "enum" if target.labels else target.type_name


def _literal(value: Value, target: Target) -> tuple[Node, Encoding]:
    if value.meaning not in ("literal", "text"):
        raise Misfit(f"a single {value.meaning} does not fit {target.type_sql}")
    if is_text(target):
        _check_range(value.node, Encoding("text", target.type_sql), target)
        return value.node, Encoding("text", target.type_sql)
    return value.node, Encoding("cast", target.type_sql)


def _check_range(node: Node, encoding: Encoding, target: Target) -> None:
    if encoding.unit == "integer":
        limit = _INTEGERS[target.type_name]
        if node.low < -limit or node.high >= limit:
            raise Misfit(
                f"{target.type_sql} holds {-limit} to {limit - 1}, the value is between"
                f" {node.low} and {node.high}"
            )
    if encoding.unit == "numeric" and target.precision is not None:
        limit = 10**target.precision
        if node.low <= -limit or node.high >= limit:
            raise Misfit(
                f"{target.type_sql} does not hold all values up to {node.high} units"
                f" of 10^-{encoding.scale}"
            )
    if encoding.unit == "text" and target.length is not None and node.high > target.length:
        raise Misfit(
            f"{target.type_sql} holds {target.length} characters, the value can have {node.high}"
        )


Converted = tuple[Node, Encoding]


def _integer(value: Value, target: Target) -> Converted:
    return rescaled(value.node, value.scale, 0), Encoding("integer", target.type_sql)


def _numeric(value: Value, target: Target) -> Converted:
    scale = value.scale if target.scale is None else target.scale
    node = rescaled(value.node, value.scale, scale)
    return node, Encoding("numeric", target.type_sql, scale)


def _float(value: Value, target: Target) -> Converted:
    return value.node, Encoding("float", target.type_sql, value.scale)


def _same(unit: Literal["boolean", "date"]) -> Callable[[Value, Target], Converted]:
    return lambda value, target: (value.node, Encoding(unit, target.type_sql))


def _enum(value: Value, target: Target) -> Converted:
    return value.node, Encoding("cast", target.type_sql)


def _text(make: Callable[[Value], Node]) -> Callable[[Value, Target], Converted]:
    return lambda value, target: (make(value), Encoding("text", target.type_sql))


def _elapsed(value: Value, target: Target) -> Converted:
    unit: Literal["timestamp", "timestamptz", "time", "interval"] = {
        "timestamp": "timestamp",
        "timestamptz": "timestamptz",
        "time": "time",
    }.get(target.type_name, "interval")  # type: ignore[assignment] # the values are the literals
    return value.node, Encoding(unit, target.type_sql, value.scale)


def _midnight(value: Value, target: Target) -> Converted:
    return _elapsed(Value(expr.multiply(value.node, expr.integer(DAY)), "timestamp"), target)


def _day(value: Value, target: Target) -> Converted:
    unit = expr.integer(DAY * 10**value.scale)
    return expr.divide(value.node, unit), Encoding("date", target.type_sql)


def _seconds(value: Value) -> Node:
    return expr.divide(value.node, expr.integer(10**value.scale))


def _truth(value: Value) -> Node:
    return (
        expr.case(
            [(value.node, expr.text("true")), (expr.negate(value.node), expr.text("false"))],
            expr.null("text"),
        )
        if value.node.nullable
        else expr.case([(value.node, expr.text("true"))], expr.text("false"))
    )


_CONVERSIONS: dict[tuple[str, str], Callable[[Value, Target], Converted]] = {
    ("integer", "integer"): _integer,
    ("integer", "numeric"): _numeric,
    ("integer", "float"): _float,
    ("integer", "text"): _text(lambda v: expr.to_text(v.node)),
    ("decimal", "integer"): _integer,
    ("decimal", "numeric"): _numeric,
    ("decimal", "float"): _float,
    ("decimal", "text"): _text(lambda v: amount_text(v.node, v.scale)),
    ("boolean", "bool"): _same("boolean"),
    ("boolean", "text"): _text(_truth),
    ("text", "text"): _text(lambda v: v.node),
    ("text", "enum"): _enum,
    ("date", "date"): _same("date"),
    ("date", "timestamp"): _midnight,
    ("date", "text"): _text(lambda v: expr.date_text(v.node)),
    ("timestamp", "timestamp"): _elapsed,
    ("timestamp", "date"): _day,
    ("timestamp", "text"): _text(lambda v: moment_text(_seconds(v))),
    ("time", "time"): _elapsed,
    ("time", "text"): _text(lambda v: clock_text(_seconds(v))),
    ("time", "interval"): _elapsed,
    ("interval", "interval"): _elapsed,
    ("interval", "time"): _elapsed,
    ("interval", "text"): _text(
        lambda v: expr.concat(expr.to_text(_seconds(v)), expr.text(" seconds"))
    ),
    ("literal", "text"): _text(lambda v: v.node),
}
