"""Common subexpressions: what several places of a row compute alike gets a name and is computed
once (value numbering: Cocke, Global common subexpression elimination, 1970; here over trees).

A node that stands only where a condition may skip it stays there: outside, it could leave 64 bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from seedc.ir.expr import Let, Node
from seedc.ir.walk import args_same, with_args

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
    """Equal nodes with equal bounds have one number: a place in `nodes`, `args`, `weights`, and in
    `uses`, which counts where each stands."""

    numbers: dict[_Key, int] = field(default_factory=dict)
    seen: dict[int, tuple[int, Node]] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    args: list[tuple[int, ...]] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)
    always: set[int] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)
    """What deserves a name."""

    def number(self, node: Node) -> int:
        """The node's number. Counts a use of each argument when the node is met first."""
        known = self.seen.get(id(node))
        if known is not None:
            return known[0]
        args = tuple([self.number(arg) for arg in node.args])
        body = id(node.body) if node.body else 0
        key = (node.op, node.kind, args, node.data, node.low, node.high, node.nullable, body)
        number = self.numbers.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            self._note(node, args)
        self.seen[id(node)] = (number, node)  # the node is kept, so that its id stays its own
        return number

    def _note(self, node: Node, args: tuple[int, ...]) -> None:
        self.nodes.append(node)
        self.args.append(args)
        self.uses.append(0)
        weight = 0 if node.op in _TRIVIAL else 2 if node.op in _DEAR else 1
        for arg in args:
            self.uses[arg] += 1
            weight += self.weights[arg]
        self.weights.append(weight)

    def reach(self, number: int) -> None:
        """Note what is computed whenever the node of that number is."""
        if number in self.always:
            return
        self.always.add(number)
        args = self.args[number]
        skips = self.nodes[number].op in ("case", "coalesce")
        for arg in args[:1] if skips else args:
            self.reach(arg)

    def decide(self) -> None:
        """Say what is shared, once everything is counted."""
        self.shared.update(filter(self._deserves, self.always))

    def _deserves(self, number: int) -> bool:
        op = self.nodes[number].op
        dear = self.weights[number] >= LEAST or op in _DEAR
        return dear and self.uses[number] > 1 and op not in _TRIVIAL


def share(lets: Sequence[Let], results: Sequence[Node]) -> tuple[list[Let], list[Node]]:
    """The same row with further lets for what was computed more than once."""
    numbering = _Numbering()
    for root in (*(let.node for let in lets), *results):
        number = numbering.number(root)
        numbering.uses[number] += 1
        numbering.reach(number)
    numbering.decide()
    if not numbering.shared:
        return list(lets), list(results)
    maker = _Maker(numbering, {let.name for let in lets})
    for let in lets:
        maker.add(let)
    return maker.lets, [maker.rewritten(node, "row") for node in results]


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
        if number in self.numbering.shared:
            self.named[number] = _column(let.name, let.node)

    def rewritten(self, node: Node, home: str) -> Node:
        """The node with what is shared replaced by its name; `home` is the let it stands in."""
        number = self.numbering.number(node)
        if number in self.named:
            return self.named[number]
        found = self.inner(node, home)
        if number not in self.numbering.shared:
            return found
        name = self.name(home, node)
        self.lets.append(Let(name, found))
        self.named[number] = _column(name, node)
        return self.named[number]

    def inner(self, node: Node, home: str) -> Node:
        """The node with its arguments rewritten."""
        if not node.args:
            return node
        args = tuple([self.rewritten(arg, home) for arg in node.args])
        return node if args_same(args, node.args) else with_args(node, args)

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
