"""distribution: documents with valid check digits, SKUs made of names, stock that adds up; the
same at volume, where clients buy after they signed up and totals are the sums of their lines."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from seedc.compilation import Asked
from seedc.diagnostics import Sink
from seedc.ir.interpret import rows as interpreted
from seedc.ir.walk import columns_read
from seedc.pipeline import compile_project
from seedc.project import open_project

Rows = dict[str, dict[str, dict[str, Any]]]
Counts = dict[str, dict[str, int]]
Ask = Callable[[str], list[tuple[Any, ...]]]
Cells = Callable[[str, str, int], list[Any]]


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


# Volume -------------------------------------------------------------------------------------------

INTEGERS = "BETWEEN 1073741824 AND 1610612735"
"""The ids of generated rows in a column of type integer."""
BIGINTS = "BETWEEN 4503599627370496 AND 6755399441055743"
UUIDS = "LIKE '5eed%-8000-8000-%'"
"""A generated uuid's text: behind its prefix stands the row's number, not a hash."""


@pytest.fixture(scope="module", params=["SMALL", "MEDIUM"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("distribution", request.param)


def test_the_profiles_are_those_of_the_document(seeds: Path) -> None:
    profiles = json.loads((seeds / "distribution" / "volume.json").read_text())["profiles"]
    names = ("products", "clients", "entries", "distributions", "sales", "batch")
    assert {name: tuple(p[n] for n in names) for name, p in profiles.items()} == {
        "SMALL": (50, 20, 20, 15, 30, 500),
        "MEDIUM": (500, 100, 200, 150, 300, 500),
        "LARGE": (5_000, 1_000, 2_000, 1_500, 3_000, 500),
        "STRESS": (50_000, 10_000, 20_000, 15_000, 30_000, 1_000),
    }


def test_each_profile_makes_exactly_so_many_rows(counts: Callable[[str], Counts]) -> None:
    found = counts("distribution")
    tables = ("products", "clients", "product_entries", "internal_distributions", "sales")
    assert {name: tuple(n[t] for t in tables) for name, n in found.items()} == {
        "SMALL": (50, 20, 20, 15, 30),
        "MEDIUM": (500, 100, 200, 150, 300),
        "LARGE": (5_000, 1_000, 2_000, 1_500, 3_000),
        "STRESS": (50_000, 10_000, 20_000, 15_000, 30_000),
    }
    assert [n["suppliers"] for n in found.values()] == [5, 5, 20, 200]
    assert [n["sale_items"] for n in found.values()] == [77, 735, 7_313, 73_127]


@pytest.fixture(scope="module")
def largest() -> Cells:
    """A function from a table and a column to what the first rows of STRESS have there, as the
    interpreter computes it: texts, or seconds since 1970."""
    sink = Sink()
    project = open_project(Path(__file__).parents[2], sink)
    only = tuple(d for d in project.datasets if d.name == "distribution")
    state = compile_project(
        replace(project, datasets=only), sink, asked=Asked(profile="STRESS"), others=False
    )
    (program,) = state.wanted
    loads = [load for stage in program.volume for load in stage.loads]
    generated = {load.table.name.name: load.generated for load in loads if load.generated}

    def cells(table: str, column: str, count: int) -> list[Any]:
        (function,) = generated[table].functions
        wanted = {column}
        for let in reversed(function.lets):
            wanted |= set(columns_read(let.node)) if let.name in wanted else set()
        lets = [let for let in function.lets if let.name in wanted]
        return [row[column] for row in interpreted(lets, range(count))]

    return cells


def test_no_two_products_of_the_largest_profile_share_a_sku(largest: Cells) -> None:
    """Eight digits of a hash are few for fifty thousand names: that they suffice is a fact of these
    names, which another seed or another list of words can end."""
    names = largest("products", "name", 50_000)
    digests = {hashlib.md5(n.encode(), usedforsecurity=False).hexdigest()[:8] for n in names}
    assert len(set(names)) == len(digests) == 50_000


def test_most_sales_are_at_noon_and_in_the_evening(largest: Cells) -> None:
    hours = [(seconds // 3600 - 3) % 24 for seconds in largest("sales", "sold_at", 3_000)]
    assert set(hours) == set(range(9, 19))
    rush = sum(hour in (12, 13, 17, 18) for hour in hours)
    assert 0.56 < rush / len(hours) < 0.62  # four hours of ten; their weights are 38 of 64


def test_saturday_is_the_busiest_day_and_december_the_busiest_month(largest: Cells) -> None:
    moments = [datetime.fromtimestamp(s, UTC) for s in largest("sales", "sold_at", 3_000)]
    assert Counter(m.weekday() for m in moments).most_common(1)[0][0] == 5
    assert Counter(m.month for m in moments).most_common(1)[0][0] == 12


def test_generated_people_and_companies_have_valid_documents(ask: Ask) -> None:
    clients = ask(f"SELECT name, kind, cpf_cnpj FROM distribution.clients WHERE id {BIGINTS}")
    assert {kind for _, kind, _ in clients} == {"PF", "PJ"}
    assert all(is_cpf(d) if kind == "PF" else is_cnpj(d) for _, kind, d in clients)
    companies = {name.split()[-1] for name, kind, _ in clients if kind == "PJ"}
    assert companies <= {"Ltda", "S.A.", "ME", "EPP"}
    cnpjs = ask(f"SELECT cnpj FROM distribution.suppliers WHERE id {INTEGERS}")
    assert len(cnpjs) == 5  # under MEDIUM as well
    assert all(is_cnpj(cnpj) for (cnpj,) in cnpjs)


def test_companies_alone_have_credit_and_phones_ring_where_clients_live(ask: Ask) -> None:
    assert not ask("SELECT FROM distribution.clients WHERE (kind = 'PF') <> (credit = 0)")
    found = ask(
        "SELECT substr(phone, 4, 2), substring(address FROM ', ([^,]+) - SP,') FROM"
        f" distribution.clients WHERE id {BIGINTS} AND phone IS NOT NULL"
    )
    towns = {"11": "São Paulo", "19": "Campinas", "13": "Santos"}
    assert all(towns[area] == town for area, town in found)
    assert len(set(found)) == 3


def test_generated_products_have_skus_of_their_names_and_codes_with_check_digits(ask: Ask) -> None:
    products = ask(f"SELECT name, sku, barcode FROM distribution.products WHERE id {BIGINTS}")
    assert len({name for name, _, _ in products}) == len(products)
    assert len(products) in (50, 500)
    for name, sku, barcode in products:
        digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
        assert sku == f"PRD-{digest[:8].upper()}"
        assert sum(int(d) * w for d, w in zip(barcode, cycle((1, 3)), strict=False)) % 10 == 0
        assert barcode.startswith("789")


def test_products_are_sold_for_a_third_more_and_never_for_a_round_price(ask: Ask) -> None:
    assert not ask(
        f"SELECT name FROM distribution.products WHERE id {BIGINTS} AND"
        " (sale_price < cost_price * 1.37 OR sale_price % 1 <> 0.99)"
    )


def test_generated_totals_are_the_sum_of_their_lines(ask: Ask) -> None:
    for table, child, key in (
        ("sales", "sale_items", "sale_id"),
        ("product_entries", "product_entry_items", "entry_id"),
    ):
        assert not ask(
            f"SELECT t.id FROM distribution.{table} AS t LEFT JOIN distribution.{child} AS c"
            f" ON c.{key} = t.id GROUP BY t.id HAVING t.total <> coalesce(sum(c.line_total), 0)"
        )


def test_lines_have_the_price_of_their_product_and_count_from_one(ask: Ask) -> None:
    assert not ask(
        "SELECT sale_id FROM distribution.sale_items AS i JOIN distribution.products AS p"
        " ON p.id = i.product_id WHERE i.unit_price <> p.sale_price"
    )
    assert not ask(
        "SELECT entry_id FROM distribution.product_entry_items AS i JOIN distribution.products AS p"
        " ON p.id = i.product_id WHERE i.unit_cost <> p.cost_price"
    )
    assert not ask(
        "SELECT sale_id FROM distribution.sale_items GROUP BY sale_id"
        " HAVING min(line_no) <> 1 OR max(line_no) <> count(*)"
    )


def test_clients_buy_after_they_signed_up_from_a_seller_of_the_store(ask: Ask) -> None:
    assert not ask(
        "SELECT s.id FROM distribution.sales AS s JOIN distribution.clients AS c"
        " ON c.id = s.client_id WHERE s.sold_at <= c.created_at"
    )
    assert not ask(
        "SELECT s.id FROM distribution.sales AS s JOIN distribution.employees AS e"
        " ON e.id = s.seller_id JOIN distribution.stores AS t ON t.id = s.store_id"
        " WHERE e.store_id <> s.store_id OR t.is_warehouse"
    )


def test_clients_sign_up_all_the_time_and_some_after_others_have_bought(ask: Ask) -> None:
    ((late, early),) = ask(
        "SELECT (SELECT max(created_at) FROM distribution.clients),"
        f" (SELECT min(sold_at) FROM distribution.sales WHERE id::text {UUIDS})"
    )
    assert late > early


def test_a_generated_invoice_key_names_its_supplier_its_month_and_its_number(ask: Ask) -> None:
    assert not ask(
        "SELECT e.id FROM distribution.product_entries AS e"
        " JOIN distribution.suppliers AS s ON s.id = e.supplier_id"
        " WHERE substr(nfe_key, 7, 14) <> s.cnpj OR substr(nfe_key, 26, 9)::int <> invoice"
        " OR substr(nfe_key, 3, 4) <> to_char(received_at AT TIME ZONE 'UTC', 'YYMM')"
        f" OR substr(nfe_key, 21, 5) <> '55001' AND e.id {BIGINTS}"
    )


def test_sales_happen_while_the_store_is_open(ask: Ask) -> None:
    local = "(sold_at AT TIME ZONE 'America/Sao_Paulo')"
    assert not ask(
        "SELECT s.id FROM distribution.sales AS s JOIN distribution.stores AS t"
        f" ON t.id = s.store_id WHERE {local}::time NOT BETWEEN opens_at AND closes_at"
        f" AND s.id::text {UUIDS}"
    )


def test_goods_come_from_outside_to_the_centre_and_from_there_to_the_stores(ask: Ask) -> None:
    assert not ask(
        "SELECT e.id FROM distribution.product_entries AS e JOIN distribution.stores AS t"
        " ON t.id = e.store_id WHERE NOT t.is_warehouse"
    )
    assert not ask(
        "SELECT d.code FROM distribution.internal_distributions AS d"
        " JOIN distribution.stores AS a ON a.id = d.from_store_id"
        " JOIN distribution.stores AS b ON b.id = d.to_store_id"
        " WHERE NOT a.is_warehouse OR b.is_warehouse"
    )


def test_more_comes_in_than_goes_to_the_stores_and_more_goes_there_than_is_sold(ask: Ask) -> None:
    ((came, went, sold),) = ask(
        "SELECT (SELECT sum(quantity) FROM distribution.product_entry_items),"
        " (SELECT sum(quantity) FROM distribution.internal_distribution_items),"
        " (SELECT sum(quantity) FROM distribution.sale_items)"
    )
    assert came > 2 * went > 4 * sold


def test_nothing_is_accepted_that_expires_before_or_soon_after_it_comes(ask: Ask) -> None:
    assert not ask(
        "SELECT e.id FROM distribution.product_entries AS e"
        " JOIN distribution.product_entry_items AS i ON i.entry_id = e.id"
        f" WHERE i.expires_on < e.received_at::date + 30 AND e.id {BIGINTS}"
    )
    ((dated, undated),) = ask(
        "SELECT count(expires_on), count(*) - count(expires_on) FROM"
        f" distribution.product_entry_items WHERE entry_id {BIGINTS}"
    )
    assert dated > 9 * undated


def test_at_the_clock_some_goods_have_expired_and_most_have_not(ask: Ask) -> None:
    ((expired, fresh),) = ask(
        "SELECT count(*) FILTER (WHERE expires_on < '2026-01-01'),"
        " count(*) FILTER (WHERE expires_on >= '2026-01-01')"
        f" FROM distribution.product_entry_items WHERE entry_id {BIGINTS}"
    )
    assert 0 < expired < fresh


def test_a_shipment_arrives_the_same_morning_or_has_not_arrived(ask: Ask) -> None:
    assert not ask(
        "SELECT code FROM distribution.internal_distributions"
        " WHERE received_at - shipped_at NOT BETWEEN '1 hour' AND '6 hours'"
    )
    assert not ask(
        "SELECT code FROM distribution.internal_distributions WHERE status = 'em_transito'"
        f" AND shipped_at < '2025-12-30' AND id::text {UUIDS}"
    )
