"""`SET standard_conforming_strings = off`, as dumps of old servers say: backslashes in plain
strings are escapes then. The splitter and the grammar read them as characters, so that such strings
have to be found, and refused where it matters."""

import re

from seedc.frontend.ddl.splitter import Chunk

_SET = re.compile(
    r"""(?: set \s+ (?:(?:session|local)\s+)? standard_conforming_strings \s* (?:=|\bto\b) \s*
          | select \s+ (?:pg_catalog\.)? set_config \s* \(
            \s* 'standard_conforming_strings' \s* , \s* )
        '? (?P<value>\w+) | (?:reset|discard) \s+ (?:standard_conforming_strings|all) \b""",
    re.VERBOSE | re.IGNORECASE,
)
_OFF = frozenset(["off", "of", "false", "f", "no", "n", "0"])
_TOKEN = re.compile(
    r"""(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*+' | (?P<plain>'[^']*+(?:'|\Z)) | "[^"]*+" | --[^\n]*+
      | /\*.*?\*/ | (?<![\w$])(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)""",
    re.VERBOSE | re.DOTALL,
)


def escapes_after(chunk: Chunk, before: bool) -> bool:
    """Whether plain strings hold escapes after that statement, given whether they did before it."""
    match = _SET.match(chunk.text) if chunk.kind == "sql" else None
    if match is None:
        return before
    return (match["value"] or "on").lower() in _OFF


def escape(text: str, *, closing: bool) -> int | None:
    """Where in a statement (characters) the first plain string with a backslash begins, or None.
    With `closing`, only one whose end another reading would put elsewhere."""
    if "\\" not in text:
        return None
    for match in _TOKEN.finditer(text):
        plain = match["plain"]
        if plain is not None and (_open(plain) if closing else "\\" in plain):
            return match.start()
    return None


def _open(plain: str) -> bool:
    """Whether backslashes make the last quote of a string a part of it."""
    inside = plain.removesuffix("'")
    return bool((len(inside) - len(inside.rstrip("\\"))) % 2)
