"""What a node is worth for a block of rows: an array of values and which of them are not NULL.

Integers are int64 that wrap around: what a value may be is proven when the program is made, so only
a value that a `case` throws away can ever wrap. A constant is an array of one entry, which NumPy
repeats wherever it meets a longer one. Texts are in `texts.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """`values` are int64, booleans, or a Text; `valid` is False where the value is NULL, and None
    where no value is. What stands in the place of a NULL is anything."""

    values: Any
    valid: Truths | None = None


def all_valid(columns: Iterable[Column]) -> Truths | None:
    """Where no column is NULL; None: everywhere."""
    found: Truths | None = None
    for column in columns:
        if column.valid is not None:
            found = column.valid if found is None else found & column.valid
    return found


def validity(column: Column) -> Truths:
    """`valid` as an array."""
    return np.ones(1, np.bool_) if column.valid is None else column.valid


def spread(values: NDArray[Any], size: int) -> NDArray[Any]:
    """An array of `size` entries: a constant is repeated, without a copy."""
    return values if len(values) == size else np.broadcast_to(values, (size,))
