"""The primitives of a generated cell: about thirty operations over integers, texts and booleans.

A `Node` is an operation, its arguments and its constants. Every value is a 64-bit integer, a text,
a boolean, or NULL; how an integer becomes a date or an amount is the column's `Encoding`, outside.
The functions here are the only makers of nodes: they fold constants and keep, for every node, which
integers (for a text: which lengths, in characters) it can have, so that no backend ever overflows.

What each operation means is said once, by `ir/interpret.py`; a backend has one rule for each.
Strictness: NULL in, NULL out, save for `and`, `or` (three-valued), `is_null`, `case`, `coalesce`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Kind = Literal["int", "text", "bool"]
Constant = int | str | bool | None | tuple[int, ...] | tuple[str, ...]

INT_LOW, INT_HIGH = -(2**63), 2**63 - 1
TEXT_HIGH = 10_485_760  # what varchar(n) may be at most
DRAW = 2**31
"""A draw from a distribution's table is two integers in [0, DRAW)."""


class Unbounded(ArithmeticError):
    """An expression that could leave the 64-bit integers. The message names the bounds."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `low` and `high` bound an int's value or a text's length (0 and 1 for bool);
    `nullable` says that it can be NULL. They follow from the rest, so equality leaves them out."""

    op: str
    kind: Kind
    args: tuple["Node", ...] = ()
    data: tuple[Constant, ...] = ()
    low: int = field(default=0, compare=False)
    high: int = field(default=1, compare=False)
    nullable: bool = field(default=False, compare=False)
    body: "Body | None" = None

    @property
    def is_constant(self) -> bool:
        """A constant, NULL included."""
        return self.op == "constant"

    @property
    def constant(self) -> int | str | bool | None:
        """The value of a constant."""
        value = self.data[0]
        assert not isinstance(value, tuple)
        return value


@dataclass(frozen=True, slots=True)
class Let:
    """A named column of a row: the columns before it may be referred to by `column`."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Body:
    """A row function of an index: its columns in an order in which each can be computed."""

    lets: tuple[Let, ...]
    result: Node


def _int(op: str, low: int, high: int, *args: Node, data: tuple[Constant, ...] = ()) -> Node:
    if low < INT_LOW or high > INT_HIGH:
        raise Unbounded(f"a value between {low} and {high} does not fit 64 bits")
    nullable = any(a.nullable for a in args)
    return Node(op, "int", args, data, low, high, nullable)


def _text(op: str, low: int, high: int, *args: Node, data: tuple[Constant, ...] = ()) -> Node:
    nullable = any(a.nullable for a in args)
    return Node(op, "text", args, data, low, min(high, TEXT_HIGH), nullable)


def _bool(op: str, *args: Node) -> Node:
    return Node(op, "bool", args, nullable=any(a.nullable for a in args))


# Constants, and where a value comes from ----------------------------------------------------------


@lru_cache(maxsize=4096, typed=True)
def integer(value: int) -> Node:
    """A constant integer."""
    return _int("constant", value, value, data=(value,))


@lru_cache(maxsize=4096)
def text(value: str) -> Node:
    """A constant text."""
    return _text("constant", len(value), len(value), data=(value,))


def boolean(value: bool) -> Node:
    """A constant boolean."""
    return Node("constant", "bool", (), (value,), int(value), int(value))


def null(kind: Kind) -> Node:
    """NULL."""
    return Node("constant", kind, (), (None,), 0, 0, nullable=True)


def index(low: int, high: int) -> Node:
    """The index of the row, between `low` and `high`."""
    return _int("index", low, high)


def column(name: str, of: Node) -> Node:
    """The column `name` of the same row, whose value is `of`."""
    return Node("column", of.kind, (), (name,), of.low, of.high, of.nullable)


# Integers -----------------------------------------------------------------------------------------


def hashed(value: Node, salt: int) -> Node:
    """63 uniform bits: PostgreSQL's hashint8extended(value, salt), without its sign bit."""
    return _int("hash", 0, INT_HIGH, value, data=(salt,))


def add(a: Node, b: Node) -> Node:
    """a + b."""
    if b.is_constant and a.is_constant:
        return _fold(a, b, lambda x, y: x + y)
    if a.is_constant and not b.is_constant:
        a, b = b, a
    if b.is_constant and b.constant == 0:
        return a
    if b.is_constant and a.op == "add" and a.args[1].is_constant:
        return add(a.args[0], add(a.args[1], b))
    return _int("add", a.low + b.low, a.high + b.high, a, b)


def subtract(a: Node, b: Node) -> Node:
    """a - b."""
    if b.is_constant and b.constant is not None:
        return add(a, integer(-int(b.constant)))
    return _int("subtract", a.low - b.high, a.high - b.low, a, b)


def multiply(a: Node, b: Node) -> Node:
    """a * b."""
    if a.is_constant and b.is_constant:
        return _fold(a, b, lambda x, y: x * y)
    if a.is_constant:
        a, b = b, a
    if b.is_constant and b.constant == 1:
        return a
    if b.is_constant and b.constant == 0 and not a.nullable:
        return b
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return _int("multiply", min(corners), max(corners), a, b)


def divide(a: Node, b: Node) -> Node:
    """a / b rounded down; `b` is positive."""
    _positive(b)
    if a.is_constant and b.is_constant:
        return _fold(a, b, lambda x, y: x // y)
    if b.is_constant and b.constant == 1:
        return a
    if b.is_constant and a.low >= 0 and a.high < b.low and not a.nullable:
        return integer(0)
    corners = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
    return _int("divide", min(corners), max(corners), a, b)


def modulo(a: Node, b: Node) -> Node:
    """The rest of `divide`, in [0, b); `b` is positive."""
    _positive(b)
    if a.is_constant and b.is_constant:
        return _fold(a, b, lambda x, y: x % y)
    if a.low >= 0 and a.high < b.low and not b.nullable:
        return a
    if b.high == 1 and not (a.nullable or b.nullable):
        return integer(0)
    high = min(a.high, b.high - 1) if a.low >= 0 else b.high - 1
    return _int("modulo", 0, high, a, b)


def bits_and(a: Node, mask: int) -> Node:
    """a & mask, for a non-negative mask."""
    if a.low >= 0 and a.high <= mask and (mask & (mask + 1)) == 0:
        return a
    return _int("bits_and", 0, mask, a, data=(mask,))


def shift_right(a: Node, bits: int) -> Node:
    """a >> bits, for a non-negative `a`."""
    if a.low < 0:
        raise Unbounded("only what is not negative can be shifted")
    return _int("shift_right", a.low >> bits, a.high >> bits, a, data=(bits,))


def bits_xor(a: Node, b: Node) -> Node:
    """a # b, for non-negative values."""
    size = max(a.high, b.high).bit_length()
    return _int("bits_xor", 0, (1 << size) - 1, a, b)


def smallest(a: Node, b: Node) -> Node:
    """The smaller one; NULL if either is."""
    if a.high <= b.low and not b.nullable:
        return a
    if b.high <= a.low and not a.nullable:
        return b
    return _int("smallest", min(a.low, b.low), min(a.high, b.high), a, b)


def greatest(a: Node, b: Node) -> Node:
    """The greater one; NULL if either is."""
    if a.low >= b.high and not b.nullable:
        return a
    if b.low >= a.high and not a.nullable:
        return b
    return _int("greatest", max(a.low, b.low), max(a.high, b.high), a, b)


def _fold(a: Node, b: Node, operation: object) -> Node:
    x, y = a.constant, b.constant
    if x is None or y is None:
        return null("int")
    assert callable(operation)
    return integer(operation(x, y))


def _positive(b: Node) -> None:
    if b.low < 1:
        raise Unbounded(f"a divisor may be {b.low}")


# Tables of constants ------------------------------------------------------------------------------


def bucket(a: Node, thresholds: Sequence[int], label: str = "limits") -> Node:
    """How many of the ascending thresholds are ≤ a: PostgreSQL's width_bucket(a, thresholds).

    Here and below, `label` is a word for the list: what a script calls the constant."""
    found = tuple(thresholds)
    low = sum(1 for t in found if t <= a.low)
    high = sum(1 for t in found if t <= a.high)
    if low == high and not a.nullable:
        return integer(low)
    return _int("bucket", low, high, a, data=(found, label))


def pick_int(a: Node, values: Sequence[int], label: str = "numbers") -> Node:
    """The value at the place `a`, counted from 0. Raises ValueError where `a` can be outside."""
    found = tuple(values)
    _within(a, len(found))
    if a.is_constant and a.constant is not None:
        return integer(found[int(a.constant)])
    part = found[a.low : a.high + 1]
    if min(part) == max(part) and not a.nullable:
        return integer(part[0])
    return _int("pick_int", min(part), max(part), a, data=(found, label))


def pick_text(a: Node, values: Sequence[str], label: str = "words") -> Node:
    """The text at the place `a`, counted from 0. Raises ValueError where `a` can be outside."""
    found = tuple(values)
    _within(a, len(found))
    if a.is_constant and a.constant is not None:
        return text(found[int(a.constant)])
    lengths = [len(value) for value in found[a.low : a.high + 1]]
    return _text("pick_text", min(lengths), max(lengths), a, data=(found, label))


def _within(a: Node, size: int) -> None:
    if a.low < 0 or a.high >= size:
        raise ValueError(f"a place between {a.low} and {a.high} in a list of {size}")


# Truth --------------------------------------------------------------------------------------------


def equal(a: Node, b: Node) -> Node:
    """a = b: two integers, two texts (by their characters) or two booleans."""
    if a.is_constant and b.is_constant and None not in (a.constant, b.constant):
        return boolean(a.constant == b.constant)
    if a.kind == "int" and (a.high < b.low or b.high < a.low) and not (a.nullable or b.nullable):
        return boolean(value=False)
    return _bool("equal", a, b)


def less(a: Node, b: Node) -> Node:
    """a < b, of integers."""
    if not (a.nullable or b.nullable) and (a.high < b.low or a.low >= b.high):
        return boolean(a.high < b.low)
    return _bool("less", a, b)


def at_most(a: Node, b: Node) -> Node:
    """a <= b, of integers."""
    if not (a.nullable or b.nullable) and (a.high <= b.low or a.low > b.high):
        return boolean(a.high <= b.low)
    return _bool("at_most", a, b)


def both(a: Node, b: Node) -> Node:
    """a AND b, three-valued."""
    if a.is_constant and a.constant is not None:
        return b if a.constant else a
    if b.is_constant and b.constant is not None:
        return a if b.constant else b
    return _bool("and", a, b)


def either(a: Node, b: Node) -> Node:
    """a OR b, three-valued."""
    if a.is_constant and a.constant is not None:
        return a if a.constant else b
    if b.is_constant and b.constant is not None:
        return b if b.constant else a
    return _bool("or", a, b)


def negate(a: Node) -> Node:
    """NOT a."""
    if a.is_constant and a.constant is not None:
        return boolean(not a.constant)
    return a.args[0] if a.op == "not" else _bool("not", a)


def is_null(a: Node) -> Node:
    """a IS NULL."""
    if not a.nullable:
        return boolean(value=False)
    if a.is_constant:
        return boolean(a.constant is None)
    return Node("is_null", "bool", (a,))


def case(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """The value of the first branch whose condition is true (neither false nor NULL)."""
    kept: list[tuple[Node, Node]] = []
    for condition, value in branches:
        if condition.is_constant:
            if condition.constant:
                otherwise = value
                break
            continue
        kept.append((condition, value))
    if not kept or all(value == otherwise for _, value in kept):
        return otherwise
    values = [value for _, value in kept] + [otherwise]
    given = [v for v in values if not (v.is_constant and v.constant is None)] or values
    args = (*(node for pair in kept for node in pair), otherwise)
    return Node(
        "case",
        otherwise.kind,
        args,
        (),
        min(v.low for v in given),
        max(v.high for v in given),
        any(v.nullable for v in values),
    )


def coalesce(a: Node, b: Node) -> Node:
    """a, or b where a is NULL."""
    if not a.nullable:
        return a
    if a.is_constant:
        return b
    return Node("coalesce", a.kind, (a, b), (), min(a.low, b.low), max(a.high, b.high), b.nullable)


# Text ---------------------------------------------------------------------------------------------


def concat(*parts: Node) -> Node:
    """The texts one after the other; NULL if any is."""
    flat: list[Node] = []
    for part in parts:
        for piece in part.args if part.op == "concat" else (part,):
            if _is_word(piece) and flat and _is_word(flat[-1]):
                flat[-1] = text(f"{flat[-1].constant}{piece.constant}")
            elif not (piece.is_constant and piece.constant == ""):
                flat.append(piece)
    if len(flat) < 2:
        return flat[0] if flat else text("")
    return _text("concat", sum(p.low for p in flat), sum(p.high for p in flat), *flat)


def _is_word(node: Node) -> bool:
    return node.is_constant and node.constant is not None


def to_text(a: Node) -> Node:
    """An integer in decimal digits."""
    if a.is_constant and a.constant is not None:
        return text(str(a.constant))
    low = 1 if a.low <= 0 <= a.high else min(len(str(a.low)), len(str(a.high)))
    return _text("to_text", low, max(len(str(a.low)), len(str(a.high))), a)


def pad(a: Node, digits: int) -> Node:
    """A non-negative integer in at least `digits` decimal digits, zeros in front."""
    if a.low < 0:
        raise Unbounded("only what is not negative can be padded")
    if a.is_constant and a.constant is not None:
        return text(str(a.constant).zfill(digits))
    if digits <= len(str(a.low)):
        return to_text(a)
    return _text("pad", digits, max(digits, len(str(a.high))), a, data=(digits,))


def slice_text(a: Node, start: int, length: int) -> Node:
    """At most `length` characters from the place `start`, counted from 0."""
    if start == 0 and a.high <= length:
        return a
    low, high = max(0, min(a.low - start, length)), max(0, min(a.high - start, length))
    return _text("slice", low, high, a, data=(start, length))


def replace_text(a: Node, old: str, new: str) -> Node:
    """Every `old` (not empty) replaced by `new`, from the left."""
    longest = a.high if len(new) <= len(old) else a.high // len(old) * len(new) + a.high % len(old)
    shortest = a.low if len(new) >= len(old) else a.low // len(old) * len(new)
    return _text("replace", shortest, longest, a, data=(old, new))


def translate(a: Node, old: str, new: str) -> Node:
    """Every character of `old` by the one at the same place of `new`, or by nothing."""
    return _text("translate", a.low if len(new) >= len(old) else 0, a.high, a, data=(old, new))


def lower(a: Node) -> Node:
    """A to Z in lower case, everything else as it is, whatever the locale."""
    return _text("lower", a.low, a.high, a)


def upper(a: Node) -> Node:
    """a to z in upper case, everything else as it is, whatever the locale."""
    return _text("upper", a.low, a.high, a)


def length(a: Node) -> Node:
    """How many characters a text has."""
    if a.low == a.high and not a.nullable:
        return integer(a.low)
    return _int("length", a.low, a.high, a)


def hex_digits(a: Node) -> Node:
    """The 64 bits of an integer as 16 hexadecimal digits."""
    return _text("hex", 16, 16, a)


def md5(a: Node) -> Node:
    """The MD5 (RFC 1321) of the text's UTF-8 bytes, 32 hexadecimal digits."""
    return _text("md5", 32, 32, a)


def sha256(a: Node) -> Node:
    """The SHA-256 (FIPS 180-4) of the text's UTF-8 bytes, 64 hexadecimal digits."""
    return _text("sha256", 64, 64, a)


def json_string(a: Node) -> Node:
    """The text as a JSON string with its quotes, as PostgreSQL's to_json(text) writes it."""
    return _text("json_string", a.low + 2, a.high * 6 + 2, a)


def date_text(days: Node) -> Node:
    """Days since 1970-01-01 as `2026-01-31`; between the years 1000 and 9999."""
    if days.low < -354285 or days.high > 2932896:
        raise Unbounded("a date outside the years 1000 to 9999")
    return _text("date_text", 10, 10, days)


# Rows of other tables -----------------------------------------------------------------------------

AGGREGATES = ("sum", "count", "min", "max")


def aggregate(operation: str, first: Node, stride: int, count: Node, body: Body) -> Node:
    """`sum`, `count`, `min` or `max` of the body's result (an integer) over the `count` indexes
    first, first + stride, … NULLs are passed over; nothing gives 0 for sum and count, else NULL."""
    low, high, most = body.result.low, body.result.high, max(count.high, 0)
    bounds = {"sum": (min(0, low * most), max(0, high * most)), "count": (0, most)}
    least, greatest = bounds.get(operation, (low, high))
    if least < INT_LOW or greatest > INT_HIGH:
        raise Unbounded(f"a sum between {least} and {greatest} does not fit 64 bits")
    empty = operation in ("min", "max") and (count.low < 1 or body.result.nullable)
    nullable = empty or first.nullable or count.nullable
    data = (operation, stride)
    return Node("aggregate", "int", (first, count), data, least, greatest, nullable, body)
