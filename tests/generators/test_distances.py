"""What keeps a distance from another column: after and before, more and less."""

from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import CLOCK, sample
from generators.served import served
from seedc.generators import after
from seedc.generators.context import Generator, Problem
from seedc.generators.moments import SECOND
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Target, Value
from seedc.ir import expr

DAY = 86_400


def column(type_name: str, **facts: Any) -> Target:
    return Target(
        table="shop.things", column="thing", type_name=type_name, type_sql=type_name, **facts
    )


DATE, TIME, MOMENT, SPAN = map(column, ["date", "time", "timestamptz", "interval"])
PRICE = column("numeric", precision=10, scale=2)


def refusal(rule: dict[str, Any], target: Target, rows: int = 50, **row: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample(rule, target, rows, **row)
    return caught.value


@pytest.mark.parametrize("generator", after.GENERATORS, ids=lambda g: g.name)
def test_a_generators_example_is_valid_by_its_schema(generator: Generator) -> None:
    assert GENERATORS[generator.name] is generator
    jsonschema.Draft202012Validator.check_schema(generator.options)
    jsonschema.validate(generator.example[generator.name], generator.options)


# after, before ------------------------------------------------------------------------------------


def drawn(low: int, high: int, meaning: Any, scale: int = 0) -> dict[str, Value]:
    """A column `seen` with values from low to high."""
    spread = expr.modulo(expr.hashed(expr.index(0, 999), 7), expr.integer(high - low + 1))
    return {"seen": Value(expr.add(spread, expr.integer(low)), meaning, scale)}


def pairs(rule: dict[str, Any], target: Target, seen: dict[str, Value]) -> list[tuple[int, int]]:
    """The column `seen` of some rows beside the values that the rule gives there."""
    kept = sample({"after": {"column": "seen", "by": ["0 days", "0 days"]}}, target, given=seen)
    return list(zip(kept, sample(rule, target, given=seen), strict=True))


def test_a_moment_after_another_is_later_by_a_drawn_duration() -> None:
    rule = {"after": {"column": "seen", "by": ["1 hour", "2 days"]}}
    found = pairs(rule, MOMENT, drawn(0, 10**9, "timestamp"))
    assert all(3600 <= later - seen <= 2 * DAY for seen, later in found)
    assert len({(later - seen) % 3600 for seen, later in found}) > 40


def test_a_moment_before_another_is_earlier() -> None:
    rule = {"before": {"column": "seen", "by": ["1 hour", "2 days"], "step": "1 hour"}}
    found = pairs(rule, MOMENT, drawn(0, 10**9, "timestamp"))
    assert all(3600 <= seen - earlier <= 2 * DAY for seen, earlier in found)
    assert {(seen - earlier) % 3600 for seen, earlier in found} == {0}


def test_a_day_after_a_day_is_whole_days_later() -> None:
    rule = {"after": {"column": "seen", "by": ["1 day", "1 week"]}}
    found = pairs(rule, DATE, drawn(0, 20_000, "date"))
    assert {later - seen for seen, later in found} == set(range(1, 8))


def test_a_day_and_hours_make_a_moment() -> None:
    rule = {"after": {"column": "seen", "by": ["8 hours", "20 hours"]}}
    found = sample(rule, MOMENT, given=drawn(100, 100, "date"))
    assert all(100 * DAY + 8 * 3600 <= one <= 100 * DAY + 20 * 3600 for one in found)
    assert set(sample(rule, DATE, given=drawn(100, 100, "date"))) == {100}


def test_the_later_moment_is_not_after_now_unless_the_first_is() -> None:
    rule = {"after": {"column": "seen", "by": ["1 day", "9 days"], "at_most": "now"}}
    found = pairs(rule, MOMENT, drawn(CLOCK - 9 * DAY, CLOCK + DAY, "timestamp"))
    assert all(later <= max(CLOCK, seen) and later >= seen for seen, later in found)
    assert any(later == CLOCK > seen for seen, later in found)
    assert any(later == seen > CLOCK for seen, later in found)


def test_the_earlier_day_is_not_before_a_limit() -> None:
    rule = {"before": {"column": "seen", "by": ["1 day", "9 days"], "at_least": "1970-01-11"}}
    found = pairs(rule, DATE, drawn(8, 20, "date"))
    assert all(min(10, seen) <= earlier <= seen for seen, earlier in found)
    assert any(earlier == 10 < seen for seen, earlier in found)


def test_a_time_of_day_stays_in_its_day() -> None:
    late = drawn(20 * 3600, DAY - 1, "time")
    found = pairs({"after": {"column": "seen", "by": ["1 hour", "6 hours"]}}, TIME, late)
    assert all(seen <= later < DAY for seen, later in found)
    early = drawn(0, 3600, "time")
    found = pairs({"before": {"column": "seen", "by": ["1 hour", "6 hours"]}}, TIME, early)
    assert all(0 <= earlier <= seen for seen, earlier in found)


def test_a_duration_can_be_longer_than_another() -> None:
    rule = {"after": {"column": "seen", "by": ["1 minute", "2 minutes"], "at_most": "150 seconds"}}
    found = pairs(rule, SPAN, drawn(0, 60, "interval"))
    assert all(60 <= later - seen <= 120 and later <= 150 for seen, later in found)


def test_microseconds_of_the_other_column_or_of_the_duration_are_kept() -> None:
    hour = 3600 * SECOND
    rule = {"after": {"column": "seen", "by": ["1 hour", "1 hour"]}}
    assert sample(rule, MOMENT, rows=1, given=drawn(5, 5, "timestamp", 6)) == [hour + 5]
    rule = {"after": {"column": "seen", "by": ["250 milliseconds", "250 milliseconds"]}}
    assert sample(rule, MOMENT, rows=1, given=drawn(5, 5, "timestamp")) == [5_250_000]


def test_a_distribution_draws_the_duration() -> None:
    rule = {"after": {"column": "seen", "by": ["0 days", "99 days"]}, "distribution": "zipf"}
    found = pairs(rule, DATE, drawn(0, 20_000, "date"))
    assert sum(later - seen < 20 for seen, later in found) > 30


def test_nothing_is_after_a_value_that_is_null() -> None:
    rule = {"after": {"column": "seen", "by": ["1 day", "1 day"], "at_most": "now"}}
    given = {"seen": Value(expr.null("int"), "timestamp")}
    assert sample(rule, MOMENT, rows=1, given=given) == [None]


@pytest.mark.parametrize(
    ("rule", "seen", "code"),
    [
        ({"after": {"column": "sene", "by": ["1 day", "2 days"]}}, "date", "SD731"),
        ({"after": {"column": "seen", "by": ["2 days", "1 day"]}}, "date", "SD736"),
        ({"after": {"column": "seen", "by": ["1 month", "2 months"]}}, "date", "SD736"),
        ({"after": {"column": "seen", "by": ["1 day", "2 days"]}}, "integer", "SD736"),
        (
            {"after": {"column": "seen", "by": ["1 day", "2 days"], "step": "0 days"}},
            "date",
            "SD736",
        ),
        ({"after": {"column": "seen", "by": ["1 day", "2 days"]}, "unique": True}, "date", "SD741"),
        ({"more": {"than": "seen", "by": [1, 2]}}, "date", "SD736"),
        ({"more": {"than": "seen", "by": [2, 1]}}, "integer", "SD736"),
        ({"more": {"than": "seen", "by": [Decimal("0.001"), 1]}}, "integer", "SD736"),
        ({"more": {"than": "seen", "by": [1, 2]}, "unique": True}, "integer", "SD741"),
    ],
)
def test_distances_that_make_no_sense_are_refused(
    rule: dict[str, Any], seen: Any, code: str
) -> None:
    assert refusal(rule, PRICE, given=drawn(0, 9, seen)).code == code


def test_the_other_kind_of_distance_is_told() -> None:
    rule = {"after": {"column": "seen", "by": ["1 day", "2 days"]}}
    assert refusal(rule, PRICE, given=drawn(0, 9, "decimal", 2)).help == 'write "more"'


# more, less ---------------------------------------------------------------------------------------


@given(
    low=st.integers(-500, 500),
    by=st.tuples(st.integers(0, 300), st.integers(0, 300)).map(sorted),
    name=st.sampled_from(["more", "less"]),
)
def test_a_number_keeps_its_distance_from_another(low: int, by: list[int], name: str) -> None:
    seen = drawn(low, low + 1000, "decimal", 2)
    amounts = [Decimal(n).scaleb(-2) for n in by]
    found = sample({name: {"than": "seen", "by": amounts}}, PRICE, 20, given=seen)
    base = sample({"more": {"than": "seen", "by": [0, 0]}}, PRICE, 20, given=seen)
    sign = 1 if name == "more" else -1
    assert all(by[0] <= sign * (b - a) <= by[1] for a, b in zip(base, found, strict=True))


@pytest.mark.parametrize("target", [PRICE, column("int4"), column("float8"), column("numeric")])
@pytest.mark.parametrize("name", ["more", "less"])
def test_a_percentage_makes_a_difference_however_small_the_number(
    target: Target, name: str
) -> None:
    seen = drawn(0, 300, "integer")
    rule = {name: {"than": "seen", "percent": [Decimal("0.5"), 1]}}
    found = sample(rule, target, given=seen)
    base = sample({"more": {"than": "seen", "by": [0, 0]}}, target, given=seen)
    assert all(b > a if name == "more" else b < a for a, b in zip(base, found, strict=True))


def test_a_percentage_is_of_the_other_number() -> None:
    rule = {"more": {"than": "seen", "percent": [10, 60]}}
    found = sample(rule, PRICE, rows=200, given=drawn(1000, 1000, "decimal", 2))
    assert 1100 <= min(found) < 1150
    assert 1550 < max(found) <= 1600


def test_a_percentage_of_a_negative_number_has_no_direction() -> None:
    rule = {"more": {"than": "seen", "percent": [10, 60]}}
    assert refusal(rule, PRICE, given=drawn(-1, 9, "integer")).path == ("percent",)


def test_numbers_stop_at_their_limit() -> None:
    seen = drawn(0, 2000, "decimal", 2)
    rule = {"less": {"than": "seen", "by": [1, 20], "at_least": 0}}
    found = sample(rule, PRICE, given=seen)
    assert min(found) == 0
    rule = {"more": {"than": "seen", "by": [1, 20], "at_most": 15}}
    assert max(sample(rule, PRICE, rows=100, given=seen)) in range(1500, 2001)


def test_a_number_that_is_finer_than_the_column_is_rounded_before_the_distance() -> None:
    seen = {"seen": Value(expr.integer(149), "decimal", 2)}
    assert sample({"more": {"than": "seen", "by": [1, 1]}}, column("int4"), 1, given=seen) == [2]


@pytest.mark.parametrize(
    "options",
    [
        {"than": "a"},
        {"than": "a", "by": [1, 2], "percent": [1, 2]},
        {"than": "a", "by": [-1, 2]},
        {"than": "a", "percent": [1, 101]},
    ],
)
def test_a_smaller_number_is_by_an_amount_or_by_at_most_all_of_it(options: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(options, GENERATORS["less"].options)


# On a server --------------------------------------------------------------------------------------

SERVED: list[tuple[dict[str, Any], Target]] = [
    ({"after": {"column": "seen", "by": ["1 hour", "9 days"], "at_most": "now"}}, MOMENT),
    ({"before": {"column": "seen", "by": ["1 hour", "9 days"], "at_least": "2025-12-20"}}, MOMENT),
    ({"after": {"column": "seen", "by": ["1 second", "2 days"]}, "distribution": "zipf"}, DATE),
]


def test_postgresql_computes_the_same_distances(database: str) -> None:
    seen = drawn(CLOCK - 9 * DAY, CLOCK + DAY, "timestamp")
    for rule, target in SERVED:
        wanted = sample(rule, target, given=seen)
        found = served(database, rule, target, rows=50, given=seen)
        assert [core for core, _ in found] == [str(one) for one in wanted], rule
    for name in ("more", "less"):
        rule = {name: {"than": "seen", "percent": [Decimal("0.25"), 40]}}
        wanted = sample(rule, PRICE, given=drawn(0, 9999, "decimal", 2))
        found = served(database, rule, PRICE, rows=50, given=drawn(0, 9999, "decimal", 2))
        assert [core for core, _ in found] == [str(one) for one in wanted]
