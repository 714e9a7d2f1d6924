"""The SeedPlan: entities bound to tables, members to columns. After `bind` no name is a string.

Rows of one table that give the same members share a `Shape`, worked out once; every later pass goes
through a shape's rows column by column.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from seedc.catalog import Catalog, Column, DomainType, ForeignKey, QualifiedName, Table
from seedc.diagnostics import Note
from seedc.frontend.seed.document import Entity, SeedDoc
from seedc.ids import IntegerBand
from seedc.passes.bands import key_bands, needed_columns
from seedc.passes.names import TableNames
from seedc.settings import DatasetSettings, TableSettings
from seedc.types.codec import Codec
from seedc.types.names import domain_chain
from seedc.types.registry import codec_for


class Unresolved:
    """The state of a cell: not computed yet, being computed, or wrong and reported."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


PENDING = Unresolved("PENDING")
RUNNING = Unresolved("RUNNING")
WRONG = Unresolved("WRONG")


@dataclass(frozen=True, slots=True)
class FromField:
    """The column is the entity's member `name`; `references` are its foreign keys, each by the
    table that it references, with the referenced column."""

    name: str
    references: dict[QualifiedName, tuple[ForeignKey, str]]


@dataclass(frozen=True, slots=True)
class FromParent:
    """The column is filled from `column` of the entity that holds this one."""

    foreign_key: ForeignKey
    column: str


@dataclass(frozen=True, slots=True)
class FromSibling:
    """The column is the part `column` of a composite foreign key whose entity the member `name`
    names."""

    name: str
    foreign_key: ForeignKey
    column: str


@dataclass(frozen=True, slots=True)
class FromKey:
    """The column is the surrogate key, derived from `__key__`."""


Source = FromField | FromParent | FromSibling | FromKey


def source_words(source: Source) -> str:
    """Where a value comes from, for messages and dumps."""
    if isinstance(source, FromField):
        return f'"{source.name}"'
    if isinstance(source, FromSibling):
        return f'the entity that "{source.name}" names'
    return "__key__" if isinstance(source, FromKey) else "the entity that holds this one"


@dataclass(frozen=True, slots=True, eq=False)
class BoundTable:
    """What the passes ask of one table, worked out once per dataset."""

    table: Table
    settings: TableSettings | None
    columns: dict[str, Column]
    codecs: dict[str, Codec]
    domains: dict[str, tuple[DomainType, ...]]
    foreign_keys: dict[str, tuple[ForeignKey, ...]]
    id_column: str | None
    key_column: str | None
    """`id_column` is what the member `id` means; `key_column` the single-column primary key."""
    band: IntegerBand | None
    """Where the ids lie that an integer key gets: in the band of its type, or of the narrowest
    type among the columns that refer to it. None for other keys."""
    needed: frozenset[str]
    """The columns that a column which may not be NULL refers to."""
    composite: tuple[str, ...]
    """The columns that take part in a foreign key of several columns."""
    memo: dict[tuple[str, ...], Any] = field(default_factory=dict)
    """What follows from the table alone, kept by those who work it out for the other profiles."""

    def required(self, column: Column) -> bool:
        """Whether NULL is refused, by the column or by its domain."""
        return column.not_null or any(d.not_null for d in self.domains[column.name])

    def filled(self, column: Column) -> bool:
        """Whether the database fills the column when an insert leaves it out."""
        return bool(
            column.default is not None
            or column.identity
            or column.generated
            or column.sequence is not None
            or any(d.default is not None for d in self.domains[column.name])
        )


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The rows of one table that give values to the same columns in the same way."""

    bound: BoundTable
    columns: tuple[str, ...]
    sources: tuple[tuple[Source, ...], ...]
    index: dict[str, int]
    faulty: bool = False
    """Whether a member cannot be bound; each row's place is then reported."""
    rows: list["BoundRow"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class BoundRow:
    """An entity in its shape. `values` holds a PostgreSQL input text, None for NULL, or a state,
    for each of the shape's columns; `number` counts the file's entities in document order."""

    entity: Entity
    shape: Shape
    doc: SeedDoc
    parent: "BoundRow | None"
    number: int
    values: list[Any]


@dataclass(slots=True, eq=False)
class BoundFile:
    """One seed file: its entities by key, its shapes in order of appearance."""

    doc: SeedDoc
    keys: dict[str, BoundRow] = field(default_factory=dict)
    shapes: dict[Hashable, Shape] = field(default_factory=dict)
    rows: list[BoundRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class SeedPlan:
    """One dataset: its Catalog, settings, tables by name as they are met, files sorted by name."""

    dataset: str
    catalog: Catalog
    settings: DatasetSettings
    names: TableNames
    tables: dict[QualifiedName, BoundTable] = field(default_factory=dict)
    files: list[BoundFile] = field(default_factory=list)
    bands: dict[QualifiedName, IntegerBand] = field(init=False)
    needed: dict[QualifiedName, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", key_bands(self.catalog))
        object.__setattr__(self, "needed", needed_columns(self.catalog))

    def bound(self, table: Table) -> BoundTable:
        """The BoundTable of a table, made when first asked for."""
        found = self.tables.get(table.name)
        if found is None:
            settings = self.names.settings.get(table.name)
            found = _bound_table(self, table, settings)
            self.tables[table.name] = found
        return found


def _bound_table(plan: SeedPlan, table: Table, settings: TableSettings | None) -> BoundTable:
    catalog = plan.catalog
    foreign_keys: dict[str, tuple[ForeignKey, ...]] = {}
    for foreign_key in table.foreign_keys:
        for name in foreign_key.columns:
            foreign_keys[name] = (*foreign_keys.get(name, ()), foreign_key)
    primary = table.primary_key.columns if table.primary_key else None
    computed = {column.name for column in table.columns if column.generated}
    key_column = primary[0] if primary and len(primary) == 1 else None
    if key_column in computed:
        key_column = None  # the database's to say, and not made from a key of ours
    return BoundTable(
        table=table,
        settings=settings,
        columns={column.name: column for column in table.columns},
        codecs={column.name: codec_for(column.type, catalog) for column in table.columns},
        domains={column.name: domain_chain(column.type, catalog) for column in table.columns},
        foreign_keys=foreign_keys,
        id_column="id" if table.column("id") else key_column,
        key_column=key_column,
        band=plan.bands.get(table.name) if key_column else None,
        needed=plan.needed.get(table.name, frozenset()),
        composite=tuple(
            name for name, keys in foreign_keys.items() if any(len(key.columns) > 1 for key in keys)
        ),
    )


def reference_notes(bound: BoundTable, source: FromField) -> tuple[Note, ...]:
    """A note for each foreign key that a member may refer through."""
    return tuple(
        Note(f"{bound.table.name}.{', '.join(key.columns)} references {table}", key.origin)
        for table, (key, _) in source.references.items()
    )


def value_help(bound: BoundTable, column: str) -> str:
    """What to do about a referenced column without a value in the file."""
    if bound.columns[column].generated:
        return f'the database computes "{column}": write its value here instead of the key'
    return f'give "{column}" a value there'
