"""Law: what the server writes is what the interpreter says, in one statement or in batches, under
any settings of the session."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from laws.kit import (
    ODD_SESSION,
    REPOSITORY,
    Dump,
    create_schemas,
    dump,
    execute,
    new_database,
    psql,
    ran,
    seedc,
)
from laws.volume_kit import (
    VOLUME,
    changed,
    compiled,
    generated,
    program,
    same_rows,
    script,
    shop,
)
from seedc.scripts.load import render_load

MOST = 20_000
"""Rows of a table beyond which a profile is left to the benchmarks."""

COMPARED = 150
"""Rows of a table of a dataset that are compared, from all over it; all of a smaller one."""

WAYS = [(batch, transaction) for batch in (1, 7, 1000) for transaction in ("batch", "single")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a profile for each way to write the same rows."""
    volume = changed()
    small = VOLUME["profiles"]["SMALL"]
    volume["profiles"] = {"SMALL": small} | {
        f"B{batch}_{transaction.upper()}": small | {"batch": batch, "transaction": transaction}
        for batch, transaction in WAYS
    }
    root = shop(tmp_path_factory.mktemp("shop"), volume)
    ran(seedc(root, "build"))
    return root


@pytest.fixture(scope="module")
def written(built: Path, server: str) -> Iterator[Dump]:
    """What the default profile's script writes, held against the interpreter."""
    with new_database(server) as database:
        create_schemas(built, database)
        ran(psql(database, script(built)))
        same_rows(database, program(built))
        ran(psql(database, built / "build" / "shop" / "verify.sql"))
        yield dump(database)


def test_every_form_of_rows_is_on_the_server_as_the_interpreter_has_it(written: Dump) -> None:
    assert len(written) == 11
    assert all(written.values())


@pytest.mark.parametrize(("batch", "transaction"), WAYS)
def test_any_batch_size_and_transaction_write_the_same_rows(
    built: Path, written: Dump, database: str, batch: int, transaction: str
) -> None:
    create_schemas(built, database)
    ran(psql(database, script(built, f"B{batch}_{transaction.upper()}")))
    assert dump(database) == written


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    built: Path, written: Dump, database: str
) -> None:
    create_schemas(built, database)
    execute(database, "ALTER TABLE shop.sale_items ADD CONSTRAINT stop CHECK (quantity <> 7)")
    stopped = psql(database, script(built, "B7_BATCH"))
    assert stopped.code != 0
    execute(database, "ALTER TABLE shop.sale_items DROP CONSTRAINT stop")
    ran(psql(database, script(built, "B7_BATCH")))
    assert dump(database) == written


@pytest.mark.parametrize("profile", ["SMALL", "B7_BATCH"])
def test_the_settings_of_the_session_change_no_row(
    built: Path, written: Dump, database: str, profile: str
) -> None:
    create_schemas(built, database)
    odd = {"PGOPTIONS": ODD_SESSION, "PGCLIENTENCODING": "LATIN1", "PGTZ": "Asia/Kathmandu"}
    ran(psql(database, script(built, profile), **odd))
    assert dump(database) == written
    ran(psql(database, built / "build" / "shop" / "verify.sql", **odd))


@pytest.mark.parametrize(
    "options",
    [
        "LC_COLLATE 'C' LC_CTYPE 'C'",
        "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LC_COLLATE 'C' LC_CTYPE 'C'",
    ],
)
def test_the_locale_of_the_database_changes_no_row(
    built: Path, written: Dump, server: str, options: str
) -> None:
    name = f"seedc_locale_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        create = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {options}"
        try:
            admin.execute(create.encode())
        except psycopg.Error as error:
            pytest.skip(f"the server has no such locale: {error}")
        try:
            database = conninfo.make_conninfo(server, dbname=name)
            execute(database, "SET lc_messages = 'C'")
            create_schemas(built, database)
            ran(psql(database, script(built)))
            found = dump(database)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
    assert found == written


def test_the_environment_of_the_compiler_changes_no_byte(built: Path, tmp_path: Path) -> None:
    odd = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
    )
    expected = _files(built / "build")
    running = []
    for number, environment in enumerate(odd):
        root = tmp_path / str(number)
        shutil.copytree(built / "seeds", root / "seeds")
        command = [sys.executable, "-m", "seedc", "--project", str(root), "build"]
        running.append((root, subprocess.Popen(command, env=os.environ | environment)))
    for root, process in running:
        assert process.wait() == 0
        assert _files(root / "build") == expected


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_what_is_asked_for_beside_changes_no_committed_byte(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "seeds", tmp_path / "seeds")
    ran(seedc(tmp_path, "build", "--set", "suppliers=1"))
    ran(seedc(tmp_path, "build", "--check"))
    found = _files(tmp_path / "build")
    assert _files(built / "build").items() <= found.items()


# The datasets of the repository -------------------------------------------------------------------

VOLUMES = sorted(file.parent.name for file in REPOSITORY.glob("seeds/*/volume.json"))


@pytest.mark.slow
@pytest.mark.parametrize("dataset", VOLUMES)
def test_each_dataset_is_on_the_server_as_the_interpreter_has_it(
    tmp_path: Path, server: str, dataset: str
) -> None:
    state = compiled(_alone(tmp_path, dataset))
    found = state.lowered[dataset]
    every = [found.default, *found.others]
    tried = [p for p in every if max(rows.size for _, rows in generated(p)) <= MOST]
    assert every[0] in tried, "the default profile is small enough"
    for made in tried:
        file = tmp_path / f"{made.profile}.sql"
        file.write_text(render_load(made), encoding="utf-8")
        with new_database(server) as database:
            ran(psql(database, tmp_path / "seeds" / dataset / "schema.sql"))
            ran(psql(database, file))
            same_rows(database, made, COMPARED)


def _alone(root: Path, dataset: str) -> Path:
    """The repository's datasets, all but one without their volume."""
    shutil.copytree(REPOSITORY / "seeds", root / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for file in root.glob("seeds/*/volume.json"):
        if file.parent.name != dataset:
            file.unlink()
    return root
