"""Each feature of the contract in a small project, through its whole life on a server.

Over 500 lines: it is one list, to be read beside docs/contract.md.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from laws.kit import (
    ODD_SESSION,
    built,
    create_schemas,
    dump,
    make_project,
    new_database,
    nothing_written,
    psql,
    query,
    ran,
    seedc,
    value,
    whole_life,
    write_seed,
)

Live = Callable[..., str]


@pytest.fixture
def live(tmp_path: Path, database: str) -> Live:
    """Take a project through its whole life; the DSN of the database that it fills."""

    def run(schema: str, seeds: dict[str, Any] | str, settings: str | None = None) -> str:
        whole_life(make_project(tmp_path, schema, seeds, settings=settings), database)
        return database

    return run


def row(key: str, **members: Any) -> dict[str, Any]:
    return {"__key__": key, **members}


def test_children_nest_three_deep(live: Live) -> None:
    dsn = live(
        """CREATE TABLE a (id bigserial PRIMARY KEY, name text NOT NULL);
        CREATE TABLE b (id uuid PRIMARY KEY, a_id bigint NOT NULL REFERENCES a, name text);
        CREATE TABLE c (id smallint PRIMARY KEY, b_id uuid NOT NULL REFERENCES b, name text);
        CREATE TABLE d (id int PRIMARY KEY, c_id smallint NOT NULL REFERENCES c, name text);""",
        {
            "a": [
                row(
                    "a:1",
                    name="one",
                    __children__={
                        "b": [
                            row(
                                "b:1",
                                name="two",
                                __children__={
                                    "c": [
                                        row(
                                            "c:1",
                                            name="three",
                                            __children__={"d": [row("d:1", name="four")]},
                                        )
                                    ]
                                },
                            )
                        ]
                    },
                )
            ]
        },
    )
    found = query(
        dsn,
        "SELECT a.name, b.name, c.name, d.name FROM a JOIN b ON b.a_id = a.id"
        " JOIN c ON c.b_id = b.id JOIN d ON d.c_id = c.id",
    )
    assert found == [("one", "two", "three", "four")]


TREE = "CREATE TABLE t (id bigserial PRIMARY KEY, up bigint {} REFERENCES t, name text);"


def test_a_table_refers_to_itself_as_children(live: Live) -> None:
    leaf = row("t:3", name="leaf")
    branch = row("t:2", name="branch", __children__={"t": [leaf]})
    dsn = live(TREE.format(""), {"t": [row("t:1", name="root", __children__={"t": [branch]})]})
    found = query(dsn, "SELECT t.name, u.name FROM t LEFT JOIN t u ON u.id = t.up ORDER BY 1")
    assert found == [("branch", "root"), ("leaf", "branch"), ("root", None)]


def test_a_table_refers_to_itself_by_keys_in_any_order(live: Live) -> None:
    rows = [
        row("t:2", name="branch", up="t:1"),
        row("t:3", name="leaf", up="t:2"),
        row("t:1", name="root", up=None),
        row("t:4", name="own", up="t:4"),
    ]
    dsn = live(TREE.format(""), {"t": rows})
    found = query(dsn, "SELECT t.name, u.name FROM t LEFT JOIN t u ON u.id = t.up ORDER BY 1")
    assert found == [("branch", "root"), ("leaf", "branch"), ("own", "own"), ("root", None)]


def test_rows_of_a_required_self_reference_load_where_it_is_allowed(live: Live) -> None:
    rows = [row("t:1", name="a", up="t:2"), row("t:2", name="b", up="t:1")]
    dsn = live(TREE.format("NOT NULL"), {"t": rows}, '[datasets.shop]\nallow_cycles = ["t"]\n')
    assert value(dsn, "SELECT count(*) FROM t JOIN t u ON u.id = t.up") == 2


CYCLE = """CREATE TABLE a (id bigserial PRIMARY KEY, b_id bigint {}, name text);
CREATE TABLE b (id bigserial PRIMARY KEY, a_id bigint NOT NULL REFERENCES a, name text);
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;"""
CYCLE_SEEDS = {
    "a": [row("a:1", name="x", b_id="b:1"), row("a:2", name="y", b_id="b:2")],
    "b": [row("b:1", name="x", a_id="a:2"), row("b:2", name="y", a_id="a:1")],
}


def test_a_nullable_cycle_of_two_tables_loads(live: Live) -> None:
    dsn = live(CYCLE.format(""), CYCLE_SEEDS)
    assert value(dsn, "SELECT count(*) FROM a JOIN b ON b.id = a.b_id") == 2


def test_a_required_cycle_loads_where_it_is_allowed(live: Live) -> None:
    settings = '[datasets.shop]\nallow_cycles = ["a"]\n'
    dsn = live(CYCLE.format("NOT NULL"), CYCLE_SEEDS, settings)
    assert value(dsn, "SELECT count(*) FROM a JOIN b ON b.id = a.b_id") == 2


def test_a_cycle_of_many_rows_travels_by_copy(live: Live) -> None:
    seeds = {
        "a": [row(f"a:{n}", name=f"n{n}", b_id=f"b:{(n * 7) % 600}") for n in range(600)],
        "b": [row(f"b:{n}", name=f"n{n}", a_id=f"a:{(n * 11) % 600}") for n in range(600)],
    }
    dsn = live(CYCLE.format("NOT NULL"), seeds, '[datasets.shop]\nallow_cycles = ["a"]\n')
    assert value(dsn, "SELECT count(*) FROM a JOIN b ON b.id = a.b_id") == 600


@pytest.mark.parametrize("member", ["region", "number"])
def test_a_key_in_any_column_of_a_composite_reference_fills_all(live: Live, member: str) -> None:
    dsn = live(
        """CREATE TABLE p (region text, number int, name text, PRIMARY KEY (region, number));
        CREATE TABLE c (id bigserial PRIMARY KEY, p_region text NOT NULL, p_number int NOT NULL,
          FOREIGN KEY (p_region, p_number) REFERENCES p (region, number));""",
        {
            "p": [row("p:1", region="EU", number=7, name="x")],
            "c": [row("c:1", **{f"p_{member}": "p:1"})],
        },
    )
    assert query(dsn, "SELECT p_region, p_number FROM c") == [("EU", 7)]


def test_a_child_of_a_composite_reference_is_filled_whole(live: Live) -> None:
    dsn = live(
        """CREATE TABLE p (region text, number int, PRIMARY KEY (region, number));
        CREATE TABLE c (r text, n int, line int, FOREIGN KEY (n, r) REFERENCES p (number, region),
          PRIMARY KEY (r, n, line));""",
        {"p": [row("p:1", region="EU", number=7, __children__={"c": [row("c:1", line=1)]})]},
    )
    assert query(dsn, "SELECT r, n, line FROM c") == [("EU", 7, 1)]


def test_a_reference_to_a_unique_column_takes_that_column(live: Live) -> None:
    dsn = live(
        """CREATE TABLE p (id bigserial PRIMARY KEY, code varchar(8) NOT NULL UNIQUE);
        CREATE TABLE c (id bigserial PRIMARY KEY, p_code varchar(8) REFERENCES p (code));""",
        {
            "p": [row("p:1", code="ABC", __children__={"c": [row("c:1")]})],
            "c": [row("c:2", p_code="p:1"), row("c:3", p_code="ABC"), row("c:4", p_code=None)],
        },
    )
    assert query(dsn, "SELECT p_code, count(*) FROM c GROUP BY 1 ORDER BY 1") == [
        ("ABC", 3),
        (None, 1),
    ]


def test_a_one_to_one_row_shares_its_parents_key(live: Live) -> None:
    dsn = live(
        """CREATE TABLE users (id uuid PRIMARY KEY, name text);
        CREATE TABLE profiles (user_id uuid PRIMARY KEY REFERENCES users, bio text);""",
        {
            "users": [
                row("u:1", name="a", __children__={"profiles": [row("p:1", bio="x")]}),
                row("u:2", name="b"),
            ],
            "profiles": [row("p:2", user_id="u:2", bio="y")],
        },
    )
    assert query(
        dsn, "SELECT name, bio FROM users JOIN profiles ON user_id = users.id ORDER BY 1"
    ) == [("a", "x"), ("b", "y")]


def test_id_means_a_primary_key_of_another_name(live: Live) -> None:
    dsn = live(
        """CREATE TABLE parents (parent_no serial PRIMARY KEY, name text);
        CREATE TABLE kids (kid_no int PRIMARY KEY, parent int REFERENCES parents);""",
        {
            "parents": [row("p:1", id=41, name="x"), row("p:2", name="y")],
            "kids": [row("k:1", id=5, parent="p:1"), row("k:2", kid_no=6, parent="p:2")],
        },
    )
    assert value(dsn, "SELECT parent_no FROM parents WHERE name = 'x'") == 41
    assert value(dsn, "SELECT nextval('parents_parent_no_seq')") == 42
    assert query(dsn, "SELECT kid_no FROM kids ORDER BY 1") == [(5,), (6,)]


def test_an_identity_that_is_generated_always_is_overridden(live: Live) -> None:
    dsn = live(
        """CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
        CREATE TABLE u (id int GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY, t bigint
          REFERENCES t);""",
        {"t": [row("t:1", name="a"), row("t:2", id=12, name="b")], "u": [row("u:1", t="t:2")]},
    )
    assert value(dsn, "SELECT id FROM t WHERE name = 'b'") == 12
    assert value(dsn, "INSERT INTO t (name) VALUES ('c') RETURNING id") == 13
    assert value(dsn, "INSERT INTO u DEFAULT VALUES RETURNING id") == 100


def test_generated_columns_are_left_to_the_database(live: Live) -> None:
    dsn = live(
        """CREATE TABLE t (id bigserial PRIMARY KEY, price numeric(8,2) NOT NULL, n int NOT NULL,
          total numeric GENERATED ALWAYS AS (price * n) STORED);""",
        {"t": [row("t:1", price="2.50", n=3)]},
    )
    assert str(value(dsn, "SELECT total FROM t")) == "7.50"


def test_a_default_is_left_to_the_database_and_null_is_not(live: Live) -> None:
    dsn = live(
        """CREATE TABLE t (id bigserial PRIMARY KEY, name text, kind text DEFAULT 'plain',
          rank int NOT NULL DEFAULT 7);""",
        {
            "t": [
                row("t:1", name="a"),
                row("t:2", name="b", kind=None),
                row("t:3", name="c", kind="x", rank=1),
            ]
        },
    )
    assert query(dsn, "SELECT kind, rank FROM t ORDER BY name") == [
        ("plain", 7),
        (None, 7),
        ("x", 1),
    ]


ODD = [
    "two words",
    'a "quoted" name',
    "Capitals",
    "имя",
    "select",
    "x" * 63,
    "ж" * 31,
    "it's",
    "back\\slash",
    "per%cent",
    "br{ace}",
    "dollar$1",
    ":colon",
    "tab\tbed",
    "$seedc$",
    "-- dash",
    "a/*b",
]


def test_identifiers_may_hold_anything(live: Live) -> None:
    schema = "CREATE SCHEMA types;"
    seeds = {}
    for number, name in enumerate(ODD):
        quoted = '"' + name.replace('"', '""') + '"'
        schema += f"""
        CREATE SCHEMA {quoted};
        CREATE TYPE types.{quoted} AS ENUM ('a', 'b');
        CREATE TABLE {quoted}.{quoted} ({quoted} bigserial PRIMARY KEY,
          up bigint REFERENCES {quoted}.{quoted} ({quoted}), kind types.{quoted} NOT NULL);"""
        seeds[name] = [row(f"{number}.1", kind="a"), row(f"{number}.2", kind="b")]
        seeds[name][1]["up"] = f"{number}.1"
    dsn = live(schema, seeds)
    for name in ODD:
        quoted = '"' + name.replace('"', '""') + '"'
        found = query(dsn, f"SELECT kind::text FROM {quoted}.{quoted} ORDER BY 1")
        assert found == [("a",), ("b",)]


KEYS = [
    "it's",
    'say "so"',
    "-- comment",
    "*/ /*",
    "back\\slash",
    "\\.",
    "\\N",
    "$seedc$",
    ":app_env",
    "ключ 🗝",
    "\u202e turned",
    " blank ",
    ")  -- other",
    "x" * 190,
]


@pytest.mark.parametrize("many", [False, True])
def test_keys_may_hold_anything(live: Live, many: bool) -> None:
    count = 600 if many else 0
    rows = [row(key, name=f"n{n}") for n, key in enumerate(KEYS)]
    rows += [row(f"more:{n}", name=f"m{n}") for n in range(count)]
    dsn = live(
        """CREATE TABLE t (id bigserial PRIMARY KEY, name text);
        CREATE TABLE u (code text PRIMARY KEY, t bigint REFERENCES t);""",
        {"t": rows, "u": [row(f"u{key}", t=key) for key in KEYS]},
    )
    assert value(dsn, "SELECT count(*) FROM t") == len(KEYS) + count
    assert {code for (code,) in query(dsn, "SELECT code FROM u")} == {f"u{key}" for key in KEYS}


TEXTS = [
    "",
    " ",
    "plain",
    "back\\slash \\n \\\\",
    "it's ''",
    '"double"',
    "$$ $seedc$ $1",
    ":name :'name' :\"name\"",
    "\\gexec",
    "\\.",
    "\\N",
    "NULL",
    "a\nb\r\nc\td",
    "\x01\x7f\x1f",
    "emoji 👩‍👩‍👧‍👦 🇵🇹",
    "e\u0301 é",
    "\ufeffbom",
    "\u202e\u2066",
    "; DROP TABLE t; --",
    "/* */",
    "%s %(x)s {}",
    "\U0010ffff",
    "-1",
    "true",
    "12345678901234567890",
]


REFUSED_KEYS = ["", "two\nlines", "carriage\rreturn", "tab\t", "\u2028line", "\x00", "x" * 3000]


@pytest.mark.parametrize("key", REFUSED_KEYS)
def test_a_key_that_is_no_line_of_text_is_refused(tmp_path: Path, key: str) -> None:
    make_project(tmp_path, "CREATE TABLE t (id int PRIMARY KEY);", {"t": [row(key)]})
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert "main.seed.json:4:18: error[SD1" in done.err


@pytest.mark.parametrize("many", [False, True])
def test_texts_arrive_as_they_are(live: Live, many: bool) -> None:
    texts = [*TEXTS, "long " * 40_000, *(f"more {n}" for n in range(600 if many else 0))]
    dsn = live(
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b varchar NOT NULL);",
        {"t": [row(f"t:{n}", id=n, a=text, b=text) for n, text in enumerate(texts)]},
    )
    found = query(dsn, "SELECT id, a, b FROM t ORDER BY id")
    assert found == [(n, text, text) for n, text in enumerate(texts)]


VALUES: list[tuple[str, str, str]] = [
    ("numeric", '"NaN"', "NaN"),
    ("numeric", '"Infinity"', "Infinity"),
    ("numeric", '"-Infinity"', "-Infinity"),
    ("numeric", "1e400", "1" + "0" * 400),
    ("numeric", "1.10", "1.10"),
    ("numeric", "0.1234567890123456789012345", "0.1234567890123456789012345"),
    ("numeric", "-0", "0"),
    (
        "numeric(40,2)",
        "12345678901234567890123456789012345678.12",
        "12345678901234567890123456789012345678.12",
    ),
    ("numeric(5,-2)", "12300", "12300"),
    ("bigint", "-9223372036854775808", "-9223372036854775808"),
    ("double precision", '"NaN"', "NaN"),
    ("double precision", '"-Infinity"', "-Infinity"),
    ("double precision", "1e308", "1e+308"),
    ("double precision", "0.1", "0.1"),
    ("real", "3.4e38", "3.4e+38"),
    ("json", '{"b":1.10, "a":[1e2,  true]}', '{"b":1.10,"a":[1e2,true]}'),
    ("json", '"text"', '"text"'),
    ("jsonb", '{"n": 12345678901234567890.123456789}', '{"n": 12345678901234567890.123456789}'),
    ("jsonb", '"text"', '"text"'),
    ("jsonb", "[]", "[]"),
    ("jsonb", "{}", "{}"),
    ("jsonb", "false", "false"),
    ("jsonb", '{"a\\\\b": "\'\\n\\t", "$": ":x"}', '{"$": ":x", "a\\\\b": "\'\\n\\t"}'),
    ("int[]", "[1, null, 3]", "{1,NULL,3}"),
    ("int[]", "[]", "{}"),
    ("int[][]", "[[1,2],[3,4]]", "{{1,2},{3,4}}"),
    (
        "text[]",
        r'["a,b", "{}", "\"q\"", "\\", "NULL", null, "", " "]',
        r'{"a,b","{}","\"q\"","\\","NULL",NULL,""," "}',
    ),
    ("numeric[]", '[1.10, "NaN"]', "{1.10,NaN}"),
    ("jsonb[]", '[{"a": 1}, [1, 2], "x"]', r'{"{\"a\": 1}","[1, 2]","\"x\""}'),
    (
        "uuid[]",
        '["A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"]',
        "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
    ),
    ("int4range", '"[1,5)"', "[1,5)"),
    ("int4range", '"[1,5]"', "[1,6)"),
    ("int4range", '"empty"', "empty"),
    ("numrange", '"(1.5,]"', "(1.5,)"),
    ("daterange", '"[2026-01-01,2026-02-01)"', "[2026-01-01,2026-02-01)"),
    ("tstzrange", '"[2026-01-01T00:00:00Z,)"', '["2026-01-01 00:00:00+00",)'),
    ("int4multirange", '"{[1,3),[5,7)}"', "{[1,3),[5,7)}"),
    ("bytea", r'"\\xDEADbeef"', r"\xdeadbeef"),
    ("bytea", r'"\\x"', r"\x"),
    ("bit(3)", '"101"', "101"),
    ("varbit", '"10101"', "10101"),
    ("varbit", '""', ""),
    ("inet", '"192.168.0.1/24"', "192.168.0.1/24"),
    ("inet", '"::1"', "::1/128"),
    ("cidr", '"10.0.0.0/8"', "10.0.0.0/8"),
    ("macaddr", '"08:00:2b:01:02:03"', "08:00:2b:01:02:03"),
    ("interval", '"P1Y2M3DT4H5M6.5S"', "1 year 2 mons 3 days 04:05:06.5"),
    ("interval", '"1 day 02:00:00"', "1 day 02:00:00"),
    ("timestamptz", '"2026-03-01T12:00:00+05:30"', "2026-03-01 06:30:00+00"),
    ("timestamptz", '"infinity"', "infinity"),
    ("timestamp", '"-infinity"', "-infinity"),
    ("timestamp", '"2026-03-01 12:00:00.123456"', "2026-03-01 12:00:00.123456"),
    ("timestamp(0)", '"2026-03-01T12:00:00"', "2026-03-01 12:00:00"),
    ("date", '"2024-02-29"', "2024-02-29"),
    ("date", '"infinity"', "infinity"),
    ("time", '"23:59:59.999999"', "23:59:59.999999"),
    ("timetz", '"12:00:00+02"', "12:00:00+02"),
    ("boolean", "false", "false"),
    ("uuid", '"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"', "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ("char(5)", '"ab"', "ab"),
    ("tsvector", "\"'fat':2 'rat':3\"", "'fat':2 'rat':3"),
    ("point", '"(1,2)"', "(1,2)"),
    ("money", '"12.50"', "$12.50"),
    ("pg_lsn", '"16/B374D848"', "16/B374D848"),
    ("mood", '"it\'s"', "it's"),
    ("mood[]", '["sad", "it\'s"]', "{sad,it's}"),
    ("percent", "12.5", "12.50"),
    ("percent[]", "[1, 2.5]", "{1.00,2.50}"),
    ("pair", '"(1,\\"a,b\\")"', '(1,"a,b")'),
    ("pair[]", '["(1,a)"]', '{"(1,a)"}'),
]
TYPES = """CREATE TYPE mood AS ENUM ('sad', 'it''s');
CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE TYPE pair AS (n int, name text);
"""


@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_values_of_every_type_arrive_exactly(live: Live, many: bool) -> None:
    columns = ", ".join(f"c{n} {type_}" for n, (type_, _, _) in enumerate(VALUES))
    cells = ", ".join(f'"c{n}": {written}' for n, (_, written, _) in enumerate(VALUES))
    more = "".join(f', {{"__key__": "t:{n}", "id": {n}}}' for n in range(2, 600 if many else 2))
    dsn = live(
        f"{TYPES} CREATE TABLE t (id int PRIMARY KEY, {columns});",
        f'{{"t": [{{"__key__": "t:1", "id": 1, {cells}}}{more}]}}',
    )
    shown = ", ".join(f"c{n}::text" for n in range(len(VALUES)))
    utc = make_conninfo(dsn, options="-c timezone=UTC -c lc_monetary=C")
    (found,) = query(utc, f"SELECT {shown} FROM t WHERE id = 1")
    for (type_, written, expected), got in zip(VALUES, found, strict=True):
        assert got == expected, f"{type_} {written}"


@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_a_sessions_settings_change_no_value(
    tmp_path: Path, server: str, database: str, many: bool
) -> None:
    columns = ", ".join(f"c{n} {type_}" for n, (type_, _, _) in enumerate(VALUES))
    cells = ", ".join(f'"c{n}": {written}' for n, (_, written, _) in enumerate(VALUES))
    more = "".join(f', {{"__key__": "t:{n}", "id": {n}}}' for n in range(2, 600 if many else 2))
    schema = f"{TYPES} CREATE TABLE t (id int PRIMARY KEY, {columns});"
    make_project(tmp_path, schema, f'{{"t": [{{"__key__": "t:1", "id": 1, {cells}}}{more}]}}')
    script = built(tmp_path) / "seed.sql"
    create_schemas(tmp_path, database)
    ran(psql(database, script))
    with new_database(server) as dsn:
        create_schemas(tmp_path, dsn)
        odd = make_conninfo(dsn, options=ODD_SESSION)
        ran(psql(odd, script))
        assert dump(dsn) == dump(database)
        nothing_written(odd, tmp_path)
        ran(seedc(tmp_path, "verify", "--dsn", odd))


def test_rows_find_their_partitions(live: Live) -> None:
    dsn = live(
        """CREATE TABLE p (region text NOT NULL, day date NOT NULL, name text NOT NULL,
          PRIMARY KEY (region, day)) PARTITION BY LIST (region);
        CREATE TABLE p_eu PARTITION OF p FOR VALUES IN ('EU') PARTITION BY RANGE (day);
        CREATE TABLE p_eu_26 PARTITION OF p_eu FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TABLE p_rest (name text NOT NULL, day date NOT NULL, region text NOT NULL);
        ALTER TABLE p ATTACH PARTITION p_rest DEFAULT;
        CREATE TABLE c (id serial PRIMARY KEY, region text, day date,
          FOREIGN KEY (region, day) REFERENCES p);""",
        {
            "p": [
                row("p:1", region="EU", day="2026-05-01", name="x"),
                row("p:2", region="US", day="2026-05-01", name="y"),
            ],
            "c": [row("c:1", region="p:1"), row("c:2", day="p:2")],
        },
    )
    assert value(dsn, "SELECT count(*) FROM p_eu_26") == 1
    assert value(dsn, "SELECT count(*) FROM p_rest") == 1
    assert value(dsn, "SELECT count(*) FROM c JOIN p USING (region, day)") == 2


MATCHES: dict[str, tuple[str, dict[str, Any]]] = {
    "a partial index": (
        """CREATE TABLE t (id bigserial PRIMARY KEY, slug text NOT NULL, n int,
          gone boolean NOT NULL);
        CREATE UNIQUE INDEX t_key ON t (slug) WHERE NOT gone;""",
        {"gone": False},
    ),
    "an expression": (
        """CREATE TABLE t (id bigserial PRIMARY KEY, slug text NOT NULL, n int);
        CREATE UNIQUE INDEX t_key ON t (lower(slug));""",
        {},
    ),
    "a partial expression": (
        """CREATE TABLE t (id bigserial PRIMARY KEY, slug text NOT NULL, kind text, n int);
        CREATE UNIQUE INDEX t_key ON t (lower(slug), kind) WHERE kind = 'it''s';""",
        {"kind": "it's"},
    ),
    "nulls that are not distinct": (
        """CREATE TABLE t (id bigserial PRIMARY KEY, slug text, kind text, n int);
        CREATE UNIQUE INDEX t_key ON t (slug, kind) NULLS NOT DISTINCT;""",
        {"kind": None},
    ),
    "a deferrable key": (
        """CREATE TABLE t (id bigserial PRIMARY KEY, slug text NOT NULL, n int,
        CONSTRAINT t_key UNIQUE (slug) DEFERRABLE INITIALLY DEFERRED);""",
        {},
    ),
}


@pytest.mark.parametrize("kind", MATCHES)
@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_rows_are_matched_on(live: Live, kind: str, many: bool) -> None:
    schema, members = MATCHES[kind]
    count = 600 if many else 3
    rows = [row(f"t:{n}", slug=f"Slug{n}", n=n, **members) for n in range(count)]
    dsn = live(schema, {"t": rows}, '[datasets.shop.tables.t]\nmatch = "t_key"\n')
    assert value(dsn, "SELECT count(*) FROM t") == count


@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_a_deferrable_primary_key_is_no_hindrance(live: Live, many: bool) -> None:
    dsn = live(
        """CREATE TABLE t (id bigint, name text, PRIMARY KEY (id) DEFERRABLE);
        CREATE TABLE u (code text NOT NULL, n int, UNIQUE (code) DEFERRABLE);""",
        {
            "t": [row(f"t:{n}", name="x") for n in range(600 if many else 2)],
            "u": [row("u:1", code="a", n=1)],
        },
    )
    assert value(dsn, "SELECT count(*) FROM t") == (600 if many else 2)


@pytest.mark.parametrize("many", [False, True], ids=["values", "copy"])
def test_a_table_without_any_key_is_loaded_once(live: Live, many: bool) -> None:
    rows = [row(f"t:{n}", name=f"n{n}", data=None, kind="k") for n in range(600 if many else 3)]
    dsn = live(
        "CREATE TABLE t (name text, data jsonb, kind text DEFAULT 'd', at timestamptz);",
        {"t": [*rows, row("t:x", name="x", data={"a": 1}), row("t:y", name="y")]},
    )
    assert value(dsn, "SELECT count(*) FROM t") == len(rows) + 2


def test_a_column_that_cannot_be_compared_is_left_alone_once_it_is_there(live: Live) -> None:
    dsn = live(
        "CREATE TABLE t (id int PRIMARY KEY, data json, area point);",
        {"t": [row("t:1", id=1, data={"b": 1, "a": 2}, area="(1,2)")]},
    )
    assert query(dsn, "SELECT data::text FROM t") == [('{"b":1,"a":2}',)]


def test_a_row_of_defaults_alone_loads(live: Live) -> None:
    dsn = live("CREATE TABLE t (id bigserial PRIMARY KEY);", {"t": [row("t:1"), row("t:2")]})
    assert value(dsn, "SELECT count(*) FROM t") == 2


def test_two_datasets_share_a_table(tmp_path: Path, database: str) -> None:
    schema = """CREATE TABLE IF NOT EXISTS t (id bigserial PRIMARY KEY, name text);
    CREATE TABLE IF NOT EXISTS u (id uuid PRIMARY KEY, t bigint REFERENCES t);"""
    for dataset in ("first", "second"):
        seeds = {"t": [row("t:1", name=dataset)], "u": [row("u:1", t="t:1")]}
        settings = '[datasets.first]\npolicy = "sync"\n[datasets.second]\npolicy = "sync"\n'
        make_project(tmp_path, schema, seeds, dataset=dataset, settings=settings)
    whole_life(tmp_path, database)
    assert query(database, "SELECT name FROM t ORDER BY 1") == [("first",), ("second",)]


def test_two_files_of_one_dataset_share_a_table(tmp_path: Path, database: str) -> None:
    schema = "CREATE TABLE t (id bigserial PRIMARY KEY, name text);"
    make_project(tmp_path, schema, {"t": [row("t:1", name="main")]})
    write_seed(tmp_path, {"t": [row("t:1", name="more")]}, stem="more")
    whole_life(tmp_path, database)
    assert query(database, "SELECT name FROM t ORDER BY 1") == [("main",), ("more",)]
