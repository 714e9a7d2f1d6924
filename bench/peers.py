"""Rows per second of a generated table against what people use today: drizzle-seed, Faker with
execute_values, Mimesis with COPY.

One table of eight columns (`bench/projects.py`), empty before each load. The peers count from their
first row to the last, without what starting, importing and connecting take; seedc's script counts
the whole of psql. The slower ones load fewer rows, and rates are compared. A peer that is not
installed is left out, with a word.

Installed with `npm install --prefix bench/peers` and `pip install --group peers`.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psycopg
from psycopg import conninfo

from bench.measure import Sample, medians, process, ratios, rounds, table
from bench.projects import VOLUME_SCHEMA, make_volume, profile
from bench.server import Database, database, server

FOLDER = Path(__file__).parent / "peers"
SEEDC = "seedc, psql"
BATCH = 50_000
"""As the larger profiles of this repository have it; the peers commit once."""
EMPTY = (
    "DROP SCHEMA IF EXISTS shop CASCADE;"
    + VOLUME_SCHEMA
    + "ALTER TABLE shop.products SET (autovacuum_enabled = off);"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many rows seedc and the peers load, and how many rounds are run."""

    rows: int = 400_000
    peer_rows: int = 40_000
    rounds: int = 5


QUICK = Plan(rows=4_000, peer_rows=400, rounds=1)


def plan(*, quick: bool, rounds: int | None) -> Plan:
    """The plan, or the quick one, with so many rounds where they are said."""
    chosen = QUICK if quick else Plan()
    return chosen if rounds is None else replace(chosen, rounds=rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another generator: its command for a database and a number of rows, how many times its rows
    per second seedc's are to be, and what is missing where it cannot run."""

    name: str
    command: Callable[[str, int], list[str]]
    times: int
    missing: str = ""


def peers() -> tuple[Peer, ...]:
    """The peers, with what each lacks on this machine."""
    return (
        Peer(
            name="drizzle-seed",
            command=_node,
            times=12,
            missing=_node_missing(),
        ),
        Peer(
            name="Faker, execute_values",
            command=partial(_python, "faker"),
            times=12,
            missing=_library_missing("faker"),
        ),
        Peer(
            name="Mimesis, COPY",
            command=partial(_python, "mimesis"),
            times=4,
            missing=_library_missing("mimesis"),
        ),
    )


def _node(dsn: str, rows: int) -> list[str]:
    """Node.js reads no DSN of libpq's form: it gets the parts, by its driver's names."""
    names = {"host": "host", "port": "port", "user": "user", "password": "password"}
    given = conninfo.conninfo_to_dict(dsn)
    parts = {ours: given[theirs] for theirs, ours in names.items() if given.get(theirs)}
    config = json.dumps({**parts, "database": given["dbname"]})
    return ["node", str(FOLDER / "drizzle.mjs"), config, str(rows)]


def _node_missing() -> str:
    if shutil.which("node") is None:
        return "there is no node"
    if not (FOLDER / "node_modules" / "drizzle-seed").is_dir():
        return "run npm install --prefix bench/peers"
    return ""


def _python(name: str, dsn: str, rows: int) -> list[str]:
    return [sys.executable, "-m", "bench.peers_python", name, dsn, str(rows)]


def _library_missing(name: str) -> str:
    return "" if importlib.util.find_spec(name) else "run pip install --group peers"


def main(plan: Plan) -> None:
    """Print the comparison."""
    found = [peer for peer in peers() if not peer.missing]
    for peer in peers():
        if peer.missing:
            print(f"\n{peer.name} is left out: {peer.missing}")
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
        script = _script(Path(name), plan.rows)
        with database(dsn, psql) as own:
            tasks: dict[str, Callable[[], Sample]] = {SEEDC: partial(_seedc, own, script, plan)}
            for peer in found:
                tasks[peer.name] = partial(_peer, own, peer, plan.peer_rows)
            samples = rounds(tasks, plan.rounds)
    _print(samples, {peer.name: peer.times for peer in found}, plan, version)


def _script(folder: Path, rows: int) -> Path:
    """The compiled script."""
    project = make_volume(folder, "keep", BATCH, [rows])
    command = [sys.executable, "-m", "seedc", "--project", str(project), "build"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return project / "build" / "shop" / f"{profile(rows)}.sql"


def _seedc(own: Database, script: Path, plan: Plan) -> Sample:
    """Microseconds a row, as all samples here: rates of unequal numbers of rows are compared."""
    _prepare(own)
    sample = process([*own.psql, "-f", str(script)])
    return _each(own, sample.wall, plan.rows)


def _peer(own: Database, peer: Peer, rows: int) -> Sample:
    _prepare(own)
    done = subprocess.run(
        peer.command(own.dsn, rows),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    if done.returncode != 0:
        raise RuntimeError(f"{peer.name} ended with {done.returncode}: {done.stderr[-2000:]}")
    return _each(own, float(done.stdout), rows)


def _prepare(own: Database) -> None:
    own.execute(EMPTY)
    own.execute("CHECKPOINT")


def _each(own: Database, seconds: float, rows: int) -> Sample:
    there = own.value("SELECT count(*) FROM shop.products")
    if there != rows:
        raise RuntimeError(f"{there} rows are there, and {rows} were asked for")
    return Sample(seconds / rows * 1e6)


def _print(
    samples: Mapping[str, Sequence[Sample]], times: Mapping[str, int], plan: Plan, version: int
) -> None:
    lines = []
    for name, sample in medians(samples).items():
        middle, least, most = ratios(samples[name], samples[SEEDC])
        lines.append(
            (
                name,
                f"{plan.rows if name == SEEDC else plan.peer_rows:,}",
                f"{1e6 / sample.wall:,.0f}",
                f"{middle:.1f}",
                f"{least:.1f}, {most:.1f}",
                f"at least {times[name]}" if name in times else "",
            )
        )
    table(
        f"A generated table against other generators, PostgreSQL {version}",
        ("what", "rows", "rows/s", "seedc is so many times as fast", "from, to", "aim"),
        lines,
    )
