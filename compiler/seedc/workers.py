"""Work shared out to several processes, its results in order, and never many of them at once.

`in_order` is for tasks that write files and tell little; a `Crew` for bytes, which a pool would
copy five times on their way through its one queue, and for one deal of them after the other.
Processes are spawned, not forked, where the caller may have threads (a driver's, Polars').
"""

import errno
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Literal, Self, TypeVar

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
    pool = ProcessPoolExecutor(jobs, context, initializer=_prepared, initargs=(prepare, given))
    try:
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


Deal = tuple[range, Callable[[int], bytes], Callable[..., None], tuple[object, ...]]
"""What a process of a Crew is sent: its numbers, the work, and what to prepare from what."""


class Crew:
    """`jobs` processes that take one deal after the other, so that only the first deal waits until
    they are there. They begin with `start`, or else with that deal, and end with the block."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._members: list[tuple[Connection, BaseProcess]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Let the processes begin that are not there, without waiting for them."""
        while len(self._members) < self.jobs:
            self._members.append(_member())

    def dealt(
        self,
        count: int,
        work: Callable[[int], bytes],
        prepare: Callable[..., None],
        given: tuple[object, ...],
    ) -> Iterator[bytes]:
        """`work(n)`, which is not empty, for n from 0 to `count` - 1, in order. Of N processes the
        k-th computes k, k + N, … and sends each result through a socket of its own, so it is one
        result ahead of the caller and no more. Each first calls `prepare(*given)`. Raises what a
        task raised, and OSError where a process was ended from outside. One deal at a time; a
        caller that stops early ends the processes, and the next deal has new ones."""
        try:
            self.start()
            lines = [line for line, _ in self._members[:count]]
            for place, line in enumerate(lines):
                _send(line, (range(place, count, len(lines)), work, prepare, given))
            for number in range(count):
                yield _received(lines[number % len(lines)])
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the processes."""
        members, self._members = self._members, []
        # All sockets are closed before any process is waited for: one that sends then ends.
        for line, _ in members:
            line.close()
        for _, process in members:
            process.join()


def _member() -> tuple[Connection, BaseProcess]:
    """A process that waits for deals, and the end of its socket that the caller has."""
    context = multiprocessing.get_context("spawn")
    line, far = context.Pipe()
    process = context.Process(target=_serve, args=(far,), daemon=True)
    process.start()
    far.close()
    return line, process


def _send(line: Connection, deal: Deal) -> None:
    try:
        line.send(deal)
    except ConnectionError as error:
        raise _ended() from error


def _received(line: Connection) -> bytes:
    try:
        found = line.recv_bytes()
        failure = None if found else line.recv()
    except (EOFError, ConnectionError) as error:
        raise _ended() from error
    if failure is not None:
        raise failure
    return found


def _ended() -> OSError:
    return OSError(errno.ECHILD, "a process was ended from outside")


def _serve(line: Connection) -> None:
    """What a process does: deal after deal, until the caller wants no more."""
    _begin()
    try:
        while True:
            numbers, work, prepare, given = line.recv()
            prepare(*given)
            for number in numbers:
                line.send_bytes(work(number))
    except (EOFError, ConnectionError):
        return
    except Exception as error:
        line.send_bytes(b"")
        line.send(error)


def _prepared(prepare: Callable[..., None], given: tuple[object, ...]) -> None:
    _begin()
    prepare(*given)


def _begin() -> None:
    """Make a process ready. Ctrl-C is the caller's alone, who then ends the pool; a caller that was
    killed ends nothing, and its processes would wait for it for ever. Polars, which may be loaded
    later, gets one thread: there are as many processes as the caller has cores for."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)
