"""One column that needs a rule, and the ways to find its candidates."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from seedc.catalog import CompositeType, RangeType, TypeRef
from seedc.generators.values import Target
from seedc.passes.volume.infer.facts import Facts, RuleJson
from seedc.passes.volume.infer.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`limits` are what CHECKs leave of the values, `unique` whether every row has another one,
    `type` the column's base type, `counted` whether the rows of a parent are to be numbered."""

    facts: Facts
    name: str
    target: Target
    type: TypeRef
    limits: Limits = field(default_factory=Limits)
    unique: bool = False
    counted: bool = False
    element: Limits = field(default_factory=Limits)
    """What the domain of an array's elements leaves of them."""
    domains: tuple[str, ...] = ()
    """The names of the type's domains, which may say more than the column's."""

    @property
    def table(self) -> str:
        """The table's own name."""
        return self.facts.bound.table.name.name

    @property
    def rows(self) -> int:
        """How many different values a unique column needs."""
        highest = self.facts.highest
        return self.facts.size if highest is None else highest + 1

    @property
    def short_type(self) -> str:
        """The type's name without a schema."""
        return self.target.type_name.rpartition(".")[2]

    def marked(self, rule: RuleJson) -> RuleJson:
        """The rule with `unique`, where the column needs it and the rule does not say it."""
        if not self.unique or "sequence" in rule or "reference" in rule:
            return rule
        return {**rule, "unique": True}


Maker = Callable[[Cell], Iterator[RuleJson]]


def candidates(cell: Cell) -> Iterator[RuleJson]:
    """Rules for the cell, the best first; nothing where no rule is known for its type."""
    if cell.limits.null:
        yield {"constant": None}
        return
    if cell.target.array:
        yield from _array(cell)
        return
    if cell.limits.allowed is not None:
        yield from listed(cell)
        return
    if cell.target.labels:
        yield {"choice": {"from": "enum"}}
        return
    declared = cell.facts.catalog.types.get(cell.type.name)
    if isinstance(declared, CompositeType):
        yield from composite(cell, declared)
    elif isinstance(declared, RangeType):
        yield from user_range(cell, declared)
    elif maker := makers().get(cell.short_type):
        yield from maker(cell)


def makers() -> Mapping[str, Maker]:
    """The makers by the type's name."""
    from seedc.passes.volume.infer.kinds import MAKERS  # noqa: PLC0415 - they read this module

    return MAKERS


def listed(cell: Cell) -> Iterator[RuleJson]:
    """One of the values that a CHECK allows."""
    from seedc.generators.scalars import typed_text  # noqa: PLC0415

    values = [typed_text(text, cell.target) for text in cell.limits.allowed or ()]
    if cell.target.type_name == "bool" and len(values) > 1:
        yield from makers()["bool"](cell)
        return
    yield {"constant": values[0]} if len(values) == 1 else {"choice": {"of": values}}


def _array(cell: Cell) -> Iterator[RuleJson]:
    least = max(cell.limits.shortest, 1 if cell.unique else 0)
    most = cell.limits.longest
    high = max(least, 3) if most is None else min(max(least, 3), most)
    element = Cell(
        facts=cell.facts,
        name=cell.name,
        target=cell.target.element(),
        type=TypeRef(cell.type.name, cell.type.modifiers, cell.type.fields),
        limits=cell.element,
        unique=cell.unique,
        domains=cell.domains,
    )
    for rule in candidates(element):
        yield {"array": {"of": element.marked(rule), "length": [max(least, min(1, high)), high]}}


def composite(cell: Cell, declared: CompositeType) -> Iterator[RuleJson]:
    """A rule for each attribute: the first of its candidates."""
    from seedc.passes.volume.infer.attributes import attribute_cell  # noqa: PLC0415

    parts = []
    for name, type_ in declared.attributes:
        found = next(candidates(attribute_cell(cell, name, type_)), None)
        if found is None:
            return
        parts.append(found)
    yield {"composite": parts}


def user_range(cell: Cell, declared: RangeType) -> Iterator[RuleJson]:
    """A range of the subtype's values."""
    maker = makers().get(
        {
            "int4": "int4range",
            "int8": "int8range",
            "numeric": "numrange",
            "date": "daterange",
            "timestamp": "tsrange",
            "timestamptz": "tstzrange",
        }.get(declared.subtype.name.name, "numrange")
    )
    if maker is not None:
        yield from maker(cell)
