"""A pattern's texts counted: as shapes, each a row of places at which one of some texts stands.

All texts at a place have one length, so every two choices along a shape give different texts. Two
shapes have no text in common if they differ in length, or have a character at which the one can
only have what the other cannot. Of shapes of which that is not known (`ab|a[a-z]`) the one with
fewer texts is left out, so that no number stands for a text that another one stands for.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby

from seedc.generators.patterns import Chars, Choice, Part, Repeat, Series, literal

Shape = tuple[Sequence[str], ...]
"""The places of a text, each with the texts of one length that can stand there."""

MOST = 24
"""A script names every shape: so many are kept, those with the most texts."""
ENOUGH = 2**40
"""More texts than any table has rows: what is there beside so many is not looked at."""


def shapes(part: Part) -> list[Shape]:
    """The shapes of a pattern, none with a text of another; those with most texts first. One shape
    alone where it has `ENOUGH` texts."""
    kept: list[Shape] = []
    for shape in _largest(_all(part)):
        if sum(map(room, kept)) >= ENOUGH:
            break
        if all(_disjoint(shape, other) for other in kept):
            kept.append(shape)
    return kept


def room(shape: Shape) -> int:
    """How many texts a shape has."""
    return reduce(lambda product, place: product * len(place), shape, 1)


def _all(part: Part) -> list[Shape]:
    if isinstance(part, Chars):
        return [(tuple(part.members),)]
    if isinstance(part, Repeat):
        found: list[Shape] = []
        times: list[Shape] = [()]
        for count in range(part.high + 1):
            found += times if count >= part.low else []
            times = _product(times, _all(part.part)) if count < part.high else times
        return _largest(found)
    if isinstance(part, Series):
        return reduce(_product, map(_all, part.parts), [()])
    return _options(part)


def _options(part: Choice) -> list[Shape]:
    """Words by their length, each length a place; beside them the shapes of what is no word."""
    words = dict.fromkeys(word for option in part.options if (word := literal(option)) is not None)
    by_length = groupby(sorted(words, key=len), key=len)
    found: list[Shape] = [(tuple(same),) if size else () for size, same in by_length]
    for option in part.options:
        if literal(option) is None:
            found += _all(option)
    return _largest(found)


def _product(heads: Iterable[Shape], tails: Iterable[Shape]) -> list[Shape]:
    return _largest([head + tail for head in heads for tail in [*tails]])


def _largest(found: Iterable[Shape]) -> list[Shape]:
    """Those with the most texts, each once, longer ones first among equals."""
    ranked = sorted(dict.fromkeys(found), key=lambda shape: (-room(shape), -_length(shape)))
    return ranked[:MOST]


def _length(shape: Shape) -> int:
    return sum(len(place[0]) for place in shape)


def _disjoint(one: Shape, other: Shape) -> bool:
    if _length(one) != _length(other):
        return True
    pairs = zip(_characters(one), _characters(other), strict=True)
    return any(mine.isdisjoint(theirs) for mine, theirs in pairs)


def _characters(shape: Shape) -> list[set[str]]:
    """What can stand at each character of the texts."""
    return [
        {text[n] for text in place} for place in shape for n in range(len(place[0]) if place else 0)
    ]
