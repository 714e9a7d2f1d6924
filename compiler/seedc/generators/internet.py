"""Addresses of people and pages. They end in names that are nobody's (RFC 2606: example.com and the
like, and everything under .example), so that nothing is ever sent to a stranger.

Whatever is told apart here is told apart by the row's own number, which stands where its digits can
be read back: after the letters of a person's name, behind a mark after the text of a column.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.letters import slug
from seedc.generators.person import SEX, person
from seedc.generators.values import Value, as_text, is_text
from seedc.generators.wording import (
    FLAG,
    GROUP,
    LOCALE,
    locale_of,
    object_of,
    picked,
    row_number,
    spoken,
    words,
)
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools.transliterate import ascii_slug


def _email(context: Context, options: Options) -> Value:
    without_distribution(context, "an email address")
    domain = expr.concat(expr.text("@"), _domain_text(context, options))
    return spoken(context, expr.concat(_own_name(context, options, ".", "-", domain.high), domain))


def _username(context: Context, options: Options) -> Value:
    without_distribution(context, "a username")
    return spoken(context, _own_name(context, options, "_", "_", 0))


def _own_name(context: Context, options: Options, joint: str, mark: str, taken: int) -> Node:
    """The name with the row's number, the name cut so that the column holds both and `taken` more
    characters. `joint` stands between a person's names, `mark` between the words of a text and
    before its number. Raises Problem (SD740) where no letter of a name has room."""
    number = expr.to_text(row_number(context))
    if "from" in options:
        name = expr.replace_text(_slug_of(context, options), "-", mark)
        number = expr.concat(expr.text(mark), number)
    else:
        found = person(context, options)
        given, family = (found.part(part, _letters) for part in ("given", "family"))
        name = expr.concat(given, expr.text(joint), family)
    target = context.target
    if is_text(target) and target.length is not None:
        room = target.length - taken - number.high
        if room < 1:
            message = (
                f"{target.type_sql} has no room for a name and a number of {number.high} digits"
            )
            raise Problem("SD740", f"{target.table}.{target.column}: {message}")
        name = expr.slice_text(name, 0, room)
    return expr.concat(name, number)


@cache
def _letters(word: str) -> str:
    """A name in the letters of an address, without hyphens."""
    return ascii_slug(word).replace("-", "")


def _slug_of(context: Context, options: Options) -> Node:
    text = as_text(context.row.column(options["from"]))
    return slug(text, locale_of(context, options))


def _domain_text(context: Context, options: Options) -> Node:
    """One of the domains of the rule, else of the locale's list."""
    given = options.get("domain")
    domains: Sequence[str] = [given] if isinstance(given, str) else given or ()
    domains = domains or words(context, options, "domain").field()
    return picked(context.uniform(len(domains), "domain"), domains, "domains")


def _domain(context: Context, options: Options) -> Value:
    """Unique ones are made of a word and the row's number."""
    if not context.unique:
        domains = words(context, options, "domain").field()
        return spoken(context, picked(context.choose(len(domains)), domains, "domains"))
    without_distribution(context, "a unique domain")
    number = expr.to_text(row_number(context))
    return spoken(context, expr.concat(_word(context, options), number, expr.text(".example")))


def _word(context: Context, options: Options) -> Node:
    letters = (_letters(word) for word in words(context, options, "word").field())
    found = list(dict.fromkeys(letters))
    return picked(context.uniform(len(found), "word"), found, "word_letters")


def _url(context: Context, options: Options) -> Value:
    without_distribution(context, "a URL")
    path = _slug_of(context, options) if "from" in options else _word(context, options)
    if context.unique:
        path = expr.concat(path, expr.text("-"), expr.to_text(row_number(context)))
    domain = _domain_text(context, options)
    return spoken(context, expr.concat(expr.text("https://"), domain, expr.text("/"), path))


_NAME: Options = {
    "type": "string",
    "pattern": "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
    "description": "a domain in small letters, as example.com",
}
_DOMAIN: Options = {"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}
_COLUMN: Options = {"type": "string", "minLength": 1}


def _named(**more: Options) -> Options:
    """Options of a name that is a person's, or the text of a column."""
    of_column = {**object_of(**{"from": _COLUMN}, locale=LOCALE, **more), "required": ["from"]}
    of_person: Mapping[str, Options] = object_of(
        group=GROUP, gender=SEX, distinct=FLAG, locale=LOCALE, **more
    )
    return {"anyOf": [of_person, of_column]}


GENERATORS = (
    Generator(
        name="email",
        options=_named(domain=_DOMAIN),
        docs="An email address of the group's person, or of the text of a column (from), at a"
        " domain that is nobody's unless the rule names one. Always unique.",
        example={"email": {"gender": "female", "domain": "correio.example"}},
        make=_email,
    ),
    Generator(
        name="username",
        options=_named(),
        docs="A name to sign in with, of the group's person or of the text of a column (from)."
        " Always unique.",
        example={"username": {"locale": "ru_RU"}},
        make=_username,
    ),
    Generator(
        name="domain",
        options=object_of(locale=LOCALE),
        docs="A domain name that is nobody's.",
        example={"domain": {}},
        make=_domain,
    ),
    Generator(
        name="url",
        options=object_of(**{"from": _COLUMN}, domain=_DOMAIN, locale=LOCALE),
        docs="The address of a page that is nobody's; its path is a word, or the text of a column"
        " (from).",
        example={"url": {"domain": "example.com"}, "unique": True},
        make=_url,
    ),
)
