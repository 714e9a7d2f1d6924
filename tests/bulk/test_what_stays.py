"""Bulk mode: what cannot come back just so, or is not worth it, is never dropped."""

import copy
from pathlib import Path

import psycopg
import pytest

from bulk.bulk_kit import (
    ODD,
    ROWS,
    VOLUME,
    bulk_project,
    by_psql,
    by_seedc,
    catalog,
    numbers,
    same_catalog,
)
from laws.kit import built, create_schemas, psql, ran
from server.test_pooler import pooled_by as pooled

pytestmark = pytest.mark.server

KEPT: dict[str, tuple[str, str, str]] = {
    "the replica identity": (
        (
            'CREATE UNIQUE INDEX kept ON {s}.products ("SKU");'
            "ALTER TABLE {s}.products REPLICA IDENTITY USING INDEX kept"
        ),
        "{s}.kept",
        "it is the replica identity",
    ),
    "a key that a foreign key refers to": (
        (
            "CREATE TABLE {s}.others (code text); ALTER TABLE {s}.products ADD CONSTRAINT kept"
            ' UNIQUE ("SKU"); ALTER TABLE {s}.others ADD FOREIGN KEY (code) REFERENCES'
            ' {s}.products ("SKU")'
        ),
        "{s}.kept",
        "constraint others_code_fkey on table {s}.others depends on it",
    ),
    "a key that a rule names": (
        (
            "CREATE TABLE {s}.inbox (word text); ALTER TABLE {s}.products ADD CONSTRAINT kept"
            ' UNIQUE ("SKU"); CREATE RULE "in" AS ON INSERT TO {s}.inbox DO ALSO INSERT INTO'
            ' {s}.products SELECT id + 1, tenant, vendor_id, other_id, "SKU", state, made'
            " FROM {s}.products WHERE false ON CONFLICT ON CONSTRAINT kept DO NOTHING"
        ),
        "{s}.kept",
        "rule in on table {s}.inbox depends on it",
    ),
    "an index of an extension": (
        (
            "CREATE INDEX kept ON {s}.products (made, id);"
            "ALTER INDEX {s}.kept DEPENDS ON EXTENSION plpgsql"
        ),
        "{s}.kept",
        "it depends on extension plpgsql",
    ),
    "an exclusion constraint": (
        'ALTER TABLE {s}.products ADD CONSTRAINT kept EXCLUDE USING hash ("SKU" WITH =)',
        "{s}.kept",
        "",
    ),
    "a foreign key whose triggers are disabled": (
        "ALTER TABLE {s}.parts DISABLE TRIGGER ALL",
        "{s}.parts: parts_sale_id_fkey",
        "its triggers are not enabled",
    ),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_something_else_needs_stays_in_place(shop: Path, database: str, what: str) -> None:
    statements, name, reason = (text.replace("{s}", ODD) for text in KEPT[what])
    create_schemas(shop, database)
    with psycopg.connect(database) as connection:
        connection.execute(statements.encode())
    before, old = catalog(database), numbers(database)
    told = ran(by_psql(shop, database)).err
    assert reason in told, told
    assert numbers(database)[name] == old[name]
    assert "built again" in told
    same_catalog(database, before)


def test_the_statements_go_through_a_pooler_and_leave_nothing(
    shop: Path, database: str, tmp_path: Path
) -> None:
    create_schemas(shop, database)
    before = catalog(database)
    with pooled(database, tmp_path) as dsn:
        ran(by_seedc(shop, dsn))
        same_catalog(database, before)
        with psycopg.connect(dsn, autocommit=True) as connection:
            left = connection.execute(
                "SELECT current_setting('seedc.rebuild', true), current_setting('search_path'),"
                " current_setting('default_tablespace')"
            ).fetchone()
        assert left is not None
        assert (left[0] or "", *left[1:]) == ("", '"$user", public', "")


def test_a_load_of_few_rows_leaves_constraints_alone(tmp_path: Path) -> None:
    volume = copy.deepcopy(VOLUME)
    volume["profiles"]["BULK"]["n"] = 999
    build = built(bulk_project(tmp_path, volume))
    assert "seedc.rebuild" not in (build / "shop" / "BULK.sql").read_text()
    volume["profiles"]["BULK"]["n"] = 1000
    built(bulk_project(tmp_path, volume))
    assert "seedc.rebuild" in (build / "shop" / "BULK.sql").read_text()
    assert "seedc.rebuild" not in (build / "shop" / "FEW.sql").read_text()


def test_a_partition_loaded_by_itself_keeps_what_belongs_to_the_whole(
    tmp_path: Path, database: str
) -> None:
    schema = """
    CREATE SCHEMA shop;
    CREATE TABLE shop.words (id bigint PRIMARY KEY);
    CREATE TABLE shop.lines (id bigint NOT NULL PRIMARY KEY, word_id bigint REFERENCES shop.words,
      text text NOT NULL) PARTITION BY RANGE (id);
    CREATE TABLE shop.one PARTITION OF shop.lines FOR VALUES FROM (0) TO (9000000000000000);
    CREATE INDEX texts ON shop.lines (text);
    CREATE INDEX own ON shop.one (text, id);
    """
    columns = {"text": {"template": "line {index}"}, "word_id": {"reference": "words"}}
    volume = {
        "profiles": {"BULK": {"constraints": "rebuild"}},
        "tables": {"words": {"rows": 10}, "one": {"rows": ROWS, "columns": columns}},
    }
    build = built(bulk_project(tmp_path, volume, schema=schema, seeds={}))
    create_schemas(tmp_path, database)
    before, old = catalog(database), numbers(database)
    told = ran(psql(database, build / "shop" / "BULK.sql")).err
    assert "index shop.one_text_idx stays: it is part of shop.texts" in told
    assert "foreign key lines_word_id_fkey of shop.one stays: it is part of that of" in told
    new = numbers(database)
    assert {name for name in old if new[name] != old[name]} == {"shop.own"}
    same_catalog(database, before)
