"""Columns and tables that the seed does not write may change; verify still proves what it can."""

from pathlib import Path

import pytest

from laws.kit import built, create_schemas, execute, make_project, psql, ran, seedc

pytestmark = pytest.mark.server

SCHEMA = """
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE parts (id bigserial PRIMARY KEY, whole_id bigint REFERENCES parts, name text NOT NULL,
  user_id bigint REFERENCES users, number serial);
"""
SEEDS = {
    "parts": [
        {"__key__": "a", "whole_id": None, "name": "a"},
        {"__key__": "b", "whole_id": "a", "name": "b"},
    ]
}


@pytest.fixture
def shop(tmp_path: Path, database: str) -> Path:
    """A project whose rows are in the database."""
    make_project(tmp_path, SCHEMA, SEEDS)
    built(tmp_path)
    create_schemas(tmp_path, database)
    ran(seedc(tmp_path, "apply", "--dsn", database))
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE parts DROP COLUMN user_id",
        "ALTER TABLE parts RENAME user_id TO owner_id",
        "DROP TABLE users CASCADE",
        "ALTER TABLE users RENAME TO people",
        "ALTER TABLE users RENAME id TO number",
        "ALTER TABLE parts DROP COLUMN number",
        "ALTER SEQUENCE parts_number_seq RENAME TO numbers",
    ],
)
def test_verify_passes_over_what_is_gone(shop: Path, database: str, change: str) -> None:
    execute(database, change)
    ran(seedc(shop, "verify", "--dsn", database))
    ran(psql(database, shop / "build" / "shop" / "verify.sql"))


def test_verify_looks_at_what_is_there(shop: Path, database: str) -> None:
    execute(
        database,
        "ALTER TABLE parts DISABLE TRIGGER ALL",
        "UPDATE parts SET user_id = 7 WHERE name = 'a'",
        "UPDATE parts SET number = 50",
    )
    done = seedc(shop, "verify", "--dsn", database)
    assert done.code == 1
    assert "foreign key parts_user_id_fkey: 1 rows refer to nothing" in done.err
    assert "sequence public.parts_number_seq: stands at 2, but number reaches 50" in done.err


def test_a_sequence_of_a_seeded_column_must_be_there(shop: Path, database: str) -> None:
    execute(database, "ALTER SEQUENCE parts_id_seq RENAME TO other")
    done = seedc(shop, "verify", "--dsn", database)
    assert done.code == 3
    assert "public.parts_id_seq: expected a sequence, found none" in done.err
