"""Rules for the columns that have none: from type, name and constraints.

`infer` is a pure function of `Facts`. What no rule can satisfy is a Problem that quotes the
constraint: SD723 (a key to a table without rows), SD740 (a CHECK), SD741 (too few different
values), SD746 (a type that nothing is known of). All of a table's problems come together.
"""

from seedc.passes.volume.infer.facts import Facts, Inferred
from seedc.passes.volume.infer.quoting import constraints_on
from seedc.passes.volume.infer.tables import start

__all__ = ["Facts", "Inferred", "constraints_of", "infer", "made_unique"]

_NEVER_UNIQUE = frozenset(
    [
        "boolean",
        "constant",
        "sql",
        "hash",
        "template",
        "after",
        "before",
        "more",
        "less",
        "turn",
        "when",
        "lookup",
        "sum",
        "min",
        "max",
        "count",
        "running",
        "day",
        "tsvector",
    ]
)
"""Generators whose values follow from others: that no two are equal is for a trial of rows."""


def infer(facts: Facts) -> Inferred:
    """A rule for every column that has none, is not filled by a parent, and that the database would
    not fill as well; and what cannot be satisfied."""
    return start(facts).run()


def made_unique(facts: Facts) -> frozenset[str]:
    """The columns whose own rule gets `unique`, because a unique key is on them alone."""
    found = set()
    for unique in facts.bound.table.uniques:
        columns = unique.columns
        if columns is None or len(columns) != 1:
            continue
        if unique.predicate is not None and {*unique.predicate.columns} - {*columns}:
            continue
        rule = facts.rules.get(columns[0])
        if rule is not None and not rule.unique and rule.generator not in _NEVER_UNIQUE:
            found.add(columns[0])
    return frozenset(found)


def constraints_of(facts: Facts, column: str) -> tuple[str, ...]:
    """Everything that the schema asks of a column, quoted for messages."""
    return constraints_on(facts.bound, column)
