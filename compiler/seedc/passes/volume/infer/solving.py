"""Which case of every CHECK a table's rules keep to: a search through the cheapest ones first.

A case that is chosen holds in every row. Its price is how much of the columns' variety it takes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from seedc.generators.values import Target
from seedc.passes.volume.infer.atoms import (
    Atom,
    Bound,
    Case,
    Formula,
    Member,
    Null,
    Order,
    Other,
    columns_of,
)
from seedc.passes.volume.infer.limits import Contradiction, Limits

MOST_STEPS = 5_000
_FIXED, _UNKNOWN = 40, 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A constraint as quoted, and its cases."""

    text: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What the cases chosen so far come to."""

    limits: Mapping[str, Limits]
    orders: tuple[Order, ...] = ()
    formulas: tuple[Formula, ...] = ()


@dataclass(slots=True)
class Search:
    """`free` are the columns that inference chooses a rule for; `targets` those of all columns;
    `known` says whether an atom on other columns holds (None: nobody knows)."""

    free: frozenset[str]
    targets: Mapping[str, Target]
    known: Callable[[Atom], bool | None]
    needed: frozenset[str] = frozenset()
    """Columns that should not become NULL where there is a choice: keys to other tables."""
    steps: int = 0
    deepest: int = 0
    failed: list[Clause] = field(default_factory=list)

    def solve(self, clauses: Sequence[Clause], start: State) -> tuple[State, tuple[Clause, ...]]:
        """The state in which all clauses hold, and those that contradict the others."""
        free = self.free
        clauses = [
            with_nulls(c, lambda n: n in free and not self.targets[n].required) for c in clauses
        ]
        left = sorted(clauses, key=lambda clause: len(clause.cases))
        refused: list[Clause] = []
        while True:
            self.steps = self.deepest = 0
            found = self._from(left, 0, start)
            if found is not None:
                return found, tuple(refused)
            refused.append(left.pop(self.deepest))

    def _from(self, clauses: Sequence[Clause], depth: int, state: State) -> State | None:
        if depth == len(clauses):
            return state
        self.deepest = max(self.deepest, depth)
        options: list[tuple[int, int, State]] = []
        for number, case in enumerate(clauses[depth].cases):
            try:
                cost, following = self._taken(case, state)
            except Contradiction:
                continue
            options.append((cost, number, following))
        for _, _, following in sorted(options, key=lambda option: option[:2]):
            self.steps += 1
            if self.steps > MOST_STEPS:
                return None
            found = self._from(clauses, depth + 1, following)
            if found is not None:
                return found
        return None

    def _taken(self, case: Case, state: State) -> tuple[int, State]:
        cost = 0
        for atom in case:
            price, state = self._with(atom, state)
            cost += price
        return cost, state

    def _with(self, atom: Atom, state: State) -> tuple[int, State]:
        columns = columns_of(atom)
        if not any(name in self.free for name in columns):
            return self._settled(atom, state)
        if isinstance(atom, Order):
            if _turns_back((*state.orders, atom)):
                raise Contradiction
            return 1, replace(state, orders=(*state.orders, atom))
        if isinstance(atom, Formula):
            return 2, replace(state, formulas=(*state.formulas, atom))
        if isinstance(atom, Other) and len(columns) > 1:
            return _UNKNOWN, state
        before = state.limits[columns[0]]
        target = self.targets[columns[0]]
        if isinstance(atom, Null) and atom.null and target.required:
            raise Contradiction
        after = before.with_atom(atom, target)
        price = 0 if after == before else self._price(atom, target)
        return price, replace(state, limits={**state.limits, columns[0]: after})

    def _settled(self, atom: Atom, state: State) -> tuple[int, State]:
        """An atom on columns that are not inference's to choose."""
        if (
            isinstance(atom, Null)
            and atom.column in self.targets
            and self.targets[atom.column].required
        ):
            if atom.null:
                raise Contradiction
            return 0, state
        holds = self.known(atom)
        if holds is False:
            raise Contradiction
        return (0 if holds else _FIXED), state

    def _price(self, atom: Atom, target: Target) -> int:
        if isinstance(atom, Null):
            if not atom.null:
                return 0 if target.required else 1
            return 6 if atom.column in self.needed else 4
        if isinstance(atom, Member) and atom.inside:
            small = target.type_name == "bool"
            return 3 if small else 5 if len(atom.values) == 1 else 2
        return 1 if isinstance(atom, Bound | Other) else 2


def _turns_back(orders: Sequence[Order]) -> bool:
    """Whether the last order closes a circle in which some column would be less than itself."""
    edges = [edge for order in orders if (edge := _edge(order)) is not None]
    if not edges or _edge(orders[-1]) is None:
        return False
    start, goal, strict = edges[-1][1], edges[-1][0], edges[-1][2]
    reached = {(start, strict)}
    pending = [(start, strict)]
    while pending:
        name, seen = pending.pop()
        if name == goal and seen:
            return True
        for earlier, later, sharp in edges[:-1]:
            following = (later, seen or sharp)
            if earlier == name and following not in reached:
                reached.add(following)
                pending.append(following)
    return False


def _edge(order: Order) -> tuple[str, str, bool] | None:
    """An order as lesser column, greater column, and whether they differ."""
    if order.sign in ("<", "<=") and order.offset <= 0:
        return order.left, order.right, order.sign == "<" or order.offset < 0
    if order.sign in (">", ">=") and order.offset >= 0:
        return order.right, order.left, order.sign == ">" or order.offset > 0
    return None


def with_nulls(clause: Clause, nullable: Callable[[str], bool]) -> Clause:
    """The clause, and as its last cases those in which a column is NULL and so decides nothing:
    where every atom reads that column."""
    atoms = [atom for case in clause.cases for atom in case]
    if not atoms or any(isinstance(atom, Null) for atom in atoms):
        return clause
    shared = set.intersection(*(set(columns_of(atom)) for atom in atoms))
    extra = [(Null(name, True),) for name in sorted(shared) if nullable(name)]
    return Clause(clause.text, (*clause.cases, *extra))
