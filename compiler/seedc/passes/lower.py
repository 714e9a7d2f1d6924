"""Lower: SeedPlans become DatasetPrograms, which a backend can write without any other input."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from seedc.catalog import Catalog, Column, ForeignKey, QualifiedName, Table, Trigger, TypeRef
from seedc.diagnostics import Sink
from seedc.ids import INTEGER_BANDS
from seedc.ir.program import (
    Arbiter,
    Band,
    DatasetProgram,
    GeneratedRows,
    LoadColumn,
    Policy,
    Row,
    RowGroup,
    SequenceMove,
    Stage,
    TableLoad,
)
from seedc.jsonvalue import Number
from seedc.passes.arbiter import absent, choose_arbiter, without_key
from seedc.passes.checks import Checker
from seedc.passes.order import dependencies, ordered
from seedc.passes.seedplan import BoundTable, FromField, SeedPlan, Shape
from seedc.passes.surrogate import band, integer_band
from seedc.settings import Settings
from seedc.types.codec import ValueProblem
from seedc.types.names import type_sql

Arbiters = dict[QualifiedName, Arbiter]


def choose_arbiters(plan: SeedPlan, checker: Checker, sink: Sink) -> Arbiters:
    """The arbiter of every seeded table. Reports SD504 to SD506, SD508 and SD509."""
    found = {}
    for name, settings in plan.names.settings.items():
        if settings.policy == "sync":
            plan.bound(plan.catalog.tables[name])
    for name, bound in plan.tables.items():
        shapes = _shapes(plan, bound)
        if shapes or _emptied(plan, bound):
            found[name] = choose_arbiter(bound, shapes, checker, sink)
            _check_band(plan, bound, sink)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """What all profiles of a dataset share: its plan, how its curated rows are recognised, the
    plans of the other datasets, the settings, and the row groups that are made so far."""

    plan: SeedPlan
    arbiters: Arbiters
    plans: Sequence[SeedPlan]
    settings: Settings
    made: dict[QualifiedName, tuple[RowGroup, ...]] = field(default_factory=dict)

    def groups(self, bound: BoundTable, arbiter: Arbiter) -> tuple[RowGroup, ...]:
        """The table's curated rows, the very same ones for every profile."""
        name = bound.table.name
        if name not in self.made:
            self.made[name] = _groups(self.plan, bound, arbiter)
        return self.made[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """The generated rows of a dataset under one profile, by table."""

    profile: str
    rows: Mapping[QualifiedName, GeneratedRows] = field(default_factory=dict)
    batch: int = 10_000
    single: bool = False
    rebuild: bool = False


def lower(curated: Curated, volume: Volume) -> DatasetProgram:
    """The program of one dataset under one profile. The plan must be free of errors."""
    plan = curated.plan
    names = {*curated.arbiters, *volume.rows}
    edges = dependencies(plan.bound(plan.catalog.tables[name]).table for name in names)
    loads = {name: _load(curated, name, volume.rows) for name in edges}
    stages = tuple(
        Stage(
            loads=tuple(loads[name] for name in group),
            cyclic=len(group) > 1 or group[0] in edges[group[0]],
        )
        for group in ordered(edges)
    )
    moves = [
        move
        for name in edges
        for move in _sequence_moves(plan, plan.tables[name], volume.rows.get(name))
    ]
    return DatasetProgram(
        dataset=plan.dataset,
        profile=volume.profile,
        stages=stages,
        volume=_volume_stages(loads),
        batch=volume.batch,
        single=volume.single,
        rebuild=volume.rebuild,
        sequences=tuple(sorted(moves, key=lambda m: (m.table, m.column))),
        protected=curated.settings.protected,
    )


def _volume_stages(loads: Mapping[QualifiedName, TableLoad]) -> tuple[Stage, ...]:
    """The tables with generated rows, in the order of the foreign keys that these rows give."""
    given = {name: load for name, load in loads.items() if load.generated is not None}
    edges = {
        name: tuple(sorted({key.table for key in _given_keys(load) if key.table in given}))
        for name, load in given.items()
    }
    return tuple(
        Stage(loads=tuple(given[name] for name in group), cyclic=len(group) > 1)
        for group in ordered(edges)
    )


def _given_keys(load: TableLoad) -> list[ForeignKey]:
    """The foreign keys of which generated rows give every column, and not always NULL."""
    assert load.generated is not None
    nodes = [{let.name: let.node for let in f.lets} for f in load.generated.functions]
    names = {c.column.name for c in load.generated.columns}

    def empty(name: str) -> bool:
        return all(n[name].is_constant and n[name].constant is None for n in nodes)

    return [
        key
        for key in load.table.foreign_keys
        if names >= {*key.columns} and not any(empty(name) for name in key.columns)
    ]


def _shapes(plan: SeedPlan, bound: BoundTable) -> list[Shape]:
    return [s for f in plan.files for s in f.shapes.values() if s.bound is bound and s.rows]


def _emptied(plan: SeedPlan, bound: BoundTable) -> bool:
    """Whether `sync` has rows to look for in a table that the seed gives none: its list is empty,
    or its own settings say sync and no file has a list for it any more."""
    return policy_of(plan, bound) == "sync" and band(plan.dataset, bound, shared=False) is not None


def policy_of(plan: SeedPlan, bound: BoundTable) -> Policy:
    """The table's write policy, else the dataset's."""
    own = bound.settings.policy if bound.settings else None
    return own or plan.settings.policy


def _load(
    curated: Curated, name: QualifiedName, generated: Mapping[QualifiedName, GeneratedRows]
) -> TableLoad:
    plan, arbiters = curated.plan, curated.arbiters
    bound = plan.tables[name]
    table = bound.table
    others = [p for p in curated.plans if p is not plan and table.name in p.tables]
    rows = generated.get(name)
    arbiter = arbiters[name] if name in arbiters else _generated_arbiter(rows)
    primary = table.primary_key
    referenced = _referenced_by(plan.catalog, table)
    inherited = {name for other in plan.catalog.tables.values() for name in other.inherits}
    policy = policy_of(plan, bound)
    return TableLoad(
        table=table,
        policy=policy,
        arbiter=arbiter,
        groups=curated.groups(bound, arbiter) if name in arbiters else (),
        generated=rows,
        band=_program_band(plan, bound, others),
        referenced_by=referenced,
        siblings=_siblings(bound, others),
        triggers=_triggers(plan.catalog, table, {policy, *([rows.policy] if rows else [])}),
        inherited=table.name in inherited,
        adopt_guard=arbiter.name is not None
        and primary is not None
        and arbiter.name != primary.name
        and any(name in arbiters for name, _ in referenced),
    )


def _generated_arbiter(rows: GeneratedRows | None) -> Arbiter:
    assert rows is not None, "a load has curated rows or generated ones"
    return rows.arbiter


def _program_band(plan: SeedPlan, bound: BoundTable, others: Sequence[SeedPlan]) -> Band | None:
    return band(plan.dataset, bound, shared=bool(others))


def _groups(plan: SeedPlan, bound: BoundTable, arbiter: Arbiter) -> tuple[RowGroup, ...]:
    """The table's rows by the columns they give; groups in order of their columns' positions."""
    shapes = _shapes(plan, bound)
    # Without a key every column tells rows apart, also one that is NULL by being left out.
    compared = without_key(bound, shapes) if arbiter.name is None else ()
    nulls = {id(shape): absent(bound, shape, compared) for shape in shapes}
    groups: dict[tuple[str, ...], list[Row]] = {}
    for file in plan.files:
        rows = [r for s in file.shapes.values() if s.bound is bound for r in s.rows]
        rows.sort(key=lambda r: r.number)
        path = file.doc.file
        for row in rows:
            entity, left = row.entity, nulls[id(row.shape)]
            values = (*row.values, *([None] * len(left)))
            groups.setdefault(row.shape.columns + left, []).append(
                Row(entity.key, values, path, entity.pointer)
            )
    position = {name: number for number, name in enumerate(bound.columns)}
    return tuple(
        RowGroup(
            columns=tuple(load_column(bound, name) for name in columns),
            rows=tuple(rows),
        )
        for columns, rows in sorted(groups.items(), key=lambda g: [position[n] for n in g[0]])
    )


def load_column(bound: BoundTable, name: str) -> LoadColumn:
    """A column as a load writes it."""
    column, codec = bound.columns[name], bound.codecs[name]
    value_type = _value_type(bound, column)
    brought = codec.family in _OF_EXTENSIONS and not value_type.array
    schema = value_type.name.schema
    return LoadColumn(
        name=name,
        type=type_sql(column.type),
        value_type=type_sql(value_type),
        not_null=column.not_null,
        identity=column.identity,
        bare=codec.bare,
        comparable=codec.comparable,
        operators=schema if brought and schema != "pg_catalog" else "",
    )


# Families of types that nothing but an extension can have brought; enums, ranges and arrays of
# these find the operators of pg_catalog.
_OF_EXTENSIONS = frozenset(["citext", "opaque"])


def _value_type(bound: BoundTable, column: Column) -> TypeRef:
    """The type under the column's domains. An array of a domain keeps its name: PostgreSQL has no
    operator between it and the array of the domain's base."""
    chain = bound.domains[column.name]
    return chain[-1].base if chain else column.type


def _referenced_by(catalog: Catalog, table: Table) -> tuple[tuple[QualifiedName, ForeignKey], ...]:
    """Every foreign key of the catalog that points at the table. A partition's copies of its
    parent's keys say nothing new and are left out."""
    return tuple(
        (name, key)
        for name, other in sorted(catalog.tables.items())
        for key in other.foreign_keys
        if key.table == table.name and other.partition_of is None
    )


def _siblings(bound: BoundTable, others: Sequence[SeedPlan]) -> tuple[str, ...]:
    """The surrogate keys that other datasets of the project own in the table, in their order."""
    found: dict[str, None] = {}
    for other in others:
        twin = other.tables[bound.table.name]
        for shape in _shapes(other, twin):
            position = shape.index.get(bound.key_column or "")
            if position is not None:
                found.update((str(row.values[position]), None) for row in shape.rows)
    return tuple(found)


_EVENTS: dict[Policy, frozenset[str]] = {
    "keep": frozenset(["insert"]),
    "update": frozenset(["insert", "update"]),
    "sync": frozenset(["insert", "update", "delete"]),
}


def _triggers(catalog: Catalog, table: Table, policies: Iterable[Policy]) -> tuple[Trigger, ...]:
    """The enabled user triggers that the load fires, those of the table's partitions included."""
    events = {event for policy in policies for event in _EVENTS[policy]}
    tables = [table, *(t for t in catalog.tables.values() if t.partition_of == table.name)]
    found = {
        t.name: t
        for owner in tables
        for t in owner.triggers
        if t.enabled and events & set(t.events)
    }
    return tuple(found[name] for name in sorted(found))


def _sequence_moves(
    plan: SeedPlan, bound: BoundTable, generated: GeneratedRows | None
) -> list[SequenceMove]:
    """Where explicit numbers below the band require a sequence to have passed them."""
    moves = []
    for column in bound.table.columns:
        if column.sequence is None or column.type.name.name not in INTEGER_BANDS:
            continue
        values = [
            int(row.values[position])
            for shape in _shapes(plan, bound)
            if (position := shape.index.get(column.name)) is not None
            and isinstance(shape.sources[position][0], FromField)
            for row in shape.rows
            if row.values[position] is not None
        ]
        limit = INTEGER_BANDS[column.type.name.name].low
        if column.name == bound.key_column and (integers := integer_band(bound)):
            limit = integers.low
        below = [value for value in (*values, *_highest(generated, column.name)) if value < limit]
        if below:
            moves.append(
                SequenceMove(
                    sequence=column.sequence,
                    table=bound.table.name,
                    column=column.name,
                    value=max(below),
                )
            )
    return moves


def _highest(generated: GeneratedRows | None, name: str) -> list[int]:
    """The greatest number that generated rows may give a column."""
    functions = generated.functions if generated is not None else ()
    return [let.node.high for f in functions for let in f.lets if let.name == name]


def _misfit(bound: BoundTable, low: int, high: int) -> str | None:
    """Why a band that the settings give is none for the table's key."""
    if bound.key_column is None or bound.band is None:
        return "bands are for single-column integer keys"
    if high - low < 2:
        return "a band has room for two ids at least"
    try:
        bound.codecs[bound.key_column].parse(Number(str(high - 1)))
    except ValueProblem as problem:
        return problem.message
    return None


def _check_band(plan: SeedPlan, bound: BoundTable, sink: Sink) -> None:
    """SD506 and SD508: what the settings ask of the table's ids."""
    settings = bound.settings
    origin = settings.origin if settings else plan.settings.origin
    if settings is not None and settings.band is not None:
        low, high = settings.band
        if found := _misfit(bound, low, high):
            sink.report(
                "SD508",
                origin,
                f"the band {low} to {high} does not fit the key of {bound.table.name}",
                help=found,
            )
            return
    if policy_of(plan, bound) == "sync" and band(plan.dataset, bound, shared=False) is None:
        sink.report(
            "SD506",
            origin if settings and settings.policy else plan.settings.origin,
            f"{bound.table.name} cannot be synced: its ids do not tell whose they are",
            help='use the policy "update" for this table',
        )
