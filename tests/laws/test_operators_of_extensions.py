"""Whatever is searched for names, a row is found by its type's own equality."""

import json
from pathlib import Path

import pytest

from laws.kit import (
    built,
    create_schemas,
    dump,
    execute,
    make_project,
    nothing_written,
    places,
    psql,
    query,
    ran,
    seedc,
    value,
)

pytestmark = pytest.mark.server

SCHEMA = """
CREATE SCHEMA app;
CREATE SCHEMA "of others";
CREATE EXTENSION citext WITH SCHEMA {};
CREATE TABLE app.people (id bigint PRIMARY KEY, mail {}.citext NOT NULL UNIQUE, age int);
CREATE TABLE app.words (word {}.citext PRIMARY KEY, n int);
CREATE TABLE app.uses (id bigint PRIMARY KEY, word {}.citext NOT NULL REFERENCES app.words);
"""
SEEDS = {
    "people": [{"__key__": "ana", "mail": "ana@x.org", "age": 4}],
    "words": [{"__key__": "yes", "n": 1}],
    "uses": [{"__key__": "u:1", "word": "yes"}],
}
SETTINGS = '[datasets.shop.tables.people]\npolicy = "sync"\nmatch = ["mail"]\n'
SHOUTED = (
    "UPDATE app.people SET mail = upper(mail::text)",
    "ALTER TABLE app.uses DROP CONSTRAINT uses_word_fkey",
    "UPDATE app.words SET word = upper(word::text)",
)


@pytest.fixture(autouse=True)
def citext(database: str) -> None:
    """Skips where the server has no citext to install, as the embedded one."""
    if not query(database, "SELECT FROM pg_available_extensions WHERE name = 'citext'"):
        pytest.skip("no citext on this server")


@pytest.fixture(params=["public", '"of others"'])
def shop(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Path:
    """A project whose rows are in the database, in other letters than in the seed."""
    schema = SCHEMA.format(*[request.param] * 4)
    make_project(tmp_path, schema, SEEDS, settings=SETTINGS)
    built(tmp_path)
    create_schemas(tmp_path, database)
    ran(seedc(tmp_path, "apply", "--dsn", database))
    execute(database, *SHOUTED)
    return tmp_path


@pytest.mark.parametrize("path", ["app", "", "public", "app,public,pg_catalog"])
def test_a_row_in_other_letters_is_the_seeds_row(shop: Path, database: str, path: str) -> None:
    name = value(database, "SELECT current_database()")
    execute(database, f"ALTER DATABASE {name} SET search_path = {path or repr('')}")
    before = places(database), dump(database)
    nothing_written(database, shop)
    assert (places(database), dump(database)) == before
    ran(psql(database, shop / "build" / "shop" / "verify.sql"))
    ran(psql(database, shop / "build" / "shop" / "reset.sql"))
    assert value(database, "SELECT count(*) FROM app.words") == 0


def test_triggers_meet_the_path_of_their_session_where_nothing_is_to_be_found(
    tmp_path: Path, database: str
) -> None:
    make_project(tmp_path, SCHEMA.format(*["public"] * 4), SEEDS)
    built(tmp_path)
    create_schemas(tmp_path, database)
    execute(
        database,
        "CREATE TABLE app.met (path text)",
        "CREATE FUNCTION app.meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO"
        " app.met VALUES (current_setting('search_path')); RETURN NEW; END $$",
        "CREATE TRIGGER meet BEFORE INSERT ON app.uses FOR EACH ROW EXECUTE FUNCTION app.meet()",
    )
    ran(seedc(tmp_path, "apply", "--dsn", database))
    assert value(database, "SELECT path FROM app.met") == '"$user", public'


@pytest.mark.parametrize("batch", [4, 500])
def test_generated_rows_in_other_letters_are_found(
    tmp_path: Path, database: str, batch: int
) -> None:
    schema = "CREATE EXTENSION citext; CREATE TABLE words (word citext PRIMARY KEY, n int);"
    make_project(tmp_path, schema, {})
    rules = {"word": {"template": "word {index}"}, "n": {"integer": {"between": [1, 9]}}}
    volume = {
        "profiles": {"SMALL": {"batch": batch}},
        "tables": {"words": {"rows": 10, "policy": "update", "columns": rules}},
    }
    (tmp_path / "seeds/shop/volume.json").write_text(json.dumps(volume), encoding="utf-8")
    built(tmp_path)
    create_schemas(tmp_path, database)
    name = value(database, "SELECT current_database()")
    execute(database, f"ALTER DATABASE {name} SET search_path = ''")
    ran(seedc(tmp_path, "apply", "--dsn", database))
    execute(database, "UPDATE public.words SET word = upper(word::text)")
    nothing_written(database, tmp_path)
    ran(seedc(tmp_path, "verify", "--dsn", database))
    ran(seedc(tmp_path, "reset", "--dsn", database))
    assert value(database, "SELECT count(*) FROM public.words") == 0
