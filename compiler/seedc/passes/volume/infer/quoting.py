"""Constraints as they are quoted in messages."""

import re

from seedc.catalog import Check, Exclusion, ForeignKey, IndexElement, Unique
from seedc.passes.seedplan import BoundTable


def check_text(check: Check) -> str:
    """`products_price_positive: CHECK (price > 0)`."""
    return f"{check.name}: CHECK ({check.expression.text})"


def unique_text(unique: Unique) -> str:
    """`products_sku_key: UNIQUE (sku)`."""
    word = "PRIMARY KEY" if unique.kind == "primary" else "UNIQUE"
    if unique.nulls_not_distinct:
        word += " NULLS NOT DISTINCT"
    text = f"{unique.name}: {word} ({_elements(unique.elements)})"
    return text if unique.predicate is None else f"{text} WHERE ({unique.predicate.text})"


def key_text(key: ForeignKey) -> str:
    """`FOREIGN KEY (a, b) REFERENCES shop.things (c, d)`."""
    columns, references = ", ".join(key.columns), ", ".join(key.references)
    return f"{key.name}: FOREIGN KEY ({columns}) REFERENCES {key.table} ({references})"


def exclusion_text(exclusion: Exclusion) -> str:
    """`EXCLUDE USING gist (room WITH =, during WITH &&)`."""
    parts = ", ".join(
        f"{_elements((element,))} WITH {operator}" for element, operator in exclusion.elements
    )
    text = f"{exclusion.name}: EXCLUDE USING {exclusion.method} ({parts})"
    return text if exclusion.predicate is None else f"{text} WHERE ({exclusion.predicate.text})"


def _elements(elements: tuple[IndexElement, ...]) -> str:
    return ", ".join(
        f"({element.expression.text})" if element.expression else str(element.column)
        for element in elements
    )


def constraints_on(bound: BoundTable, column: str) -> tuple[str, ...]:
    """Everything that the schema asks of a column, quoted."""
    table, declared = bound.table, bound.columns[column]
    found = ["NOT NULL"] if bound.required(declared) else []
    for domain in bound.domains[column]:
        found += [f"domain {domain.name}, {check_text(check)}" for check in domain.checks]
    found += [check_text(c) for c in table.checks if column in c.expression.columns]
    found += [unique_text(u) for u in table.uniques if column in elements_of(u)]
    found += [key_text(key) for key in bound.foreign_keys.get(column, ())]
    for exclusion in table.exclusions:
        if any(column in columns_read(element) for element, _ in exclusion.elements):
            found.append(exclusion_text(exclusion))
    return tuple(found)


def mentions(sql: str, name: str) -> bool:
    """Whether an expression names a column."""
    return (
        re.search(rf"(?<![\w.'\"]){re.escape(name)}(?![\w'])|\"{re.escape(name)}\"", sql)
        is not None
    )


def elements_of(unique: Unique) -> tuple[str, ...]:
    """Every column that the key reads, in expressions too."""
    read = [name for element in unique.elements for name in columns_read(element)]
    return tuple(dict.fromkeys(read))


def columns_read(element: IndexElement) -> tuple[str, ...]:
    """The columns of one element."""
    if element.column is not None:
        return (element.column,)
    return element.expression.columns if element.expression is not None else ()
