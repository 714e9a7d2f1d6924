"""Whole schemas: every table gets rules for its columns, and tried rows keep their constraints."""

from pathlib import Path

import pytest

from seedc.passes.volume.infer import infer
from volume.infer.kit import facts_of, plan_of, violations

ROOT = Path(__file__).parents[3]
SCHEMAS = [
    *sorted(ROOT.glob("seeds/*/schema.sql")),
    *sorted((ROOT.parent / "shared" / "corpus").glob("*/schema.sql")),
]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.parent.name)
def test_a_schema_is_filled_without_a_rule_of_its_own(path: Path) -> None:
    plan = plan_of(path.read_text(encoding="utf-8"))
    for table in plan.catalog.tables.values():
        facts = facts_of(plan, table.name.name, bound=plan.bound(table))
        found = infer(facts)
        assert found.problems == (), table.name
        assert violations(facts, found) == [], table.name
        assert infer(facts) == found
        filled = {c for key in table.foreign_keys for c in key.columns}
        for column in table.columns:
            surrogate = column.name == facts.bound.key_column
            left = facts.bound.filled(column) or surrogate or column.name in filled
            assert column.name in found.rules or left, (table.name, column.name)
