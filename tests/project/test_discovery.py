"""Which folder is the project, and what its settings say."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from laws.kit import REPOSITORY, Done, built, make_project, ran, seedc
from seedc.cli import cli

SCHEMA = "CREATE TABLE t (id bigserial PRIMARY KEY, name text);"
SEEDS = {"t": [{"__key__": "t:1", "name": "a"}]}


def here(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Done:
    """Run seedc in a working directory, without --project."""
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli, list(words))
    return Done(result.exit_code, result.stdout, result.stderr)


def test_the_nearest_folder_upwards_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path, SCHEMA, SEEDS, dataset="outer")
    make_project(tmp_path / "inner", SCHEMA, SEEDS, dataset="inner")
    deep = tmp_path / "inner" / "seeds" / "inner" / "deep"
    deep.mkdir()
    assert here(deep, monkeypatch, "build").code == 0
    assert (tmp_path / "inner" / "build" / "inner").is_dir()
    (tmp_path / "src").mkdir()
    assert here(tmp_path / "src", monkeypatch, "build").code == 0
    assert (tmp_path / "build" / "outer").is_dir()


def test_project_names_a_folder_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path / "a project", SCHEMA, SEEDS)
    other = tmp_path / "other"
    make_project(other, SCHEMA, SEEDS)
    for folder in ("../a project", str(tmp_path / "a project"), "../a project/seeds/shop"):
        done = here(other, monkeypatch, "--project", folder, "build")
        assert done.code == 0
    assert (tmp_path / "a project" / "build").is_dir()
    assert not (other / "build").exists()


@pytest.mark.parametrize(
    "command", ["build", "check", "dump", "fmt", "apply", "plan", "verify", "reset", "demo"]
)
def test_without_a_project_every_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    done = here(tmp_path, monkeypatch, command)
    assert done.code == 1
    assert "error[SD001]" in done.err
    assert "--project" in done.err


def test_explain_needs_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here(tmp_path, monkeypatch, "explain", "SD204").out.startswith("SD204: ")


def test_a_single_schema_may_sit_directly_in_seeds(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "schema.sql").write_text(SCHEMA, encoding="utf-8")
    (seeds / "main.seed.json").write_text(json.dumps(SEEDS), encoding="utf-8")
    build = built(tmp_path)
    assert (build / "main" / "SMALL.sql").is_file()
    (tmp_path / "seedc.toml").write_text('name = "shop"\nprofile = "LARGE"\n', encoding="utf-8")
    built(tmp_path)
    assert (build / "shop" / "LARGE.sql").is_file()
    assert not (build / "main").exists()


def test_a_link_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seeds" / "shop" / "a.seed.json").symlink_to("nowhere.json")
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert "seeds/shop/a.seed.json: error[SD008]: is a link to a file that is not" in done.err


@pytest.mark.parametrize("name", ["schema.sql", "volume.json", "b.seed.json"])
def test_a_folder_or_link_in_the_place_of_a_file_is_reported(tmp_path: Path, name: str) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    place = tmp_path / "seeds" / "shop" / name
    place.unlink(missing_ok=True)
    place.mkdir()
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert done.err.startswith(f"seeds/shop/{name}: error[SD008]: is a folder")
    assert "1 error" in done.err
    place.rmdir()
    place.symlink_to("nowhere")
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert done.err.startswith(f"seeds/shop/{name}: error[SD008]: is a link to a file")
    assert "1 error" in done.err


def test_names_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    folder = tmp_path / "seeds" / "shop"
    try:
        (folder / "main.seed.json").rename(folder / os.fsdecode(b"caf\xe9.seed.json"))
    except OSError:
        pytest.skip("the file system takes no such name")
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert "seeds/shop/caf\ufffd.seed.json: error[SD008]: has a name that is not UTF-8" in done.err


def test_files_that_only_look_like_seeds_are_named(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seeds" / "shop" / "more.json").write_text("{}", encoding="utf-8")
    (tmp_path / "seeds" / "more.seed.json").write_text("{}", encoding="utf-8")
    done = seedc(tmp_path, "check")
    assert done.code == 0
    assert "seeds/more.seed.json: warning[SD015]: is not read" in done.err
    assert "seeds/shop/more.json: warning[SD015]: is not read" in done.err
    assert "2 warnings" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everywhere")
def test_what_may_not_be_read_or_written_is_named(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    seeds = tmp_path / "seeds"
    file = seeds / "shop" / "main.seed.json"
    file.chmod(0o444)
    done = seedc(tmp_path, "fmt")
    assert (done.code, "main.seed.json: error[SD008]: cannot be written" in done.err) == (1, True)
    for folder in (seeds / "shop", seeds):
        folder.chmod(0o444)
        try:
            done = seedc(tmp_path, "check")
        finally:
            folder.chmod(0o755)
        place = folder.relative_to(tmp_path).as_posix()
        assert done.code == 1
        assert done.err.startswith(f"{place}: error[SD008]: cannot be read: ")


def test_settings_that_are_not_utf8_are_refused_at_the_byte(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "pyproject.toml").write_bytes("[tool]\nname = 'é".encode() + b"\xe9'\n")
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert "pyproject.toml:2:10: error[SD008]: is not UTF-8: " in done.err


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("build = 1", "1 is not a string"),
        ('build = ""', '"" is not a text that is not empty'),
        ('profile = "small"', '"small" is not a text of the form ^[A-Z][A-Z0-9_]*$'),
        ("protected = 2020-01-01", '"2020-01-01" is not a list'),
        ("datasets.shop = []", "[] is not a table"),
        ("datasets.shop.tables.t.match = []", "[] is not a name or a list of names"),
        ("datasets.shop.tables.t.band = [1]", "[1] is not at least 2 items"),
        ("datasets.shop.tables.t.band = [1, 2, 3]", "[1, 2, 3] is not at most 2 items"),
        ("datasets.shop.tables.t.band = [-1, 2]", "-1 is not a number of at least 0"),
        ("datasets.shop.tables.t.band = [0.5, 2]", "0.5 is not a whole number"),
    ],
)
def test_a_wrong_setting_is_named_in_words(tmp_path: Path, setting: str, message: str) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seedc.toml").write_text(setting, encoding="utf-8")
    done = seedc(tmp_path, "check")
    assert done.code == 1
    assert f"error[SD002]: {message}\n" in done.err


def test_a_single_schema_and_a_dataset_may_stand_together(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seeds" / "schema.sql").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "seeds" / "x.seed.json").write_text(json.dumps(SEEDS), encoding="utf-8")
    build = built(tmp_path)
    assert {f.name for f in build.iterdir() if f.is_dir()} == {"main", "shop"}


def test_two_datasets_of_one_name_are_refused(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS, dataset="main")
    (tmp_path / "seeds" / "schema.sql").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "seeds" / "x.seed.json").write_text(json.dumps(SEEDS), encoding="utf-8")
    done = seedc(tmp_path, "build")
    assert done.code == 1
    assert '"main"' in done.err


PROJECT_TABLE = '[project]\nname = "x"\n'


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("seedc.toml", '[datasets.shop]\npolicy = "keep"\n'),
        ("pyproject.toml", PROJECT_TABLE + '[tool.seedc.datasets.shop]\npolicy = "keep"\n'),
        ("pyproject.toml", '[tool.seedc]\ndatasets.shop.policy = "keep"\n'),
    ],
)
def test_settings_are_read_from_either_file(tmp_path: Path, file: str, text: str) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert "public.t · curated · keep" in (built(tmp_path) / "seed.sql").read_text(encoding="utf-8")


def test_settings_in_both_files_are_refused(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS, settings='profile = "A"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.seedc]\nprofile = "B"\n', encoding="utf-8")
    done = seedc(tmp_path, "build")
    assert done.code == 1
    assert "error[SD004]" in done.err
    assert not (tmp_path / "build").exists()


def test_a_pyproject_without_our_table_does_not_count(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS, settings='profile = "A"\n')
    (tmp_path / "pyproject.toml").write_text(PROJECT_TABLE, encoding="utf-8")
    assert (built(tmp_path) / "shop" / "A.sql").is_file()


WRONG = {
    "unknown setting": "polcy = 1\n",
    "unknown in a dataset": "[datasets.shop]\npolcy = 'keep'\n",
    "unknown in a table": "[datasets.shop.tables.t]\npolcy = 'keep'\n",
    "no policy": "[datasets.shop]\npolicy = 'maybe'\n",
    "no dataset": "[datasets.shap]\npolicy = 'keep'\n",
    "no table": "[datasets.shop.tables.tt]\npolicy = 'keep'\n",
    "not TOML": "datasets = [\n",
    "a number": "datasets = 3\n",
    "a dataset that is a number": "[datasets]\nshop = 3\n",
    "tables that are a number": "[datasets.shop]\ntables = 3\n",
    "profile": "profile = 'small'\n",
    "a build folder outside": "build = '../elsewhere'\n",
    "an absolute build folder": "build = '/tmp/elsewhere'\n",
    "the project itself as build folder": "build = '.'\n",
    "the seeds as build folder": "build = 'seeds/shop'\n",
    "a band upside down": "[datasets.shop.tables.t]\nband = [200, 100]\n",
    "an empty band": "[datasets.shop.tables.t]\nband = [200, 200]\n",
    "a name outside": "name = '../x'\n",
    "a DSN": "[datasets.shop]\nschema_from = 'postgresql://me:hunter2@h/db'\n",
    "a twice": "profile = 'A'\nprofile = 'B'\n",
}


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_settings_are_refused_with_their_place(tmp_path: Path, kind: str) -> None:
    root = make_project(tmp_path / "root", SCHEMA, SEEDS, settings=WRONG[kind])
    done = seedc(root, "build")
    assert done.code == 1, done.err
    assert done.err.startswith("seedc.toml:"), done.err
    assert "hunter2" not in done.err
    assert not (root / "build").exists()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\nseedc = 3\n", "tool = []\n"])
def test_a_pyproject_of_odd_shape_is_no_bug_of_ours(tmp_path: Path, text: str) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    done = seedc(tmp_path, "build")
    assert done.code in {0, 1}
    assert "internal error" not in done.err


def test_odd_folders_under_seeds_are_passed_over_or_named(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seeds" / "notes").mkdir()
    (tmp_path / "seeds" / "shop" / "old.seed.json.bak").write_text("nonsense", encoding="utf-8")
    (tmp_path / "seeds" / "shop" / "folder").mkdir()
    (tmp_path / "seeds" / "README.md").write_text("x", encoding="utf-8")
    ran(seedc(tmp_path, "build"))
    make_project(tmp_path, SCHEMA, SEEDS, dataset="with blank")
    done = seedc(tmp_path, "build")
    assert done.code == 1
    assert "error[SD012]" in done.err


def test_seeds_without_a_schema_are_named(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMA, SEEDS)
    (tmp_path / "seeds" / "bare").mkdir()
    (tmp_path / "seeds" / "bare" / "x.seed.json").write_text("{}", encoding="utf-8")
    done = seedc(tmp_path, "build")
    assert done.code == 1
    assert "error[SD007]" in done.err


def test_the_schema_can_come_from_a_database(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg  # noqa: PLC0415

    make_project(tmp_path, SCHEMA, SEEDS)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    expected = {f: f.read_bytes() for f in built(tmp_path).rglob("*.sql")}
    (tmp_path / "seeds" / "shop" / "schema.sql").unlink()
    ran(seedc(tmp_path, "build", "--schema-from", database))
    assert {f: f.read_bytes() for f in (tmp_path / "build").rglob("*.sql")} == expected
    settings = '[datasets.shop]\nschema_from = "SHOP_URL"\n'
    (tmp_path / "seedc.toml").write_text(settings, encoding="utf-8")
    done = seedc(tmp_path, "build", "--check")
    assert done.code == 1
    assert "error[SD011]" in done.err
    ran(seedc(tmp_path, "build", "--check", SHOP_URL=database))


def test_the_repository_itself_is_a_project(monkeypatch: pytest.MonkeyPatch) -> None:
    assert here(REPOSITORY / "seeds" / "wholesale", monkeypatch, "check").code == 0
