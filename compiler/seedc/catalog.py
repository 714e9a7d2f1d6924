"""The Catalog: what is known of a database's schema. Data only, no behaviour beyond look-ups.

Both ways in (DDL text and a live database) build the same Catalog; origins take no part in
equality. All names are folded and truncated as PostgreSQL stores them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from seedc.origin import Origin


@dataclass(frozen=True, slots=True, order=True)
class QualifiedName:
    """A schema and a name, as stored in pg_class or pg_type (no quotes)."""

    schema: str
    name: str

    def __str__(self) -> str:
        """For messages: `storefront.vendors`."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A use of a type. `name` is pg_type's own spelling: `pg_catalog.int4`, `storefront.status`.

    `modifiers` are the numbers as written (`varchar(3)` → `(3,)`, `numeric(10,2)` → `(10, 2)`,
    `timestamp(3)` → `(3,)`; `character` and `bit` without a length carry `(1,)`).
    `fields` are an interval's fields in lower case (`"day to second"`). For an array, `name` and
    `modifiers` are the element's and `array` is true; PostgreSQL keeps no number of dimensions.
    """

    name: QualifiedName
    modifiers: tuple[int, ...] = ()
    fields: str = ""
    array: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """An SQL expression of the schema as PostgreSQL's grammar prints it.

    `text` names columns bare; `aliased` is the same with every column reference prefixed by
    `ROW_ALIAS`, so that a script can put its own alias there. `columns` are the columns it reads,
    sorted. `normal` is what equality goes by: the text without casts and function schemas, which
    the server adds when it prints what it stored. It is never written into a script.
    """

    text: str = field(compare=False)
    aliased: str = field(default="", compare=False)
    columns: tuple[str, ...] = ()
    normal: str = ""


ROW_ALIAS = "seedc_row"
"""The placeholder alias in `Expression.aliased`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `default` is absent for identity and generated columns, for `DEFAULT NULL`, and
    where `sequence` says it all.

    `sequence` is the sequence an insert without a value would advance (identity, serial, or a
    default that is exactly `nextval` of a constant).
    """

    name: str
    type: TypeRef
    not_null: bool = False
    default: Expression | None = None
    identity: Literal["", "always", "by default"] = ""
    generated: Literal["", "stored", "virtual"] = ""
    generation: Expression | None = None
    sequence: QualifiedName | None = None
    collation: str | None = None
    comment: str | None = field(default=None)
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexElement:
    """One key of a unique index: a column or an expression, never both."""

    column: str | None = None
    expression: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """A primary key, unique constraint or unique index; each is a possible arbiter of an upsert.

    `predicate` makes it partial. A deferrable one cannot be an arbiter (PostgreSQL's rule).
    """

    name: str
    kind: Literal["primary", "constraint", "index"]
    elements: tuple[IndexElement, ...]
    predicate: Expression | None = None
    nulls_not_distinct: bool = False
    deferrable: bool = False
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The key's columns in order, or None where an element is an expression."""
        names = tuple(e.column for e in self.elements if e.column is not None)
        return names if len(names) == len(self.elements) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key. `references` are the referenced columns, filled in from the primary key where
    the DDL left them out. Actions are in lower case: `no action`, `restrict`, `cascade`,
    `set null`, `set default`."""

    name: str
    columns: tuple[str, ...]
    table: QualifiedName
    references: tuple[str, ...]
    on_delete: str = "no action"
    on_update: str = "no action"
    match_full: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    valid: bool = True
    enforced: bool = True
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A CHECK constraint of a table or domain (in a domain the value is called `VALUE`)."""

    name: str
    expression: Expression
    valid: bool = True
    enforced: bool = True
    no_inherit: bool = False
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An EXCLUDE constraint; `elements` pair each key with its operator (`&&`)."""

    name: str
    method: str
    elements: tuple[tuple[IndexElement, str], ...]
    predicate: Expression | None = None
    deferrable: bool = False
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A user trigger. `events` is a sorted subset of delete, insert, truncate, update."""

    name: str
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]
    row: bool
    function: str
    enabled: bool = True
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that can hold rows. Tuples of constraints are sorted by name, columns by position."""

    name: QualifiedName
    kind: Literal["table", "partitioned", "partition", "foreign"] = "table"
    columns: tuple[Column, ...]
    uniques: tuple[Unique, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    partition_of: QualifiedName | None = None
    partition_key: str | None = None
    partition_bound: str | None = None
    inherits: tuple[QualifiedName, ...] = ()
    row_security: bool = False
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)

    @property
    def primary_key(self) -> Unique | None:
        """The primary key, where there is one."""
        return next((u for u in self.uniques if u.kind == "primary"), None)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((c for c in self.columns if c.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumType:
    """An enum and its labels in order."""

    name: QualifiedName
    labels: tuple[str, ...]
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainType:
    """A domain over `base` (which may be another domain)."""

    name: QualifiedName
    base: TypeRef
    not_null: bool = False
    default: Expression | None = None
    checks: tuple[Check, ...] = ()
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeType:
    """A composite type and its attributes in order."""

    name: QualifiedName
    attributes: tuple[tuple[str, TypeRef], ...]
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeType:
    """A user-defined range type; its multirange is a type of its own name."""

    name: QualifiedName
    subtype: TypeRef
    multirange: QualifiedName
    comment: str | None = None
    origin: Origin | None = field(default=None, compare=False)


UserType = EnumType | DomainType | CompositeType | RangeType


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A sequence; `owned_by` is the table and column that drop with it."""

    name: QualifiedName
    type: Literal["smallint", "integer", "bigint"] = "bigint"
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False
    owned_by: tuple[QualifiedName, str] | None = None
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All of it, each mapping in order of its keys. Partitions are tables of their own."""

    tables: Mapping[QualifiedName, Table]
    types: Mapping[QualifiedName, UserType]
    sequences: Mapping[QualifiedName, Sequence]
    extensions: tuple[str, ...] = ()
