"""Origins to lines and columns, late and all at once: one pass over each file that is named.

Lines end with LF, CR LF or CR. Columns count characters (Unicode code points) from 1, a byte order
mark included. Nothing here raises on a file that is not what it was when the origin was made.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from seedc.jsonvalue import Pointer
from seedc.origin import Location, Origin

WINDOW = 100
"""Characters that are shown of a line too long to be shown whole."""

_BEFORE = 40  # of the window, so that more is seen of what follows the caret than of what leads up
_SLACK = 20  # a line only this much longer than the window is shown whole
_WHOLE_FILE = Location(0, 0, "", 0)
_LINE_END = re.compile(r"\r\n?|\n")
_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r"\"[^\"\n\r]*\"|'[^'\n\r]*'|[\w$.]+|\S")

_Part: TypeAlias = Literal["value", "key"]
_Spans: TypeAlias = dict[tuple[Pointer, _Part], tuple[int, int]]


def decode_text(data: bytes) -> str:
    """A file's text as `locate` counts it: nothing stripped or translated, bad bytes as U+FFFD."""
    return data.decode("utf-8", "replace")


def locate(origins: Iterable[Origin], read: Callable[[str], str | None]) -> dict[Origin, Location]:
    """The place of each origin.

    `read` gives a file's text as `decode_text` does, or None where there is no such file. A pointer
    that the file does not have is shown at its nearest parent that exists; an origin without a
    place, or in a file that cannot be read, has line 0.
    """
    by_file: dict[str, list[Origin]] = {}
    found: dict[Origin, Location] = {}
    for origin in dict.fromkeys(origins):
        found[origin] = _WHOLE_FILE
        if origin.pointer is not None or origin.offset is not None:
            by_file.setdefault(origin.file, []).append(origin)
    for file, wanted in by_file.items():
        text = read(file)
        if text is not None:
            _locate_in(text, wanted, found)
    return found


def _locate_in(text: str, wanted: Sequence[Origin], found: dict[Origin, Location]) -> None:
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    spans = find_pointers(text, (o.pointer for o in wanted if o.pointer is not None))
    for origin in wanted:
        span = _offset_span(text, origin) if origin.pointer is None else _nearest(spans, origin)
        if span is not None:
            found[origin] = _location(text, starts, *span)


def _offset_span(text: str, origin: Origin) -> tuple[int, int]:
    start = min(max(origin.offset or 0, 0), len(text))
    if origin.length:
        return start, start + origin.length
    token = _TOKEN.match(text, start)
    return start, token.end() if token else start + 1


def _nearest(spans: _Spans, origin: Origin) -> tuple[int, int] | None:
    """The pointer's span, else that of the closest value around it."""
    pointer = origin.pointer or ()
    span = spans.get((pointer, origin.part)) or spans.get((pointer, "value"))
    if span is not None:
        start, end = span
        return start, start + origin.length if origin.length else end
    while pointer and span is None:
        pointer = pointer[:-1]
        span = spans.get((pointer, "value"))
    return span


def _location(text: str, starts: Sequence[int], start: int, end: int) -> Location:
    line = bisect_right(starts, start)
    begin = starts[line - 1]
    line_end = starts[line] if line < len(starts) else len(text)
    while line_end > begin and text[line_end - 1] in "\r\n":
        line_end -= 1
    start = min(start, line_end)
    shown, shown_end = _window(begin, start, line_end)
    head, tail = "…" * (shown > begin), "…" * (shown_end < line_end)
    return Location(
        line=line,
        column=start - begin + 1,
        excerpt=(head + text[shown:shown_end] + tail).replace("\t", " "),
        width=max(1, min(end, shown_end) - start),
        caret=start - shown + len(head),
    )


def _window(begin: int, start: int, end: int) -> tuple[int, int]:
    """What to show of the line from `begin` to `end` so that `start` is in it."""
    if end - begin <= WINDOW + _SLACK:
        return begin, end
    shown = max(begin, min(start - _BEFORE, end - WINDOW))
    return shown, min(shown + WINDOW, end)


@dataclass(slots=True)
class _Node:
    """A wanted pointer's step, and the wanted steps below it."""

    below: "dict[str | int, _Node]" = field(default_factory=dict)


def find_pointers(text: str, pointers: Iterable[Pointer]) -> _Spans:
    """The start and end offset of each pointer's value and of its member's name, and of parents.

    What is not wanted is skipped by the standard library's C scanner, so that a document of 20 MB
    takes a fraction of a second however many pointers there are. Text that is not JSON gives what
    stands before the mistake. Of a repeated member the last counts, as for every JSON reader.
    """
    root = _Node()
    any_wanted = False
    for pointer in pointers:
        node, any_wanted = root, True
        for step in pointer:
            node = node.below.setdefault(step, _Node())
    finder = _Finder(text)
    if any_wanted:
        try:
            finder.value(root, 1 if text.startswith("\ufeff") else 0, ())
        except (ValueError, RecursionError):
            return finder.spans
    return finder.spans


class _Finder:
    """Walks the wanted part of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: _Spans = {}
        # Numbers stay text: int() refuses more than 4,300 digits. Objects need not be built.
        self.skip = json.JSONDecoder(
            object_pairs_hook=lambda _: None, parse_int=str, parse_float=str, strict=False
        ).raw_decode

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, node: _Node, at: int, pointer: Pointer) -> int:
        """Note the value that begins after `at`; its end."""
        start = self.space(at)
        mark = self.text[start : start + 1]
        if mark:
            self.spans[pointer, "value"] = (start, start + 1)
        if node.below and mark == "{":
            end = self.members(node, start, pointer)
        elif node.below and mark == "[":
            end = self.elements(node, start, pointer)
        else:
            _, end = self.skip(self.text, start)
        self.spans[pointer, "value"] = (start, end)
        return end

    def members(self, node: _Node, start: int, pointer: Pointer) -> int:
        at = self.space(start + 1)
        if self.text[at : at + 1] == "}":
            return at + 1
        while True:
            at = self.space(at)
            name, name_end = self.skip(self.text, at)
            colon = self.space(name_end)
            if type(name) is not str or self.text[colon : colon + 1] != ":":
                raise ValueError(at)
            if (below := node.below.get(name)) is None:
                _, end = self.skip(self.text, self.space(colon + 1))
            else:
                self.spans[(*pointer, name), "key"] = (at, name_end)
                end = self.value(below, colon + 1, (*pointer, name))
            at = self.space(end) + 1
            if (mark := self.text[at - 1 : at]) != ",":
                return self.closed(mark, "}", at)

    def elements(self, node: _Node, start: int, pointer: Pointer) -> int:
        at = self.space(start + 1)
        if self.text[at : at + 1] == "]":
            return at + 1
        index = 0
        while True:
            if (below := node.below.get(index)) is None:
                _, end = self.skip(self.text, self.space(at))
            else:
                end = self.value(below, at, (*pointer, index))
            at = self.space(end) + 1
            index += 1
            if (mark := self.text[at - 1 : at]) != ",":
                return self.closed(mark, "]", at)

    def closed(self, mark: str, expected: str, at: int) -> int:
        if mark != expected:
            raise ValueError(at)
        return at
