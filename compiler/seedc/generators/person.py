"""People's names. The columns of a row that name the same group tell of one person.

A Russian family name and patronymic have the form of the given name's gender. `internet` asks for
the names of the same person as parts of an address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.values import Value, as_text
from seedc.generators.wording import (
    FLAG,
    GROUP,
    LOCALE,
    distinct_pair,
    grouped,
    locale_of,
    object_of,
    pair,
    picked,
    shared,
    spoken,
)
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools import pool, pools_of

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One group's person: places in the locale's lists. `given` is a place in the list of women's
    names followed by men's, or in that of one gender, or a place in either list (`split`)."""

    context: Context
    locale: str
    female: Node
    given: Node
    family: Node
    split: bool

    def part(self, name: str, change: Change | None = None) -> Node:
        """A part's text, `given`, `family` or `patronymic`, each word changed by `change`. Raises
        Problem (SD736) where the locale's names have no such part."""
        node = self._given(change) if name == "given" else self._formed(name, change)
        return node if change else shared(self.context, name, node)

    def _given(self, change: Change | None) -> Node:
        women, men = _given_names(self.locale)
        if self.split:
            return self._by_gender("given", self.given, (women, men), change)
        if self.female.is_constant:
            return _picked(self.given, women if self.female.constant else men, "given", change)
        return _picked(self.given, (*women, *men), "given", change)

    def _formed(self, name: str, change: Change | None) -> Node:
        women, men = _forms(self.locale, name)
        place = self.family
        if name == "patronymic":
            place = shared(self.context, "father row", self.context.uniform(len(men), name))
        if women == men:
            return _picked(place, men, name, change)
        return self._by_gender(name, place, (women, men), change)

    def _by_gender(
        self,
        label: str,
        place: Node,
        forms: tuple[Sequence[str], Sequence[str]],
        change: Change | None,
    ) -> Node:
        women, men = (
            _picked(place, form, f"{label}_{gender}", change)
            for form, gender in zip(forms, ("female", "male"), strict=True)
        )
        return expr.case([(self.female, women)], men)


def person(context: Context, options: Options) -> Person:
    """The person of the options' group. Rules of one group must say the same about gender, locale
    and `distinct`. Raises Problem (SD731 for the column of the gender, SD741 where distinct people
    are fewer than rows)."""
    locale = locale_of(context, options)
    common = grouped(context, "person", options.get("group", "person"))
    women, men = (len(names) for names in _given_names(locale))
    female = _gender(common, options.get("gender", "any"))
    split = female is not None and not female.is_constant
    draw = distinct_pair if options.get("distinct", False) else pair
    count = _count(female, women, men)
    families = len(pool(locale, "family").entries)
    group = common.salts[-1]
    names = f"{group} given row", f"{group} family row"
    given, family = draw(common, names, count, families)
    if female is None:
        female = expr.less(given, expr.integer(women))
    return Person(
        context=common,
        locale=locale,
        female=shared(common, "female", female),
        given=given,
        family=family,
        split=split,
    )


def _count(female: Node | None, women: int, men: int) -> int:
    """How many given names there are to draw from: where a column decides about the gender, as many
    as both lists have."""
    if female is None:
        return women + men
    if female.is_constant:
        return women if female.constant else men
    return min(women, men)


def _given_names(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return pool(locale, "given_female").field(), pool(locale, "given_male").field()


def _forms(locale: str, part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The women's and the men's forms of a list of names."""
    if part not in pools_of(locale):
        raise Problem("SD736", f"names of {locale} have no {part}", path=("part",))
    found = pool(locale, part)
    return found.field(-1), found.field(0)


def _gender(context: Context, written: Options) -> Node | None:
    """Whether the person is a woman; None where the given name alone decides."""
    if not isinstance(written, dict):
        return None if written == "any" else expr.boolean(written == "female")
    text = as_text(context.row.column(written["column"]))
    other = expr.boolean(value=False)
    branches = [(expr.equal(text, expr.text(written["female"])), expr.boolean(value=True))]
    if "male" in written:
        branches.append((expr.equal(text, expr.text(written["male"])), other))
        other = expr.equal(context.uniform(2, "gender"), expr.integer(0))
    return expr.case(branches, other)


def _picked(place: Node, entries: Sequence[str], label: str, change: Change | None) -> Node:
    if change is None:
        return picked(place, entries, label)
    return picked(place, _changed(tuple(entries), change), f"{label}_letters")


@cache
def _changed(entries: tuple[str, ...], change: Change) -> tuple[str, ...]:
    """The entries, each changed. Kept, because many columns ask for the same few lists."""
    return tuple(change(entry) for entry in entries)


FULL: Mapping[str, tuple[str, ...]] = {
    "en_US": ("given", "family"),
    "pt_BR": ("given", "family"),
    "ru_RU": ("family", "given", "patronymic"),
}
"""The parts of a full name, in the order of the locale."""


def _person(context: Context, options: Options) -> Value:
    without_distribution(context, "a person")
    part = options.get("part", "full")
    if context.unique and part != "full":
        return spoken(context, _once_each(context, options, part))
    found = person(context, {**options, "distinct": options.get("distinct", context.unique)})
    parts = FULL[found.locale] if part == "full" else (part,)
    pieces = [piece for name in parts for piece in (expr.text(" "), found.part(name))]
    return spoken(context, expr.concat(*pieces[1:]))


def _once_each(context: Context, options: Options, part: str) -> Node:
    """A part of which every row has another entry: it belongs to no person of a group."""
    locale, gender = locale_of(context, options), options.get("gender", "any")
    if isinstance(gender, dict):
        message = f"a unique {part} name cannot agree with {gender['column']}"
        raise Problem("SD736", message, path=("gender",))
    women, men = _given_names(locale)
    lists = {"female": women, "male": men, "any": (*women, *men)}
    entries = lists[gender] if part == "given" else _forms(locale, part)[gender != "female"]
    return picked(context.distinct(len(entries), part), entries, part)


SEX: Options = {
    "anyOf": [
        {"enum": ["female", "male", "any"]},
        {
            "type": "object",
            "properties": {
                "column": {"type": "string", "minLength": 1},
                "female": {"type": "string"},
                "male": {"type": "string"},
            },
            "required": ["column", "female"],
            "additionalProperties": False,
        },
    ]
}
"""The schema of a gender: given, or read from a column of the row."""

GENERATORS = (
    Generator(
        name="person",
        options=object_of(
            part={"enum": ["full", "given", "family", "patronymic"]},
            gender=SEX,
            group=GROUP,
            distinct=FLAG,
            locale=LOCALE,
        ),
        docs="A person's name or a part of it. Columns of one group (there is one unless named)"
        " tell of the same person. With distinct, or unique for a full name, no two rows have the"
        " same given and family name.",
        example={"person": {"part": "given", "gender": "female", "locale": "pt_BR"}},
        make=_person,
    ),
)
