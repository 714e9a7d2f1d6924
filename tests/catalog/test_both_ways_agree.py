"""The Catalog read from DDL and the Catalog read from the database that the DDL made are equal.

The schemas are those of tests/catalog/schemas, of seeds/, and the real ones of the corpus.
"""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from seedc.catalog import Catalog
from seedc.catalog_text import describe
from seedc.server.introspect import introspect_dsn

pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Allowed:
    """A fact that may differ: in which schema, the pattern of its lines, and why."""

    schema: str
    lines: str
    reason: str


ALLOWED: tuple[Allowed, ...] = ()


def differences(ddl: str, database: str, schema: str) -> list[str]:
    """The lines (`-` of the DDL, `+` of the database) that no entry of ALLOWED explains."""
    patterns = [re.compile(a.lines) for a in ALLOWED if a.schema == schema]
    diff = difflib.ndiff(ddl.splitlines(), database.splitlines())
    return [
        line
        for line in diff
        if line[0] in "-+" and not any(pattern.search(line[2:]) for pattern in patterns)
    ]


def test_ddl_and_introspection_agree(schema: Path, from_ddl: Catalog, loaded: str) -> None:
    from_database = introspect_dsn(loaded)
    name = schema.parent.name if schema.name == "schema.sql" else schema.stem
    assert not differences(describe(from_ddl), describe(from_database), name)
    if not any(allowed.schema == name for allowed in ALLOWED):
        assert from_ddl == from_database
