"""What the database will put into a column that a row leaves out, where that is a constant."""

import re

from seedc.catalog import Column
from seedc.passes.seedplan import BoundTable, Unresolved

UNKNOWN = Unresolved("UNKNOWN")
"""The value is the server's to find: now(), a sequence, a generated column."""

_CONSTANT = re.compile(
    r"""\(?(?: (?P<number>-?[0-9]+(?:\.[0-9]+)?) | '(?P<text>(?:[^'\\]|'')*)'
        | (?P<word>true|false|NULL) )\)?
        (?: ::\s*[\w\s."]+ (?:\([0-9,\s]*\))? (?:\[\])? )*\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def default_text(bound: BoundTable, column: Column) -> object:
    """The column's default as PostgreSQL input text, None for NULL, or UNKNOWN."""
    if column.identity or column.generated or column.sequence is not None:
        return UNKNOWN
    default = column.default
    if default is None:
        default = next((d.default for d in bound.domains[column.name] if d.default), None)
    if default is None:
        return None
    found = _CONSTANT.match(default.text)
    if found is None:
        return UNKNOWN
    if found["text"] is not None:
        return found["text"].replace("''", "'")
    word = found["number"] or found["word"].lower()
    return None if word == "null" else word
