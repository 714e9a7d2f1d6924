"""What the text of the scripts promises: one line a row, nothing that ends a literal or comment."""

import difflib
from collections.abc import Callable

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.handmade import Columns, Psql, load, program, table
from seedc.backends.pgsql.rows import LONGEST, pieces
from seedc.catalog import QualifiedName
from seedc.ir.program import DatasetProgram, Row
from seedc.quote import copy_lines, dollar, ident, raw
from seedc.scripts import (
    render_all,
    render_load,
    render_reset,
    render_together,
    render_verify,
    transaction,
)
from seedc.scripts.environment import render

VENDOR: Columns = {"id": "bigint!", "name": "text!", "note": "text"}
VENDORS = table("shop.vendors", VENDOR)


def vendors(keys: list[int], **more: str) -> DatasetProgram:
    rows = {f"vendor:{n}": (str(n), more.get(f"n{n}", f"name {n}"), None) for n in keys}
    return program(load(VENDORS, VENDOR, rows))


def changed(before: str, after: str) -> tuple[int, int]:
    """How many lines left and how many came."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[2:]
    return (
        sum(line.startswith("-") for line in lines),
        sum(line.startswith("+") for line in lines),
    )


@pytest.mark.parametrize("size", [3, 450, 2000], ids=["one list", "several lists", "copy"])
@pytest.mark.parametrize("script", [render_load, render_verify, render_reset])
def test_a_row_that_comes_or_goes_is_one_line(
    size: int, script: Callable[[DatasetProgram], str]
) -> None:
    keys = list(range(1, size + 1))
    whole = script(vendors(keys))
    middle = size // 2
    for without in (1, middle, size):
        less = script(vendors([k for k in keys if k != without]))
        assert changed(whole, less) == (1, 0)
        assert changed(less, whole) == (0, 1)


@pytest.mark.parametrize("size", [3, 450, 2000])
def test_an_edited_row_is_one_line(size: int) -> None:
    keys = list(range(1, size + 1))
    for edited in (1, size):
        after = render_load(vendors(keys, **{f"n{edited}": "it's\nnew"}))
        assert changed(render_load(vendors(keys)), after) == (1, 1)


def test_an_added_table_changes_no_line_of_the_others() -> None:
    rows = {"v": ("1", "x", None)}
    first, second, third = (load(table(f"shop.{n}", VENDOR), VENDOR, rows) for n in "abc")
    for script in (render_load, render_verify, render_reset):
        before = script(program(first, third))
        after = script(program(first, second, third))
        assert changed(before, after)[0] == 0


@given(st.lists(st.text(max_size=8), max_size=900, unique=True), st.data())
@settings(max_examples=40, deadline=None)
def test_pieces_keep_the_order_and_move_little(keys: list[str], data: st.DataObject) -> None:
    rows = [Row(key, (key,), "x", ()) for key in keys]
    cut = list(pieces(rows))
    assert [row for piece in cut for row in piece] == rows
    assert all(len(piece) <= LONGEST for piece in cut)
    assert len(rows) <= LONGEST or all(cut)
    if keys:
        gone = data.draw(st.integers(0, len(keys) - 1))
        ends = {piece[-1].key for piece in cut[:-1]}
        after = {p[-1].key for p in list(pieces(rows[:gone] + rows[gone + 1 :]))[:-1]}
        if keys[gone] not in ends:
            assert len(ends ^ after) <= 2


ODD = st.text(
    st.one_of(
        st.sampled_from("\"'\\$;:-.\n\r\t{}%\u202e\u2028 \u00e9\u0436"),
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=24,
).filter(lambda text: len(text.encode()) <= 63)
HOSTILE = [
    "$seedc$",
    "x'; DROP SCHEMA shop CASCADE; --",
    ":'seedc_app_env'",
    "\\.",
    "\\",
    "a\nb",
    '"',
    "{name}",
    "*/ /*",
    "select",
    ":PORT",
    "$seedc$ $seedc2$",
]
NAME = st.one_of(st.sampled_from(HOSTILE), ODD)


@pytest.mark.server
@given(schema=NAME, name=NAME, column=NAME, dataset=NAME, value=ODD, key=NAME)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_odd_names_and_values_are_only_names_and_values(  # noqa: PLR0913, PLR0917 - each is drawn
    shop: Psql, schema: str, name: str, column: str, dataset: str, value: str, key: str
) -> None:
    columns: Columns = {"id": "integer!", column + "x" * (column == "id"): "text"}
    first, second = columns
    where = f"{ident(schema)}.{ident(name)}"
    shop.execute(
        f"DROP SCHEMA IF EXISTS {ident(schema)} CASCADE; CREATE SCHEMA {ident(schema)};"
        f"CREATE TABLE {where} ({ident(first)} int PRIMARY KEY, {ident(second)} text)"
    )
    target = table(QualifiedName(schema, name), columns)
    rows = {key: ("1", value), key + "2": ("2", key)}
    for copied in (False, True):
        part = load(target, columns, rows, adopt_guard=copied)
        whole = program(part, dataset=dataset, protected=(key,))
        shop.apply(render_load(whole))
        assert shop.query(f"SELECT * FROM {where} ORDER BY 1") == [(1, value), (2, key)]
        shop.apply(render_verify(whole))
        shop.apply(render_reset(whole))
        assert shop.query(f"SELECT * FROM {where}") == []
    shop.execute(f"DROP SCHEMA {ident(schema)} CASCADE")
    assert shop.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'") in (
        [(1,)],
        [(0,)],
    )


@pytest.mark.server
@given(
    st.lists(st.lists(st.none() | ODD | st.text("\\.\tNn\nb", max_size=6), min_size=3, max_size=3))
)
@settings(max_examples=60, deadline=None)
def test_copy_text_round_trips(server: str, rows: list[list[str | None]]) -> None:
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("SET client_encoding = 'UTF8'")
        cursor.execute("CREATE TEMP TABLE c (n serial, a text, b text, c text)")
        with cursor.copy("COPY c (a, b, c) FROM stdin") as copy:
            for row in rows:
                copy.write(copy_lines([[cell] for cell in row]) + "\n")
        found = cursor.execute("SELECT a, b, c FROM c ORDER BY n").fetchall()
    assert [list(row) for row in found] == rows


def test_a_dollar_quote_avoids_what_it_quotes() -> None:
    assert dollar(raw("x")).startswith("$seedc$\n")
    assert dollar(raw("a $seedc$ b $seedc2$")).startswith("$seedc3$\n")


def test_a_template_prints_nothing_but_sql() -> None:
    with pytest.raises(TypeError, match="printed str, not Sql"):
        render("_policies.sql.j2", threshold="500")


def test_the_same_program_gives_the_same_text_and_no_volatile_part() -> None:
    whole = vendors([1, 2])
    assert render_all([whole]) == render_all([vendors([1, 2])])
    ready = transaction(whole)
    assert render_together([ready]) == render_all([whole])
    assert render_load(whole, ready) == render_load(whole)
    for script in (render_load, render_verify, render_reset):
        text = script(whole)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert all(line == line.rstrip() for line in text.split("\n"))
        assert "\n\n\n" not in text
