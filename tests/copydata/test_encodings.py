"""Every encoding is written as PostgreSQL prints the type, and typed as Parquet has it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from copydata.kit import fields, made, text
from seedc.backends.copydata.stream import frames
from seedc.backends.copydata.texts import Form
from seedc.backends.pgsql.generated import all_rows, whole
from seedc.ir import expr
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Kind, Let, Node
from seedc.ir.interpret import rows as interpreted
from seedc.ir.program import GeneratedRows, RowFunction

DAY = 86_400
MICRO = 1_000_000
Case = tuple[Encoding, list[Any]]

CASES: dict[str, Case] = {
    "smallint": (Encoding("integer", "smallint"), [0, -1, 32767, -32768, None]),
    "integer": (Encoding("integer", "integer"), [0, 9, 10, 9999, 10000, -10000, 2**31 - 1]),
    "bigint": (
        Encoding("integer", "bigint"),
        [0, 2**63 - 1, -(2**63), 10**16, -(10**12) - 7, None],
    ),
    "numeric": (
        Encoding("numeric", "numeric(10,2)", 2),
        [0, 1, -1, 99, 100, -12345, 9_999_999_999],
    ),
    "numeric of whole numbers": (Encoding("numeric", "numeric(6,0)", 0), [0, -5, 999_999, None]),
    "numeric without a scale": (Encoding("numeric", "numeric", 3), [1500, -1, 2**62, None]),
    "numeric wider than its value": (Encoding("numeric", "numeric(12,4)", 2), [1, -250, 0]),
    "numeric narrower than its value": (
        Encoding("numeric", "numeric(12,1)", 3),
        [1049, 1050, -1050, -1049, 1949, 0, -49, 50],
    ),
    "double precision": (
        Encoding("float", "double precision", 3),
        [0, 1, 1500, -12_500, 123_456_789_012, -1, 100, None],
    ),
    "large double precision": (
        Encoding("float", "double precision", 2),
        [2**62, 10**17, 10**16 + 1, 99, -(10**17), 123_456_789_012_345_678],
    ),
    "small double precision": (
        Encoding("float", "double precision", 6),
        [1, 99, 100, -12, 1_500_000],
    ),
    "real": (Encoding("float", "real", 2), [0, 150, -1, 99_999]),
    "large real": (Encoding("float", "real", 3), [1, 16_777_217_000, -123_456_789]),
    "boolean": (Encoding("boolean", "boolean"), [True, False, None]),
    "date": (Encoding("date", "date"), [0, -1, 11016, 20_000, None]),
    "dates of all times": (Encoding("date", "date"), [-354_285, 2_932_896, 0, -719_162, None]),
    "dates of few years": (Encoding("date", "date"), [20_000, 20_058, 20_059, 20_424]),
    "time": (Encoding("time", "time without time zone"), [0, 1, 43_200, DAY - 1, None]),
    "time with a fraction": (
        Encoding("time", "time without time zone", 6),
        [0, 1, 100_000, 43_200 * MICRO + 250_000, DAY * MICRO - 1],
    ),
    "timestamp": (
        Encoding("timestamp", "timestamp without time zone"),
        [0, -1, 1_767_225_600, 253_402_300_799, -30_610_224_000, None],
    ),
    "timestamp with a fraction": (
        Encoding("timestamp", "timestamp without time zone", 6),
        [0, -1, 1_767_225_600 * MICRO + 120, 100_000, -62_135_596_800 * MICRO + 1],
    ),
    "timestamptz": (
        Encoding("timestamptz", "timestamp with time zone"),
        [0, -1, 1_767_225_600, 4_102_444_799, None],
    ),
    "timestamptz with a fraction": (
        Encoding("timestamptz", "timestamp with time zone", 6),
        [0, -1, 1_767_225_600 * MICRO + 500_000, 999_999],
    ),
    "interval": (Encoding("interval", "interval"), [0, 59, 3_600, 100 * 3_600, -5, -90_061, None]),
    "interval with a fraction": (
        Encoding("interval", "interval", 6),
        [0, 1, -1, 1_500_000, -3_600 * MICRO - 10],
    ),
    "text": (
        Encoding("text", "text"),
        ["", "a\\b", "tab\t", "\n\r\b\f\v", 'q",', "é😀", None, r"\N", r"\."],
    ),
    "varchar": (Encoding("text", "character varying(4)"), ["", "abcd", "é😀", None]),
    "character": (Encoding("text", "character(5)"), ["ab", "abcde", "é", None]),
    "uuid": (Encoding("cast", "uuid"), ["5eed0000-0000-8000-8000-000000000001", None]),
    "text array": (Encoding("cast", "text[]"), ['{a,"b \\\\ \\"c\\""}', "{}", None]),
    "bytea": (Encoding("cast", "bytea"), ["\\x00ff", "\\x", None]),
    "jsonb": (Encoding("cast", "jsonb"), ['{"a": "line\\nend"}', "null", None]),
}  # fmt: skip
OTHERWISE = {"large real"}
"""What is written with more digits than the server prints; it reads the same value from them."""
KINDS: dict[type, Kind] = {bool: "bool", int: "int", str: "text"}


def rows_of(case: Case) -> tuple[GeneratedRows, RowFunction]:
    """A table of the index and the case's values, one a row."""
    encoding, found = case
    size = len(found)
    kind = next(KINDS[type(value)] for value in found if value is not None)
    row = expr.index(0, size - 1)
    value = expr.case(
        [(expr.equal(row, expr.integer(n)), _constant(v, kind)) for n, v in enumerate(found)],
        expr.null(kind),
    )
    lets = [Let("place", row), Let("value", value)]
    return made(lets, size, encodings={"value": encoding})


def _constant(value: Any, kind: Kind) -> Node:
    makers: dict[Kind, Any] = {"int": expr.integer, "text": expr.text, "bool": expr.boolean}
    return expr.null(kind) if value is None else makers[kind](value)


@pytest.fixture(scope="module")
def connection(server: str) -> Iterator[psycopg.Connection[Any]]:
    """A session as a load has it, in which temporary tables come and go."""
    with psycopg.connect(server) as session:
        for setting in ("DateStyle = ISO", "TimeZone = 'UTC'", "IntervalStyle = postgres"):
            session.execute(f"SET {setting}".encode())
        session.commit()
        yield session


@pytest.mark.parametrize("form", ["copy", "csv"])
@pytest.mark.parametrize("name", CASES)
def test_a_value_is_written_as_the_server_writes_and_reads_it(
    connection: psycopg.Connection[Any], name: str, form: Form
) -> None:
    rows, function = rows_of(CASES[name])
    query = all_rows(rows, function, whole(function))
    options = "(FORMAT csv)" if form == "csv" else ""
    data = text(rows, function, form)
    try:
        connection.execute(f"CREATE TEMP TABLE own AS {query}".encode())
        with connection.cursor().copy(f"COPY own TO STDOUT {options}".encode()) as copy:
            assert (b"".join(copy) == data) != (name in OTHERWISE)
        connection.execute(b"CREATE TEMP TABLE loaded (LIKE own)")
        with connection.cursor().copy(f"COPY loaded FROM STDIN {options}".encode()) as copy:
            copy.write(data)
        differ = (
            "SELECT count(*) FROM own AS o FULL JOIN loaded AS l USING (place)"
            " WHERE o.value::text IS DISTINCT FROM l.value::text"
        )
        assert connection.execute(differ.encode()).fetchone() == (0,)
    finally:
        connection.rollback()


@pytest.mark.parametrize("name", CASES)
def test_a_value_alone_is_written_as_among_others(name: str) -> None:
    rows, function = rows_of(CASES[name])
    size = function.size
    alone = b"".join(text(rows, function, start=n, stop=n + 1) for n in range(size))
    assert alone == text(rows, function)


def test_a_text_alone_in_its_line_does_not_end_the_data(
    connection: psycopg.Connection[Any],
) -> None:
    words = ["\\.", "", "a", "\\", "b.", None]
    row = expr.index(0, len(words) - 1)
    branches = [
        (expr.equal(row, expr.integer(n)), _constant(w, "text")) for n, w in enumerate(words)
    ]
    whole_text = Let("word", expr.case(branches, expr.null("text")))
    parts = Let(
        "word", expr.concat(whole_text.node, expr.pick_text(row, ["", "", ".", ".", "", ""]))
    )
    for let in (whole_text, parts):
        rows, function = made([let], len(words))
        expected = [row["word"] for row in interpreted([let], range(len(words)))]
        try:
            connection.execute(b"CREATE TEMP TABLE words (n serial, word text)")
            with connection.cursor().copy(b"COPY words (word) FROM STDIN (FORMAT csv)") as copy:
                copy.write(text(rows, function, "csv"))
            found = connection.execute(b"SELECT word FROM words ORDER BY n").fetchall()
            assert [word for (word,) in found] == expected
        finally:
            connection.rollback()


def test_a_day_before_the_year_1_has_its_era() -> None:
    encoding = Encoding("date", "date")
    rows, function = rows_of((encoding, [-719_163, -719_528, -719_529, 0]))
    assert [value for _, value in fields(text(rows, function))] == [
        "0001-12-31 BC",
        "0001-01-01 BC",
        "0002-12-31 BC",
        "1970-01-01",
    ]


TYPED: dict[str, list[Any]] = {
    "smallint": [0, -1, 32767, -32768, None],
    "bigint": [0, 2**63 - 1, -(2**63), 10**16, -(10**12) - 7, None],
    "numeric": [Decimal(n).scaleb(-2) for n in CASES["numeric"][1]],
    "numeric narrower than its value": [
        Decimal(t) for t in ("1.0", "1.1", "-1.1", "-1.0", "1.9", "0.0", "0.0", "0.1")
    ],
    "double precision": [0.0, 0.001, 1.5, -12.5, 123456789.012, -0.001, 0.1, None],
    "large double precision": [v / 100 for v in CASES["large double precision"][1]],
    "boolean": [True, False, None],
    "date": [date(1970, 1, 1), date(1969, 12, 31), date(2000, 2, 29), date(2024, 10, 4), None],
    "time": [time(0), time(0, 0, 1), time(12), time(23, 59, 59), None],
    "timestamptz with a fraction": [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC),
        datetime(1970, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC),
    ],
    "timestamp": [
        datetime(1970, 1, 1),
        datetime(1969, 12, 31, 23, 59, 59),
        datetime(2026, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59),
        datetime(1000, 1, 1),
        None,
    ],
    "interval": ["00:00:00", "00:00:59", "01:00:00", "100:00:00", "-00:00:05", "-25:01:01", None],
    "text": CASES["text"][1],
    "character": ["ab   ", "abcde", "é    ", None],
}


@pytest.mark.parametrize("name", TYPED)
def test_a_frame_has_the_values_themselves(name: str) -> None:
    rows, function = rows_of(CASES[name])
    (frame,) = frames(rows, function)
    assert frame["value"].to_list() == TYPED[name]
    assert frame["place"].to_list() == list(range(len(TYPED[name])))


def test_a_frame_has_the_types_of_the_columns() -> None:
    types = {
        name: str(next(iter(frames(*rows_of(CASES[name]))))["value"].dtype)
        for name in ("smallint", "integer", "bigint", "numeric", "real", "timestamptz", "jsonb")
    }
    assert types == {
        "smallint": "Int16",
        "integer": "Int32",
        "bigint": "Int64",
        "numeric": "Decimal(precision=10, scale=2)",
        "real": "Float32",
        "timestamptz": "Datetime(time_unit='us', time_zone='UTC')",
        "jsonb": "String",
    }
