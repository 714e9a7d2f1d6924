"""The project folder: which datasets there are and which files belong to each.

A folder that holds `seeds/<dataset>/schema.sql` or `seeds/schema.sql` is a project; nothing else
is asked of it. Every path in the rest of the compiler is relative to its root, with `/`.
"""

import os
import re
from collections.abc import Iterable, Iterator
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
    try:
        return (
            (seeds / "schema.sql").is_file()
            or any(seeds.glob("*/schema.sql"))
            or any(seeds.glob("*/*.seed.json"))
        )
    except PermissionError:  # open_project says what may not be read
        return True


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

    Reports SD002 to SD008, SD010, SD012, SD014 and SD015; always returns.
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
    try:
        if (seeds / "schema.sql").is_file():
            yield _dataset(root, seeds, settings.name, sink)
        else:
            _report_stray(root, seeds, "*.seed.json", "there is no schema.sql beside it", sink)
        folders = sorted(f for f in seeds.iterdir() if f.is_dir()) if seeds.is_dir() else []
    except OSError as error:
        sink.report("SD008", Origin("seeds"), f"cannot be read: {error.strerror}")
        return
    for folder in folders:
        dataset = _readable(root, folder, sink)
        if dataset is None or not (dataset.schema or dataset.seeds or dataset.volume):
            continue
        if not _NAME.match(dataset.name):
            name = _shown(dataset.name)
            sink.report("SD012", Origin(_shown(dataset.folder)), f'the name "{name}" is not plain')
        source = schema_from or settings.dataset(dataset.name).schema_from
        if dataset.schema is None and source is None and not os.path.lexists(folder / "schema.sql"):
            sink.report(
                "SD007",
                Origin(dataset.folder),
                "there is no schema.sql beside the seed files",
                help="add schema.sql, or set schema_from in the settings",
            )
        yield dataset


def _readable(root: Path, folder: Path, sink: Sink) -> Dataset | None:
    """The dataset of a folder, or SD008 where the system does not let us look into it."""
    try:
        return _dataset(root, folder, folder.name, sink)
    except OSError as error:
        place = Origin(_shown(folder.relative_to(root).as_posix()))
        sink.report("SD008", place, f"cannot be read: {error.strerror}")
        return None


def _dataset(root: Path, folder: Path, name: str, sink: Sink) -> Dataset:
    """What the folder holds. Reports SD008 for what cannot be read, SD015 for what is not."""

    def files(paths: Iterable[Path]) -> tuple[str, ...]:
        return tuple(p.relative_to(root).as_posix() for p in paths if _is_file(root, p, sink))

    schema, seeds = files([folder / "schema.sql"]), files(sorted(folder.glob("*.seed.json")))
    volume = files([folder / "volume.json"])
    if schema or seeds or volume:
        reason = "a seed file's name ends in .seed.json"
        _report_stray(root, folder, "*.json", reason, sink)
    return Dataset(
        name=name,
        folder=folder.relative_to(root).as_posix(),
        schema=next(iter(schema), None),
        seeds=seeds,
        volume=next(iter(volume), None),
    )


def _is_file(root: Path, path: Path, sink: Sink) -> bool:
    """Whether the path is a file to read. Reports SD008 for what only has the name of one."""
    shown = _shown(path.relative_to(root).as_posix())
    if not os.path.lexists(path):
        return False
    if not path.exists():
        sink.report("SD008", Origin(shown), "is a link to a file that is not there")
    elif path.is_dir():
        sink.report("SD008", Origin(shown), "is a folder, and should be a file")
    elif shown != path.relative_to(root).as_posix():
        sink.report("SD008", Origin(shown), "has a name that is not UTF-8", help="rename it")
    else:
        return path.is_file()
    return False


def _report_stray(root: Path, folder: Path, pattern: str, reason: str, sink: Sink) -> None:
    """SD015 for files of a dataset's folder that look like seed files and are not read."""
    for path in sorted(folder.glob(pattern)):
        if (
            path.is_file()
            and path.name != "volume.json"
            and not (pattern == "*.json" and path.name.endswith(".seed.json"))
        ):
            place = Origin(_shown(path.relative_to(root).as_posix()))
            sink.report("SD015", place, f"is not read: {reason}", severity="warning")


def _shown(path: str) -> str:
    """A path as it can be printed: bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")
