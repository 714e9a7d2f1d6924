"""Diagnostics as people, programs and GitHub read them. Nothing is printed here, and none raises.

`render_json` gives a list of objects, sorted, whose members are stable:

- `code` (string, `SD204`), `severity` (`error` or `warning`), `message` (string)
- `file` (string, relative to the project; empty where no file is meant)
- `line`, `column` (integers from 1 in characters; both 0 where the file as a whole is meant)
- `notes`: a list of objects with `text`, and `file`, `line`, `column` (null where it has no place)
- `help` (string or null)
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from seedc.codes import CODES
from seedc.diagnostics import Diagnostic, Note
from seedc.locate import locate
from seedc.origin import Location, Origin

Read: TypeAlias = Callable[[str], str | None]
"""A file's text as `locate.decode_text` gives it, or None where there is no such file."""

_Locations: TypeAlias = Mapping[Origin, Location]

# What would break a line, move the cursor, reorder text, or be invisible, and half characters.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# The password in a URL: what shows a line of the settings shows it to a build's public log as well.
_SECRET = re.compile(r"""(://[^\s:/@"']*:)([^\s@"']+)(?=@)""")
_COLORS = {
    "error": "1;31",
    "warning": "1;33",
    "note": "36",
    "help": "32",
    "place": "1",
    "bar": "34",
}
_GUTTER = 5


def render_text(diagnostics: Iterable[Diagnostic], read: Read, *, color: bool = False) -> str:
    """Each diagnostic with its line, caret, notes and help; at the end how many there are.

    Empty where there are none; otherwise ends with a line break.
    """
    ordered, places = _prepare(diagnostics, read)
    if not ordered:
        return ""
    paint = _paint if color else _plain
    blocks = [_block(d, places, paint) for d in ordered]
    return "\n".join([*blocks, _count(ordered) + "\n"])


def render_json(diagnostics: Iterable[Diagnostic], read: Read) -> str:
    """A JSON list of objects, as the module says; ends with a line break."""
    ordered, places = _prepare(diagnostics, read)
    items = [
        {
            "code": d.code,
            "severity": d.severity,
            "file": d.origin.file,
            "line": places[d.origin].line,
            "column": places[d.origin].column,
            "message": masked(d.message),
            "notes": [_note_object(note, places) for note in d.notes],
            "help": d.help,
        }
        for d in ordered
    ]
    return _HIDDEN.sub(_json_escape, json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def render_github(diagnostics: Iterable[Diagnostic], read: Read) -> str:
    """One workflow command a diagnostic, for annotations on a pull request.

    Format and escapes: GitHub's "Workflow commands for GitHub Actions" and `command.ts` of
    actions/toolkit.
    """
    ordered, places = _prepare(diagnostics, read)
    return "".join(_command(d, places) for d in ordered)


def sorted_diagnostics(diagnostics: Iterable[Diagnostic], read: Read) -> list[Diagnostic]:
    """By file, line, column and code; then by message, so that the order is always the same."""
    return _prepare(diagnostics, read)[0]


def _prepare(diagnostics: Iterable[Diagnostic], read: Read) -> tuple[list[Diagnostic], _Locations]:
    given = list(diagnostics)
    noted = (note.origin for d in given for note in d.notes if note.origin is not None)
    places = locate([*(d.origin for d in given), *noted], read)

    def order(d: Diagnostic) -> tuple[str, int, int, str, str]:
        place = places[d.origin]
        return d.origin.file, place.line, place.column, d.code, d.message

    return sorted(given, key=order), places


_Paint: TypeAlias = Callable[[str, str], str]


def _paint(role: str, text: str) -> str:
    return f"\x1b[{_COLORS[role]}m{text}\x1b[0m"


def _plain(role: str, text: str) -> str:
    return text


def _block(d: Diagnostic, places: _Locations, paint: _Paint) -> str:
    place = _place(d.origin, places[d.origin])
    head = paint(d.severity, f"{d.severity}[{d.code}]") + ": " + visible(masked(d.message))
    lines = [paint("place", place + ":") + " " + head if place else head]
    lines += _excerpt(places[d.origin], paint, d.severity)
    lines += [_remark("note", _note_text(note, places), paint) for note in d.notes]
    if d.help:
        lines.append(_remark("help", d.help, paint))
    return "\n".join(lines) + "\n"


def _place(origin: Origin, location: Location) -> str:
    """`file:line:column`, or the file alone."""
    if not location.line:
        return visible(origin.file)
    return f"{visible(origin.file)}:{location.line}:{location.column}"


def _excerpt(location: Location, paint: _Paint, severity: str) -> list[str]:
    if not location.line:
        return []
    excerpt = masked(location.excerpt)
    before = visible(excerpt[: location.caret])
    marked = visible(excerpt[location.caret : location.caret + location.width])
    after = visible(excerpt[location.caret + location.width :])
    number = f"{location.line:>{_GUTTER}} |"
    bar = " " * (len(number) - 1) + "|"
    caret = " " * columns(before) + paint(severity, "^" * max(1, columns(marked)))
    code = f" {before}{marked}{after}".rstrip()
    return [paint("bar", number) + code, f"{paint('bar', bar)} {caret}"]


def _remark(word: str, text: str, paint: _Paint) -> str:
    """A note or a help; further lines stand under the first."""
    first, *more = text.split("\n")
    indent = "\n" + " " * (len(word) + 4)
    return f"  {paint(word, word + ':')} " + indent.join(map(visible, [first, *more]))


def _note_text(note: Note, places: _Locations) -> str:
    if note.origin is None:
        return note.text
    location = places[note.origin]
    file = note.origin.file
    place = f"{file}:{location.line}" if location.line else file
    return f"{note.text} ({place})" if place else note.text


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    """`3 errors, 1 warning`."""
    numbers = {s: sum(d.severity == s for d in diagnostics) for s in ("error", "warning")}
    parts = (f"{n} {severity}{'s' * (n != 1)}" for severity, n in numbers.items() if n)
    return ", ".join(parts)


def _note_object(note: Note, places: _Locations) -> dict[str, str | int | None]:
    if note.origin is None:
        return {"text": note.text, "file": None, "line": None, "column": None}
    location = places[note.origin]
    return {
        "text": note.text,
        "file": note.origin.file,
        "line": location.line,
        "column": location.column,
    }


def _command(d: Diagnostic, places: _Locations) -> str:
    location = places[d.origin]
    properties = {"file": d.origin.file} if d.origin.file else {}
    if location.line:
        properties |= {"line": str(location.line), "col": str(location.column)}
    properties["title"] = f"{d.code}: {CODES[d.code].title}" if d.code in CODES else d.code
    details = [f"note: {_note_text(note, places)}" for note in d.notes]
    details += [f"help: {d.help}"] if d.help else []
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = _data("\n".join(_sound(part) for part in (masked(d.message), *details)))
    return f"::{d.severity} {listed}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _sound(text: str) -> str:
    """Hidden characters escaped, line breaks kept."""
    return "\n".join(visible(line) for line in text.split("\n"))


def visible(text: str) -> str:
    """`text` with control, bidirectional and invisible characters as `\\u202e`."""
    return _HIDDEN.sub(_escape, text)


def masked(text: str) -> str:
    """`text` with the password of every URL in it as stars, as many as it has characters."""
    if "://" not in text:
        return text
    return _SECRET.sub(lambda match: match[1] + "*" * len(match[2]), text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _json_escape(match: re.Match[str]) -> str:
    """The layout's own line breaks stay; everything else that is hidden stands in a string."""
    return "\n" if match.group() == "\n" else _escape(match)


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: wide characters two, combining ones none.

    Unicode Standard Annex 11 (East Asian Width), as far as the standard library's tables go.
    """
    if text.isascii():
        return len(text)
    return sum(_char_columns(char) for char in text)


def _char_columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
