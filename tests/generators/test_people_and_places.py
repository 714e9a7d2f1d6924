"""People, places, companies, products, words, addresses on the net, telephone numbers."""

import re
from contextlib import suppress
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import TEXT, made, sample
from generators.served import served
from seedc.generators import company, internet, person, phone, place, product, speech
from seedc.generators.context import Generator, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Misfit, Target, Value
from seedc.ir import expr
from seedc.ir.interpret import evaluate
from seedc.pools import LOCALES, pool, pools_of
from seedc.pools.transliterate import ascii_slug

MINE = [
    generator
    for file in (company, internet, person, phone, place, product, speech)
    for generator in file.GENERATORS
]
_FOURTH = expr.modulo(expr.index(0, 999), expr.integer(4))
SEX = {"sex": Value(expr.pick_text(_FOURTH, ["F", "M", "F", "X"]), "text")}
EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)


def column(name: str = "thing", length: int | None = None) -> Target:
    return Target(
        table="shop.things", column=name, type_name="varchar", type_sql="varchar", length=length
    )


def refusal(rule: dict[str, Any], target: Target = TEXT, rows: int = 50, **row: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample(rule, target, rows, **row)
    return caught.value


def columns(*rules: dict[str, Any], rows: int = 50, **row: Any) -> list[tuple[str, ...]]:
    """The rows of a table whose columns have these rules."""
    found = [sample(rule, column(f"c{n}"), rows, **row) for n, rule in enumerate(rules)]
    return list(zip(*found, strict=True))


def entries(locale: str, name: str, field: int = 0) -> set[str]:
    return set(pool(locale, name).field(field))


@pytest.mark.parametrize("generator", MINE, ids=lambda g: g.name)
def test_a_generators_example_is_valid_by_its_schema(generator: Generator) -> None:
    assert GENERATORS[generator.name] is generator
    jsonschema.Draft202012Validator.check_schema(generator.options)
    jsonschema.validate(generator.example[generator.name], generator.options)
    jsonschema.validate({}, generator.options)
    assert all(sample(generator.example, rows=20))


def test_a_locale_without_lists_is_refused() -> None:
    problem = refusal({"person": {}}, locale="fr_FR")
    assert (problem.code, problem.message) == ("SD736", "there are no word lists for fr_FR")


def test_a_rules_locale_goes_before_the_files() -> None:
    here = sample({"country": {"locale": "pt_BR"}}, locale="ru_RU")
    assert set(here) <= entries("pt_BR", "country")


# people -------------------------------------------------------------------------------------------

GIVEN, FAMILY, FULL = ({"person": {"part": part}} for part in ("given", "family", "full"))


@pytest.mark.parametrize("distinct", [False, True])
@EVERY_LOCALE
def test_the_columns_of_a_row_tell_of_one_person(locale: str, distinct: bool) -> None:
    parts = ["given", "family", "full", *(["patronymic"] if locale == "ru_RU" else [])]
    rules = [{"person": {"part": part, "distinct": distinct}} for part in parts]
    for first, last, full, *father in columns(*rules, locale=locale):
        order = (last, first, *father) if locale == "ru_RU" else (first, last)
        assert full == " ".join(order)


def test_another_group_tells_of_another_person() -> None:
    other = {"person": {"part": "given", "group": "spouse"}}
    rows = columns(GIVEN, other)
    assert len({first for first, _ in rows} | {second for _, second in rows}) > 50
    assert sum(first == second for first, second in rows) < 5


@EVERY_LOCALE
def test_about_half_of_all_people_are_women(locale: str) -> None:
    names = sample(GIVEN, rows=1000, locale=locale)
    assert 420 <= sum(name in entries(locale, "given_female") for name in names) <= 580


@EVERY_LOCALE
@pytest.mark.parametrize("sex", ["female", "male"])
def test_a_gender_is_kept_to(locale: str, sex: str) -> None:
    for distinct in (False, True):
        rule = {"person": {"part": "given", "gender": sex, "distinct": distinct}}
        assert set(sample(rule, rows=300, locale=locale)) <= entries(locale, f"given_{sex}")


@EVERY_LOCALE
@pytest.mark.parametrize("distinct", [False, True])
def test_a_gender_is_read_from_a_column(locale: str, distinct: bool) -> None:
    gender = {"column": "sex", "female": "F", "male": "M"}
    rule = {"person": {"part": "given", "gender": gender, "distinct": distinct}}
    names = sample(rule, rows=200, locale=locale, given=SEX)
    women, men = (entries(locale, f"given_{sex}") for sex in ("female", "male"))
    others = set()
    for row, name in enumerate(names):
        assert name in {0: women, 1: men, 2: women, 3: women | men}[row % 4]
        others.add(name in women) if row % 4 == 3 else None
    assert others == {True, False}


def test_without_a_word_for_men_everybody_else_is_one() -> None:
    rule = {"person": {"part": "given", "gender": {"column": "sex", "female": "F"}}}
    names = sample(rule, rows=200, given=SEX)
    assert set(names[3::4]) <= entries("en_US", "given_male")


def test_russian_names_agree_with_their_gender() -> None:
    rules = [{"person": {"part": part}} for part in ("given", "family", "patronymic")]
    for first, last, father in columns(*rules, rows=400, locale="ru_RU"):
        form = 1 if first in entries("ru_RU", "given_female") else 0
        assert last in entries("ru_RU", "family", form)
        assert father in entries("ru_RU", "patronymic", form)


@EVERY_LOCALE
@pytest.mark.parametrize("gender", ["any", "female", {"column": "sex", "female": "F"}])
def test_unique_full_names_are_unique(locale: str, gender: Any) -> None:
    rule = {"person": {"gender": gender}, "unique": True}
    given_sex = {"sex": Value(expr.text("F"), "text")}
    names = sample(rule, rows=3000, locale=locale, given=given_sex)
    assert len(set(names)) == 3000


def test_unique_full_names_are_those_of_distinct_people() -> None:
    found = sample({"person": {}, "unique": True})
    assert found == sample({"person": {"distinct": True}})
    assert found != sample({"person": {}})


def test_more_rows_than_distinct_people_are_refused_with_the_numbers() -> None:
    count = len(pool("en_US", "given_male").entries) * len(pool("en_US", "family").entries)
    rule = {"person": {"gender": "male"}, "unique": True}
    made(rule, rows=count)
    with pytest.raises(Problem) as caught:
        made(rule, rows=count + 1)
    assert caught.value.code == "SD741"
    assert f"{count} different values for {count + 1} rows" in caught.value.message


def test_a_unique_part_takes_each_entry_once() -> None:
    count = len(pool("ru_RU", "given_female").entries)
    rule = {"person": {"part": "given", "gender": "female"}, "unique": True}
    assert set(sample(rule, rows=count, locale="ru_RU")) == entries("ru_RU", "given_female")
    assert refusal(rule, rows=count + 1, locale="ru_RU").code == "SD741"
    women = sample(
        {"person": {"part": "family", "gender": "female"}, "unique": True}, locale="ru_RU"
    )
    assert set(women) <= entries("ru_RU", "family", 1)


def test_a_unique_part_agrees_with_no_column() -> None:
    rule = {"person": {"part": "given", "gender": {"column": "sex", "female": "F"}}, "unique": True}
    assert refusal(rule, given=SEX).code == "SD736"


def test_only_russians_have_patronymics() -> None:
    problem = refusal({"person": {"part": "patronymic"}}, locale="pt_BR")
    assert (problem.code, problem.path) == ("SD736", ("part",))


def test_a_gender_of_an_unknown_column_is_refused() -> None:
    assert refusal({"person": {"gender": {"column": "sax", "female": "F"}}}).code == "SD731"


def test_a_name_that_its_column_cannot_hold_is_refused() -> None:
    with pytest.raises(Misfit, match="holds 10 characters"):
        sample(FULL, column(length=10))


# places -------------------------------------------------------------------------------------------

CODES = {"en_US": r"\d{5}", "pt_BR": r"\d{5}-\d{3}", "ru_RU": r"\d{6}"}


@EVERY_LOCALE
def test_city_region_and_codes_of_a_row_belong_together(locale: str) -> None:
    parts = ("city", "region_code", "region", "postal_code", "area_code")
    cities = {entry[:3]: entry[3:] for entry in pool(locale, "city").entries}
    found = columns(*({"city": {"part": part}} for part in parts), locale=locale)
    for city, code, region, postal, area in found:
        prefix, wanted = cities[(city, code, region)]
        assert area == wanted
        assert postal.startswith(prefix)
        assert re.fullmatch(CODES[locale], postal)
    assert len({row[0] for row in found}) > 20


def test_a_brazilian_code_for_eight_characters_has_no_hyphen() -> None:
    rule = {"city": {"part": "postal_code"}}
    wide, narrow = (sample(rule, column(length=n), locale="pt_BR") for n in (9, 8))
    assert [code.replace("-", "") for code in wide] == narrow
    assert all(re.fullmatch(r"\d{8}", code) for code in narrow)


@pytest.mark.parametrize(
    ("locale", "city"),
    [
        ("en_US", r"[A-Z][A-Za-z ]+, [A-Z]{2}"),
        ("pt_BR", r"[A-ZÀ-Ý][\w ]+ - [A-Z]{2}"),
        ("ru_RU", r"Москва|Санкт-Петербург|[А-Я][\w -]+, [А-Я][\w —()-]+"),
    ],
)
def test_an_address_is_made_of_the_columns_of_its_group(locale: str, city: str) -> None:
    rules: list[dict[str, Any]] = [
        {"street": {}},
        {"city": {"part": "full"}},
        {"city": {"part": "postal_code"}},
    ]
    for whole, *parts in columns({"address": {}}, *rules, locale=locale):
        assert re.fullmatch(city, parts[1])
        assert sorted(re.split(r", | ", whole)) == sorted(re.split(r", | ", ", ".join(parts)))
    assert columns({"address": {"group": "work"}}) != columns({"address": {}})


@pytest.mark.parametrize(
    ("locale", "pattern"),
    [
        ("en_US", r"\d{1,3} (?P<street>.+)"),
        ("pt_BR", r"(?P<street>.+), \d{1,3}"),
        ("ru_RU", r"(?P<street>.+), д\. \d{1,3}"),
    ],
)
def test_a_street_has_a_house_unless_told(locale: str, pattern: str) -> None:
    for full, bare in columns({"street": {}}, {"street": {"house": False}}, locale=locale):
        match = re.fullmatch(pattern, full)
        assert match is not None
        assert match["street"] == bare
        assert bare in entries(locale, "street")


@EVERY_LOCALE
def test_unique_streets_cities_and_addresses_are_unique(locale: str) -> None:
    rules: list[tuple[dict[str, Any], int]] = [
        ({"street": {}}, 2000),
        ({"address": {}}, 2000),
        ({"street": {"house": False}}, 150),
        ({"city": {"part": "full"}}, 60),
    ]
    for rule, count in rules:
        assert len(set(sample({**rule, "unique": True}, rows=count, locale=locale))) == count


def test_what_cities_share_cannot_be_unique() -> None:
    assert refusal({"city": {"part": "region"}, "unique": True}).code == "SD741"
    assert refusal({"city": {}, "unique": True}, rows=1000).code == "SD741"


# telephones ---------------------------------------------------------------------------------------

PHONES = [
    ("en_US", "international", r"\+1 (\d{3})-555-01\d\d"),
    ("en_US", "national", r"\((\d{3})\) 555-01\d\d"),
    ("en_US", "e164", r"\+1(\d{3})55501\d\d"),
    ("pt_BR", "international", r"\+55 (\d\d) 9[6-9]\d{3}-\d{4}"),
    ("pt_BR", "national", r"\((\d\d)\) 9[6-9]\d{3}-\d{4}"),
    ("pt_BR", "e164", r"\+55(\d\d)9[6-9]\d{7}"),
    ("ru_RU", "international", r"\+7 (9\d\d) \d{3}-\d\d-\d\d"),
    ("ru_RU", "national", r"8 \((9\d\d)\) \d{3}-\d\d-\d\d"),
    ("ru_RU", "e164", r"\+7(9\d\d)\d{7}"),
]


@pytest.mark.parametrize(("locale", "form", "pattern"), PHONES)
def test_a_number_is_written_as_its_locale_does(locale: str, form: str, pattern: str) -> None:
    rules = ({"phone": {"format": form}}, {"city": {"part": "area_code"}})
    for number, area in columns(*rules, locale=locale):
        match = re.fullmatch(pattern, number)
        assert match is not None, number
        assert locale == "ru_RU" or match[1] == area


@EVERY_LOCALE
def test_the_forms_of_a_column_are_of_one_number(locale: str) -> None:
    forms = (sample({"phone": {"format": f}}, locale=locale) for f in ("international", "e164"))
    for long, digits in zip(*forms, strict=True):
        assert re.sub(r"[^+\d]", "", long) == digits


@EVERY_LOCALE
def test_unique_numbers_are_unique(locale: str) -> None:
    rule = {"phone": {"format": "e164"}, "unique": True}
    assert len(set(sample(rule, rows=9000, locale=locale))) == 9000


def test_american_numbers_keep_to_their_exchange_and_run_out() -> None:
    rule = {"phone": {"format": "national"}, "unique": True}
    assert all(" 555-" in number for number in sample(rule, rows=100))
    with pytest.raises(Problem, match="760000 different values for 800000 rows"):
        made(rule, rows=800_000)


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


def test_other_tables_have_other_people() -> None:
    here = sample(FULL, TEXT)
    other = Target(table="shop.others", column="thing", type_name="text", type_sql="text")
    assert here != sample(FULL, other)


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
