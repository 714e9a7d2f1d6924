"""Regular expressions as trees of texts to write: literals, classes, groups, repetition, choices.

The subset of PostgreSQL's advanced regular expressions whose every text can be made from left to
right. What looks around, refers back or negates a class of all letters has no place in it.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MORE = 8
"""How many more repetitions `+`, `*` and `{n,}` stand for."""
LONGEST = 400
_RANGES = {
    "d": "0123456789",
    "w": "abcdefghijklmnopqrstuvwxyz0123456789",
    "s": " ",
}
_NAMED = {
    "digit": _RANGES["d"],
    "alpha": "abcdefghijklmnopqrstuvwxyz",
    "alnum": _RANGES["w"],
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower": "abcdefghijklmnopqrstuvwxyz",
    "xdigit": "0123456789abcdef",
    "space": " ",
    "blank": " ",
    "word": _RANGES["w"],
}
_ANY = _RANGES["w"]
_BOUND = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_CLASS_NAME = re.compile(r"\[:([a-z]+):\]")
_SPECIAL = set(".[]{}()*+?|^$\\")


class PatternError(ValueError):
    """A pattern that is not read, in words."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of these, in order; `source` is how the pattern writes them."""

    members: str
    source: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """The part from `low` to `high` times; `open` where the pattern sets no upper bound."""

    part: "Part"
    low: int
    high: int
    open: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Parts one after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these."""

    options: tuple["Part", ...]


Part = Chars | Repeat | Series | Choice


@lru_cache(maxsize=1000)
def parse(pattern: str) -> Part:
    """The tree of a pattern, which every profile reads again; anchors at its ends are understood
    and left out. Raises PatternError."""
    reader = _Reader(pattern)
    found = reader.choice()
    if reader.place < len(pattern):
        raise PatternError(f"a ) without ( in '{pattern}'")
    if lengths(found)[0] > LONGEST:
        raise PatternError(f"texts of more than {LONGEST} characters")
    return found


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def ahead(self, size: int = 1) -> str:
        return self.pattern[self.place : self.place + size]

    def choice(self) -> Part:
        options = [self.series()]
        while self.ahead() == "|":
            self.place += 1
            options.append(self.series())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def series(self) -> Part:
        parts: list[Part] = []
        while self.ahead() not in ("", "|", ")"):
            if self.ahead() in ("^", "$"):
                self.place += 1
                continue
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Series(tuple(parts))

    def repeated(self, part: Part) -> Part:
        sign = self.ahead()
        if sign == "{":
            bound = _BOUND.match(self.pattern, self.place)
            if bound is None:
                raise PatternError(f"a {{ that begins no repetition in '{self.pattern}'")
            self.place = bound.end()
            low = int(bound[1])
            unlimited = bool(bound[2]) and not bound[3]
            high = low + MORE if unlimited else int(bound[3]) if bound[3] else low
            found = Repeat(part, low, high, unlimited)
        elif sign and sign in "+*?":
            self.place += 1
            low = 1 if sign == "+" else 0
            found = Repeat(part, low, 1 if sign == "?" else low + MORE, sign != "?")
        else:
            return part
        if found.low > found.high:
            raise PatternError(f"a repetition from {found.low} to {found.high}")
        if self.ahead() == "?":
            self.place += 1
        return found

    def atom(self) -> Part:
        char = self.ahead()
        if char == "(":
            return self.group()
        if char == "[":
            return self.bracket()
        self.place += 1
        if char == ".":
            return Chars(_ANY, ".")
        if char == "\\":
            return self.escape()
        return Chars(char, char)

    def group(self) -> Part:
        self.place += 1
        if self.ahead() == "?":
            if self.ahead(2) != "?:":
                raise PatternError(f"a group that looks around in '{self.pattern}'")
            self.place += 2
        found = self.choice()
        if self.ahead() != ")":
            raise PatternError(f"a ( without ) in '{self.pattern}'")
        self.place += 1
        return found

    def escape(self) -> Part:
        char = self.ahead()
        self.place += 1
        if char in _RANGES:
            return Chars(_RANGES[char], "\\" + char)
        if not char or char.isalnum():
            raise PatternError(f"\\{char} in '{self.pattern}'")
        return Chars(char, "\\" + char)

    def bracket(self) -> Part:
        start = self.place
        self.place += 1
        negated = self.ahead() == "^"
        self.place += negated
        members: list[str] = []
        first = True
        while first or self.ahead() != "]":
            if not self.ahead():
                raise PatternError(f"a [ without ] in '{self.pattern}'")
            members += self.members()
            first = False
        self.place += 1
        found = "".join(dict.fromkeys(members))
        if negated:
            found = "".join(char for char in _ANY if char not in found)
        if not found:
            raise PatternError(f"a class without members in '{self.pattern}'")
        return Chars(found, self.pattern[start : self.place])

    def members(self) -> list[str]:
        if named := _CLASS_NAME.match(self.pattern, self.place):
            if named[1] not in _NAMED:
                raise PatternError(f"{named[0]} in '{self.pattern}'")
            self.place = named.end()
            return list(_NAMED[named[1]])
        low = self.single()
        if len(low) != 1 or self.ahead() != "-" or self.ahead(2) in ("-]", "-"):
            return list(low)
        self.place += 1
        high = self.single()
        if len(high) != 1 or high < low:
            raise PatternError(f"a range in '{self.pattern}'")
        return [chr(code) for code in range(ord(low), ord(high) + 1)][:200]

    def single(self) -> str:
        char = self.ahead()
        self.place += 1
        if char != "\\":
            return char
        escaped = self.ahead()
        self.place += 1
        if escaped in _RANGES:
            return _RANGES[escaped]
        if not escaped or escaped.isalnum():
            raise PatternError(f"\\{escaped} in '{self.pattern}'")
        return escaped


def lengths(part: Part) -> tuple[int, int]:
    """The fewest and the most characters of the texts."""
    if isinstance(part, Chars):
        return 1, 1
    if isinstance(part, Repeat):
        low, high = lengths(part.part)
        return low * part.low, high * part.high
    if isinstance(part, Series):
        found = [lengths(each) for each in part.parts]
        return sum(low for low, _ in found), sum(high for _, high in found)
    found = [lengths(each) for each in part.options]
    return min(low for low, _ in found), max(high for _, high in found)


def within(part: Part, shortest: int, longest: int | None) -> Part | None:
    """The tree with its repetitions narrowed (or, where they are open, widened) until all texts are
    that long; None where they cannot be."""
    low, high = lengths(part)
    if high < shortest:
        part = _widened(part, shortest - high)
        low, high = lengths(part)
    if longest is not None and high > longest:
        part = _cut(part, high - longest)
        low, high = lengths(part)
    if low < shortest:
        part = _raised(part, shortest - low)
        low, high = lengths(part)
    fits = low >= shortest and (longest is None or high <= longest)
    return part if fits else None


def _changed(part: Part, amount: int, change: object) -> tuple[Part, int]:
    """The change to repetitions of single characters from left to right, until `amount` is
    spent."""
    if isinstance(part, Repeat):
        assert callable(change)
        if lengths(part.part) != (1, 1):
            inner, left = (
                _changed(part.part, amount, change) if part.high == 1 else (part.part, amount)
            )
            if left == amount and part.low == 0 and change is _less and amount > 0:
                return replace(part, high=0), amount - lengths(part)[1]
            return replace(part, part=inner), left
        found, used = change(part, amount)
        return found, amount - used
    if isinstance(part, Series):
        parts: list[Part] = []
        for each in part.parts:
            changed, amount = _changed(each, amount, change) if amount > 0 else (each, amount)
            parts.append(changed)
        return Series(tuple(parts)), amount
    return part, amount


def _less(part: Repeat, amount: int) -> tuple[Repeat, int]:
    used = min(amount, part.high - part.low)
    return replace(part, high=part.high - used, open=False), used


def _more(part: Repeat, amount: int) -> tuple[Repeat, int]:
    used = min(amount, part.high - part.low)
    return replace(part, low=part.low + used), used


def _further(part: Repeat, amount: int) -> tuple[Repeat, int]:
    return (replace(part, high=part.high + amount), amount) if part.open else (part, 0)


def _cut(part: Part, amount: int) -> Part:
    return _changed(part, amount, _less)[0]


def _raised(part: Part, amount: int) -> Part:
    return _changed(part, amount, _more)[0]


def _widened(part: Part, amount: int) -> Part:
    return _changed(part, amount, _further)[0]


def written(part: Part) -> str:
    """The tree as a pattern again, without anchors."""
    if isinstance(part, Chars):
        return (
            part.source
            if len(part.source) > 1 or part.source not in _SPECIAL - {"."}
            else f"\\{part.source}"
        )
    if isinstance(part, Repeat):
        inner = written(part.part)
        if not isinstance(part.part, Chars):
            inner = f"({inner})"
        if (part.low, part.high) == (1, 1):
            return inner
        if (part.low, part.high) == (0, 1):
            return f"{inner}?"
        bound = str(part.low) if part.low == part.high else f"{part.low},{part.high}"
        return f"{inner}{{{bound}}}" if part.high else ""
    if isinstance(part, Series):
        return "".join(
            f"({written(p)})" if isinstance(p, Choice) else written(p) for p in part.parts
        )
    return "|".join(written(option) for option in part.options)


def literal(part: Part) -> str | None:
    """The only text that the tree has, or None."""
    if isinstance(part, Chars):
        return part.members if len(part.members) == 1 else None
    if isinstance(part, Repeat):
        inner = literal(part.part)
        return inner * part.low if inner is not None and part.low == part.high else None
    if isinstance(part, Series):
        texts = [literal(each) for each in part.parts]
        known = [text for text in texts if text is not None]
        return "".join(known) if len(known) == len(texts) else None
    return None
