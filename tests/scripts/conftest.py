"""The real psql against an empty database with a schema `shop`."""

from pathlib import Path

import pytest

from scripts.handmade import Psql


@pytest.fixture
def shop(database: str, psql: str, tmp_path: Path) -> Psql:
    ready = Psql(binary=psql, dsn=database, folder=tmp_path)
    ready.execute("CREATE SCHEMA shop")
    return ready
