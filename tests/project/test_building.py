"""A build by several processes: the same parts, the same mistakes, and none lost with a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCHEMA = "CREATE TABLE {name} (id integer PRIMARY KEY, size smallint NOT NULL);"
RUN = """
import os, sys
from pathlib import Path
from seedc import building
from seedc.diagnostics import Sink
from seedc.project import open_project

here, usual = os.getpid(), building.build_dataset

def build_dataset(state, dataset):
    if os.getpid() != here:
        {what}
    return usual(state, dataset)

building.build_dataset = build_dataset
sink = Sink()
_, built = building.build_project(open_project(Path(sys.argv[1]), sink), sink, jobs=2)
print(*(one.part.dataset for one in built))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three datasets that generate rows."""
    for name in ("a", "b", "c"):
        dataset(tmp_path, name, {"rows": 5})
    return tmp_path


def dataset(root: Path, name: str, rules: object) -> None:
    folder = root / "seeds" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.sql").write_text(SCHEMA.format(name=name), encoding="utf-8")
    volume = json.dumps({"tables": {name: rules}})
    (folder / "volume.json").write_text(volume, encoding="utf-8")


def seedc(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "seedc", "--project", str(root), "build", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_processes_find_all_mistakes_of_all_datasets(root: Path) -> None:
    dataset(root, "a", {"rows": 5, "columns": {"size": {"integer": [1, 40_000]}}})
    dataset(root, "c", {"rows": 5, "columns": {"sise": 1}})
    one, two = seedc(root, "--jobs", "1"), seedc(root, "--jobs", "2")
    assert (one.returncode, one.stderr) == (two.returncode, two.stderr)
    assert one.returncode == 1
    assert "seeds/a/volume.json" in one.stderr
    assert "seeds/c/volume.json" in one.stderr
    assert not (root / "build").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("what", ["os._exit(9)", "raise ValueError(dataset)"])
def test_what_a_process_did_not_end_is_done_by_the_caller(root: Path, what: str) -> None:
    command = [sys.executable, "-c", RUN.format(what=what), str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "a b c\n"


def test_a_mistake_of_ours_shows_its_own_place(root: Path) -> None:
    command = [sys.executable, "-c", RUN.format(what="pass").replace("usual(", "1 // 0 or usual(")]
    done = subprocess.run([*command, str(root)], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "line 13, in build_dataset" in done.stderr
    assert "RemoteTraceback" not in done.stderr


def test_a_build_that_fails_writes_no_script_beside_either(root: Path) -> None:
    volume = {"profiles": {"SMALL": {"n": 5}, "LARGE": {"n": 9}}, "tables": {"a": {"rows": "n"}}}
    text = json.dumps(volume)
    (root / "seeds" / "a" / "volume.json").write_text(text, encoding="utf-8")
    (root / "build" / "b" / "reset.sql").mkdir(parents=True)
    done = seedc(root, "--set", "n=7")
    assert done.returncode == 1
    assert "error[SD013]" in done.stderr
    assert [path.name for path in (root / "build").rglob("*.sql")] == ["reset.sql"]
