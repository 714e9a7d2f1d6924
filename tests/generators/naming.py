"""What the tests of generators that name things share."""

from typing import Any

import pytest

from generators.kit import TEXT, sample
from seedc.generators import company, internet, person, phone, place, product, speech
from seedc.generators.context import Problem
from seedc.generators.values import Target, Value
from seedc.ir import expr
from seedc.pools import LOCALES, pool

MINE = [
    generator
    for file in (company, internet, person, phone, place, product, speech)
    for generator in file.GENERATORS
]
_FOURTH = expr.modulo(expr.index(0, 999), expr.integer(4))
SEX = {"sex": Value(expr.pick_text(_FOURTH, ["F", "M", "F", "X"]), "text")}
EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)


def column(name: str = "thing", length: int | None = None) -> Target:
    return Target(
        table="shop.things", column=name, type_name="varchar", type_sql="varchar", length=length
    )


def refusal(rule: dict[str, Any], target: Target = TEXT, rows: int = 50, **row: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample(rule, target, rows, **row)
    return caught.value


def columns(*rules: dict[str, Any], rows: int = 50, **row: Any) -> list[tuple[str, ...]]:
    """The rows of a table whose columns have these rules."""
    found = [sample(rule, column(f"c{n}"), rows, **row) for n, rule in enumerate(rules)]
    return list(zip(*found, strict=True))


def entries(locale: str, name: str, field: int = 0) -> set[str]:
    return set(pool(locale, name).field(field))
