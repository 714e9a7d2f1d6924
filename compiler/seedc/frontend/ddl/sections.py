"""Migrations that hold their way back as well: which parts of a script are run, and which undo it.

A schema file that is put together from migrations has a part that makes things and a part that
drops them again, told apart by comment lines of the tool. Only the first kind makes the schema.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from seedc.frontend.ddl.splitter import Chunk, split

# Each tool's own lines. `end` closes the statement above it, whether or not that has a semicolon.
_MARKER = re.compile(
    r"""^[ \t\ufeff]* (?:
        -- [ \t]* \+(?:goose|migrate|micrate) [ \t]+
           (?: (?P<up1>up) | (?P<down1>down) | (?P<end>statement(?:begin|end)) ) \b [^\n]*
      | -- [ \t]* (?:migrate:|rambler[ \t]+) (?: (?P<up2>up) | (?P<down2>down) ) \b [^\n]*
      | (?:\#|--) [ \t]* -* [ \t]* ! (?: (?P<up3>ups) | (?P<down3>downs) ) \b [^\n]*
      | -- [ \t-]* (?: (?P<up4>up) | (?P<down4>down) ) [ \t]+ migration [ \t-]* \r?
      | ---- [ \t]* (?P<rest>create[ ]above[ ]/[ ]drop[ ]below) [ \t]* ---- [ \t]* \r?
      | -- [ \t]* // [ \t]* (?P<undo>@undo) [ \t]* \r?
      | (?P<hash>\#) [^\n]*
    ) $""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_HINT = re.compile(
    r"\+goose|\+migrate|\+micrate|migrate:(?:up|down)|rambler|!ups|(?:up|down) migration"
    r"|drop below|//[ \t]*@undo",
    re.IGNORECASE,
)
_DOWN = frozenset(["down1", "down2", "down3", "down4", "rest", "undo"])

Direction = Literal["up", "down", "unclear"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a script, by offsets in characters; `marker` is the line that begins it."""

    direction: Direction
    start: int
    end: int
    marker: str = ""


def sections(text: str) -> Iterator[Section]:
    """The parts of `text` in order; a script without such lines is one part.

    A way back that begins inside another (`unclear`) leaves open where the first one ends: the tool
    ends it with its file, and the files are one now.
    """
    if not _HINT.search(text):
        yield Section("up", 0, len(text))
        return
    play = "!ups" in text.lower()
    direction: Direction = "up"
    start, line = 0, ""
    for match in _MARKER.finditer(text):
        kind = match.lastgroup or ""
        if kind == "hash" and not play:
            continue
        yield Section(direction, start, match.start(), line)
        start = match.end()
        if kind in _DOWN:
            direction = "up" if direction == "unclear" else direction
            direction = "unclear" if direction == "down" else "down"
            line = match.group().strip()
        elif kind.startswith("up"):
            direction, line = "up", match.group().strip()
    yield Section(direction, start, len(text), line)


def split_schema(text: str) -> Iterator[Chunk]:
    """The chunks of a schema script; a way back is one chunk of its own (`down` or `unclear`)."""
    counted, line = 0, 1
    for section in sections(text):
        line += text.count("\n", counted, section.start)
        counted = section.start
        part = text[section.start : section.end]
        if section.direction == "up":
            for chunk in split(part):
                yield replace(
                    chunk, offset=chunk.offset + section.start, line=chunk.line + line - 1
                )
        elif part.strip():
            blank = len(part) - len(part.lstrip())
            yield Chunk(
                section.direction,
                part.strip(),
                section.start + blank,
                line + part.count("\n", 0, blank),
                comment=section.marker,
            )
