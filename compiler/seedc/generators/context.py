"""What a generator is given: the column it serves, its randomness, and the row around it.

A generator is a pure function from its options and a `Context` to a `Value`. It never draws from a
stream: every cell is a function of the seed, the names of table and column, and the row's index.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Protocol

from seedc.distributions import DistributionError
from seedc.distributions import table as distribution_table
from seedc.distributions.table import Table
from seedc.generators.values import Target, Value
from seedc.ir import expr
from seedc.ir.arithmetic import drawn, permuted
from seedc.ir.expr import Node
from seedc.jsonvalue import Pointer

Options = Any
"""A generator's options: JSON with int and Decimal for numbers, valid by the generator's schema."""


class Problem(Exception):
    """Options that make no sense, or a constraint that they cannot meet.

    `code` is registered in `codes/volume.py`; `message` is a clause in lower case; `path` leads
    from the rule to the member at fault; `help` says the mend. `room`, where it is known, is how
    many rows there would be different values for.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str | None = None,
        path: Pointer = (),
        room: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.path = path
        self.room = room


class Row(Protocol):
    """The row that a cell stands in, as far as generators see it."""

    def column(self, name: str) -> Value:
        """Another column of the row, or, as `foreign key column.column`, of the row that it refers
        to. Raises Problem (SD731 unknown, SD732 a circle, SD751 and SD754 no such look-up)."""

    def let(self, name: str, node: Node) -> Node:
        """The node under a name of its own, so that it is computed once a row."""

    def generate(self, context: "Context", rule: Options, purpose: str, target: Target) -> Value:
        """The value of a nested rule, with randomness of its own."""

    def curated(self, table: str, column: str) -> tuple[str, ...]:
        """The texts that the curated rows of a table have in a column, in order of the files."""

    def slot(self, index: Node, count: int) -> Node:
        """A number below `count`, at least as many as there are rows, that no other row has."""

    def siblings(self) -> Node:
        """The row's number among the children of its parent, from 0. Raises Problem (SD733)."""

    def special(self, name: str, context: "Context", options: Options) -> Value:
        """What only the compiler's knowledge of rows can give: reference, lookup, aggregates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One cell's surroundings.

    `salts` are the parts that randomness comes from (seed, dataset, table, column, generator and
    version, purposes). `rows` is how many rows there are at most. `clock` is in seconds since
    1970-01-01 UTC, None where the file has none; `null` is the share of NULLs, which `reference`
    alone looks at, because its key has several columns. `environment` and the settings'
    `passwords` are where secrets are read from.
    """

    target: Target
    row: Row
    index: Node
    rows: int
    salts: tuple[str, ...]
    locale: str = "en_US"
    clock: int | None = None
    unique: bool = False
    null: Fraction = Fraction(0)
    distribution: Options = None
    environment: Mapping[str, str] = field(default_factory=dict)
    passwords: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    nested: bool = False
    """The values that a CHECK on the column lists (`status IN ('new', 'paid')`), as texts."""

    def salt(self, purpose: str = "") -> int:
        """63 bits from the names: what makes this cell's randomness its own."""
        digest = hashlib.sha256("\x1f".join((*self.salts, purpose)).encode()).digest()
        return int.from_bytes(digest[:8], "big") >> 1

    def inner(self, purpose: str, **changes: Any) -> "Context":
        """The context of a part of the value, with randomness of its own."""
        return replace(self, salts=(*self.salts, purpose), nested=True, **changes)

    def random(self, purpose: str = "") -> Node:
        """63 uniform bits."""
        return expr.hashed(self.index, self.salt(purpose))

    def uniform(self, count: int, purpose: str = "") -> Node:
        """One of `count` numbers from 0, all equally likely, whatever modifiers the rule has."""
        return expr.modulo(self.random(purpose), expr.integer(count))

    def choose(self, count: int, purpose: str = "") -> Node:
        """One of `count` numbers from 0: each once if the rule says unique (Problem SD741 where
        there are more rows), else by the rule's distribution, else all equally likely."""
        return self.between(0, count - 1, purpose)

    def between(self, low: int, high: int, purpose: str = "", *, scale: int = 0) -> Node:
        """An integer from low to high inclusive, by the same rules; in units of 10^-scale."""
        if self.unique:
            return expr.add(self.distinct(high - low + 1, purpose), expr.integer(low))
        if self.distribution is not None and self.distribution != "uniform":
            return self.draw(self._table(low, high, scale), purpose)
        return expr.add(self.uniform(high - low + 1, purpose), expr.integer(low))

    def distinct(self, count: int, purpose: str = "") -> Node:
        """Another number from 0 to count - 1 for every row: a bijection of the index, or of what a
        generator has put in its place (a digit of it)."""
        whole = self.index.op == "index"
        rows = self.rows if whole else self.index.high + 1
        if rows > count:
            raise Problem(
                "SD741",
                f"{self.target.table}.{self.target.column} must be unique, and the rule has"
                f" {count} different values for {rows} rows",
                help="widen the range, or make fewer rows",
                room=count,
            )
        number = self.row.slot(self.index, count) if whole else self.index
        return permuted(number, count, self.salt(purpose))

    def draw(self, table: Table, purpose: str = "") -> Node:
        """A number by a distribution's table."""
        return drawn(table, self.random(purpose), self.label(purpose))

    def weighted(self, weights: Sequence[int], purpose: str = "") -> Node:
        """A number from 0 by integer weights."""
        return self.draw(
            distribution_table({"weighted": list(weights)}, 0, len(weights) - 1), purpose
        )

    def label(self, purpose: str = "") -> str:
        """A word for a list of constants of this cell."""
        return f"{self.target.column}_{purpose}" if purpose else self.target.column

    def _table(self, low: int, high: int, scale: int) -> Table:
        try:
            return distribution_table(self.distribution, low, high, scale=scale)
        except DistributionError as error:
            raise Problem("SD734", str(error), path=("distribution",)) from error

    def now(self) -> int:
        """The clock, in seconds since 1970-01-01 UTC. Raises Problem (SD735) where there is no
        clock."""
        if self.clock is None:
            raise Problem(
                "SD735",
                "this rule needs to know what time it is, and the file has no clock",
                help='write "clock": "2026-01-01T00:00:00Z" at the top of the file',
            )
        return self.clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """One entry of the registry.

    `name` is the rule's member, `options` the JSON Schema of its value (numbers arrive in `make`
    as int and Decimal), `docs` one line for people, `example` a whole rule. A `version` above 1
    becomes part of the randomness, so that old files keep their rows until they name it.
    """

    name: str
    options: Mapping[str, Any]
    docs: str
    example: Mapping[str, Any]
    make: Any
    version: int = 1
