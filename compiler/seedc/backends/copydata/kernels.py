"""What a rule is, and how the usual ones are made.

A rule is given a node once, and prepares what the node's constants ask for. The kernel that it
returns is called for each block, with the columns of the node's arguments.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from seedc.backends.copydata.block import Block
from seedc.backends.copydata.columns import Column, all_valid
from seedc.backends.copydata.texts import Text
from seedc.ir.expr import Node

Kernel: TypeAlias = Callable[..., Column]
"""Called with a Block and the arguments' Columns."""
Rule: TypeAlias = Callable[[Node], Kernel]


def strict(compute: Callable[..., Any]) -> Rule:
    """A rule of values alone: NULL in, NULL out."""

    def rule(node: Node) -> Kernel:
        def kernel(block: Block, *columns: Column) -> Column:
            return Column(compute(*(c.values for c in columns)), all_valid(columns))

        return kernel

    return rule


def prepared(prepare: Callable[[Node], Callable[..., Any]]) -> Rule:
    """The same, of a function that is made for the node."""
    return lambda node: strict(prepare(node))(node)


def of_text(change: Callable[[Text, Block], Any]) -> Rule:
    """A strict rule of one text."""

    def rule(node: Node) -> Kernel:
        def kernel(block: Block, column: Column) -> Column:
            return Column(change(column.values, block), column.valid)

        return kernel

    return rule


def number(node: Node, place: int = 0) -> int:
    """A constant of the node."""
    return int(str(node.data[place]))
