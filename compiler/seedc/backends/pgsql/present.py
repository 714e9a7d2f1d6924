"""Queries of what is there already: may the table be copied into, and how many rows of a piece are
in it.

For a key that counts up with the index (an integer, or a uuid whose last digits are the index) one
count over the stretch of keys that a piece has tells all. Any other key would have to be computed
and looked up row by row, so a few rows of the piece are looked for instead.
"""

from seedc.backends.pgsql.generated import key_names, keys_query
from seedc.backends.pgsql.match import own_rows
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.ir.program import GeneratedRows, RowFunction, TableLoad
from seedc.quote import Sql, fill, ident, join, literal, number, raw, regclass

_INTEGERS = frozenset(["bigint", "integer", "smallint"])
_INDEX = expr.index(0, 2**48 - 1)
_UUID_DIGITS = expr.slice_text(expr.hex_digits(_INDEX), 4, 12)
SAMPLE = 8
"""How many rows of a piece are looked for where the key does not count up."""


def copyable(load: TableLoad) -> Sql:
    """A query of one boolean: whether COPY writes what INSERT would. COPY refuses a table whose
    row-level security binds the role, and goes past rules; foreign tables have their own ways."""
    return fill(
        "SELECT c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT row_security_active(c.oid)\n"
        "FROM pg_catalog.pg_class AS c WHERE c.oid = {table}::regclass",
        table=regclass(load.table.name.schema, load.table.name.name),
    )


def anything(load: TableLoad) -> Sql:
    """A query of one number: 0 where the table is empty."""
    return fill("SELECT count(*) FROM (SELECT FROM {own} LIMIT 1) AS t", own=own_rows(load))


def counts_up(load: TableLoad, function: RowFunction) -> bool:
    """Whether the key of the function's rows is one integer or uuid that counts up with the index,
    so that as many keys of a stretch as it is long are all its rows and none else."""
    return _bound(load, function, 0) is not None


def there(load: TableLoad, function: RowFunction, positions: range) -> Sql:
    """A query of one number: how many of the rows at these positions are in the table, for a key
    that counts up; how many of `SAMPLE` of them, first and last among these, for any other."""
    rows = _rows(load)
    if not counts_up(load, function):
        return _sampled(load, rows, function, positions)
    condition = within(load, function, positions)
    return fill("SELECT count(*) FROM {own} AS t WHERE {c}", own=own_rows(load), c=condition)


def within(load: TableLoad, function: RowFunction, positions: range) -> Sql:
    """The condition that the row `t` is one of those at the positions, for a key that counts up."""
    column = fill("t.{n}", n=ident(key_names(_rows(load).arbiter)[0]))
    if function.indexes:
        bounds = [_bound(load, function, _index(function, p)) for p in positions]
        keys = join(", ", [b for b in bounds if b is not None])
        return fill("{c} IN ({keys})", c=column, keys=keys)
    first, last = (_bound(load, function, p) for p in (positions[0], positions[-1]))
    assert first is not None, "asked for a key that counts up"
    assert last is not None, "asked for a key that counts up"
    return fill("{c} BETWEEN {a} AND {b}", c=column, a=first, b=last)


def _rows(load: TableLoad) -> GeneratedRows:
    assert load.generated is not None, "asked for tables with generated rows"
    return load.generated


def _index(function: RowFunction, position: int) -> int:
    """The index at a position: the dense ones first."""
    if position < function.count:
        return position
    return function.indexes[position - function.count]


def _bound(load: TableLoad, function: RowFunction, index: int) -> Sql | None:
    """The key of an index, None where it does not count up."""
    rows = _rows(load)
    names = key_names(rows.arbiter)
    if len(names) != 1 or len(rows.arbiter.elements) != 1 or rows.arbiter.predicate is not None:
        return None
    column = next(c.column for c in rows.columns if c.column.name == names[0])
    node = next(let.node for let in function.lets if let.name == names[0])
    if column.type in _INTEGERS:
        start = _start(node)
        return None if start is None else number(start + index)
    if column.type == "uuid" and node.op == "concat" and node.args[1:] == (_UUID_DIGITS,):
        head = node.args[0]
        if head.is_constant and head.high == _UUID_HEAD:
            return fill("{v}::uuid", v=literal(f"{head.constant}{index:012x}"))
    return None


_UUID_HEAD = len("00000000-0000-0000-0000-")


def _start(node: Node) -> int | None:
    """The key of index 0 where the node is the index and a constant."""
    if node == _INDEX:
        return 0
    if node.op == "add" and node.args[0] == _INDEX and node.args[1].is_constant:
        return int(str(node.args[1].constant))
    return None


def _sampled(load: TableLoad, rows: GeneratedRows, function: RowFunction, positions: range) -> Sql:
    step = max(1, (len(positions) - 1) // (SAMPLE - 1))
    chosen = sorted({*positions[::step][: SAMPLE - 1], positions[-1]})
    keys = keys_query(rows, function, [_index(function, p) for p in chosen])
    same = [fill("t.{n} = g.{n}", n=ident(name)) for name in key_names(rows.arbiter)]
    return fill(
        "SELECT count(*) FROM (\n{keys}\n) AS g\n"
        "WHERE EXISTS (SELECT FROM {own} AS t WHERE {same})",
        keys=keys,
        own=own_rows(load),
        same=join(" AND ", same) if same else raw("true"),
    )
