"""A streaming apply leaves what the script leaves, writes nothing the second time, goes on where it
was broken off, and counts as the script's runner does."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from laws.kit import dump, execute, make_project, places, ran, seedc, value
from seedc.server import stream_feed
from server.volume import SCHEMA, SEEDS, VOLUME, volume_project, write_volume
from server.wal import logged
from streaming.conftest import Engine

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("small_pieces")]

COUNT = "SELECT count(*) FROM shop.products"
PROFILES = ["SMALL", "LARGE", "WHOLE"]
"""All in one transaction; batches that commit; batches in one transaction."""


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return volume_project(tmp_path_factory.mktemp("keep"))


@pytest.fixture(scope="module")
def update(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return volume_project(tmp_path_factory.mktemp("update"), "update")


@pytest.fixture
def empty(database: str) -> str:
    execute(database, SCHEMA)
    return database


def stream(root: Path, dsn: str, profile: str = "LARGE", *options: str) -> dict[str, Any]:
    """Apply by streaming; the counts of each table."""
    return _applied(root, dsn, profile, "--backend", "copydata", *options)


def _applied(root: Path, dsn: str, profile: str, *options: str) -> dict[str, Any]:
    done = ran(seedc(root, "apply", "--dsn", dsn, "--profile", profile, "--json", *options))
    names = ("inserted", "updated", "unchanged", "deleted")
    return {row["table"]: tuple(row[name] for name in names) for row in json.loads(done.out)}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("policy", ["keep", "update"])
def test_a_streaming_apply_leaves_and_counts_what_the_script_does(
    request: pytest.FixtureRequest, empty: str, policy: str, profile: str
) -> None:
    root: Path = request.getfixturevalue(policy)
    counted = stream(root, empty, profile)
    streamed = dump(empty)
    execute(empty, "TRUNCATE shop.suppliers CASCADE")
    assert _applied(root, empty, profile) == counted
    assert dump(empty) == streamed
    assert counted["shop.products"][0] == (40 if profile == "SMALL" else 1230)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("policy", ["keep", "update"])
def test_the_second_apply_writes_nothing_and_computes_nothing_here(
    request: pytest.FixtureRequest, empty: str, engine: Engine, policy: str, profile: str
) -> None:
    root: Path = request.getfixturevalue(policy)
    stream(root, empty, profile)
    before = places(empty), dump(empty)
    engine.asked.clear()
    counted = stream(root, empty, profile)
    assert (places(empty), dump(empty)) == before
    assert engine.asked == []
    assert counted["shop.products"] == (0, 0, 40 if profile == "SMALL" else 1230, 0)


@pytest.mark.alone
@pytest.mark.parametrize("policy", ["keep", "update"])
def test_the_second_apply_makes_no_log(
    request: pytest.FixtureRequest, empty: str, policy: str
) -> None:
    root: Path = request.getfixturevalue(policy)
    stream(root, empty)
    execute(empty, "VACUUM FREEZE shop.products", "VACUUM FREEZE shop.sales", "CHECKPOINT")
    stream(root, empty)
    assert logged(empty, lambda: stream(root, empty)) < 1000


def test_a_fresh_table_is_asked_of_the_engine_once(keep: Path, empty: str, engine: Engine) -> None:
    stream(keep, empty, "LARGE", "--jobs", "3")
    assert engine.spans == [(0, 90, 1), (0, 100, 1), (100, 1230, 3)]


def test_rows_that_were_deleted_come_back(keep: Path, empty: str, engine: Engine) -> None:
    stream(keep, empty)
    before = dump(empty)
    execute(empty, "DELETE FROM shop.sales")
    low = value(empty, "SELECT min(id) FROM shop.products")
    execute(empty, f"DELETE FROM shop.products WHERE id BETWEEN {low} + 150 AND {low} + 449")
    engine.asked.clear()
    counted = stream(keep, empty)
    assert counted["shop.products"] == (300, 0, 930, 0)
    assert dump(empty) == before
    # 100 to 199 and 400 to 499 are there in part, and compared by the server.
    assert engine.spans == [(0, 90, 1), (200, 300, 1), (300, 400, 1), (400, 1230, 2)]


def test_changed_rows_are_brought_back_under_update_alone(
    keep: Path, update: Path, empty: str
) -> None:
    stream(update, empty)
    before = dump(empty)
    execute(
        empty,
        "UPDATE shop.products SET price = -1 WHERE code IN ('P-5', 'P-500')",
        "INSERT INTO shop.products VALUES (7, (SELECT min(id) FROM shop.suppliers), 'own', 1)",
    )
    assert stream(keep, empty)["shop.products"] == (0, 0, 1230, 0)
    assert value(empty, "SELECT count(*) FROM shop.products WHERE price < 0") == 2
    assert stream(update, empty)["shop.products"] == (0, 2, 1228, 0)
    execute(empty, "DELETE FROM shop.products WHERE id = 7")
    assert dump(empty) == before


def test_rows_that_left_the_seed_are_deleted_under_sync(tmp_path: Path, empty: str) -> None:
    root = volume_project(tmp_path, "sync")
    stream(root, empty)
    execute(empty, "DELETE FROM shop.sales")
    counted = stream(root, empty, "SMALL")
    assert counted["shop.products"] == (0, 0, 40, 1190)
    assert value(empty, COUNT) == 40


def test_an_apply_that_was_broken_off_goes_on_from_there(
    keep: Path, empty: str, engine: Engine
) -> None:
    engine.fails_after = 7
    done = seedc(keep, "apply", "--dsn", empty, "--profile", "LARGE", "--backend", "copydata")
    assert done.code == 70
    assert value(empty, COUNT) == 700
    engine.fails_after = None
    engine.asked.clear()
    counted = stream(keep, empty)
    assert counted["shop.products"] == (530, 0, 700, 0)
    assert engine.spans[1:] == [(700, 800, 1), (800, 900, 1), (900, 1230, 2)]
    streamed = dump(empty)
    execute(empty, "TRUNCATE shop.suppliers CASCADE")
    _applied(keep, empty, "LARGE")
    assert dump(empty) == streamed


def after_three_pieces(root: Path, dsn: str, action: str) -> subprocess.CompletedProcess[str]:
    """Apply BIG in pieces of 5,000 rows by two processes, in a process of its own that does
    something once three pieces are written."""
    ran(seedc(root, "build", "--profile", "BIG"))
    code = (
        "import multiprocessing, os\n"
        "from seedc.server import stream_feed, stream_table, streaming\n"
        "stream_feed.CHUNK = stream_table.CHUNK = 5000\n"
        "stream_feed.FEW = streaming.FEW = 20000\n"
        "write, done = stream_table.Writer.write, []\n"
        "def acting(self, span):\n"
        "    write(self, span)\n"
        "    done.append(span)\n"
        f"    if len(done) == 3: {action}\n"
        "stream_table.Writer.write = acting\n"
        "from seedc.cli import main\n"
        "if __name__ == '__main__': main()\n"
    )
    options = ("--profile", "BIG", "--backend", "copydata", "--jobs", "2")
    command = [sys.executable, "-c", code, "--project", str(root), "apply", "--dsn", dsn]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


def test_a_killed_apply_leaves_whole_pieces(keep: Path, empty: str) -> None:
    done = after_three_pieces(keep, empty, "os._exit(9)")
    assert done.returncode == 9, done.stderr
    assert value(empty, COUNT) == 15000
    assert stream(keep, empty, "BIG")["shop.products"] == (25000, 0, 15000, 0)


def test_a_process_of_the_engine_that_is_killed_is_told(keep: Path, empty: str) -> None:
    killing = "[process.kill() for process in multiprocessing.active_children()]"
    done = after_three_pieces(keep, empty, killing)
    assert done.returncode == 1, done.stderr
    assert "error[SD630]: a process that computes rows was ended from outside" in done.stderr
    there = value(empty, COUNT)
    assert 15000 <= there < 40000
    assert there % 5000 == 0
    assert stream(keep, empty, "BIG")["shop.products"] == (40000 - there, 0, there, 0)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_dry_run_counts_and_leaves_nothing(keep: Path, empty: str, profile: str) -> None:
    size = 40 if profile == "SMALL" else 1230
    assert stream(keep, empty, profile, "--dry-run")["shop.products"] == (size, 0, 0, 0)
    assert value(empty, COUNT) == 0
    done = ran(
        seedc(keep, "plan", "--dsn", empty, "--profile", profile, "--backend", "copydata", "--json")
    )
    assert json.loads(done.out)[1]["inserted"] == size
    assert value(empty, COUNT) == 0
    assert value(empty, "SELECT count(*) FROM shop.suppliers") == 0


def test_a_dry_run_may_make_the_schema_as_well(keep: Path, database: str) -> None:
    counted = stream(keep, database, "LARGE", "--dry-run", "--create-schema")
    assert counted["shop.products"] == (1230, 0, 0, 0)
    assert value(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'shop'") == 0


def test_two_applies_at_once_both_end_well(keep: Path, empty: str) -> None:
    command = [sys.executable, "-m", "seedc", "--project", str(keep), "apply", "--dsn", empty]
    options = ("--profile", "BIG", "--backend", "copydata", "--jobs", "1")
    ran(seedc(keep, "build", "--profile", "BIG"))
    running = [
        subprocess.Popen([*command, *options], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for child in running:
        _, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
    assert value(empty, COUNT) == 40000


def test_progress_is_told_piece_by_piece(
    keep: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.server.progress.PAUSE", 0.0)
    done = ran(seedc(keep, "apply", "--dsn", empty, "--profile", "LARGE", "--backend", "copydata"))
    lines = done.err.splitlines()
    assert "shop 2/3 shop.products (generated)" in lines
    assert "shop 2/3 shop.products (generated) 100/1230" in lines
    assert "shop 2/3 shop.products (generated) 1230/1230" in lines


def test_processes_that_help_change_no_row(keep: Path, empty: str) -> None:
    ran(seedc(keep, "build", "--profile", "BIG"))
    stream(keep, empty, "BIG", "--jobs", "2")
    streamed = dump(empty)
    execute(empty, "TRUNCATE shop.suppliers CASCADE")
    stream(keep, empty, "BIG", "--jobs", "1")
    assert dump(empty) == streamed


def test_another_schema_is_refused_before_anything_is_written(keep: Path, empty: str) -> None:
    execute(empty, "ALTER TABLE shop.products ALTER COLUMN price TYPE bigint")
    done = seedc(keep, "apply", "--dsn", empty, "--profile", "LARGE", "--backend", "copydata")
    assert done.code == 3
    assert "shop.products.price: expected integer not null, found bigint not null" in done.err
    assert value(empty, "SELECT count(*) FROM shop.suppliers") == 0


# Failures -----------------------------------------------------------------------------------------


def _failed(root: Path, dsn: str, profile: str = "LARGE") -> Any:
    done = seedc(
        root, "apply", "--dsn", dsn, "--profile", profile, "--backend", "copydata",
        "--format", "json",
    )  # fmt: skip
    assert done.code == 1, done.err
    (found,) = json.loads(done.out)
    return found


def test_a_row_that_the_table_refuses_is_named(keep: Path, empty: str) -> None:
    low = 2**52
    execute(
        empty,
        "INSERT INTO shop.suppliers VALUES (1, 'own')",
        "INSERT INTO shop.products VALUES (7, 1, 'P-777', 1)",
    )
    found = _failed(keep, empty)
    assert found["code"] == "SD602"
    assert f'shop.products "id={low + 777}, row 777": duplicate key' in found["message"]
    assert any("(code)=(P-777)" in note["text"] for note in found["notes"])
    assert any("up to shop.products 700/1230" in note["text"] for note in found["notes"])
    assert found["file"] == "build/shop/LARGE.sql"
    line = (keep / "build/shop/LARGE.sql").read_text().splitlines()[found["line"] - 1]
    assert line.startswith("DO")
    assert value(empty, COUNT) == 701
    execute(empty, "DELETE FROM shop.products WHERE id = 7")
    assert stream(keep, empty)["shop.products"] == (530, 0, 700, 0)


def test_a_check_of_the_database_names_the_row(keep: Path, empty: str) -> None:
    execute(empty, "ALTER TABLE shop.products ADD CHECK (code <> 'P-130')")
    found = _failed(keep, empty)
    assert (found["code"], "row 130" in found["message"]) == ("SD602", True)


def test_a_missing_privilege_says_which(keep: Path, empty: str, server: str) -> None:
    execute(
        empty,
        "DROP ROLE IF EXISTS seedc_streamer",
        "CREATE ROLE seedc_streamer",
        "GRANT USAGE ON SCHEMA shop TO seedc_streamer",
        "GRANT SELECT, INSERT, UPDATE ON shop.suppliers, shop.sales TO seedc_streamer",
        "GRANT SELECT ON shop.products TO seedc_streamer",
    )
    try:
        found = _failed(keep, f"{empty} options='-c role=seedc_streamer'")
        assert found["code"] == "SD604"
        assert "ON shop.products" in found["help"]
    finally:
        execute(empty, "DROP OWNED BY seedc_streamer", "DROP ROLE seedc_streamer")


def test_a_trigger_that_says_no_is_reported(keep: Path, empty: str) -> None:
    execute(
        empty,
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$"
        "BEGIN IF new.code = 'P-250' THEN RAISE EXCEPTION 'not this one'; END IF;"
        " RETURN new; END $$",
        "CREATE TRIGGER no BEFORE INSERT ON shop.products FOR EACH ROW EXECUTE FUNCTION no()",
    )
    found = _failed(keep, empty)
    assert "row 250" in found["message"]
    assert "not this one" in found["message"]
    assert value(empty, COUNT) == 200


# What is asked for wrongly ------------------------------------------------------------------------


def test_a_script_older_than_its_sources_is_not_streamed(tmp_path: Path, empty: str) -> None:
    root = volume_project(tmp_path)
    changed = json.loads(json.dumps(VOLUME))
    changed["tables"]["products"]["columns"]["price"]["integer"]["between"] = [1, 2]
    write_volume(root, changed)
    done = seedc(root, "apply", "--dsn", empty, "--backend", "copydata")
    assert done.code == 1
    assert "error[SD618]" in done.err
    assert value(empty, COUNT) == 0


def test_a_project_without_rows_has_nothing_to_stream(tmp_path: Path, database: str) -> None:
    root = make_project(tmp_path, SCHEMA, {})
    ran(seedc(root, "build"))
    for backend in ("copydata", "pgsql"):
        options = ("--dsn", database, "--backend", backend, "--create-schema", "--json")
        assert json.loads(ran(seedc(root, "apply", *options)).out) == []
    assert value(database, COUNT) == 0


def test_without_the_engine_the_extra_is_named(
    keep: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_feed, "find_spec", lambda name: None)
    done = seedc(keep, "apply", "--dsn", empty, "--backend", "copydata")
    assert done.code == 1
    assert "error[SD619]" in done.err
    assert "pip install 'seedc[copy]'" in done.err


def test_jobs_without_something_to_compute_are_a_usage_error(keep: Path) -> None:
    done = seedc(keep, "apply", "--jobs", "2")
    assert done.code == 2
    assert "--backend copydata" in done.err


def test_what_the_engine_lacks_is_said_and_computed_by_the_server(
    keep: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seedc.backends.copydata import stream as door  # noqa: PLC0415 - an extra

    monkeypatch.setattr(door, "supported", lambda rows: ["md5: no kernel"])
    done = ran(seedc(keep, "apply", "--dsn", empty, "--profile", "LARGE", "--backend", "copydata"))
    assert "shop.products: md5: no kernel; the server computes its rows" in done.err
    assert value(empty, COUNT) == 1230


def test_a_dataset_without_generated_rows_is_applied_as_ever(tmp_path: Path, empty: str) -> None:
    root = make_project(tmp_path, SCHEMA, SEEDS)
    ran(seedc(root, "build"))
    done = ran(seedc(root, "apply", "--dsn", empty, "--backend", "copydata", "--json"))
    assert json.loads(done.out)[0]["inserted"] == 3
