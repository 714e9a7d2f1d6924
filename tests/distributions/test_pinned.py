"""Pinned tables, one of each kind at least. They never change: rows were drawn from them."""

import hashlib
from decimal import Decimal
from typing import Any

import pytest

from seedc.distributions import DISTRIBUTIONS, Table, table

SMALL: tuple[tuple[Any, Table], ...] = (
    ("uniform", Table((), (10,), (6,))),
    ({"piecewise": [[12, 2], [15, 1]]}, Table((1431655765,), (10, 13), (3, 3))),
    (
        {"weighted": [5, 0, 3, 1, 1, 2]},
        Table((894784854, 1431655766, 1789569707), (10, 12, 13, 15), (1, 1, 2, 1)),
    ),
    (
        "normal",
        Table(
            (17267886, 246847103, 1073741824, 1900636545, 2130215762),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
    (
        "lognormal",
        Table(
            (24226586, 377282056, 1328880476, 1987311108, 2134609269),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
    (
        "exponential",
        Table(
            (1026754450, 1573830066, 1865323060, 2020636445, 2103390570),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
    (
        {"geometric": {"p": Decimal("0.25")}},
        Table(
            (653110560, 1142943480, 1510318170, 1785849188, 1992497451),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
    (
        "zipf",
        Table(
            (876523938, 1314785907, 1606960553, 1826091537, 2001396325),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
    (
        "pareto",
        Table(
            (534817156, 974035151, 1340741244, 1651204261, 1917206662),
            (10, 11, 12, 13, 14, 15),
            (1, 1, 1, 1, 1, 1),
        ),
    ),
)
"""Specs over the range from 10 to 15, and their tables."""

HILLS = [n * n % 97 for n in range(300)]

LARGE: tuple[tuple[Any, int, int, int, str, int, int], ...] = (
    ("uniform", 0, 1000000000, 2, "abbc8ea8b112337e", 12345, 939536441),
    (
        {"piecewise": [[Decimal("0.99"), 7], [250, Decimal("2.5")], [1000000, 1]]},
        0,
        1000000000,
        2,
        "298163d1ccbec309",
        45,
        67146210,
    ),
    ({"weighted": HILLS}, 0, 299, 0, "a86e014d3830c0b4", 147, 299),
    ("normal", 0, 1000000000, 2, "be283f2261d4e46a", 500012345, 968762345),
    (
        {"normal": {"mean": 170, "deviation": Decimal("8.5")}},
        100,
        25000,
        2,
        "dbe46b8e84c6011a",
        17033,
        19993,
    ),
    ("lognormal", 0, 1000000000, 2, "6fd18cb70b7d2cba", 92698286, 918572575),
    (
        {"lognormal": {"median": Decimal("19.90"), "spread": Decimal("0.8")}},
        100,
        90000,
        2,
        "8e4651a40d563f6f",
        2062,
        30063,
    ),
    ("exponential", 0, 1000000000, 2, "c77f8dc0e76edc26", 139090801, 962546356),
    ({"exponential": {"mean": 60}}, 500, 90000, 2, "930b1f78fa5076ea", 4550, 43691),
    ("geometric", 0, 1000000000, 2, "c77f8dc0e76edc26", 139090801, 962546356),
    ({"geometric": {"mean": 3}}, 0, 1000, 0, "a218efd01126f6d3", 2, 26),
    ("zipf", 0, 9999999, 0, "34d3275cfc069df0", 2373, 7590827),
    ({"zipf": {"exponent": Decimal("1.3")}}, 1, 1000000, 0, "8ea49e5585a63852", 6, 807777),
    ("pareto", 0, 1000000000, 2, "e0b0e808dfe9e258", 75, 82131),
    ({"pareto": {"alpha": 2}}, 500, 10000000, 2, "18343da631291bc5", 715, 22555),
    ("normal", -137438953472, 137438953472, 0, "bf628f9c133d0e33", 12345, 130996514873),
)
"""A spec, its range and scale; the beginning of its table's SHA-256; what it gives for the draws
(2^30, 12345) and (2^31 - 2^20, 12345)."""


@pytest.mark.parametrize(("spec", "pinned"), SMALL)
def test_tables_of_six_values_stay_as_they_are(spec: Any, pinned: Table) -> None:
    assert table(spec, 10, 15) == pinned


@pytest.mark.parametrize(("spec", "low", "high", "scale", "digest", "middle", "last"), LARGE)
def test_tables_of_large_ranges_stay_as_they_are(  # noqa: PLR0913, PLR0917 - a vector's parts
    spec: Any, low: int, high: int, scale: int, digest: str, middle: int, last: int
) -> None:
    found = table(spec, low, high, scale)
    text = repr((found.thresholds, found.starts, found.widths))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest
    assert found.value(2**30, 12345) == middle
    assert found.value(2**31 - 2**20, 12345) == last


def test_every_kind_is_pinned() -> None:
    for vectors in (SMALL, LARGE):
        kinds = {v[0] if isinstance(v[0], str) else next(iter(v[0])) for v in vectors}
        assert kinds == set(DISTRIBUTIONS)
