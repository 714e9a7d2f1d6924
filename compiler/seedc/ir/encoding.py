"""How a core value (an integer, a text, a boolean) becomes a value of a column's type."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "integer", "numeric", "float", "boolean", "text", "cast",
    "date", "time", "timestamp", "timestamptz", "interval",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoding:
    """`unit` says what the core value counts:

    - `integer`: itself; `numeric`, `float`: units of 10^-scale;
    - `date`: days since 1970-01-01; `time`: since midnight; `timestamp`, `timestamptz`: since
      1970-01-01 00:00 UTC; `interval`: a duration; each in seconds (scale 0) or microseconds (6);
    - `boolean`, `text`: themselves; `cast`: a text that the type's input function reads.

    `type` is the column's type in SQL, which the value is cast to.
    """

    unit: Unit
    type: str
    scale: int = 0
