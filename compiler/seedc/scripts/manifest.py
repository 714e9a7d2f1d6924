"""The manifest: what was built from what, for machines. It alone holds counts and versions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from seedc import __version__
from seedc.ir.program import Band, DatasetProgram, TableLoad

FORMAT = 2


def render_manifest(
    datasets: Mapping[str, Mapping[str, Mapping[str, Any]]],
    default: Mapping[str, str],
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    *,
    standalone: Sequence[str] = (),
) -> str:
    """`build/manifest.json`. `datasets` gives each dataset's entries by profile (`profile_entry`),
    `default` its default profile; `standalone` names those that `seed.sql` leaves out. `inputs` and
    `outputs` map paths to the SHA-256 of the file, in hex; paths of outputs are relative to
    `build/`."""
    content = {
        "format": FORMAT,
        "seedc": __version__,
        "default": dict(default),
        "standalone": sorted(standalone),
        "datasets": {name: dict(entries) for name, entries in datasets.items()},
        "inputs": dict(inputs),
        "outputs": dict(outputs),
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def profile_entry(program: DatasetProgram) -> dict[str, Any]:
    """What the manifest says of a dataset under one profile that has a script."""
    return {
        "stages": [[str(load.table.name) for load in part.loads] for part in program.stages],
        "tables": {str(load.table.name): _table(load) for load in program.loads},
        "batch": program.batch if program.volume else None,
    }


def _table(load: TableLoad) -> dict[str, Any]:
    return {
        "policy": load.policy,
        "rows": sum(len(group.rows) for group in load.groups),
        "generated": load.generated.size if load.generated else 0,
        "arbiter": load.arbiter.name,
        "band": None if load.band is None else _band(load.band),
    }


def _band(band: Band) -> dict[str, Any]:
    if band.prefix:
        return {"column": band.column, "prefix": band.prefix}
    return {"column": band.column, "low": band.low, "middle": band.middle, "high": band.high}
