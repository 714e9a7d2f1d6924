"""The passes that read: schema.sql or a database, `*.seed.json`, volume.json."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from seedc.catalog import Catalog
from seedc.compilation import Compilation
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.frontend.seed.reader import read_seed
from seedc.frontend.volume.reader import read_volume
from seedc.origin import Origin
from seedc.project import Dataset


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
