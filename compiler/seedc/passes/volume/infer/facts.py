"""What inference is told of a table, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seedc.catalog import Catalog, QualifiedName
from seedc.generators.context import Problem
from seedc.generators.rules import Written
from seedc.passes.seedplan import BoundTable

RuleJson = Mapping[str, Any]
"""A rule as volume.json has it, numbers as int and Decimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One table's generated rows.

    `rules` are the explicit ones; `size` is how many rows are generated; `driven` are the columns
    that the parents fill which rows are made by; `has_siblings`: rows are numbered under a parent;
    `is_day`: the rows are a calendar's; `parents`: how many rows, curated and generated, a table
    will have; `has_clock`: the file says what time it is. `highest` is the greatest index of a row,
    `size` - 1 where None; `most` the greatest number of rows under one parent, None where unknown.
    `ascending` tells how many generated rows a table has whose keys ascend, 0 where they do not.
    `referred` are the tables that explicit references name, by column.
    """

    bound: BoundTable
    catalog: Catalog
    rules: Mapping[str, Written]
    size: int
    driven: frozenset[str]
    has_siblings: bool
    is_day: bool
    parents: Callable[[QualifiedName], int]
    ascending: Callable[[QualifiedName], int] = lambda _: 0
    locale: str = "en_US"
    has_clock: bool = True
    highest: int | None = None
    most: int | None = None
    referred: Mapping[str, QualifiedName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inferred:
    """The rules of columns that have none of their own, in order of the table; and what cannot be
    satisfied, each with its column, None for the table as a whole."""

    rules: Mapping[str, RuleJson]
    problems: tuple[tuple[str | None, Problem], ...] = ()
