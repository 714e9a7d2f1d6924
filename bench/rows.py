"""Curated rows compiled per second, and memory, at 1, 10 and 100 thousand rows."""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench.measure import Sample, interleaved, process, table
from bench.projects import make

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        projects = {size: make(Path(name) / str(size), size) for size in SIZES}
        found = interleaved({str(n): partial(_build, p) for n, p in projects.items()})
    start = found[str(SIZES[0])].wall
    rows = [
        (
            f"{size:,}",
            f"{(s := found[str(size)]).wall:.2f}",
            f"{size / s.wall:,.0f}",
            f"{(size - SIZES[0]) / (s.wall - start):,.0f}" if size != SIZES[0] else "",
            f"{s.peak:.0f}",
        )
        for size in SIZES
    ]
    table(
        "Curated rows (8 columns, with validation, four scripts written)",
        ("rows", "seconds", "rows/s, start-up included", "rows/s beyond the first size", "peak MB"),
        rows,
    )


def _build(project: Path) -> Sample:
    shutil.rmtree(project / "build", ignore_errors=True)
    return process([sys.executable, "-m", "seedc", "--project", str(project), "build"])
