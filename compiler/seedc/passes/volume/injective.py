"""Whether a node has another value in every row: shown from its form, never by trying.

A node is injective where the row's index can be told from its value: the index itself, a column of
which that is known, what adds or pads or prints it, a bijection modulo a number, and a text of
which such a part can be read back out. False says that this is not seen, not that rows are equal.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seedc.ir.expr import Let, Node

CHANCE = 1_000_000
"""Digits of a hash count as different where two of all rows meet with a chance of one in so many
(the birthday problem), as the generator `hash` has it."""

_DIGESTS = {"md5": 32, "sha256": 64}


@dataclass(frozen=True, slots=True)
class Injective:
    """`lets` are the row's columns, `known` says of which it is known, `rows` is how many rows
    there are."""

    lets: Mapping[str, Let]
    known: Callable[[str], bool]
    rows: int

    def __call__(self, node: Node) -> bool:
        """Whether the node is seen to differ in all rows."""
        rule = _RULES.get(node.op)
        return rule is not None and rule(self, node)

    def resolved(self, node: Node) -> Node:
        """The node that a column stands for."""
        seen = 0
        while node.op == "column" and (let := self.lets.get(str(node.data[0]))) and seen < 20:
            node, seen = let.node, seen + 1
        return node


def _column(of: Injective, node: Node) -> bool:
    name = str(node.data[0])
    if of.known(name):
        return True
    # Intermediate columns have a space in their names; those with a point are another row's.
    return " " in name and "." not in name and name in of.lets and of(of.lets[name].node)


def _sum(of: Injective, node: Node) -> bool:
    one, other = node.args
    return (other.is_constant and of(one)) or (one.is_constant and of(other))


def _product(of: Injective, node: Node) -> bool:
    one, other = node.args
    return (other.is_constant and other.constant != 0 and of(one)) or (
        one.is_constant and one.constant != 0 and of(other)
    )


def _modulo(of: Injective, node: Node) -> bool:
    """a·x + b modulo m, with m and a prime to each other and the values of x within m."""
    value, size = node.args
    if not size.is_constant or not isinstance(size.constant, int):
        return False
    factor = 1
    while value.op in ("add", "multiply") and value.args[1].is_constant:
        if value.op == "multiply":
            factor *= int(value.args[1].constant or 0)
        value = value.args[0]
    return (
        math.gcd(factor, size.constant) == 1
        and value.high - value.low < size.constant
        and of(value)
    )


def _same(of: Injective, node: Node) -> bool:
    return of(node.args[0])


def _coalesced(of: Injective, node: Node) -> bool:
    return not node.args[0].nullable and of(node.args[0])


def _upper(of: Injective, node: Node) -> bool:
    """Hexadecimal digits stay what they are in capitals."""
    inner = of.resolved(node.args[0])
    digits = inner.op == "slice" and inner.args[0].op in _DIGESTS
    return (digits or inner.op in ("hex", "to_text", "pad", *_DIGESTS)) and of(inner)


def _slice(of: Injective, node: Node) -> bool:
    """Digits of a hash, as many as keep so many rows apart; or all but what begins every text."""
    inner = of.resolved(node.args[0])
    start, size = (int(number) for number in node.data if isinstance(number, int))
    if inner.op in _DIGESTS:
        digits = min(size, _DIGESTS[inner.op] - start)
        return of.rows**2 * CHANCE <= 2 * 16**digits and of(inner)
    known = beginning(inner, of)
    return start <= len(known) and start + size >= inner.high and of(inner)


def _concat(of: Injective, node: Node) -> bool:
    parts = [of.resolved(part) for part in node.args]
    return any(
        of(original) and (_readable(parts, n) or _readable(parts[::-1], len(parts) - 1 - n, -1))
        for n, original in enumerate(node.args)
    )


def _readable(parts: Sequence[Node], place: int, end: int = 0) -> bool:
    """Whether the part begins at a known place and is seen to end; `end` is which character of the
    following text touches it."""
    before, piece, after = parts[:place], parts[place], parts[place + 1 :]
    if not all(map(_fixed, before)):
        return False
    if _fixed(piece) or all(map(_fixed, after)):
        return True
    touching = after[0]
    digits = piece.op in ("to_text", "pad") and piece.args[0].low >= 0
    text = touching.constant if touching.is_constant else None
    return digits and isinstance(text, str) and text != "" and not text[end].isdigit()


def _fixed(node: Node) -> bool:
    return node.low == node.high and not node.nullable


def beginning(node: Node, of: Injective) -> str:
    """The characters with which every text of the node begins, as far as they are seen."""
    node = of.resolved(node)
    if node.op == "concat":
        node = of.resolved(node.args[0])
    value = node.constant if node.is_constant else None
    return value if isinstance(value, str) else ""


def apart(one: Node, other: Node, of: Injective) -> bool:
    """Whether no value of the one node is one of the other's."""
    one, other = of.resolved(one), of.resolved(other)
    for case, rest in ((one, other), (other, one)):
        if case.op == "case":
            values = [*case.args[1::2], case.args[-1]]
            return all(apart(value, rest, of) for value in values)
    if any(node.is_constant and node.constant is None for node in (one, other)):
        return True
    if one.kind in ("int", "text") and (one.high < other.low or other.high < one.low):
        return True
    if one.kind != "text":
        return False
    pairs = zip(beginning(one, of), beginning(other, of), strict=False)
    return any(mine != theirs for mine, theirs in pairs)


_RULES: Mapping[str, Callable[[Injective, Node], bool]] = {
    "index": lambda of, node: True,
    "column": _column,
    "add": _sum,
    "subtract": _sum,
    "multiply": _product,
    "modulo": _modulo,
    "to_text": _same,
    "pad": _same,
    "hex": _same,
    "date_text": _same,
    "json_string": _same,
    "md5": _same,
    "sha256": _same,
    "upper": _upper,
    "coalesce": _coalesced,
    "slice": _slice,
    "concat": _concat,
}
"""By operation; what is not here is not seen to be injective."""
