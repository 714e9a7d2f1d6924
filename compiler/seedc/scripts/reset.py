"""The reset script: deletes the seed's rows and nothing else, or refuses."""

from collections.abc import Iterator

from seedc.backends.pgsql.generated import in_own_band, key_names, staged_keys
from seedc.backends.pgsql.guard import lock_and_check
from seedc.backends.pgsql.match import identity_columns
from seedc.backends.pgsql.references import Doomed, reset_rows
from seedc.backends.pgsql.referrers import refuse
from seedc.backends.pgsql.session import session_settings
from seedc.backends.pgsql.staging import Staged, stage
from seedc.ir.program import DatasetProgram, LoadColumn, TableLoad
from seedc.quote import Sql, comment, fill, join, raw
from seedc.scripts.environment import render
from seedc.scripts.load import delete_together, protected


def render_reset(program: DatasetProgram) -> str:
    """`build/<dataset>/reset.sql`."""
    loads = tuple(program.loads)
    staged = {id(load): _staged(load) for load in loads}
    apart = {
        id(load): staged_keys(load) for load in loads if load.generated and not in_own_band(load)
    }
    doomed = {
        id(load): reset_rows(load, staged[id(load)], apart.get(id(load), (None, None))[1])
        for load in loads
    }
    title = raw("'seedc: other rows refer to the rows of the seed, nothing was deleted'")
    return render(
        "reset.sql.j2",
        dataset=comment(program.dataset),
        profile=comment(program.profile),
        protected=protected(program.protected),
        session=session_settings(loads),
        check=lock_and_check(
            program.dataset, [(load, _read(load)) for load in loads], writes=False
        ),
        staged=(
            *(s.create for load in loads for s in staged[id(load)]),
            *(create for create, _ in apart.values()),
        ),
        refusal=refuse(title, list(doomed.values())),
        deletes=tuple(_deletes(program, doomed)),
    )


def _staged(load: TableLoad) -> tuple[Staged, ...]:
    return tuple(
        stage(load, n, identity_columns(load, group)) for n, group in enumerate(load.groups)
    )


def _read(load: TableLoad) -> tuple[LoadColumn, ...]:
    """The columns that tell the rows of the seed and of its band, each once."""
    found = {c.name: c for group in load.groups for c in identity_columns(load, group)}
    told = {load.band.column} if load.band is not None else set[str]()
    told |= set(key_names(load.generated.arbiter)) if load.generated is not None else set()
    found |= {c.name: c for c in load.columns if c.name in told}
    return tuple(found.values())


def _deletes(program: DatasetProgram, doomed: dict[int, Doomed]) -> Iterator[Sql]:
    """One statement a stage, in reverse order."""
    for part in reversed(program.stages):
        targets = [doomed[id(load)] for load in reversed(part.loads)]
        heading = join("\n", [fill("-- {t}", t=comment(str(d.load.table.name))) for d in targets])
        yield join("\n", [heading, delete_together(targets)])
