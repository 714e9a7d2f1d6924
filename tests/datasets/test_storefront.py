"""storefront: unique names, a tree of categories, orders that add up."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(read: Callable[[str], Rows]) -> Rows:
    return read("storefront")


def test_the_names_that_stop_a_plain_script_are_unique(rows: Rows) -> None:
    for table in ("vendors", "categories", "attributes"):
        names = [row["name"] for row in rows[table].values()]
        assert len(names) == len(set(names)) > 3


def test_the_categories_are_a_tree_of_three_levels(rows: Rows) -> None:
    def depth(key: str) -> int:
        parent = rows["categories"][key]["parent_id"]
        return 1 if parent is None else 1 + depth(parent)

    assert {depth(key) for key in rows["categories"]} == {1, 2, 3}


def test_every_inn_has_its_check_digit(rows: Rows) -> None:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    for row in rows["vendors"].values():
        if row.get("country", "RU") == "RU":
            weighed = sum(int(d) * w for d, w in zip(row["inn"][:9], weights, strict=True))
            assert row["inn"][9:] == str(weighed % 11 % 10), row["name"]


def test_orders_add_up_and_pay_for_their_delivery(rows: Rows) -> None:
    for key, order in rows["orders"].items():
        items = [row for row in rows["order_items"].values() if row["__parent__"] == key]
        assert order["items_total"] == sum(i["quantity"] * i["unit_price"] for i in items) > 0
        assert [i["line_no"] for i in items] == list(range(1, len(items) + 1))
        method = rows["storefront.delivery_methods"][order["delivery_method"]]
        assert order["delivery_fee"] == method["fee"]


def test_orders_go_to_an_address_of_their_customer(rows: Rows) -> None:
    for order in rows["orders"].values():
        if "address_id" in order:
            address = rows["user_addresses"][order["address_id"]]
            assert address["__parent__"] == order["__parent__"]
        else:
            assert order["delivery_method"] == "pickup"


def test_customers_review_what_they_ordered(rows: Rows) -> None:
    bought = {
        (rows["orders"][item["__parent__"]]["__parent__"], item["product_id"])
        for item in rows["order_items"].values()
    }
    for review in rows["reviews"].values():
        assert (review["__parent__"], review["product_id"]) in bought


def test_moderators_are_staff(rows: Rows) -> None:
    moderators = {row["moderator_id"] for row in rows["reviews"].values()}
    assert None in moderators
    assert all(rows["users"][key]["is_staff"] for key in moderators - {None})


def test_active_promotions_do_not_overlap(rows: Rows) -> None:
    during = sorted(
        row["during"][1:-1].split(",")
        for row in rows["Promotions"].values()
        if row.get("active", True)
    )
    assert all(end <= start for (_, end), (start, _) in pairwise(during))
