"""Letters beyond ASCII: their other case, and what stands for them in an address.

The primitives `lower` and `upper` know A to Z alone, as every server does. What else a locale's
words are written with is added here: Latin letters with marks, and Cyrillic ones for `ru`, in the
passports' romanisation (ICAO Doc 9303). A script writes these letters out, so there are no more of
them than the locale needs.
"""

from collections.abc import Callable
from functools import lru_cache

from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node
from seedc.ir.interpret import evaluate

_LATIN = {
    "a": "àáâãäåăąæ",
    "c": "çćč",
    "d": "ďđð",
    "e": "èéêëęě",
    "g": "ğ",
    "i": "ìíîïıİ",
    "l": "ł",
    "n": "ñńň",
    "o": "òóôõöøőœ",
    "r": "ř",
    "s": "śşšșß",
    "t": "ťțþ",
    "u": "ùúûüůű",
    "y": "ýÿ",
    "z": "źżž",
}
_CYRILLIC = dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True))
_SILENT = "ъь"
_LONG = {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
}
_LONGEST = 4
"""The most letters that stand for one: щ is shch."""

_GAPS = " _/&+–—"
_DROPPED = ".,:;!?'\"’“”«»()[]%#$@*=№"


def lowered(node: Node, locale: str) -> Node:
    """The text in lower case."""
    return _mapped(node, _lowered, "lower", locale)


def uppered(node: Node, locale: str) -> Node:
    """The text in upper case; ß stays as it is."""
    return _mapped(node, _uppered, "upper", locale)


def slug(node: Node, locale: str) -> Node:
    """The text as a part of an address: ASCII letters in lower case, digits, and hyphens for what
    separates them. Characters of other scripts stay as they are."""
    return _mapped(node, _slug, "slug", locale)


_Change = Callable[[Node, str], Node]


def _mapped(node: Node, change: _Change, label: str, locale: str) -> Node:
    """The change of a text; of a constant or a word from a list, made once for each word."""
    if node.is_constant and node.constant is not None:
        return expr.text(*_changed((str(node.constant),), change, locale))
    if node.op == "pick_text":
        words, name = node.data
        assert isinstance(words, tuple)
        changed = _changed(words, change, locale)
        return expr.pick_text(node.args[0], changed, f"{name}_{label}")
    return change(node, locale)


# Inference tries a rule again and again, and a list has hundreds of words.
@lru_cache(maxsize=256)
def _changed(words: tuple[object, ...], change: _Change, locale: str) -> tuple[str, ...]:
    body = change(expr.column("word", expr.text("")), locale)
    return tuple(str(evaluate(body, 0, {"word": str(word)})) for word in words)


def _lowered(node: Node, locale: str) -> Node:
    small, great = _cased(locale)
    return _translated(expr.lower(node), great, small)


def _uppered(node: Node, locale: str) -> Node:
    small, great = _cased(locale)
    return _translated(expr.upper(node), small, great)


def _slug(node: Node, locale: str) -> Node:
    single = [(letter, plain) for plain, letters in _LATIN.items() for letter in letters]
    single += [*_CYRILLIC.items()] if _is_cyrillic(locale) else []
    pairs = [pair for letter, plain in single for pair in _both_cases(letter, plain)]
    pairs += [(gap, "-") for gap in _GAPS]
    long = _LONG if _is_cyrillic(locale) else {}
    # Great letters that become several are made small first, so that each is replaced once.
    pairs += [(letter.upper(), letter) for letter in long]
    dropped = _DROPPED + (_SILENT + _SILENT.upper() if long else "")
    old, new = ("".join(side) for side in zip(*pairs, strict=True))
    found = expr.translate(expr.lower(node), old + dropped, new)
    for letter, letters in long.items():
        found = expr.replace_text(found, letter, letters)
    for _ in range(2):
        found = expr.replace_text(found, "--", "-")
    return bounded(found, 0, node.high * (_LONGEST if long else 1))


def _both_cases(letter: str, plain: str) -> list[tuple[str, str]]:
    great = letter.upper()
    has_great = len(great) == 1 and not great.isascii() and great != letter
    return [(letter, plain), *([(great, plain)] if has_great else [])]


def _is_cyrillic(locale: str) -> bool:
    return locale.startswith("ru")


def _cased(locale: str) -> tuple[str, str]:
    """The small letters beyond ASCII that the locale's words have, and the great ones."""
    small: list[str] = []
    if not locale.startswith("en"):
        small += [letter for letters in _LATIN.values() for letter in letters]
    if _is_cyrillic(locale):
        small += [*_CYRILLIC, *_LONG, *_SILENT]
    kept = [letter for letter in small if _has_great(letter)]
    return "".join(kept), "".join(kept).upper()


def _has_great(letter: str) -> bool:
    """Whether the letter has one great letter beyond ASCII whose small letter it is."""
    great = letter.upper()
    one = len(great) == 1 and not great.isascii() and great != letter
    return one and great.lower() == letter


def _translated(node: Node, old: str, new: str) -> Node:
    return expr.translate(node, old, new) if old else node
