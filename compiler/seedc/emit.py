"""Writes an Artifact into `build/`: all of it or nothing, and never a file that is not ours.

What an earlier build wrote is read from its manifest. A file that neither manifest names belongs to
somebody else and is not touched.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from seedc.ir.artifact import Artifact

MANIFEST = "manifest.json"
SUFFIX = ".seedc-new"


class Outside(ValueError):
    """A path that would lead out of the build folder."""


def write(folder: Path, artifact: Artifact) -> tuple[str, ...]:
    """Brings the folder to the artifact; returns the paths that changed, removed ones too, sorted.

    Every new file is written and synced beside its place before the first one is renamed, so a
    failure until then (OSError) leaves the folder as it was. The manifest is renamed last: where
    power fails among the renames, the next build sees the old manifest and repairs the rest. A file
    that has the right bytes already keeps its time.
    """
    changed = sorted(_differing(folder, artifact), key=lambda path: (path == MANIFEST, path))
    left = _left_over(folder, artifact)
    _replace(folder, artifact, changed)
    for path in left:
        _remove(folder, path)
    for parent in {_inside(folder, path).parent for path in (*changed, *left)}:
        sync_folder(parent)
    return tuple(sorted({*changed, *left}))


def write_beside(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Write files that no manifest names, as `write` does, and remove nothing: texts by path.
    Returns the paths that changed, sorted."""
    artifact = Artifact(tuple(files.items()))
    changed = sorted(_differing(folder, artifact))
    _replace(folder, artifact, changed)
    return tuple(changed)


def stale(folder: Path, artifact: Artifact) -> tuple[str, ...]:
    """The paths that differ from the artifact, are missing, or are left over from an earlier build,
    sorted. Nothing is written."""
    return tuple(sorted({*_differing(folder, artifact), *_left_over(folder, artifact)}))


def _replace(folder: Path, artifact: Artifact, changed: list[str]) -> None:
    texts = dict(artifact.files)
    with _undone_on_failure() as made:
        for path in changed:
            _write_new(folder, path, texts[path], made)
    for path in changed:
        target = _inside(folder, path)
        target.with_name(target.name + SUFFIX).replace(target)


def _differing(folder: Path, artifact: Artifact) -> Iterator[str]:
    for path, text in artifact.files:
        target = _inside(folder, path)
        try:
            if target.read_bytes() == text.encode():
                continue
        except (FileNotFoundError, NotADirectoryError):
            pass
        yield path


def _left_over(folder: Path, artifact: Artifact) -> tuple[str, ...]:
    """What the old manifest names, the artifact does not, and is there."""
    current = {path for path, _ in artifact.files}
    named = [path for path in _named_by_manifest(folder) if path not in current]
    return tuple(path for path in named if _is_ours(folder, path))


def _named_by_manifest(folder: Path) -> list[str]:
    """The outputs of the last build; nothing where there is no manifest or it is broken."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return sorted(str(path) for path in manifest["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _is_ours(folder: Path, path: str) -> bool:
    """Whether a path of an old manifest is a plain file of the folder: a manifest is an input like
    any other, and must not make a build delete something elsewhere."""
    try:
        target = _inside(folder, path)
    except Outside:
        return False
    return target.is_file() and not target.is_symlink()


def _inside(folder: Path, path: str) -> Path:
    """The file's place. Raises Outside for a path that leads out of the folder."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise Outside(f"{path} is not a path inside {folder.name}/")
    target = folder.joinpath(*parts.parts)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise Outside(f"{path} leads out of {folder.name}/")
    return target


@contextlib.contextmanager
def _undone_on_failure() -> Iterator[list[Path]]:
    """A list of what was made (folders and files), all removed again if the block fails."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _write_new(folder: Path, path: str, text: str, made: list[Path]) -> None:
    target = _inside(folder, path)
    for parent in reversed((target.parent, *target.parent.parents)):
        if not parent.exists():
            parent.mkdir()
            made.append(parent)
    new = target.with_name(target.name + SUFFIX)
    made.append(new)
    with new.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _remove(folder: Path, path: str) -> None:
    """Removes a file, and the folders that it leaves empty."""
    target = _inside(folder, path)
    target.unlink()
    for parent in target.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()


def sync_folder(folder: Path) -> None:
    """Makes renames durable; not every system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
