"""Generated rows applied with psql against `\\copy` of the same rows into the same table.

Every load begins with an empty table and after a checkpoint, so that none pays for the one before;
autovacuum is off for the table, so that it starts in none.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psycopg

from bench.measure import Sample, medians, process, ratios, rounds, table
from bench.projects import VOLUME_SCHEMA, make_volume, profile, sized
from bench.server import Database, database, server

LIMITS = {"first apply, keep": 1.35, "second apply, keep": 0.20, "second apply, update": 1.10}
EMPTY = (
    "DROP SCHEMA IF EXISTS shop CASCADE;"
    + VOLUME_SCHEMA
    + "ALTER TABLE shop.products SET (autovacuum_enabled = off);"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to measure: the rows of the comparison, the sizes of the growth, how many rows a
    batch has, and how many rounds are run."""

    rows: int = 1_000_000
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000, 10_000_000)
    batch: int = 10_000
    rounds: int = 5


QUICK = Plan(rows=3_000, sizes=(500, 2_000), batch=1_000, rounds=1)


def plan(*, quick: bool, **changes: object) -> Plan:
    """The plan with what is not None changed."""
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(QUICK if quick else Plan(), **given)  # type: ignore[arg-type]


def main(plan: Plan) -> None:
    """Print the comparison with `\\copy` and the cost of a row by the size of the table."""
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
        sizes = sorted({1, plan.rows, *plan.sizes})
        scripts = {p: _scripts(Path(name) / p, p, plan.batch, sizes) for p in ("keep", "update")}
        with database(dsn, psql) as own:
            _compare(own, scripts, Path(name), plan, version)
            _grow(own, scripts["keep"], Path(name), plan, version)


def _scripts(folder: Path, policy: str, batch: int, sizes: Sequence[int]) -> dict[int, Path]:
    """The compiled script for each size."""
    project = make_volume(folder, policy, sized(sizes, batch))
    command = [sys.executable, "-m", "seedc", "--project", str(project), "build"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {size: project / "build" / "shop" / f"{profile(size)}.sql" for size in sizes}


# Against \copy ------------------------------------------------------------------------------------


def _compare(
    own: Database, scripts: dict[str, dict[int, Path]], folder: Path, plan: Plan, version: int
) -> None:
    keep, update = (scripts[policy][plan.rows] for policy in ("keep", "update"))
    copy = _export(own, keep, folder / "compared")
    again: list[tuple[int, int]] = []
    samples = rounds(
        {
            "\\copy": partial(_fresh, own, copy),
            "first apply, keep": partial(_fresh, own, keep),
            "second apply, keep": partial(_again, own, keep, again),
            "first apply, update": partial(_fresh, own, update),
            "second apply, update": partial(_again, own, update, []),
        },
        plan.rounds,
    )
    found = medians(samples)
    compared = {what: ratios(each, samples["\\copy"]) for what, each in samples.items()}
    table(
        f"{plan.rows:,} generated rows in batches of {plan.batch:,}, psql, PostgreSQL {version}",
        ("what", "seconds", "rows/s", "of \\copy", "from, to", "limit"),
        [
            (
                what,
                f"{sample.wall:.2f}",
                f"{plan.rows / sample.wall:,.0f}",
                f"{compared[what][0]:.2f}",
                f"{compared[what][1]:.2f}, {compared[what][2]:.2f}",
                f"{LIMITS[what]:.2f}" if what in LIMITS else "",
            )
            for what, sample in found.items()
        ],
    )
    wal, dead = (max(numbers) for numbers in zip(*again, strict=True))
    print(f"\nThe second apply under keep: at most {wal:,} bytes of WAL, {dead} dead tuples.")


def _export(own: Database, script: Path, folder: Path) -> Path:
    """The script's rows as a file in a folder of its own, and a psql script that loads it."""
    _fresh(own, script)
    folder.mkdir()
    return own.export(["shop.products"], folder)


def _fresh(own: Database, script: Path) -> Sample:
    own.execute(EMPTY)
    own.execute("CHECKPOINT")
    return process([*own.psql, "-f", str(script)])


def _again(own: Database, script: Path, told: list[tuple[int, int]]) -> Sample:
    """Apply to the table as the first apply left it. `told` gets the bytes of WAL that were written
    and the dead tuples that the statistics then know of."""
    start = own.value("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
    sample = process([*own.psql, "-f", str(script)])
    written = own.value("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - start
    dead = own.value("SELECT pg_stat_get_dead_tuples('shop.products'::regclass)")
    told.append((written, dead))
    return sample


# By size ------------------------------------------------------------------------------------------


def _grow(own: Database, scripts: dict[int, Path], folder: Path, plan: Plan, version: int) -> None:
    """The cost of a row in tables of each size, less what a load of one row takes."""
    sizes = (1, *plan.sizes)
    loads: dict[str, Callable[[], Sample]] = {}
    for size in sizes:
        copy = _export(own, scripts[size], folder / str(size))
        loads[f"copy {size}"] = partial(_fresh, own, copy)
        loads[f"apply {size}"] = partial(_fresh, own, scripts[size])
    found = medians(rounds(loads, plan.rounds, warm=False))
    copied, applied = (_costs(found, what, plan.sizes) for what in ("copy", "apply"))
    first = plan.sizes[0]
    table(
        f"A generated row by the size of the table (keep), psql, PostgreSQL {version}",
        (
            "rows",
            "\\copy, µs a row",
            f"of that at {first:,}",
            "apply, µs a row",
            f"of that at {first:,}",
        ),
        [
            (
                f"{size:,}",
                f"{copied[size]:.2f}",
                f"{copied[size] / copied[first]:.2f}",
                f"{applied[size]:.2f}",
                f"{applied[size] / applied[first]:.2f}",
            )
            for size in plan.sizes
        ],
    )
    start = found["apply 1"].wall
    print(f"\nOne row (psql, the guard, the check of the schema) takes {start * 1000:.0f} ms.")


def _costs(found: Mapping[str, Sample], what: str, sizes: Sequence[int]) -> dict[int, float]:
    """Microseconds a row at each size, without what the first row takes."""
    start = found[f"{what} 1"].wall
    return {size: (found[f"{what} {size}"].wall - start) / (size - 1) * 1e6 for size in sizes}
