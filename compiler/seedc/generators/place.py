"""Streets, cities and addresses. The columns of a row that name the same group tell of one place:
city, region, postal code and telephone code belong together.

Postal codes follow the locale's form (`01310-100`, `630099`, `78701`) and begin as those of the
city do; behind that they are drawn, and need not be anybody's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.values import Value, is_text
from seedc.generators.wording import (
    FLAG,
    GROUP,
    LOCALE,
    distinct_pair,
    grouped,
    locale_of,
    object_of,
    picked,
    shared,
    spoken,
    written,
)
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.pools import pool

FIELDS: Mapping[str, int] = {
    "city": 0,
    "region_code": 1,
    "region": 2,
    "postal_prefix": 3,
    "area_code": 4,
}
"""Where a field stands in an entry of the list of cities."""
_LABELS = {
    "city": "cities",
    "region_code": "region_codes",
    "region": "regions",
    "postal_prefix": "postal_prefixes",
    "area_code": "area_codes",
    "full": "cities",
}

HOUSES = 999
_BARE_POSTAL_CODE = 8
"""A Brazilian postal code without its hyphen, for columns that hold no more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a locale writes a street with its house, a city with its region, and all that with a
    postal code; `region` is the field that stands for a region."""

    street: str
    city: str
    region: str
    address: str


MANNERS: Mapping[str, Manner] = {
    "en_US": Manner(
        "{house} {street}", "{city}, {region}", "region_code", "{street}, {city} {code}"
    ),
    "pt_BR": Manner(
        "{street}, {house}", "{city} - {region}", "region_code", "{street}, {city}, {code}"
    ),
    "ru_RU": Manner(
        "{street}, д. {house}", "{city}, {region}", "region", "{code}, {city}, {street}"
    ),
}


def city_field(context: Context, locale: str, group: str, field: str) -> Node:
    """A field of the group's city."""
    return _of_city(context, group, _listed(locale, field), field)


def _of_city(context: Context, group: str, entries: Sequence[str], field: str) -> Node:
    common = grouped(context, "place", group)
    place = shared(common, "row", common.uniform(len(entries), "city"))
    return shared(common, field.replace("_", " "), picked(place, entries, _LABELS[field]))


def _listed(locale: str, field: str) -> Sequence[str]:
    """A field of all cities; `full` is the city with its region, unless the city is one."""
    cities = pool(locale, "city")
    if field != "full":
        return cities.field(FIELDS[field])
    manner = MANNERS[locale]
    named = zip(cities.field(FIELDS["city"]), cities.field(FIELDS[manner.region]), strict=True)
    return [c if c == r else manner.city.format(city=c, region=r) for c, r in named]


def _city(context: Context, options: Options) -> Value:
    without_distribution(context, "a city")
    locale, part = locale_of(context, options), options.get("part", "city")
    if not context.unique:
        return spoken(context, _part(context, locale, options.get("group", "place"), part))
    if part not in ("city", "full"):
        without_unique(context, f"the {part.replace('_', ' ')}")
    entries = _listed(locale, part)
    return spoken(context, picked(context.distinct(len(entries)), entries, _LABELS[part]))


def _part(context: Context, locale: str, group: str, part: str) -> Node:
    if part == "postal_code":
        return _postal_code(context, locale, group)
    return city_field(context, locale, group, part)


def _postal_code(context: Context, locale: str, group: str) -> Node:
    common = grouped(context, "place", group)
    prefix = city_field(context, locale, group, "postal_prefix")
    digits = {"en_US": 2, "ru_RU": 3, "pt_BR": 4}[locale]
    rest = shared(common, "postal number", common.uniform(10**digits, "postal code"))
    if locale != "pt_BR" or _is_narrow(context):
        return expr.concat(prefix, expr.pad(rest, digits))
    thousand = expr.integer(1000)
    first, last = expr.divide(rest, thousand), expr.pad(expr.modulo(rest, thousand), 3)
    return expr.concat(prefix, expr.to_text(first), expr.text("-"), last)


def _is_narrow(context: Context) -> bool:
    return is_text(context.target) and context.target.length == _BARE_POSTAL_CODE


def _street(context: Context, options: Options) -> Value:
    without_distribution(context, "a street")
    locale = locale_of(context, options)
    common = grouped(context, "place", options.get("group", "place"))
    return spoken(context, _street_text(context, common, locale, house=options.get("house", True)))


def _street_text(context: Context, common: Context, locale: str, *, house: bool) -> Node:
    streets = pool(locale, "street").field()
    if context.unique:
        houses = HOUSES if house else 1
        names = f"{context.label()} row", f"{context.label()} house"
        street, number = distinct_pair(context, names, len(streets), houses)
    else:
        street = shared(common, "street row", common.uniform(len(streets), "street"))
        number = shared(common, "house", common.uniform(HOUSES, "house"))
    name = picked(street, streets, "streets")
    if not house:
        return name
    found = expr.to_text(expr.add(number, expr.integer(1)))
    return written(MANNERS[locale].street, {"street": name, "house": found})


def _address(context: Context, options: Options) -> Value:
    without_distribution(context, "an address")
    locale, group = locale_of(context, options), options.get("group", "place")
    common = grouped(context, "place", group)
    parts = {
        "street": _street_text(context, common, locale, house=True),
        "city": _part(context, locale, group, "full"),
        "code": _postal_code(context, locale, group),
    }
    return spoken(context, written(MANNERS[locale].address, parts))


GENERATORS = (
    Generator(
        name="city",
        options=object_of(
            part={"enum": ["city", "region", "region_code", "postal_code", "area_code", "full"]},
            group=GROUP,
            locale=LOCALE,
        ),
        docs="A city, its region (by name or code), a postal code or telephone code of it, or city"
        " and region in full. Columns of one group (there is one unless named) tell of one city.",
        example={"city": {"part": "postal_code", "locale": "pt_BR"}},
        make=_city,
    ),
    Generator(
        name="street",
        options=object_of(house=FLAG, group=GROUP, locale=LOCALE),
        docs="A street with a house number, or without where house is false.",
        example={"street": {"house": False}},
        make=_street,
    ),
    Generator(
        name="address",
        options=object_of(group=GROUP, locale=LOCALE),
        docs="Street, house, city, region and postal code of the group's place in one text.",
        example={"address": {"group": "delivery"}},
        make=_address,
    ),
)
