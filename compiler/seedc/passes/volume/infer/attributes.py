"""The attributes of a composite type as cells of their own."""

from dataclasses import replace

from seedc.catalog import EnumType, TypeRef
from seedc.generators.values import Target
from seedc.passes.volume.infer.cells import Cell
from seedc.types.names import SYSTEM, base_type, type_sql

_LENGTHS = frozenset(["varchar", "bpchar"])


def attribute_cell(cell: Cell, name: str, type_: TypeRef) -> Cell:
    """The cell of one attribute of a composite column."""
    catalog = cell.facts.catalog
    base = base_type(type_, catalog)
    declared = catalog.types.get(base.name)
    digits = base.modifiers if base.name.name == "numeric" else ()
    target = Target(
        table=cell.target.table,
        column=cell.target.column,
        type_name=base.name.name if base.name.schema == SYSTEM else str(base.name),
        type_sql=type_sql(base),
        array=base.array,
        length=base.modifiers[0] if base.name.name in _LENGTHS and base.modifiers else None,
        precision=digits[0] if digits else None,
        scale=(*digits, 0)[1] if digits else None,
        labels=declared.labels if isinstance(declared, EnumType) else (),
    )
    return replace(cell, name=name, target=target, type=base, unique=False)
