"""A folder of many files that appears at once: written beside its place, renamed when complete.

Where writing fails or is broken off, what was there before stays as it was.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedc.diagnostics import Diagnostic, Rejected
from seedc.emit import sync_folder
from seedc.origin import Origin

MANIFEST = "manifest.json"
NEW = ".seedc-new"
OLD = ".seedc-old"


@contextmanager
def replaced(target: Path, label: str) -> Iterator[Path]:
    """An empty folder to write into, which is `target` once the block has ended well. `label` is
    the target for messages.

    Raises Rejected: SD020 where the target is there and holds what no manifest of ours names, SD021
    for what the system says (OSError, in the block too).
    """
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target.parent):
            if found := foreign(target, label):
                raise Rejected([found])
            with _swapped(target) as folder:
                yield folder
    except BaseException as error:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _system(error, label) from error
        raise


@contextmanager
def _swapped(target: Path) -> Iterator[Path]:
    """A new folder that takes the target's place; it is gone where the block fails."""
    new, old = (target.with_name(target.name + suffix) for suffix in (NEW, OLD))
    _restore(target, old)
    _remove(new)
    new.mkdir()
    try:
        yield new
        sync_folder(new)
        _swap(target, new, old)
    except BaseException:
        with contextlib.suppress(OSError):
            _remove(new)
        raise
    _remove(old)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for other runs that write beside each other. The lock is on the folder itself, so no
    file is left; where the system has no such locks, nobody waits."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(ImportError, OSError):
            import fcntl  # noqa: PLC0415 - not every system has it

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def foreign(target: Path, label: str) -> Diagnostic | None:
    """SD020 where something has the target's place that no run of ours made: nothing is lost."""
    if not target.exists() and not target.is_symlink():
        return None
    if target.is_symlink() or not target.is_dir():
        return _foreign(label, "is no folder of rows that seedc made")
    named = _named(target)
    left = sorted(p.name for p in target.iterdir() if p.name not in named or not p.is_file())
    if left:
        return _foreign(label, f"holds {left[0]}, which no manifest of seedc names")
    return None


def _named(target: Path) -> set[str]:
    """The files that the folder's manifest names, itself among them; none where it is not ours."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
        return {MANIFEST, *(str(path) for path in manifest["outputs"])}
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _foreign(label: str, message: str) -> Diagnostic:
    help_ = "move it away, or name another folder with --out"
    return Diagnostic(code="SD020", origin=Origin(label), message=message, help=help_)


def _system(error: OSError, label: str) -> Rejected:
    said = error.strerror or type(error).__name__
    if isinstance(error.filename, str):
        said = f"{Path(error.filename).name.removesuffix(NEW)}: {said}"
    return Rejected([Diagnostic(code="SD021", origin=Origin(label), message=said)])


def _restore(target: Path, old: Path) -> None:
    """What a run left aside that was killed between the two renames."""
    if old.exists() and not target.exists():
        old.rename(target)
    _remove(old)


def _swap(target: Path, new: Path, old: Path) -> None:
    """A folder cannot be renamed over one that has files, so the old one steps aside first."""
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    sync_folder(target.parent)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
