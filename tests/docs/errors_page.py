"""docs/errors.md, made from the registry of codes."""

import re

from seedc.codes import CODES, Code

_HEAD = """# Errors

Every code that seedc reports, as `seedc explain CODE` prints it. This page is made from the
registry in `compiler/seedc/codes/`; `pytest --golden tests/docs` writes it.
"""
_FAMILIES = {
    "SD0": "project and settings",
    "SD1": "files, JSON and the shape of the contract",
    "SD2": "names, keys and references",
    "SD3": "values",
    "SD4": "schema",
    "SD5": "ids, uniqueness, policies and order",
    "SD6": "applying, guards and servers",
    "SD7": "volume",
}
# A word with a character that Markdown would take for its own.
_SPECIAL = re.compile(r"[^\s\"(),;]*(?:[\\*<>]|__)[^\s\"(),;]*(?<![.:])")


def errors_page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for family, words in _FAMILIES.items():
        parts.append(f"\n## {family}xx: {words}\n")
        parts += [_entry(code) for name, code in sorted(CODES.items()) if name.startswith(family)]
    return "".join(parts)


def _entry(code: Code) -> str:
    return f"\n### {code.code}\n\n**{_escaped(code.title)}**\n\n{_body(code.explanation)}\n"


def _body(explanation: str) -> str:
    """Paragraphs as prose, indented lines as a fenced block."""
    groups: list[tuple[bool, list[str]]] = []
    for line in explanation.strip("\n").split("\n"):
        code = line.startswith("  ") if line else bool(groups and groups[-1][0])
        if not groups or groups[-1][0] != code:
            groups.append((code, []))
        groups[-1][1].append(line)
    parts = [_fenced(lines) if code else _prose(lines) for code, lines in groups]
    return "\n\n".join(part for part in parts if part)


def _prose(lines: list[str]) -> str:
    return _escaped("\n".join(lines).strip("\n"))


def _fenced(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n").split("\n")
    indent = min(len(line) - len(line.lstrip(" ")) for line in text if line)
    return "\n".join(["```text", *[line[indent:].rstrip() for line in text], "```"])


def _escaped(text: str) -> str:
    """Prose in which no character is Markdown's: a word that has one stands as code."""
    assert "`" not in text
    return _SPECIAL.sub(lambda m: f"`{m[0]}`", text)
