"""The five datasets of the repository that are loaded together, copied and built once for the
session."""

import shutil
from pathlib import Path

import pytest

from laws.kit import REPOSITORY, built


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, freshly built, with its five datasets and the one that stands alone.
    Not to be changed."""
    root = tmp_path_factory.mktemp("five")
    shutil.copytree(REPOSITORY / "seeds", root / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    built(root)
    return root
