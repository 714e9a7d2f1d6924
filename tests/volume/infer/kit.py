"""Inference from SQL text, and the rows that its rules give."""

from collections.abc import Mapping
from typing import Any

from seedc.catalog import Check
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.generators.rules import read_rule
from seedc.passes.names import table_names
from seedc.passes.predicate import NotUnderstood, compile_predicate
from seedc.passes.seedplan import SeedPlan
from seedc.passes.volume.infer import Facts, Inferred, infer
from seedc.passes.volume.infer.trial import Trial
from seedc.settings import DatasetSettings
from seedc.types.codec import Codec


def plan_of(sql: str) -> SeedPlan:
    sink = Sink()
    catalog = read_schema("schema.sql", sql, sink)
    assert [d.message for d in sink.diagnostics] == []
    settings = DatasetSettings()
    names = table_names("shop", catalog, settings, sink)
    return SeedPlan(dataset="shop", catalog=catalog, settings=settings, names=names)


def facts_of(plan: SeedPlan, table: str, **changes: Any) -> Facts:
    """The facts of a table of a thousand rows among tables of a thousand rows. `rules` are JSON;
    `parents` may map tables' names to numbers."""
    found = next(t for t in plan.catalog.tables.values() if t.name.name == table)
    rules = {name: read_rule(rule) for name, rule in changes.pop("rules", {}).items()}
    counts: Mapping[str, int] = changes.pop("parents", {})
    facts: dict[str, Any] = {
        "bound": plan.bound(found),
        "catalog": plan.catalog,
        "rules": rules,
        "size": 1000,
        "driven": frozenset(),
        "has_siblings": False,
        "is_day": False,
        "parents": lambda name: counts.get(name.name, 1000),
    }
    return Facts(**facts | changes)


def inferred(sql: str, table: str = "t", **changes: Any) -> Inferred:
    """What is inferred for a table, whose tried rows must satisfy its constraints."""
    facts = facts_of(plan_of(sql), table, **changes)
    found = infer(facts)
    if not found.problems:
        assert violations(facts, found) == []
    return found


def rule(columns: str, name: str, before: str = "", **changes: Any) -> Any:
    """The rule of one column of a table with these columns (an SQL list), which has no problem."""
    found = inferred(f"{before} CREATE TABLE t ({columns});", **changes)
    assert found.problems == ()
    return found.rules.get(name)


def problems(sql: str, table: str = "t", **changes: Any) -> list[tuple[str | None, str, str]]:
    """The problems of a table: column, code, message."""
    found = infer(facts_of(plan_of(sql), table, **changes))
    return [(column, problem.code, problem.message) for column, problem in found.problems]


def rows(facts: Facts, found: Inferred) -> list[dict[str, str | None]]:
    """Some rows, without the columns that only the compiler can fill."""
    trial = Trial(facts)
    trial.chosen |= {name: read_rule(rule) for name, rule in found.rules.items()}
    return trial.samples([*facts.rules, *found.rules])


def violations(facts: Facts, found: Inferred) -> list[str]:
    """The CHECKs and single-column unique keys that tried rows break."""
    tried = rows(facts, found)
    bound = facts.bound
    checks: list[tuple[Check, dict[str, Codec], str | None]] = [
        (c, bound.codecs, None) for c in bound.table.checks if c.enforced
    ]
    for name, domains in bound.domains.items():
        if not bound.columns[name].type.array:
            checks += [(c, {"VALUE": bound.codecs[name]}, name) for d in domains for c in d.checks]
    broken = []
    for check, codecs, value in checks:
        predicate = compile_predicate(check.expression, codecs)
        if isinstance(predicate, NotUnderstood):
            continue
        for row in tried:
            read = {"VALUE": row[value]} if value and value in row else row
            typed = {
                name: None if text is None else (codecs[name].value or str)(text)
                for name, text in read.items()
                if name in predicate.columns
            }
            if predicate(typed) is False:
                broken.append(f"{check.name}: {check.expression.text} by {typed}")
                break
    for unique in bound.table.uniques:
        columns = unique.columns or ()
        if len(columns) == 1 and unique.predicate is None and tried and columns[0] in tried[0]:
            values = [row[columns[0]] for row in tried if row[columns[0]] is not None]
            if len(set(values)) < len(values):
                broken.append(unique.name)
    return broken
