"""The files of `build/`: their names and what goes into each. A `Part` is what one dataset gives,
made from its programs alone; `artifact` puts the parts together."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from seedc.compilation import DatasetPrograms
from seedc.ir.artifact import Artifact
from seedc.ir.program import DatasetProgram
from seedc.scripts.load import TooLong, Transaction, render_load, render_together, transaction
from seedc.scripts.manifest import profile_entry, render_manifest
from seedc.scripts.reset import render_reset
from seedc.scripts.verify import render_verify
from seedc.settings import Settings

SEED = "seed.sql"
MANIFEST = "manifest.json"
COMMITTED = 60_000
"""The most bytes of a load script of a profile that is not the default: a larger one is written
when it is asked for, and is nothing to review."""


def load_path(program: DatasetProgram) -> str:
    """Where a dataset's load script of one profile lies in `build/`."""
    return f"{program.dataset}/{program.profile}.sql"


def verify_path(dataset: str, profile: str | None = None) -> str:
    """Where a dataset's verify script lies in `build/`; of a profile that is not the default where
    one is named."""
    return f"{dataset}/{profile}.verify.sql" if profile else f"{dataset}/verify.sql"


def reset_path(dataset: str, profile: str | None = None) -> str:
    """Where a dataset's reset script lies in `build/`, likewise."""
    return f"{dataset}/{profile}.reset.sql" if profile else f"{dataset}/reset.sql"


def default_profiles(manifest: str) -> dict[str, str]:
    """The default profile of each dataset, as the text of a manifest tells; nothing where it is
    none of ours."""
    try:
        found = json.loads(manifest)["default"]
        return {str(name): str(profile) for name, profile in found.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def built(manifest: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The datasets that have scripts and the inputs of the build, as the text of a manifest tells;
    None where it is none of ours."""
    try:
        content = json.loads(manifest)
        return frozenset(content["datasets"]), frozenset(content["inputs"])
    except (ValueError, LookupError, TypeError):
        return None


def row_counts(manifest: str, profile: str | None = None) -> dict[str, dict[str, int]]:
    """How many seed rows each table has, by dataset, under its default profile or the one named, as
    the text of a manifest tells; nothing where it is none of ours."""
    try:
        datasets, default = json.loads(manifest)["datasets"], default_profiles(manifest)
        return {
            name: {
                table: int(facts["rows"]) + int(facts["generated"])
                for table, facts in of[profile or default[name]]["tables"].items()
            }
            for name, of in datasets.items()
            if (profile or default[name]) in of
        }
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one dataset gives to a build; small enough to be sent from one process to another.

    `ready` is its transaction of `seed.sql`, None for a dataset without rows, which has no files.
    `files` are those that are committed, `beside` those of a profile that was asked for, by path;
    `entries` are what the manifest says of each profile; `tables`, `rows` and `generated` count
    what was asked for.
    """

    dataset: str
    profile: str
    ready: Transaction | None
    files: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: int
    rows: int
    generated: int


def part_of(programs: DatasetPrograms) -> Part:
    """The part of a dataset: its scripts under the default profile, those of its other profiles
    that are short enough to be committed, and those of what was asked for."""
    default, wanted = programs.default, programs.wanted
    loads = tuple(wanted.loads)
    ready = transaction(default) if default.stages else None
    files, entries = {}, {}
    if ready is not None:
        entries[default.profile] = profile_entry(default)
        files[load_path(default)] = render_load(default, ready)
        files[verify_path(default.dataset)] = render_verify(default)
        files[reset_path(default.dataset)] = render_reset(default)
        for program in programs.others:
            text = _short(program)
            if text is not None:
                files[load_path(program)] = text
                entries[program.profile] = profile_entry(program)
    return Part(
        dataset=default.dataset,
        profile=default.profile,
        ready=ready,
        files=files,
        beside=_asked_files(wanted) if wanted is not default else {},
        entries=entries,
        tables=len(loads),
        rows=sum(load.size for load in loads),
        generated=sum(load.generated.size for load in loads if load.generated),
    )


def artifact(parts: Sequence[Part], settings: Settings, inputs: Mapping[str, str]) -> Artifact:
    """Every file of `build/`. A dataset without rows has none; one that stands alone has its own
    files and no part in `seed.sql`. `inputs` are the SHA-256 sums of the files read."""
    ready = {part.dataset: part.ready for part in parts if part.ready is not None}
    present = [part for part in parts if part.dataset in ready]
    together = settings.together(ready)
    files = {SEED: render_together([ready[name] for name in together])}
    for part in present:
        files |= part.files
    files[MANIFEST] = render_manifest(
        {part.dataset: part.entries for part in present},
        {part.dataset: part.profile for part in present},
        inputs,
        Artifact(tuple(files.items())).digests,
        standalone=tuple(name for name in ready if name not in together),
    )
    return Artifact(tuple(sorted(files.items())))


def _short(program: DatasetProgram) -> str | None:
    """The program's load script, None where it takes more than COMMITTED bytes."""
    if _holds_more(program, COMMITTED):
        return None
    try:
        text = render_load(program, transaction(program, COMMITTED))
    except TooLong:
        return None
    return text if len(text.encode()) <= COMMITTED else None


def _holds_more(program: DatasetProgram, most: int) -> bool:
    """Whether the curated values alone take more bytes, before any is written as SQL."""
    rows = (row for load in program.loads for group in load.groups for row in group.rows)
    sizes = (sum(map(len, filter(None, row.values))) for row in rows)
    return any(size > most for size in accumulate(sizes))


def _asked_files(program: DatasetProgram) -> dict[str, str]:
    """The scripts of a program that is no default one: load, verify and reset. They are written
    when a profile is asked for, and no manifest names them."""
    named = (program.dataset, program.profile)
    return {
        load_path(program): render_load(program),
        verify_path(*named): render_verify(program),
        reset_path(*named): render_reset(program),
    }
