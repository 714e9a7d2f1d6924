"""Schema scripts: text → chunks → syntax trees → neutral operations → Catalog."""

from seedc.frontend.ddl.schema import read_operations, read_schema

__all__ = ["read_operations", "read_schema"]
