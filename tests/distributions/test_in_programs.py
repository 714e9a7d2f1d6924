"""A table as the nodes of a program draw from it, and under the names that others import."""

import sys
from typing import Any

import pytest

import seedc.distributions
from seedc.distributions import Table, table
from seedc.distributions.quotas import quotas
from seedc.ir import expr
from seedc.ir.arithmetic import drawn
from seedc.ir.interpret import evaluate


@pytest.mark.parametrize(
    "spec", ["uniform", "normal", "lognormal", "zipf", {"piecewise": [[7, 1], [900_000, 3]]}]
)
def test_nodes_draw_what_the_table_says(spec: Any) -> None:
    found = table(spec, 0, 1_000_000)
    random = expr.hashed(expr.index(0, 499), 2026)
    node = drawn(found, random, "amount")
    for index in range(500):
        bits = evaluate(random, index, {})
        assert isinstance(bits, int)
        assert evaluate(node, index, {}) == found.value(bits >> 32, bits % 2**31)


def test_the_name_is_the_function_and_the_module_is_still_there() -> None:
    assert callable(seedc.distributions.table)
    assert sys.modules["seedc.distributions.table"].Table is Table
    assert quotas([1], 1) == (1,)
