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

from seedc.catalog import Catalog
from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.frontend.seed.document import SeedDoc
from seedc.frontend.seed.reader import read_seed
from seedc.ir.program import DatasetProgram
from seedc.origin import Origin
from seedc.passes.bind import bind
from seedc.passes.checks import Checker
from seedc.passes.cycles import check_cycles
from seedc.passes.lower import Arbiters, choose_arbiters, lower
from seedc.passes.resolve import resolve
from seedc.passes.seedplan import SeedPlan
from seedc.passes.shared import check_shared
from seedc.passes.unique import check_unique
from seedc.project import Dataset, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What is known so far, by dataset name. `inputs` are the SHA-256 sums of the files read."""

    project: Project
    schema_from: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    catalogs: Mapping[str, Catalog] = field(default_factory=dict)
    docs: Mapping[str, tuple[SeedDoc, ...]] = field(default_factory=dict)
    plans: Mapping[str, SeedPlan] = field(default_factory=dict)
    checkers: Mapping[str, Checker] = field(default_factory=dict)
    arbiters: Mapping[str, Arbiters] = field(default_factory=dict)
    unchecked: tuple[Diagnostic, ...] = ()
    programs: tuple[DatasetProgram, ...] = ()


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


def lower_plans(state: Compilation, sink: Sink) -> Compilation:
    """SeedPlans to DatasetPrograms; nothing can be wrong any more."""
    plans = tuple(state.plans.values())
    arbiters = tuple(state.arbiters[plan.dataset] for plan in plans)
    return replace(state, programs=lower(plans, arbiters, state.project.settings))


PASSES: tuple[tuple[str, tuple[Pass, ...]], ...] = (
    ("ddl", (read_schemas,)),
    ("seeds", (read_seeds,)),
    ("bind", (bind_names,)),
    ("resolve", (resolve_values, check_rows, choose_keys)),
    ("program", (lower_plans,)),
)
_CLOSE_AFTER = ("seeds", "resolve", "program")


def compile_project(
    project: Project, sink: Sink, *, schema_from: str | None = None, until: str = "program"
) -> Compilation:
    """Run the passes up to and with the stage named `until`. Raises Rejected with every diagnostic
    of the stages that belong together (files; names and values)."""
    state = Compilation(project=project, schema_from=schema_from)
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
        sink.report("SD008", Origin(file, offset=len(before)), f"is not UTF-8: {error.reason}")
        return ""


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
