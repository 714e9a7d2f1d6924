"""Whatever a predicate says of a row, PostgreSQL says of it too."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedc.catalog import Catalog, EnumType, Expression, QualifiedName, TypeRef
from seedc.jsonvalue import Number
from seedc.passes.predicate import NotUnderstood, Predicate, compile_predicate
from seedc.quote import literal
from seedc.types.codec import Codec
from seedc.types.names import builtin, type_sql
from seedc.types.registry import codec_for

STATUS = QualifiedName("public", "status")
CATALOG = Catalog(
    tables={}, types={STATUS: EnumType(name=STATUS, labels=("draft", "paid"))}, sequences={}
)
COLUMNS: dict[str, TypeRef] = {
    "s": builtin("int2"),
    "n": builtin("int4"),
    "m": builtin("int4"),
    "big": builtin("int8"),
    "price": builtin("numeric", 10, 2),
    "cost": builtin("numeric"),
    "f": builtin("float8"),
    "r": builtin("float4"),
    "a": builtin("text"),
    "b": builtin("varchar", 20),
    "c": builtin("bpchar", 4),
    "e": TypeRef(STATUS),
    "yes": builtin("bool"),
    "no": builtin("bool"),
    "d": builtin("date"),
    "d2": builtin("date"),
    "at": builtin("timestamp"),
    "z": builtin("timestamptz"),
    "t": builtin("time"),
    "i": builtin("interval"),
    "u": builtin("uuid"),
    "j": builtin("jsonb"),
    "h": builtin("bytea"),
    "tags": TypeRef(QualifiedName("pg_catalog", "text"), array=True),
    "nums": TypeRef(QualifiedName("pg_catalog", "int4"), array=True),
    "comment": builtin("text"),
}
CODECS: dict[str, Codec] = {name: codec_for(type_, CATALOG) for name, type_ in COLUMNS.items()}


def numbers(*texts: str) -> st.SearchStrategy[Number]:
    return st.sampled_from(texts).map(Number)


words = st.sampled_from(
    [
        "",
        " ",
        "a",
        "A",
        "abc",
        "ABC",
        "abc ",
        " x",
        "draft",
        "paid",
        "a@b.co",
        "Ana@Site.org",
        "é",
        "ÀB",
    ]
    + [
        "x_1",
        "100%",
        "a\nb",
        "line\n",
        "+5511999",
        "12345-678",
        "12345",
        "a-b",
        "]",
        "[",
        "\\",
        "a.b",
    ]
    + [
        "00:11",
        "AB12",
        "#ff00aa",
        "#FF00AAx",
        "tab\t",
        "aXb",
        "foo bar",
        "http://x.y",
        "BR",
        "b",
        "ab",
    ]
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "s": numbers("0", "1", "-1", "5", "32767", "-32768"),
    "n": st.integers(-12, 12).map(lambda n: Number(n))
    | numbers("2147483647", "-2147483648", "100"),
    "m": st.integers(-4, 4).map(lambda n: Number(n)) | numbers("2147483647"),
    "big": numbers("0", "7", "-9223372036854775808", "9223372036854775807", "4503599627370496"),
    "price": numbers("0", "1", "1.00", "19.99", "-0.01", "99999999.99", "0.10", "2.5", "-2.5"),
    "cost": numbers("0", "1.000", "19.99", "1e-20", "123456789012345678901234567890", "NaN", "3"),
    "f": numbers("0.1", "0", "-0", "1e300", "100", "2.5", "1.5") | st.just("NaN"),
    "r": numbers("0.1", "0", "2.5", "16777217", "1.5"),
    "a": words,
    "b": words,
    "c": st.sampled_from(["", "a", "ab", "abcd", "a  ", "BR", "é"]),
    "e": st.sampled_from(["draft", "paid"]),
    "yes": st.booleans(),
    "no": st.booleans(),
    "d": st.sampled_from(["2000-01-01", "1999-12-31", "2024-02-29", "infinity", "0001-01-01"]),
    "d2": st.sampled_from(["2000-01-01", "2000-01-02", "12000-06-30", "-infinity", "2024-12-31"]),
    "at": st.sampled_from(
        ["2000-01-01", "2000-01-01T00:00:00.5", "1970-05-06 07:08:09", "infinity"]
    ),
    "z": st.sampled_from(
        ["2000-01-01T00:00:00Z", "2000-01-01T02:00:00+02:00", "2024-02-29T10:00Z"]
    ),
    "t": st.sampled_from(["00:00", "24:00", "09:30:15.25", "23:59:59"]),
    "i": st.sampled_from(["P1D", "PT24H", "P1M", "30 days", "-1 day", "00:00:00"]),
    "u": st.sampled_from(
        ["5eed0000-0000-8000-8000-000000000000", "FFFFFFFF-0000-4000-8000-000000000001"]
    ),
    "j": st.sampled_from(
        [{}, [], "x", Number("1.0"), True, {"a": Number("1")}, [Number("1"), None]]
    ),
    "h": st.sampled_from(["\\x", "\\x00ff", "\\xFFFFFFFF"]),
    "tags": st.sampled_from([[], ["a"], ["a", None], ["b", "a"], [["a", "b"], ["c", "d"]]]),
    "nums": st.sampled_from([[], [Number("1")], [Number("3"), None, Number("1")], [None]]),
    "comment": words,
}
UNDERSTOOD = """\
n >= 0
n > 0 AND n < 100
n BETWEEN 1 AND 10
n BETWEEN SYMMETRIC 10 AND 1
n NOT BETWEEN -3 AND m
n = 1.0
n IN (1, 2, 3)
n NOT IN (1, NULL, 3)
n <> ALL (ARRAY[1, 2])
n = ANY ('{1,2,3}'::integer[])
s + 1 > n
n * m <> 4
big + 1 > 0
-n < 5 OR - big > 0
n / m > 1
n % m = 0
mod(n, 3) = -1
(n + m) * 2 - 1 > n % 5
abs(n) <= 7
price >= 0
price > cost
price * n <= 100
price / 2 = 1.25
price - cost >= 0 AND price > 0.00
price = round(price, 1)
round(cost) = cost AND floor(price) < ceil(price)
trunc(1) = 1 OR price::integer = 3
price::numeric(10,2) >= 0 OR TRUE
sign(price) = 1 OR price % 1 = 0
f >= 0.1 AND f <= 100
r = 0.1
r < 2.5 OR r > n
f > cost
a <> ''
a = b
length(a) > 2
char_length(b) <= 5
length(c) = 2
c = 'ab'
c = b
c LIKE 'a%'
c::text LIKE 'a_'
octet_length(a) > length(a)
bit_length(h) = 16 OR octet_length(h) = 4
lower(a) = a
upper(c) = c
a = trim(a)
btrim(a) <> '' AND ltrim(a) = rtrim(b, ' bx')
trim(both 'a' from a) = 'b'
position('@' in a) > 1
strpos(a, b) = 1
substr(a, 2) = 'bc'
substring(a from 1 for 2) = 'ab'
left(a, 1) = 'a' AND right(b, -1) <> ''
starts_with(a, 'a')
a || b = 'ab' || b
concat(a, '-', b) <> '-'
a LIKE '%@%.%'
a NOT LIKE 'a\\_%'
a LIKE 'a!%%' ESCAPE '!'
a LIKE '100\\%'
a ILIKE 'AB%'
a NOT ILIKE '%X%'
a ~ '^[a-z]+$'
a ~ '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$'
a ~* '^[a-z0-9]+$'
a !~ '\\d'
a !~* 'AB'
a ~ '^\\+?[0-9]{3,10}$'
a ~ '^#[0-9a-fA-F]{6}$'
a ~ '^([0-9]{5})(-[0-9]{3})?$'
a ~ '[[:space:]]'
a ~ '^[^[:digit:]]*$'
a ~ '^(?:http|ftp)s?://'
a ~ '[]]|[[]|\\\\'
a ~ '\\yfoo\\y'
a ~ 'a.b'
a ~ 'b$'
a SIMILAR TO '(a|b)%'
a SIMILAR TO '[a-z]_[0-9]'
a IS NOT NULL
j IS NULL OR n IS NOT NULL
num_nonnulls(n, a, j) = 2
num_nulls(a, b) < 2
yes
NOT yes OR no
yes IS TRUE
yes IS NOT FALSE AND no IS NOT TRUE
yes IS UNKNOWN OR no
yes = no
yes > no
n IS DISTINCT FROM m
a IS NOT DISTINCT FROM b
e = 'draft'
e IN ('draft', 'paid')
e <> 'paid'::status
e::text = ANY (ARRAY['draft', 'x'])
b = ANY (ARRAY['draft'::character varying, 'paid'::character varying]::text[])
a = ANY (tags)
'a' = ANY (tags) AND a <> ALL (tags)
n > ALL (nums)
d >= '2000-01-01'
d > d2
d - d2 > 30
d + 1 > d2
d2 >= d + n
d BETWEEN '1900-01-01'::date AND '2100-01-01'::date
EXTRACT(year FROM d) >= 2000
EXTRACT(dow FROM d2) IN (0, 6) OR EXTRACT(doy FROM d2) = 182
date_part('month', d2) = 12 OR EXTRACT(quarter FROM d2) = 1
EXTRACT(hour FROM at) = 7 OR EXTRACT(minute FROM t) = 30
EXTRACT(hour FROM t) = 24 OR EXTRACT(isodow FROM at) = 6
at > '1999-01-01'
at >= d
at::date = d
d::timestamp = at
z >= '2000-01-01 00:00:00+00'
t >= '09:00:00' AND t <= '18:00'
i > '1 day'::interval
i = interval '24 hours'
at - '2000-01-01' < '1 day'
isfinite(d) AND isfinite(at)
u <> '00000000-0000-0000-0000-000000000000'
u > '5eed0000-0000-8000-8000-000000000000'::uuid
jsonb_typeof(j) = 'object'
j <> '{}'
j = '[1.0, null]'::jsonb
jsonb_array_length(j) > 0
h <> '\\x'
cardinality(tags) > 0
array_length(tags, 1) <= 2
array_length(tags, 2) IS NULL
array_position(nums, 1) > 1
array_position(nums, NULL) IS NULL
tags = ARRAY['a']
coalesce(a, b, '') <> ''
coalesce(n, 0) + coalesce(m, 0) > 0
nullif(a, '') IS NOT NULL
nullif(n, 0) > 1
greatest(n, m) > 3
least(n, m, 0) < 0
greatest(d, d2) > '2000-01-01'
CASE WHEN n > 0 THEN a <> '' ELSE b IS NOT NULL END
CASE e WHEN 'draft' THEN price = 0 WHEN 'paid' THEN price > 0 END
CASE WHEN yes THEN 1 WHEN no THEN 2.5 ELSE NULL END > 1
(n IS NULL) = (m IS NULL)
(n IS NULL) <> (a IS NULL)
n IS NULL OR m IS NULL OR n <= m
NOT (yes AND no)
NOT n = m
comment <> '' AND length(comment) < 4
n::bigint * 10 > 50
n::text = '7'
n::numeric / 8 < 1
yes::integer + no::integer = 1
5 % n = 1
pg_catalog.length(a) = 3""".split("\n")
NOT_UNDERSTOOD = """\
a < b
a > 'm'
e < 'paid'
a COLLATE "C" = 'x'
d <= CURRENT_DATE
z <= now()
f * 2 > 1
at = z
z > '2000-01-01'
EXTRACT(epoch FROM at) > 0
n = (SELECT 1)
my_check(a)
public.length(a) = 1
j ? 'a'
j ->> 'a' = '1'
a ~ '(a)\\1'
a ~ '(?i)a'
a ~ '\\mfoo'
a ~ b
a LIKE b
random() < 0.5
missing = 1
ROW(n, m) IS NULL
n = ANY (SELECT 1)
a ~ '[[.hyphen.]]'
a = 'x'::public.email""".split("\n")


@pytest.fixture(scope="module")
def session(server: str) -> Iterator[Any]:
    name = "seedc_predicates"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    dsn = psycopg.conninfo.make_conninfo(server, dbname=name, options="-c TimeZone=Asia/Tokyo")
    with psycopg.connect(dsn, autocommit=True) as opened:
        opened.execute("CREATE TYPE public.status AS ENUM ('draft', 'paid')")
        columns = ", ".join(f"{n} {type_sql(t)}" for n, t in COLUMNS.items())
        opened.execute(f"CREATE TABLE t ({columns})")
        for n, text in enumerate(UNDERSTOOD):
            opened.execute(f"ALTER TABLE t ADD CONSTRAINT c{n} CHECK ({text}) NOT VALID")
        found = opened.execute(
            "SELECT substr(conname, 2)::integer, pg_get_expr(conbin, conrelid) FROM pg_constraint"
            " WHERE conrelid = 't'::regclass AND contype = 'c' ORDER BY 1"
        ).fetchall()
        opened.execute(
            f"ALTER TABLE t {', '.join(f'DROP CONSTRAINT c{n}' for n in range(len(UNDERSTOOD)))}"
        )
        opened.printed = dict(found)  # type: ignore[attr-defined] # handed to the tests
        yield opened
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def compiled(text: str) -> Predicate:
    predicate = compile_predicate(Expression(text), CODECS)
    assert isinstance(predicate, Predicate), f"{text}: {predicate.reason}"
    return predicate


def values_of(texts: dict[str, str | None]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, text in texts.items():
        read = CODECS[name].value
        row[name] = text if text is None or read is None else read(text)
    return row


def servers_verdict(session: Any, expression: str, number: int) -> Any:
    try:
        return session.execute(
            f"SELECT ({expression}) FROM (SELECT t.*, row_number() OVER () AS k FROM t) AS t"
            f" WHERE k = {number}"
        ).fetchone()[0]
    except psycopg.Error:
        return "error"


rows_of = st.fixed_dictionaries({name: st.none() | VALUES[name] for name in COLUMNS})


@pytest.mark.server
@settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(rows=st.lists(rows_of, min_size=10, max_size=40))
def test_verdicts_are_those_of_the_server(session: Any, rows: list[dict[str, Any]]) -> None:
    texts = [{n: None if v is None else CODECS[n].parse(v) for n, v in row.items()} for row in rows]
    session.execute("TRUNCATE t")
    for row in texts:
        listed = ", ".join("NULL" if v is None else str(literal(v)) for v in row.values())
        session.execute(f"INSERT INTO t VALUES ({listed})")
    known = [values_of(row) for row in texts]
    for n, written in enumerate(UNDERSTOOD):
        for text in (written, session.printed[n]):
            predicate = compiled(text)
            for number, row in enumerate(known, 1):
                ours = predicate(row)
                if ours is not None:
                    theirs = servers_verdict(session, written, number)
                    assert ours is theirs, (text, predicate.columns, texts[number - 1])


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_common_checks_are_decided_for_some_row(text: str) -> None:
    assert compiled(text).columns
    assert compiled(text)({}) is None


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_the_server_alone_can_tell_is_left_to_it(text: str) -> None:
    found = compile_predicate(Expression(text), CODECS)
    assert isinstance(found, NotUnderstood)
    assert found.reason


@pytest.mark.parametrize(
    "text",
    [
        "(" * 3000 + "n > 0" + ")" * 3000,
        "NOT " * 3000 + "yes",
        "a || " * 3000 + "'' = ''",
        "n > 0 AND",
        "n > 0); DROP TABLE t; --",
        "",
    ],
)
def test_strange_text_is_not_understood(text: str) -> None:
    assert isinstance(compile_predicate(Expression(text), CODECS), NotUnderstood)


def test_long_chains_are_understood() -> None:
    text = " OR ".join(f"n = {n}" for n in range(400))
    assert compiled(text)({"n": 399}) is True
    assert compiled(text)({"n": 400}) is False


def test_a_domain_calls_its_value_value() -> None:
    email = compile_predicate(Expression("VALUE ~ '@'"), {"VALUE": CODECS["a"]})
    assert isinstance(email, Predicate)
    assert (email({"VALUE": "a@b"}), email({"VALUE": "ab"}), email({"VALUE": None})) == (
        True,
        False,
        None,
    )


def test_operators_that_group_otherwise_in_postgresql_are_refused() -> None:
    assert isinstance(compile_predicate(Expression("yes = no IS NULL"), CODECS), Predicate)
    assert isinstance(compile_predicate(Expression("a || b ~ 'x' || a"), CODECS), NotUnderstood)
