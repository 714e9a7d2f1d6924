"""Diagnostics as text, JSON and GitHub's commands."""

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.diagnostics import Diagnostic, Note
from seedc.origin import Origin
from seedc.rendering import (
    columns,
    render_github,
    render_json,
    render_text,
    sorted_diagnostics,
    visible,
)

UNHURRIED = settings(deadline=None)  # a loaded machine is no mistake
FILES = {
    "seeds/shop/a.seed.json": """\
{
  "A": [
    {"__key__": "a:1", "vendor_id": "vendor:acm"}
  ]
}
""",
    "seeds/shop/schema.sql": """\
CREATE TABLE vendors (id bigint);
CREATE TABLE a (vendor_id bigint);
""",
}
VALUE = Origin("seeds/shop/a.seed.json", ("A", 0, "vendor_id"))
SCHEMA = Origin("seeds/shop/schema.sql", offset=50, length=9)


def error(message: str, origin: Origin = VALUE, code: str = "SD131") -> Diagnostic:
    return Diagnostic(code=code, origin=origin, message=message)


FULL = Diagnostic(
    code="SD131",
    origin=VALUE,
    message='no entity has the key "vendor:acm"',
    notes=(Note("a.vendor_id references vendors", SCHEMA), Note("without a place")),
    help='the nearest key is "vendor:acme"',
)
WARNING = Diagnostic(code="SD102", origin=Origin("b"), message="odd", severity="warning")


def test_the_text_form() -> None:
    assert render_text([WARNING, FULL], FILES.get) == (
        """\
b: warning[SD102]: odd

seeds/shop/a.seed.json:3:37: error[SD131]: no entity has the key "vendor:acm"
    3 |     {"__key__": "a:1", "vendor_id": "vendor:acm"}
      |                                     ^^^^^^^^^^^^
  note: a.vendor_id references vendors (seeds/shop/schema.sql:2)
  note: without a place
  help: the nearest key is "vendor:acme"

1 error, 1 warning
"""
    )


def test_the_json_form() -> None:
    assert json.loads(render_json([FULL, WARNING], FILES.get)) == [
        {
            "code": "SD102",
            "severity": "warning",
            "file": "b",
            "line": 0,
            "column": 0,
            "message": "odd",
            "notes": [],
            "help": None,
        },
        {
            "code": "SD131",
            "severity": "error",
            "file": "seeds/shop/a.seed.json",
            "line": 3,
            "column": 37,
            "message": 'no entity has the key "vendor:acm"',
            "notes": [
                {
                    "text": "a.vendor_id references vendors",
                    "file": "seeds/shop/schema.sql",
                    "line": 2,
                    "column": 17,
                },
                {"text": "without a place", "file": None, "line": None, "column": None},
            ],
            "help": 'the nearest key is "vendor:acme"',
        },
    ]


def test_the_github_form_escapes_what_would_end_a_command_or_a_property() -> None:
    odd = Diagnostic(
        code="SD131", origin=Origin("a,b:c%.json"), message="100% :: a\r\nb", help="two\nlines"
    )
    first, second = render_github([FULL, odd], FILES.get).splitlines()
    title = "title=SD131%3A a key stands twice in one file"
    assert first == (
        f"::error file=a%2Cb%3Ac%25.json,{title}::100%25 :: a\\u000d%0Ab%0Ahelp: two%0Alines"
    )
    assert second.startswith(
        f"::error file=seeds/shop/a.seed.json,line=3,col=37,{title}::no entity"
    )
    assert "%0Anote: a.vendor_id references vendors (seeds/shop/schema.sql:2)%0A" in second


def test_nothing_to_say_is_said_with_nothing() -> None:
    assert render_text([], FILES.get) == ""
    assert render_json([], FILES.get) == "[]\n"
    assert render_github([], FILES.get) == ""


@pytest.mark.parametrize(
    ("errors", "warnings", "line"),
    [(1, 0, "1 error"), (2, 0, "2 errors"), (0, 1, "1 warning"), (3, 2, "3 errors, 2 warnings")],
)
def test_the_last_line_counts(errors: int, warnings: int, line: str) -> None:
    text = render_text([FULL] * errors + [WARNING] * warnings, FILES.get)
    assert text.splitlines()[-1] == line


def test_diagnostics_are_sorted_by_file_line_column_and_code() -> None:
    text = "{\n" * 12
    origins = [Origin("b", offset=0), Origin("a", offset=22), Origin("a", offset=2), Origin("a")]
    given_order = [error("m", o, c) for c in ("SD118", "SD104") for o in origins]
    ordered = sorted_diagnostics(given_order, lambda _: text)
    assert [(d.origin.file, d.origin.offset, d.code) for d in ordered] == [
        ("a", None, "SD104"),
        ("a", None, "SD118"),
        ("a", 2, "SD104"),
        ("a", 2, "SD118"),
        ("a", 22, "SD104"),
        ("a", 22, "SD118"),
        ("b", 0, "SD104"),
        ("b", 0, "SD118"),
    ]


@pytest.mark.parametrize(
    ("line", "at", "length", "before", "under"),
    [
        ("日本 x", 3, 1, 5, 1),
        ("日本 x", 0, 2, 0, 4),
        ("e\u0301e\u0301 x", 5, 1, 3, 1),
        ("a\u202eb x", 4, 1, 9, 1),
        ("\x1b[1m x", 5, 1, 10, 1),
        ("a\tb", 2, 1, 2, 1),
    ],
)
def test_the_caret_stands_under_its_place(
    line: str, at: int, length: int, before: int, under: int
) -> None:
    text = render_text([error("m", Origin("f", offset=at, length=length))], lambda _: line)
    _, excerpt, caret, *_ = text.splitlines()
    assert excerpt.startswith("    1 | ")
    assert caret == "      | " + " " * before + "^" * under


def test_nothing_hidden_reaches_the_terminal_or_the_log() -> None:
    hidden = "\x1b[31m\u202e\u200b\x00\x07\u2028\ud800"
    odd = Diagnostic(
        code="SD131",
        origin=Origin(hidden, offset=0),
        message=hidden,
        notes=(Note(hidden),),
        help=hidden,
    )
    for render in (render_text, render_json, render_github):
        out = render([odd], lambda _: hidden)
        assert not [
            c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl")
        ]
        assert r"\u001b[31m\u202e\u200b\u0000" in out


def test_a_help_of_several_lines_is_indented() -> None:
    text = render_text(
        [Diagnostic(code="SD131", origin=Origin(""), message="m", help="one\ntwo")], FILES.get
    )
    assert text == "error[SD131]: m\n  help: one\n        two\n\n1 error\n"


def test_lines_beyond_a_hundred_thousand_keep_the_bar_straight() -> None:
    text = render_text([error("m", Origin("f", offset=200_000))], lambda _: "\n" * 200_000 + "x")
    _, excerpt, caret, *_ = text.splitlines()
    assert excerpt == "200001 | x"
    assert caret == "       | ^"


def test_color_adds_only_color() -> None:
    plain = render_text([FULL, WARNING], FILES.get)
    colored = render_text([FULL, WARNING], FILES.get, color=True)
    assert colored != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


ANY = st.text(st.characters(), max_size=30)
ORIGINS = st.builds(
    Origin,
    st.sampled_from(["f", "g", ""]) | ANY,
    st.none() | st.lists(ANY | st.integers(0, 2), max_size=3).map(tuple),
    st.none() | st.integers(0, 50),
    st.sampled_from(["value", "key"]),
    st.integers(0, 50),
)
DIAGNOSTICS = st.builds(
    Diagnostic,
    code=st.sampled_from(["SD101", "SD131"]),
    origin=ORIGINS,
    message=ANY,
    notes=st.lists(st.builds(Note, ANY, st.none() | ORIGINS), max_size=2).map(tuple),
    help=st.none() | ANY,
    severity=st.sampled_from(["error", "warning"]),
)


@UNHURRIED
@given(st.lists(DIAGNOSTICS, max_size=4), ANY | st.text('{}[]:,"ab01 \n', max_size=30))
def test_rendering_never_fails(diagnostics: list[Diagnostic], content: str) -> None:
    def read(file: str) -> str | None:
        return content if file == "f" else None

    for color in (False, True):
        render_text(diagnostics, read, color=color).encode()
    assert len(json.loads(render_json(diagnostics, read).encode())) == len(diagnostics)
    assert render_github(diagnostics, read).count("\n") == len(diagnostics)


@UNHURRIED
@given(ANY)
def test_visible_text_is_one_line_and_its_columns_add_up(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert columns(shown) == sum(columns(char) for char in shown)
