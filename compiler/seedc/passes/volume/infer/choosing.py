"""From what is known of a table to a rule for every column that needs one.

Each column's candidates are tried in order of preference: the first that gives values of the type,
of the length, and that satisfies the CHECKs on the column alone, is its rule.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from seedc.catalog import Check, Column, Expression
from seedc.generators.context import Problem
from seedc.generators.scalars import typed_text
from seedc.generators.values import Target
from seedc.ids import INTEGER_BANDS
from seedc.passes.defaults import UNKNOWN, default_text
from seedc.passes.volume.infer.atoms import Atom, Order, Other, condition
from seedc.passes.volume.infer.cells import Cell, candidates
from seedc.passes.volume.infer.exclusive import Distinct
from seedc.passes.volume.infer.facts import Facts, RuleJson
from seedc.passes.volume.infer.limits import Limits, together
from seedc.passes.volume.infer.names import ANY_AMOUNT, amount_of, null_share
from seedc.passes.volume.infer.quoting import check_text, constraints_on, mentions
from seedc.passes.volume.infer.references import Keyed
from seedc.passes.volume.infer.relations import Neighbour
from seedc.passes.volume.infer.texts import texts_of
from seedc.passes.volume.infer.trial import Sampled, Trial, Unfit
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import base_type, domain_chain, element_type

Test = Callable[[Any], bool | None]


@dataclass(slots=True)
class Chooser:
    """The state of one table's inference once its CHECKs are solved."""

    facts: Facts
    trial: Trial
    keyed: Keyed
    limits: Mapping[str, Limits]
    distinct: Distinct = field(default_factory=Distinct)
    neighbours: dict[str, Neighbour] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    """References that may not refer to the row that another one of the table refers to."""
    above: dict[str, str] = field(default_factory=dict)
    """References to a row further on than the one that another one of the table refers to."""
    needed: set[str] = field(default_factory=set)
    """Columns that others are computed from: they get a rule even where a default would do."""
    conditions: dict[str, str] = field(default_factory=dict)
    """In which rows a column has a value, as SQL."""
    halves: frozenset[str] = frozenset()
    given: dict[str, tuple[RuleJson, ...]] = field(default_factory=dict)
    """Rules that something else has settled, such as ranges that must not overlap."""
    tests: dict[str, list[Test]] = field(default_factory=dict)
    known: dict[str, RuleJson | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def targets(self) -> Mapping[str, Target]:
        """Every column's target."""
        return self.trial.targets

    def cell(self, name: str, *, unique: bool | None = None) -> Cell:
        """The column as candidates are found for it."""
        type_ = self.facts.bound.columns[name].type
        inner = domain_chain(element_type(type_), self.facts.catalog)
        element = Limits()
        if type_.array:
            target = self.targets[name].element()
            for check in (check for domain in inner for check in domain.checks):
                _, cases = clauses_of(check, name)
                element = together(cases[0], element, target) if len(cases) == 1 else element
        return Cell(
            element=element,
            domains=tuple(domain.name.name for domain in inner),
            facts=self.facts,
            name=name,
            target=self.targets[name],
            type=base_type(self.facts.bound.columns[name].type, self.facts.catalog),
            limits=self.limits[name],
            unique=name in self.distinct.unique if unique is None else unique,
            counted=name in self.distinct.counted,
        )

    def can_differ(self, name: str) -> bool:
        """Whether some rule gives the column another value in every row."""
        if name not in self.known:
            self.known[name] = self._first(self.cell(name, unique=True), self._of(name))
        return self.known[name] is not None

    # Choosing -------------------------------------------------------------------------------------

    def choose(self, name: str) -> RuleJson | None:
        """The column's rule, None where the database fills it as well. Raises Problem: SD746 for a
        type that nothing is known of, SD740 or SD741 for constraints that no rule satisfies."""
        if name in self.distinct.absent | self.keyed.empty or self.limits[name].null:
            return {"constant": None}
        if name in self.distinct.days:
            return {"day": {}}
        if name in self.distinct.turns:
            return self._turn(self.cell(name))
        if name in self.keyed.leads:
            return self._where(name, self._reference(name))
        cell = self.cell(name)
        return None if self._left_to_default(cell) else self._made(cell)

    def _made(self, cell: Cell) -> RuleJson | None:
        found = self._first(cell, self._of(cell.name))
        if found is None:
            return self._without(cell)
        return self._where(cell.name, self._with_nulls(cell, found))

    def _turn(self, cell: Cell) -> RuleJson:
        target = cell.target
        texts = cell.limits.allowed or target.labels or ("true", "false")
        return {"turn": [typed_text(text, target) for text in texts]}

    def _where(self, name: str, rule: RuleJson) -> RuleJson:
        """The rule, in the rows that its CHECKs leave to it."""
        if name in self.halves and "constant" not in rule:
            rule = {**rule, "null": Decimal("0.5")}
        condition = self.conditions.get(name)
        if condition is None:
            return rule
        key = self.keyed.leads.get(name)
        if {"unique_per", "not", "above"} & {*rule} or (key is not None and len(key.columns) > 1):
            return {"constant": None}
        found = {"when": {"if": condition, "then": rule}}
        try:
            self.trial.tried(name, found)
        except (Unfit, KeyError):
            return {"constant": None}
        return found

    def _reference(self, name: str) -> RuleJson:
        rule = dict(self.keyed.rules[name])
        limits = self.limits[name]
        if limits.null is False or name in self.distinct.present:
            rule.pop("null", None)
        if name in self.distinct.unique:
            rule["unique"] = True
        if name in self.distinct.per:
            rule["unique_per"] = self.distinct.per[name]
            rule.pop("null", None)
        elif name in self.distinct.per.values():
            rule.pop("null", None)
        if name in self.apart:
            rule["not"] = self.apart[name]
        return self._in_order(name, rule)

    def _in_order(self, name: str, rule: RuleJson) -> RuleJson:
        """The rule of a reference, where it is one of two that are drawn together in order."""
        low = self.above.get(name)
        high = next((high for high, other in self.above.items() if other == name), None)
        if low is None and high is None:
            return rule
        table = self.keyed.leads[name].table
        known = {word: value for word, value in rule.items() if word not in ("unique_per", "null")}
        if self.facts.parents(table) > self.facts.ascending(table):
            known["of"] = "generated"
        if low is not None:
            known["above"] = low
            per = self.distinct.per
            known |= {"unique_per": low} if low == per.get(name) or name == per.get(low) else {}
        return known

    def _of(self, name: str) -> Iterator[RuleJson]:
        """The candidates in order: what follows from other columns first."""
        if name in self.given:
            yield from self.given[name]
        column = self.facts.bound.columns[name]
        if column.sequence is not None or column.identity:
            yield {"sequence": {"start": self._start(name), "step": 1}}
        if name in self.formulas:
            yield {"sql": self.formulas[name]}
            return
        if name in self.neighbours:
            yield from self.neighbours[name].rules
            return
        yield from ()

    def _start(self, name: str) -> int:
        """Where a number of ours begins that the database would take from a sequence: one that is
        part of a unique key where the sequence will not come for long."""
        band = INTEGER_BANDS.get(self.targets[name].type_name)
        in_key = any(name in (u.columns or ()) for u in self.facts.bound.table.uniques)
        return band.low if band is not None and in_key else 1

    def _first(self, cell: Cell, before: Iterator[RuleJson]) -> RuleJson | None:
        """The first candidate that fits."""
        followed = cell.name in self.neighbours or cell.name in self.formulas
        for source in (before, iter(()) if followed and not cell.unique else candidates(cell)):
            for rule in source:
                marked = cell.marked(rule)
                try:
                    self._check(cell, self.trial.tried(cell.name, marked))
                except (Unfit, KeyError) as reason:
                    self.reasons.setdefault(cell.name, str(reason))
                    continue
                return marked
        return None

    def _check(self, cell: Cell, sampled: Sampled) -> None:
        """Raises Unfit where a value breaks what is asked of the column."""
        if sampled.is_opaque:
            return
        limits, target, node = cell.limits, cell.target, sampled.node
        if node.kind == "text" and not target.array and target.type_name in _SIZED:
            if limits.longest is not None and node.high > limits.longest:
                raise Unfit(f"texts of up to {node.high} characters")
            if node.low < limits.shortest:
                raise Unfit(f"texts of {node.low} characters")
        codec = self.facts.bound.codecs[cell.name]
        for text in sampled.texts():
            if text is None:
                continue
            if not target.array and not limits.admits(text, target):
                raise Unfit(f"'{text}' is not allowed")
            value = (codec.value or str)(_parsed(codec, text, sampled))
            if any(test(value) is False for test in self.tests_of(cell.name)):
                raise Unfit(f"'{text}' is refused by a CHECK")

    def tests_of(self, name: str) -> list[Test]:
        """The CHECKs on the column alone, those of its domains included, and what the cases that
        were chosen of wider ones ask of it."""
        if name not in self.tests:
            self.tests[name] = list(self._compiled(name))
        return self.tests[name]

    def _compiled(self, name: str) -> Iterator[Test]:
        bound = self.facts.bound
        checks: list[tuple[Check, str]] = [
            (check, name)
            for check in bound.table.checks
            if check.enforced and check.expression.columns == (name,)
        ]
        if not bound.columns[name].type.array:
            checks += [(check, "VALUE") for d in bound.domains[name] for check in d.checks]
        for check, word in checks:
            if test := self._predicate(check.expression, name, word):
                yield test
        limits = self.limits[name]
        for text in (*map(condition, limits.patterns), *(other.sql for other in limits.others)):
            if test := self._predicate(Expression(text), name, name):
                yield test

    def _predicate(self, expression: Expression, name: str, word: str) -> Test | None:
        # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
        from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

        found = compile_predicate(expression, {word: self.facts.bound.codecs[name]})
        if isinstance(found, NotUnderstood):
            return None
        return lambda value: found({word: value})

    # What the database would do -------------------------------------------------------------------

    def _left_to_default(self, cell: Cell) -> bool:
        """Whether the column's constant default is as good as any value of ours."""
        column = self.facts.bound.columns[cell.name]
        if not self.facts.bound.filled(column) or cell.unique or cell.name in self.needed:
            return False
        text = default_text(self.facts.bound, column)
        if (
            text is UNKNOWN
            or text is None
            or cell.name in self.given
            or cell.name in self.conditions
        ):
            return False
        if cell.limits.null is not None and not cell.target.required:
            return False
        if not cell.limits.admits(str(text), cell.target):
            return False
        return not self._has_better(cell, column)

    def _has_better(self, cell: Cell, column: Column) -> bool:
        """Whether name or type say more than a constant."""
        target = cell.target
        if target.array:
            return False
        if cell.limits.allowed is not None or target.labels or target.type_name == "bool":
            return True
        if target.type_name in _SIZED:
            # A text that is somebody's choice, such as a status, is as good as any of ours.
            empty = default_text(self.facts.bound, column) == ""
            return empty and bool(texts_of(cell.name, cell.table))
        if target.type_name in ("int2", "int4", "int8", "numeric", "float4", "float8"):
            return amount_of(cell.name) is not ANY_AMOUNT
        return target.type_name in ("timestamp", "timestamptz", "date")

    def _without(self, cell: Cell) -> RuleJson | None:
        """What is left where no candidate fits."""
        column = self.facts.bound.columns[cell.name]
        may_be_null = not cell.target.required and cell.limits.null is not False
        if may_be_null and cell.name not in self.distinct.present:
            return {"constant": None}
        text = default_text(self.facts.bound, column)
        constant = text is not UNKNOWN and text is not None
        if self.facts.bound.filled(column) and constant and not cell.unique:
            return None
        raise self._problem(cell)

    def _problem(self, cell: Cell) -> Problem:
        name = f"{self.facts.bound.table.name}.{cell.name}"
        quoted = "; ".join(constraints_on(self.facts.bound, cell.name)) or "no constraint"
        if next(candidates(replace(cell, unique=False)), None) is None:
            return Problem(
                "SD746",
                f"no rule is known for {name} of type {cell.target.type_sql} ({quoted})",
                help="give the column a rule of its own",
            )
        code = "SD741" if cell.unique else "SD740"
        reason = self.reasons.get(cell.name, "nothing fits")
        return Problem(
            code,
            f"no rule satisfies what the schema asks of {name}: {quoted} ({reason})",
            help="give the column a rule of its own",
        )

    def _with_nulls(self, cell: Cell, rule: RuleJson) -> RuleJson:
        """The rule with the share of NULLs that the column's name suggests."""
        required = cell.target.required or cell.limits.null is False
        required = required or cell.name in self.facts.bound.needed
        if required or cell.name in self.distinct.present or cell.counted or "sql" in rule:
            return rule
        if "constant" in rule or cell.name in self.given:
            return rule
        if cell.name in self.needed and self._feeds_required(cell.name):
            return rule
        share = null_share(cell.name)
        return rule if share == Decimal(0) else {**rule, "null": share}

    def _feeds_required(self, name: str) -> bool:
        followers = [n for n, near in self.neighbours.items() if near.base == name]
        followers += [n for n, sql in self.formulas.items() if mentions(sql, name)]
        return any(
            self.targets[n].required or self.limits[n].null is False or self._feeds_required(n)
            for n in followers
            if n != name
        )


def _parsed(codec: Codec, text: str, sampled: Sampled) -> str:
    """The text in its canonical spelling. Raises Unfit where the type does not read it."""
    if (
        sampled.encoding.unit not in ("text", "cast")
        or codec.family in _STRUCTURED
        or codec.family.endswith("[]")
    ):
        return text
    try:
        return codec.parse(text)
    except ValueProblem as problem:
        raise Unfit(problem.message) from problem


_STRUCTURED = frozenset(["json", "jsonb", "money", "oid"])
_SIZED = frozenset(["text", "varchar", "bpchar", "citext", "name"])


def clauses_of(check: Check, value: str | None = None) -> tuple[str, tuple[tuple[Atom, ...], ...]]:
    """A CHECK's quotation and cases, VALUE being the column of that name."""
    from seedc.passes.volume.infer.conditions import cases_of  # noqa: PLC0415 - sqlglot, 60 ms

    cases = cases_of(check.expression.text)
    if value is not None:
        cases = tuple(tuple(renamed(atom, value) for atom in case) for case in cases)
    return check_text(check), cases


def renamed(atom: Atom, name: str) -> Atom:
    """An atom on VALUE as one on a column."""
    if isinstance(atom, Order):
        return atom
    if isinstance(atom, Other):
        return replace(atom, columns=(name,))
    return replace(atom, column=name)
