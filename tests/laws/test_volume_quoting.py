"""Law: no name and no text of a project can change what a script does."""

import json
from pathlib import Path
from typing import Any

import pytest

from laws.kit import create_schemas, dump, places, psql, ran, seedc
from laws.volume_kit import program, same_rows, script, shop

NAMES = (
    "plain",
    'quo"ted',
    "it's",
    "100%",
    "%s {x} {0}",
    "back\\slash",
    "$seedc$",
    "x; DROP TABLE victim; --",
    "/* open",
    "-- comment",
    "снег ☃ 😀",
    "select",
    "Upper",
    "a.b",
    "a row",
    "\t tab",
    "x" * 63,
)
LINES = "two\nlines"
TEXTS: tuple[str, ...] = (
    *NAMES,
    LINES,
    "'); DROP TABLE victim; --",
    "\\'",
    "{{ jinja }} {% raw %}",
    ":psql :'psql' :\"psql\"",
    "\u2028\u202e\ufeff",
    "$$",
    "",
    " ",
    "NULL",
    "\\N",
    "\\.",
    "\x01\x7f",
)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def check(root: Path, database: str, schema: str, volume: Any) -> None:
    """Build, apply, compare, verify, apply again, reset."""
    victim = "CREATE TABLE victim (id bigint PRIMARY KEY);\n"
    shop(root, volume, schema=victim + schema, seeds={"victim": [{"__key__": "v:1"}]})
    ran(seedc(root, "build"))
    create_schemas(root, database)
    empty = dump(database, sequences=False)
    ran(psql(database, script(root)))
    same_rows(database, program(root))
    ran(psql(database, root / "build" / "shop" / "verify.sql"))
    before = places(database)
    ran(seedc(root, "apply", "--dsn", database))
    assert places(database) == before
    ran(psql(database, root / "build" / "shop" / "reset.sql"))
    assert dump(database, sequences=False) == empty


INNER = ("r", "rs", "r1", "lists", "t", "g", "w", "written", "s")
WAYS = [("keep", 500), ("keep", 4), ("update", 500), ("update", 4)]


@pytest.mark.parametrize(
    ("names", "policy", "batch"),
    [
        *((NAMES, *way) for way in WAYS),
        *((INNER, *way) for way in WAYS),
        *(((LINES,), *way) for way in WAYS),
        *((("i",), *way) for way in WAYS),
        *((("seedc_at",), *way) for way in WAYS),
    ],
)
def test_columns_of_any_name(
    tmp_path: Path, database: str, names: tuple[str, ...], policy: str, batch: int
) -> None:
    columns = ", ".join(f"{quoted(name)} text NOT NULL" for name in names)
    rules = {name: {"template": "{index} of {rank}"} for name in names}
    volume = {
        "profiles": {"SMALL": {"batch": batch}},
        "tables": {
            "t": {
                "rows": 10,
                "policy": policy,
                "columns": {"rank": {"integer": {"between": [1, 9]}}, **rules},
            }
        },
    }
    schema = f"CREATE TABLE t (id bigint PRIMARY KEY, rank integer NOT NULL, {columns});"
    check(tmp_path, database, schema, volume)


@pytest.mark.parametrize("batch", [500, 4])
def test_tables_of_any_name(tmp_path: Path, database: str, batch: int) -> None:
    """Each table's rows refer to those of the table before, by a column of its name."""
    schema, above = "", ""
    tables: dict[str, dict[str, Any]] = {}
    for name in NAMES:
        own = quoted(f"{name}"[:60] + "_id")
        reference = f", {own} bigint NOT NULL REFERENCES {quoted(above)}" if above else ""
        schema += f"CREATE TABLE {quoted(name)} (id bigint PRIMARY KEY, word text{reference});\n"
        tables[name] = {"rows": 5, "columns": {"word": {"template": "{index}"}}}
        if above:
            column = f"{name}"[:60] + "_id"
            tables[name]["columns"] |= {column: {"reference": above}}
            if "." not in column:  # a lookup is written with a dot
                tables[name]["columns"] |= {"word": {"lookup": f"{column}.word"}}
        above = name
    volume = {"profiles": {"SMALL": {"batch": batch}}, "tables": tables}
    check(tmp_path, database, schema, volume)


@pytest.mark.parametrize("many", [False, True])
def test_texts_of_any_kind(tmp_path: Path, database: str, many: bool) -> None:
    texts = TEXTS if many else TEXTS[-8:]
    columns = {
        "choice": {"choice": [*texts]},
        "template": {"template": "'\\{index} $seedc$ %s --\n{choice}"},
        "constant": {"constant": "'; DROP TABLE victim; --\\"},
        "json": {"json": {"object": {t: {"choice": [*texts]} for t in texts[:5]}}},
        "tags": {"array": {"of": {"choice": [*texts]}, "length": [0, 4]}},
    }
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, choice text NOT NULL, template text NOT NULL,
      constant text NOT NULL, json jsonb NOT NULL, tags text[] NOT NULL);"""
    volume = {
        "profiles": {"SMALL": {"batch": 500}},
        "tables": {"t": {"rows": 80, "columns": columns}},
    }
    assert json.dumps(volume)
    check(tmp_path, database, schema, volume)


def test_an_enum_and_a_type_of_any_name(tmp_path: Path, database: str) -> None:
    labels = [text for text in TEXTS if text.isprintable() and text]
    listed = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
    schema = f"""CREATE SCHEMA {quoted(NAMES[1])};
    CREATE TYPE {quoted(NAMES[1])}.{quoted(NAMES[4])} AS ENUM ({listed});
    CREATE DOMAIN {quoted(NAMES[5])} AS varchar(40) CHECK (VALUE <> '''');
    CREATE TABLE t (id bigint PRIMARY KEY, kind {quoted(NAMES[1])}.{quoted(NAMES[4])} NOT NULL,
      kinds {quoted(NAMES[1])}.{quoted(NAMES[4])}[], name {quoted(NAMES[5])} NOT NULL);"""
    columns = {
        "kind": {"choice": labels},
        "kinds": {"array": {"of": {"choice": labels}, "length": [1, 3]}},
        "name": {"template": "{index}"},
    }
    volume = {
        "profiles": {"SMALL": {"batch": 500}},
        "tables": {"t": {"rows": 60, "columns": columns}},
    }
    check(tmp_path, database, schema, volume)
