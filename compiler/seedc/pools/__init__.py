"""Word lists by locale: a locale and a list's name in, its entries out, in their order.

A list is `data/<locale>/<name>.txt`: `# version N`, then one entry a line, fields between tabs. A
row's words are places in these lists, so their order is part of what is promised: a list changes
only together with its version, and `tests/pools` pins both.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

LOCALES = ("en_US", "pt_BR", "ru_RU")
"""The locales that there are lists for. Each has the same lists; ru_RU has patronymics too."""

_HEAD = "# version "


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """One list: each entry is a tuple of its fields, all of the same number."""

    locale: str
    name: str
    version: int
    entries: tuple[tuple[str, ...], ...]

    def field(self, place: int = 0) -> tuple[str, ...]:
        """One field of every entry, counted from 0."""
        return tuple(entry[place] for entry in self.entries)


@cache
def pool(locale: str, name: str) -> Pool:
    """The list. Raises KeyError where there is none of that locale and name."""
    file = _folder(locale) / f"{name}.txt"
    if not file.is_file():
        raise KeyError(f"{locale}/{name}")
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    entries = tuple(tuple(line.split("\t")) for line in lines)
    version = int(head.removeprefix(_HEAD))
    return Pool(locale=locale, name=name, version=version, entries=entries)


@cache
def pools_of(locale: str) -> tuple[str, ...]:
    """The names of a locale's lists, sorted. Raises KeyError for an unknown locale."""
    names = (file.name for file in _folder(locale).iterdir())
    return tuple(sorted(n.removesuffix(".txt") for n in names if n.endswith(".txt")))


def _folder(locale: str) -> Traversable:
    if locale not in LOCALES:
        raise KeyError(locale)
    return files("seedc.pools") / "data" / locale
