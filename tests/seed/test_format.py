"""One layout: contract order, one member a line, nothing changed and nothing lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.diagnostics import Sink
from seedc.frontend.seed.format import format_seed
from seedc.frontend.seed.parse import parse_document
from seedc.jsonvalue import JsonValue, Number

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake
FILE = "a.seed.json"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NUMBERS = st.sampled_from(["-0", "1.10", "1E+400", "NaN", "-Infinity", "12"]).map(Number)
VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS | NUMBERS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=15,
)
NAMES = st.sampled_from(["A", "B", "C", "id", "__key__", "name"]) | TEXTS
ENTITIES = st.recursive(
    st.dictionaries(NAMES, VALUES, max_size=5),
    lambda inner: st.builds(
        lambda fields, children: {**fields, "__children__": children},
        st.dictionaries(NAMES, VALUES, max_size=3),
        st.dictionaries(NAMES, st.lists(inner, max_size=2), max_size=3),
    ),
    max_leaves=5,
)
LISTS = st.dictionaries(NAMES, st.lists(ENTITIES | VALUES, max_size=3) | VALUES, max_size=4)
RANKS = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.integers(0, 2))


def parsed(text: str) -> dict[str, JsonValue]:
    sink = Sink()
    document = parse_document(FILE, text.encode(), sink)
    assert sink.diagnostics == []
    assert document is not None
    return document


def unordered(value: JsonValue) -> str:
    """A text equal for values that differ in the order of members alone."""
    if type(value) is dict:
        return "{" + ",".join(sorted(f"{k!r}:{unordered(v)}" for k, v in value.items())) + "}"
    if type(value) is list:
        return "[" + ",".join(map(unordered, value)) + "]"
    return f"{type(value).__name__} {value!r}"


@UNHURRIED
@given(LISTS, RANKS)
def test_formatting_twice_changes_nothing_and_formatting_once_no_value(
    document: dict[str, JsonValue], rank: dict[str, int]
) -> None:
    once = format_seed(document, rank)
    again = parsed(once)
    assert format_seed(again, rank) == once
    assert unordered(again) == unordered(document)


@UNHURRIED
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_a_json_value_keeps_the_order_of_its_keys(value: dict[str, JsonValue]) -> None:
    text = format_seed({"A": [{"__key__": "a", "config": value}]}, {})
    entities = parsed(text)["A"]
    assert type(entities) is list
    assert repr(entities[0]) == repr({"__key__": "a", "config": value})


def test_the_layout() -> None:
    document = parsed(
        '{"Joins":[{"__key__":"j","a_id":"a"}],"A":[{"n":1.10,"__children__":{"Z":[],"B":[{"x":null,'
        '"__key__":"b"}]},"id":5,"tags":["a","é"],"cfg":{"b":{},"a":[]},"__key__":"a"},{}],"None":[]}'
    )
    assert format_seed(document, {"A": 0, "B": 1, "Z": 2, "Joins": 3}) == (
        """\
{
  "A": [
    {
      "__key__": "a",
      "id": 5,
      "n": 1.10,
      "tags": ["a", "é"],
      "cfg": {"b": {}, "a": []},
      "__children__": {
        "B": [
          {
            "__key__": "b",
            "x": null
          }
        ],
        "Z": []
      }
    },
    {}
  ],
  "Joins": [
    {
      "__key__": "j",
      "a_id": "a"
    }
  ],
  "None": []
}
"""
    )


def test_lists_of_equal_rank_keep_their_order_and_unranked_ones_follow() -> None:
    document: dict[str, JsonValue] = {name: [] for name in ("u", "c", "b", "t", "a")}
    ranked = parsed(format_seed(document, {"a": 0, "b": 1, "c": 1}))
    assert list(ranked) == ["a", "c", "b", "u", "t"]


def test_a_value_stands_on_one_line_up_to_a_hundred_columns() -> None:
    head = '      "v": ["'
    fits = "x" * (100 - len(head) - len('"],'))
    text = format_seed({"A": [{"v": [fits], "w": [fits + "x"]}]}, {})
    longest = max(text.splitlines(), key=len)
    assert longest == head + fits + '"],'
    assert len(longest) == 100
    assert f'      "w": [\n        "{fits}x"\n      ]\n' in text


def test_a_long_value_is_expanded_only_where_it_must_be() -> None:
    rows: JsonValue = [{"k": "y" * 30, "l": [Number("1"), Number("2")]} for _ in range(3)]
    text = format_seed({"A": [{"v": rows}]}, {})
    line = '        {"k": "' + "y" * 30 + '", "l": [1, 2]}'
    assert f'      "v": [\n{line},\n{line},\n{line}\n      ]\n' in text


def test_what_a_reviewer_could_not_see_is_escaped() -> None:
    text = format_seed(
        {"A": [{"v": "a\u202eb\u200bc\u2028d\x85e\x7ff", "w": "é 日本 👨\u200d👩"}]}, {}
    )
    assert r'"a\u202eb\u200bc\u2028d\u0085e\u007ff"' in text
    assert '"é 日本 👨\u200d👩"' in text


def test_an_empty_document_stays_one() -> None:
    assert format_seed({}, {}) == "{}\n"
