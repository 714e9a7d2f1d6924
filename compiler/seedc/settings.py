"""Settings: what the project says about datasets and tables outside the seed files.

They come from `[tool.seedc]` in pyproject.toml or from seedc.toml; jsonschema holds their form,
this module their meaning as frozen data. Names of tables are checked once the Catalog is known.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from seedc.conforming import Conforming
from seedc.diagnostics import Sink, nearest_help
from seedc.origin import Origin

Policy = Literal["keep", "update", "sync"]

PROTECTED = ("PROD", "PRODUCTION", "STAGING", "RENDER")
"""Values of APP_ENV that are refused unless FORCE_SEED=true (upper case)."""

_DEFAULT_ORIGIN = Origin("seedc.toml")
_POLICY = {"enum": ["keep", "update", "sync"]}
_TEXT = {"type": "string", "minLength": 1}
_TABLE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "policy": _POLICY,
        "match": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]},
        "parent_column": _TEXT,
        "model": _TEXT,
        "band": {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 2,
            "maxItems": 2,
        },
    },
}
_DATASET = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "policy": _POLICY,
        "standalone": {"type": "boolean"},
        "schema_from": _TEXT,
        "allow_cycles": {"type": "array", "items": _TEXT},
        "passwords": {"type": "object", "additionalProperties": _TEXT},
        "tables": {"type": "object", "additionalProperties": _TABLE},
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "profile": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$"},
        "build": _TEXT,
        "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$"},
        "protected": {"type": "array", "items": _TEXT},
        "datasets": {"type": "object", "additionalProperties": _DATASET},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSettings:
    """One table: its write policy, the key to match rows on (a list of columns, or the name of a
    unique constraint or index), the child column that `__children__` fills, a model name, a band
    `low ≤ id < high` for integer keys."""

    policy: Policy | None = None
    match: tuple[str, ...] | str | None = None
    parent_column: str | None = None
    model: str | None = None
    band: tuple[int, int] | None = None
    origin: Origin = _DEFAULT_ORIGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSettings:
    """One dataset: its default policy, whether it stands alone, the environment variable that names
    the database to read its schema from, tables whose required cycles are allowed, passwords that
    volume rules make hashes of, by the names that the rules give them, and settings by table.

    A dataset that stands alone is no part of `seed.sql`, and a command takes it only by its name.
    """

    policy: Policy = "update"
    standalone: bool = False
    schema_from: str | None = None
    allow_cycles: tuple[str, ...] = ()
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    tables: Mapping[str, TableSettings] = field(default_factory=dict)
    origin: Origin = _DEFAULT_ORIGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The project: default profile, folder of the artifacts, the name of a dataset that sits
    directly in seeds/, protected values of APP_ENV, settings by dataset."""

    file: str | None = None
    profile: str = "SMALL"
    build: str = "build"
    name: str = "main"
    protected: tuple[str, ...] = PROTECTED
    datasets: Mapping[str, DatasetSettings] = field(default_factory=dict)

    def dataset(self, name: str) -> DatasetSettings:
        """The dataset's settings, the defaults where it has none."""
        return self.datasets.get(name) or DatasetSettings()

    def together(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the datasets that do not stand alone: what `seed.sql` holds, and what commands
        take where none is named."""
        return tuple(name for name in names if not self.dataset(name).standalone)


def read_settings(files: Mapping[str, str], sink: Sink) -> Settings:
    """Settings from the texts of those of pyproject.toml and seedc.toml that exist.

    Reports SD002 to SD004 and SD010; what is wrong is left at its default.
    """
    found = [(f, t, tree) for f, t in files.items() if (tree := _tree(f, t, sink)) is not None]
    if not found:
        return Settings()
    if len(found) > 1:
        sink.report("SD004", Origin(found[1][0]), f"settings are in {found[0][0]}, too")
        return Settings()
    file, text, tree = found[0]
    if not _valid(file, text, tree, sink):
        return Settings(file=file)
    return _settings(file, text, tree)


def _tree(file: str, text: str, sink: Sink) -> dict[str, Any] | None:
    try:
        tree: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sink.report("SD003", Origin(file, offset=_error_offset(text, str(error))), str(error))
        return None
    if file.endswith("seedc.toml"):
        return tree
    tool = tree.get("tool")
    found: dict[str, Any] | None = tool.get("seedc") if isinstance(tool, dict) else None
    return found


def _error_offset(text: str, message: str) -> int:
    place = re.search(r"line (\d+), column (\d+)", message)
    if place is None:
        return len(text)
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: int(place[1]) - 1])) + int(place[2]) - 1


def _valid(file: str, text: str, tree: dict[str, Any], sink: Sink) -> bool:
    errors = [] if Conforming(SCHEMA).holds(tree) else _errors(tree)
    for error in errors:
        path = tuple(str(step) for step in error.absolute_path)
        unknown = _unknown_key(error.message) if error.validator == "additionalProperties" else None
        if unknown is not None:
            known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
            sink.report(
                "SD002",
                _origin(file, text, (*path, unknown)),
                f'there is no setting "{unknown}"',
                help=_unknown_help(file, unknown, known),
            )
        else:
            sink.report("SD002", _origin(file, text, path), _wrong(error))
    if errors:
        return False
    mistakes = list(_build_folder(file, text, tree, sink))
    for name, dataset in tree.get("datasets", {}).items():
        mistakes += _schema_from(file, text, name, dataset, sink)
        mistakes += _bands(file, text, name, dataset, sink)
    return not mistakes


def _errors(tree: dict[str, Any]) -> list[Any]:
    # Imported here: settings without a mistake, the common case, need not pay 40 ms for it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    return sorted(Draft202012Validator(SCHEMA).iter_errors(tree), key=lambda e: e.json_path)


_KINDS = {
    "string": "a string",
    "array": "a list",
    "object": "a table",
    "integer": "a whole number",
    "boolean": "true or false",
}


def _wrong(error: Any) -> str:
    """What jsonschema found, in words: it prints Python values and parts of the schema."""
    rule = error.validator_value
    match error.validator:
        case "enum":
            wanted = f"one of {', '.join(rule)}"
        case "type":
            wanted = _KINDS[rule]
        case "pattern":
            wanted = f"a text of the form {rule}"
        case "minLength":
            wanted = "a text that is not empty"
        case "minItems" | "maxItems" | "minimum":
            words = {"minItems": "at least {} items", "maxItems": "at most {} items"}
            wanted = words.get(error.validator, "a number of at least {}").format(rule)
        case _:
            wanted = "a name or a list of names"  # anyOf: only `match` has it
    return f"{json.dumps(error.instance, ensure_ascii=False, default=str)} is not {wanted}"


def _build_folder(file: str, text: str, tree: dict[str, Any], sink: Sink) -> Iterator[Any]:
    """The artifacts lie in a folder of their own inside the project."""
    value = tree.get("build", "build")
    parts = PurePosixPath(value).parts
    if not parts or parts[0] in ("/", "seeds") or ".." in parts or "\\" in value:
        sink.report(
            "SD002",
            _origin(file, text, ("build",)),
            f'"{value}" is not a folder for artifacts',
            help='write a path inside the project and outside seeds/, such as build = "build"',
        )
        yield value


def _bands(file: str, text: str, name: str, dataset: dict[str, Any], sink: Sink) -> Iterator[Any]:
    for table, settings in dataset.get("tables", {}).items():
        low, high = settings.get("band", (0, 2))
        if high - low < 2:
            sink.report(
                "SD002",
                _origin(file, text, ("datasets", name, "tables", table, "band")),
                f"the band {low} to {high} has no room for two ids",
                help="a band is [low, high] with low ≤ id < high",
            )
            yield settings


def _unknown_key(message: str) -> str | None:
    found = re.search(r"'([^']+)'(?:, '[^']+')* (?:was|were) unexpected", message)
    return found[1] if found else None


def _schema_from(
    file: str, text: str, name: str, dataset: dict[str, Any], sink: Sink
) -> Iterator[Any]:
    value = dataset.get("schema_from", "X")
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value):
        sink.report(
            "SD010",
            _origin(file, text, ("datasets", name, "schema_from")),
            "schema_from must be the name of an environment variable",
            help='write schema_from = "DATABASE_URL"',
        )
        yield value


def _settings(file: str, text: str, tree: dict[str, Any]) -> Settings:
    plain: dict[str, Any] = {k: tree[k] for k in ("profile", "build", "name") if k in tree}
    if "protected" in tree:
        plain["protected"] = tuple(value.strip().upper() for value in tree["protected"])
    datasets = {
        name: _dataset(file, text, name, dataset)
        for name, dataset in tree.get("datasets", {}).items()
    }
    return Settings(file=file, datasets=datasets, **plain)


def _dataset(file: str, text: str, name: str, tree: dict[str, Any]) -> DatasetSettings:
    tables = {
        table: _table(_origin(file, text, ("datasets", name, "tables", table)), settings)
        for table, settings in tree.get("tables", {}).items()
    }
    return DatasetSettings(
        policy=tree.get("policy", "update"),
        standalone=tree.get("standalone", False),
        schema_from=tree.get("schema_from"),
        allow_cycles=tuple(tree.get("allow_cycles", ())),
        passwords=tree.get("passwords", {}),
        tables=tables,
        origin=_origin(file, text, ("datasets", name)),
    )


def _table(origin: Origin, tree: dict[str, Any]) -> TableSettings:
    match = tree.get("match")
    return TableSettings(
        policy=tree.get("policy"),
        match=tuple(match) if isinstance(match, list) else match,
        parent_column=tree.get("parent_column"),
        model=tree.get("model"),
        band=tuple(tree["band"]) if "band" in tree else None,
        origin=origin,
    )


def _unknown_help(file: str, unknown: str, known: Iterable[str]) -> str:
    """What was meant by an unknown key; pyproject.toml's table is none in seedc.toml."""
    if unknown == "tool" and file.endswith("seedc.toml"):
        return "in seedc.toml the settings stand at the top level: leave tool.seedc out"
    return nearest_help("setting", unknown, known) or f"known here: {', '.join(known)}"


def _origin(file: str, text: str, path: tuple[str, ...]) -> Origin:
    """The place of a key, found by spelling: tomllib keeps none.

    Looks for the deepest table header that names a prefix of the path, then for the next key.
    """
    start, rest = 0, path
    prefix = () if file.endswith("seedc.toml") else ("tool", "seedc")
    for size in range(len(path), 0, -1):
        names = r"\s*\.\s*".join(f"[\"']?{re.escape(n)}[\"']?" for n in (*prefix, *path[:size]))
        if header := re.search(rf"^[ \t]*\[\s*({names})\s*\]", text, re.MULTILINE):
            start, rest = header.start(1), path[size:]
            break
    for name in rest:
        if key := re.compile(rf"(?<![\w-])[\"']?{re.escape(name)}[\"']?\s*[=.]").search(
            text, start
        ):
            start = key.start()
    return Origin(file, offset=start)
