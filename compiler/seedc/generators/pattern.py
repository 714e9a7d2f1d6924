"""Texts that match a regular expression, made from it."""

from collections.abc import Sequence

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.pattern_shapes import Shape, room, shapes
from seedc.generators.patterns import (
    Chars,
    Choice,
    Part,
    PatternError,
    Repeat,
    Series,
    literal,
    parse,
)
from seedc.generators.scalars import text_meaning
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_DRAW = 2**62
_DIGITS = "0123456789"


def _pattern(context: Context, options: Options) -> Value:
    without_distribution(context, "a pattern")
    try:
        tree = parse(options)
    except PatternError as error:
        raise Problem(
            "SD736", str(error), help="take letters, classes, groups, |, ?, +, * and {n,m}"
        ) from error
    node = _distinct(context, shapes(tree)) if context.unique else _Writer(context).text(tree)
    return Value(node, text_meaning(context.target))


class _Writer:
    """Writes a tree; every part has randomness by its number."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.number = 0

    def purpose(self) -> str:
        self.number += 1
        return f"part {self.number}"

    def text(self, part: Part) -> Node:
        known = literal(part)
        if known is not None:
            return expr.text(known)
        if isinstance(part, Chars):
            return self.run(part, 1)
        if isinstance(part, Repeat):
            return self.repeated(part)
        if isinstance(part, Series):
            return expr.concat(*(self.text(each) for each in part.parts))
        return self.one_of(part)

    def one_of(self, part: Choice) -> Node:
        words = [literal(option) for option in part.options]
        known = [word for word in words if word is not None]
        drawn = self.context.uniform(len(words), self.purpose())
        if len(known) == len(words):
            return expr.pick_text(drawn, known, self.context.label("words"))
        drawn = self.named(drawn)
        texts = [self.text(option) for option in part.options]
        branches = [(expr.equal(drawn, expr.integer(n)), text) for n, text in enumerate(texts)]
        return expr.case(branches[:-1], texts[-1])

    def repeated(self, part: Repeat) -> Node:
        if part.low == part.high:
            if isinstance(part.part, Chars):
                return self.run(part.part, part.low)
            return expr.concat(*(self.text(part.part) for _ in range(part.low)))
        if isinstance(part.part, Chars):
            whole = self.named(self.run(part.part, part.high))
            shorter = [expr.slice_text(whole, 0, n) for n in range(part.low, part.high)]
            pieces = [*shorter, whole]
        else:
            copies = [self.named(self.text(part.part)) for _ in range(part.high)]
            pieces = [expr.concat(*copies[:n]) for n in range(part.low, part.high + 1)]
        count = self.named(self.context.uniform(len(pieces), self.purpose()))
        branches = [(expr.equal(count, expr.integer(n)), piece) for n, piece in enumerate(pieces)]
        return expr.case(branches[:-1], pieces[-1])

    def named(self, node: Node) -> Node:
        return self.context.row.let(f"{self.context.label()} {self.purpose()}", node)

    def run(self, part: Chars, size: int) -> Node:
        """So many characters of a class: as many from one draw as it has room for."""
        base, pieces = len(part.members), []
        most = 1
        while base ** (most + 1) < _DRAW and base > 1:
            most += 1
        while size > 0:
            count = min(size, most)
            drawn = self.context.uniform(base**count, self.purpose())
            places_ = [tuple(part.members)] * count
            pieces.append(_spelled(self.context, drawn, places_, self.purpose()))
            size -= count
        return expr.concat(*pieces)


def _spelled(context: Context, number: Node, shown: Sequence[Sequence[str]], purpose: str) -> Node:
    """A number as the texts at its places, each a digit of its own base; the last is the lowest."""
    if all("".join(place) == _DIGITS for place in shown):
        return expr.pad(number, len(shown))
    if sum(len(place) > 1 for place in shown) > 1:
        number = context.row.let(f"{context.label()} {purpose}", number)
    pieces: list[Node] = []
    rest = 1
    for place in reversed(shown):
        digit = expr.modulo(expr.divide(number, expr.integer(rest)), expr.integer(len(place)))
        pieces.append(expr.pick_text(digit, list(place), context.label("letters")))
        rest *= len(place)
    return expr.concat(*reversed(pieces))


def _distinct(context: Context, found: Sequence[Shape]) -> Node:
    """Another text for every row: a bijection of the index to all texts of the shapes, each shape
    having a range of numbers of its own."""
    tails = [_tail(shape) for shape in found]
    rooms = [room(shape[first:]) for shape, first in zip(found, tails, strict=True)]
    number = context.distinct(sum(rooms))
    if len(found) > 1:
        number = context.row.let(f"{context.label()} text", number)
    branches: list[tuple[Node, Node]] = []
    start = 0
    for n, (shape, first, size) in enumerate(zip(found, tails, rooms, strict=True)):
        # In the rows of another shape this is some number of its own, which no branch takes.
        own = expr.modulo(expr.subtract(number, expr.integer(start)), expr.integer(size))
        start += size
        last = expr.less(number, expr.integer(start))
        branches.append((last, _text_of(context, shape, first, own, n)))
    return expr.case(branches[:-1], branches[-1][1])


def _tail(shape: Shape) -> int:
    """The place from which on the texts are enough to tell rows apart."""
    first, size = len(shape), 1
    while first > 0 and size * len(shape[first - 1]) < _DRAW // 2**20:
        first -= 1
        size *= len(shape[first])
    return first


def _text_of(context: Context, shape: Shape, first: int, number: Node, n: int) -> Node:
    """The number spelled at the places from `first` on, those before them drawn."""
    mark = f"{n} " if n else ""
    drawn = [
        expr.pick_text(
            context.uniform(len(place), f"{mark}place {at}"), list(place), context.label("letters")
        )
        for at, place in enumerate(shape[:first])
    ]
    return expr.concat(*drawn, _grouped(context, number, shape[first:]))


def _grouped(context: Context, number: Node, shown: Sequence[Sequence[str]]) -> Node:
    """Neighbouring places of digits are written as one padded number."""
    if not shown:
        return expr.text("")
    number = context.row.let(f"{context.label()} number", number)
    groups: list[list[Sequence[str]]] = []
    for place in shown:
        digits = "".join(place) == _DIGITS
        if groups and digits and "".join(groups[-1][0]) == _DIGITS:
            groups[-1].append(place)
        else:
            groups.append([place])
    pieces: list[Node] = []
    rest = 1
    for group in reversed(groups):
        size = 1
        for place in group:
            size *= len(place)
        digit = expr.modulo(expr.divide(number, expr.integer(rest)), expr.integer(size))
        pieces.append(_spelled(context, digit, group, "digit"))
        rest *= size
    return expr.concat(*reversed(pieces))


GENERATORS = (
    Generator(
        name="pattern",
        options={"type": "string", "minLength": 1},
        docs="A text that matches a regular expression of letters, classes, groups, |, ?, +, * and"
        " {n,m}; an open repetition is at most eight longer than it must be. With unique all its"
        " texts count, save those of an alternative that may give what another one gives.",
        example={"pattern": "^[A-Z]{2}-[0-9]{4}$", "unique": True},
        make=_pattern,
    ),
)
