"""The contract's shape, kept and broken."""

import json
from pathlib import Path

import pytest

from seedc.codes import contract
from seedc.diagnostics import Sink
from seedc.frontend.seed.document import Entity, SeedDoc
from seedc.frontend.seed.reader import MAX_KEY, read_seed, stem
from seedc.jsonvalue import JsonValue, Number
from seedc.locate import decode_text, locate
from seedc.origin import Origin

FILE = "seeds/shop/catalog.seed.json"
SHOP = "seeds/shop/shop.seed.json"
CASES = Path(__file__).parents[1] / "cases" / "errors"
OWN = sorted(c.code for c in contract.CODES)


def read(document: object) -> SeedDoc:
    sink = Sink()
    data = document if isinstance(document, str) else json.dumps(document)
    doc = read_seed(FILE, data.encode(), sink)
    assert sink.diagnostics == []
    assert doc is not None
    return doc


def mistakes(document: object) -> list[tuple[str, object]]:
    sink = Sink()
    assert read_seed(FILE, json.dumps(document).encode(), sink) is None
    return [(d.code, d.origin.pointer) for d in sink.diagnostics]


def test_a_document_says_its_lists_entities_fields_and_children() -> None:
    doc = read(
        '{"A": [{"__key__": "a:1", "id": 7, "n": 1.10, "__children__": {"B": [{"x": [1],'
        ' "__key__": "b:1"}, {"__key__": "b:2", "__children__": {"C": []}}]}}], "D": []}'
    )
    assert (doc.file, doc.stem) == (FILE, "catalog")
    assert [e.name for e in doc.lists] == ["A", "D"]
    first, second, third = doc.entities()
    assert first.fields == {"id": "7", "n": "1.10"}
    assert {type(v) for v in first.fields.values()} == {Number}
    assert second.fields == {"x": ["1"]}
    assert [e.key for e in (first, second, third)] == ["a:1", "b:1", "b:2"]
    assert second.list.parent is first
    assert third.pointer == ("A", 0, "__children__", "B", 1)
    assert third.children[0].pointer == ("A", 0, "__children__", "B", 1, "__children__", "C")
    assert third.children[0].parent is third


def test_every_pointer_of_a_document_points_at_what_it_names() -> None:
    text = '{"A": [{"n": 1, "__key__": "a:1",\n "__children__": {"B": [{"__key__":  "b:1"}]}}]}'
    doc = read(text)
    child: Entity = list(doc.entities())[1]
    origins = [child.origin, child.list.name_origin, doc.lists[0].entities[0].name_origin("n")]
    found = locate(origins, lambda _: text)
    assert [(found[o].line, found[o].column, found[o].width) for o in origins] == [
        (2, 38, 5),
        (2, 19, 3),
        (1, 9, 3),
    ]


def test_an_empty_document_and_empty_lists_are_fine() -> None:
    assert read("{}").lists == ()
    assert list(read('{"A": []}').entities()) == []


def test_children_nest_as_deep_as_the_limit_allows() -> None:
    entity: dict[str, JsonValue] = {"__key__": "k:0"}
    for level in range(1, 60):
        entity = {"__key__": f"k:{level}", "__children__": {"T": [entity]}}
    doc = read({"T": [entity]})
    assert [e.key for e in doc.entities()] == [f"k:{level}" for level in range(59, -1, -1)]


def test_a_key_may_hold_any_visible_text() -> None:
    keys = ["товар:1", "a b", "no\u00a0break", "family:👨\u200d👩\u200d👧", "k" * MAX_KEY]
    assert [e.key for e in read({"A": [{"__key__": k} for k in keys]}).entities()] == keys


def test_keys_are_unique_over_lists_and_levels_and_the_note_shows_the_first() -> None:
    sink = Sink()
    text = (
        '{"A": [{"__key__": "k", "__children__": {"B": [{"__key__": "k"}]}}],'
        ' "C": [{"__key__": "k"}]}'
    )
    assert read_seed(FILE, text.encode(), sink) is None
    assert [(d.code, d.origin.pointer) for d in sink.diagnostics] == [
        ("SD131", ("A", 0, "__children__", "B", 0, "__key__")),
        ("SD131", ("C", 0, "__key__")),
    ]
    assert {d.notes[0].origin for d in sink.diagnostics} == {Origin(FILE, ("A", 0, "__key__"))}


def test_an_odd_key_is_unique_too() -> None:
    assert mistakes({"A": [{"__key__": "a\u00a0b"}, {"__key__": "a\u00a0b"}]}) == [
        ("SD131", ("A", 1, "__key__"))
    ]


def test_all_shape_errors_are_reported_at_once() -> None:
    document = {
        "A": {"__key__": "a"},
        "__meta__": [],
        "B": [
            1,
            {"n": 1},
            {"__key__": 5},
            {"__key__": ""},
            {"__key__": "a\nb"},
            {"__key__": "k" * (MAX_KEY + 1)},
            {"__key__": "x", "__childern__": {}, "n": 1},
            {"__key__": "y", "__children__": []},
            {"__key__": "z", "__children__": {"C": None, "__key__": [], "D": [None]}},
        ],
    }
    assert mistakes(document) == [
        ("SD126", ("A",)),
        ("SD134", ("__meta__",)),
        ("SD127", ("B", 0)),
        ("SD128", ("B", 1)),
        ("SD129", ("B", 2, "__key__")),
        ("SD129", ("B", 3, "__key__")),
        ("SD130", ("B", 4, "__key__")),
        ("SD130", ("B", 5, "__key__")),
        ("SD134", ("B", 6, "__childern__")),
        ("SD132", ("B", 7, "__children__")),
        ("SD133", ("B", 8, "__children__", "C")),
        ("SD134", ("B", 8, "__children__", "__key__")),
        ("SD127", ("B", 8, "__children__", "D", 0)),
    ]


def test_shape_errors_are_reported_beside_repeated_members() -> None:
    sink = Sink()
    text = '{"A": [{"__key__": "a", "n": 1, "n": 2}, {"n": 1}]}'
    assert read_seed(FILE, text.encode(), sink) is None
    assert [d.code for d in sink.diagnostics] == ["SD118", "SD128"]


def test_a_service_field_is_known_in_every_entity_not_only_the_first_of_its_shape() -> None:
    document = {"A": [{"__key__": "a", "n": 1}, {"__key__": "b", "n": 1, "__x__": 1}]}
    assert mistakes(document) == [("SD134", ("A", 1, "__x__"))]


def test_a_misspelt_service_field_is_answered_with_the_nearest() -> None:
    sink = Sink()
    read_seed(FILE, b'{"A": [{"__key__": "a", "__childern__": {}}]}', sink)
    assert sink.diagnostics[0].help == 'the nearest service field is "__children__"'


def test_names_with_single_underscores_are_columns() -> None:
    entity = next(read({"A": [{"__key__": "a", "_x_": 1, "__y": 2, "z__": 3}]}).entities())
    assert list(entity.fields) == ["_x_", "__y", "z__"]


def test_the_stem_is_the_name_without_its_suffix() -> None:
    assert stem("seeds/shop/a.b.seed.json") == "a.b"
    assert stem("a.seed.json") == "a"


@pytest.mark.parametrize("code", OWN)
def test_every_code_of_the_contract_has_a_case_that_raises_it_alone(code: str) -> None:
    folders = [f for f in sorted(CASES.glob(f"{code}-*")) if f.is_dir()]
    assert folders
    for folder in folders:
        data = (folder / "seeds" / "shop" / "shop.seed.json").read_bytes()
        sink = Sink()
        assert read_seed(SHOP, data, sink) is None
        assert {d.code for d in sink.diagnostics} == {code}
        found = locate([d.origin for d in sink.diagnostics], {SHOP: decode_text(data)}.get)
        assert all(location.line > 0 for location in found.values())


def test_every_code_of_the_contract_explains_itself() -> None:
    for code in contract.CODES:
        assert code.code[:3] == "SD1"
        assert len(code.explanation) > 100
        assert code.title[0].islower() or code.title.startswith(("__", "half"))
        assert max(map(len, code.explanation.splitlines())) <= 100
