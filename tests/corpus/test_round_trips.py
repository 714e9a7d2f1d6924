"""Rows of many kinds of databases come back as they were: invented rows for real schemas, and the
knots that such schemas have, each on its own."""

import random
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from corpus.invent import Inventor
from corpus.roundtrip import Trip, convert_database, load_schema, round_trip
from laws.kit import execute, make_project, new_database, query, seedc

# snaplet needs pgcrypto, which not every server has.
SCHEMAS = ("chinook", "northwind", "tpch", "neosync_hr", "concourse", "pagila")


@pytest.fixture
def pair(server: str) -> Iterator[tuple[str, str]]:
    """Two new databases: the original and the one that is to become like it."""
    with new_database(server) as original, new_database(server) as target:
        yield original, target


def there_and_back(
    pair: tuple[str, str],
    folder: Path,
    schema: str,
    *rows: str,
    settings: str | None = None,
    seed: int = 1,
) -> Trip:
    """Load the schema in both, the rows in the first, and go the whole way."""
    for dsn in pair:
        load_schema(dsn, schema, folder)
    execute(pair[0], *rows)
    seeds = convert_database(pair[0], seed)
    return round_trip(folder / "project", schema, seeds, *pair, settings=settings)


@pytest.mark.parametrize("name", SCHEMAS)
def test_invented_rows_of_a_real_schema_come_back(
    name: str, corpus: Path, pair: tuple[str, str], tmp_path: Path
) -> None:
    schema = (corpus / name / "schema.sql").read_text(encoding="utf-8")
    if "uuidv7()" in schema and not query(pair[0], "SELECT FROM pg_proc WHERE proname = 'uuidv7'"):
        pytest.skip("the schema is for a younger PostgreSQL")
    for dsn in pair:
        load_schema(dsn, schema, tmp_path)
    with psycopg.connect(pair[0]) as connection:
        Inventor(connection, random.Random(name)).fill(lambda _: 6)  # noqa: S311 - rows for tests
    seeds = convert_database(pair[0], 1)
    trip = round_trip(tmp_path / "project", schema, seeds, *pair)
    assert trip.rows > 40


WORLD = """
CREATE TABLE city (
  id integer PRIMARY KEY, name text NOT NULL, countrycode char(3) NOT NULL, population integer
);
CREATE TABLE country (
  code char(3) PRIMARY KEY, name text NOT NULL, surfacearea real NOT NULL, gnp numeric(10,2),
  indepyear smallint, capital integer REFERENCES city, code2 char(2) NOT NULL,
  continent text NOT NULL CHECK (continent = 'Asia'::text OR continent = 'North America'::text)
);
CREATE TABLE countrylanguage (
  countrycode char(3) REFERENCES country, language text, isofficial boolean NOT NULL,
  percentage real NOT NULL, PRIMARY KEY (countrycode, language)
);
ALTER TABLE city ADD FOREIGN KEY (countrycode) REFERENCES country DEFERRABLE INITIALLY DEFERRED;
"""


def test_a_cycle_through_an_optional_reference(pair: tuple[str, str], tmp_path: Path) -> None:
    there_and_back(
        pair,
        tmp_path,
        WORLD,
        "INSERT INTO country VALUES"
        " ('AFG', 'Afghanistan', 652090, 5976.00, 1919, NULL, 'AF', 'Asia'),"
        " ('ABW', 'Aruba', 193, 828.00, NULL, NULL, 'A', 'North America')",
        "INSERT INTO city VALUES (1, 'Kabul', 'AFG', 1780000), (129, 'Oranjestad', 'ABW', 29034)",
        "UPDATE country SET capital = c.id FROM city AS c WHERE c.countrycode = code",
        "INSERT INTO countrylanguage VALUES"
        " ('AFG', 'Pashto', true, 52.4), ('ABW', 'Papiamento', false, 76.7)",
    )


STORES = """
CREATE TYPE mpaa_rating AS ENUM ('G', 'PG-13', 'NC-17');
CREATE DOMAIN year AS integer CHECK (VALUE >= 1901 AND VALUE <= 2155);
CREATE TABLE store (store_id serial PRIMARY KEY, manager_staff_id smallint NOT NULL UNIQUE);
CREATE TABLE staff (
  staff_id serial PRIMARY KEY, name varchar(45) NOT NULL, picture bytea,
  store_id smallint NOT NULL REFERENCES store, last_update timestamp DEFAULT now() NOT NULL
);
ALTER TABLE store ADD FOREIGN KEY (manager_staff_id) REFERENCES staff;
CREATE TABLE film (
  film_id serial PRIMARY KEY, title varchar(255) NOT NULL, description text,
  release_year year, rating mpaa_rating DEFAULT 'G', special_features text[],
  rental_rate numeric(4,2) DEFAULT 4.99 NOT NULL, fulltext tsvector NOT NULL,
  last_update timestamp DEFAULT now() NOT NULL
);
CREATE FUNCTION last_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.last_update = CURRENT_TIMESTAMP; RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON film FOR EACH ROW EXECUTE FUNCTION last_updated();
CREATE TRIGGER words BEFORE INSERT OR UPDATE ON film FOR EACH ROW
  EXECUTE FUNCTION
  tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title', 'description');
CREATE TABLE payment (
  payment_id bigint NOT NULL, staff_id smallint NOT NULL REFERENCES staff,
  amount numeric(5,2) NOT NULL, payment_date timestamptz NOT NULL,
  PRIMARY KEY (payment_date, payment_id)
) PARTITION BY RANGE (payment_date);
CREATE TABLE payment_old PARTITION OF payment FOR VALUES FROM (MINVALUE) TO ('2007-01-01Z');
CREATE TABLE payment_new PARTITION OF payment FOR VALUES FROM ('2007-01-01Z') TO (MAXVALUE);
"""
STORE_ROWS = (
    (
        "WITH s AS (INSERT INTO staff VALUES"
        " (1, 'Mike', '\\x89504e47', 1, '2006-05-16 16:13:11.79328'),"
        " (2, 'Jon', NULL, 2, '2006-02-15')) INSERT INTO store VALUES (1, 1), (2, 2)"
    ),
    (
        "INSERT INTO film (film_id, title, description, release_year, rating, special_features,"
        " last_update) VALUES (1, 'ACADEMY DINOSAUR', 'A Epic Drama', 2006, 'PG-13',"
        " '{\"Deleted Scenes\",\"Behind the Scenes\"}', '2007-09-10 17:46:03.905795'),"
        " (2, 'ACE''S', NULL, NULL, NULL, NULL, '2007-09-10')"
    ),
    "INSERT INTO payment VALUES (1, 1, 2.99, '2006-12-31 23:59:59.999999Z'), (1, 2, 0, now())",
)


def test_a_required_cycle_that_the_settings_allow(pair: tuple[str, str], tmp_path: Path) -> None:
    allowed = 'datasets.shop.allow_cycles = ["store"]'
    there_and_back(pair, tmp_path, STORES, *STORE_ROWS, settings=allowed)


def test_a_required_cycle_is_refused_without_a_word_in_the_settings(
    database: str, tmp_path: Path
) -> None:
    load_schema(database, STORES, tmp_path)
    execute(database, *STORE_ROWS)
    root = make_project(tmp_path / "project", STORES, convert_database(database, 1))
    done = seedc(root, "build")
    assert done.code == 1
    assert "SD217" in done.err
    assert "allow_cycles" in done.err


def test_a_float_keeps_the_sign_of_its_zero(pair: tuple[str, str], tmp_path: Path) -> None:
    there_and_back(
        pair,
        tmp_path,
        "CREATE TABLE sample (id int PRIMARY KEY, r real, d double precision, n numeric(3,1));",
        "INSERT INTO sample VALUES (1, '-0', '-0', '-0.0'), (2, '0', '0', 0), (3, 'NaN', '-0', 1)",
    )


def test_rows_without_a_key_are_told_apart_by_what_they_leave_out(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    schema = "CREATE TABLE visit (who int, place text, note text);"
    for dsn in pair:
        load_schema(dsn, schema, tmp_path)
    execute(
        pair[0],
        "INSERT INTO visit VALUES (1, 'a', NULL), (1, NULL, NULL)",
        "INSERT INTO visit VALUES (1, NULL, 'x'), (NULL, 'a', NULL)",
    )
    seeds = """{"visit": [{"__key__": "a", "who": 1, "place": "a"}, {"__key__": "b", "who": 1},
      {"__key__": "c", "who": 1, "note": "x"}, {"__key__": "d", "place": "a", "note": null}]}"""
    round_trip(tmp_path / "project", schema, seeds, *pair)


def test_rows_without_any_value_are_found_again_by_that(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    schema = "CREATE TABLE blank (a int, b text);"
    for dsn in pair:
        load_schema(dsn, schema, tmp_path)
    execute(pair[0], "INSERT INTO blank VALUES (NULL, NULL)")
    seeds = """{"blank": [{"__key__": "nothing"}]}"""
    round_trip(tmp_path / "project", schema, seeds, *pair)


def test_a_row_without_any_value_in_a_table_of_defaults_is_refused(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        "CREATE TABLE log (at timestamptz DEFAULT now());",
        {"log": [{"__key__": "nothing"}]},
    )
    done = seedc(root, "build")
    assert done.code == 1
    assert "SD510" in done.err


def test_a_row_without_a_key_that_another_one_covers_is_refused(tmp_path: Path) -> None:
    root = make_project(
        tmp_path,
        "CREATE TABLE visit (who int, place text, note text DEFAULT 'none');",
        {
            "visit": [
                {"__key__": "one", "who": 1, "place": None, "note": "seen"},
                {"__key__": "two", "who": 1},
            ]
        },
    )
    done = seedc(root, "build")
    assert done.code == 1
    assert "SD510" in done.err


def test_rows_of_an_inheriting_table_do_not_refer_to_its_parents(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    there_and_back(
        pair,
        tmp_path,
        "CREATE TABLE customer (id int PRIMARY KEY);"
        " CREATE TABLE payment (id int PRIMARY KEY, customer_id int REFERENCES customer);"
        " CREATE TABLE payment_2007 (CHECK (id > 100)) INHERITS (payment);",
        "INSERT INTO customer VALUES (1), (2)",
        "INSERT INTO payment VALUES (1, 1)",
        "INSERT INTO payment_2007 VALUES (101, 2), (102, 7)",
    )


def test_a_part_of_a_composite_key_may_look_like_the_key_of_another_entity(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    schema = (
        "CREATE TABLE country (code text PRIMARY KEY);"
        " CREATE TABLE city (name text, country text REFERENCES country,"
        " PRIMARY KEY (name, country));"
        " CREATE TABLE located (id int PRIMARY KEY, city text, country text,"
        " FOREIGN KEY (city, country) REFERENCES city);"
    )
    for dsn in pair:
        load_schema(dsn, schema, tmp_path)
    execute(
        pair[0],
        "INSERT INTO country VALUES ('D')",
        "INSERT INTO city VALUES ('Berlin', 'D')",
        "INSERT INTO located VALUES (1, 'Berlin', 'D')",
    )
    seeds = """{"located": [{"__key__": "1", "id": 1, "city": "Berlin", "country": "D"}],
      "city": [{"__key__": "city:Berlin", "name": "Berlin", "country": "D"}],
      "country": [{"__key__": "D", "code": "D"}]}"""
    round_trip(tmp_path / "project", schema, seeds, *pair)


def test_a_boolean_may_be_a_reference(pair: tuple[str, str], tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE answer (yes boolean PRIMARY KEY, word text);"
        " CREATE TABLE vote (id int PRIMARY KEY, yes boolean REFERENCES answer);"
    )
    for dsn in pair:
        load_schema(dsn, schema, tmp_path)
    execute(
        pair[0],
        "INSERT INTO answer VALUES (true, 'yes'), (false, 'no')",
        "INSERT INTO vote VALUES (1, true), (2, false)",
    )
    seeds = """{"vote": [{"__key__": "v1", "id": 1, "yes": true},
      {"__key__": "v2", "id": 2, "yes": "n"}],
      "answer": [{"__key__": "y", "id": true, "word": "yes"},
      {"__key__": "n", "id": false, "word": "no"}]}"""
    round_trip(tmp_path / "project", schema, seeds, *pair)


def test_a_range_may_reach_to_nan(pair: tuple[str, str], tmp_path: Path) -> None:
    there_and_back(
        pair,
        tmp_path,
        "CREATE TABLE span (id int PRIMARY KEY, r numrange);",
        "INSERT INTO span VALUES (1, '[1,NaN)'), (2, '[NaN,NaN]'), (3, '(,1.50]')",
    )


def test_literals_that_are_known_values_cost_no_search_for_the_nearest_key(tmp_path: Path) -> None:
    foods = [{"__key__": f"food:{n:05}", "id": f"{n:05}"} for n in range(3000)]
    weights = [{"__key__": f"w{n}", "id": n, "food": f"{n:05}"} for n in range(3000)]
    root = make_project(
        tmp_path,
        "CREATE TABLE food (id char(5) PRIMARY KEY);"
        " CREATE TABLE weight (id int PRIMARY KEY, food char(5) REFERENCES food);",
        {"food": foods, "weight": weights},
    )
    done = seedc(root, "build")
    assert done.code == 0
    assert "SD205" not in done.err
