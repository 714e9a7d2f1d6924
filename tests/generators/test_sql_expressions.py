"""`{"sql": …}`: what an expression gives, beside what PostgreSQL gives for the same columns."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.kit import TEXT, made
from seedc.generators.context import Problem
from seedc.generators.sql import free_columns
from seedc.generators.values import Meaning, Value
from seedc.ir import expr
from seedc.ir.expr import Kind
from seedc.ir.interpret import evaluate

ROWS = 60
UUID = "5eed0000-0000-0000-0000-"
EPOCH = dt.datetime(1970, 1, 1)
NAMES = ["Ana", "Bo", "", "Ana Luísa", "o'Neil", "100%", "a_b\\c", "Ænima", "-7", "Zoë  x"]


def spread(low: int, high: int, step: int) -> list[int]:
    """Both bounds, what is around 0, and numbers between them."""
    near = [value for value in (low, high, 0, 1, -1, 2, -2) if low <= value <= high]
    return (near + [low + n * step % (high - low + 1) for n in range(ROWS)])[:ROWS]


def holes(values: list[Any], every: int) -> list[Any]:
    return [None if n % every == every - 1 else value for n, value in enumerate(values)]


COLUMNS: dict[str, tuple[str, Meaning, int, list[Any]]] = {
    "n": ("integer", "integer", 0, spread(-50, 90, 37)),
    "m": ("integer", "integer", 0, spread(1, 12, 5)),
    "z": ("bigint", "integer", 0, holes(spread(-3, 4, 3), 5)),
    "big": ("bigint", "integer", 0, spread(-(10**12), 10**12, 7_919_000_003)),
    "price": ("numeric(12,2)", "decimal", 2, spread(-99_999, 1_000_000, 77_777)),
    "rate": ("numeric(8,4)", "decimal", 4, holes(spread(1, 300_000, 12_345), 7)),
    "tax": ("numeric(5,3)", "decimal", 3, spread(-12_500, 12_500, 625)),
    "name": ("text", "text", 0, [NAMES[n % 10] for n in range(ROWS)]),
    "maybe": ("text", "text", 0, holes([NAMES[n * 3 % 10] for n in range(ROWS)], 3)),
    "code": ("text", "text", 0, [str(10**10 + n * 7)[: 11 - n % 3] for n in range(ROWS)]),
    "flag": ("boolean", "boolean", 0, holes([n % 2 == 0 for n in range(ROWS)], 3)),
    "yes": ("boolean", "boolean", 0, [n % 3 == 0 for n in range(ROWS)]),
    "day": ("date", "date", 0, holes(spread(-1_000, 21_000, 1_237), 9)),
    "old": ("date", "date", 0, spread(-700_000, 2_900_000, 58_901)),
    "at": ("timestamp", "timestamp", 0, spread(-86_400_000, 1_800_000_000, 98_765_431)),
    "seen": ("timestamptz", "timestamp", 6, holes(spread(-(10**14), 10**15, 31_415_926_535), 8)),
    "clock": ("time", "time", 0, spread(0, 86_399, 7_331)),
    "span": ("interval", "interval", 0, spread(-90_000, 300_000, 61_001)),
    "mood": ("mood", "text", 0, holes([["glad", "sad"][n % 2] for n in range(ROWS)], 5)),
    "ref": ("uuid", "literal", 0, holes([UUID + f"{n:012x}" for n in range(ROWS)], 6)),
}  # fmt: skip
KINDS: dict[str, Kind] = {"text": "text", "literal": "text", "boolean": "bool"}


def column(meaning: Meaning, scale: int, values: list[Any]) -> Value:
    kind = KINDS.get(meaning, "int")
    index = expr.index(0, ROWS - 1)
    if kind == "text":
        node = expr.pick_text(index, [value or "" for value in values])
    else:
        # What is NULL is no value, and widens no bounds.
        known = next(value for value in values if value is not None)
        filled = [int(known if value is None else value) for value in values]
        node = expr.pick_int(index, filled)
    if kind == "bool":
        node = expr.equal(node, expr.integer(1))
    if None in values:
        missing = expr.pick_int(index, [int(value is None) for value in values])
        node = expr.case([(expr.equal(missing, expr.integer(1)), expr.null(kind))], node)
    return Value(node, meaning, scale)


GIVEN = {name: column(*facts[1:]) for name, facts in COLUMNS.items()}


def shown(value: Any, meaning: Meaning, scale: int) -> Any:
    """A core value as psycopg would load it."""
    if value is None or meaning in ("integer", "boolean", "text", "literal"):
        return value
    if meaning == "decimal":
        return Decimal(value).scaleb(-scale)
    if meaning == "date":
        return value if value > 2_932_896 else (EPOCH + dt.timedelta(days=value)).date()
    elapsed = dt.timedelta(microseconds=value * 10 ** (6 - scale))
    if meaning == "interval":
        return elapsed
    moment = EPOCH + elapsed
    return moment.time() if meaning == "time" else moment


def computed(text: str) -> list[Any]:
    value, stub = made({"sql": text}, TEXT, ROWS, given=GIVEN)
    found = []
    for index in range(ROWS):
        cells: dict[str, Any] = {}
        for let in stub.lets.values():
            cells[let.name] = evaluate(let.node, index, cells)
        found.append(shown(evaluate(value.node, index, cells), value.meaning, value.scale))
    return found


def refusal(text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        made({"sql": text}, TEXT, ROWS, given=GIVEN)
    return caught.value


@pytest.fixture(scope="module")
def table(server: str) -> Iterator[psycopg.Connection]:
    """A connection whose temporary table `t` has the columns."""
    with psycopg.connect(server) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("CREATE TYPE pg_temp.mood AS ENUM ('glad', 'sad')")
        kinds = ", ".join(
            f"{name} {'pg_temp.mood' if kind == 'mood' else kind}"
            for name, (kind, *_) in COLUMNS.items()
        )
        connection.execute(f"CREATE TEMP TABLE t (i integer, {kinds})")
        places = ", ".join(["%s"] * (len(COLUMNS) + 1))
        for index in range(ROWS):
            cells = [
                shown(values[index], meaning, scale)
                for _, meaning, scale, values in COLUMNS.values()
            ]
            connection.execute(f"INSERT INTO t VALUES ({places})", [index, *cells])
        connection.commit()
        yield connection


def served(table: psycopg.Connection, text: str) -> list[Any]:
    try:
        rows = table.execute(f"SELECT ({text}) FROM t ORDER BY i".replace("%", "%%"), []).fetchall()
    finally:
        table.rollback()
    table.execute("SET TIME ZONE 'UTC'")
    return [
        value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value for (value,) in rows
    ]


EXACT = {
    "numbers": [
        "n - m - 1", "n - (m - 1)", "100 / m / 2", "n % 7 * 2", "n * m / 2 % 5 - -n",
        "n + 1", "n - m * 2", "-n", "- (-5)", "2 + 3 * 4", "n * price", "price + rate",
        "price - 0.125", "price * rate * tax", "m / 5", "n / 7", "n / -7", "-n / m", "100 / m",
        "n / nullif(z, 0)", "n % 7", "n % -7", "-n % m", "n % nullif(z, 0)", "0 % nullif(z, 0)",
        "(n - n) % nullif(z, 0)", "mod(n + 1, 7)",
        "price % 3", "price % 0.7", "price % rate", "abs(n)", "abs(price)", "abs(-m)",
        "round(price, 1)", "round(price)", "round(price, 0)", "round(price, 4)", "round(price, -2)",
        "round(n, 2)", "round(n, -1)", "round(tax * price, 2)", "trunc(price)", "trunc(price, 1)",
        "trunc(tax, -1)", "floor(price)", "ceil(price)", "ceiling(tax)", "floor(tax)",
        "round(price / m, 2)", "round(price / rate, 2)", "round(price / nullif(tax, 0), 3)",
        "round(100 * n / 3.0, 2)", "round(n / 4, 2)", "round(price / -3, 1)", "round((price / m))",
        "trunc(price / m, 1)", "floor(price / m)", "ceil(price / nullif(tax, 0))",
        "(price / m)::numeric(12,1)", "(price / m)::integer", "1e3 * n", "1.50", ".5 * n",
        "n + '5'", "z + 1", "z * z * z", "big / 1000", "big % 1000003", "price * 1",
        "nullif(n, m) + 1", "100 / nullif(n, 0)", "round(price / nullif(z, 0), 2)",
        "round(tax / 8, 3)", "round(price / 2, 2)", "round(2 / rate, 4)", "NULL + n",
        "n / NULL::int",
    ],
    "truth": [
        "n = 3", "n <> m", "n != m", "n < m", "n <= price", "price > 0.5", "z >= 0", "z IS NULL",
        "z IS NOT NULL", "NOT flag", "NOT n = 3", "NOT yes AND flag", "flag AND yes", "flag OR yes",
        "NOT (flag OR z > 1)",
        "flag AND NULL", "flag OR true", "z IS DISTINCT FROM n", "z IS NOT DISTINCT FROM 1",
        "maybe IS DISTINCT FROM name", "flag IS TRUE", "flag IS NOT TRUE", "flag IS FALSE",
        "flag IS UNKNOWN", "n BETWEEN 1 AND 5", "n NOT BETWEEN m AND price", "z BETWEEN n AND NULL",
        "n IN (1, 2, 3)", "z IN (1, NULL)", "z NOT IN (1, 2)", "n IN (1.5, 2)", "name IN ('Ana')",
        "maybe NOT IN ('Bo', '')", "name = 'Ana'", "maybe <> name", "mood = 'glad'", "flag = yes",
        "mood = ANY (ARRAY['glad'::mood, 'sad'::mood])",
        "name = ANY ((ARRAY['Bo'::character varying])::text[])",
        "name <> ALL (ARRAY['Bo', 'Ana'])", "day >= '2001-02-03'", "day < at", "at = day",
        "seen > TIMESTAMPTZ '2000-01-01 02:00:00+02'", "clock < '12:00'",
        "span > INTERVAL '1 hour'",
        "ref = '5eed0000-0000-0000-0000-000000000000'", "ref IS NULL", "n = '7'", "yes = 'true'",
        "name LIKE 'Ana%'", "name LIKE 'Ana'", "maybe NOT LIKE 'A%'", "name LIKE '%an%'",
        "name LIKE '_o%'", "name LIKE '_n_'", "maybe LIKE '%'", "starts_with(name, 'An')",
        "n::boolean", "m = 1 OR m = 2 AND yes", "n + 1 > m * 2 AND NOT yes", "'a' = 'a'",
    ],
    "choices": [
        "CASE WHEN n > 5 THEN 'big' WHEN n > 0 THEN 'small' END",
        "CASE length(code) WHEN 11 THEN 'PF' ELSE 'PJ' END",
        "CASE z WHEN 1 THEN 10 WHEN NULL THEN 20 ELSE 30 END",
        "CASE WHEN flag THEN n ELSE price END", "CASE WHEN yes THEN day ELSE at END",
        "CASE mood WHEN 'glad' THEN 1 ELSE 0 END", "CASE WHEN z = 1 THEN NULL ELSE n END",
        "CASE WHEN flag THEN true END", "(CASE WHEN yes THEN ref END)::text",
        "coalesce(z, 0)", "coalesce(maybe, name, 'x')", "coalesce(z, rate, price)",
        "coalesce(NULL, n)", "coalesce(day, old)", "coalesce(flag, yes)",
        "nullif(name, '')", "nullif(z, 1)", "nullif(n, 2.5)", "nullif(price, 0)",
        "nullif('a', 'b')",
        "greatest(n, m)", "greatest(z, 1)", "least(z, n, m)", "greatest(z, rate)", "least(z, NULL)",
        "greatest(z, rate, nullif(n, 3))", "least(day, DATE '2010-01-01')", "greatest(day, at)",
    ],
    "texts": [
        "name || '-' || code", "name || n", "n || name", "yes || name", "flag || '!'",
        "maybe || 'x'",
        "price || ' EUR'", "NULL || name", "day || ''", "clock || ''", "concat(name, NULL, maybe)",
        "concat(flag, yes, n, price)", "concat_ws(', ', maybe, name, z)", "concat_ws('', maybe, z)",
        "concat_ws('-', maybe, nullif(name, ''))", "concat_ws(NULL, name)",
        "length(name)", "char_length(maybe)", "lower(code || 'AbC')", "upper('abc' || n)",
        "left(name, 3)", "left(name, 0)", "left(name, -2)", "right(name, 3)", "right(name, -2)",
        "right(code, 4)", "substr(name, 2)", "substr(name, 2, 3)", "substr(name, 0, 3)",
        "substr(name, -2, 5)", "substring(name from 2 for 2)", '"substring"(name, 1, 2)',
        "substr(name, 30, 2)", "replace(name, 'an', 'x')", "replace(name, '', 'x')",
        "translate(name, 'Aan', 'xy')", "translate(code, '01', '')", "lpad(m::text, 6, '0')",
        "lpad(n::text, 6, '0')", "lpad(big::text, 5, '0')", "lpad(code, 3)", "lpad(name, 7, 'xy')",
        "rpad(name, 7, 'xy')", "rpad(maybe, 2)", "lpad(name, 5, '')", "lpad(m::text, 1, '0')",
        "md5(name)", "md5(maybe || n)", "encode(sha256(convert_to(name, 'UTF8')), 'hex')",
        "n::text", "price::text", "(price * tax)::text", "round(price, 4)::text", "yes::text",
        "flag::text", "day::text", "clock::text", "mood::text", "name::varchar(2)", "'a\\b'",
        "(n::numeric(10,3))::text", "round(price / m, 2)::text", "(price + 1)::text", "'it''s'",
        "extract(epoch from at)::text", "extract(hour from at)::text", "trunc(price)::text",
        "round(price, -1)::text", "floor(tax)::text", "(price % 0.7)::text",
        "coalesce(price, 1.00)::text", "abs(tax)::text", "round(n, 2)::text", "(-price)::text",
        "trunc(tax, 5)::text", "(n * 1.50)::text", "(price * 1e3)::text",
        "rate::numeric(9,1)::text", "(1e3)::text", "(-0.05 * m)::text",
    ],
    "casts": [
        "price::integer", "tax::bigint", "price::numeric(8,1)", "n::numeric", "n::numeric(10,2)",
        "tax::numeric(2,0)", "yes::integer", "flag::int", "z::smallint", "'12'::integer",
        "'1.5'::numeric", "'yes'::boolean", "'2026-02-03'::date", "at::date", "seen::date",
        "day::timestamp", "day::timestamptz", "at::time", "clock::interval", "span::time",
        "CAST(price + 1 AS bigint)", "(at AT TIME ZONE 'UTC')::date", "'1 day 02:03:04'::interval",
        "NULL::integer + n", "TIMESTAMP '2026-01-02 03:04:05.5'",
        "TIMESTAMPTZ '2026-01-02 03:04:05-03:00'", "TIME '10:11'", "n::text::varchar(1)",
    ],
    "calendar": [
        "day + 1", "1 + day", "day - n", "day - DATE '2020-02-29'", "day + INTERVAL '36 hours'",
        "INTERVAL '1 week' + day", "day - INTERVAL '1 day 02:00:00'", "day + clock", "clock + day",
        "at + INTERVAL '90 minutes'", "at - span", "span + at", "at - TIMESTAMP '2000-01-01'",
        "seen - INTERVAL '0.5 seconds'", "at - day", "day - at", "clock + INTERVAL '5 hours'",
        "clock - INTERVAL '30 hours'", "clock - TIME '12:00'", "span + INTERVAL '1 day'",
        "span - INTERVAL '1 day'", "span * 3", "n * INTERVAL '1 day'", "-span",
        "day + n * INTERVAL '1 hour'", "at + z * INTERVAL '1 minute' + span",
        "date_trunc('day', at)", "date_trunc('hour', at)", "date_trunc('minute', at)",
        "date_trunc('second', seen)", "date_trunc('day'::text, seen)", "date_trunc('week', day)",
        "date_trunc('month', at)", "date_trunc('quarter', day)", "date_trunc('year', at)",
        "date_trunc('month', old)::date", "date_trunc('quarter', old)::date",
        "date_trunc('year', old)::date", "date_trunc('week', old)::date",
        "extract(epoch from at)", "extract(epoch from day)", "extract(epoch from clock)",
        "extract(epoch from span)", "extract(epoch from seen)", "extract(hour from at)",
        "extract(minute from seen)", "extract(second from seen)", "extract(second from at)",
        "extract(hour from clock)", "extract(minute from clock)", "extract(dow from day)",
        "extract(isodow from at)", "extract(day from old)", "extract(month from old)",
        "extract(year from old)", "extract(quarter from old)", "extract(doy from old)",
        "extract(year from seen)::integer", "(extract(epoch from at - day) / 60)::integer",
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", [text for texts in EXACT.values() for text in texts])
def test_an_expression_gives_what_postgresql_gives(text: str, table: psycopg.Connection) -> None:
    expected, found = served(table, text), computed(text)
    assert found == expected
    assert [type(v) for v in found] == [type(v) for v in expected]


NUMBERS = st.sampled_from(
    ["n", "m", "z", "price", "rate", "tax", "3", "-2", "0.25", "coalesce(z, 2)", "nullif(n, 0)"]
)
SUMS = st.recursive(
    NUMBERS,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds(
            "({} % {})".format, inner, st.sampled_from(["7", "m", "-3", "nullif(z, 0)", "0.3"])
        )
        | st.builds("round({}, {})".format, inner, st.integers(-1, 3))
        | st.builds("(CASE WHEN {} < {} THEN {} ELSE {} END)".format, inner, inner, inner, inner)
        | st.builds("{}({}, {})".format, st.sampled_from(["greatest", "least"]), inner, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(text=SUMS)
def test_any_arithmetic_of_the_columns_is_postgresqls(text: str, table: psycopg.Connection) -> None:
    assert computed(text) == served(table, text)


@settings(max_examples=60, deadline=None)
@given(
    dividend=st.sampled_from(["price", "rate", "n * 1.0", "tax * 7", "price - 3", "big * 0.001"]),
    divisor=st.sampled_from(["m", "3", "-7", "rate", "nullif(tax, 0)", "nullif(n, 0)", "m + 0.5"]),
    places=st.integers(0, 5),
    name=st.sampled_from(["round", "trunc"]),
)
def test_a_rounded_quotient_is_postgresqls_or_refused(
    dividend: str, divisor: str, places: int, name: str, table: psycopg.Connection
) -> None:
    text = f"{name}(({dividend}) / ({divisor}), {places})"
    try:
        found = computed(text)
    except Problem as problem:
        found = [problem.code, "too many digits" in problem.message]
    assert found in (["SD739", True], served(table, text))


REFUSED = {
    "price / m": "a division of numerics outside round",
    "round(price / m * 100, 2)": "a division of numerics outside round",
    "n / z": "can be 0",
    "n / (m - 1)": "can be 0",
    "n % z": "can be 0",
    "round(price / tax, 2)": "can be 0",
    "big * 0.000001 / 3": "a division of numerics outside round",
    "round(big / 7.0, 6)": "too many digits for numeric division",
    "round(n)": "round of a value of type integer",
    "round(price, n)": "a number of places that is not a constant",
    "floor(price, 1)": "floor with decimals",
    "name < 'x'": "< between values of type text",
    "ref < ref": "< between values of type literal",
    "greatest(name, code)": "greatest of values of type text",
    "name = 5": "= of integer and text",
    "ref = name": "= of literal and text",
    "upper(ref)": "upper of a value of type literal",
    "ref || n": "|| of literal and integer",
    "lower('É')": "beyond ASCII",
    "length(n)": "length of a value of type integer",
    "initcap(name)": "initcap",
    "random()": "rand",
    "now()": "the time of now",
    "current_date": "the time of now",
    "current_user": "current user",
    "name COLLATE \"C\" = 'a'": "collate",
    "name ~ 'a'": "regexp like",
    "name ILIKE 'a'": "ilike",
    "name LIKE 'a%b'": "LIKE 'a%b'",
    "name LIKE 'a\\%'": "LIKE",
    "name LIKE code": "a pattern of LIKE that is not a constant",
    "(SELECT 1)": "is more than one expression",
    "n ^ 2": "pow",
    "n & 1": "bitwise and",
    "n[1]": "bracket",
    "sum(n)": "sum",
    "at::text": "the text of a value of type timestamp",
    "span::text": "the text of a value of type interval",
    "CASE WHEN yes THEN price ELSE tax END::text": "scale differs from row to row",
    "coalesce(rate, 0) || ''": "scale differs from row to row",
    "price::real": "a cast to float",
    "price::double precision": "a cast to double",
    "code::integer": "a cast from text to integer",
    "name::bytea": "a cast to varbinary",
    "at::timestamp(3)": "a cast to timestamp of a precision",
    "yes::bigint": "a cast from boolean to bigint",
    "day + INTERVAL '1 month'": "the interval '1 month'",
    "at + '1 day'": "timestamp + unknown",
    "span * 1.5": "interval * decimal",
    "day + day": "date + date",
    "date_trunc('decade', at)": "date_trunc to 'decade'",
    "extract(hour from day)": "extract(hour from …) of a value of type date",
    "extract(day from span)": "extract(day from …) of a value of type interval",
    "date_part('hour', at)": "the function date_part",
    "seen AT TIME ZONE 'America/Sao_Paulo'": "AT TIME ZONE",
    "'2026-02-30'::date": "there is no date",
    "'x'::integer": "'x' as an integer",
    "'maybe'::boolean": "'maybe' as a boolean",
    "'infinity'::date": "an infinite date",
    "E'a\\nb'": "byte string",
    "sha256(convert_to(name, 'UTF8'))": "is a bytea",
    "encode(convert_to(name, 'UTF8'), 'hex')": "encode of anything but a sha256",
    "n AND yes": "a value of type integer where a condition belongs",
    "left(name)": "is no SQL expression",
    "encode(name)": "is no SQL expression",
    "convert_to(name)": "convert_to with 1 arguments",
    "day + INTERVAL '1' DAY": "alias",
    "name::uuid": "a cast from text to a type of another kind",
    "lpad(name, 1000)": "lpad to 1000 characters",
    "n = m = yes": "grouping",
    "n +": "is no SQL expression",
    "n, m": "is more than one expression",
    "1) FROM pg_class WHERE (true": "is more than one expression",
    "": "is no SQL expression",
}


@pytest.mark.parametrize("text", [text for text in REFUSED if text])
def test_what_is_not_understood_is_named(text: str) -> None:
    problem = refusal(text)
    assert problem.code == "SD739"
    assert REFUSED[text].lower() in problem.message.lower()
    if "not understood" in problem.message:
        assert problem.help


def test_what_is_nested_too_deeply_is_refused() -> None:
    assert refusal("(" * 2000 + "n" + ")" * 2000).code == "SD739"
    assert refusal("n" + " + n" * 2000).code == "SD739"


def test_a_column_that_is_not_there_is_said_so() -> None:
    assert refusal("n + nosuch").code == "SD731"


@pytest.mark.parametrize(
    "text",
    ["big * big", "big::integer", "price::numeric(4,2)", "9223372036854775808", "old + 2147483647"],
)
def test_a_number_that_can_leave_its_type_is_sd742(text: str) -> None:
    assert refusal(text).code == "SD742"


def test_names_are_folded_as_postgresql_folds_them() -> None:
    facts = {"total": GIVEN["n"], "Total": GIVEN["m"]}
    value, stub = made({"sql": 'TOTAL * 100 + "Total"'}, TEXT, ROWS, given=facts)
    assert set(stub.lets) == {"total", "Total"}
    assert value.meaning == "integer"


def test_a_text_alone_is_what_its_column_reads() -> None:
    value, _ = made({"sql": "'2026-01-31'"}, TEXT, ROWS)
    assert (value.meaning, value.node) == ("literal", expr.text("2026-01-31"))


def test_what_is_read_twice_is_computed_once() -> None:
    _, stub = made({"sql": "abs(n * price - tax)"}, TEXT, ROWS, given=GIVEN)
    assert [name for name in stub.lets if name.startswith("thing ")] == ["thing part 1"]


def test_free_columns_are_those_that_an_expression_reads() -> None:
    assert free_columns('CASE WHEN b > 1 THEN "A" || c ELSE C END') == ("A", "b", "c")
    assert free_columns("1 + 2") == ()
    assert free_columns("extract(epoch FROM at) + length(x)") == ("at", "x")
    assert free_columns("user_id.age + 1") == ("user_id.age",)
    with pytest.raises(Problem) as caught:
        free_columns("a.b.c + 1")
    assert caught.value.code == "SD739"


def test_unique_and_distributions_are_refused() -> None:
    for modifier, code in (({"unique": True}, "SD741"), ({"distribution": "zipf"}, "SD734")):
        with pytest.raises(Problem) as caught:
            made({"sql": "n + 1", **modifier}, TEXT, ROWS, given=GIVEN)
        assert caught.value.code == code


def test_the_parser_is_imported_with_the_first_expression() -> None:
    code = "import sys; import seedc.generators.sql; assert 'sqlglot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
