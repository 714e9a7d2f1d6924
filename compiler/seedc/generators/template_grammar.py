"""The grammar of templates, read into pieces.

    template := (text | "{{" | "}}" | "{" source [":" format] "}")*
    source   := name | name "." name | name "(" [source | number] ")"
    name     := a word of letters, digits and _ that begins with no digit, or "a quoted name"
    format   := digits

`{{` and `}}` stand for the braces themselves. A quoted name is always a column, and a name with a
point a column of the row that a foreign key refers to: `{user_id.name}`.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from seedc.generators.context import Problem

_WORD = re.compile(r"[^\W\d]\w*")
_DIGITS = re.compile(r"\d+")
_TEXT = re.compile(r"[^{}]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A column, a generator or a word like `index`; `at` is its place in the template, from 1."""

    name: str
    at: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A name with parentheses: a function of `argument`, or a generator without one."""

    name: str
    argument: "Source | int | None"
    at: int


Source = Name | Call


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two braces. `format` is the digits after the colon, or nothing."""

    source: Source
    format: str
    at: int


def read_template(text: str) -> tuple[str | Piece, ...]:
    """The template's texts and pieces in order. Raises Problem (SD737) with the place."""
    return _Reader(text).template()


def unreadable(message: str, at: int, help: str | None = None) -> NoReturn:
    """Raise Problem (SD737) for what stands at the template's character `at`, from 1."""
    raise Problem("SD737", f"{message}, at character {at} of the template", help=help)


@dataclass(slots=True, eq=False)
class _Reader:
    text: str
    place: int = 0

    def template(self) -> tuple[str | Piece, ...]:
        found: list[str | Piece] = []
        while self.place < len(self.text):
            part = self._part()
            if isinstance(part, str) and found and isinstance(found[-1], str):
                found[-1] += part
            else:
                found.append(part)
        return tuple(found)

    def _part(self) -> str | Piece:
        words = self._take(_TEXT)
        if words is not None:
            return words
        for brace in "{}":
            if self._skip(brace * 2):
                return brace
        if self._skip("}"):
            unreadable('"}" closes nothing', self.place, 'write "}}" for the brace itself')
        at = self.place + 1
        self._skip("{")
        return self._piece(at)

    def _piece(self, at: int) -> Piece:
        source = self._source()
        digits = ""
        if self._skip(":"):
            digits = self._take(_DIGITS) or ""
            if not digits:
                unreadable("a format is a number", self.place + 1, 'write ":06" or ":8"')
        if not self._skip("}"):
            unreadable(f'the "{{" of character {at} is not closed here', self.place + 1)
        return Piece(source, digits, at)

    def _source(self) -> Source:
        self._spaces()
        at = self.place + 1
        if self._skip('"'):
            return Name(self._quoted(at), at, quoted=True)
        name = self._take(_WORD)
        if name is None:
            unreadable("a name is missing", at, "write a column, a generator, or index")
        if self.text.startswith(".", self.place) and (part := self._after_point()):
            return Name(f"{name}.{part}", at, quoted=True)
        self._spaces()
        if not self._skip("("):
            return Name(name, at)
        argument = self._argument()
        if not self._skip(")"):
            unreadable(f'the "(" of "{name}" is not closed here', self.place + 1)
        self._spaces()
        return Call(name, argument, at)

    def _after_point(self) -> str | None:
        self.place += 1
        return self._take(_WORD)

    def _argument(self) -> Source | int | None:
        self._spaces()
        digits = self._take(_DIGITS)
        if digits is not None:
            self._spaces()
            return int(digits)
        if self.text.startswith(")", self.place):
            return None
        return self._source()

    def _quoted(self, at: int) -> str:
        end = self.text.find('"', self.place)
        if end < 0:
            unreadable("a quoted name does not end", at)
        name = self.text[self.place : end]
        self.place = end + 1
        self._spaces()
        return name

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.place)
        if found is None:
            return None
        self.place = found.end()
        return found[0]

    def _skip(self, text: str) -> bool:
        if not self.text.startswith(text, self.place):
            return False
        self.place += len(text)
        return True

    def _spaces(self) -> None:
        while self._skip(" "):
            pass
