"""What the server tells while it writes generated rows: how far a loop is, and what it wrote.

A loop over batches commits inside one statement, so the counters of `counts.py`, which are read
inside one transaction, do not see it; the loop counts by itself and tells its sums in a NOTICE when
it ends. Both kinds of notices are those of `backends/pgsql/batches.py`.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import psycopg

from seedc.server.culprit import Culprit
from seedc.server.failures import REFUSAL
from seedc.server.progress import Progress
from seedc.server.script import Step

_AT = re.compile(r"(?P<table>.+) (?P<at>\d+)/(?P<size>\d+)", re.DOTALL)
_SUM = re.compile(r"(?P<table>.+): (?P<inserted>\d+) inserted, (?P<updated>\d+) updated", re.DOTALL)


@dataclass(slots=True)
class Told:
    """What the notices of one step said so far: rows of the loop that are done, of how many; rows
    inserted and updated, None until the loop has told its sums. An action that fails on a row tells
    which one it was."""

    at: int = 0
    size: int = 0
    wrote: tuple[int, int] | None = None
    interrupted: bool = False
    culprit: Culprit | None = None


class Action(Protocol):
    """What is done in the place of a step's statement."""

    def __call__(
        self, connection: psycopg.Connection, step: Step, told: Told, progress: Progress
    ) -> None:
        """Do it, tell how far it is, and for a step that commits what it wrote. Raises
        psycopg.Error."""


@contextlib.contextmanager
def listening(connection: psycopg.Connection, step: Step, progress: Progress) -> Iterator[Told]:
    """Hear the notices of the step while it runs, and pass on how far it is.

    Raises KeyboardInterrupt where the user pressed Ctrl-C while a notice was handled; the running
    statement was cancelled then.
    """
    told = Told(size=step.looped)

    def hear(notice: psycopg.errors.Diagnostic) -> None:
        try:
            _hear(notice.message_primary or "", step, told, progress)
        except KeyboardInterrupt:
            # libpq calls this function, and nothing that it raises would come through.
            told.interrupted = True
            connection.cancel_safe()

    connection.add_notice_handler(hear)
    try:
        yield told
    except psycopg.errors.QueryCanceled:
        if not told.interrupted:
            raise
    finally:
        connection.remove_notice_handler(hear)
    if told.interrupted:
        raise KeyboardInterrupt


def _hear(text: str, step: Step, told: Told, progress: Progress) -> None:
    """One notice. Those of triggers are none of ours: ours name a table of the step."""
    if (found := _AT.fullmatch(text)) and found.group("table") in step.tables:
        told.at, told.size = int(found.group("at")), int(found.group("size"))
        progress.rows(told.at, told.size)
    elif (found := _SUM.fullmatch(text)) and found.group("table") in step.tables:
        told.wrote = int(found.group("inserted")), int(found.group("updated"))
    elif step.bulk and text.startswith(REFUSAL):
        progress.notice(text.removeprefix(REFUSAL))
