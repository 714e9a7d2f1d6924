"""The same pieces from several processes, in order, and never many of them at once."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_AHEAD = 2
"""Tasks in work or done and waiting, for each process: with one alone a process that is done would
wait for the caller."""


def in_order(
    tasks: Iterable[_Task],
    work: Callable[[_Task], _Result],
    jobs: int,
    prepare: Callable[..., None],
    given: tuple[object, ...],
) -> Iterator[_Result]:
    """`work(task)` for each task, in their order, by `jobs` processes. Each process first calls
    `prepare(*given)`, so that what all tasks need is sent once. Raises what a task raised, and
    BrokenProcessPool where a process was ended from outside.

    Processes are spawned, not forked: the caller may have threads (a driver's, Polars')."""
    waiting: deque[Future[_Result]] = deque()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(prepare, given))
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[..., None], given: tuple[object, ...]) -> None:
    """Make a process ready. Ctrl-C is the caller's alone, who then ends the pool; a caller that was
    killed ends nothing, and its processes would wait for it for ever. Polars, which may be loaded
    later, gets one thread: there are as many processes as the caller has cores for."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_caller, daemon=True).start()
    prepare(*given)


def _end_with_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)
