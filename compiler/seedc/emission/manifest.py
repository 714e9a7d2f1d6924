"""The manifest of a folder of rows: what it holds, made from what. For machines, and for the next
run, which replaces only what a manifest names."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from seedc import __version__
from seedc.catalog import Column
from seedc.emission.output import Written
from seedc.emission.share import Share
from seedc.ir.program import DatasetProgram, LoadColumn, TableLoad

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What rows were made from: the SHA-256 of each source file in hex, by path, and the clock of
    `volume.json` in seconds since 1970-01-01 (None: there is none)."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    clock: int | None = None


@dataclass(frozen=True, slots=True)
class RowsFile:
    """A finished file of rows: its name in the folder, its table, how many rows it holds."""

    path: str
    load: TableLoad
    rows: int
    written: Written


def render_folder(
    kind: str,
    program: DatasetProgram,
    origins: Origins,
    files: Iterable[RowsFile],
    others: Mapping[str, Written] | None = None,
    share: Share | None = None,
) -> str:
    """The manifest's text. `kind` is copydata, csv or parquet; `others` are files without rows;
    `share` says that these are not all of the files."""
    found = list(files)
    outputs = {file.path: file.written for file in found} | dict(others or {})
    content = {
        "format": FORMAT,
        "kind": kind,
        "seedc": __version__,
        "dataset": program.dataset,
        "profile": program.profile,
        "clock": _moment(origins.clock),
        **({"share": str(share)} if share else {}),
        "inputs": dict(sorted(origins.inputs.items())),
        "load_order": [[str(load.table.name) for load in part.loads] for part in program.stages],
        "tables": {
            str(load.table.name): _table(load, kind, [f for f in found if f.load is load])
            for load in program.loads
        },
        "outputs": {path: _output(outputs[path]) for path in sorted(outputs)},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _moment(clock: int | None) -> str | None:
    return None if clock is None else datetime.fromtimestamp(clock, UTC).isoformat()


def _table(load: TableLoad, kind: str, files: list[RowsFile]) -> dict[str, Any]:
    generated = load.generated.size if load.generated else 0
    found: dict[str, Any] = {"curated": load.size - generated, "generated": generated}
    if kind == "copydata":
        columns = [c.column for c in load.generated.columns] if load.generated else []
    else:
        columns = list(load.columns)
        found["left_to_default"] = _left_to_default(load)
    found["columns"] = [{"name": c.name, "type": c.type} for c in columns]
    found["files"] = [{"path": file.path, "rows": file.rows} for file in files]
    return found


def _left_to_default(load: TableLoad) -> dict[str, int]:
    """How many rows do not give a column that has a default: it is NULL in the file, where a script
    leaves it to the database."""
    sets = [(len(g.rows), {c.name for c in g.columns}) for g in load.groups]
    if load.generated:
        sets.append((load.generated.size, {c.column.name for c in load.generated.columns}))
    known = {column.name: column for column in load.table.columns}
    counts = {
        c.name: sum(size for size, names in sets if c.name not in names)
        for c in load.columns
        if _has_default(known[c.name], c)
    }
    return {name: count for name, count in counts.items() if count}


def _has_default(column: Column, written: LoadColumn) -> bool:
    """Whether the database may put a value where a row gives none. A domain may have a default."""
    own = column.default is not None or column.sequence is not None or column.identity != ""
    return own or written.type != written.value_type


def _output(written: Written) -> dict[str, Any]:
    return {"bytes": written.bytes, "sha256": written.sha256}
