"""Foreign keys without a rule: which column of each gets the reference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from seedc.catalog import ForeignKey
from seedc.generators.context import Problem
from seedc.passes.volume.infer.facts import Facts, RuleJson
from seedc.passes.volume.infer.names import null_share
from seedc.passes.volume.infer.quoting import key_text

_SELF_NULLS = Decimal("0.2")


@dataclass(slots=True)
class Keyed:
    """`leads` maps a column to the key that its reference draws; `rules` are their rules; `filled`
    are all columns that need no rule of their own because a key fills them."""

    leads: dict[str, ForeignKey] = field(default_factory=dict)
    rules: dict[str, RuleJson] = field(default_factory=dict)
    filled: dict[str, ForeignKey] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)

    def key_of(self, name: str) -> ForeignKey | None:
        """The key by which a column is filled."""
        return self.leads.get(name) or self.filled.get(name)

    def lead_of(self, key: ForeignKey) -> str | None:
        """The column that draws a key."""
        return next((name for name, one in self.leads.items() if one == key), None)


def keyed(facts: Facts) -> Keyed:
    """The references of a table. Problems: SD723 where a key needs a row and its table has none."""
    found = Keyed()
    given = set(facts.rules) | facts.driven
    for key in facts.bound.table.foreign_keys:
        if set(key.columns) <= facts.driven or _refers(facts, key):
            before = _within(facts, key)
            found.filled.update({name: key for name in key.columns if name not in before})
    for key in _in_order(facts, given | set(found.filled)):
        taken = given | set(found.filled) | set(found.leads)
        free = [name for name in key.columns if name not in taken]
        if not free:
            continue
        _lead(facts, found, key, free, [name for name in key.columns if name in taken])
    return found


def _refers(facts: Facts, key: ForeignKey) -> bool:
    """Whether an explicit reference draws the key."""
    return any(
        name in facts.rules
        and facts.rules[name].generator == "reference"
        and facts.referred.get(name, key.table) == key.table
        for name in key.columns
    )


def _within(facts: Facts, key: ForeignKey) -> set[str]:
    """The columns of the key within which its explicit reference draws."""
    rules = [facts.rules[name] for name in key.columns if name in facts.rules]
    return {r.options["within"] for r in rules if "within" in (r.options or ())}


def _in_order(facts: Facts, taken: set[str]) -> Iterator[ForeignKey]:
    """The widest keys first, because the others follow from them; but where two of them share a
    column that is a key by itself, that one first: both are then drawn within its row."""
    keys = sorted(
        {(key.columns, key.table): key for key in facts.bound.table.foreign_keys}.values(),
        key=lambda key: (-len(key.columns), key.columns, key.table),
    )
    wide = [key for key in keys if len(key.columns) > 1]
    shared = [
        key
        for key in keys
        if len(key.columns) == 1
        and key.columns[0] not in taken
        and (
            sum(key.columns[0] in other.columns for other in wide) > 1
            or any(_partly_null(facts, o) and key.columns[0] in o.columns for o in wide)
        )
    ]
    yield from shared
    yield from (key for key in keys if key not in shared)


def _partly_null(facts: Facts, key: ForeignKey) -> bool:
    """Whether some columns of the key can be NULL and others not."""
    required = [_required(facts, name) for name in key.columns]
    return any(required) and not all(required)


def _lead(
    facts: Facts, found: Keyed, key: ForeignKey, free: Sequence[str], taken: Sequence[str]
) -> None:
    others = {
        name
        for other in facts.bound.table.foreign_keys
        if other.columns != key.columns
        for name in other.columns
    }
    # The last column is the most specific one: customer_id of (tenant_id, customer_id).
    lead = next((name for name in reversed(free) if name not in others), free[-1])
    required = any(_required(facts, name) or name in facts.bound.needed for name in free)
    own = key.table == facts.bound.table.name
    if facts.parents(key.table) == 0 and not (own and facts.size):
        _without_rows(facts, found, key, free, required=required)
        return
    rule: dict[str, object] = {"reference": str(key.table)}
    if taken:
        rule["within"] = taken[0]
    if not required:
        rule["null"] = _SELF_NULLS if own else null_share(lead)
    found.leads[lead] = key
    found.rules[lead] = rule
    found.filled.update({name: key for name in free if name != lead})


def _required(facts: Facts, name: str) -> bool:
    return facts.bound.required(facts.bound.columns[name])


def _without_rows(
    facts: Facts, found: Keyed, key: ForeignKey, free: Sequence[str], *, required: bool
) -> None:
    if not required:
        found.rules.update({name: {"constant": None} for name in free})
        found.empty.update(free)
        return
    found.filled.update(dict.fromkeys(free, key))
    found.problems.append(
        (
            free[0],
            Problem(
                "SD723",
                f"{facts.bound.table.name}.{free[0]} needs a row of {key.table}, which has none"
                f" ({key_text(key)})",
                help=f"give {key.table.name} rows, curated or generated",
            ),
        )
    )
