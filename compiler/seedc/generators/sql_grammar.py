"""sqlglot's trees of expressions: read, checked against PostgreSQL's precedence, taken apart.

Nodes are known by the names of their classes, which differ less between releases than the classes.
A tree counts only where PostgreSQL's own grammar groups the operators in the same way.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from seedc.generators.context import Problem
from seedc.generators.sql_terms import UNDERSTOOD, not_understood

Tree = exp.Expression


@lru_cache(maxsize=1000)
def parse(text: str) -> Tree:
    """The tree of an expression, which nobody changes: every profile reads it again. Raises Problem
    (SD739)."""
    try:
        select = sqlglot.parse_one(f"SELECT ({_with_casts(text)}\n)", read="postgres")
    except (SqlglotError, ValueError, RecursionError) as error:
        raise Problem("SD739", f"{text[:80]!r} is no SQL expression", help=UNDERSTOOD) from error
    clauses = [name for name, value in select.args.items() if value and name != "expressions"]
    found = select.args.get("expressions") or []
    if not isinstance(select, exp.Select) or clauses or len(found) != 1:
        raise Problem("SD739", f"{text[:80]!r} is more than one expression", help=UNDERSTOOD)
    (tree,) = found
    if not isinstance(tree, exp.Paren):
        raise Problem("SD739", f"{text[:80]!r} is more than one expression", help=UNDERSTOOD)
    inner: Tree = tree.this
    return inner


def _with_casts(text: str) -> str:
    """The text with INTERVAL '…' as a cast of the string. sqlglot takes such a string apart itself,
    and loses what follows the first unit: of `1 day 02:00:00` it keeps the day."""
    tokens = sqlglot.tokenize(text, read="postgres")
    for word, string in reversed(list(pairwise(tokens))):
        if (word.token_type.name, string.token_type.name) == ("INTERVAL", "STRING"):
            quoted = text[string.start : string.end + 1]
            text = f"{text[: word.start]}CAST({quoted} AS INTERVAL){text[string.end + 1 :]}"
    return text


def named_columns(tree: Tree) -> Iterator[str]:
    """The names of the columns that a tree reads, again where they are read again."""
    for node in tree.find_all(exp.Column):
        yield column_name(node)


def column_name(node: Tree) -> str:
    """A column's name as PostgreSQL folds it; a qualified one is a foreign key's column and a
    column of the row that it refers to. Raises Problem (SD739) for more than that."""
    (*qualifier, identifier) = operands(node, "table", "this")
    return ".".join(_folded(part) for part in (*qualifier, identifier))


def _folded(identifier: Tree) -> str:
    name = str(identifier.this)
    if class_of(identifier) != "Identifier":
        raise unknown(identifier)
    if identifier.args.get("quoted"):
        return name
    return "".join(c.lower() if c.isascii() else c for c in name)


def class_of(node: Tree) -> str:
    """The name of a node's class."""
    return type(node).__name__


COMPARISONS = {"EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Mod": "%"}
# Nodes that are calls of one function, with their operands in order.
CALLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Abs": ("abs", ("this",)),
    "Ceil": ("ceil", ("this",)),
    "Concat": ("concat", ("expressions",)),
    "ConcatWs": ("concat_ws", ("expressions",)),
    "Encode": ("encode", ("this", "charset")),
    "Floor": ("floor", ("this",)),
    "Left": ("left", ("this", "expression")),
    "Length": ("length", ("this",)),
    "Lower": ("lower", ("this",)),
    "MD5": ("md5", ("this",)),
    "Replace": ("replace", ("this", "expression", "replacement")),
    "Right": ("right", ("this", "expression")),
    "Round": ("round", ("this", "decimals")),
    "StartsWith": ("starts_with", ("this", "expression")),
    "Substring": ("substr", ("this", "start", "length")),
    "Translate": ("translate", ("this", "from_", "to")),
    "Trunc": ("trunc", ("this", "decimals")),
    "Upper": ("upper", ("this",)),
}
_TYPES = {
    "TEXT": "text",
    "VARCHAR": "varchar",
    "SMALLINT": "smallint",
    "INT": "integer",
    "BIGINT": "bigint",
    "DECIMAL": "numeric",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMPTZ": "timestamptz",
    "INTERVAL": "interval",
    "UUID": "other",
    "USERDEFINED": "other",
}
# How strongly operators bind in src/backend/parser/gram.y, the weakest first. LIKE is also
# written ~~, which binds like any other operator, so that it may be either of two.
_STRENGTH: dict[str, tuple[int, int]] = {
    "Or": (1, 1),
    "And": (2, 2),
    "Not": (3, 3),
    **dict.fromkeys(["Is", "NullSafeEQ", "NullSafeNEQ"], (4, 4)),
    **dict.fromkeys(COMPARISONS, (5, 5)),
    **dict.fromkeys(["Between", "In"], (6, 6)),
    "Like": (6, 7),
    "DPipe": (7, 7),
    **dict.fromkeys(["Add", "Sub"], (8, 8)),
    **dict.fromkeys(["Mul", "Div", "Mod"], (9, 9)),
    "Neg": (11, 11),
    "AtTimeZone": (10, 10),
}
_PREFIX = ("Not", "Neg")
_CHAINS = ("Or", "And", "DPipe", "Add", "Sub", "Mul", "Div", "Mod")
_NOTES = frozenset(["safe", "typed", "coalesce", "ignore_nulls", "nested", "value_constructor"])
"""What sqlglot notes beside a node, and PostgreSQL's meaning does not depend on."""


def guard(node: Tree) -> None:
    """Raises Problem (SD739) where PostgreSQL would group the operators in another way: an operand
    without parentheses binds more strongly than its operator, or continues its chain."""
    name = class_of(node)
    strength = _STRENGTH.get(name)
    if strength is None:
        return
    for place in ("this", "expression", "low", "high"):
        child = node.args.get(place)
        inner = _STRENGTH.get(class_of(child)) if isinstance(child, Tree) else None
        if inner is None or inner[0] > strength[1]:
            continue
        chained = name in _PREFIX or (name in _CHAINS and place == "this") or name in ("Or", "And")
        if inner != strength or not chained:
            raise not_understood(
                "operators whose grouping is not certain", "put parentheses around the inner one"
            )


def operands(node: Tree, *names: str) -> list[Tree]:
    """The operands of these names, lists flattened. Raises Problem (SD739) for any other."""
    for name, value in node.args.items():
        if value and name not in names and name not in _NOTES:
            raise not_understood(f"{words(node)} with {name.replace('_', ' ')}")
    found: list[Tree] = []
    for name in names:
        value = node.args.get(name)
        if value is not None:
            found.extend(value if isinstance(value, list) else [value])
    return found


def bare(node: Tree) -> Tree:
    """What is inside of parentheses."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def cast_type(node: Tree) -> tuple[str, tuple[int, ...]]:
    """The type that a cast names, as `sql_casts.TYPES` does, and its modifiers. Raises Problem
    (SD739)."""
    found: Any = node.this
    name = _TYPES.get(getattr(found, "name", ""))
    if name is None:
        raise not_understood(
            f"a cast to {str(getattr(found, 'name', node)).lower()}",
            "understood are text, varchar, the integers, numeric, boolean, date, time, timestamp,"
            " timestamptz and interval",
        )
    modifiers = [each.this.this for each in node.args.get("expressions") or []]
    if not all(str(each).isdigit() for each in modifiers):
        raise not_understood("a cast with such modifiers")
    return name, tuple(int(each) for each in modifiers)


def words(node: Tree) -> str:
    """What a message calls a node: `current date`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", class_of(node)).lower()


def unknown(node: Tree) -> Problem:
    """The Problem of a node that there is no rule for."""
    if class_of(node) == "Anonymous":
        return not_understood(f"the function {str(node.this).lower()}")
    if class_of(node) in ("CurrentDate", "CurrentTimestamp", "CurrentTime", "Localtimestamp"):
        return not_understood(
            "the time of now", 'write the date itself, or a column with the rule {"timestamp": …}'
        )
    return not_understood(f"{words(node)!r}")
