"""One rule for each primitive: what it computes for a block of rows, as `ir/interpret.py` says.

Rules never fail on a value: a `case` computes all of its branches for all rows, and throws away
what was not asked for. The rules of texts are in `text_rules.py`.
"""

import operator
from collections.abc import Callable
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from seedc.backends.copydata import texts
from seedc.backends.copydata.block import Block
from seedc.backends.copydata.columns import Column, Ints, all_valid, validity
from seedc.backends.copydata.hashing import hasher
from seedc.backends.copydata.kernels import Kernel, Rule, number, prepared, strict
from seedc.backends.copydata.text_rules import TEXT_RULES
from seedc.backends.copydata.texts import Pick, Table, Text
from seedc.ir.expr import INT_HIGH, Node

# Integers -----------------------------------------------------------------------------------------


def _modulo(a: Ints, b: Ints) -> Ints:
    """The quotient by a constant is a multiplication to NumPy, the rest a division of 3 ns."""
    return np.remainder(a, b) if len(b) > 1 else a - a // b * b


_LOOKUP_BITS = 12
_MOST_STEPS = 3
_HIGH = np.uint64(INT_HIGH)


def _bucket(node: Node) -> Callable[[Ints], Ints]:
    """By a table over the upper bits of the value, which tells the bucket but for a threshold or
    three inside the stretch: 8 ns where a binary search over 63 thresholds takes 28."""
    thresholds = np.array(node.data[0], np.int64)
    (value,) = node.args
    shift = max((value.high - value.low).bit_length() - _LOOKUP_BITS, 0)
    stretches = ((value.high - value.low) >> shift) + 1
    if value.low < 0 or len(thresholds) < _MOST_STEPS:
        return lambda a: _searched(thresholds, a)
    starts = (np.arange(stretches + 1, dtype=np.uint64) << np.uint64(shift)) + np.uint64(value.low)
    below = np.searchsorted(thresholds, np.minimum(starts, _HIGH).astype(np.int64), side="right")
    steps = int(np.diff(below).max()) if shift else 0
    if steps > _MOST_STEPS:
        return lambda a: _searched(thresholds, a)
    next_one = np.append(thresholds, np.int64(INT_HIGH))
    last = len(thresholds)

    def found(a: Ints) -> Ints:
        bucket = below.take((a - value.low) >> shift, mode="clip")
        for _ in range(steps):
            bucket = bucket + ((a >= next_one.take(bucket)) & (bucket < last))
        places: Ints = bucket
        return places

    return found


def _searched(thresholds: Ints, a: Ints) -> Ints:
    return np.searchsorted(thresholds, a, side="right").astype(np.int64)


def _pick_int(node: Node) -> Callable[[Ints], Ints]:
    values = np.array(node.data[0], np.int64)
    return lambda a: values.take(a, mode="clip")


def _constant(node: Node) -> Kernel:
    value = node.constant
    valid = np.zeros(1, np.bool_) if value is None else None
    if node.kind == "text":
        column = Column(texts.word("" if value is None else str(value), kept=True), valid)
    else:
        kind = np.int64 if node.kind == "int" else np.bool_
        column = Column(np.array([value or 0], kind), valid)
    return lambda block: column


# Truth --------------------------------------------------------------------------------------------


def _logic(absorbing: bool) -> Rule:
    """AND and OR, three-valued: one value (false, true) decides whatever the others are."""

    def kernel(block: Block, *columns: Column) -> Column:
        decided = reduce(
            operator.or_,
            ((c.values == absorbing) & validity(c) for c in columns),
        )
        valid = all_valid(columns)
        return Column(decided == absorbing, None if valid is None else decided | valid)

    return lambda node: kernel


def _is_null(node: Node) -> Kernel:
    return lambda block, column: Column(~validity(column))


def _equal(node: Node) -> Kernel:
    if node.args[0].kind != "text":
        return strict(np.equal)(node)

    def kernel(block: Block, a: Column, b: Column) -> Column:
        return Column(_same_text(a.values, b.values, block), all_valid((a, b)))

    return kernel


def _same_text(a: Text, b: Text, block: Block) -> NDArray[np.bool_]:
    """Of two words from tables by the numbers of their words."""
    if len(a) == len(b) == 1:
        numbers: dict[str, int] = {"": 0}
        left, right = (_numbered(pick.table, numbers) for pick in (a[0], b[0]))
        same: NDArray[np.bool_] = left.take(a[0].index, mode="clip") == right.take(
            b[0].index, mode="clip"
        )
        return same
    both = map(operator.eq, block.strings(a), block.strings(b))
    return np.fromiter(both, np.bool_, block.size)


def _numbered(table: Table, numbers: dict[str, int]) -> Ints:
    return np.array([*(numbers.setdefault(w, len(numbers)) for w in table.words), 0], np.int64)


def _case(node: Node) -> Kernel:
    choose = _Choice() if node.kind == "text" else _where

    def kernel(block: Block, *columns: Column) -> Column:
        found = columns[-1]
        for place in range(len(columns) - 3, -1, -2):
            condition = columns[place]
            taken = condition.values & validity(condition)
            found = choose(taken, columns[place + 1], found)
        return found

    return kernel


def _coalesce(node: Node) -> Kernel:
    choose = _Choice() if node.kind == "text" else _where

    def kernel(block: Block, a: Column, b: Column) -> Column:
        return a if a.valid is None else choose(a.valid, a, b)

    return kernel


def _where(taken: NDArray[np.bool_], a: Column, b: Column) -> Column:
    return Column(np.where(taken, a.values, b.values), _chosen(taken, a, b))


def _chosen(taken: NDArray[np.bool_], a: Column, b: Column) -> NDArray[np.bool_] | None:
    if a.valid is None and b.valid is None:
        return None
    return np.where(taken, validity(a), validity(b))


_SMALL = 4_096


class _Choice:
    """Of two texts: words from two small tables are a word from one, which is kept; other texts
    stand side by side, each of them nothing where the other one is taken."""

    def __init__(self) -> None:
        self.tables: dict[tuple[int, int], tuple[Table, Table, Table]] = {}

    def __call__(self, taken: NDArray[np.bool_], a: Column, b: Column) -> Column:
        left, right = a.values, b.values
        if all(self._small(text) for text in (left, right)):
            text = self._from_one(taken, left[0], right[0])
        else:
            text = (*texts.masked(left, taken), *texts.masked(right, ~taken))
        return Column(text, _chosen(taken, a, b))

    def _small(self, text: Text) -> bool:
        return len(text) == 1 and text[0].table.kept and text[0].table.empty < _SMALL

    def _from_one(self, taken: NDArray[np.bool_], a: Pick, b: Pick) -> Text:
        if a.table is b.table:
            return (Pick(a.table, np.where(taken, a.index, b.index)),)
        key = (id(a.table), id(b.table))
        if key not in self.tables:  # the two are kept with it, so that their ids stay their own
            self.tables[key] = (texts.joined((a.table, b.table)), a.table, b.table)
        both = self.tables[key][0]
        return (Pick(both, np.where(taken, a.index, b.index + a.table.empty + 1)),)


RULES: dict[str, Rule] = {
    "constant": _constant,
    "index": lambda node: lambda block: Column(block.index),
    "hash": prepared(lambda node: hasher(number(node), node.args[0].low)),
    "add": strict(np.add),
    "subtract": strict(np.subtract),
    "multiply": strict(np.multiply),
    "divide": strict(np.floor_divide),
    "modulo": strict(_modulo),
    "bits_and": prepared(lambda node: lambda a: a & np.int64(number(node))),
    "bits_xor": strict(np.bitwise_xor),
    "shift_right": prepared(lambda node: lambda a: a >> np.int64(number(node))),
    "smallest": strict(np.minimum),
    "greatest": strict(np.maximum),
    "bucket": prepared(_bucket),
    "pick_int": prepared(_pick_int),
    "equal": _equal,
    "less": strict(np.less),
    "at_most": strict(np.less_equal),
    "and": _logic(absorbing=False),
    "or": _logic(absorbing=True),
    "not": strict(np.logical_not),
    "is_null": _is_null,
    "case": _case,
    "coalesce": _coalesce,
    **TEXT_RULES,
}
"""Every primitive but `column` and `aggregate`, which are the plan's."""
