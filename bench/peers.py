"""Rows per second of a generated table against what people use today: drizzle-seed, Faker with
execute_values, Mimesis with COPY.

One table of eight columns (`bench/projects.py`), empty before each load. The peers count from their
first row to the last, without what starting, importing and connecting take; seedc counts whole
commands: psql with its script, and `seedc apply --backend copydata`, each also in bulk mode. The
slower ones load fewer rows, and rates are compared. `\\copy` of a ready file, which computes
nothing, says what the server can take at all. A peer that is not installed is left out by name.

Installed with `npm install --prefix bench/peers` and `pip install --group peers`.
"""

import importlib.util
import json
import os
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
from bench.projects import VOLUME_SCHEMA, make_volume
from bench.server import Database, database, server

FOLDER = Path(__file__).parent / "peers"
COPY = "\\copy of a ready file"
KEPT, BULK = "KEPT", "BULK"
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
    # The commands are run as they are installed, with their bytecode kept.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name, server() as (dsn, psql):
        with psycopg.connect(dsn) as connection:
            version = connection.info.server_version // 10000
        project = _project(Path(name) / "project", plan.rows)
        with database(dsn, psql) as own:
            ways = _ways(own, project, Path(name))
            tasks: dict[str, Callable[[], Sample]] = {
                way: partial(_whole, own, command, plan) for way, command in ways.items()
            }
            for peer in found:
                tasks[peer.name] = partial(_peer, own, peer, plan.peer_rows)
            samples = rounds(tasks, plan.rounds)
    _print(samples, found, tuple(ways), plan, version)


def _project(folder: Path, rows: int) -> Path:
    """A project of so many products, with its scripts built."""
    kept = {"products": rows, "batch": BATCH}
    bulk = {"transaction": "single", "constraints": "rebuild"}
    make_volume(folder, "keep", {KEPT: kept, BULK: kept | bulk})
    (folder / "seedc.toml").write_text(f'profile = "{KEPT}"\n')
    subprocess.run(_seedc(folder, "build"), check=True, stdout=subprocess.DEVNULL)
    return folder


def _seedc(project: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "seedc", "--project", str(project), *arguments]


def _ways(own: Database, project: Path, folder: Path) -> dict[str, list[str]]:
    """The commands that load seedc's rows; the last one loads them from a file."""
    found = {}
    for way, chosen in (("", KEPT), (", bulk mode", BULK)):
        script = project / "build" / "shop" / f"{chosen}.sql"
        asked = ("--profile", chosen, "--backend", "copydata", "--jobs", "2")
        found[f"seedc, psql{way}"] = [*own.psql, "-f", str(script)]
        found[f"seedc, streamed{way}"] = _seedc(project, "apply", "--dsn", own.dsn, *asked)
    _prepare(own)
    process(found["seedc, psql"])
    return {**found, COPY: [*own.psql, "-f", str(own.export(["shop.products"], folder))]}


def _whole(own: Database, command: Sequence[str], plan: Plan) -> Sample:
    """Microseconds a row, as all samples here: rates of unequal numbers of rows are compared."""
    _prepare(own)
    return _each(own, process(command).wall, plan.rows)


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
    samples: Mapping[str, Sequence[Sample]],
    found: Sequence[Peer],
    ways: Sequence[str],
    plan: Plan,
    version: int,
) -> None:
    """A line for each way to load, with how many times a peer's rows per second it loads."""
    middle = medians(samples)
    lines = []
    for name, sample in middle.items():
        rows = plan.rows if name in ways else plan.peer_rows
        times = [f"{ratios(samples[peer.name], samples[name])[0]:.1f}" for peer in found]
        lines.append((name, f"{rows:,}", f"{1e6 / sample.wall:,.0f}", *times))
    table(
        f"A generated table against other generators, PostgreSQL {version}",
        ("what", "rows", "rows/s", *(f"times {p.name} (aim {p.times})" for p in found)),
        lines,
    )
