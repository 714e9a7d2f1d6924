"""Cuts a script into statements, COPY blocks and backslash commands, the way psql reads it.

The rules are those of psql's scanner (src/fe_utils/psqlscan.l): a semicolon ends a statement unless
it stands in quotes, a comment, a dollar-quoted string, the `BEGIN ATOMIC` body of a routine or the
parentheses of a CREATE RULE. Unlike psql, parentheses hide a semicolon only in CREATE RULE, so that
one unbalanced parenthesis costs one statement and not the rest of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chunk:
    """One thing psql would act on, or a migration's way back (`down`, `unclear`: sections.py).

    `text` is the statement without its semicolon (a `sql` or `copy` chunk) or the whole command
    with the statement that it sends, if any (`meta`: `\\set x 1`, `SELECT 1 AS a \\gset`). It
    begins at its first token; `offset` (characters) and `line` (from 1) are that token's place.
    `data` are the raw lines of a COPY from stdin without the closing `\\.`. `comment` holds the
    comment lines directly above, as written.
    """

    kind: Literal["sql", "copy", "meta", "down", "unclear"]
    text: str
    offset: int
    line: int
    data: str = ""
    comment: str = ""


# Everything that cannot end a statement, in one match: a script of 15 MB is some hundred thousand
# matches instead of millions of tokens.
_RUN = re.compile(
    r"""(?: [^'"$;\\/\-]++
          | (?<![eE])' [^']*+ '
          | (?<=[eE])(?<![\w$][eE])' (?: [^'\\]++ | \\. | '' )*+ '
          | (?<=[\w$][eE])' [^']*+ '
          | " [^"]*+ "
          | -(?!-) | --[^\n]*+ | /(?!\*)
        )*+""",
    re.VERBOSE | re.DOTALL,
)
_BLANK = re.compile(r"(?:[\s\ufeff]++|--[^\n]*+)*+")
_BLOCK_COMMENT = re.compile(r"/\*|\*/")
_DOLLAR_TAG = re.compile(r"(?<![\w$])\$(?:[^\W\d]\w*)?\$")
_NESTING_HEAD = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:(?P<rule>rule)|function|procedure)\b", re.IGNORECASE
)
_ATOMIC = re.compile(r"begin\s+atomic", re.IGNORECASE)
_NESTING = re.compile(
    r"""(?<![\w$])[eE]'(?:[^'\\]|\\.|'')*+' | '[^']*+' | "[^"]*+" | --[^\n]*+ | /\*.*?\*/
      | (?<![\w$])(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)
      | (?P<paren>[()]) | (?<![\w$])(?P<word>begin\s+atomic|case|end)(?![\w$])""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_COPY_HEAD = re.compile(r"\\?copy\b", re.IGNORECASE)
_FROM_STDIN = re.compile(r"\bfrom\s+p?stdin\b", re.IGNORECASE)
_END_OF_DATA = re.compile(r"^\\\.\r?$", re.MULTILINE)


def split(text: str) -> Iterator[Chunk]:
    """The chunks of a script in order; empty statements are left out.

    Never fails: what is not closed (a quote, a comment, COPY data) runs to the end of the text.
    """
    position, counted, line = 0, 0, 1
    while (start := _skip_blank(text, floor := position)) < len(text):
        line += text.count("\n", counted, start)
        counted = start
        if text[start] == ";":
            position = start + 1
            continue
        stop = _statement_end(text, start)
        if text.startswith("\\", stop):
            line_end = _line_end(text, stop)
            kind: Literal["sql", "copy", "meta"] = "meta"
            body, position = text[start:line_end].rstrip(), line_end
        else:
            kind, body, position = "sql", text[start:stop].rstrip(), stop + 1
        comment = _comment(text, floor, start)
        data = ""
        if _COPY_HEAD.match(body) and _FROM_STDIN.search(body):
            data, position = _copy_data(text, position)
            kind = "meta" if kind == "meta" else "copy"
        yield Chunk(kind, body, start, line, data, comment)


def _skip_blank(text: str, position: int) -> int:
    """The offset of the next token: past white space, a byte order mark and comments. A comment
    that is never closed is a token, for the grammar to refuse: it hides the rest of the file."""
    while True:
        match = _BLANK.match(text, position)
        position = match.end() if match else position
        if not text.startswith("/*", position):
            return position
        close = _close_of_comment(text, position)
        if close is None:
            return position
        position = close


def _close_of_comment(text: str, position: int) -> int | None:
    """The offset after the comment that opens at `position`, if it ends; comments nest."""
    depth = 0
    for match in _BLOCK_COMMENT.finditer(text, position):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return match.end()
    return None


def _statement_end(text: str, start: int) -> int:
    """The offset of the semicolon or backslash that ends the statement at `start`."""
    head = _NESTING_HEAD.match(text, start)
    stop = _next_stop(text, start)
    if head is None:
        return stop
    depth, position = 0, start
    while text.startswith(";", stop):
        depth = _nesting(text, position, stop, depth, rule=head.group("rule") is not None)
        if depth <= 0:
            return stop
        position, stop = stop + 1, _next_stop(text, stop + 1)
    return stop


def _next_stop(text: str, position: int) -> int:
    """The offset of the next semicolon or backslash outside quotes, or the text's length."""
    size = len(text)
    while True:
        match = _RUN.match(text, position)
        position = match.end() if match else position
        if position >= size:
            return size
        match text[position]:
            case ";" | "\\":
                return position
            case "/":
                position = _close_of_comment(text, position) or size
            case "$":
                position = _skip_dollar(text, position)
            case _:
                return size


def _skip_dollar(text: str, position: int) -> int:
    """The offset after a dollar-quoted string, or after a dollar sign that opens none."""
    tag = _DOLLAR_TAG.match(text, position)
    if tag is None:
        return position + 1
    close = text.find(tag.group(), tag.end())
    return len(text) if close < 0 else close + len(tag.group())


def _nesting(text: str, start: int, stop: int, depth: int, *, rule: bool) -> int:
    """How many parentheses (of a rule) or BEGIN ATOMIC and CASE (of a routine) are open."""
    for match in _NESTING.finditer(text, start, stop):
        if rule:
            if paren := match.group("paren"):
                depth += 1 if paren == "(" else -1
        elif word := match.group("word"):
            if word.lower() == "end":
                depth -= depth > 0
            elif depth or _ATOMIC.match(word):
                depth += 1
    return depth


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _copy_data(text: str, position: int) -> tuple[str, int]:
    """The raw data lines after a COPY command and the offset behind their `\\.` line."""
    begin = min(_line_end(text, position) + 1, len(text))
    end = _END_OF_DATA.search(text, begin)
    if end is None:
        return text[begin:], len(text)
    return text[begin : end.start()], end.end()


def _comment(text: str, floor: int, start: int) -> str:
    """The comment lines between `floor` and `start` that touch the statement's own line."""
    end = text.rfind("\n", floor, start)
    if text[end + 1 : start].strip():
        return ""
    lines: list[str] = []
    while end >= floor:
        begin = text.rfind("\n", floor, end) + 1
        line = text[begin or floor : end].strip()
        if not line.startswith("--") or (begin == 0 < floor):
            break
        lines.append(line)
        end = begin - 1
    return "\n".join(reversed(lines))
