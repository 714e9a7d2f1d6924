"""The benchmark of bulk mode measures every case."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_quick_benchmark_of_bulk_mode_has_a_line_for_every_case(server: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "bulk", "--quick"],
        cwd=ROOT,
        env={**os.environ, "SEEDC_BENCH_DSN": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for what in ("no constraint at all", "primary keys", "all constraints"):
        assert done.stdout.count(f"| \\copy, {what} |") == 2
    assert done.stdout.count("| script, bulk |") == 3
    assert done.stdout.count("| streamed, bulk |") == 3
    assert done.stdout.count("| script, constraints kept |") == 2
    assert "| second apply, bulk |" in done.stdout
