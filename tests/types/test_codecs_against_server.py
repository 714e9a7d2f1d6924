"""What a codec accepts PostgreSQL stores alike under every setting, and what it refuses,
PostgreSQL refuses too, unless the reason why seeds are stricter is listed."""

import json
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedc.catalog import Catalog, EnumType, QualifiedName, TypeRef
from seedc.jsonvalue import JsonValue, Number
from seedc.quote import literal, value_line
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import builtin, type_sql
from seedc.types.registry import codec_for

STATUS = QualifiedName("seeds", "status")
CATALOG = Catalog(
    tables={},
    types={STATUS: EnumType(name=STATUS, labels=("draft", "Paid", "to ship", 'a"b'))},
    sequences={},
)
STRICTER = {
    "SD301": "the JSON kind is wrong, though the text might be read",
    "SD303": "1.0 and 1e3 would be rounded without a word",
    "SD305": "PostgreSQL rounds",
    "SD306": "PostgreSQL also reads ' 1 ', '+1', '1_000' and '0x1'",
    "SD307": "blanks past the length would be cut off",
    "SD308": "PostgreSQL cuts off",
    "SD312": "DateStyle decides, or the year has no ISO form",
    "SD313": "PostgreSQL also reads '1:2', '130405' and '23:59:60'",
    "SD314": "PostgreSQL also reads '20240229', 'now' and names of months",
    "SD315": "the zone would be dropped",
    "SD316": "the session's zone would be taken",
    "SD317": "PostgreSQL rounds",
    "SD318": "PostgreSQL also reads '1.5 days' and '3'",
    "SD319": "fields would be dropped",
    "SD320": "PostgreSQL also reads the escape format and blanks between digits",
    "SD325": "PostgreSQL also reads 10/8 for inet",
    "SD326": "PostgreSQL also reads single digits",
    "SD327": "PostgreSQL also reads 'b01' and 'x1F'",
    "SD329": "spellings with blanks where no bound of ours has one",
}


@dataclass(frozen=True)
class Case:
    type: TypeRef
    values: st.SearchStrategy[Any]
    loose: frozenset[str] = frozenset()
    """Further codes that PostgreSQL does not refuse for this type."""

    @property
    def id(self) -> str:
        return str(type_sql(self.type))


def number(text: object) -> Number:
    return Number(str(text))


def float_text(single: bool) -> st.SearchStrategy[Number]:
    drawn = st.floats(allow_nan=False, allow_infinity=False, width=32 if single else 64).map(repr)
    edges = st.sampled_from(
        [
            "1e400",
            "-1e400",
            "1e-400",
            "5e-324",
            "1.7976931348623157e308",
            "1.8e308",
            "3.5e38",
            "3.4028235e38",
            "3.4028236e38",
            "1e-45",
            "7e-46",
            "1e-46",
            "0e999",
            "-0",
            "NaN",
            "Infinity",
            "16777217",
            "16777217.00000000000000001",
            "0.1",
        ]
    )
    return (drawn | edges).map(number)


decimals = st.builds(
    lambda sign, whole, fraction, exponent: number(
        f"{sign}{whole}{'.' + fraction if fraction else ''}{exponent}"
    ),
    st.sampled_from(["", "-"]),
    st.integers(0, 10**7),
    st.text("0123456789", max_size=6),
    st.sampled_from(["", "", "", "e2", "E-3", "e+1", "e0"]),
)
decimals |= st.sampled_from(
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e131071",
        "1e131072",
        "1e-16383",
        "1e-16384",
        "0.10",
        "0.1",
        "0e99999",
        "-0",
        "-0.0",
        "0",
        "99.995",
        "999",
        "1000",
        "0.001",
        "0.0001",
        "1e99999999999",
    ]
).map(number)
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
strings = st.text(characters, max_size=12) | st.sampled_from(
    ["", " ", "a ", "a", "A", "\\", "\\N", "'", "\t\n\r", '"', "{}", "NULL", "é", "é", "🎉", "$$"]
)
years = st.integers(1, 9999) | st.sampled_from([10000, 99999, 294276, 294277, 5874897, 5874898])
dates = (
    st.builds(
        lambda y, m, d: f"{y:04d}-{m:02d}-{d:02d}", years, st.integers(1, 12), st.integers(1, 31)
    )
    | st.sampled_from(["infinity", "-infinity", "2023-02-29", "0000-01-01", "2024-13-01", "today"])
    | st.sampled_from(["2024-1-1", "20240101", "01/02/2024", "2024-02-29 BC", "", "0099-01-02"])
)
fractions = st.sampled_from(["", "", ".5", ".123456", ".1234567", ".000", ".120", ".1200000"])
times = st.builds(
    lambda h, m, s, f: f"{h:02d}:{m:02d}:{s:02d}{f}",
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    fractions,
) | st.sampled_from(["24:00:00", "24:00:01", "23:59:60", "12:30", "1:2", "noon", "25:00", "00:00"])
zones = st.sampled_from(
    ["Z", "z", "+00", "-00", "+02:00", "-0330", "+05:30", "+15:59", "-12", "+16"]
)
stamps = st.builds(
    lambda d, t, z, separator: f"{d}{separator}{t}{z}",
    dates.filter(lambda d: d[:1].isdigit()),
    times,
    st.just("") | zones,
    st.sampled_from(["T", " ", "t"]),
) | st.sampled_from(["infinity", "-infinity", "now", "2024-02-29", "epoch", "2024-02-29T10"])
counts = st.integers(-40, 40)
intervals = (
    st.builds(
        lambda y, mo, d, h, mi, s: f"P{y}Y{mo}M{d}DT{h}H{mi}M{s}S",
        counts,
        counts,
        counts,
        counts,
        counts,
        st.sampled_from(["0", "5", "-5", "1.5", "-0.25", "1.1234567", "-0"]),
    )
    | st.builds(lambda mo, d, t: f"{mo} mons {d} days {t}", counts, counts, times)
    | st.sampled_from(["P1Y", "P1W", "P1D", "PT", "P", "PT90M", "P1M", "30 days", "24:00:00"])
    | st.sampled_from(
        ["1 day", "-1 day +02:00", "1.5 hours", "1 hour", "90 min", "3", "1 fortnight"]
    )
    | st.sampled_from(["-1 year 2 mons", "1 year -13 mons", "2147483648 days", "-00:00:00.5", ""])
)
uuids = st.uuids().flatmap(
    lambda u: st.sampled_from([str(u), str(u).upper(), u.hex, f"{{{u}}}", f"{u}0", u.hex[:30]])
)
hexes = st.binary(max_size=8).map(lambda b: "\\x" + b.hex()) | st.sampled_from(
    ["\\xABcd", "\\x1", "abc", "\\xzz", "\\x"]
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.text(characters, max_size=6)
    | decimals.filter(lambda n: "N" not in n and "I" not in n and "99999" not in n),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(characters, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
).filter(lambda v: v is not None)
v4 = st.ip_addresses(v=4).map(str)
v6 = st.ip_addresses(v=6).map(str)
addresses = st.builds(
    lambda a, p: a + p, v4 | v6, st.sampled_from(["", "/8", "/24", "/32", "/64", "/128", "/0"])
) | st.sampled_from(["::ffff:1.2.3.4", "1.2.3", "fe80::1%eth0", "10/8", "::/0", "ABCD::1", "x"])
macs = st.binary(min_size=6, max_size=6).flatmap(
    lambda b: st.sampled_from(
        [
            b.hex(":"),
            b.hex("-").upper(),
            b.hex(),
            f"{b.hex()[:6]}:{b.hex()[6:]}",
            b.hex(":")[:-1],
            f"{b.hex()[:6]}-{b.hex()[6:]}",
            b.hex(".", 2),
            b.hex("-", 2),
            b.hex(":") + ":01:02",
        ]
    )
)
bits = st.text("01", max_size=6) | st.sampled_from(["2", "b01", "x1F", "01010101"])


xmls = st.sampled_from(
    ["<a/>", "text", "<a>1</a><b/>", "<a", "&lt;", "&nope;", "<a b='1'/>", "<a><b></a></b>", "é",
     "", "<!-- c --><a/>", "<?xml version='1.0'?><a/>", "<![CDATA[<]]>", "a & b",
     "<a xmlns:p='u'/>"]
)  # fmt: skip


def range_of(bound: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda a, low, high, b: f"{a}{low},{high}{b}",
        st.sampled_from("[("),
        bound | st.just(""),
        bound | st.just(""),
        st.sampled_from(")]"),
    ) | st.sampled_from(["empty", "EMPTY", "(,)", "[,]", "[1", "1,2", "[a,b]"])


def multirange_of(bound: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ranges = st.lists(range_of(bound), max_size=4)
    return ranges.map(lambda r: "{" + ",".join(r) + "}") | st.sampled_from(["{", "{}", "{[1,2),}"])


small = st.integers(-5, 12).map(str) | st.sampled_from(["2147483647", "2147483648", "1.5"])
near_dates = st.integers(1, 28).map(lambda d: f"2024-02-{d:02d}") | st.sampled_from(
    ["infinity", "-infinity", "9999-12-31", "10000-01-01", "5874897-12-31", "2024-02-30"]
)
near_stamps = st.sampled_from(
    ['"2024-02-29 10:00:00"', '"2024-02-29T11:00:00"', "2024-03-01", '"2024-02-29 10:00:00.5"']
)
zoned_stamps = st.sampled_from(
    ['"2024-02-29 10:00:00Z"', '"2024-02-29T11:00:00+01"', "2024-02-29T10:00:00+00"]
)
many_zoned_stamps = st.sampled_from(
    ['"2024-02-29 10:00:00Z"', '"2024-02-29T11:30:00+01"', "2024-02-29T10:00:00+00", "infinity"]
)
fixed_numbers = st.sampled_from(["1", "1.0", "1.50", "2", "-3", '"2.5"'])


def arrays_of(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    flat = st.lists(st.none() | items, max_size=4)
    return flat | st.lists(flat, max_size=3) | st.just([[[]]])


def integers_near(bits: int) -> st.SearchStrategy[Number]:
    edge = st.integers(-2, 2).flatmap(lambda d: st.sampled_from([2**bits + d, -(2**bits) + d, d]))
    odd = st.sampled_from(["1.0", "1e3", "-0", "NaN", "9" * 50])
    return (
        st.integers(-(2 ** (bits + 1)), 2 ** (bits + 1)).map(number)
        | edge.map(number)
        | odd.map(number)
    )


ARRAYS = [
    ("int8", arrays_of(integers_near(63))),
    ("float8", arrays_of(float_text(single=False))),
    ("bpchar", arrays_of(strings)),
    ("uuid", arrays_of(uuids)),
    ("date", arrays_of(dates)),
    ("time", arrays_of(times)),
    ("timestamp", arrays_of(stamps)),
    ("interval", arrays_of(intervals)),
    ("inet", arrays_of(addresses)),
    ("macaddr", arrays_of(macs)),
    ("varbit", arrays_of(bits)),
    ("money", arrays_of(decimals)),
    ("name", arrays_of(strings)),
    ("json", st.lists(json_values, max_size=4)),
    ("numrange", arrays_of(range_of(fixed_numbers))),
]
CASES = [
    Case(builtin("int2"), integers_near(15)),
    Case(builtin("int4"), integers_near(31)),
    Case(builtin("int8"), integers_near(63)),
    Case(builtin("oid"), integers_near(32), frozenset(["SD304"])),
    Case(builtin("numeric"), decimals | decimals.map(str)),
    Case(builtin("numeric", 5, 2), decimals),
    Case(builtin("numeric", 4), decimals),
    Case(builtin("numeric", 3, 5), decimals),
    Case(builtin("numeric", 3, -2), decimals),
    Case(builtin("float4"), float_text(single=True)),
    Case(builtin("float8"), float_text(single=False)),
    Case(builtin("money"), decimals, frozenset(["SD304"])),
    Case(builtin("text"), strings),
    Case(builtin("varchar", 3), strings),
    Case(builtin("bpchar", 3), strings),
    Case(builtin("bpchar"), strings),
    Case(builtin("name"), strings | st.sampled_from(["x" * 63, "x" * 64, "é" * 32])),
    Case(builtin("char"), strings),
    Case(TypeRef(STATUS), st.sampled_from(["draft", "Paid", "paid", "to ship", 'a"b', ""])),
    Case(builtin("bool"), st.booleans()),
    Case(builtin("uuid"), uuids),
    Case(builtin("bytea"), hexes),
    Case(builtin("bit", 3), bits),
    Case(builtin("varbit", 5), bits),
    Case(builtin("varbit"), bits),
    Case(builtin("date"), dates),
    Case(builtin("time"), times | st.builds(str.__add__, times, zones)),
    Case(builtin("time", 2), times),
    Case(builtin("timetz"), st.builds(str.__add__, times, zones) | times),
    Case(builtin("timestamp"), stamps),
    Case(builtin("timestamp", 3), stamps),
    Case(builtin("timestamptz"), stamps),
    Case(builtin("timestamptz", 0), stamps),
    Case(builtin("interval"), intervals),
    Case(builtin("interval", 3), intervals),
    *(
        Case(TypeRef(QualifiedName("pg_catalog", "interval"), (), fields), intervals)
        for fields in ("year", "year to month", "day", "hour", "day to minute", "minute to second")
    ),
    Case(builtin("json"), json_values),
    Case(builtin("jsonb"), json_values | decimals),
    Case(builtin("inet"), addresses),
    Case(builtin("cidr"), addresses, frozenset(["SD325"])),
    Case(builtin("macaddr"), macs),
    Case(builtin("macaddr8"), macs),
    Case(builtin("int4range"), range_of(small)),
    Case(builtin("int8range"), range_of(small)),
    Case(builtin("numrange"), range_of(fixed_numbers)),
    Case(builtin("daterange"), range_of(near_dates)),
    Case(builtin("tsrange"), range_of(near_stamps)),
    Case(builtin("tstzrange"), range_of(zoned_stamps)),
    Case(builtin("int4multirange"), multirange_of(small)),
    Case(builtin("nummultirange"), multirange_of(fixed_numbers)),
    Case(builtin("datemultirange"), multirange_of(near_dates)),
    Case(builtin("int8multirange"), multirange_of(small)),
    Case(builtin("tsmultirange"), multirange_of(near_stamps)),
    Case(builtin("tstzmultirange"), multirange_of(many_zoned_stamps)),
    Case(builtin("xml"), xmls),
    *(Case(TypeRef(QualifiedName("pg_catalog", name), array=True), v) for name, v in ARRAYS),
    Case(TypeRef(QualifiedName("pg_catalog", "int4"), array=True), arrays_of(integers_near(31))),
    Case(TypeRef(QualifiedName("pg_catalog", "text"), array=True), arrays_of(strings)),
    Case(TypeRef(QualifiedName("pg_catalog", "varchar"), (3,), array=True), arrays_of(strings)),
    Case(TypeRef(QualifiedName("pg_catalog", "numeric"), (5, 2), array=True), arrays_of(decimals)),
    Case(TypeRef(QualifiedName("pg_catalog", "timestamptz"), array=True), arrays_of(stamps)),
    Case(TypeRef(QualifiedName("pg_catalog", "jsonb"), array=True), st.lists(json_values)),
    Case(TypeRef(QualifiedName("pg_catalog", "int4range"), array=True), arrays_of(range_of(small))),
    Case(TypeRef(QualifiedName("pg_catalog", "bool"), array=True), arrays_of(st.booleans())),
    Case(TypeRef(QualifiedName("pg_catalog", "bytea"), array=True), arrays_of(hexes)),
    Case(TypeRef(STATUS, array=True), arrays_of(st.sampled_from(["draft", "to ship", 'a"b']))),
]
WITHOUT_EQUALITY = ("json", "json[]", "xml")


def parsed(codec: Codec, value: JsonValue) -> str | ValueProblem:
    try:
        return codec.parse(value)
    except ValueProblem as problem:
        return problem


def as_written(value: JsonValue) -> str:
    """The text somebody would write by hand for a scalar value."""
    return str(value) if isinstance(value, str) else json.dumps(value)


def copy_line(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escaped)
    return text + "\n"


def token(codec: Codec, text: str) -> str:
    line = value_line([text], [codec.bare], "")
    return line.removeprefix(", (").removesuffix(")  -- ")


@pytest.fixture(scope="module", autouse=True)
def enum_type(types_database: str) -> None:
    with psycopg.connect(types_database, autocommit=True) as session:
        session.execute("CREATE SCHEMA IF NOT EXISTS seeds")
        session.execute("DROP TYPE IF EXISTS seeds.status CASCADE")
        session.execute("CREATE TYPE seeds.status AS ENUM ('draft', 'Paid', 'to ship', 'a\"b')")


@pytest.mark.server
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_server_agrees_with_the_codec(case: Case, sessions: list[Any]) -> None:
    codec = codec_for(case.type, CATALOG)
    type_text = type_sql(case.type)
    plain = sessions[0]
    if case.id == "xml" and not has_xml(plain):
        pytest.skip("the server is built without libxml")
    plain.execute("DROP TABLE IF EXISTS t")
    plain.execute(f"CREATE TABLE t (i serial, n integer, v {type_text})")

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(case.values, min_size=1, max_size=30))
    def check(values: list[Any]) -> None:
        results = [parsed(codec, value) for value in values]
        texts = [result for result in results if isinstance(result, str)]
        for value, result in zip(values, results, strict=True):
            if isinstance(result, ValueProblem):
                refused_too(plain, case, value, result)
        stored(sessions, codec, type_text, texts)
        equality(plain, case, codec, texts)

    check()


def has_xml(plain: Any) -> bool:
    try:
        plain.execute("SELECT ''::xml")
    except psycopg.errors.FeatureNotSupported:
        return False
    return True


def refused_too(plain: Any, case: Case, value: Any, problem: ValueProblem) -> None:
    if isinstance(value, list | dict) or problem.code in STRICTER or problem.code in case.loose:
        return
    try:
        plain.execute(f"INSERT INTO t (v) VALUES ({literal(as_written(value))})")
    except psycopg.Error:
        return
    pytest.fail(f"{problem.code} {problem.message}: the server accepts {value!r}")


def stored(sessions: list[Any], codec: Codec, type_text: str, texts: list[str]) -> None:
    """Each text is stored alike by every session, as a literal, as a token and by COPY."""
    plain = sessions[0]
    plain.execute("TRUNCATE t")
    for session in sessions:
        with session.cursor() as cursor:
            for n, text in enumerate(texts):
                cursor.execute(f"INSERT INTO t (n, v) VALUES ({n}, {literal(text)}::{type_text})")
                cursor.execute(f"INSERT INTO t (n, v) VALUES ({n}, {token(codec, text)})")
            with cursor.copy("COPY t (n, v) FROM STDIN") as copy:
                for n, text in enumerate(texts):
                    copy.write(f"{n}\t{copy_line(text)}")
    differing = plain.execute(
        "SELECT n, array_agg(DISTINCT v::text) FROM t GROUP BY n HAVING count(DISTINCT v::text) > 1"
    ).fetchall()
    assert [(texts[n], found) for n, found in differing] == []


def equality(plain: Any, case: Case, codec: Codec, texts: list[str]) -> None:
    """Keys are equal exactly where the server's `=` is true."""
    if case.id in WITHOUT_EQUALITY:
        return
    keys = [codec.canonical(text) for text in texts]
    pairs = plain.execute(
        "WITH one AS (SELECT DISTINCT ON (n) n, v FROM t ORDER BY n, i)"
        " SELECT a.n, b.n FROM one a JOIN one b ON a.v = b.v"
    ).fetchall()
    server = set(pairs)
    ours = {(a, b) for a in range(len(keys)) for b in range(len(keys)) if keys[a] == keys[b]}
    assert all(hash(keys[a]) == hash(keys[b]) for a, b in ours)
    assert [(texts[a], texts[b]) for a, b in sorted(server ^ ours)] == []
