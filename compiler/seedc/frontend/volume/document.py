"""The VolumeDoc: what one `volume.json` says, its form checked, no table or column resolved yet.

Everything that a message may point at carries its Origin, a place in the file by JSON pointer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from seedc.frontend.volume.amount import LARGEST, AmountError, names_of, parse_amount, value_of
from seedc.jsonvalue import JsonValue
from seedc.origin import Origin

Of = Literal["", "generated", "curated", "all"]
"""Which parents: the empty text means the generated ones where there are any, else the curated."""

Policy = Literal["keep", "update", "sync"]
Transaction = Literal["batch", "single"]
Constraints = Literal["keep", "rebuild"]

DEFAULT_BATCH = 10_000
"""Rows in a batch where the profile does not say."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of things as written: a number, a parameter, or arithmetic of both."""

    text: str
    origin: Origin

    def names(self) -> tuple[str, ...]:
        """The parameters it reads, each once, in order. Raises AmountError (see `evaluate`)."""
        return tuple(dict.fromkeys(names_of(parse_amount(self.text))))

    def evaluate(self, values: Mapping[str, int]) -> int:
        """Its value, 0 or more. Raises AmountError with a clause for people: the text is no amount
        (never in a document that was read), a parameter has no value, it divides by 0, the result
        is below 0 or above 2^63 - 1."""
        result = value_of(parse_amount(self.text), values)
        if result < 0:
            raise AmountError(f"it comes to {result}, less than nothing")
        if result > LARGEST:
            raise AmountError("it comes to more than 9,223,372,036,854,775,807")
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One column's rule. `options` is the value of the generator's member without modifiers.

    `null` is the share of NULLs, 0 to 1. Numbers in `options` and `distribution` keep their text
    (`generators.rules.plain` makes int and Decimal of them). `origin` is the rule as a whole.
    """

    generator: str
    options: JsonValue
    origin: Origin
    null: Fraction = Fraction(0)
    unique: bool = False
    computed: bool = False
    distribution: JsonValue = None


@dataclass(frozen=True, slots=True)
class Count:
    """As many children for every parent."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Between:
    """From `low` to `high` children, equally likely."""

    low: Amount
    high: Amount


@dataclass(frozen=True, slots=True)
class Weights:
    """Pairs of a number of children and its weight, ascending by number; one weight is above 0."""

    weights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Geometric:
    """A geometric number of children with this mean, from 0 to `most`."""

    mean: Fraction
    most: int


@dataclass(frozen=True, slots=True)
class Zipf:
    """1 to `most` children, the share of n falling with the power `exponent` of n."""

    exponent: Fraction
    most: int


@dataclass(frozen=True, slots=True)
class Total:
    """So many children in all, dealt to the parents in turn."""

    amount: Amount


FanOutOptions: TypeAlias = Count | Between | Weights | Geometric | Zipf | Total


@dataclass(frozen=True, slots=True)
class FanOut:
    """How many children a parent has. `origin` is the value of the member named by `kind`."""

    kind: Literal["count", "between", "weights", "geometric", "zipf", "total"]
    options: FanOutOptions
    origin: Origin


@dataclass(frozen=True, slots=True)
class CountRows:
    """So many rows."""

    amount: Amount

    @property
    def origin(self) -> Origin:
        """The amount's place."""
        return self.amount.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRows:
    """Children for each parent row; only the share `share` (0 to 1) of the parents has any. `via`
    is the foreign key's column where there are several."""

    parent: str
    fan_out: FanOut
    origin: Origin
    share: Fraction = Fraction(1)
    of: Of = ""
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRows:
    """Every tuple of rows of two tables or more, or `sample` different ones of them."""

    tables: tuple[str, ...]
    origin: Origin
    sample: Amount | None = None
    of: Of = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRows:
    """A row for each day (and parent), every `every` days from `first` on: to `last` inclusive, or
    `days` rows of them; one of the two is given."""

    first: date
    origin: Origin
    days: Amount | None = None
    last: date | None = None
    every: int = 1
    parent: str | None = None
    of: Of = ""
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRows:
    """A self reference: `roots` rows without a parent, `branching` children for each row above the
    last of `depth` levels."""

    roots: Amount
    branching: Amount
    depth: Amount
    origin: Origin
    via: str | None = None


Rows: TypeAlias = CountRows | EachRows | CrossRows | CalendarRows | TreeRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """Bounds on a column over all generated rows, each a pair of texts: its values, their mean, the
    share of NULLs (0 to 1), and the share of each value that is named."""

    origin: Origin
    between: tuple[str, str] | None = None
    mean: tuple[str, str] | None = None
    nulls: tuple[str, str] | None = None
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeTable:
    """The rules of one table, named as in seed files. `policy` is None where the file leaves it to
    the settings; `columns` are in order of the file. `origin` is the table's name."""

    name: str
    rows: Rows
    origin: Origin
    policy: Policy | None = None
    columns: Mapping[str, Rule] = field(default_factory=dict)
    expect: Mapping[str, Expect] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An entry of "parameters": a variable of its own (`SCALE_CUSTOMERS`), a default value."""

    name: str
    origin: Origin
    env: str | None = None
    default: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One profile: the parameters that it sets, rows a batch, what a transaction holds, and whether
    constraints are dropped while rows are loaded (then one transaction holds everything)."""

    name: str
    values: Mapping[str, int]
    origin: Origin
    batch: int = DEFAULT_BATCH
    transaction: Transaction = "batch"
    constraints: Constraints = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeDoc:
    """One volume.json. `seed` is a number's text or a text; `clock` is in seconds since 1970-01-01
    UTC; `versions` are the generators' that are not 1."""

    file: str
    profiles: Mapping[str, Profile]
    tables: tuple[VolumeTable, ...]
    origin: Origin
    seed: str = "1"
    clock: int | None = None
    locale: str = "en_US"
    versions: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def amounts(self) -> Iterator[Amount]:
        """Every amount of the tables' rows, in order of the file."""
        for table in self.tables:
            yield from _amounts(table.rows)


_WITH_AMOUNTS = (FanOut, *get_args(Rows), *get_args(FanOutOptions))


def _amounts(value: object) -> Iterator[Amount]:
    """The amounts in a `rows`, whatever its form."""
    if isinstance(value, Amount):
        yield value
    elif isinstance(value, _WITH_AMOUNTS):
        for name in type(value).__dataclass_fields__:
            yield from _amounts(getattr(value, name))
