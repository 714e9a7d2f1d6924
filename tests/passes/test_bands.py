"""The band of an integer key fits its type and whatever refers to it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.kit import make_project, ran, seedc
from seedc.catalog import QualifiedName
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.ids import numeric_band
from seedc.passes.bands import key_bands


def bands(sql: str) -> dict[str, int]:
    """The beginning of each table's band, as a power of two."""
    found = key_bands(read_schema("schema.sql", sql, Sink()))
    return {name.name: band.low.bit_length() - 1 for name, band in found.items()}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE t (id bigserial PRIMARY KEY);", {"t": 52}),
        ("CREATE TABLE t (id numeric PRIMARY KEY);", {"t": 52}),
        ("CREATE TABLE t (id numeric(20) PRIMARY KEY);", {"t": 52}),
        ("CREATE TABLE t (id numeric(6) PRIMARY KEY);", {"t": 18}),
        ("CREATE DOMAIN d AS smallint; CREATE TABLE t (id d PRIMARY KEY);", {"t": 14}),
        ("CREATE TABLE t (id uuid PRIMARY KEY); CREATE TABLE u (a int, b int);", {}),
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", {}),
        (
            (
                "CREATE DOMAIN uint AS bigint CHECK (VALUE BETWEEN 0 AND 4294967295);"
                "CREATE TABLE t (id uint PRIMARY KEY);"
            ),
            {"t": 30},
        ),
        ("CREATE TABLE t (id int PRIMARY KEY CHECK (id < 100000));", {"t": 14}),
        ("CREATE TABLE t (id int PRIMARY KEY CHECK (id > 0));", {"t": 30}),
        ("CREATE TABLE t (id int PRIMARY KEY CHECK (id IN (1, 2)));", {"t": 30}),
        (
            "CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (t_id int REFERENCES t);",
            {"t": 30},
        ),
        (
            "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t_id bigint REFERENCES t);",
            {"t": 30},
        ),
        (
            "CREATE TABLE t (id bigint PRIMARY KEY, up smallint REFERENCES t);",
            {"t": 14},
        ),
        (
            (
                "CREATE TABLE t (id bigint PRIMARY KEY);"
                "CREATE TABLE u (id bigint PRIMARY KEY REFERENCES t);"
                "CREATE TABLE v (u_id int REFERENCES u);"
            ),
            {"t": 30, "u": 30},
        ),
        (
            (
                "CREATE TABLE t (id int PRIMARY KEY);"
                "CREATE TABLE u (t_id int REFERENCES t, n int, PRIMARY KEY (t_id, n));"
                "CREATE TABLE v (t_id smallint, n int, FOREIGN KEY (t_id, n) REFERENCES u);"
            ),
            {"t": 14},
        ),
    ],
)
def test_it_fits_the_type_and_what_refers_to_it(sql: str, expected: dict[str, int]) -> None:
    assert bands(sql) == expected


@given(st.integers(1, 1000))
def test_the_band_of_a_numeric_holds_no_id_of_too_many_digits(digits: int) -> None:
    band = numeric_band(digits)
    assert len(str(band.high - 1)) <= digits
    assert band.low < band.middle < band.high


def test_an_id_that_is_given_must_fit_what_refers_to_it(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE store (id int PRIMARY KEY);"
        "CREATE TABLE customer (id int PRIMARY KEY, store_id smallint REFERENCES store);"
    )
    seeds = {
        "store": [{"__key__": "s", "id": 40000}],
        "customer": [{"__key__": "c", "store_id": "s"}, {"__key__": "d", "store_id": 7}],
    }
    done = seedc(make_project(tmp_path, schema, seeds), "check")
    assert done.code == 1
    assert done.err.count("error[") == 1
    assert "SD304" in done.err
    assert '"store_id": "s"' in done.err


def test_children_of_an_id_that_they_cannot_hold_are_refused(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE store (id int PRIMARY KEY);"
        "CREATE TABLE customer (id int PRIMARY KEY, store_id smallint REFERENCES store);"
    )
    child = {"customer": [{"__key__": "c"}]}
    seeds = {"store": [{"__key__": "s", "id": 40000, "__children__": child}]}
    done = seedc(make_project(tmp_path, schema, seeds), "check")
    assert done.code == 1
    assert "SD304" in done.err


def test_a_band_of_the_settings_must_fit_the_digits(tmp_path: Path) -> None:
    settings = "[datasets.shop.tables.t]\nband = [1000, 2000]\n"
    schema = "CREATE TABLE t (id numeric(3) PRIMARY KEY);"
    root = make_project(tmp_path, schema, {"t": [{"__key__": "a"}]}, settings=settings)
    done = seedc(root, "check")
    assert "SD508" in done.err


def test_the_manifest_tells_the_band(tmp_path: Path) -> None:
    schema = (
        "CREATE TABLE store (id int PRIMARY KEY);"
        "CREATE TABLE customer (id int PRIMARY KEY, store_id smallint REFERENCES store);"
    )
    seeds = {"store": [{"__key__": "s", "__children__": {"customer": [{"__key__": "c"}]}}]}
    root = make_project(tmp_path, schema, seeds)
    ran(seedc(root, "build"))
    assert str(2**14) in json.dumps(json.loads((root / "build" / "manifest.json").read_text()))


def test_names_are_those_of_the_catalog() -> None:
    catalog = read_schema("schema.sql", "CREATE TABLE t (id int PRIMARY KEY);", Sink())
    assert list(key_bands(catalog)) == [QualifiedName("public", "t")]
