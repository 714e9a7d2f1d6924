"""The streaming benchmark measures every case."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import streaming

ROOT = Path(__file__).parents[2]

pytest.importorskip("numpy", reason="pip install seedc[copy]")


def test_the_quick_streaming_benchmark_has_a_line_for_every_case(server: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "streaming", "--quick"],
        cwd=ROOT,
        env={**os.environ, "SEEDC_BENCH_DSN": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split(" | ")[0].removeprefix("| ") for line in done.stdout.splitlines()]
    assert {*streaming.LIMITS, "\\copy", "--jobs 1", "again, update"} <= {*lines}
    assert "One row takes" in done.stdout
