"""Members beside a reference: what its kind of draw does not heed is refused, not passed over."""

import json
from pathlib import Path
from typing import Any

import pytest

from seedc.diagnostics import Diagnostic, Rejected, Sink
from seedc.pipeline import compile_project
from seedc.project import open_project

SCHEMA = """
CREATE TABLE tenants (id bigint PRIMARY KEY);
CREATE TABLE users (tenant_id bigint NOT NULL REFERENCES tenants, id bigint,
  PRIMARY KEY (tenant_id, id));
CREATE TABLE tasks (tenant_id bigint NOT NULL REFERENCES tenants, id bigint,
  boss_id bigint, PRIMARY KEY (tenant_id, id));
CREATE TABLE doings (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, user_id bigint NOT NULL,
  task_id bigint NOT NULL, next_id bigint, after_id bigint REFERENCES doings,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users,
  FOREIGN KEY (tenant_id, task_id) REFERENCES tasks,
  FOREIGN KEY (tenant_id, next_id) REFERENCES tasks);
"""
WITHIN = {"reference": "tasks", "within": "tenant_id"}
EACH = {"each": "tenants", "count": 4}


def mistakes(root: Path, **columns: dict[str, Any]) -> list[Diagnostic]:
    """What is wrong with the rules of the columns of `doings`."""
    folder = root / "seeds" / "shop"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(SCHEMA, encoding="utf-8")
    tables = {
        "tenants": {"rows": 3},
        "users": {"rows": EACH},
        "tasks": {"rows": EACH},
        "doings": {"rows": 20, "columns": {"user_id": {"reference": "users"}, **columns}},
    }
    (folder / "volume.json").write_text(json.dumps({"tables": tables}), encoding="utf-8")
    sink = Sink()
    try:
        compile_project(open_project(root, sink), sink)
    except Rejected as rejected:
        return list(rejected.diagnostics)
    return []


def test_two_keys_are_drawn_within_one_column(tmp_path: Path) -> None:
    assert mistakes(tmp_path, task_id=WITHIN, next_id=WITHIN) == []


@pytest.mark.parametrize(
    ("column", "rule", "message"),
    [
        ("task_id", {**WITHIN, "distribution": "zipf"}, '"within" cannot have "distribution"'),
        ("task_id", {**WITHIN, "not": "next_id"}, '"within" cannot have "not"'),
        ("task_id", {**WITHIN, "of": "generated"}, '"within" cannot have "of"'),
        ("task_id", {**WITHIN, "stable": True}, '"within" cannot have "stable"'),
        (
            "task_id",
            {**WITHIN, "unique_per": "user_id"},
            'a reference that is drawn with another one cannot have "within"',
        ),
        (
            "after_id",
            {"reference": "doings", "distribution": "zipf"},
            'a table\'s reference to itself cannot have "distribution"',
        ),
        (
            "after_id",
            {"reference": "doings", "unique_per": "user_id"},
            "a table's references to itself are to rows before",
        ),
    ],
)
def test_a_member_that_would_do_nothing_is_refused(
    tmp_path: Path, column: str, rule: dict[str, Any], message: str
) -> None:
    (found,) = [
        d for d in mistakes(tmp_path, **{column: rule}) if column in (d.origin.pointer or ())
    ]
    assert found.code == "SD736"
    assert found.message.startswith(message)


@pytest.mark.parametrize("usual", [{"distribution": "uniform"}, {"of": "all"}, {"stable": False}])
def test_what_says_the_usual_is_no_mistake(tmp_path: Path, usual: dict[str, Any]) -> None:
    assert mistakes(tmp_path, task_id={**WITHIN, **usual}) == []
