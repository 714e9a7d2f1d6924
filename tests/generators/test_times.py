"""Days, times, moments and durations: how they are written, where they lie, how often."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import CLOCK, made, sample
from generators.served import served
from seedc.generators import dates, times
from seedc.generators.context import Context, Generator, Problem
from seedc.generators.moments import (
    DAY_LONG,
    SECOND,
    bound_of,
    clock_of,
    day_of,
    duration_of,
    moment_of,
)
from seedc.generators.registry import GENERATORS
from seedc.generators.times import HOURS
from seedc.generators.values import Target
from seedc.ir import expr

MINE = [generator for file in (dates, times) for generator in file.GENERATORS]
DAY = 86_400


def column(type_name: str, **facts: Any) -> Target:
    return Target(
        table="shop.things", column="thing", type_name=type_name, type_sql=type_name, **facts
    )


DATE, TIME, MOMENT, SPAN = map(column, ["date", "time", "timestamptz", "interval"])
PRICE = column("numeric", precision=10, scale=2)


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def weekday(days: int) -> int:
    return (date(1970, 1, 1) + timedelta(days=days)).weekday()


def refusal(rule: dict[str, Any], target: Target, rows: int = 50, **row: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample(rule, target, rows, **row)
    return caught.value


@pytest.mark.parametrize("generator", MINE, ids=lambda g: g.name)
def test_a_generators_example_is_valid_by_its_schema(generator: Generator) -> None:
    assert GENERATORS[generator.name] is generator
    jsonschema.Draft202012Validator.check_schema(generator.options)
    jsonschema.validate(generator.example[generator.name], generator.options)


# How they are written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90 days", 90 * DAY),
        ("1 week", 7 * DAY),
        ("1 day 12 hours", DAY + 12 * 3600),
        ("1 hour, 30 minutes", 5400),
        ("1.5 hours", 5400),
        ("2Days", 2 * DAY),
        ("PT3H", 3 * 3600),
        ("P1DT12H", DAY + 12 * 3600),
        ("P2W", 14 * DAY),
        ("PT90M", 5400),
        ("0 seconds", 0),
    ],
)
def test_a_duration_is_read(text: str, seconds: int) -> None:
    assert duration_of(text) == seconds * SECOND


def test_parts_of_a_second_are_kept() -> None:
    assert duration_of("PT0.25S") == duration_of("250 milliseconds") == 250_000
    assert moment_of("1970-01-01T00:00:00.25Z") == clock_of("00:00:00.25") == 250_000


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "days", "3", "3 fortnights", "0.0000001 s", "-1 day"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is no duration"):
        duration_of(text)


@pytest.mark.parametrize(
    "text", ["3 months", "1 year", "1 day 1 month", "P3M", "P1Y", "P1Y2M3DT4H"]
)
def test_months_and_years_have_no_fixed_length(text: str) -> None:
    with pytest.raises(Problem, match="no fixed length") as caught:
        duration_of(text)
    assert caught.value.help == 'write days: "30 days", "365 days"'


@given(st.integers(0, 10**9))
def test_every_duration_in_minutes_is_read_as_iso_writes_it(minutes: int) -> None:
    days, rest = divmod(minutes, 1440)
    assert duration_of(f"P{days}DT{rest // 60}H{rest % 60}M") == duration_of(f"{minutes} minutes")


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_is_read_as_it_is_written(moment: datetime) -> None:
    assert moment_of(moment.isoformat()) == (moment - datetime(1970, 1, 1, tzinfo=UTC)) // (
        timedelta(microseconds=1)
    )


@given(st.dates())
def test_every_date_is_read_as_it_is_written(written: date) -> None:
    assert day_of(written.isoformat()) == day(written.isoformat())


@pytest.mark.parametrize(
    "text", ["20240131", "2024-02-30", "2024-1-1", "today", "2024-01-01T00:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="is no date"):
        day_of(text)


def bare(clock: int | None) -> Context:
    _, stub = made({"sequence": {}}, column("int4"))
    return Context(target=MOMENT, row=stub, index=expr.index(0, 9), rows=10, salts=(), clock=clock)


def test_a_date_as_the_last_bound_is_its_whole_day() -> None:
    context = bare(CLOCK)
    assert bound_of("1970-01-01", context) == 0
    assert bound_of("1970-01-01", context, end=True) == DAY_LONG - 1
    assert bound_of("1970-01-01T00:00", context, end=True) == 0
    assert bound_of("now", context, end=True) == CLOCK * SECOND


def test_now_needs_a_clock() -> None:
    for options in ({"past": "1 day"}, {"between": ["2024-01-01", "now"]}):
        with pytest.raises(Problem) as caught:
            GENERATORS["date"].make(bare(None), options)
        assert caught.value.code == "SD735"


# date ---------------------------------------------------------------------------------------------


def test_days_lie_between_two_both_included() -> None:
    found = sample({"date": {"between": ["2024-02-28", "2024-03-01"]}}, DATE)
    assert set(found) == {day("2024-02-28"), day("2024-02-29"), day("2024-03-01")}


def test_the_past_ends_and_the_future_begins_with_the_clock() -> None:
    today = CLOCK // DAY
    assert set(sample({"date": {"past": "2 days"}}, DATE)) == {today - 2, today - 1, today}
    assert set(sample({"date": {"future": "2 days"}}, DATE)) == {today, today + 1, today + 2}


WEIGHTS = st.lists(st.integers(0, 3), min_size=7, max_size=7).filter(any)
SEASON = st.lists(st.integers(0, 3), min_size=12, max_size=12).filter(any)


@given(
    first=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    width=st.integers(0, 900),
    weekdays=st.none() | WEIGHTS,
    months=st.none() | SEASON,
    shape=st.sampled_from(["uniform", "growing"]),
)
def test_weighted_days_stay_in_their_span_and_on_days_with_a_weight(
    first: date,
    width: int,
    weekdays: list[int] | None,
    months: list[int] | None,
    shape: str,
) -> None:
    last = first + timedelta(days=width)
    options: dict[str, Any] = {"between": [str(first), str(last)], "shape": shape}
    options |= {"weekdays": weekdays} if weekdays else {}
    options |= {"months": months} if months else {}
    allowed = {
        one
        for one in range(day(str(first)), day(str(last)) + 1)
        if (weekdays or [1] * 7)[weekday(one)]
        and (months or [1] * 12)[(date(1970, 1, 1) + timedelta(days=one)).month - 1]
    }
    if not allowed:
        assert refusal({"date": options}, DATE).code == "SD736"
        return
    assert set(sample({"date": options}, DATE, rows=30)) <= allowed


def test_weekdays_have_the_shares_of_their_weights() -> None:
    options = {"past": "400 days", "weekdays": [1, 1, 1, 1, 1, Decimal("0.5"), 0]}
    found = Counter(weekday(one) for one in sample({"date": options}, DATE, rows=1100))
    assert set(found) == {0, 1, 2, 3, 4, 5}
    assert all(150 < found[one] < 250 for one in range(5))
    assert 60 < found[5] < 140


def test_months_have_the_shares_of_their_weights() -> None:
    options = {"between": ["2023-01-01", "2025-12-31"], "months": [1] * 11 + [4]}
    found = sample({"date": options}, DATE, rows=1000)
    december = sum((date(1970, 1, 1) + timedelta(days=one)).month == 12 for one in found)
    assert 220 < december < 320


@pytest.mark.parametrize("months", [{}, {"months": [1] * 12}])
def test_a_growing_span_has_three_quarters_in_its_later_half(months: dict[str, Any]) -> None:
    options = {"between": ["2024-01-01", "2025-12-31"], "shape": "growing", **months}
    found = sample({"date": options}, DATE, rows=1000)
    assert 690 < sum(one >= day("2025-01-01") for one in found) < 810


def test_a_distribution_counts_from_the_first_day() -> None:
    rule = {
        "date": {"between": ["2024-01-01", "2024-12-31"]},
        "distribution": {"piecewise": [[6, 1]]},
    }
    found = set(sample(rule, DATE, rows=100))
    assert found == set(range(day("2024-01-01"), day("2024-01-08")))


def test_unique_days_differ_until_there_are_no_more() -> None:
    rule = {"date": {"between": ["2024-01-01", "2024-01-31"]}, "unique": True}
    assert len(set(sample(rule, DATE, rows=31))) == 31
    assert refusal(rule, DATE, rows=32).code == "SD741"


@pytest.mark.parametrize(
    ("options", "modifiers", "code"),
    [
        ({"between": ["2024-02-01", "2024-01-01"]}, {}, "SD736"),
        ({"past": "9 days", "weekdays": [0] * 7}, {}, "SD736"),
        ({"past": "9 days", "weekdays": [1] * 7}, {"unique": True}, "SD736"),
        ({"past": "9 days", "shape": "growing"}, {"distribution": "normal"}, "SD734"),
        ({"past": "9 days", "months": [1] * 12}, {"distribution": "normal"}, "SD734"),
        ({"past": "9999 days", "months": [1] * 12}, {}, "SD736"),
        ({"past": "9 days", "ordered": True, "weekdays": [1] * 7}, {}, "SD736"),
        ({"past": "9 days", "ordered": True, "shape": "growing"}, {}, "SD736"),
        ({"past": "9 days", "ordered": True}, {"distribution": "normal"}, "SD734"),
    ],
)
def test_weights_that_contradict_something_are_refused(
    options: dict[str, Any], modifiers: dict[str, Any], code: str
) -> None:
    assert refusal({"date": options, **modifiers}, DATE).code == code


@pytest.mark.parametrize(
    "options", [{}, {"past": "1 day", "future": "1 day"}, {"past": "1 day", "hours": "shop"}]
)
def test_a_date_has_exactly_one_span_and_no_hours(options: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(options, GENERATORS["date"].options)


# ordered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 7, 200])
def test_ordered_moments_grow_with_the_rows_over_the_whole_span(rows: int) -> None:
    rule = {"timestamp": {"between": ["2024-01-01", "2024-12-31"], "ordered": True}}
    found = sample(rule, MOMENT, rows=rows)
    assert found == sorted(found)
    part = 366 * DAY // rows + 1
    assert second("2024-01-01") <= found[0] <= second("2024-01-01") + part
    assert second("2025-01-01") - part - 1 <= found[-1] < second("2025-01-01")


def test_ordered_days_may_be_fewer_than_the_rows() -> None:
    found = sample({"date": {"past": "4 days", "ordered": True}}, DATE, rows=100)
    assert found == sorted(found)
    assert set(Counter(found).values()) <= set(range(15, 26))


def test_unique_ordered_days_are_strictly_later_each_row() -> None:
    rule = {"date": {"between": ["2024-01-01", "2024-01-31"], "ordered": True}, "unique": True}
    for rows in (30, 31):
        found = sample(rule, DATE, rows=rows)
        assert found == sorted(set(found))
    assert refusal(rule, DATE, rows=32).code == "SD741"


# time and interval --------------------------------------------------------------------------------


def test_times_lie_on_the_steps_between_two() -> None:
    rule = {"time": {"between": ["09:00", "10:00"], "step": "15 minutes"}}
    assert set(sample(rule, TIME)) == {32_400, 33_300, 34_200, 35_100, 36_000}
    assert sample({"time": {}}, TIME, rows=1)[0] < DAY


def test_times_finer_than_a_second_are_counted_in_microseconds() -> None:
    rule = {"time": {"between": ["09:00", "09:00:01"], "step": "250 milliseconds"}}
    start = 32_400 * SECOND
    assert set(sample(rule, TIME)) == {start + n * 250_000 for n in range(5)}


def test_durations_lie_on_the_steps_between_two() -> None:
    rule = {"interval": {"between": ["5 minutes", "PT20M"], "step": "5 minutes"}}
    assert set(sample(rule, SPAN)) == {300, 600, 900, 1200}
    assert set(sample({"interval": {"between": ["0 seconds", "2 seconds"]}}, SPAN)) == {0, 1, 2}


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"time": {"between": ["10:00", "09:00"]}}, ("between",)),
        ({"time": {"between": ["10:00", "24:01"]}}, ("between", 1)),
        ({"time": {"between": ["10:00", "11:00+03"]}}, ("between", 1)),
        ({"time": {"step": "0 seconds"}}, ("step",)),
        ({"interval": {"between": ["2 days", "1 day"]}}, ("between",)),
        ({"interval": {"between": ["2 days", "1 month"]}}, ("between", 1)),
    ],
)
def test_times_and_durations_that_make_no_sense_are_refused(
    rule: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    problem = refusal(rule, TIME)
    assert (problem.code, problem.path) == ("SD736", path)


# timestamp ----------------------------------------------------------------------------------------


def test_moments_of_the_past_end_with_the_clock() -> None:
    found = sample({"timestamp": {"past": "2 seconds"}}, MOMENT)
    assert set(found) == {CLOCK - 2, CLOCK - 1, CLOCK}


@pytest.mark.parametrize(("precision", "unit"), [("minute", 60), ("hour", 3600), ("second", 1)])
@pytest.mark.parametrize(
    "more", [{}, {"hours": "business"}, {"shape": "growing"}, {"ordered": True}]
)
def test_moments_are_whole_in_their_precision(
    precision: str, unit: int, more: dict[str, Any]
) -> None:
    options = {"between": ["2024-01-01T00:00:01", "2024-01-09T23:59:59"], "precision": precision}
    found = sample({"timestamp": options | more}, MOMENT)
    assert all(one % unit == 0 for one in found)
    assert second("2024-01-01T00:00:01") <= min(found)
    assert max(found) <= second("2024-01-09T23:59:59")


@pytest.mark.parametrize("more", [{}, {"hours": "business"}, {"ordered": True}])
def test_moments_may_be_as_fine_as_a_microsecond(more: dict[str, Any]) -> None:
    options = {"between": ["2024-01-01", "2024-01-02"], "precision": "microsecond", **more}
    found = sample({"timestamp": options}, MOMENT)
    assert all(0 <= one - second("2024-01-01") * SECOND < 2 * DAY_LONG for one in found)
    assert any(one % 1000 for one in found)


def test_hours_have_the_shares_of_their_weights() -> None:
    options = {"past": "90 days", "hours": [0] * 8 + [1, 3] + [0] * 14}
    found = Counter(one % DAY // 3600 for one in sample({"timestamp": options}, MOMENT, rows=800))
    assert set(found) == {8, 9}
    assert 150 < found[8] < 250


@pytest.mark.parametrize("name", sorted(HOURS))
def test_hours_by_name_keep_to_the_hours_that_have_a_weight(name: str) -> None:
    assert len(HOURS[name]) == 24
    found = sample({"timestamp": {"past": "90 days", "hours": name}}, MOMENT, rows=300)
    assert {one % DAY // 3600 for one in found} <= {n for n in range(24) if HOURS[name][n]}


@given(
    first=st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)),
    length=st.integers(1, 20 * DAY),
    weekdays=st.none() | WEIGHTS,
    hours=st.none() | st.just("shop"),
)
def test_weighted_moments_stay_between_their_bounds(
    first: datetime, length: int, weekdays: list[int] | None, hours: str | None
) -> None:
    start = first.replace(microsecond=0, tzinfo=UTC)
    low = int(start.timestamp())
    end = start + timedelta(seconds=length)
    options: dict[str, Any] = {"between": [start.isoformat(), end.isoformat()]}
    options |= {"weekdays": weekdays} if weekdays else {}
    options |= {"hours": hours} if hours else {}
    try:
        found = sample({"timestamp": options}, MOMENT, rows=15)
    except Problem as problem:
        assert problem.code == "SD736"  # noqa: PT017 - not every span has such a day
        assert length < 8 * DAY
        return
    assert all(low <= one <= low + length for one in found)
    assert all((weekdays or [1] * 7)[weekday(one // DAY)] for one in found)


def test_a_growing_span_of_moments_has_three_quarters_in_its_later_half() -> None:
    found = sample({"timestamp": {"past": "10 days", "shape": "growing"}}, MOMENT, rows=1000)
    assert 690 < sum(one >= CLOCK - 5 * DAY for one in found) < 810


def test_a_growing_span_may_be_shorter_than_a_day() -> None:
    found = sample({"timestamp": {"past": "2 minutes", "shape": "growing"}}, MOMENT, rows=400)
    assert CLOCK - 120 <= min(found) < CLOCK - 100 < max(found) <= CLOCK
    assert 260 < sum(one > CLOCK - 60 for one in found) < 340


def test_weights_need_a_whole_day() -> None:
    options = {"between": ["2024-01-01T01:00", "2024-01-02T20:00"], "hours": "shop"}
    assert "whole day" in refusal({"timestamp": options}, MOMENT).message


def test_ordered_moments_have_no_hours() -> None:
    problem = refusal({"timestamp": {"past": "9 days", "ordered": True, "hours": "shop"}}, MOMENT)
    assert (problem.code, problem.path) == ("SD736", ("ordered",))


def test_unique_moments_differ() -> None:
    rule = {"timestamp": {"past": "98 minutes", "precision": "minute"}, "unique": True}
    assert len(set(sample(rule, MOMENT, rows=99))) == 99
    assert refusal(rule, MOMENT, rows=100).code == "SD741"


# On a server --------------------------------------------------------------------------------------

SEASONED = {"months": [0, 3, 1, 1, 1, 1, 2, 1, 1, 1, 2, 4], "weekdays": [0, 1, 1, 1, 1, 3, 2]}
SERVED: list[tuple[dict[str, Any], Target]] = [
    ({"date": {"past": "200 days"}}, DATE),
    ({"date": {"between": ["1965-12-30", "1972-02-03"], **SEASONED}}, DATE),
    ({"date": {"future": "40 days", "weekdays": [1, 1, 1, 1, 1, 0, 0], "shape": "growing"}}, DATE),
    ({"date": {"past": "200 days", "ordered": True}}, DATE),
    (
        {"time": {"between": ["09:00", "18:00"], "step": "PT7M"}, "distribution": "normal"},
        TIME,
    ),
    ({"interval": {"between": ["PT0.5S", "3 hours"], "step": "PT0.5S"}}, SPAN),
    ({"timestamp": {"past": "90 days", "precision": "minute"}, "distribution": "zipf"}, MOMENT),
    ({"timestamp": {"past": "90 days", "precision": "microsecond", "hours": "shop"}}, MOMENT),
    ({"timestamp": {"past": "400 days", **SEASONED, "hours": [0] * 23 + [1]}}, MOMENT),
    ({"timestamp": {"past": "400 days", "shape": "growing"}}, MOMENT),
]


def test_postgresql_computes_the_same_moments(database: str) -> None:
    for rule, target in SERVED:
        wanted = sample(rule, target)
        found = served(database, rule, target, rows=50)
        assert [core for core, _ in found] == [str(one) for one in wanted], rule


def test_postgresql_reads_days_and_moments_as_they_are_meant(database: str) -> None:
    rule: dict[str, Any] = {"date": {"between": ["1969-02-28", "1969-02-28"], **SEASONED}}
    assert {typed for _, typed in served(database, rule, DATE, rows=9)} == {"1969-02-28"}
    rule = {"timestamp": {"between": ["1969-02-28T10:30:05", "1969-02-28T10:30:05"]}}
    found = served(database, rule, column("timestamp"), rows=1)
    assert [typed for _, typed in found] == ["1969-02-28 10:30:05"]
