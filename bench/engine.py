"""The columnar engine alone: rows per second as COPY text, CSV and Parquet, its peak memory, and
against tpchgen-cli on lineitem, where that is installed.

Every run is a process of its own with all that it starts, from its start to the last byte in the
file. Runs are interleaved; the figures are medians, the memory is that of all processes together.
"""

import itertools
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.measure import Sample, medians, ratios, rounds, table
from bench.projects import make_volume, profile, sized

ROOT = Path(__file__).parents[1]
FORMS = ("copy", "csv", "parquet")
JOBS = (1, 2)


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows of products for speed, sizes for memory, the scale factor of lineitem, and rounds."""

    rows: int = 4_000_000
    sizes: tuple[int, ...] = (1_000_000, 20_000_000)
    profile: str = "SF1"
    scale: float = 1
    rounds: int = 5


QUICK = Plan(rows=40_000, sizes=(20_000, 40_000), profile="SMALL", scale=0.001, rounds=1)


def plan(*, quick: bool = False, rows: int | None = None, rounds: int | None = None) -> Plan:
    """What is measured: everything, or a little of it; other numbers where they are given."""
    base = QUICK if quick else Plan()
    return Plan(
        rows=rows or base.rows,
        sizes=base.sizes,
        profile=base.profile,
        scale=base.scale,
        rounds=rounds or base.rounds,
    )


def main(chosen: Plan | None = None) -> None:
    """Measure and print three tables."""
    asked = chosen or Plan()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        products = _products(folder / "products", max(asked.rows, *asked.sizes))
        _speed(folder, products, asked)
        _memory(folder, products, asked)
        _lineitem(folder, asked)


# What is measured ---------------------------------------------------------------------------------


def _speed(folder: Path, products: Path, asked: Plan) -> None:
    tasks = {
        f"{form} {jobs}": partial(_engine, folder, products, form, jobs, asked.rows)
        for form in FORMS
        for jobs in JOBS
    }
    sizes: dict[str, int] = {}
    found = medians(rounds(_sized(tasks, sizes), asked.rounds))
    table(
        f"The engine alone: {asked.rows:,} products of 8 columns into a file",
        ("form", "processes", "rows/s", "MB/s", "peak MB"),
        [
            (
                form,
                str(jobs),
                f"{asked.rows / (s := found[f'{form} {jobs}']).wall:,.0f}",
                f"{sizes[f'{form} {jobs}'] / s.wall / 1e6:,.0f}",
                f"{s.peak:.0f}",
            )
            for form in FORMS
            for jobs in JOBS
        ],
    )


def _sized(
    tasks: Mapping[str, Callable[[], tuple[Sample, int]]], sizes: dict[str, int]
) -> dict[str, Callable[[], Sample]]:
    """The tasks without the sizes of what they write, which are noted."""

    def run(name: str) -> Sample:
        sample, sizes[name] = tasks[name]()
        return sample

    return {name: partial(run, name) for name in tasks}


def _memory(folder: Path, products: Path, asked: Plan) -> None:
    rows = []
    for form in FORMS:
        for jobs in JOBS:
            peaks = [_engine(folder, products, form, jobs, size)[0].peak for size in asked.sizes]
            shown = [f"{peak:.0f}" for peak in peaks]
            rows.append((form, str(jobs), *shown, f"{peaks[-1] / peaks[0]:.2f}"))
    table(
        "Peak memory of all processes together, MB",
        ("form", "processes", *(f"{size:,} rows" for size in asked.sizes), "ratio"),
        rows,
    )


def _lineitem(folder: Path, asked: Plan) -> None:
    generator = shutil.which("tpchgen-cli") or _beside("tpchgen-cli")
    if not (ROOT / "seeds" / "tpch").is_dir():
        print("\nNo dataset tpch: lineitem is skipped.")
        return
    lineitem, size = _tpch(folder / "tpch", asked.profile)
    tasks: dict[str, Callable[[], tuple[Sample, int]]] = {
        f"seedc {form}": partial(_engine, folder, lineitem, form, 2, size)
        for form in ("csv", "parquet")
    }
    if generator is None:
        print("\ntpchgen-cli is not installed: lineitem is measured without it.")
    else:
        for form in ("csv", "parquet"):
            tasks[f"tpchgen {form}"] = partial(_peer, folder, generator, form, asked.scale)
    sizes: dict[str, int] = {}
    samples = rounds(_sized(tasks, sizes), asked.rounds)
    found = medians(samples)
    rows = []
    for name, sample in found.items():
        ours, _, form = name.partition(" ")
        ratio = ""
        if ours == "seedc" and generator is not None:
            ratio = f"{1 / ratios(samples[name], samples[f'tpchgen {form}'])[0]:.2f}"
        speed = f"{size / sample.wall:,.0f}"
        mega = f"{sizes[name] / sample.wall / 1e6:,.0f}"
        rows.append((name, speed, mega, f"{sample.peak:.0f}", ratio))
    table(
        f"lineitem, {size:,} rows of 16 columns, two processes (tpchgen-cli: two threads)",
        ("", "rows/s", "MB/s", "peak MB", "rows/s as a part of tpchgen-cli's"),
        rows,
    )


def _beside(name: str) -> str | None:
    """A command that stands beside the interpreter."""
    found = Path(sys.executable).with_name(name)
    return str(found) if found.exists() else None


# Runs ---------------------------------------------------------------------------------------------


def _engine(folder: Path, source: Path, form: str, jobs: int, rows: int) -> tuple[Sample, int]:
    """The rows of a source into a file, or with Parquet into one for each process."""
    out = folder / "out"
    out.mkdir()
    command = [sys.executable, "-m", "bench.engine", str(source), form, str(jobs), str(rows)]
    return _run([*command, str(out)], out)


def _peer(folder: Path, generator: str, form: str, scale: float) -> tuple[Sample, int]:
    out = folder / "out"
    out.mkdir()
    command = [generator, form, "-s", str(scale), "--tables", "lineitem", "-o", str(out)]
    return _run(command, out)


def _run(command: Sequence[str], out: Path) -> tuple[Sample, int]:
    """Run a command that writes into a folder, which is removed; how much it wrote."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    watch = _Watch(child.pid)
    watch.start()
    code = child.wait()
    wall = time.perf_counter() - start
    watch.ended.set()
    watch.join()
    if code != 0:
        raise RuntimeError(f"{command[0]} ended with {code}")
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    shutil.rmtree(out)
    return Sample(wall, watch.peak), size


class _Watch(threading.Thread):
    """Adds up the memory of a process and of all it started, ten times a second; what processes
    share counts once (PSS)."""

    def __init__(self, process: int) -> None:
        super().__init__()
        self.process = process
        self.peak = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(map(_memory_of, _family(self.process))))


def _family(process: int) -> list[int]:
    found = [process]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it has ended
                continue
    return found


def _memory_of(process: int) -> float:
    """MB of a process; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


# Sources: rows and their function, made once and read by every run --------------------------------


def _products(folder: Path, rows: int) -> Path:
    make_volume(folder, "keep", sized([rows], 100_000))
    return _source(folder, "shop", profile(rows), "products")[0]


def _tpch(folder: Path, name: str) -> tuple[Path, int]:
    """lineitem, in a project without the other datasets."""
    shutil.copytree(ROOT / "seeds" / "tpch", folder / "seeds" / "tpch")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    mark = "[tool.seedc.datasets.tpch"
    _, found, settings = text.partition(mark)
    (folder / "pyproject.toml").write_text(found + settings, encoding="utf-8")
    return _source(folder, "tpch", name, "lineitem")


def _source(project: Path, dataset: str, name: str, table_: str) -> tuple[Path, int]:
    file = project / "source.pickle"
    script = [sys.executable, "-m", "bench.engine", "source", str(project), dataset, name, table_]
    subprocess.run([*script, str(file)], cwd=ROOT, check=True)
    rows, _ = pickle.loads(file.read_bytes())  # noqa: S301  written two lines above
    return file, rows.size


def _write_source(arguments: Sequence[str]) -> None:
    """Compile a project and keep the row function of a table: `project dataset profile table`."""
    # The engine's runs are without the compiler.
    from seedc.compilation import Asked  # noqa: PLC0415
    from seedc.diagnostics import Sink  # noqa: PLC0415
    from seedc.pipeline import compile_project  # noqa: PLC0415
    from seedc.project import open_project  # noqa: PLC0415

    project, dataset, name, table_, file = arguments
    sink = Sink()
    state = compile_project(open_project(Path(project), sink), sink, asked=Asked(profile=name))
    (found,) = [
        load.generated
        for program in state.wanted
        if program.dataset == dataset
        for load in program.loads
        if load.table.name.name == table_ and load.generated is not None
    ]
    Path(file).write_bytes(pickle.dumps((found, found.functions[0])))


# A run: `source form jobs rows folder` ------------------------------------------------------------


def _write(arguments: Sequence[str]) -> None:
    source, form, jobs, rows, folder = arguments
    out, count, size = Path(folder), int(jobs), int(rows)
    if form == "parquet":
        _write_parquet(Path(source), count, size, out)
        return
    from seedc.backends.copydata.stream import pieces  # noqa: PLC0415  a run's own imports
    from seedc.workers import Crew  # noqa: PLC0415

    found, function = pickle.loads(Path(source).read_bytes())  # noqa: S301  the benchmark's own file
    with (out / f"rows.{form}").open("wb") as file, Crew(count) as crew:
        helpers = crew if count > 1 else None
        for piece in pieces(found, function, form=form, crew=helpers, stop=size):  # type: ignore[arg-type] # one of the forms
            file.write(piece.data)


def _write_parquet(source: Path, jobs: int, rows: int, out: Path) -> None:
    from seedc.workers import in_order  # noqa: PLC0415  a run's own imports

    cuts = [rows * place // jobs for place in range(jobs + 1)]
    parts = [(source, out, *cut) for cut in itertools.pairwise(cuts)]
    if jobs == 1:
        _write_part(parts[0])
        return
    for _ in in_order(parts, _write_part, jobs, _nothing, ()):
        pass


def _nothing() -> None:
    """What a process must know comes with its part."""


def _write_part(part: tuple[Path, Path, int, int]) -> None:
    from seedc.backends.copydata.parquet import write_parquet  # noqa: PLC0415  a run's own imports
    from seedc.backends.copydata.stream import frames  # noqa: PLC0415

    source, out, start, stop = part
    found, function = pickle.loads(source.read_bytes())  # noqa: S301  the benchmark's own file
    write_parquet(out / f"{start}.parquet", frames(found, function, start=start, stop=stop))


if __name__ == "__main__":
    if sys.argv[1] == "source":
        _write_source(sys.argv[2:])
    else:
        _write(sys.argv[1:])
