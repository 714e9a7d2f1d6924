"""Generated rows streamed from the columnar engine, in the place of a script's own statements.

What runs stays the script, with its guard, its check of the schema, its curated rows and its
transactions. Only a statement or loop that generates the rows of one function gets an action, which
has the same effect (stream_table.py). Statements that write several functions at once, because the
rows refer to each other in a circle, stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import psycopg

from seedc.backends.pgsql.generated import key_names
from seedc.ir.interpret import rows as computed
from seedc.ir.program import DatasetProgram
from seedc.origin import Origin
from seedc.server.batches import Action, Told
from seedc.server.culprit import Culprit, copy_line
from seedc.server.fingerprint import Memory, Remembered, pays
from seedc.server.progress import Progress
from seedc.server.script import Step, Transaction
from seedc.server.session import run
from seedc.server.stream_feed import FEW, Lacking, feed
from seedc.server.stream_table import Target, Writer
from seedc.workers import Crew

Streamed = Callable[[Sequence[Transaction]], Sequence[Transaction]]
_READABLE = frozenset(["integer", "text", "cast", "boolean"])
"""Units of a column whose core value reads as the value itself."""


def streamed(
    file: str, programs: Sequence[DatasetProgram], crew: Crew | None, memory: Memory | None = None
) -> Streamed:
    """A function that gives the parts of a dataset their actions. `programs` are what the script in
    `file` was compiled from; the processes of `crew` compute rows (None: the server does), or this
    one where it has but one; `memory` has fingerprints, where these are to be used."""

    def action(target: Target | None) -> Action | None:
        if target is None:
            return None
        streaming = Streaming(target, file, helpers) if crew else None
        return Remembered(target, memory, streaming) if memory and pays(target) else streaming

    known = {program.dataset: program for program in programs}
    helpers = crew if crew and crew.jobs > 1 and _largest(programs) > FEW else None

    def replaced(parts: Sequence[Transaction]) -> Sequence[Transaction]:
        generated = [step for part in parts for step in part.steps if step.generated]
        targets = list(_targets(known[parts[0].dataset], generated))
        actions = iter([action(target) for target in targets])
        return [replace(p, steps=tuple(_with_actions(p.steps, actions))) for p in parts]

    return replaced


def _largest(programs: Sequence[DatasetProgram]) -> int:
    """How many generated rows the largest table has."""
    loads = (load for program in programs for part in program.volume for load in part.loads)
    return max((load.generated.size for load in loads if load.generated), default=0)


def _targets(program: DatasetProgram, generated: Sequence[Step]) -> Iterator[Target | None]:
    """What each generated step of the script writes, in its order; None for several functions."""
    steps = iter(generated)
    for part in program.volume:
        pairs = [
            (load, f) for load in part.loads if load.generated for f in load.generated.functions
        ]
        if part.cyclic and len(pairs) > 1:
            next(steps)
            yield None
            continue
        for load, function in pairs:
            looped = next(steps).looped > 0
            yield Target(program.dataset, load, function, program.batch, looped)


def _with_actions(steps: Sequence[Step], actions: Iterator[Action | None]) -> Iterator[Step]:
    for step in steps:
        yield replace(step, action=next(actions)) if step.generated else step


@dataclass(frozen=True, slots=True)
class Streaming:
    """The action of one step: its target, the script's file for messages, and who computes rows
    (None: this process)."""

    target: Target
    file: str
    crew: Crew | None

    def __call__(
        self, connection: psycopg.Connection, step: Step, told: Told, progress: Progress
    ) -> None:
        """Write what is missing. Raises psycopg.Error; `told` has the row at fault then, where the
        server names its line."""
        target = self.target
        with feed(target.rows, target.function, self.crew) as source:
            writer = Writer(connection, target, source, commits=step.commits)
            try:
                for span in target.spans():
                    self._piece(writer, step, span, told)
                    if target.looped:
                        told.at = span.stop
                        progress.rows(span.stop, target.function.size)
            except Lacking as lack:
                progress.notice(f"{target.load.table.name}: {lack}; the server computes its rows")
                run(connection, step.chunk)
                return
        told.wrote = writer.inserted, writer.updated

    def _piece(self, writer: Writer, step: Step, span: range, told: Told) -> None:
        try:
            writer.write(span)
        except psycopg.Error as error:
            line = copy_line(error)
            if line is not None and line < len(span):
                place = Origin(self.file, offset=step.chunk.offset)
                told.culprit = Culprit(
                    str(self.target.load.table.name), row_name(self.target, span[line]), place
                )
            raise


def row_name(target: Target, position: int) -> str:
    """The row at a position for people: its key, `id=4503599627370496`, as far as that reads as
    itself, and its index."""
    function = target.function
    index = position
    if position >= function.count:
        index = function.indexes[position - function.count]
    (row,) = computed(function.lets, [index])
    wanted = key_names(target.rows.arbiter) if target.rows.arbiter.name is not None else ()
    cells = [
        f"{c.column.name}={row[c.column.name]}"
        for c in target.rows.columns
        if c.column.name in wanted and c.encoding.unit in _READABLE
    ]
    return ", ".join([*cells, f"row {index}"])
