"""Law: more rows leave the rows that were there as they were."""

from pathlib import Path

import pytest

from laws.volume_kit import SCHEMA, Cells, cells, changed, program, shop, without

# What is drawn over all rows of a table, or made of pairs with them, may move when it grows.
MOVES: dict[str, tuple[str, ...]] = {
    "suppliers": ("products.supplier_id", "offers", "days.supplier_id", "days.day"),
    "products": (
        "offers",
        "sale_items.product_id",
        "sale_items.unit_price",
        "sale_items.line",
        "sales.total",
    ),
    "customers": (),
    "pairs": (),
    "days": (),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def small(root: Path) -> Cells:
    return cells(program(root))


@pytest.mark.parametrize("parameter", MOVES)
def test_raising_one_count_moves_nothing_but_what_is_drawn_over_it(
    root: Path, small: Cells, parameter: str
) -> None:
    grown = cells(program(root, None, **{parameter: 25}))
    assert len(grown) > len(small)
    assert small.keys() <= grown.keys()
    kept = without(small, *MOVES[parameter])
    assert kept.items() <= grown.items()


@pytest.mark.parametrize("parameter", [name for name, moves in MOVES.items() if moves])
def test_what_may_move_is_no_empty_word(root: Path, small: Cells, parameter: str) -> None:
    grown = cells(program(root, None, **{parameter: 25}))
    for name in MOVES[parameter]:
        moved = {k for k in small if name in (k[0], f"{k[0]}.{k[2]}") and small[k] != grown[k]}
        assert moved, name


def test_a_profile_moves_no_stable_reference(root: Path, small: Cells) -> None:
    large = cells(program(root, "LARGE"))
    pinned = {k: v for k, v in small.items() if k[2] == "pinned_id"}
    assert len(pinned) == 12
    assert pinned.items() <= large.items()


def test_unique_values_of_a_wide_range_stay_when_rows_are_added(tmp_path: Path) -> None:
    volume = changed()
    rule = {"integer": {"between": [0, 10**18]}, "unique": True}
    volume["tables"]["log"] = {
        "rows": "products",
        "columns": {"word": {"template": "line {index}"}, "level": rule},
    }
    shop(tmp_path, volume, schema=SCHEMA.replace("level integer", "level bigint"))
    few, many = (cells(program(tmp_path, products=count)) for count in (10, 4_000))
    kept = {k: v for k, v in few.items() if k[0] == "log"}
    assert len(kept) == 20
    assert kept.items() <= many.items()
