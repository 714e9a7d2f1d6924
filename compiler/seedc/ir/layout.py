"""Levels of columns: which are worth a name, and in how many steps they are computed.

A column that is read once is put where it is read. The others form levels: a level reads the levels
below it and the index, and a backend computes each level once for a row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from seedc.ir.expr import Let, Node, column
from seedc.ir.sharing import share
from seedc.ir.walk import columns_read, needed, reads_index, substitute, uses

_TRIVIAL = frozenset(["constant", "index", "column"])


@dataclass(frozen=True, slots=True)
class Level:
    """Columns computed in one step: new ones, those of lower levels that are still read above, and
    whether the index is."""

    lets: tuple[Let, ...]
    carried: tuple[str, ...]
    index: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The levels from the innermost, and what is read in the end. `key_level` is the number of the
    first level that can be computed after all the columns in `keys` are known, each with its node
    as it reads there."""

    levels: tuple[Level, ...]
    results: tuple[Node, ...]
    key_level: int = 0
    keys: Mapping[str, Node] = field(default_factory=dict)


def lay_out(lets: Sequence[Let], results: Sequence[Node], key: Sequence[str] = ()) -> Layout:
    """The layout of a row function that gives `results`. Columns in `key` are read once more than
    they seem, by the condition on the key; they are computed before anything that need not be."""
    wanted = {*key, *(name for node in results for name in columns_read(node))}
    lets, shown = share(needed(lets, wanted), results)
    count = uses(iter([*(let.node for let in lets), *shown]))
    count.update(key)
    inlined: dict[str, Node] = {}
    kept: list[Let] = []
    for let in lets:
        node = substitute(let.node, inlined)
        if _is_cheap(node) or (count[let.name] <= 1 and let.name not in key):
            inlined[let.name] = node
        else:
            kept.append(Let(let.name, node))
    final = tuple(substitute(node, inlined) for node in shown)
    keys = {name: _read(name, inlined, kept) for name in key}
    early = {name for node in keys.values() for name in columns_read(node)}
    depth = _depths(kept, early)
    known = max((depth[name] + 1 for name in early), default=0)
    return Layout(_levels(kept, depth, final, keys), final, known, keys)


def _is_cheap(node: Node) -> bool:
    """Whether computing it at each place costs less than carrying it along."""
    if node.op in ("add", "subtract"):
        return all(arg.op in _TRIVIAL for arg in node.args)
    return node.op in _TRIVIAL


def _read(name: str, inlined: Mapping[str, Node], kept: Sequence[Let]) -> Node:
    if name in inlined:
        return inlined[name]
    return next(column(name, let.node) for let in kept if let.name == name)


def _depths(kept: Sequence[Let], key: Collection[str]) -> dict[str, int]:
    """The level of each column. What the key does not need waits until the key is known, so that
    nothing is computed in vain for rows that are there already."""
    depth: dict[str, int] = {}
    read = {let.name: columns_read(let.node) for let in kept}
    for let in kept:
        depth[let.name] = max([depth[n] + 1 for n in read[let.name]], default=0)
    if not key:
        return depth
    early = set(key)
    for let in reversed(kept):
        if let.name in early:
            early.update(read[let.name])
    known = max(depth[name] for name in key) + 1
    for let in kept:
        if let.name not in early:
            below = [depth[n] + 1 for n in read[let.name]]
            depth[let.name] = max(known, *below, 0)
    return depth


def _levels(
    kept: Sequence[Let],
    depth: dict[str, int],
    results: Sequence[Node],
    keys: Mapping[str, Node],
) -> tuple[Level, ...]:
    found = []
    known = max((depth[n] for node in keys.values() for n in columns_read(node)), default=-1)
    last = len(depth)
    readers = [(depth[let.name], let.node) for let in kept]
    readers += [(last, node) for node in results] + [(known + 1, node) for node in keys.values()]
    read = [(level, columns_read(node), reads_index(node)) for level, node in readers]
    for number in range(max(depth.values(), default=-1) + 1):
        lets = tuple(let for let in kept if depth[let.name] == number)
        above = [(names, index) for level, names, index in read if level > number]
        wanted = {name for names, _ in above for name in names}
        carried = tuple(let.name for let in kept if depth[let.name] < number and let.name in wanted)
        found.append(Level(lets, carried, any(index for _, index in above)))
    return tuple(found)
