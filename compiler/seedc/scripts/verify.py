"""The verify script: proves that the database holds what the seed says, and writes nothing."""

from collections.abc import Iterator

from seedc.backends.pgsql.batches import heading
from seedc.backends.pgsql.guard import lock_and_check
from seedc.backends.pgsql.proof import (
    Checked,
    checked,
    foreign_keys,
    needed_sequences,
    outcome,
    sequences,
)
from seedc.backends.pgsql.proof_generated import agreements, expectations, generated_outcome
from seedc.backends.pgsql.session import session_settings
from seedc.backends.pgsql.staging import stage
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.quote import Sql, comment, join
from seedc.scripts.environment import render
from seedc.scripts.load import comment_line


def render_verify(program: DatasetProgram) -> str:
    """`build/<dataset>/verify.sql`."""
    loads = tuple(program.loads)
    known = {load.table.name: {c.name for c in load.columns} for load in loads}
    blocks = [join("\n", list(_table(load, known))) for load in loads]
    behind = list(sequences(loads, program.sequences))
    return render(
        "verify.sql.j2",
        dataset=comment(program.dataset),
        profile=comment(program.profile),
        session=session_settings(loads),
        check=lock_and_check(
            program.dataset,
            [(load, load.columns) for load in loads],
            needed_sequences(loads, program.sequences),
            writes=False,
        ),
        checked=checked(loads),
        blocks=tuple(blocks),
        sequences=join("\n", behind) if behind else None,
    )


def _table(load: TableLoad, known: Checked) -> Iterator[Sql]:
    yield heading(load) if load.generated and not load.groups else comment_line(load)
    for number in range(len(load.groups)):
        staged = stage(load, number)
        yield staged.create
        yield outcome(load, staged)
    yield from generated_outcome(load)
    yield from agreements(load)
    yield from expectations(load)
    yield from foreign_keys(load, known)
