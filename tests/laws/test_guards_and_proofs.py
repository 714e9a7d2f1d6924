"""Law: the artifact refuses the wrong environment and the wrong schema, and proves what it left."""

import re
from pathlib import Path

import pytest
from psycopg import conninfo

from laws.kit import (
    Done,
    built,
    create_schemas,
    dump,
    execute,
    make_project,
    psql,
    ran,
    seedc,
)

SCHEMA = """
CREATE TABLE makers (id bigserial PRIMARY KEY, name varchar(40) NOT NULL, size int);
CREATE TABLE things (id serial PRIMARY KEY, maker_id bigint NOT NULL REFERENCES makers,
  name text NOT NULL, unused text);
CREATE TABLE audit (id serial PRIMARY KEY, maker_id bigint);
"""
SEEDS = {
    "makers": [{"__key__": f"m:{n}", "name": f"Maker {n}", "size": n} for n in range(4)],
    "things": [
        {"__key__": "t:1", "id": 3, "maker_id": "m:1", "name": "x"},
        {"__key__": "t:2", "maker_id": "m:2", "name": "y"},
    ],
}


@pytest.fixture
def root(tmp_path: Path, database: str) -> Path:
    make_project(tmp_path, SCHEMA, SEEDS)
    built(tmp_path)
    create_schemas(tmp_path, database)
    return tmp_path


def every_way(root: Path, dsn: str, **environment: str) -> dict[str, Done]:
    return {
        "psql seed": psql(dsn, root / "build" / "seed.sql", **environment),
        "psql load": psql(dsn, root / "build" / "shop" / "SMALL.sql", **environment),
        "psql reset": psql(dsn, root / "build" / "shop" / "reset.sql", **environment),
        "apply": seedc(root, "apply", "--dsn", dsn, **environment),
        "apply one": seedc(root, "apply", "shop", "--dsn", dsn, **environment),
        "reset": seedc(root, "reset", "--dsn", dsn, **environment),
        "plan": seedc(root, "plan", "--dsn", dsn, **environment),
    }


@pytest.mark.parametrize("name", ["PROD", "production", " Staging\t", "render\n", "rEnDeR"])
def test_a_protected_environment_is_refused_by_all_that_would_write(
    root: Path, database: str, name: str
) -> None:
    """`plan` asks the same: it runs the very script, and rolls it back."""
    before = dump(database)
    for way, done in every_way(root, database, APP_ENV=name).items():
        assert done.code == 3, f"{way}: {done.err}"
        assert "APP_ENV" in done.err
    assert dump(database) == before


@pytest.mark.parametrize("force", ["true", " TRUE "])
def test_force_seed_lifts_the_guard(root: Path, database: str, force: str) -> None:
    for way, done in every_way(root, database, APP_ENV="PROD", FORCE_SEED=force).items():
        assert done.code == 0, f"{way}: {done.err}"


@pytest.mark.parametrize("force", ["", "1", "yes", "false", "true false"])
def test_no_other_word_lifts_it(root: Path, database: str, force: str) -> None:
    codes = {
        w: d.code for w, d in every_way(root, database, APP_ENV="PROD", FORCE_SEED=force).items()
    }
    assert set(codes.values()) == {3}, codes


@pytest.mark.parametrize("name", ["", "development", "PRODUCT", "TEST", "it's", "staging2"])
def test_other_environments_are_not_refused(root: Path, database: str, name: str) -> None:
    codes = {way: done.code for way, done in every_way(root, database, APP_ENV=name).items()}
    assert set(codes.values()) == {0}, codes


def test_the_settings_name_other_protected_environments(root: Path, database: str) -> None:
    (root / "seedc.toml").write_text('protected = ["live"]\n', encoding="utf-8")
    built(root)
    assert {d.code for d in every_way(root, database, APP_ENV="Live").values()} == {3}
    assert {d.code for d in every_way(root, database, APP_ENV="PROD").values()} == {0}


def test_verify_only_looks_and_is_not_refused(root: Path, database: str) -> None:
    ran(psql(database, root / "build" / "seed.sql"))
    ran(seedc(root, "verify", "--dsn", database, APP_ENV="PROD"))
    ran(psql(database, root / "build" / "shop" / "verify.sql", APP_ENV="PROD"))


DRIFT = {
    "ALTER TABLE makers ALTER size TYPE text": "makers.size",
    "ALTER TABLE makers ALTER name TYPE varchar(20)": "makers.name",
    "ALTER TABLE makers ALTER id TYPE int": "makers.id",
    "ALTER TABLE makers DROP size": "makers.size",
    "ALTER TABLE makers RENAME size TO height": "makers.size",
    "ALTER TABLE makers ALTER size SET NOT NULL": "makers.size",
    "ALTER TABLE makers ALTER name DROP NOT NULL": "makers.name",
    "ALTER TABLE things RENAME TO objects": "things",
    "ALTER TABLE things SET SCHEMA other": "things",
    "ALTER TABLE things ADD required int NOT NULL": "things.required",
    "ALTER TABLE things ALTER unused SET NOT NULL": "things.unused",
    "ALTER TABLE makers DROP CONSTRAINT makers_pkey CASCADE": "makers",
    "DROP TABLE things": "things",
    "DROP SEQUENCE things_id_seq CASCADE": "things_id_seq",
}


@pytest.mark.parametrize("change", DRIFT)
def test_a_schema_that_drifted_is_refused_by_name_before_the_first_write(
    root: Path, database: str, change: str
) -> None:
    execute(database, "CREATE SCHEMA other", change)
    before = dump(database)
    for done in (
        psql(database, root / "build" / "seed.sql"),
        seedc(root, "apply", "--dsn", database),
        seedc(root, "plan", "--dsn", database),
    ):
        assert done.code == 3, done.err
        assert DRIFT[change] in done.err
    assert dump(database) == before


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE things ADD more int NOT NULL DEFAULT 5",
        "ALTER TABLE things DROP unused",
        "ALTER TABLE things ALTER unused TYPE varchar(9)",
        "ALTER TABLE audit RENAME TO journal",
        "CREATE INDEX ON things (name)",
        "ALTER TABLE makers ALTER size SET DEFAULT 9",
    ],
)
def test_what_the_script_does_not_write_may_change(root: Path, database: str, change: str) -> None:
    execute(database, change)
    ran(psql(database, root / "build" / "seed.sql"))
    ran(seedc(root, "apply", "--dsn", database))
    ran(seedc(root, "verify", "--dsn", database))


TAMPERING = {
    "a row is missing": ("DELETE FROM things WHERE name = 'y'", "t:2"),
    "a value is changed": ("UPDATE makers SET name = 'other' WHERE size = 3", "m:3"),
    "a value is null": ("UPDATE makers SET size = NULL WHERE size = 0", "m:0"),
    "a reference dangles behind a constraint that is not valid": (
        """ALTER TABLE things DROP CONSTRAINT things_maker_id_fkey;
        UPDATE things SET maker_id = 5 WHERE name = 'z';
        ALTER TABLE things ADD CONSTRAINT things_maker_id_fkey FOREIGN KEY (maker_id)
        REFERENCES makers NOT VALID""",
        "things_maker_id_fkey",
    ),
    "a reference dangles behind a disabled trigger": (
        """ALTER TABLE things DISABLE TRIGGER ALL;
        UPDATE things SET maker_id = 5 WHERE name = 'z';
        ALTER TABLE things ENABLE TRIGGER ALL""",
        "things_maker_id_fkey",
    ),
    "a sequence is behind": ("SELECT setval('things_id_seq', 2)", "things_id_seq"),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_verify_fails_loudly_where(root: Path, database: str, kind: str) -> None:
    ran(psql(database, root / "build" / "seed.sql"))
    execute(
        database,
        "INSERT INTO things (id, maker_id, name) SELECT 90, id, 'z' FROM makers WHERE size = 1",
        "SELECT setval('things_id_seq', 90)",
    )
    ran(seedc(root, "verify", "--dsn", database))
    change, named = TAMPERING[kind]
    for statement in change.split(";"):
        execute(database, statement)
    before = dump(database)
    script = psql(database, root / "build" / "shop" / "verify.sql")
    assert script.code == 3
    assert named in script.err
    assert "FAILED" in script.out
    done = seedc(root, "verify", "--dsn", database)
    assert done.code == 1
    assert named in done.err
    assert "FAILED" in done.out
    assert dump(database) == before


def test_verify_prints_a_row_for_each_table(root: Path, database: str) -> None:
    ran(seedc(root, "apply", "--dsn", database))
    printed = ran(psql(database, root / "build" / "shop" / "verify.sql", "-A", "-t")).out
    assert printed.splitlines() == ["public.makers|4|4|4|ok", "public.things|2|2|2|ok"]


@pytest.mark.parametrize("bad", ["name", "type"])
def test_a_failing_row_undoes_the_whole_dataset_and_names_its_line(
    root: Path, database: str, bad: str
) -> None:
    check = {
        "name": "ALTER TABLE things ADD CONSTRAINT no_y CHECK (name <> 'y')",
        "type": "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF new.name = 'y' THEN RAISE 'no y here'; END IF; RETURN new; END $$;"
        " CREATE TRIGGER no_y BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION f()",
    }[bad]
    execute(database, check)
    before = dump(database, sequences=False)
    assert psql(database, root / "build" / "seed.sql").code == 3
    done = seedc(root, "apply", "--dsn", database)
    assert done.code == 1
    line = next(
        n
        for n, text in enumerate((root / "seeds/shop/main.seed.json").read_text().splitlines(), 1)
        if '"t:2"' in text
    )
    assert f"seeds/shop/main.seed.json:{line - 1}:" in done.err or (
        f"seeds/shop/main.seed.json:{line}:" in done.err
    ), done.err
    assert dump(database, sequences=False) == before


def test_the_helps_about_privileges_grant_what_is_needed_and_no_more(
    root: Path, database: str
) -> None:
    role = conninfo.conninfo_to_dict(database)["dbname"]
    execute(database, f"CREATE ROLE {role} LOGIN")

    def granted(command: str) -> set[str]:
        """What the command asks for, one after the other, until it succeeds."""
        asked: set[str] = set()
        while (done := seedc(root, command, "--dsn", f"{database} user={role}")).code:
            grant = re.search(r"help: (GRANT (.*) TO .*)", done.err)
            assert grant is not None, done.err
            assert grant[2] not in asked, done.err
            asked.add(grant[2])
            execute(database, grant[1])
        return asked

    try:
        assert granted("apply") == {
            "SELECT, INSERT, UPDATE ON public.makers",
            "SELECT, INSERT, UPDATE ON public.things",
            "SELECT, UPDATE ON SEQUENCE public.things_id_seq",
        }
        execute(database, f"DROP OWNED BY {role}")
        assert granted("verify") == {
            "SELECT ON public.makers",
            "SELECT ON public.things",
            "SELECT ON SEQUENCE public.makers_id_seq",
            "SELECT ON SEQUENCE public.things_id_seq",
        }
        execute(database, f"DROP OWNED BY {role}")
        assert granted("reset") == {  # it looks at all of them before it deletes
            "SELECT ON public.makers",
            "SELECT ON public.things",
            "SELECT, DELETE ON public.makers",
            "SELECT, DELETE ON public.things",
        }
    finally:
        execute(database, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def test_a_database_of_another_encoding_is_told_as_such(tmp_path: Path, server: str) -> None:
    make_project(tmp_path, SCHEMA, {"makers": [{"__key__": "m:1", "name": "Łódź"}]})
    built(tmp_path)
    execute(server, "CREATE DATABASE seedc_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    dsn = conninfo.make_conninfo(server, dbname="seedc_latin1")
    try:
        create_schemas(tmp_path, dsn)
        done = seedc(tmp_path, "apply", "--dsn", dsn)
    finally:
        execute(server, "DROP DATABASE seedc_latin1 WITH (FORCE)")
    assert done.code == 1
    assert "help: the database's encoding lacks the character" in done.err


def test_a_table_with_rules_is_told_what_is_in_the_way(tmp_path: Path, database: str) -> None:
    make_project(tmp_path, SCHEMA, {"makers": [{"__key__": "m:1", "name": "A"}]})
    built(tmp_path)
    create_schemas(tmp_path, database)
    execute(database, "CREATE RULE kept AS ON UPDATE TO makers DO INSTEAD NOTHING")
    done = seedc(tmp_path, "apply", "--dsn", database)
    assert done.code == 1
    assert "help: where the table has a rule (CREATE RULE) on INSERT or UPDATE" in done.err
