"""`seedc plan --volume`: how many rows each table gets, and in how many batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seedc.backends.pgsql.batches import fits
from seedc.ir.program import DatasetProgram, Stage, TableLoad

HEADER = ("table", "curated", "generated", "batches", "batch size")
"""The columns of a table that `VolumeTotals.rows` gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTotals:
    """One table: its rows, and the statements that write the generated ones, `size` rows at most
    in each; both are 0 for a table without generated rows."""

    table: str
    curated: int
    generated: int
    batches: int
    size: int

    @property
    def row(self) -> tuple[str, ...]:
        """The line of the table."""
        numbers = (self.curated, self.generated, self.batches, self.size)
        return (self.table, *map(str, numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeTotals:
    """One dataset under one profile. The numbers are exact: they are those of the scripts."""

    dataset: str
    profile: str
    batch: int
    single: bool
    rebuild: bool
    tables: tuple[TableTotals, ...]

    @property
    def title(self) -> str:
        """`shop, profile LARGE: batches of 10000 rows`."""
        how = ", all in one transaction" if self.single else ""
        how += ", constraints rebuilt" if self.rebuild else ""
        return f"{self.dataset}, profile {self.profile}: batches of {self.batch} rows{how}"

    @property
    def total(self) -> TableTotals:
        """All tables together; the size is that of the largest batch."""
        return TableTotals(
            table="total",
            curated=sum(t.curated for t in self.tables),
            generated=sum(t.generated for t in self.tables),
            batches=sum(t.batches for t in self.tables),
            size=max((t.size for t in self.tables), default=0),
        )

    def rows(self) -> list[tuple[str, ...]]:
        """The lines of the table, the total last."""
        return [table.row for table in (*self.tables, self.total)]

    def as_json(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "dataset": self.dataset,
            "profile": self.profile,
            "batch": self.batch,
            "transaction": "single" if self.single else "batch",
            "constraints": "rebuild" if self.rebuild else "keep",
            "tables": [{"table": t.table, **_numbers(t)} for t in self.tables],
            "total": _numbers(self.total),
        }


def plans(programs: Sequence[DatasetProgram]) -> Iterator[VolumeTotals]:
    """The totals of each program."""
    for program in programs:
        written = {
            load.table.name: _statements(part, load, program.batch)
            for part in program.volume
            for load in part.loads
        }
        yield VolumeTotals(
            dataset=program.dataset,
            profile=program.profile,
            batch=program.batch,
            single=program.single,
            rebuild=program.rebuild,
            tables=tuple(_table(load, written.get(load.table.name, [])) for load in program.loads),
        )


def _table(load: TableLoad, statements: Sequence[tuple[int, int]]) -> TableTotals:
    generated = load.generated.size if load.generated else 0
    return TableTotals(
        table=str(load.table.name),
        curated=load.size - generated,
        generated=generated,
        batches=sum(count for count, _ in statements),
        size=max((size for _, size in statements), default=0),
    )


def _statements(part: Stage, load: TableLoad, batch: int) -> list[tuple[int, int]]:
    """How many statements write each function of the table, and how many rows at most each. The
    rule is that of `backends/pgsql/batches.py`."""
    functions = load.generated.functions if load.generated else ()
    whole = fits(part, batch)
    return [
        (1, f.size) if whole or f.indexes else (-(-f.size // batch), min(f.size, batch))
        for f in functions
    ]


def _numbers(totals: TableTotals) -> dict[str, int]:
    return {
        "curated": totals.curated,
        "generated": totals.generated,
        "batches": totals.batches,
        "batch_size": totals.size,
    }
