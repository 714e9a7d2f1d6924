"""References that are drawn as pairs: no pair twice, each of its own rows, in order where asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from seedc.diagnostics import Rejected, Sink
from seedc.ir.columnar import columns_of
from seedc.pipeline import compile_project
from seedc.project import open_project

SCHEMA = """
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text NOT NULL UNIQUE);
CREATE TABLE tags (id uuid PRIMARY KEY);
CREATE TABLE codes (id text PRIMARY KEY);
CREATE TABLE pairs (a bigint NOT NULL REFERENCES users, b bigint NOT NULL REFERENCES users,
  t uuid REFERENCES tags, u uuid REFERENCES tags, c text REFERENCES codes, d text REFERENCES codes,
  n text REFERENCES users (nick), boss bigint);
"""
TABLES = {"a": "users", "b": "users", "n": "users"}
TABLES |= {"t": "tags", "u": "tags", "c": "codes", "d": "codes"}
CURATED = 3
OF = ("all", "generated", "curated")
Pairs = list[tuple[Any, Any]]


def pairs(
    root: Path, rows: int, one: dict[str, Any], other: dict[str, Any], *, users: int = 7
) -> Pairs:
    """What two columns refer to, given their rules, which each begin with the column's name. Raises
    Rejected."""
    (first, one), (second, other) = ((next(iter(rule)), rule) for rule in (one, other))
    columns = {first: _rule(first, one), second: _rule(second, other)}
    required = {"a": {"reference": "users"}, "b": {"reference": "users"}}
    tables = {
        "users": {"rows": users},
        "tags": {"rows": users},
        "codes": {"rows": users},
        "pairs": {"rows": rows, "columns": required | columns},
    }
    folder = root / "seeds" / "shop"
    folder.mkdir(parents=True, exist_ok=True)
    people = [{"__key__": f"u:{n}", "name": "P", "nick": f"p{n}"} for n in range(CURATED)]
    (folder / "schema.sql").write_text(SCHEMA, encoding="utf-8")
    (folder / "shop.seed.json").write_text(json.dumps({"users": people}), encoding="utf-8")
    (folder / "volume.json").write_text(json.dumps({"tables": tables}), encoding="utf-8")
    sink = Sink()
    (program,) = compile_project(open_project(root, sink), sink).programs
    (load,) = [x for part in program.volume for x in part.loads if x.table.name.name == "pairs"]
    assert load.generated is not None
    (function,) = load.generated.functions
    cells = columns_of(function.lets, range(function.count))
    return list(zip(cells[first], cells[second], strict=True))


def _rule(column: str, rule: dict[str, Any]) -> dict[str, Any]:
    table = {"a": "users", "b": "users", "n": "users", "t": "tags", "u": "tags"}.get(
        column, "codes"
    )
    return {"reference": table, **{word: value for word, value in rule.items() if word != column}}


def refusal(root: Path, one: dict[str, Any], other: dict[str, Any], rows: int = 5) -> list[str]:
    """What is said of the rules, as `code message`."""
    with pytest.raises(Rejected) as rejected:
        pairs(root, rows, one, other)
    return sorted({f"{d.code} {d.message}" for d in rejected.value.diagnostics})


def is_curated(key: int) -> bool:
    return key >= 4503599627370496 + 2**51


@pytest.mark.parametrize("second", OF)
@pytest.mark.parametrize("first", OF)
def test_each_side_keeps_to_its_own_rows_and_no_pair_comes_twice(
    tmp_path: Path, first: str, second: str
) -> None:
    sizes = {"all": 10, "generated": 7, "curated": CURATED}
    count = sizes[first] * sizes[second]
    found = pairs(tmp_path, count, {"a": 0, "of": first}, {"b": 0, "of": second, "unique_per": "a"})
    assert len({*found}) == count
    for side, of in enumerate((first, second)):
        kinds = {is_curated(pair[side]) for pair in found}
        assert kinds == {"all": {True, False}, "generated": {False}, "curated": {True}}[of]


@pytest.mark.parametrize("second", OF)
@pytest.mark.parametrize("first", OF)
def test_a_pair_of_different_rows_is_one_whatever_rows_are_meant(
    tmp_path: Path, first: str, second: str
) -> None:
    other = {"b": 0, "of": second, "unique_per": "a", "not": "a"}
    count = {"all": 10, "generated": 7, "curated": CURATED}[first] * 2
    found = pairs(tmp_path, count, {"a": 0, "of": first}, other)
    assert len({*found}) == count
    assert all(a != b for a, b in found)


GENERATED = {"of": "generated"}


@pytest.mark.parametrize("users", range(2, 9))
def test_all_pairs_in_order_are_there_once(tmp_path: Path, users: int) -> None:
    count = users * (users - 1) // 2
    other = {"b": 0, **GENERATED, "above": "a", "unique_per": "a"}
    found = pairs(tmp_path, count, {"a": 0, **GENERATED}, other, users=users)
    assert len({*found}) == count
    assert all(a < b for a, b in found)


def test_pairs_in_order_may_come_again_and_hold_for_keys_of_uuids(tmp_path: Path) -> None:
    found = pairs(tmp_path, 400, {"t": 0}, {"u": 0, "above": "t"}, users=3)
    assert len({*found}) == 3
    assert all(t < u for t, u in found)


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        (
            {"a": 0},
            {"b": 0, "above": "a"},
            "SD736 the keys of curated rows of public.users are in no order",
        ),
        (
            {"a": 0, **GENERATED},
            {"b": 0, "above": "a"},
            "SD736 a and b are not drawn among the same rows",
        ),
        (
            {"a": 0, **GENERATED},
            {"b": 0, **GENERATED, "above": "a", "not": "a"},
            'SD736 "above" cannot stand beside "not" and "within"',
        ),
        (
            {"a": 0, **GENERATED},
            {"b": 0, **GENERATED, "above": "a", "unique_per": "n"},
            'SD736 beside "above", "unique_per" can only name the same column',
        ),
        (
            {"c": 0},
            {"d": 0, "above": "c"},
            "SD736 the keys of generated rows of public.codes do not ascend",
        ),
        (
            {"a": 0, **GENERATED},
            {"b": 0, **GENERATED, "above": "a", "distribution": "zipf"},
            "SD734 a and b are drawn as pairs, of which none is likelier",
        ),
        ({"a": 0}, {"b": 0, "above": "boss"}, "SD751 public.pairs.boss is no foreign key"),
    ],
)
def test_what_cannot_be_in_order_is_refused(
    tmp_path: Path, one: dict[str, Any], other: dict[str, Any], message: str
) -> None:
    assert message in refusal(tmp_path, one, other)


def test_too_few_pairs_are_counted(tmp_path: Path) -> None:
    other = {"b": 0, **GENERATED, "above": "a", "unique_per": "a"}
    (message,) = refusal(tmp_path, {"a": 0, **GENERATED}, other, rows=22)
    assert message == (
        "SD741 22 rows of public.pairs need different pairs of a and b, and there are 21"
    )
