"""What is wrong with the input, as data. Passes report into a `Sink`; the command line prints."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from seedc.codes import CODES
from seedc.origin import Origin

_MANY = 2000
"""Candidates that are compared letter by letter; of more, only those with the same first or last
three letters are, so that a thousand mistakes in a large file are still reported in a second."""


@dataclass(frozen=True, slots=True)
class Note:
    """A further fact about a diagnostic, with its own place where it has one."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One mistake: its code, its place, one sentence in lower case without a full stop."""

    code: str
    origin: Origin
    message: str
    notes: tuple[Note, ...] = ()
    help: str | None = None
    severity: Literal["error", "warning"] = "error"


class Rejected(Exception):
    """The input is wrong; every diagnostic of the pass that found it, nothing was written."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(f"{len(self.diagnostics)} diagnostics")


@dataclass(slots=True)
class Sink:
    """Collects the diagnostics of one pass after another."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def report(
        self,
        code: str,
        origin: Origin,
        message: str,
        *notes: Note,
        help: str | None = None,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Add one. An unregistered code is a bug of ours and raises KeyError."""
        self.diagnostics.append(
            Diagnostic(
                code=CODES[code].code,
                origin=origin,
                message=message,
                notes=notes,
                help=help,
                severity=severity,
            )
        )

    def close(self) -> None:
        """End a pass: raises Rejected with everything reported so far if any of it is an error."""
        if any(d.severity == "error" for d in self.diagnostics):
            raise Rejected(self.diagnostics)


def nearest(word: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """The candidates spelled most like `word` (Ratcliff and Obershelp, see difflib), best first."""
    folded = {c.casefold(): c for c in reversed(list(dict.fromkeys(candidates)))}
    wanted = word.casefold()
    pool = list(folded)
    if len(pool) > _MANY:
        pool = [c for c in pool if c[:3] == wanted[:3] or c[-3:] == wanted[-3:]][:_MANY]
    return [folded[hit] for hit in difflib.get_close_matches(wanted, pool, n=limit, cutoff=0.6)]


def nearest_help(what: str, word: str, candidates: Iterable[str]) -> str | None:
    """`the nearest <what> is "…"`, or None where nothing is near."""
    hits = nearest(word, candidates)
    return f'the nearest {what} is "{hits[0]}"' if hits else None
