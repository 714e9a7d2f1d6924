"""numeric and money: exact decimal numbers, never rounded on the way in.

A JSON number or a string that spells one (`"12.50"`, for tools whose JSON numbers are doubles) is
kept as written. What PostgreSQL would round to the column's scale is an error instead; zeros past
the scale are none. Limits are those of set_var_from_str, make_result and apply_typmod in
src/backend/utils/adt/numeric.c.
"""

import re
from collections.abc import Hashable
from decimal import Decimal

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue, Number
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import short, shown, wrong_kind

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?\Z")
SPECIAL = frozenset(["NaN", "Infinity", "-Infinity"])
_MAX_WHOLE, _MAX_SCALE = 131072, 16383
_MAX_EXPONENT_DIGITS = 9


def written(value: JsonValue, words: str) -> str:
    """The number's text, from a JSON number or a string that spells one."""
    if isinstance(value, str):
        if NUMBER.match(value) or value in SPECIAL:
            return str(value)
        raise ValueProblem("SD306", f"{shown(value)} is not a number", help="write digits: 12.50")
    raise wrong_kind(value, words, "a number")


def magnitude(text: str) -> tuple[int, int]:
    """Of a finite number: digits before the decimal point (negative for leading zeros after it),
    and digits after it that are not trailing zeros (negative for trailing zeros before it).
    Zero is (0, 0)."""
    match = NUMBER.match(text)
    if match is None:
        raise ValueError(text)
    whole, fraction, exponent = match[1], match[2] or "", match[3] or "0"
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0, 0
    trimmed = digits.rstrip("0")
    if len(exponent.lstrip("+-").lstrip("0")) > _MAX_EXPONENT_DIGITS:
        shift = -(10**_MAX_EXPONENT_DIGITS) if exponent[0] == "-" else 10**_MAX_EXPONENT_DIGITS
    else:
        shift = int(exponent)
    scale = len(fraction) - shift
    return len(digits) - scale, scale - (len(digits) - len(trimmed))


def unlimited(text: str) -> bool:
    """Whether a `numeric` without precision holds the finite number as written."""
    match = NUMBER.match(text)
    if match is None or len((match[3] or "").lstrip("+-0")) > _MAX_EXPONENT_DIGITS:
        return False
    shown_scale = len(match[2] or "") - int(match[3] or 0)
    return shown_scale <= _MAX_SCALE and magnitude(text)[0] <= _MAX_WHOLE


def key(text: str) -> Hashable:
    """Equal exactly where numeric's `=` is true: NaN equals itself, 1.0 equals 1.00."""
    return text if text == "NaN" else Decimal(text)


def _check(text: str, words: str, precision: int, scale: int) -> None:
    whole, places = magnitude(text)
    if not whole and not places:  # zero fits everywhere
        return
    if places > scale:
        allowed = (
            f"{scale} digits after the decimal point"
            if scale >= 0
            else f"multiples of {10**-scale}"
        )
        hint = f"{words} keeps {allowed}; PostgreSQL would round"
        raise ValueProblem("SD305", f"{short(text)} has more digits than {words} keeps", help=hint)
    if whole > precision - scale:
        hint = f"the largest it holds has {precision} digits, {scale} of them after the point"
        raise ValueProblem("SD304", f"{short(text)} is out of range for {words}", help=hint)


def _special(text: str, words: str, constrained: bool) -> str:
    if constrained and text != "NaN":
        raise ValueProblem("SD304", f"{words} cannot hold {text}", help="only a plain numeric does")
    return text


def numeric(type_: TypeRef) -> Codec:
    """Codec of numeric(p,s); texts are as written, values are Decimals."""
    words = str(type_sql(type_))
    precision, scale = (*type_.modifiers, 0)[:2] if type_.modifiers else (0, 0)
    whole_at_most = precision - scale
    simple = re.compile(
        rf"-?(?:0|[1-9][0-9]{{0,{whole_at_most - 1}}})"
        + (rf"(?:\.[0-9]{{1,{scale}}})?\Z" if scale > 0 else r"\Z")
        if whole_at_most > 0 and scale >= 0
        else r"-?(?:0|[1-9][0-9]{0,300})(?:\.[0-9]{1,300})?\Z"
        if not precision
        else r"(?!)"
    ).match

    def parse(value: JsonValue) -> str:
        if type(value) is Number and simple(value):
            return str(value)
        text = written(value, words)
        if text in SPECIAL:
            return _special(text, words, bool(precision))
        if precision:
            _check(text, words, precision, scale)
        elif not unlimited(text):
            raise ValueProblem("SD304", f"{short(text)} is out of range for {words}")
        return text

    return Codec(
        family="numeric",
        parse=parse,
        canonical=key,
        value=Decimal,
        bare=True,
        # Without a declared scale 1.1 = 1.10, and the column keeps both as they were written.
        comparable=bool(precision),
    )


_CENTS = 2
_MONEY = Decimal(2**63) / 100


def money(type_: TypeRef) -> Codec:
    """Codec of money: a number with at most two digits after the point.

    The text is a string literal: a VALUES list takes no number where its first row is money.
    PostgreSQL reads it by lc_monetary, whose decimal point must be `.`.
    """
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        text = written(value, words)
        if text in SPECIAL or "e" in text or "E" in text:
            hint = "write digits and at most two decimals"
            raise ValueProblem("SD306", f"money cannot hold {short(text)}", help=hint)
        _check(text, words, 19, _CENTS)
        if not -_MONEY <= Decimal(text) < _MONEY:
            raise ValueProblem("SD304", f"{text} is out of range for money")
        return text

    return Codec(family="money", parse=parse, canonical=key, value=None)
