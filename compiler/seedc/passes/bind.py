"""Bind: names of lists and members become tables and columns, entities become rows of a shape.

Reports everything that is wrong with names, children and the members a table cannot take; values
and references are the next pass's.
"""

from collections.abc import Iterable

from seedc.catalog import Catalog, Column, ForeignKey, QualifiedName, Table
from seedc.diagnostics import Note, Sink, nearest_help
from seedc.frontend.seed.document import Entity, EntityList, SeedDoc
from seedc.passes.names import resolve_table, table_names
from seedc.passes.seedplan import (
    PENDING,
    BoundFile,
    BoundRow,
    BoundTable,
    FromField,
    FromKey,
    FromParent,
    FromSibling,
    SeedPlan,
    Shape,
    Source,
)
from seedc.settings import DatasetSettings


def bind(
    dataset: str,
    docs: Iterable[SeedDoc],
    catalog: Catalog,
    settings: DatasetSettings,
    sink: Sink,
) -> SeedPlan:
    """The SeedPlan of a dataset, cells still pending.

    Reports SD006, SD009, SD201 to SD203, SD208 to SD212, SD214, SD215, SD343 and SD344; what cannot
    be bound is left out.
    """
    names = table_names(dataset, catalog, settings, sink)
    plan = SeedPlan(dataset=dataset, catalog=catalog, settings=settings, names=names)
    for doc in docs:
        plan.files.append(_bind_file(doc, plan, sink))
    return plan


def _bind_file(doc: SeedDoc, plan: SeedPlan, sink: Sink) -> BoundFile:
    file = BoundFile(doc)
    binder = _Binder(plan, file, sink, _key_tables(doc, plan))
    seen: dict[QualifiedName, EntityList] = {}
    for entities in doc.lists:
        table = resolve_table(entities.name, entities.name_origin, plan.names, sink)
        if table is None:
            continue
        if first := seen.get(table.name):
            sink.report(
                "SD215",
                entities.name_origin,
                f'"{entities.name}" and "{first.name}" both mean {table.name}',
                Note(f'"{first.name}" is here', first.name_origin),
            )
        seen.setdefault(table.name, entities)
        binder.bind_list(entities, table, None, None)
    return file


def _key_tables(doc: SeedDoc, plan: SeedPlan) -> dict[str, QualifiedName]:
    """Each key of the file with its entity's table, as far as names can be resolved."""
    found: dict[str, QualifiedName] = {}
    lists = list(doc.lists)
    while lists:
        entities = lists.pop()
        hits = plan.names.find(entities.name)
        for entity in entities.entities:
            if len(hits) == 1:
                found[entity.key] = hits[0].name
            lists.extend(entity.children)
    return found


class _Binder:
    """The state of binding one file: its plan, the table of each key, what was worked out."""

    def __init__(
        self, plan: SeedPlan, file: BoundFile, sink: Sink, keys: dict[str, QualifiedName]
    ) -> None:
        self.plan = plan
        self.file = file
        self.sink = sink
        self.keys = keys
        self.child_tables: dict[tuple[str, QualifiedName], Table | None] = {}
        self.child_keys: dict[tuple[QualifiedName, QualifiedName], ForeignKey | None] = {}

    def bind_list(
        self,
        entities: EntityList,
        table: Table,
        parent: BoundRow | None,
        foreign_key: ForeignKey | None,
    ) -> None:
        """Bind the entities of one list and, behind each, its children."""
        bound = self.plan.bound(table)
        for entity in entities.entities:
            shape = self.shape(bound, entity, foreign_key)
            if shape.faulty:
                self.check_members(entity, bound, foreign_key, self.sink)
            cells = [PENDING] * len(shape.columns)
            row = BoundRow(entity, shape, self.file.doc, parent, len(self.file.rows), cells)
            shape.rows.append(row)
            self.file.rows.append(row)
            self.file.keys[entity.key] = row
            for children in entity.children:
                self.bind_children(children, table, row)

    def shape(self, bound: BoundTable, entity: Entity, foreign_key: ForeignKey | None) -> Shape:
        """The shape of an entity, made when the first of its kind is met."""
        fields = entity.fields
        named = [
            self.keys.get(v) if type(v := fields.get(n)) is str else None for n in bound.composite
        ]
        slot = (bound.table.name, foreign_key and foreign_key.name, tuple(fields), tuple(named))
        shape = self.file.shapes.get(slot)
        if shape is None:
            trial = Sink()
            self.check_members(entity, bound, foreign_key, trial)
            shape = _shape(bound, entity, foreign_key, self.keys, faulty=bool(trial.diagnostics))
            self.file.shapes[slot] = shape
        return shape

    def bind_children(self, children: EntityList, parent: Table, row: BoundRow) -> None:
        """Bind one list of a `__children__`; a mistake in its name is reported once per parent
        table, since every parent would repeat it."""
        slot = (children.name, parent.name)
        if slot not in self.child_tables:
            self.child_tables[slot] = resolve_table(
                children.name, children.name_origin, self.plan.names, self.sink
            )
        table = self.child_tables[slot]
        if table is None:
            return
        pair = (table.name, parent.name)
        if pair not in self.child_keys:
            self.child_keys[pair] = self.child_key(children, table, parent)
        foreign_key = self.child_keys[pair]
        if foreign_key is not None:
            self.bind_list(children, table, row, foreign_key)

    def child_key(self, children: EntityList, table: Table, parent: Table) -> ForeignKey | None:
        """The foreign key that leads from the child table to the parent, or a report."""
        found = [fk for fk in table.foreign_keys if fk.table == parent.name]
        settings = self.plan.names.settings.get(table.name)
        if settings is not None and settings.parent_column is not None:
            chosen = [fk for fk in found if settings.parent_column in fk.columns]
            if chosen or not any(settings.parent_column in k.columns for k in table.foreign_keys):
                found = chosen
        if len(found) == 1:
            return found[0]
        code = "SD209" if found else "SD208"
        options = found or table.foreign_keys
        self.sink.report(
            code,
            children.name_origin,
            f"{len(found)} foreign keys lead from {table.name} to {parent.name}"
            if found
            else f"no foreign key leads from {table.name} to {parent.name}",
            *(Note(f"({', '.join(k.columns)}) references {k.table}", k.origin) for k in options),
            help=f'set parent_column = "{found[0].columns[0]}" for {table.name} in the settings'
            if found
            else None,
        )
        return None

    @staticmethod
    def check_members(
        entity: Entity, bound: BoundTable, foreign_key: ForeignKey | None, sink: Sink
    ) -> None:
        """Report members that the table has no column for, or that may not be set."""
        filled = foreign_key.columns if foreign_key else ()
        given: dict[str, str] = {}
        for name in entity.fields:
            column = member_column(bound, name)
            first = given.setdefault(column.name, name) if column else name
            if column is None:
                _report_unknown(entity, bound, name, sink)
            elif column.name in filled:
                sink.report(
                    "SD210",
                    entity.name_origin(name),
                    f'"{name}" is filled from the entity that holds this one',
                )
            elif column.generated:
                sink.report(
                    "SD343",
                    entity.name_origin(name),
                    f"{bound.table.name}.{column.name} is generated and takes no value",
                    Note(f"{column.name} is declared here", column.origin),
                )
            elif column.identity == "always" and name != "id":
                sink.report(
                    "SD344",
                    entity.name_origin(name),
                    f"{bound.table.name}.{column.name} is GENERATED ALWAYS and takes no value",
                    Note(f"{column.name} is declared here", column.origin),
                )
            elif first != name:
                sink.report(
                    "SD212",
                    entity.name_origin(name),
                    f'"{first}" and "{name}" are the same column',
                    Note(f'"{first}" is here', entity.name_origin(first)),
                    help="keep one of them",
                )


def _report_unknown(entity: Entity, bound: BoundTable, name: str, sink: Sink) -> None:
    """SD203, or SD211 where the member is `id`."""
    table = bound.table
    if name == "id":
        primary = table.primary_key
        has = f"is ({', '.join(primary.columns or ())})" if primary else "does not exist"
        sink.report(
            "SD211",
            entity.name_origin(name),
            f"{table.name} has no column id, and its primary key {has}",
            Note(f"{table.name} is declared here", table.origin),
        )
        return
    settable = [c.name for c in table.columns if not c.generated]
    sink.report(
        "SD203",
        entity.name_origin(name),
        f'{table.name} has no column "{name}"',
        Note(f"{table.name} is declared here", table.origin),
        help=nearest_help("column", name, settable) or f"its columns: {', '.join(settable)}",
    )


def member_column(bound: BoundTable, name: str) -> Column | None:
    """The column that a member names: exactly, by its folded name, or `id` for the primary key."""
    if name == "id":
        return bound.columns.get(bound.id_column) if bound.id_column else None
    return bound.columns.get(name) or bound.columns.get(name.lower())


def _shape(
    bound: BoundTable,
    entity: Entity,
    foreign_key: ForeignKey | None,
    keys: dict[str, QualifiedName],
    *,
    faulty: bool,
) -> Shape:
    sources: dict[str, list[Source]] = {}
    given: set[str] = set()
    for name, value in entity.fields.items():
        column = member_column(bound, name)
        if column is None or column.name in given:  # SD203 and SD212 say so
            continue
        given.add(column.name)
        sources.setdefault(column.name, []).append(FromField(name, _references(bound, column)))
        target = keys.get(value) if type(value) is str else None
        for key in bound.foreign_keys.get(column.name, ()):
            if key.table == target:
                _add_siblings(sources, name, column.name, key)
    if foreign_key:
        for own, other in zip(foreign_key.columns, foreign_key.references, strict=True):
            sources.setdefault(own, []).append(FromParent(foreign_key, other))
    own_key = bound.key_column
    if own_key and own_key not in sources and own_key not in bound.foreign_keys:
        sources[own_key] = [FromKey()]
    columns = tuple(name for name in bound.columns if name in sources)
    return Shape(
        bound=bound,
        columns=columns,
        sources=tuple(tuple(sources[name]) for name in columns),
        index={name: position for position, name in enumerate(columns)},
        faulty=faulty,
    )


def _add_siblings(
    sources: dict[str, list[Source]], name: str, column: str, key: ForeignKey
) -> None:
    for own, other in zip(key.columns, key.references, strict=True):
        if own != column:
            sources.setdefault(own, []).append(FromSibling(name, key, other))


def _references(bound: BoundTable, column: Column) -> dict[QualifiedName, tuple[ForeignKey, str]]:
    """The foreign keys through `column` by referenced table, the narrowest one where two lead to
    the same table."""
    found: dict[QualifiedName, tuple[ForeignKey, str]] = {}
    for key in sorted(bound.foreign_keys.get(column.name, ()), key=lambda k: len(k.columns)):
        found.setdefault(key.table, (key, key.references[key.columns.index(column.name)]))
    return found
