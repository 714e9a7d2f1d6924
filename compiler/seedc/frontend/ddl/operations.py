"""What a schema script does, in the project's own words: the neutral operations, in source order.

Their parts are in specs.py. Nothing here depends on the grammar or on other statements.
"""

from dataclasses import dataclass, field
from typing import Literal

from seedc.catalog import Expression
from seedc.frontend.ddl.specs import (
    ColumnSpec,
    ConstraintSpec,
    KeyPart,
    Like,
    Name,
    SequenceOptions,
    TypeUse,
)
from seedc.origin import Origin


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a statement does, with its place."""

    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class Skipped(Operation):
    """A statement that cannot change what the Catalog holds: `what` it is and `reason`."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable(Operation):
    """A CREATE that the grammar refused: `name` will be missing, which is no news."""

    name: str


@dataclass(frozen=True, slots=True)
class Guarded(Operation):
    """Operations of a DO block that goes on when their object exists already, or is `missing`."""

    inner: tuple[Operation, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SetSearchPath(Operation):
    """`SET search_path`; None resets it."""

    path: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class CreateSchema(Operation):
    """CREATE SCHEMA."""

    name: str
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class CreateExtension(Operation):
    """CREATE EXTENSION; `schema` where it says one."""

    name: str
    schema: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTable(Operation):
    """CREATE TABLE and CREATE FOREIGN TABLE; `elements` in the order written."""

    name: Name
    if_not_exists: bool = False
    elements: tuple[ColumnSpec | ConstraintSpec | Like, ...] = ()
    foreign: bool = False
    inherits: tuple[Name, ...] = ()
    partition_of: Name | None = None
    bound: str | None = None
    partition_key: str | None = None
    of_type: Name | None = None


@dataclass(frozen=True, slots=True)
class CreateRelation(Operation):
    """A relation that holds no rows of its own for us: a view or materialized view."""

    name: Name
    kind: Literal["view", "materialized view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateIndex(Operation):
    """CREATE INDEX; `label` of its parts names it where `name` is None."""

    name: str | None
    table: Name
    parts: tuple[KeyPart, ...]
    including: tuple[str, ...] = ()
    unique: bool = False
    predicate: Expression | None = None
    nulls_not_distinct: bool = False
    if_not_exists: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class AttachIndex(Operation):
    """ALTER INDEX … ATTACH PARTITION: `part` stands for `index` on its table."""

    index: Name
    part: Name


@dataclass(frozen=True, slots=True)
class CreateSequence(Operation):
    """CREATE SEQUENCE."""

    name: Name
    options: SequenceOptions
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class AlterSequence(Operation):
    """ALTER SEQUENCE: the options that it sets."""

    name: Name
    options: SequenceOptions
    if_exists: bool


@dataclass(frozen=True, slots=True)
class CreateEnum(Operation):
    """CREATE TYPE … AS ENUM."""

    name: Name
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddLabel(Operation):
    """ALTER TYPE … ADD VALUE; `neighbour` is (label, after?)."""

    type: Name
    label: str
    if_not_exists: bool
    neighbour: tuple[str, bool] | None


@dataclass(frozen=True, slots=True)
class RenameLabel(Operation):
    """ALTER TYPE … RENAME VALUE."""

    type: Name
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateDomain(Operation):
    """CREATE DOMAIN."""

    name: Name
    base: TypeUse
    not_null: bool = False
    default: Expression | None = None
    checks: tuple[ConstraintSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class AlterDomain(Operation):
    """ALTER DOMAIN; what `action` needs is in the fields of its kind."""

    domain: Name
    action: Literal["default", "set not null", "drop not null", "add", "drop", "validate"]
    constraint: ConstraintSpec | None = None
    default: Expression | None = None
    name: str = ""
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class CreateComposite(Operation):
    """CREATE TYPE … AS (…)."""

    name: Name
    attributes: tuple[tuple[str, TypeUse], ...]


@dataclass(frozen=True, slots=True)
class AlterAttribute(Operation):
    """ALTER TYPE … ADD, DROP, ALTER or RENAME ATTRIBUTE; `new` is the new name. With `cascade` it
    reaches the tables of that type."""

    type: Name
    action: Literal["add", "drop", "alter", "rename"]
    attribute: str
    use: TypeUse | None = None
    new: str = ""
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class CreateRange(Operation):
    """CREATE TYPE … AS RANGE."""

    name: Name
    subtype: TypeUse
    multirange: Name | None


@dataclass(frozen=True, slots=True)
class CreateBaseType(Operation):
    """A type whose insides only its functions know (CREATE TYPE with INPUT, or a shell type)."""

    name: Name


DropKind = Literal["table", "view", "index", "sequence", "type", "schema", "extension", "function"]


@dataclass(frozen=True, slots=True)
class Drop(Operation):
    """DROP of named objects; a schema or extension is a Name without schema."""

    kind: DropKind
    names: tuple[Name, ...]
    if_exists: bool
    cascade: bool


@dataclass(frozen=True, slots=True)
class DropTrigger(Operation):
    """DROP TRIGGER."""

    table: Name
    name: str
    if_exists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTrigger(Operation):
    """CREATE TRIGGER; `replace` for CREATE OR REPLACE."""

    name: str
    table: Name
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]
    row: bool
    function: Name
    replace: bool = False


@dataclass(frozen=True, slots=True)
class CreateFunction(Operation):
    """CREATE FUNCTION: only its name matters, to triggers."""

    name: Name


@dataclass(frozen=True, slots=True)
class Rename(Operation):
    """A rename of an object or, with `part`, of a column, constraint or trigger of a table.

    `kind` is what is renamed; `of` the object (a schema is a Name without schema).
    """

    kind: Literal["relation", "type", "schema", "column", "constraint", "domain constraint",
                  "trigger", "function"]  # fmt: skip
    of: Name
    part: str
    new: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class SetSchema(Operation):
    """ALTER … SET SCHEMA."""

    kind: Literal["relation", "type", "extension", "function"]
    of: Name
    schema: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class Comment(Operation):
    """COMMENT ON; `part` is the column or constraint."""

    kind: Literal["table", "type", "column", "constraint", "index"]
    of: Name
    part: str
    text: str | None


@dataclass(frozen=True, slots=True)
class AlterTable(Operation):
    """One ALTER TABLE with its actions in order; `only` leaves partitions and children alone."""

    table: Name
    only: bool
    if_exists: bool
    actions: tuple["Action", ...]


@dataclass(frozen=True, slots=True)
class Action:
    """One action of an ALTER TABLE."""

    origin: Origin = field(compare=False)


@dataclass(frozen=True, slots=True)
class AddColumn(Action):
    """ADD COLUMN."""

    column: ColumnSpec
    if_not_exists: bool


@dataclass(frozen=True, slots=True)
class DropColumn(Action):
    """DROP COLUMN."""

    column: str
    if_exists: bool
    cascade: bool


@dataclass(frozen=True, slots=True)
class SetType(Action):
    """ALTER COLUMN … TYPE."""

    column: str
    type: TypeUse
    collation: str | None


@dataclass(frozen=True, slots=True)
class SetDefault(Action):
    """ALTER COLUMN … SET DEFAULT, or DROP DEFAULT with None."""

    column: str
    default: Expression | None


@dataclass(frozen=True, slots=True)
class SetNotNull(Action):
    """ALTER COLUMN … SET or DROP NOT NULL."""

    column: str
    not_null: bool


@dataclass(frozen=True, slots=True)
class SetIdentity(Action):
    """ADD GENERATED … AS IDENTITY (`add`), SET GENERATED …, DROP IDENTITY (`identity` empty)."""

    column: str
    identity: Literal["", "always", "by default"]
    options: SequenceOptions
    add: bool
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class SetGeneration(Action):
    """ALTER COLUMN … SET EXPRESSION, or DROP EXPRESSION with None."""

    column: str
    generation: Expression | None
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class AddConstraint(Action):
    """ADD CONSTRAINT."""

    constraint: ConstraintSpec


@dataclass(frozen=True, slots=True)
class DropConstraint(Action):
    """DROP CONSTRAINT."""

    name: str
    if_exists: bool
    cascade: bool


@dataclass(frozen=True, slots=True)
class AlterConstraint(Action):
    """VALIDATE CONSTRAINT and ALTER CONSTRAINT; None leaves a property as it is."""

    name: str
    valid: bool | None = None
    deferrable: bool | None = None
    initially_deferred: bool | None = None
    enforced: bool | None = None


@dataclass(frozen=True, slots=True)
class Attach(Action):
    """ATTACH PARTITION."""

    partition: Name
    bound: str


@dataclass(frozen=True, slots=True)
class Detach(Action):
    """DETACH PARTITION."""

    partition: Name


@dataclass(frozen=True, slots=True)
class Inherit(Action):
    """INHERIT (`add`) or NO INHERIT."""

    parent: Name
    add: bool


@dataclass(frozen=True, slots=True)
class SetOfType(Action):
    """OF a composite type, or NOT OF with None."""

    type: Name | None


@dataclass(frozen=True, slots=True)
class EnableTrigger(Action):
    """ENABLE or DISABLE TRIGGER; `name` None means all."""

    name: str | None
    enabled: bool


@dataclass(frozen=True, slots=True)
class RowSecurity(Action):
    """ENABLE or DISABLE ROW LEVEL SECURITY."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Unaffected(Action):
    """An action on storage, ownership or the like: `what` it is."""

    what: str
