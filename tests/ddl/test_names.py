"""Names that PostgreSQL makes up are made up the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedc.frontend.ddl import names


@pytest.mark.parametrize(
    ("first", "second", "label", "expected"),
    [
        ("orders", "", "pkey", "orders_pkey"),
        ("orders", "id", "seq", "orders_id_seq"),
        ("a" * 63, "", "pkey", "a" * 58 + "_pkey"),
        ("a" * 63, "b" * 63, "key", "a" * 29 + "_" + "b" * 29 + "_key"),
        ("a" * 10, "b" * 63, "key", "a" * 10 + "_" + "b" * 48 + "_key"),
        ("ё" * 31, "", "pkey", "ё" * 29 + "_pkey"),
    ],
)
def test_long_parts_are_shortened(first: str, second: str, label: str, expected: str) -> None:
    assert names.object_name(first, second, label) == expected


@given(st.text(max_size=70), st.text(max_size=70), st.sampled_from(["pkey", "key12", "fkey"]))
def test_a_name_always_fits(first: str, second: str, label: str) -> None:
    name = names.object_name(first, second, label)
    assert len(name.encode()) <= names.LIMIT
    assert name.endswith("_" + label)


def test_a_taken_name_gets_a_number() -> None:
    taken = {"t_a_key", "t_a_key1"}
    assert names.choose("t", "a", "key", taken.__contains__) == "t_a_key2"


def test_repeated_index_columns_get_numbers() -> None:
    assert names.index_columns(["expr", "a", "expr", "expr"]) == ["expr", "a", "expr1", "expr2"]
