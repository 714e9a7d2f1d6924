"""Writing build/: all or nothing, and never a file that is not ours."""

import json
import os
from pathlib import Path

import pytest

from scripts.handmade import load, program, table
from seedc import emit
from seedc.ir.artifact import Artifact
from seedc.ir.program import Band
from seedc.scripts import profile_entry, render_manifest


def artifact(**files: str) -> Artifact:
    """Files and the manifest that names them; `_` stands for `/`."""
    pairs = tuple((name.replace("_", "/") + ".sql", text) for name, text in files.items())
    manifest = render_manifest({}, {}, {}, Artifact(pairs).digests)
    return Artifact((*pairs, (emit.MANIFEST, manifest)))


def tree(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_text() for p in files}


def test_a_first_build_makes_every_file(tmp_path: Path) -> None:
    made = artifact(seed="a", shop_load="b")
    assert emit.stale(tmp_path / "build", made) == ("manifest.json", "seed.sql", "shop/load.sql")
    assert emit.write(tmp_path / "build", made) == ("manifest.json", "seed.sql", "shop/load.sql")
    assert tree(tmp_path / "build") == dict(made.files)
    assert emit.stale(tmp_path / "build", made) == ()


def test_a_file_that_is_right_is_not_written_again(tmp_path: Path) -> None:
    emit.write(tmp_path, artifact(a="1", b="2"))
    os.utime(tmp_path / "a.sql", (1, 1))
    assert emit.write(tmp_path, artifact(a="1", b="3")) == ("b.sql", "manifest.json")
    assert (tmp_path / "a.sql").stat().st_mtime == 1
    assert emit.write(tmp_path, artifact(a="1", b="3")) == ()


def test_what_an_earlier_build_made_is_removed_and_what_is_foreign_stays(tmp_path: Path) -> None:
    emit.write(tmp_path, artifact(a="1", old_x="2", old_deep_y="3"))
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "old" / "deep" / "mine.sql").write_text("mine")
    (tmp_path / "old" / "x.sql").write_text("edited")
    assert emit.stale(tmp_path, artifact(a="1")) == ("manifest.json", "old/deep/y.sql", "old/x.sql")
    emit.write(tmp_path, artifact(a="1"))
    assert set(tree(tmp_path)) == {"a.sql", "manifest.json", "notes.txt", "old/deep/mine.sql"}


def test_folders_that_become_empty_go(tmp_path: Path) -> None:
    emit.write(tmp_path, artifact(a="1", old_deep_y="3"))
    emit.write(tmp_path, artifact(a="1"))
    assert not (tmp_path / "old").exists()


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_failure_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    emit.write(tmp_path, artifact(a="1", b="2"))
    before = tree(tmp_path)
    calls = iter(range(1, 9))
    real = os.fsync

    def full_disk(handle: int) -> None:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        emit.write(tmp_path, artifact(a="x", b="y", new_deep_c="z"))
    assert tree(tmp_path) == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("path", ["../evil.sql", "/evil.sql", "a/../../evil.sql", "link/evil.sql"])
def test_no_manifest_and_no_artifact_reaches_out_of_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    evil = tmp_path / "evil.sql"
    evil.write_text("precious")
    (folder / "manifest.json").write_text(json.dumps({"outputs": {path: "0"}}))
    emit.write(folder, artifact(a="1"))
    assert evil.read_text() == "precious"
    with pytest.raises(ValueError, match=r"inside|out of"):
        emit.write(folder, Artifact(((path, "x"),)))


@pytest.mark.parametrize("text", ["", "[]", '{"outputs": 3}', "\x00", '{"outputs": null}'])
def test_a_broken_manifest_is_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    (tmp_path / "mine.sql").write_text("mine")
    assert "manifest.json" in emit.write(tmp_path, artifact(a="1"))
    assert (tmp_path / "mine.sql").exists()


def test_the_manifest_tells_what_was_built_from_what() -> None:
    columns = {"id": "bigint!"}
    band = Band(column="id", type="bigint", low=1, middle=2, high=3)
    part = load(table("shop.a", columns), columns, {"x": ("2",), "y": ("1",)}, band=band)
    inputs = {"seeds/b": "22", "seeds/a": "11"}
    entries = {"curated": profile_entry(program(part))}
    text = render_manifest({"shop": entries}, {"shop": "curated"}, inputs, {"seed.sql": "33"})
    assert text.endswith("}\n")
    found = json.loads(text)
    assert found["datasets"]["shop"]["curated"] == {
        "batch": None,
        "stages": [["shop.a"]],
        "tables": {
            "shop.a": {
                "arbiter": "pkey",
                "band": {"column": "id", "low": 1, "middle": 2, "high": 3},
                "generated": 0,
                "policy": "update",
                "rows": 2,
            }
        },
    }
    assert text.index("seeds/a") < text.index("seeds/b")
    assert found["outputs"] == {"seed.sql": "33"}
