"""The Catalog while it is being built: drafts that change, look-ups along the search path.

Column and constraint values are the frozen ones of catalog.py, replaced when something changes.
Every look-up that fails raises a Mistake, which ends the operation and becomes a diagnostic.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from seedc.catalog import (
    Check,
    Column,
    Exclusion,
    ForeignKey,
    QualifiedName,
    Sequence,
    Trigger,
    TypeRef,
    Unique,
    UserType,
)
from seedc.diagnostics import Note, Sink, nearest_help
from seedc.frontend.ddl import names
from seedc.frontend.ddl.builtin_types import (
    EXTENSION_TYPES,
    OTHER_DATABASES,
    PG_CATALOG_TYPES,
    SERIALS,
)
from seedc.frontend.ddl.modifiers import modifiers_of
from seedc.frontend.ddl.specs import Name, TypeUse
from seedc.origin import Origin

PG_CATALOG = "pg_catalog"

# Schemas that a platform makes for its own tables, which the schemas of its users refer to.
_PLATFORMS = {
    "auth": "Supabase makes it elsewhere: put CREATE SCHEMA auth and CREATE TABLE auth.users"
    " (id uuid PRIMARY KEY) above, or introspect: seedc build --schema-from DSN",
    "storage": "Supabase makes it elsewhere: introspect with seedc build --schema-from DSN",
}


class Mistake(Exception):
    """An operation that cannot be done, as its diagnostic.

    `missing` is the name that is not there, where that is the mistake: if the statement that was to
    create it could not be read, there is nothing to report.
    """

    def __init__(
        self,
        code: str,
        origin: Origin,
        message: str,
        *notes: Note,
        help: str | None = None,
        missing: str | None = None,
    ) -> None:
        super().__init__(message)
        self.missing = missing
        self.code, self.origin, self.message = code, origin, message
        self.notes, self.help = notes, help


@dataclass(frozen=True, slots=True)
class Index:
    """An index of a table: the names of its columns as an index names them, and what it makes
    unique (None where nothing)."""

    labels: tuple[str, ...]
    unique: Unique | None


@dataclass(slots=True, kw_only=True)
class TableDraft:
    """A Table in the making; constraints by name, in the order they came.

    `from_parent` says which of its indexes and foreign keys stand for which of the table that it is
    a partition of; `inherited` are the columns that go when the parent's goes (attislocal false);
    `local_checks` are the CHECKs that stay when the parent's goes (conislocal);
    `not_nulls` are the columns of NOT NULL constraints by the name that the script gives them;
    `of_type` is the composite type whose attributes its columns are.
    """

    name: QualifiedName
    kind: Literal["table", "partitioned", "partition", "foreign"]
    origin: Origin
    columns: list[Column] = field(default_factory=list)
    indexes: dict[str, Index] = field(default_factory=dict)
    foreign_keys: dict[str, ForeignKey] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    exclusions: dict[str, Exclusion] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    partition_of: QualifiedName | None = None
    partition_key: str | None = None
    partition_bound: str | None = None
    inherits: list[QualifiedName] = field(default_factory=list)
    of_type: QualifiedName | None = None
    from_parent: dict[str, str] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    local_checks: set[str] = field(default_factory=set)
    not_nulls: dict[str, str] = field(default_factory=dict)
    row_security: bool = False
    comment: str | None = None

    def not_null_column(self, name: str) -> str | None:
        """The column whose NOT NULL has the name, given or automatic (since PostgreSQL 18)."""
        automatic = {
            names.object_name(self.name.name, column.name, "not_null"): column.name
            for column in self.columns
            if column.not_null and column.name not in self.not_nulls.values()
        }
        return self.not_nulls.get(name) or automatic.get(name)

    def position(self, column: str) -> int | None:
        """Where in `columns` it is."""
        return next((i for i, c in enumerate(self.columns) if c.name == column), None)

    @property
    def primary_key(self) -> Unique | None:
        """The primary key, where there is one."""
        keys = (index.unique for index in self.indexes.values())
        return next((key for key in keys if key and key.kind == "primary"), None)

    def has_constraint(self, name: str) -> bool:
        """Whether a constraint of that name exists (an index that is none does not count)."""
        index = self.indexes.get(name)
        keyed = index is not None and index.unique is not None and index.unique.kind != "index"
        return keyed or any(
            name in group for group in (self.foreign_keys, self.checks, self.exclusions)
        )


@dataclass(slots=True)
class State:
    """Everything the statements so far have made."""

    sink: Sink
    search_path: tuple[str, ...] = ("public",)
    schemas: dict[str, None] = field(default_factory=lambda: {"public": None})
    tables: dict[QualifiedName, TableDraft] = field(default_factory=dict)
    views: dict[QualifiedName, str] = field(default_factory=dict)
    indexes: dict[QualifiedName, QualifiedName] = field(default_factory=dict)
    sequences: dict[QualifiedName, Sequence] = field(default_factory=dict)
    types: dict[QualifiedName, UserType | None] = field(default_factory=dict)
    functions: dict[QualifiedName, None] = field(default_factory=dict)
    extensions: dict[str, str] = field(default_factory=dict)
    constraint_names: Counter[QualifiedName] = field(default_factory=Counter)
    unreadable: set[str] = field(default_factory=set)
    quiet: frozenset[str] = frozenset()

    def report(self, mistake: Mistake) -> None:
        """Add a mistake's diagnostic; the operation goes on without the part that is wrong.

        One of the `quiet` codes is raised instead, for the block that is guarded against it.
        """
        if mistake.code in self.quiet:
            raise mistake
        if mistake.missing in self.unreadable:
            return
        if mistake.code == "SD411" and mistake.missing is not None:
            self.unreadable.add(mistake.missing)  # once for each schema is enough
        self.sink.report(
            mistake.code, mistake.origin, mistake.message, *mistake.notes, help=mistake.help
        )

    # Names that are taken.

    def relation_taken(self, name: QualifiedName) -> bool:
        """Whether pg_class has the name: relations of all kinds share one name space."""
        return (
            name in self.tables
            or name in self.indexes
            or name in self.sequences
            or name in self.views
        )

    def place(self, name: Name) -> QualifiedName:
        """Where something new of that name goes: its schema, or the first of the search path."""
        if name.schema is not None:
            self.require_schema(name.schema, name.origin)
            return QualifiedName(name.schema, name.name)
        for schema in self.search_path:
            if schema in self.schemas:
                return QualifiedName(schema, name.name)
        raise Mistake(
            "SD411",
            name.origin,
            f'no schema of the search path exists to create "{name.name}" in',
            help="write the schema before the name, or set search_path to one that exists",
        )

    def require_schema(self, schema: str, origin: Origin) -> None:
        """Raises Mistake unless the schema exists."""
        if schema not in self.schemas and schema != PG_CATALOG:
            raise Mistake(
                "SD411",
                origin,
                f'there is no schema "{schema}"',
                help=nearest_help("schema", schema, self.schemas)
                or f"begin the file with CREATE SCHEMA {schema}",
                missing=f"{schema}.",
            )

    def free(self, name: QualifiedName, origin: Origin) -> None:
        """Raises Mistake if a relation has the name."""
        if self.relation_taken(name):
            notes: tuple[Note, ...] = ()
            if draft := self.tables.get(name):
                notes = (Note(f'"{name}" is created here', draft.origin),)
            raise Mistake("SD408", origin, f'"{name}" exists already', *notes)

    # Look-ups.

    def candidates(self, name: Name) -> Iterator[QualifiedName]:
        """The qualified names that `name` can stand for, in order of the search path."""
        for schema in (name.schema,) if name.schema is not None else self.search_path:
            yield QualifiedName(schema, name.name)

    def find_table(self, name: Name) -> TableDraft | None:
        """The table of that name, or None."""
        return next((self.tables[c] for c in self.candidates(name) if c in self.tables), None)

    def table(self, name: Name) -> TableDraft:
        """The table of that name; raises Mistake."""
        draft = self.find_table(name)
        if draft is None:
            raise self._missing("table", name, self.tables)
        return draft

    def _missing(self, what: str, name: Name, known: dict[QualifiedName, TableDraft]) -> Mistake:
        spelled = {str(n) if name.schema else n.name: None for n in known}
        helped = nearest_help(what, str(name), spelled)
        if name.schema is None and helped is None:
            elsewhere = [str(n) for n in known if n.name == name.name]
            helped = f"the {what} {elsewhere[0]} is not in the search path" if elsewhere else None
        helped = helped or _PLATFORMS.get(name.schema or "")
        message = f'there is no {what} "{name}"'
        return Mistake("SD405", name.origin, message, help=helped, missing=name.name)

    def find_type(self, name: Name) -> QualifiedName | None:
        """The user-defined type (or table's row type) of that name, or None."""
        return next((c for c in self.candidates(name) if c in self.types or c in self.tables), None)

    def user_type(self, name: Name) -> QualifiedName:
        """The user-defined type of that name; raises Mistake."""
        found = next((c for c in self.candidates(name) if c in self.types), None)
        if found is None:
            raise self._missing_type(name)
        return found

    def type_ref(self, use: TypeUse) -> TypeRef:
        """A use of a type, resolved; raises Mistake for a type that nothing declares."""
        name, array = use.name, use.array
        if name.schema in {None, PG_CATALOG}:
            plain = name.name.removeprefix("_") if name.name.startswith("_") else name.name
            if plain in PG_CATALOG_TYPES:
                array = array or plain != name.name
                modifiers = _modifiers(plain, use)
                return TypeRef(QualifiedName(PG_CATALOG, plain), modifiers, use.fields, array)
        found = self.find_type(name) or self._extension_type(name)
        if found is None:
            raise self._missing_type(name)
        return TypeRef(found, use.modifiers, use.fields, array)

    def _extension_type(self, name: Name) -> QualifiedName | None:
        for extension, schema in self.extensions.items():
            known = EXTENSION_TYPES.get(extension)
            if (known is None or name.name in known) and name.schema in {None, schema}:
                return QualifiedName(schema, name.name)
        return None

    def _missing_type(self, name: Name) -> Mistake:
        for extension, types in EXTENSION_TYPES.items():
            if name.name in types and extension not in self.extensions:
                return Mistake(
                    "SD407",
                    name.origin,
                    f'there is no type "{name}"',
                    help=f'it comes with an extension: CREATE EXTENSION "{extension}"',
                )
        known = [t.name for t in self.types] + sorted(PG_CATALOG_TYPES) + list(SERIALS)
        here = OTHER_DATABASES.get(name.name)
        return Mistake(
            "SD407",
            name.origin,
            f'there is no type "{name}"',
            help=f"PostgreSQL calls it {here}" if here else nearest_help("type", name.name, known),
            missing=name.name,
        )

    def find_sequence(self, name: Name) -> QualifiedName | None:
        """The sequence of that name, or None."""
        return next((c for c in self.candidates(name) if c in self.sequences), None)

    def children(self, table: QualifiedName) -> list[TableDraft]:
        """The partitions of a table and the tables that inherit from it, one level down."""
        return [t for t in self.tables.values() if t.partition_of == table or table in t.inherits]

    def clones(self, table: QualifiedName, name: str) -> list[tuple[TableDraft, str]]:
        """What stands for a table's index or foreign key on its partitions, one level down."""
        return [
            (child, own)
            for child in self.children(table)
            for own, parents in tuple(child.from_parent.items())
            if child.partition_of == table and parents == name
        ]

    # Constraint names are counted, because PostgreSQL makes new ones unique in their schema.

    def constraint_taken(self, name: QualifiedName) -> bool:
        """Whether any table of the schema has a constraint of that name."""
        return self.constraint_names[name] > 0

    def add_index(self, table: TableDraft, name: str, index: Index) -> None:
        """Give a table an index; its name is also a constraint's where it is one."""
        table.indexes[name] = index
        self.indexes[QualifiedName(table.name.schema, name)] = table.name
        if index.unique is not None and index.unique.kind != "index":
            self.constraint_names[QualifiedName(table.name.schema, name)] += 1

    def drop_index(self, table: TableDraft, name: str) -> None:
        """Take an index away."""
        index = table.indexes.pop(name)
        table.from_parent.pop(name, None)
        self.indexes.pop(QualifiedName(table.name.schema, name), None)
        if index.unique is not None and index.unique.kind != "index":
            self.constraint_names[QualifiedName(table.name.schema, name)] -= 1


def _modifiers(plain: str, use: TypeUse) -> tuple[int, ...]:
    try:
        return modifiers_of(plain, use.modifiers)
    except ValueError as error:
        raise Mistake("SD407", use.name.origin, str(error)) from None


def find_column(table: TableDraft, column: str, origin: Origin) -> int:
    """A column's position; raises Mistake."""
    position = table.position(column)
    if position is None:
        raise Mistake(
            "SD406",
            origin,
            f'table "{table.name}" has no column "{column}"',
            Note(f'"{table.name}" is created here', table.origin),
            help=nearest_help("column", column, [c.name for c in table.columns]),
        )
    return position
