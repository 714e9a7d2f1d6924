"""The primitives over many rows at once: each node is met once and gives the list of its values.

It gives what `ir/interpret.py` gives, which is its oracle in the tests. The interpreter pays for a
node's dispatch in every row, this pays once: trying 150 rows takes a tenth of the time, and what
several cells share is computed once. Branches of `case` and `coalesce` see only the rows that take
them, for elsewhere they may leave their bounds.
"""

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seedc.ir.expr import INT_HIGH, INT_LOW, Let, Node
from seedc.ir.interpret import STRICT, Value, hash_state, hashed_from

Values = list[Value]


def columns_of(lets: Sequence[Let], indexes: Sequence[int]) -> dict[str, Values]:
    """Each let's values in the rows of these indexes, by name. Raises OverflowError as `evaluate`
    of the interpreter does."""
    return framed(lets, indexes).row


def framed(lets: Sequence[Let], indexes: Sequence[int]) -> "Frame":
    """The same, as the frame of these rows, which nodes can still be computed in."""
    frame = Frame(list(indexes))
    for let in lets:
        frame.row[let.name] = frame.values(let.node)
    return frame


@dataclass(slots=True, eq=False)
class Frame:
    """Some rows: their indexes and their columns so far. In a branch, `places` say which rows of
    the frame `outer` they are."""

    indexes: list[int]
    row: dict[str, Values] = field(default_factory=dict)
    done: dict[int, Values] = field(default_factory=dict)
    outer: "Frame | None" = None
    places: Sequence[int] = ()

    def values(self, node: Node) -> Values:
        """The node's values in these rows. A node is known by its identity: the caller keeps it."""
        found = self._known(id(node))
        if found is not None:
            return found
        special = _SPECIAL.get(node.op)
        found = special(self, node) if special else _strict(self, node)
        if node.kind == "int":
            _check(node, found)
        self.done[id(node)] = found
        return found

    def column(self, name: str) -> Values:
        """The row's column of that name."""
        if name not in self.row and self.outer is not None:
            above = self.outer.column(name)
            self.row[name] = [above[n] for n in self.places]
        return self.row[name]

    def part(self, places: Sequence[int]) -> "Frame":
        """The frame of some of these rows."""
        if len(places) == len(self.indexes):
            return self
        return Frame([self.indexes[n] for n in places], outer=self, places=places)

    def _known(self, key: int) -> Values | None:
        found = self.done.get(key)
        if found is None and self.outer is not None:
            above = self.outer._known(key)
            if above is not None:
                found = self.done[key] = [above[n] for n in self.places]
        return found


def _check(node: Node, values: Values) -> None:
    known: Any = [v for v in values if v is not None] if None in values else values
    if known and not (
        max(node.low, INT_LOW) <= min(known) and max(known) <= min(node.high, INT_HIGH)
    ):
        raise OverflowError(
            f"{node.op} gave {min(known)} to {max(known)}, not {node.low} to {node.high}"
        )


def _strict(frame: Frame, node: Node) -> Values:
    args = [frame.values(arg) for arg in node.args]
    if not any(None in arg for arg in args):
        return _each(node, args)
    found: Values = [None] * len(frame.indexes)
    places = [n for n, cells in enumerate(zip(*args, strict=True)) if None not in cells]
    known = _each(node, [[arg[n] for n in places] for arg in args])
    for n, value in zip(places, known, strict=True):
        found[n] = value
    return found


def _each(node: Node, args: Sequence[Values]) -> Values:
    """The operation in each row; no argument is NULL."""
    quick = _QUICK.get(node.op)
    if quick is not None:
        return quick(*args, *node.data)
    meaning = STRICT[node.op]
    return [meaning(*cells, *node.data) for cells in zip(*args, strict=True)]


def _mapped(operation: Callable[..., Value]) -> Callable[..., Values]:
    return lambda *args: list(map(operation, *args))


def _hash(values: Sequence[int], salt: int) -> Values:
    state = hash_state(salt)
    return [hashed_from(state, value) & INT_HIGH for value in values]


def _bucket(values: Sequence[int], thresholds: Sequence[int], _label: str) -> Values:
    return [bisect_right(thresholds, value) for value in values]


def _pick(places: Iterable[int], values: Sequence[Value], _label: str) -> Values:
    return [values[place] for place in places]


_QUICK: Mapping[str, Callable[..., Values]] = {
    "hash": _hash,
    "add": _mapped(operator.add),
    "subtract": _mapped(operator.sub),
    "multiply": _mapped(operator.mul),
    "divide": _mapped(operator.floordiv),
    "modulo": _mapped(operator.mod),
    "bits_and": lambda a, mask: [value & mask for value in a],
    "bits_xor": _mapped(operator.xor),
    "shift_right": lambda a, bits: [value >> bits for value in a],
    "smallest": _mapped(min),
    "greatest": _mapped(max),
    "bucket": _bucket,
    "pick_int": _pick,
    "pick_text": _pick,
    "equal": _mapped(operator.eq),
    "less": _mapped(operator.lt),
    "at_most": _mapped(operator.le),
    "not": _mapped(operator.not_),
    "concat": lambda *parts: list(map("".join, zip(*parts, strict=True))),
    "to_text": _mapped(str),
    "slice": lambda a, start, size: [value[start : start + size] for value in a],
    "length": _mapped(len),
}
"""The common operations without a call of Python for each row; the others are the interpreter's."""


def _and(frame: Frame, node: Node) -> Values:
    return [
        False if False in cells else None if None in cells else True
        for cells in zip(*map(frame.values, node.args), strict=True)
    ]


def _or(frame: Frame, node: Node) -> Values:
    return [
        True if True in cells else None if None in cells else False
        for cells in zip(*map(frame.values, node.args), strict=True)
    ]


def _case(frame: Frame, node: Node) -> Values:
    found: Values = [None] * len(frame.indexes)
    left: Sequence[int] = range(len(frame.indexes))
    rest = frame
    for condition, value in zip(node.args[:-1:2], node.args[1::2], strict=True):
        if not left:
            return found
        truths = rest.values(condition)
        hits = [n for n, truth in enumerate(truths) if truth]
        if not hits:
            continue
        _put(found, [left[n] for n in hits], rest.part(hits).values(value))
        misses = [n for n, truth in enumerate(truths) if not truth]
        left, rest = [left[n] for n in misses], rest.part(misses)
    if left:
        _put(found, left, rest.values(node.args[-1]))
    return found


def _coalesce(frame: Frame, node: Node) -> Values:
    found = list(frame.values(node.args[0]))
    places = [n for n, value in enumerate(found) if value is None]
    if places:
        _put(found, places, frame.part(places).values(node.args[1]))
    return found


def _put(found: Values, places: Sequence[int], values: Values) -> None:
    for n, value in zip(places, values, strict=True):
        found[n] = value


def _aggregate(frame: Frame, node: Node) -> Values:
    """The body over all the children at once, then each row's part of it."""
    assert node.body is not None
    operation, stride = node.data
    assert isinstance(stride, int)
    children: list[range | None] = [
        None if first is None or count is None else _series(int(first), int(count), stride)
        for first, count in zip(*map(frame.values, node.args), strict=True)
    ]
    inner = framed(node.body.lets, [n for series in children if series for n in series])
    every = iter(inner.values(node.body.result))
    return [
        None if series is None else _total(str(operation), [next(every) for _ in series])
        for series in children
    ]


def _series(first: int, count: int, stride: int) -> range:
    return range(first, first + stride * max(count, 0), stride)


def _total(operation: str, values: Values) -> Value:
    known: Any = [value for value in values if value is not None]
    if operation in ("sum", "count"):
        return sum(known) if operation == "sum" else len(known)
    least: Value = (min if operation == "min" else max)(known, default=None)
    return least


_SPECIAL: Mapping[str, Callable[[Frame, Node], Values]] = {
    "constant": lambda frame, node: [node.constant] * len(frame.indexes),
    "index": lambda frame, node: [*frame.indexes],
    "column": lambda frame, node: frame.column(str(node.data[0])),
    "is_null": lambda frame, node: [value is None for value in frame.values(node.args[0])],
    "and": _and,
    "or": _or,
    "case": _case,
    "coalesce": _coalesce,
    "aggregate": _aggregate,
}
