"""`seedc fmt` without the printing: seed files in contract order, volume.json in its one layout,
and the inferred rules written into it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seedc.compilation import Compilation, ProfilePlan
from seedc.diagnostics import Sink
from seedc.frontend.seed.format import format_seed
from seedc.frontend.seed.parse import parse_document
from seedc.frontend.seed.reader import read_seed
from seedc.frontend.volume.format import format_volume, rule_members
from seedc.frontend.volume.reader import read_volume
from seedc.generators.rules import Written
from seedc.jsonvalue import JsonValue
from seedc.passes.names import table_names
from seedc.passes.ranks import child_ranks, list_ranks
from seedc.passes.volume.plan import VolumeTablePlan
from seedc.project import Project
from seedc.sources import read_schemas


def formatted(project: Project, sink: Sink) -> Iterator[tuple[str, str, str]]:
    """Each seed file and volume.json with its text in order and its text as it is.

    A file that cannot be read is reported and left out; so are mistakes in a schema. Names that fit
    no table are not reported: their lists go to the end.
    """
    state = read_schemas(Compilation(project=project), sink)
    for dataset in project.datasets:
        if dataset.volume is not None:
            yield from _volume(project, dataset.volume, sink)
        if dataset.name not in state.catalogs:
            continue
        settings = project.settings.dataset(dataset.name)
        names = table_names(dataset.name, state.catalogs[dataset.name], settings, sink)
        for file in dataset.seeds:
            data = (project.root / file).read_bytes()
            doc = read_seed(file, data, sink)
            document = parse_document(file, data, Sink())
            if doc is None or not isinstance(document, dict):
                continue
            ranks = {**child_ranks(doc, names), **list_ranks(doc, names)}
            yield file, format_seed(document, ranks), data.decode("utf-8")


def _volume(project: Project, file: str, sink: Sink) -> Iterator[tuple[str, str, str]]:
    data = (project.root / file).read_bytes()
    doc = read_volume(file, data, sink)
    document = parse_document(file, data, Sink())
    if doc is not None and isinstance(document, dict):
        yield file, format_volume(document), data.decode("utf-8")


# Explaining ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Explained:
    """A volume.json with the inferred rules in it (`text`) and as it is (`old`). `left` are the
    columns whose rule is not the same under every profile, so that none can be written down."""

    file: str
    text: str
    old: str
    left: tuple[str, ...]


def explained(state: Compilation) -> Iterator[Explained]:
    """Each volume.json of a Compilation that went as far as the volume, every column that has an
    inferred rule given it. All else stays, and so do the rows that it makes."""
    for dataset in state.project.datasets:
        volume = state.volume_plans.get(dataset.name)
        if dataset.volume is None or volume is None or not volume.profiles:
            continue
        data = (state.project.root / dataset.volume).read_bytes()
        document = parse_document(dataset.volume, data, Sink())
        assert isinstance(document, dict), "it has been compiled"
        found = _rules(volume.profiles)
        for table, rules in found.items():
            _add(document, table, {column: rule for column, rule in rules.items() if rule})
        left = (f"{t}.{c}" for t, rules in found.items() for c, rule in rules.items() if not rule)
        yield Explained(dataset.volume, format_volume(document), data.decode("utf-8"), tuple(left))


def _rules(profiles: tuple[ProfilePlan, ...]) -> dict[str, dict[str, Written | None]]:
    """The inferred rules by the table's name in the file and by column; None where profiles do not
    agree on one. A profile that gives a table no rows has no say."""
    found: dict[str, dict[str, Written | None]] = {}
    for profile in profiles:
        for plan in profile.plan.tables.values():
            if plan.rows.size:
                _agree(found, plan)
    return found


def _agree(found: dict[str, dict[str, Written | None]], plan: VolumeTablePlan) -> None:
    inferred = plan.table_rules.inferred
    known = found.setdefault(plan.declared.name, dict(inferred))
    for column in {**known, **inferred}:
        if known.get(column) != inferred.get(column):
            known[column] = None


def _add(document: dict[str, JsonValue], table: str, rules: Mapping[str, Written]) -> None:
    tables = document["tables"]
    assert isinstance(tables, dict)
    members = tables[table]
    assert isinstance(members, dict)
    if rules:
        columns = members.setdefault("columns", {})
        assert isinstance(columns, dict)
        columns |= {column: rule_members(rule) for column, rule in rules.items()}
