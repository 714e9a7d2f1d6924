"""EXCLUDE constraints: rows that differ where they must, ranges that do not overlap."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from seedc.catalog import Exclusion, IndexElement, Unique
from seedc.generators.context import Problem
from seedc.passes.volume.infer.choosing import Chooser
from seedc.passes.volume.infer.exclusive import Settling
from seedc.passes.volume.infer.facts import Facts, RuleJson
from seedc.passes.volume.infer.quoting import columns_read, exclusion_text


@dataclass(slots=True)
class Apart:
    """`rules` are candidates by column, tried before all others; `needed` columns get a rule."""

    rules: dict[str, tuple[RuleJson, ...]] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)


def kept_apart(
    facts: Facts, chooser: Chooser, settling: Settling, avoided: Container[str]
) -> Apart:
    """What keeps the EXCLUDE constraints of a table; no row falls under the `avoided` ones."""
    found = Apart()
    for exclusion in facts.bound.table.exclusions:
        if exclusion_text(exclusion) in avoided or facts.size < 2:
            continue
        if not _keep(facts, chooser, settling, exclusion, found):
            found.problems.append((None, _problem(facts, exclusion)))
    return found


def _keep(
    facts: Facts, chooser: Chooser, settling: Settling, exclusion: Exclusion, found: Apart
) -> bool:
    equal = [e for e, operator in exclusion.elements if operator == "="]
    ranged = [e for e, operator in exclusion.elements if operator != "="]
    names = [name for element in equal for name in columns_read(element)]
    if settling.sure(names):
        return True
    for element in ranged:
        if _ranged(facts, chooser, names, element, found):
            return True
    if equal:
        before = len(chooser.distinct.problems)
        settling.one(Unique(name=exclusion.name, kind="index", elements=tuple(equal)))
        settled = len(chooser.distinct.problems) == before
        del chooser.distinct.problems[before:]
        if settled:
            return True
    return any(_absent(chooser, name) for element in ranged for name in columns_read(element))


def _absent(chooser: Chooser, name: str) -> bool:
    """A range that is NULL or empty overlaps nothing."""
    target = chooser.targets[name]
    if name in chooser.facts.rules:
        return True
    if target.required or chooser.limits[name].null is False:
        return False
    chooser.distinct.absent.add(name)
    return True


def _ranged(
    facts: Facts, chooser: Chooser, names: list[str], element: IndexElement, found: Apart
) -> bool:
    if element.column is not None:
        return _range_column(facts, chooser, names, element.column, found)
    return _two_columns(facts, chooser, element, found)


def _range_column(
    facts: Facts, chooser: Chooser, names: list[str], name: str, found: Apart
) -> bool:
    if name in facts.rules:
        return True  # a trial of the rows tells
    cell = chooser.cell(name)
    rules: list[RuleJson] = []
    if facts.has_siblings and facts.driven & set(names):
        from seedc.passes.volume.infer.spans import range_rules  # noqa: PLC0415

        rules += range_rules(cell, cell.short_type, siblings=True)
    if cell.short_type in ("int4range", "int8range", "numrange"):
        rules.append({"template": "[{index},{number})"})
    if rules:
        found.rules[name] = tuple(rules)
    return bool(rules)


def _two_columns(facts: Facts, chooser: Chooser, element: IndexElement, found: Apart) -> bool:
    """A range made of two columns: both grow with the rows, and each ends before the next."""
    assert element.expression is not None
    free = [n for n in facts.bound.columns if n in element.expression.columns]
    if len(free) < 2 or any(n in facts.rules for n in free):
        return len(free) > 1
    kinds = {chooser.targets[n].type_name for n in free[:2]}
    first, last = _by_text(element.expression.text, free)
    if kinds <= {"timestamp", "timestamptz"}:
        hours = max(facts.size, 1) * 2
        span = {"past": f"{hours} hours"} if facts.has_clock else {"between": _fixed(hours)}
        found.rules[first] = ({"timestamp": {**span, "ordered": True}, "unique": True},)
        found.rules[last] = ({"after": {"column": first, "by": ["30 minutes", "90 minutes"]}},)
    elif kinds <= {"date"}:
        days = max(facts.size, 1) * 7
        span = {"past": f"{days} days"} if facts.has_clock else {"between": _fixed(days * 24)}
        found.rules[first] = ({"date": {**span, "ordered": True}, "unique": True},)
        found.rules[last] = ({"after": {"column": first, "by": ["1 day", "4 days"]}},)
    elif kinds <= {"int4", "int8"}:
        found.rules[first] = ({"sequence": {"start": 1, "step": 10}},)
        found.rules[last] = ({"more": {"than": first, "by": [1, 9]}},)
    else:
        return False
    found.needed.add(first)
    return True


def _fixed(hours: int) -> list[str]:
    from datetime import date, timedelta  # noqa: PLC0415

    last = date(2025, 12, 31)
    return [(last - timedelta(days=hours // 24 + 1)).isoformat(), last.isoformat()]


def _by_text(text: str, names: list[str]) -> tuple[str, str]:
    inside = text[text.find("(") :]
    first, last = sorted(names[:2], key=lambda n: _place(inside, n))
    return first, last


def _place(text: str, name: str) -> int:
    found = re.search(rf'(?<![\w"]){re.escape(name)}(?!\w)|"{re.escape(name)}"', text)
    return found.start() if found else len(text)


def _problem(facts: Facts, exclusion: Exclusion) -> Problem:
    return Problem(
        "SD741",
        f"nothing keeps the {facts.size} rows of {facts.bound.table.name} apart as"
        f" {exclusion_text(exclusion)} asks",
        help="make the rows for each parent, so that ranges can follow each other under it",
    )
