"""The structure that the compiler promises: import directions, registered codes, libraries."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedc.codes import CODES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "compiler" / "seedc"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("jsonvalue", "origin", "quote", "ids", "codes", "conforming", "workers"),
    ("diagnostics", "settings"),
    ("catalog", "catalog_text", "types"),
    ("distributions", "pools"),
    ("ir",),
    ("generators",),
    ("frontend", "backends"),
    ("passes", "scripts", "locate"),
    ("project", "rendering"),
    ("server",),
    ("compilation", "sources", "volumes", "pipeline", "emit"),
    ("artifacts", "building", "emission", "dumping", "formatting", "preview", "histogram"),
    ("cli",),
)
"""Lowest first. A module imports from its own layer or a lower one."""

ALLOWED: dict[str, set[str]] = {
    "postgast": {"frontend/ddl/grammar.py"},
    "sqlglot": {"passes/predicate", "passes/volume/infer/", "generators/sql"},
    "bcrypt": {"generators/password.py"},
    "re2": {"passes/predicate_patterns.py"},
    "psycopg": {"server/"},
    "jinja2": {"scripts/"},
    "click": {"cli/"},
    "rich": {"server/bars.py"},
    "numpy": {"backends/copydata/"},
    "polars": {"backends/copydata/", "emission/parquet_files.py"},
    "zstandard": {"emission/output.py"},
}
"""Which files may import a library, by the beginnings of their paths: each is used in one place, or
in one for each language that it reads, so that it can be replaced there."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute, so that a search finds them"
            yield node.module or ""


def layer(name: str) -> int:
    return next(n for n, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for name in imports(path):
        if name.startswith("seedc."):
            other = name.split(".")[1]
            assert layer(other) <= layer(own), f"{own} imports {other}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_each_library_is_met_in_one_place(path: Path) -> None:
    here = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        places = ALLOWED.get(name.split(".")[0])
        assert places is None or any(here.startswith(p) for p in places), f"{here} imports {name}"


def test_backends_and_scripts_know_no_frontend() -> None:
    for path in modules():
        if path.relative_to(PACKAGE).parts[0] in ("backends", "scripts"):
            for name in imports(path):
                assert not re.match(r"seedc\.(frontend|passes|project|settings|server)", name), path


def test_every_code_that_is_reported_is_registered_and_the_other_way_round() -> None:
    used = set()
    for path in modules():
        if path.parent.name != "codes":
            used |= set(re.findall(r'"(SD\d{3})"', path.read_text(encoding="utf-8")))
    assert used == set(CODES)


def test_every_code_has_a_case_and_an_explanation() -> None:
    cases = {folder.name[:5] for folder in (ROOT / "tests" / "cases" / "errors").iterdir()}
    elsewhere = set(
        re.findall(
            r"SD\d{3}",
            "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py")),
        )
    )
    assert set(CODES) <= cases | elsewhere
    assert cases <= set(CODES)
    for code in CODES.values():
        assert re.fullmatch(r"SD\d{3}", code.code)
        assert code.title
        assert not code.title.endswith(".")
        assert len(code.explanation) > 60


def test_files_stay_short() -> None:
    for path in modules():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, path
