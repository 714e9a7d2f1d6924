"""The rules of one table: those of the file, made unique where the schema asks for it, and those
that are inferred for the columns without one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seedc.catalog import QualifiedName
from seedc.frontend.volume.document import Rule
from seedc.generators.context import Problem
from seedc.generators.rules import Written, plain, read_rule
from seedc.passes.volume.pairs import ascends

if TYPE_CHECKING:
    from seedc.passes.volume.infer import Facts
    from seedc.passes.volume.plan import VolumeTablePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRules:
    """`problems` are what cannot be satisfied, each with the column it is about, if it is one."""

    explicit: Mapping[str, Written]
    inferred: Mapping[str, Written]
    problems: tuple[tuple[str | None, Problem], ...]


def written(rule: Rule) -> Written:
    """A rule of the file, taken apart."""
    given = {rule.generator: plain(rule.options)}
    if rule.distribution is not None:
        given["distribution"] = plain(rule.distribution)
    found = read_rule(given)
    return replace(found, null=rule.null, unique=rule.unique, computed=rule.computed)


def table_rules(plan: "VolumeTablePlan") -> TableRules:
    """The rules of the table's columns."""
    # Imported here: sqlglot and what reads CHECKs cost 0.3 s, which only volume rules need pay.
    from seedc.passes.volume.infer import infer, made_unique  # noqa: PLC0415

    explicit = {name: written(rule) for name, rule in plan.declared.columns.items()}
    facts = _facts(plan, explicit)
    for name in sorted(made_unique(facts)):
        explicit[name] = replace(explicit[name], unique=True)
    found = infer(facts)
    return TableRules(
        explicit=explicit,
        inferred={name: read_rule(rule) for name, rule in found.rules.items()},
        problems=found.problems,
    )


def _facts(plan: "VolumeTablePlan", explicit: Mapping[str, Written]) -> "Facts":
    from seedc.passes.volume.infer import Facts  # noqa: PLC0415 - the same

    volume, rows = plan.volume, plan.rows

    def size(name: QualifiedName) -> int:
        return volume.parents_of(volume.catalog.tables[name]).space.size

    def ascending(name: QualifiedName) -> int:
        return volume.parents_of(volume.catalog.tables[name]).space.generated * ascends(
            volume, name
        )

    driven = {column for driver in rows.drivers for column in driver.via}
    return Facts(
        bound=plan.constrained,
        catalog=volume.catalog,
        rules=explicit,
        size=rows.size,
        driven=frozenset(driven | set(rows.tree_via)),
        has_siblings=rows.ordinal is not None,
        is_day=rows.day is not None,
        parents=size,
        ascending=ascending,
        locale=volume.doc.locale,
        has_clock=volume.doc.clock is not None,
        highest=max([rows.dense - 1, *(child.index for child in rows.listed[-1:])]),
        most=rows.most if rows.ordinal is not None else None,
        referred=dict(_referred(plan, explicit)),
    )


def _referred(
    plan: "VolumeTablePlan", explicit: Mapping[str, Written]
) -> Iterator[tuple[str, QualifiedName]]:
    """The columns with a reference of the file, and the tables that these name."""
    for name, rule in explicit.items():
        if rule.generator == "reference":
            for table in plan.volume.plan.names.find(rule.options["table"]):
                yield name, table.name
