"""How long `seedc build` takes from nothing, for the project's own datasets: as they are, and with
the scripts of the largest profile."""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import interleaved, process, table

ROOT = Path(__file__).parents[1]
LIMIT = 1.5
LARGEST = "STRESS"
LARGEST_LIMIT = 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "seeds", Path(name) / "seeds")
        shutil.copy(ROOT / "pyproject.toml", name)
        build = [sys.executable, "-m", "seedc", "--project", name, "build"]
        found = interleaved(
            {
                "seedc build, no build/ there": lambda: process(_cold(name, build)),
                "seedc build, nothing changed": lambda: process(build),
                LARGEST: lambda: process(_cold(name, [*build, "--profile", LARGEST])),
                "seedc --version": lambda: process([sys.executable, "-m", "seedc", "--version"]),
            }
        )
    largest = found.pop(LARGEST)
    table(
        "Cold build of all datasets",
        ("what", "seconds", f"of the limit ({LIMIT} s)", "peak MB"),
        [
            (what, f"{s.wall:.2f}", f"{s.wall / LIMIT:.2f}", f"{s.peak:.0f}")
            for what, s in found.items()
        ],
    )
    table(
        f"Cold build of all datasets with --profile {LARGEST}",
        ("seconds", f"of the limit ({LARGEST_LIMIT} s)", "peak MB"),
        [(f"{largest.wall:.2f}", f"{largest.wall / LARGEST_LIMIT:.2f}", f"{largest.peak:.0f}")],
    )


def _cold(name: str, build: list[str]) -> list[str]:
    shutil.rmtree(Path(name) / "build", ignore_errors=True)
    return build
