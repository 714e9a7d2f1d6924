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


def rounds(
    tasks: Mapping[str, Callable[[], Sample]], number: int = ROUNDS, *, warm: bool = True
) -> dict[str, list[Sample]]:
    """Each task's samples of `number` rounds A B C A B C …, after one round not counted unless
    `warm` is false or one round is all there is: that shows that it runs, not how fast.

    Interleaving keeps a ratio fair when the machine's speed drifts during the run.
    """
    samples: dict[str, list[Sample]] = {name: [] for name in tasks}
    warm = warm and number > 1
    for turn in range(number + warm):
        for name, task in tasks.items():
            sample = task()
            if turn >= warm:
                samples[name].append(sample)
    return samples


def medians(samples: Mapping[str, Sequence[Sample]]) -> dict[str, Sample]:
    """The median of each task's samples."""
    return {
        name: Sample(
            statistics.median(s.wall for s in found), statistics.median(s.peak for s in found)
        )
        for name, found in samples.items()
    }


def interleaved(
    tasks: Mapping[str, Callable[[], Sample]], number: int = ROUNDS
) -> dict[str, Sample]:
    """The medians of `rounds`."""
    return medians(rounds(tasks, number))


def ratios(found: Sequence[Sample], base: Sequence[Sample]) -> tuple[float, float, float]:
    """The median of a task's ratios to another in the same round, the least and the greatest."""
    each = [a.wall / b.wall for a, b in zip(found, base, strict=True)]
    return statistics.median(each), min(each), max(each)


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("| " + " | ".join("---" for _ in header) + " |")
    for row in rows:
        print("| " + " | ".join(row) + " |")
