"""The odd shop, compiled once for each file of tests."""

from pathlib import Path

import pytest

from bulk.bulk_kit import bulk_project
from laws.kit import built


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bulk_project(tmp_path_factory.mktemp("bulk"))
    built(root)
    return root
