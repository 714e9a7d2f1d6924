"""Cases that break simpler seeders: each is a way in which a law could fail unseen."""

from pathlib import Path
from typing import Any

import pytest

from laws.kit import (
    built,
    create_schemas,
    dump,
    execute,
    make_project,
    nothing_written,
    psql,
    query,
    ran,
    seedc,
    value,
    whole_life,
)

SYNC = '[datasets.shop]\npolicy = "sync"\n'


def row(key: str, **members: Any) -> dict[str, Any]:
    return {"__key__": key, **members}


def load(root: Path, dsn: str) -> None:
    ran(psql(dsn, built(root) / "seed.sql"))


EQUAL_BUT_DIFFERENT = [
    ("numeric", "1.1", "1.10", "1.10"),
    ("interval", '"P1D"', '"PT24H"', "24:00:00"),
    ("interval", '"P1M"', '"P30D"', "30 days"),
    ("jsonb", '{"a": 1.0}', '{"a": 1.00}', '{"a": 1.00}'),
    ("json", '{"a": 1, "b": 2}', '{"b": 2, "a": 1}', '{"b":2,"a":1}'),
    ("numeric[]", "[1.1]", "[1.10]", "{1.10}"),
    ("interval[]", '["P1D"]', '["PT24H"]', "{24:00:00}"),
    ("numrange", '"[1.0,2)"', '"[1.00,2)"', "[1.00,2)"),
    ("cents", "1.1", "1.10", "1.10"),
    ("pair", '"(1.1,a)"', '"(1.10,a)"', "(1.10,a)"),
]


@pytest.mark.parametrize(("kind", "first", "second", "shown"), EQUAL_BUT_DIFFERENT)
def test_an_edit_arrives_even_where_the_types_equality_sees_none(
    tmp_path: Path, database: str, kind: str, first: str, second: str, shown: str
) -> None:
    schema = f"""CREATE DOMAIN cents AS numeric; CREATE TYPE pair AS (n numeric, name text);
    CREATE TABLE t (id int PRIMARY KEY, c {kind});"""
    text = '{{"t": [{{"__key__": "t:1", "id": 1, "c": {}}}]}}'
    make_project(tmp_path, schema, text.format(first))
    create_schemas(tmp_path, database)
    load(tmp_path, database)
    make_project(tmp_path, schema, text.format(second))
    built(tmp_path)
    assert seedc(tmp_path, "verify", "--dsn", database).code == 1
    load(tmp_path, database)
    assert value(database, "SELECT c::text FROM t") == shown
    nothing_written(database, tmp_path)
    ran(seedc(tmp_path, "verify", "--dsn", database))


@pytest.mark.parametrize("gone", [{"t": [], "u": []}, {"u": []}])
def test_sync_empties_a_list_that_became_empty(
    tmp_path: Path, database: str, gone: dict[str, Any]
) -> None:
    schema = """CREATE TABLE t (id bigserial PRIMARY KEY, name text);
    CREATE TABLE u (id bigserial PRIMARY KEY, t_id bigint REFERENCES t);"""
    seeds = {"t": [row("t:1", name="x")], "u": [row("u:1", t_id="t:1")]}
    make_project(tmp_path, schema, seeds, settings=SYNC)
    create_schemas(tmp_path, database)
    load(tmp_path, database)
    execute(database, "INSERT INTO t (name) VALUES ('application')")
    kept = {} if "t" in gone else {"t": seeds["t"]}
    make_project(tmp_path, schema, kept | gone)
    load(tmp_path, database)
    assert value(database, "SELECT count(*) FROM u") == 0
    assert value(database, "SELECT count(*) FROM t") == (1 if "t" in gone else 2)


def test_rows_of_tables_that_inherit_are_not_the_parents(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE parent (id bigint PRIMARY KEY, name text);
    CREATE TABLE child (extra text, PRIMARY KEY (id)) INHERITS (parent);"""
    seeds = {"parent": [row("p:1", name="x")], "child": [row("c:1", name="y", extra="z")]}
    make_project(tmp_path, schema, seeds, settings=SYNC)
    whole_life(tmp_path, database)
    assert query(database, "SELECT name FROM ONLY parent") == [("x",)]
    assert query(database, "SELECT name FROM child") == [("y",)]
    make_project(tmp_path, schema, {"parent": seeds["parent"]})
    ran(seedc(tmp_path, "build"))
    ran(seedc(tmp_path, "reset", "--dsn", database))
    assert query(database, "SELECT name FROM child") == [("y",)]


def test_two_datasets_that_fight_over_a_row_are_named_and_keep_settles_it(
    tmp_path: Path, database: str
) -> None:
    schema = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, name text);"
    for dataset in ("one", "two"):
        make_project(tmp_path, schema, {"t": [row("t", id=1, name=dataset)]}, dataset=dataset)
    done = ran(seedc(tmp_path, "build"))
    assert "seeds/two/main.seed.json:4:18: warning[SD511]" in done.err
    settings = '[datasets.two.tables.t]\npolicy = "keep"\n'
    (tmp_path / "seedc.toml").write_text(settings, encoding="utf-8")
    assert ran(seedc(tmp_path, "build")).err == ""
    create_schemas(tmp_path, database)
    ran(psql(database, tmp_path / "build" / "seed.sql"))
    nothing_written(database, tmp_path)
    assert query(database, "SELECT name FROM t") == [("one",)]


def test_a_trigger_that_writes_elsewhere_is_told_in_the_header(
    tmp_path: Path, database: str
) -> None:
    schema = """CREATE TABLE t (id bigserial PRIMARY KEY, name text);
    CREATE TABLE log (id bigserial PRIMARY KEY, what text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO public.log (what) VALUES (tg_op); RETURN new; END $$;
    CREATE TRIGGER audit AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note();"""
    make_project(tmp_path, schema, {"t": [row("t:1", name="x")]})
    script = built(tmp_path) / "seed.sql"
    assert "public.t: audit" in script.read_text(encoding="utf-8")
    create_schemas(tmp_path, database)
    ran(psql(database, script))
    nothing_written(database, tmp_path)
    assert query(database, "SELECT what FROM log") == [("INSERT",)]


def test_values_that_swap_places_under_a_unique_key_load(tmp_path: Path, database: str) -> None:
    """A plain unique key is checked row by row; a deferrable one is what lets rows swap."""
    schema = """CREATE TABLE t (id int PRIMARY KEY, rank int,
      UNIQUE (rank) DEFERRABLE INITIALLY DEFERRED);"""
    make_project(tmp_path, schema, {"t": [row("a", id=1, rank=1), row("b", id=2, rank=2)]})
    create_schemas(tmp_path, database)
    load(tmp_path, database)
    make_project(tmp_path, schema, {"t": [row("a", id=1, rank=2), row("b", id=2, rank=1)]})
    load(tmp_path, database)
    assert query(database, "SELECT id, rank FROM t ORDER BY id") == [(1, 2), (2, 1)]
    nothing_written(database, tmp_path)


def test_columns_with_the_names_of_our_aliases_load(tmp_path: Path, database: str) -> None:
    names = ("s", "t", "o", "r", "x", "excluded", "__key__x", "line", "name", "value", "new", "q")
    columns = ", ".join(f'"{name}" int' for name in names)
    schema = f"""CREATE TABLE s (id bigserial PRIMARY KEY, {columns});
    CREATE TABLE t (id bigserial PRIMARY KEY, {columns}, FOREIGN KEY (s) REFERENCES s (s));"""
    schema = schema.replace('"s" int', '"s" int UNIQUE', 1)
    seeds = {
        table: [row(f"{table}:{n}", **dict.fromkeys(names, n)) for n in range(3)]
        for table in ("s", "t")
    }
    make_project(tmp_path, schema, seeds, settings=SYNC)
    whole_life(tmp_path, database)


def test_domains_of_every_depth_load(tmp_path: Path, database: str) -> None:
    schema = """CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0);
    CREATE DOMAIN small AS positive CHECK (VALUE < 100);
    CREATE DOMAIN few AS small[] CHECK (cardinality(VALUE) < 4);
    CREATE TYPE pair AS (a int, b text);
    CREATE DOMAIN good AS pair CHECK ((VALUE).a IS NOT NULL);
    CREATE TABLE t (id small PRIMARY KEY, n positive, list few, pairs pair[], one good,
      l small[]);"""
    rows = [
        row(f"t:{n}", id=n, n=n, list=[n, 7], pairs=["(1,x)"], one="(1,y)", l=[n])
        for n in range(1, 4)
    ]
    make_project(tmp_path, schema, {"t": [*rows, row("t:9", id=9, n=1, list=None, one="(1,)")]})
    whole_life(tmp_path, database)


def test_a_quoted_schema_and_a_search_path_of_another_application_load(
    tmp_path: Path, database: str
) -> None:
    schema = """CREATE SCHEMA "My App"; SET search_path = "My App", public;
    CREATE TYPE kind AS ENUM ('a'); CREATE TABLE "Orders" (id bigserial PRIMARY KEY, k kind);"""
    make_project(tmp_path, schema, {"Orders": [row("o:1", k="a")]}, settings=SYNC)
    whole_life(tmp_path, database)


def test_a_table_in_a_schema_that_hides_pg_catalog_loads(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE pg_class (id bigserial PRIMARY KEY, relname text);
    CREATE TABLE "text" (id bigserial PRIMARY KEY, "integer" int);
    CREATE FUNCTION upper(text) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
    CREATE FUNCTION format_type(oid, int) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';"""
    seeds = {"pg_class": [row("p:1", relname="x")], "text": [row("t:1", integer=1)]}
    make_project(tmp_path, schema, seeds, settings=SYNC)
    whole_life(tmp_path, database)


def test_a_serial_below_zero_and_at_its_limits_loads(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (MINVALUE -10 START -10)
      PRIMARY KEY); CREATE TABLE u (id smallserial PRIMARY KEY);
    CREATE TABLE v (id int GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1 MAXVALUE 100 START 100)
      PRIMARY KEY);"""
    seeds = {
        "t": [row("t:1", id=-3), row("t:2", id=0)],
        "u": [row("u:1", id=16383), row("u:2", id=-32768)],
        "v": [row("v:1", id=50)],
    }
    make_project(tmp_path, schema, seeds)
    whole_life(tmp_path, database)
    assert value(database, "INSERT INTO t DEFAULT VALUES RETURNING id") == 1
    assert value(database, "INSERT INTO u DEFAULT VALUES RETURNING id") == 16384


def test_a_text_key_and_its_references_load(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (code varchar(40) PRIMARY KEY, name text);
    CREATE TABLE u (id bigserial PRIMARY KEY, t_code varchar(40) NOT NULL REFERENCES t);"""
    seeds = {
        "t": [row("t:it's", name="x"), row("t:2", code="own", name="y")],
        "u": [row("u:1", t_code="t:it's"), row("u:2", t_code="t:2"), row("u:3", t_code="own")],
    }
    make_project(tmp_path, schema, seeds)
    whole_life(tmp_path, database)
    assert query(database, "SELECT t_code FROM u ORDER BY 1") == [("own",), ("own",), ("t:it's",)]


def test_a_reset_and_sync_with_cascades_delete_no_row_of_the_application(
    tmp_path: Path, database: str
) -> None:
    schema = """CREATE TABLE t (id bigserial PRIMARY KEY, name text);
    CREATE TABLE app (id bigserial PRIMARY KEY, t_id bigint REFERENCES t ON DELETE CASCADE);
    CREATE TABLE deep (id bigserial PRIMARY KEY, app_id bigint REFERENCES app ON DELETE CASCADE);"""
    make_project(tmp_path, schema, {"t": [row("t:1", name="x")]}, settings=SYNC)
    create_schemas(tmp_path, database)
    load(tmp_path, database)
    execute(database, "INSERT INTO app (t_id) SELECT id FROM t", "INSERT INTO deep VALUES (1, 1)")
    before = dump(database)
    assert seedc(tmp_path, "reset", "--dsn", database).code == 3
    assert psql(database, tmp_path / "build" / "shop" / "reset.sql").code == 3
    assert dump(database) == before


def test_an_application_row_that_refers_to_no_seed_row_does_not_hinder_a_reset(
    tmp_path: Path, database: str
) -> None:
    schema = """CREATE TABLE t (id bigserial PRIMARY KEY, up bigint REFERENCES t);"""
    make_project(tmp_path, schema, {"t": [row("a", up="b"), row("b", up="a")]})
    create_schemas(tmp_path, database)
    execute(database, "INSERT INTO t (up) VALUES (1)")
    load(tmp_path, database)
    ran(seedc(tmp_path, "reset", "--dsn", database))
    assert query(database, "SELECT id, up FROM t") == [(1, 1)]


def test_sync_by_a_tables_own_settings_outlives_its_list(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (id bigserial PRIMARY KEY, name text);
    CREATE TABLE u (id uuid PRIMARY KEY, name text);"""
    seeds = {"t": [row("t:1", name="x")], "u": [row("u:1", name="y")]}
    settings = '[datasets.shop.tables.u]\npolicy = "sync"\n'
    make_project(tmp_path, schema, seeds, settings=settings)
    create_schemas(tmp_path, database)
    load(tmp_path, database)
    make_project(tmp_path, schema, {"t": seeds["t"]})
    load(tmp_path, database)
    assert value(database, "SELECT count(*) FROM u") == 0
    assert value(database, "SELECT count(*) FROM t") == 1
    for command in ("verify", "reset", "apply", "plan"):
        ran(seedc(tmp_path, command, "--dsn", database))
