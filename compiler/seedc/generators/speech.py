"""Words, sentences and paragraphs; names of categories, colours, jobs, departments and countries.

Sentences are whole entries of the locale's lists, so that their grammar holds: an opening (`In
short,`), a sentence, a closing.
"""

from collections.abc import Callable, Sequence

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.values import Value, is_text
from seedc.generators.wording import (
    LOCALE,
    distinct_pair,
    object_of,
    pair,
    picked,
    small,
    spoken,
    words,
)
from seedc.ir import expr
from seedc.ir.expr import Node


def _listed(name: str, label: str) -> Callable[[Context, Options], Value]:
    """The maker of one entry of a list, among those that fit the column."""

    def make(context: Context, options: Options) -> Value:
        entries = _fitting(context, words(context, options, name).field())
        return spoken(context, picked(context.choose(len(entries)), entries, label))

    return make


def _fitting(context: Context, entries: tuple[str, ...]) -> tuple[str, ...]:
    target = context.target
    if not is_text(target) or target.length is None:
        return entries
    found = tuple(entry for entry in entries if len(entry) <= target.length)
    if not found:
        message = f"no word of the list is as short as {target.type_sql}"
        raise Problem("SD740", f"{target.table}.{target.column}: {message}")
    return found


def _sentence(context: Context, options: Options) -> Value:
    without_distribution(context, "a sentence")
    sentences = words(context, options, "sentence").field()
    if context.unique:
        opened, _ = _opened(context, options, sentences)
        return spoken(context, opened)
    sentences = _fitting(context, sentences)
    return spoken(context, picked(context.uniform(len(sentences)), sentences, "sentences"))


def _opened(context: Context, options: Options, sentences: Sequence[str]) -> tuple[Node, Node]:
    """An opening and a sentence, and the sentence's place in the list; another pair in every row
    where the rule says unique."""
    openings = words(context, options, "opening").field()
    names = f"{context.label()} opening", f"{context.label()} sentence"
    draw = distinct_pair if context.unique else pair
    first, second = draw(context, names, len(openings), len(sentences))
    opening = picked(first, openings, "openings")
    sentence = picked(second, [small(text) for text in sentences], "opened_sentences")
    return expr.concat(opening, expr.text(" "), sentence), second


def _paragraph(context: Context, options: Options) -> Value:
    """An opened sentence, further ones and a closing: in all as many as the options say."""
    without_distribution(context, "a paragraph")
    low, high = options.get("sentences", [3, 5])
    if low > high:
        raise Problem("SD736", f"{low} is greater than {high}", path=("sentences",))
    sentences = words(context, options, "sentence").field()
    sentences = sentences[: _prime_below(len(sentences))]
    closings = words(context, options, "closing").field()
    closing = picked(context.uniform(len(closings), "closing"), closings, "closings")
    opened, place = _opened(context, options, sentences)
    further = _further(context, sentences, place, low - 2, high - 2)
    return spoken(context, expr.concat(opened, *further, expr.text(" "), closing))


def _further(
    context: Context, sentences: Sequence[str], first: Node, low: int, high: int
) -> list[Node]:
    """From `low` to `high` sentences, each with a space before it: none twice, and not the one at
    the place `first`. Equal steps through a prime number of places come to none of them twice."""
    size = len(sentences)
    step = expr.add(context.uniform(size - 1, "step"), expr.integer(1))
    step = context.row.let(f"{context.label()} step", step)
    count = expr.add(context.uniform(high - low + 1, "count"), expr.integer(low))
    count = context.row.let(f"{context.label()} count", count)
    found = []
    for number in range(high):
        moved = expr.add(first, expr.multiply(step, expr.integer(number + 1)))
        at = expr.modulo(moved, expr.integer(size))
        sentence = expr.concat(expr.text(" "), picked(at, sentences, "sentences"))
        there = expr.less(expr.integer(number), count)
        found.append(expr.case([(there, sentence)], expr.text("")))
    return found


def _prime_below(size: int) -> int:
    """The greatest prime that is not above `size`, which is at least 2."""
    return next(n for n in range(size, 1, -1) if all(n % d for d in range(2, n)))


MOST_SENTENCES = 20
_COUNT: Options = {"type": "integer", "minimum": 2, "maximum": MOST_SENTENCES}

_LISTS = (
    ("word", "words", "A noun, in small letters."),
    ("category", "categories", "A category of a shop."),
    ("color_name", "colors", "A colour by its name."),
    ("job", "jobs", "A job title."),
    ("department", "departments", "A department of a company."),
    ("country", "countries", "A country."),
)

GENERATORS = (
    *(
        Generator(
            name=name,
            options=object_of(locale=LOCALE),
            docs=docs,
            example={name: {"locale": "ru_RU"}},
            make=_listed(name, label),
        )
        for name, label, docs in _LISTS
    ),
    Generator(
        name="sentence",
        options=object_of(locale=LOCALE),
        docs="A short sentence; with unique it has an opening, so that there are thousands.",
        example={"sentence": {}},
        make=_sentence,
    ),
    Generator(
        name="paragraph",
        options=object_of(
            sentences={"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
            locale=LOCALE,
        ),
        docs="A paragraph of so many sentences, 3 to 5 unless told.",
        example={"paragraph": {"sentences": [2, 4]}},
        make=_paragraph,
    ),
)
