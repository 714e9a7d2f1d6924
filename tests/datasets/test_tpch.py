"""tpch: keys, row counts and value ranges of the public specification, under each scale factor."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]
Counts = dict[str, dict[str, int]]
Ask = Callable[[str], list[tuple[Any, ...]]]

CUT = date(1995, 6, 17)
"""The specification's CURRENTDATE: what was received by it may have been returned, what was shipped
after it is open."""


@pytest.fixture(scope="module", params=["SMALL", "MEDIUM"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("tpch", request.param)


def test_twenty_five_nations_lie_in_five_regions(read: Callable[[str], Rows]) -> None:
    rows = read("tpch")
    assert [r["id"] for r in rows["region"].values()] == [*range(5)]
    assert [n["id"] for n in rows["nation"].values()] == [*range(25)]
    by_region = [n["n_regionkey"] for n in rows["nation"].values()]
    assert {key: by_region.count(key) for key in rows["region"]} == dict.fromkeys(rows["region"], 5)


def test_each_scale_factor_has_its_rows(counts: Callable[[str], Counts]) -> None:
    thousandths = {"SMALL": 1, "MEDIUM": 10, "LARGE": 100, "SF1": 1_000, "SF10": 10_000}
    found = counts("tpch")
    assert [*found] == [*thousandths]
    for profile, scale in thousandths.items():
        rows = dict(found[profile])
        lines = rows.pop("lineitem")
        assert rows == {
            "supplier": 10 * scale,
            "part": 200 * scale,
            "partsupp": 800 * scale,
            "customer": 150 * scale,
            "orders": 1_500 * scale,
        }
        assert abs(lines - 4 * rows["orders"]) <= 64, "an order has 4 lines on average"


def test_the_scale_has_a_variable_of_its_own(seeds: Path) -> None:
    doc = json.loads((seeds / "tpch" / "volume.json").read_text())
    assert doc["parameters"] == {"scale": {"env": "SCALE_TPCH", "default": 1}}


def test_keys_count_from_one(ask: Ask) -> None:
    for table, key in [
        ("supplier", "s_suppkey"),
        ("part", "p_partkey"),
        ("customer", "c_custkey"),
        ("orders", "o_orderkey"),
    ]:
        ((first, last, rows),) = ask(f"SELECT min({key}), max({key}), count(*) FROM tpch.{table}")
        assert (first, last) == (1, rows)


def test_every_part_has_four_suppliers_and_lines_come_from_one_of_them(ask: Ask) -> None:
    assert ask(
        "SELECT DISTINCT count(*), count(DISTINCT ps_suppkey) FROM tpch.partsupp"
        " GROUP BY ps_partkey"
    ) == [(4, 4)]
    ((parts, used, lines, known),) = ask(
        "SELECT (SELECT count(*) FROM tpch.part), (SELECT count(DISTINCT ps_partkey) FROM"
        " tpch.partsupp), count(*), count(ps_partkey) FROM tpch.lineitem LEFT JOIN tpch.partsupp"
        " ON (ps_partkey, ps_suppkey) = (l_partkey, l_suppkey)"
    )
    assert parts == used
    assert lines == known


def test_a_third_of_the_customers_has_no_orders_and_the_mean_is_ten(ask: Ask) -> None:
    ((customers, buying, orders),) = ask(
        "SELECT (SELECT count(*) FROM tpch.customer), count(DISTINCT o_custkey), count(*)"
        " FROM tpch.orders"
    )
    assert 3 * buying == 2 * customers
    assert orders == 10 * customers


def test_lines_of_an_order_are_one_to_seven_and_counted_from_one(ask: Ask) -> None:
    found = ask(
        "SELECT array_agg(l_linenumber ORDER BY l_linenumber) FROM tpch.orders"
        " LEFT JOIN tpch.lineitem ON l_orderkey = o_orderkey GROUP BY o_orderkey"
    )
    assert {tuple(numbers) for (numbers,) in found} == {
        tuple(range(1, most + 1)) for most in range(1, 8)
    }


def test_prices_follow_from_the_part_and_the_quantity(ask: Ask) -> None:
    for key, price in ask("SELECT p_partkey, p_retailprice FROM tpch.part"):
        assert price == Decimal(90_000 + key // 10 % 20_001 + 100 * (key % 1_000)) / 100
    assert not ask(
        "SELECT l_orderkey FROM tpch.lineitem JOIN tpch.part ON p_partkey = l_partkey"
        " WHERE l_extendedprice <> l_quantity * p_retailprice"
    )


def test_the_total_of_an_order_is_the_sum_of_its_lines(ask: Ask) -> None:
    assert not ask(
        "SELECT o_orderkey FROM tpch.orders LEFT JOIN tpch.lineitem ON l_orderkey = o_orderkey"
        " GROUP BY o_orderkey HAVING o_totalprice <> sum(l_extendedprice)"
    )


def test_orders_long_before_and_after_the_day_have_the_status_of_their_lines(ask: Ask) -> None:
    found = ask(
        "SELECT o_orderstatus, o_orderdate, array_agg(DISTINCT l_linestatus::text)"
        " FROM tpch.orders JOIN tpch.lineitem ON l_orderkey = o_orderkey GROUP BY o_orderkey"
    )
    between = timedelta(days=121)
    assert {status for status, _, _ in found} == {"F", "O", "P"}
    for status, day, lines in found:
        if not CUT - between < day < CUT:
            assert [status] == lines, day


def test_amounts_stay_in_their_ranges_and_reach_their_ends(ask: Ask) -> None:
    ((quantities, discounts, taxes),) = ask(
        "SELECT array_agg(DISTINCT l_quantity ORDER BY l_quantity),"
        " array_agg(DISTINCT l_discount ORDER BY l_discount),"
        " array_agg(DISTINCT l_tax ORDER BY l_tax) FROM tpch.lineitem"
    )
    assert quantities == [*range(1, 51)]
    assert discounts == [Decimal(n) / 100 for n in range(11)]
    assert taxes == [Decimal(n) / 100 for n in range(9)]
    assert not ask(
        "SELECT ps_partkey FROM tpch.partsupp WHERE ps_availqty NOT BETWEEN 1 AND 9999"
        " OR ps_supplycost NOT BETWEEN 1 AND 1000"
    )
    assert not ask("SELECT p_partkey FROM tpch.part WHERE p_size NOT BETWEEN 1 AND 50")
    for balance in ("SELECT s_acctbal FROM tpch.supplier", "SELECT c_acctbal FROM tpch.customer"):
        assert all(Decimal("-999.99") <= cell <= Decimal("9999.99") for (cell,) in ask(balance))


def test_dates_follow_the_day_of_the_order(ask: Ask) -> None:
    orders = [day for (day,) in ask("SELECT o_orderdate FROM tpch.orders")]
    assert min(orders) >= date(1992, 1, 1)
    assert max(orders) <= date(1998, 12, 31) - timedelta(days=151)
    ((shipped, committed, received),) = ask(
        "SELECT int4range(min(l_shipdate - o_orderdate), max(l_shipdate - o_orderdate), '[]'),"
        " int4range(min(l_commitdate - o_orderdate), max(l_commitdate - o_orderdate), '[]'),"
        " int4range(min(l_receiptdate - l_shipdate), max(l_receiptdate - l_shipdate), '[]')"
        " FROM tpch.lineitem JOIN tpch.orders ON o_orderkey = l_orderkey"
    )
    assert (shipped.lower, shipped.upper) == (1, 122)
    assert (committed.lower, committed.upper) == (30, 91)
    assert (received.lower, received.upper) == (1, 31)


def test_flags_follow_from_the_dates(ask: Ask) -> None:
    found = ask("SELECT l_returnflag, l_linestatus, l_shipdate, l_receiptdate FROM tpch.lineitem")
    for flag, status, shipped, received in found:
        assert (flag in "RA") if received <= CUT else (flag == "N")
        assert status == ("O" if shipped > CUT else "F")
    assert {(flag, status) for flag, status, _, _ in found} == {
        ("R", "F"),
        ("A", "F"),
        ("N", "F"),
        ("N", "O"),
    }


def test_phones_begin_with_the_code_of_the_nation(ask: Ask) -> None:
    found = ask(
        "SELECT s_nationkey, s_phone FROM tpch.supplier UNION ALL"
        " SELECT c_nationkey, c_phone FROM tpch.customer"
    )
    for nation, phone in found:
        assert re.fullmatch(rf"{nation + 10}-[1-9]\d\d-[1-9]\d\d-[1-9]\d{{3}}", phone), phone


def test_domains_have_the_values_of_the_specification(ask: Ask) -> None:
    def different(table: str, column: str) -> int:
        ((number,),) = ask(f"SELECT count(DISTINCT {column}) FROM tpch.{table}")
        return int(number)

    assert different("customer", "c_mktsegment") == 5
    assert different("orders", "o_orderpriority") == 5
    assert different("lineitem", "l_shipinstruct") == 4
    assert different("lineitem", "l_shipmode") == 7
    assert not ask(
        "SELECT p_partkey FROM tpch.part WHERE p_brand !~ '^Brand#[1-5]{2} *$'"
        " OR rtrim(p_mfgr) <> 'Manufacturer#' || substr(p_brand, 7, 1)"
        " OR p_type !~ '^[A-Z]+ [A-Z]+(ED|ISHED) [A-Z]+$' OR p_container !~ '^[A-Z]+ [A-Z]+ *$'"
    )


def test_names_count_with_the_key(ask: Ask) -> None:
    assert not ask(
        "SELECT c_custkey FROM tpch.customer"
        " WHERE c_name <> 'Customer#' || lpad(c_custkey::text, 9, '0')"
    )
    assert not ask(
        "SELECT s_suppkey FROM tpch.supplier"
        " WHERE rtrim(s_name) <> 'Supplier#' || lpad(s_suppkey::text, 9, '0')"
    )
