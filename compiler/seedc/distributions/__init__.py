"""Distributions as integer tables, so that no float decides a value and SQL can draw from them.

`table` is the function, in spite of the module of the same name: it is bound here after the module
has been imported, and `from seedc.distributions.table import Table` finds the module.
"""

from seedc.distributions.kind import Distribution, DistributionError
from seedc.distributions.registry import DISTRIBUTIONS, SCHEMA, table
from seedc.distributions.table import Table

__all__ = ["DISTRIBUTIONS", "SCHEMA", "Distribution", "DistributionError", "Table", "table"]
