"""Whether no two generated rows of a table can be equal in a unique key: proven from its rules.

By one column that differs in all rows; by a parent that has one row, or rows that a column of the
key tells apart; by pairs that are made different; by all parents of a combination. What is not
proven here is computed, row by row, or refused (trial.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey, Table, Unique
from seedc.generators.context import Problem
from seedc.generators.rules import Written, read_rule
from seedc.ir.expr import Node
from seedc.passes.volume.injective import Injective, apart
from seedc.passes.volume.rowsets import Driver

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns
    from seedc.passes.volume.plan import VolumeTablePlan

_ALWAYS = frozenset(["email", "username"])
"""Generators whose values differ in all rows whatever the rule says."""

_FOLLOWS = frozenset(["hash", "when"])
"""Generators that take `unique` and pass it on to what they are made of."""


@dataclass(eq=False, slots=True)
class Apart:
    """What is known of one table's columns."""

    plan: "VolumeTablePlan"
    found: dict[str, bool] = field(default_factory=dict)

    @property
    def columns(self) -> "Columns":
        """The columns of a row: one with a dense or a listed index, or with any where there are
        both."""
        rows = self.plan.rows
        if rows.dense and rows.listed:
            return self.plan.any
        return self.plan.dense if rows.dense else self.plan.listed

    @property
    def single(self) -> bool:
        """Whether every parent has one row at most."""
        return self.plan.rows.ordinal is not None and self.plan.rows.most <= 1

    def told(self, unique: Unique) -> bool:
        """Whether the rows differ in the unique key."""
        names = set(unique.columns or ())
        nulls = unique.nulls_not_distinct
        return (
            any(self.differs(name, names, nulls=nulls) for name in sorted(names))
            or any(self._paired(name, names, nulls) for name in names)
            or self._by_parents(names)
        )

    def differs(self, name: str, names: Iterable[str] = (), *, nulls: bool = False) -> bool:
        """Whether a column (with the others of `names`, where it is a part of a composite
        reference) differs in all rows; NULLs count as equal where `nulls` says so."""
        rule = self._rule(name)
        if nulls and ((node := self._node(name)) is None or node.nullable):
            return False
        if rule is not None and rule.generator == "reference":
            return rule.unique and self._names(name, rule, {*names, name})
        if name not in self.found:
            self.found[name] = False  # a column that is found to need itself differs by nothing
            self.found[name] = self._differs(name, rule)
        return self.found[name]

    def _differs(self, name: str, rule: Written | None) -> bool:
        if rule is not None:
            return self._by_rule(rule, self._node(name))
        key = self.columns.driven(name)
        if key is not None:
            driver = self.columns.driver(key)
            return driver is not None and self.single and self._known(driver, {name})
        return name == self.plan.bound.key_column or self._injective(self._node(name))

    def _rule(self, name: str) -> Written | None:
        return self.plan.rules.get(name) or self.plan.inferred(name)

    def _node(self, name: str) -> Node | None:
        if name not in self.plan.bound.columns or not (self._rule(name) or self._given(name)):
            return None
        self.columns.cell(name)
        return self.columns.lets[name].node

    def _given(self, name: str) -> bool:
        try:
            return bool(self.columns.gives(name) or self.plan.bound.columns[name].generated)
        except Problem:
            return False

    def _injective(self, node: Node | None) -> bool:
        return node is not None and self._seen(node)

    @property
    def _seen(self) -> Injective:
        def known(name: str) -> bool:
            return name in self.plan.bound.columns and self.differs(name)

        return Injective(self.columns.lets, known, self.plan.rows.size)

    # By a rule ------------------------------------------------------------------------------------

    def _by_rule(self, rule: Written, node: Node | None) -> bool:
        if rule.generator == "when":
            return self._by_branches(rule, node)
        if (rule.unique and rule.generator not in _FOLLOWS) or rule.generator in _ALWAYS:
            return True
        if rule.generator == "sequence" and "per" not in rule.options:
            return bool(rule.options.get("step", 1) != 0)
        if rule.generator == "lookup":
            return self._looked_up(str(rule.options))
        return self._injective(node)

    def _by_branches(self, rule: Written, node: Node | None) -> bool:
        """Each branch differs in itself, and none has a value of the other."""
        if node is None or node.op != "case" or len(node.args) != 3:
            return False
        _, then, other = node.args
        branches = [(rule.options["then"], then), (rule.options.get("else"), other)]
        each = all(
            written is None or self._by_rule(read_rule(written), branch)
            for written, branch in branches
        )
        return each and apart(then, other, self._seen)

    def _looked_up(self, cell: str) -> bool:
        """A column that is unique among the parents, of which each has one row here."""
        name, _, part = cell.partition(".")
        key = self.columns.key_of(name, part=part)
        if self.columns.driver(key) is None or not self.single:
            return False
        return _is_key(self.plan.volume.catalog.tables[key.table], {part})

    # By parents -----------------------------------------------------------------------------------

    def _names(self, name: str, rule: Written, names: set[str]) -> bool:
        """Whether the columns name one row of the table that the reference is to."""
        table = self.plan.volume.table(rule.options["table"])
        return _identified(table, self.columns.key_of(name, table.name), names)

    def _known(self, driver: Driver, names: set[str]) -> bool:
        """Whether the columns name the parent."""
        table = self.plan.volume.catalog.tables[driver.table]
        keys = [k for k in self.plan.bound.table.foreign_keys if k.columns == driver.via]
        return any(_identified(table, key, names) for key in keys if key.table == driver.table)

    def _paired(self, name: str, names: set[str], nulls: bool) -> bool:
        """A reference that is different for each row with the same other column of the key."""
        rule = self._rule(name)
        if rule is None or rule.generator != "reference" or (nulls and rule.null):
            return False
        per = rule.options.get("unique_per")
        return per in names and self._names(name, rule, names)

    def _by_parents(self, names: set[str]) -> bool:
        rows = self.plan.rows
        known = [self._known(driver, names) for driver in rows.drivers]
        if not known:
            return rows.day is not None and any(self._is_day(name) for name in names)
        if rows.ordinal is None:
            return all(known)
        if not any(known):
            return False
        return self.single or any(self._among_siblings(name, names) for name in sorted(names))

    def _is_day(self, name: str) -> bool:
        rule = self._rule(name)
        return rule is not None and rule.generator == "day"

    def _among_siblings(self, name: str, names: set[str]) -> bool:
        """Whether a column differs among the rows of one parent."""
        rule = self._rule(name)
        if rule is None or rule.null:
            return False
        test = _AMONG_SIBLINGS.get(rule.generator)
        if test is not None and test(self, rule):
            return True
        if rule.generator == "reference":
            return "within" in rule.options and self._in_turn(name, rule, names)
        node = self._node(name)
        ordinal = Injective(self.columns.lets, lambda known: known == "row ordinal", 1)
        return node is not None and ordinal(node)

    def _in_turn(self, name: str, rule: Written, names: set[str]) -> bool:
        """Siblings that are given different rows of their parent in turn (references.py)."""
        within = rule.options["within"]
        shared = [
            key for key in self.plan.bound.foreign_keys.get(within, ()) if self.columns.driver(key)
        ]
        return bool(shared) and self._names(name, rule, names)


def _turn(of: Apart, rule: Written) -> bool:
    values = list(map(str, rule.options))
    return len(set(values)) == len(values) >= of.plan.rows.most


_AMONG_SIBLINGS: Mapping[str, Callable[[Apart, Written], bool]] = {
    "turn": _turn,
    "sequence": lambda of, rule: bool(rule.options.get("step", 1) != 0),
    "day": lambda of, rule: True,
    "timestamp": lambda of, rule: rule.options.get("distinct") == "parent",
}
"""Generators that tell the rows of one parent apart, each with what it takes."""


def _identified(table: Table, key: ForeignKey, names: set[str]) -> bool:
    """Whether those columns of a foreign key that are among the names hold a key of its table."""
    pairs = zip(key.columns, key.references, strict=True)
    return _is_key(table, {reference for column, reference in pairs if column in names})


def _is_key(table: Table, columns: set[str]) -> bool:
    """Whether the columns hold all of some unique key of the table."""
    return any(
        unique.predicate is None and unique.columns is not None and {*unique.columns} <= columns
        for unique in table.uniques
    )
