"""json and jsonb: compact text, numbers as written, members in their order.

jsonb keeps numbers as numeric, so a number that numeric cannot hold is refused there; json keeps
any. NaN and Infinity are not JSON.
"""

import json
from collections.abc import Callable, Hashable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue, Number, Pointer
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.numerics import SPECIAL, unlimited
from seedc.types.problems import short, unstorable

_SHORT_NUMBER = 300  # a number of so few characters needs no count, unless it has an exponent


def _text(value: str, path: Pointer) -> str:
    if not value.isascii() or "\x00" in value:
        try:
            value.encode()
            broken = "\x00" in value
        except UnicodeEncodeError:
            broken = True
        if broken:
            problem = unstorable(value)
            problem.path = path
            raise problem
    return encode_basestring(value)


def _number(value: Number, path: Pointer, limited: bool) -> str:
    if value in SPECIAL:
        raise ValueProblem("SD324", f"JSON has no {value}", path=path, help="use null or a string")
    long = len(value) > _SHORT_NUMBER or "e" in value or "E" in value
    if limited and long and not unlimited(value):
        message = f"{short(value)} is out of range for a number in jsonb"
        raise ValueProblem("SD323", message, path=path, help="write it as a string")
    return str(value)


def _write(value: JsonValue, path: Pointer, limited: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return _number(value, path, limited)
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, list):
        items = [_write(item, (*path, i), limited) for i, item in enumerate(value)]
        return "[" + ",".join(items) + "]"
    members = [
        f"{_text(name, (*path, name))}:{_write(item, (*path, name), limited)}"
        for name, item in value.items()
    ]
    return "{" + ",".join(members) + "}"


def _parser(words: str, limited: bool) -> Callable[[JsonValue], str]:
    def parse(value: JsonValue) -> str:
        try:
            return _write(value, (), limited)
        except RecursionError:
            message = f"the value is nested too deeply for {words}"
            raise ValueProblem("SD324", message, help="flatten it") from None

    return parse


def load(text: str) -> Any:
    """The JSON of a text that this module wrote; numbers are Decimals."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def semantic_key(value: Any) -> Hashable:
    """Equal where jsonb's `=` is: numbers by value, members in any order, true is not 1."""
    if isinstance(value, dict):
        return "object", frozenset((name, semantic_key(item)) for name, item in value.items())
    if isinstance(value, list):
        return "array", tuple(semantic_key(item) for item in value)
    return type(value).__name__, value


def _same(text: str) -> Hashable:
    return text


def _semantic(text: str) -> Hashable:
    return semantic_key(load(text))


def json_text(type_: TypeRef) -> Codec:
    """Codec of json, which has no `=`: two texts are one value where they are the same text."""
    parse = _parser(str(type_sql(type_)), limited=False)
    return Codec(family="json", parse=parse, canonical=_same, value=load, comparable=False)


def jsonb(type_: TypeRef) -> Codec:
    """Codec of jsonb; values are what the JSON says, numbers as Decimals."""
    parse = _parser(str(type_sql(type_)), limited=True)
    # 1.0 = 1.00 to jsonb, which keeps both as they were written.
    return Codec(family="jsonb", parse=parse, canonical=_semantic, value=load, comparable=False)
