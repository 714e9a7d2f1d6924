"""sqlglot's nodes beside PostgreSQL's names, and the guard on the precedence of operators."""

import operator
import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from seedc.passes.predicate_terms import NotUnderstood

_D = exp.DataType.Type
FAMILIES = {
    _D.TEXT: "text",
    _D.VARCHAR: "text",
    _D.NAME: "name",
    _D.CHAR: "character",
    _D.BPCHAR: "character",
    _D.SMALLINT: "smallint",
    _D.INT: "integer",
    _D.BIGINT: "bigint",
    _D.DECIMAL: "numeric",
    _D.DOUBLE: "double precision",
    _D.FLOAT: "real",
    _D.BOOLEAN: "boolean",
    _D.DATE: "date",
    _D.TIME: "time",
    _D.TIMESTAMP: "timestamp",
    _D.TIMESTAMPTZ: "timestamptz",
    _D.INTERVAL: "interval",
    _D.UUID: "uuid",
    _D.VARBINARY: "bytea",
    _D.JSONB: "jsonb",
    _D.USERDEFINED: "user",
}
COMPARISONS: dict[type[exp.Expression], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
ARITHMETIC: dict[type[exp.Expression], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
}
# Nodes that are calls of one function, with their operands in order.
CALLS: dict[type[exp.Expression], tuple[str, tuple[str, ...]]] = {
    exp.Length: ("length", ("this",)),
    exp.BitLength: ("bit_length", ("this",)),
    exp.MD5: ("md5", ("this",)),
    exp.Lower: ("lower", ("this",)),
    exp.Upper: ("upper", ("this",)),
    exp.StrPosition: ("strpos", ("this", "substr")),
    exp.StartsWith: ("starts_with", ("this", "expression")),
    exp.Substring: ("substr", ("this", "start", "length")),
    exp.Left: ("left", ("this", "expression")),
    exp.Right: ("right", ("this", "expression")),
    exp.Concat: ("concat", ("expressions",)),
    exp.Coalesce: ("coalesce", ("this", "expressions")),
    exp.Nullif: ("nullif", ("this", "expression")),
    exp.Greatest: ("greatest", ("this", "expressions")),
    exp.Least: ("least", ("this", "expressions")),
    exp.Abs: ("abs", ("this",)),
    exp.Floor: ("floor", ("this",)),
    exp.Ceil: ("ceil", ("this",)),
    exp.Round: ("round", ("this", "decimals")),
    exp.Sign: ("sign", ("this",)),
    exp.ArraySize: ("array_length", ("this", "expression")),
    exp.ArrayPosition: ("array_position", ("this", "expression")),
}
TRIMS = {"": "btrim", "BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}
# Binding strength in src/backend/parser/gram.y, lowest and highest that the node may have been
# written with (LIKE is also `~~`, which binds like any other operator).
_STRENGTH: dict[type[exp.Expression], tuple[int, int]] = {
    exp.Or: (1, 1),
    exp.And: (2, 2),
    exp.Not: (3, 3),
    exp.Is: (4, 4),
    exp.NullSafeEQ: (4, 4),
    exp.NullSafeNEQ: (4, 4),
    **dict.fromkeys(COMPARISONS, (5, 5)),
    exp.Between: (6, 6),
    exp.In: (6, 6),
    exp.Like: (6, 7),
    exp.ILike: (6, 7),
    exp.Escape: (6, 6),
    exp.SimilarTo: (6, 6),
    exp.RegexpLike: (7, 7),
    exp.RegexpILike: (7, 7),
    exp.DPipe: (7, 7),
    exp.Add: (8, 8),
    exp.Sub: (8, 8),
    exp.Mul: (9, 9),
    exp.Div: (9, 9),
    exp.Mod: (9, 9),
    exp.Neg: (10, 10),
}
_LEFT_ASSOCIATIVE = (exp.Or, exp.And, exp.DPipe, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_OPERANDS = ("this", "expression", "low", "high")
# What sqlglot notes beside a node and PostgreSQL's meaning does not depend on.
_NOTES = frozenset(["safe", "typed", "coalesce", "ignore_nulls", "nested", "value_constructor"])


def guard(node: exp.Expression) -> None:
    """Raises NotUnderstood where PostgreSQL would group the operators in another way."""
    strength = _STRENGTH.get(type(node))
    if strength is None or isinstance(node, exp.Escape):  # LIKE … ESCAPE is one operator
        return
    for name in _OPERANDS:
        child = node.args.get(name)
        inner = _STRENGTH.get(type(child)) if isinstance(child, exp.Expression) else None
        if inner is None or inner[0] > strength[1]:
            continue
        chains = type(node) in _LEFT_ASSOCIATIVE and name == "this"
        if inner == strength and (chains or isinstance(node, exp.Not | exp.And | exp.Or | exp.Neg)):
            continue
        raise NotUnderstood("operators whose grouping needs parentheses to be certain")


def operands_of(node: exp.Expression, *names: str) -> list[exp.Expression]:
    """The operands of these names, lists flattened. Raises NotUnderstood for any other."""
    for name, value in node.args.items():
        if value and name not in names and name not in _NOTES:
            raise NotUnderstood(f"{node.key} with {name}")
    found: list[exp.Expression] = []
    for name in names:
        value = node.args.get(name)
        if value is not None:
            found.extend(value if isinstance(value, list) else [value])
    return found


def inside(node: exp.Expression) -> exp.Expression:
    """The one operand of parentheses, ANY or ALL."""
    inner = node.this
    if not isinstance(inner, exp.Expression):
        raise NotUnderstood(named(node))
    return inner


def family_of(target: exp.DataType) -> tuple[str, tuple[int, ...]]:
    """The family and the modifiers of a cast's type. Raises NotUnderstood where it has none."""
    if target.this == _D.ARRAY and len(target.expressions) == 1:
        family, modifiers = family_of(target.expressions[0])
        return f"{family}[]", modifiers
    family = FAMILIES.get(target.this, "")
    if not family:
        raise NotUnderstood(f"a cast to {target.sql(dialect='postgres')}")
    modifiers = tuple(int(each.this.this) for each in target.expressions)
    if target.this == _D.CHAR and not modifiers:
        modifiers = (1,)
    return family, modifiers


def named(node: exp.Expression) -> str:
    """What a reason calls a node: `the construct current date`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__)
    return f"the construct {words.lower()}"
