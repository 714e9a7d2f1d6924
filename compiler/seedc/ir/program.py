"""The Program's nodes: datasets of stages of table loads. A backend needs no other input.

A table load holds curated rows, each written out, and generated rows, which are a function.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seedc.catalog import Expression, ForeignKey, IndexElement, QualifiedName, Table, Trigger
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let
from seedc.jsonvalue import Pointer

Policy = Literal["keep", "update", "sync"]


@dataclass(frozen=True, slots=True)
class Row:
    """A curated row: its `__key__`, one PostgreSQL input text (or None: NULL) for each column of
    its group, and where its entity stands (`file`, `pointer`)."""

    key: str
    values: tuple[str | None, ...]
    file: str
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadColumn:
    """A column that a load writes.

    `type` is the column's type in SQL, fully qualified where it is not PostgreSQL's own, with
    modifiers (`character varying(3)`, `storefront.status[]`); `value_type` is what a literal is
    cast to: the same, but a domain's base type. `bare` and `comparable` are the codec's.
    `operators` is the schema that must be searched for the type's own `=` to be found: that of the
    type, where an extension brought it; empty for all others, which compare by pg_catalog's.
    """

    name: str
    type: str
    value_type: str
    not_null: bool
    identity: Literal["", "always", "by default"]
    bare: bool
    comparable: bool
    operators: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Rows of one table that give values to the same columns; columns in table order, rows in the
    order of their files. What a row leaves out gets the column's default and is never touched."""

    columns: tuple[LoadColumn, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arbiter:
    """How a row is recognised in the table.

    `elements` are the key (columns, or expressions over columns); `predicate` belongs to a partial
    unique index. `upsert` says that ON CONFLICT may name it: false for a deferrable key, and for a
    table without any key, whose `elements` are then all columns the rows give.
    """

    name: str | None
    elements: tuple[IndexElement, ...]
    predicate: Expression | None = None
    nulls_not_distinct: bool = False
    upsert: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedColumn:
    """A column of generated rows: its core value is the let of its name, `encoding` says how that
    becomes a value of the column's type."""

    column: LoadColumn
    encoding: Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFunction:
    """Rows as a function of an index: `lets` name the row's columns and what they are computed
    from, in an order in which they can be. The indexes are 0 to `count` - 1, or `indexes`."""

    lets: tuple[Let, ...]
    count: int = 0
    indexes: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.count + len(self.indexes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A column of generated rows that is an aggregate over children: `operation` (sum, count, min,
    max) of `column` over the rows of `child` whose `columns` equal this table's `references`."""

    name: str
    operation: str
    child: QualifiedName
    column: str
    columns: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Bounds on a column over all generated rows. `kind` says of what: every value (`between`, of
    the column's type), their `mean`, the share of `nulls`, or the `share` of one value."""

    column: str
    kind: Literal["between", "mean", "nulls", "share"]
    low: str
    high: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedRows:
    """The generated rows of one table. `functions` are the rows with dense indexes, then those with
    listed ones; `columns` are the same for both, in table order."""

    policy: Policy
    arbiter: Arbiter
    columns: tuple[GeneratedColumn, ...]
    functions: tuple[RowFunction, ...]
    agreements: tuple[Agreement, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(function.size for function in self.functions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Which primary keys are seed-owned by their value alone, in one single-column key.

    Integers: `low` ≤ id < `high`, curated rows from `middle`. uuid: `prefix` is the text that every
    seeded id of this dataset and table begins with; curated ones have the bit that ids.py tells.
    """

    column: str
    type: str
    low: int = 0
    middle: int = 0
    high: int = 0
    prefix: str = ""
    shared: bool = False
    """Another dataset of the project seeds the same table in the same band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceMove:
    """The sequence of `table.column` must stand at `value` or past it; it is never moved back."""

    sequence: QualifiedName
    table: QualifiedName
    column: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLoad:
    """All that one dataset writes into one table.

    `referenced_by` are the foreign keys of the whole catalog that point at the table, each with the
    referencing table: what a delete must look at. `siblings` are ids that other datasets own in the
    same table, so that `sync` leaves them.
    """

    table: Table
    policy: Policy
    arbiter: Arbiter
    groups: tuple[RowGroup, ...]
    generated: GeneratedRows | None = None
    band: Band | None = None
    referenced_by: tuple[tuple[QualifiedName, ForeignKey], ...] = ()
    siblings: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    adopt_guard: bool = False
    """Matched by a natural key while other seed rows refer to the surrogate key: the script refuses
    a database in which the same natural key stands under another id."""
    inherited: bool = False
    """Other tables INHERIT from it: their rows are not its own, so reading it says ONLY."""

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all groups."""
        for group in self.groups:
            yield from group.rows

    @property
    def size(self) -> int:
        """How many rows there are, curated and generated."""
        curated = sum(len(group.rows) for group in self.groups)
        return curated + (self.generated.size if self.generated else 0)

    @property
    def columns(self) -> tuple[LoadColumn, ...]:
        """Every column that any row gives, in table order."""
        found = {c.name: c for group in self.groups for c in group.columns}
        if self.generated is not None:
            found |= {c.column.name: c.column for c in self.generated.columns}
        return tuple(found[c.name] for c in self.table.columns if c.name in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Tables that load in one statement: one table, or all of a cycle of foreign keys.

    `cyclic` is true where rows of the stage may refer to each other in any order (several tables,
    or one that refers to itself)."""

    loads: tuple[TableLoad, ...]
    cyclic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetProgram:
    """One dataset under one profile, stages in foreign-key order. `volume` holds the loads with
    generated rows once more, in the order in which these are written, after all curated rows.

    Generated rows are written in batches of `batch` rows, each a transaction of its own unless
    `single` asks for one transaction around everything. `rebuild` is bulk mode: foreign keys and
    indexes of the tables with generated rows are dropped while these are loaded; it comes
    with `single`."""

    dataset: str
    profile: str
    stages: tuple[Stage, ...]
    volume: tuple[Stage, ...] = ()
    batch: int = 10_000
    single: bool = False
    rebuild: bool = False
    sequences: tuple[SequenceMove, ...] = ()
    protected: tuple[str, ...] = ()
    """Values of APP_ENV, upper case, that the script refuses without FORCE_SEED=true."""

    @property
    def loads(self) -> Iterator[TableLoad]:
        """Every table load in order."""
        for stage in self.stages:
            yield from stage.loads
