"""A row to try one generator in, without a schema: columns are given, nested rules are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seedc.generators.context import Context, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.rules import read_rule
from seedc.generators.values import Target, Value, fitted
from seedc.ir import expr
from seedc.ir.expr import Let, Node
from seedc.ir.interpret import evaluate

TEXT = Target(table="shop.things", column="thing", type_name="text", type_sql="text")
CLOCK = 1_767_225_600  # 2026-01-01T00:00:00Z


@dataclass(eq=False)
class StubRow:
    """`given` are other columns of the row; `texts` the curated values of any table's column."""

    given: Mapping[str, Value] = field(default_factory=dict)
    texts: Sequence[str] = ()
    lets: dict[str, Let] = field(default_factory=dict)

    def column(self, name: str) -> Value:
        if name not in self.given:
            raise Problem("SD731", f'shop.things has no column "{name}"')
        value = self.given[name]
        self.lets.setdefault(name, Let(name, value.node))
        return Value(expr.column(name, value.node), value.meaning, value.scale)

    def let(self, name: str, node: Node) -> Node:
        if node.is_constant or node.op in ("column", "index"):
            return node
        found = self.lets.setdefault(name, Let(name, node))
        return expr.column(name, found.node) if found.node == node else self.let(f"{name}'", node)

    def generate(self, context: Context, rule: Any, purpose: str, target: Target) -> Value:
        written = read_rule(rule)
        inner = context.inner(
            purpose, target=target, unique=written.unique, distribution=written.distribution
        )
        found: Value = GENERATORS[written.generator].make(inner, written.options)
        return found

    def curated(self, table: str, column: str) -> tuple[str, ...]:
        return tuple(self.texts)

    def slot(self, index: Node, count: int) -> Node:
        return index

    def siblings(self) -> Node:
        return expr.modulo(expr.index(0, 999), expr.integer(10))

    def special(self, name: str, context: Context, options: Any) -> Value:
        raise AssertionError(f"{name} needs tables")


def made(
    rule: Mapping[str, Any], target: Target = TEXT, rows: int = 50, **row: Any
) -> tuple[Value, StubRow]:
    """The Value of a rule for a column of a table of so many rows, and the row it stands in.
    `locale`, `clock` and `environment` are the context's; the rest is the StubRow's."""
    facts = {k: row.pop(k) for k in ("locale", "environment") if k in row}
    stub = StubRow(**row)
    written = read_rule(rule)
    context = Context(
        target=target,
        row=stub,
        index=expr.index(0, max(rows - 1, 0)),
        rows=rows,
        salts=("1", "shop", target.table, target.column),
        clock=CLOCK,
        unique=written.unique,
        distribution=written.distribution,
        **facts,
    )
    value: Value = GENERATORS[written.generator].make(context, written.options)
    return value, stub


def sample(rule: Mapping[str, Any], target: Target = TEXT, rows: int = 50, **row: Any) -> list[Any]:
    """The core values (after `fitted` to the target) of the first rows."""
    value, stub = made(rule, target, rows, **row)
    node, _ = fitted(value, target)
    found = []
    for index in range(rows):
        cells: dict[str, Any] = {}
        for let in stub.lets.values():
            cells[let.name] = evaluate(let.node, index, cells)
        found.append(evaluate(node, index, cells))
    return found
