"""Resolve: every cell becomes PostgreSQL input text, NULL, or a diagnostic.

References become the value of the referenced column in the entity that the key names; surrogate
keys are derived; everything else is read by its column's codec. The order of a file is held here,
because only resolved references tell it.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from seedc.catalog import Column, QualifiedName
from seedc.diagnostics import Note, Sink, nearest, nearest_help
from seedc.frontend.seed.document import EntityList
from seedc.jsonvalue import JsonValue, Number
from seedc.origin import Origin
from seedc.passes.order import components, dependencies
from seedc.passes.seedplan import (
    PENDING,
    RUNNING,
    WRONG,
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
    reference_notes,
    source_words,
    value_help,
)
from seedc.passes.surrogate import surrogate_keys
from seedc.types.codec import ValueProblem
from seedc.types.problems import number_in_quotes


def resolve(plan: SeedPlan, sink: Sink) -> None:
    """Fill every cell of the plan. Reports SD204 to SD207, SD213, SD216, SD218 to SD220, SD3xx of
    the codecs and SD342; a wrong cell is left as WRONG."""
    home = _components(plan)
    elsewhere = {key: file.doc.file for file in plan.files for key in file.keys}
    for file in plan.files:
        resolver = _Resolver(plan, file, sink, home, elsewhere)
        for shape in file.shapes.values():
            resolver.shape(shape)
        resolver.warn_near_keys()


def _components(plan: SeedPlan) -> dict[QualifiedName, int]:
    tables = dependencies(bound.table for bound in plan.tables.values())
    return {name: n for n, group in enumerate(components(tables)) for name in group}


class _Resolver:
    """Resolves the cells of one file."""

    def __init__(
        self,
        plan: SeedPlan,
        file: BoundFile,
        sink: Sink,
        home: Mapping[QualifiedName, int],
        elsewhere: Mapping[str, str],
    ) -> None:
        self.plan = plan
        self.file = file
        self.sink = sink
        self.home = home
        self.elsewhere = elsewhere
        self.late: set[tuple[EntityList, QualifiedName]] = set()
        self.literals: list[tuple[BoundRow, FromField, str, str]] = []
        self.values: dict[tuple[tuple[QualifiedName, str], ...], set[object]] = {}
        self.near: dict[tuple[tuple[QualifiedName, ...], str], str | None] = {}
        self.derive: dict[QualifiedName, Callable[[str], str]] = {}

    def shape(self, shape: Shape) -> None:
        """Fill the rows of one shape, column by column, and check that required ones are there."""
        for position, sources in enumerate(shape.sources):
            first = sources[0]
            if isinstance(first, FromKey):
                self.surrogates(shape, position)
            elif len(sources) == 1 and isinstance(first, FromField):
                if first.references:
                    self.references(shape, position, first)
                else:
                    self.plain(shape, position, first.name)
            for row in shape.rows:
                if row.values[position] is PENDING:
                    self.cell(row, position)
            self.check_fit(shape, position)
            self.check_null(shape, position)
        self.check_missing(shape)

    def references(self, shape: Shape, position: int, source: FromField) -> None:
        """The common case of references, kept lean: keys of entities whose values are there. All
        other cells stay PENDING for `cell`."""
        keys, target_shape, place = self.file.keys, None, None
        for row in shape.rows:
            value = row.entity.fields[source.name]
            target = keys.get(value) if type(value) is str else None
            if target is None or target.number > row.number:
                continue
            if target.shape is not target_shape:
                target_shape = target.shape
                found = source.references.get(target_shape.bound.table.name)
                place = target_shape.index.get(found[1]) if found else None
            text = None if place is None else target.values[place]
            if type(text) is str and row.values[position] is PENDING:
                row.values[position] = text

    def plain(self, shape: Shape, position: int, name: str) -> None:
        """The common case, kept lean: a member that is no reference."""
        parse = shape.bound.codecs[shape.columns[position]].parse
        for row in shape.rows:
            value = row.entity.fields[name]
            if value is None:
                row.values[position] = None
                continue
            try:
                row.values[position] = parse(value)
            except ValueProblem as problem:
                row.values[position] = WRONG
                self.report_value(row, position, name, problem)

    def cell(self, row: BoundRow, position: int) -> object:
        """The value of one cell: text, None or WRONG."""
        value = row.values[position]
        if value is PENDING:
            row.values[position] = RUNNING
            value = row.values[position] = self.compute(row, position)
        elif value is RUNNING:
            column = row.shape.columns[position]
            self.sink.report(
                "SD220",
                row.entity.origin,
                f"{row.shape.bound.table.name}.{column} is taken from an entity that takes it"
                " from this one",
            )
            return WRONG
        return value

    def compute(self, row: BoundRow, position: int) -> object:
        """All sources of the cell; where there are several they must agree."""
        sources = row.shape.sources[position]
        if len(sources) == 1:
            return self.source(row, position, sources[0])
        values = [self.source(row, position, source) for source in sources]
        if any(value is WRONG for value in values):
            return WRONG
        if any(value != values[0] for value in values):
            column = row.shape.columns[position]
            self.sink.report(
                "SD213",
                row.entity.origin,
                f"{row.shape.bound.table.name}.{column} gets different values from its references",
                *(
                    Note(f"{value if value is not None else 'NULL'} from {source_words(source)}")
                    for value, source in zip(values, sources, strict=True)
                ),
            )
            return WRONG
        return values[0]

    def source(self, row: BoundRow, position: int, source: Source) -> object:
        """One source of a cell."""
        if isinstance(source, FromField):
            return self.member(row, position, source)
        if isinstance(source, FromParent):
            assert row.parent is not None, "bind gives FromParent to children only"
            return self.referenced(row, row.parent, source.column, None)
        if isinstance(source, FromSibling):
            key = row.entity.fields[source.name]
            assert type(key) is str, "bind gives FromSibling for keys only"
            target = self.file.keys.get(key)
            if target is None:  # its list could not be bound, which bind has reported
                return WRONG
            return self.referenced(row, target, source.column, source.name)
        return self.surrogate(row)

    def surrogates(self, shape: Shape, position: int) -> None:
        """The derived surrogate keys of a shape's rows."""
        derive = self.surrogate_keys(shape.bound)
        for row in shape.rows:
            if row.values[position] is PENDING:
                try:
                    row.values[position] = derive(row.entity.key)
                except ValueProblem as problem:
                    row.values[position] = self.report_surrogate(row, problem)

    def surrogate(self, row: BoundRow) -> object:
        """The derived surrogate key of one row that a reference needs early."""
        try:
            return self.surrogate_keys(row.shape.bound)(row.entity.key)
        except ValueProblem as problem:
            return self.report_surrogate(row, problem)

    def surrogate_keys(self, bound: BoundTable) -> Callable[[str], str]:
        """The rule that derives a table's surrogate keys, made when first asked for."""
        derive = self.derive.get(bound.table.name)
        if derive is None:
            derive = surrogate_keys(self.plan.dataset, self.file.doc.stem, bound)
            self.derive[bound.table.name] = derive
        return derive

    def report_surrogate(self, row: BoundRow, problem: ValueProblem) -> object:
        """SD503 or SD507, at the entity."""
        table = row.shape.bound.table
        note = Note(f"{table.name} is declared here", table.origin)
        self.sink.report(problem.code, row.entity.origin, problem.message, note, help=problem.help)
        return WRONG

    def member(self, row: BoundRow, position: int, source: FromField) -> object:
        """A member: a key of the file where the column has foreign keys, else a literal."""
        value = row.entity.fields[source.name]
        if value is None:
            return None
        if source.references:
            kind = type(value)
            if kind is str:
                target = self.file.keys.get(value)  # type: ignore[arg-type] # it is a str
                if target is not None and not self.is_part(row, position, source, target):
                    return self.key(row, source, target)
            elif kind is not Number and not (kind is bool and self.is_boolean(row, position)):
                return self.report_kind(row, source)
        return self.literal(row, position, source, value)

    def is_boolean(self, row: BoundRow, position: int) -> bool:
        """Whether the column is boolean: a key of two rows, but a key."""
        return row.shape.bound.codecs[row.shape.columns[position]].family == "boolean"

    def is_part(self, row: BoundRow, position: int, source: FromField, target: BoundRow) -> bool:
        """Whether a string that happens to be the key of an unrelated entity is a part, written
        out, of composite keys all of whose other parts the entity gives too."""
        if target.shape.bound.table.name in source.references:
            return False
        for foreign_key, _ in source.references.values():
            if len(foreign_key.columns) == 1 or not row.shape.index.keys() >= {
                *foreign_key.columns
            }:
                return False
        try:
            row.shape.bound.codecs[row.shape.columns[position]].parse(target.entity.key)
        except ValueProblem:
            return False
        return True

    def key(self, row: BoundRow, source: FromField, target: BoundRow) -> object:
        """The referenced value of the entity that a key names."""
        found = source.references.get(target.shape.bound.table.name)
        if found is None:
            tables = " or ".join(str(name) for name in source.references)
            self.sink.report(
                "SD206",
                row.entity.value_origin(source.name),
                f'"{target.entity.key}" is an entity of {target.shape.bound.table.name}, '
                f"not of {tables}",
                Note("the entity is here", target.entity.origin),
                *reference_notes(row.shape.bound, source),
            )
            return WRONG
        return self.referenced(row, target, found[1], source.name)

    def referenced(
        self, row: BoundRow, target: BoundRow, column: str, member: str | None
    ) -> object:
        """The value of `column` in another entity, which must come earlier in the file. `member`
        names it; None where it is the entity that holds this one."""
        if target.number > row.number:
            self.check_order(row, target, _place(row, member))
        position = target.shape.index.get(column)
        if position is None:
            name = f"{target.shape.bound.table.name}.{column}"
            self.sink.report(
                "SD216",
                _place(row, member),
                f'{name} has no value in the entity "{target.entity.key}"',
                Note("the entity is here", target.entity.origin),
                help=value_help(target.shape.bound, column),
            )
            return WRONG
        value = target.values[position]
        return self.cell(target, position) if value is PENDING or value is RUNNING else value

    def check_order(self, row: BoundRow, target: BoundRow, origin: Origin) -> None:
        """SD207 once for each list and table, unless both tables are of one cycle."""
        own, other = row.shape.bound.table.name, target.shape.bound.table.name
        if self.home.get(own) == self.home.get(other):
            return
        slot = (row.entity.list, other)
        if slot in self.late:
            return
        self.late.add(slot)
        self.sink.report(
            "SD207",
            origin,
            f'"{target.entity.key}" of {other} is declared after this use of it',
            Note("the entity is here", target.entity.origin),
            help=f"seedc fmt {self.file.doc.file} puts the lists in order",
        )

    def literal(self, row: BoundRow, position: int, source: FromField, value: JsonValue) -> object:
        """A value read by the column's codec; in a reference column, a string that is no key."""
        column = row.shape.columns[position]
        try:
            text = row.shape.bound.codecs[column].parse(value)
        except ValueProblem as problem:
            if source.references and type(value) is str:
                return self.report_key(row, position, source, value)
            self.report_value(row, position, source.name, problem)
            return WRONG
        if source.references and type(value) is str and value not in self.file.keys:
            self.literals.append((row, source, value, text))
        return text

    def known_values(self, source: FromField) -> set[object]:
        """The values that the file's entities have in the columns a member references: a literal
        among them is no misspelled key. To be asked for when every entity has been resolved."""
        slot = tuple((table, column) for table, (_, column) in source.references.items())
        found = self.values.get(slot)
        if found is None:
            wanted = dict(slot)
            found = self.values[slot] = {
                row.values[position]
                for row in self.file.rows
                if (column := wanted.get(row.shape.bound.table.name)) is not None
                and (position := row.shape.index.get(column)) is not None
            }
        return found

    def report_key(self, row: BoundRow, position: int, source: FromField, value: str) -> object:
        """SD204 or SD218: a string that is neither a key of the file nor a literal."""
        origin = row.entity.value_origin(source.name)
        notes = reference_notes(row.shape.bound, source)
        if other := self.elsewhere.get(value):
            self.sink.report(
                "SD218", origin, f'the key "{value}" is declared in another file, {other}', *notes
            )
            return WRONG
        if value in self.unbound:  # its list is at fault, which bind has reported
            return WRONG
        self.sink.report(
            "SD204",
            origin,
            f'no entity has the key "{value}"',
            *notes,
            help=nearest_help("key", value, self.keys_of(source.references))
            or number_in_quotes(row.shape.bound.codecs[row.shape.columns[position]], value)
            or nearest_help("key", value, self.file.keys),
        )
        return WRONG

    @cached_property
    def unbound(self) -> frozenset[str]:
        """The keys of entities whose list could not be bound."""
        found: set[str] = set()
        lists = list(self.file.doc.lists)
        while lists:
            for entity in lists.pop().entities:
                found.add(entity.key)
                lists.extend(entity.children)
        return frozenset(found - self.file.keys.keys())

    def warn_near_keys(self) -> None:
        """SD205 for the literals among references, once all values are there to compare with."""
        for row, source, value, text in self.literals:
            if text not in self.known_values(source):
                self.warn_near_key(row, source, value)

    def warn_near_key(self, row: BoundRow, source: FromField, value: str) -> None:
        """SD205 where the string is almost a key, or a key of another file."""
        slot = (tuple(source.references), value)
        if slot not in self.near:
            near = nearest(value, self.keys_of(source.references))
            self.near[slot] = near[0] if near else self.elsewhere.get(value)
        if found := self.near[slot]:
            self.sink.report(
                "SD205",
                row.entity.value_origin(source.name),
                f'"{value}" is taken as a literal, for no entity of this file has that key',
                *reference_notes(row.shape.bound, source),
                help=f'the key "{value}" is declared in {found}'
                if value in self.elsewhere
                else f'the nearest key is "{found}"',
                severity="warning",
            )

    def keys_of(self, tables: Iterable[QualifiedName]) -> list[str]:
        """The keys of the file's entities of the given tables, in document order."""
        wanted = set(tables)
        return [k for k, row in self.file.keys.items() if row.shape.bound.table.name in wanted]

    def report_kind(self, row: BoundRow, source: FromField) -> object:
        """SD219: a boolean, list or object where a reference stands."""
        self.sink.report(
            "SD219",
            row.entity.value_origin(source.name),
            "a reference is a key or a literal",
            *reference_notes(row.shape.bound, source),
            help="related entities are written under __children__",
        )
        return WRONG

    def report_value(self, row: BoundRow, position: int, name: str, problem: ValueProblem) -> None:
        """What a codec says of a value, with the line that declares its column."""
        bound = row.shape.bound
        column = bound.columns[row.shape.columns[position]]
        self.sink.report(
            problem.code,
            row.entity.value_origin(name, *problem.path),
            problem.message,
            _declared(bound, column),
            help=problem.help,
        )

    def check_fit(self, shape: Shape, position: int) -> None:
        """What the column's codec says of values that come from a column of another type: a
        reference may be narrower than what it refers to."""
        bound, name = shape.bound, shape.columns[position]
        column, codec = bound.columns[name], bound.codecs[name]
        if not self.is_narrower(bound, column):
            return
        number = codec.bare and codec.family != "boolean"
        for row in shape.rows:
            text = row.values[position]
            if type(text) is not str:
                continue
            try:
                codec.parse(Number(text) if number else text)
            except ValueProblem as problem:
                row.values[position] = WRONG
                source = shape.sources[position][0]
                member = source.name if isinstance(source, (FromField, FromSibling)) else None
                note = _declared(bound, column)
                self.sink.report(
                    problem.code, _place(row, member), problem.message, note, help=problem.help
                )

    def is_narrower(self, bound: BoundTable, column: Column) -> bool:
        """Whether a foreign key of the column refers to a column of another type."""
        for key in bound.foreign_keys.get(column.name, ()):
            table = self.plan.catalog.tables.get(key.table)
            for name, referenced in zip(key.columns, key.references, strict=False):
                parent = table.column(referenced) if table and name == column.name else None
                if parent is not None and parent.type != column.type:
                    return True
        return False

    def check_null(self, shape: Shape, position: int) -> None:
        """SD342 for NULL in a required column."""
        bound = shape.bound
        column = bound.columns[shape.columns[position]]
        if not bound.required(column):
            return
        for row in shape.rows:
            if row.values[position] is None:
                source = shape.sources[position][0]
                place = row.entity.origin
                if isinstance(source, FromField):
                    place = row.entity.value_origin(source.name)
                self.sink.report(
                    "SD342",
                    place,
                    f"{bound.table.name}.{column.name} must not be null",
                    _declared(bound, column),
                )

    def check_missing(self, shape: Shape) -> None:
        """SD342 for required columns that neither the entity nor the database fills; not beside a
        member that could not be bound, which is most often the missing one misspelled."""
        bound = shape.bound
        for column in bound.table.columns if not shape.faulty else ():
            if column.name in shape.index or not bound.required(column) or bound.filled(column):
                continue
            for row in shape.rows:
                self.sink.report(
                    "SD342",
                    row.entity.origin,
                    f"{bound.table.name}.{column.name} has no value and no default",
                    _declared(bound, column),
                    help=nearest_help(
                        "member",
                        column.name,
                        [n for n in row.entity.fields if n not in bound.columns],
                    ),
                )


def _place(row: BoundRow, member: str | None) -> Origin:
    return row.entity.origin if member is None else row.entity.value_origin(member)


def _declared(bound: BoundTable, column: Column) -> Note:
    return Note(f"{bound.table.name}.{column.name} is declared here", column.origin)
