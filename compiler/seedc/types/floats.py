"""real and double precision: the text is kept as written and PostgreSQL rounds it.

Python's floats serve to check the range and to tell equal values, never to write one. Ranges follow
float4in_internal and float8in_internal in src/backend/utils/adt/float.c: what becomes infinite or
becomes zero without being zero is out of range, denormals are not.
"""

import math
import struct
from collections.abc import Callable, Hashable
from fractions import Fraction

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.numerics import SPECIAL, magnitude, written
from seedc.types.problems import short

_DOUBLE, _LONG, _SINGLE = struct.Struct("<d"), struct.Struct("<q"), struct.Struct("<f")
_TIE, _LOW_BITS = 1 << 28, (1 << 29) - 1  # a double has 29 bits of fraction that a single has not


def single(text: str) -> float:
    """The float4 nearest to the decimal `text`, as a double; infinite where it is out of range.

    Rounding to a double first may land exactly between two float4s; there the decimal decides.
    """
    near = float(text)
    if math.isinf(near) or math.isnan(near):
        return near
    if _LONG.unpack(_DOUBLE.pack(near))[0] & _LOW_BITS == _TIE and near:
        exact = Fraction(text)
        if exact != Fraction(near):
            near = math.nextafter(near, math.inf if exact > Fraction(near) else -math.inf)
    try:
        return float(_SINGLE.unpack(_SINGLE.pack(near))[0])
    except OverflowError:
        return math.copysign(math.inf, near)


def _codec(type_: TypeRef, nearest: Callable[[str], float]) -> Codec:
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        text = written(value, words)
        if text in SPECIAL:
            return text
        number = nearest(text)
        if math.isinf(number) or (number == 0 and magnitude(text) != (0, 0)):
            hint = "it is too large" if number else "it is too close to zero"
            raise ValueProblem("SD304", f"{short(text)} is out of range for {words}", help=hint)
        return text

    def key(text: str) -> Hashable:
        return text if text == "NaN" else nearest(text)

    return Codec(family=words, parse=parse, canonical=key, value=nearest, bare=True)


def real(type_: TypeRef) -> Codec:
    """Codec of real; keys and values are the nearest float4."""
    return _codec(type_, single)


def double(type_: TypeRef) -> Codec:
    """Codec of double precision; keys and values are the nearest double."""
    return _codec(type_, float)
