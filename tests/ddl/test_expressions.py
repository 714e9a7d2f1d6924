"""An expression of the DDL and what the server prints of it have one normal form."""

import pytest

from seedc.frontend.ddl.grammar import NotSql, expression, rename_columns


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("price > 0", "((price > (0)::numeric))"),
        ("status IN ('a', 'b')", "(status = ANY (ARRAY['a'::text, 'b'::text]))"),
        (
            "status IN ('a', 'b')",
            (
                "((status)::text = ANY ((ARRAY['a'::character varying,"
                " 'b'::character varying])::text[]))"
            ),
        ),
        ("status NOT IN ('a', 'b')", "(status <> ALL (ARRAY['a'::text, 'b'::text]))"),
        ("status IN ('a')", "(status = 'a'::text)"),
        ("a BETWEEN 1 AND 9 AND b", "(((a >= 1) AND (a <= 9)) AND b)"),
        ("a NOT BETWEEN 1 AND 9", "((a < 1) OR (a > 9))"),
        (
            "name LIKE 'x%' OR name NOT ILIKE '%y'",
            "((name ~~ 'x%'::text) OR (name !~~* '%y'::text))",
        ),
        ("x > -1", "(x > '-1'::integer)"),
        ("lower(email) = email", "(lower((email)::text) = (email)::text)"),
        ("CASE WHEN a THEN 1 END", "CASE WHEN a THEN 1 ELSE NULL::integer END"),
        ("trim(name) <> ''", "(TRIM(BOTH FROM name) <> ''::text)"),
        ("t.a > 1", "(a > 1)"),
        ("s SIMILAR TO 'a%'", "(s ~ similar_to_escape('a%'::text))"),
        ("gen_random_uuid()", "public.gen_random_uuid()"),
        ("'{}'", "'{}'::jsonb"),
        ("now()", "pg_catalog.now()"),
        ("a COLLATE \"C\" > 'x'", "((a COLLATE \"C\") > 'x'::text)"),
    ],
)
def test_both_sides_agree(written: str, printed: str) -> None:
    assert expression(written) == expression(printed)


def test_different_expressions_stay_different() -> None:
    texts = ["a > 1", "a >= 1", "b > 1", "a > 1 OR b", "a > 1 AND b", "NOT a > 1", "a > 2"]
    assert len({expression(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "(a AND b) IS NULL",
        "(a OR b) IS NOT NULL",
        "(NOT a) IS NULL",
        "(a IS DISTINCT FROM b) IS NULL",
        "(a AND b) IS NULL IS NOT NULL",
        "(a AND b) IN (true, false)",
        "(a = b) IN (true, c)",
        "(a OR b) IS NOT DISTINCT FROM c",
        "(a = b) IS DISTINCT FROM (b = c)",
        "a LIKE (b = c)",
        "(x = y) = ANY(z)",
    ],
)
def test_parentheses_that_matter_are_kept(text: str) -> None:
    assert expression(text).text == text


def test_columns_are_found_and_aliased() -> None:
    found = expression('"Total" > price AND note IS NOT NULL')
    assert found.columns == ("Total", "note", "price")
    assert found.aliased == ('seedc_row."Total" > seedc_row.price AND seedc_row.note IS NOT NULL')


def test_a_domain_has_a_value_and_no_columns() -> None:
    found = expression("value > 'value' AND VALUE IS NOT NULL", domain=True)
    assert found.text == found.aliased == "VALUE > 'value' AND VALUE IS NOT NULL"
    assert found.columns == ()


def test_casts_that_compute_are_kept_in_the_text() -> None:
    assert expression("now() - '1 day'::interval").text == "now() - '1 day'::interval"
    assert expression("(a::date) = b").text == "a::date = b"


@pytest.mark.parametrize(
    "text",
    [
        "i = (99.5)::int",
        "n >= (0.4)::numeric(6, 0)",
        "'a '::char(3)::text = t",
        "'abc'::varchar(2) = t",
        "'a '::char(3) = v",
        "t = 5::text",
        "f = (0.1)::real",
        "at = '10:00:00.6'::time(0)",
        "t = 'abc'::name",
        "clock < '12:00'::timetz",
        "bits = '101'::pg_catalog.bit(2)",
        "'24 hours'::interval = '1 day'::interval",
        "'2'::int IN ('10'::int, b)",
        "c <> ALL(ARRAY['a', ' '])",
        "b <> ALL(ARRAY['a', c])",
        "c = ANY(ARRAY['a', ' '::text])",
    ],
)
def test_casts_that_change_a_constant_are_kept(text: str) -> None:
    assert expression(text).text == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("i = 99::integer", "i = 99"),
        ("n >= (0.4)::numeric", "n >= 0.4"),
        ("s > '-1'::smallint", "s > -1"),
        ("'a '::varchar::text = t", "'a ' = t"),
        ("c = 'ab'::bpchar", "c = 'ab'"),
        ("e = 'paid'::status", "e = 'paid'"),
        ("f > (0)::double precision", "f > 0"),
    ],
)
def test_casts_that_change_nothing_go(written: str, text: str) -> None:
    assert expression(written).text == text


def test_renaming_a_column_rewrites_the_expression() -> None:
    renamed = rename_columns(expression("price > 0 AND note <> 'price'"), {"price": "Cost"})
    assert renamed.text == "\"Cost\" > 0 AND note <> 'price'"
    assert renamed.columns == ("Cost", "note")


def test_a_broken_expression_says_where() -> None:
    with pytest.raises(NotSql) as caught:
        expression("a >> > b,")
    assert caught.value.offset is not None
