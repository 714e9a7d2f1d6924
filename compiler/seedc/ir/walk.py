"""Going through nodes: which columns they read, and putting other nodes in their places."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from seedc.ir.expr import Let, Node


def columns_read(node: Node) -> Iterator[str]:
    """The names of the row's columns that the node reads, once for each place. What the body of an
    aggregate reads is its own row's."""
    if node.op == "column":
        yield str(node.data[0])
    for arg in node.args:
        yield from columns_read(arg)


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
    args = tuple(substitute(arg, columns, at) for arg in node.args)
    if all(new is old for new, old in zip(args, node.args, strict=True)):
        return node
    return replace(node, args=args)


def renamed(node: Node, name: Callable[[str], str], at: Node) -> Node:
    """The node as it reads in another row: its columns under other names, its index elsewhere."""
    if node.op == "column":
        return replace(node, data=(name(str(node.data[0])),))
    if node.op == "index":
        return at
    return replace(node, args=tuple(renamed(arg, name, at) for arg in node.args))
