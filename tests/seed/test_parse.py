"""JSON is read exactly, and what is no JSON is refused with its place."""

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.codes import CODES
from seedc.diagnostics import Sink
from seedc.frontend.seed.parse import parse, parse_document
from seedc.frontend.seed.syntax import MAX_DEPTH, scan
from seedc.jsonvalue import JsonValue, Number
from seedc.locate import decode_text, locate
from seedc.origin import Origin

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake
FILE = "seeds/shop/shop.seed.json"

NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
)
CONSTANTS = st.sampled_from(["NaN", "Infinity", "-Infinity", "-0", "1e400", "9" * 5000])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SCALARS = st.none() | st.booleans() | TEXTS | (NUMBERS | CONSTANTS).map(Number)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(TEXTS, VALUES, max_size=4)


def written(value: JsonValue, *, ascii_only: bool) -> str:
    """JSON by the shortest program that keeps a number's text."""
    if type(value) is Number:
        return value
    if type(value) is list:
        return "[" + ",".join(written(v, ascii_only=ascii_only) for v in value) + "]"
    if type(value) is dict:
        members = (
            f"{json.dumps(k, ensure_ascii=ascii_only)}:{written(v, ascii_only=ascii_only)}"
            for k, v in value.items()
        )
        return "{" + ",".join(members) + "}"
    return json.dumps(value, ensure_ascii=ascii_only)


def same(left: JsonValue, right: JsonValue) -> bool:
    """Equal in type, order of members and text of numbers: repr shows all three."""
    return repr(left) == repr(right) and list(kinds(left)) == list(kinds(right))


def kinds(value: JsonValue) -> Iterator[type]:
    yield type(value)
    if type(value) is list or type(value) is dict:
        for child in value.values() if type(value) is dict else value:
            yield from kinds(child)


def codes(data: bytes) -> list[str]:
    sink = Sink()
    parse(FILE, data, sink)
    return [d.code for d in sink.diagnostics]


def places(data: bytes) -> list[tuple[str, int, int]]:
    """Code, line and column of everything that is wrong with the bytes as JSON."""
    sink = Sink()
    parse(FILE, data, sink)
    found = locate([d.origin for d in sink.diagnostics], lambda _: decode_text(data))
    return [(d.code, found[d.origin].line, found[d.origin].column) for d in sink.diagnostics]


@UNHURRIED
@given(DOCUMENTS, st.booleans())
def test_every_document_round_trips_with_the_text_of_its_numbers(
    document: dict[str, JsonValue], ascii_only: bool
) -> None:
    sink = Sink()
    read = parse_document(FILE, written(document, ascii_only=ascii_only).encode(), sink)
    assert sink.diagnostics == []
    assert same(read, document)


@UNHURRIED
@given(DOCUMENTS, st.booleans())
def test_the_slow_scanner_finds_nothing_in_what_is_json(
    document: dict[str, JsonValue], ascii_only: bool
) -> None:
    sink = Sink()
    scan(FILE, written(document, ascii_only=ascii_only), 0, sink)
    assert sink.diagnostics == []


@UNHURRIED
@given(
    DOCUMENTS,
    st.lists(
        st.tuples(st.integers(0, 10**6), st.text("{}[]:,\"'\\/ u0dD\n\t\0x=-.#\ufeff", max_size=3)),
        min_size=1,
        max_size=3,
    ),
)
def test_a_broken_document_never_raises_and_never_passes(
    document: dict[str, JsonValue], edits: list[tuple[int, str]]
) -> None:
    text = written(document, ascii_only=False)
    for at, inserted in edits:
        cut = at % (len(text) + 1)
        text = text[:cut] + inserted + text[cut + at % 2 :]
    sink = Sink()
    parsed = parse(FILE, text.encode(), sink)
    try:
        json.loads(text, parse_int=str)
    except ValueError:
        assert sink.diagnostics
    if parsed is not None and parsed.sound:
        assert sink.diagnostics == []
    assert all(d.origin.offset is not None for d in sink.diagnostics)
    assert not any("the file is not JSON that can be read" in d.message for d in sink.diagnostics)


@UNHURRIED
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    sink = Sink()
    parsed = parse(FILE, data, sink)
    assert (parsed is not None and parsed.sound) == (not sink.diagnostics)
    assert {d.code for d in sink.diagnostics} <= set(CODES)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('{"a": "é", "b": "\xff"}'.encode("latin-1"), [("SD101", 1, 8), ("SD101", 1, 18)]),
        ("{}".encode("utf-16"), [("SD101", 1, 1)]),
        ("{}".encode("utf-32-le"), [("SD101", 1, 1)]),
        (b"\xef\xbb\xbf{,}", [("SD102", 1, 1), ("SD104", 1, 3)]),
        (b"", [("SD103", 1, 1)]),
        (b" \r\n\t", [("SD103", 1, 1)]),
        (b'{"a": [1,\r\n,2], "b" : , "c": 3,, "d": 4}', [("SD104", 2, c) for c in (1, 12, 21)]),
        (b'{"a" : [1:2]}', [("SD104", 1, 10)]),
        (b'{"a" : 1 : 2, : 3, "b":: 4}', [("SD104", 1, c) for c in (10, 15, 24)]),
        (b":", [("SD104", 1, 1)]),
        (b'{{"a": 1}}', [("SD104", 1, 2)]),
        ('{"a":\u00a01}'.encode(), [("SD104", 1, 6)]),
        (b'{"a": [1,],\n}', [("SD105", 1, 9), ("SD105", 1, 11)]),
        (b"/* a\n b */ {} // c", [("SD106", 1, 1), ("SD106", 2, 10)]),
        (b"{} # c", [("SD106", 1, 4)]),
        (b"{'a': 'it\\'s'}", [("SD107", 1, 2), ("SD107", 1, 7)]),
        ("{“a”: `b`}".encode(), [("SD107", 1, 2), ("SD107", 1, 7)]),
        (b"""{"a": 1, 'a': 1}""", [("SD107", 1, 10), ("SD118", 1, 10)]),
        (b"{a: 1, 7: 2}", [("SD108", 1, 2), ("SD108", 1, 8)]),
        (b'{"a": 1\n"b": 2}', [("SD109", 1, 8)]),
        (b'{"a": [1 2 {}[]]}', [("SD109", 1, 9), ("SD109", 1, 11), ("SD109", 1, 14)]),
        (b'{"a" 1, "b"=2, "c" => 3, "d" {}}', [("SD110", 1, c) for c in (5, 12, 20, 29)]),
        (b'{"a": "b\n", "c": }', [("SD111", 1, 7)]),
        (b"{'a: 1}", [("SD111", 1, 2)]),
        (b'{"a": "\t\x01\x00"}', [("SD112", 1, 8), ("SD112", 1, 9), ("SD120", 1, 10)]),
        (rb'{"a": "\a\u12\'\\a"}', [("SD113", 1, 8), ("SD113", 1, 10), ("SD113", 1, 14)]),
        (b'{"a": TRUE, "b": nil, "c": nan, "d": x}', [("SD114", 1, c) for c in (7, 18, 28, 38)]),
        (b"[01, 1., -, 0x1F, 1_000, 5kg]", [("SD115", 1, c) for c in (2, 6, 10, 13, 19, 26)]),
        (b'{"a": [1, {"b": 2]}', [("SD116", 1, 18)]),
        (b'{"a": [1}', [("SD116", 1, 9)]),
        (b'{"a": [{"b": 1}', [("SD116", 1, 7)]),
        (b"]", [("SD116", 1, 1)]),
        (b"{}}", [("SD116", 1, 3)]),
        (b"{}, 1", [("SD117", 1, 3)]),
        (b"{} {}", [("SD117", 1, 4)]),
        (b'{"a": {"b": [{"c": 1, "\\u0063": 2}]}, "a": 1}', [("SD118", 1, 23), ("SD118", 1, 39)]),
        (rb'{"a": "\ud83d\ude00\ude00 \\ud83d \uD83D"}', [("SD119", 1, 20), ("SD119", 1, 35)]),
        (rb'{"a": "\ud83d\ude"}', [("SD119", 1, 8), ("SD113", 1, 14)]),
        (rb'{"\u0000": "\\u0000"}', [("SD120", 1, 3)]),
        (b'{"a": "say "hi" now", "b": None}', [("SD122", 1, 12), ("SD114", 1, 28)]),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code_line_and_column(
    data: bytes, expected: list[tuple[str, int, int]]
) -> None:
    assert sorted(places(data)) == sorted(expected)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5_000, 200_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_too_deep_is_a_diagnostic_and_no_recursion_error(
    depth: int, opening: str, closing: str
) -> None:
    inner = "1"
    assert codes((opening * depth + inner + closing * depth).encode()) == ["SD121"]
    assert codes((opening * depth).encode()) == ["SD121"]


def test_the_deepest_nesting_that_is_allowed_is_read() -> None:
    assert codes(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) == []


def test_a_replacement_character_in_the_text_is_no_bad_byte() -> None:
    sink = Sink()
    assert parse_document(FILE, '{"a": "\ufffd"}'.encode(), sink) == {"a": "\ufffd"}


@pytest.mark.parametrize("text", ["null", "[]", "1", '"a"', "true"])
def test_the_top_level_must_be_an_object(text: str) -> None:
    sink = Sink()
    assert parse_document(FILE, text.encode(), sink) is None
    assert [(d.code, d.origin) for d in sink.diagnostics] == [("SD125", Origin(FILE, ()))]


def test_a_mistake_made_a_thousand_times_is_shown_a_few_times() -> None:
    sink = Sink()
    parse(FILE, ("['a'" + ", 'b'" * 1000 + ", None]").encode(), sink)
    found = [d.code for d in sink.diagnostics]
    assert found.count("SD107") == 25
    assert found.count("SD114") == 1
    last = [d for d in sink.diagnostics if d.code == "SD107"][-1]
    assert "more of these" in last.notes[-1].text


def test_bad_bytes_are_counted_as_the_text_shows_them() -> None:
    data = b'{"\xe2\x82": "\xf0\x9f\x98", "b": "\xff\xfe"}'
    found = places(data)
    text = decode_text(data)
    assert [text[column - 1] for _, _, column in found] == ["\ufffd"] * len(found)
    assert len(found) == text.count("\ufffd")


def test_a_mistake_in_a_large_file_is_found_in_reasonable_time() -> None:
    row = '{"__key__": "k:%d", "name": "a name of some length", "n": 1, "tags": ["a", "b"]}'
    text = '{"t": [' + ",".join(row % i for i in range(50_000)) + ",]}"
    start = time.perf_counter()
    assert codes(text.encode()) == ["SD105"]
    assert time.perf_counter() - start < 10
