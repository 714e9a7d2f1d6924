"""Parts of statements as written, in the project's own words: names, types, columns, constraints.

Names are as written (a schema only where one was written); the applier resolves them against the
search path of that moment.
"""

from dataclasses import dataclass, field
from typing import Literal

from seedc.catalog import Expression
from seedc.origin import Origin


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written; `schema` is None where none was."""

    schema: str | None
    name: str
    origin: Origin = field(compare=False)

    def __str__(self) -> str:
        """For messages."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class TypeUse:
    """A type as written. `modifiers` and `fields` are as in catalog.TypeRef."""

    name: Name
    modifiers: tuple[int, ...] = ()
    fields: str = ""
    array: bool = False


ConstraintKind = Literal["check", "primary", "unique", "foreign", "exclude", "not null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """A key of an index: a column, or an expression with the name an index would give it."""

    column: str | None = None
    expression: Expression | None = None
    label: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintSpec:
    """A constraint as written, at a column or at the table; fields of other kinds are empty.

    `keys` are the columns of a primary key, unique or foreign key (empty for a foreign key written
    at its column: `column` says which) or the elements of an exclusion. `index` is that of USING
    INDEX.
    """

    kind: ConstraintKind
    origin: Origin = field(compare=False)
    name: str | None = None
    column: str | None = None
    keys: tuple[KeyPart, ...] = ()
    including: tuple[str, ...] = ()
    expression: Expression | None = None
    predicate: Expression | None = None
    method: str = ""
    index: str | None = None
    table: Name | None = None
    references: tuple[str, ...] = ()
    on_delete: str = "no action"
    on_update: str = "no action"
    match_full: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    valid: bool = True
    enforced: bool = True
    no_inherit: bool = False
    nulls_not_distinct: bool = False
    without_overlaps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceOptions:
    """The options of a sequence; None where not written. `owned_by` is (table, column), or
    `"none"`."""

    type: TypeUse | None = None
    start: int | None = None
    increment: int | None = None
    minimum: int | Literal["default"] | None = None
    maximum: int | Literal["default"] | None = None
    cache: int | None = None
    cycle: bool | None = None
    name: Name | None = None
    owned_by: tuple[Name, str] | Literal["none"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """A column as written; `type` is None only in a typed table or partition."""

    name: str
    type: TypeUse | None
    origin: Origin = field(compare=False)
    not_null: bool = False
    null: bool = False
    default: Expression | None = None
    identity: Literal["", "always", "by default"] = ""
    identity_options: SequenceOptions = SequenceOptions()
    generated: Literal["", "stored", "virtual"] = ""
    generation: Expression | None = None
    collation: str | None = None
    constraints: tuple[ConstraintSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """`LIKE source INCLUDING …`; `including` holds lower-case words (`defaults`, `indexes`)."""

    source: Name
    including: frozenset[str]
