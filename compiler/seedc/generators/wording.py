"""What generators of words share: the locale's lists, groups of columns that agree, big letters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from seedc.generators.context import Context, Options, Problem
from seedc.generators.scalars import text_meaning
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools import LOCALES, Pool, pool

LOCALE: Options = {"enum": list(LOCALES)}
GROUP: Options = {"type": "string", "minLength": 1}
FLAG: Options = {"type": "boolean"}
"""Schemas of options that many of them take."""

_NAMES = 3
"""How many of a context's salts say where the row stands: seed, dataset and table."""

_BLOCK = 10_000

Pair = tuple[str, str]


def locale_of(context: Context, options: Options) -> str:
    """The rule's locale, else the file's. Raises Problem (SD736) where it has no lists."""
    locale: str = options.get("locale", context.locale)
    if locale not in LOCALES:
        known = ", ".join(LOCALES)
        raise Problem("SD736", f"there are no word lists for {locale}", help=f"there are: {known}")
    return locale


def words(context: Context, options: Options, name: str) -> Pool:
    """A list of the rule's locale."""
    return pool(locale_of(context, options), name)


def grouped(context: Context, kind: str, group: str) -> Context:
    """The context that all columns of the row share that name the same group, so that they tell of
    the same thing."""
    return replace(
        context,
        salts=(*context.salts[:_NAMES], kind, group),
        unique=False,
        distribution=None,
    )


def shared(context: Context, purpose: str, node: Node) -> Node:
    """The node under a name of its group (of `grouped`), computed once for all its columns."""
    return context.row.let(f"{context.salts[-1]} {purpose}", node)


def spoken(context: Context, node: Node) -> Value:
    """The text as a value for the column."""
    return Value(node, text_meaning(context.target))


def capital(word: str) -> str:
    """The word with a big first letter, the rest as it is."""
    return word[:1].upper() + word[1:]


def small(sentence: str) -> str:
    """The sentence with a small first letter, the rest as it is."""
    return sentence[:1].lower() + sentence[1:]


def picked(place: Node, entries: Sequence[str], label: str) -> Node:
    """The entry at the place."""
    return expr.pick_text(place, entries, label)


def written(pattern: str, nodes: Mapping[str, Node]) -> Node:
    """The pattern with a node's text in the place of its name in braces: `{city}, {region}`."""
    parts = (piece for part in pattern.split("{") for piece in part.split("}"))
    return expr.concat(*(nodes.get(part, expr.text(part)) for part in parts))


def row_number(context: Context, purpose: str = "number") -> Node:
    """A number that no other row has, and that does not look like a count: within each ten thousand
    rows their numbers are mixed."""
    block = expr.divide(context.index, expr.integer(_BLOCK))
    within = expr.modulo(context.index, expr.integer(_BLOCK))
    mixed = replace(context, index=within).distinct(_BLOCK, purpose)
    return expr.add(expr.multiply(block, expr.integer(_BLOCK)), mixed)


def pair(context: Context, names: Pair, first: int, second: int) -> tuple[Node, Node]:
    """A place in each of two lists of these lengths, each drawn for itself and named."""
    one, two = context.uniform(first, "first"), context.uniform(second, "second")
    return context.row.let(names[0], one), context.row.let(names[1], two)


def distinct_pair(context: Context, names: Pair, first: int, second: int) -> tuple[Node, Node]:
    """The same, and no two rows have the same pair. Raises Problem (SD741) where there are fewer
    pairs than rows.

    A bijection of the index is cut into two places, and each is moved by a hash of the other (two
    rounds of a Feistel network, with addition), so that no list is gone through in steps."""
    number = context.row.let(f"{names[0]} pair", context.distinct(first * second, "pair"))
    one, two = expr.modulo(number, expr.integer(first)), expr.divide(number, expr.integer(first))
    two = context.row.let(names[1], _moved(two, one, second, context.salt("second")))
    return context.row.let(names[0], _moved(one, two, first, context.salt("first"))), two


def _moved(place: Node, by: Node, size: int, salt: int) -> Node:
    step = expr.modulo(expr.hashed(by, salt), expr.integer(size))
    return expr.modulo(expr.add(place, step), expr.integer(size))


def object_of(**properties: Options) -> Options:
    """The schema of an object that may have these members and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False}
