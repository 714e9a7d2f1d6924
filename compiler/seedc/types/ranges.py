"""Ranges and multiranges as strings: `[2024-01-01,2024-02-01)`, `empty`, `{[1,3),[5,8)}`.

Bounds are checked by the subtype's codec. PostgreSQL's discrete ranges (int4range, int8range,
daterange) are written in its own canonical form, inclusive below and exclusive above.
"""

import math
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue, Number
from seedc.types.calendar import civil
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_BOUND = r'((?:[^\s\[\](),"\\]|[ :](?=[^\s\[\](),"\\])|"(?:[^"\\]|\\.|"")*"|\\.)*)'
_RANGE = re.compile(rf"\s*([\[(])\s*{_BOUND}\s*,\s*{_BOUND}\s*([\])])\s*", re.DOTALL)
_EMPTY = re.compile(r"\s*empty\s*", re.IGNORECASE)
_PLAIN = re.compile(r'[^\s\[\](),"\\]+\Z').match
_UNQUOTED = re.compile(r'"((?:[^"\\]|\\.|"")*)"|\\(.)|([^"\\]+)', re.DOTALL)
_NUMERIC = frozenset(
    ["smallint", "integer", "bigint", "oid", "numeric", "real", "double precision", "money"]
)
_HELP = 'write it as "[1,10)" or "empty"'


@dataclass(frozen=True, slots=True)
class Range:
    """A range that is not empty: texts of the bounds, None where it has none."""

    lower: str | None
    upper: str | None
    lower_in: bool
    upper_in: bool


def next_integer(text: str) -> str:
    """The integer after it."""
    return str(int(text) + 1)


def next_date(days: Callable[[str], Any]) -> Callable[[str], str]:
    """The day after a date; an infinity has none and stays."""

    def step(text: str) -> str:
        number = days(text)
        if math.isinf(number):
            return text
        year, month, day = civil(number + 1)
        return f"{year:04d}-{month:02d}-{day:02d}"

    return step


def _unquote(text: str) -> str:
    return "".join(
        re.sub(r'\\(.)|"(")', r"\1\2", m[1], flags=re.DOTALL) if m[1] is not None else m[2] or m[3]
        for m in _UNQUOTED.finditer(text)
    )


def _quote(text: str) -> str:
    if _PLAIN(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


def _print(one: Range | None) -> str:
    if one is None:
        return "empty"
    lower = "" if one.lower is None else _quote(one.lower)
    upper = "" if one.upper is None else _quote(one.upper)
    return f"{'[' if one.lower_in else '('}{lower},{upper}{']' if one.upper_in else ')'}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What ranges over one subtype need: its codec, and the successor where it is discrete."""

    words: str
    subtype: Codec
    after: Callable[[str], str] | None

    def order(self, text: str) -> Any:
        """What bounds are compared by, or None where the subtype's order is not known here."""
        if self.subtype.value is None or not self.ordered:
            return None
        value = self.subtype.value(text)
        # A NaN is equal to itself and greater than any other number.
        return (text == "NaN", 0 if text == "NaN" else value) if self.numeric else value

    @property
    def numeric(self) -> bool:
        """Whether bounds are numbers, NaN among them."""
        return self.subtype.family in _NUMERIC

    @property
    def ordered(self) -> bool:
        """Whether Python orders the values as PostgreSQL does; strings follow a collation."""
        return self.subtype.family not in ("text", "character", "enum") and bool(self.subtype.value)

    def bound(self, written: str) -> str | None:
        """The canonical text of a bound as it stands between the brackets."""
        if written == "":
            return None
        text = _unquote(written)
        return self.subtype.parse(Number(text) if self.numeric else text)

    def read(self, match: re.Match[str]) -> Range | None:
        """The range that a match of `_RANGE` wrote; None for an empty one. Raises ValueProblem."""
        lower, upper = self.bound(match[2]), self.bound(match[3])
        lower_in = match[1] == "[" and lower is not None
        upper_in = match[4] == "]" and upper is not None
        self.in_order(match[0], lower, upper)
        if self.empty(lower, upper, lower_in and upper_in):
            return None
        if self.after is not None:
            if lower is not None and not lower_in and not _infinite(lower):
                lower, lower_in = self.stepped(lower), True
            if upper is not None and upper_in and not _infinite(upper):
                upper, upper_in = self.stepped(upper), False
        if self.empty(lower, upper, lower_in and upper_in):
            return None
        return Range(lower, upper, lower_in, upper_in)

    def empty(self, lower: str | None, upper: str | None, closed: bool) -> bool:
        """Whether there is no point between the bounds."""
        if lower is None or upper is None or closed:
            return False
        low, high = self.order(lower), self.order(upper)
        return low is not None and bool(low >= high)

    def in_order(self, text: str, lower: str | None, upper: str | None) -> None:
        """Raises ValueProblem where the lower bound is greater than the upper one."""
        if lower is None or upper is None:
            return
        low, high = self.order(lower), self.order(upper)
        if low is not None and low > high:
            message = f"the lower bound of {shown(text.strip())} is greater than the upper one"
            raise ValueProblem("SD322", message, help="swap them")

    def stepped(self, text: str) -> str:
        """The value after a bound, which must exist for PostgreSQL to write the range."""
        after = self.after(text) if self.after else text
        return self.subtype.parse(Number(after) if self.numeric else after)

    def key(self, one: Range | None) -> Hashable:
        """Equal exactly where the ranges are."""
        if one is None:
            return "empty"
        canonical = self.subtype.canonical
        lower = None if one.lower is None else canonical(one.lower)
        upper = None if one.upper is None else canonical(one.upper)
        return lower, one.lower_in, upper, one.upper_in

    def start(self, one: Range) -> tuple[Any, ...]:
        """Where a range starts, in the order of ranges (range_cmp_bounds in rangetypes.c)."""
        return (0,) if one.lower is None else (1, self.order(one.lower), not one.lower_in)

    def end(self, one: Range) -> tuple[Any, ...]:
        """Where a range ends."""
        return (2,) if one.upper is None else (1, self.order(one.upper), one.upper_in)

    def touches(self, one: Range, later: Range) -> bool:
        """Whether two ranges, the first starting no later, overlap or have nothing between them."""
        if one.upper is None or later.lower is None:
            return True
        high, low = self.order(one.upper), self.order(later.lower)
        return bool(low < high or (low == high and (one.upper_in or later.lower_in)))

    def merged(self, ranges: list[Range]) -> list[Range]:
        """The same points in as few ranges as can be, in order."""
        if not self.ordered:
            return ranges
        result: list[Range] = []
        for one in sorted(ranges, key=self.start):
            if not result or not self.touches(result[-1], one):
                result.append(one)
            elif self.end(one) > self.end(result[-1]):
                last = result.pop()
                result.append(Range(last.lower, one.upper, last.lower_in, one.upper_in))
        return result


def _infinite(text: str) -> bool:
    return text in ("infinity", "-infinity")


def _one(kind: Kind, text: str) -> Range | None:
    match = _RANGE.fullmatch(text)
    if match:
        return kind.read(match)
    if _EMPTY.fullmatch(text):
        return None
    raise ValueProblem("SD329", f"{shown(text)} is no {kind.words}", help=_HELP)


def _many(kind: Kind, text: str) -> Iterator[Range]:
    """The ranges between the braces of a multirange. Raises ValueProblem."""
    inner = text.strip()
    position, end = 1, len(inner) - 1
    closed = len(inner) > 1 and inner[0] == "{" and inner[-1] == "}"
    while closed and inner[position:end].strip():
        match = _RANGE.match(inner, position, end) or _EMPTY.match(inner, position, end)
        if match is None:
            break
        if match.re is _RANGE and (one := kind.read(match)):
            yield one
        position = match.end()
        if position == end:
            return
        closed = inner[position] == "," and position + 1 < end
        position += 1
    if not closed or inner[position:end].strip():
        hint = 'write it as "{[1,3),[5,8)}"'
        raise ValueProblem("SD329", f"{shown(text)} is no {kind.words}", help=hint)


def range_(type_: TypeRef, subtype: Codec, after: Callable[[str], str] | None = None) -> Codec:
    """Codec of a range over `subtype`; `after` is the successor of a discrete one."""
    kind = Kind(str(type_sql(type_)), subtype, after)

    def parse(value: JsonValue) -> str:
        return _print(_one(kind, string(value, kind.words, _HELP)))

    def key(text: str) -> Hashable:
        return kind.key(_one(kind, text))

    return Codec(
        family="range", parse=parse, canonical=key, value=None, comparable=subtype.comparable
    )


def multirange(type_: TypeRef, subtype: Codec, after: Callable[[str], str] | None = None) -> Codec:
    """Codec of a multirange over `subtype`; ranges that touch are one, as on the server."""
    kind = Kind(str(type_sql(type_)), subtype, after)

    def ranges(text: str) -> list[Range]:
        return kind.merged(list(_many(kind, text)))

    def parse(value: JsonValue) -> str:
        kept = string(value, kind.words, 'write it as "{[1,3),[5,8)}"')
        return "{" + ",".join(_print(one) for one in ranges(kept)) + "}"

    def key(text: str) -> Hashable:
        return tuple(kind.key(one) for one in ranges(text))

    return Codec(
        family="multirange", parse=parse, canonical=key, value=None, comparable=subtype.comparable
    )
