"""The volume of one dataset under one profile: which tables get generated rows, how many, by which
rules. Everything is worked out when first asked for, because tables need each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from seedc.catalog import Catalog, QualifiedName, Table
from seedc.diagnostics import nearest_help
from seedc.frontend.volume.document import Policy, VolumeDoc, VolumeTable
from seedc.generators.context import Generator, Problem
from seedc.generators.rules import Written
from seedc.ir import expr
from seedc.jsonvalue import Pointer
from seedc.passes.seedplan import BoundTable, SeedPlan
from seedc.passes.volume import keys
from seedc.passes.volume.columns import Columns
from seedc.passes.volume.dealing import dealt
from seedc.passes.volume.inference import TableRules, table_rules
from seedc.passes.volume.making import Making, Parents, make_rows
from seedc.passes.volume.partitions import partition_check
from seedc.passes.volume.rowsets import RowSet
from seedc.passes.volume.spaces import CuratedRows, curated_rows


class Spoiled(Exception):
    """What is asked for depends on something that is wrong and has been reported."""


@dataclass(slots=True, eq=False)
class VolumePlan:
    """One dataset under one profile.

    `values` are the parameters' values; `environment` and `passwords` are where secrets come from;
    `declared` are the tables of the file by their resolved names; `family` are the plans of all
    profiles of the file: a `stable` reference draws among as many rows as the smallest has.
    """

    doc: VolumeDoc
    plan: SeedPlan
    values: Mapping[str, int]
    environment: Mapping[str, str]
    passwords: Mapping[str, str]
    declared: Mapping[QualifiedName, VolumeTable]
    family: tuple["VolumePlan", ...] = ()
    tables: dict[QualifiedName, "VolumeTablePlan"] = field(default_factory=dict)
    spoiled: set[QualifiedName] = field(default_factory=set)
    _curated: dict[QualifiedName, CuratedRows] = field(default_factory=dict)
    _busy: list[QualifiedName] = field(default_factory=list)

    @property
    def catalog(self) -> Catalog:
        """The dataset's schema."""
        return self.plan.catalog

    def table(self, name: str, path: Pointer = ()) -> Table:
        """The table of that name. Raises Problem (SD708)."""
        found = self.plan.names.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            options = " and ".join(sorted(str(table.name) for table in found))
            raise Problem("SD708", f'"{name}" fits {options}', path=path)
        near = nearest_help("table", name, self.plan.names.spellings())
        raise Problem("SD708", f'there is no table "{name}"', help=near, path=path)

    def parents(self, name: str, path: Pointer = ()) -> Parents:
        """A table's rows as others refer to them, by its name in the file."""
        return self.parents_of(self.table(name, path))

    def parents_of(self, table: Table) -> Parents:
        """The same, of a table that is known."""
        plan = self.table_plan(table.name)
        return Parents(table, self.curated(table), plan.rows if plan else None)

    def curated(self, table: Table) -> CuratedRows:
        """The table's curated rows in their order."""
        if table.name not in self._curated:
            self._curated[table.name] = curated_rows(self.plan, table)
        return self._curated[table.name]

    def table_plan(self, name: QualifiedName) -> "VolumeTablePlan | None":
        """The plan of a table's generated rows, None for a table that the file does not name.
        Raises Problem (SD728) where tables need each other's number of rows in a circle."""
        if name in self.tables or name not in self.declared:
            return self.tables.get(name)
        if name in self.spoiled:
            raise Spoiled
        if name in self._busy:
            circle = [*self._busy[self._busy.index(name) :], name]
            raise Problem(
                "SD728",
                f"these tables need each other's rows: {' → '.join(str(n) for n in circle)}",
                path=("rows",),
            )
        self._busy.append(name)
        try:
            self.tables[name] = self._made(name)
        finally:
            self._busy.pop()
        return self.tables[name]

    def is_busy(self, name: QualifiedName) -> bool:
        """Whether the table's rows are being worked out just now."""
        return name in self._busy

    def _made(self, name: QualifiedName) -> "VolumeTablePlan":
        declared = self.declared[name]
        table = self.catalog.tables[name]
        bound = self.plan.bound(table)
        room = keys.room_of(bound)
        making = Making(
            table=table,
            values=self.values,
            find=self.parents,
            salts=(self.doc.seed, self.plan.dataset, str(name)),
            room=room,
        )
        rows = make_rows(dealt(self, table, declared), making)
        if rows.dense > (room if not rows.listed else room // 2):
            raise Problem(
                "SD727",
                f"{rows.dense} rows of {name} are more than the {room} that its ids have room for",
                help="make fewer rows, or give the table a wider band in the settings",
                path=("rows",),
            )
        return VolumeTablePlan(self, bound, declared, rows)

    def fewest(self, table: Table) -> int:
        """How many rows the table has under the profile that gives it fewest: what a `stable`
        reference draws among, so that no profile moves it."""
        sizes = [self.parents_of(table).space.size]
        sizes += [other.parents_of(table).space.size for other in self.family]
        return min(sizes)

    def version_salt(self, generator: Generator) -> tuple[str, ...]:
        """A part of the randomness: a generator's name, and its version where that is not 1."""
        version = self.doc.versions.get(generator.name, 1)
        return (generator.name,) if version == 1 else (generator.name, str(version))


@dataclass(eq=False)
class VolumeTablePlan:
    """One table's generated rows: which there are, and the rule of each column."""

    volume: VolumePlan
    bound: BoundTable
    declared: VolumeTable
    rows: RowSet

    @property
    def policy(self) -> Policy:
        """What a load does to rows that are there: `keep` unless the file says otherwise."""
        return self.declared.policy or "keep"

    @cached_property
    def parents(self) -> Parents:
        """The table's own rows as others refer to them."""
        return self.volume.parents_of(self.bound.table)

    @cached_property
    def constrained(self) -> BoundTable:
        """The table with all that its rows must satisfy: CHECKs, and what its partitions take."""
        table = self.bound.table
        check = partition_check(table, self.volume.catalog)
        if check is None:
            return self.bound
        return replace(self.bound, table=replace(table, checks=(*table.checks, check)))

    @cached_property
    def table_rules(self) -> TableRules:
        """All rules of the table, and what is wrong with them."""
        return table_rules(self)

    @property
    def rules(self) -> Mapping[str, Written]:
        """The rules of the file, by column, those of unique columns made unique."""
        return self.table_rules.explicit

    def all_rules(self) -> Iterator[tuple[str, Written]]:
        """Every column that has a rule of the file or an inferred one, with it."""
        yield from self.rules.items()
        yield from self.table_rules.inferred.items()

    def inferred(self, name: str) -> Written | None:
        """The rule that a column without one gets; None where it needs none."""
        return self.table_rules.inferred.get(name)

    @cached_property
    def any(self) -> Columns:
        """The columns of a row at any index: what other tables' rows read."""
        last = max([self.rows.dense - 1, *(child.index for child in self.rows.listed[-1:]), 0])
        return Columns(self, expr.index(0, last))

    @cached_property
    def dense(self) -> Columns:
        """The columns of the rows with dense indexes."""
        return Columns(self, expr.index(0, max(self.rows.dense - 1, 0)))

    @cached_property
    def listed(self) -> Columns:
        """The columns of the rows whose indexes are listed."""
        indexes = [child.index for child in self.rows.listed] or [0]
        return Columns(self, expr.index(indexes[0], indexes[-1]))
