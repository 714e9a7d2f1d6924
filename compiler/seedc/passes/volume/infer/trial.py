"""A row to try rules in before they are the table's: their values, their bounds, a few samples.

Columns that only the compiler can fill (keys, references, totals) stand for themselves: a value of
their type, which no CHECK is tested on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from seedc.generators.context import Context, Options, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.rules import Written, read_rule
from seedc.generators.values import Misfit, Target, Value, fitted
from seedc.ir import expr
from seedc.ir.columnar import Frame, framed
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let, Node, Unbounded
from seedc.passes.volume.infer.facts import Facts, RuleJson
from seedc.passes.volume.targets import meaning_of, target_of
from seedc.passes.volume.texts import canonical_text

CLOCK = 1_767_225_600
SAMPLES = 64
BY_COMPILER = frozenset(
    ["reference", "lookup", "sum", "count", "min", "max", "running", "day", "password"]
)
"""Generators whose values a trial does not know."""


class Unfit(Exception):
    """A rule that a column cannot have, in words."""


@dataclass(slots=True, eq=False)
class Trial:
    """The rules chosen so far, explicit ones included, and what they give."""

    facts: Facts
    chosen: dict[str, Written] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    lets: dict[str, Let] = field(default_factory=dict)
    opaque: set[str] = field(default_factory=set)
    busy: list[str] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bound = self.facts.bound
        self.targets = {name: target_of(bound, name, self.facts.catalog) for name in bound.columns}
        self.chosen = dict(self.facts.rules)

    @property
    def index(self) -> Node:
        """The row's index."""
        facts = self.facts
        highest = facts.size - 1 if facts.highest is None else facts.highest
        return expr.index(0, max(highest, 0))

    def forked(self) -> "Trial":
        """A copy to try a rule in."""
        fork = Trial(self.facts)
        fork.chosen, fork.values = dict(self.chosen), dict(self.values)
        fork.lets, fork.opaque = dict(self.lets), set(self.opaque)
        return fork

    def choose(self, name: str, rule: RuleJson) -> None:
        """Take a rule for a column's own."""
        self.chosen[name] = read_rule(rule)
        self.values.pop(name, None)
        self.lets.pop(name, None)

    # What generators ask (generators.context.Row) ------------------------------------------------

    def column(self, name: str) -> Value:
        """Another column of the row."""
        if name not in self.targets:
            raise Problem("SD731", f'{self.facts.bound.table.name} has no column "{name}"')
        value = self.value(name)
        return Value(expr.column(name, value.node), value.meaning, value.scale)

    def let(self, name: str, node: Node) -> Node:
        """The node under a name of its own."""
        if node.is_constant or node.op in ("column", "index"):
            return node
        found = self.lets.setdefault(name, Let(name, node))
        return expr.column(name, node) if found.node == node else self.let(f"{name}'", node)

    def generate(self, context: Context, rule: Options, purpose: str, target: Target) -> Value:
        """The value of a nested rule."""
        written = read_rule(rule)
        inner = context.inner(
            purpose, target=target, unique=written.unique, distribution=written.distribution
        )
        return _made(inner, written)

    def curated(self, table: str, column: str) -> tuple[str, ...]:
        """Nothing is known of curated rows here."""
        return ("curated",)

    def slot(self, index: Node, count: int) -> Node:
        """The row's index."""
        return index

    def siblings(self) -> Node:
        """The row's number under its parent."""
        if not self.facts.has_siblings:
            raise Problem("SD733", "the rows have no parent to be counted under")
        most = self.facts.most or self.facts.size
        return expr.modulo(self.index, expr.integer(max(most, 1)))

    def special(self, name: str, context: Context, options: Options) -> Value:
        """What needs other tables: a stand-in."""
        return self.stand_in(context.target)

    # Values ---------------------------------------------------------------------------------------

    def value(self, name: str) -> Value:
        """The column's value as other columns see it. Raises Problem, Misfit, Unbounded."""
        if name in self.values:
            return self.values[name]
        if name in self.busy:
            raise Problem("SD732", f"these columns need each other: {' → '.join(self.busy)}")
        target = self.targets[name]
        written = self.chosen.get(name)
        if written is None or written.generator in BY_COMPILER:
            self.opaque.add(name)
            return self._noted(name, self.stand_in(target))
        self.busy.append(name)
        try:
            value = _made(self.context(target, written), written)
            node, encoding = fitted(value, target)
        finally:
            self.busy.remove(name)
        return self._noted(name, Value(node, meaning_of(encoding, target), encoding.scale))

    def _noted(self, name: str, value: Value) -> Value:
        self.values[name] = value
        self.lets[name] = Let(name, value.node)
        return value

    def context(self, target: Target, written: Written) -> Context:
        """The context of a column's rule."""
        return Context(
            target=target,
            row=self,
            index=self.index,
            rows=self.facts.size,
            salts=("trial", target.table, target.column),
            locale=self.facts.locale,
            clock=CLOCK if self.facts.has_clock else None,
            unique=written.unique,
            distribution=written.distribution,
        )

    def stand_in(self, target: Target) -> Value:
        """A value of the column's type that is nobody's in particular."""
        draw = expr.modulo(expr.hashed(self.index, 1), expr.integer(1000))
        if target.array or target.type_name not in _STAND_INS:
            return Value(expr.concat(expr.text("x"), expr.to_text(draw)), "text")
        return _STAND_INS[target.type_name](draw)

    # Trying ---------------------------------------------------------------------------------------

    def tried(self, name: str, rule: RuleJson) -> "Sampled":
        """A column's values under a rule that is not chosen yet. Raises Unfit."""
        fork = self.forked()
        fork.choose(name, rule)
        written, target = fork.chosen[name], self.targets[name]
        try:
            value = _made(fork.context(target, written), written)
            node, encoding = fitted(value, target)
        except (Problem, Misfit, Unbounded, ValueError) as reason:
            raise Unfit(str(reason)) from reason
        return Sampled(fork, name, node, encoding)

    def samples(self, names: list[str]) -> list[dict[str, str | None]]:
        """The texts of these columns in some rows, save for the opaque ones. Raises Unfit."""
        shown: dict[str, tuple[Node, Encoding]] = {}
        for name in names:
            try:
                value = self.value(name)
                if name not in self.opaque:
                    shown[name] = fitted(value, self.targets[name])
            except (Problem, Misfit, Unbounded, ValueError) as reason:
                raise Unfit(str(reason)) from reason
        frame = self.frame
        texts = {
            name: [canonical_text(core, encoding) for core in frame.values(node)]
            for name, (node, encoding) in shown.items()
        }
        return [{name: texts[name][n] for name in texts} for n in range(len(frame.indexes))]

    @property
    def indexes(self) -> tuple[int, ...]:
        """The rows to look at: the first ones, and others all over the table."""
        high = self.index.high
        step = max(1, high // (SAMPLES // 2))
        found = [*range(SAMPLES // 2), *range(SAMPLES // 2, high + 1, step), high]
        return tuple(dict.fromkeys(n for n in found if n <= high))

    @property
    def frame(self) -> Frame:
        """These rows, with everything named."""
        return framed(tuple(self.lets.values()), self.indexes)


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """One column under a rule: its node and encoding, and the row it was made in."""

    row: Trial
    name: str
    node: Node
    encoding: Encoding

    @property
    def is_opaque(self) -> bool:
        """Whether the values are the compiler's to know."""
        return self.row.chosen[self.name].generator in BY_COMPILER

    def texts(self) -> list[str | None]:
        """The column's texts in some rows."""
        cores = self.row.frame.values(self.node)
        return [canonical_text(core, self.encoding) for core in cores]


def _made(context: Context, written: Written) -> Value:
    value: Value = GENERATORS[written.generator].make(context, written.options)
    if written.null == 0:
        return value
    absent = expr.less(context.uniform(1000, "null"), expr.integer(int(written.null * 1000)))
    node = expr.case([(absent, expr.null(value.node.kind))], value.node)
    return Value(node, value.meaning, value.scale)


def _number(draw: Node) -> Value:
    return Value(expr.add(draw, expr.integer(1)), "integer")


def _moment(draw: Node) -> Value:
    day = expr.add(draw, expr.integer(19_000))
    return Value(expr.multiply(day, expr.integer(86_400)), "timestamp")


_STAND_INS: Mapping[str, Callable[[Node], Value]] = {
    **dict.fromkeys(["int2", "int4", "int8", "numeric", "float4", "float8"], _number),
    **dict.fromkeys(["timestamp", "timestamptz"], _moment),
    "date": lambda draw: Value(expr.add(draw, expr.integer(19_000)), "date"),
    "time": lambda draw: Value(draw, "time"),
    "interval": lambda draw: Value(draw, "interval"),
    "bool": lambda draw: Value(expr.less(draw, expr.integer(500)), "boolean"),
}
