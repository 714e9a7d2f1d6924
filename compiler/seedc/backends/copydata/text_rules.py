"""The rules of the primitives that read or give texts."""

import hashlib
import json
from collections.abc import Callable

from seedc.backends.copydata import texts
from seedc.backends.copydata.block import Block
from seedc.backends.copydata.columns import Column, Ints, all_valid
from seedc.backends.copydata.digits import day_writer, digits, hexadecimal
from seedc.backends.copydata.kernels import Kernel, Rule, number, of_text, prepared, strict
from seedc.backends.copydata.texts import Pick, Table, Text
from seedc.ir.expr import Node


def _pick_text(node: Node) -> Callable[[Ints], Text]:
    words = node.data[0]
    assert isinstance(words, tuple)
    table = Table([str(word) for word in words], kept=True)
    return lambda a: (Pick(table, a),)


def _concat(node: Node) -> Kernel:
    def kernel(block: Block, *columns: Column) -> Column:
        return Column(tuple(pick for c in columns for pick in c.values), all_valid(columns))

    return kernel


def _slice(node: Node) -> Kernel:
    start, size = number(node, 0), number(node, 1)

    def change(text: Text, block: Block) -> Text:
        found = _cut(text, start, start + size)
        return _sliced(text, block, start, start + size) if found is None else found

    return of_text(change)(node)


def _cut(text: Text, start: int, end: int) -> Text | None:
    """The slice by cutting the parts' words, without looking at the rows: None where a part before
    the end has words of several lengths."""
    found: list[Pick] = []
    place = 0
    for pick in text:
        if place >= end:
            break
        length = pick.table.fixed(pick.index)
        if length is None:
            return None
        first, last = max(start - place, 0), min(end - place, length)
        if first < last:
            found.append(Pick(_part(pick.table, first, last), pick.index))
        place += length
    return tuple(found)


def _part(table: Table, first: int, last: int) -> Table:
    return table.mapped(("part", first, last), lambda t: t[first:last])


_SHORT = 2
"""Slices of so many characters are few different ones."""


def _sliced(text: Text, block: Block, start: int, end: int) -> Text:
    if len(text) == 1:
        return (Pick(_part(text[0].table, start, end), text[0].index),)
    found = [t[start:end] for t in block.strings(text)]
    return texts.of_few(found) if end - start <= _SHORT else texts.of_strings(found)


def _replace(node: Node) -> Kernel:
    old, new = str(node.data[0]), str(node.data[1])
    key = ("replace", old, new)

    def change(text: Text, block: Block) -> Text:
        if len(old) == 1:
            return texts.per_word(text, key, lambda t: t.replace(old, new))
        return _whole(text, block, key, lambda t: t.replace(old, new))

    return of_text(change)(node)


def _translate(node: Node) -> Kernel:
    old, new = str(node.data[0]), str(node.data[1])
    table: dict[int, str | None] = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return _per_word(("translate", old, new), lambda t: t.translate(table))(node)


def _per_word(key: object, change: Callable[[str], str]) -> Rule:
    return of_text(lambda text, block: texts.per_word(text, key, change))


def _per_text(key: object, change: Callable[[str], str]) -> Rule:
    return of_text(lambda text, block: _whole(text, block, key, change))


def _whole(text: Text, block: Block, key: object, change: Callable[[str], str]) -> Text:
    """The text changed as a whole."""
    if len(text) == 1:
        return texts.per_word(text, key, change)
    return texts.of_strings([change(found) for found in block.strings(text)])


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TO_LOWER = str.maketrans(_UPPER, _UPPER.lower())
_TO_UPPER = str.maketrans(_UPPER.lower(), _UPPER)
_QUOTE = texts.word('"', kept=True)


def _json_string(node: Node) -> Kernel:
    def change(text: Text, block: Block) -> Text:
        inner = texts.per_word(text, "json", lambda t: json.dumps(t, ensure_ascii=False)[1:-1])
        return (*_QUOTE, *inner, *_QUOTE)

    return of_text(change)(node)


def _date_text(node: Node) -> Callable[[Ints], Text]:
    return day_writer(node.args[0].low, node.args[0].high)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


TEXT_RULES: dict[str, Rule] = {
    "pick_text": prepared(_pick_text),
    "concat": _concat,
    "to_text": strict(digits),
    "pad": prepared(lambda node: lambda a: digits(a, number(node))),
    "slice": _slice,
    "replace": _replace,
    "translate": _translate,
    "lower": _per_word("lower", lambda t: t.translate(_TO_LOWER)),
    "upper": _per_word("upper", lambda t: t.translate(_TO_UPPER)),
    "length": of_text(lambda text, block: texts.lengths(text)),
    "hex": strict(hexadecimal),
    "md5": _per_text("md5", _md5),
    "sha256": _per_text("sha256", lambda t: hashlib.sha256(t.encode()).hexdigest()),
    "json_string": _json_string,
    "date_text": prepared(_date_text),
}
"""The primitives of texts. `constant`, `case`, `coalesce` and `equal` are for all kinds."""
