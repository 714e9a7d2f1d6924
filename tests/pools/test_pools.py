"""The word lists: pinned, of the promised sizes, and right in their language as far as a rule can
tell."""

import hashlib
import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest

from seedc.pools import LOCALES, pool, pools_of
from seedc.pools.transliterate import ascii_slug

DIGESTS = json.loads((Path(__file__).parent / "digests.json").read_text(encoding="utf-8"))
LISTS = [(locale, name) for locale in LOCALES for name in pools_of(locale)]

LEAST = {
    "given_female": 300, "given_male": 300, "family": 300, "street": 150, "city": 60,
    "product_noun": 150, "product_adjective": 150, "word": 300, "sentence": 120, "domain": 40,
    "color_name": 40, "job": 80, "department": 25, "country": 60, "category": 40,
    "company_head": 100, "company_tail": 100, "company_legal": 4, "opening": 50, "closing": 40,
}  # fmt: skip
FIELDS = {
    ("ru_RU", "family"): 2,
    ("ru_RU", "patronymic"): 2,
    ("ru_RU", "product_noun"): 2,
    ("ru_RU", "product_adjective"): 3,
    ("pt_BR", "product_noun"): 2,
    ("pt_BR", "product_adjective"): 2,
}
POSTAL = {"en_US": r"\d{3}", "pt_BR": r"\d{4}", "ru_RU": r"\d{3}"}
AREA = {"en_US": r"[2-9]\d\d", "pt_BR": r"[1-9][1-9]", "ru_RU": r"[348]\d\d"}
SCRIPT = {
    "en_US": r"[ -~\t]*",
    "pt_BR": r"[ -~\tÀ-ÿ]*",
    "ru_RU": r"[ -@\tА-Яа-яЁё«»—()]*",
}


@pytest.mark.parametrize(("locale", "name"), LISTS)
def test_a_list_is_pinned_together_with_its_version(locale: str, name: str) -> None:
    file = files("seedc.pools") / "data" / locale / f"{name}.txt"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert [pool(locale, name).version, digest] == DIGESTS[f"{locale}/{name}"]


def test_no_pinned_list_is_missing() -> None:
    assert sorted(DIGESTS) == sorted(f"{locale}/{name}" for locale, name in LISTS)


def test_every_locale_has_the_same_lists_and_russian_has_patronymics() -> None:
    assert set(pools_of("en_US")) == set(pools_of("pt_BR")) == set(LEAST)
    assert set(pools_of("ru_RU")) == {*LEAST, "patronymic"}


@pytest.mark.parametrize(("locale", "name"), LISTS)
def test_a_list_is_long_enough_and_holds_nothing_twice(locale: str, name: str) -> None:
    entries = pool(locale, name).entries
    assert len(entries) >= LEAST.get(name, 100)
    assert len(set(entries)) == len(entries)
    first = pool(locale, name).field()
    assert name == "city" or len({word.casefold() for word in first}) == len(first)


@pytest.mark.parametrize(("locale", "name"), LISTS)
def test_entries_are_plain_text_of_their_script_in_equal_fields(locale: str, name: str) -> None:
    script = SCRIPT["en_US" if name == "domain" else locale]
    for entry in pool(locale, name).entries:
        assert len(entry) == (5 if name == "city" else FIELDS.get((locale, name), 1))
        for field in entry:
            assert field == field.strip() != ""
            assert "  " not in field
            assert field == unicodedata.normalize("NFC", field)
            codes = name in ("city", "product_noun") and re.fullmatch(r"[A-Z]{2,3}|[mfn]", field)
            assert codes or re.fullmatch(script, field), field


@pytest.mark.parametrize("locale", LOCALES)
def test_no_company_is_made_in_two_ways(locale: str) -> None:
    heads, tails = (pool(locale, f"company_{part}").field() for part in ("head", "tail"))
    joint = "" if locale == "ru_RU" else " "
    made = {f"{head}{joint}{tail}" for head in heads for tail in tails}
    assert len(made) == len(heads) * len(tails) >= 10_000


@pytest.mark.parametrize("locale", LOCALES)
def test_no_product_is_made_in_two_ways(locale: str) -> None:
    nouns = pool(locale, "product_noun").field()
    adjectives = pool(locale, "product_adjective").field()
    made = {f"{noun} {adjective}" for noun in nouns for adjective in adjectives}
    assert len(made) == len(nouns) * len(adjectives) >= 50_000


@pytest.mark.parametrize("locale", LOCALES)
def test_no_given_name_is_both_a_womans_and_a_mans(locale: str) -> None:
    women, men = (set(pool(locale, f"given_{sex}").field()) for sex in ("female", "male"))
    assert not women & men


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_single_words_with_a_big_letter(locale: str) -> None:
    for name in ("given_female", "given_male", "family"):
        for entry in pool(locale, name).entries:
            for form in entry:
                assert re.fullmatch(r"[^\W\d_]+", form), form
                assert form == form.capitalize()


def test_russian_family_names_have_the_feminine_of_their_ending() -> None:
    endings = (("ский", "ская"), ("цкий", "цкая"), ("ой", "ая"), ("", "а"))
    for masculine, feminine in pool("ru_RU", "family").entries:
        old, new = next(pair for pair in endings if masculine.endswith(pair[0]))
        assert feminine == masculine.removesuffix(old) + new
        assert old or masculine.endswith(("ов", "ев", "ёв", "ин", "ын"))


def test_russian_patronymics_have_the_feminine_of_their_ending() -> None:
    for masculine, feminine in pool("ru_RU", "patronymic").entries:
        if masculine.endswith(("ович", "евич")):
            assert feminine == masculine.removesuffix("ич") + "на"
        else:
            assert re.fullmatch(r"\w+ич", masculine)
            assert feminine in (masculine + "на", masculine.removesuffix("ич") + "инична")


def test_russian_adjectives_agree_in_three_genders() -> None:
    for masculine, feminine, neuter in pool("ru_RU", "product_adjective").entries:
        reflexive = "ся" if masculine.endswith("ся") else ""
        stem = masculine.removesuffix(reflexive)[:-2]
        soft = masculine.endswith("ний")
        hissing = stem[-1] in "жчшщ" and not masculine.endswith("ой")
        assert masculine.removesuffix(reflexive).endswith(("ый", "ий", "ой"))
        assert feminine == stem + ("яя" if soft else "ая") + reflexive
        assert neuter == stem + ("ее" if soft or hissing else "ое") + reflexive


def test_russian_nouns_have_the_gender_that_their_ending_says() -> None:
    feminine_in_sign = {
        "брошь", "гантель", "дрель", "кисть", "кровать", "мышь", "скатерть", "тетрадь", "шаль",
    }  # fmt: skip
    for noun, gender in pool("ru_RU", "product_noun").entries:
        if noun in feminine_in_sign or (noun[-1] in "ая" and noun != "бра"):
            assert gender == "f", noun
        elif noun[-1] in "оеиюэа":
            assert gender == "n", noun
        else:
            assert gender == "m", noun


def test_portuguese_adjectives_in_o_are_feminine_in_a() -> None:
    special = {"cru": "crua", "encantador": "encantadora", "inovador": "inovadora"}
    for masculine, feminine in pool("pt_BR", "product_adjective").entries:
        if masculine == "multiuso":
            assert feminine == masculine
        elif masculine.endswith("o"):
            assert feminine == masculine[:-1] + "a"
        else:
            assert feminine == special.get(masculine, masculine)


def test_portuguese_nouns_have_the_gender_of_their_first_word() -> None:
    masculine_in_a = {"pijama"}
    for noun, gender in pool("pt_BR", "product_noun").entries:
        head = re.split(r"[ -]", noun)[0]
        assert gender in ("m", "f")
        if head.endswith("o") and noun != "loção":
            assert gender == "m", noun
        if head.endswith("a") and head not in masculine_in_a and "-" not in noun:
            assert gender == "f", noun


@pytest.mark.parametrize("locale", LOCALES)
def test_cities_have_codes_of_the_right_form_and_one_name_for_a_region(locale: str) -> None:
    regions: dict[str, str] = {}
    for _city, code, region, postal, area in pool(locale, "city").entries:
        assert re.fullmatch(r"[A-Z]{2,3}", code)
        assert regions.setdefault(code, region) == region
        assert re.fullmatch(POSTAL[locale], postal)
        assert re.fullmatch(AREA[locale], area)


@pytest.mark.parametrize("locale", LOCALES)
def test_domains_can_never_be_somebodys(locale: str) -> None:
    reserved = re.compile(r"([a-z][a-z-]*\.)*(example|example\.(com|org|net))")
    assert all(reserved.fullmatch(domain) for domain in pool(locale, "domain").field())


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_are_whole_and_openings_lead_into_them(locale: str) -> None:
    for name in ("sentence", "closing"):
        for sentence in pool(locale, name).field():
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert sentence.count(".") == 1
    for opening in pool(locale, "opening").field():
        assert opening[0].isupper()
        assert opening.endswith(",")


@pytest.mark.parametrize("locale", LOCALES)
def test_words_are_small_and_have_letters_for_an_address(locale: str) -> None:
    for word in pool(locale, "word").field():
        assert word == word.lower()
        assert re.fullmatch(r"[a-z]+", ascii_slug(word)), word


def test_an_unknown_list_or_locale_is_no_list() -> None:
    with pytest.raises(KeyError, match="en_US/patronymic"):
        pool("en_US", "patronymic")
    with pytest.raises(KeyError, match="fr_FR"):
        pools_of("fr_FR")
