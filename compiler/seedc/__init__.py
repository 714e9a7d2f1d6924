"""seedc: a seed compiler for PostgreSQL.

A schema, seed JSON and settings go in; ordered, idempotent, plain SQL comes out.
The passes are listed in `seedc.pipeline`; `compiler/ARCHITECTURE.md` is the map.
"""

__version__ = "0.1.0"
