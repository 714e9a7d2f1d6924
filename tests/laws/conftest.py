"""The five datasets of the repository, copied and built once for the session."""

import shutil
from pathlib import Path

import pytest

from laws.kit import REPOSITORY, built


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its five datasets, freshly built. Not to be changed."""
    root = tmp_path_factory.mktemp("five")
    shutil.copytree(REPOSITORY / "seeds", root / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    built(root)
    return root
