"""What the compiler knows after each stage, as text for people (`seedc dump --after STAGE`).

Not committed anywhere and not read by any program; stable all the same, so that two dumps diff.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from seedc.catalog_text import describe
from seedc.compilation import Compilation, ProfilePlan
from seedc.diagnostics import Sink
from seedc.frontend.ddl.naming import line
from seedc.frontend.ddl.schema import read_operations
from seedc.frontend.volume.format import rule_text
from seedc.ir.expr import Node
from seedc.ir.program import Arbiter, GeneratedRows, TableLoad
from seedc.passes.seedplan import source_words
from seedc.passes.volume import keys
from seedc.passes.volume.infer.quoting import constraints_on
from seedc.passes.volume.plan import VolumeTablePlan
from seedc.project import Dataset
from seedc.types.names import type_sql


def dump(state: Compilation, dataset: Dataset, after: str) -> str:
    """The text for one dataset after one stage of `pipeline.PASSES`. What belongs to a profile is
    shown for the one that was asked for."""
    return "".join(f"{line}\n" for line in _DUMPS[after](state, dataset))


def _ddl(state: Compilation, dataset: Dataset) -> Iterator[str]:
    """What each statement of the schema was understood as, then the Catalog of all of them."""
    if dataset.schema is not None and state.schema_from is None:
        text = state.project.read(dataset.schema) or ""
        ends = [place for place, character in enumerate(text) if character == "\n"]
        for operation in read_operations(dataset.schema, text, Sink()):
            number = bisect_left(ends, operation.origin.offset or 0) + 1
            yield f"{dataset.schema}:{number}  {line(operation)}"
        yield ""
    yield describe(state.catalogs[dataset.name]).rstrip("\n")


def _seeds(state: Compilation, dataset: Dataset) -> Iterator[str]:
    for doc in state.docs[dataset.name]:
        yield f"{doc.file} (stem {doc.stem})"
        for entity in doc.entities():
            depth = sum(step == "__children__" for step in entity.pointer)
            fields = " ".join(f"{name}={value!r}" for name, value in entity.fields.items())
            yield f"{'  ' * (depth + 1)}{entity.list.name} {entity.key}: {fields}"


def _bind(state: Compilation, dataset: Dataset) -> Iterator[str]:
    """Each row with its columns and where their values will come from."""
    for file in state.plans[dataset.name].files:
        yield file.doc.file
        for row in file.rows:
            shape = row.shape
            cells = " ".join(
                f"{name}={' = '.join(map(source_words, sources))}"
                for name, sources in zip(shape.columns, shape.sources, strict=True)
            )
            yield f"  {shape.bound.table.name} {row.entity.key}: {cells}"


def _resolve(state: Compilation, dataset: Dataset) -> Iterator[str]:
    """Each row with its columns' values as PostgreSQL reads them."""
    for file in state.plans[dataset.name].files:
        yield file.doc.file
        for row in file.rows:
            shape = row.shape
            cells = " ".join(
                f"{name}={value!r}" for name, value in zip(shape.columns, row.values, strict=True)
            )
            yield f"  {shape.bound.table.name} {row.entity.key}: {cells}"


# Volume -------------------------------------------------------------------------------------------


def _volume(state: Compilation, dataset: Dataset) -> Iterator[str]:
    """Each table of volume.json: its rows, its parents, and the rule of every column."""
    volume = state.volume_plans.get(dataset.name)
    if volume is None or not volume.profiles:
        yield f"{dataset.name} · no volume.json"
        return
    profiles = volume.profiles
    found = next((p for p in profiles if p.chosen.profile == volume.wanted), profiles[0])
    numbers = [f"{name} = {value}" for name, value in found.chosen.values.items()]
    yield " · ".join([dataset.name, found.chosen.profile, *numbers])
    for name, plan in found.plan.tables.items():
        counts = [
            f"{_rows_of(p, plan)} under {p.chosen.profile}" for p in profiles if p is not found
        ]
        yield f"  {name} · {' · '.join([f'{plan.rows.size} rows', *counts])}"
        yield from _table(plan)


def _rows_of(profile: ProfilePlan, plan: VolumeTablePlan) -> int:
    found = profile.plan.tables.get(plan.bound.table.name)
    return found.rows.size if found else 0


def _table(plan: VolumeTablePlan) -> Iterator[str]:
    rows = plan.rows
    yield f"    {plan.policy} · ids have room for {keys.room_of(plan.bound)}"
    for driver in rows.drivers:
        yield f"    made for the rows of {driver.table} by ({', '.join(driver.via)})"
    if rows.tree is not None:
        yield f"    a tree by ({', '.join(rows.tree_via)})"
    if rows.listed:
        yield f"    {len(rows.listed)} of them are children of curated rows"
    if rows.size:
        wide = max(map(len, plan.bound.columns))
        for name in plan.bound.columns:
            yield f"      {name.ljust(wide)}  {_column(plan, name)}"


def _column(plan: VolumeTablePlan, name: str) -> str:
    """Where a column's value comes from, and why."""
    bound, source = plan.bound, plan.dense if plan.rows.dense else plan.listed
    column = bound.columns[name]
    if rule := plan.rules.get(name):
        unique = plan.declared.columns[name].unique
        made = "" if rule.unique == unique else ", unique because the schema asks for it"
        return f"file      {rule_text(replace(rule, unique=unique))}{made}"
    if key := source.driven(name):
        part = key.references[key.columns.index(name)]
        return f"parent    {part} of {key.table}"
    if column.generated:
        return "database  a generated column"
    if inferred := plan.inferred(name):
        asked = "; ".join(constraints_on(bound, name))
        told = f"its name, {type_sql(column.type)}" + (f"; {asked}" if asked else "")
        return f"inferred  {rule_text(inferred)} from {told}"
    if name == bound.key_column:
        return "key       counted from the row's index"
    return f"database  {'its default' if bound.filled(column) else 'NULL'}"


# Program ------------------------------------------------------------------------------------------


def _program(state: Compilation, dataset: Dataset) -> Iterator[str]:
    program = next(p for p in state.wanted if p.dataset == dataset.name)
    yield f"{program.dataset} · {program.profile}"
    for number, stage in enumerate(program.stages, 1):
        yield f"stage {number}{' (cyclic)' if stage.cyclic else ''}"
        for load in stage.loads:
            yield from _load(load)
    if program.volume:
        order = [str(load.table.name) for stage in program.volume for load in stage.loads]
        held = "one transaction" if program.single else f"batches of {program.batch}"
        held += ", constraints rebuilt" if program.rebuild else ""
        yield f"generated rows in {held}: {', '.join(order)}"
    for move in program.sequences:
        yield f"sequence {move.sequence} of {move.table}.{move.column} to {move.value}"


def _load(load: TableLoad) -> Iterator[str]:
    yield f"  {load.table.name} · {load.policy} · matched on ({_key(load.arbiter)})"
    if load.band is not None:
        kind = load.band.prefix or f"{load.band.low} to {load.band.high}"
        yield f"    ids {load.band.column}: {kind}"
    for trigger in load.triggers:
        yield f"    fires {trigger.name}"
    for group in load.groups:
        yield f"    ({', '.join(column.name for column in group.columns)})"
        for row in group.rows:
            values = ", ".join("NULL" if value is None else value for value in row.values)
            yield f"      {row.key}: {values}"

    if load.generated is not None:
        yield from _generated(load.generated)


def _generated(rows: GeneratedRows) -> Iterator[str]:
    yield f"    {rows.size} generated rows · {rows.policy} · matched on ({_key(rows.arbiter)})"
    wide = max(len(c.column.name) for c in rows.columns)
    for generated in rows.columns:
        name, encoding = generated.column.name, generated.encoding
        unit = f"{encoding.unit} of 10^-{encoding.scale}" if encoding.scale else encoding.unit
        node = next(let.node for let in rows.functions[0].lets if let.name == name)
        yield f"      {name.ljust(wide)}  {encoding.type} as {unit}, {_bounds(node)}"
    for agreement in rows.agreements:
        of = f"{agreement.child}.{agreement.column}" if agreement.column else str(agreement.child)
        yield f"      {agreement.name} agrees with the {agreement.operation} of {of}"


def _bounds(node: Node) -> str:
    """What is known of a column's core value before any row is computed."""
    words = {"int": "", "text": " characters", "bool": ""}[node.kind]
    span = "true or false" if node.kind == "bool" else f"{node.low} to {node.high}{words}"
    return f"{span}, or NULL" if node.nullable else span


def _key(arbiter: Arbiter) -> str:
    return ", ".join(
        e.column or (e.expression.text if e.expression else "") for e in arbiter.elements
    )


_DUMPS: dict[str, Callable[[Compilation, Dataset], Iterator[str]]] = {
    "ddl": _ddl,
    "seeds": _seeds,
    "bind": _bind,
    "resolve": _resolve,
    "volume": _volume,
    "program": _program,
}
