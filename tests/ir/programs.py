"""Well-typed row functions of every primitive, as hypothesis makes them.

Nodes come from the makers of `ir/expr.py` alone, so their bounds are the makers' own; what a maker
refuses as unbounded is replaced by one of the arguments.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from seedc.ir import expr
from seedc.ir.expr import INT_HIGH, INT_LOW, Body, Kind, Let, Node, Unbounded

INDEXES = 6
"""How many rows of a program are compared."""

KINDS: tuple[Kind, ...] = ("int", "text", "bool")

_EDGES = (0, 1, -1, 2, 7, -7, 999, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**62, -(2**62))
_INTEGERS = st.one_of(
    st.sampled_from([*_EDGES, INT_HIGH, INT_LOW]),
    st.integers(-1000, 1000),
    st.integers(INT_LOW, INT_HIGH),
)
_DIVISORS = st.one_of(st.integers(1, 50), st.sampled_from([2**31, 2**40 + 1, INT_HIGH]))
_ALPHABET = "abzABZ059 _-'\"\\%${}[],:é😀\t\n\x01\u2028"
_TEXTS = st.text(_ALPHABET, max_size=8)
_PIECES = st.text("abA'\\é-", min_size=1, max_size=3)
_NAMES = ("i", "a b", "r", "n'", 'q"', "lists", "end", "%s", "x", "y\\", "select", "ж", "row value")


@dataclass(frozen=True, slots=True)
class Made:
    """A program: its columns, and which of them are looked at in the end."""

    lets: tuple[Let, ...]
    shown: tuple[str, ...]


@dataclass(slots=True)
class Maker:
    """Draws nodes. `lets` are the columns that they may read, `index` the row's."""

    draw: Callable[..., object]
    index: Node
    lets: list[Let]
    aggregates: bool = True

    def pick(self, strategy: st.SearchStrategy[object]) -> object:
        """A drawn value."""
        return self.draw(strategy)

    def number(self, low: int, high: int) -> int:
        """A drawn integer, most often a small one."""
        found = self.draw(st.integers(low, high))
        assert isinstance(found, int)
        return found

    def node(self, kind: Kind, depth: int) -> Node:
        """A node of a kind."""
        if depth <= 0 or self.number(0, 5) == 0:
            return self.leaf(kind)
        made = _OPERATIONS[kind]
        operation = made[self.number(0, len(made) - 1)]
        try:
            return operation(self, depth - 1)
        except Unbounded:
            return self.leaf(kind)

    def leaf(self, kind: Kind) -> Node:
        """A constant, NULL now and then; the index; a column."""
        known = [let for let in self.lets if let.node.kind == kind]
        choice = self.number(0, 9)
        if choice < 5 and known:
            let = known[self.number(0, len(known) - 1)]
            return expr.column(let.name, let.node)
        if choice == 9:
            return expr.null(kind)
        if kind == "text":
            return expr.text(str(self.pick(_TEXTS)))
        if kind == "bool":
            return expr.boolean(bool(self.pick(st.booleans())))
        if choice > 6:
            return self.index
        return expr.integer(int(str(self.pick(_INTEGERS))))

    def natural(self, depth: int) -> Node:
        """An integer of 0 or more, of any size."""
        bits = self.number(1, 63)
        return expr.bits_and(self.node("int", depth), (1 << bits) - 1)

    def below(self, size: int, depth: int) -> Node:
        """An integer from 0 to size - 1."""
        return expr.modulo(self.node("int", depth), expr.integer(size))

    def divisor(self, depth: int) -> Node:
        """A positive integer: a constant, or computed."""
        if self.number(0, 3):
            return expr.integer(int(str(self.pick(_DIVISORS))))
        return expr.add(self.below(self.number(1, 1000), depth), expr.integer(1))

    def words(self) -> list[str]:
        """A list for pick_text, short or long."""
        found = self.draw(st.lists(_TEXTS, min_size=1, max_size=12))
        assert isinstance(found, list)
        return found

    def numbers(self) -> list[int]:
        """The same for pick_int."""
        found = self.draw(st.lists(_INTEGERS, min_size=1, max_size=12))
        assert isinstance(found, list)
        return found


Operation = Callable[[Maker, int], Node]


def _binary(make: Callable[[Node, Node], Node], kind: Kind) -> Operation:
    return lambda m, d: make(m.node(kind, d), m.node(kind, d))


def _unary(make: Callable[[Node], Node], kind: Kind) -> Operation:
    return lambda m, d: make(m.node(kind, d))


def _case(kind: Kind) -> Operation:
    def make(m: Maker, depth: int) -> Node:
        branches = [(m.node("bool", depth), m.node(kind, depth)) for _ in range(m.number(1, 2))]
        return expr.case(branches, m.node(kind, depth))

    return make


def _aggregate(m: Maker, depth: int) -> Node:
    """Over rows of another function, whose columns have names of this one's."""
    if not m.aggregates:
        return m.leaf("int")
    first = m.below(m.number(1, 2000), depth)
    if m.number(0, 1):
        first = expr.subtract(first, expr.integer(m.number(0, 1000)))
    count = expr.subtract(m.below(6, depth), expr.integer(m.number(0, 1)))
    inner = Maker(m.draw, expr.index(-1000, 3000), [], aggregates=m.number(0, 4) == 0)
    for name in _NAMES[: m.number(0, 2)]:
        inner.lets.append(Let(name, inner.node(KINDS[m.number(0, 2)], 2)))
    body = Body(tuple(inner.lets), inner.node("int", 2))
    operation = expr.AGGREGATES[m.number(0, 3)]
    found = expr.aggregate(operation, first, m.number(1, 5), count, body)
    # An aggregate over no known rows is a row's own affair; NULL rows are another function's.
    return expr.case([(expr.is_null(expr.add(first, count)), expr.null("int"))], found)


_INT: tuple[Operation, ...] = (
    lambda m, d: expr.hashed(m.node("int", d), int(str(m.pick(_INTEGERS)))),
    _binary(expr.add, "int"),
    _binary(expr.subtract, "int"),
    _binary(expr.multiply, "int"),
    lambda m, d: expr.multiply(m.below(1000, d), m.below(2**31, d)),
    lambda m, d: expr.divide(m.node("int", d), m.divisor(d)),
    lambda m, d: expr.modulo(m.node("int", d), m.divisor(d)),
    lambda m, d: expr.bits_and(m.node("int", d), m.number(0, INT_HIGH)),
    lambda m, d: expr.bits_xor(m.natural(d), m.natural(d)),
    lambda m, d: expr.shift_right(m.natural(d), m.number(0, 63)),
    _binary(expr.smallest, "int"),
    _binary(expr.greatest, "int"),
    lambda m, d: expr.bucket(m.node("int", d), sorted(m.numbers()), "limits"),
    lambda m, d: _picked(m, d, m.numbers()),
    _case("int"),
    _binary(expr.coalesce, "int"),
    _unary(expr.length, "text"),
    _aggregate,
)


def _picked(m: Maker, depth: int, values: Sequence[int]) -> Node:
    return expr.pick_int(m.below(len(values), depth), values, "some numbers")


def _word(m: Maker, depth: int) -> Node:
    values = m.words()
    return expr.pick_text(m.below(len(values), depth), values, "lists")


_TEXT: tuple[Operation, ...] = (
    _word,
    _case("text"),
    _binary(expr.coalesce, "text"),
    lambda m, d: expr.concat(*(m.node("text", d) for _ in range(m.number(1, 3)))),
    _unary(expr.to_text, "int"),
    lambda m, d: expr.pad(m.natural(d), m.number(1, 20)),
    lambda m, d: expr.slice_text(m.node("text", d), m.number(0, 5), m.number(0, 5)),
    lambda m, d: expr.replace_text(m.node("text", d), str(m.pick(_PIECES)), str(m.pick(_TEXTS))),
    lambda m, d: expr.translate(m.node("text", d), str(m.pick(_PIECES)), str(m.pick(_TEXTS))),
    _unary(expr.lower, "text"),
    _unary(expr.upper, "text"),
    _unary(expr.hex_digits, "int"),
    _unary(expr.md5, "text"),
    _unary(expr.sha256, "text"),
    _unary(expr.json_string, "text"),
    lambda m, d: expr.date_text(expr.subtract(m.below(3_287_181, d), expr.integer(354_285))),
)
_BOOL: tuple[Operation, ...] = (
    _binary(expr.equal, "int"),
    _binary(expr.equal, "text"),
    _binary(expr.equal, "bool"),
    _binary(expr.less, "int"),
    _binary(expr.at_most, "int"),
    _binary(expr.both, "bool"),
    _binary(expr.either, "bool"),
    _unary(expr.negate, "bool"),
    _unary(expr.is_null, "int"),
    _unary(expr.is_null, "text"),
    _unary(expr.is_null, "bool"),
    _case("bool"),
    _binary(expr.coalesce, "bool"),
)
_OPERATIONS: dict[Kind, tuple[Operation, ...]] = {"int": _INT, "text": _TEXT, "bool": _BOOL}


@st.composite
def programs(draw: Callable[..., object]) -> Made:
    """A row function of a few columns."""
    maker = Maker(draw, expr.index(0, INDEXES - 1), [])
    for name in _NAMES[: maker.number(1, len(_NAMES))]:
        maker.lets.append(Let(name, maker.node(KINDS[maker.number(0, 2)], 3)))
    lets = tuple(maker.lets)
    last = maker.number(0, len(lets) - 1)
    return Made(lets, tuple(dict.fromkeys([lets[last].name, lets[-1].name])))
