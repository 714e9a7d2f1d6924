"""Keys of generated rows: surrogate keys from the index, keys of parents from a position."""

from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey
from seedc.generators.context import Problem
from seedc.generators.values import Target, Value, is_text
from seedc.ids import uuid_prefix
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.passes.seedplan import BoundTable
from seedc.passes.surrogate import integer_band, pg_type
from seedc.passes.volume.imports import columns_of_parent
from seedc.passes.volume.spaces import constants, finest
from seedc.passes.volume.targets import natural, target_of

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns

UUID_ROOM = 2**48
NO_BAND = 2**51
"""How many indexes there is room for in a table whose key is no integer of a band."""


def room_of(bound: BoundTable) -> int:
    """How many indexes the key of a table has room for."""
    if bound.key_column is None or bound.key_column in bound.foreign_keys:
        return NO_BAND
    band = integer_band(bound)
    if band is not None:
        return band.middle - band.low
    return UUID_ROOM if pg_type(bound) == "uuid" else NO_BAND


def surrogate(columns: "Columns", target: Target) -> Value:
    """The key of a generated row: the lower half of the band, counted up from its beginning; a
    uuid of the dataset's and table's own, its curated bit 0, the index in its last 48 bits; for a
    text, the table's name and the index."""
    bound = columns.plan.bound
    band = integer_band(bound)
    if band is not None:
        return Value(expr.add(columns.index, expr.integer(band.low)), "integer")
    if target.type_name == "uuid":
        head = uuid_prefix(columns.plan.volume.plan.dataset, target.table)
        digits = expr.slice_text(expr.hex_digits(columns.index), 4, 12)
        return Value(expr.concat(expr.text(f"{head}-8000-8000-"), digits), "literal")
    if is_text(target):
        name = f"{bound.table.name.name}-"
        return Value(expr.concat(expr.text(name), expr.to_text(columns.index)), "text")
    raise Problem(
        "SD731",
        f"{target.table}.{target.column} is a key of type {target.type_sql}, which no rule is"
        " known for",
        help="give the column a rule of its own",
    )


def referenced(columns: "Columns", key: ForeignKey, name: str) -> Value:
    """The value of one column of a foreign key, from the position of the row's parent."""
    position = columns.position(key)
    part = key.references[key.columns.index(name)]
    return cell(columns, key, position, part)


def cell(columns: "Columns", key: ForeignKey, position: Node, part: str) -> Value:
    """A column of the parent that stands at a position, NULL where the position is."""
    volume = columns.plan.volume
    parents = volume.parents_of(volume.catalog.tables[key.table])
    space = parents.space
    sample = _sample(columns, key, part)
    label = f"{key.columns[0]} {part}"
    texts = parents.curated.texts(part) if space.curated else ()
    if texts is None:
        if position.low < space.curated:
            raise Problem(
                "SD752",
                f"a curated row of {key.table} leaves {part} to the database",
                help="write the column in the seed file",
            )
        texts = ()

    finer = finest(texts, sample)

    def curated(place: Node) -> Node:
        try:
            return constants(texts or (), finer, place, label.replace(" ", "_"))
        except (ValueError, ArithmeticError) as error:
            raise Problem(
                "SD752",
                f"a curated row of {key.table} has a value in {part} that generated rows cannot"
                " compute with",
                help="refer to generated rows alone, or look up another column",
            ) from error

    def generated(number: Node) -> Node:
        node = columns_of_parent(columns, key, number, part)
        if finer.scale == sample.scale:
            return node
        return expr.multiply(node, expr.integer(10 ** (finer.scale - sample.scale)))

    node = space.split(position, curated, generated) if space.size else expr.null(sample.node.kind)
    if position.nullable:
        node = expr.case([(expr.is_null(position), expr.null(node.kind))], node)
    return Value(node, finer.meaning, finer.scale)


def _sample(columns: "Columns", key: ForeignKey, part: str) -> Value:
    """What a column of the parent is like: as its generated rows have it, else by its type."""
    volume = columns.plan.volume
    plan = volume.table_plan(key.table)
    if plan is not None and plan.rows.size:
        return plan.any.cell(part).value
    bound = volume.plan.bound(volume.catalog.tables[key.table])
    return natural(target_of(bound, part, volume.catalog))
