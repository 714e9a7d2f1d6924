"""The compiler from the top: which passes there are, in which order, and what each hands on.

`PASSES` is read downwards. Each takes the Compilation and the sink and returns a Compilation with
more of it filled in; `compile_project` stops after a group of passes that reported an error, so
that everything wrong with one stage of the input is reported at once.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from seedc.catalog import Catalog, QualifiedName
from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.frontend.seed.document import SeedDoc
from seedc.frontend.seed.reader import read_seed
from seedc.frontend.volume.document import VolumeDoc
from seedc.frontend.volume.profiles import (
    CUSTOM,
    SIZE,
    Chosen,
    check_sets,
    choose_profile,
    parameters_of,
)
from seedc.frontend.volume.reader import read_volume
from seedc.ir.program import DatasetProgram, GeneratedRows
from seedc.origin import Origin
from seedc.passes.bind import bind
from seedc.passes.checks import Checker
from seedc.passes.cycles import check_cycles
from seedc.passes.lower import Arbiters, Curated, Volume, choose_arbiters, load_column, lower
from seedc.passes.resolve import resolve
from seedc.passes.seedplan import SeedPlan
from seedc.passes.shared import check_shared, check_shared_rows
from seedc.passes.unique import check_unique
from seedc.passes.volume.compile import Secrets, compile_volume, declared_tables, volume_plans
from seedc.passes.volume.plan import VolumePlan
from seedc.passes.volume.reporting import Reporter
from seedc.passes.volume.trial import BRIEF, THOROUGH
from seedc.project import Dataset, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run asks for beside the files: `--profile`, the texts of `--set`, the environment's
    variables (for parameters and passwords)."""

    profile: str | None = None
    sets: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePlan:
    """One dataset's volume under one profile: the numbers, the plan, the generated rows."""

    chosen: Chosen
    plan: VolumePlan
    rows: Mapping[QualifiedName, GeneratedRows] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What is known so far, by dataset name. `inputs` are the SHA-256 sums of the files read.

    `programs` are the datasets under their default profiles, `profiles` under the others of their
    files, `asked_for` under what `asked` says where that is something else.
    """

    project: Project
    schema_from: str | None = None
    asked: Asked = field(default_factory=Asked)
    others: bool = True
    inputs: Mapping[str, str] = field(default_factory=dict)
    catalogs: Mapping[str, Catalog] = field(default_factory=dict)
    docs: Mapping[str, tuple[SeedDoc, ...]] = field(default_factory=dict)
    plans: Mapping[str, SeedPlan] = field(default_factory=dict)
    checkers: Mapping[str, Checker] = field(default_factory=dict)
    arbiters: Mapping[str, Arbiters] = field(default_factory=dict)
    unchecked: tuple[Diagnostic, ...] = ()
    volumes: Mapping[str, VolumeDoc] = field(default_factory=dict)
    volume_plans: Mapping[str, tuple[ProfilePlan, ...]] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: Mapping[str, str] = field(default_factory=dict)
    programs: tuple[DatasetProgram, ...] = ()
    profiles: tuple[DatasetProgram, ...] = ()
    asked_for: tuple[DatasetProgram, ...] = ()


Pass = Callable[[Compilation, Sink], Compilation]


def read_schemas(state: Compilation, sink: Sink) -> Compilation:
    """schema.sql, or a database, to the Catalog of each dataset. A database that several datasets
    name is read once."""
    catalogs = {}
    inputs = dict(state.inputs)
    databases: dict[str, Catalog | None] = {}
    for dataset in state.project.datasets:
        source = state.schema_from or state.project.settings.dataset(dataset.name).schema_from
        if source is not None:
            if source not in databases:
                databases[source] = _introspect(source, _source_origin(state, dataset), sink)
            catalog = databases[source]
        elif dataset.schema is not None:
            data = _read(state.project.root, dataset.schema, sink)
            if data is None:
                continue
            inputs[dataset.schema] = hashlib.sha256(data).hexdigest()
            catalog = read_schema(dataset.schema, _text(dataset.schema, data, sink), sink)
        else:
            continue
        if catalog is not None:
            catalogs[dataset.name] = catalog
    return replace(state, catalogs=catalogs, inputs=inputs)


def read_seeds(state: Compilation, sink: Sink) -> Compilation:
    """Each `*.seed.json` to a SeedDoc."""
    docs = {}
    inputs = dict(state.inputs)
    for dataset in state.project.datasets:
        found = []
        for file in dataset.seeds:
            data = _read(state.project.root, file, sink)
            if data is not None:
                inputs[file] = hashlib.sha256(data).hexdigest()
                doc = read_seed(file, data, sink)
                found += [doc] if doc is not None else []
        docs[dataset.name] = tuple(found)
    return replace(state, docs=docs, inputs=inputs)


def read_volumes(state: Compilation, sink: Sink) -> Compilation:
    """Each `volume.json` to a VolumeDoc."""
    volumes = {}
    inputs = dict(state.inputs)
    for dataset in state.project.datasets:
        data = _read(state.project.root, dataset.volume, sink) if dataset.volume else None
        if dataset.volume is not None and data is not None:
            inputs[dataset.volume] = hashlib.sha256(data).hexdigest()
            doc = read_volume(dataset.volume, data, sink)
            if doc is not None:
                volumes[dataset.name] = doc
    return replace(state, volumes=volumes, inputs=inputs)


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
    """Volume rules to generated rows: under the default profile, under each other one, and under
    what was asked for where that is something else. Reports SD705 to SD709, SD72x to SD75x."""
    check_sets(state.volumes.values(), state.asked.sets, sink)
    plans, said, wanted = {}, {}, {}
    for name, doc in state.volumes.items():
        if name in state.plans:
            found = _profile_plans(state, state.plans[name], doc, sink)
            plans[name], wanted[name], said[name] = found
    check_shared_rows([found[0].plan for found in plans.values() if found], sink)
    return replace(state, volume_plans=plans, said=said, wanted=wanted)


def _profile_plans(
    state: Compilation, plan: SeedPlan, doc: VolumeDoc, sink: Sink
) -> tuple[tuple[ProfilePlan, ...], str, tuple[str, ...]]:
    """The default profile's plan first, then the others', then that of what was asked for, with its
    profile and the words for it."""
    asked, default = state.asked, state.project.settings.profile
    declared = declared_tables(doc, plan, sink)
    usual = choose_profile(doc, sink, environment={}, sets={}, default=default)
    name, environment, missing = _asked_of(state, doc)
    again = Sink()
    wanted = choose_profile(
        doc,
        again,
        name=name,
        environment=environment,
        sets={n: text for n, text in asked.sets.items() if n in (*parameters_of(doc), "batch")},
        default=default,
    )
    sink.diagnostics += [found for found in again.diagnostics if found not in sink.diagnostics]
    if usual is None or wanted is None:
        return (), default, ()
    listed = [
        chosen
        for name in doc.profiles
        if (chosen := choose_profile(doc, sink, name=name, environment={}, sets={}, default=name))
    ]
    extra = replace(wanted, profile=_label(wanted, doc), said=())
    others = [chosen for chosen in listed if chosen.profile != usual.profile]
    every = [replace(chosen, said=()) for chosen in (usual, *others)]
    every += [extra] if extra not in every else []
    secrets = Secrets(
        environment=asked.environment,
        passwords=state.project.settings.dataset(plan.dataset).passwords,
    )
    volumes = volume_plans(doc, plan, declared, [chosen.values for chosen in every], secrets)
    reporter = Reporter(sink)
    made = []
    for chosen, volume in zip(every, volumes, strict=True):
        volume.family = tuple(volumes[: 1 + len(others)])
        if state.others or chosen in (every[0], extra):
            reporter.profile = "" if chosen is every[0] else chosen.profile
            effort = THOROUGH if chosen in (every[0], extra) else BRIEF
            rows = compile_volume(volume, reporter, load_column, effort)
            made.append(ProfilePlan(chosen=chosen, plan=volume, rows=rows))
    return tuple(made), extra.profile, (*wanted.said, *missing)


def _asked_of(
    state: Compilation, doc: VolumeDoc
) -> tuple[str | None, Mapping[str, str], tuple[str, ...]]:
    """The profile that is asked of one dataset, the environment that it sees, and words for a
    profile that only other datasets have: this one then keeps its default."""
    environment = state.asked.environment
    asked = state.asked.profile or environment.get(SIZE)
    elsewhere = any(asked in other.profiles for other in state.volumes.values())
    if not asked or asked in doc.profiles or not elsewhere:
        return state.asked.profile, environment, ()
    others = {name: value for name, value in environment.items() if name != SIZE}
    return None, others, (f"it has no profile {asked}",)


def _label(chosen: Chosen, doc: VolumeDoc) -> str:
    """The profile's name, or CUSTOM where its numbers are not those of the file."""
    given = choose_profile(
        doc, Sink(), name=chosen.profile, environment={}, sets={}, default=chosen.profile
    )
    same = given is not None and (given.values, given.batch) == (chosen.values, chosen.batch)
    return chosen.profile if same else CUSTOM


def lower_plans(state: Compilation, sink: Sink) -> Compilation:
    """SeedPlans and generated rows to DatasetPrograms; nothing can be wrong any more."""
    settings = state.project.settings
    plans = tuple(state.plans.values())
    programs, others, asked_for = [], [], []
    for name, plan in state.plans.items():
        curated = Curated(plan=plan, arbiters=state.arbiters[name], plans=plans, settings=settings)
        lowered = [lower(curated, _volume(p)) for p in state.volume_plans.get(name, ())]
        programs.append(lowered[0] if lowered else lower(curated, Volume(profile=settings.profile)))
        listed = state.volumes[name].profiles if name in state.volumes else {}
        others += [p for p in lowered[1:] if p.profile in listed]
        asked_for += [p for p in lowered[1:] if p.profile not in listed]
    return replace(
        state,
        programs=tuple(programs),
        profiles=tuple(others),
        asked_for=tuple(asked_for),
    )


def wanted_programs(state: Compilation) -> tuple[DatasetProgram, ...]:
    """Each dataset's program under what was asked for: its default one where nothing was."""
    every = (*state.programs, *state.profiles, *state.asked_for)
    return tuple(
        next(
            found
            for found in every
            if found.dataset == program.dataset
            and found.profile == state.wanted.get(program.dataset, program.profile)
        )
        for program in state.programs
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


def _read(root: Path, file: str, sink: Sink) -> bytes | None:
    try:
        return (root / file).read_bytes()
    except OSError as error:
        sink.report("SD008", Origin(file), f"cannot be read: {error.strerror}")
        return None


def _text(file: str, data: bytes, sink: Sink) -> str:
    try:
        text = data.decode("utf-8")
        return " " + text[1:] if text.startswith("\ufeff") else text
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", errors="replace")
        message = f"is not UTF-8: {error.reason}"
        sink.report("SD008", Origin(file, offset=len(before)), message, help=_help_of_bytes(data))
        return ""


def _help_of_bytes(data: bytes) -> str | None:
    """What two common kinds of files that are no text in UTF-8 should have been."""
    if data.startswith(b"PGDMP"):
        return "it is an archive of pg_dump: make SQL of it with pg_restore --schema-only -f"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it is UTF-16, as PowerShell's > writes: save it as UTF-8, or use pg_dump -f"
    return None


def _source_origin(state: Compilation, dataset: Dataset) -> Origin:
    """Where it was said which database to read."""
    if state.schema_from is not None:
        return Origin("--schema-from")
    return state.project.settings.dataset(dataset.name).origin


def _introspect(source: str, origin: Origin, sink: Sink) -> Catalog | None:
    """The Catalog of the database that `source` is the address of, or the variable that holds it.
    Never repeats the source where it is neither: it may be half an address, password included."""
    # Imported here: psycopg costs 80 ms, which a build from schema.sql need not pay.
    from seedc.server.introspect import introspect_dsn  # noqa: PLC0415

    dsn = source if "://" in source or "=" in source else os.environ.get(source)
    if dsn is not None:
        return introspect_dsn(dsn)
    neither = "this is neither a database's address nor the name of an environment variable"
    unset = f"the environment variable {source} is not set"
    sink.report("SD011", origin, unset if source.isidentifier() else neither)
    return None
