"""DO blocks, functions and calls: what is understood is in tests/catalog; this is what is not."""

import pytest

from seedc.catalog import QualifiedName
from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_schema

TABLE = "CREATE TABLE t (a int);\n"


def codes(script: str) -> set[str]:
    sink = Sink()
    read_schema("schema.sql", TABLE + script, sink)
    return {d.code for d in sink.diagnostics}


@pytest.mark.parametrize(
    "body",
    [
        "BEGIN EXECUTE 'ALTER TABLE t ADD b int'; END",
        "BEGIN FOR i IN 1..3 LOOP ALTER TABLE t ADD b int; END LOOP; END",
        "BEGIN IF EXISTS (SELECT FROM t) THEN ALTER TABLE t ADD b int; END IF; END",
        "BEGIN IF NOT EXISTS (SELECT FROM t) THEN ALTER TABLE t ADD b int; END IF; END",
        (
            "BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'x') THEN"
            " ALTER TABLE t ADD b int; END IF; END"
        ),
        (
            "BEGIN IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'u') THEN"
            " CREATE TABLE u (a int); ELSE DROP TABLE u; END IF; END"
        ),
        (
            "BEGIN IF EXISTS (SELECT FROM pg_class WHERE relname = 't') THEN RETURN; END IF;"
            " ALTER TABLE t ADD b int; END"
        ),
        "BEGIN ALTER TABLE t ADD b int; EXCEPTION WHEN undefined_table THEN NULL; END",
        "BEGIN ALTER TABLE t ADD b int; EXCEPTION WHEN duplicate_column THEN DROP TABLE t; END",
        (
            "BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ SELECT 1 $f$;"
            " EXCEPTION WHEN insufficient_privilege THEN ALTER TABLE t ADD b int; END"
        ),
        "BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN EXECUTE 'x'; END",
        "DECLARE v text; BEGIN CASE v WHEN 'a' THEN ALTER TABLE t ADD b int; END CASE; END",
    ],
)
def test_a_block_that_only_a_server_can_run_is_refused(body: str) -> None:
    assert codes(f"DO $$ {body} $$;") == {"SD403"}


@pytest.mark.parametrize(
    "body",
    [
        (
            "BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'x') THEN CREATE ROLE x;"
            " END IF; END"
        ),
        "BEGIN RAISE NOTICE 'drop table t'; END",
        "DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP INSERT INTO t VALUES (1); END LOOP; END",
        "BEGIN PERFORM pg_sleep(0); END",
        (
            "BEGIN CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;"
            " EXCEPTION WHEN OTHERS THEN"
            " IF EXISTS (SELECT FROM pg_extension WHERE extname = 'plpgsql') THEN"
            " RAISE NOTICE 'there'; ELSE RAISE; END IF; END"
        ),
        (
            "BEGIN CREATE EXTENSION plpgsql;"
            " EXCEPTION WHEN insufficient_privilege THEN RAISE WARNING 'ask %', 'root'; END"
        ),
        (
            "BEGIN CREATE OR REPLACE FUNCTION f(text) RETURNS text LANGUAGE sql AS"
            " $f$ SELECT lower($1) $f$;"
            " EXCEPTION WHEN insufficient_privilege THEN"
            " CREATE OR REPLACE FUNCTION f(text) RETURNS text LANGUAGE sql AS"
            " $f$ SELECT $1 $f$; END"
        ),
        "BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $f$ SELECT 1 $f$; END",
    ],
)
def test_a_block_without_tables_is_skipped(body: str) -> None:
    assert codes(f"DO $$ {body} $$;") == set()


def test_a_call_of_a_function_that_makes_tables_is_refused() -> None:
    maker = (
        "CREATE FUNCTION make(n int) RETURNS void LANGUAGE plpgsql AS"
        " $$ BEGIN EXECUTE format('CREATE TABLE p%s ()', n); END $$;\n"
        "CREATE FUNCTION make_all() RETURNS void LANGUAGE sql AS $$ SELECT make(1) $$;\n"
    )
    assert codes(maker) == set()
    assert codes(f"{maker}SELECT make(1);") == {"SD402"}
    assert codes(f"{maker}SELECT count(*) FROM generate_series(1, 3) i, make_all();") == {"SD402"}
    assert codes(f"{maker}DO $$ BEGIN PERFORM make_all(); END $$;") == {"SD403"}


def test_a_rule_that_answers_select_makes_a_view_of_its_table() -> None:
    sink = Sink()
    script = TABLE + 'CREATE TABLE v (a int);\nCREATE RULE "_RETURN" AS ON SELECT TO v DO INSTEAD '
    catalog = read_schema(
        "schema.sql", f"{script}SELECT a FROM t;\nCOMMENT ON VIEW v IS 'v';", sink
    )
    assert sink.diagnostics == []
    assert list(catalog.tables) == [QualifiedName("public", "t")]


@pytest.mark.parametrize(
    "call",
    [
        "create_hypertable('t', 'a')",
        "public.create_hypertable('public.\"t\"', by_range('a'), if_not_exists => true)",
        "create_hypertable(relation => 't'::regclass, time_column_name => 'a')",
    ],
)
def test_the_time_of_a_hypertable_is_not_null(call: str) -> None:
    sink = Sink()
    catalog = read_schema("schema.sql", f"{TABLE}SELECT {call};", sink)
    assert sink.diagnostics == []
    assert catalog.tables[QualifiedName("public", "t")].columns[0].not_null


def test_a_second_database_is_refused_and_a_first_one_is_not() -> None:
    two = "\\connect shop\nCREATE TABLE a (x int);\n\\c other\n"
    assert codes("") == set()
    sink = Sink()
    read_schema("schema.sql", two, sink)
    assert sink.diagnostics == []
    read_schema("schema.sql", f"{two}CREATE TABLE b (x int);\nCREATE TABLE c (x int);", sink)
    assert [(d.code, d.message) for d in sink.diagnostics] == [
        ("SD402", 'the script makes tables in a second database, "other"')
    ]


def test_only_the_databases_of_gexec_are_skipped() -> None:
    assert codes("SELECT 'CREATE DATABASE x' WHERE true\\gexec\n") == set()
    assert codes("SELECT 'CREATE TABLE x ()'\\gexec\n") == {"SD402"}
