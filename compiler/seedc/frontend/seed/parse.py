"""JSON bytes to `JsonValue`, every number with its text, every mistake with its place.

The standard library's C scanner reads; only when something is wrong does `syntax.scan` go over the
text again, slowly, to say what and where. What comes out holds no duplicate member, no U+0000, no
lone surrogate, and is at most MAX_DEPTH levels deep, so that recursion over it is safe.
"""

import json
import re
from dataclasses import dataclass, replace
from typing import cast

from seedc.diagnostics import Diagnostic, Note, Sink
from seedc.frontend.seed.syntax import MAX_DEPTH, scan
from seedc.jsonvalue import JsonValue, Number
from seedc.origin import Origin

BOM = "\ufeff"
_SAME_CODE_LIMIT = 25  # a file in the wrong dialect makes one mistake thousands of times
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# Only these escapes can be refused; a file without them is not looked at twice.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u(?P<refused>0000|[dD][89a-fA-F]..)|.)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document. `sound` is false where something was reported that did not stop the parser."""

    value: JsonValue
    sound: bool


def parse_document(file: str, data: bytes, sink: Sink) -> dict[str, JsonValue] | None:
    """The JSON object that `data` is, or None after reporting everything that is wrong.

    Reports SD101 to SD125. NaN, Infinity and -Infinity are accepted as Numbers.
    """
    parsed = parse(file, data, sink)
    if parsed is None:
        return None
    members = top_level(file, parsed.value, sink)
    return members if parsed.sound else None


def parse(file: str, data: bytes, sink: Sink) -> Parsed | None:
    """The document, whatever its top level is; None where no value could be made of it."""
    before = len(sink.diagnostics)
    text = _decode(file, data, sink)
    if text is None:
        return None
    result = _load(text.removeprefix(BOM))
    if result is None or not result.sound or _has_refused_escape(text):
        sink.diagnostics.extend(_mistakes(file, text))
    if result is None:
        return None
    return Parsed(result.value, sound=len(sink.diagnostics) == before)


def top_level(file: str, value: JsonValue, sink: Sink) -> dict[str, JsonValue] | None:
    """`value` where it is an object; anything else is SD125."""
    if type(value) is dict:
        return value
    sink.report(
        "SD125",
        Origin(file, ()),
        f"the top level is {kind(value)}, not an object",
        help='a seed file is an object of lists: {"Vendors": [ … ]}',
    )
    return None


def kind(value: JsonValue) -> str:
    """What a JSON value is, in words: `a number`, `an object`, `null`."""
    if value is None:
        return "null"
    words = {bool: "a boolean", Number: "a number", str: "a string", list: "a list"}
    return words.get(type(value), "an object")


def _load(text: str) -> Parsed | None:
    """The value by the C scanner, unsound where a member is repeated; None where it cannot."""
    repeated = False

    def members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        nonlocal repeated
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated = True
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=members, parse_int=Number, parse_float=Number, parse_constant=Number
    )
    try:
        value: JsonValue = decoder.decode(text)
    except (ValueError, RecursionError):
        return None
    brackets = text.count("[") + text.count("{")
    return None if _too_deep(value, brackets) else Parsed(value, sound=not repeated)


def _too_deep(value: JsonValue, brackets: int) -> bool:
    """Whether containers nest deeper than MAX_DEPTH, level by level and so without recursion.

    The text has `brackets` opening ones, so where as many containers were met there are no more:
    the values of a hundred thousand plain entities need not be looked at.
    """
    level: list[JsonValue] = [value] if type(value) is dict or type(value) is list else []
    for _ in range(MAX_DEPTH):
        brackets -= len(level)
        if brackets <= 0:
            return False
        level = [
            child
            for parent in level
            for child in (
                parent.values() if type(parent) is dict else cast("list[JsonValue]", parent)
            )
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _has_refused_escape(text: str) -> bool:
    if not _SUSPECT.search(text):
        return False
    return any(match["refused"] for match in _ESCAPE.finditer(text))


def _decode(file: str, data: bytes, sink: Sink) -> str | None:
    """The text, bad bytes as U+FFFD and reported; None where it is another encoding altogether."""
    if data.startswith(_UTF16) or b"\x00" in data[:4]:
        sink.report(
            "SD101",
            Origin(file, offset=0),
            "the file is not UTF-8 but UTF-16 or UTF-32",
            help="save the file as UTF-8 without a byte order mark",
        )
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        found = Sink()
        _report_bad_bytes(file, data, found)
        sink.diagnostics.extend(_shortened(found.diagnostics))
        text = data.decode(errors="replace")
    if text.startswith(BOM):
        sink.report(
            "SD102",
            Origin(file, offset=0, length=1),
            "the file begins with a byte order mark",
            help="save the file as UTF-8 without BOM",
        )
    return text


def _report_bad_bytes(file: str, data: bytes, sink: Sink) -> None:
    """One SD101 for each sequence that the decoder replaces by one U+FFFD."""
    at = characters = 0
    while at < len(data):
        try:
            data[at:].decode()
        except UnicodeDecodeError as error:
            characters += len(data[at : at + error.start].decode())
            bad = data[at + error.start]
            sink.report(
                "SD101",
                Origin(file, offset=characters, length=1),
                f"byte 0x{bad:02X} is not valid UTF-8 here",
                help=_as_windows(bad),
            )
            characters += 1
            at += error.end
            if len(sink.diagnostics) > _SAME_CODE_LIMIT:
                return
        else:
            return


def _as_windows(byte: int) -> str:
    meant = bytes([byte]).decode("cp1252", "replace")
    if not meant.isprintable() or meant == "\ufffd":
        return "save the file as UTF-8"
    return f'save the file as UTF-8; in Windows-1252 this byte is "{meant}"'


def _mistakes(file: str, text: str) -> list[Diagnostic]:
    """What `scan` finds, and never nothing: the C scanner has refused this text."""
    found = Sink()
    scan(file, text, 1 if text.startswith(BOM) else 0, found)
    if not found.diagnostics:
        found.report("SD104", Origin(file, offset=0), "the file is not JSON that can be read")
    return _shortened(found.diagnostics)


def _shortened(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """At most _SAME_CODE_LIMIT of each code; the last of them says that there are more."""
    seen: dict[str, int] = {}
    for diagnostic in diagnostics:
        seen[diagnostic.code] = seen.get(diagnostic.code, 0) + 1
    kept: list[Diagnostic] = []
    used = dict.fromkeys(seen, 0)
    for diagnostic in diagnostics:
        used[diagnostic.code] += 1
        if used[diagnostic.code] < _SAME_CODE_LIMIT:
            kept.append(diagnostic)
        elif used[diagnostic.code] == _SAME_CODE_LIMIT:
            more = seen[diagnostic.code] - _SAME_CODE_LIMIT
            note = (Note("there are more of these in the file, not shown"),) if more else ()
            kept.append(replace(diagnostic, notes=diagnostic.notes + note))
    return kept
