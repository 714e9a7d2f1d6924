"""What the tests of both ways to a Catalog share: the schemas, and a database made from one."""

import os
import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from seedc.catalog import Catalog
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SCHEMAS = [
    *sorted(Path(__file__).parent.glob("schemas/*.sql")),
    *sorted(ROOT.glob("seeds/*/schema.sql")),
    *sorted(CORPUS.glob("*/schema.sql")),
]

_NEEDS = re.compile(r"\A-- needs PostgreSQL (\d+)\n")
# A schema that says one of these does not load cleanly here, for a reason that is the server's.
_UNLOADABLE = (
    re.compile(r'extension "[^"]+" is not available'),
    re.compile(r"function uuidv7\(\) does not exist"),  # PostgreSQL 18 brought it
)

_OWN_DATABASE = re.compile(r"^(?:(?:CREATE|DROP) DATABASE [^;]*;|\\c .*)$", re.MULTILINE)


def schema_name(path: Path) -> str:
    """`chinook` for a folder's schema.sql, the file's own name for the others."""
    return path.parent.name if path.name == "schema.sql" else path.stem


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "schema" in metafunc.fixturenames:
        metafunc.parametrize("schema", SCHEMAS, ids=schema_name)


@pytest.fixture
def loaded(schema: Path, database: str, psql: str, tmp_path: Path) -> str:
    """The DSN of a database that psql made from `schema` without one error."""
    needs = _NEEDS.match(schema.read_text())
    with psycopg.connect(database) as connection:
        version = connection.info.server_version // 10000
    if needs and version < int(needs.group(1)):
        pytest.skip(f"{schema_name(schema)} needs PostgreSQL {needs.group(1)}, this is {version}")
    run_psql(psql, database, script_of(schema, tmp_path), schema_name(schema))
    return database


def script_of(schema: Path, folder: Path) -> Path:
    """The schema without the lines that leave the test's database for one of their own."""
    script = folder / "schema.sql"
    script.write_text(_OWN_DATABASE.sub("", schema.read_text()))
    return script


@pytest.fixture
def from_ddl(schema: Path) -> Catalog:
    """The Catalog of `schema` as text; nothing in it may be left without being understood."""
    sink = Sink()
    catalog = read_schema(schema.name, schema.read_text(), sink)
    assert [f"{d.code} {d.message}" for d in sink.diagnostics] == []
    return catalog


def run_psql(psql: str, database: str, script: Path, name: str) -> None:
    done = subprocess.run(
        [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", str(script)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PGOPTIONS": "-c client_min_messages=error"},
    )
    for reason in _UNLOADABLE:
        if found := reason.search(done.stderr):
            pytest.skip(f"{name} does not load cleanly here: {found.group()}")
    assert done.returncode == 0, done.stderr
