"""Expressions of some hundred levels are understood; deeper ones are refused, never a crash."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_schema
from seedc.frontend.ddl.depth import LIMIT, depth

DEEP: dict[str, Callable[[int], str]] = {
    "chain": lambda n: "'' || " * n + "'x'",
    "sum": lambda n: "length('a' COLLATE \"C\") + " * n + "1",
    "calls": lambda n: "lower(" * n + "'x'" + ")" * n,
    "casts": lambda n: "'x'" + "::text" * n,
    "cases": lambda n: " || ".join(["CASE WHEN a IS NULL THEN 'x' ELSE 'y' END"] * n),
    "tests": lambda n: "(a" + " IS NULL" * n + ")::text",
}


@pytest.mark.parametrize("kind", DEEP)
def test_hundreds_of_levels_are_understood(kind: str) -> None:
    sink = Sink()
    catalog = read_schema("s", f"CREATE TABLE t (a int, CHECK ({DEEP[kind](400)} <> ''))", sink)
    assert sink.diagnostics == []
    assert len(next(iter(catalog.tables.values())).checks) == 1


@pytest.mark.parametrize("kind", DEEP)
def test_more_levels_than_the_limit_are_refused(kind: str) -> None:
    sink = Sink()
    read_schema("s", f"CREATE TABLE t (a int, CHECK ({DEEP[kind](LIMIT + 1)} <> ''))", sink)
    assert [d.code for d in sink.diagnostics] == ["SD402"]


def test_lists_and_conditions_are_flat_however_long() -> None:
    either = " OR ".join(f"a = {i} AND b BETWEEN -{i} AND {i}" for i in range(2000))
    assert depth(f"CREATE TABLE t (CHECK ({either}))") < 10
    listed = ", ".join(f"-{i}::numeric" for i in range(2000))
    assert depth(f"CREATE TABLE t (CHECK (a IN ({listed})))") < 10
    assert depth("SELECT '" + "+ " * 2000 + "' --" + " + " * 2000) < 10


def test_a_query_of_any_depth_leaves_the_process_alive() -> None:
    script = (
        "from seedc.diagnostics import Sink\n"
        "from seedc.frontend.ddl import read_schema\n"
        "for text in ('a || ', 'a + (', 'SELECT 1 UNION ALL ', 'NOT ', 'f(', 'b JOIN '):\n"
        "    read_schema('s', 'SELECT ' + text * 100_000, Sink())\n"
        "print('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "alive\n"
