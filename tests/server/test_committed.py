"""The committed build/seed.sql: psql and the runner make the same databases of it."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from laws.kit import DATASETS
from seedc.server.connection import connect
from seedc.server.runner import ApplyReport

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "build" / "seed.sql"
SCHEMAS = [ROOT / "seeds" / name / "schema.sql" for name in DATASETS]

# What the server fills in by the clock or at random differs from one load to the next.
COLUMNS = """
SELECT format('SELECT %s FROM %I.%I', string_agg(quote_ident(c.column_name), ', '
         ORDER BY c.ordinal_position), c.table_schema, c.table_name)
FROM information_schema.columns AS c
JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'
  AND coalesce(c.column_default, '') !~* 'now|current|clock|random'
GROUP BY c.table_schema, c.table_name
UNION ALL
SELECT format('SELECT last_value, is_called FROM %I.%I', sequence_schema, sequence_name)
FROM information_schema.sequences
ORDER BY 1
"""


def _contents(dsn: str) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(dsn) as connection:
        queries = [query for (query,) in connection.execute(COLUMNS).fetchall()]
        return {q: sorted(connection.execute(q).fetchall(), key=repr) for q in queries}


@pytest.fixture
def second(database: str, server: str) -> Any:
    """A second database beside `database`."""
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}_b TEMPLATE template0 ENCODING 'UTF8'")
        yield psycopg.conninfo.make_conninfo(server, dbname=f"{name}_b")
        admin.execute(f"DROP DATABASE {name}_b WITH (FORCE)")


def test_psql_and_the_runner_make_identical_databases_of_the_committed_script(
    database: str,
    second: str,
    apply: Callable[..., ApplyReport],
    run_psql: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    for dsn in (database, second):
        for schema in SCHEMAS:
            with connect(dsn) as connection:
                connection.execute(schema.read_bytes())
    report = apply(database, script)
    done = run_psql(second, script)
    assert (done.returncode, done.stderr) == (0, "")
    contents = _contents(database)
    assert contents == _contents(second)
    assert report.changed == sum(t.inserted for d in report.datasets for t in d.tables) > 400
    assert [d.dataset for d in report.datasets] == [s.parent.name for s in SCHEMAS]
    # The other way round as well: each finds nothing to do in what the other made.
    assert apply(second, script).changed == 0
    again = run_psql(database, script)
    assert again.returncode == 0
    assert _contents(database) == contents
