"""Numbers with check digits, UUIDs, addresses: the right form, right digits, all different."""

import re
import uuid
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.checks import (
    KNOWN,
    is_cnpj,
    is_cpf,
    is_ean13,
    is_iban,
    is_inn,
    is_luhn,
)
from generators.kit import TEXT, made, sample
from generators.served import served
from seedc.generators.context import Problem
from seedc.generators.digits import luhn, weighted
from seedc.generators.documents import _BETWEEN_REPDIGITS
from seedc.generators.iban import COUNTRIES
from seedc.generators.values import Target, Value
from seedc.ir import expr
from seedc.ir.interpret import evaluate


def column(type_name: str, type_sql: str = "", **facts: Any) -> Target:
    return Target(
        table="shop.things",
        column="thing",
        type_name=type_name,
        type_sql=type_sql or type_name,
        **facts,
    )


VALID: list[tuple[dict[str, Any], Any]] = [
    ({"cpf": {}}, is_cpf),
    ({"cnpj": {}}, is_cnpj),
    ({"inn": {}}, is_inn),
    ({"inn": {"kind": "company"}}, is_inn),
    ({"ean13": {}}, is_ean13),
    ({"ean13": {"prefix": "789"}}, is_ean13),
    ({"ean13": {"prefix": "78912345678"}}, is_ean13),
    ({"luhn": {}}, is_luhn),
    ({"luhn": {"length": 2}}, is_luhn),
    ({"luhn": {"length": 15, "prefix": "4000"}}, is_luhn),
    ({"luhn": {"length": 18}}, is_luhn),
    ({"luhn": {"length": 40, "prefix": "89551234567890123456789"}}, is_luhn),
    *(({"iban": {"country": code}}, is_iban) for code in COUNTRIES),
]


@pytest.mark.parametrize(("rule", "valid"), VALID, ids=lambda v: str(v) if type(v) is dict else "")
def test_every_check_digit_is_right(rule: dict[str, Any], valid: Any) -> None:
    found = sample(rule, rows=300)
    assert [text for text in found if not valid(text)] == []
    assert len({len(text) for text in found}) == 1


@pytest.mark.parametrize("text", KNOWN)
def test_the_validator_of_the_tests_accepts_the_known_example_and_no_other_digit(text: str) -> None:
    assert is_iban(text)
    assert not is_iban(text[:-1] + ("1" if text[-1] != "1" else "2"))


def test_the_other_validators_accept_known_numbers() -> None:
    assert is_cpf("52998224725")
    assert is_cnpj("11222333000181")
    assert is_inn("500100732259")
    assert is_inn("7707083893")
    assert is_ean13("4006381333931")
    assert is_luhn("4539578763621486")
    assert not is_cpf("11111111111")


@given(st.integers(0, 10**12 - 1), st.lists(st.integers(-50, 50), min_size=12, max_size=12))
def test_a_weighted_sum_is_the_sum_over_the_digits(number: int, weights: list[int]) -> None:
    node = weighted(expr.index(0, 10**12 - 1), weights, 11, expr.integer(7))
    digits = [int(d) for d in f"{number:012d}"]
    wanted = sum(d * w for d, w in zip(digits, weights, strict=True)) + 7
    assert evaluate(node, number, {}) == wanted % 11


@given(st.integers(0, 10**17 - 1))
def test_the_luhn_digit_is_right_for_every_number(number: int) -> None:
    node = luhn(expr.index(0, 10**17 - 1), 17)
    assert is_luhn(f"{number:017d}{evaluate(node, number, {})}")


def test_no_cpf_consists_of_one_digit_and_none_is_drawn_twice() -> None:
    edges = [n * _BETWEEN_REPDIGITS + d for n in range(9) for d in (0, 1, _BETWEEN_REPDIGITS - 1)]
    value, stub = made({"cpf": {}})
    base = stub.lets["thing base"]
    found = [evaluate(base.node, 0, {"thing drawn": edge}) for edge in edges]
    assert len(set(found)) == len(edges)
    assert all(len(set(f"{number:09d}")) > 1 for number in found)
    assert (value.node.low, value.node.high) == (11, 11)


def test_pretty_documents_have_their_marks() -> None:
    cpf = sample({"cpf": {"format": "pretty"}})
    cnpj = sample({"cnpj": {"format": "pretty"}})
    assert all(re.fullmatch(r"\d{3}\.\d{3}\.\d{3}-\d\d", text) for text in cpf)
    assert all(re.fullmatch(r"\d\d\.\d{3}\.\d{3}/0001-\d\d", text) for text in cnpj)
    assert all(is_cpf(re.sub(r"\D", "", text)) for text in cpf)
    assert all(is_cnpj(re.sub(r"\D", "", text)) for text in cnpj)


UNIQUE = [
    {"cpf": {}},
    {"cnpj": {"format": "pretty"}},
    {"inn": {}},
    {"ean13": {"prefix": "789012345"}},
    {"luhn": {"length": 4}},
    {"iban": {"country": "NL"}},
    {"uuid": {}},
    {"ip": {"network": "10.0.0.0/22"}},
    {"ip": {"network": "2001:db8::/118"}},
    {"mac": {}},
    {"color": {}},
    {"color": {"format": "rgb"}},
]


@pytest.mark.parametrize("rule", UNIQUE, ids=str)
def test_unique_values_are_all_different(rule: dict[str, Any]) -> None:
    assert len(set(sample(rule | {"unique": True}, rows=999))) == 999


@pytest.mark.parametrize(
    ("rule", "capacity"),
    [
        ({"luhn": {"length": 3}}, 100),
        ({"ean13": {"prefix": "7890123456"}}, 100),
        ({"ip": {"network": "10.0.0.0/25"}}, 126),
        ({"ip": {"network": "10.0.0.0/31"}}, 2),
        ({"ip": {"network": "2001:db8::/121"}}, 127),
    ],
    ids=str,
)
def test_more_rows_than_values_are_refused_with_both_numbers(
    rule: dict[str, Any], capacity: int
) -> None:
    assert len(set(sample(rule | {"unique": True}, rows=capacity))) == capacity
    with pytest.raises(Problem, match=f"{capacity} different values for {capacity + 1}") as caught:
        sample(rule | {"unique": True}, rows=capacity + 1)
    assert caught.value.code == "SD741"


def test_a_column_of_whole_numbers_gets_the_number_itself() -> None:
    codes = sample({"ean13": {"prefix": "0"}}, column("int8", "bigint"))
    assert [code for code in codes if not is_ean13(f"{code:013d}")] == []


def test_luhn_numbers_without_room_for_digits_are_refused() -> None:
    for options in ({"length": 4, "prefix": "1234"}, {"length": 40}):
        with pytest.raises(Problem) as caught:
            sample({"luhn": options})
        assert caught.value.code == "SD736"


def test_an_iban_is_of_the_locale_where_its_country_has_them() -> None:
    assert sample({"iban": {}}, locale="pt_BR")[0].startswith("BR")
    assert sample({"iban": {}}, locale="en_US")[0].startswith("DE")


# UUIDs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [4, 8])
@pytest.mark.parametrize("unique", [False, True])
def test_uuids_have_their_version_and_variant(version: int, unique: bool) -> None:
    found = sample({"uuid": {"version": version}, "unique": unique}, column("uuid"), rows=200)
    assert [str(uuid.UUID(text)) for text in found] == found
    assert {uuid.UUID(text).version for text in found} == {version}
    assert {text[19] for text in found} == set("89ab")


def test_every_bit_of_a_uuid_but_version_and_variant_varies() -> None:
    numbers = [uuid.UUID(text).int for text in sample({"uuid": {}}, rows=100)]
    always = numbers[0]
    sometimes = 0
    for number in numbers:
        always &= number
        sometimes |= number
    fixed = (1 << 128) - 1 ^ (sometimes & ~always)
    assert fixed == 0xF << 76 | 0b11 << 62


@pytest.mark.parametrize(
    ("value", "first"),
    [
        (Value(expr.add(expr.index(0, 9), expr.integer(1_700_000_000)), "timestamp"), 17 * 10**11),
        (
            Value(expr.add(expr.index(0, 9), expr.integer(1_700_000_000_123_456)), "timestamp", 6),
            1_700_000_000_123,
        ),
        (Value(expr.add(expr.index(0, 9), expr.integer(20_000)), "date"), 20_000 * 86_400_000),
    ],
)
def test_version_7_begins_with_the_milliseconds_of_its_column(value: Value, first: int) -> None:
    rule = {"uuid": {"version": 7, "from": "made_at"}}
    found = sample(rule, column("uuid"), rows=10, given={"made_at": value})
    assert uuid.UUID(found[0]).int >> 80 == first
    assert {uuid.UUID(text).version for text in found} == {7}
    assert sorted(text[:13] for text in found) == [text[:13] for text in found]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"version": 7}, "SD736"),
        ({"from": "made_at"}, "SD736"),
        ({"version": 7, "from": "name"}, "SD736"),
        ({"version": 7, "from": "old"}, "SD736"),
        ({"version": 7, "from": "nowhere"}, "SD731"),
    ],
)
def test_version_7_and_a_column_of_times_belong_together(
    options: dict[str, Any], code: str
) -> None:
    columns = {
        "made_at": Value(expr.integer(1), "timestamp"),
        "name": Value(expr.text("a"), "text"),
        "old": Value(expr.subtract(expr.index(0, 9), expr.integer(5)), "date"),
    }
    with pytest.raises(Problem) as caught:
        sample({"uuid": options}, column("uuid"), rows=10, given=columns)
    assert caught.value.code == code


# Addresses and colours ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "network",
    [
        "10.0.0.0/8", "192.168.0.0/16", "203.0.113.0/24", "203.0.113.64/27", "0.0.0.0/0",
        "198.51.100.7/32", "2001:db8::/32", "2001:db8:0:1::/64", "2001:db8:0:0:100::/72",
        "fd00:0:0:1200::/56", "2001:db8:aa00::/40", "2001:db8::1/128", "::/0", "fe80::/10",
    ],
)  # fmt: skip
def test_addresses_lie_in_their_network_and_are_written_as_they_should(network: str) -> None:
    found = sample({"ip": {"network": network}}, column("inet"), rows=100)
    assert [str(ip_address(text)) for text in found] == found
    assert all(ip_address(text) in ip_network(network) for text in found)


def test_the_first_and_last_address_of_a_network_are_no_hosts() -> None:
    found = sample({"ip": {"network": "203.0.113.0/28"}, "unique": True}, rows=14)
    assert sorted(int(text.rpartition(".")[2]) for text in found) == list(range(1, 15))


@pytest.mark.parametrize(
    "options",
    [
        {"network": "10.0.0.1/8"},
        {"network": "somewhere"},
        {"network": "10.0.0.0/8", "family": 6},
    ],
)
def test_what_is_no_network_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        sample({"ip": options})
    assert caught.value.code == "SD736"


def test_mac_addresses_are_of_one_station_and_locally_administered() -> None:
    found = sample({"mac": {}}, column("macaddr"), rows=300)
    assert all(re.fullmatch(r"([0-9a-f]{2}:){5}[0-9a-f]{2}", text) for text in found)
    assert {int(text[:2], 16) & 3 for text in found} == {2}
    assert len({text[:2] for text in found}) > 40


def test_colours_are_written_both_ways() -> None:
    hexadecimal = sample({"color": {}}, rows=100)
    triples = sample({"color": {"format": "rgb"}}, rows=100)
    for text, triple in zip(hexadecimal, triples, strict=True):
        shares = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", triple)
        assert shares is not None
        assert text == "#" + "".join(f"{int(share):02x}" for share in shares.groups())


def test_what_is_no_text_goes_into_no_other_column() -> None:
    for name in ("uuid", "ip", "mac"):
        with pytest.raises(Problem) as caught:
            sample({name: {}}, column("int4", "integer"))
        assert caught.value.code == "SD740"


# PostgreSQL ---------------------------------------------------------------------------------------

ADDRESSES: list[tuple[dict[str, Any], Target]] = [
    ({"uuid": {}}, column("uuid")),
    ({"uuid": {"version": 8}, "unique": True}, column("uuid")),
    ({"ip": {}}, column("inet")),
    ({"ip": {"family": 6}}, column("inet")),
    ({"ip": {"network": "2001:db8:0:0:100::/72"}}, column("inet")),
    ({"mac": {}}, column("macaddr")),
    ({"color": {"format": "rgb"}}, TEXT),
]


def test_postgresql_computes_the_same_and_writes_it_the_same(database: str) -> None:
    rules = [(rule, TEXT) for rule, _ in VALID] + ADDRESSES
    for rule, target in rules:
        wanted = sample(rule, target, rows=200)
        found = served(database, rule, target, rows=200)
        assert found == [(text, text) for text in wanted], rule
