"""Arbiters: how each seeded table's rows are recognised in the database, proven to be possible."""

from collections.abc import Hashable, Iterable

from seedc.catalog import IndexElement, Unique
from seedc.diagnostics import Note, Sink
from seedc.ir.program import Arbiter
from seedc.passes.checks import Checker
from seedc.passes.seedplan import WRONG, BoundRow, BoundTable, Shape
from seedc.settings import TableSettings


def choose_arbiter(bound: BoundTable, shapes: list[Shape], checker: Checker, sink: Sink) -> Arbiter:
    """The arbiter of one table: what the settings match on, else the primary key, else a unique key
    that every row gives, else all columns. Reports SD504, SD505, SD509 and SD510."""
    settings = bound.settings
    if settings is not None and settings.match is not None:
        unique = _matched(bound, settings, sink)
    else:
        unique = bound.table.primary_key or _given(bound, shapes)
    if unique is None:
        _check_distinct(bound, shapes, sink)
        elements = tuple(IndexElement(column=name) for name in bound.columns)
        return Arbiter(name=None, elements=elements, upsert=False)
    _check_given(bound, unique, shapes, sink)
    _check_predicate(bound, unique, shapes, checker, sink)
    return Arbiter(
        name=unique.name,
        elements=unique.elements,
        predicate=unique.predicate,
        nulls_not_distinct=unique.nulls_not_distinct,
        upsert=not unique.deferrable,
    )


def without_key(bound: BoundTable, shapes: Iterable[Shape]) -> tuple[str, ...]:
    """The columns by which rows of a table without a key are compared: all that any row gives, or,
    where none gives any, all that are NULL when they are left out.

    A row that leaves one of them out has NULL there, unless the database fills it.
    """
    given = {name for shape in shapes for name in shape.columns} or {
        name for name, column in bound.columns.items() if not bound.filled(column)
    }
    return tuple(name for name in bound.columns if name in given)


def absent(bound: BoundTable, shape: Shape, compared: Iterable[str]) -> tuple[str, ...]:
    """Those of the compared columns that are NULL in the shape's rows because they are left out."""
    return tuple(
        name
        for name in compared
        if name not in shape.index and not bound.filled(bound.columns[name])
    )


def _matched(bound: BoundTable, settings: TableSettings, sink: Sink) -> Unique | None:
    """The unique key that `match` names, a whole one before a partial one."""
    match = settings.match
    uniques = sorted(bound.table.uniques, key=lambda u: (u.predicate is not None, u.name))
    for unique in uniques:
        if unique.name == match or (match is not None and set(unique.columns or ()) == set(match)):
            return unique
    wanted = f"named {match}" if isinstance(match, str) else f"on ({', '.join(match or ())})"
    sink.report(
        "SD505",
        settings.origin,
        f"{bound.table.name} has no unique key {wanted}",
        *(Note(f"{u.name} on ({_elements(u)})", u.origin) for u in uniques),
        help=_match_help(bound, match),
    )
    return None


def _match_help(bound: BoundTable, match: str | tuple[str, ...] | None) -> str:
    """What to match on: a column by itself is the name of no key."""
    if isinstance(match, str):
        for unique in bound.table.uniques:
            if unique.columns == (match,):
                return f'a text names a key, a list its columns: match = ["{match}"]'
    return "match on one of its unique keys, or add one to the schema"


def _elements(unique: Unique) -> str:
    return ", ".join(
        e.column or (e.expression.text if e.expression else "") for e in unique.elements
    )


def _given(bound: BoundTable, shapes: list[Shape]) -> Unique | None:
    """For a table without a primary key: the first whole unique key that every row gives."""
    kinds = {"constraint": 0, "index": 1}
    candidates = sorted(bound.table.uniques, key=lambda u: (kinds.get(u.kind, 2), u.name))
    for unique in candidates:
        names = unique.columns
        if names is None or unique.predicate is not None or unique.deferrable:
            continue
        if all(_gives(shape, names, nulls=unique.nulls_not_distinct) for shape in shapes):
            return unique
    return None


def _gives(shape: Shape, names: Iterable[str], *, nulls: bool) -> bool:
    positions = [shape.index.get(name) for name in names]
    return all(
        p is not None and (nulls or all(row.values[p] is not None for row in shape.rows))
        for p in positions
    )


def _read(unique: Unique) -> list[str]:
    """The columns that the key's elements read, in order."""
    found: dict[str, None] = {}
    for element in unique.elements:
        if element.column is not None:
            found[element.column] = None
        elif element.expression is not None:
            found.update(dict.fromkeys(element.expression.columns))
    return list(found)


def _check_given(bound: BoundTable, unique: Unique, shapes: list[Shape], sink: Sink) -> None:
    """SD504 for rows in which a column of the key is missing or NULL."""
    for name in _read(unique):
        column = bound.columns[name]
        required = bound.required(column)
        for shape in shapes:
            position = shape.index.get(name)
            if required and (position is not None or not bound.filled(column)):
                continue  # SD342 says it
            for row in shape.rows:
                given = position is not None and (
                    row.values[position] is not None or unique.nulls_not_distinct
                )
                if not given:
                    _report_missing(row, bound, name, unique, sink)


def _report_missing(
    row: BoundRow, bound: BoundTable, name: str, unique: Unique, sink: Sink
) -> None:
    sink.report(
        "SD504",
        row.entity.origin,
        f"{bound.table.name}.{name} is part of the key and has no value",
        Note(f"{unique.name} is declared here", unique.origin),
        help=_help(bound, name),
    )


def _help(bound: BoundTable, name: str) -> str:
    if bound.columns[name].generated:
        return "the database computes it: name another key to find rows by, match = [...]"
    return f'give "{name}" a value: the row is found again by it'


def _check_distinct(bound: BoundTable, shapes: list[Shape], sink: Sink) -> None:
    """SD510 for equal rows of a table without any key. A row that leaves a default to the database
    equals every row that agrees with it in the rest: nothing could tell them apart later."""
    compared = without_key(bound, shapes)
    known = [frozenset(shape.columns) | set(absent(bound, shape, compared)) for shape in shapes]
    for shape, columns in zip(shapes, known, strict=True):
        for row in shape.rows if not columns else ():
            sink.report(
                "SD510",
                row.entity.origin,
                f"{bound.table.name} has no key, and the row no value to be found again by",
                Note(f"{bound.table.name} is declared here", bound.table.origin),
                help="give the row a value, or the table a key",
            )
    for columns in sorted(
        filter(None, set(known)), key=lambda names: [n in names for n in compared]
    ):
        names = [name for name in compared if name in columns]
        inside = [s for s, own in zip(shapes, known, strict=True) if columns <= own]
        exact = {id(s) for s, own in zip(shapes, known, strict=True) if own == columns}
        _report_equal(bound, names, inside, exact, sink)


def _report_equal(
    bound: BoundTable, names: list[str], shapes: list[Shape], exact: set[int], sink: Sink
) -> None:
    """SD510 for each row of the shapes in `exact` that equals another row in the named columns."""
    forms = [bound.codecs[name].canonical for name in names]
    first: dict[Hashable, BoundRow] = {}
    for shape in sorted(shapes, key=lambda s: id(s) in exact):
        places = [shape.index.get(name) for name in names]
        for row in shape.rows:
            if WRONG in row.values:
                continue
            cells = [None if p is None else row.values[p] for p in places]
            key = tuple(None if v is None else f(v) for f, v in zip(forms, cells, strict=True))
            other = first.setdefault(key, row)
            if other is not row and id(shape) in exact:
                sink.report(
                    "SD510",
                    row.entity.origin,
                    f"{bound.table.name} has no key, and another row has the same values",
                    Note("the first one is here", other.entity.origin),
                    help="remove one of them, or give the table a key",
                )


def _check_predicate(
    bound: BoundTable, unique: Unique, shapes: list[Shape], checker: Checker, sink: Sink
) -> None:
    """SD509 for rows that a partial arbiter would not see."""
    if unique.predicate is None:
        return
    for shape in shapes:
        test = checker.falls_under(bound, unique, shape)
        for row in shape.rows if test is not None else ():
            if WRONG not in row.values and test is not None and not test(row):
                sink.report(
                    "SD509",
                    row.entity.origin,
                    f"the row is outside {unique.name}, by which it would be found again",
                    Note(f"WHERE {unique.predicate.text}", unique.origin),
                )
