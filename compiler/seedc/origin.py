"""Where a thing was written: an `Origin` is cheap to carry, its line is found when printed."""

from dataclasses import dataclass
from typing import Literal

from seedc.jsonvalue import Pointer


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in an input file.

    `file` is relative to the project folder, with `/`. A place in JSON is a `pointer` (RFC 6901
    steps) and says whether the member's `value` or its `key` is meant; a place in any other text is
    an `offset` in characters. Neither means the file as a whole. `length` is how many characters
    the caret underlines, 0 where the locator is to decide.
    """

    file: str
    pointer: Pointer | None = None
    offset: int | None = None
    part: Literal["value", "key"] = "value"
    length: int = 0


@dataclass(frozen=True, slots=True)
class Location:
    """An `Origin` as people read it: `line` and `column` from 1, the line, the caret's width.

    A long line's `excerpt` is a window of it; `caret` says how many of its characters stand before
    the place. Line 0 is the file as a whole.
    """

    line: int
    column: int
    excerpt: str
    width: int
    caret: int = 0
