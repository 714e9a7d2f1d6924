"""The only makers of SQL text. What is not from here is not `Sql`, and no template prints it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from string import Formatter
from typing import LiteralString

# Every word that is not UNRESERVED in PostgreSQL 15 to 18 (pg_get_keywords()), because
# quote_ident in src/backend/utils/adt/ruleutils.c quotes all of those.
_KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit
    boolean both case cast char character check coalesce collate collation column concurrently
    constraint create cross current_catalog current_date current_role current_schema
    current_time current_timestamp current_user dec decimal default deferrable desc distinct do
    else end except exists extract false fetch float for foreign freeze from full grant greatest
    group grouping having ilike in initially inner inout int integer intersect interval into is
    isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit
    localtime localtimestamp merge_action national natural nchar none normalize not notnull null
    nullif numeric offset on only or order out outer overlaps overlay placing position precision
    primary real references returning right row select session_user setof similar smallint some
    substring symmetric system_user table tablesample then time timestamp to trailing treat trim
    true union unique user using values varchar variadic verbose when where window with
    xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
    xmlserialize xmltable
    """.split()  # noqa: SIM905 - as a list literal it would be 130 lines that nobody reads
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
# What would end a row's line, hide text from a reviewer, or turn it round on the screen.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# What may stand unquoted in a VALUES list. 18 digits at most: a longer one would be numeric, and
# make the whole column numeric.
# A minus before a zero is no part of the number: as a token it is lost, and a float keeps it.
_BARE = re.compile(r"(?!-[0.]*$)-?[0-9]{1,18}(?:\.[0-9]+)?|true|false").fullmatch
# COPY's text format knows the first seven by letter; an octal escape serves the other controls.
_COPY = {n: f"\\{n:03o}" for n in (*range(32), 127)} | {
    ord(char): escape
    for char, escape in zip(
        "\\\b\f\n\r\t\v", ("\\\\", "\\b", "\\f", "\\n", "\\r", "\\t", "\\v"), strict=True
    )
}
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


class Sql(str):
    """SQL text that is safe to execute. Only this module makes one from a plain string."""

    __slots__ = ()


def raw(text: LiteralString) -> Sql:
    """SQL that stands in the source code itself; a type checker refuses anything computed."""
    return Sql(text)


def trusted(text: str) -> Sql:
    """SQL that PostgreSQL's own grammar printed (an expression from the schema). Nothing else."""
    return Sql(text)


@lru_cache(maxsize=10_000)
def ident(name: str) -> Sql:
    """`name` as an identifier, quoted where PostgreSQL's quote_ident would quote it.

    A name with a line end is written as `U&"…"`: SQL is indented by line, and would change it.
    """
    if _PLAIN.match(name) and name not in _KEYWORDS:
        return Sql(name)
    quoted = name.replace('"', '""')
    if "\n" not in name:
        return Sql(f'"{quoted}"')
    escaped = quoted.replace("\\", "\\\\").replace("\n", "\\000A")
    return Sql(f'U&"{escaped}"')


def dotted(*names: str) -> Sql:
    """A qualified name: `dotted("storefront", "vendors")`."""
    return Sql(".".join(ident(name) for name in names))


def regclass(schema: str, name: str) -> Sql:
    """A qualified name as a string literal that `::regclass` and to_regclass read, to whom `U&` is
    nothing."""
    parts = ('"' + n.replace('"', '""') + '"' if ident(n) != n else n for n in (schema, name))
    return literal(".".join(parts))


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def literal(text: str) -> Sql:
    """`text` as a string literal on one line, safe whatever standard_conforming_strings says.

    Backslashes, line ends, control characters and the marks that reorder text turn the literal
    into an `E''` string. U+0000 must have been refused before: PostgreSQL cannot hold it.
    """
    return Sql(_quoted(text))


def _quoted(text: str) -> str:
    # isprintable() is false for all that is unsafe and for a little more; it is the fast way out.
    if "\\" not in text and (text.isprintable() or not _UNSAFE.search(text)):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return "E'" + _UNSAFE.sub(_escape, escaped) + "'"


def number(value: int) -> Sql:
    """`value` as an integer constant."""
    return Sql(str(value))


def value_line(values: Sequence[str | None], bare: Sequence[bool], note: str) -> Sql:
    """The values of one row as a further line of a VALUES list, `, (12, 'Acme', NULL)  -- note`.

    None is NULL. A value whose `bare` is true stands unquoted if it is a number or a boolean and
    nothing else.
    """
    cells = [
        "NULL" if v is None else v if b and _BARE(v) else _quoted(v)
        for v, b in zip(values, bare, strict=True)
    ]
    return Sql(f", ({', '.join(cells)})  -- {comment(note)}")


def copy_lines(columns: Iterable[Sequence[str | None]]) -> Sql:
    """Rows, given column by column, as lines of COPY's text format, the last without a line end.

    Column by column because most need no escape anywhere, which one look at the column tells.
    """
    return Sql("\n".join(map("\t".join, zip(*map(_copy_cells, columns), strict=True))))


def _copy_cells(values: Sequence[str | None]) -> Sequence[str]:
    flat = "".join(filter(None, values))
    if flat.isprintable() and "\\" not in flat:
        return ["\\N" if v is None else v for v in values]
    return ["\\N" if v is None else v.translate(_COPY) for v in values]


def copied(lines: bytes) -> Sql:
    """Rows in COPY's text format as a backend gives them, each with its line end, as they stand in
    a script. Raises ValueError where a line would end the data."""
    if lines.startswith(b"\\.\n") or b"\n\\.\n" in lines:
        raise ValueError("a row that reads as the end of the data is no row of COPY")
    return Sql(lines.decode())


def psql_word(text: str) -> Sql:
    """`text` as an argument of a psql command, in the quotes that psql itself takes off."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return Sql("'" + _UNSAFE.sub(lambda m: _SHORT.get(m.group(), m.group()), escaped) + "'")


def dollar(body: Sql, name: LiteralString = "seedc") -> Sql:
    """`body` between dollar quotes whose tag, which begins with `name`, does not occur in it."""
    tag, attempt = f"${name}$", 1
    while tag in body:
        attempt += 1
        tag = f"${name}{attempt}$"
    return Sql(f"{tag}\n{body}\n{tag}")


def comment(text: str) -> Sql:
    """`text` as the rest of a line after `-- `: nothing in it can end the comment."""
    return Sql(text if text.isprintable() else _UNSAFE.sub(_escape, text))


def join(separator: LiteralString, parts: Iterable[Sql]) -> Sql:
    """The parts with a constant between them."""
    return Sql(separator.join(parts))


def fill(template: LiteralString, **parts: Sql) -> Sql:
    """A constant template with `{name}` places, each filled with SQL."""
    for name, part in parts.items():
        if part.__class__ is not Sql:
            raise TypeError(f"{name} is {type(part).__name__}, not Sql")
    return Sql(_percents(template) % parts)


@cache
def _percents(template: str) -> str:
    """A template with its places in the form of the operator %, which is three times as fast as
    `str.format`: a build fills fifty thousand."""
    pieces = Formatter().parse(template)
    texts = [(text.replace("%", "%%"), name) for text, name, _, _ in pieces]
    return "".join(text if name is None else f"{text}%({name})s" for text, name in texts)
