"""wholesale: a login for each customer, prices by rule, stock picked first expired, first out; the
same at volume, where every batch holds what came in less what an order took of it."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]
Counts = dict[str, dict[str, int]]
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def rows(read: Callable[[str], Rows]) -> Rows:
    return read("wholesale")


def test_each_customer_has_one_login_and_the_staff_have_theirs(rows: Rows) -> None:
    logins = Counter(row["customer_id"] for row in rows["Users"].values())
    staff = logins.pop(None)
    assert logins == Counter(rows["Customers"].keys())
    assert staff == sum(row["role"] != "customer" for row in rows["Users"].values())


def scrypt_of(password: str, written: str) -> str:
    """The hash in Werkzeug's form, of a password with the parameters and the salt of a hash."""
    method, salt, _ = written.split("$")
    _, n, r, p = method.split(":")
    memory = 132 * int(n) * int(r) * int(p)
    made = hashlib.scrypt(
        password.encode(), salt=salt.encode(), n=int(n), r=int(r), p=int(p), maxmem=memory
    )
    return f"{method}${salt}${made.hex()}"


def test_the_password_hash_is_the_scrypt_of_the_demo_password(rows: Rows) -> None:
    (written,) = {row["password_hash"] for row in rows["Users"].values()}
    assert written.startswith("scrypt:")
    assert scrypt_of("Customer@123", written) == written


def best_discount(rows: Rows, sku: str, customer: str, quantity: int) -> Decimal:
    """The highest discount whose rule applies: an empty target fits everything."""
    return max(
        (
            rule["discount_percentage"]
            for rule in rows["Pricing_Rules"].values()
            if rule["sku_id"] in (None, sku)
            and rule["customer_id"] in (None, customer)
            and rule["min_quantity"] <= quantity
        ),
        default=Decimal(0),
    )


def test_order_lines_have_list_price_and_best_discount_and_add_up(rows: Rows) -> None:
    cent = Decimal("0.01")
    for key, order in rows["Orders"].items():
        lines = [row for row in rows["Order_Items"].values() if row["__parent__"] == key]
        skus = {line["__key__"]: sku_of(rows, line) for line in lines}
        ordered: Counter[str] = Counter()
        for line in lines:
            ordered[skus[line["__key__"]]] += line["quantity"]
        for line in lines:
            sku = skus[line["__key__"]]
            discount = best_discount(rows, sku, order["customer_id"], ordered[sku])
            total = line["quantity"] * line["unit_price"] * (100 - discount) / 100
            assert line["unit_price"] == rows["Product_SKUs"][sku]["unit_price"]
            assert line["discount_percentage"] == discount
            assert line["line_total"] == total.quantize(cent, rounding=ROUND_HALF_UP)
        assert order["total_amount"] == sum(line["line_total"] for line in lines) > 0


def sku_of(rows: Rows, line: dict[str, Any]) -> str:
    return str(rows["Inventory_Batches"][line["batch_no"]]["__parent__"])


def test_a_batch_holds_what_came_in_less_what_was_ordered(rows: Rows) -> None:
    left = {key: row["received_quantity"] for key, row in rows["Inventory_Batches"].items()}
    for line in rows["Order_Items"].values():
        if rows["Orders"][line["__parent__"]]["status"] != "cancelled":
            left[line["batch_no"]] -= line["quantity"]
    assert left == {key: row["quantity"] for key, row in rows["Inventory_Batches"].items()}
    assert 0 in left.values()


def test_orders_are_picked_first_expired_first_out(rows: Rows) -> None:
    batches = rows["Inventory_Batches"]
    left = {key: row["received_quantity"] for key, row in batches.items()}
    for key, order in sorted(rows["Orders"].items(), key=lambda o: o[1]["ordered_at"]):
        for line in (row for row in rows["Order_Items"].values() if row["__parent__"] == key):
            taken, when = batches[line["batch_no"]], order["ordered_at"]
            assert taken["received_at"] <= when
            assert taken["expiry_date"] > when[:10]
            passed = [
                other
                for other, batch in batches.items()
                if batch["__parent__"] == taken["__parent__"]
                and when[:10] < batch["expiry_date"] < taken["expiry_date"]
                and batch["received_at"] <= when
                and left[other] > 0
            ]
            assert not passed, f"{line['__key__']} passed over {passed}"
            if order["status"] != "cancelled":
                left[line["batch_no"]] -= line["quantity"]


def test_rules_have_all_four_kinds_of_target(rows: Rows) -> None:
    found = {
        (rule["sku_id"] is None, rule["customer_id"] is None)
        for rule in rows["Pricing_Rules"].values()
    }
    assert found == {(True, True), (True, False), (False, True), (False, False)}


# Volume -------------------------------------------------------------------------------------------

GENERATED = "BETWEEN 1073741824 AND 1610612735"
"""The ids of generated rows in a column of type integer."""


@pytest.fixture(scope="module", params=["SMALL", "MEDIUM"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("wholesale", request.param)


def test_each_profile_makes_exactly_so_many_rows(counts: Callable[[str], Counts]) -> None:
    found = counts("wholesale")
    tables = ("customers", "users", "products", "product_skus", "inventory_batches", "order_items")
    assert {name: tuple(n[t] for t in tables) for name, n in found.items()} == {
        "SMALL": (25, 25, 12, 60, 240, 240),
        "MEDIUM": (500, 500, 250, 1_500, 8_000, 8_000),
        "LARGE": (5_000, 5_000, 2_500, 15_000, 80_000, 80_000),
        "STRESS": (20_000, 20_000, 10_000, 60_000, 320_000, 320_000),
    }


def test_medium_is_what_the_document_counts_and_its_variables_change(seeds: Path) -> None:
    doc = json.loads((seeds / "wholesale" / "volume.json").read_text())
    medium = doc["profiles"]["MEDIUM"]
    parameters = doc["parameters"]
    assert {p["env"]: (p.get("default"), medium[name]) for name, p in parameters.items()} == {
        "SCALE_CUSTOMERS": (500, 500),
        "SCALE_PRODUCTS": (250, 250),
        "SCALE_SKUS": (1_500, 1_500),
        "SCALE_BATCHES": (8_000, 8_000),
        "CHUNK_SIZE": (None, 1_000),
    }


def test_every_customer_in_the_database_has_one_login(ask: Ask) -> None:
    assert not ask(
        "SELECT c.customer_id FROM wholesale.customers AS c LEFT JOIN wholesale.users AS u"
        " ON u.customer_id = c.customer_id AND u.role = 'customer'"
        " GROUP BY c.customer_id HAVING count(u.user_id) <> 1"
    )
    found = ask(
        "SELECT u.username, c.email FROM wholesale.users AS u JOIN wholesale.customers AS c"
        f" ON c.customer_id = u.customer_id WHERE u.user_id {GENERATED}"
    )
    assert len(found) in (25, 500)
    assert all(username == email for username, email in found)


def test_generated_logins_open_with_the_demo_password(ask: Ask, seeds: Path) -> None:
    settings = tomllib.loads((seeds.parent / "pyproject.toml").read_text())["tool"]["seedc"]
    assert settings["datasets"]["wholesale"]["passwords"] == {"customer": "Customer@123"}
    ((written,),) = ask(
        f"SELECT DISTINCT password_hash FROM wholesale.users WHERE user_id {GENERATED}"
    )
    assert scrypt_of("Customer@123", written) == written
    assert scrypt_of("customer@123", written) != written


def test_order_lines_have_the_list_price_and_the_best_discount_of_their_quantity(ask: Ask) -> None:
    assert not ask(
        "SELECT i.order_item_id FROM wholesale.order_items AS i"
        " JOIN wholesale.product_skus AS s USING (sku_id) WHERE i.unit_price <> s.unit_price"
    )
    assert not ask(
        "SELECT i.order_item_id FROM wholesale.order_items AS i"
        " JOIN wholesale.orders AS o USING (order_id)"
        " CROSS JOIN LATERAL (SELECT coalesce(max(r.discount_percentage), 0) AS best"
        " FROM wholesale.pricing_rules AS r WHERE coalesce(r.sku_id, i.sku_id) = i.sku_id"
        " AND coalesce(r.customer_id, o.customer_id) = o.customer_id"
        " AND r.min_quantity <= i.quantity) AS rule"
        f" WHERE i.discount_percentage <> rule.best AND i.order_item_id {GENERATED}"
    )


def test_orders_in_the_database_add_up(ask: Ask) -> None:
    assert not ask(
        "SELECT order_item_id FROM wholesale.order_items WHERE line_total"
        " <> round(quantity * unit_price * (100 - discount_percentage) / 100, 2)"
    )
    assert not ask(
        "SELECT o.order_id FROM wholesale.orders AS o LEFT JOIN wholesale.order_items AS i"
        " USING (order_id) GROUP BY o.order_id"
        " HAVING o.total_amount <> coalesce(sum(i.line_total), 0) OR count(i.*) = 0"
    )


def test_a_batch_in_the_database_holds_what_came_in_less_what_was_ordered(ask: Ask) -> None:
    assert not ask(
        "SELECT b.batch_id FROM wholesale.inventory_batches AS b LEFT JOIN ("
        " SELECT sku_id, batch_no, sum(quantity) AS gone FROM wholesale.order_items"
        " JOIN wholesale.orders USING (order_id) WHERE status <> 'cancelled'"
        " GROUP BY sku_id, batch_no) AS o USING (sku_id, batch_no)"
        " WHERE b.quantity <> b.received_quantity - coalesce(o.gone, 0)"
    )
    ((empty, all_of_them),) = ask(
        "SELECT count(*) FILTER (WHERE quantity = 0), count(*) FROM wholesale.inventory_batches"
        " WHERE batch_id BETWEEN 4503599627370496 AND 6755399441055743"
    )
    assert 0.05 < empty / all_of_them < 0.2


def test_customers_sign_up_all_the_time_and_some_after_others_have_ordered(ask: Ask) -> None:
    ((late, early),) = ask(
        "SELECT (SELECT max(created_at) FROM wholesale.customers),"
        f" (SELECT min(ordered_at) FROM wholesale.orders WHERE order_id {GENERATED})"
    )
    assert late > early


def test_a_cart_is_filled_after_its_customer_signed_up(ask: Ask) -> None:
    assert not ask(
        "SELECT cart_id FROM wholesale.carts JOIN wholesale.customers USING (customer_id)"
        f" WHERE updated_at <= created_at AND cart_id {GENERATED}"
    )


def test_batches_expire_months_after_they_came_and_some_of_those_in_stock_soon(ask: Ask) -> None:
    assert not ask(
        "SELECT batch_id FROM wholesale.inventory_batches"
        " WHERE expiry_date - received_at::date NOT BETWEEN 180 AND 721"
        " AND batch_id BETWEEN 4503599627370496 AND 6755399441055743"
    )
    ((soon, stocked),) = ask(
        "SELECT count(*) FILTER (WHERE expiry_date < DATE '2026-01-01' + 90), count(*)"
        " FROM wholesale.inventory_batches WHERE quantity > 0"
    )
    assert 0.05 < soon / stocked < 0.5


def test_goods_come_in_the_morning_and_orders_in_office_hours(ask: Ask) -> None:
    assert ask(
        "SELECT DISTINCT extract(hour FROM received_at AT TIME ZONE 'UTC') BETWEEN 4 AND 10"
        " FROM wholesale.inventory_batches"
        " WHERE batch_id BETWEEN 4503599627370496 AND 6755399441055743"
    ) == [(True,)]
    assert ask(
        "SELECT DISTINCT extract(hour FROM ordered_at AT TIME ZONE 'UTC') BETWEEN 8 AND 17,"
        " extract(isodow FROM ordered_at AT TIME ZONE 'UTC') < 7"
        f" FROM wholesale.orders WHERE order_id {GENERATED}"
    ) == [(True, True)]


def test_orders_come_after_the_customer_and_take_what_is_there_and_fresh(ask: Ask) -> None:
    assert not ask(
        "SELECT order_id FROM wholesale.orders JOIN wholesale.customers USING (customer_id)"
        " WHERE ordered_at <= created_at"
    )
    assert not ask(
        "SELECT order_item_id FROM wholesale.order_items JOIN wholesale.orders USING (order_id)"
        " JOIN wholesale.inventory_batches USING (sku_id, batch_no)"
        " WHERE ordered_at < received_at OR ordered_at::date >= expiry_date"
    )


def test_the_older_an_order_the_further_it_is(ask: Ask) -> None:
    found = ask(
        "SELECT status, min(ordered_at), max(ordered_at) FROM wholesale.orders"
        f" WHERE order_id {GENERATED} GROUP BY status ORDER BY 2"
    )
    assert [status for status, _, _ in found] == ["shipped", "picked", "pending"]
    assert all(before[2] < after[1] for before, after in pairwise(found))


def test_packs_of_a_product_differ_and_a_customer_has_at_most_one_open_cart(ask: Ask) -> None:
    found = ask(
        "SELECT array_agg(pack_size::int ORDER BY sku_id) FROM wholesale.product_skus"
        f" WHERE product_id {GENERATED} GROUP BY product_id"
    )
    assert {tuple(packs) for (packs,) in found} <= {(12, 14, 16, 18, 20), (12, 14, 16, 18, 20, 22)}
    ((carts, customers, statuses),) = ask(
        "SELECT count(*), count(DISTINCT customer_id), count(DISTINCT status)"
        f" FROM wholesale.carts WHERE cart_id {GENERATED}"
    )
    assert carts == customers > 10
    assert statuses > 1
