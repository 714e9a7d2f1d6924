"""Law: what the server writes is what the interpreter says, in one statement or in batches."""

import shutil
from pathlib import Path

import pytest

from laws.kit import (
    DATASETS,
    REPOSITORY,
    Dump,
    create_schemas,
    dump,
    new_database,
    psql,
    ran,
    seedc,
)
from laws.volume_kit import (
    VOLUME,
    applied,
    changed,
    generated,
    program,
    programs,
    same_rows,
    script,
    shop,
)
from seedc.ir.program import DatasetProgram

MOST = 20_000
"""Rows of a table beyond which a profile is left to the benchmarks."""


def test_every_form_of_rows_is_on_the_server_as_the_interpreter_has_it(
    tmp_path: Path, database: str
) -> None:
    shop(tmp_path)
    applied(tmp_path, database)
    same_rows(database, program(tmp_path))
    ran(psql(database, tmp_path / "build" / "shop" / "verify.sql"))
