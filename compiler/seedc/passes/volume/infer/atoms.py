"""What a CHECK says, in pieces that a rule can be chosen by.

A condition is a choice of `Case`s, each a tuple of atoms that must all hold: its disjunctive form.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from seedc.quote import ident, literal

Sign = Literal["<", "<=", ">", ">=", "=", "<>"]

MIRRORED: dict[Sign, Sign] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
"""The same comparison with its sides exchanged."""
OPPOSITE: dict[Sign, Sign] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "="}
"""The comparison that holds where this one does not."""


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of the insert, and so many seconds more."""

    offset: Decimal = Decimal(0)


Literal_ = str | Now
"""A constant: its text as PostgreSQL reads it, without quotes; or the present."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A column beside a constant: `price > 0`."""

    column: str
    sign: Sign
    value: Literal_


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text is (in characters), or how many elements an array has."""

    column: str
    sign: Sign
    number: int


@dataclass(frozen=True, slots=True)
class Order:
    """A column beside another one of the row, `offset` more: `a < b + 1`. Of times the offset is in
    seconds, `whole` for a plain number, which counts days."""

    left: str
    sign: Sign
    right: str
    offset: Decimal = Decimal(0)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """A column is one of these texts, or none of them."""

    column: str
    values: tuple[str, ...]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Null:
    """A column is NULL, or is not."""

    column: str
    null: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A column matches a regular expression or a LIKE pattern; `inside` is false for NOT."""

    column: str
    kind: Literal["regex", "like", "similar"]
    pattern: str
    inside: bool = True
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A column equals an expression over others: `total = price * quantity`."""

    column: str
    sql: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Anything else, and the columns that it reads."""

    sql: str
    columns: tuple[str, ...]


Atom = Bound | Size | Order | Member | Null | Pattern | Formula | Other
Case = tuple[Atom, ...]


def columns_of(atom: Atom) -> tuple[str, ...]:
    """The columns that an atom reads."""
    if isinstance(atom, Order):
        return (atom.left, atom.right)
    if isinstance(atom, Formula):
        return (atom.column, *atom.columns)
    return atom.columns if isinstance(atom, Other) else (atom.column,)


def condition(pattern: Pattern) -> str:
    """A pattern as the SQL that it was read from."""
    word = {"regex": "~*" if pattern.ignore_case else "~", "similar": "SIMILAR TO"}.get(
        pattern.kind, "ILIKE" if pattern.ignore_case else "LIKE"
    )
    text = f"{ident(pattern.column)} {word} {literal(pattern.pattern)}"
    return text if pattern.inside else f"NOT ({text})"
