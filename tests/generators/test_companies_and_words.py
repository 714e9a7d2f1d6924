"""Companies, products, words, addresses on the net."""

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import made, sample
from generators.naming import (
    EVERY_LOCALE,
    MINE,
    SEX,
    column,
    columns,
    entries,
    refusal,
)
from generators.served import served
from seedc.generators.context import Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.interpret import evaluate
from seedc.pools import pool, pools_of
from seedc.pools.transliterate import ascii_slug

# companies and products ---------------------------------------------------------------------------


@EVERY_LOCALE
def test_a_company_has_a_legal_form_unless_told(locale: str) -> None:
    forms = entries(locale, "company_legal")
    for full, bare in zip(
        sample({"company": {}}, locale=locale),
        sample({"company": {"legal": False}}, locale=locale),
        strict=True,
    ):
        if locale == "ru_RU":
            assert full in {f"{form} «{bare}»" for form in forms}
        else:
            assert full in {f"{bare} {form}" for form in forms}


@EVERY_LOCALE
def test_ten_thousand_companies_have_names_of_their_own(locale: str) -> None:
    rule = {"company": {"legal": False}, "unique": True}
    assert len(set(sample(rule, rows=10_000, locale=locale))) == 10_000


@EVERY_LOCALE
@pytest.mark.parametrize("distinct", [False, True])
def test_a_products_words_agree(locale: str, distinct: bool) -> None:
    nouns = {entry[0].casefold(): entry[1:] for entry in pool(locale, "product_noun").entries}
    places = {"m": 0, "f": 1, "n": 2}
    parts = ("full", "noun", "adjective")
    rules: list[dict[str, Any]] = [{"product": {"part": p, "distinct": distinct}} for p in parts]
    genders = set()
    for full, noun, adjective in columns(*rules, rows=200, locale=locale):
        gender = (*nouns[noun.casefold()], "m")[0]
        genders.add(gender)
        assert adjective.casefold() in entries(locale, "product_adjective", places[gender])
        words = (noun, adjective) if locale == "pt_BR" else (adjective, noun)
        assert full.casefold() == " ".join(words).casefold()
        assert full[0].isupper()
        assert locale == "en_US" or full[1:] == full[1:].casefold()
    assert genders == {"en_US": {"m"}, "pt_BR": {"m", "f"}, "ru_RU": {"m", "f", "n"}}[locale]


def test_every_word_of_an_english_product_begins_with_a_big_letter() -> None:
    nouns = sample({"product": {"part": "noun"}}, rows=300)
    assert any(" " in noun for noun in nouns)
    assert all(word[0].isupper() for noun in nouns for word in noun.split())


@EVERY_LOCALE
def test_unique_products_are_unique(locale: str) -> None:
    assert len(set(sample({"product": {}, "unique": True}, rows=5000, locale=locale))) == 5000
    nouns = sample({"product": {"part": "noun"}, "unique": True}, rows=150, locale=locale)
    assert len(set(nouns)) == 150
    assert refusal({"product": {"part": "adjective"}, "unique": True}, rows=1000).code == "SD741"


# words --------------------------------------------------------------------------------------------


@EVERY_LOCALE
@pytest.mark.parametrize(
    "name", ["word", "category", "color_name", "job", "department", "country", "sentence"]
)
def test_a_word_is_one_of_its_list(locale: str, name: str) -> None:
    found = set(sample({name: {}}, rows=100, locale=locale))
    assert found <= entries(locale, name)
    assert len(found) > 15


def test_words_that_are_too_long_for_the_column_are_passed_over() -> None:
    found = sample({"country": {}}, column(length=5), rows=200)
    assert set(found) == {name for name in entries("en_US", "country") if len(name) <= 5}
    assert refusal({"country": {}}, column(length=2)).code == "SD740"


def test_unique_words_are_each_taken_once_and_run_out() -> None:
    count = len(pool("pt_BR", "color_name").entries)
    rule = {"color_name": {}, "unique": True}
    assert set(sample(rule, rows=count, locale="pt_BR")) == entries("pt_BR", "color_name")
    problem = refusal(rule, rows=count + 1, locale="pt_BR")
    assert problem.code == "SD741"
    assert f"{count} different values for {count + 1} rows" in problem.message


def test_a_word_follows_a_distribution() -> None:
    found = sample({"job": {}, "distribution": "zipf"}, rows=300)
    first = pool("en_US", "job").field()[0]
    assert found.count(first) > 25


@EVERY_LOCALE
def test_unique_sentences_have_an_opening_and_are_unique(locale: str) -> None:
    found = sample({"sentence": {}, "unique": True}, rows=3000, locale=locale)
    assert len(set(found)) == 3000
    openings = tuple(entries(locale, "opening"))
    small = {text[0].lower() + text[1:] for text in entries(locale, "sentence")}
    for sentence in found[:100]:
        opening = max((o for o in openings if sentence.startswith(o)), key=len)
        assert sentence.removeprefix(f"{opening} ") in small


@EVERY_LOCALE
@pytest.mark.parametrize("counts", [[2, 2], [3, 5], [2, 20]])
def test_a_paragraph_has_as_many_sentences_as_told(locale: str, counts: list[int]) -> None:
    sizes = set()
    for text in sample({"paragraph": {"sentences": counts}}, rows=150, locale=locale):
        sentences = [f"{part}." for part in text.removesuffix(".").split(". ")]
        sizes.add(len(sentences))
        assert sentences[-1] in entries(locale, "closing")
        assert set(sentences[1:-1]) <= entries(locale, "sentence")
        assert len(set(sentences)) == len(sentences)
        assert not any(sentences[0].endswith(s[0].lower() + s[1:]) for s in sentences[1:])
    assert sizes == set(range(counts[0], counts[1] + 1))


def test_unique_paragraphs_are_unique() -> None:
    rule = {"paragraph": {"sentences": [2, 2]}, "unique": True}
    assert len(set(sample(rule, rows=5000))) == 5000


def test_a_paragraph_that_ends_before_it_begins_is_refused() -> None:
    problem = refusal({"paragraph": {"sentences": [5, 3]}})
    assert (problem.code, problem.path) == ("SD736", ("sentences",))


# addresses on the net -----------------------------------------------------------------------------


@EVERY_LOCALE
@pytest.mark.parametrize("distinct", [False, True])
def test_an_email_address_and_a_username_are_the_persons(locale: str, distinct: bool) -> None:
    people = [{"person": {"part": part, "distinct": distinct}} for part in ("given", "family")]
    own: list[dict[str, Any]] = [{name: {"distinct": distinct}} for name in ("email", "username")]
    for address, username, first, last in columns(*own, *people, locale=locale):
        names = ascii_slug(first), ascii_slug(last)
        local, domain = address.split("@")
        assert re.fullmatch(rf"{names[0]}\.{names[1]}\d+", local)
        assert re.fullmatch(rf"{names[0]}_{names[1]}\d+", username)
        assert domain in entries(locale, "domain")


@given(st.text(st.sampled_from("a1-_. é"), min_size=1), st.text(st.sampled_from("a1-_. é")))
def test_addresses_of_any_two_texts_are_different(one: str, other: str) -> None:
    for rule in RULES_FROM:
        texts = expr.pick_text(expr.modulo(expr.index(0, 99), expr.integer(2)), [one, one + other])
        found = sample(rule, rows=30, given={"text": Value(texts, "text")})
        assert len(set(found)) == 30


RULES_FROM: list[dict[str, Any]] = [
    {"username": {"from": "text"}},
    {"email": {"from": "text", "domain": "example.com"}},
    {"url": {"from": "text", "domain": "example.com"}, "unique": True},
]


@EVERY_LOCALE
@pytest.mark.parametrize("length", [8, 12, 30])
def test_usernames_are_unique_however_short_their_column(locale: str, length: int) -> None:
    found = sample({"username": {}}, column(length=length), rows=500, locale=locale)
    assert len(set(found)) == 500
    assert max(map(len, found)) <= length


def test_ten_thousands_of_addresses_are_unique() -> None:
    assert len(set(sample({"email": {"domain": "example.com"}}, rows=20_500))) == 20_500


def test_an_address_is_cut_to_the_room_that_its_column_has() -> None:
    found = sample({"email": {"domain": "example.com"}}, column(length=20))
    assert all(re.fullmatch(r"[a-z.]{4,}\d+@example\.com", address) for address in found)
    assert max(map(len, found)) == 20
    assert refusal({"email": {"domain": "example.com"}}, column(length=14)).code == "SD740"


def test_an_address_can_be_of_a_columns_text() -> None:
    given_text = {"title": Value(expr.text("Ação & Cia. Ltda 2"), "text")}
    row: dict[str, Any] = {"given": given_text, "locale": "pt_BR"}
    email = sample({"email": {"from": "title", "domain": ["a.example"]}}, **row)
    assert all(re.fullmatch(r"acao-cia-ltda-2-\d+@a\.example", address) for address in email)
    name = sample({"username": {"from": "title"}}, **row)
    assert all(re.fullmatch(r"acao_cia_ltda_2_\d+", text) for text in name)
    page = sample({"url": {"from": "title", "domain": "example.org"}}, **row)
    assert set(page) == {"https://example.org/acao-cia-ltda-2"}
    assert refusal({"email": {"from": "other"}}).code == "SD731"


@EVERY_LOCALE
def test_domains_and_pages_are_nobodys_and_unique_where_told(locale: str) -> None:
    assert set(sample({"domain": {}}, locale=locale)) <= entries(locale, "domain")
    for name, pattern in (
        ("domain", r"[a-z]+\d+\.example"),
        ("url", r"https://[a-z.-]*example[a-z.]*/[a-z]+-\d+"),
    ):
        found = sample({name: {}, "unique": True}, rows=300, locale=locale)
        assert len(set(found)) == 300
        assert all(re.fullmatch(pattern, text) for text in found)


# all of them --------------------------------------------------------------------------------------

NO_DISTRIBUTION = ["person", "city", "street", "address", "company", "product", "phone",
                   "sentence", "paragraph", "email", "username", "url"]  # fmt: skip


@pytest.mark.parametrize("name", NO_DISTRIBUTION)
def test_what_draws_nothing_by_a_distribution_refuses_one(name: str) -> None:
    assert refusal({name: {}, "distribution": "zipf"}).code == "SD734"


RULES: list[dict[str, Any]] = [
    *({generator.name: {}} for generator in MINE),
    *({generator.name: {}, "unique": True} for generator in MINE),
    {"person": {"gender": {"column": "sex", "female": "F", "male": "M"}, "distinct": True}},
    {"person": {"part": "given", "gender": "male"}},
    {"city": {"part": "full"}},
    {"city": {"part": "postal_code"}},
    {"phone": {"format": "e164"}},
    {"email": {"from": "sex"}},
    {"product": {"part": "adjective"}},
]


def first_of(rule: dict[str, Any], rows: int, locale: str) -> list[Any]:
    """The first rows of a table of so many."""
    value, stub = made(rule, rows=rows, locale=locale, given=SEX)
    found = []
    for index in range(9):
        cells: dict[str, Any] = {}
        for let in stub.lets.values():
            cells[let.name] = evaluate(let.node, index, cells)
        found.append(evaluate(value.node, index, cells))
    return found


@pytest.mark.parametrize("rows", [40, 7000, 100_000, 3_000_000])
@EVERY_LOCALE
def test_more_rows_leave_the_first_ones_as_they_are(locale: str, rows: int) -> None:
    kept = 0
    for rule in RULES:
        with suppress(Problem):  # SD741: the longer table has too few different values
            assert first_of(rule, rows, locale) == first_of(rule, 9, locale), rule
            kept += 1
    assert kept >= len(MINE)


@EVERY_LOCALE
def test_postgresql_computes_the_same(database: str, locale: str) -> None:
    for rule in RULES:
        wanted = sample(rule, rows=20, locale=locale, given=SEX)
        found = served(database, rule, rows=20, locale=locale, given=SEX)
        assert [core for core, _ in found] == wanted, rule
        assert [typed for _, typed in found] == wanted, rule


def test_every_list_is_read_by_some_generator() -> None:
    read = {"given_female", "given_male", "family", "patronymic", "company_head", "company_tail",
            "company_legal", "product_noun", "product_adjective", "opening", "closing"}  # fmt: skip
    assert set(pools_of("ru_RU")) - read <= set(GENERATORS)
