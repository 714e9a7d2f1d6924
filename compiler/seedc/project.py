"""The project folder: which datasets there are and which files belong to each.

A folder that holds `seeds/<dataset>/schema.sql` or `seeds/schema.sql` is a project; nothing else
is asked of it. Every path in the rest of the compiler is relative to its root, with `/`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seedc.diagnostics import Sink, nearest_help
from seedc.origin import Origin
from seedc.settings import Settings, read_settings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One dataset: name, schema file (None: it is read from a database), seed files sorted, the
    file of its volume rules (None: it has none)."""

    name: str
    folder: str
    schema: str | None
    seeds: tuple[str, ...]
    volume: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: its root folder, its settings, its datasets sorted by name."""

    root: Path
    settings: Settings
    datasets: tuple[Dataset, ...]

    def read(self, file: str) -> str | None:
        """The text of a project file for showing excerpts, None where it cannot be read."""
        try:
            return (self.root / file).read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return None

    @property
    def build(self) -> Path:
        """The folder of the artifacts."""
        return self.root / self.settings.build


def is_project(folder: Path) -> bool:
    """Whether the folder is a project by what it holds."""
    seeds = folder / "seeds"
    return (
        (seeds / "schema.sql").is_file()
        or any(seeds.glob("*/schema.sql"))
        or any(seeds.glob("*/*.seed.json"))
    )


def find_root(start: Path, sink: Sink) -> Path:
    """The nearest folder from `start` upwards that is a project. Raises Rejected with SD001."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_project(folder):
            return folder
    sink.report(
        "SD001",
        Origin("."),
        "neither this folder nor any above it holds seeds/<dataset>/schema.sql",
        help="change into the project or name it with --project DIR",
    )
    sink.close()
    raise AssertionError("unreachable: close() raises")


def open_project(root: Path, sink: Sink, *, schema_from: str | None = None) -> Project:
    """The project in the folder `root`. `schema_from` tells that schemas come from elsewhere.

    Reports SD002 to SD007, SD010, SD012 and SD014; always returns.
    """
    settings = read_settings(_settings_files(root, sink), sink)
    datasets = tuple(_datasets(root, settings, sink, schema_from))
    names = [dataset.name for dataset in datasets]
    for dataset in datasets:
        if dataset.folder != "seeds" and names.count(dataset.name) > 1:
            sink.report(
                "SD014",
                Origin(dataset.folder),
                f'there are two datasets "{dataset.name}"',
                help="rename the folder, or give the schema directly in seeds/ another name"
                ' with the setting "name"',
            )
    for name, own in settings.datasets.items():
        if name not in names:
            sink.report(
                "SD005",
                own.origin,
                f'there is no dataset "{name}"',
                help=nearest_help("dataset", name, names) or f"there are: {', '.join(names)}",
            )
    return Project(root=root, settings=settings, datasets=datasets)


def _settings_files(root: Path, sink: Sink) -> dict[str, str]:
    files = {}
    for name in ("pyproject.toml", "seedc.toml"):
        if (root / name).is_file():
            try:
                data = (root / name).read_bytes()
                files[name] = data.decode()
            except OSError as error:
                sink.report("SD008", Origin(name), f"cannot be read: {error}")
            except UnicodeDecodeError as error:
                place = Origin(name, offset=len(data[: error.start].decode()))
                sink.report("SD008", place, f"is not UTF-8: {error.reason}")
    return files


def _datasets(
    root: Path, settings: Settings, sink: Sink, schema_from: str | None
) -> Iterator[Dataset]:
    seeds = root / "seeds"
    if (seeds / "schema.sql").is_file():
        yield _dataset(root, seeds, settings.name)
        _report_unreadable(root, seeds, sink)
    for folder in sorted(f for f in seeds.iterdir() if f.is_dir()) if seeds.is_dir() else ():
        dataset = _dataset(root, folder, folder.name)
        _report_unreadable(root, folder, sink)
        if dataset.schema is None and not dataset.seeds and dataset.volume is None:
            continue
        if not _NAME.match(dataset.name):
            sink.report("SD012", Origin(dataset.folder), f'the name "{dataset.name}" is not plain')
        source = schema_from or settings.dataset(dataset.name).schema_from
        if dataset.schema is None and source is None:
            sink.report(
                "SD007",
                Origin(dataset.folder),
                "there is no schema.sql beside the seed files",
                help="add schema.sql, or set schema_from in the settings",
            )
        yield dataset


def _report_unreadable(root: Path, folder: Path, sink: Sink) -> None:
    """SD008 for a seed file that is a link to nowhere."""
    for path in sorted(folder.glob("*.seed.json")):
        if not path.exists():
            place = Origin(path.relative_to(root).as_posix())
            sink.report("SD008", place, "is a link to a file that is not there")


def _dataset(root: Path, folder: Path, name: str) -> Dataset:
    schema, volume = folder / "schema.sql", folder / "volume.json"
    return Dataset(
        name=name,
        folder=folder.relative_to(root).as_posix(),
        schema=schema.relative_to(root).as_posix() if schema.is_file() else None,
        seeds=tuple(
            sorted(
                f.relative_to(root).as_posix() for f in folder.glob("*.seed.json") if f.is_file()
            )
        ),
        volume=volume.relative_to(root).as_posix() if volume.is_file() else None,
    )
