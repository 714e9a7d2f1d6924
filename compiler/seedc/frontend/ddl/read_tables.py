"""Statements that create relations, as operations."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node
from seedc.frontend.ddl.nodes import (
    Place,
    Unsupported,
    column,
    constraint,
    key_part,
    listed,
    of_type_name,
    relation,
    sequence_options,
)
from seedc.frontend.ddl.operations import (
    CreateIndex,
    CreateRelation,
    CreateSequence,
    CreateTable,
    CreateTrigger,
    Operation,
    Skipped,
)
from seedc.frontend.ddl.specs import ColumnSpec, ConstraintSpec, Like

# src/include/nodes/parsenodes.h, enum TableLikeOption
_LIKE_OPTIONS = {
    0x01: "comments",
    0x04: "constraints",
    0x08: "defaults",
    0x10: "generated",
    0x20: "identity",
    0x40: "indexes",
}
_TEMPORARY = "a temporary table is gone before seeds come"


def create_table(node: Node, place: Place, *, foreign: bool = False) -> Iterator[Operation]:
    """CREATE TABLE in all its forms but AS."""
    name = relation(node.relation, place)
    if node.relation.relpersistence == "t" or name.schema == "pg_temp":
        yield Skipped(place.start, "CREATE TEMPORARY TABLE", _TEMPORARY)
        return
    parents = tuple(relation(parent.range_var, place) for parent in node.inh_relations)
    partition = node.HasField("partbound")
    yield CreateTable(
        name.origin,
        name=name,
        if_not_exists=node.if_not_exists,
        elements=tuple(_elements(node, place)),
        foreign=foreign,
        inherits=() if partition else parents,
        partition_of=parents[0] if partition else None,
        bound=partition_bound(node.partbound) if partition else None,
        partition_key=_partition_key(node.partspec) if node.HasField("partspec") else None,
        of_type=of_type_name(node.of_typename, place) if node.HasField("of_typename") else None,
    )


def _elements(node: Node, place: Place) -> Iterator[ColumnSpec | ConstraintSpec | Like]:
    for element in node.table_elts:
        kind, value = grammar.unwrap(element)
        match kind:
            case "column_def":
                yield column(value, place)
            case "constraint":
                yield constraint(value, place)
            case "table_like_clause":
                words = {word for bit, word in _LIKE_OPTIONS.items() if value.options & bit}
                yield Like(relation(value.relation, place), frozenset(words))
            case _:
                raise Unsupported(f"a table element of the kind {kind}")


def partition_bound(node: Node) -> str:
    """A partition's bound as pg_get_expr writes it, constants without casts."""
    if node.is_default:
        return "DEFAULT"
    if node.strategy == "h":
        return f"FOR VALUES WITH (modulus {node.modulus}, remainder {node.remainder})"
    if node.strategy == "l":
        return f"FOR VALUES IN ({_constants(node.listdatums)})"
    return f"FOR VALUES FROM ({_constants(node.lowerdatums)}) TO ({_constants(node.upperdatums)})"


def _constants(nodes: Node) -> str:
    return ", ".join(grammar.constant(node) for node in nodes)


def renamed_partition_key(key: str, names: Mapping[str, str]) -> str:
    """A partitioned table's key after columns were renamed (old name → new name)."""
    statement = grammar.parse(f"CREATE TABLE t () PARTITION BY {key}")[0]
    return _partition_key(statement.create_stmt.partspec, names)


def _partition_key(node: Node, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A partitioned table's key as pg_get_partkeydef writes it: `RANGE (sold_at)`."""
    parts = []
    for item in node.part_params:
        part = item.partition_elem
        if part.name:
            parts.append(grammar.identifier(names.get(part.name, part.name)))
        else:
            text = grammar.rename_columns(grammar.expression_of(part.expr), dict(names)).normal
            parts.append(text if part.expr.HasField("func_call") else f"({text})")
    strategy = grammar.enum(node, "strategy").removeprefix("PARTITION_STRATEGY_")
    return f"{strategy} ({', '.join(parts)})"


def create_foreign_table(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE FOREIGN TABLE."""
    yield from create_table(node.base_stmt, place, foreign=True)


def create_index(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE INDEX; one that is not unique matters for its name only."""
    yield CreateIndex(
        place.start,
        name=node.idxname or None,
        table=relation(node.relation, place),
        parts=tuple(key_part(part.index_elem) for part in node.index_params),
        including=tuple(part.index_elem.name for part in node.index_including_params),
        unique=node.unique,
        predicate=(
            grammar.expression_of(node.where_clause) if node.HasField("where_clause") else None
        ),
        nulls_not_distinct=node.nulls_not_distinct,
        if_not_exists=node.if_not_exists,
        only=not node.relation.inh,
    )


def create_sequence(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE SEQUENCE."""
    if node.sequence.relpersistence == "t":
        yield Skipped(place.start, "CREATE TEMPORARY SEQUENCE", _TEMPORARY)
        return
    options = sequence_options(node.options, place)
    yield CreateSequence(place.start, relation(node.sequence, place), options, node.if_not_exists)


def create_view(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE VIEW."""
    if node.view.relpersistence == "t":
        yield Skipped(place.start, "CREATE TEMPORARY VIEW", _TEMPORARY)
        return
    yield CreateRelation(place.start, relation(node.view, place), "view")


def create_materialized_view(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE MATERIALIZED VIEW (its sibling CREATE TABLE AS is refused by the reader)."""
    yield CreateRelation(place.start, relation(node.into.rel, place), "materialized view")


# src/include/catalog/pg_trigger.h
_EVENTS = {8: "delete", 4: "insert", 32: "truncate", 16: "update"}


def create_trigger(node: Node, place: Place) -> Iterator[Operation]:
    """CREATE TRIGGER."""
    yield CreateTrigger(
        place.start,
        name=node.trigname,
        table=relation(node.relation, place),
        timing="before" if node.timing & 2 else "instead of" if node.timing & 64 else "after",
        events=tuple(word for bit, word in _EVENTS.items() if node.events & bit),
        row=node.row,
        function=listed(node.funcname, place),
        replace=node.replace,
    )


RELATIONS: dict[str, Callable[[Node, Place], Iterator[Operation]]] = {
    "create_stmt": create_table,
    "create_foreign_table_stmt": create_foreign_table,
    "index_stmt": create_index,
    "create_seq_stmt": create_sequence,
    "view_stmt": create_view,
    "create_trig_stmt": create_trigger,
}
