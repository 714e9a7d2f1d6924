"""A live database as contract JSON, the way an exporter or a person would write it down.

Everything that the contract leaves to taste (names of lists, `id` or the column's own name, NULLs
written or left out, references as keys or literals, nesting, the order of lists and rows) is drawn
from a `random.Random`, so one seed is one spelling.
"""

import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from seedc.catalog import Catalog, Column, DomainType, ForeignKey, QualifiedName, Table, TypeRef
from seedc.server.introspect import introspect

NUMBERS = ("int2", "int4", "int8", "oid", "numeric", "float4", "float8")
TIMES = ("timestamp", "timestamptz")

SESSION = (
    "SET DateStyle = ISO; SET TimeZone = UTC; SET IntervalStyle = postgres;"
    " SET bytea_output = hex; SET extra_float_digits = 1; SET search_path = pg_catalog"
)


class Raw(str):
    """JSON text that is written as it stands."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Entity:
    """One row: its key, its cells as text, and what will be written of it."""

    table: Table
    cells: dict[str, Any]
    key: str = ""
    members: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list["Entity"]] = field(default_factory=dict)


def convert(connection: psycopg.Connection[Any], rng: random.Random) -> str:
    """The rows of every table of the connection's database, as the text of one seed file."""
    connection.execute(SESSION.encode())
    catalog = introspect(connection)
    rows = {t.name: _rows(connection, t, catalog) for t in _tables(catalog)}
    return _Writer(catalog, rows, rng).text()


def _tables(catalog: Catalog) -> list[Table]:
    return [t for t in catalog.tables.values() if t.kind in ("table", "partitioned")]


def base_type(ref: TypeRef, catalog: Catalog) -> TypeRef:
    """The type below any domains."""
    while isinstance(found := catalog.types.get(ref.name), DomainType) and not ref.array:
        ref = found.base
    return ref


def _rows(connection: psycopg.Connection[Any], table: Table, catalog: Catalog) -> list[Entity]:
    columns = [c for c in table.columns if not c.generated]
    if not columns:
        return []
    listed = sql.SQL(", ").join(_cell(c, base_type(c.type, catalog)) for c in columns)
    # ONLY: a parent's rows are its own, a partitioned table has no rows but its partitions'.
    only = sql.SQL("" if table.kind == "partitioned" else "ONLY ")
    query = sql.SQL("SELECT {} FROM {}{}").format(
        listed, only, sql.Identifier(table.name.schema, table.name.name)
    )
    names = [c.name for c in columns]
    return [
        Entity(table, dict(zip(names, row, strict=True)))
        for row in connection.execute(query).fetchall()
    ]


def _cell(column: Column, base: TypeRef) -> sql.Composable:
    name = sql.Identifier(column.name)
    if base.array:  # keeps every element's own text
        return sql.SQL("array_to_json({}::text[])::text").format(name)
    if base.name.name == "money":
        return sql.SQL("{}::numeric::text").format(name)
    return sql.SQL("{}::text").format(name)


def json_value(text: Any, ref: TypeRef, catalog: Catalog, rng: random.Random) -> Any:
    """PostgreSQL's text of a value as what one would write in JSON."""
    if text is None:
        return None
    base = base_type(ref, catalog)
    if base.array:
        element = TypeRef(base.name, base.modifiers, base.fields)
        return _elements(json.loads(text), element, catalog, rng)
    write = _WRITERS.get(base.name.name) if base.name.schema == "pg_catalog" else None
    return write(text, rng) if write else text


def _elements(value: Any, element: TypeRef, catalog: Catalog, rng: random.Random) -> Any:
    if isinstance(value, list):
        return [_elements(item, element, catalog, rng) for item in value]
    return json_value(value, element, catalog, rng)


def _number(text: str, rng: random.Random) -> Any:
    if not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text):  # NaN, Infinity
        return text
    return Raw(text)


def _decimal(text: str, rng: random.Random) -> Any:
    return text if rng.random() < 0.1 else _number(text, rng)


def _timestamp(text: str, rng: random.Random) -> str:
    return text if rng.random() < 0.2 else text.replace(" ", "T", 1)


def _instant(text: str, rng: random.Random) -> str:
    zone = rng.choice(("Z", "+00:00", "+00"))
    return _timestamp(text, rng).removesuffix("+00") + zone if text.endswith("+00") else text


_WRITERS: dict[str, Callable[[str, random.Random], Any]] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid", "float4", "float8"), _number),
    **dict.fromkeys(("numeric", "money"), _decimal),
    "bool": lambda text, _: text == "true",
    "timestamp": _timestamp,
    "timestamptz": _instant,
    "json": lambda text, _: Raw(text),
    "jsonb": lambda text, _: Raw(text),
}


class _Writer:
    """Turns rows into entities and entities into text."""

    def __init__(
        self, catalog: Catalog, rows: dict[QualifiedName, list[Entity]], rng: random.Random
    ) -> None:
        self.catalog = catalog
        self.rows = rows
        self.rng = rng
        self.keys: set[str] = set()
        # A bare key beside a reference that is written out could be taken for the other.
        self.bare = rng.random() < 0.5
        self.owners: dict[tuple[QualifiedName, tuple[str, ...]], dict[Any, Entity]] = {}
        # What a list needs because of the rows that are nested in it.
        self.within: dict[QualifiedName, list[QualifiedName]] = {}
        self.spelling = {name: self.list_name(name) for name in rows}

    def text(self) -> str:
        """The whole file."""
        for name in self.rows:
            self.name_entities(name)
        for name in self.rows:
            self.write_table(name)
        nested = self.nest()
        names = [name for name in self.rows if self.rows[name]]
        self.rng.shuffle(names)
        lists = {}
        for name in names:
            entities = [e for e in self.rows[name] if id(e) not in nested]
            self.rng.shuffle(entities)
            if entities:
                lists[self.spelling[name]] = entities
        return _json({n: [_document(e) for e in es] for n, es in lists.items()}) + "\n"

    def list_name(self, name: QualifiedName) -> str:
        """A spelling of the table: bare where that is clear, qualified, or its model name."""
        alike = [o for o in self.rows if _folded(o.name) == _folded(name.name)]
        plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name.name + name.schema)
        choices = [f"{name.schema}.{name.name}"]
        if not plain:
            choices = [".".join('"' + n.replace('"', '""') + '"' for n in (name.schema, name.name))]
        if len(alike) == 1:
            choices += [name.name] * 3 if "." not in name.name and '"' not in name.name else []
            if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", name.name):
                choices.append("".join(part.title() for part in name.name.split("_")))
        return self.rng.choice(choices)

    def name_entities(self, name: QualifiedName) -> None:
        """A key for each row: table and primary key, or the bare primary key, or a number."""
        table = self.catalog.tables[name]
        primary = (table.primary_key.columns if table.primary_key else None) or ()
        linked = {c for k in table.foreign_keys for c in k.columns}
        natural = len(primary) == 1 and primary[0] not in linked
        bare = natural and self.bare and self.rng.random() < 0.3
        for number, entity in enumerate(self.rows[name], 1):
            values = [entity.cells.get(c) for c in primary]
            words = "-".join(map(str, values)) if primary and None not in values else str(number)
            key = words if bare else f"{name.name}:{words}"
            if key in self.keys or not key.isprintable() or not 0 < len(key) <= 200:
                key = f"{name.schema} {name.name} no {number}"
            self.keys.add(key)
            entity.key = key

    def owner(self, key: ForeignKey, entity: Entity) -> Entity | None:
        """The entity that a foreign key of this one points at; None for NULLs."""
        values = tuple(entity.cells.get(c) for c in key.columns)
        slot = (key.table, key.references)
        if slot not in self.owners:
            self.owners[slot] = {
                tuple(e.cells.get(c) for c in key.references): e
                for e in self.rows.get(key.table, ())
            }
        return None if None in values else self.owners[slot].get(values)

    def write_table(self, name: QualifiedName) -> None:
        """The members of a table's entities, all in the same taste."""
        table = self.catalog.tables[name]
        style = {
            "nulls": self.rng.random() < 0.4,
            "id": self.rng.random() < 0.7,
            "literals": not self.bare and self.rng.random() < 0.3,
            "composite": self.rng.random() < 0.6,
        }
        primary = (table.primary_key.columns if table.primary_key else None) or ()
        key_column = primary[0] if len(primary) == 1 else None
        for entity in self.rows[name]:
            refs = self.references(table, entity, style)
            for column in table.columns:
                if column.generated or refs.get(column.name) == ():
                    continue
                value = entity.cells[column.name]
                is_id = column.name == key_column
                member = "id" if is_id and style["id"] and not table.column("id") else column.name
                if column.identity == "always":
                    if not is_id:
                        continue
                    member = "id"
                if value is None and not style["nulls"] and not self.filled(column):
                    continue
                written = refs.get(column.name) or json_value(
                    value, column.type, self.catalog, self.rng
                )
                entity.members[member] = written

    def filled(self, column: Column) -> bool:
        """Whether leaving the column out would not mean NULL."""
        domain = self.catalog.types.get(column.type.name)
        return bool(
            column.default
            or column.sequence
            or (isinstance(domain, DomainType) and domain.default is not None)
        )

    def references(self, table: Table, entity: Entity, style: dict[str, bool]) -> dict[str, Any]:
        """Columns to be written as keys, and, with (), those that such a key fills."""
        found: dict[str, Any] = {}
        for key in table.foreign_keys:
            target = self.owner(key, entity)
            if target is None or style["literals"] or any(c in found for c in key.columns):
                continue
            if len(key.columns) == 1:
                found[key.columns[0]] = target.key
            elif style["composite"]:
                first = self.rng.choice(key.columns)
                found.update(dict.fromkeys(key.columns, ()))
                found[first] = target.key
        return found

    def nest(self) -> set[int]:
        """Put some rows of leaf tables under `__children__` of their parents."""
        nested: set[int] = set()
        pointed = {k.table for n in self.rows for k in self.catalog.tables[n].foreign_keys}
        for name, entities in self.rows.items():
            table = self.catalog.tables[name]
            choices = [k for k in table.foreign_keys if self.can_nest(table, k)]
            if name in pointed or not choices or self.rng.random() < 0.5:
                continue
            key = self.rng.choice(choices)
            self.within.setdefault(key.table, []).extend(
                k.table for k in table.foreign_keys if k is not key
            )
            share = self.rng.choice((0.5, 1.0))
            for entity in entities:
                parent = self.owner(key, entity)
                if parent is None or self.rng.random() >= share:
                    continue
                for column in key.columns:
                    entity.members.pop(column, None)
                parent.children.setdefault(self.spelling[name], []).append(entity)
                nested.add(id(entity))
        return nested

    def can_nest(self, table: Table, key: ForeignKey) -> bool:
        """One way to the parent, no column shared, no key that would be lost, no knot of lists."""
        others = [k for k in table.foreign_keys if k is not key]
        primary = (table.primary_key.columns if table.primary_key else None) or ()
        return (
            key.table != table.name
            and all(k.table != key.table for k in others)
            and not any(set(k.columns) & set(key.columns) for k in others)
            and not (len(primary) == 1 and primary[0] in key.columns)
            and not any(self.reaches(k.table, key.table) for k in others)
        )

    def reaches(self, start: QualifiedName, goal: QualifiedName) -> bool:
        """Whether rows of `start` need rows of `goal`, however indirectly."""
        seen: set[QualifiedName] = set()
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name == goal:
                return True
            if name not in seen and name in self.catalog.tables:
                seen.add(name)
                waiting += [k.table for k in self.catalog.tables[name].foreign_keys]
                waiting += self.within.get(name, ())
        return False


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


def _document(entity: Entity) -> dict[str, Any]:
    members: dict[str, Any] = {"__key__": entity.key, **entity.members}
    if entity.children:
        members["__children__"] = {
            name: [_document(child) for child in children]
            for name, children in entity.children.items()
        }
    return members


def _json(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{json.dumps(k)}: {_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def table_rows(connection: psycopg.Connection[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, every column as text, sorted; json by its meaning and key order."""
    connection.execute(SESSION.encode())
    catalog = introspect(connection)
    return {str(t.name): sorted(_plain(connection, t, catalog), key=repr) for t in _tables(catalog)}


def _plain(
    connection: psycopg.Connection[Any], table: Table, catalog: Catalog
) -> Iterable[tuple[Any, ...]]:
    if not table.columns:
        return
    jsons = [base_type(c.type, catalog).name.name == "json" for c in table.columns]
    listed = sql.SQL(", ").join(
        sql.SQL("{}::text").format(sql.Identifier(c.name)) for c in table.columns
    )
    only = sql.SQL("" if table.kind == "partitioned" else "ONLY ")
    query = sql.SQL("SELECT {} FROM {}{}").format(
        listed, only, sql.Identifier(table.name.schema, table.name.name)
    )
    for row in connection.execute(query).fetchall():
        yield tuple(
            repr(json.loads(v, parse_float=str, parse_int=str)) if j and v is not None else v
            for v, j in zip(row, jsons, strict=True)
        )
