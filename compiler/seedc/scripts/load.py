"""The load script: one transaction that brings the database's seed rows to what the seed says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from seedc.backends.pgsql.adoption import adoption_guard
from seedc.backends.pgsql.batches import at_once, fits, in_batches
from seedc.backends.pgsql.generated import by_band, in_own_band, staged_keys
from seedc.backends.pgsql.guard import lock, lock_and_check
from seedc.backends.pgsql.rebuild import release, restore, unkeyed
from seedc.backends.pgsql.references import Doomed, delete, left_rows
from seedc.backends.pgsql.referrers import refuse
from seedc.backends.pgsql.sequences import move
from seedc.backends.pgsql.session import session_settings
from seedc.backends.pgsql.staging import THRESHOLD, Staged, needs_staging, stage
from seedc.backends.pgsql.upsert import (
    Write,
    staged_write,
    statement,
    values_write,
    values_writes,
)
from seedc.ir.program import DatasetProgram, Stage, TableLoad
from seedc.quote import Sql, comment, fill, join, literal, number, raw
from seedc.scripts.environment import render


@dataclass(frozen=True, slots=True)
class Transaction:
    """One dataset's part of a script, ready to print: `blocks` stand in its transaction, `batches`
    after it, each one or more transactions of its own. `rebuilds` says that constraints are dropped
    while generated rows are loaded, so the role must own their tables; `protected` are the values
    of APP_ENV that the guard refuses."""

    dataset: Sql
    profile: Sql
    triggers: tuple[Sql, ...]
    session: Sql
    check: Sql
    blocks: tuple[Sql, ...]
    batches: tuple[Sql, ...] = ()
    rebuilds: bool = False
    protected: tuple[str, ...] = ()


def render_load(program: DatasetProgram, ready: Transaction | None = None) -> str:
    """`build/<dataset>/<profile>.sql`. `ready` is the program's transaction if it is made already:
    the script of all datasets has the same one, and its rows are most of the work."""
    return render(
        "load.sql.j2",
        transaction=ready or transaction(program),
        threshold=number(THRESHOLD),
        protected=protected(program.protected),
    )


def render_all(programs: Sequence[DatasetProgram]) -> str:
    """`build/seed.sql`: the datasets in the order given, each in its own transaction."""
    return render_together([transaction(program) for program in programs])


def render_together(ready: Sequence[Transaction]) -> str:
    """`build/seed.sql` of the transactions, which are made already."""
    return render(
        "seed.sql.j2",
        transactions=tuple(ready),
        threshold=number(THRESHOLD),
        protected=protected(name for one in ready for name in one.protected),
    )


def protected(names: Iterable[str]) -> Sql | None:
    """The values of APP_ENV that the guard refuses, as SQL; None where there are none."""
    told = dict.fromkeys(names)
    return join(", ", [literal(name) for name in told]) if told else None


class TooLong(Exception):
    """A script is certainly longer than it may be."""


def _within(most: int | None, parts: Iterable[Sql]) -> Iterator[Sql]:
    """The parts, which are made one by one. Raises TooLong at the one that passes so many bytes."""
    size = 0
    for part in parts:
        size += len(part.encode()) if most is not None else 0
        if most is not None and size > most:
            raise TooLong
        yield part


def transaction(program: DatasetProgram, most: int | None = None) -> Transaction:
    """The dataset's check, its stages, what `sync` removes, its sequences, its generated rows; they
    stand in the same transaction where each table fits into one batch. Raises TooLong as soon as it
    is known to take more than `most` bytes: making all of a script takes twice as long."""
    loads = tuple(program.loads)
    apart = not program.single and not all(fits(s, program.batch) for s in program.volume)
    blocks = list(_blocks(program))
    whole = tuple(_volume(program)) if program.rebuild else ()
    bulk = tuple(rebuilt(program, whole)) if program.rebuild else ()
    volume = _batches(program) if apart else _volume(program)
    made = list(_within(most, chain(blocks, bulk or whole or volume)))
    joined = len(blocks) if apart else len(made)
    return Transaction(
        dataset=comment(program.dataset),
        profile=comment(program.profile),
        triggers=trigger_lines(loads),
        session=session_settings(loads),
        check=lock_and_check(
            program.dataset,
            [(load, load.columns) for load in loads],
            [target.sequence for target in program.sequences],
        ),
        blocks=tuple(made[:joined]),
        batches=tuple(made[joined:]),
        rebuilds=bool(bulk),
        protected=program.protected,
    )


def _volume(program: DatasetProgram) -> Iterator[Sql]:
    """The generated rows as statements of the dataset's own transaction."""
    for part in program.volume:
        if fits(part, program.batch):
            yield from at_once(part)
        else:
            for load in part.loads:
                condition = unkeyed(load) if program.rebuild else None
                yield from in_batches(
                    load, program.dataset, program.batch, commits=False, unkeyed=condition
                )


def rebuilt(program: DatasetProgram, volume: Sequence[Sql]) -> Iterator[Sql]:
    """The generated rows between what drops constraints and what builds them again; nothing where
    no table has rows enough for that."""
    bulk = release([load for part in program.volume for load in part.loads])
    if bulk is not None:
        yield fill("{why}\n{bulk}", why=_DROPPED, bulk=bulk)
        yield from volume
        yield fill("{why}\n{restore}", why=_REBUILT, restore=restore())


_DROPPED = raw(
    "-- bulk: foreign keys and indexes of the tables below are dropped, as the catalog has them,"
    "\n-- where few rows are there yet; keys by which rows are found, only where none is there"
)
_REBUILT = raw(
    "-- bulk: what was dropped is built again, compared with what it was, and foreign keys hold for"
    "\n-- every row"
)


def _batches(program: DatasetProgram) -> Iterator[Sql]:
    """The generated rows in transactions of their own: a loop that commits for each large table,
    and one transaction for the small ones between two large ones."""
    for small, parts in groupby(program.volume, key=lambda part: fits(part, program.batch)):
        if small:
            statements = [text for part in parts for text in at_once(part)]
            yield fill(
                "BEGIN;\n{session}\n{lock}\n\n{statements}\n\nCOMMIT;",
                session=session_settings(program.loads),
                lock=lock(program.dataset),
                statements=join("\n\n", statements),
            )
            continue
        for load in (load for part in parts for load in part.loads):
            yield from in_batches(load, program.dataset, program.batch, commits=True)


def trigger_lines(loads: Sequence[TableLoad]) -> tuple[Sql, ...]:
    """`storefront.vendors: audit, touch` for each table where user triggers will fire."""
    return tuple(
        comment(f"{load.table.name}: {', '.join(t.name for t in load.triggers)}")
        for load in loads
        if load.triggers
    )


def _blocks(program: DatasetProgram) -> Iterator[Sql]:
    staged: dict[int, tuple[Staged, ...]] = {}
    for part in program.stages:
        through = _staged(part)
        staged |= through
        if lines := list(_stage(part, through)):
            yield join("\n", lines)
    yield from _removal(program, staged)
    if program.sequences:
        heading = raw("-- sequences: never moved back, and only where they are behind")
        yield join("\n", [heading, *[move(target) for target in program.sequences]])


def _staged(part: Stage) -> dict[int, tuple[Staged, ...]]:
    """The temporary tables of the stage's loads, by the identity of the load. One statement can
    hold only so many rows, so the tables of a cycle are counted together."""
    rows = sum(len(group.rows) for load in part.loads for group in load.groups)
    together = part.cyclic and rows > THRESHOLD
    return {
        id(load): tuple(stage(load, n) for n in range(len(load.groups)))
        for load in part.loads
        if together or needs_staging(load)
    }


def _stage(part: Stage, staged: dict[int, tuple[Staged, ...]]) -> Iterator[Sql]:
    loads = [load for load in part.loads if load.groups or load.generated is None]
    for load in loads:
        yield comment_line(load)
        yield from [s.create for s in staged.get(id(load), ())]
    for load in loads:
        if load.adopt_guard and (guard := adoption_guard(load, staged.get(id(load), ()))):
            yield guard
    if part.cyclic or len(loads) > 1:
        writes = list(_together(part, staged))
        if writes:
            yield statement(writes)
        return
    for load in loads:
        for write in _apart(load, staged.get(id(load))):
            yield statement([write])


def comment_line(load: TableLoad) -> Sql:
    """`-- storefront.vendors · curated · update`."""
    return fill(
        "-- {table} · curated · {policy}",
        table=comment(str(load.table.name)),
        policy=comment(load.policy),
    )


def _tag(load: TableLoad, number: int) -> str:
    """A name for CTEs, unique by the number, and short enough that no suffix is cut off."""
    name = load.table.name.name.encode()[:36].decode(errors="ignore")
    return f"{name} {number}"


def _together(part: Stage, staged: dict[int, tuple[Staged, ...]]) -> Iterator[tuple[str, Write]]:
    """One write for each group of the stage, to be one statement."""
    groups = [(load, n) for load in part.loads for n in range(len(load.groups))]
    for place, (load, n) in enumerate(groups, 1):
        tag = _tag(load, place)
        if id(load) in staged:
            yield tag, staged_write(load, staged[id(load)][n], tag)
        else:
            yield tag, values_write(load, load.groups[n], load.groups[n].rows, tag)


def _apart(load: TableLoad, staged: tuple[Staged, ...] | None) -> Iterator[tuple[str, Write]]:
    """The writes of one table, each to be a statement of its own."""
    for n, group in enumerate(load.groups, 1):
        tag = _tag(load, n)
        if staged is not None:
            yield tag, staged_write(load, staged[n - 1], tag)
            continue
        for write in values_writes(load, group, tag):
            yield tag, write


def _removal(program: DatasetProgram, staged: dict[int, tuple[Staged, ...]]) -> Iterator[Sql]:
    """Deletes what left the seed under `sync`, after everything is written: by then no seed row
    refers to it any more."""
    doomed: dict[int, Doomed] = {}
    keys: list[Sql] = []
    for load in filter(_syncs, program.loads):
        told = by_band(load)
        if told is None and in_own_band(load):
            create, told = staged_keys(load)
            keys.append(create)
        if found := left_rows(load, staged.get(id(load), ()), told):
            doomed[id(load)] = found
    if not doomed:
        return
    title = raw("'seedc: rows that left the seed are still referred to, nothing was changed'")
    lines = [raw("-- sync: rows of this dataset that left the seed"), *keys]
    if refusal := refuse(title, list(doomed.values())):
        lines.append(refusal)
    for part in reversed(program.stages):
        deletes = [doomed[id(load)] for load in reversed(part.loads) if id(load) in doomed]
        if deletes:
            lines.append(delete_together(deletes))
    yield join("\n", lines)


def _syncs(load: TableLoad) -> bool:
    generated = load.generated
    return load.policy == "sync" or (generated is not None and generated.policy == "sync")


def delete_together(doomed: Sequence[Doomed]) -> Sql:
    """One statement for all: foreign keys between the tables are checked when it ends."""
    writes = [(_tag(d.load, n), Write(ctes=(), insert=delete(d))) for n, d in enumerate(doomed, 1)]
    return statement(writes)
