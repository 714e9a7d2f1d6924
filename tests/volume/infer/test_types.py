"""Columns by their type alone: every family has a rule, and its values are the type's."""

import pytest

from volume.infer.kit import inferred, problems, rule

FAMILIES = [
    "int2", "int4", "int8", "numeric", "numeric(4,2)", "numeric(3,0)", "real", "float8", "money",
    "boolean", "text", "varchar(1)", "varchar(40)", "char(3)", "name", '"char"', "uuid", "date",
    "time", "timetz", "timestamp", "timestamptz", "interval", "inet", "cidr", "macaddr", "macaddr8",
    "json", "jsonb", "xml", "tsvector", "bit(5)", "varbit(7)", "bytea", "point", "box", "circle",
    "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange", "int4multirange",
    "oid", "pg_lsn", "int4[]", "text[]", "uuid[]", "timestamptz[]", "numeric(6,2)[]", "inet[]",
]  # fmt: skip


@pytest.mark.parametrize("type_", FAMILIES)
def test_every_type_family_has_a_rule_for_a_required_column(type_: str) -> None:
    found = inferred(f"CREATE TABLE t (id int PRIMARY KEY, c {type_} NOT NULL);")
    assert found.problems == ()
    assert "null" not in found.rules["c"]


@pytest.mark.parametrize("type_", FAMILIES)
def test_a_nullable_column_has_some_nulls(type_: str) -> None:
    found = inferred(f"CREATE TABLE t (id int PRIMARY KEY, c {type_});")
    assert found.rules["c"]["null"] > 0


def test_a_surrogate_key_is_left_to_the_compiler() -> None:
    for type_ in ("int", "bigint", "uuid", "text", "varchar(20)", "serial"):
        assert rule(f"id {type_} PRIMARY KEY", "id") is None


def test_a_key_too_short_for_the_compilers_numbers_gets_a_rule() -> None:
    found = rule("id char(3) PRIMARY KEY", "id")
    assert found["unique"] is True


def test_a_key_whose_check_refuses_the_compilers_numbers_gets_a_rule() -> None:
    found = rule("id int PRIMARY KEY CHECK (id BETWEEN 1 AND 5000)", "id")
    assert found == {"sequence": {"start": 1, "step": 1}}


def test_enums_and_arrays_of_enums_are_chosen_from_their_labels() -> None:
    before = "CREATE TYPE mood AS ENUM ('sad', 'ok');"
    assert rule("c mood NOT NULL", "c", before) == {"choice": {"from": "enum"}}
    assert rule("c mood[] NOT NULL", "c", before)["array"]["of"] == {"choice": {"from": "enum"}}


def test_a_composite_has_a_rule_for_each_attribute() -> None:
    before = "CREATE TYPE place AS (street text, floor int);"
    (parts,) = rule("c place NOT NULL", "c", before).values()
    assert [next(iter(part)) for part in parts] == ["street", "integer"]


def test_a_domain_is_satisfied_whatever_it_stands_on() -> None:
    before = """
        CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE DOMAIN level AS positive CHECK (VALUE < 5);
        CREATE DOMAIN plate AS text CHECK (VALUE ~ '^[A-Z]{2}[0-9]{4}$');
        CREATE DOMAIN cpf AS text CHECK (VALUE ~ '^[0-9]{11}$');
        CREATE DOMAIN colour AS text CHECK (VALUE IN ('red', 'blue'));
        CREATE DOMAIN share AS numeric(5,2) NOT NULL CHECK (VALUE BETWEEN 0 AND 100);
    """
    assert rule("c level NOT NULL", "c", before) == {"integer": {"between": [1, 4]}}
    assert rule("c level[] NOT NULL", "c", before)["array"]["of"]["integer"]["between"] == [1, 4]
    assert rule("c plate NOT NULL", "c", before) == {"pattern": "^[A-Z]{2}[0-9]{4}$"}
    assert rule("document cpf NOT NULL", "document", before) == {"cpf": {}}
    assert rule("c colour NOT NULL", "c", before) == {"choice": {"of": ["red", "blue"]}}
    assert "null" not in rule("c share", "c", before)


def test_a_required_column_of_an_unknown_type_is_refused_and_a_nullable_one_is_null() -> None:
    ((column, code, message),) = problems("CREATE TABLE t (c regclass NOT NULL, d regclass);")
    assert (column, code) == ("c", "SD746")
    assert "NOT NULL" in message
    assert rule("d regclass", "d") == {"constant": None}


def test_without_a_clock_moments_have_fixed_bounds() -> None:
    found = rule("c timestamptz NOT NULL", "c", has_clock=False)
    assert "between" in found["timestamp"]


@pytest.mark.parametrize(
    ("default", "type_", "generator"),
    [
        ("now()", "timestamptz", "timestamp"),
        ("gen_random_uuid()", "uuid", "uuid"),
        ("random()", "float8", "decimal"),
        ("CURRENT_DATE", "date", "date"),
        ("false", "boolean", "boolean"),
    ],
)
def test_a_volatile_default_is_never_left_to_the_database(
    default: str, type_: str, generator: str
) -> None:
    assert generator in rule(f"c {type_} NOT NULL DEFAULT {default}", "c")


def test_a_constant_default_may_stay_and_a_generated_column_always_does() -> None:
    columns = (
        "v int NOT NULL DEFAULT 1, g int GENERATED ALWAYS AS (v * 2) STORED, s text DEFAULT 'x'"
    )
    found = inferred(f"CREATE TABLE t ({columns});")
    assert found.rules == {}


def test_a_number_of_a_sequence_that_must_be_unique_stays_clear_of_the_sequence() -> None:
    found = rule("id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY UNIQUE", "n")
    assert found == {"sequence": {"start": 2**30, "step": 1}}
    assert rule("id int PRIMARY KEY, n serial", "n") == {"sequence": {"start": 1, "step": 1}}
