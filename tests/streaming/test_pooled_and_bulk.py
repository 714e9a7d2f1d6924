"""Streaming through a transaction-mode pooler, and in bulk mode."""

import json
from pathlib import Path
from typing import Any

import pytest

from laws.kit import dump, execute, make_project, places, query, ran, seedc
from server.test_pooler import nothing_left, pooled_by
from server.volume import SCHEMA, SEEDS, VOLUME, volume_project, write_volume

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("small_pieces")]

STREAM = ("--backend", "copydata", "--json")


def counts(done: Any) -> dict[str, tuple[int, int]]:
    return {row["table"]: (row["inserted"], row["unchanged"]) for row in json.loads(ran(done).out)}


def test_through_a_pooler_rows_come_once_and_settings_stay(tmp_path: Path, database: str) -> None:
    root = volume_project(tmp_path / "p")
    execute(database, SCHEMA)
    (tmp_path / "pooler").mkdir()
    with pooled_by(database, tmp_path / "pooler") as pooled:
        first = seedc(root, "apply", "--dsn", pooled, "--profile", "LARGE", *STREAM)
        assert counts(first)["shop.products"] == (1230, 0)
        before = places(database)
        again = seedc(root, "apply", "--dsn", pooled, "--profile", "LARGE", *STREAM)
        assert counts(again)["shop.products"] == (0, 1230)
        nothing_left(pooled)
    assert places(database) == before


CONSTRAINTS = """SELECT c.conname, pg_get_constraintdef(c.oid), c.convalidated
FROM pg_constraint AS c WHERE c.connamespace = 'shop'::regnamespace ORDER BY 1"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'shop' ORDER BY 1"


@pytest.fixture
def bulk(tmp_path: Path) -> Path:
    """The project whose only profile loads in bulk mode."""
    root = make_project(tmp_path, SCHEMA, SEEDS, settings='profile = "BULK"\n')
    profile: dict[str, Any] = {"products": 1230, "sales": 90, "batch": 100}
    profile |= {"transaction": "single", "constraints": "rebuild"}
    write_volume(root, {**VOLUME, "profiles": {"BULK": profile}})
    ran(seedc(root, "build"))
    assert "-- bulk: " in (root / "build/shop/BULK.sql").read_text()
    return root


def test_bulk_mode_streams_between_what_it_drops_and_builds_again(
    bulk: Path, database: str
) -> None:
    execute(database, SCHEMA)
    catalog = query(database, CONSTRAINTS), query(database, INDEXES)
    assert counts(seedc(bulk, "apply", "--dsn", database, *STREAM))["shop.products"] == (1230, 0)
    assert (query(database, CONSTRAINTS), query(database, INDEXES)) == catalog
    streamed = dump(database)
    before = places(database)
    assert counts(seedc(bulk, "apply", "--dsn", database, *STREAM))["shop.products"] == (0, 1230)
    assert places(database) == before
    execute(database, "TRUNCATE shop.suppliers CASCADE")
    ran(seedc(bulk, "apply", "--dsn", database))
    assert dump(database) == streamed


def test_bulk_mode_that_fails_leaves_the_catalog_and_no_row(bulk: Path, database: str) -> None:
    execute(
        database,
        SCHEMA,
        "INSERT INTO shop.suppliers VALUES (1, 'own')",
        "INSERT INTO shop.products VALUES (7, 1, 'P-777', 1)",
    )
    catalog = query(database, CONSTRAINTS), query(database, INDEXES)
    before = places(database)
    done = seedc(bulk, "apply", "--dsn", database, *STREAM)
    assert done.code == 1
    assert "P-777" in done.err
    assert (query(database, CONSTRAINTS), query(database, INDEXES)) == catalog
    assert places(database) == before
