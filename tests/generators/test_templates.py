"""Templates: their grammar, what pieces may be, formats, letters, and what is unique."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import TEXT, sample
from generators.served import served
from seedc.generators import letters
from seedc.generators.context import Generator, Problem
from seedc.generators.letters import slug
from seedc.generators.registry import GENERATORS
from seedc.generators.template import SHORTHANDS
from seedc.generators.template_grammar import Call, Name, Piece, read_template
from seedc.generators.values import Target, Value
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.ir.interpret import Value as Cell
from seedc.ir.interpret import evaluate

GIVEN = {
    "name": Value(expr.text("Açaí da Ilha"), "text"),
    "stock": Value(expr.integer(42), "integer"),
    "debt": Value(expr.integer(-1), "integer"),
    "price": Value(expr.integer(1250), "decimal", 2),
    "number": Value(expr.text("own"), "text"),
    "nothing": Value(expr.null("text"), "text"),
}


def text(template: str, target: Target = TEXT, **row: Any) -> Any:
    (found,) = sample({"template": template}, target, 1, given=GIVEN, **row)
    return found


def refusal(template: str, **modifiers: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample({"template": template, **modifiers}, given=GIVEN)
    return caught.value


def test_the_grammar_reads_texts_and_pieces() -> None:
    assert read_template('{{a}} {md5( "Order No" ):8}!') == (
        "{a} ",
        Piece(Call("md5", Name("Order No", 13, quoted=True), 8), "8", 7),
        "!",
    )


@given(st.text())
def test_a_text_with_its_braces_doubled_is_itself(written: str) -> None:
    escaped = written.replace("{", "{{").replace("}", "}}")
    assert "".join(map(str, read_template(escaped))) == written


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("plain", "plain"),
        ("", ""),
        ("{index} {number}", "0 1"),
        ("{number:04}", "0001"),
        ('{"number"}', "own"),
        ("{name}", "Açaí da Ilha"),
        ("{name:4}|", "Açaí|"),
        ("{stock:06}", "000042"),
        ("{price}", "12.50"),
        ("{price:2}", "12"),
        ("{slug(name)}-{lower(upper(name)):4}", "acai-da-ilha-açaí"),
        ("{md5(name):8}", hashlib.md5("Açaí da Ilha".encode()).hexdigest()[:8]),  # noqa: S324
        ("{upper(md5(stock))}", hashlib.md5(b"42").hexdigest().upper()),  # noqa: S324
        ("{sha256(stock)}", hashlib.sha256(b"42").hexdigest()),
        ("{ stock }", "42"),
    ],
)
def test_a_template_is_its_pieces_put_together(template: str, expected: str) -> None:
    assert text(template, locale="pt_BR") == expected


def test_a_piece_that_is_null_makes_the_text_null() -> None:
    assert text("a {nothing}") is None


def test_a_template_for_a_type_of_its_own_is_read_by_that_type() -> None:
    address = Target(table="shop.things", column="thing", type_name="inet", type_sql="inet")
    assert text("10.0.0.{number}", address) == "10.0.0.1"


@pytest.mark.parametrize("digits", [1, 15, 16, 40])
def test_random_digits_are_as_many_as_asked_for(digits: int) -> None:
    found = sample({"template": f"{{hash({digits})}}"}, rows=200)
    assert all(re.fullmatch(f"[0-9a-f]{{{digits}}}", one) for one in found)
    assert {one[0] for one in found} == set("0123456789abcdef")
    numbers = sample({"template": f"{{random({digits})}}"}, rows=200)
    assert all(re.fullmatch(rf"\d{{{digits}}}", one) for one in numbers)
    assert {one[0] for one in numbers} == set("0123456789")


def test_two_random_pieces_of_one_template_differ() -> None:
    halves = [one.split("-") for one in sample({"template": "{hash(8)}-{hash(8)}"})]
    assert all(left != right for left, right in halves)


def test_a_piece_keeps_its_digits_when_another_kind_of_piece_comes_before_it() -> None:
    alone = sample({"template": "{hash(8)}"})
    behind = sample({"template": "{random(3)} {hash(8)}"})
    assert [one[4:] for one in behind] == alone


@pytest.fixture
def greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator that needs no options, and one that does, whatever others there are."""

    def word(context: Any, options: Mapping[str, Any]) -> Value:
        return Value(expr.pick_text(context.choose(2), ["olá", "oi"]), "text")

    for name, required in (("greeting", []), ("number_of", ["what"]), ("name", [])):
        options = {"type": "object", "required": required}
        generator = Generator(name=name, options=options, docs="", example={}, make=word)
        monkeypatch.setitem(GENERATORS, name, generator)


@pytest.mark.usefixtures("greeting")
def test_a_generator_is_a_piece_by_its_name() -> None:
    assert set(sample({"template": "{greeting}!"})) == {"olá!", "oi!"}
    assert set(sample({"template": "{upper(greeting())}"}, locale="pt_BR")) == {"OLÁ", "OI"}


@pytest.mark.usefixtures("greeting")
def test_a_column_comes_before_a_generator_of_its_name() -> None:
    assert text("{name}") == "Açaí da Ilha"
    assert text("{name()}") in ("olá", "oi")


@pytest.mark.usefixtures("greeting")
def test_the_templates_own_column_is_no_piece_of_it() -> None:
    own = Target(table="shop.things", column="name", type_name="text", type_sql="text")
    assert text("{name}", own) in ("olá", "oi")


@pytest.mark.usefixtures("greeting")
def test_a_generator_that_needs_options_is_no_piece() -> None:
    assert refusal("{number_of}").code == "SD731"
    assert refusal("{number_of()}").code == "SD731"


@pytest.mark.usefixtures("greeting")
def test_an_unknown_source_is_told_the_nearest_one() -> None:
    problem = refusal("hello {greetnig()}")
    assert (problem.code, problem.help) == ("SD731", 'the nearest source is "greeting"')
    assert "at character 8" in problem.message
    assert refusal("{nmber}").help == 'the nearest source is "number"'


@pytest.mark.parametrize("name", SHORTHANDS)
def test_a_shorthand_is_a_piece(name: str) -> None:
    assert all(sample({"template": f"{{{name}}}"}, locale="ru_RU"))


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("a}b", 2),
        ("ab{", 4),
        ("{}", 2),
        ("{name", 6),
        ("{name:}", 7),
        ("{name:x}", 7),
        ("{md5(name}", 10),
        ('{"name}', 2),
        ("{md5()}", 2),
        ("{md5(8)}", 2),
        ("x {hash()}", 4),
        ("{hash(65)}", 2),
        ("{random(name)}", 2),
        ("{shout(name)}", 2),
        ("{name:06}", 1),
        ("{stock:6}", 1),
        ("{stock:00}", 1),
        ("{debt:06}", 1),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(template: str, place: int) -> None:
    problem = refusal(template)
    assert problem.code == "SD737"
    assert f"at character {place} of the template" in problem.message


def test_templates_take_no_distribution() -> None:
    assert refusal("{index}", distribution="zipf").code == "SD734"


# unique -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        "{index}",
        "{name} {number}",
        "{number}: {name}",
        "{stock}{number}",
        "{random(3)}-{index}-{hash(4)}",
        "{price}{number:06}",
        "a{index}{hash(4)}",
    ],
)
def test_a_template_with_the_index_at_an_end_is_unique(template: str) -> None:
    found = sample({"template": template, "unique": True}, rows=150, given=GIVEN)
    assert len(set(found)) == 150


@pytest.mark.parametrize(
    "template",
    [
        "{name}",
        "{hash(8)}",
        "{loose}{index}",
        "{index}{loose}",
        "{loose}-{index}-{loose}",
        "{md5(index)}",
    ],
)
def test_a_template_whose_rows_may_meet_is_not_unique(template: str) -> None:
    loose = Value(expr.to_text(expr.modulo(expr.index(0, 49), expr.integer(12))), "text")
    with pytest.raises(Problem) as caught:
        sample({"template": template, "unique": True}, given={**GIVEN, "loose": loose})
    assert caught.value.code == "SD741"


# letters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "written", "expected"),
    [
        ("en_US", "Rock & Roll, Vol. 2", "rock-roll-vol-2"),
        ("pt_BR", "Pão de Açúcar", "pao-de-acucar"),
        ("pt_BR", "ÉTÉ (2026)", "ete-2026"),
        ("ru_RU", "Щука и Ёж", "shchuka-i-ezh"),
        ("ru_RU", "Объявление: Юля", "obiavlenie-iulia"),
        ("ru_RU", "ЖУРНАЛ ХЦЧ", "zhurnal-khtsch"),
        ("en_US", "Žluťoučký kůň", "zlutoucky-kun"),
        ("en_US", "Ёж", "Ёж"),
    ],
)
def test_a_slug_has_ascii_letters_and_hyphens(locale: str, written: str, expected: str) -> None:
    read = slug(expr.column("title", expr.text(written)), locale)
    assert evaluate(read, 0, {"title": written}) == expected
    listed = slug(expr.pick_text(expr.index(0, 1), ["", written]), locale)
    assert (listed.op, listed.data[0]) == ("pick_text", ("", expected))


def test_the_words_of_a_list_are_changed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"Word {number} of the list" for number in range(50)]
    asked: list[str] = []

    def counted(node: Node, index: int, row: Mapping[str, Cell]) -> Cell:
        asked.append(str(row["word"]))
        return evaluate(node, index, row)

    monkeypatch.setattr(letters, "evaluate", counted)
    for label in ("first", "second"):
        slug(expr.pick_text(expr.index(0, 49), words, label), "en_US")
    assert asked == words


def test_a_slug_of_latin_letters_is_no_longer_than_its_text() -> None:
    title = Value(expr.text("É" * 60), "text")
    narrow = Target(
        table="shop.things", column="thing", type_name="varchar", type_sql="varchar(60)", length=60
    )
    found = sample({"template": "{slug(title)}"}, narrow, rows=1, given={"title": title})
    assert found == ["e" * 60]


@pytest.mark.parametrize(
    ("locale", "expected"), [("en_US", "ABCéж"), ("pt_BR", "ABCÉж"), ("ru_RU", "ABCÉЖ")]
)
def test_upper_case_knows_the_letters_of_the_locale(locale: str, expected: str) -> None:
    given = {"word": Value(expr.text("aBcéж"), "text")}
    assert sample({"template": "{upper(word)}"}, rows=1, given=given, locale=locale) == [expected]


# On a server --------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["en_US", "pt_BR", "ru_RU"])
def test_postgresql_puts_the_same_texts_together(database: str, locale: str) -> None:
    title = expr.pick_text(expr.modulo(expr.index(0, 49), expr.integer(3)), TITLES)
    row: dict[str, Any] = {
        "given": {**GIVEN, "title": Value(title, "text")},
        "locale": locale,
    }
    for template in (
        "{title} {slug(title)} {upper(title)} {lower(title):5} {index:03}",
        "{hash(20)} {random(12)} {md5(title):8} {sha256(upper(title))} {{{price}}}",
        "{first_name}, {product_noun()}, {slug(city())}",
    ):
        rule = {"template": template}
        wanted = sample(rule, **row)
        assert served(database, rule, rows=50, **row) == [(one, one) for one in wanted]


TITLES = ["Пёс — «Щука» & Ко., ЪЬ", "Ação/Über São_João (50%)", 'O\'Neil İstanbul ıßœ \\ "x"']
