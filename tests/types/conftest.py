"""One database for the whole folder, and sessions that differ in every setting input can hear."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo, sql

SETTINGS = (
    ("DateStyle=ISO,YMD", "IntervalStyle=postgres", "TimeZone=UTC"),
    (
        "DateStyle=German,DMY",
        "IntervalStyle=sql_standard",
        "TimeZone=Asia/Tokyo",
        "standard_conforming_strings=off",
        "escape_string_warning=off",
    ),
    (
        "DateStyle=SQL,MDY",
        "IntervalStyle=iso_8601",
        "TimeZone=America/St_Johns",
        "extra_float_digits=-3",
        "bytea_output=escape",
    ),
)

Session = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(scope="session")
def types_database(server: str) -> Iterator[str]:
    """The DSN of a database that lives as long as the run."""
    name = f"seedc_types_{uuid.uuid4().hex[:12]}"
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


@pytest.fixture(scope="module")
def sessions(types_database: str) -> Iterator[list[Session]]:
    """Autocommitting sessions, one for each of SETTINGS; the first is the plain one."""
    opened = []
    for chosen in SETTINGS:
        options = " ".join(f"-c {setting}" for setting in chosen)
        session = psycopg.connect(types_database, autocommit=True, options=options)
        session.prepare_threshold = None  # each test makes the table anew with another type
        opened.append(session)
    yield opened
    for session in opened:
        session.close()
