"""After SET standard_conforming_strings = off, no string is read otherwise than the server does."""

import pytest

from seedc.catalog import QualifiedName
from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_schema

OFF = "SET standard_conforming_strings = off;\n"
T = QualifiedName("public", "t")


def read(script: str) -> tuple[list[str], set[QualifiedName]]:
    """The codes with the text that begins at their places, and the tables that were read."""
    sink = Sink()
    catalog = read_schema("schema.sql", script, sink)
    found = [f"{d.code} {script[d.origin.offset or 0 :][:5]}" for d in sink.diagnostics]
    return found, set(catalog.tables)


@pytest.mark.parametrize(
    "setting",
    [
        OFF,
        "set session standard_conforming_strings to 'off';",
        "SET LOCAL standard_conforming_strings=false;",
        "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);",
    ],
)
def test_a_string_with_a_backslash_is_refused_at_its_place(setting: str) -> None:
    table = r"CREATE TABLE t (p text CHECK (p <> 'x' AND p <> 'a\\b'));"
    assert read(setting + table) == ([r"SD402 'a\\b"], {T})
    assert read(table) == ([], {T})


@pytest.mark.parametrize(
    "script",
    [
        OFF + r"CREATE TABLE t (p text CHECK (p <> E'a\\b' AND p <> $$\$$ AND p <> 'it''s'));",
        OFF + r"INSERT INTO u VALUES ('C:\\x', 'a\nb'); CREATE TABLE t (p text);",
        OFF + r"COMMENT ON DATABASE d IS 'x'; CREATE TABLE t (p text /* '\' */);",
        OFF + r"SET standard_conforming_strings = on; CREATE TABLE t (p text DEFAULT '\');",
        OFF + r"RESET ALL; CREATE TABLE t (p text DEFAULT '\');",
        OFF + r"CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$SELECT '\d'$$;"
        "CREATE TABLE t (p text);",
    ],
)
def test_what_means_the_same_is_read(script: str) -> None:
    assert read(script) == ([], {T})


@pytest.mark.parametrize(
    "statement",
    [
        r"INSERT INTO u VALUES ('it\'s;');",
        r"SELECT 'x\'; DROP TABLE t; --';",
        r"CREATE TABLE é (p text DEFAULT 'it\'s');",
    ],
)
def test_a_quote_that_is_escaped_hides_the_rest_of_the_script(statement: str) -> None:
    script = OFF + "CREATE TABLE t (p text);" + statement + "CREATE TABLE u (p text);"
    (only,), tables = read(script)
    assert only.startswith("SD402 '")
    assert tables == {T}
