"""`seedc preview`: the first generated rows, or a column's values, without a database."""

import json
from pathlib import Path
from typing import Any

import pytest

from laws.kit import Done, make_project, ran, seedc

SCHEMA = """
CREATE SCHEMA shop;
CREATE TABLE shop.vendors (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.products (
  id bigint PRIMARY KEY,
  vendor_id bigint NOT NULL REFERENCES shop.vendors,
  name text NOT NULL,
  note text,
  stock integer,
  price numeric(8,2) NOT NULL,
  tags text[] NOT NULL DEFAULT '{}'
);
"""
SEEDS = {"vendors": [{"__key__": f"vendor:{n}", "name": f"Vendor {n}"} for n in range(3)]}
VOLUME = {
    "profiles": {"SMALL": {"products": 50}, "LARGE": {"products": 5000}},
    "tables": {
        "products": {
            "rows": "products",
            "columns": {
                "vendor_id": {"reference": "vendors"},
                "name": {"template": "P{index:04}"},
                "note": {"choice": ["line\nbreak", "日本語" * 20, "x" * 80]},
                "stock": {"integer": {"between": [0, 99]}, "null": 0.5},
                "price": {"decimal": {"between": [5, 9]}},
            },
        }
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_project(tmp_path, SCHEMA, SEEDS)
    write_volume(tmp_path, VOLUME)
    return tmp_path


def write_volume(root: Path, volume: object, dataset: str = "shop") -> None:
    (root / "seeds" / dataset / "volume.json").write_text(json.dumps(volume), encoding="utf-8")


def preview(root: Path, *arguments: str, **environment: str) -> Done:
    return seedc(root, "preview", *arguments, **environment)


def shown(root: Path, *arguments: str) -> Any:
    return json.loads(ran(preview(root, *arguments, "--json")).out)


def test_the_first_ten_rows_are_shown_under_their_columns(root: Path) -> None:
    lines = ran(preview(root, "products")).out.splitlines()
    assert lines[0].split() == ["id", "vendor_id", "name", "note", "stock", "price"]
    assert set(lines[1]) == {"-", " "}
    assert [line.split()[2] for line in lines[2:12]] == [f"P{n:04}" for n in range(10)]
    assert lines[13] == "shop.products: 10 of 50 generated rows"


def test_it_says_what_is_left_to_the_database(root: Path) -> None:
    assert ran(preview(root, "products")).out.endswith("left to the database: tags\n")


def test_every_cell_stands_on_one_line_and_is_cut_to_forty_columns(root: Path) -> None:
    out = ran(preview(root, "products", "--rows", "50")).out
    assert "line\\nbreak" in out
    assert f"{'x' * 39}…" in out
    assert f"{'日本語' * 6}日…" in out
    assert "x" * 40 not in out
    assert len(out.splitlines()) == 55


def test_rows_of_another_profile_begin_with_those_of_the_first(root: Path) -> None:
    small = shown(root, "products", "--rows", "50")
    assert len(small) == 50
    assert shown(root, "products", "--rows", "50", "--profile", "LARGE") == small
    done = ran(preview(root, "products", "--set", "products=7"))
    assert "7 of 7 generated rows" in done.out
    done = ran(preview(root, "products", SEED_SIZE="LARGE"))
    assert "10 of 5,000 generated rows" in done.out


def test_json_has_every_column_with_null_for_null(root: Path) -> None:
    rows = shown(root, "products", "--rows", "50")
    assert [*rows[0]] == ["id", "vendor_id", "name", "note", "stock", "price"]
    assert any(row["stock"] is None for row in rows)
    assert all(isinstance(row["price"], str) for row in rows)


def test_a_column_of_numbers_falls_into_buckets_that_hold_all_its_rows(root: Path) -> None:
    found = shown(root, "products.stock")
    rows = shown(root, "products", "--rows", "50")
    stocks = [int(row["stock"]) for row in rows if row["stock"] is not None]
    assert (found["size"], found["sampled"], found["nulls"]) == (50, 50, 50 - len(stocks))
    assert (found["least"], found["most"]) == (str(min(stocks)), str(max(stocks)))
    assert found["distinct"] == len(set(stocks))
    assert found["ordered"]
    assert len(found["bars"]) <= 12
    for bar in found["bars"]:
        assert bar["rows"] == sum(int(bar["low"]) <= n <= int(bar["high"]) for n in stocks)
    assert sum(bar["rows"] for bar in found["bars"]) == len(stocks)
    widths = {int(bar["high"]) - int(bar["low"]) for bar in found["bars"][:-1]}
    assert len(widths) == 1


def test_a_column_of_texts_shows_the_most_frequent_first(root: Path) -> None:
    found = shown(root, "products.note", "--profile", "LARGE")
    counts = [bar["rows"] for bar in found["bars"]]
    assert counts == sorted(counts, reverse=True)
    assert (found["distinct"], found["others"], sum(counts)) == (3, 0, 2000)
    names = shown(root, "products.name")
    assert (names["distinct"], len(names["bars"]), names["others"]) == (50, 12, 38)
    assert "… and 38 more values" in ran(preview(root, "products.name")).out


def test_keys_of_other_rows_are_counted_not_measured(root: Path) -> None:
    found = shown(root, "products.vendor_id")
    assert not found["ordered"]
    assert found["distinct"] == len(found["bars"]) == 3


def test_a_sample_is_taken_evenly_and_its_size_is_said(root: Path) -> None:
    done = ran(preview(root, "products.name", "--profile", "LARGE", "--rows", "5"))
    assert "5 of 5,000 generated rows, evenly spread" in done.out.splitlines()[0]
    found = shown(root, "products.name", "--profile", "LARGE", "--rows", "5")
    assert [b["low"] for b in found["bars"]] == ["P0000", "P1000", "P2000", "P3000", "P4000"]
    assert "2,000 of 5,000" in ran(preview(root, "products.name", "--profile", "LARGE")).out


def test_the_longest_bar_is_forty_blocks_and_no_count_is_invisible(root: Path) -> None:
    lines = ran(preview(root, "products.stock", "--profile", "LARGE")).out.splitlines()[3:]
    assert max(line.count("█") for line in lines) == 40
    assert all(line.rstrip()[-1] in "█▏▎▍▌▋▊▉" for line in lines)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("product", 'there is no table "product"; the nearest is "products"'),
        ("product.name", 'there is no table "product.name"; the nearest is'),
        ("products.nam", 'shop.products has no column "nam"; the nearest is "name"'),
        ("products.tags", "shop.products.tags is left to the database"),
        ("vendors", "shop.vendors has no generated rows"),
        ("zzz", 'there is no table "zzz"\n'),
    ],
)
def test_a_wrong_name_is_a_usage_error(root: Path, name: str, said: str) -> None:
    done = preview(root, name)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_a_table_may_have_its_schema_and_its_model_name(root: Path) -> None:
    plain = ran(preview(root, "products")).out
    assert ran(preview(root, "shop.products")).out == plain
    assert ran(preview(root, "Products")).out == plain
    assert ran(preview(root, "shop.products.price")).out == ran(preview(root, "products.price")).out


def test_a_table_of_two_datasets_asks_for_the_dataset(root: Path) -> None:
    make_project(root, SCHEMA, SEEDS, dataset="other")
    write_volume(root, VOLUME, "other")
    done = preview(root, "products")
    assert done.code == 2
    assert "say --dataset" in done.err
    one, two = (ran(preview(root, "products", "--dataset", d)).out for d in ("shop", "other"))
    assert one != two
    assert preview(root, "products", "--dataset", "nobody").code == 2


def test_wrong_rules_are_reported_as_by_check(root: Path) -> None:
    rule = {"integer": {"between": [6, 1]}}
    write_volume(root, {"tables": {"products": {"rows": 3, "columns": {"stock": rule}}}})
    done = preview(root, "products")
    assert done.code == 1
    assert "error[SD736]" in done.err


def test_children_of_curated_rows_come_after_the_dense_ones(root: Path) -> None:
    rule = {"rows": {"each": "vendors", "count": 2, "of": "curated"}}
    write_volume(root, {"tables": {"products": rule}})
    rows = shown(root, "products", "--rows", "50")
    assert len(rows) == 6
    assert len({row["vendor_id"] for row in rows}) == 3
    assert shown(root, "products.vendor_id")["sampled"] == 6
