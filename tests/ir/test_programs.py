"""Any program of primitives gives the same rows on the server and by the interpreter."""

import psycopg
from hypothesis import HealthCheck, Phase, given, settings

from ir.programs import INDEXES, Made, programs
from ir.served import answer, computed, query

EXAMPLES = 400


def test_programs_give_the_same_rows_on_the_server_and_by_the_interpreter(database: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def agree(made: Made) -> None:
        expected = computed(made.lets, INDEXES, made.shown)
        text = query(made.lets, INDEXES, made.shown)
        assert answer(connection, text) == expected, text

    with psycopg.connect(database, autocommit=True) as connection:
        agree()
