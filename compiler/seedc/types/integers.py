"""smallint, integer, bigint and oid: whole JSON numbers within the type's range."""

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue, Number
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import short, wrong_kind

RANGES = {
    "int2": (-(2**15), 2**15 - 1),
    "int4": (-(2**31), 2**31 - 1),
    "int8": (-(2**63), 2**63 - 1),
    "oid": (0, 2**32 - 1),
}
_DIGITS_AT_MOST = 40  # far past every range, and far below what int() refuses to read


def _problem(value: JsonValue, type_: str, low: int, high: int) -> ValueProblem:
    if type(value) is not Number:
        return wrong_kind(value, type_, "a number", "write the number without quotes")
    digits = value.removeprefix("-")
    if digits.isdecimal():
        bounds = f"{type_} holds {low} to {high}"
        return ValueProblem("SD304", f"{short(value)} is out of range for {type_}", help=bounds)
    return ValueProblem(
        "SD303",
        f"{type_} needs a whole number, not {short(value)}",
        help="write it in digits alone, without a point or an exponent",
    )


def integer(type_: TypeRef) -> Codec:
    """Codec of an integer type; texts are the digits, keys and values are ints."""
    words = str(type_sql(type_))
    low, high = RANGES[type_.name.name]

    def parse(value: JsonValue) -> str:
        if type(value) is Number and len(value) < _DIGITS_AT_MOST:
            try:
                number = int(value)
            except ValueError:
                raise _problem(value, words, low, high) from None
            if low <= number <= high:
                return str(number)
        raise _problem(value, words, low, high)

    return Codec(family=words, parse=parse, canonical=int, value=int, bare=True)
