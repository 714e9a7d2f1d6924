"""The datasets of the repository, copied and built once for the session, and a small shop."""

import shutil
from pathlib import Path

import pytest

from laws.kit import REPOSITORY, built, ran, seedc
from laws.volume_kit import shop as make_shop


@pytest.fixture(scope="session")
def all_datasets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, built, with every dataset as COPY data, CSV and Parquet under its
    default profile. Not to be changed."""
    root = tmp_path_factory.mktemp("all")
    shutil.copytree(REPOSITORY / "seeds", root / "seeds")
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    built(root)
    names = sorted(folder.name for folder in (root / "seeds").iterdir())
    ran(seedc(root, "build", *names, "--backend", "copydata"))
    for form in ("csv", "parquet"):
        ran(seedc(root, "build", *names, "--emit", form))
    return root


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with every form of rows, built."""
    root = make_shop(tmp_path / "project")
    built(root)
    return root
