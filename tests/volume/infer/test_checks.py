"""What CHECKs ask for is satisfied: the rows of a trial are held against them (kit.inferred)."""

import pytest

from seedc.passes.volume.infer.conditions import cases_of
from volume.infer.kit import inferred, problems

SATISFIED = [
    "n int NOT NULL CHECK (n > 5)",
    "n int NOT NULL CHECK (n BETWEEN -3 AND 3)",
    "n int NOT NULL CHECK (n <> 0 AND n < 100)",
    "n int NOT NULL CHECK (n > 10 OR n < -10)",
    "n int NOT NULL CHECK (n % 5 = 0)",
    "n numeric(4,2) NOT NULL CHECK (n > 0 AND n < 1)",
    "n smallint NOT NULL CHECK (n IN (10, 20, 30))",
    "s text NOT NULL CHECK (s IN ('a', 'b'))",
    "s char(1) NOT NULL CHECK (upper(s) IN ('M', 'F'))",
    "s varchar(3) NOT NULL CHECK (upper((s)::text) = ANY (ARRAY['AB'::text, 'CD'::text]))",
    "s text NOT NULL CHECK (lower(s) = 'open' OR lower(s) = 'shut')",
    "s varchar(2) NOT NULL CHECK (s IS NULL OR upper(s) IN ('SC', 'VC'))",
    "s char(1) NOT NULL CHECK (upper(s) NOT IN ('M', 'F'))",
    "s varchar(9) NOT NULL CHECK (s::text = ANY (ARRAY['a'::text, 'b'::text]))",
    "s text NOT NULL CHECK (s <> '')",
    "s text NOT NULL CHECK (length(s) BETWEEN 5 AND 10)",
    "s text NOT NULL CHECK (char_length(btrim(s)) >= 150)",
    "s varchar(50) NOT NULL CHECK (s = lower(s))",
    "s varchar(6) NOT NULL CHECK (s = upper(s))",
    "s text NOT NULL CHECK (s ~ '^\\d{3}\\.\\d{2}$')",
    "s text NOT NULL CHECK (s ~ '^[a-z]+(-[a-z0-9]+)*$' AND length(s) <= 20)",
    "s text NOT NULL CHECK (s ~ '^(AB|CD)-[0-9]{2,4}X?$')",
    "s text NOT NULL CHECK (s LIKE 'TRF-%')",
    "s text NOT NULL CHECK (s LIKE '%@%.%')",
    "email text NOT NULL CHECK (email ~* '^[^@]+@[^@]+$')",
    "s text NOT NULL CHECK (s SIMILAR TO '[A-Z]{2}[0-9]+')",
    "d date NOT NULL CHECK (d >= '2030-01-01')",
    "d date NOT NULL CHECK (d < DATE '1999-12-31')",
    "d timestamptz NOT NULL CHECK (d BETWEEN '2020-05-01' AND '2020-06-01')",
    "i interval NOT NULL CHECK (i > INTERVAL '0')",
    "i interval NOT NULL CHECK (i <= INTERVAL '10 minutes')",
    "t1 time NOT NULL CHECK (t1 >= '20:00')",
    "a int NOT NULL, b int NOT NULL, CHECK (a < b)",
    "a int NOT NULL, b int NOT NULL, c int, CHECK (a < b), CHECK (b <= c), CHECK (c <= 100)",
    "a numeric(10,2) NOT NULL, b numeric(10,2), CHECK (b < a), CHECK (b > 0)",
    "a int NOT NULL CHECK (a > 0), b int NOT NULL CHECK (b >= 0), CHECK (b <= a)",
    "a date, b date NOT NULL, CHECK (a < b)",
    "a timestamptz NOT NULL, b timestamptz, CHECK (b > a), CHECK (b <= a + interval '1 day')",
    "a date NOT NULL, b date NOT NULL, CHECK (a < b AND b <= a + 30)",
    "a date NOT NULL CHECK (a > '1990-01-01'), b date NOT NULL CHECK (b > '2020-01-01' AND b > a)",
    "a date NOT NULL, b date NOT NULL CHECK (b <= '1999-12-31'), CHECK (a < b)",
    (
        "birth_date date NOT NULL CHECK (birth_date BETWEEN '1930-01-01' AND now() - interval '18"
        " years'), hire_date date NOT NULL CHECK (hire_date BETWEEN '1996-07-01' AND now() +"
        " interval '1 day')"
    ),
    "a time NOT NULL, b time NOT NULL, CHECK (a < b)",
    "a int, b text, CHECK (a IS NOT NULL OR b IS NOT NULL)",
    "a int, b text, CHECK ((a IS NULL) = (b IS NULL))",
    (
        "code text, method text,"
        " CHECK ((code IS NULL) = (method IS NULL) AND (code IS NULL OR code ~ '^[a-z]{43,50}$'))"
    ),
    (
        "code text, kind text NOT NULL,"
        " CHECK ((kind = 'a' AND code LIKE 'A-%') OR (kind = 'b' AND code LIKE 'A-%'))"
    ),
    "j jsonb NOT NULL, n int NOT NULL, CHECK (jsonb_typeof(j) = 'array' AND n > 3)",
    "j jsonb, n int NOT NULL, CHECK ((j IS NULL OR jsonb_typeof(j) = 'array') AND n > 3)",
    (
        "k text NOT NULL CHECK (k IN ('x', 'y')), j jsonb NOT NULL, CHECK"
        " ((k = 'x' AND jsonb_typeof(j) = 'array') OR (k = 'y' AND jsonb_typeof(j) = 'object'))"
    ),
    "a int, b text, c date, CHECK (num_nonnulls(a, b, c) = 1)",
    "a int, b int, CHECK ((a IS NOT NULL)::int + (b IS NOT NULL)::int = 1)",
    "k text NOT NULL CHECK (k IN ('x', 'y')), a int, CHECK (k <> 'x' OR a IS NOT NULL)",
    "k text NOT NULL CHECK (k IN ('x', 'y')), a int, CHECK ((k = 'x') = (a IS NOT NULL))",
    "k boolean NOT NULL, a int, CHECK (k OR a IS NULL), CHECK (NOT k OR a IS NOT NULL)",
    (
        "k text NOT NULL CHECK (k IN ('x', 'y')), a int, b int,"
        " CHECK ((k = 'x' AND a IS NOT NULL AND b IS NULL)"
        " OR (k = 'y' AND a IS NULL AND b IS NOT NULL))"
    ),
    (
        "k text NOT NULL CHECK (k IN ('x', 'y')), a int,"
        " CHECK (CASE k WHEN 'x' THEN a IS NOT NULL ELSE a IS NULL END)"
    ),
    (
        "q int NOT NULL CHECK (q > 0), p numeric(10,2) NOT NULL CHECK (p >= 0),"
        " total numeric(14,2) NOT NULL CHECK (total = q * p)"
    ),
    "j jsonb NOT NULL CHECK (jsonb_typeof(j) = 'object')",
    "j jsonb NOT NULL CHECK (jsonb_typeof(j) = 'array')",
    "b bytea NOT NULL CHECK (octet_length(b) = 32)",
    "a text[] NOT NULL CHECK (cardinality(a) BETWEEN 1 AND 2)",
    "a int NOT NULL, b int NOT NULL, CHECK (a <> b)",
    "a int NOT NULL, b int NOT NULL, CHECK (a IS DISTINCT FROM 3 AND b = a)",
    "a boolean NOT NULL, b boolean NOT NULL, CHECK (a <> b)",
]


@pytest.mark.parametrize("columns", SATISFIED)
def test_the_check_is_satisfied(columns: str) -> None:
    found = inferred(f"CREATE TABLE t (id int PRIMARY KEY, {columns});")
    assert found.problems == ()


def test_a_value_is_there_in_the_rows_that_need_it() -> None:
    columns = (
        "status text NOT NULL CHECK (status IN ('new', 'paid', 'sent')), paid_at timestamptz,"
        " CHECK ((status = 'paid') = (paid_at IS NOT NULL))"
    )
    found = inferred(f"CREATE TABLE t ({columns});")
    assert found.rules["status"] == {"choice": {"of": ["new", "paid", "sent"]}}
    assert found.rules["paid_at"]["when"]["if"] == "status = 'paid'"


def test_each_column_of_an_exclusive_arc_has_its_rows() -> None:
    found = inferred("CREATE TABLE t (a int, b text, c date, CHECK (num_nonnulls(a, b, c) = 1));")
    assert found.rules["a"]["null"] > 0
    assert found.rules["b"]["when"]["if"] == "a IS NULL"
    assert found.rules["c"]["when"]["if"] == "a IS NULL AND b IS NULL"


def test_a_written_rule_is_kept_to() -> None:
    columns = (
        "kind text NOT NULL, card text, CHECK ((kind = 'card') = (card IS NOT NULL)),"
        " low int NOT NULL, high int NOT NULL, CHECK (low < high)"
    )
    rules = {
        "kind": {"choice": {"of": ["card", "cash"]}},
        "high": {"integer": {"between": [50, 60]}},
    }
    found = inferred(f"CREATE TABLE t ({columns});", rules=rules)
    assert found.problems == ()
    assert found.rules["card"]["when"]["if"] == "kind = 'card'"
    assert found.rules["low"]["less"]["than"] == "high"


@pytest.mark.parametrize(
    ("columns", "quoted"),
    [
        ("n int NOT NULL CHECK (n > 5), CHECK (n < 3)", "n > 5"),
        ("s varchar(3) NOT NULL CHECK (length(s) > 3)", "length(s) > 3"),
        ("a int NOT NULL, b int NOT NULL, CHECK (a < b), CHECK (b < a)", "a < b"),
        ("s text NOT NULL CHECK (s IN ('a') AND s <> 'a')", "s <> 'a'"),
    ],
)
def test_a_contradiction_is_refused_with_the_check_quoted(columns: str, quoted: str) -> None:
    found = problems(f"CREATE TABLE t ({columns});")
    assert [code for _, code, _ in found] == ["SD740"]
    assert quoted in found[0][2] or "CHECK" in found[0][2]


def test_all_contradictions_come_together() -> None:
    columns = "a int NOT NULL CHECK (a < 0 AND a > 0), b regclass NOT NULL"
    codes = sorted(code for _, code, _ in problems(f"CREATE TABLE t ({columns});"))
    assert codes == ["SD740", "SD746"]


def test_a_condition_of_too_many_cases_is_not_understood_instead_of_endless() -> None:
    many = " AND ".join(f"(a = {n} OR b = {n})" for n in range(40))
    (case,) = cases_of(many)
    assert [type(atom).__name__ for atom in case] == ["Other"]
