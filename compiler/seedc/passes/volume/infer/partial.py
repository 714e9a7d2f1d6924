"""Partial unique keys: held by all rows where that costs nothing, else by no row at all."""

from collections.abc import Sequence

from seedc.catalog import Expression, Unique
from seedc.passes.volume.infer.atoms import Member, columns_of
from seedc.passes.volume.infer.facts import Facts
from seedc.passes.volume.infer.quoting import columns_read, elements_of, exclusion_text, unique_text
from seedc.passes.volume.infer.references import Keyed
from seedc.passes.volume.infer.solving import Clause


def avoided(
    facts: Facts, keyed: Keyed, free: Sequence[str]
) -> tuple[tuple[Unique, ...], tuple[Clause, ...]]:
    """The keys that every row is to hold, and the conditions by which no row falls under the
    others: `one default address per user` is kept by having no default one, where holding it for
    all addresses would leave each user with a single one."""
    held: list[Unique] = []
    negations: list[Clause] = []
    for unique in facts.bound.table.uniques:
        if _is_ruled(facts, unique):
            continue
        clause = _negation(facts, keyed, free, unique) if unique.predicate is not None else None
        if clause is None:
            held.append(unique)
        else:
            negations.append(clause)
    for exclusion in facts.bound.table.exclusions:
        # Ranges can follow each other under a parent; without one, nobody falls under the key.
        if exclusion.predicate is not None and not facts.has_siblings:
            names = [n for element, _ in exclusion.elements for n in columns_read(element)]
            clause = outside(exclusion.predicate, exclusion_text(exclusion), free, names)
            negations += [clause] if clause is not None else []
    return tuple(held), tuple(negations)


def _is_ruled(facts: Facts, unique: Unique) -> bool:
    """Whether a rule of the file decides which rows fall under a partial key: then its author knows
    why no two of them are equal, and a trial of rows is all that is asked."""
    predicate = unique.predicate
    if predicate is None:
        return False
    return any(name in facts.rules for name in {*predicate.columns} - {*elements_of(unique)})


def _negation(facts: Facts, keyed: Keyed, free: Sequence[str], unique: Unique) -> Clause | None:
    assert unique.predicate is not None
    names = elements_of(unique)
    if sum(name in keyed.leads for name in names) > 1 or any(
        _wide(facts, keyed, free, name) for name in names
    ):
        return None
    return outside(unique.predicate, unique_text(unique), free, names)


def outside(
    predicate: Expression, text: str, free: Sequence[str], names: Sequence[str]
) -> Clause | None:
    """The condition by which no row falls under a predicate, where it asks for nothing but other
    values of columns that are free and no part of the key."""
    from seedc.passes.volume.infer.conditions import cases_of  # noqa: PLC0415 - sqlglot, 60 ms

    cases = tuple(
        case
        for case in cases_of(f"NOT ({predicate.text})")
        if all(
            isinstance(atom, Member) and columns_of(atom)[0] in free and atom.column not in names
            for atom in case
        )
    )
    return Clause(text, cases) if cases else None


def _wide(facts: Facts, keyed: Keyed, free: Sequence[str], name: str) -> bool:
    """Whether a column may well have another value in every row."""
    if name in keyed.leads or name not in free:
        return False
    base = facts.bound.codecs[name].family
    return base not in ("boolean", "enum")
