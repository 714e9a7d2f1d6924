"""Pairs of references: two foreign keys of a row that are drawn together.

A reference that is `unique_per` another one forms a pair with it that no other row has; one that is
`above` another one refers to a row further on. Either is worked out from one number, which a
bijection of the row's index, or a draw, gives: no row needs to know of another.

The pairs a < b of n rows are counted through by their distance d: number k stands for the rows
k mod n and (k + d) mod n where d = 1 + k div n, in order. From k = 0 to n(n-1)/2 - 1 each pair
comes once: two rows of a circle are d apart one way and n - d the other.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey, QualifiedName
from seedc.generators.context import Context, Options, Problem
from seedc.generators.rules import Written
from seedc.ir import expr
from seedc.ir.arithmetic import bounded, permuted
from seedc.ir.expr import Node
from seedc.passes.surrogate import integer_band, pg_type
from seedc.passes.volume.making import Parents

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns
    from seedc.passes.volume.plan import VolumePlan


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two keys, and the positions among which it is drawn: `size` from `offset` on."""

    key: ForeignKey
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys that are drawn together. `first` is the one that the other's rule names; `rule` is
    that rule."""

    first: Side
    second: Side
    rule: Written

    @property
    def above(self) -> bool:
        """Whether the second is a row further on than the first."""
        return "above" in self.rule.options

    @property
    def unique(self) -> bool:
        """Whether no two rows have the same pair."""
        return "unique_per" in self.rule.options

    @property
    def seconds(self) -> int:
        """How many rows there are for the second beside each first."""
        return self.second.size - ("not" in self.rule.options)

    @property
    def count(self) -> int:
        """How many pairs there are."""
        if self.above:
            return self.first.size * (self.first.size - 1) // 2
        return self.first.size * self.seconds


def pair_of(columns: "Columns", key: ForeignKey) -> Pair | None:
    """The pair that a foreign key is a part of. Raises Problem (SD736) where its rule asks for what
    cannot be."""
    for second, named, rule in _naming(columns):
        first = columns.key_of(named)
        if key not in (first, second):
            continue
        if columns.driver(first) is not None:
            if "above" in rule.options:
                raise _refused(
                    f"rows are made for each row of {first.table} by {named}, the last of which has"
                    " none above it",
                    "count the rows, and let both columns be drawn",
                )
            continue
        if second.table == columns.plan.bound.table.name:
            raise _refused("a table's references to itself are to rows before")
        own = rule_of(columns, first)
        options = own.options if own is not None else {}
        pair = Pair(side(columns, first, options), side(columns, second, rule.options), rule)
        if pair.above:
            _check_above(columns, pair)
        return pair
    return None


def side(columns: "Columns", key: ForeignKey, options: Options) -> Side:
    """The rows that a reference draws among."""
    volume = columns.plan.volume
    parents = volume.parents_of(volume.catalog.tables[key.table])
    offset, size = part(parents, options.get("of", "all"))
    if options.get("stable"):
        size = fewest(columns, parents, size, options)
    return Side(key, offset, size)


def part(parents: Parents, of: str) -> tuple[int, int]:
    """The first position of the parents that are meant, and how many they are."""
    space = parents.space
    if of == "curated":
        return 0, space.curated
    return (space.curated, space.generated) if of == "generated" else (0, space.size)


def fewest(columns: "Columns", parents: Parents, size: int, options: Options) -> int:
    """Of so many rows those that every profile of the file has: all curated ones, and the generated
    ones of the smallest."""
    if options.get("of") == "curated":
        return size
    space = parents.space
    generated = columns.plan.volume.fewest(parents.table) - space.curated
    return max(1, size - space.generated + min(generated, space.generated))


def drawn(columns: "Columns", context: Context, pair: Pair) -> tuple[Node, Node]:
    """The numbers of both rows, each among the rows of its side; of the second one without regard
    to `not`. Raises Problem: SD734 for a distribution, SD741 where there are too few pairs."""
    names = f"{pair.first.key.columns[0]} and {pair.second.key.columns[0]}"
    if context.distribution not in (None, "uniform"):
        raise Problem(
            "SD734",
            f"{names} are drawn as pairs, of which none is likelier",
            help='make the rows for each row of one of them, or leave out "distribution"',
            path=("distribution",),
        )
    number = columns.let(f"{names} pair", _number(columns, pair, names))
    if not pair.above:
        width = expr.integer(pair.seconds)
        return expr.divide(number, width), expr.modulo(number, width)
    size = expr.integer(pair.first.size)
    one = expr.modulo(number, size)
    distance = expr.add(expr.divide(number, size), expr.integer(1))
    other = expr.modulo(expr.add(one, distance), size)
    greater = expr.greatest(one, other)
    lesser = expr.subtract(expr.add(one, other), greater)
    return bounded(lesser, 0, pair.first.size - 1), greater


def _number(columns: "Columns", pair: Pair, names: str) -> Node:
    """The number of the row's pair, from 0 to their count - 1."""
    table, count = columns.plan.bound.table, pair.count
    needed = columns.index.high + 1 if pair.unique else 1
    if count < needed:
        raise Problem(
            "SD741",
            f"{columns.rows.size} rows of {table.name} need {'different ' if pair.unique else ''}"
            f"pairs of {names}, and there {'is' if count == 1 else 'are'} {count}",
            help="make fewer rows, or more rows of the tables that they refer to",
        )
    keys = (pair.first.key.columns[0], pair.second.key.columns[0])
    text = "\x1f".join((columns.plan.volume.doc.seed, str(table.name), *keys))
    salt = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
    if pair.unique:
        return permuted(columns.index, count, salt)
    return expr.modulo(expr.shift_right(expr.hashed(columns.index, salt), 1), expr.integer(count))


def _naming(columns: "Columns") -> Iterator[tuple[ForeignKey, str, Written]]:
    """The references whose rules name another column that they form a pair with."""
    for name, rule in columns.plan.all_rules():
        if rule.generator == "reference":
            for word in ("above", "unique_per"):
                if word in rule.options:
                    table = columns.plan.volume.table(rule.options["table"], ("table",))
                    yield columns.key_of(name, table.name), rule.options[word], rule
                    break


def rule_of(columns: "Columns", key: ForeignKey) -> Written | None:
    """The rule that draws the key's row."""
    rules = dict(columns.plan.all_rules())
    found = (rules[name] for name in key.columns if name in rules)
    return next((rule for rule in found if rule.generator == "reference"), None)


def _check_above(columns: "Columns", pair: Pair) -> None:
    """Raise Problem (SD736) unless a row further on has a greater key, and nothing else is asked of
    the pair."""
    first, second, rule = pair.first, pair.second, pair.rule
    if rule.options.get("unique_per", rule.options["above"]) != rule.options["above"]:
        raise _refused('beside "above", "unique_per" can only name the same column')
    if "not" in rule.options or "within" in rule.options:
        raise _refused('"above" cannot stand beside "not" and "within"')
    rows = [(s.key.table, s.key.references, s.offset, s.size) for s in (first, second)]
    if rows[0] != rows[1]:
        raise _refused(
            f"{first.key.columns[0]} and {second.key.columns[0]} are not drawn among the same rows",
            'write the same "of" (and "stable") beside both',
        )
    volume = columns.plan.volume
    parents = volume.parents_of(volume.catalog.tables[first.key.table])
    if first.offset < parents.space.curated:
        raise _refused(
            f"the keys of curated rows of {first.key.table} are in no order",
            'write "of": "generated" beside both references',
        )
    numbered = volume.plan.bound(parents.table).key_column
    if first.key.references != (numbered,) or not ascends(volume, first.key.table):
        raise _refused(f"the keys of generated rows of {first.key.table} do not ascend")


def ascends(volume: "VolumePlan", name: QualifiedName) -> bool:
    """Whether a table's generated rows have keys that the compiler numbers, in a type that sorts
    as their numbers do."""
    plan = volume.declared.get(name)
    bound = volume.plan.bound(volume.catalog.tables[name])
    if plan is None or bound.key_column in (None, *plan.columns, *bound.foreign_keys):
        return False
    return integer_band(bound) is not None or pg_type(bound) == "uuid"


def _refused(message: str, help: str | None = None) -> Problem:
    return Problem("SD736", message, help=help)
