"""storefront: unique names, a tree of categories, orders that add up; customers at volume."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from seedc.pools import pool
from seedc.pools.transliterate import ascii_slug

Rows = dict[str, dict[str, dict[str, Any]]]
Ask = Callable[[str], list[tuple[Any, ...]]]


def generated(column: str) -> str:
    """The condition that a user or an order is generated: a curated id has a hash behind its
    prefix, a generated one the row's number."""
    return f"{column}::text LIKE '5eed%-8000-8000-%'"


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


def test_customers_review_what_they_ordered_after_it_arrived(rows: Rows) -> None:
    reviewed = Counter(row["order_id"] for row in rows["reviews"].values())
    for review in rows["reviews"].values():
        item = rows["order_items"][review["product_id"]]
        order = rows["orders"][review["order_id"]]
        assert item["__parent__"] == review["order_id"]
        assert order["__parent__"] == review["__parent__"]
        assert order["status"] in ("delivered", "returned")
        placed, written = (datetime.fromisoformat(order["placed_at"]), review["written_at"])
        assert placed < datetime.fromisoformat(written)
    assert {key: row.get("reviewed_items", 0) for key, row in rows["orders"].items()} == {
        key: reviewed[key] for key in rows["orders"]
    }


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


# Volume -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["SMALL", "MEDIUM"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("storefront", request.param)


def test_each_profile_has_exactly_so_many_rows(
    counts: Callable[[str], dict[str, dict[str, int]]],
) -> None:
    tables = (
        "products",
        "product_attributes",
        "users",
        "user_addresses",
        "orders",
        "order_items",
        "reviews",
    )
    expected = {
        "SMALL": (30, 30, 40, 40, 61, 108, 14),
        "MEDIUM": (200, 200, 1_000, 1_000, 1_591, 2_784, 399),
        "LARGE": (1_000, 1_000, 10_000, 10_000, 15_940, 27_892, 3_984),
        "STRESS": (5_000, 5_000, 100_000, 100_000, 159_381, 278_913, 39_844),
    }
    assert counts("storefront") == {
        profile: dict(zip(tables, numbers, strict=True)) for profile, numbers in expected.items()
    }


def test_what_people_keep_by_hand_is_not_generated(rows: Rows, ask: Ask) -> None:
    for table in ("vendors", "categories", "attributes", "attribute_values"):
        assert ask(f"SELECT count(*) FROM storefront.{table}") == [(len(rows[table]),)]
    assert ask("SELECT count(*) FROM storefront.promotions") == [(len(rows["Promotions"]),)]


def test_customers_have_none_to_five_orders_and_fewer_have_more(ask: Ask) -> None:
    found = ask(
        "SELECT orders, count(*) FROM ("
        "SELECT u.id, count(o.id) AS orders FROM storefront.users AS u"
        f" LEFT JOIN storefront.orders AS o ON o.user_id = u.id WHERE {generated('u.id')}"
        " GROUP BY u.id) AS each_user GROUP BY orders ORDER BY orders"
    )
    numbers: dict[int, int] = dict(found)
    assert set(numbers) <= set(range(6))
    assert numbers[0] + numbers[1] > numbers[2] + numbers.get(3, 0) > 0


def test_every_order_adds_up_and_pays_the_fee_of_its_delivery(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number, o.items_total, o.total FROM storefront.orders AS o"
        " JOIN storefront.delivery_methods AS m ON m.code = o.delivery_method"
        " LEFT JOIN storefront.order_items AS i ON i.order_id = o.id GROUP BY o.id, m.fee"
        " HAVING o.items_total IS DISTINCT FROM sum(i.quantity * i.unit_price)"
        " OR o.delivery_fee <> m.fee OR o.total <> o.items_total + m.fee"
    )


def test_lines_are_numbered_from_one_and_take_the_price_of_the_product(ask: Ask) -> None:
    assert not ask(
        "SELECT order_id FROM storefront.order_items GROUP BY order_id"
        " HAVING min(line_no) <> 1 OR max(line_no) <> count(*)"
    )
    assert not ask(
        "SELECT i.order_id FROM storefront.order_items AS i"
        " JOIN storefront.products AS p ON p.id = i.product_id WHERE i.unit_price <> p.price"
    )


def test_generated_orders_take_curated_products_and_generated_ones(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT p.slug LIKE 'art-%' FROM storefront.orders AS o"
        " JOIN storefront.order_items AS i ON i.order_id = o.id"
        f" JOIN storefront.products AS p ON p.id = i.product_id WHERE {generated('o.id')}"
    )
    assert sorted(found) == [(False,), (True,)]


def test_orders_come_after_sign_up_whenever_that_was(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number FROM storefront.orders AS o"
        " JOIN storefront.users AS u ON u.id = o.user_id WHERE o.placed_at <= u.registered_at"
    )
    ((late, early),) = ask(
        f"SELECT (SELECT max(registered_at) FROM storefront.users WHERE {generated('id')}),"
        f" (SELECT min(placed_at) FROM storefront.orders WHERE {generated('id')})"
    )
    assert late > early


def test_only_what_was_published_before_is_ordered(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number, p.slug FROM storefront.orders AS o"
        " JOIN storefront.order_items AS i ON i.order_id = o.id"
        " JOIN storefront.products AS p ON p.id = i.product_id"
        " WHERE p.published_at IS NULL OR p.published_at > o.placed_at"
    )
    assert ask("SELECT count(*) FROM storefront.products WHERE published_at IS NULL") == [(1,)]


def test_a_review_is_of_a_purchase_that_arrived_by_whoever_paid_for_it(ask: Ask) -> None:
    assert not ask(
        "SELECT r.id FROM storefront.reviews AS r"
        " JOIN storefront.orders AS o ON o.id = r.order_id"
        " LEFT JOIN storefront.order_items AS i"
        " ON i.order_id = r.order_id AND i.product_id = r.product_id"
        " WHERE i.order_id IS NULL OR o.user_id <> r.author_id"
        " OR o.status NOT IN ('delivered', 'returned') OR r.written_at <= o.paid_at"
    )
    found = ask(
        "SELECT min(r.written_at - o.placed_at) >= '10 days', max(r.written_at) < '2026-01-08'"
        " FROM storefront.reviews AS r JOIN storefront.orders AS o ON o.id = r.order_id"
        f" WHERE {generated('r.author_id')}"
    )
    assert found == [(True, True)]


def test_an_order_knows_how_many_of_its_lines_have_a_review(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number FROM storefront.orders AS o"
        " LEFT JOIN storefront.reviews AS r ON r.order_id = o.id"
        " GROUP BY o.id HAVING o.reviewed_items <> count(r.id)"
    )
    found = ask(
        f"SELECT DISTINCT reviewed_items FROM storefront.orders WHERE {generated('id')} ORDER BY 1"
    )
    assert found == [(0,), (1,)]


def test_what_was_sent_back_is_not_praised(ask: Ask) -> None:
    assert not ask(
        "SELECT r.id FROM storefront.reviews AS r JOIN storefront.orders AS o ON o.id = r.order_id"
        f" WHERE o.status = 'returned' AND r.rating > 3 AND {generated('o.id')}"
    )


def test_people_order_in_the_evening(ask: Ask) -> None:
    ((evening, whole),) = ask(
        "SELECT count(*) FILTER (WHERE extract(hour FROM placed_at AT TIME ZONE 'UTC')"
        " BETWEEN 15 AND 19), count(*)"
        f" FROM storefront.orders WHERE {generated('id')}"
    )
    assert evening / whole > 5 / 24 * 1.5


def test_the_status_agrees_with_the_dates(ask: Ask) -> None:
    assert not ask(
        "SELECT number FROM storefront.orders WHERE (paid_at IS NULL) <>"
        " (status IN ('new', 'cancelled'))"
    )
    found: dict[str, list[date]] = dict(
        ask(
            "SELECT status::text, array[min(placed_at::date), max(placed_at::date)]"
            f" FROM storefront.orders WHERE {generated('id')} GROUP BY status"
        )
    )
    assert found["delivered"][0] < found["shipped"][0]
    assert found["returned"][1] < found["shipped"][1]
    assert found["shipped"][0] >= date(2025, 11, 20)


def test_parcels_go_to_an_address_of_the_customer_or_are_collected(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number FROM storefront.orders AS o"
        " LEFT JOIN storefront.user_addresses AS a ON a.id = o.address_id"
        " WHERE (a.id IS NULL) <> (o.delivery_method = 'pickup') OR a.user_id <> o.user_id"
    )


def test_couriers_reach_the_city(ask: Ask) -> None:
    assert not ask(
        "SELECT o.number, a.city FROM storefront.orders AS o"
        " JOIN storefront.user_addresses AS a ON a.id = o.address_id"
        " JOIN storefront.delivery_methods AS m ON m.code = o.delivery_method"
        " WHERE m.regions <> '{}' AND a.city <> ALL (m.regions)"
    )


def test_names_agree_in_gender_and_the_address_is_of_the_same_person(ask: Ask) -> None:
    women, men = (set(pool("ru_RU", f"given_{g}").field()) for g in ("female", "male"))
    families = pool("ru_RU", "family")
    found = ask(f"SELECT full_name, email FROM storefront.users WHERE {generated('id')}")
    for name, email in found:
        given, family = name.split(" ")
        forms = {g for g, names in (("f", women), ("m", men)) if given in names}
        allowed = {form for g in forms for form in families.field(0 if g == "m" else -1)}
        assert family in allowed, name
        assert email.startswith(ascii_slug(given).replace("-", "") + "."), (name, email)
    assert {name.split(" ")[0] in women for name, _ in found} == {True, False}


def test_colours_are_what_products_have(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT a.name FROM storefront.product_attributes AS pa"
        " JOIN storefront.attributes AS a ON a.id = pa.attribute_id"
        " JOIN storefront.products AS p ON p.id = pa.product_id WHERE p.slug LIKE 'art-%'"
    )
    assert found == [("Цвет",)]


def test_the_name_of_a_product_suits_its_maker(ask: Ask) -> None:
    found = ask(
        "SELECT v.name, split_part(p.name, ' ', 1) FROM storefront.products AS p"
        " JOIN storefront.vendors AS v ON v.id = p.vendor_id WHERE p.slug LIKE 'art-%'"
    )
    linen = {"Салфетки", "Скатерть", "Плед", "Рубашка", "Платье", "Накидка"}
    porcelain = {"Чашка", "Чайник", "Сервиз", "Брошь", "Браслет", "Фигурка", "Кукла"}
    made = {"Вологодский лён": linen, "Северный фарфор": porcelain}
    assert {vendor for vendor, _ in found} == set(made)
    assert all(noun in made[vendor] for vendor, noun in found)


def test_the_moderator_is_staff_and_some_reviews_wait(ask: Ask) -> None:
    found = ask(
        "SELECT u.is_staff, count(*) FROM storefront.reviews AS r"
        " LEFT JOIN storefront.users AS u ON u.id = r.moderator_id GROUP BY u.is_staff"
    )
    assert {staff for staff, _ in found} == {None, True}
