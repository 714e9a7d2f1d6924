"""The script whose rows are COPY data leaves in a database what the one of the server does."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from emission.kit import by_server, copydata, create, load
from laws.kit import (
    REPOSITORY,
    dump,
    execute,
    new_database,
    places,
    psql,
    query,
    ran,
    seedc,
    value,
)
from laws.test_volume_policies import TABLES, project
from laws.test_volume_quoting import LINES, NAMES, TEXTS, quoted
from laws.volume_kit import changed, program, same_rows
from laws.volume_kit import shop as make_shop
from seedc.diagnostics import Rejected
from seedc.scripts.copying import file_name
from seedc.server.script import read_script

DATASETS = sorted(folder.name for folder in (REPOSITORY / "seeds").iterdir())
FORMS = {
    "in the script": ("--inline-limit", "10000"),
    "files": ("--inline-limit", "0"),
    "zstd": ("--inline-limit", "0", "--compress", "zstd"),
    "gzip": ("--inline-limit", "0", "--compress", "gzip"),
    "some of each": ("--inline-limit", "10"),
}


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of so few rows that every table has several."""
    monkeypatch.setattr("seedc.scripts.copying.PART", 4)


def smaller(root: Path, batch: int = 4, **profile: Any) -> Path:
    """The shop with a small batch."""
    volume = changed()
    volume["profiles"]["SMALL"] |= {"batch": batch, **profile}
    make_shop(root, volume)
    ran(seedc(root, "build"))
    return root


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_dataset_has_the_rows_that_the_server_makes(
    all_datasets: Path, server: str, dataset: str
) -> None:
    with new_database(server) as one, new_database(server) as other:
        wanted = by_server(all_datasets, one, dataset)
        create(all_datasets, other, dataset)
        script = all_datasets / "build" / dataset / "SMALL.copydata" / "load.sql"
        ran(load(other, script, all_datasets))
        assert dump(other) == wanted
        before = places(other)
        ran(load(other, script, all_datasets))
        assert places(other) == before
        assert dump(other) == wanted


@pytest.mark.parametrize("form", FORMS)
def test_wherever_the_rows_stand_they_are_the_same(
    shop: Path, server: str, database: str, form: str
) -> None:
    script = copydata(shop, *FORMS[form])
    wanted = by_server(shop, database)
    with new_database(server) as other:
        create(shop, other)
        ran(load(other, script, shop))
        assert dump(other) == wanted
        before = places(other)
        ran(load(other, script, shop))
        assert places(other) == before


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("form", ["files", "in the script"])
@pytest.mark.parametrize("profile", [{}, {"transaction": "single"}], ids=["batches", "single"])
def test_in_parts_and_in_one_transaction_the_rows_are_the_same(
    tmp_path: Path, server: str, database: str, form: str, profile: Any
) -> None:
    smaller(tmp_path, **profile)
    script = copydata(tmp_path, *FORMS[form])
    wanted = by_server(tmp_path, database)
    text = script.read_text(encoding="utf-8")
    assert (text.count("\nCOMMIT;") > 5) == (not profile)
    assert ("TRUNCATE" in text) == bool(profile)
    with new_database(server) as other:
        create(tmp_path, other)
        for _ in range(2):
            ran(load(other, script, tmp_path))
            same_rows(other, program(tmp_path))
            assert dump(other) == wanted


@pytest.mark.usefixtures("small_parts")
def test_a_run_that_was_broken_off_goes_on(tmp_path: Path, database: str) -> None:
    smaller(tmp_path)
    script = copydata(tmp_path, "--inline-limit", "0")
    create(tmp_path, database)
    lost = script.parent / "shop.sale_items.0002.copy"
    kept = lost.read_bytes()
    lost.unlink()
    done = load(database, script, tmp_path)
    assert done.code == 3
    assert "shop.sale_items.0002.copy: No such file or directory" in done.err
    assert value(database, "SELECT count(*) FROM shop.sale_items") == 4
    lost.write_bytes(kept)
    ran(load(database, script, tmp_path))
    same_rows(database, program(tmp_path))


@pytest.mark.parametrize("form", ["files", "zstd", "gzip"])
def test_a_file_that_is_not_there_leaves_nothing(shop: Path, database: str, form: str) -> None:
    script = copydata(shop, *FORMS[form])
    create(shop, database)
    empty = dump(database)
    for file in script.parent.glob("shop.sale_items.*"):
        file.unlink()
    assert load(database, script, shop).code == 3
    assert dump(database) == empty


@pytest.mark.parametrize("form", ["files", "zstd"])
def test_the_files_are_found_from_anywhere_where_a_variable_says(
    shop: Path, database: str, tmp_path: Path, form: str
) -> None:
    script = copydata(shop, *FORMS[form])
    elsewhere = tmp_path / "an other place"
    shutil.move(script.parent, elsewhere)
    create(shop, database)
    moved = elsewhere / "load.sql"
    assert load(database, moved, shop).code == 3
    ran(load(database, moved, tmp_path, "-v", f"seedc_files={elsewhere}"))
    same_rows(database, program(shop))
    before = places(database)
    ran(load(database, moved, elsewhere, "-v", "seedc_files=."))
    ran(load(database, moved, elsewhere, "-v", "seedc_files=../an other place/"))
    assert places(database) == before


@pytest.mark.parametrize("form", ["files", "gzip"])
def test_an_odd_build_folder_is_found(tmp_path: Path, database: str, form: str) -> None:
    odd = 'it\'s "odd" $HOME `x` :y'
    root = make_shop(tmp_path)
    (root / "seedc.toml").write_text(f"build = '''{odd}'''\n", encoding="utf-8")
    ran(seedc(root, "build", "--backend", "copydata", *FORMS[form]))
    create(root, database)
    ran(load(database, root / odd / "shop" / "SMALL.copydata" / "load.sql", root))
    same_rows(database, program(root))


def test_with_out_the_files_are_found_from_that_folder(
    shop: Path, database: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran(seedc(shop, "build", "--backend", "copydata", "--inline-limit", "0", "--out", str(out)))
    create(shop, database)
    ran(load(database, Path("shop/SMALL.copydata/load.sql"), out))
    same_rows(database, program(shop))


@pytest.mark.parametrize("form", ["files", "gzip", "in the script"])
def test_tables_and_columns_of_any_name(tmp_path: Path, database: str, form: str) -> None:
    schema, rules = "", {}
    columns = ", ".join(f"{quoted(f'{name}'[:60] + ' c')} text" for name in NAMES)
    for name in (*NAMES, LINES):
        schema += f"CREATE TABLE {quoted(name)} (id bigint PRIMARY KEY, {columns});\n"
        rules[name] = {
            "rows": 3,
            "columns": {f"{column}"[:60] + " c": {"template": "{index}"} for column in NAMES},
        }
    volume = {"profiles": {"SMALL": {"batch": 500}}, "tables": rules}
    victim = "CREATE TABLE victim (id bigint PRIMARY KEY);\n"
    make_shop(tmp_path, volume, schema=victim + schema, seeds={"victim": [{"__key__": "v:1"}]})
    script = copydata(tmp_path, *FORMS[form])
    create(tmp_path, database)
    ran(load(database, script, tmp_path))
    same_rows(database, program(tmp_path))
    before = places(database)
    ran(load(database, script, tmp_path))
    assert places(database) == before
    assert value(database, "SELECT count(*) FROM victim") == 1


@pytest.mark.parametrize("form", ["files", "in the script"])
def test_texts_of_any_kind_arrive(tmp_path: Path, database: str, form: str) -> None:
    columns = {
        "choice": {"choice": [*TEXTS]},
        "template": {"template": "'\\{index} $seedc$ %s --\n{choice}\t"},
        "maybe": {"choice": [*TEXTS], "null": 0.3},
    }
    schema = """CREATE TABLE t (id bigint PRIMARY KEY, choice text NOT NULL, template text NOT NULL,
      maybe text); CREATE TABLE alone (word text);"""
    volume = {
        "profiles": {"SMALL": {"batch": 500}},
        "tables": {
            "t": {"rows": 80, "columns": columns},
            "alone": {"rows": 60, "columns": {"word": {"choice": [*TEXTS], "null": 0.2}}},
        },
    }
    make_shop(tmp_path, volume, schema=schema, seeds={})
    script = copydata(tmp_path, *FORMS[form])
    create(tmp_path, database)
    ran(load(database, script, tmp_path))
    same_rows(database, program(tmp_path))


@pytest.mark.parametrize("batch", [500, 7])
def test_each_policy_does_what_it_says(
    tmp_path: Path, database: str, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seedc.scripts.copying.PART", batch)
    project(tmp_path, 40, batch)
    script = copydata(tmp_path, "--inline-limit", "0")
    create(tmp_path, database)
    ran(load(database, script, tmp_path))
    fresh = dump(database)
    for name in TABLES:
        first = f"(SELECT min(id) FROM shop.{name})"
        execute(
            database,
            f"UPDATE shop.{name} SET name = 'changed', price = NULL WHERE id = {first} + 1",
            f"DELETE FROM shop.{name} WHERE id = {first} + 3",
            f"INSERT INTO shop.{name} (id, name, level, at) VALUES (5, 'application', 1, now())",
        )
    ran(load(database, script, tmp_path))
    for name, policy in TABLES.items():
        assert value(database, f"SELECT name FROM shop.{name} WHERE id = 5") == "application"
        execute(database, f"DELETE FROM shop.{name} WHERE id = 5")
        assert (dump(database)[f"shop.{name}"] == fresh[f"shop.{name}"]) == (policy != "keep")
        assert value(database, f"SELECT count(*) FROM shop.{name}") == 40
    project(tmp_path, 25, batch)
    ran(load(database, copydata(tmp_path), tmp_path))
    counts = {name: value(database, f"SELECT count(*) FROM shop.{name}") for name in TABLES}
    assert counts == {"keeps": 40, "updates": 40, "syncs": 25}


@pytest.mark.usefixtures("small_parts")
def test_rows_of_a_circle_and_rows_without_a_key_are_one_statement(
    tmp_path: Path, server: str, database: str
) -> None:
    schema = """
      CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint NOT NULL);
      CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;
      CREATE TABLE plain (word text NOT NULL, number integer);"""
    volume = {
        "profiles": {"SMALL": {"batch": 4}},
        "tables": {
            "a": {"rows": 13, "columns": {"b_id": {"reference": "b"}}},
            "b": {"rows": 11, "columns": {"a_id": {"reference": "a"}}},
            "plain": {
                "rows": 30,
                "columns": {
                    "word": {"choice": ["x", "y"]},
                    "number": {"integer": {"between": [1, 2]}, "null": 0.4},
                },
            },
        },
    }
    settings = "[datasets.shop]\nallow_cycles = ['a', 'b']\n"
    make_shop(tmp_path, volume, schema=schema, seeds={})
    (tmp_path / "seedc.toml").write_text(settings, encoding="utf-8")
    ran(seedc(tmp_path, "build"))
    script = copydata(tmp_path, "--inline-limit", "0")
    assert len([*script.parent.glob("public.plain.*")]) > 3
    wanted = by_server(tmp_path, database)
    with new_database(server) as other:
        create(tmp_path, other)
        ran(load(other, script, tmp_path))
        assert dump(other) == wanted
        execute(other, "DELETE FROM plain WHERE ctid = (SELECT min(ctid) FROM plain)")
        ran(load(other, script, tmp_path))
        assert dump(other) == wanted


@pytest.mark.parametrize("name", ["t rows", "t generated", "t 2"])
def test_a_table_may_be_called_as_anothers_temporary_table(
    tmp_path: Path, database: str, name: str
) -> None:
    schema = f"""CREATE TABLE t (id bigint PRIMARY KEY, word text);
      CREATE TABLE {quoted(name)} (id bigint PRIMARY KEY, word text);"""
    volume = {
        "profiles": {"SMALL": {"batch": 500}},
        "tables": {
            table: {"rows": 4, "policy": "sync", "columns": {"word": {"constant": "x"}}}
            for table in ("t", name)
        },
    }
    seeds = {table: [{"__key__": f"k:{table}", "word": "y"}] for table in ("t", name)}
    make_shop(tmp_path, volume, schema=schema, seeds=seeds)
    settings = "[datasets.shop]\npolicy = 'sync'\n"
    (tmp_path / "seedc.toml").write_text(settings, encoding="utf-8")
    script = copydata(tmp_path, "--inline-limit", "0")
    create(tmp_path, database)
    for _ in range(2):
        ran(load(database, script, tmp_path))
        same_rows(database, program(tmp_path))


def test_constraints_are_rebuilt_where_the_profile_says_so(tmp_path: Path, database: str) -> None:
    volume = changed()
    volume["profiles"]["SMALL"] |= {"constraints": "rebuild", "products": 3000}
    make_shop(tmp_path, volume)
    script = copydata(tmp_path)
    assert "seedc.rebuild" in script.read_text(encoding="utf-8")
    create(tmp_path, database)
    keys = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2"
    before = query(database, keys)
    ran(load(database, script, tmp_path))
    assert query(database, keys) == before
    same_rows(database, program(tmp_path))


def test_the_guard_and_the_schema_check_stand_before_the_first_write(
    shop: Path, database: str
) -> None:
    script = copydata(shop)
    create(shop, database)
    empty = dump(database)
    done = load(database, script, shop, APP_ENV="production")
    assert done.code == 3
    assert "protected environment" in done.err
    execute(database, "ALTER TABLE shop.products ALTER price TYPE numeric(12,2)")
    done = load(database, script, shop)
    assert done.code == 3
    assert "the schema is not the compiled one" in done.err
    assert dump(database) == empty


def test_a_role_that_may_only_write_the_tables_is_enough(shop: Path, database: str) -> None:
    script = copydata(shop, "--inline-limit", "0")
    create(shop, database)
    execute(
        database,
        "DROP ROLE IF EXISTS seedc_writer",
        "CREATE ROLE seedc_writer",
        "GRANT USAGE ON SCHEMA shop TO seedc_writer",
        "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA shop TO seedc_writer",
    )
    try:
        ran(load(database, script, shop, PGOPTIONS="-c role=seedc_writer"))
        same_rows(database, program(shop))
    finally:
        execute(database, "DROP OWNED BY seedc_writer", "DROP ROLE seedc_writer")


def test_the_runner_says_that_the_script_is_for_psql(shop: Path) -> None:
    script = copydata(shop, "--inline-limit", "0")
    with pytest.raises(Rejected) as caught:
        read_script(script.read_text(encoding="utf-8"), "load.sql")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "SD614"
    assert "psql" in str(diagnostic.help)


def test_the_usual_scripts_are_left_as_they_are(shop: Path, database: str) -> None:
    usual = (shop / "build" / "shop" / "SMALL.sql").read_bytes()
    copydata(shop)
    assert (shop / "build" / "shop" / "SMALL.sql").read_bytes() == usual
    assert seedc(shop, "build", "--check").code == 0
    create(shop, database)
    ran(psql(database, shop / "build" / "seed.sql"))


def test_names_of_files_are_apart_on_every_file_system() -> None:
    from seedc.catalog import QualifiedName  # noqa: PLC0415

    names = [
        QualifiedName("a", "b"),
        QualifiedName("a", "B"),
        QualifiedName("A", "b"),
        QualifiedName("a", "b/c"),
        QualifiedName("a", "b\\c"),
        QualifiedName("a.b", "c"),
        QualifiedName("a", "b.c"),
        QualifiedName("a", "ж" * 63),
        QualifiedName("a", "х" * 63),
    ]
    files = [file_name(name) for name in names]
    assert files[0] == "a.b"
    assert len({file.lower() for file in files}) == len(files)
    assert all(file.isascii() and len(file) < 120 for file in files)
    assert not any(char in file for file in files for char in "/\\:'\"$ ")
