"""Everything that keeps a text from being JSON, each mistake once, with a message of its own.

Only called on text that was refused: it may be slow and builds no value. After a mistake the
scanner goes on as if what was meant had been written; it stops where nothing can be guessed.
It has no recursion, so depth is no danger to it.
"""

import re
from dataclasses import dataclass, field

from seedc.diagnostics import Note, Sink, nearest
from seedc.frontend.seed.tokens import Token, tokenize
from seedc.origin import Origin

MAX_DEPTH = 200
"""Levels of lists and objects; far more than 60 entities nested in `__children__`."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\r\n]*)?", re.MULTILINE)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_COLON = re.compile(r"[ \t\n\r]*[:=]")
_LINE_END = re.compile(r"[\n\r]")
_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")
_MEANT = {"none": "null", "nil": "null", "undefined": "null", "yes": "true", "no": "false"}
_CLOSER = {"{": "}", "[": "]"}


class _Stop(Exception):
    """Nothing after this place can be understood."""


@dataclass(slots=True)
class _Frame:
    """An open list or object, or the file itself (`mark` empty).

    `expect` is what may come: `first` or `more` (an element or a name), `colon`, `value`, `next`
    (a comma or the end).
    """

    mark: str
    start: int
    expect: str
    comma: int = -1
    names: dict[str, int] = field(default_factory=dict)


def scan(file: str, text: str, start: int, sink: Sink) -> None:
    """Report every syntax mistake in `text` from `start` on; SD103 to SD123."""
    if marker := _CONFLICT.search(text):
        sink.report(
            "SD123",
            Origin(file, offset=marker.start(), length=len(marker[0])),
            "a merge conflict was left in the file",
            help="choose one of the two sides and remove the lines of the markers",
        )
        return
    scanner = _Scanner(file, text, sink)
    try:
        for token in tokenize(file, text, start, sink):
            scanner.take(token)
        scanner.finish(start)
    except _Stop:
        return


class _Scanner:
    """The state between tokens."""

    def __init__(self, file: str, text: str, sink: Sink) -> None:
        self.file = file
        self.text = text
        self.sink = sink
        self.stack = [_Frame("", 0, "value")]
        self.previous: Token | None = None
        self.swallowing = False

    def take(self, token: Token) -> None:
        if self.swallowing and token.kind in ("string", "bare", "open"):
            if token.kind == "open":
                raise _Stop
            return
        self.swallowing = False
        if token.kind in "{[":
            self._open(token)
        elif token.kind in "}]":
            self._close(token)
        elif token.kind == ",":
            self._comma(token)
        elif token.kind == ":":
            self._colon(token)
        else:
            self._scalar(token)
        self.previous = token

    def finish(self, start: int) -> None:
        """The end of the file."""
        *outer, frame = self.stack
        if frame.mark:
            notes = [Note(f'so is this "{f.mark}"', self._at(f.start)) for f in outer[:0:-1]]
            self._report(
                "SD116",
                self._at(frame.start),
                f'the file ends before this "{frame.mark}" is closed',
                *notes[:3],
                help=f'add the missing "{_CLOSER[frame.mark]}"',
            )
        elif frame.expect == "value" and not self.sink.diagnostics:
            mend = "an empty seed file is written {}"
            self._report("SD103", self._at(start), "the file is empty", help=mend)

    def _at(self, offset: int, length: int = 1) -> Origin:
        return Origin(self.file, offset=offset, length=length)

    def _report(self, code: str, origin: Origin, message: str, *notes: Note, help: str) -> None:
        self.sink.report(code, origin, message, *notes, help=help)

    def _open(self, token: Token) -> None:
        frame = self._ready_for(token)
        if frame.mark == "{" and frame.expect in ("first", "more"):
            self._no_name(token)
        frame.expect = "next"
        self.stack.append(_Frame(token.kind, token.start, "first"))
        if len(self.stack) > MAX_DEPTH + 1:
            message = f"lists and objects are nested deeper than {MAX_DEPTH} levels"
            self._report("SD121", token.on(self.file), message, help="flatten the value")
            raise _Stop

    def _close(self, token: Token) -> None:
        frame = self.stack[-1]
        if not frame.mark:
            message = f'this "{token.kind}" closes nothing'
            self._report("SD116", token.on(self.file), message, help="remove it")
            raise _Stop
        if frame.expect == "more":
            message = f'a comma stands before the closing "{token.kind}"'
            self._report("SD105", self._at(frame.comma), message, help="remove the comma")
        elif frame.expect in ("colon", "value"):
            self._no_value(token)
        if _CLOSER[frame.mark] != token.kind:
            self._wrong_closer(token, frame)
        self.stack.pop()

    def _wrong_closer(self, token: Token, frame: _Frame) -> None:
        """Say so; where the closer fits the list or object around, the inner one lacks its own."""
        expected = _CLOSER[frame.mark]
        self._report(
            "SD116",
            token.on(self.file),
            f'"{expected}" is expected before this "{token.kind}"',
            Note(f'this is the "{frame.mark}" to be closed', self._at(frame.start)),
            help=f'add the missing "{expected}", or write it in place of "{token.kind}"',
        )
        if _CLOSER.get(self.stack[-2].mark) == token.kind:
            self.stack.pop()

    def _comma(self, token: Token) -> None:
        frame = self.stack[-1]
        if not frame.mark:
            self._after_the_end(token)
        if frame.expect in ("first", "more"):
            message = "nothing stands before this comma"
            self._report("SD104", token.on(self.file), message, help="remove the comma")
            return
        if frame.expect in ("colon", "value"):
            self._no_value(token)
        frame.expect, frame.comma = "more", token.start

    def _colon(self, token: Token) -> None:
        frame = self.stack[-1]
        if frame.expect == "colon":
            frame.expect = "value"
            return
        if not frame.mark:
            self._after_the_end(token)
        message, mend = "a colon stands here without a name", "remove it"
        if frame.mark == "[":
            message, mend = "a name with a value stands in a list", 'write {"name": value}'
        self._report("SD104", token.on(self.file), message, help=mend)
        frame.expect = "value"

    def _no_name(self, token: Token) -> None:
        message, mend = "a member's name is expected here", 'write "name": before the value'
        self._report("SD104", self._at(token.start), message, help=mend)

    def _no_value(self, token: Token) -> None:
        message = f'a value is expected before this "{token.kind}"'
        self._report("SD104", token.on(self.file), message, help="write the value, or null")

    def _after_the_end(self, token: Token) -> None:
        if self.stack[0].expect == "value":
            message = f'a file cannot begin with "{token.kind}"'
            self._report("SD104", token.on(self.file), message, help="begin with {")
        else:
            message = "the document has ended, and more text follows"
            mend = "a file holds one document: put all lists into one object"
            self._report("SD117", token.on(self.file), message, help=mend)
        raise _Stop

    def _scalar(self, token: Token) -> None:
        if token.kind == "open":
            self._unterminated(token)
        frame = self.stack[-1]
        if frame.expect == "colon" and token.text.startswith("="):
            sign = self._at(token.start)
            self._report("SD110", sign, "a name is followed by a colon", help='write ":"')
            frame.expect = "value" if token.text in ("=", "=>") else "next"
            return
        if self._is_loose_quote(token, frame):
            return
        frame = self._ready_for(token)
        if frame.mark == "{" and frame.expect in ("first", "more"):
            if token.kind != "whole":
                self._name(token, frame)
                return
            self._no_name(token)
        if token.kind == "bare":
            self._check_bare(token)
        frame.expect = "next"

    def _unterminated(self, token: Token) -> None:
        mend = "close it on the same line; a line break inside a string is written \\n"
        self._report(
            "SD111", token.on(self.file), "the string is not closed on its line", help=mend
        )
        raise _Stop

    def _is_loose_quote(self, token: Token, frame: _Frame) -> bool:
        """A string ends and its text goes on: `"say "hi" there"`. Skip to the next mark."""
        before = self.previous
        if frame.expect not in ("next", "colon") or not frame.mark or before is None:
            return False
        if before.kind != "string" or not self._goes_on(before, token):
            return False
        message = "the string ends at this quote, and text follows it"
        mend = 'a quote inside a string is written \\"'
        self._report("SD122", self._at(before.end - 1), message, help=mend)
        self.swallowing = True
        return True

    def _goes_on(self, before: Token, token: Token) -> bool:
        """Whether `token` touches the string, or is a word that can be neither name nor value."""
        if before.end == token.start:
            return token.kind != "whole"
        if token.kind != "bare" or _is_value(token.text) or _COLON.match(self.text, token.end):
            return False
        return not _LINE_END.search(self.text, before.end, token.start)

    def _ready_for(self, token: Token) -> _Frame:
        """Report what is missing before an element, and expect the element."""
        frame = self.stack[-1]
        after = self.previous.end if self.previous else token.start
        if frame.expect == "next":
            if not frame.mark:
                self._after_the_end(token)
            message = "a comma is missing here"
            self._report("SD109", self._at(after), message, help="write a comma")
            frame.expect = "more"
        elif frame.expect == "colon":
            message = "a colon is missing after the name"
            self._report("SD110", self._at(after), message, help='write "name": value')
            frame.expect = "value"
        return frame

    def _name(self, token: Token, frame: _Frame) -> None:
        name = token.name()
        if token.kind == "bare":
            message = f'the name "{name}" is not in double quotes'
            self._report("SD108", token.on(self.file), message, help=f'write "{name}"')
        if name in frame.names:
            self._report(
                "SD118",
                token.on(self.file),
                f'the member "{name}" stands twice in one object',
                Note("it stands here first", self._at(frame.names[name])),
                help="keep one of them",
            )
        frame.names.setdefault(name, token.start)
        frame.expect = "colon"

    def _check_bare(self, token: Token) -> None:
        text = token.text
        if _is_value(text):
            return
        if text[0] in "+-.0123456789":
            self._report(
                "SD115",
                token.on(self.file),
                f'"{text}" is not a JSON number',
                help=_number_help(text),
            )
            return
        meant = _MEANT.get(text.casefold()) or next(iter(nearest(text, _LITERALS)), None)
        mend = f"write {meant}" if meant else f'a string stands in double quotes: "{text}"'
        self._report("SD114", token.on(self.file), f'"{text}" is not a JSON value', help=mend)


def _is_value(text: str) -> bool:
    return text in _LITERALS or _NUMBER.match(text) is not None


def _number_help(text: str) -> str:
    if re.match(r"[0-9]{4}-[0-9]{2}", text):
        return f'a date is a string: "{text}"'
    plain = text.replace("_", "").lstrip("+")
    if re.fullmatch(r"0+[0-9]+", plain):
        return f'write {plain.lstrip("0") or "0"}, or a string "{text}" to keep the zeros'
    plain = re.sub(r"\A(-?)\.", r"\g<1>0.", re.sub(r"\.\Z", "", plain))
    if _NUMBER.match(plain):
        return f"write {plain}"
    return f'anything but a decimal number is a string: "{text}"'
