"""Rows for any schema: drawn from a `random.Random`, kept where the server takes them.

What a CHECK, a trigger, a unique key or a partition refuses is drawn again, so the tables hold
valid rows without a line of Python that knows the schema.
"""

# ruff: noqa: E501 - tables read better in long lines

import random
import re
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from corpus.convert import base_type
from seedc.catalog import (
    Catalog,
    Column,
    CompositeType,
    DomainType,
    EnumType,
    ForeignKey,
    QualifiedName,
    RangeType,
    Table,
    TypeRef,
    UserType,
)
from seedc.passes.order import components, dependencies, ordered
from seedc.server.introspect import introspect

WORDS = (
    "", " ", "a", "Ω", "naïve", "O'Neil", 'say "hi"', "back\\slash", "\\N", "NULL", "null",
    "tab\there", "line\nbreak", "crlf\r\n", " lead", "trail ", "{1,2}", "(a,b)", "[1,2)", "%_",
    "$$body$$", "--comment", "/* c */", "日本語のテキスト", "😀", "e\u0301", "\u200b", "\u2028",
    "Приве́т", "ß", "İ", "\x7f", "\x01", ";", ":var", ":'x'", "\\.", "\\.\n", "0", "1.0", "true",
    "2024-01-01", "__key__", "infinity", "NaN", "London", "Curaçao", "vendors:1", "x" * 60,
)  # fmt: skip


class Inventor:
    """Draws values and rows for the tables of one database."""

    def __init__(self, connection: psycopg.Connection[Any], rng: random.Random) -> None:
        self.connection = connection
        self.rng = rng
        self.catalog: Catalog = introspect(connection)
        self.parents: dict[tuple[QualifiedName, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        self.hints: dict[QualifiedName, list[str]] = {}

    def fill(self, rows: Callable[[Table], int]) -> int:
        """Up to `rows(table)` rows in every table; how many there are."""
        tables = [t for t in self.catalog.tables.values() if t.kind in ("table", "partitioned")]
        total = 0
        for group in ordered(dependencies(tables)):
            members = [self.catalog.tables[name] for name in group]
            if any(len(c) > 1 for c in components({t.name: self.needs(t) for t in members})):
                total += self.fill_knot(members, rows)
                continue
            for table in members:
                total += self.fill_table(table, rows(table), frozenset(group))
            for table in members:
                self.close_cycles(table, frozenset(group))
        return total

    def needs(self, table: Table) -> list[QualifiedName]:
        """The tables of which every row needs one."""
        return [
            k.table
            for k in table.foreign_keys
            if all(c.not_null for c in table.columns if c.name in k.columns)
        ]

    def fill_knot(self, members: list[Table], rows: Callable[[Table], int]) -> int:
        """Tables that require each other: filled with checks off, once with what is there."""
        self.connection.execute("SET session_replication_role = replica")
        try:
            total = 0
            group = frozenset(t.name for t in members)
            primary = {t.name: (t.primary_key.columns or ()) for t in members if t.primary_key}
            for t in members:  # a stock of keys that the first rows may name
                slot = (t.name, primary.get(t.name, ()))
                self.parents[slot] = [(str(n),) for n in range(1, rows(t) + 1)]
            for t in members:
                total += self.fill_table(t, rows(t), frozenset(), fixed=group)
        finally:
            self.connection.execute("RESET session_replication_role")
        self.parents.clear()
        return total

    def fill_table(
        self,
        table: Table,
        wanted: int,
        late: frozenset[QualifiedName],
        *,
        fixed: frozenset[QualifiedName] = frozenset(),
    ) -> int:
        """Insert rows; keys into `late` tables stay NULL where they may, for `close_cycles`."""
        made = refused = 0
        while made < wanted and refused < 20 + 3 * wanted:
            row = self.row(table, late)
            if table.name in fixed and table.primary_key:
                row[(table.primary_key.columns or ("",))[0]] = str(made + 1)
            if row is not None and self.insert(table, row):
                made += 1
                self.forget(table.name)
            else:
                refused += 1
        if table.primary_key is None:
            made -= self.drop_doubles(table)
        return made

    def drop_doubles(self, table: Table) -> int:
        """Delete rows that another row equals in every column; how many."""
        query = sql.SQL(
            "DELETE FROM {0} AS a USING {0} AS b WHERE a.ctid > b.ctid AND a::text = b::text"
        ).format(sql.Identifier(table.name.schema, table.name.name))
        return self.connection.execute(query).rowcount

    def forget(self, name: QualifiedName) -> None:
        """The keys that a table offers are read anew."""
        for slot in [s for s in self.parents if s[0] == name]:
            del self.parents[slot]

    def insert(self, table: Table, row: dict[str, Any]) -> bool:
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        query = sql.SQL(
            "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({}) RETURNING *"
        ).format(
            sql.Identifier(table.name.schema, table.name.name),
            names,
            sql.SQL(", ").join(map(sql.Literal, row.values())),
        )
        if not row:
            query = sql.SQL("INSERT INTO {} DEFAULT VALUES").format(
                sql.Identifier(table.name.schema, table.name.name)
            )
        return self.accepted(query)

    def accepted(self, query: sql.Composed) -> bool:
        try:
            with self.connection.transaction():
                self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                self.connection.execute(query)
        except psycopg.Error:
            return False
        return True

    def close_cycles(self, table: Table, group: frozenset[QualifiedName]) -> None:
        """Point the references within a cycle at rows that are there by now."""
        for key in table.foreign_keys:
            open_ = [c for c in table.columns if c.name in key.columns and not c.not_null]
            if key.table not in group or not open_:
                continue
            primary = (table.primary_key.columns if table.primary_key else None) or ()
            if not primary or set(primary) & {c.name for c in open_}:
                continue
            for own in self.keys_of(table.name, primary):
                if self.rng.random() < 0.7:
                    self.point(table, key, primary, own)

    def point(
        self, table: Table, key: ForeignKey, primary: tuple[str, ...], own: tuple[Any, ...]
    ) -> None:
        offers = self.keys_of(key.table, key.references)
        if not offers:
            return
        target = self.rng.choice(offers)
        pairs = [p for p in zip(key.columns, target, strict=True) if p[0] not in primary]
        fixed = dict(zip(primary, own, strict=True))
        if any(fixed.get(c, v) != v for c, v in zip(key.columns, target, strict=True)):
            return
        query = sql.SQL("UPDATE {} SET {} WHERE {}").format(
            sql.Identifier(table.name.schema, table.name.name),
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(c), sql.Literal(v)) for c, v in pairs
            ),
            sql.SQL(" AND ").join(
                sql.SQL("{} = {}").format(sql.Identifier(c), sql.Literal(v))
                for c, v in fixed.items()
            ),
        )
        if pairs:
            self.accepted(query)

    def keys_of(self, name: QualifiedName, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
        slot = (name, columns)
        if slot not in self.parents:
            query = sql.SQL("SELECT DISTINCT {0} FROM {1}").format(
                sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in columns),
                sql.Identifier(name.schema, name.name),
            )
            found = self.connection.execute(query).fetchall()
            self.parents[slot] = sorted(r for r in found if None not in r)
        return self.parents[slot]

    def row(self, table: Table, late: frozenset[QualifiedName]) -> dict[str, Any]:
        """Values by column; a column that is left out gets what the database gives it."""
        row: dict[str, Any] = {}
        for key in sorted(table.foreign_keys, key=lambda k: -len(k.columns)):
            if any(c in row for c in key.columns):
                continue
            columns = [c for n in key.columns if (c := table.column(n))]
            nullable = not all(c.not_null for c in columns)
            if nullable and (key.table in late or self.rng.random() < 0.2):
                row.update({c.name: None for c in columns if not c.not_null})
            elif offers := self.keys_of(key.table, key.references):
                row.update(zip(key.columns, self.rng.choice(offers), strict=True))
        for column in table.columns:
            if column.name in row or column.generated:
                continue
            if column.identity == "always" and table.primary_key is None:
                continue
            skip = 0.9 if column.sequence else 0.3 if column.default else 0.0
            if self.rng.random() < skip:
                continue
            if not column.not_null and self.rng.random() < 0.25:
                row[column.name] = None
                continue
            row[column.name] = self.value(column.type, self.hints_of(table, column))
        return row

    def hints_of(self, table: Table, column: Column) -> list[str]:
        """Literals that the CHECKs of the column speak of: likely good values."""
        texts = [c.expression.text for c in table.checks if column.name in c.expression.columns]
        ref = column.type
        while isinstance(domain := self.catalog.types.get(ref.name), DomainType):
            texts += [c.expression.text for c in domain.checks]
            ref = domain.base
        if table.kind == "partitioned":
            texts += [
                t.partition_bound or ""
                for t in self.catalog.tables.values()
                if t.partition_of == table.name and column.name in (table.partition_key or "")
            ]
        found: list[str] = []
        for text in texts:
            found += [t.replace("''", "'") for t in re.findall(r"'((?:[^']|'')*)'", text)]
            found += re.findall(r"(?<![\w.'])-?\d+(?:\.\d+)?", text)
        return found

    def value(self, ref: TypeRef, hints: list[str] | None = None) -> Any:
        """A literal of the type, or now and then a hint."""
        if hints and self.rng.random() < 0.7:
            return self.rng.choice(hints)
        base = base_type(ref, self.catalog)
        if base.array:
            return self.array(TypeRef(base.name, base.modifiers, base.fields))
        if user := self.catalog.types.get(base.name):
            return self.user_value(user)
        draw = _DRAW.get(base.name.name)
        return draw(self.rng, base.modifiers) if draw else None

    def user_value(self, user: UserType) -> str | None:
        """A value of an enum, a composite or a range type."""
        if isinstance(user, EnumType):
            return self.rng.choice(user.labels)
        if isinstance(user, CompositeType):
            parts = [self.value(t) for _, t in user.attributes]
            return "(" + ",".join(_quoted(p) for p in parts) + ")"
        return self.range(user.subtype) if isinstance(user, RangeType) else None

    def array(self, element: TypeRef) -> str:
        count = self.rng.choice((0, 1, 2, 3))
        items = [None if self.rng.random() < 0.15 else self.value(element) for _ in range(count)]
        text = "{" + ",".join("NULL" if i is None else _quoted(i) for i in items) + "}"
        # A list of lists in an array of json is one of values, not of dimensions.
        if count and "json" not in element.name.name and self.rng.random() < 0.2:
            text = "{" + text + "," + text + "}"
        return text

    def range(self, subtype: TypeRef) -> str:
        if self.rng.random() < 0.1:
            return "empty"
        low, high = sorted((self.value(subtype) for _ in range(2)), key=_order)
        return self.rng.choice("[(") + _quoted(low) + "," + _quoted(high) + self.rng.choice("])")


def _order(text: str) -> Any:
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, 0.0, text)


def _quoted(text: Any) -> str:
    if text is None:
        return ""
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _integer(bits: int) -> Callable[[random.Random, tuple[int, ...]], str]:
    def draw(rng: random.Random, _: tuple[int, ...]) -> str:
        size = rng.choice((3, 7, 10, bits - 1))
        return str(
            rng.randint(-(2**size) if rng.random() < 0.2 else 0, 2 ** min(size, bits - 1) - 1)
        )

    return draw


def _numeric(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    if rng.random() < 0.02:
        return "NaN"
    if not modifiers:
        return rng.choice(
            ("0", "1.10", "-0.000", "1e3", "123456789012345678901234567890.123456789")
        )
    precision, scale = (*modifiers, 0)[:2]
    text = str(rng.randint(0, 10 ** rng.randint(1, precision) - 1))
    text = text.rjust(scale + 1, "0")
    return rng.choice(("", "", "-")) + (f"{text[:-scale]}.{text[-scale:]}" if scale > 0 else text)


def _real(rng: random.Random, _: tuple[int, ...]) -> str:
    return rng.choice(
        ("0", "-0", "0.1", "0.15", "1e-30", "1e30", "NaN", "Infinity", "-Infinity", "3.4e38")
    ) if rng.random() < 0.3 else repr(rng.uniform(-1000, 1000))  # fmt: skip


def _double(rng: random.Random, _: tuple[int, ...]) -> str:
    return rng.choice(("5e-324", "1.7976931348623157e308", "-0", "NaN", "Infinity", "0.1")) if (
        rng.random() < 0.3
    ) else repr(rng.uniform(-1e9, 1e9))  # fmt: skip


def _text(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    word = rng.choice(WORDS) + (str(rng.randint(0, 9999)) if rng.random() < 0.6 else "")
    return word[: modifiers[0]] if modifiers else word


def _date(rng: random.Random, _: tuple[int, ...]) -> str:
    if rng.random() < 0.03:
        return rng.choice(("infinity", "-infinity"))
    year = rng.choice((1, 999, 1582, 1900, 1970, 2000, 2007, 2024, 2024, 9999, 12345))
    return f"{year:04}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _time(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    fraction = rng.choice(("", f".{rng.randint(0, 999999):06}", ".5", ".100000"))
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}{fraction}"


def _timestamp(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    day = _date(rng, modifiers)
    return day if "inf" in day else f"{day} {_time(rng, modifiers)}"


def _instant(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    text = _timestamp(rng, modifiers)
    return text if "inf" in text else text + rng.choice(("+00", "-05", "+05:45", "Z"))


def _interval(rng: random.Random, _: tuple[int, ...]) -> str:
    return rng.choice(
        ("1 day", "-1 day +02:03:04.5", "1 year 2 mons", "00:00:00", "-00:00:01", "P1Y2M3DT4H5M6.7S",
         "100 hours", "1 mon -1 day", "3 years -2 mons +4 days -05:06:07.000008")
    )  # fmt: skip


def _bytes(rng: random.Random, _: tuple[int, ...]) -> str:
    return "\\x" + rng.randbytes(rng.choice((0, 1, 8, 100))).hex()


_JSONS = (
    "{}", "[]", '"x"', "1", "1.10", "1e5", '{"b": 1, "a": [1, null, true]}', '{"é": "\\u0001"}',
    '{"a": {"__key__": "x"}}', "12345678901234567890.5", '["a\\"b", "\\\\", "/"]', "-0", "-0.0",
)  # fmt: skip


def _network(rng: random.Random, _: tuple[int, ...]) -> str:
    return rng.choice(("10.0.0.1", "192.168.0.0/24", "::1", "2001:db8::/32", "10.1.2.3/8"))


def _bits(rng: random.Random, modifiers: tuple[int, ...]) -> str:
    return "".join(rng.choice("01") for _ in range(modifiers[0] if modifiers else 5))


def _pick(*choices: str) -> Callable[[random.Random, tuple[int, ...]], str]:
    return lambda rng, _: rng.choice(choices)


def _ranged(draw: Callable[[random.Random, tuple[int, ...]], str]) -> Any:
    def both(rng: random.Random, modifiers: tuple[int, ...]) -> str:
        if rng.random() < 0.1:
            return "empty"
        low, high = sorted((draw(rng, ()), draw(rng, ())), key=_order)
        low, high = (rng.choice((low, low, low, "")), rng.choice((high, high, high, "")))
        return f"{rng.choice('[(')}{_quoted(low) if low else ''},{_quoted(high) if high else ''}{rng.choice('])')}"

    return both


_DRAW: dict[str, Callable[[random.Random, tuple[int, ...]], Any]] = {
    "int2": _integer(15), "int4": _integer(31), "int8": _integer(63), "oid": _pick("0", "1", "4294967295"),
    "numeric": _numeric, "float4": _real, "float8": _double, "money": _pick("1.00", "-2.50", "12345.67"),
    "bool": _pick("true", "false"), "text": _text, "varchar": _text, "bpchar": _text, "name": _text,
    "citext": _text, "char": _pick("a", "Z", ""),
    "date": _date, "time": _time, "timestamp": _timestamp, "timestamptz": _instant,
    "timetz": lambda rng, m: _time(rng, m) + rng.choice(("+00", "-05:30")),
    "interval": _interval, "bytea": _bytes, "json": _pick(*_JSONS), "jsonb": _pick(*_JSONS),
    "uuid": lambda rng, _: rng.randbytes(16).hex(),
    "inet": _network, "cidr": _pick("10.0.0.0/8", "192.168.0.0/24", "::1/128"),
    "macaddr": _pick("08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff"), "macaddr8": _pick("08:00:2b:01:02:03:04:05"),
    "bit": _bits, "varbit": _bits, "xml": _pick("<a/>", "<a b='c'>d &amp; e</a>", "text only", "<a/><b/>"),
    "tsvector": _pick("a:1 b:2,3A", "'it''s':1", "", "fat cat"), "tsquery": _pick("a & b", "!x | 'y z'"),
    "point": _pick("(1,2)", "(0.1,-3e10)"), "box": _pick("(2,3),(0,1)"), "circle": _pick("<(1,2),3>"),
    "line": _pick("{1,2,3}"), "lseg": _pick("[(1,2),(3,4)]"), "path": _pick("((0,0),(1,1))", "[(0,0),(1,1)]"),
    "polygon": _pick("((0,0),(1,1),(1,0))"),
    "int4range": _ranged(_integer(31)), "int8range": _ranged(_integer(63)), "numrange": _ranged(_numeric),
    "daterange": _ranged(_date), "tsrange": _ranged(_timestamp), "tstzrange": _ranged(_instant),
    "int4multirange": _pick("{}", "{[1,3),[7,9)}"), "vector": lambda rng, m: None,
    "jsonpath": _pick("$.a[*]"), "pg_lsn": _pick("16/B374D848"), "regclass": _pick("pg_class"),
    "hstore": _pick('"a"=>"1"'), "ltree": _pick("a.b.c"),
}  # fmt: skip
