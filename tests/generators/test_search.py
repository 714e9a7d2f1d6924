"""Search vectors: what PostgreSQL reads from them."""

import psycopg
import pytest

from generators.kit import made, sample
from seedc.generators.values import Target, Value
from seedc.ir import expr

VECTOR = Target(table="shop.things", column="words", type_name="tsvector", type_sql="tsvector")
TEXTS = (
    "The file, opened; on ANY computer!",
    "",
    "  two   spaces - and a dash  ",
    "Чай «Ромашка» — 50 г",
    "it's quoted 'here'",
    "...",
)


def _vectors() -> list[str]:
    titles = Value(expr.pick_text(expr.index(0, len(TEXTS) - 1), TEXTS), "text")
    return sample({"tsvector": ["title"]}, VECTOR, rows=len(TEXTS), given={"title": titles})


def test_the_words_are_small_and_without_marks(database: str) -> None:
    with psycopg.connect(database) as connection:
        read = [
            connection.execute("SELECT tsvector_to_array(%s::tsvector)", [text]).fetchone()
            for text in _vectors()
        ]
    assert [row[0] for row in read if row] == [
        ["any", "computer", "file", "on", "opened", "the"],
        [],
        ["a", "and", "dash", "spaces", "two"],
        ["50", "г", "ромашка", "чай"],
        ["here", "it", "quoted", "s"],
        [],
    ]


@pytest.mark.parametrize("locale", ["en_US", "pt_BR", "ru_RU"])
@pytest.mark.parametrize("name", ["sentence", "product", "person", "city", "company", "job"])
def test_words_are_those_of_to_tsvector_simple(database: str, locale: str, name: str) -> None:
    texts = sorted(set(sample({name: {"locale": locale}}, rows=400)))
    titles = Value(expr.pick_text(expr.index(0, len(texts) - 1), texts), "text")
    vectors = sample({"tsvector": ["title"]}, VECTOR, rows=len(texts), given={"title": titles})
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT t, v, strip(to_tsvector('simple', t))::text FROM unnest(%s::text[], %s::text[])"
            " AS u (t, v) WHERE v::tsvector <> strip(to_tsvector('simple', t))"
            " AND t !~ '\\w[-.]\\w'",  # compounds, and what is read as a host: S.A.
            [texts, vectors],
        ).fetchall()
    assert not found


def test_an_expression_gives_the_words_of_its_text() -> None:
    given = {"title": Value(expr.text("A Box"), "text"), "body": Value(expr.text("of"), "text")}
    rule = {"tsvector": "title || ' ' || upper(body)"}
    (text, *_) = sample(rule, VECTOR, rows=1, given=given)
    assert text.split() == ["'a'", "'box'", "'of'"]


def test_several_columns_give_one_vector() -> None:
    given = {
        "title": Value(expr.text("A box"), "text"),
        "note": Value(expr.null("text"), "text"),
        "number": Value(expr.integer(7), "integer"),
    }
    (text, *_) = sample({"tsvector": ["title", "note", "number"]}, VECTOR, rows=1, given=given)
    assert text.split() == ["'a'", "'box'", "'7'"]


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(Exception, match="no column"):
        made({"tsvector": ["nothing"]}, VECTOR)
