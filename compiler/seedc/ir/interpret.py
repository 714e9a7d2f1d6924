"""What the primitives mean: a plain interpreter, one line an operation, slow and easy to check.

It is the reference that every backend is held to, evaluates the few cells that the compiler itself
must know (totals, children of curated rows), and serves `seedc preview`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from seedc.ir.expr import INT_HIGH, INT_LOW, Body, Let, Node

Value = int | str | bool | None
_M32, _M64 = 2**32 - 1, 2**64 - 1
_EPOCH = date(1970, 1, 1)


def rows(lets: Sequence[Let], indexes: Iterable[int]) -> Iterator[dict[str, Value]]:
    """The rows of these indexes: every column by its name, in the order of `lets`."""
    for index in indexes:
        row: dict[str, Value] = {}
        for let in lets:
            row[let.name] = evaluate(let.node, index, row)
        yield row


def evaluate(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    """The node's value for the row of that index, whose columns so far are `row`. Raises
    OverflowError where an integer leaves 64 bits or its node's bounds: a mistake of the maker's."""
    special = _SPECIAL.get(node.op)
    if special is not None:
        value: Value = special(node, index, row)
    else:
        args = [evaluate(a, index, row) for a in node.args]
        value = None if None in args else STRICT[node.op](*args, *node.data)
    if node.kind == "int" and value is not None:
        assert isinstance(value, int)
        if not max(node.low, INT_LOW) <= value <= min(node.high, INT_HIGH):
            raise OverflowError(f"{node.op} gave {value}, not {node.low} to {node.high}")
    return value


def hash_int8_extended(value: int, salt: int) -> int:
    """hashint8extended of PostgreSQL (hashfunc.c; hash_bytes_uint32_extended in hashfn.c, after
    Bob Jenkins' lookup3) as a signed 64-bit integer."""
    return hashed_from(hash_state(salt), value)


def hash_state(salt: int) -> tuple[int, int, int]:
    """What of the hash depends on the salt alone."""
    a = b = c = (0x9E3779B9 + 4 + 3923095) & _M32
    if salt & _M64:
        a, b = (a + (salt >> 32 & _M32)) & _M32, (b + (salt & _M32)) & _M32
        return _mix(a, b, c)
    return a, b, c


def hashed_from(state: tuple[int, int, int], value: int) -> int:
    """The hash of a value under the salt of that state."""
    a, b, c = state
    folded = (value & _M32) ^ ((value >> 32 & _M32) if value >= 0 else (~value >> 32 & _M32))
    b, c = _final((a + folded) & _M32, b, c)
    found = b << 32 | c
    return found - 2**64 if found >> 63 else found


def _turn(x: int, bits: int) -> int:
    return (x << bits | x >> (32 - bits)) & _M32


def _mix(a: int, b: int, c: int) -> tuple[int, int, int]:
    for bits in (4, 6, 8, 16, 19, 4):
        a = ((a - c) & _M32) ^ _turn(c, bits)
        c = (c + b) & _M32
        a, b, c = b, c, a
    return a, b, c


def _final(a: int, b: int, c: int) -> tuple[int, int]:
    # The turns are written out: a trial computes many thousand hashes, and calls take half of it.
    c = ((c ^ b) - (b << 14 | b >> 18)) & _M32
    a = ((a ^ c) - (c << 11 | c >> 21)) & _M32
    b = ((b ^ a) - (a << 25 | a >> 7)) & _M32
    c = ((c ^ b) - (b << 16 | b >> 16)) & _M32
    a = ((a ^ c) - (c << 4 | c >> 28)) & _M32
    b = ((b ^ a) - (a << 14 | a >> 18)) & _M32
    c = ((c ^ b) - (b << 24 | b >> 8)) & _M32
    return b, c


def _bucket(value: int, thresholds: Sequence[int], _label: str) -> int:
    return sum(1 for t in thresholds if t <= value)


def _translate(value: str, old: str, new: str) -> str:
    return value.translate(_table(old, new))


@cache
def _table(old: str, new: str) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return table


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRICT: dict[str, Callable[..., Value]] = {
    "hash": lambda a, salt: hash_int8_extended(a, salt) & INT_HIGH,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a // b,
    "modulo": lambda a, b: a % b,
    "bits_and": lambda a, mask: a & mask,
    "bits_xor": lambda a, b: a ^ b,
    "shift_right": lambda a, bits: a >> bits,
    "smallest": min,
    "greatest": max,
    "bucket": _bucket,
    "pick_int": lambda a, values, label: values[a],
    "pick_text": lambda a, values, label: values[a],
    "equal": lambda a, b: a == b,
    "less": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "not": lambda a: not a,
    "concat": lambda *parts: "".join(parts),
    "to_text": str,
    "pad": lambda a, digits: str(a).zfill(digits),
    "slice": lambda a, start, size: a[start : start + size],
    "replace": lambda a, old, new: a.replace(old, new),
    "translate": _translate,
    "lower": lambda a: _translate(a, _UPPER, _UPPER.lower()),
    "upper": lambda a: _translate(a, _UPPER.lower(), _UPPER),
    "length": len,
    "hex": lambda a: f"{a & _M64:016x}",
    "md5": lambda a: hashlib.md5(a.encode(), usedforsecurity=False).hexdigest(),
    "sha256": lambda a: hashlib.sha256(a.encode()).hexdigest(),
    "json_string": lambda a: json.dumps(a, ensure_ascii=False),
    "date_text": lambda days: (_EPOCH + timedelta(days=days)).isoformat(),
}


def _and(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    found = [evaluate(a, index, row) for a in node.args]
    return False if False in found else None if None in found else True


def _or(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    found = [evaluate(a, index, row) for a in node.args]
    return True if True in found else None if None in found else False


def _case(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    for condition, value in zip(node.args[:-1:2], node.args[1::2], strict=True):
        if evaluate(condition, index, row):
            return evaluate(value, index, row)
    return evaluate(node.args[-1], index, row)


def _coalesce(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    first = evaluate(node.args[0], index, row)
    return evaluate(node.args[1], index, row) if first is None else first


def _aggregate(node: Node, index: int, row: Mapping[str, Value]) -> Value:
    first, count = (evaluate(a, index, row) for a in node.args)
    if first is None or count is None:
        return None
    assert node.body is not None
    operation, stride = node.data
    assert isinstance(stride, int)
    indexes = [int(first) + stride * n for n in range(int(count))]
    found = [v for v in (_result(node.body, i) for i in indexes) if v is not None]
    if operation in ("sum", "count"):
        return sum(map(int, found)) if operation == "sum" else len(found)
    extreme: Any = min if operation == "min" else max
    least: Value = extreme(found, default=None)
    return least


def _result(body: Body, index: int) -> Value:
    (row,) = rows(body.lets, [index])
    return evaluate(body.result, index, row)


_SPECIAL: dict[str, Callable[[Node, int, Mapping[str, Value]], Value]] = {
    "constant": lambda node, index, row: node.constant,
    "index": lambda node, index, row: index,
    "column": lambda node, index, row: row[str(node.data[0])],
    "is_null": lambda node, index, row: evaluate(node.args[0], index, row) is None,
    "and": _and,
    "or": _or,
    "case": _case,
    "coalesce": _coalesce,
    "aggregate": _aggregate,
}

OPERATIONS = frozenset(STRICT) | frozenset(_SPECIAL)
"""Every primitive there is."""
