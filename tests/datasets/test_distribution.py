"""distribution: documents with valid check digits, SKUs made of names, stock that adds up."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(read: Callable[[str], Rows]) -> Rows:
    return read("distribution")


def modulo_11(digits: str, weights: Iterator[int]) -> str:
    """The check digit of Receita Federal: weights from the right, 10 and 11 become 0."""
    rest = sum(int(d) * w for d, w in zip(reversed(digits), weights, strict=False)) % 11
    return "0" if rest < 2 else str(11 - rest)


def is_cpf(text: str) -> bool:
    first = modulo_11(text[:9], iter(range(2, 11)))
    return text == text[:9] + first + modulo_11(text[:9] + first, iter(range(2, 12)))


def is_cnpj(text: str) -> bool:
    first = modulo_11(text[:12], cycle(range(2, 10)))
    return text == text[:12] + first + modulo_11(text[:12] + first, cycle(range(2, 10)))


def lines(rows: Rows, name: str, parent: str) -> list[dict[str, Any]]:
    return [row for row in rows[name].values() if row["__parent__"] == parent]


def test_the_checks_know_good_documents_from_bad_ones() -> None:
    assert is_cpf("52998224725")
    assert not is_cpf("52998224726")
    assert not is_cpf("52998224735")
    assert is_cnpj("11222333000181")
    assert not is_cnpj("11222333000180")
    assert not is_cnpj("11222333000191")


def test_every_cpf_and_cnpj_is_valid(rows: Rows) -> None:
    for row in (*rows["suppliers"].values(), *rows["stores"].values()):
        assert is_cnpj(row["cnpj"]), row["__key__"]
    for row in rows["employees"].values():
        assert is_cpf(row["cpf"]), row["__key__"]
    documents = [row["cpf_cnpj"] for row in rows["clients"].values()]
    assert {len(d) for d in documents} == {11, 14}
    assert all(is_cpf(d) if len(d) == 11 else is_cnpj(d) for d in documents)


def test_no_document_belongs_to_two(rows: Rows) -> None:
    documents = [
        row[name]
        for table, name in [("suppliers", "cnpj"), ("stores", "cnpj"), ("clients", "cpf_cnpj")]
        for row in rows[table].values()
    ]
    assert len(documents) == len(set(documents))


def test_the_stores_are_branches_of_one_company(rows: Rows) -> None:
    assert len({row["cnpj"][:8] for row in rows["stores"].values()}) == 1
    assert [row["cnpj"][8:12] for row in rows["stores"].values()] == [
        f"{n:04d}" for n in range(1, len(rows["stores"]) + 1)
    ]


def test_the_sku_is_made_of_the_md5_of_the_name(rows: Rows) -> None:
    for row in rows["products"].values():
        digest = hashlib.md5(row["name"].encode(), usedforsecurity=False).hexdigest()
        assert row["sku"] == f"PRD-{digest[:8].upper()}"


def test_every_barcode_has_its_check_digit(rows: Rows) -> None:
    for row in rows["products"].values():
        weighed = sum(int(d) * w for d, w in zip(row["barcode"], cycle((1, 3)), strict=False))
        assert len(row["barcode"]) == 13
        assert weighed % 10 == 0, row["__key__"]


def test_every_invoice_key_is_its_suppliers_and_valid(rows: Rows) -> None:
    for row in rows["product_entries"].values():
        key = row["nfe_key"]
        assert key[-1] == modulo_11(key[:-1], cycle(range(2, 10)))
        assert key[6:20] == rows["suppliers"][row["supplier_id"]]["cnpj"]
        assert int(key[25:34]) == row["invoice"]
        assert key[2:6] == row["received_at"][2:4] + row["received_at"][5:7]


def test_totals_are_the_sum_of_their_lines(rows: Rows) -> None:
    cent = Decimal("0.01")
    for key, sale in rows["sales"].items():
        items = lines(rows, "sale_items", key)
        assert sale["total"] == sum(i["quantity"] * i["unit_price"] for i in items) > 0
    for key, entry in rows["product_entries"].items():
        items = lines(rows, "product_entry_items", key)
        costs = [(i["quantity"] * i["unit_cost"]).quantize(cent) for i in items]
        assert entry["total"] == sum(costs) > 0


def test_products_are_sold_at_their_price_by_somebody_of_the_store(rows: Rows) -> None:
    for key, sale in rows["sales"].items():
        assert rows["employees"][sale["seller_id"]]["__parent__"] == sale["store_id"]
        for item in lines(rows, "sale_items", key):
            assert item["unit_price"] == rows["products"][item["product_id"]]["sale_price"]


def movements(rows: Rows) -> Iterator[tuple[str, str, str, int]]:
    """When, where, which product, and how many more or fewer of it."""
    for key, entry in rows["product_entries"].items():
        for item in lines(rows, "product_entry_items", key):
            yield entry["received_at"], entry["store_id"], item["product_id"], item["quantity"]
    for key, move in rows["internal_distributions"].items():
        if move["status"] == "cancelada":
            continue
        for item in lines(rows, "internal_distribution_items", key):
            product, quantity = item["product_id"], item["quantity"]
            yield move["shipped_at"], move["from_store_id"], product, -quantity
            if move["received_at"]:
                yield move["received_at"], move["to_store_id"], product, quantity
    for key, sale in rows["sales"].items():
        for item in lines(rows, "sale_items", key):
            yield sale["sold_at"], sale["store_id"], item["product_id"], -item["quantity"]


def test_nothing_leaves_a_store_before_it_came_there(rows: Rows) -> None:
    stock: Counter[tuple[str, str]] = Counter()
    moments = sorted(movements(rows))
    assert all(when.endswith("-03:00") for when, *_ in moments)  # so that they sort as text
    for when, store, product, change in moments:
        stock[store, product] += change
        assert stock[store, product] >= 0, f"{product} in {store} at {when}"


def test_a_manager_works_in_the_store_and_one_store_waits_for_one(rows: Rows) -> None:
    managers = {key: row["manager_id"] for key, row in rows["stores"].items()}
    assert None in managers.values()
    for store, manager in managers.items():
        if manager is not None:
            assert rows["employees"][manager]["__parent__"] == store
            assert rows["employees"][manager]["role"] == "gerente"
