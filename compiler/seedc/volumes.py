"""One dataset's volume rules to its volume: under the default profile, under each other one of the
file, and under what was asked for where that is something else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from seedc.compilation import Compilation, DatasetVolume, ProfilePlan
from seedc.diagnostics import Sink
from seedc.frontend.volume.document import VolumeDoc
from seedc.frontend.volume.profiles import CUSTOM, SIZE, Chosen, choose_profile, parameters_of
from seedc.passes.lower import load_column
from seedc.passes.volume.compile import Secrets, compile_volume, declared_tables, volume_plans
from seedc.passes.volume.reporting import Reporter
from seedc.passes.volume.trial import BRIEF, THOROUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """The profiles to plan: `listed` are those of the file, the default one first; `wanted` is what
    is asked for, one of them or not."""

    listed: tuple[Chosen, ...]
    wanted: Chosen
    said: tuple[str, ...]

    @property
    def every(self) -> tuple[Chosen, ...]:
        """All of them."""
        return self.listed + ((self.wanted,) if self.wanted not in self.listed else ())


def dataset_volume(state: Compilation, dataset: str, sink: Sink) -> DatasetVolume:
    """The volume of a dataset that has a volume.json. Reports SD705 to SD709, SD72x to SD747,
    SD75x; after an error profiles may be missing."""
    plan, doc = state.plans[dataset], state.volumes[dataset]
    declared = declared_tables(doc, plan, sink)
    choices = _choices(state, doc, sink)
    if choices is None:
        return DatasetVolume(wanted=state.project.settings.profile)
    secrets = Secrets(
        environment=state.asked.environment,
        passwords=state.project.settings.dataset(dataset).passwords,
    )
    values = [chosen.values for chosen in choices.every]
    volumes = volume_plans(doc, plan, declared, values, secrets)
    reporter = Reporter(sink)
    default, wanted = choices.listed[0], choices.wanted
    made = []
    for chosen, volume in zip(choices.every, volumes, strict=True):
        volume.family = tuple(volumes[: len(choices.listed)])
        if state.others or chosen in (default, wanted):
            reporter.profile = "" if chosen is default else chosen.profile
            effort = THOROUGH if chosen in (default, wanted) else BRIEF
            rows = compile_volume(volume, reporter, load_column, effort)
            made.append(ProfilePlan(chosen=chosen, plan=volume, rows=rows))
    return DatasetVolume(profiles=tuple(made), wanted=wanted.profile, said=choices.said)


def _choices(state: Compilation, doc: VolumeDoc, sink: Sink) -> _Choices | None:
    """What is to be planned; None after reporting that a choice is none (SD705, SD706)."""
    asked, default = state.asked, state.project.settings.profile
    usual = choose_profile(doc, sink, environment={}, sets={}, default=default)
    name, environment, missing = _asked_of(state, doc)
    sets = {n: text for n, text in asked.sets.items() if n in (*parameters_of(doc), "batch")}
    again = Sink()
    wanted = choose_profile(
        doc, again, name=name, environment=environment, sets=sets, default=default
    )
    sink.diagnostics += [found for found in again.diagnostics if found not in sink.diagnostics]
    if usual is None or wanted is None:
        return None
    own = {name: _own(doc, name, sink) for name in doc.profiles}
    others = [chosen for name, chosen in own.items() if chosen and name != usual.profile]
    return _Choices(
        listed=tuple(replace(chosen, said=()) for chosen in (usual, *others)),
        wanted=replace(wanted, profile=_label(wanted, doc), said=()),
        said=(*wanted.said, *missing),
    )


def _own(doc: VolumeDoc, name: str, sink: Sink) -> Chosen | None:
    """A profile of the file with its own numbers."""
    return choose_profile(doc, sink, name=name, environment={}, sets={}, default=name)


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
    given = _own(doc, chosen.profile, Sink())
    same = given is not None and (given.values, given.batch) == (chosen.values, chosen.batch)
    return chosen.profile if same else CUSTOM
