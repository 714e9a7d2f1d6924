"""The shape of a DO block: its statements, its IFs and its inner blocks, by their words alone.

Only what can be told without PL/pgSQL's grammar. What has another shape is None to the caller.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SYMBOL = re.compile(
    r"""(?P<hidden>--[^\n]*+ | /\*.*?\*/)
      | (?<![\w$])[eE]'(?:[^'\\]|\\.|'')*+' | '[^']*+' | "[^"]*+"
      | (?<![\w$])(?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)
      | (?P<word>[^\W\d]\w*) | (?P<mark>[;]) | \S""",
    re.VERBOSE | re.DOTALL,
)
_STARTERS = frozenset([";", "then", "else", "begin", "loop"])
_IF = re.compile(
    r"if\s+(?P<condition>.*?)\s+then\b(?P<body>.*)\bend\s+if\s*\Z", re.DOTALL | re.IGNORECASE
)
_BLOCK = re.compile(r"(?:declare\b.*?)??\bbegin\b(?P<body>.*)\bend\s*\Z", re.DOTALL | re.IGNORECASE)
_HANDLER = re.compile(
    r"exception\s+when\s+(?P<when>[\w\s]+?)\s+then\b(?P<handler>.*)\Z", re.DOTALL | re.IGNORECASE
)
_EXCEPTION = re.compile(r"exception\s+when\b", re.IGNORECASE)
_ELSE = re.compile(r"\bels(?:e|e?if)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, or the statements of an IF or an inner block; offsets count from the body.

    `condition` is that of an IF; `handler` the conditions of an EXCEPTION and `rescue` its code.
    """

    text: str
    offset: int
    condition: str = ""
    handler: str = ""
    inner: tuple["Step", ...] = ()
    rescue: str = ""
    rescued: int = 0
    """Where `rescue` begins."""


def steps(body: str, offset: int = 0) -> tuple[Step, ...] | None:
    """The steps of a block, `BEGIN … END`; None where it has a shape of another kind."""
    block = _BLOCK.fullmatch(body.strip().removesuffix(";"))
    if block is None:
        return None
    lead = len(body) - len(body.lstrip())
    inside, start = block.group("body"), offset + lead + block.start("body")
    found = next((at for at, _ in _statements(inside) if _EXCEPTION.match(inside, at)), None)
    if found is None:
        return _sequence(inside, start)
    handler = _HANDLER.fullmatch(inside[found:])
    inner = _sequence(inside[:found], start)
    if inner is None or handler is None:
        return None
    return (
        Step(
            inside[:found],
            start,
            handler=handler.group("when").lower(),
            inner=inner,
            rescue=handler.group("handler"),
            rescued=start + found + handler.start("handler"),
        ),
    )


def statements(text: str, offset: int = 0) -> tuple[Step, ...] | None:
    """The steps of code without a BEGIN of its own; None where it has a shape of another kind."""
    return _sequence(text, offset)


def _sequence(text: str, offset: int) -> tuple[Step, ...] | None:
    result: list[Step] = []
    for begin, end in _statements(text):
        step = _step(text[begin:end], offset + begin)
        if step is None:
            return None
        result.extend(step)
    return tuple(result)


def _step(text: str, offset: int) -> tuple[Step, ...] | None:
    word = text.split(None, 1)[0].lower()
    if word in {"begin", "declare"}:
        return steps(text, offset)
    if word != "if":
        return (Step(text, offset),)
    match = _IF.fullmatch(text)
    if match is None or _ELSE.search(match.group("body")):
        return None
    inner = _sequence(match.group("body"), offset + match.start("body"))
    if inner is None:
        return None
    return (Step(text, offset, condition=match.group("condition"), inner=inner),)


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """The statements between semicolons that no IF, CASE, LOOP or BEGIN holds."""
    depth, start, before = 0, -1, ";"
    for match in _SYMBOL.finditer(text):
        if match.lastgroup == "hidden":
            continue
        symbol = match.group().lower()
        if symbol == ";" and depth == 0:
            if start >= 0:
                yield start, match.start()
            start, before = -1, symbol
            continue
        start = match.start() if start < 0 else start
        if before != "end":
            opens = symbol in {"if", "begin"} and before in _STARTERS
            depth += opens or symbol in {"case", "loop"}
            depth -= symbol == "end"
        before = symbol
    if start >= 0:
        yield start, len(text.rstrip())
