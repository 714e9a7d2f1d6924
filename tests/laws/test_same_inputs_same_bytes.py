"""Law: the same inputs give the same bytes, whoever builds, wherever and however."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from laws.kit import REPOSITORY, clean_environment


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


# Environment, working directory below the project, umask, and whether files are made backwards.
SURROUNDINGS = {
    "hash seed 0, C": ({"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"}, ".", 0o022, False),
    "hash seed 1, Kathmandu": (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C.utf8", "TZ": "Asia/Kathmandu"},
        "seeds/storefront",
        0o077,
        True,
    ),
    "hash seed 77, west of the date line": (
        {"PYTHONHASHSEED": "77", "LC_ALL": "POSIX", "TZ": "Pacific/Pago_Pago", "PYTHONUTF8": "0"},
        "seeds",
        0o002,
        True,
    ),
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_surroundings_decide_no_byte(tmp_path: Path, five: Path, name: str) -> None:
    variables, inside, mask, backwards = SURROUNDINGS[name]
    root = tmp_path / "another place with a long name"
    root.mkdir()
    files = sorted(file for file in (five / "seeds").rglob("*") if file.is_file())
    for file in reversed(files) if backwards else files:
        target = root / file.relative_to(five)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    shutil.copyfile(five / "pyproject.toml", root / "pyproject.toml")
    subprocess.run(
        [sys.executable, "-m", "seedc", "build"],
        cwd=root / inside,
        env=clean_environment(**variables),
        umask=mask,
        check=True,
        capture_output=True,
    )
    assert contents(root / "build") == contents(five / "build")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_number_of_processes_decides_no_byte(tmp_path: Path, five: Path, jobs: str) -> None:
    shutil.copytree(five, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "build")
    subprocess.run(
        [sys.executable, "-m", "seedc", "--project", tmp_path / "copy", "build", "--jobs", jobs],
        env=clean_environment(),
        check=True,
        capture_output=True,
    )
    assert contents(tmp_path / "copy" / "build") == contents(five / "build")


def test_building_again_from_the_same_folder_changes_nothing(tmp_path: Path, five: Path) -> None:
    shutil.copytree(five, tmp_path / "copy")
    before = {f: f.stat().st_mtime_ns for f in (tmp_path / "copy" / "build").rglob("*")}
    done = subprocess.run(
        [sys.executable, "-m", "seedc", "--project", str(tmp_path / "copy"), "build"],
        cwd=os.sep,
        env=clean_environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.endswith("; nothing changed\n")
    assert {f: f.stat().st_mtime_ns for f in (tmp_path / "copy" / "build").rglob("*")} == before


def test_the_committed_build_is_what_the_sources_give(five: Path) -> None:
    assert contents(REPOSITORY / "build") == contents(five / "build")
