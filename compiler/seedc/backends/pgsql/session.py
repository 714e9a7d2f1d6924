"""Settings of the server that would change what a literal or an operator means, fixed for one
transaction."""

from collections.abc import Iterable, Iterator
from typing import Final

from seedc.ir.program import LoadColumn, TableLoad
from seedc.quote import Sql, comment, dollar, fill, ident, join, literal, raw

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
    columns = [c.column for c in load.generated.columns] if load.generated else []
    types = [column.type for column in columns]
    found = [("jit", "off"), *((name, value.strip("'")) for name, value, _ in _settings(types))]
    calls = [
        fill("PERFORM set_config({n}, {v}, true);", n=literal(name), v=literal(value))
        for name, value in found
    ]
    return (*calls, *_searched(columns))


def _searched(columns: Iterable[LoadColumn]) -> Iterator[Sql]:
    """Calls that let operators of extensions be found. Without its own `=` a citext is compared as
    text, and a row in other letters is another row. What is visible already is not named again, and
    what is added comes last, so that no name finds anything else than before."""
    schemas = {c.operators: c.value_type for c in columns if c.operators}
    for schema, name in sorted(schemas.items()):
        yield fill(
            "PERFORM set_config('search_path', concat_ws(', ',\n"
            "      nullif(current_setting('search_path'), ''), {schema}), true)\n"
            "    WHERE NOT pg_type_is_visible(to_regtype({name}));",
            schema=literal(ident(schema)),
            name=literal(name),
        )


def session_settings(loads: Iterable[TableLoad]) -> Sql:
    """SET LOCAL statements for what the loads write: always the encoding of the script, the others
    only where a column asks for them, so that triggers meet as little of it as can be."""
    found = list(loads)
    columns = [column for load in found for column in load.columns]
    types = {column.type for column in columns}
    lines = [raw("SET LOCAL client_encoding = 'UTF8';")]
    if any(load.generated is not None for load in found):
        lines.append(raw(JIT_OFF))
    for name, value, why in _settings(types):
        lines.append(fill("SET LOCAL {n} = {v}; -- {w}", n=ident(name), v=value, w=comment(why)))
    if calls := list(_searched(columns)):
        body = fill("BEGIN\n    {calls}\nEND", calls=join("\n    ", calls))
        lines.append(fill("-- operators of extensions are found\nDO {body};", body=dollar(body)))
    return join("\n", lines)
