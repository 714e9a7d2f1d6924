"""Products: a noun and an adjective that agrees with it. Columns of a row that name the same group
tell of the same product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution
from seedc.generators.values import Value
from seedc.generators.wording import (
    FLAG,
    GROUP,
    LOCALE,
    capital,
    distinct_pair,
    grouped,
    locale_of,
    object_of,
    pair,
    picked,
    spoken,
)
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools import pool


@dataclass(frozen=True, slots=True)
class Manner:
    """The order of the words in a full name, which of them begin with a big letter there, and
    whether each word of several does."""

    order: tuple[str, str]
    capitals: frozenset[str]
    title: bool = False


MANNERS: Mapping[str, Manner] = {
    "en_US": Manner(("adjective", "noun"), frozenset(["adjective", "noun"]), title=True),
    "pt_BR": Manner(("noun", "adjective"), frozenset(["noun"])),
    "ru_RU": Manner(("adjective", "noun"), frozenset(["adjective"])),
}
GENDERS = ("m", "f", "n")
"""Genders of nouns, in the order of an adjective's forms. Where nouns have none, all are the first;
neuter comes last, and Portuguese has two."""


def _product(context: Context, options: Options) -> Value:
    without_distribution(context, "a product")
    locale, part = locale_of(context, options), options.get("part", "full")
    if context.unique and part != "full":
        return spoken(context, _once_each(context, locale, part))
    common = grouped(context, "product", options.get("group", "product"))
    apart = context.unique or options.get("distinct", False)
    nouns, adjectives = _nouns(locale), _adjectives(locale, part)
    draw = distinct_pair if apart else pair
    group = common.salts[-1]
    rows = f"{group} noun row", f"{group} adjective row"
    noun, adjective = draw(common, rows, len(nouns), len(adjectives[0]))
    spelled = _spelled([word for word, _ in nouns], "noun", locale, part)
    parts = {
        "noun": picked(noun, spelled, "nouns"),
        "adjective": _agreeing(noun, adjective, nouns, adjectives),
    }
    names = MANNERS[locale].order if part == "full" else (part,)
    pieces = [piece for name in names for piece in (expr.text(" "), parts[name])]
    return spoken(context, expr.concat(*pieces[1:]))


def _nouns(locale: str) -> list[tuple[str, str]]:
    """The nouns with their genders, one gender after the other."""
    entries = pool(locale, "product_noun").entries
    pairs = [(entry[0], entry[1] if len(entry) > 1 else GENDERS[0]) for entry in entries]
    return sorted(pairs, key=lambda noun: GENDERS.index(noun[1]))


def _adjectives(locale: str, part: str) -> list[list[str]]:
    """The adjectives in each of their forms."""
    entries = pool(locale, "product_adjective").entries
    forms = zip(*entries, strict=True)
    return [_spelled(form, "adjective", locale, part) for form in forms]


def _spelled(entries: Sequence[str], kind: str, locale: str, part: str) -> list[str]:
    manner = MANNERS[locale]
    if manner.title:
        return [" ".join(map(capital, entry.split(" "))) for entry in entries]
    big = kind in manner.capitals or part == kind == "noun"
    return [capital(entry) if big else entry for entry in entries]


def _agreeing(
    noun: Node,
    adjective: Node,
    nouns: Sequence[tuple[str, str]],
    adjectives: Sequence[Sequence[str]],
) -> Node:
    """The adjective in the form of the noun's gender."""
    if len(adjectives) == 1:
        return picked(adjective, adjectives[0], "adjectives")
    genders = [GENDERS.index(gender) for _, gender in nouns]
    words = [
        picked(adjective, form, f"adjectives_{gender}")
        for form, gender in zip(adjectives, GENDERS, strict=False)
    ]
    ends = (sum(1 for gender in genders if gender <= form) for form in range(len(words) - 1))
    conditions = (expr.less(noun, expr.integer(end)) for end in ends)
    return expr.case(list(zip(conditions, words, strict=False)), words[-1])


def _once_each(context: Context, locale: str, part: str) -> Node:
    """A word that no other row has, and so of no group; an adjective in its first form."""
    nouns = _spelled([word for word, _ in _nouns(locale)], "noun", locale, part)
    entries = nouns if part == "noun" else _adjectives(locale, part)[0]
    return picked(context.distinct(len(entries)), entries, f"{part}s")


GENERATORS = (
    Generator(
        name="product",
        options=object_of(
            part={"enum": ["full", "noun", "adjective"]}, group=GROUP, distinct=FLAG, locale=LOCALE
        ),
        docs="A product, or its noun or adjective alone. Columns of one group (there is one unless"
        " named) tell of the same product. With distinct, or unique for a full name, no two rows"
        " have the same.",
        example={"product": {"locale": "pt_BR"}, "unique": True},
        make=_product,
    ),
)
