"""Going through nodes: which columns they read, and putting other nodes in their places."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import is_

from seedc.ir.expr import Let, Node


def with_args(node: Node, args: tuple[Node, ...]) -> Node:
    """The node with other arguments. Written out: `dataclasses.replace` takes five times as long,
    and a build makes ten thousand."""
    return Node(node.op, node.kind, args, node.data, node.low, node.high, node.nullable, node.body)


def columns_read(node: Node) -> list[str]:
    """The names of the row's columns that the node reads, once for each place. What the body of an
    aggregate reads is its own row's."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        met = waiting.pop()
        if met.args:
            waiting += met.args[::-1]
        elif met.op == "column":
            found.append(str(met.data[0]))
    return found


def reads_index(node: Node) -> bool:
    """Whether the node reads its row's index."""
    return node.op == "index" or any(reads_index(arg) for arg in node.args)


def uses(nodes: Iterator[Node]) -> Counter[str]:
    """How often each column is read."""
    return Counter(name for node in nodes for name in columns_read(node))


def needed(lets: Sequence[Let], names: Iterable[str]) -> list[Let]:
    """The lets of these names and those that they read, in their order."""
    wanted = set(names)
    found = []
    for let in reversed(lets):
        if let.name in wanted:
            found.append(let)
            wanted.update(columns_read(let.node))
    return found[::-1]


def substitute(node: Node, columns: Mapping[str, Node], at: Node | None = None) -> Node:
    """The node with these columns, and the index where `at` is given, replaced."""
    if node.op == "column":
        return columns.get(str(node.data[0]), node)
    if node.op == "index":
        return node if at is None else at
    if not node.args:
        return node
    args = tuple([substitute(arg, columns, at) for arg in node.args])
    return node if args_same(args, node.args) else with_args(node, args)


def args_same(some: Sequence[Node], others: Sequence[Node]) -> bool:
    """Whether the nodes are the very same ones: equality would go through both trees."""
    return all(map(is_, some, others))


def renamed(node: Node, name: Callable[[str], str], at: Node) -> Node:
    """The node as it reads in another row: its columns under other names, its index elsewhere."""
    if node.op == "column":
        return replace(node, data=(name(str(node.data[0])),))
    if node.op == "index":
        return at
    if not node.args:
        return node
    return with_args(node, tuple([renamed(arg, name, at) for arg in node.args]))
