"""Whole processes measured by the operating system's own account; medians of interleaved runs."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds on the wall clock and peak resident memory in MB (0 where not a process)."""

    wall: float
    peak: float = 0.0


def process(command: Sequence[str], cwd: str | None = None) -> Sample:
    """Run a command to its end; its peak is its own, not that of earlier children (wait4)."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}")
    return Sample(wall, usage.ru_maxrss / 1024)


def clocked(work: Callable[[], None]) -> Sample:
    """Time a function."""
    start = time.perf_counter()
    work()
    return Sample(time.perf_counter() - start)


def interleaved(
    tasks: Mapping[str, Callable[[], Sample]], rounds: int = ROUNDS, *, warm: bool = True
) -> dict[str, Sample]:
    """The medians of each task over `rounds` rounds A B C A B C …, after one round not counted
    unless `warm` is false.

    Interleaving keeps a ratio fair when the machine's speed drifts during the run.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in tasks}
    for number in range(rounds + warm):
        for name, task in tasks.items():
            sample = task()
            if number >= warm:
                samples[name].append(sample)
    return {
        name: Sample(
            statistics.median(s.wall for s in found), statistics.median(s.peak for s in found)
        )
        for name, found in samples.items()
    }


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("| " + " | ".join("---" for _ in header) + " |")
    for row in rows:
        print("| " + " | ".join(row) + " |")
