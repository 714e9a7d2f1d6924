"""Dates and moments that lie on days after another column's: never before, by the same weights."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from generators.kit import made, sample
from seedc.generators.context import Problem
from seedc.generators.values import Target, Value
from seedc.ir import expr

EPOCH = date(1970, 1, 1)
DATE = Target(table="shop.things", column="thing", type_name="date", type_sql="date")
MOMENT = Target(
    table="shop.things", column="thing", type_name="timestamptz", type_sql="timestamptz"
)
YEAR = ["2025-01-01", "2025-12-31"]


def number(day: str) -> int:
    return (date.fromisoformat(day) - EPOCH).days


def since(days: Sequence[int]) -> Value:
    """A column `born` that goes through these days."""
    index = expr.modulo(expr.index(0, 99_999), expr.integer(len(days)))
    return Value(expr.pick_int(index, days), "date")


def drawn(rule: dict[str, Any], days: Sequence[int], rows: int = 4_000) -> list[date]:
    found = sample(rule, DATE, rows, given={"born": since(days)})
    return [EPOCH + timedelta(days=int(day)) for day in found]


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"weekdays": [1, 2, 3, 4, 5, 0, 0]},
        {"months": [0, 1, 2, 0, 0, 3, 1, 1, 1, 1, 5, 9]},
        {"weekdays": [4, 4, 4, 4, 5, 6, 6], "months": [1] * 12, "shape": "growing"},
    ],
    ids=["plain", "weekdays", "months", "all"],
)
def test_no_day_is_before_the_other_columns_or_outside_the_span(weights: dict[str, Any]) -> None:
    days = [number("2024-06-01") + 7 * n for n in range(81)]
    found = drawn({"date": {"between": YEAR, "after": "born", **weights}}, days)
    for row, day in enumerate(found):
        assert EPOCH + timedelta(days=days[row % len(days)]) < day
        assert date(2025, 1, 1) <= day <= date(2025, 12, 31)


def test_of_the_months_that_are_left_each_has_its_share() -> None:
    months = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 6]
    rule = {"date": {"between": YEAR, "after": "born", "months": months}}
    found = Counter(day.month for day in drawn(rule, [number("2025-09-30")], 20_000))
    assert sorted(found) == [10, 11, 12]
    # October, November and December: months have weights for each of their days.
    whole = {10: 31, 11: 60, 12: 186}
    for month, weight in whole.items():
        assert found[month] / 20_000 == pytest.approx(weight / 277, abs=0.015)


def test_without_weights_each_day_that_is_left_is_as_likely() -> None:
    found = Counter(
        drawn({"date": {"between": YEAR, "after": "born"}}, [number("2025-12-21")], 20_000)
    )
    assert sorted(found) == [date(2025, 12, day) for day in range(22, 32)]
    assert all(abs(count - 2_000) < 200 for count in found.values())


def test_weekdays_keep_their_shares() -> None:
    weekdays = [1, 1, 1, 1, 2, 4, 0]
    rule = {"date": {"between": YEAR, "after": "born", "weekdays": weekdays}}
    days = [number("2025-03-01") + n for n in range(200)]
    found = Counter(day.weekday() for day in drawn(rule, days, 20_000))
    for day, weight in enumerate(weekdays):
        assert found[day] / 20_000 == pytest.approx(weight / 10, abs=0.015)


def test_the_later_the_likelier_holds_among_what_is_left() -> None:
    rule = {"date": {"between": YEAR, "after": "born", "shape": "growing"}}
    found = Counter(day.month for day in drawn(rule, [number("2025-06-30")], 20_000))
    assert found[7] < found[9] < found[12]


def test_the_hours_of_moments_have_their_weights() -> None:
    hours = [0] * 9 + [1, 3] + [0] * 13
    rule = {"timestamp": {"between": YEAR, "after": "born", "hours": hours}}
    found = sample(rule, MOMENT, 8_000, given={"born": since([number("2025-05-05")])})
    counted = Counter(int(second) // 3600 % 24 for second in found)
    assert set(counted) == {9, 10}
    assert counted[10] / 8_000 == pytest.approx(0.75, abs=0.02)
    assert min(map(int, found)) >= number("2025-05-06") * 86_400


def refusal(rule: dict[str, Any], day: str) -> Problem:
    with pytest.raises(Problem) as caught:
        made(rule, DATE, given={"born": since([number(day)])})
    return caught.value


def test_a_span_that_leaves_no_day_is_refused_with_both_days() -> None:
    problem = refusal({"date": {"between": YEAR, "after": "born"}}, "2025-12-31")
    assert problem.code == "SD736"
    assert "born can be as late as 2025-12-31" in problem.message


def test_a_last_month_without_weight_is_refused() -> None:
    months = [1] * 11 + [0]
    problem = refusal({"date": {"between": YEAR, "after": "born", "months": months}}, "2025-11-30")
    assert problem.code == "SD736"
    assert "the span ends on 2025-12-31, which has no weight" in problem.message


def test_a_distribution_beside_it_is_refused() -> None:
    rule = {"date": {"between": YEAR, "after": "born"}, "distribution": "normal"}
    assert refusal(rule, "2025-01-01").code == "SD734"


def test_a_column_that_is_no_day_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        made(
            {"date": {"between": YEAR, "after": "born"}},
            DATE,
            given={"born": Value(expr.index(0, 9), "integer")},
        )
    assert caught.value.code == "SD736"
