"""The whole way of real rows: JSON in no order, fmt, build, psql, and back as the same tables."""

import random
import re
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from corpus.convert import convert, table_rows
from laws.kit import dump, make_project, places, psql, ran, seedc


@dataclass(frozen=True, slots=True)
class Trip:
    """What a round trip measured: rows in the original, seconds of the build."""

    rows: int
    seconds: float


def convert_database(dsn: str, seed: int) -> str:
    """The seed file of a database's rows, one spelling for each `seed`."""
    with psycopg.connect(dsn) as connection:
        return convert(connection, random.Random(seed))  # noqa: S311 - rows for tests


def load_schema(dsn: str, schema: str, folder: Path) -> None:
    """The schema, without the lines that make and enter a database of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "schema.sql"
    kept = re.sub(r"(?m)^(?:(?:DROP|CREATE) DATABASE\b.*;|\\c(?:onnect)? .*)$", "", schema)
    script.write_text(kept, encoding="utf-8")
    ran(psql(dsn, script, "-q", "-v", "ON_ERROR_STOP=1"))


def round_trip(
    root: Path, schema: str, seeds: str, original: str, target: str, *, settings: str | None = None
) -> Trip:
    """Compile `seeds` against `schema`, apply to the empty database `target` (its schema is there)
    and demand what `original` holds; a second time without a write, verified, and reset."""
    make_project(root, schema, seeds, settings=settings)
    ran(seedc(root, "fmt"))
    assert seedc(root, "fmt", "--check").code == 0, "fmt is not idempotent"
    started = time.perf_counter()
    ran(seedc(root, "build"))
    seconds = time.perf_counter() - started
    script = root / "build" / "seed.sql"
    ran(psql(target, script))
    expected = _rows(original)
    differences = different(expected, _rows(target))
    assert not differences, differences
    before = places(target), dump(target)
    ran(psql(target, script))
    assert (places(target), dump(target)) == before, "the second apply wrote"
    if (root / "build" / "shop").is_dir():  # a seed without rows has nothing to prove
        ran(psql(target, root / "build" / "shop" / "verify.sql"))
        ran(psql(target, root / "build" / "shop" / "reset.sql"))
    left = {name: len(rows) for name, rows in _rows(target).items() if rows}
    assert not left, f"reset left {left}"
    return Trip(sum(map(len, expected.values())), seconds)


def _rows(dsn: str) -> dict[str, list[tuple[str | None, ...]]]:
    with psycopg.connect(dsn) as connection:
        return table_rows(connection)


def different(
    expected: dict[str, list[tuple[str | None, ...]]],
    found: dict[str, list[tuple[str | None, ...]]],
) -> list[str]:
    """A line for each table that differs, with the first rows that only one side has."""
    lines = []
    for name in sorted(expected.keys() | found.keys()):
        here, there = expected.get(name, []), found.get(name, [])
        if here != there:
            missing = [row for row in here if row not in there][:3]
            extra = [row for row in there if row not in here][:3]
            counts = f"{len(here)} rows, found {len(there)}"
            lines.append(f"{name}: {counts}; missing {missing}; too many {extra}")
    return lines
