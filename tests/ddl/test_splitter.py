"""The splitter cuts a script where psql would."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.frontend.ddl.splitter import Chunk, split


def texts(script: str) -> list[str]:
    return [chunk.text for chunk in split(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        (" \n;; ;\n-- only a comment\n/* and /* nested */ one */", []),
        ("\ufeffSELECT 1;", ["SELECT 1"]),
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT 'a;b', 'it''s;';SELECT 2;", ["SELECT 'a;b', 'it''s;'", "SELECT 2"]),
        (r"SELECT E'\';', e'a\\';SELECT 2", [r"SELECT E'\';', e'a\\'", "SELECT 2"]),
        (r"SELECT date'\';SELECT 2", [r"SELECT date'\'", "SELECT 2"]),
        (
            r"SELECT U&'\0041;', U&" + '"a;b";SELECT 2',
            [r"SELECT U&'\0041;', U&" + '"a;b"', "SELECT 2"],
        ),
        ('SELECT "x;y", "a"";b";', ['SELECT "x;y", "a"";b"']),
        ("SELECT $$;'$$, $a$ $$;$$ $a$; SELECT 2", ["SELECT $$;'$$, $a$ $$;$$ $a$", "SELECT 2"]),
        ("SELECT a$b$c; SELECT $1; SELECT d$b$", ["SELECT a$b$c", "SELECT $1", "SELECT d$b$"]),
        ("SELECT $1$;SELECT 2", ["SELECT $1$", "SELECT 2"]),
        ("SELECT 1 -- ;\n, 2; SELECT 3", ["SELECT 1 -- ;\n, 2", "SELECT 3"]),
        (
            "SELECT 1 /* ; /* ; */ ; */; SELECT 3-1, 4/2",
            ["SELECT 1 /* ; /* ; */ ; */", "SELECT 3-1, 4/2"],
        ),
        ("SELECT (1; SELECT 2", ["SELECT (1", "SELECT 2"]),
        (
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT ')'; DELETE FROM u); SELECT 2",
            [
                "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT ')'; DELETE FROM u)",
                "SELECT 2",
            ],
        ),
        (
            (
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; "
                "SELECT 'end;' /* end */; END; SELECT 2"
            ),
            [
                (
                    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; "
                    "SELECT 'end;' /* end */; END"
                ),
                "SELECT 2",
            ],
        ),
        (
            "create or replace procedure p() language sql as $$ begin; end $$; BEGIN; END;",
            ["create or replace procedure p() language sql as $$ begin; end $$", "BEGIN", "END"],
        ),
        (
            "BEGIN; SELECT CASE WHEN a THEN 1 END; END;",
            ["BEGIN", "SELECT CASE WHEN a THEN 1 END", "END"],
        ),
        ("SELECT 'never closed; SELECT 2", ["SELECT 'never closed; SELECT 2"]),
        ("SELECT $x$ never closed; SELECT 2", ["SELECT $x$ never closed; SELECT 2"]),
        ("SELECT /* never closed; SELECT 2", ["SELECT /* never closed; SELECT 2"]),
    ],
)
def test_statements_end_at_semicolons_outside_quotes(script: str, expected: list[str]) -> None:
    assert texts(script) == expected


def test_copy_takes_its_data_along() -> None:
    script = "COPY a.b (x) FROM stdin;\n1\t;'\n\\N\n\\.\nSELECT 1;\ncopy c from '/f';"
    copy, select, other = split(script)
    assert (copy.kind, copy.text, copy.data) == ("copy", "COPY a.b (x) FROM stdin", "1\t;'\n\\N\n")
    assert (select.kind, select.text, select.line) == ("sql", "SELECT 1", 5)
    assert (other.kind, other.data) == ("sql", "")


def test_copy_without_an_end_takes_the_rest() -> None:
    (copy,) = split("COPY t FROM STDIN;\r\n1\r\n2")
    assert copy.data == "1\r\n2"


def test_empty_copy_data_is_empty() -> None:
    copy, after = split("COPY t FROM STDIN;\n\\.\r\nSELECT 1")
    assert (copy.data, after.text) == ("", "SELECT 1")


def test_backslash_commands_are_whole_lines() -> None:
    script = "\\restrict aB3\n\\set x 'a;b'\nSELECT 1 AS a \\gset\nSELECT 2;"
    assert [(chunk.kind, chunk.text) for chunk in split(script)] == [
        ("meta", "\\restrict aB3"),
        ("meta", "\\set x 'a;b'"),
        ("meta", "SELECT 1 AS a \\gset"),
        ("sql", "SELECT 2"),
    ]


def test_a_chunk_knows_its_place_and_the_comment_above() -> None:
    script = "-- header\n\n-- one\n-- two\nSELECT 1; -- behind\nSELECT 2;\n\n-- far\n\n  SELECT 3;"
    assert [(c.text, c.line, c.comment) for c in split(script)] == [
        ("SELECT 1", 5, "-- one\n-- two"),
        ("SELECT 2", 6, ""),
        ("SELECT 3", 10, ""),
    ]
    assert all(script.startswith(c.text, c.offset) for c in split(script))


STATEMENTS = st.sampled_from(
    [
        Chunk("sql", "SELECT 'a;b' || E'\\';'", 0, 0),
        Chunk("sql", 'CREATE TABLE "a;b" (c int) -- ;', 0, 0),
        Chunk("sql", "DO $do$ BEGIN x := ';'; END $do$", 0, 0),
        Chunk("sql", "SELECT 1 /* ;\n /* ' */ */ + 1", 0, 0),
        Chunk("sql", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT CASE 1 END; END", 0, 0),
        Chunk("sql", "CREATE RULE r AS ON UPDATE TO t DO (SELECT 1; SELECT 2)", 0, 0),
        Chunk("copy", "COPY t FROM stdin", 0, 0, "1\t'\n;\n"),
        Chunk("meta", "\\set a ';'", 0, 0),
        Chunk("meta", "SELECT 'x' AS y \\gset", 0, 0),
    ]
)
BETWEEN = st.sampled_from(["", "\n", " \t\r\n", "-- ;'\n", "/* ' ; */", ";", "\n;\n"])


@given(st.lists(st.tuples(STATEMENTS, BETWEEN)))
def test_what_was_put_together_comes_apart(parts: list[tuple[Chunk, str]]) -> None:
    def written(chunk: Chunk) -> str:
        end = {"sql": "\n;", "copy": f";\n{chunk.data}\\.\n", "meta": "\n"}[chunk.kind]
        return chunk.text + end

    script = "".join(chain.from_iterable((written(c), between) for c, between in parts))
    found = list(split(script))
    assert [(c.kind, c.text, c.data) for c in found] == [(c.kind, c.text, c.data) for c, _ in parts]
    for chunk in found:
        assert script.startswith(chunk.text, chunk.offset)
        assert chunk.line == script.count("\n", 0, chunk.offset) + 1


@given(st.text(alphabet="a;'\"$\\-/*(\n eE\u00e9"))
def test_no_text_makes_it_fail_or_loses_its_place(script: str) -> None:
    for chunk in split(script):
        assert script.startswith(chunk.text, chunk.offset)
