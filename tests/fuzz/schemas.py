"""Random schemas: one seed, one schema.sql, with what real ones have and seldom together."""

# ruff: noqa: E501 - tables read better in long lines

import random
from dataclasses import dataclass, field

NAMES = (
    "item", "order", "user", "Customer", "line item", "select", "größe", 'quo"te', "a.b", "t",
    "CamelCase", "x" * 63, "people", "table", "Ünïcode", "group", "id", "s", "main row", "$money",
)  # fmt: skip
COLUMNS = (
    "name", "value", "Value2", "desc", "from", "äöü", "with space", "t", "s", "key", "data", "when",
    "amount", "col.dot", 'q"q', "n1", "n2", "n3", "kind", "note", "excluded", "new", "old", "rows",
    "y" * 63, "default", "seedc_row", "id2", "__", "limit",
)  # fmt: skip
TYPES = (
    "smallint", "integer", "bigint", "numeric", "numeric(6,2)", "numeric(3,-1)", "real",
    "double precision", "boolean", "text", "varchar(12)", "char(4)", "char", "date", "time",
    "time(2)", "timetz", "timestamp", "timestamp(3)", "timestamptz", "timestamptz(0)", "interval",
    "bytea", "uuid", "json", "jsonb", "inet", "cidr", "macaddr", "bit(4)", "varbit(6)", "xml",
    "tsvector", "point", "int4range", "numrange", "daterange", "tstzrange", "text[]", "integer[]",
    "numeric(5,1)[]", "timestamptz[]", "jsonb[]", "money", "name", "mood", "mood[]", "label",
    "small", "pair", '"char"', "bytea[]", "interval[]", "double precision[]", "varchar(7)[]",
)  # fmt: skip
KEYS = ("smallint", "integer", "bigint", "text", "varchar(20)", "char(6)", "uuid", "date", "timestamptz",
        "numeric(9,2)", "label", "mood", "bytea", "boolean", "real", "inet", "time", "numeric", "small",
        '"char"', "name", "timestamp(3)", "interval", "char(40)")  # fmt: skip
DEFAULTS = {
    "integer": ("7", "-3", "1 + 1"), "text": ("'x'", "'it''s'", "''"), "boolean": ("true",),
    "numeric(6,2)": ("1.50",), "timestamptz": ("now()", "'2020-01-01Z'"), "mood": ("'sad'",),
    "jsonb": ("'{}'",), "text[]": ("'{}'",), "date": ("current_date",), "uuid": ("gen_random_uuid()",),
    "bigint": ("0",), "varchar(12)": ("'a'", "NULL"), "interval": ("'1 day'",),
}  # fmt: skip
CHECKS = {
    "integer": "{c} > -100", "text": "length({c}) < 100", "numeric(6,2)": "{c} >= 0 OR {c} IS NULL",
    "varchar(12)": "{c} <> 'bad'", "boolean": "{c} IN (true, false)", "smallint": "{c} BETWEEN -999 AND 32000",
    "mood": "{c} <> 'so ''so'''",
}  # fmt: skip
GENERATED = {
    "integer": "coalesce({c}, 0) / 2 + 1", "text": "upper({c})", "boolean": "NOT {c}", "bigint": "{c} % 7",
}  # fmt: skip

PREAMBLE = """CREATE SCHEMA "Odd Schema";
CREATE TYPE mood AS ENUM ('sad', 'so ''so''', 'happy', 'ok, "fine"', '');
CREATE DOMAIN label AS varchar(30) CHECK (VALUE <> 'forbidden');
CREATE DOMAIN small AS integer DEFAULT 5 CHECK (VALUE BETWEEN -1000 AND 100000);
CREATE TYPE pair AS (a integer, b text);
"""


@dataclass(slots=True)
class Sketch:
    """A table in the making: its name as SQL, its key's columns and types, its parts."""

    name: str
    keys: list[list[tuple[str, str]]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    tail: str = ""


def schema(seed: int) -> str:
    """The text of a schema.sql."""
    rng = random.Random(seed)  # noqa: S311 - rows for tests
    tables: list[Sketch] = []
    later: list[str] = []
    for name in rng.sample(NAMES, rng.randint(1, 6)):
        table = Sketch(_name(rng, name))
        _key(rng, table, tables)
        for _ in range(rng.randint(0, 7)):
            _column(rng, table)
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            _reference(rng, table, tables, later)
        _extras(rng, table)
        tables.append(table)
    made = [
        f"CREATE TABLE {t.name} (\n  " + ",\n  ".join(t.parts) + f"\n){t.tail};" for t in tables
    ]
    return PREAMBLE + "\n".join([*made, *later]) + "\n"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _name(rng: random.Random, name: str) -> str:
    return rng.choice(("", "", "public.", '"Odd Schema".')) + _quote(name)


def _new(rng: random.Random, table: Sketch) -> str:
    name = _quote(rng.choice([c for c in COLUMNS if _quote(c) not in table.taken]))
    table.taken.add(name)
    return name


def _key(rng: random.Random, table: Sketch, others: list[Sketch]) -> None:
    kind = rng.choice(
        ("serial", "identity", "always", "plain", "plain", "composite", "composite", "none", "unique",
         "nulls", "shared", "defer", "index", "generated")
    )  # fmt: skip
    column = rng.choice(('"id"', _new(rng, table)))
    table.taken.add(column)
    whole = rng.choice(("smallint", "integer", "bigint"))
    if kind == "serial":
        table.parts.append(
            f"{column} {whole.removesuffix('int').removesuffix('integer')}serial PRIMARY KEY"
        )
        table.keys.append([(column, whole)])
    elif kind in ("identity", "always"):
        words = "BY DEFAULT" if kind == "identity" else "ALWAYS"
        start = rng.choice(("", " (START WITH 100 INCREMENT BY 10)"))
        table.parts.append(f"{column} {whole} GENERATED {words} AS IDENTITY{start} PRIMARY KEY")
        table.keys.append([(column, whole)])
    elif kind in ("plain", "defer", "generated"):
        type_ = rng.choice(KEYS)
        words = " DEFERRABLE INITIALLY DEFERRED" if kind == "defer" else ""
        table.parts.append(f"{column} {type_} PRIMARY KEY{words}")
        if not words:
            table.keys.append([(column, type_)])
    elif kind == "shared" and (offers := [t for t in others if t.keys and len(t.keys[0]) == 1]):
        parent = rng.choice(offers)
        ((theirs, type_),) = parent.keys[0]
        table.parts.append(f"{column} {type_} PRIMARY KEY REFERENCES {parent.name} ({theirs})")
        table.keys.append([(column, type_)])
    elif kind == "composite":
        columns = [(column, rng.choice(KEYS))]
        columns += [(_new(rng, table), rng.choice(KEYS)) for _ in range(rng.randint(1, 2))]
        table.parts += [f"{name} {type_}" for name, type_ in columns]
        order = rng.sample(columns, len(columns))
        table.parts.append(f"PRIMARY KEY ({', '.join(n for n, _ in order)})")
        table.keys.append(columns)
    elif kind in ("unique", "nulls", "index"):
        type_ = rng.choice(KEYS)
        null = rng.choice((" NOT NULL", "")) if kind != "nulls" else ""
        words = " NULLS NOT DISTINCT" if kind == "nulls" else ""
        table.parts.append(f"{column} {type_}{null} UNIQUE{words}")
        table.keys.append([(column, type_)])
    else:
        table.parts.append(f"{column} {rng.choice(TYPES)}")


def _column(rng: random.Random, table: Sketch) -> None:
    name, type_ = _new(rng, table), rng.choice(TYPES)
    words = f"{name} {type_}"
    if rng.random() < 0.4:
        words += " NOT NULL"
    if type_ in DEFAULTS and rng.random() < 0.4:
        words += f" DEFAULT {rng.choice(DEFAULTS[type_])}"
    if type_ in CHECKS and rng.random() < 0.4:
        words += f" CHECK ({CHECKS[type_].format(c=name)})"
    table.parts.append(words)
    if type_ in GENERATED and rng.random() < 0.4:
        expression = GENERATED[type_].format(c=name)
        table.parts.append(f"{_new(rng, table)} {type_} GENERATED ALWAYS AS ({expression}) STORED")


def _reference(rng: random.Random, table: Sketch, others: list[Sketch], later: list[str]) -> None:
    offers = [t for t in [*others, table] if t.keys]
    if not offers:
        return
    parent = rng.choice(offers)
    key = rng.choice(parent.keys)
    own = [(_new(rng, table), type_) for _, type_ in key]
    required = parent is not table and rng.random() < 0.5
    table.parts += [f"{n} {t}{' NOT NULL' if required else ''}" for n, t in own]
    _constrain(rng, table, parent, own, key, later)
    if required and rng.random() < 0.3:
        table.parts.append(f"UNIQUE ({', '.join(n for n, _ in own)})")
    # Now and then the parent points back: a cycle that may be open.
    if parent is not table and table.keys and rng.random() < 0.3:
        back = rng.choice(table.keys)
        theirs = [(_new(rng, parent), type_) for _, type_ in back]
        later += [f"ALTER TABLE {parent.name} ADD COLUMN {n} {t};" for n, t in theirs]
        names, refs = (", ".join(n for n, _ in side) for side in (theirs, back))
        later.append(
            f"ALTER TABLE {parent.name} ADD FOREIGN KEY ({names}) REFERENCES {table.name} ({refs});"
        )


def _constrain(
    rng: random.Random,
    table: Sketch,
    parent: Sketch,
    own: list[tuple[str, str]],
    key: list[tuple[str, str]],
    later: list[str],
) -> None:
    names, refs = (", ".join(n for n, _ in side) for side in (own, key))
    words = rng.choice(
        ("", "", " ON DELETE CASCADE", " MATCH FULL", " DEFERRABLE INITIALLY DEFERRED", " ON DELETE SET NULL")
    )  # fmt: skip
    clause = f"FOREIGN KEY ({names}) REFERENCES {parent.name} ({refs}){words}"
    if rng.random() < 0.5:
        table.parts.append(clause)
    else:
        later.append(f"ALTER TABLE {table.name} ADD {clause};")


def _extras(rng: random.Random, table: Sketch) -> None:
    """A unique pair, or partitions of a table whose key allows them."""
    if rng.random() < 0.15:
        first, second = _new(rng, table), _new(rng, table)
        table.parts += [f"{first} integer", f"{second} text"]
        table.parts.append(f"UNIQUE ({first}, {second})")
