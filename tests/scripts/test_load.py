"""Load scripts on a real server: what one apply writes, and that the next writes nothing."""

import time
from dataclasses import replace

import psycopg
import pytest

from scripts.handmade import (
    Col,
    Columns,
    Psql,
    group,
    key,
    load,
    program,
    qualified,
    reference,
    table,
)
from seedc.backends.pgsql.guard import lock_key
from seedc.catalog import Expression
from seedc.ir.program import Arbiter, Band, Policy, SequenceMove, Stage
from seedc.scripts import render_load
from server.wal import logged

pytestmark = pytest.mark.server

VENDOR: Columns = {"id": "bigint!", "name": "text!", "country": "character varying(2)"}
VENDORS = table("shop.vendors", VENDOR)
DDL = "CREATE TABLE shop.vendors (id bigint PRIMARY KEY, name text NOT NULL, country varchar(2));"
ROWS = {"vendor:acme": ("1", "Acme", "BR"), "vendor:ostra": ("2", "Östra", None)}


def written(output: list[str]) -> list[str]:
    return [line for line in output if line.startswith(("INSERT", "DELETE", "UPDATE"))]


@pytest.mark.alone
def test_the_first_apply_inserts_and_the_second_writes_nothing(shop: Psql) -> None:
    shop.execute(DDL)
    script = render_load(program(load(VENDORS, VENDOR, ROWS)))
    assert written(shop.apply(script)) == ["INSERT 0 2"]
    before = shop.query("SELECT xmin, ctid, * FROM shop.vendors ORDER BY id")
    assert [row[2:] for row in before] == [(1, "Acme", "BR"), (2, "Östra", None)]
    shop.execute("VACUUM shop.vendors; ")
    assert written(shop.apply(script)) == ["INSERT 0 0"]
    # Ten records would be the least that one row takes with its index; a running server logs its
    # running transactions (some 50 bytes) now and then.
    assert logged(shop.dsn, lambda: shop.apply(script)) < 400
    assert shop.query("SELECT xmin, ctid, * FROM shop.vendors ORDER BY id") == before


def test_update_brings_back_a_changed_row_and_leaves_the_others(shop: Psql) -> None:
    shop.execute(DDL)
    script = render_load(program(load(VENDORS, VENDOR, ROWS)))
    shop.apply(script)
    shop.execute("UPDATE shop.vendors SET country = 'XX' WHERE id = 2")
    others = shop.query("SELECT xmin FROM shop.vendors WHERE id = 1")
    assert written(shop.apply(script)) == ["INSERT 0 1"]
    assert shop.query("SELECT country FROM shop.vendors WHERE id = 2") == [(None,)]
    assert shop.query("SELECT xmin FROM shop.vendors WHERE id = 1") == others


def test_keep_inserts_what_is_missing_and_leaves_a_changed_row(shop: Psql) -> None:
    shop.execute(DDL)
    script = render_load(program(load(VENDORS, VENDOR, ROWS, policy="keep")))
    shop.apply(script)
    shop.execute("UPDATE shop.vendors SET name = 'mine' WHERE id = 1")
    shop.execute("DELETE FROM shop.vendors WHERE id = 2")
    assert written(shop.apply(script)) == ["INSERT 0 1"]
    assert shop.query("SELECT name FROM shop.vendors ORDER BY id") == [("mine",), ("Östra",)]


BAND = Band(column="id", type="bigint", low=1, middle=50, high=100)


def test_sync_deletes_band_rows_that_left_the_seed_and_no_others(shop: Psql) -> None:
    shop.execute(DDL + "INSERT INTO shop.vendors VALUES (7, 'sibling'), (8, 'left'), (200, 'app')")
    part = load(VENDORS, VENDOR, ROWS, policy="sync", band=BAND, siblings=("7",))
    script = render_load(program(part))
    assert written(shop.apply(script)) == ["INSERT 0 2", "DELETE 1"]
    assert shop.query("SELECT id FROM shop.vendors ORDER BY id") == [(1,), (2,), (7,), (200,)]
    assert written(shop.apply(script)) == ["INSERT 0 0", "DELETE 0"]


def test_sync_refuses_while_a_row_of_the_application_refers_to_one_that_left(shop: Psql) -> None:
    shop.execute(
        DDL + "CREATE TABLE shop.orders (no int PRIMARY KEY,"
        " vendor_id bigint REFERENCES shop.vendors ON DELETE CASCADE);"
        "INSERT INTO shop.vendors VALUES (8, 'left'); INSERT INTO shop.orders VALUES (41, 8)"
    )
    key = reference("vendor_id", "shop.vendors", name="orders_vendor_id_fkey")
    part = load(
        VENDORS,
        VENDOR,
        ROWS,
        policy="sync",
        band=BAND,
        referenced_by=((qualified("shop.orders"), key),),
    )
    said = shop.refused(render_load(program(part)))
    assert "shop.orders, foreign key orders_vendor_id_fkey: 1 rows, among them no = 41" in said
    assert shop.query("SELECT id FROM shop.vendors") == [(8,)]


def test_sync_moves_references_before_it_deletes(shop: Psql) -> None:
    shop.execute(
        DDL + "CREATE TABLE shop.products (id bigint PRIMARY KEY,"
        " vendor_id bigint NOT NULL REFERENCES shop.vendors);"
        "INSERT INTO shop.vendors VALUES (8, 'left'); INSERT INTO shop.products VALUES (60, 8)"
    )
    columns: Columns = {"id": "bigint!", "vendor_id": "bigint!"}
    key = reference("vendor_id", "shop.vendors")
    products = table("shop.products", columns, foreign_keys=[key])
    parents = load(
        VENDORS, VENDOR, ROWS, policy="sync", band=BAND, referenced_by=((products.name, key),)
    )
    children = load(products, columns, {"p": ("60", "1")}, policy="sync", band=BAND)
    shop.apply(render_load(program(parents, children)))
    assert shop.query("SELECT id FROM shop.vendors ORDER BY id") == [(1,), (2,)]


def test_uuid_bands_are_ranges_of_their_prefix(shop: Psql) -> None:
    shop.execute(
        "CREATE TABLE shop.tags (id uuid PRIMARY KEY);"
        "INSERT INTO shop.tags VALUES ('5eed0001-2000-8000-8000-000000000000'),"
        " ('5eed0001-2fff-ffff-ffff-ffffffffffff'), ('5eed0001-3000-0000-0000-000000000000')"
    )
    columns: Columns = {"id": "uuid!"}
    band = Band(column="id", type="uuid", prefix="5eed0001-2")
    rows = {"tag": ("5eed0001-2000-8000-8000-000000000001",)}
    part = load(table("shop.tags", columns), columns, rows, policy="sync", band=band)
    assert written(shop.apply(render_load(program(part)))) == ["INSERT 0 1", "DELETE 2"]


def test_a_row_found_by_a_natural_key_keeps_its_surrogate_key(shop: Psql) -> None:
    shop.execute(DDL + "CREATE UNIQUE INDEX ON shop.vendors (name);")
    shop.execute("INSERT INTO shop.vendors VALUES (900, 'Acme', 'US')")
    arbiter = Arbiter(name="name_key", elements=key("k", "name").elements)
    script = render_load(program(load(VENDORS, VENDOR, ROWS, arbiter=arbiter)))
    assert written(shop.apply(script)) == ["INSERT 0 2"]
    assert shop.query("SELECT * FROM shop.vendors ORDER BY id") == [
        (2, "Östra", None),
        (900, "Acme", "BR"),
    ]
    assert written(shop.apply(script)) == ["INSERT 0 0"]


def test_the_adoption_guard_refuses_a_natural_key_under_another_id(shop: Psql) -> None:
    shop.execute(DDL + "CREATE UNIQUE INDEX ON shop.vendors (name);")
    shop.execute("INSERT INTO shop.vendors VALUES (900, 'Acme', 'US')")
    arbiter = Arbiter(name="name_key", elements=key("k", "name").elements)
    part = load(VENDORS, VENDOR, ROWS, arbiter=arbiter, adopt_guard=True)
    said = shop.refused(render_load(program(part)))
    assert "vendor:acme is there with id = 900" in said
    shop.execute("DELETE FROM shop.vendors")
    shop.apply(render_load(program(part)))
    assert written(shop.apply(render_load(program(part)))) == ["INSERT 0 0"]


def test_expressions_and_partial_indexes_are_arbiters(shop: Psql) -> None:
    shop.execute(DDL + "CREATE UNIQUE INDEX ON shop.vendors (lower(name)) WHERE country = 'BR';")
    shop.execute("INSERT INTO shop.vendors VALUES (9, 'ACME', 'BR'), (10, 'acme', 'US')")
    arbiter = Arbiter(
        name="vendors_lower_idx",
        elements=key("k", "lower(name)").elements,
        predicate=Expression(
            text="country = 'BR'", aliased="seedc_row.country = 'BR'", columns=("country",)
        ),
    )
    rows = {"vendor:acme": ("1", "Acme", "BR")}
    script = render_load(program(load(VENDORS, VENDOR, rows, arbiter=arbiter)))
    shop.apply(script)
    found = shop.query("SELECT id, name, country FROM shop.vendors ORDER BY id")
    assert found == [(9, "ACME", "BR"), (10, "acme", "US")]  # the key reads name: it stays
    assert written(shop.apply(script)) == ["INSERT 0 0"]


def test_an_expression_key_without_its_index_is_named_before_the_first_write(shop: Psql) -> None:
    shop.execute(DDL + "CREATE UNIQUE INDEX ON shop.vendors (upper(name));")
    arbiter = Arbiter(name="vendors_lower_idx", elements=key("k", "lower(name)").elements)
    said = shop.refused(render_load(program(load(VENDORS, VENDOR, ROWS, arbiter=arbiter))))
    assert "shop.vendors: expected a unique index on ((lower(name))), found none" in said


def test_nulls_not_distinct_keys_match_null_with_null(shop: Psql) -> None:
    shop.execute("CREATE TABLE shop.t (a int NOT NULL, b int, c text);")
    shop.execute("ALTER TABLE shop.t ADD UNIQUE NULLS NOT DISTINCT (a, b)")
    columns: Columns = {"a": "integer!", "b": "integer", "c": "text"}
    unique = key("t_key", "a", "b", nulls_not_distinct=True)
    target = table("shop.t", columns, primary=(), uniques=[unique])
    arbiter = Arbiter(name="t_key", elements=unique.elements, nulls_not_distinct=True)
    rows = {"x": ("1", None, "x"), "y": ("1", "2", "y")}
    script = render_load(program(load(target, columns, rows, arbiter=arbiter)))
    assert written(shop.apply(script)) == ["INSERT 0 2"]
    assert written(shop.apply(script)) == ["INSERT 0 0"]
    shop.execute("UPDATE shop.t SET c = 'z'")
    assert written(shop.apply(script)) == ["INSERT 0 2"]
    assert shop.query("SELECT c FROM shop.t ORDER BY c") == [("x",), ("y",)]


@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_a_deferrable_key_is_updated_without_on_conflict(shop: Psql, many: bool) -> None:
    shop.execute(
        "CREATE TABLE shop.vendors (id bigint PRIMARY KEY DEFERRABLE INITIALLY DEFERRED,"
        " name text NOT NULL, country varchar(2))"
    )
    arbiter = Arbiter(name="pkey", elements=key("k", "id").elements, upsert=False)
    rows = {f"v:{n}": (str(n), f"name {n}", None) for n in range(600 if many else 3)}
    script = render_load(program(load(VENDORS, VENDOR, rows, arbiter=arbiter)))
    assert ("\nCOPY pg_temp" in script) is many
    assert written(shop.apply(script)) == [f"INSERT 0 {len(rows)}"]
    shop.execute("UPDATE shop.vendors SET name = 'changed' WHERE id = 1")
    assert written(shop.apply(script)) == ["INSERT 0 0"]
    assert shop.query("SELECT name FROM shop.vendors WHERE id = 1") == [("name 1",)]
    before = shop.query("SELECT xmin FROM shop.vendors")
    shop.apply(script)
    assert shop.query("SELECT xmin FROM shop.vendors") == before


@pytest.mark.parametrize("policy", ["keep", "update"])
def test_a_table_without_a_key_gets_each_row_once(shop: Psql, policy: Policy) -> None:
    shop.execute("CREATE TABLE shop.log (at date, note text, body json, spot point)")
    columns: Columns = {"at": "date", "note": "text", "body": "json", "spot": "point"}
    target = table("shop.log", columns, primary=())
    arbiter = Arbiter(name=None, elements=key("k", *columns).elements, upsert=False)
    rows = {
        "a": ("2026-01-01", "x", '{"a": 1}', "(1,2)"),
        "b": ("2026-01-01", None, None, None),
        "c": (None, None, None, None),
    }
    part = load(target, columns, rows, arbiter=arbiter, policy=policy)
    assert written(shop.apply(render_load(program(part)))) == ["INSERT 0 3"]
    assert written(shop.apply(render_load(program(part)))) == ["INSERT 0 0"]


EMPLOYEE: Columns = {"id": "bigint!", "name": "text!", "boss_id": "bigint!", "team_id": "bigint"}
TEAM: Columns = {"id": "bigint!", "lead_id": "bigint!"}
CYCLE_DDL = """
CREATE TABLE shop.team (id bigint PRIMARY KEY, lead_id bigint NOT NULL);
CREATE TABLE shop.employee (id bigint PRIMARY KEY, name text NOT NULL,
  boss_id bigint NOT NULL REFERENCES shop.employee, team_id bigint REFERENCES shop.team);
ALTER TABLE shop.team ADD FOREIGN KEY (lead_id) REFERENCES shop.employee;
"""


@pytest.mark.parametrize("size", [5, 400, 700])
@pytest.mark.parametrize("upsert", [True, False])
def test_a_cycle_loads_in_one_statement(shop: Psql, size: int, upsert: bool) -> None:
    shop.execute(CYCLE_DDL)
    people = {f"e:{n}": (str(n), f"name {n}", str((n + 1) % size), str(n % 3)) for n in range(size)}
    alone = {"e:none": (str(size), "no team", "0")}
    teams = {f"t:{n}": (str(n), str(size - 1 - n)) for n in range(3)}
    by_id = Arbiter(name="pkey", elements=key("k", "id").elements, upsert=upsert)
    without_team: Columns = {n: EMPLOYEE[n] for n in ("id", "name", "boss_id")}
    stage = Stage(
        loads=(
            load(
                table("shop.employee", EMPLOYEE),
                EMPLOYEE,
                people,
                arbiter=by_id,
                groups=[group(without_team, alone)],
            ),
            load(table("shop.team", TEAM), TEAM, teams, arbiter=by_id),
        ),
        cyclic=True,
    )
    script = render_load(program(stage))
    assert written(shop.apply(script)) == ["INSERT 0 3"]
    assert shop.query("SELECT count(*) FROM shop.employee") == [(size + 1,)]
    shop.execute("UPDATE shop.employee SET name = '' WHERE id = 1")
    before = shop.query("SELECT xmin FROM shop.employee WHERE id <> 1 ORDER BY id")
    shop.apply(script)
    assert shop.query("SELECT name FROM shop.employee WHERE id = 1") == [("name 1",)]
    assert shop.query("SELECT xmin FROM shop.employee WHERE id <> 1 ORDER BY id") == before


def test_identity_always_partitions_and_inheritance(shop: Psql) -> None:
    shop.execute("""
        CREATE TABLE shop.a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
          size int GENERATED ALWAYS AS (length(name)) STORED);
        CREATE TABLE shop.p (id int NOT NULL, place text NOT NULL, note text,
          PRIMARY KEY (id, place)) PARTITION BY LIST (place);
        CREATE TABLE shop.p_north PARTITION OF shop.p FOR VALUES IN ('north');
        CREATE TABLE shop.p_rest PARTITION OF shop.p DEFAULT;
        CREATE TABLE shop.i (id int PRIMARY KEY, note text);
        CREATE TABLE shop.i_child () INHERITS (shop.i);
        INSERT INTO shop.i_child VALUES (1, 'one');
    """)
    a: Columns = {"id": Col("integer!", identity="always"), "name": "text!"}
    p: Columns = {"id": "integer!", "place": "text!", "note": "text"}
    i: Columns = {"id": "integer!", "note": "text"}
    script = render_load(
        program(
            load(table("shop.a", a), a, {"a": ("5", "five")}),
            load(
                table("shop.p", p, primary=("id", "place"), kind="partitioned"),
                p,
                {"n": ("1", "north", "x"), "s": ("1", "south", "y")},
            ),
            load(table("shop.i", i), i, {"i": ("1", "one")}, inherited=True),
        )
    )
    assert written(shop.apply(script)) == ["INSERT 0 1", "INSERT 0 2", "INSERT 0 1"]
    assert written(shop.apply(script)) == ["INSERT 0 0"] * 3
    assert shop.query("SELECT id, name, size FROM shop.a") == [(5, "five", 4)]
    assert shop.query("SELECT note FROM shop.p_north") == [("x",)]
    assert shop.query("SELECT id FROM ONLY shop.i") == [(1,)]
    shop.execute("UPDATE shop.a SET name = 'six'; UPDATE shop.p SET note = 'z'")
    assert written(shop.apply(script)) == ["INSERT 0 1", "INSERT 0 2", "INSERT 0 0"]


def test_groups_touch_only_the_columns_they_give(shop: Psql) -> None:
    shop.execute(DDL + "ALTER TABLE shop.vendors ALTER country SET DEFAULT 'ZZ'")
    short: Columns = {"id": "bigint!", "name": "text!"}
    part = load(VENDORS, VENDOR, ROWS, groups=[group(short, {"vendor:third": ("3", "Third")})])
    script = render_load(program(part))
    shop.apply(script)
    assert shop.query("SELECT country FROM shop.vendors WHERE id = 3") == [("ZZ",)]
    shop.execute("UPDATE shop.vendors SET country = 'YY' WHERE id = 3")
    assert written(shop.apply(script)) == ["INSERT 0 0", "INSERT 0 0"]
    assert shop.query("SELECT country FROM shop.vendors WHERE id = 3") == [("YY",)]


@pytest.mark.parametrize(
    ("setup", "next_value"),
    [
        ("SELECT 1", 43),  # never called
        ("SELECT nextval('shop.n')", 43),
        ("SELECT setval('shop.n', 42, false)", 43),  # 42 would be next, and 42 is taken
        ("SELECT setval('shop.n', 43, false)", 43),
        ("SELECT setval('shop.n', 100)", 101),
        ("SELECT setval('shop.n', 100, false)", 100),
    ],
)
def test_a_sequence_is_moved_up_and_never_back(shop: Psql, setup: str, next_value: int) -> None:
    shop.execute(DDL + "CREATE SEQUENCE shop.n;")
    shop.query(setup)
    move = SequenceMove(sequence=qualified("shop.n"), table=VENDORS.name, column="id", value=42)
    script = render_load(program(load(VENDORS, VENDOR, ROWS), sequences=(move,)))
    shop.apply(script)
    state = shop.query("SELECT last_value, is_called, log_cnt FROM shop.n")
    shop.apply(script)
    assert shop.query("SELECT last_value, is_called, log_cnt FROM shop.n") == state
    assert shop.query("SELECT nextval('shop.n')") == [(next_value,)]


def test_values_of_every_kind_survive_both_ways_in(shop: Psql) -> None:
    types: Columns = {
        "id": "bigint!",
        "t": "text",
        "n": "numeric(12,4)",
        "s": "smallint",
        "r": "real",
        "b": "boolean",
        "ts": "timestamp with time zone",
        "j": "jsonb",
        "a": "text[]",
        "d": Col("shop.percent", value="numeric(5,2)"),
        "e": "shop.mood",
        "x": "bytea",
        "c": "character(3)",
        "iv": "interval day to second(3)",
    }
    row = (
        "9223372036854775807", "a\tb\\n'\u202e:x $seedc$", "12.3400", "-32768", "1.5", "true",
        "2026-01-01T00:00:00+00", '{"k": "\\u0041\\\\"}', '{"a,b",NULL,"c\\"d"}', "99.50", "so-so",
        "\\xdeadbeef", "ab", "1 day 00:00:01.5",
    )  # fmt: skip
    shop.execute(
        "CREATE DOMAIN shop.percent AS numeric(5,2) NOT NULL CHECK (VALUE <= 100);"
        "CREATE TYPE shop.mood AS ENUM ('bad', 'so-so', 'good');"
        "CREATE TABLE shop.k (id bigint PRIMARY KEY, t text, n numeric(12,4), s int2, r real,"
        " b bool, ts timestamptz, j jsonb, a text[], d shop.percent, e shop.mood, x bytea,"
        " c char(3), iv interval day to second(3))"
    )
    target = table("shop.k", types)
    rows = {"one": row, "empty": ("-5", *[None] * 8, "0", *[None] * 4)}
    script = render_load(program(load(target, types, rows)))
    assert written(shop.apply(script)) == ["INSERT 0 2"]
    assert written(shop.apply(script)) == ["INSERT 0 0"]
    found = shop.query("SELECT * FROM shop.k ORDER BY id")
    by_copy = render_load(program(load(target, types, rows, adopt_guard=True)))
    assert "COPY pg_temp" in by_copy
    assert written(shop.apply(by_copy)) == ["INSERT 0 0"]
    shop.execute("TRUNCATE shop.k")
    assert written(shop.apply(by_copy)) == ["INSERT 0 2"]
    assert shop.query("SELECT * FROM shop.k ORDER BY id") == found
    assert found[1][1] == row[1]


def test_long_lists_load_in_several_statements(shop: Psql) -> None:
    shop.execute(DDL)
    rows = {f"vendor:{n}": (str(n), f"name {n}", None) for n in range(450)}
    script = render_load(program(load(VENDORS, VENDOR, rows)))
    counts = [int(line.split()[-1]) for line in written(shop.apply(script))]
    assert sum(counts) == 450
    assert len(counts) > 2
    assert set(written(shop.apply(script))) == {"INSERT 0 0"}


def test_the_server_counts_no_write_on_the_second_apply(shop: Psql) -> None:
    shop.execute(DDL)
    copied = {f"vendor:{n}": (str(n), f"name {n}", None) for n in range(600)}
    script = render_load(program(load(VENDORS, VENDOR, copied)))
    counters = (
        "SELECT pg_stat_get_tuples_inserted(c), pg_stat_get_tuples_updated(c),"
        " pg_stat_get_tuples_deleted(c), pg_stat_get_dead_tuples(c)"
        " FROM (SELECT 'shop.vendors'::regclass AS c) AS v"
    )
    shop.apply(script)
    deadline = time.monotonic() + 10  # a backend reports what it did when it ends
    while (first := shop.query(counters))[0][0] != 600:
        assert time.monotonic() < deadline, first
        time.sleep(0.05)
    shop.apply(script)
    time.sleep(0.5)
    assert shop.query(counters) == first == [(600, 0, 0, 0)]


def test_a_table_whose_rows_all_left_is_emptied_of_its_band_by_sync(shop: Psql) -> None:
    shop.execute(DDL + "INSERT INTO shop.vendors VALUES (8, 'left'), (200, 'app')")
    part = replace(load(VENDORS, VENDOR, {}, policy="sync", band=BAND), groups=())
    assert written(shop.apply(render_load(program(part)))) == ["DELETE 1"]
    assert shop.query("SELECT id FROM shop.vendors") == [(200,)]


def test_scripts_of_one_dataset_wait_for_each_other(shop: Psql) -> None:
    shop.execute(DDL)
    script = render_load(program(load(VENDORS, VENDOR, ROWS)))
    shop.environment["PGOPTIONS"] = "-c lock_timeout=200ms"
    with psycopg.connect(shop.dsn) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("shop")])
        assert "lock timeout" in shop.refused(script)
    shop.apply(script)


def test_two_tables_of_one_name_in_a_cycle_are_told_apart(shop: Psql) -> None:
    shop.execute(
        "CREATE SCHEMA other; CREATE TABLE shop.x (id int PRIMARY KEY, x int NOT NULL);"
        "CREATE TABLE other.x (id int PRIMARY KEY, x int NOT NULL REFERENCES shop.x);"
        "ALTER TABLE shop.x ADD FOREIGN KEY (x) REFERENCES other.x"
    )
    columns: Columns = {"id": "integer!", "x": "integer!"}
    by_id = Arbiter(name="pkey", elements=key("k", "id").elements, upsert=False)
    loads = tuple(
        load(table(f"{schema}.x", columns), columns, {"a": ("1", "1")}, arbiter=by_id)
        for schema in ("shop", "other")
    )
    script = render_load(program(Stage(loads=loads, cyclic=True)))
    shop.apply(script)
    shop.apply(script)
    assert shop.query("SELECT * FROM other.x") == [(1, 1)]


def test_a_row_that_does_not_give_its_key_is_a_bug_that_raises() -> None:
    arbiter = Arbiter(name="other_key", elements=key("k", "code").elements)
    with pytest.raises(ValueError, match="rows do not give code"):
        render_load(program(load(VENDORS, VENDOR, ROWS, arbiter=arbiter)))
