"""Bulk mode and the keys that rows are found by: they go where no row is there to be found."""

import copy
from pathlib import Path

import pytest

from bulk.bulk_kit import ROWS, bulk_project, by_psql, catalog, numbers, same_catalog
from laws.kit import built, create_schemas, execute, psql, ran, seedc, value

pytestmark = pytest.mark.server

SCHEMA = """CREATE SCHEMA shop;
CREATE TABLE shop.words (id bigint PRIMARY KEY, code text NOT NULL);
CREATE TABLE shop.lines (
  word_id bigint NOT NULL REFERENCES shop.words, n integer NOT NULL, PRIMARY KEY (word_id, n)
);
"""
VOLUME = {
    "profiles": {"BULK": {"batch": 400, "constraints": "rebuild"}},
    "tables": {
        "words": {"rows": ROWS, "columns": {"code": {"template": "word {index}"}}},
        "lines": {"rows": {"each": "words", "count": 1}, "columns": {"n": {"sequence": {}}}},
    },
}
SEEDS = {"words": [{"__key__": "w:a", "code": "curated"}]}
KEYS = {"shop.words_pkey", "shop.lines_pkey"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bulk_project(tmp_path_factory.mktemp("keys"), VOLUME, schema=SCHEMA, seeds=SEEDS)
    built(root)
    return root


def rebuilt(root: Path, dsn: str, *statements: str) -> tuple[set[str], str]:
    """Which keys the script drops and builds again after these statements, and what it says."""
    create_schemas(root, dsn)
    execute(dsn, *statements)
    before, old = catalog(dsn), numbers(dsn)
    told = ran(by_psql(root, dsn)).err
    same_catalog(dsn, before)
    ran(psql(dsn, root / "build/shop/verify.sql"))
    new = numbers(dsn)
    return {name for name in KEYS if old[name] != new[name]}, told


def test_keys_go_where_no_generated_row_is_there(shop: Path, database: str) -> None:
    found, _ = rebuilt(shop, database)
    assert found == KEYS
    execute(database, "DELETE FROM shop.lines")
    old = numbers(database)
    ran(seedc(shop, "apply", "--backend", "copydata", "--dsn", database))
    new = numbers(database)
    assert {name for name in KEYS if old[name] != new[name]} == {"shop.lines_pkey"}
    assert value(database, "SELECT count(*) FROM shop.lines") == ROWS


def test_a_key_says_again_what_it_said(shop: Path, database: str) -> None:
    found, _ = rebuilt(
        shop,
        database,
        "ALTER TABLE shop.lines DROP CONSTRAINT lines_word_id_fkey",
        "ALTER TABLE shop.words DROP CONSTRAINT words_pkey",
        "ALTER TABLE shop.words ADD CONSTRAINT words_pkey PRIMARY KEY (id) INCLUDE (code)"
        " WITH (fillfactor = 61)",
        "COMMENT ON CONSTRAINT words_pkey ON shop.words IS 'of ''words'''",
        "ALTER TABLE shop.words CLUSTER ON words_pkey",
    )
    assert found == KEYS


KEPT: dict[str, tuple[tuple[str, ...], set[str], str]] = {
    "a generated row is there": (
        ("INSERT INTO shop.words VALUES (4503599627370496 + 700, 'word 700')",),
        {"shop.lines_pkey"},
        "",
    ),
    "a trigger may look for rows": (
        (
            "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER look BEFORE INSERT ON shop.lines FOR EACH ROW EXECUTE FUNCTION look()",
        ),
        set(),
        "",
    ),
    "a rule may look for rows": (
        ("CREATE RULE look AS ON DELETE TO shop.lines DO INSTEAD NOTHING",),
        set(),
        "",
    ),
    "a policy may look for rows": (
        ("ALTER TABLE shop.lines ENABLE ROW LEVEL SECURITY",),
        set(),
        "",
    ),
    "the application refers to it": (
        ("CREATE TABLE shop.own (word_id bigint REFERENCES shop.words)",),
        {"shop.lines_pkey"},
        "index shop.words_pkey stays: constraint own_word_id_fkey on table shop.own depends on it",
    ),
    "a view groups by it": (
        ("CREATE VIEW shop.codes AS SELECT code FROM shop.words GROUP BY id",),
        {"shop.lines_pkey"},
        "index shop.words_pkey stays: rule _RETURN on view shop.codes depends on it",
    ),
    "another index could take its place": (
        ("CREATE UNIQUE INDEX rival ON shop.words (id)",),
        {"shop.lines_pkey"},
        "index shop.words_pkey stays: constraint lines_word_id_fkey on table shop.lines depends",
    ),
    "it is the replica identity": (
        ("ALTER TABLE shop.words REPLICA IDENTITY USING INDEX words_pkey",),
        {"shop.lines_pkey"},
        "index shop.words_pkey stays: it is the replica identity",
    ),
}


@pytest.mark.parametrize("why", KEPT)
def test_a_key_stays_where(shop: Path, database: str, why: str) -> None:
    statements, goes, reason = KEPT[why]
    found, told = rebuilt(shop, database, *statements)
    assert found == goes
    assert reason in told


def test_rows_that_are_updated_keep_their_key(tmp_path: Path, database: str) -> None:
    volume = copy.deepcopy(VOLUME)
    volume["tables"]["words"]["policy"] = "update"
    root = bulk_project(tmp_path, volume, schema=SCHEMA, seeds=SEEDS)
    words = (built(root) / "shop/BULK.sql").read_text().split(" · generated · ")[1]
    assert "unkeyed" not in words
    found, _ = rebuilt(root, database)
    assert found == {"shop.lines_pkey"}
