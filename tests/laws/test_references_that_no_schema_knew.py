"""Rows are deleted with an eye on the foreign keys of the database, not on those of schema.sql."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from laws.kit import Done, built, create_schemas, execute, make_project, query, ran, seedc, value
from laws.kit import write_seed as write

pytestmark = pytest.mark.server

SCHEMA = """
CREATE TABLE vendors (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE products (id bigint PRIMARY KEY, vendor_id bigint REFERENCES vendors, name text);
CREATE TABLE notes (id bigint PRIMARY KEY, vendor_id bigint NOT NULL REFERENCES vendors);
"""
SYNC = '[datasets.shop]\npolicy = "sync"\n'
BOTH: dict[str, Any] = {
    "vendors": [
        {"__key__": "v:a", "id": 1, "name": "a"},
        {"__key__": "v:b", "name": "b"},
    ],
    "products": [{"__key__": "p:1", "vendor_id": "v:a", "name": "one"}],
}
ONE: dict[str, Any] = {**BOTH, "vendors": BOTH["vendors"][:1]}
FAVOURITES = """
CREATE TABLE favourites (id serial PRIMARY KEY, vendor_id bigint REFERENCES vendors ON DELETE {});
INSERT INTO favourites (vendor_id) SELECT id FROM vendors WHERE name = 'b'
"""


@pytest.fixture
def shop(tmp_path: Path, database: str) -> Path:
    """A project whose rows are in the database."""
    make_project(tmp_path, SCHEMA, BOTH, settings=SYNC)
    built(tmp_path)
    create_schemas(tmp_path, database)
    ran(seedc(tmp_path, "apply", "--dsn", database))
    return tmp_path


def _reset(root: Path, dsn: str) -> Done:
    return seedc(root, "reset", "--dsn", dsn)


def _sync(root: Path, dsn: str) -> Done:
    write(root, ONE)
    built(root)
    return seedc(root, "apply", "--dsn", dsn)


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"])
@pytest.mark.parametrize("deleting", [_reset, _sync])
def test_a_table_that_schema_sql_lacks_keeps_its_rows(
    shop: Path, database: str, deleting: Callable[[Path, str], Done], action: str
) -> None:
    execute(database, FAVOURITES.format(action))
    before = query(database, "SELECT * FROM favourites")
    done = deleting(shop, database)
    assert done.code == 3
    said = "public.favourites, foreign key favourites_vendor_id_fkey: 1 rows, among them id = 1"
    assert said in done.err
    assert query(database, "SELECT * FROM favourites") == before
    assert query(database, "SELECT count(*) FROM vendors") == [(2,)]


@pytest.mark.parametrize("action", ["CASCADE", "RESTRICT"])
def test_rows_that_row_level_security_hides_are_not_taken_along(
    shop: Path, database: str, action: str
) -> None:
    role = value(database, "SELECT current_database()")
    execute(
        database,
        FAVOURITES.format(action),
        f"CREATE ROLE {role} LOGIN",
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}",
        "ALTER TABLE favourites ENABLE ROW LEVEL SECURITY",
    )
    try:
        done = _reset(shop, f"{database} user={role}")
        assert done.code != 0
        hidden = f"favourites_vendor_id_fkey: row-level security may hide rows from {role}"
        assert (hidden in done.err) == (action == "CASCADE")
        assert query(database, "SELECT count(*) FROM favourites") == [(1,)]
    finally:
        execute(database, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_a_partitioned_table_that_schema_sql_lacks_keeps_its_rows(
    shop: Path, database: str
) -> None:
    execute(
        database,
        "CREATE TABLE visits (at int, vendor_id bigint REFERENCES vendors ON DELETE CASCADE)"
        " PARTITION BY RANGE (at)",
        "CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (0) TO (9)",
        "INSERT INTO visits SELECT 1, id FROM vendors WHERE name = 'b'",
    )
    done = _reset(shop, database)
    assert (done.code, done.err.count("rows, among them")) == (3, 1)
    assert query(database, "SELECT count(*) FROM visits") == [(1,)]


def test_a_new_reference_between_seeded_tables_goes_with_its_rows(
    shop: Path, database: str
) -> None:
    execute(
        database,
        "ALTER TABLE products ADD first_id bigint REFERENCES products ON DELETE CASCADE",
        "UPDATE products SET first_id = id",
    )
    ran(_reset(shop, database))
    assert query(database, "SELECT count(*) FROM products") == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE notes",
        "ALTER TABLE notes RENAME vendor_id TO seller_id",
        "CREATE SCHEMA other; ALTER TABLE notes SET SCHEMA other",
        "ALTER TABLE notes DROP COLUMN vendor_id",
    ],
)
@pytest.mark.parametrize("deleting", [_reset, _sync])
def test_a_table_that_is_not_seeded_may_change_as_it_likes(
    shop: Path, database: str, deleting: Callable[[Path, str], Done], change: str
) -> None:
    execute(database, change)
    ran(deleting(shop, database))


def test_a_reference_without_its_foreign_key_is_still_one(shop: Path, database: str) -> None:
    execute(
        database,
        "ALTER TABLE notes DROP CONSTRAINT notes_vendor_id_fkey",
        "INSERT INTO notes VALUES (7, 1)",
    )
    done = _reset(shop, database)
    assert done.code == 3
    assert "public.notes, foreign key notes_vendor_id_fkey: 1 rows, among them id = 7" in done.err


def test_a_reference_that_is_written_meanwhile_is_not_taken_along(
    shop: Path, database: str
) -> None:
    execute(database, FAVOURITES.format("CASCADE"), "DELETE FROM favourites")
    with psycopg.connect(database) as application:
        application.execute("INSERT INTO favourites (vendor_id) VALUES (1)")
        found: list[Done] = []
        deleting = threading.Thread(target=lambda: found.append(_reset(shop, database)))
        deleting.start()
        deleting.join(1.5)
        assert not found, "it did not wait"
        application.commit()
    deleting.join()
    assert found[0].code == 3
    assert query(database, "SELECT vendor_id FROM favourites") == [(1,)]


@pytest.mark.parametrize(
    "change",
    ["DROP TABLE logs", "ALTER TABLE logs RENAME id TO number", "ALTER TABLE logs DROP id"],
)
def test_a_reset_looks_at_the_tables_of_generated_rows_before_it_deletes(
    tmp_path: Path, database: str, change: str
) -> None:
    root = make_project(tmp_path, "CREATE TABLE logs (id bigint PRIMARY KEY, word text)", {})
    volume = '{"profiles": {"SMALL": {}}, "tables": {"logs": {"rows": 3}}}'
    (root / "seeds" / "shop" / "volume.json").write_text(volume, encoding="utf-8")
    built(root)
    create_schemas(root, database)
    execute(database, change)
    done = _reset(root, database)
    assert done.code == 3
    assert "SD608" in done.err
    assert "public.logs" in done.err
