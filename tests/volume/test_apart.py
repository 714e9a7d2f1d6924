"""Unique keys: which are proven from the rules, which are computed in full, which are refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.diagnostics import Rejected, Sink
from seedc.ir import expr
from seedc.ir.arithmetic import permuted
from seedc.ir.columnar import columns_of
from seedc.ir.expr import Let, Node
from seedc.passes.volume import trial
from seedc.passes.volume.injective import Injective, apart
from seedc.pipeline import compile_project
from seedc.project import open_project

ROWS = 300


def seen(node: Node, **lets: Node) -> bool:
    return Injective({n: Let(n, found) for n, found in lets.items()}, lambda _: False, ROWS)(node)


def values(node: Node, rows: int = ROWS) -> list[Any]:
    return columns_of([Let("cell", node)], range(rows))["cell"]


INDEX = expr.index(0, ROWS - 1)


def word(node: Node) -> Node:
    return expr.pick_text(expr.modulo(node, expr.integer(3)), ["a", "bb", "ccc"])


@pytest.mark.parametrize(
    "node",
    [
        INDEX,
        expr.add(INDEX, expr.integer(7)),
        expr.multiply(INDEX, expr.integer(-3)),
        permuted(INDEX, 1_000, 12_345),
        expr.pad(INDEX, 5),
        expr.concat(expr.text("SKU-"), expr.pad(INDEX, 2), expr.text("-"), word(INDEX)),
        expr.concat(word(INDEX), expr.text(" "), expr.to_text(INDEX)),
        expr.md5(expr.to_text(INDEX)),
        expr.upper(expr.slice_text(expr.md5(expr.to_text(INDEX)), 0, 12)),
        expr.slice_text(expr.concat(expr.text("art-"), expr.pad(INDEX, 5)), 4, 5),
    ],
    ids=lambda node: node.op,
)
def test_what_differs_in_every_row_is_seen(node: Node) -> None:
    assert seen(node)
    assert len(set(values(node))) == ROWS


@pytest.mark.parametrize(
    "node",
    [
        expr.modulo(INDEX, expr.integer(100)),
        expr.divide(INDEX, expr.integer(2)),
        expr.multiply(INDEX, expr.integer(0)),
        expr.modulo(expr.multiply(INDEX, expr.integer(2)), expr.integer(500)),
        expr.hashed(INDEX, 1),
        expr.slice_text(expr.md5(expr.to_text(INDEX)), 0, 3),
        expr.slice_text(expr.to_text(INDEX), 0, 2),
        expr.concat(word(INDEX), expr.to_text(INDEX), word(INDEX)),
        # 1 and 11 with another 1 before or behind: "111" twice.
        expr.concat(expr.to_text(expr.modulo(INDEX, expr.integer(12))), expr.to_text(INDEX)),
        expr.lower(expr.concat(word(INDEX), expr.text("x"))),
    ],
    ids=lambda node: node.op,
)
def test_what_may_repeat_is_not(node: Node) -> None:
    assert not seen(node)


_NUMBERS = st.recursive(
    st.just(INDEX),
    lambda inner: st.one_of(
        st.builds(lambda n, k: expr.add(n, expr.integer(k)), inner, st.integers(-9, 9)),
        st.builds(lambda n, k: expr.multiply(n, expr.integer(k)), inner, st.integers(-4, 4)),
        st.builds(lambda n, k: expr.modulo(n, expr.integer(k)), inner, st.integers(2, 900)),
        st.builds(lambda n, k: expr.divide(n, expr.integer(k)), inner, st.integers(1, 5)),
    ),
    max_leaves=4,
)
_PIECES = st.one_of(
    st.builds(expr.to_text, _NUMBERS),
    st.builds(lambda n: expr.pad(expr.greatest(n, expr.integer(0)), 3), _NUMBERS),
    st.builds(word, _NUMBERS),
    st.sampled_from([expr.text(t) for t in ("", "-", "a1", "7")]),
    st.builds(lambda n, k: expr.slice_text(expr.to_text(n), k, 2), _NUMBERS, st.integers(0, 2)),
)


@given(st.lists(_PIECES, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_what_is_seen_to_differ_does(parts: list[Node]) -> None:
    node = expr.concat(*parts)
    if seen(node):
        assert len(set(values(node))) == ROWS


@given(st.lists(_PIECES, min_size=1, max_size=3), st.lists(_PIECES, min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_what_is_seen_to_be_apart_has_nothing_in_common(one: list[Node], two: list[Node]) -> None:
    first, second = expr.concat(*one), expr.concat(*two)
    if apart(first, second, Injective({}, lambda _: False, ROWS)):
        assert not {*values(first)} & {*values(second)}


# Tables -------------------------------------------------------------------------------------------

SCHEMA = """
CREATE TABLE people (id bigint PRIMARY KEY, mail text UNIQUE, code text UNIQUE, note text);
CREATE TABLE logins (id bigint PRIMARY KEY, person_id bigint NOT NULL UNIQUE REFERENCES people,
  name text NOT NULL UNIQUE);
CREATE TABLE visits (person_id bigint NOT NULL REFERENCES people, at timestamptz NOT NULL,
  place text NOT NULL, UNIQUE (person_id, at), UNIQUE (person_id, place));
"""


def compiled(tmp_path: Path, tables: dict[str, Any]) -> list[str]:
    """What is wrong with the rules, as `code message`."""
    folder = tmp_path / "seeds" / "shop"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "volume.json").write_text(
        json.dumps({"clock": "2026-01-01T00:00:00Z", "tables": tables})
    )
    sink = Sink()
    try:
        compile_project(open_project(tmp_path, sink), sink)
    except Rejected as rejected:
        return [f"{d.code} {d.message}" for d in rejected.diagnostics]
    return [f"{d.code} {d.message}" for d in sink.diagnostics]


def people(rows: int, code: dict[str, Any], **more: Any) -> dict[str, Any]:
    columns = {"mail": {"email": {}}, "code": code, **more}
    return {"rows": rows, "columns": columns}


MANY = trial.COMPARED + 1


@pytest.mark.parametrize(
    "code",
    [
        {"template": "C-{index}"},
        {"template": "C-{index}-{first_name}"},
        {"sql": "'C' || lpad(id::text, 20, '0')"},
        {"sql": "upper(md5(mail))"},
        {"hash": {"of": "mail", "digits": 20}},
        {
            "when": {
                "if": "note = 'x'",
                "then": {"cpf": {}, "unique": True},
                "else": {"cnpj": {}, "unique": True},
            }
        },
    ],
    ids=lambda code: str(*code),
)
def test_a_code_that_follows_from_what_differs_is_proven(
    tmp_path: Path, code: dict[str, Any]
) -> None:
    assert not compiled(tmp_path, {"people": people(5 * MANY, code, note={"choice": ["x", "y"]})})


@pytest.mark.parametrize(
    "code",
    [
        {"template": "C-{first_name}"},
        {"sql": "left(mail, 9)"},
        {"hash": {"of": "mail", "digits": 8}},
        {"when": {"if": "note = 'x'", "then": {"cpf": {}}, "else": {"cpf": {}, "unique": True}}},
    ],
    ids=lambda code: str(*code),
)
def test_what_nothing_proves_is_refused_with_the_constraint(
    tmp_path: Path, code: dict[str, Any]
) -> None:
    found = compiled(tmp_path, {"people": people(MANY, code, note={"choice": ["x", "y"]})})
    assert len(found) == 1
    assert found[0].startswith("SD74")
    assert "people_code_key" in found[0] or "must be unique" in found[0]


def test_branches_that_may_meet_are_not_unique_because_the_whole_says_so(tmp_path: Path) -> None:
    pattern = {"pattern": "^[A-Z]{4}$", "unique": True}
    code = {"when": {"if": "note = 'x'", "then": pattern, "else": pattern}, "unique": True}
    rows = people(MANY, code, note={"choice": ["x", "y"]})
    (found,) = compiled(tmp_path, {"people": rows})
    assert found.startswith("SD745 nothing in the rules")


def test_a_few_rows_are_computed_instead(tmp_path: Path) -> None:
    code = {"sql": "left(md5(mail), 7)"}
    assert not compiled(tmp_path / "few", {"people": people(50, code)})
    (found,) = compiled(tmp_path / "equal", {"people": people(50, {"sql": "left(md5(mail), 1)"})})
    assert found.startswith("SD745")
    assert "two have code = " in found


def test_the_last_of_the_computed_rows_is_computed_too(tmp_path: Path) -> None:
    last = {"sql": "CASE WHEN id % 1000 = 999 THEN 'C0' ELSE 'C' || (id % 1000)::text END"}
    found = compiled(tmp_path, {"people": people(1_000, last)})
    assert len(found) == 1
    assert "two have code = C0" in found[0]


def test_more_rows_are_computed_where_the_rule_says_so(tmp_path: Path) -> None:
    code = {"sql": "left(md5(mail), 16)", "unique": "computed"}
    assert not compiled(tmp_path / "all", {"people": people(MANY, code)})
    short = {"sql": "left(md5(mail), 5)", "unique": "computed"}
    (found,) = compiled(tmp_path / "short", {"people": people(MANY, short)})
    assert "two have code = " in found


def test_a_column_without_a_key_is_computed_where_its_rule_says_so(tmp_path: Path) -> None:
    note = {"sql": "left(md5(mail), 2)", "unique": "computed"}
    (found,) = compiled(tmp_path, {"people": people(500, {"template": "C-{index}"}, note=note)})
    assert 'repeat (note), which "unique": "computed" forbids' in found


def test_a_part_of_a_rule_cannot_be_computed(tmp_path: Path) -> None:
    code = {"when": {"if": "true", "then": {"sql": "mail", "unique": "computed"}}}
    (found,) = compiled(tmp_path, {"people": people(5, code)})
    assert found.startswith("SD736")


def test_one_row_for_each_parent_has_the_parents_unique_column(tmp_path: Path) -> None:
    tables = {
        "people": people(MANY, {"template": "C-{index}"}),
        "logins": {
            "rows": {"each": "people", "count": 1},
            "columns": {"name": {"lookup": "person_id.mail"}},
        },
    }
    assert not compiled(tmp_path / "one", tables)
    tables["logins"]["rows"] = {"each": "people", "count": 2}
    assert any("logins" in found for found in compiled(tmp_path / "two", tables))


def visits(at: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    return {
        "people": people(MANY, {"template": "C-{index}"}),
        "visits": {
            "rows": {"each": "people", "count": 3},
            "columns": {"at": at, "place": place},
        },
    }


def test_siblings_are_told_apart_by_what_counts_them(tmp_path: Path) -> None:
    at = {"timestamp": {"past": "9 days", "hours": "evening", "distinct": "parent"}}
    assert not compiled(tmp_path / "ok", visits(at, {"turn": ["here", "there", "nowhere"]}))
    assert compiled(tmp_path / "two", visits(at, {"turn": ["here", "there"]}))
    found = compiled(tmp_path / "at", visits({"timestamp": {"past": "9 days"}}, {"turn": [*"abc"]}))
    assert any("visits_person_id_at_key" in text for text in found)


def test_moments_of_one_parent_differ_and_lie_where_they_would(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "shop"
    at = {"timestamp": {"past": "2 days", "hours": [0] * 23 + [1], "distinct": "parent"}}
    assert not compiled(tmp_path, visits(at, {"turn": ["a", "b", "c"]}))
    assert folder.exists()
    sink = Sink()
    state = compile_project(open_project(tmp_path, sink), sink)
    (program,) = state.programs
    loads = {load.table.name.name: load for stage in program.volume for load in stage.loads}
    generated = loads["visits"].generated
    assert generated is not None
    (function,) = generated.functions
    found = columns_of(function.lets, range(300))
    pairs = {*zip(found["person_id"], found["at"], strict=True)}
    assert len(pairs) == 300
    assert {int(moment or 0) // 3_600_000_000 % 24 for moment in found["at"]} == {23}
