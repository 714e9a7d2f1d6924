"""What SQL expressions are lowered to: nodes with the PostgreSQL type that decides what follows.

No tree of a parser is known here. `Once` is how a node that is read several times gets a name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from seedc.generators.context import Problem
from seedc.ir import expr
from seedc.ir.arithmetic import DAY, rescaled
from seedc.ir.expr import Kind, Node

Family = Literal[
    "integer", "decimal", "boolean", "text", "date", "time", "timestamp", "interval", "literal",
    "unknown", "bytes", "digest",
]  # fmt: skip
Once = Callable[[Node], Node]
"""The same value under a name, so that it is computed once however often it is read."""

UNDERSTOOD = (
    "understood are + - * %, / of integers, round(x / y, n), comparisons, AND, OR, NOT, IS,"
    " BETWEEN, IN, LIKE, CASE, ||, casts, dates and fixed intervals, and the functions listed"
    " under sql"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A node and its type.

    Families are the meanings of a Value, and four more: `unknown` is a bare string or NULL, whose
    type its surroundings decide; `bytes` is a text's UTF-8, `digest` the hexadecimal digits of a
    bytea. `uneven` decimals keep, in PostgreSQL, a scale of their own in every row; `nonzero` was
    made so by NULLIF.
    """

    node: Node
    family: Family
    scale: int = 0
    uneven: bool = False
    nonzero: bool = False


NUMBERS = ("integer", "decimal")
ELAPSED = ("time", "timestamp", "interval")
ORDERED = (*NUMBERS, *ELAPSED, "date")


def not_understood(what: str, help: str = UNDERSTOOD) -> Problem:
    """The Problem (SD739) of an expression with this in it."""
    return Problem("SD739", f"the SQL expression has {what}, which is not understood", help=help)


def kind_of(family: Family) -> Kind:
    """What the core values of a family are."""
    if family == "boolean":
        return "bool"
    return "int" if family in ORDERED else "text"


def is_null_constant(term: Term) -> bool:
    """Whether it is NULL itself."""
    return term.node.is_constant and term.node.constant is None


def scaled(term: Term, scale: int) -> Node:
    """The node of a number, or of what is elapsed, in units of a scale that is not smaller."""
    return rescaled(term.node, term.scale, scale)


def moment(term: Term) -> Term:
    """A date as its midnight; a timestamp as it is."""
    if term.family != "date":
        return term
    return Term(expr.multiply(term.node, expr.integer(DAY)), "timestamp")


def as_text(term: Term, what: str) -> Node:
    """The text that a function is given. Raises Problem (SD739) for what is no text."""
    if term.family not in ("text", "unknown"):
        raise not_understood(f"{what} of a value of type {term.family}", "cast it with ::text")
    return term.node


def constant_text(term: Term, what: str) -> str:
    """A text that is written there. Raises Problem (SD739)."""
    value = term.node.constant if term.node.is_constant else None
    if not isinstance(value, str) or term.family not in ("text", "unknown"):
        raise not_understood(f"{what} that is not a constant")
    return value


def constant_integer(term: Term, what: str) -> int:
    """A whole number that is written there. Raises Problem (SD739)."""
    value = term.node.constant if term.node.is_constant else None
    if not isinstance(value, int) or term.family != "integer":
        raise not_understood(f"{what} that is not a constant")
    return value
