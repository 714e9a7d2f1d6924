"""Constraints and indexes as written → those of a table, named as PostgreSQL would name them."""

from collections.abc import Sequence as Items
from dataclasses import replace

from seedc.catalog import (
    Check,
    Exclusion,
    ForeignKey,
    IndexElement,
    QualifiedName,
    Unique,
)
from seedc.diagnostics import Note, nearest_help
from seedc.frontend.ddl import names
from seedc.frontend.ddl.operations import AttachIndex, CreateIndex
from seedc.frontend.ddl.specs import ConstraintSpec, KeyPart
from seedc.frontend.ddl.state import Index, Mistake, State, TableDraft, find_column
from seedc.origin import Origin


def add_constraint(
    state: State, table: TableDraft, spec: ConstraintSpec, *, recurse: bool = True
) -> None:
    """Add a constraint to a table and, where PostgreSQL does so, to its partitions and heirs."""
    if spec.name is not None and spec.kind != "not null" and table.has_constraint(spec.name):
        raise Mistake(
            "SD408", spec.origin, f'table "{table.name}" has a constraint "{spec.name}" already'
        )
    match spec.kind:
        case "not null":
            for key in spec.keys:
                set_not_null(state, table, key.column or "", spec)
                if spec.name is not None:
                    table.not_nulls[spec.name] = key.column or ""
        case "check":
            add_check(state, table, spec, recurse=recurse)
        case "primary" | "unique":
            _add_key(state, table, spec, recurse=recurse)
        case "foreign":
            add_foreign_key(state, table, make_foreign_key(state, table, spec), recurse=recurse)
        case "exclude":
            _add_exclusion(state, table, spec)


def set_not_null(state: State, table: TableDraft, column: str, spec: ConstraintSpec) -> None:
    """NOT NULL on a column of a table and of everything below it."""
    position = find_column(table, column, spec.origin)
    table.columns[position] = replace(table.columns[position], not_null=True)
    for child in state.children(table.name):
        if child.position(column) is not None:
            set_not_null(state, child, column, spec)


def _qualified(table: TableDraft, name: str) -> QualifiedName:
    return QualifiedName(table.name.schema, name)


def choose_constraint(state: State, table: TableDraft, middle: str, label: str) -> str:
    """ChooseConstraintName: free among the constraints of the table's schema."""
    return names.choose(
        table.name.name,
        middle,
        label,
        lambda n: state.constraint_taken(_qualified(table, n)),
    )


def add_check(
    state: State, table: TableDraft, spec: ConstraintSpec, *, recurse: bool = True
) -> None:
    """A CHECK; without a name it is called after its column if it reads exactly one."""
    assert spec.expression is not None
    columns = spec.expression.columns
    for column in columns:
        find_column(table, column, spec.origin)
    middle = columns[0] if len(columns) == 1 else ""
    check = Check(
        name=spec.name or choose_constraint(state, table, middle, "check"),
        expression=spec.expression,
        valid=spec.valid,
        enforced=spec.enforced,
        no_inherit=spec.no_inherit,
        origin=spec.origin,
    )
    put_check(state, table, check, recurse=recurse)


def put_check(
    state: State, table: TableDraft, check: Check, *, recurse: bool = True, local: bool = True
) -> None:
    """A finished CHECK on a table and, unless it says NO INHERIT, on everything below.

    `local` says that the table has it of its own. Where a parent and an heir both declare it, it is
    one constraint that outlives the parent's; a partition has none of its own then.
    """
    if check.name not in table.checks:
        state.constraint_names[_qualified(table, check.name)] += 1
    table.checks[check.name] = check
    if local:
        table.local_checks.add(check.name)
    elif table.partition_of is not None:
        table.local_checks.discard(check.name)
    if recurse and not check.no_inherit:
        for child in state.children(table.name):
            put_check(state, child, check, local=False)


def _add_key(state: State, table: TableDraft, spec: ConstraintSpec, *, recurse: bool) -> None:
    """A primary key or unique constraint."""
    if spec.kind == "primary" and (present := table.primary_key):
        raise second_primary_key(table, spec.origin, present)
    if spec.index is not None:
        _adopt_index(state, table, spec)
        return
    columns = [key.column or "" for key in spec.keys]
    for column in columns:
        find_column(table, column, spec.origin)
        if columns.count(column) > 1:
            raise Mistake("SD412", spec.origin, f'the key has the column "{column}" twice')
    labels = (*columns, *spec.including)
    name = spec.name or choose_index(state, table, labels, _label(spec.kind))
    if spec.without_overlaps:
        _add_period_key(state, table, spec, name)
        return
    unique = Unique(
        name=name,
        kind="primary" if spec.kind == "primary" else "constraint",
        elements=tuple(IndexElement(column=column) for column in columns),
        nulls_not_distinct=spec.nulls_not_distinct,
        deferrable=spec.deferrable,
        origin=spec.origin,
    )
    if spec.name is not None and state.relation_taken(_qualified(table, name)):
        raise Mistake("SD408", spec.origin, f'"{_qualified(table, name)}" exists already')
    put_index(state, table, name, Index(labels, unique), recurse=recurse)


def second_primary_key(table: TableDraft, origin: Origin, present: Unique) -> Mistake:
    """The mistake of a table with two primary keys."""
    return Mistake(
        "SD413",
        origin,
        f'table "{table.name}" has a primary key already',
        Note("the first one is here", present.origin),
    )


def _add_period_key(state: State, table: TableDraft, spec: ConstraintSpec, name: str) -> None:
    """A key WITHOUT OVERLAPS: an exclusion by `=`, and `&&` for the period (DefineIndex)."""
    operators = ["="] * (len(spec.keys) - 1) + ["&&"]
    parts = tuple(replace(k, operator=o) for k, o in zip(spec.keys, operators, strict=True))
    _add_exclusion(state, table, replace(spec, name=name, keys=parts, method="gist"))
    for part in parts if spec.kind == "primary" else ():
        _mark_not_null(table, part.column or "")


def _label(kind: str) -> str:
    return {"primary": "pkey", "unique": "key", "constraint": "key", "exclude": "excl"}.get(
        kind, "idx"
    )


def choose_index(state: State, table: TableDraft, labels: Items[str], label: str) -> str:
    """ChooseIndexName: free among relations, and among constraints where it makes one."""
    middle = "" if label == "pkey" else names.addition(names.index_columns(labels))

    def taken(name: str) -> bool:
        qualified = _qualified(table, name)
        return state.relation_taken(qualified) or (
            label != "idx" and state.constraint_taken(qualified)
        )

    return names.choose(table.name.name, middle, label, taken)


def put_index(
    state: State, table: TableDraft, name: str, index: Index, *, recurse: bool = True
) -> None:
    """A finished index on a table and clones of it on its partitions."""
    state.add_index(table, name, index)
    if index.unique is not None and index.unique.kind == "primary":
        for column in index.unique.columns or ():
            _mark_not_null(table, column)
    if not recurse:
        return
    for child in state.children(table.name):
        if child.partition_of == table.name:
            clone_index(state, child, name, index)


def _mark_not_null(table: TableDraft, column: str) -> None:
    position = table.position(column)
    if position is not None:
        table.columns[position] = replace(table.columns[position], not_null=True)


def clone_index(state: State, child: TableDraft, parents: str, index: Index) -> None:
    """A partition's own copy of its parent's index `parents`, unless it has one that serves."""
    if index.unique is None:
        name = choose_index(state, child, index.labels, "idx")
        child.from_parent[name] = parents
        put_index(state, child, name, index)
        return
    if serving := _serving_index(child, index.unique):
        child.from_parent[serving] = parents
        return
    if index.unique.kind == "primary" and (present := child.primary_key):
        raise second_primary_key(child, index.unique.origin or child.origin, present)
    label = {"primary": "pkey", "constraint": "key", "index": "idx"}[index.unique.kind]
    name = choose_index(state, child, index.labels, label)
    child.from_parent[name] = parents
    put_index(state, child, name, Index(index.labels, replace(index.unique, name=name)))


def _serving_index(child: TableDraft, wanted: Unique) -> str | None:
    """The child's equal index that ATTACH would use (CompareIndexInfo), if it has one."""

    def same(have: Unique) -> bool:
        fits = wanted.kind in {"index", have.kind}
        return fits and (have.elements, have.predicate, have.nulls_not_distinct) == (
            wanted.elements,
            wanted.predicate,
            wanted.nulls_not_distinct,
        )

    free = (n for n in child.indexes if n not in child.from_parent)
    return next((n for n in free if (u := child.indexes[n].unique) and same(u)), None)


def _adopt_index(state: State, table: TableDraft, spec: ConstraintSpec) -> None:
    """ADD CONSTRAINT … USING INDEX: the unique index becomes the constraint and takes its name."""
    old = spec.index or ""
    index = table.indexes.get(old)
    if index is None or index.unique is None:
        raise Mistake("SD409", spec.origin, f'table "{table.name}" has no unique index "{old}"')
    name = spec.name or old
    unique = replace(
        index.unique,
        name=name,
        kind="primary" if spec.kind == "primary" else "constraint",
        deferrable=spec.deferrable,
        origin=spec.origin,
    )
    state.drop_index(table, old)
    put_index(state, table, name, Index(index.labels, unique), recurse=False)


def create_index(state: State, operation: CreateIndex) -> None:
    """CREATE INDEX on a table; one on a materialized view matters to nobody."""
    if any(candidate in state.views for candidate in state.candidates(operation.table)):
        return
    table = state.table(operation.table)
    for part in operation.parts:
        for column in _columns_of(part):
            find_column(table, column, operation.origin)
    labels = (*(part.label for part in operation.parts), *operation.including)
    name = operation.name or choose_index(state, table, labels, "idx")
    if state.relation_taken(_qualified(table, name)):
        if operation.if_not_exists:
            return
        raise Mistake("SD408", operation.origin, f'"{_qualified(table, name)}" exists already')
    unique = None
    if operation.unique:
        unique = Unique(
            name=name,
            kind="index",
            elements=tuple(_element(part) for part in operation.parts),
            predicate=operation.predicate,
            nulls_not_distinct=operation.nulls_not_distinct,
            origin=operation.origin,
        )
    put_index(state, table, name, Index(labels, unique), recurse=not operation.only)


def attach_index(state: State, operation: AttachIndex) -> None:
    """ALTER INDEX … ATTACH PARTITION: from now on the two go together."""
    found = [c for c in state.candidates(operation.index) if c in state.indexes]
    parts = [c for c in state.candidates(operation.part) if c in state.indexes]
    if not found or not parts:
        missing = operation.part if found else operation.index
        raise Mistake(
            "SD409",
            missing.origin,
            f'there is no index "{missing}"',
            help=nearest_help("index", missing.name, [index.name for index in state.indexes]),
            missing=missing.name,
        )
    child = state.tables[state.indexes[parts[0]]]
    child.from_parent[parts[0].name] = found[0].name


def _columns_of(part: KeyPart) -> tuple[str, ...]:
    if part.column is not None:
        return (part.column,)
    return part.expression.columns if part.expression is not None else ()


def _element(part: KeyPart) -> IndexElement:
    return IndexElement(column=part.column, expression=part.expression)


def _add_exclusion(state: State, table: TableDraft, spec: ConstraintSpec) -> None:
    for part in spec.keys:
        for column in _columns_of(part):
            find_column(table, column, spec.origin)
    labels = tuple(part.label for part in spec.keys) + spec.including
    name = spec.name or choose_index(state, table, labels, "excl")
    table.exclusions[name] = Exclusion(
        name=name,
        method=spec.method,
        elements=tuple((_element(part), part.operator) for part in spec.keys),
        predicate=spec.predicate,
        deferrable=spec.deferrable,
        origin=spec.origin,
    )
    state.constraint_names[_qualified(table, name)] += 1
    state.indexes[_qualified(table, name)] = table.name


def make_foreign_key(state: State, table: TableDraft, spec: ConstraintSpec) -> ForeignKey:
    """A foreign key with its referenced columns filled in; raises Mistake."""
    columns = tuple(key.column or "" for key in spec.keys)
    for column in columns:
        find_column(table, column, spec.origin)
    assert spec.table is not None
    target = state.table(spec.table)
    references = spec.references
    if not references:
        key = target.primary_key
        if key is None or key.columns is None:
            raise Mistake(
                "SD410",
                spec.origin,
                f'table "{target.name}" has no primary key for the foreign key to refer to',
                Note(f'"{target.name}" is created here', target.origin),
                help="name the referenced columns, or give that table a primary key first",
            )
        references = key.columns
    for column in references:
        find_column(target, column, spec.origin)
    if len(references) != len(columns):
        raise Mistake(
            "SD410",
            spec.origin,
            f"the foreign key has {len(columns)} columns and refers to {len(references)}",
        )
    if spec.references:
        _require_key(target, references, spec.origin)
    return ForeignKey(
        name=spec.name or choose_constraint(state, table, names.addition(columns), "fkey"),
        columns=columns,
        table=target.name,
        references=references,
        on_delete=spec.on_delete,
        on_update=spec.on_update,
        match_full=spec.match_full,
        deferrable=spec.deferrable,
        initially_deferred=spec.initially_deferred,
        valid=spec.valid,
        enforced=spec.enforced,
        origin=spec.origin,
    )


def _require_key(target: TableDraft, columns: Items[str], origin: Origin) -> None:
    """Raises Mistake unless a key of the table has just these columns (transformFkeyCheckAttrs)."""
    keys = [index.unique for index in target.indexes.values() if index.unique is not None]
    fits = any(
        sorted(key.columns or ()) == sorted(columns)
        and key.predicate is None
        and not key.deferrable
        for key in keys
    )
    if fits or _has_period_key(target, columns):
        return
    listed = ", ".join(columns)
    raise Mistake(
        "SD410",
        origin,
        f'no key of table "{target.name}" has just the columns the foreign key refers to: {listed}',
        Note(f'"{target.name}" is created here', target.origin),
        help=f"before this statement, declare PRIMARY KEY or UNIQUE ({listed}) on {target.name}",
    )


def _has_period_key(target: TableDraft, columns: Items[str]) -> bool:
    """Whether a key WITHOUT OVERLAPS fits, which is an exclusion to the Catalog."""
    return any(
        [element.column for element, _ in exclusion.elements] == list(columns)
        for exclusion in target.exclusions.values()
    )


def add_foreign_key(
    state: State,
    table: TableDraft,
    key: ForeignKey,
    *,
    recurse: bool = True,
    parents: str | None = None,
) -> None:
    """A finished foreign key on a table and on its partitions (CloneFkReferencing)."""
    if key.name in table.foreign_keys:
        middle = names.addition(key.columns)
        key = replace(key, name=choose_constraint(state, table, middle, "fkey"))
    table.foreign_keys[key.name] = key
    if parents is not None:
        table.from_parent[key.name] = parents
    state.constraint_names[_qualified(table, key.name)] += 1
    if not recurse:
        return
    for child in state.children(table.name):
        if child.partition_of == table.name:
            clone_foreign_key(state, child, key)


def clone_foreign_key(state: State, child: TableDraft, key: ForeignKey) -> None:
    """A partition's copy of its parent's foreign key, unless it has an equal one."""
    for have in child.foreign_keys.values():
        equal = replace(have, name=key.name, valid=key.valid) == key
        if equal and have.name not in child.from_parent:
            child.from_parent[have.name] = key.name
            return
    add_foreign_key(state, child, key, parents=key.name)
