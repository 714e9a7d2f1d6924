"""LIKE, SIMILAR TO and regular expressions as RE2's: only what means the same in both.

PostgreSQL's advanced regular expressions (Henry Spencer's; docs, section 9.7.3) are read character
by character. Whether a pattern matches does not depend on which of several matches is chosen, so
greediness does not matter; what depends on a locale is decided for ASCII text alone. RE2 matches in
time linear in the text, as PostgreSQL mostly does; a backtracking engine would let a CHECK such as
`'^(a+)+$'` hold up a build for years.
"""

import re
from collections.abc import Callable

import re2

from seedc.passes.predicate_terms import NotUnderstood, ascii_only

Test = Callable[[str], bool]

_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r" \t\n\r\f\v",
    "blank": r" \t",
    "xdigit": "0-9a-fA-F",
    "punct": r"!-/:-@\[-`{-~",
    "word": r"a-zA-Z0-9_",
}
_SHORTHANDS = {"d": "digit", "w": "word", "s": "space"}
_CONTROLS = {"n": r"\n", "t": r"\t", "r": r"\r", "f": r"\f", "v": r"\v"}
_ANCHORS = {"^": r"\A", "$": r"\z"}
_BOUND = re.compile(r"\{([0-9]{1,3})(,([0-9]{1,3})?)?\}")
_GROUPS = ("(?:", "(?=", "(?!")
_MOST = 255  # DUPMAX


def _not_understood(what: str, pattern: str) -> NotUnderstood:
    return NotUnderstood(f"{what} in the regular expression '{pattern}'")


class _Reader:
    """Reads one advanced regular expression and writes RE2's; `ascii` says that the answer
    depends on a locale for other than ASCII text."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.out: list[str] = []
        self.ascii = False
        self.quantifiable = False

    def read(self) -> str:
        if self.pattern.startswith(("***", "(?i", "(?c", "(?n", "(?x", "(?s", "(?p", "(?q", "(?w")):
            raise _not_understood("an embedded option", self.pattern)
        while self.position < len(self.pattern):
            self.step(self.pattern[self.position])
        return "".join(self.out)

    def emit(self, text: str, width: int, quantifiable: bool) -> None:
        self.out.append(text)
        self.position += width
        self.quantifiable = quantifiable

    def step(self, char: str) -> None:
        if char in "*+?{":
            self.quantifier(char)
        elif char == "[":
            self.bracket()
        elif char == "\\":
            self.escape()
        elif char == "(":
            self.group()
        elif char in _ANCHORS:
            self.emit(_ANCHORS[char], 1, quantifiable=False)
        elif char in "|.)":
            self.emit(char, 1, quantifiable=char != "|")
        else:
            self.emit(re.escape(char), 1, quantifiable=True)

    def group(self) -> None:
        opening = self.pattern[self.position : self.position + 3]
        if opening in _GROUPS:
            self.emit(opening, 3, quantifiable=False)
        elif opening.startswith("(?"):
            raise _not_understood(f"{opening}", self.pattern)
        else:
            self.emit("(?:", 1, quantifiable=False)

    def quantifier(self, char: str) -> None:
        if not self.quantifiable:
            raise _not_understood(f"a {char} after nothing", self.pattern)
        match = _BOUND.match(self.pattern, self.position)
        if char == "{" and (match is None or max(int(match[1]), int(match[3] or 0)) > _MOST):
            raise _not_understood("a { that begins no repetition", self.pattern)
        text = match[0] if match and char == "{" else char
        self.emit(text, len(text), quantifiable=False)
        if self.pattern[self.position : self.position + 1] == "?":
            self.emit("?", 1, quantifiable=False)

    def escape(self) -> None:
        char = self.pattern[self.position + 1 : self.position + 2]
        if char.lower() in _SHORTHANDS and char:
            self.ascii = True
            sign = "^" if char.isupper() else ""
            self.emit(f"[{sign}{_CLASSES[_SHORTHANDS[char.lower()]]}]", 2, quantifiable=True)
        elif char == "y":
            self.ascii = True
            self.emit(r"\b", 2, quantifiable=False)
        elif char in _CONTROLS:
            self.emit(_CONTROLS[char], 2, quantifiable=True)
        elif char in ("A", "Z"):
            self.emit("\\" + char.replace("Z", "z"), 2, quantifiable=False)
        elif char and not char.isalnum():
            self.emit(re.escape(char), 2, quantifiable=True)
        else:
            raise _not_understood(f"\\{char}", self.pattern)

    def bracket(self) -> None:
        position = self.position + 1
        negated = self.pattern.startswith("^", position)
        position += negated
        parts: list[str] = []
        first = True
        while first or not self.pattern.startswith("]", position):
            if position >= len(self.pattern):
                raise _not_understood("a [ without ]", self.pattern)
            part, position = self.member(position)
            parts.append(part)
            first = False
        text = f"[{'^' if negated else ''}{''.join(parts)}]"
        self.emit(text, position + 1 - self.position, quantifiable=True)

    def member(self, position: int) -> tuple[str, int]:
        """One member of a bracket expression as RE2 writes it, and where the next one stands."""
        if named := re.compile(r"\[:([a-z]+):\]").match(self.pattern, position):
            if named[1] not in _CLASSES:
                raise _not_understood(named[0], self.pattern)
            self.ascii = True
            return _CLASSES[named[1]], named.end()
        low, position = self.single(position)
        if len(low) > 1:  # a shorthand such as \d is a class and begins no range
            return low, position
        ahead = self.pattern[position : position + 2]
        if not ahead.startswith("-") or ahead == "-]" or len(ahead) < 2:
            return _inside(low), position
        high, position = self.single(position + 1)
        if len(high) > 1 or high < low:
            raise _not_understood("a range", self.pattern)
        return f"{_inside(low)}-{_inside(high)}", position

    def single(self, position: int) -> tuple[str, int]:
        """One character within brackets, or the members of a shorthand class."""
        char = self.pattern[position]
        if char == "[" and self.pattern[position + 1 : position + 2] in (".", "=", ":"):
            raise _not_understood("a collating element", self.pattern)
        if char != "\\":
            return char, position + 1
        escaped = self.pattern[position + 1 : position + 2]
        if escaped in _SHORTHANDS:
            self.ascii = True
            return _CLASSES[_SHORTHANDS[escaped]], position + 2
        if escaped in _CONTROLS:
            return {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}[escaped], position + 2
        if not escaped or escaped.isalnum():
            raise _not_understood(f"\\{escaped} in brackets", self.pattern)
        return escaped, position + 2


def _inside(char: str) -> str:
    return char if char.isalnum() else f"\\x{ord(char):02x}" if char.isascii() else char


def _compile(pattern: str, *, ignore_case: bool) -> Callable[[str], object]:
    """A search for the pattern, as RE2 writes it. Raises re2.error."""
    options = re2.Options()
    options.dot_nl = True
    options.case_sensitive = not ignore_case
    options.log_errors = False
    search: Callable[[str], object] = re2.compile(pattern, options).search
    return search


def regular_expression(pattern: str, ignore_case: bool) -> Test:
    """The test that `~` makes, or `~*`. Raises NotUnderstood."""
    reader = _Reader(pattern)
    try:
        search = _compile(reader.read(), ignore_case=ignore_case)
    except re2.error:
        raise _not_understood("a construct", pattern) from None
    if reader.ascii or ignore_case:
        return lambda text: search(ascii_only(text)) is not None
    return lambda text: search(text) is not None


def like(pattern: str, escape: str, ignore_case: bool) -> Test:
    """The test that LIKE makes, or ILIKE; `escape` is one character or none."""
    out: list[str] = []
    chars = iter(pattern)
    for char in chars:
        if char == escape:
            following = next(chars, None)
            if following is None:
                raise NotUnderstood(f"the LIKE pattern '{pattern}', which ends in its escape")
            out.append(re.escape(following))
        else:
            out.append({"%": ".*", "_": "."}.get(char) or re.escape(char))
    match = _compile(rf"\A(?:{''.join(out)})\z", ignore_case=ignore_case)
    if ignore_case:
        if not pattern.isascii():
            raise NotUnderstood("ILIKE beyond ASCII")
        return lambda text: match(ascii_only(text)) is not None
    return lambda text: match(text) is not None


def similar_to(pattern: str) -> Test:
    """The test that SIMILAR TO makes, for patterns of %, _, |, repetition, groups and brackets."""
    if re.search(r"[\\^$\"]|\(\?|\[:", pattern):
        raise NotUnderstood(f"the SIMILAR TO pattern '{pattern}'")
    pieces = re.split(r"(\[[^\]]+\])", pattern)
    for i in range(0, len(pieces), 2):
        pieces[i] = pieces[i].replace(".", r"\.").replace("%", ".*").replace("_", ".")
    return regular_expression(f"^(?:{''.join(pieces)})$", ignore_case=False)
