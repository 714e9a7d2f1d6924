"""Text that is almost JSON to tokens with places, for error messages only; nothing is refused.

Comments, wrong quotes, control characters and bad escapes are reported here, and the token goes on
as what was meant, so that the grammar in `syntax` can look for further mistakes.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedc.diagnostics import Sink
from seedc.origin import Origin

_TOKEN = re.compile(
    r"""(?P<space>[ \t\n\r]+)
    |(?P<comment>//[^\n\r]*|\#[^\n\r]*|/\*.*?(?:\*/|\Z))
    |(?P<string>"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*")
    |(?P<quoted>'[^'\\\n\r]*(?:\\[^\n\r][^'\\\n\r]*)*'|‘[^’\n\r]*’|“[^”\n\r]*”|`[^`\n\r]*`)
    |(?P<open>["'][^\n\r]*)
    |(?P<mark>[\[\]{}:,])
    |(?P<bare>(?:(?!//|/\*)[^\s\x00-\x1f\[\]{}:,"'`\#‘“\ufeff])+)
    |(?P<odd>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|u|.)")
_CONTROL = re.compile(r"[\x00-\x1f]")
_HIGH = re.compile(r"\\u[dD][89abAB]")
_LOW = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_NO_TOKENS = ("space", "comment", "odd")
# A sound object is skipped whole where it cannot be part of nesting too deep (syntax.MAX_DEPTH).
_SKIP_BELOW = 100
_SKIP_OPENED = 50
_NO_ZERO = "U+0000 cannot be stored: PostgreSQL's text has no such character"
_NAMED = {"\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _refuse_repeated(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise ValueError(pairs)


# int() is avoided because it refuses more than 4,300 digits.
_SOUND = json.JSONDecoder(object_pairs_hook=_refuse_repeated, parse_int=str, parse_float=str)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is `string`, `bare`, `open` (a quote that its line does not close) or a mark itself.

    A string in wrong quotes is a `string`; an object without a mistake may come as one `whole`.
    `text` is always as written.
    """

    kind: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after the token."""
        return self.start + len(self.text)

    def on(self, file: str) -> Origin:
        """The token as a place."""
        return Origin(file, offset=self.start, length=len(self.text))

    def name(self) -> str:
        """What the token says as a member's name: the decoded string, or the text."""
        if self.text.startswith('"'):
            try:
                return str(json.loads(self.text, strict=False))
            except ValueError:
                return self.text[1:-1]
        return self.text[1:-1] if self.kind == "string" else self.text


def tokenize(file: str, text: str, start: int, sink: Sink) -> Iterator[Token]:
    """The tokens of `text` from `start` on, without spaces and comments."""
    at, depth = start, 0
    while match := _TOKEN.match(text, at):
        group, found = str(match.lastgroup), match.group()
        token = Token(found if group == "mark" else group, at, found)
        if found == "{" and depth < _SKIP_BELOW and (end := _whole(text, at)):
            token = Token("whole", at, text[at:end])
        depth += (token.kind in "{[") - (token.kind in "}]")
        at = token.end
        if group == "quoted":
            _report_quotes(file, token, sink)
            token = replace(token, kind="string")
        elif group == "string":
            _check_string(file, token.start, found, sink)
        elif group == "comment":
            sink.report("SD106", token.on(file), "JSON has no comments", help="remove the comment")
        elif group == "odd":
            _report_odd(file, token, sink)
        if group not in _NO_TOKENS:
            yield token


def _whole(text: str, at: int) -> int:
    """The end of the flat enough, sound object at `at`, found at the C scanner's speed, or 0."""
    try:
        _, end = _SOUND.raw_decode(text, at)
    except (ValueError, RecursionError):
        return 0
    opened = text.count("{", at, end) + text.count("[", at, end)
    return 0 if opened > _SKIP_OPENED or _SUSPECT.search(text, at, end) else end


def _report_odd(file: str, token: Token, sink: Sink) -> None:
    name = unicodedata.name(token.text, "a control character")
    message = f"the character U+{ord(token.text):04X} ({name}) cannot stand here"
    sink.report("SD104", token.on(file), message, help="remove it")


def _report_quotes(file: str, token: Token, sink: Sink) -> None:
    text = token.text
    meant = json.dumps(text[1:-1].replace("\\'", "'"), ensure_ascii=False)
    message = f"a string stands in {text[0]}…{text[-1]}"
    sink.report("SD107", token.on(file), message, help=f"write {meant}")


def _check_string(file: str, start: int, text: str, sink: Sink) -> None:
    for match in _CONTROL.finditer(text):
        char, origin = match.group(), Origin(file, offset=start + match.start(), length=1)
        if char == "\0":
            sink.report("SD120", origin, _NO_ZERO, help="remove it")
            continue
        sink.report(
            "SD112",
            origin,
            f"the control character U+{ord(char):04X} stands in a string as it is",
            help=f"write it as {_NAMED.get(char, f'{chr(92)}u{ord(char):04x}')}",
        )
    if "\\" in text:
        _check_escapes(file, start, text, sink)


def _check_escapes(file: str, start: int, text: str, sink: Sink) -> None:
    after_pair = -1
    for match in _ESCAPE.finditer(text):
        escape, at = match.group(), match.start()
        origin = Origin(file, offset=start + at, length=len(escape))
        if at < after_pair:
            continue
        if escape[1] not in '"\\/bfnrtu' or escape == "\\u":
            _report_escape(origin, escape, sink)
        elif escape == "\\u0000":
            sink.report("SD120", origin, _NO_ZERO, help="remove it")
        elif _HIGH.match(escape) and _LOW.match(text, match.end()):
            after_pair = match.end() + 1
        elif _HIGH.match(escape) or _LOW.match(escape):
            message = f"{escape} is half of a surrogate pair, without its other half"
            sink.report("SD119", origin, message, help="write the character itself")


def _report_escape(origin: Origin, escape: str, sink: Sink) -> None:
    if escape == "\\u":
        message = "\\u takes four hexadecimal digits"
        sink.report("SD113", origin, message, help="write four, as in \\u00e9")
        return
    message = f"JSON has no escape {escape}"
    mend = "write ' alone" if escape[1] == "'" else "a backslash is written \\\\"
    sink.report("SD113", origin, message, help=mend)
