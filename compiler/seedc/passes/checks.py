"""Checks: CHECK constraints of tables and domains, evaluated on every curated row.

What is not understood is handed back with its reason and left to the database; nothing is guessed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from seedc.catalog import Check, Expression, Unique
from seedc.diagnostics import Diagnostic, Note, Sink
from seedc.origin import Origin
from seedc.passes.defaults import UNKNOWN, default_text
from seedc.passes.seedplan import WRONG, BoundRow, BoundTable, FromField, SeedPlan, Shape


@dataclass(slots=True)
class Checker:
    """Compiles each expression once; `unchecked` collects what was not understood."""

    plan: SeedPlan
    sink: Sink
    unchecked: dict[str, Diagnostic] = field(default_factory=dict)
    compiled: dict[tuple[int, str, str | None], Any] = field(default_factory=dict)

    def tables(self) -> None:
        """Report SD340 for table checks and SD341 for domain checks, over every row of the plan."""
        for file in self.plan.files:
            for shape in file.shapes.values():
                for check in shape.bound.table.checks:
                    if check.enforced:
                        self.table_check(shape, check)
                for name in shape.columns:
                    for domain in shape.bound.domains[name]:
                        for check in domain.checks:
                            self.domain_check(shape, name, check)

    def table_check(self, shape: Shape, check: Check) -> None:
        """One CHECK of the table over the rows of one shape."""
        predicate = self.predicate(shape.bound, check.expression, check.name, check.origin)
        values = predicate and _row_values(shape, predicate.columns)
        if predicate is None or values is None:
            return
        for row in shape.rows:
            read = values(row)
            if read is not None and predicate(read) is False:
                self.report_check(row, check, predicate.columns)

    def domain_check(self, shape: Shape, name: str, check: Check) -> None:
        """One CHECK of a domain over one column."""
        if shape.bound.columns[name].type.array:
            return  # the domain is the element's; the database checks each one
        form = shape.bound.codecs[name].value or str
        predicate = self.predicate(
            shape.bound, check.expression, check.name, check.origin, value=name
        )
        if predicate is None:
            return
        position = shape.index[name]
        for row in shape.rows:
            text = row.values[position]
            if text is None or text is WRONG:
                continue
            if predicate({"VALUE": form(text)}) is False:
                self.report_domain(row, position, check)

    def predicate(
        self,
        bound: BoundTable,
        expression: Expression,
        name: str,
        origin: Origin | None,
        value: str | None = None,
    ) -> Any:
        """The compiled predicate, or None after noting in `unchecked` why there is none."""
        # Imported here: sqlglot costs 60 ms, which a project without CHECKs need not pay.
        from seedc.passes.predicate import NotUnderstood, compile_predicate  # noqa: PLC0415

        columns = {"VALUE": bound.codecs[value]} if value else bound.codecs
        slot = (id(bound), expression.text, value)
        if slot not in self.compiled:
            self.compiled[slot] = compile_predicate(expression, columns)
        found = self.compiled[slot]
        if isinstance(found, NotUnderstood):
            note = f"{name} of {bound.table.name} is left to the database: {found.reason}"
            place = origin or bound.table.origin or Origin(".")
            self.unchecked[note] = Diagnostic(
                code="SD345", origin=place, message=note, severity="warning"
            )
            return None
        return found

    def report_check(self, row: BoundRow, check: Check, columns: tuple[str, ...]) -> None:
        """SD340, at the first member that the constraint reads."""
        table = row.shape.bound.table.name
        self.sink.report(
            "SD340",
            next(_member_origins(row, columns), row.entity.origin),
            f"the row violates {check.name} of {table}",
            Note(f"CHECK ({check.expression.text})", check.origin),
        )

    def report_domain(self, row: BoundRow, position: int, check: Check) -> None:
        """SD341, at the value."""
        column = row.shape.columns[position]
        self.sink.report(
            "SD341",
            next(_member_origins(row, (column,)), row.entity.origin),
            f"the value of {column} violates {check.name}",
            Note(f"CHECK ({check.expression.text})", check.origin),
        )

    def falls_under(
        self, bound: BoundTable, unique: Unique, shape: Shape
    ) -> Callable[[BoundRow], bool] | None:
        """For a partial key, whether a row falls under its predicate; None where it is not
        understood. For any other key, always true."""
        if unique.predicate is None:
            return lambda row: True
        predicate = self.predicate(bound, unique.predicate, unique.name, unique.origin)
        values = predicate and _row_values(shape, predicate.columns)
        if predicate is None or values is None:
            return None

        def test(row: BoundRow) -> bool:
            read = values(row)
            return read is not None and predicate(read) is True

        return test


def _row_values(
    shape: Shape, columns: tuple[str, ...]
) -> Callable[[BoundRow], dict[str, Any] | None] | None:
    """A function from a row to the Python values of `columns`, or None where one is unknown."""
    fixed: dict[str, Any] = {}
    read: list[tuple[str, int, Callable[[str], Any]]] = []
    for name in columns:
        form = shape.bound.codecs[name].value or str
        if name in shape.index:
            read.append((name, shape.index[name], form))
            continue
        text = default_text(shape.bound, shape.bound.columns[name])
        if text is UNKNOWN:
            return None
        fixed[name] = None if text is None else form(str(text))

    def values(row: BoundRow) -> dict[str, Any] | None:
        found = dict(fixed)
        for name, position, form in read:
            text = row.values[position]
            if text is WRONG:
                return None
            found[name] = None if text is None else form(text)
        return found

    return values


def _member_origins(row: BoundRow, columns: tuple[str, ...]) -> Iterator[Origin]:
    for name in columns:
        position = row.shape.index.get(name)
        source = None if position is None else row.shape.sources[position][0]
        if isinstance(source, FromField):
            yield row.entity.value_origin(source.name)
