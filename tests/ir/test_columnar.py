"""Evaluating many rows at once gives what the interpreter gives row by row."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ir.programs import INDEXES, Made, programs
from seedc.ir import expr
from seedc.ir.columnar import columns_of
from seedc.ir.expr import Let, Node
from seedc.ir.interpret import rows

INDEX = expr.index(0, 99)


@settings(
    max_examples=400,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(programs())
def test_every_program_gives_the_interpreters_rows(made: Made) -> None:
    expected = list(rows(made.lets, range(INDEXES)))
    found = columns_of(made.lets, range(INDEXES))
    assert {let.name: [row[let.name] for row in expected] for let in made.lets} == found


def _column(node: Node) -> list[object]:
    return [*columns_of([Let("it", node)], [3, 60, 7])["it"]]


def test_a_branch_is_computed_only_in_the_rows_that_take_it() -> None:
    small = expr.less(INDEX, expr.integer(10))
    bounded = Node("add", "int", (INDEX, expr.integer(1)), low=0, high=10)
    assert _column(expr.case([(small, bounded)], expr.integer(-1))) == [4, -1, 8]
    with pytest.raises(OverflowError, match="add gave 4 to 61, not 0 to 10"):
        _column(bounded)


def test_what_a_branch_shares_with_its_condition_is_taken_over_row_by_row() -> None:
    shared = expr.multiply(INDEX, expr.integer(3))
    known = expr.case([(expr.less(shared, expr.integer(30)), shared)], expr.null("int"))
    assert _column(expr.coalesce(known, expr.add(shared, expr.integer(1000)))) == [9, 1180, 21]


def test_an_integer_that_leaves_64_bits_is_a_mistake() -> None:
    wide = Node("multiply", "int", (INDEX, expr.integer(2**62)), low=-(2**80), high=2**80)
    with pytest.raises(OverflowError):
        _column(wide)
