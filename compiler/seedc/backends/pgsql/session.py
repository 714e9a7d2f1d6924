"""Settings of the server that would change what a literal means, fixed for one transaction."""

from collections.abc import Iterable
from typing import Final

from seedc.ir.program import TableLoad
from seedc.quote import Sql, comment, fill, ident, join, literal, raw

# Statements over many rows look dear to the planner, and each batch would be compiled anew: with
# JIT a second apply of a table with sums took 7.3 to 11.1 s, without 1.3 to 1.8 (PostgreSQL 15).
JIT_OFF: Final = "SET LOCAL jit = off; -- compiling the statement costs more than it gains"
_ASKED: tuple[tuple[str, str, Sql, str], ...] = (
    ("[]", "array_nulls", raw("on"), "or a NULL in an array would be a word"),
    ("money", "lc_monetary", raw("'C'"), "or a comma could be money's point"),
)
"""What part of a type's name asks for which setting, its value in SQL, and why."""


def _settings(types: Iterable[str]) -> list[tuple[str, Sql, str]]:
    known = list(types)
    return [(n, v, why) for part, n, v, why in _ASKED if any(part in name for name in known)]


def batch_settings(load: TableLoad) -> tuple[Sql, ...]:
    """The same for one batch of generated rows, as calls inside a DO block."""
    types = [c.column.type for c in load.generated.columns] if load.generated else []
    found = [("jit", "off"), *((name, value.strip("'")) for name, value, _ in _settings(types))]
    return tuple(
        fill("PERFORM set_config({n}, {v}, true);", n=literal(name), v=literal(value))
        for name, value in found
    )


def session_settings(loads: Iterable[TableLoad]) -> Sql:
    """SET LOCAL statements for what the loads write: always the encoding of the script, the others
    only where a column asks for them, so that triggers meet as little of it as can be."""
    found = list(loads)
    types = {column.type for load in found for column in load.columns}
    lines = [raw("SET LOCAL client_encoding = 'UTF8';")]
    if any(load.generated is not None for load in found):
        lines.append(raw(JIT_OFF))
    for name, value, why in _settings(types):
        lines.append(fill("SET LOCAL {n} = {v}; -- {w}", n=ident(name), v=value, w=comment(why)))
    return join("\n", lines)
