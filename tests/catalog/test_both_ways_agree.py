"""The Catalog read from DDL and the Catalog read from the database that the DDL made are equal.

The schemas are those of tests/catalog/schemas, of seeds/, and the real ones of the corpus. What may
differ is in ALLOWED, each entry with its reason; test_expressions_keep_their_meaning shows for the
expressions among them that the server takes both texts for the same.
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


BY_VALUE = "the server stores a constant's value in the column's type, and prints the value its way"
BY_OID = "the server stores which sequence is meant, and prints its whole name"
SPLIT = "the server compares rows and NULL column by column"
BOUND = "the server stores a bound's value in the key's type, and prints the value its way"
ZONE = "the server prints a bound in the session's time zone, the dump was made in another"

ALLOWED = (
    Allowed("generated", r"^tables/public\.defaults/columns/a[cf]/default = ", BY_VALUE),
    Allowed("distribution", r"/checks/suppliers_lead_time_positive/expression = ", BY_VALUE),
    Allowed("identity_and_serial", r"\.shared_numbers/columns/computed/default = ", BY_OID),
    Allowed("identity_and_serial", r"\.lot/columns/(?:number|code)/default = ", BY_OID),
    Allowed("checks", r"/checks/t_b_check6/expression = .*NULL", SPLIT),
    Allowed("checks", r"/checks/t_check21/expression = ", SPLIT),
    Allowed("automatic_names", r"/uniques/many_expr_expr1_expr2_idx/elements = ", SPLIT),
    Allowed("partitions", r"/public\.events_(?:old|new)/partition_bound = .*2020-01-01", BOUND),
    Allowed("two_schemas", r"^tables/app\.d/columns/i/default = ", BY_VALUE),
    Allowed("pagila", r"/public\.payment_p2022_0\d/partition_bound = ", ZONE),
)


def differences(ddl: str, database: str) -> list[str]:
    """The lines that only one of the texts has: `-` that of the DDL, `+` that of the database."""
    return [
        line for line in difflib.ndiff(ddl.splitlines(), database.splitlines()) if line[0] in "-+"
    ]


def test_ddl_and_introspection_agree(schema: Path, from_ddl: Catalog, loaded: str) -> None:
    from_database = introspect_dsn(loaded)
    name = schema.parent.name if schema.name == "schema.sql" else schema.stem
    found = differences(describe(from_ddl), describe(from_database))
    allowed = [a for a in ALLOWED if a.schema == name]
    assert [x for x in found if not any(re.search(a.lines, x[2:]) for a in allowed)] == []
    stale = [a for a in allowed if not any(re.search(a.lines, x[2:]) for x in found)]
    assert stale == [], "an allowed difference that is none any more"
    if not allowed:
        assert from_ddl == from_database
    assert list(from_ddl.tables) == list(from_database.tables)
    assert list(from_ddl.types) == list(from_database.types)
    assert list(from_ddl.sequences) == list(from_database.sequences)
