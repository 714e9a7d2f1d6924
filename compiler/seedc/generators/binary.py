"""Bits: bytes of any length, and vectors of numbers."""

import re

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.literals import named, suited
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_HASHED, _DIGESTED = 7, 32  # bytes that a hash without sign bit gives, and a SHA-256
_MOST_BYTES = 1024

_AT_ONCE, _BITS = 3, 21
"""Components from the 63 bits of one hash, and the bits of each: a sign and twenty more."""
_MOST_DRAWN, _MOST_DIMENSIONS = 64, 2000
"""64 drawn components are 6 kB of script and some 15 µs a row; 2,000 is what pgvector can index."""


def _bytea(context: Context, options: Options) -> Value:
    suited(context, "bytea")
    without_distribution(context, "bytes")
    length = options["length"]
    least, most = length if isinstance(length, list) else (length, length)
    if least > most:
        raise Problem("SD736", f"{least} is greater than {most}", path=("length",))
    if least == 0 and context.unique:
        message = f"{context.target.column} must be unique, and may be empty"
        raise Problem("SD736", message, help="let it be longer than 0 bytes", path=("length",))
    head = min(least, _HASHED)
    pieces = [expr.text("\\x"), _fixed_head(context, head), _random_hex(context, least - head, "")]
    return Value(expr.concat(*pieces, *_longer(context, most - least)), "literal")


def _fixed_head(context: Context, size: int) -> Node:
    """The first bytes, unique where the rule says so."""
    if size == 0:
        return expr.text("")
    digits = expr.hex_digits(context.choose(256**size))
    return expr.slice_text(digits, 16 - 2 * size, 2 * size)


def _random_hex(context: Context, size: int, purpose: str) -> Node:
    """So many bytes in hexadecimal digits."""
    if size == 0:
        return expr.text("")
    if size <= _HASHED:
        digits = expr.hex_digits(context.random(f"bytes {purpose}"))
        return expr.slice_text(digits, 16 - 2 * size, 2 * size)
    pieces = []
    for start in range(0, size, _DIGESTED):
        seed = expr.to_text(context.random(f"bytes {purpose} {start}"))
        width = 2 * min(_DIGESTED, size - start)
        pieces.append(expr.slice_text(expr.sha256(seed), 0, width))
    return expr.concat(*pieces)


def _longer(context: Context, most: int) -> list[Node]:
    """Up to so many bytes more: a piece for each binary digit of their number."""
    more = named(context, "more bytes", context.uniform(most + 1, "length"))
    found = []
    for place in range(most.bit_length()):
        bit = expr.bits_and(expr.shift_right(more, place) if place else more, 1)
        piece = _random_hex(context, 2**place, f"piece {place}")
        found.append(expr.case([(expr.equal(bit, expr.integer(1)), piece)], expr.text("")))
    return found


def _vector(context: Context, options: Options) -> Value:
    """Components between -1 and 1. Those after the first 64 are these again, in the same order:
    distances keep their proportions, and the script its size."""
    suited(context, "vector", "halfvec")
    dimensions, scale = _dimensions(context, options), options.get("scale", 3)
    without_unique(context, "the random components")
    without_distribution(context, "a vector")
    drawn = min(dimensions, _MOST_DRAWN)
    components: list[Node] = []
    for place in range(drawn):
        group, turn = divmod(place, _AT_ONCE)
        bits = named(context, f"bits {group}", context.random(f"bits {group}"))
        shifted = expr.shift_right(bits, turn * _BITS) if turn else bits
        share = expr.bits_and(shifted, 2**_BITS - 1)
        components += [expr.text(","), _component(share, scale)]
    whole, rest = divmod(dimensions, drawn)
    block = named(context, "block", expr.concat(*components[1:])) if whole > 1 else None
    first = [block or expr.concat(*components[1:])]
    repeats = [expr.text(","), first[0]] * (whole - 1)
    tail = expr.concat(expr.text("["), *first, *repeats, *components[: 2 * rest], expr.text("]"))
    return Value(tail, "literal")


def _dimensions(context: Context, options: Options) -> int:
    """What the rule says, or else the column's type; Problem (SD736, SD740) where neither does or
    they disagree."""
    declared = re.search(r"\(([0-9]+)\)", context.target.type_sql)
    wanted = options.get("dimensions", int(declared[1]) if declared else None)
    if wanted is None:
        raise Problem("SD736", "nothing says how many dimensions", help='write "dimensions": 8')
    if declared and wanted != int(declared[1]):
        message = f"{wanted} dimensions do not fit {context.target.type_sql}"
        raise Problem("SD740", message, path=("dimensions",))
    if wanted > _MOST_DIMENSIONS:
        message = f"{wanted} dimensions are more than {_MOST_DIMENSIONS}"
        raise Problem("SD736", message, path=("dimensions",))
    return int(wanted)


def _component(bits: Node, scale: int) -> Node:
    """A sign bit and twenty others as a number from 10^-scale to 1 less that; never 0, whose sign
    would be lost."""
    size = expr.bits_and(bits, 2 ** (_BITS - 1) - 1)
    parts = expr.shift_right(expr.multiply(size, expr.integer(10**scale - 1)), _BITS - 1)
    negative = expr.less(expr.integer(2 ** (_BITS - 1) - 1), bits)
    sign = expr.case([(negative, expr.text("-0."))], expr.text("0."))
    return expr.concat(sign, expr.pad(expr.add(parts, expr.integer(1)), scale))


_COUNT = {"type": "integer", "minimum": 0, "maximum": _MOST_BYTES}

GENERATORS = (
    Generator(
        name="bytea",
        options={
            "type": "object",
            "properties": {
                "length": {
                    "anyOf": [
                        _COUNT,
                        {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
                    ]
                }
            },
            "required": ["length"],
            "additionalProperties": False,
        },
        docs="Random bytes, so many or between two lengths.",
        example={"bytea": {"length": 16}},
        make=_bytea,
    ),
    Generator(
        name="vector",
        options={
            "type": "object",
            "properties": {
                "dimensions": {"type": "integer", "minimum": 1, "maximum": _MOST_DIMENSIONS},
                "scale": {"type": "integer", "minimum": 1, "maximum": 5},
            },
            "additionalProperties": False,
        },
        docs=(
            "A pgvector vector of numbers between -1 and 1 with `scale` digits; components after"
            " the 64th repeat the first ones."
        ),
        example={"vector": {"dimensions": 8, "scale": 2}},
        make=_vector,
    ),
)
