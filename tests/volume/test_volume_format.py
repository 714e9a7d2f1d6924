"""One layout of volume.json: fixed order where the order means nothing, and no value changed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.diagnostics import Sink
from seedc.frontend.seed.parse import parse_document
from seedc.frontend.volume.format import format_volume
from seedc.jsonvalue import JsonValue, Number

WRITTEN = """{"tables": {"sale_items": {"columns": {"price": {"null": 0.10, "decimal":
{"between": [5, 900]}}, "status": {"distribution": {"weighted": [1000000, 2000000, 3000000]},
"choice": ["a status of some length", "another status", "one more"]}},
"policy": "keep", "rows": {"of": "all", "between": [1, 6], "each": "sales"}}, "empty": {}},
"profiles": {"SMALL": {"products": 50, "batch": 500}, "LARGE": {"products": 5e3}},
"seed": "x", "clock": "2026-01-01T00:00:00Z", "parameters": {"n": {"default": 1, "env": "N"}},
"tabels": 1}"""

FORMATTED = """{
  "clock": "2026-01-01T00:00:00Z",
  "seed": "x",
  "parameters": {
    "n": {"default": 1, "env": "N"}
  },
  "profiles": {
    "SMALL": {"products": 50, "batch": 500},
    "LARGE": {"products": 5e3}
  },
  "tables": {
    "sale_items": {
      "rows": {"each": "sales", "between": [1, 6], "of": "all"},
      "policy": "keep",
      "columns": {
        "price": {"decimal": {"between": [5, 900]}, "null": 0.10},
        "status": {
          "choice": ["a status of some length", "another status", "one more"],
          "distribution": {"weighted": [1000000, 2000000, 3000000]}
        }
      }
    },
    "empty": {}
  },
  "tabels": 1
}
"""


def parsed(text: str) -> dict[str, JsonValue]:
    sink = Sink()
    document = parse_document("volume.json", text.encode(), sink)
    assert sink.diagnostics == []
    assert document is not None
    return document


def test_a_file_is_written_in_the_one_layout() -> None:
    assert format_volume(parsed(WRITTEN)) == FORMATTED
    assert format_volume(parsed(FORMATTED)) == FORMATTED


def test_a_rule_of_a_hundred_columns_stands_on_one_line_and_a_longer_one_does_not() -> None:
    def lines(length: int) -> int:
        document = {"tables": {"t": {"columns": {"c": {"constant": "x" * length}}}}}
        return len(format_volume(parsed(json.dumps(document))).splitlines())

    room = 100 - len('        "c": {"constant": ""},')
    assert lines(room + 1) == lines(room) + 2


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NAMES = st.sampled_from(
    [
        "tables",
        "profiles",
        "parameters",
        "clock",
        "rows",
        "columns",
        "policy",
        "each",
        "of",
        "integer",
        "null",
        "unique_per",
        "distribution",
        "reference",
        "between",
    ]
)
DOCUMENTS = st.dictionaries(
    NAMES | TEXTS,
    st.recursive(
        st.none() | st.booleans() | TEXTS | st.sampled_from(["1.10", "-0", "1E+4"]).map(Number),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(NAMES | TEXTS, inner, max_size=5)
        ),
        max_leaves=30,
    ),
    max_size=5,
)


@settings(deadline=None)
@given(DOCUMENTS)
def test_formatting_twice_changes_nothing_and_formatting_once_no_value(
    document: dict[str, JsonValue],
) -> None:
    once = format_volume(document)
    again = parsed(once)
    assert again == document  # objects are equal whatever the order of their members
    assert format_volume(again) == once
