"""Every primitive, pinned: by constants, by the interpreter, by PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest

from ir.served import answer, computed, query
from seedc.ir import expr
from seedc.ir.expr import INT_HIGH, INT_LOW, Body, Let, Node
from seedc.ir.interpret import OPERATIONS, evaluate, hash_int8_extended

LOW, HIGH = INT_LOW, INT_HIGH
Rows = Sequence[tuple[tuple[Any, ...], Any]]

# hashint8extended as PostgreSQL 15, 16 and 18 give it. If one of these changes, every generated row
# of every project changes.
HASHES = [
    (0, 0, 4154612158245552303),
    (1, 0, -3670598878359251130),
    (-1, 0, -1888257769727981238),
    (42, 0, 8010225493015854792),
    (4294967296, 0, -3670598878359251130),
    (-4294967297, 0, 495194309054116481),
    (9223372036854775807, 0, 1977219185673256887),
    (-9223372036854775808, 0, -9109110466470504941),
    (4503599627370496, 0, -6371970473627454357),
    (1, 1, -7620678293940249823),
    (-1, 1, 3987656643895367148),
    (4503599627370496, 1, -3037316374728228501),
    (0, -1, -4140905993450701875),
    (1, -1, 1505930170527472848),
    (-1, -1, 6481520839006961279),
    (9223372036854775807, -1, 6110074166949006181),
    (-9223372036854775808, -1, 8384907054876656385),
    (4503599627370496, 9223372036854775807, 3264342181098448399),
    (1, -9223372036854775808, 7451426249546690057),
    (4503599627370496, -9223372036854775808, -1730905967512549049),
]


@dataclass(frozen=True, slots=True)
class Vector:
    """One use of a primitive: its node over argument columns, and what it gives for them."""

    node: Node
    arguments: tuple[Node, ...]
    rows: Rows


def _column(name: str, kind: str, low: int, high: int) -> Node:
    made = Node("argument", kind, low=low, high=high, nullable=True)  # type: ignore[arg-type]
    return expr.column(name, made)


def _vector(
    make: Callable[..., Node], rows: Rows, bounds: Sequence[tuple[int, int]] = (), kinds: str = ""
) -> Vector:
    """Arguments are integers of 64 bits (or within `bounds`), texts or booleans, as the first row
    has them; `kinds` (i, t, b) says so where that is NULL."""
    names = {"i": "int", "t": "text", "b": "bool"}
    first = rows[0][0]
    letters = kinds or "".join(
        "b" if isinstance(v, bool) else "t" if isinstance(v, str) else "i" for v in first
    )
    usual = {"i": (LOW, HIGH), "t": (0, 1000), "b": (0, 1)}
    limits = list(bounds) or [usual[letter] for letter in letters]
    arguments = tuple(
        _column(name, names[letter], *limit)
        for name, letter, limit in zip("abcd", letters, limits, strict=False)
    )
    return Vector(make(*arguments), arguments, rows)


SMALL = [(-500, 500), (0, 20)]
HALF = (-(2**62), 2**62 - 1)
NATURAL = (0, HIGH)
WORDS = (
    "",
    "é",
    "a'b",
    'q"\\',
    "line\nend",
    "tab\t",
    "\x01\x1f\x7f",
    "$seedc$",
    "%s {x}",
    "\u2028",
    "😀",
)


def _children(operation: str, stride: int) -> Callable[[Node, Node], Node]:
    """An aggregate over a body that has a column, its index, and NULL for every third index."""
    index = expr.index(-1000, 1000)
    square = Let("square", expr.multiply(index, index))
    body = Body(
        (square,),
        expr.case(
            [
                (
                    expr.equal(expr.modulo(index, expr.integer(3)), expr.integer(0)),
                    expr.null("int"),
                )
            ],
            expr.add(expr.column("square", square.node), index),
        ),
    )
    return lambda first, count: expr.aggregate(operation, first, stride, count, body)


def _same_children(operation: str, value: Node) -> Callable[[Node, Node], Node]:
    """An aggregate over a constant."""
    return lambda first, count: expr.aggregate(operation, first, 1, count, Body((), value))


VECTORS: dict[str, Vector] = {
    "hash": _vector(
        lambda a: expr.hashed(a, 9223372036854775807),
        [((0,), 5115516506556807760), ((1,), 1987838983396380335), ((-1,), 2292657411807651213),
         ((LOW,), 3682722090926792354), ((HIGH,), 2317295378603169538), ((None,), None)],
    ),
    "add": _vector(
        expr.add, [((1, 2), 3), ((-(2**62), -(2**62)), LOW), ((None, 1), None), ((1, None), None)],
        [HALF, HALF],
    ),
    "subtract": _vector(
        expr.subtract,
        [((1, 2), -1), ((-(2**62), 2**62 - 1), LOW + 1), ((None, 1), None), ((1, None), None)],
        [HALF, HALF],
    ),
    "multiply": _vector(
        expr.multiply,
        [((7, -6), -42), ((-(2**31), 2**31), -(2**62)), ((0, 5), 0), ((None, 5), None)],
        [(-(2**31), 2**31), (-(2**31), 2**31)],
    ),
    "divide": _vector(
        expr.divide,
        [((7, 2), 3), ((-7, 2), -4), ((-8, 2), -4), ((0, 9), 0), ((-1, 1000), -1),
         ((2**62 - 1, 1), 2**62 - 1), ((-(2**62), 3), -1537228672809129302), ((None, 2), None)],
        [HALF, (1, 2**31)],
    ),
    "divide natural": _vector(
        expr.divide, [((HIGH, 3), 3074457345618258602), ((HIGH, HIGH), 1), ((5, HIGH), 0)],
        [NATURAL, (1, HIGH)],
    ),
    "modulo": _vector(
        expr.modulo,
        [((7, 2), 1), ((-7, 2), 1), ((-8, 2), 0), ((-1, 1000), 999), ((-(2**62), 3), 2),
         ((None, 2), None)],
        [HALF, (1, 2**31)],
    ),
    "modulo natural": _vector(
        expr.modulo, [((HIGH, 10), 7), ((HIGH, HIGH), 0), ((5, HIGH), 5)], [NATURAL, (1, HIGH)]
    ),
    "divide at the edges": _vector(
        expr.divide,
        [((LOW, 10), -922337203685477581), ((LOW, HIGH), -2), ((LOW, 1), LOW), ((-1, HIGH), -1),
         ((HIGH, HIGH), 1), ((HIGH, 10), 922337203685477580)],
        [(LOW, HIGH), (1, HIGH)],
    ),
    "modulo at the edges": _vector(
        expr.modulo,
        [((LOW, 10), 2), ((LOW, HIGH), HIGH - 1), ((-1, HIGH), HIGH - 1), ((5, HIGH), 5),
         ((HIGH, HIGH), 0)],
        [(LOW, HIGH), (1, HIGH)],
    ),
    "bits_and": _vector(
        lambda a: expr.bits_and(a, 2**31 - 1),
        [((-1,), 2**31 - 1), ((HIGH,), 2**31 - 1), ((LOW,), 0), ((5,), 5), ((None,), None)],
    ),
    "bits_xor": _vector(
        expr.bits_xor, [((12, 10), 6), ((HIGH, 0), HIGH), ((HIGH, HIGH), 0), ((None, 1), None)],
        [NATURAL, NATURAL],
    ),
    "shift_right": _vector(
        lambda a: expr.shift_right(a, 32),
        [((HIGH,), 2**31 - 1), ((2**32,), 1), ((2**32 - 1,), 0), ((None,), None)], [NATURAL],
    ),
    "smallest": _vector(
        expr.smallest,
        [((1, 2), 1), ((2, 1), 1), ((LOW, HIGH), LOW), ((3, 3), 3), ((None, 1), None),
         ((1, None), None)],
    ),
    "greatest": _vector(
        expr.greatest,
        [((1, 2), 2), ((2, 1), 2), ((LOW, HIGH), HIGH), ((3, 3), 3), ((None, 1), None),
         ((1, None), None)],
    ),
    "bucket": _vector(
        lambda a: expr.bucket(a, (-5, 0, 0, 7, HIGH)),
        [((LOW,), 0), ((-6,), 0), ((-5,), 1), ((0,), 3), ((6,), 3), ((7,), 4), ((HIGH,), 5),
         ((None,), None)],
    ),
    "bucket long": _vector(
        lambda a: expr.bucket(a, tuple(range(-100, 100, 7)), "limits' \"of\""),
        [((LOW,), 0), ((-100,), 1), ((-94,), 1), ((96,), 29), ((HIGH,), 29), ((None,), None)],
    ),
    "pick_int": _vector(
        lambda a: expr.pick_int(a, (LOW, -1, 0, HIGH)),
        [((0,), LOW), ((1,), -1), ((2,), 0), ((3,), HIGH), ((None,), None)], [(0, 3)],
    ),
    "pick_int long": _vector(
        lambda a: expr.pick_int(a, tuple(range(1000, 2000, 10)), "numbers"),
        [((0,), 1000), ((99,), 1990), ((None,), None)], [(0, 99)],
    ),
    "pick_text": _vector(
        lambda a: expr.pick_text(a, WORDS[:8]),
        [*(((n,), word) for n, word in enumerate(WORDS[:8])), ((None,), None)], [(0, 7)],
    ),
    "pick_text long": _vector(
        lambda a: expr.pick_text(a, WORDS, "слова"),
        [*(((n,), word) for n, word in enumerate(WORDS)), ((None,), None)],
        [(0, len(WORDS) - 1)],
    ),
    "pick by bucket": _vector(
        lambda a: expr.pick_text(expr.bucket(a, (10, 20)), ("low", "mid", "high")),
        [((9,), "low"), ((10,), "mid"), ((19,), "mid"), ((20,), "high"), ((None,), None)],
    ),
    "equal": _vector(
        expr.equal, [((1, 1), True), ((1, 2), False), ((LOW, LOW), True), ((None, 1), None)]
    ),
    "equal texts": _vector(
        expr.equal,
        [(("a", "a"), True), (("a", "A"), False), (("é", "e\u0301"), False), (("", ""), True),
         (("a", "a "), False), ((None, "a"), None)],
    ),
    "equal booleans": _vector(
        expr.equal, [((True, True), True), ((True, False), False), ((None, True), None)]
    ),
    "less": _vector(
        expr.less, [((1, 2), True), ((2, 2), False), ((LOW, HIGH), True), ((None, 1), None)]
    ),
    "at_most": _vector(
        expr.at_most, [((1, 2), True), ((2, 2), True), ((HIGH, LOW), False), ((1, None), None)]
    ),
    "and": _vector(
        expr.both,
        [((True, True), True), ((True, False), False), ((None, False), False),
         ((False, None), False), ((None, True), None), ((None, None), None)],
    ),
    "or": _vector(
        expr.either,
        [((False, False), False), ((True, False), True), ((None, True), True), ((True, None), True),
         ((None, False), None), ((None, None), None)],
    ),
    "not": _vector(expr.negate, [((True,), False), ((False,), True), ((None,), None)]),
    "is_null": _vector(expr.is_null, [((1,), False), ((None,), True)]),
    "is_null text": _vector(expr.is_null, [(("",), False), ((None,), True)]),
    "case": _vector(
        lambda a, b, c: expr.case([(a, b), (expr.less(b, c), c)], expr.integer(-1)),
        [((True, 1, 2), 1), ((False, 1, 2), 2), ((None, 1, 2), 2), ((None, 2, 1), -1),
         ((False, None, 1), -1), ((True, None, 1), None)],
    ),
    "case of constants": _vector(
        lambda a: expr.multiply(
            expr.case([(a, expr.integer(2_000_000_000))], expr.integer(3)), expr.integer(4)
        ),
        [((True,), 8_000_000_000), ((False,), 12), ((None,), 12)],
    ),
    "case without an otherwise": _vector(
        lambda a: expr.case([(a, expr.integer(1))], expr.null("int")),
        [((True,), 1), ((False,), None), ((None,), None)],
    ),
    "shift of a constant": _vector(
        lambda a: expr.add(a, expr.shift_right(expr.integer(1), 32)), [((5,), 5), ((None,), None)]
    ),
    "json_string of a constant": _vector(
        lambda a: expr.concat(a, expr.json_string(expr.text("x'"))),
        [(("",), '"x\'"'), ((None,), None)],
    ),
    "difference of NULLs": _vector(
        lambda a: expr.add(a, expr.subtract(expr.null("int"), expr.null("int"))),
        [((1,), None), ((None,), None)],
        [HALF],
    ),
    **{
        f"aggregate {operation} of {value}": _vector(
            _same_children(operation, expr.null("int") if value is None else expr.integer(value)),
            [((0, 3), some), ((0, 0), none)],
            SMALL,
        )
        for operation, value, some, none in (
            ("sum", None, 0, 0), ("count", None, 0, 0), ("min", None, None, None),
            ("max", None, None, None), ("sum", -7, -21, 0), ("count", -7, 3, 0),
            ("min", -7, -7, None), ("max", 7, 7, None),
        )
    },
    "aggregate from NULL": _vector(
        _children("sum", 1), [((None, 3), None), ((3, None), None)], SMALL, "ii"
    ),
    "coalesce": _vector(expr.coalesce, [((1, 2), 1), ((None, 2), 2), ((None, None), None)]),
    "concat": _vector(
        lambda a, b: expr.concat(a, expr.text("'\\é"), b),
        [(("x", "y"), "x'\\éy"), (("", ""), "'\\é"), ((None, "y"), None), (("x", None), None)],
    ),
    "to_text": _vector(
        expr.to_text,
        [((0,), "0"), ((-5,), "-5"), ((LOW,), "-9223372036854775808"),
         ((HIGH,), "9223372036854775807"), ((None,), None)],
    ),
    "pad": _vector(
        lambda a: expr.pad(a, 4),
        [((0,), "0000"), ((42,), "0042"), ((12345,), "12345"), ((HIGH,), str(HIGH)),
         ((None,), None)],
        [NATURAL],
    ),
    "pad short": _vector(
        lambda a: expr.pad(a, 4), [((0,), "0000"), ((9999,), "9999"), ((None,), None)], [(0, 9999)]
    ),
    "slice": _vector(
        lambda a: expr.slice_text(a, 2, 3),
        [(("abcdef",), "cde"), (("ab",), ""), (("abc",), "c"), (("",), ""),
         (("éü😀日本",), "😀日本"),
         ((None,), None)],
    ),
    "replace": _vector(
        lambda a: expr.replace_text(a, "aa", "é'\\"),
        [(("aaa",), "é'\\a"), (("baab",), "bé'\\b"), (("",), ""), (("a",), "a"), ((None,), None)],
    ),
    "translate": _vector(
        lambda a: expr.translate(a, "aéa'-", "AE\\"),
        [(("aé'-z",), "AEz"), (("",), ""), (("a-a",), "AA"), ((None,), None)],
    ),
    "lower": _vector(
        expr.lower,
        [(("AbZ",), "abz"), (("ÉÄİIΣ",), "ÉÄİiΣ"), (("",), ""), ((None,), None)],
    ),
    "upper": _vector(
        expr.upper,
        [(("aBz",), "ABZ"), (("éäıiß",), "éäıIß"), (("",), ""), ((None,), None)],
    ),
    "length": _vector(
        expr.length, [(("",), 0), (("é😀",), 2), (("e\u0301",), 2), ((None,), None)]
    ),
    "hex": _vector(
        expr.hex_digits,
        [((0,), "0" * 16), ((-1,), "f" * 16), ((LOW,), "8" + "0" * 15), ((HIGH,), "7" + "f" * 15),
         ((255,), "00000000000000ff"), ((None,), None)],
    ),
    "md5": _vector(
        expr.md5,
        [(("",), "d41d8cd98f00b204e9800998ecf8427e"),
         (("abc",), "900150983cd24fb0d6963f7d28e17f72"),
         (("é",), "66ddcd97cfdeabb2f6fb8a999b4bc76f"), ((None,), None)],
    ),
    "sha256": _vector(
        expr.sha256,
        [(("",), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
         (("abc",), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
         (("é",), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"),
         ((None,), None)],
    ),
    "json_string": _vector(
        expr.json_string,
        [(("",), '""'), (('q"\\/',), '"q\\"\\\\/"'), (("\b\f\n\r\t",), '"\\b\\f\\n\\r\\t"'),
         (("\x01\x1f\x7f\u2028é😀",), '"\\u0001\\u001f\x7f\u2028é😀"'), ((None,), None)],
    ),
    "date_text": _vector(
        expr.date_text,
        [((0,), "1970-01-01"), ((-1,), "1969-12-31"), ((11016,), "2000-02-29"),
         ((-354285,), "1000-01-01"), ((2932896,), "9999-12-31"), ((None,), None)],
        [(-354285, 2932896)],
    ),
    "aggregate sum": _vector(
        _children("sum", 1), [((0, 5), 28), ((0, 0), 0), ((3, 1), 0), ((-4, 4), 14)], SMALL
    ),
    "aggregate count": _vector(
        _children("count", 1), [((0, 5), 3), ((0, 0), 0), ((3, 1), 0), ((-4, 4), 3)], SMALL
    ),
    "aggregate min": _vector(
        _children("min", 1), [((0, 5), 2), ((0, 0), None), ((3, 1), None), ((-4, 4), 0)], SMALL
    ),
    "aggregate max": _vector(
        _children("max", 1), [((0, 5), 20), ((0, 0), None), ((3, 1), None), ((-4, 4), 12)], SMALL
    ),
    "aggregate with a stride": _vector(
        _children("sum", 7), [((0, 5), 1078), ((1, 1), 2), ((0, 0), 0)], SMALL
    ),
}  # fmt: skip


@pytest.mark.parametrize(("number", "salt", "expected"), HASHES)
def test_the_hash_is_what_it_was(number: int, salt: int, expected: int) -> None:
    assert hash_int8_extended(number, salt) == expected


@pytest.mark.parametrize("name", VECTORS)
def test_the_interpreter_gives_what_is_pinned(name: str) -> None:
    vector = VECTORS[name]
    for row, expected in vector.rows:
        cells = {str(a.data[0]): v for a, v in zip(vector.arguments, row, strict=True)}
        assert evaluate(vector.node, 0, cells) == expected, row


def test_every_primitive_has_a_vector() -> None:
    def operations(node: Node) -> set[str]:
        inside = set().union(*(operations(a) for a in node.args)) if node.args else set()
        body = operations(node.body.result) if node.body else set()
        return {node.op} | inside | body

    found = set().union(*(operations(vector.node) for vector in VECTORS.values()))
    assert found >= OPERATIONS


@pytest.fixture(scope="module")
def served(server: str) -> Iterator[dict[str, list[str]]]:
    """What the server answers for each vector."""
    with psycopg.connect(server, autocommit=True) as connection:
        yield {
            name: answer(connection, query(_lets(v), len(v.rows))) for name, v in VECTORS.items()
        }


@pytest.mark.parametrize("name", VECTORS)
def test_the_server_gives_what_is_pinned(served: dict[str, list[str]], name: str) -> None:
    vector = VECTORS[name]
    assert served[name] == computed(_lets(vector), len(vector.rows))


def test_the_server_hashes_as_the_interpreter_does(database: str) -> None:
    with psycopg.connect(database) as connection:
        for number, salt, expected in HASHES:
            ((found,),) = connection.execute("SELECT hashint8extended(%s, %s)", (number, salt))
            assert found == expected


def _lets(vector: Vector) -> list[Let]:
    """The arguments, each picked from its row, and the node."""
    size = len(vector.rows)
    lets = [
        Let(str(a.data[0]), _picked(a, [row[place] for row, _ in vector.rows], size))
        for place, a in enumerate(vector.arguments)
    ]
    return [*lets, Let("found", vector.node)]


def _picked(argument: Node, values: Sequence[Any], size: int) -> Node:
    """The argument's value in the row of the index, with the argument's bounds."""
    index = expr.index(0, size - 1)
    gaps = Node("pick_int", "int", (index,), (tuple(int(v is None) for v in values), "gaps"))
    given: tuple[Any, ...]
    if argument.kind == "text":
        given = tuple(v or "" for v in values)
        found = Node("pick_text", "text", (index,), (given, "words"))
    else:
        given = tuple(int(v or 0) for v in values)
        found = Node("pick_int", "int", (index,), (given, "numbers"), LOW, HIGH)
        if argument.kind == "bool":
            found = Node("equal", "bool", (found, expr.integer(1)))
    present = Node("equal", "bool", (gaps, expr.integer(0)))
    node = expr.case([(present, found)], expr.null(argument.kind))
    return replace(node, low=argument.low, high=argument.high)
