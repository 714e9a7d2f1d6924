"""A folder of rows appears as a whole or not at all, takes nothing from anybody, and has the same
bytes every time."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from emission.kit import contents, copydata, manifest, tables
from laws.kit import clean_environment, make_project, seedc
from laws.volume_kit import compiled, program
from laws.volume_kit import shop as make_shop
from seedc.emission import writing
from seedc.emission.copydata import Manner, write_copydata
from seedc.emission.engine import Effort
from seedc.emission.manifest import Origins
from seedc.emission.share import Share
from seedc.emission.tables import TableManner, write_tables

KINDS = {
    "copydata": ("--backend", "copydata", "--inline-limit", "0"),
    "zstd": ("--backend", "copydata", "--inline-limit", "10", "--compress", "zstd"),
    "gzip": ("--backend", "copydata", "--inline-limit", "10", "--compress", "gzip"),
    "csv": ("--emit", "csv"),
    "csv.zst": ("--emit", "csv", "--compress", "zstd"),
    "parquet": ("--emit", "parquet"),
    "parquet.zst": ("--emit", "parquet", "--compress", "zstd"),
}
FOLDERS = {
    "csv": "SMALL.csv",
    "csv.zst": "SMALL.csv",
    "parquet": "SMALL.parquet",
    "parquet.zst": "SMALL.parquet",
}


def emitted(root: Path, kind: str, *options: str) -> Path:
    """Write rows of a kind; the folder."""
    done = seedc(root, "build", *KINDS[kind], *options)
    assert done.code == 0, done.err
    return root / "build" / "shop" / FOLDERS.get(kind, "SMALL.copydata")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_are_the_same_bytes(shop: Path, kind: str) -> None:
    once = contents(emitted(shop, kind))
    time.sleep(1.1)  # gzip would write the second
    assert contents(emitted(shop, kind)) == once
    assert contents(emitted(shop, kind, "--jobs", "2")) == once


@pytest.mark.parametrize("compression", [None, "zstd", "gzip"])
def test_the_size_of_a_chunk_changes_no_byte(
    shop: Path, tmp_path: Path, compression: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.emission.output._BLOCK", 100)
    made = program(shop)
    for chunk in (1, 7, 100_000):
        effort = Effort(chunk=chunk)
        folder = tmp_path / str(chunk)
        manner = Manner(folder="x", compression=compression, inline=5, effort=effort)
        write_copydata(made, Origins(), folder / "copydata", "", manner)
        if compression is None:
            parquet = TableManner(form="parquet", effort=effort)
            write_tables(made, Origins(), folder / "parquet", "", parquet)
        csv = TableManner(form="csv", compression=compression, effort=effort)
        write_tables(made, Origins(), folder / "csv", "", csv)
    one, *others = (contents(tmp_path / name) for name in ("1", "7", "100000"))
    assert len(one) > 10
    assert all(other == one for other in others)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_in_several_files_have_the_rows_of_one(
    shop: Path, tmp_path: Path, form: Any
) -> None:
    made = program(shop)
    write_tables(made, Origins(), tmp_path / "whole", "", TableManner(form=form))
    write_tables(made, Origins(), tmp_path / "parts", "", TableManner(form=form, part=3))
    said = manifest(tmp_path / "parts")["tables"]
    for table, facts in manifest(tmp_path / "whole")["tables"].items():
        (whole,) = [file["path"] for file in facts["files"]]
        parts = [file["path"] for file in said[table]["files"]]
        assert all(file["rows"] <= 3 for file in said[table]["files"])
        assert len(parts) > 1 or facts["files"][0]["rows"] <= 3
        if form == "csv":
            header, _, rows = (tmp_path / "whole" / whole).read_bytes().partition(b"\n")
            found = [(tmp_path / "parts" / part).read_bytes().partition(b"\n") for part in parts]
            assert {part[0] for part in found} == {header}
            assert b"".join(part[2] for part in found) == rows
        else:
            frames = [pl.read_parquet(tmp_path / "parts" / part) for part in parts]
            assert pl.concat(frames).equals(pl.read_parquet(tmp_path / "whole" / whole))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_all_shares_together_are_what_one_machine_writes(
    shop: Path, tmp_path: Path, form: Any
) -> None:
    made = program(shop)
    whole = TableManner(form=form, part=2)
    expected = write_tables(made, Origins(), tmp_path / "whole", "", whole)
    for place in range(1, 6):
        manner = replace(whole, share=Share(place, 5))
        names = write_tables(made, Origins(), tmp_path / str(place), "", manner)
        assert len(expected) // 5 <= len(names) <= len(expected) // 5 + 2
        said = manifest(tmp_path / str(place))
        assert said["share"] == f"{place}/5"
        assert {*said["outputs"]} == {*names} - {"manifest.json"}
    files = [contents(tmp_path / str(place)) for place in range(1, 6)]
    found = [(path, data) for each in files for path, data in each.items()]
    found = [item for item in found if item[0] != "manifest.json"]
    alone = contents(tmp_path / "whole")
    assert len(found) == len(dict(found)) == len(alone) - 1
    assert {**dict(found), "manifest.json": alone["manifest.json"]} == alone


def test_a_share_has_a_folder_of_its_own(shop: Path) -> None:
    done = seedc(shop, "build", "--emit", "csv", "--share", "2/3")
    assert done.code == 0, done.err
    assert done.out.startswith("wrote build/shop/SMALL.2-of-3.csv/: ")
    assert "(share 2/3 of " in done.out
    assert manifest(shop / "build/shop/SMALL.2-of-3.csv")["share"] == "2/3"
    assert "share" not in manifest(emitted(shop, "csv"))


@pytest.mark.parametrize("kind", ["copydata", "zstd", "gzip", "csv", "parquet"])
def test_the_manifest_names_every_file_with_its_sum(shop: Path, kind: str) -> None:
    folder = emitted(shop, kind)
    files = contents(folder)
    said = manifest(folder)
    assert {*said["outputs"], "manifest.json"} == {*files}
    for path, facts in said["outputs"].items():
        assert facts["sha256"] == hashlib.sha256(files[path]).hexdigest()
        assert facts["bytes"] == len(files[path])
    assert said["dataset"] == "shop"
    assert said["profile"] == "SMALL"
    assert said["clock"] == "2026-01-01T00:00:00+00:00"
    assert {*said["inputs"]} == {f"seeds/shop/{n}" for n in ("schema.sql", "volume.json")} | {
        "seeds/shop/main.seed.json"
    }
    order = [name for group in said["load_order"] for name in group]
    assert order == [*said["tables"]]
    assert order.index("shop.sales") < order.index("shop.sale_items")
    named = [f["path"] for facts in said["tables"].values() for f in facts["files"]]
    assert sorted(named) == sorted({*said["outputs"]} - {"load.sql"})
    for load in program(shop).loads:
        facts = said["tables"][str(load.table.name)]
        assert facts["curated"] + facts["generated"] == load.size


def test_compressed_files_hold_what_the_others_do(shop: Path, tmp_path: Path) -> None:
    plain = contents(emitted(shop, "copydata").parent)
    for kind, ending in (("zstd", ".zst"), ("gzip", ".gz")):
        folder = emitted(shop, kind, "--inline-limit", "0")
        for path in folder.glob(f"*{ending}"):
            data = path.read_bytes()
            found = (
                gzip.decompress(data)
                if kind == "gzip"
                else zstandard.ZstdDecompressor().decompressobj().decompress(data)
            )
            assert found == plain[f"SMALL.copydata/{path.name.removesuffix(ending)}"]
    assert tmp_path.exists()


def test_parquet_is_compressed_as_asked(shop: Path) -> None:
    frames = []
    for kind in ("parquet", "parquet.zst"):
        path = emitted(shop, kind) / "shop.sales.parquet"
        frames.append((path.read_bytes(), pl.read_parquet(path)))
    assert frames[0][0] != frames[1][0]
    assert frames[0][1].equals(frames[1][1])


def test_a_smaller_run_leaves_no_file_of_a_larger_one(shop: Path) -> None:
    folder = emitted(shop, "copydata")
    assert len(contents(folder)) > 5
    copydata(shop, "--inline-limit", "10000")
    assert {*contents(folder)} == {"load.sql", "manifest.json"}
    assert not list(folder.parent.glob("*.seedc-*"))


@pytest.mark.parametrize("kind", ["copydata", "csv", "parquet"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_run_that_is_broken_off_changes_nothing(
    shop: Path, kind: str, error: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = emitted(shop, kind)
    before = contents(shop)
    seen = 0

    def third(*arguments: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == 3:
            raise error
        return real(*arguments)

    # Polars writes Parquet's files, which are read once more for their sums.
    name = "digest" if kind == "parquet" else "write_file"
    real = getattr(writing, name)
    monkeypatch.setattr(writing, name, third)
    volume = shop / "seeds" / "shop" / "volume.json"
    kept = volume.read_text(encoding="utf-8")
    volume.write_text(kept.replace('"products": 12', '"products": 13'), encoding="utf-8")
    done = seedc(shop, "build", *KINDS[kind])
    volume.write_text(kept, encoding="utf-8")
    assert seen == 3
    if isinstance(error, OSError):
        assert done.code == 1
        assert "SD021" in done.err
        assert "No space left on device" in done.err
    else:
        assert done.code == 130
    assert contents(shop) == before
    assert not list(folder.parent.glob("*.seedc-*"))


def test_ctrl_c_ends_the_processes_and_leaves_what_was_there(shop: Path) -> None:
    folder = emitted(shop, "csv")
    before = contents(folder)
    command = [sys.executable, "-m", "seedc", "--project", str(shop), "build", *KINDS["csv"]]
    environment = clean_environment(SEED_PRODUCTS="30000000")
    running = subprocess.Popen(
        [*command, "--jobs", "2"],
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    new = folder.parent / "CUSTOM.csv.seedc-new"
    waited = time.monotonic() + 60
    while not new.exists() or not list(new.iterdir()):
        assert time.monotonic() < waited, "it did not begin to write"
        assert running.poll() is None, running.stderr.read() if running.stderr else ""
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert {path.name for path in folder.parent.glob("*.csv*")} == {"SMALL.csv"}
    assert contents(folder) == before


def test_a_process_that_somebody_ended_is_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*arguments: Any) -> Any:
        raise BrokenProcessPool

    folder = emitted(shop, "csv")
    before = contents(folder)
    monkeypatch.setattr("seedc.workers.in_order", ended)
    done = seedc(shop, "build", "--emit", "csv", "--jobs", "2")
    assert done.code == 1
    assert "SD021" in done.err
    assert "a process was ended from outside" in done.err
    assert contents(folder) == before


def test_what_a_killed_run_left_is_put_right(shop: Path) -> None:
    folder = emitted(shop, "csv")
    before = contents(folder)
    new, old = (folder.with_name(folder.name + end) for end in (".seedc-new", ".seedc-old"))
    folder.rename(old)
    new.mkdir()
    (new / "half.csv").write_text("1,", encoding="utf-8")
    assert contents(emitted(shop, "csv")) == before
    assert not new.exists()
    assert not old.exists()


def _file(folder: Path) -> None:
    folder.write_text("mine", encoding="utf-8")


def _folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")


def _false_manifest(folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text("[]", encoding="utf-8")


def _link(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    folder.symlink_to(other)


@pytest.mark.parametrize("theirs", [_file, _folder, _false_manifest, _link])
def test_a_folder_that_is_not_ours_is_refused(shop: Path, theirs: Any) -> None:
    theirs(shop / "build" / "shop" / "SMALL.csv")
    before = contents(shop)
    done = seedc(shop, "build", "--emit", "csv")
    assert done.code == 1
    assert "SD020" in done.err
    assert contents(shop) == before


def test_a_file_that_somebody_put_into_our_folder_is_not_lost(shop: Path) -> None:
    folder = emitted(shop, "csv")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    done = seedc(shop, "build", "--emit", "csv")
    assert done.code == 1
    assert "holds notes.txt, which no manifest of seedc names" in done.err
    assert (folder / "notes.txt").exists()


def test_a_place_where_no_folder_can_be_is_told(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = seedc(shop, "build", "--emit", "csv", "--out", str(tmp_path / "file" / "x"))
    assert done.code == 1
    assert "SD021" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--emit", "csv", "--backend", "copydata"), "--emit writes rows without a script"),
        (("--emit", "csv", "--backend", "pgsql"), "--emit writes rows without a script"),
        (("--inline-limit", "3"), "--inline-limit is for --backend copydata"),
        (("--inline-limit", "3", "--emit", "csv"), "--inline-limit is for --backend copydata"),
        (("--inline-limit", "20000", "--backend", "copydata"), "0<=x<=10000"),
        (("--compress", "zstd"), "--compress is for --backend copydata and --emit"),
        (("--compress", "gzip", "--emit", "parquet"), "Parquet is compressed by zstd"),
        (("--jobs", "0", "--emit", "csv"), "1<=x<=64"),
        (("--out", "x"), "--out is for --backend copydata and --emit"),
        (("--check", "--emit", "csv"), "--check compares build/"),
        (("--share", "1/2"), "--share is for --emit"),
        (("--share", "1/2", "--backend", "copydata"), "--share is for --emit"),
        (("--share", "3/2", "--emit", "csv"), "3/2 is no share: K/N has K from 1 to N"),
        (("--share", "0/2", "--emit", "csv"), "0/2 is no share: K/N has K from 1 to N"),
        (("--share", "2", "--emit", "csv"), "2 is no share: K/N is meant"),
        (("--share", "1/x", "--emit", "csv"), "1/x is no share: K/N is meant"),
        (("--emit", "xml"), "'xml' is not one of"),
        (("--backend", "mysql"), "'mysql' is not one of"),
        (("shop",), "seedc build writes every dataset"),
        (("shop", "--backend", "pgsql"), "seedc build writes every dataset"),
        (("shopp", "--emit", "csv"), 'there is no dataset "shopp"'),
    ],
)
def test_words_that_do_not_go_together_are_a_usage_error(
    shop: Path, words: tuple[str, ...], said: str
) -> None:
    before = contents(shop)
    done = seedc(shop, "build", *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert contents(shop) == before


def test_the_backend_of_the_server_is_the_usual_build(shop: Path) -> None:
    before = contents(shop)
    done = seedc(shop, "build", "--backend", "pgsql")
    assert done.code == 0
    assert "nothing changed" in done.out
    assert contents(shop) == before


def test_help_names_the_options(shop: Path) -> None:
    said = seedc(shop, "build", "--help").out
    for option in ("--backend", "--emit", "--compress", "--inline-limit", "--jobs", "--out"):
        assert option in said
    assert "--share K/N" in said


@pytest.mark.parametrize(
    ("library", "words"),
    [
        ("numpy", ("--backend", "copydata")),
        ("numpy", ("--emit", "csv")),
        ("polars", ("--emit", "parquet")),
        ("zstandard", ("--backend", "copydata", "--compress", "zstd")),
    ],
)
def test_without_the_extra_the_message_names_it(
    shop: Path, library: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    before = contents(shop)
    done = seedc(shop, "build", *words)
    assert done.code == 1
    assert "SD619" in done.err
    assert f"{library} cannot be imported" in done.err
    assert "pip install 'seedc[copy]'" in done.err
    assert contents(shop) == before


def test_what_the_engine_lacks_is_told_by_name(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "seedc.backends.copydata.stream.supported", lambda rows: ["md5: it is not there"]
    )
    done = seedc(shop, "build", "--backend", "copydata")
    assert done.code == 1
    assert "SD765" in done.err
    assert "the rows of shop.products cannot be computed without a server" in done.err
    assert "md5: it is not there" in done.err
    assert not (shop / "build" / "shop" / "SMALL.copydata").exists()


def test_datasets_are_chosen_and_profiles_have_folders_of_their_own(tmp_path: Path) -> None:
    make_shop(tmp_path)
    schema = "CREATE TABLE t (id bigint PRIMARY KEY);"
    make_project(tmp_path, schema, {"t": [{"__key__": "t:1"}]}, dataset="other")
    done = seedc(tmp_path, "build", "shop", "--emit", "csv", "--profile", "LARGE")
    assert done.code == 0, done.err
    assert "wrote build/shop/LARGE.csv/: 11 files" in done.out
    assert "shop: profile LARGE (--profile)" in done.out
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["shop"]
    done = seedc(tmp_path, "build", "--emit", "csv")
    assert "wrote build/other/SMALL.csv/: 2 files, 1 row" in done.out


def test_what_a_row_leaves_to_a_default_is_said(tmp_path: Path) -> None:
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, word text DEFAULT 'own', number integer,
      at timestamptz NOT NULL DEFAULT now());"""
    seeds = {
        "t": [
            {"__key__": "t:1", "word": "a", "number": 1},
            {"__key__": "t:2", "at": "2026-01-01T00:00:00Z"},
        ]
    }
    make_project(tmp_path, schema, seeds)
    folder = tables(tmp_path, "csv")
    facts = manifest(folder)["tables"]["public.t"]
    assert facts["left_to_default"] == {"word": 1, "at": 1}
    assert [column["name"] for column in facts["columns"]] == ["id", "word", "number", "at"]
    lines = (folder / "public.t.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,word,number,at"
    assert sorted(line.partition(",")[2] for line in lines[1:]) == [
        ",,2026-01-01 00:00:00+00",
        "a,1,",
    ]


def test_a_table_without_rows_has_no_file(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        "CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY);",
        {"t": [{"__key__": "t:1"}], "u": []},
        settings="[datasets.shop.tables.u]\npolicy = 'sync'\n",
    )
    folder = tables(tmp_path, "parquet")
    assert {*contents(folder)} == {"manifest.json", "public.t.parquet"}
    assert manifest(folder)["tables"]["public.u"]["files"] == []
    assert json.dumps(manifest(folder))
    assert compiled(tmp_path).programs
