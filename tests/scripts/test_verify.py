"""verify.sql proves what it says: it passes after a load and fails loudly for each defect."""

import pytest

from scripts.handmade import (
    Col,
    Columns,
    Psql,
    group,
    key,
    load,
    program,
    qualified,
    reference,
    table,
)
from seedc.ir.program import Arbiter, Band, DatasetProgram, Policy, SequenceMove
from seedc.scripts import render_load, render_verify

pytestmark = pytest.mark.server

VENDOR: Columns = {"id": Col("bigint!", sequence="shop.vendors_id_seq"), "name": "text!"}
PRODUCT: Columns = {"id": "bigint!", "vendor_id": "bigint", "sku": "text!"}
VENDORS = table("shop.vendors", VENDOR)
REFERENCE = reference("vendor_id", "shop.vendors", name="products_vendor_id_fkey")
PRODUCTS = table("shop.products", PRODUCT, foreign_keys=[REFERENCE])
DDL = """
CREATE TABLE shop.vendors (id bigserial PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.products (id bigint PRIMARY KEY, vendor_id bigint, sku text NOT NULL);
ALTER TABLE shop.products ADD CONSTRAINT products_vendor_id_fkey
  FOREIGN KEY (vendor_id) REFERENCES shop.vendors;
"""
BAND = Band(column="id", type="bigint", low=1000, middle=1500, high=2000)


def shop_program(policy: Policy = "update") -> DatasetProgram:
    return program(
        load(VENDORS, VENDOR, {"v:1": ("1500", "one"), "v:2": ("2", "two")}, band=BAND),
        load(
            PRODUCTS,
            PRODUCT,
            {"p:1": ("1", "2", "a"), "p:2": ("2", None, "b")},
            policy=policy,
        ),
        sequences=(
            SequenceMove(
                sequence=qualified("shop.vendors_id_seq"), table=VENDORS.name, column="id", value=2
            ),
        ),
    )


@pytest.fixture
def loaded(shop: Psql) -> Psql:
    shop.execute(DDL)
    shop.apply(render_load(shop_program()))
    return shop


def test_it_passes_after_a_load_and_prints_one_table(loaded: Psql) -> None:
    output = loaded.apply(render_verify(shop_program()))
    rows = [[cell.strip() for cell in line.split("|")] for line in output if "|" in line]
    assert rows == [
        ["table", "expected", "present", "equal", "verdict"],
        ["shop.vendors", "2", "2", "2", "ok"],
        ["shop.products", "2", "2", "2", "ok"],
    ]


def test_it_leaves_nothing_behind(loaded: Psql) -> None:
    before = loaded.query("SELECT count(*) FROM pg_class")
    loaded.apply(render_verify(shop_program()))
    assert loaded.query("SELECT count(*) FROM pg_class") == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "DELETE FROM shop.products WHERE id = 1",
            "shop.products: missing: 1 rows, among them p:1",
        ),
        (
            "UPDATE shop.products SET sku = 'z' WHERE id = 2",
            "shop.products: different: 1 rows, among them p:2",
        ),
        (
            "UPDATE shop.products SET vendor_id = 2 WHERE id = 2",
            "shop.products: different: 1 rows, among them p:2",
        ),
        (
            (
                "SET session_replication_role = replica;"
                "INSERT INTO shop.products VALUES (77, 12345, 'x')"
            ),
            "foreign key products_vendor_id_fkey: 1 rows refer to nothing, among them id = 77",
        ),
        (
            (
                "ALTER TABLE shop.products DROP CONSTRAINT products_vendor_id_fkey;"
                "INSERT INTO shop.products VALUES (78, 12345, 'x');"
                "ALTER TABLE shop.products ADD CONSTRAINT products_vendor_id_fkey"
                " FOREIGN KEY (vendor_id) REFERENCES shop.vendors NOT VALID"
            ),
            "foreign key products_vendor_id_fkey: 1 rows refer to nothing, among them id = 78",
        ),
        (
            "SELECT setval('shop.vendors_id_seq', 1)",
            "sequence shop.vendors_id_seq: stands at 1, but id reaches 2",
        ),
        (
            "INSERT INTO shop.vendors VALUES (9, 'app')",
            "sequence shop.vendors_id_seq: stands at 2, but id reaches 9",
        ),
        (
            "ALTER TABLE shop.vendors ALTER name TYPE varchar(9)",
            "shop.vendors.name: expected text not null, found character varying(9) not null",
        ),
    ],
)
def test_it_fails_loudly_for_each_defect(loaded: Psql, damage: str, said: str) -> None:
    loaded.execute(damage)
    assert said in loaded.refused(render_verify(shop_program()))


def test_a_kept_row_may_differ_but_not_be_missing(loaded: Psql) -> None:
    loaded.execute("UPDATE shop.products SET sku = 'z' WHERE id = 2")
    output = loaded.apply(render_verify(shop_program(policy="keep")))
    assert any(line.split("|")[-1].strip() == "ok, kept" for line in output if "products" in line)
    loaded.execute("DELETE FROM shop.products WHERE id = 2")
    assert "missing" in loaded.refused(render_verify(shop_program(policy="keep")))


def test_match_full_refuses_a_half_empty_key(shop: Psql) -> None:
    columns: Columns = {"id": "integer!", "a": "integer", "b": "integer"}
    full = reference("a", "shop.p", "a")
    full = type(full)(
        name="full_fkey",
        columns=("a", "b"),
        table=qualified("shop.p"),
        references=("a", "b"),
        match_full=True,
    )
    target = table("shop.c", columns, foreign_keys=[full])
    shop.execute(
        "CREATE TABLE shop.p (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE shop.c (id int PRIMARY KEY, a int, b int);"
        "INSERT INTO shop.c VALUES (1, NULL, NULL)"
    )
    script = render_verify(program(load(target, columns, {"c:1": ("1", None, None)})))
    shop.apply(script)
    shop.execute("INSERT INTO shop.c VALUES (2, 1, NULL)")
    assert "full_fkey: 1 rows" in shop.refused(script)


def test_groups_and_natural_keys_are_verified(shop: Psql) -> None:
    shop.execute("CREATE TABLE shop.v (id bigint PRIMARY KEY, name text UNIQUE, note text)")
    columns: Columns = {"id": "bigint!", "name": "text!", "note": "text"}
    short: Columns = {"id": "bigint!", "name": "text!"}
    target = table("shop.v", {**columns, "name": "text"})
    arbiter = Arbiter(name="v_name_key", elements=key("k", "name").elements)
    part = load(
        target,
        {**columns, "name": "text"},
        {"a": ("1", "A", "x")},
        arbiter=arbiter,
        groups=[group({**short, "name": "text"}, {"b": ("2", "B")})],
    )
    shop.execute("INSERT INTO shop.v VALUES (9, 'A', 'x')")
    shop.apply(render_load(program(part)))
    output = shop.apply(render_verify(program(part)))
    assert [c.strip() for c in output[2].split("|")] == ["shop.v", "2", "2", "2", "ok"]
