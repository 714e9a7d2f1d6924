"""Whatever a predicate says of a row, PostgreSQL says of it too."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from seedc.catalog import Catalog, EnumType, Expression, QualifiedName, TypeRef
from seedc.jsonvalue import Number
from seedc.passes.predicate import NotUnderstood, Predicate, compile_predicate
from seedc.quote import literal
from seedc.types.codec import Codec
from seedc.types.names import builtin, type_sql
from seedc.types.registry import codec_for

HERE = Path(__file__).parent
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


def number(value: object) -> Number:
    return Number(str(value))


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
        "a ",
        "ab  ",
        " x",
        "draft",
        "paid",
        "a@b.co",
        "Ana@Site.org",
        "é",
        "ÀB",
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
    "n": st.integers(-12, 12).map(number) | numbers("2147483647", "-2147483648", "100"),
    "m": st.integers(-4, 4).map(number) | numbers("2147483647"),
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
UNDERSTOOD = (HERE / "understood.sql.txt").read_text(encoding="utf-8").splitlines()
NOT_UNDERSTOOD = (HERE / "not-understood.sql.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def session(server: str) -> Iterator[Any]:
    name = f"seedc_predicates_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    dsn = psycopg.conninfo.make_conninfo(server, dbname=name, options="-c TimeZone=Asia/Tokyo")
    with psycopg.connect(dsn, autocommit=True) as opened:
        opened.execute("CREATE TYPE public.status AS ENUM ('draft', 'paid')")
        columns = ", ".join(f"{n} {type_sql(t)}" for n, t in COLUMNS.items())
        opened.execute(f"CREATE TABLE t (k integer, {columns})")
        for n, text in enumerate(UNDERSTOOD):
            opened.execute(f"ALTER TABLE t ADD CONSTRAINT c{n} CHECK ({text}) NOT VALID")
        found = opened.execute(
            "SELECT substr(conname, 2)::integer, pg_get_expr(conbin, conrelid) FROM pg_constraint"
            " WHERE conrelid = 't'::regclass AND contype = 'c' ORDER BY 1"
        ).fetchall()
        opened.execute(
            f"ALTER TABLE t {', '.join(f'DROP CONSTRAINT c{n}' for n in range(len(UNDERSTOOD)))}"
        )
        opened.printed = [text for _, text in found]  # type: ignore[attr-defined] # for the tests
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


def servers_verdicts(session: Any, expression: str, count: int) -> list[Any]:
    """Each row's verdict in the order of k; "error" for a row on which the server raises one."""
    query = f"SELECT ({expression}) FROM t"
    try:
        return [verdict for (verdict,) in session.execute(f"{query} ORDER BY k").fetchall()]
    except psycopg.Error:
        return [_one_verdict(session, f"{query} WHERE k = {k}") for k in range(count)]


def _one_verdict(session: Any, query: str) -> Any:
    try:
        return session.execute(query).fetchone()[0]
    except psycopg.Error:
        return "error"


rows_of = st.fixed_dictionaries({name: st.none() | VALUES[name] for name in COLUMNS})


@pytest.mark.server
@settings(
    max_examples=8,
    phases=[Phase.generate],  # a row of 27 columns says enough without being shrunk
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(rows=st.lists(rows_of, min_size=10, max_size=40))
def test_verdicts_are_those_of_the_server(session: Any, rows: list[dict[str, Any]]) -> None:
    texts = [{n: None if v is None else CODECS[n].parse(v) for n, v in row.items()} for row in rows]
    session.execute("TRUNCATE t")
    for k, row in enumerate(texts):
        listed = ", ".join("NULL" if v is None else str(literal(v)) for v in map(row.get, COLUMNS))
        session.execute(f"INSERT INTO t VALUES ({k}, {listed})")
    known = [values_of(row) for row in texts]
    for written, printed in zip(UNDERSTOOD, session.printed, strict=True):
        theirs = servers_verdicts(session, written, len(rows))
        for text in (written, printed):
            predicate = compiled(text)
            ours = [predicate(row) for row in known]
            differing = [
                (texts[k], one, two)
                for k, (one, two) in enumerate(zip(ours, theirs, strict=True))
                if one is not None and one is not two
            ]
            assert not differing, f"{text}: {differing[0]}"
            left_open = sum(
                one is None and isinstance(two, bool) for one, two in zip(ours, theirs, strict=True)
            )
            assert left_open <= len(rows) / 2, text


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_common_check_is_understood_and_waits_for_its_columns(text: str) -> None:
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("c ~ '^(a+)+$'", "a" * 5000 + "!"),
        ("c ~ '^([a-z]|[a-z0-9])*$'", "a" * 5000 + "!"),
        ("c LIKE '%a%a%a%a%b'", "a" * 5000),
    ],
)
def test_no_pattern_takes_longer_than_the_text_is_long(text: str, value: str) -> None:
    predicate = compile_predicate(Expression(text), {"c": codec_for(builtin("text"), CATALOG)})
    assert not isinstance(predicate, NotUnderstood)
    started = time.perf_counter()
    assert predicate({"c": value}) is False
    assert time.perf_counter() - started < 1
