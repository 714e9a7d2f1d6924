"""Telephone numbers as the locale writes them, of the group's city where its numbers have one.

Brazilian and Russian numbers are mobile ones (ITU-T E.164 plans of +55 and +7); those of the United
States have the exchange 555, of which 0100 to 0199 are kept for fiction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution
from seedc.generators.place import FIELDS, city_field
from seedc.generators.values import Value
from seedc.generators.wording import GROUP, LOCALE, locale_of, object_of, picked, spoken, written
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools import pool


@dataclass(frozen=True, slots=True)
class Number:
    """A national number: `area` in digits, and `line`, a number of `digits` digits."""

    area: Node
    line: Node
    digits: int

    def cut(self, *sizes: int) -> list[Node]:
        """The line in pieces of so many digits."""
        found, rest = [], self.digits
        for size in sizes:
            rest -= size
            part = expr.divide(self.line, expr.integer(10**rest))
            found.append(expr.pad(expr.modulo(part, expr.integer(10**size)), size))
        return found


def _brazilian(context: Context, group: str) -> Number:
    """Nine digits, of which the first is 9 and the second from 6 to 9."""
    low, count = 960_000_000, 40_000_000
    line = expr.add(_one_of(context, count), expr.integer(low))
    return Number(city_field(context, "pt_BR", group, "area_code"), line, 9)


def _russian(context: Context, _group: str) -> Number:
    """Codes from 900 to 999 are those of mobile networks, wherever the person lives."""
    number = context.row.let(f"{context.label()} number", _one_of(context, 10**9))
    code = expr.pad(expr.divide(number, expr.integer(10**7)), 2)
    line = expr.modulo(number, expr.integer(10**7))
    return Number(expr.concat(expr.text("9"), code), line, 7)


def _american(context: Context, group: str) -> Number:
    """Where numbers must be unique, a hundred lines a city are too few: all lines of the exchange
    of all cities are taken, whichever the group's is."""
    if not context.unique:
        line = expr.add(context.uniform(100, "line"), expr.integer(5_550_100))
        return Number(city_field(context, "en_US", group, "area_code"), line, 7)
    areas = pool("en_US", "city").field(FIELDS["area_code"])
    number = context.row.let(
        f"{context.label()} number", context.distinct(len(areas) * 10_000, "line")
    )
    line = expr.add(expr.modulo(number, expr.integer(10_000)), expr.integer(5_550_000))
    return Number(picked(expr.divide(number, expr.integer(10_000)), areas, "area_codes"), line, 7)


def _one_of(context: Context, count: int) -> Node:
    return context.distinct(count, "line") if context.unique else context.uniform(count, "line")


@dataclass(frozen=True, slots=True)
class Plan:
    """A locale's numbers: their country code, how a line is cut, and how its pieces are written
    ({a} the area, {0}, {1}, … the pieces)."""

    make: Callable[[Context, str], Number]
    country: str
    cut: tuple[int, ...]
    national: str
    international: str


PLANS: Mapping[str, Plan] = {
    "en_US": Plan(_american, "+1", (3, 4), "({a}) {0}-{1}", "+1 {a}-{0}-{1}"),
    "pt_BR": Plan(_brazilian, "+55", (5, 4), "({a}) {0}-{1}", "+55 {a} {0}-{1}"),
    "ru_RU": Plan(_russian, "+7", (3, 2, 2), "8 ({a}) {0}-{1}-{2}", "+7 {a} {0}-{1}-{2}"),
}


def _phone(context: Context, options: Options) -> Value:
    without_distribution(context, "a telephone number")
    plan = PLANS[locale_of(context, options)]
    number = plan.make(context, options.get("group", "place"))
    form = options.get("format", "international")
    if form == "e164":
        digits = expr.pad(number.line, number.digits)
        return spoken(context, expr.concat(expr.text(plan.country), number.area, digits))
    pieces = {str(place): node for place, node in enumerate(number.cut(*plan.cut))}
    pattern = plan.national if form == "national" else plan.international
    return spoken(context, written(pattern, {"a": number.area, **pieces}))


GENERATORS = (
    Generator(
        name="phone",
        options=object_of(
            format={"enum": ["international", "national", "e164"]}, group=GROUP, locale=LOCALE
        ),
        docs="A telephone number as it is written at home or abroad, or in the digits of E.164; its"
        " area is that of the group's city, save for unique numbers of en_US and those of ru_RU.",
        example={"phone": {"format": "e164", "locale": "pt_BR"}, "unique": True},
        make=_phone,
    ),
)
