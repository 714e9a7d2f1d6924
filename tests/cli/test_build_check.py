"""`seedc build` and `build --check`: all or nothing, and never a file of somebody else."""

import os
import shutil
from pathlib import Path

import pytest

from laws.kit import built, make_project, ran, seedc, write_seed

SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL);"
SEEDS = {"t": [{"__key__": "t:1", "name": "a"}]}
State = dict[str, tuple[bytes, int]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_project(tmp_path, SCHEMA, SEEDS, dataset="one")
    make_project(tmp_path, SCHEMA, SEEDS, dataset="two")
    built(tmp_path)
    return tmp_path


def state(folder: Path) -> State:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(f.relative_to(folder)): (f.read_bytes(), f.stat().st_mtime_ns) for f in files}


def test_a_fresh_build_passes(root: Path) -> None:
    done = ran(seedc(root, "build", "--check"))
    assert done.out == "build/ is fresh\n"


def test_a_stale_build_fails_and_names_the_files(root: Path) -> None:
    write_seed(root, {"t": [{"__key__": "t:1", "name": "b"}]}, dataset="two")
    before = state(root / "build")
    done = seedc(root, "build", "--check")
    assert done.code == 1
    named = [line.removeprefix("stale: ") for line in done.err.splitlines()[:-1]]
    assert named == [
        "build/manifest.json",
        "build/seed.sql",
        "build/two/SMALL.sql",
        "build/two/verify.sql",
    ]
    assert state(root / "build") == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda build: (build / "one" / "reset.sql").unlink(),
        lambda build: (build / "one" / "reset.sql").write_text("edited by hand"),
        lambda build: shutil.rmtree(build / "one"),
        lambda build: (build / "manifest.json").write_text("{"),
        lambda build: (build / "manifest.json").unlink(),
        shutil.rmtree,
    ],
    ids=["missing", "edited", "folder", "broken manifest", "no manifest", "nothing"],
)
def test_any_damage_is_found_and_mended(root: Path, damage: object) -> None:
    before = {name: data for name, (data, _) in state(root / "build").items()}
    assert callable(damage)
    damage(root / "build")
    assert seedc(root, "build", "--check").code == 1
    ran(seedc(root, "build"))
    assert {name: data for name, (data, _) in state(root / "build").items()} == before
    ran(seedc(root, "build", "--check"))


@pytest.mark.parametrize("wrong", ["{", '{"t": [{"__key__": "t:1", "name": null}]}', "[]"])
def test_a_failed_build_touches_nothing(root: Path, wrong: str) -> None:
    write_seed(root, {"t": [{"__key__": "t:1", "name": "changed"}]}, dataset="one")
    write_seed(root, wrong, dataset="two")
    before = state(root / "build")
    done = seedc(root, "build")
    assert done.code == 1
    assert "seeds/two/main.seed.json:1:" in done.err
    assert state(root / "build") == before


def test_a_build_that_changes_one_file_leaves_the_times_of_the_others(root: Path) -> None:
    before = state(root / "build")
    write_seed(root, {"t": [{"__key__": "t:1", "name": "b"}]}, dataset="two")
    done = ran(seedc(root, "build"))
    after = state(root / "build")
    same = {name for name in before if before[name] == after[name]}
    assert same == {"one/SMALL.sql", "one/reset.sql", "one/verify.sql", "two/reset.sql"}
    assert "wrote build/two/SMALL.sql" in done.out
    assert "build/one" not in done.out


def test_files_of_others_survive_and_do_not_make_it_stale(root: Path) -> None:
    (root / "build" / "README.md").write_text("mine", encoding="utf-8")
    (root / "build" / "one" / "extra.sql").write_text("mine", encoding="utf-8")
    shutil.rmtree(root / "seeds" / "one")
    assert seedc(root, "build", "--check").code == 1
    ran(seedc(root, "build"))
    assert set(state(root / "build")) == {
        "README.md",
        "manifest.json",
        "one/extra.sql",
        "seed.sql",
        "two/SMALL.sql",
        "two/reset.sql",
        "two/verify.sql",
    }
    ran(seedc(root, "build", "--check"))


def test_a_removed_dataset_takes_its_folder_along(root: Path) -> None:
    shutil.rmtree(root / "seeds" / "two")
    done = ran(seedc(root, "build"))
    assert "removed build/two/SMALL.sql" in done.out
    assert not (root / "build" / "two").exists()


def test_a_dataset_without_rows_has_no_scripts(root: Path) -> None:
    write_seed(root, {"t": []}, dataset="two")
    ran(seedc(root, "build"))
    assert not (root / "build" / "two").exists()
    ran(seedc(root, "build", "--check"))


def test_a_build_folder_of_another_name_is_used(root: Path) -> None:
    (root / "seedc.toml").write_text('build = "out/sql"\n', encoding="utf-8")
    done = ran(seedc(root, "build"))
    assert "wrote out/sql/seed.sql" in done.out
    assert (root / "out" / "sql" / "seed.sql").read_bytes() == (
        root / "build" / "seed.sql"
    ).read_bytes()


@pytest.mark.parametrize("obstacle", ["a file", "a folder in a file's place", "a link outside"])
def test_an_obstacle_is_a_clean_error(root: Path, tmp_path: Path, obstacle: str) -> None:
    build = root / "build"
    if obstacle == "a file":
        shutil.rmtree(build)
        build.write_text("not a folder", encoding="utf-8")
    elif obstacle == "a folder in a file's place":
        (build / "seed.sql").unlink()
        (build / "seed.sql" / "inner").mkdir(parents=True)
    else:
        shutil.rmtree(build / "one")
        (tmp_path / "elsewhere").mkdir()
        (build / "one").symlink_to(tmp_path / "elsewhere")
    done = seedc(root, "build")
    assert done.code == 1, done.err
    assert "internal error" not in done.err
    assert "error[SD" in done.err
    assert not list((tmp_path / "elsewhere").glob("*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_a_clean_error(root: Path) -> None:
    write_seed(root, {"t": [{"__key__": "t:1", "name": "b"}]}, dataset="two")
    before = state(root / "build")
    (root / "build").chmod(0o555)
    (root / "build" / "two").chmod(0o555)
    try:
        done = seedc(root, "build")
    finally:
        (root / "build").chmod(0o755)
        (root / "build" / "two").chmod(0o755)
    assert done.code == 1
    assert "error[SD" in done.err
    assert state(root / "build") == before
