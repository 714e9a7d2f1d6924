"""Mistakes in a schema are all reported, each at its place, and none hides the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.catalog import QualifiedName
from seedc.codes import CODES
from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.ddl import read_schema

CASES = Path(__file__).parents[1] / "cases" / "errors"


def mistakes(script: str) -> list[Diagnostic]:
    sink = Sink()
    read_schema("schema.sql", script, sink)
    return sink.diagnostics


def place(script: str, diagnostic: Diagnostic) -> str:
    assert diagnostic.origin.offset is not None
    return script[diagnostic.origin.offset :]


@pytest.mark.parametrize("code", [code for code in CODES if "SD401" <= code <= "SD449"])
def test_every_code_has_a_case_that_shows_it(code: str) -> None:
    folders = sorted(CASES.glob(f"{code}-*"))
    assert folders
    for folder in folders:
        script = (folder / "seeds/shop/schema.sql").read_text()
        assert code in {d.code for d in mistakes(script)}


@pytest.mark.parametrize(
    ("script", "code", "at"),
    [
        ("CREATE TABLE é (é int,, b int)", "SD401", ", b int"),
        ("SELECT 1;\nCREATE TABLE t (id int", "SD401", ""),
        ("CREATE TABLE t (é text, b txet)", "SD407", "txet"),
        ("CREATE TABLE t (é text, b int REFERENCES nowhere)", "SD405", "nowhere"),
        ("CREATE TABLE t (é text, b varchar(0))", "SD407", "varchar"),
        ("CREATE TABLE t (a bit(0))", "SD407", "bit(0)"),
        ("CREATE TABLE t (a char(10485761)[])", "SD407", "char"),
        ("CREATE TABLE t (a numeric(99999))", "SD407", "numeric"),
        ("CREATE TABLE t (a numeric(9, -1001))", "SD407", "numeric"),
        ("CREATE DOMAIN d AS text(5)", "SD407", "text"),
        ("CREATE TABLE t (a int4(11))", "SD407", "int4"),
        ("CREATE TABLE t (a int, b int DEFAULT nextval('nowhere'))", "SD405", "b int"),
        ("CREATE TABLE t (a int, CHECK (b > 0))", "SD406", "CHECK"),
        ("CREATE TABLE t (a int, UNIQUE (a, a))", "SD412", "UNIQUE"),
        ("CREATE TABLE t (a int, a text)", "SD412", "a text"),
        ("CREATE TABLE t (a text DEFAULT 'x\0y')", "SD401", "\0"),
        ("CREATE TABLE t (a text CHECK (" + "a || " * 1200 + "'' > ''))", "SD402", "CREATE"),
        ("ROLLBACK", "SD402", "ROLLBACK"),
        ("\\if false\nCREATE TABLE t (id int);\n\\endif\n", "SD402", "\\if false"),
        ("CREATE TYPE r AS RANGE (SUBTYPE = 5)", "SD402", "CREATE"),
        ("CREATE TYPE r AS RANGE (SUBTYPE)", "SD402", "CREATE"),
        ("INSERT INTO t VALUES (1)\nCREATE TABLE u (id int);", "SD401", "CREATE"),
    ],
)
def test_the_place_is_exact(script: str, code: str, at: str) -> None:
    (only,) = mistakes(script)
    assert (only.code, place(script, only)[: len(at)]) == (code, at)


def test_all_mistakes_come_at_once_and_the_rest_is_read() -> None:
    script = (
        "CREATE TABLE a (x int;\nCREATE TABLE b (y nosuch);\nCREATE TABLE c (z int);\nDROP TYPE q;"
    )
    sink = Sink()
    catalog = read_schema("schema.sql", script, sink)
    assert [d.code for d in sink.diagnostics] == ["SD401", "SD407", "SD405"]
    assert set(catalog.tables) == {QualifiedName("public", "b"), QualifiedName("public", "c")}


def test_a_statement_that_cannot_be_read_causes_no_further_mistakes() -> None:
    script = (
        "CREATE TABLE a (x int,,);\nALTER TABLE a ADD y int;\nCREATE TABLE b (a int REFERENCES a);"
    )
    assert [d.code for d in mistakes(script)] == ["SD401"]


def test_a_query_may_be_nested_as_deep_as_it_likes() -> None:
    deep = "'a' || " * 200 + "'b'"
    assert (
        mistakes(f"CREATE VIEW v AS SELECT {deep}; COMMENT ON VIEW v IS 'x'; SELECT {deep}") == []
    )


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE t (a int DEFERRABLE)",
        "CREATE TABLE t (a int NOT NULL NOT ENFORCED)",
        "COMMENT ON COLUMN x IS 'y'",
    ],
)
def test_what_only_the_server_would_refuse_is_refused_with_words(script: str) -> None:
    assert [d.code for d in mistakes(script)] == ["SD402"]


def test_dropping_what_is_not_there_is_only_a_warning() -> None:
    script = "ALTER TABLE ONLY t DROP CONSTRAINT c; DROP TABLE t; DROP TYPE x; DROP SCHEMA s;"
    found = mistakes(script)
    assert {(d.code, d.severity) for d in found} == {("SD405", "warning")}
    assert len(found) == 4


@given(
    st.lists(
        st.sampled_from(
            [
                "CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t)",
                "CREATE TABLE p (a int) PARTITION BY LIST (a)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
                "CREATE UNIQUE INDEX u ON p (a)",
                "ALTER TABLE p ATTACH PARTITION t DEFAULT",
                "ALTER TABLE p DETACH PARTITION p1",
                "ALTER TABLE t RENAME a TO b",
                "ALTER TABLE t DROP COLUMN b CASCADE",
                "ALTER TABLE t ADD COLUMN c serial UNIQUE CHECK (c > 0)",
                "ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE",
                "CREATE TABLE h (x int) INHERITS (t)",
                "CREATE TABLE l (LIKE t INCLUDING ALL)",
                "CREATE TYPE e AS ENUM ('x')",
                "ALTER TABLE t ALTER a TYPE e",
                "DROP TYPE e CASCADE",
                "DROP TABLE t CASCADE",
                "DROP TABLE p",
                "ALTER SCHEMA public RENAME TO other",
                "DROP SCHEMA public CASCADE",
                "ALTER INDEX u RENAME TO v",
                "ALTER TABLE t SET SCHEMA nowhere",
            ]
        ),
        max_size=12,
    )
)
def test_no_order_of_statements_makes_it_fail(statements: list[str]) -> None:
    sink = Sink()
    catalog = read_schema("schema.sql", ";".join(statements), sink)
    for table in catalog.tables.values():
        for key in table.foreign_keys:
            assert key.table in catalog.tables


def test_what_a_schema_that_is_not_there_takes_with_it_is_told_once() -> None:
    script = (
        "CREATE TYPE app.kind AS ENUM ('a');\n"
        "CREATE TABLE app.t (id int PRIMARY KEY, k app.kind);\n"
        "CREATE TABLE app.u (t_id int REFERENCES app.t, w text);\n"
        "CREATE INDEX ON app.t (k);\n"
        "ALTER TABLE app.u ADD CHECK (w <> '');\n"
        "CREATE TABLE other.v (id int);\n"
        "ALTER TABLE app.missing ADD x int;\n"
    )
    found = [(d.code, d.message) for d in mistakes(script)]
    assert found == [
        ("SD411", 'there is no schema "app"'),
        ("SD411", 'there is no schema "other"'),
        ("SD405", 'there is no table "app.missing"'),
    ]


def test_what_refers_to_a_table_that_is_refused_is_not_told_again() -> None:
    script = (
        "CREATE TABLE part PARTITION OF nowhere FOR VALUES IN (1);\n"
        "ALTER TABLE part ADD x int;\nCREATE INDEX ON part (x);\n"
    )
    assert [d.code for d in mistakes(script)] == ["SD405"]
