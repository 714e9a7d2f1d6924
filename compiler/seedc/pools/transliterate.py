"""Words of the locales in the letters of addresses: `Семён Щукин` to `semen-shchukin`.

Russian follows the table of the Russian passport (ICAO Doc 9303 part 3, section 6, table B), except
that the hard sign, there `ie`, is left out like the soft one. Latin letters lose their marks
(Unicode NFKD).
"""

import unicodedata

RUSSIAN: dict[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
"""Each lower-case Russian letter in Latin letters."""

LATIN: dict[str, str] = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d"}
"""Latin letters that are no letter with a mark."""


def ascii_slug(text: str) -> str:
    """The text in lower-case ASCII letters, digits and single hyphens between them; what is neither
    a letter nor a digit separates. Empty where the text has no letter of Latin or Russian."""
    plain = "".join(_letter(char) for char in text.lower())
    return "-".join(part for part in plain.split("-") if part)


def _letter(char: str) -> str:
    known = RUSSIAN.get(char, LATIN.get(char))
    if known is not None:
        return known
    marks = unicodedata.normalize("NFKD", char)
    bare = "".join(c for c in marks if not unicodedata.combining(c)).lower()
    return bare if bare.isascii() and bare.isalnum() else _between(char)


def _between(char: str) -> str:
    # An apostrophe or a letter of another alphabet is no place to break a name.
    return "" if char.isalnum() or char in "'’ʼ" or unicodedata.combining(char) else "-"
