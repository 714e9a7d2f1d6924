"""Columns by their names, in English, Portuguese and transliterated Russian."""

import re

import pytest

from seedc.passes.volume.infer import infer
from seedc.passes.volume.infer.names import null_share, words
from volume.infer.kit import facts_of, inferred, plan_of, rows, rule

TEXTS = [
    ("email", "email"), ("contact_email", "email"), ("e_mail", "email"),
    ("first_name", "person"), ("firstName", "person"), ("sobrenome", "person"),
    ("familiya", "person"), ("imya", "person"), ("full_name", "person"),
    ("username", "username"), ("login", "username"), ("phone", "phone"), ("telefone", "phone"),
    ("telefon", "phone"), ("city", "city"), ("cidade", "city"), ("gorod", "city"),
    ("uf", "city"), ("zip_code", "city"), ("cep", "city"), ("address", "address"),
    ("endereco", "address"), ("rua", "street"), ("company", "company"), ("empresa", "company"),
    ("description", "paragraph"), ("descricao", "paragraph"), ("opisanie", "paragraph"),
    ("website", "url"), ("ip", "ip"), ("color", "color"), ("cpf", "cpf"), ("cnpj", "cnpj"),
    ("inn", "inn"), ("iban", "iban"), ("barcode", "ean13"), ("job_title", "job"),
    ("country", "country"), ("currency", "choice"), ("country_code", "choice"),
    ("timezone", "choice"), ("locale", "choice"), ("password_hash", "template"),
    ("sku", "template"), ("slug", "template"), ("token", "template"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "generator"), TEXTS)
def test_a_text_is_made_by_what_its_name_says(name: str, generator: str) -> None:
    column = f'"{name}"'
    assert next(iter(rule(f"{column} text NOT NULL", name))) == generator


@pytest.mark.parametrize("name", ["claim_item_id", "salesChannelId", "store_id", "owner_uid"])
@pytest.mark.parametrize("rest", ["", " UNIQUE"])
def test_the_key_of_something_elsewhere_looks_like_a_key(name: str, rest: str) -> None:
    found = rule(f'id int PRIMARY KEY, "{name}" text NOT NULL{rest}', name)
    assert found["pattern"].startswith("^[a-z0-9]")
    assert "person" not in rule(f'"{name}" varchar(5) NOT NULL', name)


def test_an_id_that_has_a_form_of_its_own_keeps_it() -> None:
    assert "template" in rule("tax_id text NOT NULL", "tax_id")
    assert "template" in rule("owner_national_id text NOT NULL", "owner_national_id")


FORMS = [
    ("uuid", 32, r"[0-9a-f]{32}"), ("guid", 36, r"[0-9a-f-]{36}"),
    ("birth_date", 10, r"(19|20)\d\d-\d\d-\d\d"), ("due_date", 10, r"20\d\d-\d\d-\d\d"),
    ("created_at", 30, r"20\d\d-\d\d-\d\dT\d\d:\d\d:00Z"), ("start_time", 5, r"\d\d:\d\d"),
    ("location_lat", 16, r"-?\d\d\.\d{6}"), ("longitude", 9, r"-?\d\d\.\d{2,6}"),
    ("price", 20, r"\d+\.\d\d"), ("year", 4, r"20\d\d"), ("month", 2, r"(0[1-9]|1[0-2])"),
    ("isActive", 5, "true|false"), ("is_default_language", 1, "Y|N"), ("age", 3, r"\d\d"),
    ("extra_json", 99, r"\{\}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "size", "form"), FORMS)
def test_a_text_has_the_form_that_its_name_says(name: str, size: int, form: str) -> None:
    facts = facts_of(plan_of(f'CREATE TABLE t ("{name}" varchar({size}) NOT NULL)'), "t")
    for row in rows(facts, infer(facts)):
        assert re.fullmatch(form, str(row[name]))


@pytest.mark.parametrize(("name", "generator"), TEXTS)
def test_unique_texts_are_told_apart(name: str, generator: str) -> None:
    found = rule(f'id int PRIMARY KEY, "{name}" text NOT NULL UNIQUE', name, size=20_000)
    assert found["unique"] is True


@pytest.mark.parametrize(("name", "_"), TEXTS)
@pytest.mark.parametrize("size", [1, 5, 15, 64])
def test_no_text_is_longer_than_its_column(name: str, _: str, size: int) -> None:
    found = inferred(f'CREATE TABLE t ("{name}" varchar({size}) NOT NULL);')
    assert found.problems == ()


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("price", 0, 10_000), ("preco", 0, 10_000), ("quantity", 1, 100), ("quantidade", 1, 100),
        ("kol_vo", 1, 100), ("age", 0, 120), ("rating", 1, 5), ("percent", 0, 100),
        ("created_at", 10**9, 2 * 10**9), ("received_ts", 10**9, 2 * 10**9),
        ("latitude", -90, 90), ("year", 1900, 2100),
    ],
)  # fmt: skip
def test_a_number_lies_where_its_name_says(name: str, low: int, high: int) -> None:
    found = rule(f"{name} numeric NOT NULL", name)
    ((first, last),) = (
        part["between"] for key, part in found.items() if key in ("integer", "decimal")
    )
    assert low <= first < last <= high


def test_what_is_updated_is_updated_after_it_was_created() -> None:
    found = inferred(
        "CREATE TABLE t (created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,"
        " deleted_at timestamptz, starts_on date NOT NULL, ends_on date);"
    )
    assert found.rules["updated_at"]["after"]["column"] == "created_at"
    assert found.rules["deleted_at"]["after"]["column"] == "created_at"
    assert found.rules["ends_on"]["after"]["column"] == "starts_on"


def test_what_is_rare_is_mostly_null() -> None:
    assert null_share("deleted_at") > null_share("phone") > 0


def test_the_table_says_whose_name_it_is() -> None:
    kinds = {"users": "person", "suppliers": "company", "countries": "country", "cities": "city"}
    for table, generator in kinds.items():
        found = inferred(f"CREATE TABLE {table} (name text NOT NULL);", table)
        assert generator in found.rules["name"]


def test_names_are_compared_in_snake_case() -> None:
    assert words("createdAt") == "created_at"
    assert words("dbURLId") == "db_url_id"
