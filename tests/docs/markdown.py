"""Markdown as far as the documents use it: fenced blocks and their marks, headings, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "compiler" / "ARCHITECTURE.md",
    *sorted((ROOT / "docs").glob("*.md")),
)

_BLOCK = re.compile(r"(?:^<!-- (.+?) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the comment on the line before it, its language, its text and where in the
    page the text lies."""

    mark: str
    language: str
    text: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(m[1] or "", m[2], m[3], m.start(3), m.end(3)) for m in _BLOCK.finditer(page)]


def replaced(page: str, texts: list[tuple[Block, str]]) -> str:
    """The page with other texts in some blocks."""
    for block, text in sorted(texts, key=lambda pair: -pair[0].start):
        page = page[: block.start] + text + page[block.end :]
    return page


def prose(page: str) -> str:
    """The page without its fenced blocks."""
    return _BLOCK.sub("", page)


def anchors(page: str) -> set[str]:
    """The anchors that GitHub gives the headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(prose(page))
    }


def links(page: str) -> Iterator[str]:
    """The targets of the links."""
    yield from _LINK.findall(prose(page))


def sections(page: str) -> dict[str, str]:
    """What stands under each heading, up to the next heading of any level."""
    parts = re.split(r"^#+ (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
