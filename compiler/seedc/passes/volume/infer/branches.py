"""CHECKs that tie NULLs to other columns: rules that hold in some rows and not in others.

`(status = 'paid') = (paid_at IS NOT NULL)` has two cases. Instead of choosing one for all rows, the
pivots (here: status) take each of their values in turn, and what the other columns then must be
becomes a condition: paid_at has a value where `status = 'paid'`.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seedc.generators.values import Target
from seedc.passes.volume.infer.atoms import Atom, Member, Null, Order, columns_of
from seedc.passes.volume.infer.limits import Contradiction, Limits
from seedc.passes.volume.infer.solving import Clause, Search, State
from seedc.quote import ident, literal

_MOST_CASES, _MOST_PIVOTS, _MOST_VALUES = 96, 5, 24


@dataclass(frozen=True, slots=True)
class Pivot:
    """A column and its alternatives: an atom, and the same as an SQL condition."""

    column: str
    options: tuple[tuple[Atom, str], ...]
    nulls: bool = False


@dataclass(frozen=True, slots=True)
class Branches:
    """`conditions` say in which rows a column has a value; `halves` are the columns that are NULL
    in about half of the rows where they may have one."""

    state: State
    conditions: Mapping[str, str] = field(default_factory=dict)
    halves: frozenset[str] = frozenset()


Known = Mapping[str, Sequence[str]]
"""The values of columns that have their rule already."""


def branched(
    search: Search, clauses: Sequence[Clause], start: State, plain: State, known: Known
) -> Branches:
    """The branches of every group of CHECKs that gains by them; `plain` is the state in which one
    case of each CHECK holds in all rows."""
    found = Branches(plain)
    single = [clause for clause in clauses if len(clause.cases) == 1]
    try:
        begin, refused = search.solve(single, start)
    except Contradiction:
        return found
    several = [clause for clause in clauses if len(clause.cases) > 1]
    for group in _groups(several) if not refused else ():
        if _columns(group) & set(known) or _loses(group, begin, found.state, search):
            better = _split(search, group, begin, found, known)
            found = better if better is not None else found
    return found


def _groups(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """The clauses by the columns that they share."""
    left = list(clauses)
    while left:
        group = [left.pop(0)]
        names = _columns(group)
        grown = True
        while grown:
            grown = False
            for clause in list(left):
                if names & _columns([clause]):
                    group.append(clause)
                    names |= _columns([clause])
                    left.remove(clause)
                    grown = True
        yield group


def _columns(clauses: Sequence[Clause]) -> set[str]:
    return {name for c in clauses for case in c.cases for atom in case for name in columns_of(atom)}


def _loses(group: Sequence[Clause], begin: State, plain: State, search: Search) -> bool:
    """Whether one case for all rows makes a column always NULL, or takes values from a list."""
    for name in _columns(group) & search.free:
        before, after = begin.limits[name], plain.limits[name]
        if after.null and not before.null:
            return True
        if after.allowed != before.allowed:
            return True
    return False


def _split(
    search: Search, group: Sequence[Clause], begin: State, found: Branches, known: Known
) -> Branches | None:
    pivots = _pivots(search, group, begin, known)
    count = 1
    for pivot in pivots:
        count *= len(pivot.options)
    if not pivots or count > _MOST_CASES:
        return None
    states: dict[tuple[int, ...], State] = {}
    for choice in itertools.product(*(range(len(pivot.options)) for pivot in pivots)):
        atoms = tuple(p.options[n][0] for p, n in zip(pivots, choice, strict=True))
        state = _solved(search, group, begin, atoms)
        if state is not None:
            states[choice] = state
    return _joined(search, group, begin, found, pivots, states) if states else None


def _solved(
    search: Search, group: Sequence[Clause], begin: State, atoms: tuple[Atom, ...]
) -> State | None:
    fixed = {atom.column: atom for atom in atoms if isinstance(atom, Member | Null)}
    held = Search(search.free, search.targets, _with_known(search, fixed), search.needed)
    own = tuple(atom for atom in atoms if columns_of(atom)[0] in search.free)
    try:
        state, refused = held.solve([*([Clause("", (own,))] if own else []), *group], begin)
    except Contradiction:
        return None
    return None if refused else state


def _with_known(search: Search, fixed: Mapping[str, Atom]) -> Callable[[Atom], bool | None]:
    """What is known of columns that have a rule: in this branch they have one value."""

    def known(atom: Atom) -> bool | None:
        own = fixed.get(getattr(atom, "column", ""))
        if isinstance(atom, Member) and isinstance(own, Member):
            return (own.values[0] in atom.values) is atom.inside
        return search.known(atom)

    return known


# Pivots -------------------------------------------------------------------------------------------


def _pivots(search: Search, group: Sequence[Clause], begin: State, known: Known) -> list[Pivot]:
    """The columns with few values that the CHECKs compare with constants; without any, the columns
    that they ask to be NULL or not, all but the last."""
    atoms = [atom for clause in group for case in clause.cases for atom in case]
    names = dict.fromkeys(a.column for a in atoms if isinstance(a, Member))
    found: list[Pivot] = []
    for name in names:
        values = known.get(name) or _values(search.targets[name], begin.limits[name])
        if (name in search.free or name in known) and 1 < len(values) <= _MOST_VALUES:
            found.append(
                Pivot(
                    name,
                    tuple(
                        (Member(name, (v,)), _equals(name, v, search.targets[name])) for v in values
                    ),
                )
            )
    if found:
        return found[:2]
    nulls = dict.fromkeys(
        a.column for a in atoms if isinstance(a, Null) and _open(search, begin, a)
    )
    return [
        Pivot(
            name,
            (
                (Null(name, False), f"{ident(name)} IS NOT NULL"),
                (Null(name, True), f"{ident(name)} IS NULL"),
            ),
            nulls=True,
        )
        for name in list(nulls)[: min(len(nulls) - 1, _MOST_PIVOTS)]
    ]


def _open(search: Search, begin: State, atom: Null) -> bool:
    required = search.targets[atom.column].required
    return atom.column in search.free and not required and begin.limits[atom.column].null is None


def _values(target: Target, limits: Limits) -> tuple[str, ...]:
    if target.array:
        return ()
    if limits.allowed is not None:
        return limits.allowed
    if target.type_name == "bool":
        return ("true", "false")
    return target.labels


def _equals(name: str, value: str, target: Target) -> str:
    if target.type_name == "bool":
        return str(ident(name)) if value == "true" else f"NOT {ident(name)}"
    if target.type_name in ("int2", "int4", "int8", "numeric"):
        return f"{ident(name)} = {value}"
    return f"{ident(name)} = {literal(value)}"


# From branches to conditions ----------------------------------------------------------------------


def _joined(
    search: Search,
    group: Sequence[Clause],
    begin: State,
    found: Branches,
    pivots: Sequence[Pivot],
    states: Mapping[tuple[int, ...], State],
) -> Branches | None:
    """One state for all branches; None where they differ in more than NULLs."""
    limits = dict(found.state.limits)
    conditions = dict(found.conditions)
    halves = set(found.halves)
    for place, pivot in enumerate(pivots):
        if pivot.nulls or pivot.column not in search.free:
            continue
        taken = sorted({choice[place] for choice in states})
        values = tuple(pivot.options[n][0].values[0] for n in taken)  # type: ignore[union-attr]
        every = itertools.product(*(sorted({c[p] for c in states}) for p in range(len(pivots))))
        if not any(p.nulls for p in pivots) and any(choice not in states for choice in every):
            return None
        before = begin.limits[pivot.column]
        limits[pivot.column] = replace(before, allowed=values, null=False)
    finite = {pivot.column for pivot in pivots if not pivot.nulls}
    for name in sorted(_columns(group) & search.free - finite):
        own = next((n for n, p in enumerate(pivots) if p.column == name), len(pivots))
        merged = _merged(name, own, pivots, states)
        if merged is None:
            return None
        limits[name], condition, half = merged
        if condition:
            conditions[name] = condition
        if half:
            halves.add(name)
    orders = tuple(dict.fromkeys(o for state in states.values() for o in state.orders))
    formulas = tuple(dict.fromkeys(f for state in states.values() for f in state.formulas))
    state = replace(
        found.state,
        limits=limits,
        orders=tuple(dict.fromkeys((*_kept(found.state.orders, group), *orders))),
        formulas=tuple(dict.fromkeys((*found.state.formulas, *formulas))),
    )
    return Branches(state, conditions, frozenset(halves))


def _kept(orders: Sequence[Order], group: Sequence[Clause]) -> list[Order]:
    """The orders that other CHECKs ask for."""
    own = {atom for clause in group for case in clause.cases for atom in case}
    return [order for order in orders if order not in own]


def _merged(
    name: str,
    own: int,
    pivots: Sequence[Pivot],
    states: Mapping[tuple[int, ...], State],
) -> tuple[Limits, str, bool] | None:
    """The column's limits where it has a value, the condition under which it has one, and whether
    it may as well have none there. Only the pivots before it count."""
    earlier: dict[tuple[int, ...], set[bool | None]] = {}
    given: set[Limits] = set()
    for choice, state in states.items():
        limits = state.limits[name]
        earlier.setdefault(choice[:own], set()).add(limits.null)
        if not limits.null:
            given.add(replace(limits, null=None))
    if not given:
        return replace(next(iter(states.values())).limits[name]), "", False
    if len(given) > 1:
        return None
    (limits,) = given
    present = [choice for choice, nulls in earlier.items() if nulls != {True}]
    half = any(True in earlier[choice] for choice in present)
    must = any(False in earlier[choice] for choice in present)
    inner = replace(limits, null=False if must and not half else None)
    if len(present) == len(earlier):
        return inner, "", half
    return inner, _condition(pivots[:own], present, list(earlier)), half


def _condition(
    pivots: Sequence[Pivot], present: Sequence[tuple[int, ...]], every: Sequence[tuple[int, ...]]
) -> str:
    """The branches as SQL: one pivot's values as a list, several as alternatives."""
    if len(pivots) == 1:
        options = [pivots[0].options[choice[0]] for choice in present]
        return _one_of(options)
    parts = [
        " AND ".join(p.options[n][1] for p, n in zip(pivots, choice, strict=True))
        for choice in present
    ]
    return parts[0] if len(parts) == 1 else " OR ".join(f"({part})" for part in parts)


def _one_of(options: Sequence[tuple[Atom, str]]) -> str:
    if len(options) == 1 or " = " not in options[0][1]:
        return " OR ".join(sql for _, sql in options)
    name = options[0][1].split(" = ")[0]
    return f"{name} IN ({', '.join(sql.split(' = ', 1)[1] for _, sql in options)})"
