"""A table with the fingerprint that is remembered is not compared; a changed, deleted or added row,
another script and a damaged file are."""

import json
from pathlib import Path
from typing import Any

import pytest

from laws.kit import create_schemas, dump, execute, places, ran, seedc, value
from laws.volume_kit import program, same_rows, shop
from seedc.server import fingerprint, session, stream_table

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("small_pieces")]

SCHEMA = """CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('new', 'old');
CREATE DOMAIN shop.code AS varchar(12) CHECK (value <> '');
CREATE TABLE shop.things (
  id bigint PRIMARY KEY, code shop.code NOT NULL, level integer, small smallint NOT NULL,
  price numeric(8,2), ratio double precision NOT NULL, state shop.state NOT NULL,
  flag boolean NOT NULL, day date NOT NULL, at timestamptz NOT NULL, local timestamp NOT NULL,
  hour time NOT NULL, took interval NOT NULL, key uuid NOT NULL, extra jsonb NOT NULL,
  plain json NOT NULL, place inet NOT NULL, raw bytea NOT NULL, fixed character(6) NOT NULL,
  words text[] NOT NULL);
"""
COLUMNS = {
    "code": {"template": "C-{index}"},
    "level": {"integer": {"between": [0, 9]}, "null": 0.3},
    "small": {"integer": {"between": [0, 9]}},
    "price": {"decimal": {"between": [1, 99]}, "null": 0.2},
    "day": {"date": {"between": ["2024-01-01", "2025-12-31"]}},
    "at": {"timestamp": {"between": ["2024-01-01", "2025-12-31"]}},
    "local": {"timestamp": {"between": ["2024-01-01", "2025-12-31"]}},
    "took": {"interval": {"between": ["1 second", "48 hours"]}},
    "fixed": {"choice": ["ab", "abc"]},
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("update"))


def project(root: Path, policy: str = "update") -> Path:
    volume = {
        "clock": "2026-01-01T00:00:00Z",
        "profiles": {
            "LARGE": {"rows": 350, "batch": 100},
            "SMALL": {"rows": 350, "batch": 1000},
            "WHOLE": {"rows": 350, "batch": 100, "transaction": "single"},
        },
        "tables": {"things": {"rows": "rows", "policy": policy, "columns": COLUMNS}},
    }
    shop(root, volume, schema=SCHEMA, seeds={})
    (root / "seedc.toml").write_text('profile = "LARGE"\n')
    ran(seedc(root, "build"))
    return root


@pytest.fixture
def empty(root: Path, database: str) -> str:
    memory(root).unlink(missing_ok=True)
    create_schemas(root, database)
    return database


def memory(root: Path) -> Path:
    return root / ".cache" / "seedc" / "fingerprints.json"


def apply(root: Path, dsn: str, *options: str) -> tuple[int, int, int, int]:
    done = ran(seedc(root, "apply", "--dsn", dsn, "--fingerprint", "--json", *options))
    (row,) = json.loads(done.out)
    return row["inserted"], row["updated"], row["unchanged"], row["deleted"]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done instead of reading a fingerprint: `run` (the script), `write` (a piece)."""
    did: list[str] = []
    run, write = session.run, stream_table.Writer.write

    def running(*arguments: Any) -> None:
        did.append("run")
        run(*arguments)

    def writing(*arguments: Any) -> None:
        did.append("write")
        write(*arguments)

    monkeypatch.setattr(fingerprint, "run", running)
    monkeypatch.setattr(stream_table.Writer, "write", writing)
    return did


BACKENDS = ((), ("--backend", "copydata"))


@pytest.mark.parametrize("profile", ["LARGE", "SMALL", "WHOLE"])
@pytest.mark.parametrize("backend", BACKENDS, ids=["pgsql", "copydata"])
def test_the_second_apply_compares_nothing_and_writes_nothing(
    root: Path, empty: str, compared: list[str], profile: str, backend: tuple[str, ...]
) -> None:
    options = ("--profile", profile, *backend)
    assert apply(root, empty, *options) == (350, 0, 0, 0)
    assert compared
    before = places(empty), dump(empty)
    compared.clear()
    assert apply(root, empty, *options) == (0, 0, 350, 0)
    assert compared == []
    assert (places(empty), dump(empty)) == before


@pytest.mark.parametrize("backend", BACKENDS, ids=["pgsql", "copydata"])
def test_a_changed_a_deleted_and_an_added_row_are_noticed(
    root: Path, empty: str, backend: tuple[str, ...]
) -> None:
    apply(root, empty, *backend)
    before = dump(empty)
    low = value(empty, "SELECT min(id) FROM shop.things")
    for column, other in {
        "code": "'x'", "level": "coalesce(level, 0) + 1", "ratio": "ratio + 1",
        "flag": "NOT flag", "state": "CASE state WHEN 'new' THEN 'old' ELSE 'new' END::shop.state",
        "plain": "'[1]'", "words": "'{}'", "at": "at + interval '1 microsecond'",
        "raw": r"'\x00'", "fixed": "'z'",
    }.items():  # fmt: skip
        execute(empty, f"UPDATE shop.things SET {column} = {other} WHERE id = {low} + 7")
        assert apply(root, empty, *backend) == (0, 1, 349, 0), column
        assert dump(empty) == before, column
    execute(empty, f"DELETE FROM shop.things WHERE id = {low} + 349")
    assert apply(root, empty, *backend) == (1, 0, 349, 0)
    assert dump(empty) == before
    # Two rows that change places keep each column's sum, and not the rows'.
    swap = "UPDATE shop.things SET small = CASE small WHEN {a} THEN {b} ELSE {a} END"
    a, b = (value(empty, f"SELECT {f}(small) FROM shop.things") for f in ("min", "max"))
    first, second = (
        value(empty, f"SELECT min(id) FROM shop.things WHERE small = {n}") for n in (a, b)
    )
    execute(empty, f"{swap.format(a=a, b=b)} WHERE id IN ({first}, {second})")
    assert apply(root, empty, *backend) == (0, 2, 348, 0)
    assert dump(empty) == before


def test_rows_of_the_application_change_no_fingerprint(
    root: Path, empty: str, compared: list[str]
) -> None:
    apply(root, empty)
    execute(
        empty,
        "INSERT INTO shop.things SELECT * FROM jsonb_populate_record("
        '(SELECT t FROM shop.things AS t LIMIT 1), \'{"id": 5, "level": 99}\')',
    )
    compared.clear()
    assert apply(root, empty) == (0, 0, 350, 0)
    assert compared == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"%s": 7}', '{"%s": [350, "12"]}'])
def test_a_damaged_file_costs_an_apply_and_no_row(
    root: Path, empty: str, compared: list[str], text: str
) -> None:
    apply(root, empty)
    (key,) = json.loads(memory(root).read_text())
    memory(root).write_text(text.replace("%s", key))
    execute(empty, "UPDATE shop.things SET level = 77")
    compared.clear()
    assert apply(root, empty) == (0, 350, 0, 0)
    assert compared == ["run"]
    same_rows(empty, program(root))


def test_another_script_has_another_fingerprint(tmp_path: Path, empty: str) -> None:
    root = project(tmp_path)
    assert apply(root, empty) == (350, 0, 0, 0)
    volume = json.loads((root / "seeds/shop/volume.json").read_text())
    volume["tables"]["things"]["columns"]["code"] = {"template": "D-{index}"}
    (root / "seeds/shop/volume.json").write_text(json.dumps(volume))
    ran(seedc(root, "build"))
    assert apply(root, empty) == (0, 350, 0, 0)
    assert apply(root, empty) == (0, 0, 350, 0)
    assert len(json.loads(memory(root).read_text())) == 2


def test_the_file_is_as_good_for_another_database(
    root: Path, empty: str, server: str, compared: list[str]
) -> None:
    from laws.kit import new_database  # noqa: PLC0415 - one test's

    apply(root, empty)
    with new_database(server) as other:
        execute(other, "CREATE TYPE public.state AS ENUM ('so', 'that', 'oids', 'differ')")
        create_schemas(root, other)
        assert apply(root, other) == (350, 0, 0, 0)
        compared.clear()
        assert apply(root, other) == (0, 0, 350, 0)
    assert compared == []


def test_odd_settings_of_the_session_change_no_fingerprint(
    root: Path, empty: str, compared: list[str]
) -> None:
    apply(root, empty)
    compared.clear()
    odd = "-c DateStyle=SQL,DMY -c TimeZone=Asia/Kathmandu -c extra_float_digits=-5"
    assert apply(root, f"{empty} options='{odd} -c bytea_output=escape'") == (0, 0, 350, 0)
    assert compared == []


def test_a_dry_run_remembers_and_reads_as_well(root: Path, empty: str, compared: list[str]) -> None:
    assert apply(root, empty, "--dry-run") == (350, 0, 0, 0)
    assert value(empty, "SELECT count(*) FROM shop.things") == 0
    assert apply(root, empty) == (350, 0, 0, 0)
    compared.clear()
    assert apply(root, empty, "--dry-run") == (0, 0, 350, 0)
    assert compared == []


def test_a_file_that_cannot_be_written_changes_nothing(
    root: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.cli.database.FINGERPRINTS", Path("seedc.toml") / "none.json")
    assert apply(root, empty) == (350, 0, 0, 0)
    assert apply(root, empty) == (0, 0, 350, 0)


def test_rows_under_keep_are_counted_and_not_fingerprinted(tmp_path: Path, empty: str) -> None:
    root = project(tmp_path, "keep")
    assert apply(root, empty) == (350, 0, 0, 0)
    assert not memory(root).exists()
