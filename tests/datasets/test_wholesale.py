"""wholesale: a login for each customer, prices by rule, stock picked first expired, first out."""

import hashlib
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(read: Callable[[str], Rows]) -> Rows:
    return read("wholesale")


def test_each_customer_has_one_login_and_the_staff_have_theirs(rows: Rows) -> None:
    logins = Counter(row["customer_id"] for row in rows["Users"].values())
    staff = logins.pop(None)
    assert logins == Counter(rows["Customers"].keys())
    assert staff == sum(row["role"] != "customer" for row in rows["Users"].values())


def test_the_password_hash_is_the_scrypt_of_the_demo_password(rows: Rows) -> None:
    (written,) = {row["password_hash"] for row in rows["Users"].values()}
    method, salt, digest = written.split("$")
    name, n, r, p = method.split(":")
    memory = 132 * int(n) * int(r) * int(p)
    made = hashlib.scrypt(
        b"Customer@123", salt=salt.encode(), n=int(n), r=int(r), p=int(p), maxmem=memory
    )
    assert (name, digest) == ("scrypt", made.hex())


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
