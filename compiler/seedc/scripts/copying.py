"""The load script whose generated rows are COPY data: in the script itself, or in files beside it.

Its curated rows, its checks and what it leaves in the database are those of `scripts/load.py`. The
files' names and which rows each holds are said here, before any row is computed.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from seedc.backends.pgsql.batches import fits, heading
from seedc.backends.pgsql.guard import lock
from seedc.backends.pgsql.session import session_settings
from seedc.backends.pgsql.staged_generated import insert_staged, stage, waiting
from seedc.backends.pgsql.staging import THRESHOLD
from seedc.catalog import QualifiedName
from seedc.ir.program import DatasetProgram, Stage, TableLoad
from seedc.quote import Sql, comment, copied, fill, ident, join, number, psql_word
from seedc.scripts.environment import render
from seedc.scripts.load import protected, rebuilt, transaction

# A file, and the transaction that loads it, holds whole batches, and at least this many rows where
# there are as many: 20 million rows are 200 files then. A batch of 10,000 rows a file would make
# 2,000 of about 1 MB, and psql would plan and commit 2,000 times.
PART = 100_000
_PLAIN = re.compile(r"[a-z0-9_]{1,60}\.[a-z0-9_]{1,60}\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the load's row function at place `function`, from position `start` to `stop`, that
    travel together: in `file` (its name without the ending that says how it is compressed), or,
    None, in the script. `dense` says that positions are indexes."""

    load: TableLoad
    function: int
    start: int
    stop: int
    dense: bool
    file: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one statement writes: the parts of a table, or of all tables of a cycle. `first` says
    that none before it is of the same table; `whole` that none after it is, either."""

    stage: Stage
    loads: tuple[TableLoad, ...]
    parts: tuple[Part, ...]
    first: bool
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the script finds the rows: `data` gives those that stand in it, `folder` holds the
    files, seen from where psql runs, `ending` ends their names, and `unpack` is the command that
    unpacks one to its standard output (empty: none is needed)."""

    data: Callable[[Part], bytes]
    folder: str
    ending: str = ""
    unpack: str = ""


def part_rows(program: DatasetProgram) -> int:
    """How many rows a full part has: the least number of whole batches that is `PART` or more."""
    return -(-PART // program.batch) * program.batch


def batches(program: DatasetProgram, inline: int) -> tuple[Batch, ...]:
    """What is written after the curated rows, in order. Tables of up to `inline` generated rows
    stand in the script."""
    size = part_rows(program)
    return tuple(batch for part in program.volume for batch in _stage_batches(part, size, inline))


def _stage_batches(part: Stage, size: int, inline: int) -> Iterator[Batch]:
    if fits(part, size):
        found = [one for load in part.loads for one in _parts(load, size, inline)]
        yield Batch(part, part.loads, tuple(found), first=True, whole=True)
        return
    for load in part.loads:
        for place, one in enumerate(_parts(load, size, inline)):
            yield Batch(part, (load,), (one,), first=place == 0, whole=False)


def _parts(load: TableLoad, size: int, inline: int) -> Iterator[Part]:
    assert load.generated is not None, "the volume of a program is of tables with generated rows"
    for which, function in enumerate(load.generated.functions):
        starts = range(0, function.size, size)
        name = file_name(load.table.name) + (".listed" if function.indexes else "")
        for place, start in enumerate(starts, 1):
            tag = f".{place:04}" if len(starts) > 1 else ""
            file = None if load.generated.size <= inline else f"{name}{tag}.copy"
            stop = min(start + size, function.size)
            yield Part(load, which, start, stop, not function.indexes, file)


def file_name(table: QualifiedName) -> str:
    """The table's name as the beginning of a file's: `storefront.sales`. What not every file system
    keeps apart, or has at all, is replaced, and eight hex digits of the name's SHA-256 follow."""
    name = f"{table.schema}.{table.name}"
    if _PLAIN.match(name):
        return name
    digest = hashlib.sha256(f"{table.schema}\0{table.name}".encode()).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9_.]', '_', name)[:100]}-{digest}"


def render_copying(program: DatasetProgram, inline: int, source: Source) -> str:
    """The script. `inline` is as for `batches`, whose rows `source` has."""
    found = batches(program, inline)
    curated = transaction(replace(program, volume=(), rebuild=False))
    apart = not program.single and not all(batch.whole for batch in found)
    texts = tuple(_apart(program, found, source) if apart else _within(found, source))
    bulk = tuple(rebuilt(program, texts)) if program.rebuild else ()
    filed = any(part.file for batch in found for part in batch.parts)
    return render(
        "copydata.sql.j2",
        transaction=replace(
            curated,
            blocks=curated.blocks if apart else (*curated.blocks, *(bulk or texts)),
            batches=texts if apart else (),
            rebuilds=bool(bulk),
        ),
        threshold=number(THRESHOLD),
        protected=protected(program.protected),
        folder=_folder(source) if filed else None,
        shown=comment(source.folder),
    )


def _folder(source: Source) -> Sql:
    """The folder as the variable holds it: inside quotes of \\copy, and of the shell's where a
    command unpacks the file."""
    path = source.folder
    if source.unpack:
        path = re.sub(r'([\\"$`])', r"\\\1", path)
    return psql_word(path.replace("'", "''"))


def _within(found: Iterable[Batch], source: Source) -> Iterator[Sql]:
    """All batches in the dataset's own transaction. The temporary table is used again and again."""
    for batch in found:
        if batch.first:
            yield _text(batch, source)
        else:
            (load,) = batch.loads
            again = fill("TRUNCATE {waiting};", waiting=waiting(load))
            yield join("\n", [again, *_write(batch, source)])


def _apart(program: DatasetProgram, found: Iterable[Batch], source: Source) -> Iterator[Sql]:
    """Transactions of their own: one for each part of a large table, and one for the small tables
    between two large ones."""
    for whole, several in groupby(found, key=lambda batch: batch.whole):
        if whole:
            yield _transaction(program, [_text(batch, source) for batch in several])
            continue
        for batch in several:
            yield _transaction(program, [_text(batch, source)])


def _transaction(program: DatasetProgram, statements: Iterable[Sql]) -> Sql:
    return fill(
        "BEGIN;\n{session}\n{lock}\n\n{statements}\n\nCOMMIT;",
        session=session_settings(program.loads),
        lock=lock(program.dataset),
        statements=join("\n\n", statements),
    )


def _text(batch: Batch, source: Source) -> Sql:
    headings = [heading(load) for load in batch.loads]
    return join("\n", [*headings, *map(stage, batch.loads), *_write(batch, source)])


def _write(batch: Batch, source: Source) -> Iterator[Sql]:
    """The COPY of each part, and the statement that writes the rows on."""
    for part in batch.parts:
        yield _inline(part, source) if part.file is None else _from_file(part, part.file, source)
    inserts = [insert_staged(load, _indexes(batch, load)) for load in batch.loads]
    if len(inserts) > 1:
        yield _together(batch.loads, inserts)
    else:
        yield fill("{insert};", insert=inserts[0])


def _indexes(batch: Batch, load: TableLoad) -> range | None:
    """The row indexes of a table's parts, where they are one dense range."""
    parts = [part for part in batch.parts if part.load is load]
    if all(part.dense for part in parts):
        return range(parts[0].start, parts[-1].stop)
    return None


def _inline(part: Part, source: Source) -> Sql:
    return fill(
        "COPY {waiting} FROM stdin;\n{data}\\.",
        waiting=waiting(part.load),
        data=copied(source.data(part)),
    )


def _from_file(part: Part, file: str, source: Source) -> Sql:
    """psql puts no variable into the arguments of \\copy, but runs a variable that holds all of the
    command."""
    name, table = f"/{file}{source.ending}", waiting(part.load)
    before, after = f"\\copy {table} from '", f"{name}'"
    if source.unpack:
        before, after = f"\\copy {table} from program '{source.unpack} \"", f"{name}\"'"
    return fill(
        "\\set seedc_copy {before} :seedc_folder {after}\n:seedc_copy",
        before=psql_word(before),
        after=psql_word(after),
    )


def _together(loads: Iterable[TableLoad], inserts: list[Sql]) -> Sql:
    """All INSERTs as one statement: foreign keys are checked when it ends."""
    names = [load.table.name.name.encode()[:36].decode(errors="ignore") for load in loads]
    ctes = [
        fill("{name} AS (\n{insert}\n)", name=ident(f"{name} {n}"), insert=insert)
        for n, (name, insert) in enumerate(zip(names[:-1], inserts[:-1], strict=True), 1)
    ]
    return fill("WITH {ctes}\n{last};", ctes=join(",\n", ctes), last=inserts[-1])
