"""What a compilation knows, as data: what is asked for, and what the passes have found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from seedc.catalog import Catalog, QualifiedName
from seedc.diagnostics import Diagnostic
from seedc.frontend.seed.document import SeedDoc
from seedc.frontend.volume.document import VolumeDoc
from seedc.frontend.volume.profiles import Chosen
from seedc.ir.program import DatasetProgram, GeneratedRows
from seedc.passes.checks import Checker
from seedc.passes.lower import Arbiters
from seedc.passes.seedplan import SeedPlan
from seedc.passes.volume.plan import VolumePlan
from seedc.project import Project


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
class DatasetVolume:
    """One dataset's volume: under its default profile first, then under the others of its file,
    then under what is asked for where that is none of these. `wanted` is the profile that is asked
    for, `said` the words for it."""

    profiles: tuple[ProfilePlan, ...] = ()
    wanted: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetPrograms:
    """One dataset lowered: under its default profile, under the others of its file, and under what
    is asked for, which is one of these where no number is another."""

    default: DatasetProgram
    others: tuple[DatasetProgram, ...] = ()
    wanted: DatasetProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """What is known so far, by dataset name. `inputs` are the SHA-256 sums of the files read;
    `others` says whether profiles are compiled that are neither the default nor asked for."""

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
    volume_plans: Mapping[str, DatasetVolume] = field(default_factory=dict)
    lowered: Mapping[str, DatasetPrograms] = field(default_factory=dict)

    @property
    def programs(self) -> tuple[DatasetProgram, ...]:
        """The datasets under their default profiles."""
        return tuple(found.default for found in self.lowered.values())

    @property
    def wanted(self) -> tuple[DatasetProgram, ...]:
        """The datasets under what is asked for: the default profile where nothing is."""
        return tuple(found.wanted for found in self.lowered.values())

    def said(self, dataset: str) -> tuple[str, ...]:
        """The words for what is asked of a dataset; none where it has no volume."""
        found = self.volume_plans.get(dataset)
        return found.said if found else ()
