"""How long `seedc build` takes from nothing, for the project's own datasets: the five of which
`build/seed.sql` consists, all with the benchmark tables, and with the scripts of the largest
profile."""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.measure import interleaved, process, table

ROOT = Path(__file__).parents[1]
LIMIT = 1.5
BENCHMARK = "tpch"
LARGEST = "STRESS"
LARGEST_LIMIT = 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as five:
        settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        for folder, left_out, told in (
            (name, "", settings),
            (five, BENCHMARK, settings.partition(f"[tool.seedc.datasets.{BENCHMARK}]")[0]),
        ):
            ignore = shutil.ignore_patterns(left_out)
            shutil.copytree(ROOT / "seeds", Path(folder) / "seeds", ignore=ignore)
            (Path(folder) / "pyproject.toml").write_text(told, encoding="utf-8")
        build, of_five = (
            [sys.executable, "-m", "seedc", "--project", folder, "build"] for folder in (name, five)
        )
        found = interleaved(
            {
                "five datasets": lambda: process(_cold(five, of_five)),
                "all six": lambda: process(_cold(name, build)),
                "all six, by one process": lambda: process(_cold(name, [*build, "--jobs", "1"])),
                "all six, nothing changed": lambda: process(build),
                LARGEST: lambda: process(_cold(name, [*build, "--profile", LARGEST])),
                "seedc --version": lambda: process([sys.executable, "-m", "seedc", "--version"]),
            }
        )
    largest = found.pop(LARGEST)
    table(
        "Build from nothing",
        ("what", "seconds", f"of the limit ({LIMIT} s)", "peak MB"),
        [
            (what, f"{s.wall:.2f}", f"{s.wall / LIMIT:.2f}", f"{s.peak:.0f}")
            for what, s in found.items()
        ],
    )
    table(
        f"Build of all six from nothing with --profile {LARGEST}",
        ("seconds", f"of the limit ({LARGEST_LIMIT} s)", "peak MB"),
        [(f"{largest.wall:.2f}", f"{largest.wall / LARGEST_LIMIT:.2f}", f"{largest.peak:.0f}")],
    )


def _cold(name: str, build: list[str]) -> list[str]:
    shutil.rmtree(Path(name) / "build", ignore_errors=True)
    return build
