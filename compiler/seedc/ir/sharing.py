"""Common subexpressions: what several places of a row compute alike gets a name and is computed
once (value numbering: Cocke, Global common subexpression elimination, 1970; here over trees).

A node that stands only where a condition may skip it stays there: outside, it could leave 64 bits.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from seedc.ir.expr import Let, Node

_TRIVIAL = frozenset(["constant", "index", "column"])
_DEAR = frozenset(["hash", "bucket", "aggregate", "md5", "sha256", "pick_text"])
LEAST = 5
"""How many operations a node must hold to be worth a column of its own: a further level costs 70 ns
a row, an operation 5 to 30 (PostgreSQL 15)."""

_WORDS = {
    "hash": "draw",
    "bucket": "bucket",
    "modulo": "rest",
    "divide": "part",
    "aggregate": "total",
    "pick_int": "entry",
    "pick_text": "word",
}
_Key = tuple[object, ...]


@dataclass(slots=True)
class _Numbering:
    """Equal nodes with equal bounds have one number; `uses` counts the places of each."""

    numbers: dict[_Key, int] = field(default_factory=dict)
    seen: dict[int, tuple[int, Node]] = field(default_factory=dict)
    uses: Counter[int] = field(default_factory=Counter)
    always: set[int] = field(default_factory=set)
    weights: dict[int, int] = field(default_factory=dict)

    def number(self, node: Node) -> int:
        """The node's number. Counts a use of each argument when the node is met first."""
        if id(node) in self.seen:
            return self.seen[id(node)][0]
        args = tuple(self.number(arg) for arg in node.args)
        bounds = (node.low, node.high, node.nullable)
        key = (node.op, node.kind, args, node.data, bounds, id(node.body) if node.body else 0)
        number = self.numbers.setdefault(key, len(self.numbers))
        if number not in self.weights:
            self.uses.update(args)
            own = 0 if node.op in _TRIVIAL else 2 if node.op in _DEAR else 1
            self.weights[number] = own + sum(self.weights[a] for a in args)
        self.seen[id(node)] = (number, node)  # the node is kept, so that its id stays its own
        return number

    def reach(self, node: Node) -> None:
        """Note what is computed whenever the node is."""
        number = self.number(node)
        if number in self.always:
            return
        self.always.add(number)
        if node.op in ("case", "coalesce"):
            self.reach(node.args[0])
            return
        for arg in node.args:
            self.reach(arg)

    def shared(self, node: Node) -> bool:
        """Whether the node deserves a name."""
        number = self.number(node)
        return (
            node.op not in _TRIVIAL
            and self.uses[number] > 1
            and number in self.always
            and (self.weights[number] >= LEAST or node.op in _DEAR)
        )


def share(lets: Sequence[Let], results: Sequence[Node]) -> tuple[list[Let], list[Node]]:
    """The same row with further lets for what was computed more than once."""
    numbering = _Numbering()
    roots = [*(let.node for let in lets), *results]
    for root in roots:
        numbering.uses[numbering.number(root)] += 1
        numbering.reach(root)
    if not any(numbering.shared(node) for root in roots for node in _parts(root)):
        return list(lets), list(results)
    maker = _Maker(numbering, {let.name for let in lets})
    for let in lets:
        maker.add(let)
    return maker.lets, [maker.rewritten(node, "row") for node in results]


def _parts(node: Node) -> Iterator[Node]:
    yield node
    for arg in node.args:
        yield from _parts(arg)


@dataclass(slots=True)
class _Maker:
    numbering: _Numbering
    taken: set[str]
    lets: list[Let] = field(default_factory=list)
    named: dict[int, Node] = field(default_factory=dict)

    def add(self, let: Let) -> None:
        """The let, after those of what it shares. A let that is itself shared keeps its name."""
        number = self.numbering.number(let.node)
        if number in self.named:
            self.lets.append(Let(let.name, self.named[number]))
            return
        node = self.inner(let.node, let.name)
        self.lets.append(Let(let.name, node))
        if self.numbering.shared(let.node):
            self.named[number] = _column(let.name, let.node)

    def rewritten(self, node: Node, home: str) -> Node:
        """The node with what is shared replaced by its name; `home` is the let it stands in."""
        number = self.numbering.number(node)
        if number in self.named:
            return self.named[number]
        found = self.inner(node, home)
        if not self.numbering.shared(node):
            return found
        name = self.name(home, node)
        self.lets.append(Let(name, found))
        self.named[number] = _column(name, node)
        return self.named[number]

    def inner(self, node: Node, home: str) -> Node:
        """The node with its arguments rewritten."""
        if not node.args:
            return node
        args = tuple(self.rewritten(arg, home) for arg in node.args)
        if all(new is old for new, old in zip(args, node.args, strict=True)):
            return node
        return replace(node, args=args)

    def name(self, home: str, node: Node) -> str:
        """A name that nothing has yet, told by where it stands and what it is."""
        word = f"{home} {_WORDS.get(node.op, 'value')}"
        candidate, count = word, 1
        while candidate in self.taken:
            count += 1
            candidate = f"{word} {count}"
        self.taken.add(candidate)
        return candidate


def _column(name: str, of: Node) -> Node:
    return Node("column", of.kind, (), (name,), of.low, of.high, of.nullable)
