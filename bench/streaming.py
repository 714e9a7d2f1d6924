"""Streaming apply (`seedc apply --backend copydata`) against `\\copy` of the same rows.

A whole command is measured, from the start of Python to its end. What is left without what starting
takes (the command, compiling, the guard, the check of the schema: one row's apply) is told beside
it, because starting weighs the less the more rows there are. Every first load begins with an empty
table and after a checkpoint; autovacuum is off for the table.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psycopg

from bench.measure import Sample, medians, process, ratios, rounds, table
from bench.projects import VOLUME_SCHEMA, make_volume
from bench.server import Database, database, server

EMPTY = (
    "DROP SCHEMA IF EXISTS shop CASCADE;"
    + VOLUME_SCHEMA
    + "ALTER TABLE shop.products SET (autovacuum_enabled = off);"
)
LIMITS = {
    "--jobs 2": 1.25,
    "--jobs 2, rebuild": 1.10,
    "again, keep": 0.20,
    "again, update, --fingerprint": 0.15,
}
POLICIES = ("keep", "update")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many rows, how many in a batch of the script, how many rounds are counted."""

    rows: int = 1_000_000
    batch: int = 10_000
    rounds: int = 5


QUICK = Plan(rows=3_000, batch=1_000, rounds=1)


def plan(*, quick: bool, **changes: object) -> Plan:
    """The plan with what is not None changed."""
    given = {name: value for name, value in changes.items() if value is not None}
    return replace(QUICK if quick else Plan(), **given)  # type: ignore[arg-type]


def main(plan: Plan) -> None:
    """Print the comparison."""
    # The commands are run as they are installed, with their bytecode kept.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
        roots = {policy: _project(Path(name) / policy, policy, plan) for policy in POLICIES}
        with database(dsn, psql) as own:
            _compare(own, roots, Path(name), plan, version)


def _project(root: Path, policy: str, plan: Plan) -> Path:
    """A project of generated products: as many as the plan has (ROWS), in bulk mode (BULK), or one
    (ONE), with its scripts built."""
    rows = {"products": plan.rows, "batch": plan.batch}
    bulk = {"transaction": "single", "constraints": "rebuild"}
    profiles = {"ROWS": rows, "BULK": rows | bulk, "ONE": {"products": 1}}
    make_volume(root, policy, profiles)
    (root / "seedc.toml").write_text('profile = "ROWS"\n')
    subprocess.run(_seedc(root, "build"), check=True, stdout=subprocess.DEVNULL)
    return root


def _seedc(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "seedc", "--project", str(root), *arguments]


def _apply(own: Database, root: Path, profile: str, *options: str) -> list[str]:
    return _seedc(root, "apply", "--dsn", own.dsn, "--profile", profile, *options)


def _compare(
    own: Database, roots: Mapping[str, Path], folder: Path, plan: Plan, version: int
) -> None:
    keep, update = roots["keep"], roots["update"]
    _fresh(own, _script(own, keep))
    copy = [*own.psql, "-f", str(own.export(["shop.products"], folder))]
    stream = ("--backend", "copydata", "--jobs")
    tasks: dict[str, Callable[[], Sample]] = {
        "\\copy": partial(_fresh, own, copy),
        "--jobs 1": partial(_fresh, own, _apply(own, keep, "ROWS", *stream, "1")),
        "--jobs 2": partial(_fresh, own, _apply(own, keep, "ROWS", *stream, "2")),
        "again, keep": partial(_again, own, _apply(own, keep, "ROWS", *stream, "2")),
        "again, update": partial(_again, own, _apply(own, update, "ROWS", *stream, "2")),
        "again, update, --fingerprint": partial(
            _again, own, _apply(own, update, "ROWS", "--fingerprint")
        ),
        "--jobs 2, rebuild": partial(_fresh, own, _apply(own, keep, "BULK", *stream, "2")),
        "one row": partial(_fresh, own, _apply(own, keep, "ONE", *stream, "2")),
        "the script, psql": partial(_fresh, own, _script(own, keep)),
    }
    samples = rounds(tasks, plan.rounds)
    start = medians(samples)["one row"].wall
    table(
        f"{plan.rows:,} rows streamed by seedc apply, PostgreSQL {version}",
        ("what", "seconds", "rows/s", "of \\copy", "from, to", "less the start", "limit"),
        [_line(what, samples, start, plan) for what in tasks],
    )
    print(
        f"\nOne row takes {start:.2f} s: starting, compiling, the guard, the check of the schema."
    )


def _line(
    what: str, samples: Mapping[str, Sequence[Sample]], start: float, plan: Plan
) -> tuple[str, ...]:
    own = not what.startswith(("\\copy", "the script"))
    copy = samples["\\copy"]
    ratio = ratios(samples[what], copy)
    less = [Sample(s.wall - start * own) for s in samples[what]]
    wall = medians(samples)[what].wall
    return (
        what,
        f"{wall:.2f}",
        f"{plan.rows / wall:,.0f}",
        f"{ratio[0]:.2f}",
        f"{ratio[1]:.2f}, {ratio[2]:.2f}",
        f"{ratios(less, copy)[0]:.2f}",
        f"{LIMITS[what]:.2f}" if what in LIMITS else "",
    )


def _script(own: Database, root: Path) -> list[str]:
    return [*own.psql, "-f", str(root / "build" / "shop" / "ROWS.sql")]


def _fresh(own: Database, command: Sequence[str]) -> Sample:
    own.execute(EMPTY)
    own.execute("CHECKPOINT")
    return process(command)


def _again(own: Database, command: Sequence[str]) -> Sample:
    """Apply to the table as a first apply left it, with the statistics that autovacuum would have
    gathered by then. (The round that is not counted remembers the fingerprint.)"""
    own.execute("ANALYZE shop.products")
    return process(command)
