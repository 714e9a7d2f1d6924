"""The files of `build/` from a finished Compilation: their names and what goes into each."""

import json
from itertools import accumulate

from seedc.ir.artifact import Artifact
from seedc.ir.program import DatasetProgram
from seedc.pipeline import Compilation
from seedc.scripts.load import TooLong, render_all, render_load, transaction
from seedc.scripts.manifest import render_manifest
from seedc.scripts.reset import render_reset
from seedc.scripts.verify import render_verify

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


def artifact(state: Compilation) -> Artifact:
    """Every file of `build/`. A dataset without rows has none; one that stands alone has its own
    files and no part in `seed.sql`."""
    programs = tuple(program for program in state.programs if program.stages)
    ready = {program.dataset: transaction(program) for program in programs}
    together = state.project.settings.together(ready)
    whole = tuple(program for program in programs if program.dataset in together)
    files = {SEED: render_all(whole, tuple(ready[name] for name in together))}
    for program in programs:
        files[load_path(program)] = render_load(program, ready[program.dataset])
        files[verify_path(program.dataset)] = render_verify(program)
        files[reset_path(program.dataset)] = render_reset(program)
    committed = []
    for program in state.profiles:
        text = _short(program)
        if text is not None:
            files[load_path(program)] = text
            committed.append(program)
    outputs = Artifact(tuple(files.items())).digests
    files[MANIFEST] = render_manifest(
        programs,
        committed,
        state.inputs,
        outputs,
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


def asked_files(program: DatasetProgram) -> Artifact:
    """The scripts of a program that is no default one: load, verify and reset. They are written
    when a profile is asked for, and no manifest names them."""
    named = (program.dataset, program.profile)
    files = {
        load_path(program): render_load(program),
        verify_path(*named): render_verify(program),
        reset_path(*named): render_reset(program),
    }
    return Artifact(tuple(sorted(files.items())))
