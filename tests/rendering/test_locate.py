"""A pointer or an offset becomes the line and column that an editor shows."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.jsonvalue import Pointer
from seedc.locate import WINDOW, decode_text, find_pointers, locate
from seedc.origin import Location, Origin

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake
SPACES = st.text(" \t\r\n", max_size=3)
TEXTS = st.text(max_size=6)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=25,
)


class Writer:
    """Writes a value with spaces drawn anywhere, and notes where it puts each part."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.text = ""
        self.spans: dict[tuple[Pointer, str], tuple[int, int]] = {}

    def space(self) -> None:
        self.text += self.data.draw(SPACES)

    def put(self, text: str) -> None:
        self.space()
        self.text += text

    def scalar(self, value: object) -> tuple[int, int]:
        self.space()
        start = len(self.text)
        self.text += json.dumps(value, ensure_ascii=self.data.draw(st.booleans()))
        return start, len(self.text)

    def value(self, value: object, pointer: Pointer) -> None:
        if isinstance(value, list | dict):
            self.space()
            start = len(self.text)
            self.text += "[" if isinstance(value, list) else "{"
            steps = enumerate(value) if isinstance(value, list) else value.items()
            for number, (step, child) in enumerate(steps):
                if number:
                    self.put(",")
                if isinstance(value, dict):
                    self.spans[(*pointer, step), "key"] = self.scalar(step)
                    self.put(":")
                self.value(child, (*pointer, step))
            self.put("]" if isinstance(value, list) else "}")
            self.spans[pointer, "value"] = start, len(self.text)
        else:
            self.spans[pointer, "value"] = self.scalar(value)


def naive(text: str, offset: int) -> tuple[int, int]:
    """Line and column by walking over every character."""
    line = column = 1
    for at in range(offset):
        if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n"):
            line, column = line + 1, 1
        else:
            column += 1
    return line, column


def one(text: str, origin: Origin) -> Location:
    return locate([origin], lambda _: text)[origin]


def marked(location: Location) -> str:
    return location.excerpt[location.caret : location.caret + location.width]


@UNHURRIED
@given(st.data(), VALUES)
def test_pointers_are_found_where_a_writer_put_them(data: st.DataObject, value: object) -> None:
    writer = Writer(data)
    writer.value(value, ())
    writer.space()
    wanted = data.draw(st.lists(st.sampled_from(sorted(writer.spans, key=repr)), min_size=1))
    origins = {
        Origin("f", pointer, part="key" if part == "key" else "value"): writer.spans[pointer, part]
        for pointer, part in wanted
    }
    found = locate(origins, lambda _: writer.text)
    for origin, (start, end) in origins.items():
        location = found[origin]
        assert (location.line, location.column) == naive(writer.text, start)
        written = writer.text[start:end]
        first_line = written.replace("\r", "\n").split("\n")[0].replace("\t", " ")
        assert first_line.startswith(marked(location))
        assert len(first_line) == location.width or len(location.excerpt) > WINDOW


@UNHURRIED
@given(st.text(st.sampled_from("a \t\r\n\u2028é{\"'"), max_size=40), st.integers(-2, 45))
def test_an_offset_is_counted_like_an_editor_counts(text: str, offset: int) -> None:
    location = one(text, Origin("f", offset=offset))
    clamped = min(max(offset, 0), len(text))
    if text[clamped - 1 : clamped + 1] != "\r\n":
        assert (location.line, location.column) == naive(text, clamped)
    assert location.width >= 1
    assert location.caret <= len(location.excerpt)


@UNHURRIED
@given(st.text(max_size=60), st.lists(st.text(max_size=3) | st.integers(-1, 3), max_size=4))
def test_text_that_is_no_json_is_no_reason_to_fail(text: str, steps: list[str | int]) -> None:
    location = one(text, Origin("f", tuple(steps)))
    assert location.line >= 0


def test_a_pointer_that_does_not_exist_is_shown_at_its_nearest_parent() -> None:
    text = '{"a": {"b": [1, {"c": 2}]}}'
    for pointer, expected in [
        (("a", "b", 7), '[1, {"c": 2}]'),
        (("a", "b", 1, "x", "y"), '{"c": 2}'),
        (("a", "b", "0"), '[1, {"c": 2}]'),
        (("z",), text),
        (("a", "b", 0, "deeper"), "1"),
    ]:
        assert marked(one(text, Origin("f", pointer))) == expected
        assert marked(one(text, Origin("f", pointer, part="key"))) == expected


def test_part_key_is_the_name_of_the_member() -> None:
    text = '{"a": [{"b\\u00e9": 1}]}'
    assert marked(one(text, Origin("f", ("a", 0, "bé"), part="key"))) == '"b\\u00e9"'
    assert marked(one(text, Origin("f", ("a", 0, "bé")))) == "1"


def test_of_a_repeated_member_the_last_is_meant() -> None:
    assert one('{"a": 1, "a": 22}', Origin("f", ("a",))).column == 15


def test_a_value_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    location = one('{"a": [1,\n2]}', Origin("f", ("a",)))
    assert (location.line, location.column, location.width) == (1, 7, 3)


def test_a_byte_order_mark_is_a_character_and_no_obstacle() -> None:
    text = decode_text(b'\xef\xbb\xbf{"a": 1}')
    assert one(text, Origin("f", ("a",))).column == 8


def test_the_length_of_an_origin_is_what_is_marked() -> None:
    assert (
        marked(one("SELECT storefront.vendors", Origin("f", offset=7, length=10))) == "storefront"
    )
    assert one("ab", Origin("f", offset=0, length=99)).width == 2


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("CREATE TABLE storefront.t (", 13, "storefront.t"),
        ('x "a b" y', 2, '"a b"'),
        ("x 'a b' y", 2, "'a b'"),
        ("a (b)", 2, "("),
    ],
)
def test_without_a_length_the_token_is_marked(text: str, offset: int, expected: str) -> None:
    assert marked(one(text, Origin("f", offset=offset))) == expected


def test_a_missing_file_and_an_origin_without_a_place_are_the_file_as_a_whole() -> None:
    origins = [Origin("gone", offset=3), Origin("gone", ("a",)), Origin("here"), Origin("")]
    found = locate(origins, lambda file: "text" if file == "here" else None)
    assert {(found[o].line, found[o].column) for o in origins} == {(0, 0)}


@pytest.mark.parametrize("at", [0, 10, 60, 500, 950, 995, 999])
def test_a_long_line_is_cut_around_the_caret(at: int) -> None:
    line = "".join(chr(0x4E00 + i) for i in range(1000))
    location = one(f"short\n{line}\nshort", Origin("f", offset=6 + at, length=3))
    assert (location.line, location.column) == (2, at + 1)
    assert marked(location) == line[at : at + 3]
    assert WINDOW <= len(location.excerpt) <= WINDOW + 2
    assert location.excerpt.startswith("…") == (at > 40)
    assert location.excerpt.endswith("…") == (at < 940)


def test_tabs_are_shown_as_single_spaces() -> None:
    location = one('\t{"a":\t1}', Origin("f", ("a",)))
    assert (location.column, location.excerpt, location.caret) == (8, ' {"a": 1}', 7)


def test_each_file_is_read_once() -> None:
    reads: list[str] = []

    def read(file: str) -> str:
        reads.append(file)
        return '{"a": [1, 2, 3]}'

    locate([Origin(f, ("a", i)) for i in range(3) for f in ("x", "y")], read)
    assert sorted(reads) == ["x", "y"]


def test_ten_thousand_pointers_in_a_large_file_take_one_pass() -> None:
    rows = [{"__key__": f"k:{i}", "n": i, "v": [1, 2, {"a": "b"}]} for i in range(50_000)]
    text = json.dumps({"t": rows})
    start = time.perf_counter()
    spans = find_pointers(text, [("t", i, "n") for i in range(0, 50_000, 5)])
    assert time.perf_counter() - start < 5
    assert text[slice(*spans[("t", 49_995, "n"), "value"])] == "49995"


def test_a_number_of_five_thousand_digits_can_be_passed_over() -> None:
    text = '{"a": ' + "9" * 5000 + ', "b": 1}'
    assert one(text, Origin("f", ("b",))).column == 5014
