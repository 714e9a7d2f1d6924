"""community: profiles one to one, members without a profile, members without a log."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from seedc.pools import pool

Rows = dict[str, dict[str, dict[str, Any]]]
Ask = Callable[[str], list[tuple[Any, ...]]]

BAND = "BETWEEN 4503599627370496 AND 6755399441055743"
"""Which members are generated: those whose id is in the lower half of the band."""


@pytest.fixture(scope="module")
def rows(read: Callable[[str], Rows]) -> Rows:
    return read("community")


def test_a_member_has_at_most_one_profile(rows: Rows) -> None:
    owners = [row["__parent__"] for row in rows["profiles"].values()]
    assert len(owners) == len(set(owners))
    assert set(owners) < set(rows["TelegramUsers"])


def test_profile_and_log_occur_in_all_four_combinations(rows: Rows) -> None:
    profiled = {row["__parent__"] for row in rows["profiles"].values()}
    active = {row["user_id"] for row in rows["ActivityLogs"].values()}
    found = {(key in profiled, key in active) for key in rows["TelegramUsers"]}
    assert found == {(True, True), (True, False), (False, True), (False, False)}


def test_every_strategy_made_a_profile_and_only_basic_needs_no_model(rows: Rows) -> None:
    profiles = list(rows["profiles"].values())
    assert {row["generated_by"] for row in profiles} == {"basic", "llm", "hybrid"}
    for row in profiles:
        assert ("llm_model" in row) == (row["generated_by"] != "basic")
        assert set(row["summary"]) == {"портрет", "ценности", "запрос"}


def test_a_language_model_needs_a_log_to_read(rows: Rows) -> None:
    active = {row["user_id"] for row in rows["ActivityLogs"].values()}
    for row in rows["profiles"].values():
        if row["generated_by"] != "basic":
            assert row["__parent__"] in active


def test_some_ids_are_given_and_some_derived(rows: Rows) -> None:
    assert {"id" in row for row in rows["TelegramUsers"].values()} == {True, False}


def test_members_are_invited_by_somebody_who_was_there(rows: Rows) -> None:
    users = rows["TelegramUsers"]
    for user in users.values():
        if "invited_by" in user:
            there = datetime.fromisoformat(users[user["invited_by"]]["joined_at"])
            assert there < datetime.fromisoformat(user["joined_at"])


def test_nobody_acts_before_they_joined(rows: Rows) -> None:
    for row in rows["ActivityLogs"].values():
        joined = rows["TelegramUsers"][row["user_id"]]["joined_at"]
        assert datetime.fromisoformat(row["occurred_at"]) >= datetime.fromisoformat(joined)


def test_the_log_fills_every_partition(rows: Rows, seeds: Path) -> None:
    ddl = (seeds / "community" / "schema.sql").read_text(encoding="utf-8")
    months = set(re.findall(r"activity_logs_(\d{4}_\d\d) PARTITION", ddl))
    moments = [
        datetime.fromisoformat(row["occurred_at"]).astimezone(UTC)
        for row in rows["ActivityLogs"].values()
    ]
    logged = {f"{moment:%Y_%m}" for moment in moments}
    assert len(months) == 3
    assert months < logged  # and the rest: the default partition is not empty


# Volume -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["SMALL", "MEDIUM"])
def ask(request: pytest.FixtureRequest, loaded: Callable[[str, str], Ask]) -> Ask:
    """Asks a database under the profile that the build commits, and under a larger one."""
    return loaded("community", request.param)


def test_each_profile_has_exactly_so_many_rows(
    counts: Callable[[str], dict[str, dict[str, int]]],
) -> None:
    tables = ("users", "activity_logs", "profiles", "user_interests")
    expected = {
        "SMALL": (40, 381, 25, 57),
        "MEDIUM": (1_000, 9_084, 598, 1_341),
        "LARGE": (10_000, 90_742, 6_001, 13_435),
        "STRESS": (100_000, 907_795, 59_998, 134_377),
    }
    assert counts("community") == {
        profile: dict(zip(tables, numbers, strict=True)) for profile, numbers in expected.items()
    }


def test_generated_members_with_and_without_profile_and_log_occur(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT EXISTS (SELECT FROM community.profiles AS p WHERE p.user_id = u.id),"
        " EXISTS (SELECT FROM community.activity_logs AS l WHERE l.user_id = u.id)"
        f" FROM community.users AS u WHERE u.id {BAND}"
    )
    assert set(found) == {(True, True), (True, False), (False, True), (False, False)}


def test_nobody_acts_or_gets_a_profile_before_they_joined(ask: Ask) -> None:
    for table, moment in (("activity_logs", "occurred_at"), ("profiles", "updated_at")):
        assert not ask(
            f"SELECT u.id FROM community.users AS u JOIN community.{table} AS t"
            f" ON t.user_id = u.id WHERE t.{moment} < u.joined_at"
        )


def test_members_join_all_the_time_and_some_after_others_have_written(ask: Ask) -> None:
    ((late, early),) = ask(
        f"SELECT (SELECT max(joined_at) FROM community.users WHERE id {BAND}),"
        f" (SELECT min(occurred_at) FROM community.activity_logs WHERE user_id {BAND})"
    )
    assert late > early


def test_a_member_knows_how_many_entries_the_log_has_of_them(ask: Ask) -> None:
    assert not ask(
        "SELECT u.id FROM community.users AS u LEFT JOIN community.activity_logs AS l"
        " ON l.user_id = u.id GROUP BY u.id HAVING u.activities <> count(l.user_id)"
    )


def test_whoever_left_no_trace_has_a_basic_profile_at_most(ask: Ask) -> None:
    found = ask(
        "SELECT u.activities > 0, p.generated_by::text FROM community.profiles AS p"
        " JOIN community.users AS u ON u.id = p.user_id GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert found == [(False, "basic"), (True, "basic"), (True, "hybrid"), (True, "llm")]


def test_some_profiles_are_older_than_a_week_and_some_are_not(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT updated_at < TIMESTAMPTZ '2026-01-01 00:00:00+00'"
        f" FROM community.profiles WHERE user_id {BAND}"
    )
    assert sorted(found) == [(False,), (True,)]


def test_a_generated_member_was_invited_by_somebody_who_was_there(ask: Ask) -> None:
    found = ask(
        "SELECT i.joined_at < u.joined_at, count(*) FROM community.users AS u"
        f" LEFT JOIN community.users AS i ON i.id = u.invited_by WHERE u.id {BAND} GROUP BY 1"
    )
    assert {earlier for earlier, _ in found} == {True, None}


def test_the_evening_is_busier_than_the_rest_of_the_day(ask: Ask) -> None:
    found = ask(
        "SELECT extract(hour FROM occurred_at AT TIME ZONE 'Europe/Moscow') BETWEEN 18 AND 22,"
        f" count(*) FROM community.activity_logs WHERE user_id {BAND} GROUP BY 1"
    )
    numbers: dict[bool, int] = dict(found)
    assert numbers[True] > numbers[False] * 5 / 19 * 2


def test_generated_activity_fills_every_partition(ask: Ask) -> None:
    found = ask(
        "SELECT tableoid::regclass::text FROM community.activity_logs"
        f" WHERE user_id {BAND} GROUP BY 1 ORDER BY 1"
    )
    ends = ("2025_10", "2025_11", "2025_12", "rest")
    assert found == [(f"community.activity_logs_{end}",) for end in ends]


def test_what_was_done_decides_what_is_noted(ask: Ask) -> None:
    found = ask(
        "SELECT DISTINCT activity::text, message IS NOT NULL, duration IS NOT NULL,"
        " ARRAY(SELECT jsonb_object_keys(details) ORDER BY 1)"
        f" FROM community.activity_logs WHERE user_id {BAND} ORDER BY 1"
    )
    assert found == [
        ("message", True, False, ["chat"]),
        ("reaction", False, False, ["emoji"]),
        ("test", False, True, ["result", "test"]),
        ("voice", False, True, ["chat"]),
    ]


def test_generated_profiles_have_the_structure_of_the_curated_ones(ask: Ask) -> None:
    found = ask(
        "SELECT summary, markers, generated_by::text, llm_model, llm_response, confidence"
        f" FROM community.profiles WHERE user_id {BAND}"
    )
    assert {by for _, _, by, _, _, _ in found} == {"basic", "llm", "hybrid"}
    for summary, markers, by, model, response, confidence in found:
        assert set(summary) == {"портрет", "ценности", "запрос"}
        assert len(set(summary["ценности"])) == len(summary["ценности"]) > 0
        assert set(markers) == {"лидерство", "эмпатия", "тревожность", "темы"}
        assert 0 < markers["эмпатия"] <= 1
        assert (model is None) == (by == "basic") == (confidence < 0.5)
        assert (response is not None) == (by == "llm")


def test_names_are_of_the_gender_that_the_member_gave(ask: Ask) -> None:
    found = ask(f"SELECT gender::text, first_name, last_name FROM community.users WHERE id {BAND}")
    families = pool("ru_RU", "family")
    for gender, given, family in found:
        if gender is not None:
            assert given in pool("ru_RU", f"given_{gender}").field()
            forms = families.field(0 if gender == "male" else -1)
            assert family is None or family in forms, (given, family)
    assert {gender for gender, _, _ in found} == {"female", "male", None}
