"""Amounts: what they come to, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.frontend.volume.amount import AmountError, names_of, parse_amount, value_of
from seedc.frontend.volume.document import Amount
from seedc.origin import Origin

VALUES = {"n": 7, "products": 50}
HERE = Origin("volume.json", ("tables", "t", "rows"))


def value(text: str) -> int:
    return value_of(parse_amount(text), VALUES)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("12", 12),
        (" products ", 50),
        ("products * 2 + 10", 110),
        ("10 + products * 2", 110),
        ("(products + 10) * 2", 120),
        ("10 - 3 - 2", 5),
        ("100 / 7", 14),
        ("100 / 7 / 2", 7),
        ("-n + 10", 3),
        ("--n", 7),
        ("min(n, 3, products)", 3),
        ("max(n, min(products, 100))", 50),
        ("min(n)", 7),
        ("99999999999999999999 / 10000000000", 9999999999),
    ],
)
def test_an_amount_comes_to_its_value(text: str, result: int) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("", "ends where"),
        ("1 +", "ends where"),
        ("(1", 'a ")" is missing'),
        ("1)", '")" cannot stand there'),
        ("1 2", '"2" cannot stand there'),
        ("* 2", 'missing before "*"'),
        ("1.5", '".5" is neither'),
        ("Products", '"Products" is neither'),
        ("n % 2", '"%" is neither'),
        ("sum(n)", 'there is no function "sum"'),
        ("min n", 'a "(" is missing'),
        ("min()", 'missing before ")"'),
        ("٣", "is neither"),
        ("1" * 201, "longer than 200"),
        ("(" * 60 + "1" + ")" * 60, "nested deeper than 50"),
        ("-" * 60 + "1", "nested deeper than 50"),
    ],
)
def test_a_text_that_is_no_amount_is_told_why(text: str, clause: str) -> None:
    with pytest.raises(AmountError, match=r"^[^\n]+$") as error:
        parse_amount(text)
    assert clause in str(error.value)


def test_the_names_of_an_amount_stand_in_order_and_once() -> None:
    assert [*names_of(parse_amount("b + a * min(b, c)"))] == ["b", "a", "b", "c"]
    assert Amount("b + a * min(b, c)", HERE).names() == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("n - 8", "it comes to -1"),
        ("9223372036854775807 + 1", "more than"),
        ("1 / (n - 7)", "divides by 0"),
        ("m", '"m" has no value'),
    ],
)
def test_an_amount_without_a_value_is_told_why(text: str, clause: str) -> None:
    with pytest.raises(AmountError) as error:
        Amount(text, HERE).evaluate(VALUES)
    assert clause in str(error.value)


def test_an_amount_can_be_nothing_and_the_most() -> None:
    assert Amount("n - 7", HERE).evaluate(VALUES) == 0
    assert Amount("9223372036854775807", HERE).evaluate(VALUES) == 2**63 - 1


EXPRESSIONS = st.recursive(
    st.integers(0, 1000).map(str) | st.just("n"),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_amounts_reckon_as_python_does(text: str) -> None:
    assert value(text) == eval(text, {}, VALUES)  # noqa: S307 - made of digits, n, + - * above


@given(st.text("n1+-*/(), min", max_size=30))
def test_any_text_is_an_amount_or_told_why_not(text: str) -> None:
    try:
        found = value(text)
    except AmountError:
        return  # nothing else is ever raised
    assert isinstance(found, int)
