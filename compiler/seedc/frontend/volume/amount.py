"""Amounts: whole numbers, parameters, and arithmetic of both (`products * 2 + 10`).

    amount = term (("+" | "-") term)*
    term   = factor (("*" | "/") factor)*
    factor = number | parameter | "-" factor | "(" amount ")" | ("min" | "max") "(" amount, … ")"

`/` rounds down. Python's integers do the sums, so nothing overflows on the way.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

PARAMETER = r"[a-z][a-z0-9_]*"
"""What a parameter is called, as a regular expression."""

FUNCTIONS: Mapping[str, Callable[[list[int]], int]] = {"min": min, "max": max}
LARGEST = 2**63 - 1
"""The greatest result of an amount."""

_LONGEST = 200  # characters of an amount: a sum of a hundred parts nests a hundred deep
_DEEPEST = 50  # parentheses within parentheses
_TOKEN = re.compile(rf"\s*(?:(?P<number>[0-9]+)|(?P<name>{PARAMETER})|(?P<mark>[-+*/(),])|\Z)")
_OPERATORS: Mapping[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.floordiv,
}


class AmountError(Exception):
    """An amount that cannot be read or has no value: a clause in lower case."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator over parts. A part is a number, a parameter's name or a Call."""

    function: str
    parts: "tuple[Tree, ...]"


Tree: TypeAlias = "int | str | Call"


@lru_cache(maxsize=1000)
def parse_amount(text: str) -> Tree:
    """The amount as a tree. Raises AmountError where the text is none."""
    if len(text) > _LONGEST:
        raise AmountError(f"it is longer than {_LONGEST} characters")
    parser = _Parser([*_tokens(text)])
    tree = parser.sum()
    if parser.next:
        raise AmountError(f'"{parser.next}" cannot stand there')
    return tree


def names_of(tree: Tree) -> Iterator[str]:
    """The parameters of a tree from left to right, one as often as it stands there."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Call):
        for part in tree.parts:
            yield from names_of(part)


def value_of(tree: Tree, values: Mapping[str, int]) -> int:
    """The number that a tree stands for. Raises AmountError: no such parameter, division by 0."""
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        if tree not in values:
            raise AmountError(f'the parameter "{tree}" has no value')
        return values[tree]
    parts = [value_of(part, values) for part in tree.parts]
    if tree.function == "/" and parts[1] == 0:
        raise AmountError("it divides by 0")
    if tree.function in FUNCTIONS:
        return FUNCTIONS[tree.function](parts)
    return _OPERATORS[tree.function](*parts)


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[at:].lstrip()
            raise AmountError(f'"{rest.split()[0]}" is neither number, parameter nor sign')
        if match.lastgroup:
            yield match[match.lastgroup]
        at = match.end()


class _Parser:
    """Recursive descent over the tokens; `next` is the one that comes, empty at the end."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = self.depth = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def expect(self, mark: str) -> None:
        if self.take() != mark:
            raise AmountError(f'a "{mark}" is missing')

    def sum(self) -> Tree:
        return self.chain(("+", "-"), self.product)

    def product(self) -> Tree:
        return self.chain(("*", "/"), self.factor)

    def chain(self, signs: tuple[str, str], part: Callable[[], Tree]) -> Tree:
        tree = part()
        while self.next in signs:
            tree = Call(self.take(), (tree, part()))
        return tree

    def factor(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise AmountError(f"it is nested deeper than {_DEEPEST} levels")
        tree = self.innermost(self.take())
        self.depth -= 1
        return tree

    def innermost(self, word: str) -> Tree:
        if word == "-":
            return Call("-", (0, self.factor()))
        if word == "(":
            return self.closed(self.sum())
        if word in FUNCTIONS:
            self.expect("(")
            return self.closed(Call(word, tuple(self.arguments())))
        if word.isdigit():
            return int(word)
        if word[:1].isalpha():
            return self.parameter(word)
        raise AmountError(f'a number or a parameter is missing before "{word}"' if word else _END)

    def closed(self, tree: Tree) -> Tree:
        self.expect(")")
        return tree

    def arguments(self) -> Iterator[Tree]:
        yield self.sum()
        while self.next == ",":
            self.take()
            yield self.sum()

    def parameter(self, name: str) -> str:
        if self.next == "(":
            raise AmountError(f'there is no function "{name}"; there are min and max')
        return name


_END = "it ends where a number or a parameter is expected"
