"""Words in the letters of addresses."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.pools import LOCALES, pool
from seedc.pools.transliterate import RUSSIAN, ascii_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Семён Щукин", "semen-shchukin"),
        ("Юлия Объёмная", "iuliia-obemnaia"),
        ("Эдуард Хайцев", "eduard-khaitsev"),
        ("Жанна Пчёлкина", "zhanna-pchelkina"),
        ("Шамиль", "shamil"),
        ("João Gonçalves d'Ávila", "joao-goncalves-davila"),
        ("Beija-Flor", "beija-flor"),
        ("  Straße 12,  Łódź ", "strasse-12-lodz"),
        ("ÆGIR & Søn", "aegir-son"),
        ("𝑨𝟏", "a1"),
        ("名前", ""),
        ("", ""),
    ],
)
def test_a_text_becomes_its_slug(text: str, slug: str) -> None:
    assert ascii_slug(text) == slug


def test_every_russian_letter_has_its_latin_ones() -> None:
    assert "".join(RUSSIAN) == "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert all(re.fullmatch(r"[a-z]*", letters) for letters in RUSSIAN.values())


@given(st.text())
def test_a_slug_is_words_of_small_letters_and_digits_and_its_own_slug(text: str) -> None:
    slug = ascii_slug(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert ascii_slug(slug) == slug


@given(st.text(st.sampled_from([*RUSSIAN, *"áàâãéêíóôõúüç"])))
def test_a_letter_with_its_mark_apart_is_the_same_letter(text: str) -> None:
    assert ascii_slug(normalize("NFD", text)) == ascii_slug(text)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_name_has_letters_for_an_address(locale: str) -> None:
    for name in ("given_female", "given_male", "family"):
        for entry in pool(locale, name).entries:
            for form in entry:
                assert re.fullmatch(r"[a-z]+", ascii_slug(form)), form
