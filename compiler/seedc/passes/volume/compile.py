"""One dataset's volume.json under one profile: names resolved, rows counted, rules expanded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from seedc.catalog import QualifiedName
from seedc.diagnostics import Sink, nearest_help
from seedc.frontend.volume.document import VolumeDoc, VolumeTable
from seedc.generators.context import Problem
from seedc.ir.expr import Unbounded
from seedc.ir.program import GeneratedRows
from seedc.passes.seedplan import SeedPlan
from seedc.passes.volume.lower import LoadColumnOf, generated_rows
from seedc.passes.volume.plan import Spoiled, VolumePlan, VolumeTablePlan
from seedc.passes.volume.reporting import Reporter
from seedc.passes.volume.trial import THOROUGH, Effort, try_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Where passwords come from: the environment's variables and the settings' entries."""

    environment: Mapping[str, str] = field(default_factory=dict)
    passwords: Mapping[str, str] = field(default_factory=dict)


def declared_tables(doc: VolumeDoc, plan: SeedPlan, sink: Sink) -> dict[QualifiedName, VolumeTable]:
    """The tables of the file by their resolved names. Reports SD707 to SD709."""
    found: dict[QualifiedName, VolumeTable] = {}
    for declared in doc.tables:
        hits = plan.names.find(declared.name)
        if len(hits) != 1:
            options = " and ".join(sorted(str(table.name) for table in hits))
            near = nearest_help("table", declared.name, plan.names.spellings())
            message = f'"{declared.name}" fits {options}'
            unknown = f'there is no table "{declared.name}"'
            sink.report("SD708", declared.origin, message if hits else unknown, help=near)
            continue
        table = hits[0]
        if table.name in found:
            sink.report("SD707", declared.origin, f"{table.name} stands in the file twice")
            continue
        found[table.name] = declared
        for name, bounds in declared.expect.items():
            if table.column(name) is None:
                near = nearest_help("column", name, [c.name for c in table.columns])
                message = f'{table.name} has no column "{name}"'
                sink.report("SD709", replace(bounds.origin, part="key"), message, help=near)
        known = {}
        for name, rule in declared.columns.items():
            column = table.column(name)
            names = [c.name for c in table.columns if not c.generated]
            if column is None:
                near = nearest_help("column", name, names)
                place = replace(rule.origin, part="key")
                sink.report("SD709", place, f'{table.name} has no column "{name}"', help=near)
            elif column.generated:
                sink.report(
                    "SD709",
                    replace(rule.origin, part="key"),
                    f"{table.name}.{name} is a generated column: the database computes it",
                )
            else:
                known[name] = rule
        found[table.name] = replace(declared, columns=known)
    return found


def volume_plans(
    doc: VolumeDoc,
    plan: SeedPlan,
    declared: Mapping[QualifiedName, VolumeTable],
    profiles: Sequence[Mapping[str, int]],
    secrets: Secrets,
) -> list[VolumePlan]:
    """A plan for each profile's values."""
    return [
        VolumePlan(
            doc=doc,
            plan=plan,
            values=values,
            environment=secrets.environment,
            passwords=secrets.passwords,
            declared=declared,
        )
        for values in profiles
    ]


def compile_volume(
    volume: VolumePlan, reporter: Reporter, load_column: LoadColumnOf, effort: Effort = THOROUGH
) -> dict[QualifiedName, GeneratedRows]:
    """Every table's generated rows. Reports what is wrong with rows, rules and constraints."""
    for name, declared in volume.declared.items():
        _guarded(volume, declared, reporter, partial(volume.table_plan, name), name)
    found = {}
    for name in volume.declared:
        if name in volume.tables and (
            rows := _expanded(volume, name, reporter, load_column, effort)
        ):
            found[name] = rows
    return found


Made = TypeVar("Made")


def _guarded(
    volume: VolumePlan,
    declared: VolumeTable,
    reporter: Reporter,
    make: Callable[[], Made],
    name: QualifiedName,
) -> Made | None:
    """What `make` gives, or None after reporting why there is nothing."""
    try:
        return make()
    except Spoiled:
        volume.spoiled.add(name)
    except Problem as problem:
        volume.spoiled.add(name)
        reporter.table(problem, declared)
    except Unbounded as error:
        volume.spoiled.add(name)
        reporter.table(Problem("SD742", str(error), path=("rows",)), declared)
    return None


def _expanded(
    volume: VolumePlan,
    name: QualifiedName,
    reporter: Reporter,
    load_column: LoadColumnOf,
    effort: Effort,
) -> GeneratedRows | None:
    plan, declared = volume.tables[name], volume.declared[name]
    if not plan.rows.size:
        return None
    before = reporter.met
    _rules(plan, reporter)
    if reporter.met > before:
        volume.spoiled.add(name)
        return None
    make = partial(generated_rows, plan, load_column)
    found = _guarded(volume, declared, reporter, make, name)
    for column, problem in try_rows(plan, found, effort) if found else ():
        _report(plan, reporter, column, problem)
    return found


def _report(
    plan: VolumeTablePlan, reporter: Reporter, column: str | None, problem: Problem
) -> None:
    """At the column's rule where it has one, else at the table."""
    rule = plan.declared.columns.get(column or "")
    if rule is None:
        reporter.table(problem, plan.declared)
    else:
        reporter.rule(problem, rule)


def _rules(plan: VolumeTablePlan, reporter: Reporter) -> None:
    """Report all that is wrong with the table's rules, column by column."""
    declared = plan.declared
    try:
        problems = plan.table_rules.problems
    except Problem as problem:
        reporter.table(problem, declared)
        return
    except Spoiled:
        return
    for column, found in problems:
        _report(plan, reporter, column, found)
    told = {column for column, _ in problems}
    source = plan.dense if plan.rows.dense else plan.listed
    for name in plan.bound.columns:
        try:
            if name not in told and (name in declared.columns or source.gives(name)):
                source.cell(name)
        except Problem as problem:
            _report(plan, reporter, name, problem)
        except Spoiled:
            continue
