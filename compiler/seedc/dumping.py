"""What the compiler knows after each stage, as text for people (`seedc dump --after STAGE`).

Not committed anywhere and not read by any program; stable all the same, so that two dumps diff.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator

from seedc.catalog_text import describe
from seedc.diagnostics import Sink
from seedc.frontend.ddl.naming import line
from seedc.frontend.ddl.schema import read_operations
from seedc.ir.program import DatasetProgram, TableLoad
from seedc.passes.seedplan import source_words
from seedc.pipeline import Compilation
from seedc.project import Dataset


def dump(state: Compilation, dataset: Dataset, after: str) -> str:
    """The text for one dataset after one stage: ddl, seeds, bind, resolve or program."""
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


def _program(state: Compilation, dataset: Dataset) -> Iterator[str]:
    program: DatasetProgram = next(p for p in state.programs if p.dataset == dataset.name)
    yield f"{program.dataset} · {program.profile}"
    for number, stage in enumerate(program.stages, 1):
        yield f"stage {number}{' (cyclic)' if stage.cyclic else ''}"
        for load in stage.loads:
            yield from _load(load)
    for move in program.sequences:
        yield f"sequence {move.sequence} of {move.table}.{move.column} to {move.value}"


def _load(load: TableLoad) -> Iterator[str]:
    key = ", ".join(
        e.column or (e.expression.text if e.expression else "") for e in load.arbiter.elements
    )
    yield f"  {load.table.name} · {load.policy} · matched on ({key})"
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


_DUMPS: dict[str, Callable[[Compilation, Dataset], Iterator[str]]] = {
    "ddl": _ddl,
    "seeds": _seeds,
    "bind": _bind,
    "resolve": _resolve,
    "program": _program,
}
