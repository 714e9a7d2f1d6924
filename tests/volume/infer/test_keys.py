"""Foreign keys, unique keys, EXCLUDE constraints."""

from typing import Any

import pytest

from seedc.passes.volume.infer import constraints_of, made_unique
from volume.infer.kit import facts_of, inferred, plan_of, problems

TABLES = """
    CREATE EXTENSION btree_gist;
    CREATE TABLE users (id int PRIMARY KEY);
    CREATE TABLE products (id bigint PRIMARY KEY);
    CREATE TABLE tenants (id int PRIMARY KEY);
    CREATE TABLE customers (tenant_id int, id int, PRIMARY KEY (tenant_id, id));
    CREATE TABLE stores (tenant_id int, id int, PRIMARY KEY (tenant_id, id));
"""
DRIVEN: dict[str, Any] = {"driven": frozenset({"user_id"}), "has_siblings": True}
USER = "user_id int NOT NULL REFERENCES users"


def rules(columns: str, **changes: Any) -> Any:
    found = inferred(f"{TABLES} CREATE TABLE t ({columns});", **changes)
    assert found.problems == ()
    return found.rules


def refused(columns: str, **changes: Any) -> list[tuple[str | None, str, str]]:
    return problems(f"{TABLES} CREATE TABLE t ({columns});", **changes)


def test_a_foreign_key_refers() -> None:
    found = rules(f"{USER}, product_id bigint REFERENCES products")
    assert found["user_id"] == {"reference": "public.users"}
    assert found["product_id"]["reference"] == "public.products"
    assert found["product_id"]["null"] > 0


def test_a_self_reference_leaves_some_rows_without_one() -> None:
    found = rules("id int PRIMARY KEY, parent_id int REFERENCES t CHECK (parent_id <> id)")
    assert found["parent_id"]["null"] > 0
    required = rules("id int PRIMARY KEY, parent_id int NOT NULL REFERENCES t")
    assert required["parent_id"] == {"reference": "public.t"}


def test_one_column_of_a_composite_key_draws_it() -> None:
    key = "FOREIGN KEY (tenant_id, customer_id) REFERENCES customers"
    found = rules(f"tenant_id int NOT NULL, customer_id int NOT NULL, {key}")
    assert found == {"customer_id": {"reference": "public.customers"}}


def test_the_widest_key_fills_a_shared_column() -> None:
    found = rules(
        "tenant_id int NOT NULL REFERENCES tenants, customer_id int NOT NULL,"
        " FOREIGN KEY (tenant_id, customer_id) REFERENCES customers"
    )
    assert found == {"customer_id": {"reference": "public.customers"}}


def test_two_wide_keys_are_drawn_within_the_row_that_they_share() -> None:
    found = rules(
        "tenant_id int NOT NULL REFERENCES tenants, customer_id int NOT NULL,"
        " store_id int NOT NULL,"
        " FOREIGN KEY (tenant_id, customer_id) REFERENCES customers,"
        " FOREIGN KEY (tenant_id, store_id) REFERENCES stores"
    )
    assert found["tenant_id"] == {"reference": "public.tenants"}
    assert found["customer_id"] == {"reference": "public.customers", "within": "tenant_id"}
    assert found["store_id"] == {"reference": "public.stores", "within": "tenant_id"}


def test_a_key_to_an_empty_table_is_null_or_refused() -> None:
    empty = {"parents": {"users": 0}}
    assert rules("user_id int REFERENCES users", **empty) == {"user_id": {"constant": None}}
    ((column, code, message),) = refused(USER, **empty)
    assert (column, code) == ("user_id", "SD723")
    assert "FOREIGN KEY (user_id)" in message


def test_two_keys_that_must_differ() -> None:
    found = rules(
        "a_id int NOT NULL REFERENCES users, b_id int NOT NULL REFERENCES users,"
        " CHECK (a_id <> b_id)"
    )
    assert found["b_id"]["not"] == "a_id"
    assert "not" not in found["a_id"]


def test_one_to_one_and_its_capacity() -> None:
    columns = "user_id int PRIMARY KEY REFERENCES users"
    assert rules(columns)["user_id"]["unique"] is True
    ((column, code, message),) = refused(columns, parents={"users": 999})
    assert (column, code) == ("user_id", "SD741")
    assert "1000 rows" in message
    assert "999 rows of public.users" in message
    assert "PRIMARY KEY (user_id)" in message


def test_a_pair_of_references_and_its_capacity() -> None:
    columns = f"{USER}, product_id bigint REFERENCES products, PRIMARY KEY (user_id, product_id)"
    assert rules(columns)["product_id"]["unique_per"] == "user_id"
    assert "unique_per" not in rules(columns)["user_id"]
    counts = {"users": 10, "products": 99}
    ((_, code, message),) = refused(columns, parents=counts)
    assert code == "SD741"
    assert "10 rows of public.users" in message
    assert rules(columns, parents=counts | {"products": 100})["product_id"]["unique_per"]


def test_references_differ_under_the_parent_that_rows_are_made_for() -> None:
    columns = f"{USER}, product_id bigint REFERENCES products, PRIMARY KEY (user_id, product_id)"
    assert rules(columns, **DRIVEN, most=5)["product_id"]["unique_per"] == "user_id"
    assert refused(columns, **DRIVEN, most=5, parents={"products": 4})


def test_lines_are_numbered_under_their_parent() -> None:
    columns = f"{USER}, line_no smallint NOT NULL, PRIMARY KEY (user_id, line_no)"
    assert rules(columns, **DRIVEN)["line_no"] == {"sequence": {"start": 1, "per": "parent"}}
    assert rules(columns)["line_no"] == {"sequence": {"start": 1, "step": 1}}


def test_two_unique_keys_that_share_a_column() -> None:
    found = rules(
        "tenant_id int NOT NULL REFERENCES tenants, slug text NOT NULL, no int NOT NULL,"
        " UNIQUE (tenant_id, slug), UNIQUE (tenant_id, no)"
    )
    assert found["slug"]["unique"] is True
    assert "sequence" in found["no"]
    assert "unique" not in found["tenant_id"]


def test_a_short_list_takes_turns_under_a_parent() -> None:
    columns = f"{USER}, kind text NOT NULL CHECK (kind IN ('a', 'b')), UNIQUE (user_id, kind)"
    assert rules(columns, **DRIVEN, most=2)["kind"] == {"turn": ["a", "b"]}
    ((_, code, message),) = refused(columns, **DRIVEN, most=3)
    assert code == "SD741"
    assert "kind has 2 values" in message
    alone = f"{USER}, kind text NOT NULL CHECK (kind IN ('a')), UNIQUE (user_id, kind)"
    ((_, _, message),) = refused(alone, **DRIVEN, most=3)
    assert "kind has 1 value " in message


def test_rows_of_a_product_differ_as_they_are_made() -> None:
    driven = frozenset({"user_id", "product_id"})
    columns = f"{USER}, product_id bigint REFERENCES products, PRIMARY KEY (user_id, product_id)"
    assert rules(columns, driven=driven) == {}


def test_a_calendar_fills_the_day() -> None:
    columns = f"{USER}, day date NOT NULL, UNIQUE (user_id, day)"
    assert rules(columns, **DRIVEN, is_day=True) == {"day": {"day": {}}}


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        ("b boolean NOT NULL UNIQUE", "2 values"),
        ("n int NOT NULL UNIQUE CHECK (n BETWEEN 1 AND 500)", "500 values"),
        ("s text NOT NULL UNIQUE CHECK (s IN ('a', 'b', 'c'))", "3 values"),
        ("s char(1) NOT NULL UNIQUE", "at most 1 characters"),
    ],
)
def test_too_few_values_are_refused_with_their_number(columns: str, values: str) -> None:
    ((column, code, message),) = refused(f"id int PRIMARY KEY, {columns}")
    assert code == "SD741"
    assert column in ("b", "n", "s")
    assert values in message
    assert "UNIQUE" in message


@pytest.mark.parametrize(
    "columns",
    [
        "n numeric(5,2) UNIQUE", "m macaddr UNIQUE", "i inet UNIQUE", "u uuid UNIQUE",
        "d date UNIQUE", "ts timestamptz UNIQUE", "t1 time UNIQUE", "iv interval UNIQUE",
        "j jsonb UNIQUE", "b bytea UNIQUE", "bits bit(12) UNIQUE", "c char(2) UNIQUE",
        "v varchar(4) UNIQUE", "s smallint UNIQUE", "r int4range UNIQUE", "f float8 UNIQUE",
        "code varchar(8) UNIQUE CHECK (code ~ '^[A-Z]{3}-[0-9]{4}$')",
    ],
)  # fmt: skip
def test_every_kind_of_column_can_be_unique(columns: str) -> None:
    found = rules(f"id int PRIMARY KEY, {columns.replace(' UNIQUE', ' NOT NULL UNIQUE', 1)}")
    (rule,) = found.values()
    assert rule.get("unique") or "sequence" in rule


def test_a_nullable_column_of_too_few_values_is_null() -> None:
    assert rules("id int PRIMARY KEY, b boolean UNIQUE")["b"] == {"constant": None}


def test_a_partial_key_that_means_a_choice_is_kept_by_choosing_none() -> None:
    found = inferred(
        f"{TABLES} CREATE TABLE t ({USER}, is_default boolean NOT NULL);"
        " CREATE UNIQUE INDEX ON t (user_id) WHERE is_default;"
    )
    assert found.rules["is_default"] == {"constant": False}
    assert "unique" not in found.rules["user_id"]


def test_a_partial_key_on_an_expression_is_kept_by_all_rows() -> None:
    found = inferred(
        "CREATE TABLE t (email text NOT NULL, deleted_at timestamptz);"
        " CREATE UNIQUE INDEX ON t (lower(email)) WHERE deleted_at IS NULL;"
    )
    assert found.rules["email"] == {"email": {}, "unique": True}


def test_nulls_that_are_not_distinct_are_left_out() -> None:
    found = rules("id int PRIMARY KEY, a text, UNIQUE NULLS NOT DISTINCT (a)")
    assert found["a"]["unique"] is True
    assert "null" not in found["a"]


def test_a_code_made_of_a_name_is_unique_by_the_name() -> None:
    found = rules(
        "id int PRIMARY KEY, name text NOT NULL, sku text NOT NULL UNIQUE"
        " CHECK (sku = 'P-' || upper(substr(md5(name), 1, 8)))"
    )
    assert found["name"]["unique"] is True
    assert "sql" in found["sku"]


def test_ranges_follow_each_other_under_a_parent() -> None:
    columns = (
        f"{USER}, during tstzrange NOT NULL, EXCLUDE USING gist (user_id WITH =, during WITH &&)"
    )
    found = rules(columns, **DRIVEN, most=5)
    assert found["during"]["range"]["per_sibling"]
    numbers = columns.replace("tstzrange", "int4range")
    assert rules(numbers)["during"] == {"template": "[{index},{number})"}
    ((_, code, message),) = refused(columns, parents={"users": 10})
    assert code == "SD741"
    assert "EXCLUDE USING gist" in message


def test_a_range_of_two_columns_grows_with_the_rows() -> None:
    columns = (
        f"{USER}, s date NOT NULL, e date NOT NULL,"
        " EXCLUDE USING gist (user_id WITH =, daterange(s, e) WITH &&)"
    )
    found = rules(columns, parents={"users": 10})
    assert found["s"]["date"]["ordered"] is True
    assert found["e"]["after"]["column"] == "s"


def test_written_rules_on_unique_columns_are_made_unique() -> None:
    plan = plan_of("CREATE TABLE t (a int PRIMARY KEY, b text UNIQUE, c text, UNIQUE (b, c));")
    written = {"b": {"pattern": "^[a-z]{9}$"}, "c": {"constant": "x"}}
    facts = facts_of(plan, "t", rules=written)
    assert made_unique(facts) == {"b"}
    assert constraints_of(facts, "b") == (
        "t_b_c_key: UNIQUE (b, c)",
        "t_b_key: UNIQUE (b)",
    )


def test_what_a_required_key_refers_to_is_not_null_for_want_of_values() -> None:
    kinds = "CREATE TABLE kinds (title text PRIMARY KEY, code text UNIQUE CHECK (code IN ('a')));"
    found = inferred(kinds, "kinds")
    assert found.rules["code"] == {"constant": None}
    ((column, code, message),) = problems(
        f"{kinds} CREATE TABLE t (kind text NOT NULL REFERENCES kinds (code));", "kinds"
    )
    assert (column, code) == ("code", "SD741")
    assert "kinds_code_key: UNIQUE (code)" in message
