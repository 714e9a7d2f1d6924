"""Sequences: moved past the ids that the seed gives, never back, and only when they are behind."""

from seedc.ir.program import SequenceMove
from seedc.quote import Sql, dotted, fill, number, regclass


def move(target: SequenceMove) -> Sql:
    """A statement that calls setval if, and only if, the next value would not exceed the target.

    What the sequence holds is read from its own row and not from pg_sequence_last_value, which
    tells nothing of a sequence that was set but not yet called.
    """
    name = dotted(target.sequence.schema, target.sequence.name)
    return fill(
        "SELECT setval({text}, {value})\n"
        "FROM {name} AS q\n"
        "JOIN pg_catalog.pg_sequence AS p ON p.seqrelid = {text}::regclass AND p.seqincrement > 0\n"
        "WHERE CASE WHEN q.is_called THEN q.last_value < {value} ELSE q.last_value <= {value} END;",
        text=regclass(target.sequence.schema, target.sequence.name),
        value=number(target.value),
        name=name,
    )
