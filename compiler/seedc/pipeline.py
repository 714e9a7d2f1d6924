"""The compiler from the top: which passes there are, in which order, and what each hands on.

`PASSES` is read downwards. Each takes the Compilation and the sink and returns a Compilation with
more of it filled in; `compile_project` stops after a group of passes that reported an error, so
that everything wrong with one stage of the input is reported at once.

From the volume on, datasets are compiled one by one and know nothing of each other: `building.py`
has several processes do that.
"""

from collections.abc import Callable
from dataclasses import replace

from seedc.compilation import (
    Asked,
    Compilation,
    DatasetPrograms,
    DatasetVolume,
    ProfilePlan,
)
from seedc.diagnostics import Sink
from seedc.frontend.volume.profiles import check_sets
from seedc.passes.bind import bind
from seedc.passes.checks import Checker
from seedc.passes.cycles import check_cycles
from seedc.passes.lower import Curated, Volume, choose_arbiters, lower
from seedc.passes.resolve import resolve
from seedc.passes.shared import Numbered, check_numbered, check_shared, numbered
from seedc.passes.unique import check_unique
from seedc.project import Project
from seedc.sources import read_schemas, read_seeds, read_volumes
from seedc.volumes import dataset_volume

Pass = Callable[[Compilation, Sink], Compilation]


def bind_names(state: Compilation, sink: Sink) -> Compilation:
    """Names of lists and members to tables and columns."""
    settings = state.project.settings
    plans = {
        name: bind(name, docs, state.catalogs[name], settings.dataset(name), sink)
        for name, docs in state.docs.items()
        if name in state.catalogs
    }
    return replace(state, plans=plans)


def resolve_values(state: Compilation, sink: Sink) -> Compilation:
    """Keys to ids, values to PostgreSQL's input text."""
    for plan in state.plans.values():
        resolve(plan, sink)
    return state


def check_rows(state: Compilation, sink: Sink) -> Compilation:
    """Required cycles, CHECK constraints, uniqueness."""
    checkers = {}
    for name, plan in state.plans.items():
        checker = checkers[name] = Checker(plan, sink)
        check_cycles(plan, sink)
        checker.tables()
        check_unique(plan, sink, checker.falls_under)
    unchecked = [d for checker in checkers.values() for d in checker.unchecked.values()]
    return replace(state, checkers=checkers, unchecked=tuple(unchecked))


def choose_keys(state: Compilation, sink: Sink) -> Compilation:
    """How each row will be recognised in the database."""
    arbiters = {
        name: choose_arbiters(plan, state.checkers[name], sink)
        for name, plan in state.plans.items()
    }
    check_shared(tuple(state.plans.values()), arbiters, sink)
    return replace(state, arbiters=arbiters)


def plan_volumes(state: Compilation, sink: Sink) -> Compilation:
    """Volume rules to generated rows. Reports SD704 to SD709, SD72x to SD75x."""
    check_sets(state.volumes.values(), state.asked.sets, sink)
    found = {
        name: dataset_volume(state, name, sink) for name in state.volumes if name in state.plans
    }
    check_numbered({name: numbered_rows(volume) for name, volume in found.items()}, sink)
    return replace(state, volume_plans=found)


def numbered_rows(volume: DatasetVolume) -> Numbered:
    """What `check_numbered` needs to know of a dataset."""
    return numbered(volume.profiles[0].plan) if volume.profiles else {}


def lower_plans(state: Compilation, sink: Sink) -> Compilation:
    """SeedPlans and generated rows to DatasetPrograms; nothing can be wrong any more."""
    found = {
        name: dataset_programs(state, name, state.volume_plans.get(name)) for name in state.plans
    }
    return replace(state, lowered=found)


def dataset_programs(
    state: Compilation, dataset: str, volume: DatasetVolume | None
) -> DatasetPrograms:
    """The programs of a dataset; `volume` is None where it has no volume.json."""
    settings = state.project.settings
    curated = Curated(
        plan=state.plans[dataset],
        arbiters=state.arbiters[dataset],
        plans=tuple(state.plans.values()),
        settings=settings,
    )
    if volume is None:
        only = lower(curated, Volume(profile=settings.profile))
        return DatasetPrograms(default=only, wanted=only)
    default, *further = [lower(curated, _volume(profile)) for profile in volume.profiles]
    return DatasetPrograms(
        default=default,
        others=tuple(p for p in further if p.profile in state.volumes[dataset].profiles),
        wanted=next(p for p in (default, *further) if p.profile == volume.wanted),
    )


def _volume(profile: ProfilePlan) -> Volume:
    return Volume(
        profile=profile.chosen.profile,
        rows=profile.rows,
        batch=profile.chosen.batch,
        single=profile.chosen.transaction == "single",
        rebuild=profile.chosen.constraints == "rebuild",
    )


PASSES: tuple[tuple[str, tuple[Pass, ...]], ...] = (
    ("ddl", (read_schemas,)),
    ("seeds", (read_seeds, read_volumes)),
    ("bind", (bind_names,)),
    ("resolve", (resolve_values, check_rows, choose_keys)),
    ("volume", (plan_volumes,)),
    ("program", (lower_plans,)),
)
_CLOSE_AFTER = ("seeds", "resolve", "volume", "program")


def compile_project(
    project: Project,
    sink: Sink,
    *,
    schema_from: str | None = None,
    until: str = "program",
    asked: Asked | None = None,
    others: bool = True,
) -> Compilation:
    """Run the passes up to and with the stage named `until`. `others` compiles the profiles that
    are neither the default nor asked for, too. Raises Rejected with every diagnostic of the stages
    that belong together (files; names and values; volume)."""
    state = Compilation(
        project=project, schema_from=schema_from, asked=asked or Asked(), others=others
    )
    for name, passes in PASSES:
        for step in passes:
            state = step(state, sink)
        if name in _CLOSE_AFTER or name == until:
            sink.close()
        if name == until:
            break
    return state
