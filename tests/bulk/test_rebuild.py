"""Bulk mode: what is dropped comes back exactly as it was, whatever happens in between."""

import copy
import uuid
from collections.abc import Callable
from itertools import product
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from bulk.bulk_kit import (
    ODD,
    ROWS,
    VOLUME,
    bulk_project,
    by_psql,
    by_seedc,
    catalog,
    catalog_rows,
    numbers,
    role,
    same_catalog,
)
from laws.kit import Done, built, create_schemas, dump, execute, places, psql, ran, seedc, value
from server.wal import logged

pytestmark = pytest.mark.server
# The keys of the partitioned table stay, and this.
STAY = {
    f"{ODD}.words": "unique constraint of a partitioned table",
}
OWNED = (
    (
        f"DO $$ DECLARE t regclass; BEGIN ALTER SCHEMA {ODD} OWNER TO {{role}};"
        "FOR t IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p')"
        f" AND relnamespace = '{ODD}'::regnamespace LOOP"
        " EXECUTE format('ALTER TABLE %s OWNER TO {role}', t); END LOOP; END $$"
    ),
)
Applier = Callable[[Path, str], Done]


def by_stream(root: Path, dsn: str) -> Done:
    return seedc(root, "apply", "--backend", "copydata", "--dsn", dsn)


@pytest.fixture(params=[by_psql, by_seedc, by_stream])
def apply(request: pytest.FixtureRequest) -> Applier:
    found: Applier = request.param
    return found


# What comes back ----------------------------------------------------------------------------------


def test_the_catalog_is_the_same_and_the_rows_hold(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    before, old = catalog(database), numbers(database)
    told = ran(apply(shop, database)).err
    same_catalog(database, before)
    assert "dropped while rows were loaded and built again: 29 indexes, 7 foreign keys" in told
    new = numbers(database)
    same = {name for name in old if new[name] == old[name]}
    of_sales = (f"{ODD}.sales_", f"{ODD}.words")
    assert all(n.startswith(of_sales) and ("pkey" in n or "word" in n) for n in same), same
    assert {name for name in old if name.split(": ")[0] != name}.isdisjoint(same)
    for name, reason in STAY.items():
        assert name in same
        assert f"index {name} stays" in told, told
        assert reason in told
    ran(psql(database, shop / "build/shop/verify.sql"))


def test_a_dry_run_counts_all_and_changes_nothing(shop: Path, database: str) -> None:
    create_schemas(shop, database)
    before = catalog_rows(database)
    done = ran(seedc(shop, "apply", "--dry-run", "--dsn", database))
    assert f"{ROWS}" in done.out
    assert catalog_rows(database) == before
    assert sum(len(rows) for rows in places(database).values()) == 0


def test_applying_again_writes_neither_rows_nor_the_catalog(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    ran(apply(shop, database))
    before = catalog_rows(database), places(database)
    assert "built again" not in ran(apply(shop, database)).err
    assert (catalog_rows(database), places(database)) == before


@pytest.mark.alone
def test_applying_again_writes_no_log(shop: Path, database: str) -> None:
    create_schemas(shop, database)
    ran(by_psql(shop, database))
    execute(database, "VACUUM")
    assert logged(database, lambda: ran(by_psql(shop, database))) < 20_000


def test_a_few_more_rows_leave_constraints_alone_and_many_more_do_not(
    tmp_path: Path, database: str
) -> None:
    volume = copy.deepcopy(VOLUME)
    build = built(bulk_project(tmp_path, volume))
    create_schemas(tmp_path, database)
    ran(psql(database, build / "shop" / "BULK.sql"))
    for number, rebuilt in ((2 * ROWS - 10, False), (5 * ROWS, True)):
        volume["profiles"]["BULK"]["n"] = number
        built(bulk_project(tmp_path, volume))
        before, old = catalog(database), numbers(database)
        ran(psql(database, build / "shop" / "BULK.sql"))
        same_catalog(database, before)
        assert (numbers(database) != old) is rebuilt
        assert value(database, f"SELECT count(*) FROM {ODD}.parts") == number


def test_each_table_is_looked_at_by_itself(shop: Path, database: str) -> None:
    create_schemas(shop, database)
    ran(by_psql(shop, database))
    execute(database, f"DELETE FROM {ODD}.parts")
    before, old = catalog(database), numbers(database)
    assert "2 indexes, 1 foreign keys" in ran(by_psql(shop, database)).err
    same_catalog(database, before)
    other = {name for name, number in numbers(database).items() if number != old[name]}
    assert other == {f"{ODD}.{n}" for n in ("kinds", "parts_pkey", "parts: parts_sale_id_fkey")}


def test_rows_that_are_updated_find_the_key_of_their_conflict(
    tmp_path: Path, database: str
) -> None:
    schema = (
        "CREATE SCHEMA shop; CREATE TABLE shop.tags (tag text NOT NULL, word text NOT NULL,"
        " CONSTRAINT own_tag UNIQUE (tag)); CREATE INDEX words ON shop.tags (word);"
    )
    tags = {
        "rows": ROWS,
        "policy": "update",
        "columns": {"tag": {"template": "tag {index}"}, "word": {"template": "word {index}"}},
    }
    volume = {"profiles": {"BULK": {"constraints": "rebuild"}}, "tables": {"tags": tags}}
    build = built(bulk_project(tmp_path, volume, schema=schema, seeds={}))
    create_schemas(tmp_path, database)
    execute(database, "INSERT INTO shop.tags VALUES ('tag 7', 'other')")
    before, old = catalog(database), numbers(database)
    ran(psql(database, build / "shop" / "BULK.sql"))
    same_catalog(database, before)
    assert value(database, "SELECT word FROM shop.tags WHERE tag = 'tag 7'") == "word 7"
    new = numbers(database)
    assert {name for name in old if new[name] != old[name]} == {"shop.words"}


def test_a_deferred_trigger_of_the_application_sees_every_row_in_the_end(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    execute(
        database,
        f"CREATE TABLE {ODD}.seen (total bigint)",
        f"CREATE FUNCTION {ODD}.see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
        f"IF NEW.id = 4503599627370496 THEN INSERT INTO {ODD}.seen SELECT count(*)"
        f" FROM {ODD}.parts; END IF; RETURN NULL; END'",
        f"CREATE CONSTRAINT TRIGGER see AFTER INSERT ON {ODD}.parts DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION {ODD}.see()",
    )
    before = catalog(database)
    ran(apply(shop, database))
    same_catalog(database, before)
    assert value(database, f"SELECT total FROM {ODD}.seen") == ROWS


PLAIN = "CREATE SCHEMA shop; CREATE TABLE shop.words (id bigint PRIMARY KEY, word text, n integer);"
WORDS = {
    "profiles": {"BULK": {"constraints": "rebuild"}},
    "tables": {
        "words": {
            "rows": ROWS,
            "columns": {"word": {"template": "word {index}"}, "n": {"sequence": {"start": 1}}},
        }
    },
}


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bulk_project(tmp_path_factory.mktemp("words"), WORDS, schema=PLAIN, seeds={})
    built(root)
    return root


def test_an_index_comes_back_whatever_it_says(words: Path, database: str) -> None:
    create_schemas(words, database)
    parts = (
        ("", "UNIQUE "),
        ("word", 'word COLLATE "C" DESC', "word text_pattern_ops NULLS FIRST", "lower(word), n"),
        ("", " INCLUDE (id)"),
        ("", " NULLS NOT DISTINCT"),
        ("", " WITH (fillfactor = 60, deduplicate_items = off)"),
        ("", " WHERE n > 7 AND word <> 'it''s'"),
    )
    made = [
        f"CREATE {unique}INDEX ON shop.words ({key}){include}{nulls}{options}{where}"
        for unique, key, include, nulls, options, where in product(*parts)
        if unique or not nulls
    ]
    execute(database, *made)
    before, old = catalog(database), numbers(database)
    assert f"{len(made) + 1} indexes, 0 foreign keys" in ran(by_psql(words, database)).err
    same_catalog(database, before)
    assert not {name for name, number in numbers(database).items() if old[name] == number}


def test_indexes_come_back_in_their_tablespaces(words: Path, database: str) -> None:
    create_schemas(words, database)
    name = f"seedc_bulk_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET allow_in_place_tablespaces = on")
        connection.execute(f"CREATE TABLESPACE {name} LOCATION ''".encode())
    try:
        execute(
            database,
            f"CREATE INDEX there ON shop.words (n) TABLESPACE {name}",
            f"ALTER TABLE shop.words ADD CONSTRAINT once UNIQUE (word) WITH (fillfactor = 50)"
            f" USING INDEX TABLESPACE {name} DEFERRABLE",
            "CREATE INDEX here ON shop.words (n, id)",
        )
        before, old = catalog(database), numbers(database)
        elsewhere = conninfo.make_conninfo(database, options=f"-c default_tablespace={name}")
        ran(by_psql(words, elsewhere))
        same_catalog(database, before)
        assert all(old[f"shop.{n}"] != numbers(database)[f"shop.{n}"] for n in ("there", "once"))
    finally:
        execute(database, "DROP SCHEMA shop CASCADE", f"DROP TABLESPACE {name}")


def test_what_18_brought_comes_back_or_stays(words: Path, database: str) -> None:
    if value(database, "SELECT current_setting('server_version_num')::integer < 180000"):
        pytest.skip("constraints of PostgreSQL 18")
    create_schemas(words, database)
    execute(
        database,
        "ALTER TABLE shop.words ADD COLUMN span int4range, ADD COLUMN during daterange",
        "ALTER TABLE shop.words ADD CONSTRAINT spans UNIQUE (span, during WITHOUT OVERLAPS)",
        "CREATE TABLE shop.others (id bigint PRIMARY KEY)",
        "ALTER TABLE shop.words ADD CONSTRAINT lax FOREIGN KEY (n) REFERENCES shop.others"
        " NOT ENFORCED",
        "ALTER TABLE shop.words ADD CONSTRAINT strict FOREIGN KEY (n) REFERENCES shop.others"
        " NOT VALID",
        "INSERT INTO shop.others SELECT generate_series(1, 2000)",
    )
    before, old = catalog(database), numbers(database)
    ran(by_psql(words, database))
    same_catalog(database, before)
    new = numbers(database)
    assert {n for n in old if new[n] != old[n]} == {"shop.words: strict", "shop.words_pkey"}


def test_a_table_that_others_inherit_from_is_rebuilt_alone(words: Path, database: str) -> None:
    create_schemas(words, database)
    execute(
        database,
        "CREATE INDEX plain ON shop.words (word)",
        "CREATE TABLE shop.heirs (own integer) INHERITS (shop.words)",
        "CREATE INDEX of_heirs ON shop.heirs (word)",
        "INSERT INTO shop.heirs SELECT n, 'w', n, n FROM generate_series(1, 5000) AS n",
    )
    root_only = words.parent / "heirs"
    heirs = "CREATE TABLE shop.heirs (own integer) INHERITS (shop.words);"
    build = built(bulk_project(root_only, WORDS, schema=PLAIN + heirs, seeds={}))
    before, old = catalog(database), numbers(database)
    ran(psql(database, build / "shop" / "BULK.sql"))
    same_catalog(database, before)
    new = numbers(database)
    assert {n for n in old if new[n] != old[n]} == {"shop.plain", "shop.words_pkey"}


# What fails ---------------------------------------------------------------------------------------


def refused(done: Done) -> bool:
    return done.code != 0


def test_a_failure_in_a_late_batch_leaves_everything_as_it_was(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    execute(
        database,
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'no further' USING ERRCODE = 'check_violation'; END $$",
        f"CREATE TRIGGER stop BEFORE INSERT ON {ODD}.parts FOR EACH ROW"
        f" WHEN (NEW.id >= 4503599627370496 + {ROWS - 2}) EXECUTE FUNCTION stop()",
    )
    before = catalog_rows(database)
    done = apply(shop, database)
    assert refused(done)
    assert "no further" in done.err
    assert catalog_rows(database) == before
    assert sum(len(rows) for rows in places(database).values()) == 0


def test_a_unique_index_that_cannot_be_built_rolls_all_back(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    execute(
        database,
        f"INSERT INTO {ODD}.vendors (id, tenant, name, code) VALUES (1, 1, 'theirs', 'V-77')",
    )
    before = catalog_rows(database), dump(database)
    done = apply(shop, database)
    assert refused(done)
    assert 'could not create unique index "the "code\'s" key"' in done.err
    assert apply is by_psql or "SD603" in done.err
    assert apply is by_psql or "or give the column another rule in volume.json" in done.err
    assert (catalog_rows(database), dump(database)) == before


def test_a_foreign_key_that_does_not_hold_rolls_all_back(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    execute(
        database,
        "CREATE FUNCTION astray() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " NEW.sale_id = -1; RETURN NEW; END $$",
        f"CREATE TRIGGER astray BEFORE INSERT ON {ODD}.parts FOR EACH ROW"
        " WHEN (NEW.id = 4503599627370496 + 900) EXECUTE FUNCTION astray()",
    )
    before = catalog_rows(database)
    done = apply(shop, database)
    assert refused(done)
    assert "parts_sale_id_fkey" in done.err
    assert catalog_rows(database) == before


# Who may ------------------------------------------------------------------------------------------


def test_an_ordinary_role_that_owns_the_tables_is_enough(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    with role(database, *OWNED) as own:
        before = catalog(database)
        assert "built again" in ran(apply(shop, own)).err
        same_catalog(database, before)


def test_a_role_that_owns_nothing_is_told_so_before_anything_is_dropped(
    shop: Path, database: str, apply: Applier
) -> None:
    create_schemas(shop, database)
    granted = (
        f"GRANT USAGE ON SCHEMA {ODD} TO {{role}}",
        f"GRANT ALL ON ALL TABLES IN SCHEMA {ODD} TO {{role}}",
    )
    with role(database, *granted) as other:
        before = catalog_rows(database)
        done = apply(shop, other)
        assert done.code == 3
        assert "constraints cannot be rebuilt, nothing was written" in done.err
        assert f"{ODD}.sales_low_two belongs to postgres, of whom seedc_bulk_" in done.err
        assert catalog_rows(database) == before
        ran(apply(shop, database))
        ran(apply(shop, other))  # nothing is missing, so nothing is to be rebuilt


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"REVOKE CREATE ON SCHEMA {ODD} FROM {{role}}", "may not create indexes there"),
        (f"ALTER TABLE {ODD}.wives OWNER TO postgres", "wives belongs to postgres"),
        (f"REVOKE REFERENCES ON {ODD}.sales FROM {{role}}", "may not refer to"),
    ],
)
def test_what_the_role_could_not_build_again_is_refused(
    shop: Path, database: str, statement: str, told: str
) -> None:
    create_schemas(shop, database)
    with role(database, *OWNED, statement) as own:
        execute(database, f"ALTER SCHEMA {ODD} OWNER TO CURRENT_USER")
        if "CREATE" not in statement:
            name = own.split("role=")[1].strip("'")
            execute(database, f"GRANT ALL ON SCHEMA {ODD} TO {name}")
            execute(database, f"GRANT ALL ON {ODD}.wives TO {name}")
        else:
            name = own.split("role=")[1].strip("'")
            execute(database, f"GRANT USAGE ON SCHEMA {ODD} TO {name}")
        before = catalog_rows(database)
        done = by_psql(shop, own)
        assert refused(done)
        assert "constraints cannot be rebuilt, nothing was written" in done.err
        assert told in done.err
        assert catalog_rows(database) == before
