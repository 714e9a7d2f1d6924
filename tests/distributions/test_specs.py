"""Which specs are refused, and in which words."""

from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from seedc.distributions import SCHEMA, DistributionError, table

REFUSED: tuple[tuple[Any, str], ...] = (
    ("norml", 'there is no distribution "norml"; there are uniform, piecewise, weighted, normal'),
    ({"norml": {}}, 'there is no distribution "norml"'),
    ({}, "a distribution is a name or an object of one member"),
    ({"normal": {}, "zipf": {}}, "a distribution is a name or an object of one member"),
    (7, "a distribution is a name or an object of one member"),
    ("weighted", 'weighted needs its numbers, such as {"weighted": [60, 30, 10]}'),
    ("piecewise", "piecewise needs its numbers"),
    ({"normal": 5}, "normal needs an object"),
    ({"normal": {"median": 5}}, 'normal has no parameter "median"; it has mean, deviation'),
    ({"uniform": {"mean": 5}}, 'uniform has no parameter "mean"; it has no parameters'),
    ({"normal": {"mean": "5"}}, "mean must be a number"),
    ({"normal": {"mean": True}}, "mean must be a number"),
    ({"normal": {"deviation": 0}}, "deviation must be above 0"),
    ({"zipf": {"exponent": Decimal("-1")}}, "exponent must be above 0"),
    ({"geometric": {"p": 1}}, "p must be below 1"),
    ({"geometric": {"p": Decimal("0.5"), "mean": 4}}, "by its mean or by p, not by both"),
    ({"lognormal": {"median": 0}}, "median must be above 0"),
    ({"weighted": [1, 2, -1]}, "weighted needs a list of whole numbers, 0 or more"),
    ({"weighted": [Decimal("0.5")]}, "weighted needs a list of whole numbers, 0 or more"),
    ({"weighted": "1"}, "weighted needs a list of whole numbers, 0 or more"),
    ({"piecewise": []}, "piecewise needs a list of pairs: where a piece ends, its weight"),
    ({"piecewise": [[1, 2, 3]]}, "a piece is a pair: where it ends, its weight"),
    ({"piecewise": [[5, -1]]}, "a piece's weight must not be negative"),
)
"""What the schema refuses too."""

SENSELESS: tuple[tuple[Any, str], ...] = (
    ({"normal": {"mean": 11}}, "mean lies outside of the range, which is from 0 to 10"),
    ({"normal": {"mean": Decimal("1e999999999")}}, "mean is too large"),
    ({"normal": {"mean": Decimal("NaN")}}, "mean is too large"),
    ({"normal": {"deviation": Decimal("1e-10")}}, "deviation is too small"),
    ({"exponential": {"mean": 0}}, "mean must lie inside of the range, which is from 0 to 10"),
    ({"geometric": {"mean": 10}}, "mean must lie inside of the range, which is from 0 to 10"),
    ({"weighted": [1, 2, 3]}, "there are 3 weights for 11 values"),
    ({"weighted": [0] * 11}, "one weight must be above 0"),
    ({"piecewise": [[11, 1]]}, "a piece ends at 11, outside of the range, which is from 0 to 10"),
    ({"piecewise": [[5, 1], [5, 1]]}, "a piece ends at 5, before its first value"),
    ({"piecewise": [[-1, 1]]}, "a piece ends at -1, before its first value"),
    ({"piecewise": [[5, 0]]}, "one piece must have a weight above 0"),
    ({"piecewise": [[5, Decimal("1e-30")]]}, "a piece's weight is too small"),
)
"""What only the range or the sense of a number refuses."""


@pytest.mark.parametrize(("spec", "words"), REFUSED + SENSELESS)
def test_a_spec_that_makes_no_sense_is_refused_in_plain_words(spec: Any, words: str) -> None:
    with pytest.raises(DistributionError) as caught:
        table(spec, 0, 10)
    assert words in str(caught.value)


@pytest.mark.parametrize("spec", [spec for spec, _ in REFUSED])
def test_the_schema_refuses_what_has_a_wrong_form(spec: Any) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(spec)


@pytest.mark.parametrize("spec", ["zipf", {"normal": {}}, {"normal": {"mean": Decimal("5.5")}}])
def test_the_schema_takes_names_and_objects(spec: Any) -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(spec)


def test_messages_speak_of_whole_units() -> None:
    with pytest.raises(DistributionError, match=r"which is from 0\.50 to 9\.99"):
        table({"normal": {"mean": 50}}, 50, 999, 2)


def test_a_range_upside_down_is_refused() -> None:
    with pytest.raises(DistributionError, match="5 is greater than 4"):
        table("uniform", 5, 4)


def test_a_lognormal_range_begins_at_0_or_above() -> None:
    with pytest.raises(DistributionError, match="no values below 0, and the range is from -1 to 4"):
        table("lognormal", -1, 4)
