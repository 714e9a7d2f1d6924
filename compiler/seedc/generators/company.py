"""Names of companies."""

from collections.abc import Mapping

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution
from seedc.generators.values import Value
from seedc.generators.wording import (
    FLAG,
    LOCALE,
    distinct_pair,
    locale_of,
    object_of,
    pair,
    picked,
    spoken,
)
from seedc.ir import expr
from seedc.pools import pool

PATTERNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en_US": (("head", " ", "tail", " ", "legal"), ("head", " ", "tail")),
    "pt_BR": (("head", " ", "tail", " ", "legal"), ("head", " ", "tail")),
    "ru_RU": (("legal", " «", "head", "tail", "»"), ("head", "tail")),
}
"""A company with its legal form and without, as pieces of lists and texts."""


def _company(context: Context, options: Options) -> Value:
    without_distribution(context, "a company")
    locale = locale_of(context, options)
    heads, tails, forms = (
        pool(locale, f"company_{name}").field() for name in ("head", "tail", "legal")
    )
    draw = distinct_pair if context.unique else pair
    names = f"{context.label()} head", f"{context.label()} tail"
    head, tail = draw(context, names, len(heads), len(tails))
    nodes = {
        "head": picked(head, heads, "company_heads"),
        "tail": picked(tail, tails, "company_tails"),
        "legal": picked(context.uniform(len(forms), "legal"), forms, "legal_forms"),
    }
    pieces = PATTERNS[locale][0 if options.get("legal", True) else 1]
    parts = (nodes.get(piece, expr.text(piece)) for piece in pieces)
    return spoken(context, expr.concat(*parts))


GENERATORS = (
    Generator(
        name="company",
        options=object_of(legal=FLAG, locale=LOCALE),
        docs="A company with its legal form, or without where legal is false.",
        example={"company": {"legal": False}, "unique": True},
        make=_company,
    ),
)
