"""People, places, telephone numbers."""

import re
from typing import Any

import jsonschema
import pytest

from generators.kit import TEXT, made, sample
from generators.naming import (
    EVERY_LOCALE,
    MINE,
    SEX,
    column,
    columns,
    entries,
    refusal,
)
from seedc.generators.context import Generator, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Misfit, Target, Value
from seedc.ir import expr
from seedc.pools import pool


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


def test_other_tables_have_other_people() -> None:
    here = sample(FULL, TEXT)
    other = Target(table="shop.others", column="thing", type_name="text", type_sql="text")
    assert here != sample(FULL, other)
