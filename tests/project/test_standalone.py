"""`standalone`: a dataset beside `seed.sql`, which a command takes only by its name."""

import json
from pathlib import Path

import pytest

from laws.kit import Done, built, dump, make_project, query, ran, seedc
from seedc.server import demo
from seedc.server.demo import DemoDataset

SCHEMAS = {
    name: f"CREATE SCHEMA {name}; CREATE TABLE {name}.things (id bigint PRIMARY KEY, name text);"
    for name in ("shop", "lab")
}
SEEDS = {"things": [{"__key__": "thing:1", "name": "one"}]}
SETTINGS = "[datasets.lab]\nstandalone = true\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of the dataset shop and of lab, which stands alone; built."""
    for name, schema in SCHEMAS.items():
        make_project(tmp_path, schema, SEEDS, dataset=name, settings=SETTINGS)
    built(tmp_path)
    return tmp_path


def listed(done: Done, key: str = "dataset") -> set[str]:
    """The datasets that a command reports on, of its JSON."""
    return {line[key] for line in json.loads(ran(done).out)}


def test_it_has_its_own_scripts_and_no_part_in_seed_sql(root: Path) -> None:
    build = root / "build"
    for script in ("SMALL.sql", "verify.sql", "reset.sql"):
        assert "lab.things" in (build / "lab" / script).read_text()
    whole = (build / "seed.sql").read_text()
    assert "shop.things" in whole
    assert "lab.things" not in whole


def test_the_manifest_tells_which_stand_alone(root: Path) -> None:
    manifest = json.loads((root / "build" / "manifest.json").read_text())
    assert manifest["standalone"] == ["lab"]
    assert set(manifest["datasets"]) == {"lab", "shop"}
    assert "lab/SMALL.sql" in manifest["outputs"]


def test_the_setting_moves_a_dataset_out_of_seed_sql_and_nothing_else(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("together")
    for name, schema in SCHEMAS.items():
        make_project(other, schema, SEEDS, dataset=name)
    build = built(other)
    assert json.loads((build / "manifest.json").read_text())["standalone"] == []
    assert "lab.things" in (build / "seed.sql").read_text()
    for script in build.glob("*/*.sql"):
        place = script.relative_to(build)
        assert script.read_bytes() == (root / "build" / place).read_bytes(), place


def test_commands_without_names_leave_it_out(root: Path, database: str) -> None:
    dsn = ("--dsn", database, "--json")
    assert listed(seedc(root, "apply", "--create-schema", *dsn)) == {"shop"}
    assert query(database, "SELECT to_regclass('lab.things')") == [(None,)], "its schema came along"
    for command in ("plan", "verify", "reset"):
        assert listed(seedc(root, command, *dsn)) == {"shop"}, command


def test_commands_take_it_by_its_name(root: Path, database: str) -> None:
    dsn = ("--dsn", database, "--json")
    assert listed(seedc(root, "apply", "lab", "--create-schema", *dsn)) == {"lab"}
    assert listed(seedc(root, "plan", "lab", *dsn)) == {"lab"}
    assert listed(seedc(root, "verify", "lab", *dsn)) == {"lab"}
    assert listed(seedc(root, "apply", "lab", "shop", "--create-schema", *dsn)) == {"lab", "shop"}
    assert listed(seedc(root, "reset", "lab", *dsn)) == {"lab"}
    found = dump(database)
    assert (len(found["lab.things"]), len(found["shop.things"])) == (0, 1)


def test_plan_volume_goes_by_the_same_rule(root: Path) -> None:
    for name in SCHEMAS:
        volume = {"tables": {"things": {"rows": 3}}}
        (root / "seeds" / name / "volume.json").write_text(json.dumps(volume))
    assert listed(seedc(root, "plan", "--volume", "--json")) == {"shop"}
    assert listed(seedc(root, "plan", "lab", "--volume", "--json")) == {"lab"}


def test_the_demo_compiles_it_and_loads_the_others(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def run_demo(_: Path, datasets: list[DemoDataset], say: object) -> list[object]:
        loaded.extend(dataset.program.dataset for dataset in datasets)
        return []

    monkeypatch.setattr(demo, "run_demo", run_demo)
    assert "compiled 2 datasets" in ran(seedc(root, "demo")).out
    assert loaded == ["shop"]


def test_its_sources_are_checked_like_all_others(root: Path) -> None:
    seed = root / "seeds" / "lab" / "main.seed.json"
    seed.write_text(json.dumps({"things": [{"__key__": "thing:1", "nmae": "one"}]}))
    assert "SD203" in seedc(root, "check").err
    seed.write_text(json.dumps(SEEDS).replace("one", "two"))
    stale = seedc(root, "build", "--check")
    assert stale.code == 1
    assert "stale: build/lab/SMALL.sql" in stale.err
    assert "seed.sql" not in stale.err


def test_where_every_dataset_stands_alone_a_command_asks_for_a_name(tmp_path: Path) -> None:
    make_project(tmp_path, SCHEMAS["lab"], SEEDS, dataset="lab", settings=SETTINGS)
    assert "lab.things" not in (built(tmp_path) / "seed.sql").read_text()
    for command in ("apply", "verify", "reset"):
        done = seedc(tmp_path, command, "--dsn", "host=/nowhere")
        assert done.code == 2
        assert "every dataset stands alone; name what is meant: lab" in done.err
