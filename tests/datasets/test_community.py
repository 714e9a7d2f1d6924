"""community: profiles one to one, members without a profile, members without a log."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

Rows = dict[str, dict[str, dict[str, Any]]]


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
