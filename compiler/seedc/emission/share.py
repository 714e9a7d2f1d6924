"""Files shared out to several machines: each writes its own, and all of them together are what one
machine would write, to the byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

_File = TypeVar("_File")
MOST = 9_999


@dataclass(frozen=True, slots=True)
class Share:
    """The `place`-th of `of` equal shares; places count from 1. Raises ValueError for others."""

    place: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.place <= self.of <= MOST:
            raise ValueError(f"{self} is no share: K/N has K from 1 to N, and N up to {MOST}")

    def __str__(self) -> str:
        return f"{self.place}/{self.of}"

    @property
    def tag(self) -> str:
        """What a folder of the share has in its name: `.3-of-16`."""
        return f".{self.place}-of-{self.of}"

    def taken(self, files: Sequence[_File]) -> list[_File]:
        """Every `of`-th file, so that a large table's are spread over all shares."""
        return list(files[self.place - 1 :: self.of])


def parsed(text: str) -> Share:
    """`3/16`. Raises ValueError."""
    place, slash, of = text.partition("/")
    if not slash or not all(part.isascii() and part.isdigit() for part in (place, of)):
        raise ValueError(f"{text} is no share: K/N is meant, such as 3/16")
    return Share(int(place), int(of))
