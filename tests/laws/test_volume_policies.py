"""Law: a policy of generated rows changes what it says; applying again writes nothing."""

import time
from pathlib import Path
from typing import Any

import pytest

from laws.kit import (
    create_schemas,
    dump,
    execute,
    places,
    psql,
    query,
    ran,
    seedc,
    value,
)
from laws.volume_kit import program, same_rows, script, shop
from server.wal import logged

TABLE = """(id bigint PRIMARY KEY, name text NOT NULL, level integer NOT NULL,
  price numeric(8,2), at timestamptz NOT NULL, extra jsonb, note text DEFAULT 'own');"""
SCHEMA = "CREATE SCHEMA shop;\n" + "".join(
    f"CREATE TABLE shop.{name} {TABLE}\n" for name in ("keeps", "updates", "syncs")
)
COLUMNS = {
    "name": {"template": "row {index}"},
    "level": {"integer": {"between": [0, 100]}},
    "price": {"decimal": {"between": [1, 99]}, "null": 0.2},
    "at": {"timestamp": {"between": ["2024-01-01", "2025-12-31"]}},
    "extra": {"json": {"object": {"a": {"integer": {"between": [1, 5]}}, "b": {"constant": "x"}}}},
}
TABLES = {"keeps": "keep", "updates": "update", "syncs": "sync"}


def project(root: Path, rows: int, batch: int = 500, tables: Any = None) -> Path:
    volume = {
        "clock": "2026-01-01T00:00:00Z",
        "profiles": {"SMALL": {"rows": rows, "batch": batch}},
        "tables": {
            name: {"rows": "rows", "policy": policy, "columns": COLUMNS}
            for name, policy in (tables or TABLES).items()
        },
    }
    shop(root, volume, schema=SCHEMA, seeds={})
    ran(seedc(root, "build"))
    return root


@pytest.mark.parametrize("batch", [500, 7])
def test_each_policy_does_what_it_says(tmp_path: Path, database: str, batch: int) -> None:
    project(tmp_path, 40, batch)
    create_schemas(tmp_path, database)
    ran(psql(database, script(tmp_path)))
    fresh = dump(database)
    for name in TABLES:
        first = f"(SELECT min(id) FROM shop.{name})"
        execute(
            database,
            f"UPDATE shop.{name} SET name = 'changed', price = NULL WHERE id = {first} + 1",
            f"UPDATE shop.{name} SET note = 'theirs' WHERE id = {first} + 2",
            f"DELETE FROM shop.{name} WHERE id = {first} + 3",
            f"INSERT INTO shop.{name} (id, name, level, at) VALUES (5, 'application', 1, now())",
        )
    ran(psql(database, script(tmp_path)))
    for name, policy in TABLES.items():
        table = f"shop.{name}"
        found = query(database, f"SELECT name FROM {table} WHERE id > 5 ORDER BY id LIMIT 5")
        second = "changed" if policy == "keep" else "row 1"
        names = [row[0] for row in found]
        assert names[2:] == ["row 2", "row 3", "row 4"] or names[1] == second
        assert names[1] == second, policy
        assert value(database, f"SELECT count(*) FROM {table}") == 41
        assert value(database, f"SELECT name FROM {table} WHERE id = 5") == "application"
        assert value(database, f"SELECT count(*) FROM {table} WHERE note = 'theirs'") == 1
        execute(
            database,
            f"DELETE FROM {table} WHERE id = 5",
            f"UPDATE {table} SET note = 'own' WHERE note = 'theirs'",
        )
        if policy != "keep":
            assert dump(database)[table] == fresh[table]


@pytest.mark.parametrize("batch", [500, 7])
def test_fewer_rows_remove_what_is_beyond_under_sync_alone(
    tmp_path: Path, database: str, batch: int
) -> None:
    project(tmp_path, 40, batch)
    create_schemas(tmp_path, database)
    ran(psql(database, script(tmp_path)))
    project(tmp_path, 25, batch)
    ran(psql(database, script(tmp_path)))
    counts = {name: value(database, f"SELECT count(*) FROM shop.{name}") for name in TABLES}
    assert counts == {"keeps": 40, "updates": 40, "syncs": 25}
    left = query(database, "SELECT name FROM shop.syncs ORDER BY id")
    assert [row[0] for row in left] == [f"row {n}" for n in range(25)]


def test_more_rows_are_added_to_those_that_are_there(tmp_path: Path, database: str) -> None:
    project(tmp_path, 25)
    create_schemas(tmp_path, database)
    ran(psql(database, script(tmp_path)))
    before = places(database)
    project(tmp_path, 40, 7)
    ran(psql(database, script(tmp_path)))
    after = places(database)
    assert all(set(before[name]) <= set(after[name]) for name in before)
    same_rows(database, program(tmp_path))


_COUNTERS = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_dead_tup FROM pg_stat_user_tables ORDER BY 1
"""


@pytest.mark.alone
@pytest.mark.parametrize("batch", [5000, 700])
def test_applying_again_writes_no_row_and_no_log(tmp_path: Path, database: str, batch: int) -> None:
    project(tmp_path, 2500, batch)
    create_schemas(tmp_path, database)
    ran(psql(database, script(tmp_path)))
    execute(database, "VACUUM")
    before = places(database), _settled(database)
    written = logged(database, lambda: ran(psql(database, script(tmp_path))))
    assert places(database) == before[0]
    assert _settled(database) == before[1]
    assert written < 20_000  # these rows written once more are 700 kB


def test_unique_values_that_change_places_are_told_with_the_way_out(
    tmp_path: Path, database: str
) -> None:
    schema = "CREATE SCHEMA shop; CREATE TABLE shop.seats (id bigint PRIMARY KEY, no int UNIQUE)"
    columns = {"no": {"integer": {"between": [1, 40]}, "unique": True}}
    volume = {"tables": {"seats": {"rows": 40, "policy": "update", "columns": columns}}}
    shop(tmp_path, volume, schema=f"{schema};", seeds={})
    ran(seedc(tmp_path, "build"))
    ran(seedc(tmp_path, "apply", "--create-schema", "--dsn", database))
    before = dump(database)
    shop(tmp_path, {**volume, "seed": "another"}, schema=f"{schema};", seeds={})
    ran(seedc(tmp_path, "build"))
    done = seedc(tmp_path, "apply", "--dsn", database)
    assert done.code == 1
    assert "SQLSTATE 23505" in done.err
    assert "run seedc reset and apply again" in done.err
    assert dump(database) == before
    ran(seedc(tmp_path, "reset", "--dsn", database))
    ran(seedc(tmp_path, "apply", "--dsn", database))
    assert dump(database) != before


def _settled(dsn: str) -> list[tuple[Any, ...]]:
    """The counters, once the sessions that ended have reported theirs."""
    time.sleep(0.3)
    return query(dsn, _COUNTERS)


KEYS: dict[str, tuple[str, dict[str, Any]]] = {
    "a key by a rule": (
        "id bigint PRIMARY KEY, name text",
        {"id": {"integer": {"between": [1, 1000]}, "unique": True}},
    ),
    "a sequence": ("id bigint PRIMARY KEY, name text", {"id": {"sequence": {"start": 100}}}),
    "a text key": ("id text PRIMARY KEY, name text", {}),
    "a uuid key": ("id uuid PRIMARY KEY, name text", {}),
    "a smallint key": ("id smallint PRIMARY KEY, name text", {}),
    "a domain": ("id own PRIMARY KEY, name text", {}),
    "no key": ("id integer, name text", {"id": {"integer": {"between": [1, 1000]}}}),
    "a unique key with NULLs": ("id integer UNIQUE, name text", {}),
    "an identity": ("id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text", {}),
    "a key of two columns": (
        "a integer, b text, name text, PRIMARY KEY (b, a)",
        {"a": {"sequence": {}}, "b": {"choice": ["x", "y"]}},
    ),
    "a deferrable key": ("id bigint PRIMARY KEY DEFERRABLE, name text", {}),
}  # fmt: skip


KEPT_ONLY = ("no key", "a unique key with NULLs", "a deferrable key")


@pytest.mark.parametrize("policy", ["keep", "update", "sync"])
def test_rows_are_found_again_whatever_their_key(
    tmp_path: Path, database: str, policy: str
) -> None:
    names = {f"t{n}": k for n, k in enumerate(KEYS) if policy == "keep" or k not in KEPT_ONLY}
    tables = "".join(f"CREATE TABLE {n} ({KEYS[key][0]});\n" for n, key in names.items())
    volume = {
        "profiles": {"SMALL": {"rows": 30, "batch": 11}},
        "tables": {
            name: {
                "rows": "rows",
                "policy": policy,
                "columns": {**KEYS[key][1], "name": {"template": "{index}'s"}},
            }
            for name, key in names.items()
        },
    }
    shop(tmp_path, volume, schema=f"CREATE DOMAIN own AS bigint;\n{tables}", seeds={})
    ran(seedc(tmp_path, "build"))
    create_schemas(tmp_path, database)
    ran(psql(database, script(tmp_path)))
    same_rows(database, program(tmp_path))
    before = places(database)
    ran(psql(database, script(tmp_path)))
    assert places(database) == before
    execute(database, *(f"UPDATE {name} SET name = 'x'" for name in names if policy != "keep"))
    ran(psql(database, script(tmp_path)))
    same_rows(database, program(tmp_path))
    ran(psql(database, tmp_path / "build" / "shop" / "verify.sql"))
    ran(psql(database, tmp_path / "build" / "shop" / "reset.sql"))
    assert {n: value(database, f"SELECT count(*) FROM {n}") for n in names} == dict.fromkeys(
        names, 0
    )
