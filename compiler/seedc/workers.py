"""Work shared out to several processes, its results in order, and never many of them at once.

`in_order` is for tasks that write files and tell little; `dealt` for bytes, which a pool would copy
five times on their way through its one queue. Processes are spawned, not forked, where the caller
may have threads (a driver's, Polars').
"""

import errno
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Literal, TypeVar

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
    *,
    start: Literal["spawn", "fork"] = "spawn",
) -> Iterator[_Result]:
    """`work(task)` for each task, in their order, by `jobs` processes. Each process first calls
    `prepare(*given)`, so that what all tasks need is sent once; one that is forked has it already.
    Raises what a task raised, and BrokenProcessPool where a process was ended from outside."""
    waiting: deque[Future[_Result]] = deque()
    context = multiprocessing.get_context(start)
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


def dealt(
    count: int,
    work: Callable[[int], bytes],
    jobs: int,
    prepare: Callable[..., None],
    given: tuple[object, ...],
) -> Iterator[bytes]:
    """`work(n)`, which is not empty, for n from 0 to `count` - 1, in order. Of `jobs` processes the
    k-th computes k, k + `jobs`, … and sends each result through a socket of its own, so it is one
    result ahead of the caller and no more. Each first calls `prepare(*given)`. Raises what a task
    raised, and OSError where a process was ended from outside."""
    # All sockets are closed before any process is waited for: one that sends then ends.
    with ExitStack() as joined, ExitStack() as closed:
        lines = []
        for place in range(jobs):
            line, process = _dealer(range(place, count, jobs), work, prepare, given)
            joined.callback(process.join)
            closed.callback(line.close)
            lines.append(line)
        for number in range(count):
            yield _received(lines[number % jobs])


def _dealer(numbers: range, *how: object) -> tuple[Connection, BaseProcess]:
    """A process for these tasks, and the end of its socket that the caller reads from."""
    context = multiprocessing.get_context("spawn")
    line, far = context.Pipe()
    process = context.Process(target=_deal, args=(far, numbers, *how), daemon=True)
    process.start()
    far.close()
    return line, process


def _received(line: Connection) -> bytes:
    try:
        found = line.recv_bytes()
        failure = None if found else line.recv()
    except (EOFError, ConnectionError) as error:
        raise OSError(errno.ECHILD, "a process was ended from outside") from error
    if failure is not None:
        raise failure
    return found


def _deal(
    line: Connection,
    numbers: range,
    work: Callable[[int], bytes],
    prepare: Callable[..., None],
    given: tuple[object, ...],
) -> None:
    """What a process does: results one after the other, or nothing and what was raised."""
    try:
        _begin(prepare, given)
        for number in numbers:
            line.send_bytes(work(number))
    except ConnectionError:
        return  # the caller wants no more
    except Exception as error:
        line.send_bytes(b"")
        line.send(error)


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
