"""The benchmark of the engine measures every form, and names what it leaves out."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import engine

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_quick_benchmark_has_a_line_for_every_form() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "engine", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "40,000 products of 8 columns" in done.stdout
    for form in engine.FORMS:
        for jobs in engine.JOBS:
            assert done.stdout.count(f"| {form} | {jobs} | ") == 2
    assert "| seedc csv | " in done.stdout
    named = "tpchgen-cli is not installed" in done.stdout
    assert named != ("| tpchgen csv | " in done.stdout)
