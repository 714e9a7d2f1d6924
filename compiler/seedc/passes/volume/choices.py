"""The values that a CHECK lists for one column: what `{"choice": {"from": "check"}}` draws from."""

from collections.abc import Iterator

from seedc.catalog import Check
from seedc.passes.seedplan import BoundTable


def listed_values(bound: BoundTable, name: str) -> tuple[str, ...]:
    """The texts that every CHECK on the column alone, or on its domain, allows, in the order of the
    first list; nothing where none lists any."""
    found: tuple[str, ...] | None = None
    for check, word in _checks(bound, name):
        values = _members(check, word)
        if values is not None:
            found = values if found is None else tuple(v for v in found if v in values)
    return found or ()


def _checks(bound: BoundTable, name: str) -> Iterator[tuple[Check, str]]:
    """Each CHECK with what it calls the column."""
    for check in bound.table.checks:
        if check.enforced and check.expression.columns == (name,):
            yield check, name
    for domain in bound.domains[name]:
        yield from ((check, "value") for check in domain.checks)


def _members(check: Check, word: str) -> tuple[str, ...] | None:
    # Imported here: sqlglot costs 60 ms, which a file without such a rule need not pay.
    from seedc.passes.volume.infer.atoms import Member  # noqa: PLC0415
    from seedc.passes.volume.infer.conditions import cases_of  # noqa: PLC0415

    cases = cases_of(check.expression.text)
    atoms = cases[0] if len(cases) == 1 else ()
    for atom in atoms:
        if isinstance(atom, Member) and atom.inside and atom.column.lower() == word.lower():
            return atom.values
    return None
