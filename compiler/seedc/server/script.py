"""A compiled script read back: transactions of steps, each with its table and its rows' keys.

Reads what `scripts/` writes and psql executes. What only psql needs is left out: backslash commands
and everything between `\\if` and `\\endif` (the environment guard, which `guard.py` replaces).

A dataset is one transaction, and, where generated rows are written in batches, further ones after
it: loops that commit by themselves, and BEGIN … COMMIT again for the tables that need no loop.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seedc.diagnostics import Diagnostic, Rejected
from seedc.frontend.ddl.splitter import Chunk, split
from seedc.origin import Origin

if TYPE_CHECKING:
    from seedc.server.batches import Action

_META = re.compile(r"\\(\w+|\S)")
_KNOWN_META = frozenset(
    ["echo", "elif", "else", "encoding", "endif", "getenv", "gset", "if", "pset", "quit", "set"]
)
_BEGIN = re.compile(r"(?:BEGIN|START\s+TRANSACTION)\b(?!\s+ATOMIC)", re.IGNORECASE)
_END = re.compile(r"(?:COMMIT|ROLLBACK)\Z", re.IGNORECASE)
_HEAD = re.compile(r"^-- seedc · (?P<dataset>.+?) · (?P<rest>.+)$", re.MULTILINE)
_SECTION = re.compile(r"^-- (?P<table>.+) · (?P<kind>curated|generated) · \w+$", re.MULTILINE)
_BULK = re.compile(r"^-- bulk: ", re.MULTILINE)
_LOOP = re.compile(r"DO\b", re.IGNORECASE)
# As `backends/pgsql/batches.py` writes it: no line of a statement inside a loop looks like this.
_COMMIT = re.compile(r"^    COMMIT;$(?=\n  END LOOP;$)", re.MULTILINE)
_SIZE = re.compile(r"^  WHILE seedc_+at < (?P<size>\d+) LOOP$", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*, \(.*\)  -- (?P<key>.*)$", re.MULTILINE)
_COPY_TARGET = re.compile(r'COPY (?P<name>pg_temp\.(?:"(?:[^"]|"")+"|\w+)) FROM', re.IGNORECASE)
_KEY_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COPY_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row in a step: its `__key__`, and where its line begins and ends in the step's rows."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A statement or COPY block. `tables` are those of the section it stands in: several in a
    statement that loads a cycle, none for what belongs to no table (locks, sequences). `generated`
    says that the section is one of generated rows. `action` is what is done in its place, with the
    same effect (streaming.py)."""

    chunk: Chunk
    tables: tuple[str, ...]
    generated: bool = False
    action: "Action | None" = None

    @property
    def section(self) -> str:
        """What the step writes, for people: empty for what belongs to no table."""
        names = ", ".join(self.tables)
        return f"{names} (generated)" if names and self.generated else names

    @property
    def bulk(self) -> bool:
        """Whether the step drops constraints before generated rows, or builds them again after."""
        return bool(_BULK.search(self.chunk.comment))

    @property
    def commits(self) -> bool:
        """Whether the step is a loop that commits each of its batches."""
        text = self.chunk.text
        return self.chunk.kind == "sql" and bool(_LOOP.match(text) and _COMMIT.search(text))

    @property
    def looped(self) -> int:
        """How many rows a loop over batches writes; 0 for every other step."""
        found = _SIZE.search(self.chunk.text) if _LOOP.match(self.chunk.text) else None
        return int(found.group("size")) if found else 0

    def uncommitted(self) -> "Step":
        """The step without the COMMIT of its loop, for a transaction around everything. As many
        spaces stand in its place, so that the server's positions stay right."""
        if not self.commits:
            return self
        text = _COMMIT.sub(lambda m: " " * len(m.group()), self.chunk.text)
        return replace(self, chunk=replace(self.chunk, text=text))

    @property
    def copies_to(self) -> str | None:
        """The temporary table that a COPY block fills, as SQL."""
        found = _COPY_TARGET.match(self.chunk.text) if self.chunk.kind == "copy" else None
        return found.group("name") if found else None

    def rows(self) -> tuple[RowLine, ...]:
        """The step's rows in order; none for a statement without row lines."""
        if self.chunk.kind == "copy":
            return tuple(_copy_rows(self.chunk.data))
        found = _ROW.finditer(self.chunk.text)
        return tuple(RowLine(m.group("key"), m.start(), m.end()) for m in found)

    def without(self, rows: Sequence[RowLine]) -> Chunk:
        """The chunk without these rows of it (in order)."""
        body = self.chunk.data if self.chunk.kind == "copy" else self.chunk.text
        kept, position = [], 0
        for row in rows:
            kept.append(body[position : row.start])
            position = row.end
        cut = "".join([*kept, body[position:]])
        if self.chunk.kind == "copy":
            return replace(self.chunk, data=cut)
        return replace(self.chunk, text=cut)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one dataset does, atomically: `steps` between `begin` and `end` (COMMIT, or the ROLLBACK
    of a script that only looks). `reset` says that the script deletes the dataset's rows. A loop
    that commits by itself stands alone between neither."""

    dataset: str
    reset: bool
    begin: Chunk | None
    steps: tuple[Step, ...]
    end: Chunk | None

    @property
    def opening(self) -> str:
        """The statement that begins it, as SQL."""
        return self.begin.text if self.begin else "BEGIN"


def sections(parts: Sequence[Transaction]) -> tuple[str, ...]:
    """What the parts of a dataset write, in order, each once: its stages for people."""
    names = (step.section for part in parts for step in part.steps)
    return tuple(dict.fromkeys(name for name in names if name))


def tables_of(parts: Sequence[Transaction]) -> tuple[str, ...]:
    """The tables that the parts write, in the order of loading, each once."""
    names = (name for part in parts for step in part.steps for name in step.tables)
    return tuple(dict.fromkeys(names))


def as_one(parts: Sequence[Transaction]) -> Transaction:
    """The parts of a dataset as a single transaction, in which no loop commits."""
    steps = tuple(step.uncommitted() for part in parts for step in part.steps)
    return replace(parts[0], steps=steps)


def read_script(text: str, file: str) -> tuple[Transaction, ...]:
    """The transactions of a script; those of a dataset follow each other. `file` is its name for
    messages.

    Raises Rejected (SD614) for a psql command that the runner does not know and for a statement
    outside a transaction that is no loop over batches.
    """
    transactions: list[Transaction] = []
    current: list[Chunk] = []
    head: re.Match[str] | None = None
    for chunk in _executed(text, file):
        head = _HEAD.search(chunk.comment) or head
        if chunk.kind == "meta":
            continue
        current.append(chunk)
        looped = len(current) == 1 and Step(chunk, ()).commits
        if not looped and not _BEGIN.match(current[0].text):
            raise _unknown(file, chunk, "a statement outside BEGIN and COMMIT")
        if looped or _END.match(chunk.text):
            transactions.append(_part(head, current, transactions))
            current = []
    if current:
        raise _unknown(file, current[0], "a transaction without COMMIT")
    return tuple(transactions)


def _part(
    head: re.Match[str] | None, chunks: Sequence[Chunk], before: Sequence[Transaction]
) -> Transaction:
    """Chunks from BEGIN to COMMIT, or the one of a loop, as the next part of the script."""
    dataset = head.group("dataset") if head else ""
    reset = head is not None and head.group("rest").endswith(" · reset")
    if len(chunks) > 1:
        return Transaction(dataset, reset, chunks[0], tuple(_steps(chunks[1:-1])), chunks[-1])
    # A table of two loops has its heading above the first.
    last = before[-1].steps[-1] if before and before[-1].begin is None else None
    return Transaction(dataset, reset, None, tuple(_steps(chunks, last)), None)


def _steps(chunks: Iterable[Chunk], last: Step | None = None) -> Iterator[Step]:
    """The chunks with the tables of their sections; a comment of another kind ends a section.
    `last` is a step before the first, whose section may go on."""
    tables, generated = (last.tables, last.generated) if last else ((), False)
    for chunk in chunks:
        if chunk.comment:
            found = tuple(_SECTION.finditer(chunk.comment))
            tables = tuple(m.group("table") for m in found)
            generated = any(m.group("kind") == "generated" for m in found)
        yield Step(chunk, tables, generated)


def _executed(text: str, file: str) -> Iterator[Chunk]:
    """The chunks that count, whoever reads the script: statements outside `\\if`, and backslash
    commands for the comments above them."""
    depth = 0
    for chunk in split(text):
        if chunk.kind == "meta":
            command = _command(chunk.text)
            if command not in _KNOWN_META:
                raise _unknown(file, chunk, f'the psql command "{chunk.text.splitlines()[-1]}"')
            depth += (command == "if") - (command == "endif")
        if not depth:
            yield chunk


def _command(text: str) -> str:
    """The name of a backslash command: it begins the text, or follows the statement it sends."""
    match = _META.match(text, 0 if text.startswith("\\") else text.rfind("\\"))
    return match.group(1) if match else ""


def _unknown(file: str, chunk: Chunk, what: str) -> Rejected:
    return Rejected(
        [
            Diagnostic(
                code="SD614",
                origin=Origin(file, offset=chunk.offset),
                message=f"{what} is not for seedc apply",
                help="build the script again, or run it with psql -f",
            )
        ]
    )


def _copy_rows(data: str) -> Iterator[RowLine]:
    start = 0
    while start < len(data):
        stop = data.find("\n", start)
        end = len(data) if stop < 0 else stop + 1
        key = data[start:end].rstrip("\n").partition("\t")[0]
        yield RowLine(_KEY_ESCAPE.sub(_unescape, key), start, end)
        start = end


def _unescape(match: re.Match[str]) -> str:
    return _COPY_ESCAPES.get(match.group(1), match.group(1))
