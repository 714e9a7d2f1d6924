"""`seedc build` in several processes: datasets compiled to parts one by one, in any order.

What reads and what looks at all datasets at once is done before. The processes are forked: they
have all of that, and send back no more than the files' texts. With one process, where a platform
cannot fork, or with one dataset nothing is forked, and the files have the same bytes.
"""

import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from seedc.artifacts import Part, part_of
from seedc.compilation import Asked, Compilation
from seedc.diagnostics import Diagnostic, Sink
from seedc.frontend.volume.profiles import check_sets
from seedc.passes.shared import Numbered, check_numbered
from seedc.pipeline import compile_project, dataset_programs, numbered_rows
from seedc.project import Project
from seedc.volumes import dataset_volume
from seedc.workers import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A dataset's part of the build, None after an error; what was found to be wrong; the words for
    what was asked of it; and what is to be compared with other datasets."""

    part: Part | None
    diagnostics: tuple[Diagnostic, ...]
    said: tuple[str, ...] = ()
    numbered: Numbered


def build_project(
    project: Project,
    sink: Sink,
    *,
    schema_from: str | None = None,
    asked: Asked | None = None,
    jobs: int | None = None,
) -> tuple[Compilation, tuple[Built, ...]]:
    """The project compiled as far as its datasets have to do with each other, and the rest as
    parts, by `jobs` processes, at most one for each processor where that is None. Raises Rejected
    like `compile_project`."""
    state = compile_project(
        project, sink, schema_from=schema_from, until="resolve", asked=asked or Asked()
    )
    check_sets(state.volumes.values(), state.asked.sets, sink)
    names = _largest_first(state)
    found = dict(zip(names, _built(state, names, _processes(jobs, names)), strict=True))
    built = tuple(found[name] for name in state.plans)
    sink.diagnostics += [one for dataset in built for one in dataset.diagnostics]
    check_numbered({name: found[name].numbered for name in state.plans}, sink)
    sink.close()
    return state, built


def _largest_first(state: Compilation) -> list[str]:
    """The datasets, those with most rules first: the last one to end is then a small one."""

    def rules(name: str) -> int:
        volume = state.volumes.get(name)
        return sum(len(table.columns) for table in volume.tables) if volume else 0

    return sorted(state.plans, key=lambda name: -rules(name))


def _processes(jobs: int | None, names: Sequence[str]) -> int:
    able = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return min(jobs or os.cpu_count() or 1, len(names)) if able else 1


def _built(state: Compilation, names: Sequence[str], processes: int) -> Iterator[Built]:
    done = 0
    if processes > 1:
        # What a process could not do is done here: a mistake of ours then shows its own place.
        with suppress(Exception):
            for built in in_order(names, _work, processes, _prepare, (state,), start="fork"):
                yield built
                done += 1
    yield from (build_dataset(state, name) for name in names[done:])


def build_dataset(state: Compilation, dataset: str) -> Built:
    """One dataset from its plan to its part."""
    sink = Sink()
    volume = dataset_volume(state, dataset, sink) if dataset in state.volumes else None
    wrong = any(found.severity == "error" for found in sink.diagnostics)
    return Built(
        part=None if wrong else part_of(dataset_programs(state, dataset, volume)),
        diagnostics=tuple(sink.diagnostics),
        said=volume.said if volume else (),
        numbered=numbered_rows(volume) if volume else {},
    )


# In a process of its own --------------------------------------------------------------------------

_STATE: list[Compilation] = []


def _prepare(state: Compilation) -> None:
    _STATE[:] = [state]


def _work(dataset: str) -> Built:
    return build_dataset(_STATE[0], dataset)
