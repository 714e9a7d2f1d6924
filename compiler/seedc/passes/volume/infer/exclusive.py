"""Uniqueness and EXCLUDE: which column of each key tells the rows apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from seedc.catalog import ForeignKey, Unique
from seedc.generators.context import Problem
from seedc.generators.values import TEXTS, Target
from seedc.passes.volume.infer.facts import Facts
from seedc.passes.volume.infer.limits import INTEGERS, Limits
from seedc.passes.volume.infer.quoting import unique_text
from seedc.passes.volume.infer.references import Keyed

_UNFIT = frozenset(["bool", "json", "xml"])
_INJECTIVE = frozenset(["lower", "upper", "md5", "btrim", "trim", "coalesce", "sha256", "encode"])


@dataclass(slots=True)
class Distinct:
    """What uniqueness comes to.

    `unique` columns take another value in every row, `counted` ones are numbered under the parent,
    `turns` take the values of their list one after the other under it. `per` maps a reference to
    the column within whose rows it differs. `days` take the calendar's day, `absent` are NULL,
    `present` never NULL.
    """

    unique: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    per: dict[str, str] = field(default_factory=dict)
    turns: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)
    problems: list[tuple[str | None, Problem]] = field(default_factory=list)


@dataclass(slots=True)
class Settling:
    """`free` are the columns that inference gives a rule; `can` says whether such a column has a
    rule by which all rows differ; `surrogate` is the key that the compiler numbers, if any."""

    facts: Facts
    keyed: Keyed
    free: Sequence[str]
    targets: dict[str, Target]
    limits: dict[str, Limits]
    can: Callable[[str], bool]
    surrogate: str | None
    formulas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The sources of columns that are computed from others."""
    found: Distinct = field(default_factory=Distinct)

    @property
    def rows(self) -> int:
        """How many different values are needed."""
        highest = self.facts.highest
        return self.facts.size if highest is None else highest + 1

    def settle(self, uniques: Sequence[Unique]) -> Distinct:
        """Every unique key, the narrowest first."""
        if self.facts.size > 1:
            for unique in sorted(uniques, key=lambda u: (len(u.elements), u.name)):
                self.one(unique)
        return self.found

    def one(self, unique: Unique) -> None:
        """One unique key. What cannot be satisfied is noted in `problems`."""
        names = _names(unique)
        if unique.nulls_not_distinct or _coalesces(unique):
            self.found.present.update(n for n in names if n in self.free or n in self.keyed.leads)
        if self.sure(names) or self._by_rows(names):
            return
        turned = any(self._in_turn(name, names) for name in names)
        if not (turned or self._by_column(names) or self._by_reference(names)):
            self._give_up(unique, names)

    def sure(self, names: Sequence[str]) -> bool:
        """Whether a column of the key differs in every row already, or what it is made of."""
        for name in names:
            if self.formulas.get(name) and self._made_apart(name):
                return True
            rule = self.facts.rules.get(name)
            if name == self.surrogate or name in self.found.unique or name in self.found.absent:
                return True
            if rule is not None and (
                rule.unique or (rule.generator == "sequence" and "per" not in rule.options)
            ):
                return True
        for name, per in self.found.per.items():
            if name in names and per in names:
                return True
        return bool((self.found.counted | self.found.turns) & set(names)) and bool(
            self.facts.driven & set(names)
        )

    def _made_apart(self, name: str) -> bool:
        """Whether a formula has a source that differs in every row, or can."""
        sources = self.formulas[name]
        if self.sure(sources):
            return True
        for source in sources:
            if source in self.free and source not in self.keyed.leads and self.can(source):
                self.found.unique.add(source)
                return True
        return False

    def _by_rows(self, names: Sequence[str]) -> bool:
        """Rows that are made by several parents, or by the day, differ by how they are made."""
        driven = self.facts.driven
        inside = [
            key
            for key in self.facts.bound.table.foreign_keys
            if set(key.columns) <= driven and set(key.columns) <= set(names)
        ]
        if not self.facts.has_siblings and not self.facts.is_day and len(inside) > 1:
            return driven <= set(names)
        if self.facts.is_day and driven <= set(names):
            for name in names:
                if name in self.free and self.targets[name].type_name in _DAYS:
                    self.found.days.add(name)
                    return True
        if inside and self.facts.has_siblings and self.facts.most == 1:
            return True
        # An explicit rule that numbers the rows of a parent.
        return bool(driven & set(names)) and any(
            n in self.facts.rules and self.facts.rules[n].generator == "sequence" for n in names
        )

    def _by_column(self, names: Sequence[str]) -> bool:
        free = [n for n in names if n in self.free and n not in self.keyed.leads]
        under_parent = self.facts.has_siblings and bool(self.facts.driven & set(names))
        if under_parent:
            for name in free:
                if self._countable(name):
                    self.found.counted.add(name)
                    return True
        for name in sorted(free, key=self._preference):
            if self.targets[name].type_name in _UNFIT or self.limits[name].null:
                continue
            if self.can(name):
                self.found.unique.add(name)
                return True
        for name in free if under_parent else ():
            if len(self._listed(name)) >= (self.facts.most or 1) > 0 and self._listed(name):
                self.found.turns.add(name)
                return True
        return False

    def _listed(self, name: str) -> tuple[str, ...]:
        """The few values that a column can have."""
        target, allowed = self.targets[name], self.limits[name].allowed
        if target.array:
            return ()
        if allowed is not None:
            return allowed
        return ("true", "false") if target.type_name == "bool" else target.labels

    def _countable(self, name: str) -> bool:
        target, limits = self.targets[name], self.limits[name]
        if target.array or target.type_name not in INTEGERS or limits.allowed is not None:
            return False
        most = self.facts.most or min(self.facts.size, 1000)
        high = limits.high.value if limits.high is not None else INTEGERS[target.type_name]
        low = limits.low.value if limits.low is not None else 1
        return high - max(low, 1) + 1 >= most

    def _preference(self, name: str) -> tuple[int, int]:
        """Texts before numbers before moments; columns that are not NULL first."""
        kind = self.targets[name].type_name
        order = 0 if kind in TEXTS or kind == "uuid" else 1 if kind in INTEGERS else 2
        if self.targets[name].labels or self.limits[name].allowed is not None:
            order = 3
        return order, 0 if self.targets[name].required else 1

    # References -----------------------------------------------------------------------------------

    def _by_reference(self, names: Sequence[str]) -> bool:
        leads = [n for n in self._leads(names) if n not in self.found.per]
        if not leads:
            return False
        sizes = {name: self.facts.parents(self.keyed.leads[name].table) for name in leads}
        driver = next((n for n in names if n in self.facts.driven), None)
        if driver is not None and self.facts.has_siblings:
            most = self.facts.most or 1
            fitting = [n for n in leads if sizes[n] >= most]
            if fitting:
                self.found.per[max(fitting, key=lambda n: sizes[n])] = driver
                return True
        for name in leads:
            if (
                len(names) == len(self._columns(self.keyed.leads[name]))
                and sizes[name] >= self.rows
            ):
                self.found.unique.add(name)
                return True
        pair = self._pair(leads, sizes)
        if pair is not None:
            self.found.per[pair[1]] = pair[0]
            return True
        single = max(leads, key=lambda n: sizes[n])
        if sizes[single] >= self.rows:
            self.found.unique.add(single)
            return True
        return self._explicit_pair(names, leads, sizes)

    def _in_turn(self, name: str, names: Sequence[str]) -> bool:
        """Whether a reference takes the rows of a driven column's parent in turn, so that siblings
        differ in it; whether these rows are enough is seen when it is expanded."""
        key, rule = self.keyed.leads.get(name), self.keyed.rules.get(name, {})
        if key is None or not self.facts.has_siblings or not {*key.columns} <= {*names}:
            return False
        return rule.get("within") in self.facts.driven & {*names}

    def _explicit_pair(
        self, names: Sequence[str], leads: Sequence[str], sizes: dict[str, int]
    ) -> bool:
        """A reference that differs within the rows of one that has its rule already."""
        for name in names:
            rule = self.facts.rules.get(name)
            keys = self.facts.bound.foreign_keys.get(name, ())
            if rule is None or rule.generator != "reference" or not keys:
                continue
            others = self.facts.parents(keys[0].table)
            for lead in leads:
                if others * sizes[lead] >= self.rows:
                    self.found.per[lead] = name
                    return True
        return False

    def _leads(self, names: Sequence[str]) -> list[str]:
        """The references whose keys lie in the unique key, or what tells their parents apart."""
        return [
            name
            for name, key in self.keyed.leads.items()
            if name in names
            and (set(self._columns(key)) <= set(names) or self._identifies(key, names))
            and "within" not in self.keyed.rules[name]
        ]

    def _identifies(self, key: ForeignKey, names: Sequence[str]) -> bool:
        """Whether the parents differ in what these columns of the key refer to."""
        pairs = zip(key.columns, key.references, strict=True)
        read = {reference for column, reference in pairs if column in names}
        return any(
            unique.predicate is None and unique.columns and read >= set(unique.columns)
            for unique in self.facts.catalog.tables[key.table].uniques
        )

    def _columns(self, key: ForeignKey) -> tuple[str, ...]:
        return tuple(c for c in key.columns if self.keyed.key_of(c) == key)

    def _pair(self, leads: Sequence[str], sizes: dict[str, int]) -> tuple[str, str] | None:
        """Two references with pairs enough, in order of the table's columns."""
        own = self.facts.bound.table.name
        apart = [n for n in leads if self.keyed.leads[n].table != own]
        apart = [
            n for n in apart if n not in self.found.unique and n not in self.found.per.values()
        ]
        ranked = sorted(apart, key=lambda n: -sizes[n])[:2]
        if len(ranked) < 2 or sizes[ranked[0]] * sizes[ranked[1]] < self.rows:
            return None
        first, second = sorted(ranked, key=list(self.facts.bound.columns).index)
        return first, second

    # The end --------------------------------------------------------------------------------------

    def _give_up(self, unique: Unique, names: Sequence[str]) -> None:
        if not unique.nulls_not_distinct and not _coalesces(unique):
            for name in reversed(names):
                chosen = name in self.free or name in self.keyed.leads
                if (
                    chosen
                    and not self.targets[name].required
                    and name not in self.facts.bound.needed
                    and self.limits[name].null is not False
                ):
                    self.found.absent.add(name)
                    return
        if any(name in self.facts.rules for name in names):
            return  # an explicit rule may see to it; a trial of the rows tells
        if all(name in self.facts.driven for name in names) and self.facts.most is None:
            return
        self.found.problems.append(
            (names[0] if len(names) == 1 else None, self._problem(unique, names))
        )

    def _problem(self, unique: Unique, names: Sequence[str]) -> Problem:
        table = self.facts.bound.table.name
        counts = ", ".join(f"{name} has {self._capacity(name)}" for name in names)
        return Problem(
            "SD741",
            f"{self.rows} rows of {table} cannot differ in ({', '.join(names)}): {counts}"
            f" ({unique_text(unique)})",
            help="make fewer rows, or give one of these columns a rule with more values",
        )

    def _capacity(self, name: str) -> str:
        key = self.keyed.key_of(name)
        if key is not None:
            return f"{_many(self.facts.parents(key.table), 'row')} of {key.table} to refer to"
        target, listed = self.targets[name], self._listed(name)
        if listed:
            return _many(len(listed), "label" if target.labels else "value")
        low, high = self.limits[name].low, self.limits[name].high
        if low is not None and high is not None and not (low.now or high.now):
            return _many(int(high.value - low.value) + 1 - low.strict - high.strict, "value")
        if target.length is not None:
            return f"texts of at most {target.length} characters"
        return "too few values"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


_DAYS = frozenset(["date", "timestamp", "timestamptz"])


def _names(unique: Unique) -> list[str]:
    """The key's columns, with those of expressions that keep different values apart."""
    found: list[str] = []
    for element in unique.elements:
        if element.column is not None:
            found.append(element.column)
        elif element.expression is not None and _keeps_apart(element.expression.text):
            found += element.expression.columns
    if not found:
        for element in unique.elements:
            if element.expression is not None:
                found += element.expression.columns
    return list(dict.fromkeys(found))


def _keeps_apart(text: str) -> bool:
    import re  # noqa: PLC0415

    called = {name.lower() for name in re.findall(r"([A-Za-z_0-9]+)\s*\(", text)}
    return called <= _INJECTIVE


def _coalesces(unique: Unique) -> bool:
    return any(
        e.expression is not None and "coalesce(" in e.expression.text.lower().replace(" ", "")
        for e in unique.elements
    )
