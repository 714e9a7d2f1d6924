"""Scripts that PostgreSQL runs make the Catalog that introspection finds afterwards.

tests/catalog does the same for whole schemas; these scripts put every kind of statement side by
side, so that names, order and inheritance are PostgreSQL's and not our idea of them.
"""

import subprocess
from pathlib import Path

import psycopg
import pytest

from seedc.diagnostics import Sink
from seedc.frontend.ddl import read_schema
from seedc.server.introspect import introspect_dsn

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.sql"))


@pytest.mark.server
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_the_server_says_the_same(script: Path, database: str, psql: str) -> None:
    with psycopg.connect(database) as connection:
        if connection.info.server_version < 180000:
            pytest.skip("the scripts use virtual columns and NOT ENFORCED, new in 18")
    command = [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", str(script)]
    subprocess.run(command, check=True, capture_output=True)
    sink = Sink()
    ours = read_schema(script.name, script.read_text(), sink)
    assert [d.message for d in sink.diagnostics] == []
    theirs = introspect_dsn(database)
    assert ours.types == theirs.types
    assert ours.sequences == theirs.sequences
    for name in sorted({*ours.tables, *theirs.tables}):
        assert ours.tables.get(name) == theirs.tables.get(name)
