"""--create-schema loads all of a schema or nothing, and leaves the session as it was."""

import io
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from seedc.catalog import QualifiedName
from seedc.diagnostics import Rejected
from seedc.server.connection import connect
from seedc.server.progress import PlainProgress
from seedc.server.runner import Run, apply_script
from seedc.server.schema import SchemaReport, create_schema
from seedc.server.session import scratch

pytestmark = pytest.mark.server

DUMP = r"""
\restrict abc
SET statement_timeout = 0;
SET transaction_timeout_of_the_future = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE DATABASE other;
\connect other
BEGIN;
CREATE SCHEMA shop;
ALTER SCHEMA shop OWNER TO somebody_else;
CREATE EXTENSION IF NOT EXISTS no_such_extension;
CREATE TABLE shop.vendors (id bigint PRIMARY KEY, name text);
ALTER TABLE shop.vendors OWNER TO somebody_else;
GRANT SELECT ON shop.vendors TO somebody_else;
CREATE UNIQUE INDEX CONCURRENTLY vendors_name ON shop.vendors (name);
COPY shop.vendors (id, name) FROM stdin;
1	from the dump
\.
COMMIT;
CREATE TABLE shop.orders (id bigint PRIMARY KEY);
"""
TABLES = [QualifiedName("shop", "vendors"), QualifiedName("shop", "orders")]


def _create(dsn: str, text: str) -> SchemaReport:
    with connect(dsn) as connection:
        return create_schema(connection, text, TABLES, "seeds/shop/schema.sql")


def test_a_dump_is_loaded_without_what_an_ordinary_session_cannot_run(database: str) -> None:
    report = _create(database, DUMP)
    assert report.created
    left_out = [notice.split(": left out: ") for notice in report.notices]
    assert [text.split(" (")[0] for _, text in left_out] == [
        r"\restrict abc",
        "SET transaction_timeout_of_the_future = 0",
        "CREATE DATABASE other",
        r"\connect other",
        "ALTER SCHEMA shop OWNER TO somebody_else",
        "CREATE EXTENSION IF NOT EXISTS no_such_extension",
        "ALTER TABLE shop.vendors OWNER TO somebody_else",
        "GRANT SELECT ON shop.vendors TO somebody_else",
    ]
    assert left_out[2][0] == "seeds/shop/schema.sql:6"
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT * FROM shop.vendors").fetchall() == [(1, "from the dump")]
        assert connection.execute(
            "SELECT indisunique FROM pg_index WHERE indexrelid = 'shop.vendors_name'::regclass"
        ).fetchone() == (True,)


def test_the_session_has_its_own_settings_again(database: str) -> None:
    with connect(database) as connection:
        before = connection.execute("SHOW search_path").fetchone()
        create_schema(connection, DUMP, TABLES, "schema.sql")
        assert connection.execute("SHOW search_path").fetchone() == before


def test_a_schema_that_is_there_is_left_alone(database: str) -> None:
    _create(database, DUMP)
    assert _create(database, "this is never read") == SchemaReport(created=False)


def test_a_schema_that_is_partly_there_is_refused_with_the_list(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE SCHEMA shop; CREATE TABLE shop.orders ()")
    with pytest.raises(Rejected) as caught:
        _create(database, DUMP)
    (found,) = caught.value.diagnostics
    assert found.code == "SD609"
    assert [n.text for n in found.notes] == ["there: shop.orders", "missing: shop.vendors"]


def test_a_statement_that_fails_undoes_all_and_is_shown(database: str) -> None:
    text = DUMP + "CREATE TABLE shop.more (x no_such_type);\n"
    with pytest.raises(Rejected) as caught:
        _create(database, text)
    (found,) = caught.value.diagnostics
    assert found.code == "SD610"
    assert found.message == 'type "no_such_type" does not exist (SQLSTATE 42704)'
    assert found.origin.offset is not None
    assert text[found.origin.offset :].startswith("no_such_type")
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regnamespace('shop')").fetchone() == (None,)


def test_a_dry_run_may_make_the_schema_first_and_leaves_neither(
    database: str, script: str, schema: str
) -> None:
    how = Run(file="s", environment={}, progress=PlainProgress(io.StringIO()), dry_run=True)
    with connect(database) as connection:
        with scratch(connection, "BEGIN"):
            create_schema(connection, schema, TABLES, "schema.sql")
            report = apply_script(connection, script, how)
        assert report.changed == 8
        assert connection.execute("SELECT to_regnamespace('shop')").fetchone() == (None,)


def test_a_failing_dry_run_inside_a_transaction_still_names_the_row(
    database: str, script: str, schema: str, dump: Callable[[str], dict[str, Any]]
) -> None:
    how = Run(file="s", environment={}, progress=PlainProgress(io.StringIO()), dry_run=True)
    text = script.replace("(110, 2, 0.10)", "(-110, 2, 0.10)")
    with connect(database) as connection:
        with scratch(connection, "BEGIN"):
            create_schema(connection, schema, TABLES, "schema.sql")
            with pytest.raises(Rejected) as caught:
                apply_script(connection, text, how)
            # The search undid all of its own steps, and none of the caller's.
            assert connection.execute("SELECT count(*) FROM shop.vendors").fetchone() == (0,)
        assert '"order:2"' in caught.value.diagnostics[0].message
    assert dump(database) == {}
