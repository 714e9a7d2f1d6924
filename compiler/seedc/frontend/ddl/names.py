"""Names that PostgreSQL makes up: those of sequences, constraints and indexes.

After makeObjectName, ChooseRelationName, ChooseIndexNameAddition and ChooseIndexColumnNames in
src/backend/commands/indexcmds.c and ChooseConstraintName in src/backend/catalog/pg_constraint.c.
"""

from collections.abc import Callable, Sequence

LIMIT = 63
"""NAMEDATALEN - 1: the bytes that a name can have."""


def clip(name: str, limit: int = LIMIT) -> str:
    """`name` cut to `limit` bytes of UTF-8, never inside a character."""
    encoded = name.encode()
    return name if len(encoded) <= limit else encoded[:limit].decode(errors="ignore")


def object_name(first: str, second: str, label: str) -> str:
    """`first_second_label` in 63 bytes: the longer of the two parts is shortened first."""
    room = LIMIT - len(label.encode()) - 1 - (1 if second else 0)
    one, two = len(first.encode()), len(second.encode())
    if second:
        while one + two > room:
            if one > two:
                one -= 1
            else:
                two -= 1
        return f"{clip(first, one)}_{clip(second, two)}_{label}"
    return f"{clip(first, min(one, room))}_{label}"


def choose(first: str, second: str, label: str, taken: Callable[[str], bool]) -> str:
    """The first of `…_label`, `…_label1`, `…_label2` that is not taken."""
    number = 0
    while taken(name := object_name(first, second, label + (str(number) if number else ""))):
        number += 1
    return name


def addition(columns: Sequence[str]) -> str:
    """The middle of an index's or foreign key's name: its columns, as far as there is room."""
    text = ""
    for column in columns:
        text = f"{text}_{clip(column)}" if text else clip(column)
        if len(text.encode()) > LIMIT:
            break
    return text


def index_columns(names: Sequence[str]) -> list[str]:
    """The index's own column names: repeated ones get a number (`expr`, `expr1`)."""
    chosen: list[str] = []
    for name in names:
        candidate, number = name, 1
        while candidate in chosen:
            suffix = str(number)
            candidate = clip(name, LIMIT - len(suffix)) + suffix
            number += 1
        chosen.append(candidate)
    return chosen
