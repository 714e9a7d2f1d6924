"""The files of `build/` from a finished Compilation: their names and what goes into each."""

import json

from seedc.ir.artifact import Artifact
from seedc.ir.program import DatasetProgram
from seedc.pipeline import Compilation
from seedc.scripts.load import render_all, render_load, transaction
from seedc.scripts.manifest import render_manifest
from seedc.scripts.reset import render_reset
from seedc.scripts.verify import render_verify

SEED = "seed.sql"
MANIFEST = "manifest.json"


def load_path(program: DatasetProgram) -> str:
    """Where a dataset's load script of one profile lies in `build/`."""
    return f"{program.dataset}/{program.profile}.sql"


def verify_path(dataset: str) -> str:
    """Where a dataset's verify script lies in `build/`."""
    return f"{dataset}/verify.sql"


def reset_path(dataset: str) -> str:
    """Where a dataset's reset script lies in `build/`."""
    return f"{dataset}/reset.sql"


def row_counts(manifest: str, profile: str) -> dict[str, dict[str, int]]:
    """How many seed rows each table has, by dataset, as the text of a manifest tells; nothing where
    it is none of ours."""
    try:
        datasets = json.loads(manifest)["datasets"]
        return {
            name: {table: int(facts["rows"]) for table, facts in of[profile]["tables"].items()}
            for name, of in datasets.items()
        }
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def artifact(state: Compilation) -> Artifact:
    """Every file of `build/`. A dataset without rows has none."""
    programs = tuple(program for program in state.programs if program.stages)
    ready = {program.dataset: transaction(program) for program in programs}
    files = {SEED: render_all(programs, tuple(ready.values()))}
    for program in programs:
        files[load_path(program)] = render_load(program, ready[program.dataset])
        files[verify_path(program.dataset)] = render_verify(program)
        files[reset_path(program.dataset)] = render_reset(program)
    outputs = Artifact(tuple(files.items())).digests
    files[MANIFEST] = render_manifest(programs, state.inputs, outputs)
    return Artifact(tuple(sorted(files.items())))
