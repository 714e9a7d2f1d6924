"""The built wheel, installed where the repository is not, compiles a project."""

import importlib.util
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from laws.kit import REPOSITORY, built, clean_environment, make_project


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by pip; without fetching hatchling where this environment has it."""
    folder = tmp_path_factory.mktemp("wheel")
    alone = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *alone]
    subprocess.run([*command, "-w", str(folder), "."], cwd=REPOSITORY, check=True)
    (found,) = folder.glob("seedc-*.whl")
    return found


def test_templates_and_types_travel_with_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in (REPOSITORY / "templates").rglob("*.j2"):
        assert f"seedc/{file.relative_to(REPOSITORY).as_posix()}" in names
    assert "seedc/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "build/", "seeds/", "bench/"))]


def test_it_compiles_a_project_from_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """The dependencies are lent by this environment through a .pth file, so that the test is quick
    and needs no network; seedc itself comes from the wheel alone."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(
        subprocess.run(
            [python, "-c", where], check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    # A path in a .pth file is added, but .pth files in it are not read: an editable seedc of this
    # environment stays unknown.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    root = make_project(
        tmp_path / "project",
        "CREATE TABLE t (id bigserial PRIMARY KEY, name text);",
        {"t": [{"__key__": "t:1", "name": "a"}]},
    )
    script = "import seedc, sys; print(seedc.__file__); sys.argv[0] = 'seedc'; "
    done = subprocess.run(
        [python, "-c", script + "from seedc.cli import main; main()", "build"],
        cwd=root,
        env=clean_environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(site))
    written = {f: f.read_bytes() for f in (root / "build").rglob("*") if f.is_file()}
    assert len(written) == 5
    assert {f: f.read_bytes() for f in built(root).rglob("*") if f.is_file()} == written
