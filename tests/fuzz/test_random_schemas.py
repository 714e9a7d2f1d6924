"""Random schemas with random rows: compiled, applied twice, verified and reset on a real server."""

import random
from pathlib import Path

import psycopg
import pytest

from corpus.invent import Inventor
from corpus.roundtrip import convert_database, load_schema, round_trip
from fuzz.schemas import schema
from laws.kit import new_database

# One seed is one schema, its rows and their spelling. 1,500 of them were run by hand.
SEEDS = (45, 52, 67, 95, 150, 157, 173, *range(5))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_of_a_random_schema_come_back(seed: int, server: str, tmp_path: Path) -> None:
    text = schema(seed)
    with new_database(server) as original, new_database(server) as target:
        for dsn in (original, target):
            load_schema(dsn, text, tmp_path)
        rng = random.Random(seed)  # noqa: S311 - rows for tests
        most = rng.choice((1, 3, 12, 30))
        with psycopg.connect(original) as connection:
            Inventor(connection, rng).fill(lambda _: most)
        seeds = convert_database(original, seed)
        round_trip(tmp_path / "project", text, seeds, original, target)
