"""Tables that COPY alone would not serve: other keys, no key, circles, row-level security, rules,
triggers, partitions. Each ends with the interpreter's rows, and the second apply moves none."""

from pathlib import Path
from typing import Any

import pytest

from laws.kit import create_schemas, dump, execute, places, psql, query, ran, seedc, value
from laws.volume_kit import VOLUME, changed, program, same_rows, script, shop
from streaming.conftest import Engine

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("small_pieces")]

WORD = {"word": {"template": "w {index}"}}


def project(
    root: Path,
    schema: str,
    tables: dict[str, Any],
    *,
    rows: int = 350,
    seeds: Any = None,
    **more: Any,
) -> Path:
    """Tables of `rows` rows in batches of 100, so that they are loops whose pieces commit."""
    volume = {
        "clock": "2026-01-01T00:00:00Z",
        "profiles": {"SMALL": {"rows": rows, "batch": 100, **more}},
        "tables": tables,
    }
    shop(root, volume, schema=schema, seeds=seeds or {})
    ran(seedc(root, "build"))
    return root


def stream(root: Path, dsn: str) -> None:
    ran(seedc(root, "apply", "--dsn", dsn, "--backend", "copydata"))


def check(root: Path, dsn: str) -> None:
    """Stream into the empty schema, compare, verify, stream again, and run the script."""
    create_schemas(root, dsn)
    stream(root, dsn)
    same_rows(dsn, program(root))
    ran(seedc(root, "verify", "--dsn", dsn))
    before = places(dsn), dump(dsn)
    stream(root, dsn)
    assert (places(dsn), dump(dsn)) == before, "the second apply wrote"
    ran(psql(dsn, script(root)))
    assert (places(dsn), dump(dsn)) == before, "psql wrote after the stream"


@pytest.mark.parametrize("batch", [500, 7])
@pytest.mark.parametrize("transaction", ["batch", "single"])
def test_a_shop_with_every_form_of_rows(
    tmp_path: Path, database: str, batch: int, transaction: str
) -> None:
    volume = changed(VOLUME)
    volume["profiles"]["SMALL"] |= {"batch": batch, "transaction": transaction}
    shop(tmp_path, volume)
    ran(seedc(tmp_path, "build"))
    check(tmp_path, database)


KEYS = {
    "integer": "id integer PRIMARY KEY",
    "smallint": "id smallint PRIMARY KEY",
    "identity": "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "uuid": "id uuid PRIMARY KEY",
    "text": "id text PRIMARY KEY",
    "numeric": "id numeric PRIMARY KEY",
}


@pytest.mark.parametrize("kind", KEYS)
def test_keys_of_every_type(tmp_path: Path, database: str, kind: str) -> None:
    schema = f"CREATE TABLE t ({KEYS[kind]}, word text NOT NULL);"
    check(project(tmp_path, schema, {"t": {"rows": "rows", "columns": WORD}}), database)


@pytest.mark.parametrize("kind", ["integer", "uuid"])
def test_a_key_that_counts_up_needs_no_row_to_be_sent(
    tmp_path: Path, database: str, engine: Engine, kind: str
) -> None:
    schema = f"CREATE TABLE t ({KEYS[kind]}, word text NOT NULL);"
    root = project(tmp_path, schema, {"t": {"rows": "rows", "columns": WORD}})
    create_schemas(root, database)
    stream(root, database)
    ids = query(database, "SELECT id::text FROM t ORDER BY id")
    execute(database, f"DELETE FROM t WHERE id IN ('{ids[110][0]}', '{ids[120][0]}')")
    engine.asked.clear()
    stream(root, database)
    assert engine.asked == []
    assert value(database, "SELECT count(*) FROM t") == 350


COMPOSITE = {
    "a": {"rows": {"each": "p", "count": 5}, "columns": {"n": {"sequence": {}}, **WORD}},
    "p": {"rows": 70, "columns": WORD},
}
COMPOSITE_SCHEMA = """CREATE TABLE p (id bigint PRIMARY KEY, word text NOT NULL);
CREATE TABLE a (p_id bigint REFERENCES p, n bigint, word text NOT NULL, PRIMARY KEY (p_id, n));"""


def test_a_composite_key(tmp_path: Path, database: str) -> None:
    check(project(tmp_path, COMPOSITE_SCHEMA, COMPOSITE), database)


def test_a_row_that_the_sample_misses_is_not_written_twice(
    tmp_path: Path, database: str, engine: Engine
) -> None:
    root = project(tmp_path, COMPOSITE_SCHEMA, COMPOSITE)
    create_schemas(root, database)
    stream(root, database)
    full = dump(database)
    keys = query(database, "SELECT p_id, n FROM a ORDER BY p_id, n")
    kept = [keys[103], keys[251]]
    for p, n in {*keys} - {*kept}:
        execute(database, f"DELETE FROM a WHERE (p_id, n) = ({p}, {n})")
    engine.asked.clear()
    done = ran(seedc(root, "apply", "--dsn", database, "--backend", "copydata", "--json"))
    assert '"inserted": 348' in done.out
    assert engine.asked != []
    assert dump(database) == full


def test_a_key_that_is_deferred(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (p bigint, q bigint, word text NOT NULL,
      UNIQUE (p, q) DEFERRABLE INITIALLY DEFERRED);"""
    columns = {"p": {"constant": 1}, "q": {"sequence": {}}, **WORD}
    root = project(tmp_path, schema, {"t": {"rows": "rows", "columns": columns}})
    check(root, database)
    execute(database, "DELETE FROM t WHERE q % 3 = 1")
    stream(root, database)
    same_rows(database, program(root))


def test_a_table_without_a_key(tmp_path: Path, database: str) -> None:
    schema = "CREATE TABLE t (word text NOT NULL, level integer);"
    columns = {
        "word": {"choice": ["a", "b"]},
        "level": {"integer": {"between": [1, 3]}, "null": 0.5},
    }
    root = project(tmp_path, schema, {"t": {"rows": "rows", "columns": columns}})
    check(root, database)
    execute(database, "DELETE FROM t WHERE level = 2")
    stream(root, database)
    same_rows(database, program(root))


def test_rows_that_refer_to_each_other(tmp_path: Path, database: str, engine: Engine) -> None:
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, boss_id bigint REFERENCES t,
      word text NOT NULL);"""
    columns = {"boss_id": {"reference": "t", "null": 0.1}, **WORD}
    root = project(tmp_path, schema, {"t": {"rows": "rows", "columns": columns}})
    create_schemas(root, database)
    stream(root, database)
    assert engine.spans == [(0, 350, 1)], "one COPY of several pieces"
    execute(database, "DROP TABLE t")
    check(root, database)


def test_curated_and_generated_rows_in_one_table(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, word text NOT NULL);
    CREATE TABLE u (word text PRIMARY KEY, n bigint);"""
    seeds = {"t": [{"__key__": "t:a", "word": "own"}], "u": [{"__key__": "u:a", "word": "own"}]}
    tables = {
        "t": {"rows": "rows", "columns": WORD},
        "u": {"rows": "rows", "columns": {**WORD, "n": {"sequence": {}}}},
    }
    check(project(tmp_path, schema, tables, seeds=seeds), database)


def test_partitions(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, word text NOT NULL) PARTITION BY HASH (id);
    CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);"""
    check(project(tmp_path, schema, {"t": {"rows": "rows", "columns": WORD}}), database)


def test_names_that_need_quotes_and_columns_the_database_fills(
    tmp_path: Path, database: str
) -> None:
    schema = """CREATE SCHEMA "Odd one";
    CREATE TABLE "Odd one"."a b" ("Id" bigint PRIMARY KEY, "wo""rd" text NOT NULL, n serial,
      twice text GENERATED ALWAYS AS ("wo""rd" || "wo""rd") STORED, own text DEFAULT 'd');"""
    columns = {'wo"rd': {"template": "back\\slash {index}\ttab\nline"}}
    root = project(tmp_path, schema, {"Odd one.a b": {"rows": "rows", "columns": columns}})
    check(root, database)
    last = value(database, 'SELECT last_value FROM "Odd one"."a b_n_seq"')
    stream(root, database)
    assert value(database, 'SELECT last_value FROM "Odd one"."a b_n_seq"') == last == 350


TRIGGERED = """CREATE TABLE t (id bigint PRIMARY KEY, word text NOT NULL);
CREATE TABLE log (id bigint);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO log VALUES (new.id); RETURN new; END $$;
CREATE TRIGGER note AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();"""


def test_triggers_fire_for_each_row_once(tmp_path: Path, database: str) -> None:
    root = project(tmp_path, TRIGGERED, {"t": {"rows": "rows", "columns": WORD}})
    check(root, database)
    assert value(database, "SELECT count(*) FROM log") == 350


PLAIN = "CREATE TABLE t (id bigint PRIMARY KEY, word text NOT NULL);"


@pytest.mark.parametrize("transaction", ["batch", "single"])
@pytest.mark.parametrize("policy", ["keep", "update"])
def test_row_level_security_lets_in_what_its_policies_allow(
    tmp_path: Path, database: str, engine: Engine, policy: str, transaction: str
) -> None:
    tables = {"t": {"rows": "rows", "policy": policy, "columns": WORD}}
    root = project(tmp_path, PLAIN, tables, transaction=transaction)
    create_schemas(root, database)
    execute(
        database,
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY seeds ON t USING (true) WITH CHECK (true)",
        "DROP ROLE IF EXISTS seedc_bound",
        "CREATE ROLE seedc_bound",
        "GRANT SELECT, INSERT, UPDATE ON t TO seedc_bound",
    )
    bound = f"{database} options='-c role=seedc_bound'"
    try:
        stream(root, bound)
        assert engine.spans == [(0, 350, 1)]
        same_rows(database, program(root))
        before = places(database)
        stream(root, bound)
        assert places(database) == before
    finally:
        execute(database, "DROP OWNED BY seedc_bound", "DROP ROLE seedc_bound")


def test_a_rule_of_the_table_is_heeded(tmp_path: Path, database: str, engine: Engine) -> None:
    root = project(tmp_path, PLAIN, {"t": {"rows": "rows", "columns": WORD}})
    create_schemas(root, database)
    execute(
        database,
        "CREATE TABLE elsewhere (id bigint)",
        "CREATE RULE aside AS ON INSERT TO t DO INSTEAD INSERT INTO elsewhere VALUES (new.id)",
    )
    stream(root, database)
    assert engine.spans == [(0, 350, 1)]
    assert value(database, "SELECT count(*) FROM elsewhere") == 350
    assert value(database, "SELECT count(*) FROM t") == 0


def test_a_table_that_others_inherit_from_counts_its_own_rows(
    tmp_path: Path, database: str
) -> None:
    schema = f"{PLAIN}\nCREATE TABLE child (more text) INHERITS (t);"
    root = project(tmp_path, schema, {"t": {"rows": "rows", "columns": WORD}})
    create_schemas(root, database)
    low = 2**52
    execute(
        database,
        f"INSERT INTO child (id, word) SELECT {low} + n, 'c' FROM generate_series(0, 349) n",
    )
    stream(root, database)
    assert value(database, "SELECT count(*) FROM ONLY t") == 350
