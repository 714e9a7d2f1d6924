"""Every real schema that lies beside the project becomes a Catalog without a single mistake."""

from collections import Counter
from pathlib import Path

import pytest

from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_operations, read_schema
from seedc.frontend.ddl.operations import Skipped

TABLES = {
    "chinook": 11,
    "concourse": 28,
    "neosync_hr": 7,
    "northwind": 14,
    "pagila": 71,
    "snaplet": 27,
    "tpch": 8,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_real_schema_is_understood(corpus: Path, name: str) -> None:
    sink = Sink()
    catalog = read_schema(name, (corpus / name / "schema.sql").read_text(), sink)
    assert [d.message for d in sink.diagnostics if d.severity == "error"] == []
    assert len(catalog.tables) == TABLES[name]


def test_no_schema_is_left_out(corpus: Path) -> None:
    assert {path.parent.name for path in corpus.glob("*/schema.sql")} == set(TABLES)


def test_what_is_skipped_says_why(corpus: Path) -> None:
    operations = read_operations("pagila", (corpus / "pagila/schema.sql").read_text(), Sink())
    skipped = Counter(o.what for o in operations if isinstance(o, Skipped) and o.reason)
    assert skipped["ALTER TABLE OWNER"] > 50
    assert skipped["SET"] == 11
    assert sum(skipped.values()) == sum(isinstance(o, Skipped) for o in operations)
