"""The columns of one table's generated rows: each rule expanded, in the order they need each other.

A `Columns` is what a generator sees as its row. It collects named nodes (`lets`): the table's own
columns under their names, intermediate ones under a name with a space (`supplier_id row`) and cells
of other rows under a name with a dot (`product_id.price`).
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seedc.catalog import ForeignKey, QualifiedName
from seedc.diagnostics import nearest_help
from seedc.generators.context import Context, Options, Problem
from seedc.generators.grid import without_both
from seedc.generators.registry import GENERATORS
from seedc.generators.rules import Written, read_rule
from seedc.generators.values import Misfit, Target, Value, fitted
from seedc.ir import expr
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let, Node, Unbounded
from seedc.passes.volume import keys
from seedc.passes.volume.choices import listed_values
from seedc.passes.volume.rowsets import Driver, RowSet
from seedc.passes.volume.targets import meaning_of, target_of

if TYPE_CHECKING:
    from seedc.passes.volume.plan import VolumeTablePlan

SHARE = 2**31


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the generated rows: its core value is the let of its name."""

    encoding: Encoding
    value: Value


@dataclass(slots=True, eq=False)
class Columns:
    """The columns of the rows whose indexes lie in `index`'s bounds."""

    plan: "VolumeTablePlan"
    index: Node
    lets: dict[str, Let] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    positions: dict[tuple[str, ...], Node] = field(default_factory=dict)
    busy: list[str] = field(default_factory=list)

    # What generators ask (generators.context.Row) ------------------------------------------------

    def column(self, name: str) -> Value:
        """Another column of the row, or of the row that a foreign key of it refers to."""
        own, point, part = name.partition(".")
        if name not in self.plan.bound.columns and point and own in self.plan.bound.columns:
            return looked_up(self, own, part)
        if name not in self.plan.bound.columns:
            raise Problem(
                "SD731",
                f'{self.plan.bound.table.name} has no column "{name}"',
                help=nearest_help("column", name, self.plan.bound.columns),
            )
        value = self.cell(name).value
        return Value(expr.column(name, value.node), value.meaning, value.scale)

    def let(self, name: str, node: Node) -> Node:
        """The node under a name of its own."""
        if node.is_constant or node.op in ("column", "index"):
            return node
        if name in self.plan.bound.columns:
            return self.let(f"{name}'", node)
        found = self.lets.get(name)
        if found is None:
            self.lets[name] = found = Let(name, node)
        elif found.node != node:
            return self.let(f"{name}'", node)
        return expr.column(name, found.node)

    def generate(self, context: Context, rule: Options, purpose: str, target: Target) -> Value:
        """The value of a nested rule."""
        written = read_rule(rule)
        if written.computed:
            raise Problem(
                "SD736",
                '"unique": "computed" can only stand beside the rule of a whole column',
                path=("unique",),
            )
        inner = context.inner(
            purpose,
            target=target,
            unique=written.unique,
            null=written.null,
            distribution=written.distribution,
        )
        return self.made(inner, written)

    def curated(self, table: str, column: str) -> tuple[str, ...]:
        """The texts that the curated rows of a table have in a column."""
        parents = self.plan.volume.parents(table, ())
        texts = parents.curated.texts(column) or ()
        return tuple(text for text in texts if text is not None)

    def slot(self, index: Node, count: int) -> Node:
        """The index; for listed rows a number counted down from the end, so that those with dense
        indexes keep theirs."""
        last = expr.integer(count - 1)
        return self.rows.by_kind(index, lambda n: expr.subtract(last, n), lambda i: i)

    def siblings(self) -> Node:
        """The row's number among the children of its parent."""
        ordinal = self.rows.ordinal
        if ordinal is None:
            raise Problem(
                "SD733",
                f"the rows of {self.plan.bound.table.name} have no parent to be counted under",
                help='say rows: {"each": "<parent>", …}',
            )
        return self.let("row ordinal", ordinal(self.index))

    def special(self, name: str, context: Context, options: Options) -> Value:
        """What needs knowledge of rows."""
        from seedc.passes.volume.specials import SPECIALS  # noqa: PLC0415 - they read Columns

        return SPECIALS[name](self, context, options)

    # Expansion -----------------------------------------------------------------------------------

    @property
    def rows(self) -> RowSet:
        """Which rows these are columns of."""
        return self.plan.rows

    def cell(self, name: str) -> Cell:
        """The column of that name, expanded when first asked for. Raises Problem (SD732) where
        columns need each other in a circle."""
        if name in self.cells:
            return self.cells[name]
        if name in self.busy:
            circle = " → ".join([*self.busy[self.busy.index(name) :], name])
            raise Problem("SD732", f"these columns need each other: {circle}")
        self.busy.append(name)
        try:
            target = target_of(self.plan.bound, name, self.plan.volume.catalog)
            value = self._value(name, target)
            node, encoding = self._fitted(value, target)
        finally:
            self.busy.remove(name)
        self.lets[name] = Let(name, node)
        shown = Value(node, meaning_of(encoding, target), encoding.scale)
        self.cells[name] = Cell(encoding, shown)
        return self.cells[name]

    def _fitted(self, value: Value, target: Target) -> tuple[Node, Encoding]:
        try:
            return fitted(value, target)
        except Misfit as misfit:
            raise Problem("SD740", f"{target.table}.{target.column}: {misfit}") from misfit

    def _value(self, name: str, target: Target) -> Value:
        column = self.plan.bound.columns[name]
        if rule := self.plan.rules.get(name):
            return self._ruled(rule, target)
        if key := self.driven(name):
            return keys.referenced(self, key, name)
        if column.generated and column.generation is not None:
            return self._generated(column.generation.text, target)
        if inferred := self.plan.inferred(name):
            return self._ruled(inferred, target)
        if name == self.plan.bound.key_column:
            return keys.surrogate(self, target)
        raise Problem(
            "SD746",
            f"{target.table}.{name} has no rule, and none could be inferred",
            help="give the column a rule of its own",
        )

    def written(self) -> tuple[str, ...]:
        """The columns that the rows give, in table order. What has a default, or may be NULL, and
        no rule, is left to the database. Raises Problem (SD746) for one that must have a value."""
        return tuple(name for name in self.plan.bound.columns if self.gives(name))

    def gives(self, name: str) -> bool:
        """Whether the rows give the column a value. Raises Problem (SD746) where they must and no
        rule is known."""
        bound = self.plan.bound
        column = bound.columns[name]
        if column.generated:
            return False
        if self.plan.rules.get(name) or self.plan.inferred(name) or self.driven(name):
            return True
        if name == bound.key_column:
            return True
        if bound.required(column) and not bound.filled(column):
            self.cell(name)
        return False

    def _generated(self, text: str, target: Target) -> Value:
        from seedc.generators.sql import lower_expression  # noqa: PLC0415 - sqlglot, 60 ms

        return lower_expression(text, self.context(target, "generated"))

    def _ruled(self, rule: Written, target: Target) -> Value:
        from_check = rule.generator == "choice" and rule.options == {"from": "check"}
        context = self.context(
            target,
            *self.plan.volume.version_salt(GENERATORS[rule.generator]),
            unique=rule.unique,
            null=rule.null,
            distribution=rule.distribution,
            choices=listed_values(self.plan.bound, target.column) if from_check else (),
        )
        try:
            return self.made(context, rule)
        except Unbounded as error:
            raise Problem("SD742", str(error)) from error

    def made(self, context: Context, written: Written) -> Value:
        """The value of a rule, NULL in the share of rows that it says."""
        without_both(context)
        value: Value = GENERATORS[written.generator].make(context, written.options)
        if written.null == 0 or written.generator == "reference":
            return value
        return Value(
            expr.case([(null_here(context, written.null), expr.null(value.node.kind))], value.node),
            value.meaning,
            value.scale,
        )

    def context(self, target: Target, *salts: str, **modifiers: Any) -> Context:
        """The context of a column's own rule."""
        volume = self.plan.volume
        return Context(
            target=target,
            row=self,
            index=self.index,
            rows=self.rows.size,
            salts=(volume.doc.seed, volume.plan.dataset, target.table, target.column, *salts),
            locale=volume.doc.locale,
            clock=volume.doc.clock,
            environment=volume.environment,
            passwords=volume.passwords,
            **modifiers,
        )

    def number(self) -> Node:
        """The row's position among all rows of its table, curated ones counted first."""
        curated = len(self.plan.parents.curated.rows)
        return expr.add(self.rows.number_of(self.index), expr.integer(curated))

    # Parents -------------------------------------------------------------------------------------

    def driven(self, name: str) -> ForeignKey | None:
        """The foreign key through which the column comes from a parent: one that the rows are made
        by, or one whose row the rule of another of its columns draws."""
        for key in self.plan.bound.foreign_keys.get(name, ()):
            if self.driver(key) is not None or self._is_tree(key):
                return key
        for key in self.plan.bound.foreign_keys.get(name, ()):
            if any(self._draws(c, key, name) for c in key.columns if c != name):
                return key
        return None

    def driver(self, key: ForeignKey) -> Driver | None:
        """The driver of the rows that fills the foreign key, where one does."""
        return next((d for d in self.rows.drivers if d.via == key.columns), None)

    def _is_tree(self, key: ForeignKey) -> bool:
        return self.rows.tree is not None and self.rows.tree_via == key.columns

    def _draws(self, name: str, key: ForeignKey, follower: str) -> bool:
        """Whether a column's rule draws the row that the key refers to, and not within `follower`,
        which then has to be there before."""
        rule = self.plan.rules.get(name) or self.plan.inferred(name)
        if rule is None or rule.generator != "reference" or rule.options.get("within") == follower:
            return False
        named = self.plan.volume.plan.names.find(rule.options["table"])
        return any(table.name == key.table for table in named)

    def position(self, key: ForeignKey) -> Node:
        """The position of the row's parent by a foreign key, NULL where it has none. Raises Problem
        (SD753) where nothing says which parent it is."""
        found = self.positions.get(key.columns)
        if found is not None:
            return found
        driver = self.driver(key)
        if driver is not None:
            node = driver.position(self.index)
        elif self._is_tree(key):
            assert self.rows.tree is not None
            above = self.rows.tree(self.index)
            curated = len(self.plan.parents.curated.rows)
            node = expr.add(above, expr.integer(curated))
        else:
            return self._drawn(key)
        return self.placed(key, node)

    def placed(self, key: ForeignKey, node: Node) -> Node:
        """Note the parent's position under its own name."""
        self.positions[key.columns] = self.let(f"{key.columns[0]} row", node)
        return self.positions[key.columns]

    def _drawn(self, key: ForeignKey) -> Node:
        for name in key.columns:
            rule = self.plan.rules.get(name) or self.plan.inferred(name)
            if rule is not None and rule.generator == "reference":
                self.cell(name)
                if key.columns in self.positions:
                    return self.positions[key.columns]
        raise Problem(
            "SD753",
            f"nothing says which row of {key.table} {', '.join(key.columns)} is of",
            help=f'give {key.columns[0]} the rule {{"reference": "{key.table.name}"}}',
        )

    def key_of(
        self, name: str, table: QualifiedName | None = None, part: str | None = None
    ) -> ForeignKey:
        """The foreign key that a column is of; the one to `table` where there are several, or to a
        table that has the column `part`. Raises Problem (SD751)."""
        found = [
            key
            for key in self.plan.bound.foreign_keys.get(name, ())
            if table is None or key.table == table
        ]
        if not found:
            to = f" to {table}" if table else ""
            raise Problem("SD751", f"{self.plan.bound.table.name}.{name} is no foreign key{to}")
        # Of several, the widest says most: the others' columns follow from the same parent.
        return max(found, key=lambda key: (self._has(key, part), len(key.columns)))

    def _has(self, key: ForeignKey, part: str | None) -> bool:
        table = self.plan.volume.catalog.tables[key.table]
        return part is not None and table.column(part) is not None


def looked_up(columns: Columns, name: str, part: str) -> Value:
    """A column of the row that a foreign key refers to, by one of the key's columns. Raises Problem
    (SD751, SD753, SD754)."""
    key = columns.key_of(name, part=part)
    if columns.plan.volume.catalog.tables[key.table].column(part) is None:
        raise Problem(
            "SD754",
            f'{key.table} has no column "{part}"',
            help='write "foreign key column.column of the table it refers to"',
        )
    return keys.cell(columns, key, columns.position(key), part)


def null_here(context: Context, share: Fraction) -> Node:
    """Whether the row is one of the share that gets NULL."""
    threshold = int(share * SHARE)
    draw = expr.shift_right(context.random("null"), 32)
    return expr.less(draw, expr.integer(threshold))
