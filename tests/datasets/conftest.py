"""The project's own datasets as plain data, read without the compiler."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"

Row = dict[str, Any]
Read = Callable[[str], dict[str, dict[str, Row]]]


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the datasets."""
    return SEEDS


@pytest.fixture(scope="session")
def read() -> Read:
    """A function from `dataset` to its rows by the name of their list, then by key.

    Lists of all files and depths are taken together; children carry their parent's key as
    `__parent__`. Numbers with a point are Decimals.
    """
    return _read


def _read(dataset: str) -> dict[str, dict[str, Row]]:
    rows: dict[str, dict[str, Row]] = {}
    for file in sorted((SEEDS / dataset).glob("*.seed.json")):
        document = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        for name, row in _walk(document, None):
            rows.setdefault(name, {})[row["__key__"]] = row
    return rows


def _walk(lists: dict[str, list[Row]], parent: str | None) -> Iterator[tuple[str, Row]]:
    for name, entities in lists.items():
        for entity in entities:
            row = {k: v for k, v in entity.items() if k != "__children__"}
            yield name, row | {"__parent__": parent}
            yield from _walk(entity.get("__children__", {}), entity["__key__"])
