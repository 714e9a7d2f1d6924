"""Inference for one table, from its facts to its rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from seedc.generators.context import Problem
from seedc.generators.rules import Written
from seedc.passes.volume.infer.atoms import Atom, Formula, Member, Null, Order
from seedc.passes.volume.infer.branches import Branches, branched
from seedc.passes.volume.infer.choosing import Chooser, clauses_of
from seedc.passes.volume.infer.exclusive import Settling
from seedc.passes.volume.infer.facts import Facts, Inferred, RuleJson
from seedc.passes.volume.infer.limits import Limits
from seedc.passes.volume.infer.overlap import Apart, kept_apart
from seedc.passes.volume.infer.partial import avoided
from seedc.passes.volume.infer.quoting import mentions
from seedc.passes.volume.infer.references import Keyed, keyed
from seedc.passes.volume.infer.relations import in_life, lines, neighbours
from seedc.passes.volume.infer.solving import Clause, Search, State
from seedc.passes.volume.infer.trial import Trial
from seedc.quote import ident

_KEY_TYPES = frozenset(["int2", "int4", "int8", "uuid"])
_TEXT_KEYS = frozenset(["text", "varchar", "citext", "bpchar"])


@dataclass(slots=True)
class TableInference:
    """One table's inference, step by step; `problems` gathers what cannot be satisfied."""

    facts: Facts
    trial: Trial
    keyed: Keyed
    surrogate: str | None
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)
    unequal: list[Order] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """The columns of CHECKs that cannot hold, of which nothing more need be said."""

    def run(self) -> Inferred:
        """The rules and the problems."""
        self.problems += self.keyed.problems
        uniques, negations = avoided(self.facts, self.keyed, self.free)
        branches = self.solved(negations)
        state = branches.state
        chooser = Chooser(self.facts, self.trial, self.keyed, dict(state.limits))
        chooser.conditions, chooser.halves = dict(branches.conditions), branches.halves
        settling = Settling(
            facts=self.facts,
            keyed=self.keyed,
            free=self.free,
            targets=self.trial.targets,
            limits=dict(state.limits),
            can=chooser.can_differ,
            surrogate=self.surrogate,
            formulas={f.column: f.columns for f in state.formulas if f.column in self.free},
        )
        chooser.distinct = settling.settle(uniques)
        apart = kept_apart(self.facts, chooser, settling, {n.text for n in negations})
        self.problems += [*chooser.distinct.problems, *apart.problems]
        self.related(chooser, state, apart)
        rules = dict(self.ruled(chooser))
        ordered = {name: rules[name] for name in self.facts.bound.columns if name in rules}
        return Inferred(ordered, tuple(self.problems))

    @property
    def free(self) -> tuple[str, ...]:
        """The columns that inference chooses a rule for, references included."""
        return tuple(
            name
            for name, column in self.facts.bound.columns.items()
            if name not in self.facts.rules
            and name not in self.facts.driven
            and name not in self.keyed.filled
            and name not in self.keyed.empty
            and name != self.surrogate
            and not column.generated
        )

    # CHECKs ---------------------------------------------------------------------------------------

    def solved(self, negations: Sequence[Clause]) -> Branches:
        """The state in which all CHECKs hold, and the columns that have values in some rows only.
        Problems (SD740): CHECKs that contradict others."""
        limits = {
            name: Limits(null=False) if target.required else Limits()
            for name, target in self.trial.targets.items()
        }
        limits |= {name: Limits(null=True) for name in self.keyed.empty}
        search = Search(
            free=frozenset(self.free),
            targets=self.trial.targets,
            known=self.known,
            needed=frozenset(self.keyed.leads),
        )
        clauses = [*self.clauses(), *negations]
        start = State(limits)
        state, refused = search.solve(clauses, start)
        for clause in refused:
            columns = {c for case in clause.cases for a in case for c in _columns(a)}
            free = [name for name in columns if name in self.free]
            self.refused.update(columns)
            if clause.text not in {n.text for n in negations} and free:
                self.problems.append((free[0] if len(columns) == 1 else None, self.refusal(clause)))
        if refused:
            return Branches(state)
        values = {name: found for name, r in self.facts.rules.items() if (found := _values(r))}
        return branched(search, clauses, start, state, values)

    def refusal(self, clause: Clause) -> Problem:
        """A CHECK that leaves nothing beside the others."""
        return Problem(
            "SD740",
            f"no rows of {self.facts.bound.table.name} satisfy {clause.text} beside the other"
            " constraints and rules",
            help="give the columns of the CHECK rules of their own",
        )

    def clauses(self) -> Iterator[Clause]:
        """The table's CHECKs and those of its columns' domains."""
        bound = self.facts.bound
        for check in bound.table.checks:
            if check.enforced:
                yield Clause(*clauses_of(check))
        for name, domains in bound.domains.items():
            if name in self.free and not bound.columns[name].type.array:
                for domain in domains:
                    for check in domain.checks:
                        yield Clause(*clauses_of(check, name))

    def known(self, atom: Atom) -> bool | None:
        """Whether an atom on columns that are not ours holds."""
        if isinstance(atom, Null):
            return self._known_null(atom)
        if isinstance(atom, Order):
            # The compiler draws self references among earlier rows, and numbers keys itself.
            return True if atom.sign == "<>" else None
        rule = self.facts.rules.get(getattr(atom, "column", ""))
        if isinstance(atom, Member) and rule is not None:
            return _all_within(rule, atom)
        return None

    def _known_null(self, atom: Null) -> bool | None:
        rule = self.facts.rules.get(atom.column)
        if atom.column in self.facts.driven or atom.column == self.surrogate:
            return not atom.null
        if rule is None:
            return None
        if rule.generator == "constant":
            return (rule.options is None) is atom.null
        if rule.null == 0 and rule.generator not in ("sql", "lookup", "min", "max"):
            return not atom.null
        return atom.null if rule.null == 1 else None

    # Columns that follow from others --------------------------------------------------------------

    def related(self, chooser: Chooser, state: State, apart: Apart) -> None:
        """Note how columns follow from others: orders, formulas, references that must differ."""
        chooser.given.update(apart.rules)
        chooser.needed.update(apart.needed)
        busy = {
            *chooser.distinct.unique,
            *chooser.distinct.counted,
            *chooser.distinct.absent,
            *apart.rules,
        }
        for formula in state.formulas:
            self._formula(chooser, formula, busy)
        orders = [order for order in state.orders if not self._by_reference(chooser, order)]
        ordered = {name for order in orders for name in (order.left, order.right)}
        loose = [n for n in self.free if n not in busy and not _null(state.limits[n])]
        orders += in_life(
            [*loose, *self.facts.rules], self.trial.targets, ordered | set(chooser.formulas)
        )
        orders += self.unequal
        limits = dict(chooser.limits)
        placed: set[str] = set()
        for line in lines(orders, self.trial.targets):
            if not any(name in self.free for name in line.names):
                continue
            settled = busy | placed | set(chooser.formulas)
            open_ = {name for name in self.free if name not in settled}
            known, narrowed = neighbours(line, self.trial.targets, limits, open_)
            chooser.neighbours.update(known)
            limits.update(narrowed)
            placed = placed | set(line.names)
            chooser.neighbours.update(known)
            limits.update(narrowed)
        chooser.limits = limits
        chooser.needed.update(near.base for near in chooser.neighbours.values())
        for condition in chooser.conditions.values():
            chooser.needed.update(n for n in self.free if mentions(condition, n))

    def _formula(self, chooser: Chooser, formula: Formula, busy: set[str]) -> None:
        if formula.column in self.free and formula.column not in busy | set(self.keyed.leads):
            chooser.formulas[formula.column] = formula.sql
            chooser.needed.update(formula.columns)

    def _by_reference(self, chooser: Chooser, order: Order) -> bool:
        """Whether an order is settled by a reference: `a <> b` of two keys, or of a key's own."""
        leads = self.keyed.leads
        if order.sign == "=" and order.left in self.free and order.left not in leads:
            chooser.formulas[order.left] = str(ident(order.right))
            chooser.needed.add(order.right)
            return True
        if order.sign != "<>":
            return self._in_order(chooser, order)
        if order.right not in leads and order.left not in leads:
            self._values_apart(chooser, order)
            return True
        # A reference that a unique key holds to its place cannot step aside for another one.
        held = {*chooser.distinct.unique, *chooser.distinct.per.values()}
        sides = [(order.right, order.left), (order.left, order.right)]
        able = [(n, other) for n, other in sides if n in leads and other != self.surrogate]
        for name, other in sorted(able, key=lambda side: side[0] in held)[:1]:
            chooser.apart[name] = other
        return True

    def _in_order(self, chooser: Chooser, order: Order) -> bool:
        """`a < b` of two references to one table, whose rows are then drawn together."""
        ends = (order.left, order.right) if order.sign in ("<", "<=") else (order.right, order.left)
        keys = [self.keyed.leads[name] for name in ends if name in self.keyed.leads]
        taken = {*chooser.above, *chooser.above.values(), *chooser.distinct.unique}
        if len(keys) < 2 or order.offset or taken & {*ends}:
            return False
        if keys[0].table != keys[1].table or keys[0].references != keys[1].references:
            return False
        if keys[0].table == self.facts.bound.table.name or self.facts.ascending(keys[0].table) < 2:
            return False
        chooser.above[ends[1]] = ends[0]
        return True

    def _values_apart(self, chooser: Chooser, order: Order) -> None:
        """`a <> b` of values: of two booleans one is the other's opposite, of two lists each takes
        a half, and of numbers one is greater."""
        pair = [n for n in (order.left, order.right) if n in self.free]
        targets = self.trial.targets
        if len(pair) == 0:
            return
        first, last = order.left, order.right
        if last not in self.free:
            first, last = last, first
        limits = dict(chooser.limits)
        lists = [limits[n].allowed or targets[n].labels for n in (first, last)]
        if targets[last].type_name == "bool" and not targets[last].array:
            chooser.formulas[last] = f"NOT {ident(first)}"
            chooser.needed.add(first)
        elif lists[0] and lists[1] and first in self.free:
            half = lists[0][: max(1, len(lists[0]) // 2)]
            rest = tuple(value for value in lists[1] if value not in half)
            if rest:
                limits[first] = replace(limits[first], allowed=half)
                limits[last] = replace(limits[last], allowed=rest)
                chooser.limits = limits
        else:
            self.unequal.append(Order(first, "<", last, order.offset, order.whole))

    # Rules ----------------------------------------------------------------------------------------

    def ruled(self, chooser: Chooser) -> Iterator[tuple[str, RuleJson]]:
        """Every column's rule, in an order in which each finds what it follows from."""
        waiting = list(self.free)
        for name in self.keyed.empty:
            yield name, {"constant": None}
        while waiting:
            name = next((n for n in waiting if not self._waits(chooser, n, waiting)), waiting[0])
            waiting.remove(name)
            try:
                rule = chooser.choose(name)
            except Problem as problem:
                self.problems += [] if name in self.refused else [(name, problem)]
                continue
            if rule is not None:
                self.trial.choose(name, rule)
                yield name, rule

    def _waits(self, chooser: Chooser, name: str, waiting: Sequence[str]) -> bool:
        near = chooser.neighbours.get(name)
        if near is not None and near.base in waiting:
            return True
        texts = [chooser.formulas.get(name, ""), chooser.conditions.get(name, "")]
        return any(
            other != name and mentions(text, other) for other in waiting for text in texts if text
        )


def _columns(atom: Atom) -> tuple[str, ...]:
    from seedc.passes.volume.infer.atoms import columns_of  # noqa: PLC0415

    return columns_of(atom)


def _null(limits: Limits) -> bool:
    return bool(limits.null)


def _all_within(rule: Written, atom: Member) -> bool | None:
    """Whether a written rule's values are all among those of an atom, or all outside."""
    values = _values(rule)
    if values is None:
        return None
    inside = [value in atom.values for value in values]
    if all(inside):
        return atom.inside
    return None if any(inside) else not atom.inside


def _values(rule: Written) -> list[str] | None:
    options = rule.options
    if rule.generator == "constant":
        return [_text(options)]
    if rule.generator != "choice":
        return None
    found = options.get("of", options.get("weights")) if isinstance(options, dict) else options
    if found is None:
        return None
    items = list(found) if isinstance(found, dict) else found
    return [_text(item[0] if isinstance(item, list) else item) for item in items]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def start(facts: Facts) -> TableInference:
    """The inference of a table, before anything is chosen."""
    trial, keys = Trial(facts), keyed(facts)
    return TableInference(facts, trial, keys, _surrogate(facts, trial))


def _surrogate(facts: Facts, trial: Trial) -> str | None:
    """The key that the compiler numbers: a single column that is no key to another table, whose
    type it knows and whose CHECKs leave room for its numbers."""
    bound = facts.bound
    name = bound.key_column
    if name is None or name in bound.foreign_keys or name in facts.rules or name in facts.driven:
        return None
    target = trial.targets[name]
    if target.array or target.labels:
        return None
    if target.type_name in _KEY_TYPES:
        return None if _is_checked(facts, name) else name
    if target.type_name.rpartition(".")[2] in _TEXT_KEYS:
        if _is_checked(facts, name):
            return None
        digits = len(str(max(facts.size - 1 if facts.highest is None else facts.highest, 0)))
        size = len(bound.table.name.name) + 1 + digits
        return name if target.length is None or size <= target.length else None
    return None


def _is_checked(facts: Facts, name: str) -> bool:
    """Whether a CHECK might refuse the numbers (or texts) that the compiler gives to keys."""
    from seedc.passes.volume.infer.surrogates import refuses  # noqa: PLC0415

    return refuses(facts, name)
