"""Constants, amounts, booleans, sequences, choices, hashes: what each gives and what it refuses."""

import hashlib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.kit import TEXT, made, sample
from generators.served import served
from seedc.generators import boolean, choice, constant, decimal, hashed, sequence
from seedc.generators.context import Context, Generator, Problem
from seedc.generators.registry import GENERATORS
from seedc.generators.values import Misfit, Target, Value
from seedc.ir import expr
from seedc.ir.interpret import evaluate

MINE = [
    generator
    for file in (constant, decimal, boolean, sequence, choice, hashed)
    for generator in file.GENERATORS
]


def column(type_name: str, **facts: Any) -> Target:
    return Target(
        table="shop.things", column="thing", type_name=type_name, type_sql=type_name, **facts
    )


PRICE = column("numeric", precision=10, scale=2)
STATUS = column("shop.status", labels=("new", "paid", "sent"))


def refusal(rule: dict[str, Any], target: Target = TEXT, rows: int = 50, **row: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        sample(rule, target, rows, **row)
    return caught.value


@pytest.mark.parametrize("generator", MINE, ids=lambda g: g.name)
def test_a_generators_example_is_valid_by_its_schema(generator: Generator) -> None:
    assert GENERATORS[generator.name] is generator
    jsonschema.Draft202012Validator.check_schema(generator.options)
    jsonschema.validate(generator.example[generator.name], generator.options)


# constant -----------------------------------------------------------------------------------------

CONSTANTS: list[tuple[Any, Target, Any]] = [
    ("pending", TEXT, "pending"),
    (7, TEXT, "7"),
    (Decimal("1.50"), TEXT, "1.50"),
    (True, TEXT, "true"),
    (7, column("int4"), 7),
    (Decimal("1.5"), PRICE, 150),
    (-3, PRICE, -300),
    (False, column("bool"), False),
    (None, column("int4"), None),
    (None, column("jsonb"), None),
    ("paid", STATUS, "paid"),
    ("1970-01-11", column("date"), 10),
    ("infinity", column("date"), "infinity"),
    ("00:01", column("time"), 60),
    ("1970-01-02T00:00:01Z", column("timestamptz"), 86_401),
    ("1970-01-01T03:00:00+03:00", column("timestamptz"), 0),
    ("1970-01-01T00:00:00.25", column("timestamp"), 250_000),
    ("1 day 2 hours", column("interval"), 93_600),
    (
        "00000000-0000-4000-8000-000000000000",
        column("uuid"),
        "00000000-0000-4000-8000-000000000000",
    ),
    (Decimal("1.5"), column("jsonb"), "1.5"),
    (True, column("jsonb"), "true"),
    ("{1,2}", column("int4", array=True), "{1,2}"),
]


@pytest.mark.parametrize(("written", "target", "expected"), CONSTANTS)
def test_a_constant_is_read_as_its_column_reads_it(
    written: Any, target: Target, expected: Any
) -> None:
    assert sample({"constant": written}, target, rows=2) == [expected, expected]


@pytest.mark.parametrize(
    ("written", "target", "code"),
    [
        ("padi", STATUS, "SD740"),
        ("2024-13-01", column("date"), "SD736"),
        ("25:00", column("time"), "SD736"),
        ("noon", column("timestamptz"), "SD736"),
        ("2 months", column("interval"), "SD736"),
    ],
)
def test_a_constant_that_its_column_cannot_read_is_refused(
    written: str, target: Target, code: str
) -> None:
    problem = refusal({"constant": written}, target)
    assert problem.code == code
    assert written in problem.message


def test_a_misspelt_label_is_told_the_nearest_one() -> None:
    assert refusal({"constant": "padi"}, STATUS).help == 'the nearest value is "paid"'


def test_a_text_does_not_fit_a_column_of_numbers() -> None:
    with pytest.raises(Misfit, match="a text does not fit int4"):
        sample({"constant": "seven"}, column("int4"))


def test_null_does_not_fit_a_column_that_must_have_a_value() -> None:
    with pytest.raises(Misfit, match="NOT NULL"):
        sample({"constant": None}, column("int4", required=True))


def test_a_constant_is_unique_in_one_row_alone() -> None:
    assert sample({"constant": "a", "unique": True}, rows=1) == ["a"]
    assert refusal({"constant": "a", "unique": True}, rows=2).code == "SD741"


# decimal ------------------------------------------------------------------------------------------


@given(
    low=st.integers(-1000, 1000),
    size=st.integers(0, 5000),
    step=st.integers(1, 70),
    distribution=st.sampled_from([None, "uniform", "normal", "exponential", "zipf"]),
)
def test_amounts_lie_between_the_bounds_on_the_steps(
    low: int, size: int, step: int, distribution: str | None
) -> None:
    cents = [Decimal(n).scaleb(-2) for n in (low, low + size, step)]
    rule = {"decimal": {"between": cents[:2], "step": cents[2]}, "distribution": distribution}
    found = sample(rule, PRICE, rows=20)
    assert all(low <= amount <= low + size and (amount - low) % step == 0 for amount in found)


def test_amounts_have_the_digits_of_their_column_or_two() -> None:
    between = {"decimal": {"between": [1, 1]}}
    assert sample(between, column("numeric", scale=3, precision=9), rows=1) == [1000]
    assert sample(between, TEXT, rows=1) == ["1.00"]
    assert sample({"decimal": {"between": [1, 1], "scale": 0}}, TEXT, rows=1) == ["1"]


def test_unique_amounts_differ_until_there_are_no_more() -> None:
    rule = {"decimal": {"between": [0, 5], "step": Decimal("0.1")}, "unique": True}
    assert len(set(sample(rule, PRICE, rows=51))) == 51
    problem = refusal(rule, PRICE, rows=52)
    assert problem.code == "SD741"
    assert "51 different values for 52 rows" in problem.message


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"between": [5, 4]}, ("between",)),
        ({"between": [0, Decimal("0.005")]}, ("between", 1)),
        ({"between": [0, 1], "step": Decimal("0.125")}, ("step",)),
        ({"between": [0, 1], "scale": 1, "step": Decimal("0.05")}, ("step",)),
    ],
)
def test_amounts_that_cannot_be_counted_exactly_are_refused(
    options: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    problem = refusal({"decimal": options}, PRICE)
    assert (problem.code, problem.path) == ("SD736", path)


# boolean ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [Decimal("0.3"), {"true": Decimal("0.3")}])
def test_a_boolean_is_true_in_its_share_of_the_rows(share: Any) -> None:
    found = sample({"boolean": share}, column("bool"), rows=1000)
    assert 250 < sum(found) < 350


def test_a_boolean_without_a_share_is_a_coin() -> None:
    assert 400 < sum(sample({"boolean": {}}, column("bool"), rows=1000)) < 600


def test_a_share_of_all_or_none_is_exact() -> None:
    assert set(sample({"boolean": 1}, column("bool"))) == {True}
    assert set(sample({"boolean": {"true": 0}}, column("bool"))) == {False}


def test_booleans_are_neither_unique_nor_distributed() -> None:
    assert refusal({"boolean": 1, "unique": True}, column("bool")).code == "SD741"
    assert refusal({"boolean": 1, "distribution": "zipf"}, column("bool")).code == "SD734"


# sequence -----------------------------------------------------------------------------------------


def test_a_sequence_counts_the_rows() -> None:
    assert sample({"sequence": {}}, column("int4"), rows=3) == [1, 2, 3]
    rule = {"sequence": {"start": 100, "step": -10}, "unique": True}
    assert sample(rule, column("int4"), rows=3) == [100, 90, 80]


def test_a_sequence_per_parent_starts_again_under_each() -> None:
    rule: dict[str, Any] = {"sequence": {"start": 5, "per": "parent"}}
    assert sample(rule, column("int4"), rows=12) == [*range(5, 15), 5, 6]
    assert refusal({**rule, "unique": True}, column("int4")).code == "SD741"


# choice -------------------------------------------------------------------------------------------


def test_a_choice_takes_every_value_of_its_list_and_no_other() -> None:
    assert set(sample({"choice": ["a", "b", "c"]})) == {"a", "b", "c"}
    assert set(sample({"choice": {"of": [1, 2]}}, column("int4"))) == {1, 2}
    assert set(sample({"choice": [True, False]}, column("bool"))) == {True, False}


def test_numbers_of_a_choice_meet_in_the_finest_scale() -> None:
    assert set(sample({"choice": [1, Decimal("2.5"), 3]}, PRICE)) == {100, 250, 300}


def test_dates_of_a_choice_are_read_when_it_is_compiled() -> None:
    assert set(sample({"choice": ["1970-01-02", "1970-01-03"]}, column("date"))) == {1, 2}
    problem = refusal({"choice": ["1970-01-02", "soon"]}, column("date"))
    assert (problem.code, problem.path) == ("SD736", ("of", 1))


def test_a_choice_may_be_null_among_others_or_always() -> None:
    assert set(sample({"choice": ["a", None]})) == {"a", None}
    assert set(sample({"choice": [1, None]}, column("int4"))) == {1, None}
    assert set(sample({"choice": [True, None]}, column("bool"))) == {True, None}
    assert set(sample({"choice": [None, None]}, column("int4"))) == {None}


def test_values_of_several_kinds_are_no_list() -> None:
    for mixed in (["a", 1], [True, 1], [Decimal("1.5"), "a", None]):
        assert refusal({"choice": mixed}).code == "SD736"


@pytest.mark.parametrize(
    "weights",
    [{"a": 5, "b": 1, "c": 0}, [["a", 5], ["b", 1], ["c", 0]], {"a": Decimal("2.5"), "b": 0.5}],
)
def test_weights_are_kept(weights: Any) -> None:
    plain = (
        {k: Decimal(str(v)) for k, v in weights.items()} if isinstance(weights, dict) else weights
    )
    found = Counter(sample({"choice": {"weights": plain}}, rows=600))
    assert set(found) == {"a", "b"}
    assert 70 < found["b"] < 130


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9).filter(any))
def test_what_has_no_weight_is_never_taken(weights: list[int]) -> None:
    pairs = [[place, weight] for place, weight in enumerate(weights)]
    found = set(sample({"choice": {"weights": pairs}}, column("int4"), rows=60))
    assert found <= {place for place, weight in enumerate(weights) if weight}


def test_weights_have_neither_a_distribution_nor_unique_values() -> None:
    rule: dict[str, Any] = {"choice": {"weights": {"a": 1, "b": 1}}}
    assert refusal({**rule, "distribution": "zipf"}).code == "SD734"
    assert refusal({**rule, "unique": True}, rows=2).code == "SD736"
    assert refusal({"choice": {"weights": {"a": 0}}}).code == "SD736"


def test_a_distribution_goes_by_the_order_of_the_list() -> None:
    found = Counter(sample({"choice": list("abcdef"), "distribution": "zipf"}, rows=600))
    assert found["a"] > 2 * found["c"] > 2 * found["f"] > 0


def test_unique_choices_use_each_value_once() -> None:
    assert sorted(sample({"choice": list("dbca"), "unique": True}, rows=4)) == list("abcd")
    assert (
        "3 different values for 4 rows"
        in refusal({"choice": list("abca"), "unique": True}, rows=4).message
    )


def test_a_choice_of_the_enum_has_its_labels() -> None:
    assert set(sample({"choice": {"from": "enum"}}, STATUS)) == {"new", "paid", "sent"}
    assert refusal({"choice": {"from": "enum"}}).code == "SD736"
    assert refusal({"choice": ["new", "padi"]}, STATUS).code == "SD740"


def test_a_choice_of_the_check_has_its_list() -> None:
    _, stub = made({"constant": 1}, column("int2"))
    context = Context(
        target=column("int2"),
        row=stub,
        index=expr.index(0, 49),
        rows=50,
        salts=("1",),
        choices=("1", "2", "3"),
    )
    value: Value = GENERATORS["choice"].make(context, {"from": "check"})
    assert {evaluate(value.node, n, {}) for n in range(50)} == {1, 2, 3}
    assert refusal({"choice": {"from": "check"}}).code == "SD736"


def test_a_choice_of_a_curated_column_has_its_texts() -> None:
    rule = {"choice": {"table": "categories", "column": "name"}}
    assert set(sample(rule, texts=["Cold", "Dry"])) == {"Cold", "Dry"}
    assert set(sample(rule, PRICE, texts=["1.5", "2"])) == {150, 200}
    assert refusal(rule).code == "SD736"
    assert refusal(rule, PRICE, texts=["cheap"]).code == "SD740"


@pytest.mark.parametrize(
    "options",
    [
        [],
        {"of": []},
        {"weights": {}},
        {"weights": {"a": -1}},
        {"from": "memory"},
        {"table": "t"},
        {},
    ],
)
def test_a_choice_without_anything_to_choose_is_invalid(options: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(options, GENERATORS["choice"].options)


# hash ---------------------------------------------------------------------------------------------

NAME = Value(expr.concat(expr.text("Кофе "), expr.to_text(expr.index(0, 49))), "text")


def test_a_hash_is_the_digest_of_the_columns_text() -> None:
    rule = {"hash": {"of": "name", "digits": 8, "case": "upper", "prefix": "PRD-"}}
    found = sample(rule, rows=3, given={"name": NAME})
    assert found == [
        f"PRD-{hashlib.md5(f'Кофе {n}'.encode()).hexdigest()[:8].upper()}"  # noqa: S324 - a code
        for n in range(3)
    ]


def test_columns_are_hashed_together_and_null_as_nothing() -> None:
    given = {
        "name": Value(expr.text("tea"), "text"),
        "price": Value(expr.integer(150), "decimal", 2),
        "brand": Value(expr.null("text"), "text"),
    }
    rule = {"hash": {"of": ["name", "price", "brand"], "algorithm": "sha256"}}
    assert sample(rule, rows=1, given=given) == [hashlib.sha256(b"tea|1.50|").hexdigest()]


def test_a_hash_can_be_a_uuid() -> None:
    (found,) = sample({"hash": {"of": "name"}}, column("uuid"), rows=1, given={"name": NAME})
    assert len(found) == 32


def test_a_hash_has_no_more_digits_than_its_algorithm_gives() -> None:
    rule = {"hash": {"of": "name", "digits": 40}}
    assert refusal(rule, given={"name": NAME}).code == "SD736"


def test_unique_hashes_need_digits_enough_for_their_rows() -> None:
    rule = {"hash": {"of": "name", "digits": 8}, "unique": True}
    given = {"name": NAME}
    assert len(set(sample(rule, rows=50, given=given))) == 50
    problem = refusal(rule, rows=1000, given=given)
    assert problem.code == "SD741"
    assert "4294967296 values" in problem.message


def test_a_hash_of_an_unknown_column_is_refused() -> None:
    assert refusal({"hash": {"of": "nmae"}}).code == "SD731"


# On a server --------------------------------------------------------------------------------------

SERVED: list[tuple[dict[str, Any], Target]] = [
    *(({"constant": written}, target) for written, target, _ in CONSTANTS),
    ({"decimal": {"between": [-5, 900], "step": Decimal("0.05")}, "distribution": "normal"}, PRICE),
    ({"decimal": {"between": [0, 5]}, "unique": True}, PRICE),
    ({"boolean": Decimal("0.3")}, column("bool")),
    ({"sequence": {"per": "parent"}}, column("int4")),
    ({"choice": ["a", None, "'"]}, TEXT),
    ({"choice": [True, None, False]}, column("bool")),
    ({"choice": [1, Decimal("2.5")], "distribution": "zipf"}, PRICE),
    ({"choice": {"weights": [[0, 0], [1, 2], [2, 0], [3, 1], [4, 0]]}}, column("int4")),
    ({"hash": {"of": "name", "digits": 9, "case": "upper", "prefix": "P-"}}, TEXT),
]


def test_postgresql_computes_the_same(database: str) -> None:
    for rule, target in SERVED:
        if target.type_name == "shop.status":
            continue  # the server has no such type
        wanted = sample(rule, target, given={"name": NAME})
        array = replace(target, type_sql="int4[]") if target.array else target
        found = served(database, rule, array, rows=50, given={"name": NAME})
        assert [core for core, _ in found] == [core_text(one) for one in wanted], rule


def core_text(value: str | int | None) -> str | None:
    """A core value as PostgreSQL writes it as text."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
