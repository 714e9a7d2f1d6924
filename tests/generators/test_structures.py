"""Cells with parts: JSON, lists, arrays, composite values, ranges, bytes, vectors."""

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator

from generators.kit import TEXT, sample
from generators.served import served, statement
from seedc.generators import (
    barcodes,
    binary,
    documents,
    iban,
    network,
    password,
    ranges,
    structures,
    uuids,
)
from seedc.generators.context import Generator, Problem
from seedc.generators.values import Target

WORDS = ["plain", 'with "quotes"', "back\\slash", "{a,b}", "", "NULL", " (x) ", "naïve 漢字\n"]


def column(type_name: str, type_sql: str = "", **facts: Any) -> Target:
    return Target(
        table="shop.things",
        column="thing",
        type_name=type_name,
        type_sql=type_sql or type_name,
        **facts,
    )


JSONB = column("jsonb")
TEXTS = column("text", "text[]", array=True)
NUMBERS = column("int4", "integer[]", array=True)


def _name(generator: Generator) -> str:
    return generator.name


def refused(rule: dict[str, Any], target: Target = TEXT, **facts: Any) -> str:
    with pytest.raises(Problem) as caught:
        sample(rule, target, **facts)
    return caught.value.code


# JSON ---------------------------------------------------------------------------------------------


def test_json_has_the_structure_and_the_types_of_its_rules() -> None:
    rule = {
        "json": {
            "object": {
                "theme": {"choice": WORDS},
                'odd "name"\\': {"integer": {"between": [-5, 5]}},
                "price": {"decimal": {"between": [1, 2], "scale": 2}},
                "active": {"boolean": Decimal("0.5")},
                "nothing": {"constant": None},
                "since": {"date": {"between": ["2026-01-01", "2026-01-31"]}},
                "id": {"uuid": {}},
                "limits": {"json": {"object": {"posts": {"constant": 9}}}},
                "pair": {"json": {"array": [{"constant": "a"}, {"constant": True}]}},
                "tags": {"list": {"of": {"choice": WORDS}, "length": [0, 3], "distinct": True}},
                "fixed": {"json": {"constant": {"a": [1, Decimal("2.50"), None, 'x"y']}}},
            }
        }
    }
    for text in sample(rule, JSONB, rows=200):
        found = json.loads(text, parse_float=Decimal)
        assert list(found) == list(rule["json"]["object"])
        assert found["theme"] in WORDS
        assert -5 <= found['odd "name"\\'] <= 5
        assert Decimal(1) <= found["price"] <= Decimal(2)
        assert found["active"] in (True, False)
        assert found["nothing"] is None
        assert found["since"].startswith("2026-01-")
        assert len(found["id"]) == 36
        assert found["limits"] == {"posts": 9}
        assert found["pair"] == ["a", True]
        assert len(found["tags"]) == len(set(found["tags"])) <= 3
        assert found["fixed"] == {"a": [1, Decimal("2.50"), None, 'x"y']}


def test_empty_structures_are_empty() -> None:
    assert set(sample({"json": {"object": {}}}, JSONB)) == {"{}"}
    assert set(sample({"json": {"array": []}}, JSONB)) == {"[]"}
    assert set(sample({"list": {"of": {"constant": 1}, "length": 0}}, JSONB)) == {"[]"}


def test_json_is_unique_where_one_of_its_members_is() -> None:
    numbered = {"json": {"object": {"n": {"integer": {"between": [1, 200]}, "unique": True}}}}
    assert len(set(sample(numbered | {"unique": True}, JSONB, rows=200))) == 200
    plain = {"json": {"object": {"n": {"integer": {"between": [1, 200]}}}}}
    assert refused(plain | {"unique": True}, JSONB) == "SD736"
    assert refused({"json": {"constant": {}}, "unique": True}, JSONB) == "SD736"


def test_a_problem_inside_says_where() -> None:
    rule = {"json": {"object": {"a": {"json": {"array": [{"integer": {"between": [2, 1]}}]}}}}}
    with pytest.raises(Problem) as caught:
        sample(rule, JSONB)
    assert caught.value.path == ("object", "a", "json", "array", 0, "integer", "between")


def test_json_goes_into_no_other_column() -> None:
    assert refused({"json": {"object": {}}}, column("int4", "integer")) == "SD740"
    assert refused({"json": {"object": {}}}, column("jsonb", "jsonb[]", array=True)) == "SD740"
    assert refused({"json": {"constant": ["a\0"]}}, JSONB) == "SD736"


# Lists and arrays ---------------------------------------------------------------------------------


def test_lengths_are_between_their_bounds_and_follow_the_distribution() -> None:
    rule = {"list": {"of": {"constant": 1}, "length": [1, 4]}}
    lengths = Counter(text.count("1") for text in sample(rule, JSONB, rows=400))
    assert set(lengths) == {1, 2, 3, 4}
    assert min(lengths.values()) > 60
    steep = Counter(
        text.count("1")
        for text in sample(rule | {"distribution": {"weighted": [9, 1, 0, 0]}}, JSONB, rows=400)
    )
    assert set(steep) == {1, 2}
    assert steep[1] > 300


def test_elements_of_a_row_are_drawn_apart() -> None:
    rule = {"list": {"of": {"integer": {"between": [0, 9]}}, "length": 2}}
    pairs = Counter(tuple(json.loads(text)) for text in sample(rule, JSONB, rows=1000))
    assert len(pairs) == 100


@pytest.mark.parametrize("size", [3, 4, 10, 12])
def test_distinct_elements_differ_within_every_row(size: int) -> None:
    of = {"integer": {"between": [1, size]}}
    rule = {"list": {"of": of, "length": 3, "distinct": True}}
    found = [tuple(json.loads(text)) for text in sample(rule, JSONB, rows=400)]
    assert all(len(set(numbers)) == 3 for numbers in found)
    assert {n for numbers in found for n in numbers} == set(range(1, size + 1))
    assert len(set(found)) == size * sum(1 for n in range(1, size) if _coprime(n, size))


def _coprime(a: int, b: int) -> bool:
    return not any(a % n == 0 and b % n == 0 for n in range(2, b + 1))


def test_distinct_elements_come_from_the_whole_of_a_wide_rule() -> None:
    rule = {"list": {"of": {"integer": {"between": [0, 10**9]}}, "length": 2, "distinct": True}}
    found = [n for text in sample(rule, JSONB, rows=300) for n in json.loads(text)]
    assert len(set(found)) == 600
    assert min(found) < 10**8
    assert max(found) > 9 * 10**8


def test_more_distinct_elements_than_values_are_refused() -> None:
    of = {"choice": ["a", "b", "c"]}
    rule = {"array": {"of": of, "length": [0, 4], "distinct": True}}
    with pytest.raises(Problem, match="4 elements must be distinct, and the rule has 3") as caught:
        sample(rule, TEXTS)
    assert caught.value.code == "SD741"


def test_an_array_is_unique_where_its_elements_are() -> None:
    of = {"integer": {"between": [1, 60]}, "unique": True}
    found = sample({"array": {"of": of, "length": [1, 3]}, "unique": True}, NUMBERS, rows=60)
    assert len(set(found)) == 60
    assert refused({"array": {"of": of, "length": [0, 3]}, "unique": True}, NUMBERS) == "SD736"


def test_arrays_belong_into_arrays_and_their_elements_must_fit() -> None:
    of = {"integer": {"between": [1, 3]}}
    assert refused({"array": {"of": of, "length": 2}}, JSONB) == "SD740"
    assert refused({"array": {"of": of, "length": [2, 1]}}, NUMBERS) == "SD736"
    wide = {"integer": {"between": [1, 2**40]}}
    assert refused({"array": {"of": wide, "length": 2}}, NUMBERS) == "SD740"
    long = {"choice": ["too long"]}
    short = column("varchar", "character varying(3)[]", array=True, length=3)
    assert refused({"array": {"of": long, "length": 2}}, short) == "SD740"


# Ranges -------------------------------------------------------------------------------------------

RANGES: list[tuple[str, dict[str, Any]]] = [
    ("int4range", {"between": [1, 100], "length": [1, 5]}),
    ("int4range", {"between": [0, 2**31 - 2], "length": 10, "every": 10}),
    ("int8range", {"between": [-(2**40), 2**40], "length": [100, 500], "every": 50}),
    ("numrange", {"between": [0, Decimal("99.99")], "length": [Decimal("0.5"), 10]}),
    ("daterange", {"between": ["2026-01-01", "2026-12-31"], "length": ["1 day", "2 weeks"]}),
    ("tsrange", {"between": ["2026-01-01", "2026-01-31"], "length": "1 hour"}),
    ("tsrange", {"between": ["2026-01-01", "2026-01-31"], "length": ["1.5 seconds", "3 seconds"]}),
    ("tstzrange", {"between": ["2025-06-01", "now"], "length": ["1 microsecond", "1 hour"]}),
    (
        "tstzrange",
        {
            "between": ["2026-01-01", "2026-01-31"],
            "length": ["30 minutes", "2 hours"],
            "every": "15 minutes",
        },
    ),
]


def test_the_bounds_of_a_range_are_reached_and_not_left() -> None:
    rule = {"range": {"between": [1, 5], "length": [1, 2]}}
    found = sample(rule, column("int4range"), rows=200)
    assert min(found) == "[1,2)"
    assert max(int(text.strip("[)").split(",")[1]) for text in found) == 6
    assert len(set(found)) == 8


def test_ranges_lie_on_their_grid() -> None:
    rule = {
        "range": {
            "between": ["2026-01-01", "2026-01-03"],
            "length": ["30 minutes", "1 hour"],
            "every": "15 minutes",
        }
    }
    found = sample(rule, column("tsrange"), rows=200)
    assert {part[-5:] for text in found for part in text.strip("[)").split(",")} == {
        "00:00", "15:00", "30:00", "45:00",
    }  # fmt: skip


def test_siblings_have_slots_of_their_own() -> None:
    options = {"between": [0, 999], "length": [1, 90], "per_sibling": 90}
    for text, index in zip(
        sample({"range": options}, column("int4range"), rows=1000), range(1000), strict=True
    ):
        low, high = map(int, text.strip("[)").split(","))
        slot = index % 10
        assert slot * 90 <= low < high <= (slot + 1) * 90


@pytest.mark.parametrize(
    ("type_name", "options", "code"),
    [
        ("int4range", {"between": [1, 9], "length": [3, 2]}, "SD736"),
        ("int4range", {"between": [1, 9], "length": 0}, "SD736"),
        ("int4range", {"between": [1, 9], "length": 10}, "SD736"),
        ("int4range", {"between": [9, 1], "length": 1}, "SD736"),
        ("int4range", {"between": [1, Decimal("9.5")], "length": 1}, "SD736"),
        ("int4range", {"between": ["1", 9], "length": 1}, "SD736"),
        ("int4range", {"between": [1, 9], "length": 1, "every": 0}, "SD736"),
        ("int4range", {"between": [0, 2**31 - 1], "length": 1}, "SD740"),
        ("int4range", {"between": [0, 99], "length": 5, "per_sibling": 4}, "SD736"),
        ("int4range", {"between": [0, 98], "length": 5, "per_sibling": 10}, "SD741"),
        ("daterange", {"between": ["2026-01-01", "2026-02-01"], "length": "1 hour"}, "SD736"),
        ("tsrange", {"between": ["2026-01-01", "2026-02-01"], "length": 5}, "SD736"),
        ("text", {"between": [1, 9], "length": 1}, "SD740"),
    ],
)
def test_ranges_that_cannot_be_are_refused(
    type_name: str, options: dict[str, Any], code: str
) -> None:
    assert refused({"range": options}, column(type_name)) == code


def test_unique_ranges_start_apart() -> None:
    rule = {"range": {"between": [0, 101], "length": [1, 3]}, "unique": True}
    starts = {text.split(",")[0] for text in sample(rule, column("int4range"), rows=100)}
    assert len(starts) == 100
    assert refused(rule, column("int4range"), rows=101) == "SD741"


# Bytes and vectors --------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [0, 1, 7, 8, 32, 40, 100, [0, 1], [3, 9], [0, 40], [5, 70]])
def test_bytes_are_as_many_as_they_should_be(length: Any) -> None:
    found = sample({"bytea": {"length": length}}, column("bytea"), rows=400)
    least, most = length if isinstance(length, list) else (length, length)
    sizes = {len(bytes.fromhex(text.removeprefix("\\x"))) for text in found}
    assert min(sizes) >= least
    assert max(sizes) <= most
    assert len(sizes) > min(60, most - least) * 3 // 4
    assert all(text.startswith("\\x") for text in found)


def test_every_byte_varies() -> None:
    rows = [bytes.fromhex(t[2:]) for t in sample({"bytea": {"length": 50}}, rows=300)]
    assert min(len(set(place)) for place in zip(*rows, strict=True)) > 150


def test_bytes_are_unique_in_their_first_seven() -> None:
    assert len(set(sample({"bytea": {"length": 1}, "unique": True}, rows=256))) == 256
    assert refused({"bytea": {"length": 1}, "unique": True}, rows=257) == "SD741"
    assert refused({"bytea": {"length": [0, 4]}, "unique": True}) == "SD736"


VECTOR = column("public.vector")


@pytest.mark.parametrize(("dimensions", "scale"), [(1, 3), (3, 1), (64, 5), (70, 2), (300, 3)])
def test_vectors_have_their_dimensions_between_minus_one_and_one(
    dimensions: int, scale: int
) -> None:
    rule = {"vector": {"dimensions": dimensions, "scale": scale}}
    for text in sample(rule, VECTOR, rows=50):
        components = text.strip("[]").split(",")
        assert len(components) == dimensions
        assert all(re.fullmatch(rf"-?0\.\d{{{scale}}}", one) for one in components)
        assert all(0 < abs(Decimal(one)) < 1 for one in components)
        assert components[64:] == (components[:64] * 5)[: max(0, dimensions - 64)]


def test_components_are_evenly_spread_and_apart() -> None:
    found = [
        [Decimal(one) for one in text.strip("[]").split(",")]
        for text in sample({"vector": {"dimensions": 6, "scale": 3}}, VECTOR, rows=600)
    ]
    for place in zip(*found, strict=True):
        assert abs(sum(place) / len(place)) < Decimal("0.1")
        assert max(place) > Decimal("0.98")
        assert min(place) < Decimal("-0.98")
    assert len({one for row in found for one in row[:2]}) > 700


def test_the_dimensions_are_the_columns() -> None:
    typed = column("public.vector", "public.vector(5)")
    assert sample({"vector": {}}, typed)[0].count(",") == 4
    assert refused({"vector": {"dimensions": 4}}, typed) == "SD740"
    assert refused({"vector": {}}, VECTOR) == "SD736"
    assert refused({"vector": {"dimensions": 4}, "unique": True}, VECTOR) == "SD741"


# Schemas ------------------------------------------------------------------------------------------

MINE = (barcodes, binary, documents, iban, network, password, ranges, structures, uuids)


@pytest.mark.parametrize("generator", [g for file in MINE for g in file.GENERATORS], ids=_name)
def test_examples_are_valid_and_unknown_options_are_not(generator: Generator) -> None:
    validator = Draft202012Validator(
        {"$defs": {"rule": {"type": "object", "minProperties": 1}}, "anyOf": [generator.options]}
    )
    options = generator.example[generator.name]
    assert validator.is_valid(options)
    unknown = {**options, "colour of money": 1} if isinstance(options, dict) else [1]
    assert not validator.is_valid(unknown)
    assert generator.docs.endswith(".")


# PostgreSQL ---------------------------------------------------------------------------------------

OF_WORDS = {"choice": WORDS}
LITERALS: list[tuple[dict[str, Any], Target]] = [
    (
        {
            "json": {
                "object": {
                    "w": OF_WORDS,
                    "n": {"constant": None},
                    "t": {"list": {"of": OF_WORDS, "length": [0, 3], "distinct": True}},
                    "k": {"json": {"constant": {"é": [1, Decimal("2.50")]}}},
                }
            }
        },
        JSONB,
    ),
    ({"list": {"of": {"json": {"array": [OF_WORDS]}}, "length": [0, 2]}}, JSONB),
    ({"array": {"of": OF_WORDS, "length": [0, 4], "distinct": True}}, TEXTS),
    ({"array": {"of": {"constant": None}, "length": 2}}, TEXTS),
    ({"array": {"of": {"integer": {"between": [-9, 9]}}, "length": [0, 4]}}, NUMBERS),
    (
        {"array": {"of": {"decimal": {"between": [-1, 1], "scale": 3}}, "length": 3}},
        column("numeric", "numeric(8,2)[]", array=True, precision=8, scale=2),
    ),
    (
        {"array": {"of": {"json": {"object": {"w": OF_WORDS}}}, "length": 2}},
        column("jsonb", "jsonb[]", array=True),
    ),
    ({"array": {"of": {"uuid": {}}, "length": 2}}, column("uuid", "uuid[]", array=True)),
    (
        {"array": {"of": {"constant": "2026-01-31T12:30:00.5Z"}, "length": 1}},
        column("timestamptz", "timestamptz[]", array=True),
    ),
    (
        {"array": {"of": {"constant": "90 minutes"}, "length": 1}},
        column("interval", "interval[]", array=True),
    ),
    ({"bytea": {"length": [0, 70]}}, column("bytea")),
    ({"vector": {"dimensions": 70}}, TEXT),
    *(({"range": options}, column(name)) for name, options in RANGES),
    (
        {"range": {"between": [0, 999], "length": [1, 9], "per_sibling": 99}},
        column("int4range"),
    ),
]


def test_postgresql_computes_the_same_texts_and_reads_them(database: str) -> None:
    for rule, target in LITERALS:
        wanted = sample(rule, target, rows=200)
        assert [core for core, _ in served(database, rule, target)] == wanted, rule


def test_postgresql_reads_the_elements_that_were_meant(database: str) -> None:
    rule = {"array": {"of": OF_WORDS, "length": 8, "distinct": True}}
    with psycopg.connect(database) as connection:
        query = f"SELECT x.typed::text[] FROM ({statement(rule, TEXTS, 20)}) AS x (core, typed)"
        rows = connection.execute(query.encode()).fetchall()
    assert all(sorted(words) == sorted(WORDS) for (words,) in rows)


def test_moments_in_arrays_and_ranges_are_utc_whatever_the_session(database: str) -> None:
    moment = {"array": {"of": {"constant": "2026-01-31T12:30:00.5Z"}, "length": 1}}
    target = column("timestamptz", "timestamptz[]", array=True)
    assert served(database, moment, target, rows=1)[0][1] == '{"2026-01-31 09:30:00.5-03"}'
    span = {"range": {"between": ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z"]}}
    span["range"]["length"] = "1 hour"  # type: ignore[assignment] # a text beside a list
    found = served(database, span, column("tstzrange"), rows=1)[0][1]
    assert found == '["2026-01-31 09:00:00-03","2026-01-31 10:00:00-03")'


def test_composite_values_are_read_field_by_field(database: str) -> None:
    rule = {
        "composite": [
            OF_WORDS,
            {"integer": {"between": [-3, 3]}},
            {"constant": None},
            {"boolean": Decimal("0.5")},
            {"constant": "2026-01-31T12:30:00"},
        ]
    }
    target = column("public.part")
    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE TYPE public.part AS (word text, size int, none text, ok bool, at timestamp)"
        )
        query = f"""SELECT (p).word, (p).size, (p).none, (p).ok, (p).at::text
            FROM (SELECT x.typed::public.part AS p
                  FROM ({statement(rule, target, 200)}) AS x (core, typed)) AS y"""
        rows = connection.execute(query.encode()).fetchall()
    assert {word for word, *_ in rows} == set(WORDS)
    assert {size for _, size, *_ in rows} == set(range(-3, 4))
    assert {none for _, _, none, _, _ in rows} == {None}
    assert {ok for *_, ok, _ in rows} == {True, False}
    assert {at for *_, at in rows} == {"2026-01-31 12:30:00"}
    assert refused(rule, TEXT) == "SD740"


def test_siblings_pass_an_exclusion_constraint(database: str) -> None:
    rule = {
        "range": {
            "between": ["2026-01-01", "2026-12-31"],
            "length": ["1 hour", "1 day"],
            "every": "30 minutes",
            "per_sibling": "1 day",
        }
    }
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE bookings (at tstzrange, EXCLUDE USING gist (at WITH &&))")
        query = statement(rule, column("tstzrange"), 10)
        ranges = f"SELECT x.typed::tstzrange FROM ({query}) AS x (core, typed)"
        inserted = connection.execute(f"INSERT INTO bookings {ranges}".encode())
        assert inserted.rowcount == 10
