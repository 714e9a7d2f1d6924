import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_quick_volume_benchmark_measures_every_case_and_rewrites_nothing(server: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "volume", "--quick"],
        cwd=ROOT,
        env={**os.environ, "SEEDC_BENCH_DSN": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for what in (r"\copy", "first apply, keep", "second apply, keep", "second apply, update"):
        assert f"| {what} |" in done.stdout
    again = re.search(r"under keep: at most ([\d,]+) bytes of WAL, (\d+) dead tuples", done.stdout)
    assert again is not None
    assert int(again[1].replace(",", "")) < 2**20
    assert again[2] == "0"
    assert "| 2,000 |" in done.stdout, "the cost of a row by the size of the table"


def test_a_benchmark_that_does_not_exist_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "volumes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no benchmark is called volumes" in done.stderr
