"""A compiled script read back: transactions of steps, each with its table and its rows' keys.

Reads what `scripts/` writes and psql executes. What only psql needs is left out: backslash commands
and everything between `\\if` and `\\endif` (the environment guard, which `guard.py` replaces).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from seedc.diagnostics import Diagnostic, Rejected
from seedc.frontend.ddl.splitter import Chunk, split
from seedc.origin import Origin

_META = re.compile(r"\\(\w+|\S)")
_KNOWN_META = frozenset(
    ["echo", "elif", "else", "encoding", "endif", "getenv", "gset", "if", "pset", "quit", "set"]
)
_BEGIN = re.compile(r"(?:BEGIN|START\s+TRANSACTION)\b(?!\s+ATOMIC)", re.IGNORECASE)
_END = re.compile(r"(?:COMMIT|ROLLBACK)\Z", re.IGNORECASE)
_HEAD = re.compile(r"^-- seedc · (?P<dataset>.+?) · (?P<rest>.+)$", re.MULTILINE)
_SECTION = re.compile(r"^-- (?P<table>.+) · curated · \w+$", re.MULTILINE)
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
    statement that loads a cycle, none for what belongs to no table (locks, sequences)."""

    chunk: Chunk
    tables: tuple[str, ...]

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
    of a script that only looks). `reset` says that the script deletes the dataset's rows."""

    dataset: str
    reset: bool
    begin: Chunk
    steps: tuple[Step, ...]
    end: Chunk

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """The tables in the order in which they are loaded, those of a cycle together."""
        return tuple(dict.fromkeys(step.tables for step in self.steps if step.tables))


def read_script(text: str, file: str) -> tuple[Transaction, ...]:
    """The transactions of a script. `file` is its name for messages.

    Raises Rejected (SD614) for a psql command that the runner does not know and for a statement
    outside a transaction.
    """
    transactions: list[Transaction] = []
    current: list[Chunk] = []
    head: re.Match[str] | None = None
    for chunk in _executed(text, file):
        head = _HEAD.search(chunk.comment) or head
        if chunk.kind == "meta":
            continue
        current.append(chunk)
        if not _BEGIN.match(current[0].text):
            raise _unknown(file, chunk, "a statement outside BEGIN and COMMIT")
        if _END.match(chunk.text):
            dataset = head.group("dataset") if head else ""
            reset = head is not None and head.group("rest").endswith(" · reset")
            steps = tuple(_steps(current[1:-1]))
            transactions.append(Transaction(dataset, reset, current[0], steps, chunk))
            current = []
    if current:
        raise _unknown(file, current[0], "a transaction without COMMIT")
    return tuple(transactions)


def _steps(chunks: Iterable[Chunk]) -> Iterator[Step]:
    """The chunks with the tables of their sections; a comment of another kind ends a section."""
    tables: tuple[str, ...] = ()
    for chunk in chunks:
        if chunk.comment:
            tables = tuple(m.group("table") for m in _SECTION.finditer(chunk.comment))
        yield Step(chunk, tables)


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
