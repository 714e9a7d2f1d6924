"""What introspection promises beyond agreeing with the DDL: any role, no traces, extensions."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo, sql

from seedc.catalog import QualifiedName, TypeRef
from seedc.catalog_text import describe
from seedc.diagnostics import Rejected
from seedc.frontend.ddl import grammar
from seedc.server.introspect import introspect, introspect_dsn

pytestmark = pytest.mark.server

SCHEMA = """
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE DOMAIN shop.code AS varchar(8) CHECK (VALUE <> '');
CREATE TABLE shop.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state shop.state NOT NULL DEFAULT 'new',
    code shop.code UNIQUE,
    at timestamptz DEFAULT '2020-01-01 00:00:00+00',
    span interval DEFAULT '1 day 02:00:00',
    blob bytea DEFAULT '\\x00ff',
    parent_id bigint REFERENCES shop.orders,
    CHECK (state <> 'paid' OR code IS NOT NULL)
);
CREATE TABLE public.orders (id int PRIMARY KEY, order_id bigint REFERENCES shop.orders);
"""


@pytest.fixture
def shop(database: str) -> str:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA)
    return database


@pytest.fixture
def stranger(shop: str, server: str) -> Iterator[str]:
    """A DSN of a role that may connect and owns nothing."""
    role = f"seedc_{uuid.uuid4().hex[:12]}"
    name = sql.Identifier(role)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'known'").format(name))
    try:
        yield conninfo.make_conninfo(shop, user=role, password="known")  # noqa: S106 - made above
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP ROLE {}").format(name))


def test_a_role_without_any_privilege_on_the_tables_reads_the_same_catalog(
    shop: str, stranger: str
) -> None:
    assert describe(introspect_dsn(stranger)) == describe(introspect_dsn(shop))


@pytest.mark.parametrize(
    "setting",
    [
        "search_path = shop, public",
        "search_path = ''",
        "datestyle = 'SQL, DMY'",
        "intervalstyle = sql_standard",
        "timezone = 'Asia/Kathmandu'",
        "bytea_output = escape",
        "quote_all_identifiers = on",
        "client_encoding = LATIN1",
        "standard_conforming_strings = off",
        "default_transaction_read_only = on",
        "default_transaction_isolation = serializable",
    ],
)
def test_the_settings_of_the_session_do_not_show(shop: str, setting: str) -> None:
    expected = describe(introspect_dsn(shop))
    with psycopg.connect(shop, autocommit=True) as connection:
        if "standard_conforming" not in setting or connection.info.server_version < 190000:
            connection.execute(f"SET {setting}")
        assert describe(introspect(connection)) == expected


def test_a_session_is_left_as_it_was(shop: str) -> None:
    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute("SET search_path = shop; SET client_encoding = LATIN1")
        introspect(connection)
        assert connection.execute("SHOW search_path").fetchone() == ("shop",)
        assert connection.info.encoding == "iso8859-1"
        connection.execute("CREATE TABLE still_writable (id int)")


def test_inside_a_transaction_of_the_caller_its_uncommitted_tables_are_seen(shop: str) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute("SET LOCAL search_path = shop")
        connection.execute("CREATE TABLE uncommitted (id int)")
        catalog = introspect(connection)
        assert QualifiedName("shop", "uncommitted") in catalog.tables
        assert connection.execute("SHOW search_path").fetchone() == ("shop",)
        connection.execute("INSERT INTO uncommitted VALUES (1)")
        connection.rollback()


def test_a_temporary_table_named_like_a_catalog_misleads_nobody(shop: str) -> None:
    with psycopg.connect(shop, autocommit=True) as connection:
        expected = describe(introspect(connection))
        connection.execute("CREATE TEMPORARY TABLE pg_class (LIKE pg_catalog.pg_class)")
        connection.execute("SET search_path = pg_temp, pg_catalog")
        assert describe(introspect(connection)) == expected


def test_rows_come_as_the_caller_likes_them_and_that_does_not_matter(shop: str) -> None:
    with psycopg.connect(shop, row_factory=psycopg.rows.dict_row) as connection:
        assert introspect(connection) == introspect_dsn(shop)


def _available(dsn: str, *names: str) -> str:
    """The first of these extensions that the server has."""
    with psycopg.connect(dsn) as connection:
        query = "SELECT name FROM pg_available_extensions WHERE name = ANY (%s)"
        found = {name for (name,) in connection.execute(query, [list(names)])}
    for name in names:
        if name in found:
            return name
    pytest.skip(f"the server has none of the extensions {', '.join(names)}")


def test_what_an_extension_made_is_left_out_but_its_types_are_named(database: str) -> None:
    name = _available(database, "citext", "vector")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA ext; CREATE EXTENSION {name} SCHEMA ext")
        modifier = "(3)" if name == "vector" else ""
        connection.execute(f"CREATE TABLE t (v ext.{name}{modifier}, w ext.{name}[])")
        catalog = introspect(connection)
    assert catalog.extensions == (name,)
    assert list(catalog.types) == []
    assert list(catalog.tables) == [QualifiedName("public", "t")]
    first, second = catalog.tables[QualifiedName("public", "t")].columns
    assert first.type == TypeRef(QualifiedName("ext", name), (3,) if modifier else ())
    assert second.type == TypeRef(QualifiedName("ext", name), array=True)


def test_an_index_that_failed_to_build_is_no_arbiter(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (v int); INSERT INTO t VALUES (1), (1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY t_v ON t (v)")
        assert introspect(connection).tables[QualifiedName("public", "t")].uniques == ()


def test_every_mapping_is_in_order_of_its_keys(shop: str) -> None:
    catalog = introspect_dsn(shop)
    assert list(catalog.tables) == sorted(catalog.tables)
    assert [str(name) for name in catalog.tables] == ["public.orders", "shop.orders"]
    assert list(catalog.types) == sorted(catalog.types)
    assert list(catalog.sequences) == sorted(catalog.sequences)


def test_a_cancelled_query_is_reported_with_the_servers_own_words(shop: str) -> None:
    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute("SET statement_timeout = 1; SET lock_timeout = 0")
        with psycopg.connect(shop) as other:
            other.execute("LOCK TABLE pg_catalog.pg_inherits IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(Rejected) as caught:
                introspect(connection)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SD621"
    assert "statement timeout" in diagnostic.notes[0].text


def test_a_server_that_is_not_there_is_reported_without_the_password() -> None:
    with pytest.raises(Rejected) as caught:
        introspect_dsn("postgresql://me:secret@localhost:1/nothing")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SD601"
    assert "secret" not in str(diagnostic)


def test_a_server_older_than_the_oldest_is_refused(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.server.introspect._OLDEST", 99)
    with pytest.raises(Rejected) as caught:
        introspect_dsn(shop)
    assert [d.code for d in caught.value.diagnostics] == ["SD620"]
    assert "99 is the oldest" in caught.value.diagnostics[0].message


def test_an_expression_that_the_grammar_refuses_is_shown(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str, *, domain: bool = False) -> None:
        raise grammar.NotSql("syntax error", 0)

    monkeypatch.setattr(grammar, "expression", refuse)
    with pytest.raises(Rejected) as caught:
        introspect_dsn(shop)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SD622"
    assert diagnostic.notes[0].text
