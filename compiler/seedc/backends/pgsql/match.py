"""How a seed row `s` and a table row `t` are told to be the same, and whether they are equal.

Everything here is a condition or a list of columns; the statements around them are elsewhere.
"""

from collections.abc import Iterable

from seedc.catalog import ROW_ALIAS, Expression
from seedc.ir.program import Arbiter, LoadColumn, RowGroup, TableLoad
from seedc.quote import Sql, dotted, fill, ident, join, raw, trusted

# A list of names longer than this is broken over lines.
WIDE = 70

T = raw("t")
S = raw("s")


def relation(load: TableLoad) -> Sql:
    """The table as it is written to: `storefront.vendors`."""
    return dotted(load.table.name.schema, load.table.name.name)


def own_rows(load: TableLoad) -> Sql:
    """The table as it is read: ONLY where other tables inherit from it."""
    return fill("ONLY {name}", name=relation(load)) if load.inherited else relation(load)


def names(columns: Iterable[LoadColumn]) -> Sql:
    """`id, name, country`."""
    return join(", ", [ident(c.name) for c in columns])


def cells(alias: Sql, columns: Iterable[LoadColumn]) -> Sql:
    """`s.id, s.name, s.country`."""
    return join(", ", [_cell(alias, c.name) for c in columns])


def _cell(alias: Sql, name: str) -> Sql:
    return fill("{alias}.{name}", alias=alias, name=ident(name))


def expression_of(expression: Expression, alias: Sql) -> Sql:
    """An expression of the schema over the row that `alias` names."""
    return trusted(expression.aliased.replace(f"{ROW_ALIAS}.", f"{alias}."))


def key_columns(arbiter: Arbiter) -> frozenset[str]:
    """The columns that the arbiter's key reads."""
    found: set[str] = set()
    for element in arbiter.elements:
        found.update([element.column] if element.column is not None else ())
        found.update(element.expression.columns if element.expression is not None else ())
    return frozenset(found)


def matches(arbiter: Arbiter, group: RowGroup) -> Sql:
    """`t` is the row that `s` stands for.

    A key is compared by its type's own `=`, as its index does. A nullable column of a NULLS NOT
    DISTINCT key, and every column of a table without a key, treats two NULLs as equal; without a
    key, types whose `=` calls different values equal are compared as text. Raises ValueError for
    rows that do not give their key: a pass must have refused them.
    """
    known = {c.name: c for c in group.columns}
    terms = []
    for element in arbiter.elements:
        if element.expression is not None:
            left = expression_of(element.expression, T)
            right = expression_of(element.expression, S)
            nullable = arbiter.nulls_not_distinct
            terms.append(_same(fill("({e})", e=left), fill("({e})", e=right), nullable=nullable))
        elif element.column in known:
            terms.append(_same_cell(arbiter, known[element.column]))
        elif arbiter.name is not None:
            raise ValueError(f"rows do not give {element.column}, by which they are recognised")
    if arbiter.predicate is not None:
        terms.append(fill("({p})", p=expression_of(arbiter.predicate, T)))
    return join(" AND ", terms)


def _same_cell(arbiter: Arbiter, column: LoadColumn) -> Sql:
    keyless = arbiter.name is None
    nullable = (keyless or arbiter.nulls_not_distinct) and not column.not_null
    if keyless:
        return _same(_compared(T, column), _compared(S, column), nullable=nullable)
    return _same(_cell(T, column.name), _cell(S, column.name), nullable=nullable)


def _same(left: Sql, right: Sql, *, nullable: bool) -> Sql:
    if nullable:
        return fill("{left} IS NOT DISTINCT FROM {right}", left=left, right=right)
    return fill("{left} = {right}", left=left, right=right)


def _compared(alias: Sql, column: LoadColumn) -> Sql:
    cell = _cell(alias, column.name)
    return cell if column.comparable else fill("{cell}::text", cell=cell)


def settable(load: TableLoad, group: RowGroup) -> tuple[LoadColumn, ...]:
    """The columns that an update may change: neither the key that the row was found by, nor the
    primary key of a row that was found by another key, nor a GENERATED ALWAYS identity."""
    primary = load.table.primary_key
    fixed = key_columns(load.arbiter) | set((primary.columns if primary else None) or ())
    return tuple(c for c in group.columns if c.name not in fixed and c.identity != "always")


def equal(columns: tuple[LoadColumn, ...], *, negated: bool = False) -> Sql:
    """The columns of `t` and `s` hold the same values, NULLs included (or, negated, do not)."""
    left = [_compared(T, c) for c in columns]
    right = [_compared(S, c) for c in columns]
    operator = raw("IS DISTINCT FROM") if negated else raw("IS NOT DISTINCT FROM")
    long = sum(len(part) for part in (*left, *right)) > WIDE
    return fill(
        "{left}{gap}{op} {right}",
        left=_row(left),
        gap=raw("\n        ") if long else raw(" "),
        op=operator,
        right=_row(right),
    )


def _row(parts: list[Sql]) -> Sql:
    return parts[0] if len(parts) == 1 else fill("({parts})", parts=join(", ", parts))


def conflict_target(arbiter: Arbiter) -> Sql:
    """`(lower(email)) WHERE deleted_at IS NULL`, as ON CONFLICT wants it."""
    elements = [
        ident(e.column)
        if e.column is not None
        else fill("({text})", text=trusted(e.expression.text if e.expression else ""))
        for e in arbiter.elements
    ]
    target = fill("({elements})", elements=join(", ", elements))
    if arbiter.predicate is None:
        return target
    return fill("{target} WHERE {p}", target=target, p=trusted(arbiter.predicate.text))


def primary_columns(load: TableLoad, group: RowGroup) -> tuple[LoadColumn, ...]:
    """The primary key's columns, where the group gives all of them; else nothing."""
    primary = load.table.primary_key
    wanted = (primary.columns if primary else None) or ()
    found = tuple(c for c in group.columns if c.name in wanted)
    return found if len(found) == len(wanted) else ()


def is_same_row(load: TableLoad, group: RowGroup) -> Sql:
    """`t` is the very row that seedc inserted for `s`: by primary key where the seed gives it, so
    that an application's row which only shares a natural key is never meant."""
    found = primary_columns(load, group)
    if not found:
        return matches(load.arbiter, group)
    terms = [_same(_cell(T, c.name), _cell(S, c.name), nullable=False) for c in found]
    return join(" AND ", terms)


def identity_columns(load: TableLoad, group: RowGroup) -> tuple[LoadColumn, ...]:
    """The columns that `is_same_row` reads."""
    found = primary_columns(load, group)
    if found:
        return found
    keys = key_columns(load.arbiter)
    return tuple(c for c in group.columns if c.name in keys)
