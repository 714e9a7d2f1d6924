"""Texts made from regular expressions, values in turn, and rules that hold in some rows."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators.kit import TEXT, made, sample
from seedc.generators.context import Problem
from seedc.generators.pattern_shapes import room, shapes
from seedc.generators.patterns import lengths, parse, within, written
from seedc.generators.values import Target, Value
from seedc.ir import expr

PATTERNS = [
    "^[A-Z]{2}[0-9]{4}$", r"^\d{3}\.\d{2}$", "^(AB|CD|XYZ)-[0-9]{2,4}X?$", "^[a-z]+(-[a-z0-9]+)*$",
    r"^\+55[1-9][0-9][2-9][0-9]{7,8}$", "^#[0-9a-f]{6}$", "^(a|b(c|d)e)f$", "^[[:alpha:]]{3}$",
    "^[^aeiou]{5}$", "^x.z$", "^(foo|[0-9]{3})$", r"^[A-Za-z0-9._%+-]+@[a-z]+(\.[a-z]+)+$",
]  # fmt: skip
_ATOMS = st.sampled_from(["a", "[0-9]", "[A-F]", r"\d", "(x|yz)", "(ab)?", "[a-z]{2}", "-"])
_REPEATS = st.sampled_from(["", "?", "{2}", "{1,3}", "+", "*"])


def python(pattern: str) -> str:
    return pattern.replace("[[:alpha:]]", "[A-Za-z]")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_matches_its_pattern(pattern: str) -> None:
    for text in sample({"pattern": pattern}, rows=60):
        assert re.fullmatch(python(pattern), text)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_unique_texts_match_and_differ(pattern: str) -> None:
    rows = 3 if "foo" in pattern or "b(c" in pattern or "x.z" in pattern else 60
    texts = sample({"pattern": pattern, "unique": True}, rows=1 if "b(c" in pattern else rows)
    assert all(re.fullmatch(python(pattern), text) for text in texts)
    assert len(set(texts)) == len(texts)


@given(st.lists(st.tuples(_ATOMS, _REPEATS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_pattern_is_matched_within_its_bounds(parts: list[tuple[str, str]]) -> None:
    pattern = "".join(f"({atom}){repeat}" for atom, repeat in parts)
    value, _ = made({"pattern": pattern})
    low, high = lengths(parse(pattern))
    assert low <= value.node.low <= value.node.high <= high
    for text in sample({"pattern": pattern}, rows=8):
        assert re.fullmatch(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "low", "high", "narrowed"),
    [
        ("^[0-9]+$", 11, 11, "[0-9]{11}"),
        ("^[a-z]*$", 3, 5, "[a-z]{3,5}"),
        ("^[a-z]+(-[a-z0-9]+)*$", 0, 9, None),
        ("^[A-Z]{3}$", 4, None, ""),
    ],
)
def test_repetitions_are_narrowed_to_a_length(
    pattern: str, low: int, high: int | None, narrowed: str | None
) -> None:
    found = within(parse(pattern), low, high)
    if narrowed == "":
        assert found is None
        return
    assert found is not None
    assert narrowed is None or written(found) == narrowed
    assert lengths(found)[0] >= low
    assert high is None or lengths(found)[1] <= high


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", r"\1", "[b-a]", "a{3,1}", "(a", "[", "a)", "x{9999}"]
)
def test_what_cannot_be_made_is_refused(pattern: str) -> None:
    with pytest.raises(Problem) as caught:
        sample({"pattern": pattern})
    assert caught.value.code == "SD736"


def test_too_few_texts_are_refused_with_their_number() -> None:
    with pytest.raises(Problem, match="10 different values for 50 rows") as caught:
        sample({"pattern": "^[0-9]$", "unique": True})
    assert caught.value.code == "SD741"


def test_values_take_turns_under_a_parent() -> None:
    assert sample({"turn": ["a", "b", "c"]}, rows=4) == ["a", "b", "c", "a"]
    number = Target(table="t", column="n", type_name="int4", type_sql="integer")
    assert sample({"turn": [3, 5]}, number, rows=3) == [3, 5, 3]
    with pytest.raises(Problem) as caught:
        sample({"turn": ["a"], "unique": True})
    assert caught.value.code == "SD741"


def paid() -> dict[str, Value]:
    odd = expr.modulo(expr.index(0, 9), expr.integer(2))
    return {"paid": Value(expr.equal(odd, expr.integer(1)), "boolean")}


def test_a_rule_holds_where_its_condition_does() -> None:
    rule = {"when": {"if": "paid", "then": {"constant": "yes"}}}
    assert sample(rule, rows=4, given=paid()) == [None, "yes", None, "yes"]
    rule["when"]["else"] = {"constant": "no"}
    assert sample(rule, rows=3, given=paid()) == ["no", "yes", "no"]


def test_both_rules_come_in_the_finer_scale() -> None:
    amount = Target(table="t", column="n", type_name="numeric", type_sql="numeric")
    decimal = {"decimal": {"between": [1, 1], "scale": 2}}
    rule = {"when": {"if": "paid", "then": decimal, "else": {"integer": {"between": [2, 2]}}}}
    assert sample(rule, amount, rows=2, given=paid()) == [200, 100]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"if": "'x'", "then": {"constant": "a"}}, "SD736"),
        ({"if": "nothing", "then": {"constant": "a"}}, "SD731"),
        (
            {"if": "paid", "then": {"constant": "a"}, "else": {"integer": {"between": [1, 2]}}},
            "SD736",
        ),
    ],
)
def test_what_is_no_condition_is_refused(options: object, code: str) -> None:
    with pytest.raises(Problem) as caught:
        sample({"when": options}, TEXT, given=paid())
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("^(A|BB|CCC)$", 3),
        ("^[A-C]{1,3}$", 3 + 9 + 27),
        ("^(foo|[0-9]{2}|x?)$", 1 + 100 + 2),
        ("^(AB|CD|XYZ)-[0-9]{1,2}X?$", 3 * 110 * 2),
        ("^a?b?c?$", 2**3),
        ("^(ab|a)(c|bc)$", 3),  # a·bc and ab·c are one text
        ("^(AB|[A-Z]{2})$", 26**2),
    ],
)
def test_unique_texts_of_all_alternatives_count(pattern: str, texts: int) -> None:
    possible = sample({"pattern": pattern, "unique": True}, rows=_room(pattern))
    assert len(set(possible)) == len(possible)
    assert len(possible) <= texts
    assert all(re.fullmatch(python(pattern), text) for text in possible)
    with pytest.raises(Problem, match=f"{len(possible)} different values"):
        sample({"pattern": pattern, "unique": True}, rows=len(possible) + 1)


def _room(pattern: str) -> int:
    return sum(map(room, shapes(parse(pattern))))


def test_no_alternative_is_lost_where_lengths_or_letters_tell_them_apart() -> None:
    assert _room("^(A|BB|CCC)$") == 3
    assert _room("^[A-C]{1,3}$") == 39
    assert _room("^(foo|[0-9]{2}|x?)$") == 103
    assert _room("^(AB|CD|XYZ)-[0-9]{1,2}X?$") == 660
    assert _room("^(AB|[A-Z]{2})$") == 676
    assert set(sample({"pattern": "^(A|BB|CCC)$", "unique": True}, rows=3)) == {"A", "BB", "CCC"}


@given(st.lists(st.tuples(_ATOMS, _REPEATS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_unique_texts_of_any_pattern_match_and_differ(parts: list[tuple[str, str]]) -> None:
    pattern = "".join(f"({atom}){repeat}" for atom, repeat in parts)
    texts = sample({"pattern": pattern, "unique": True}, rows=min(_room(pattern), 40))
    assert all(re.fullmatch(pattern, text) for text in texts)
    assert len(set(texts)) == len(texts)
