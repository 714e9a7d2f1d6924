"""bytea, bit strings and uuid: hexadecimal and binary digits in one spelling."""

import re

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string

_HEX = re.compile(r"\\x(?:[0-9a-fA-F]{2})*\Z").match
_BITS = re.compile(r"[01]*\Z").match
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z").match
# string_to_uuid in src/backend/utils/adt/uuid.c: a hyphen after any group of four, braces around.
_UUID_LOOSE = re.compile(r"(\{)?((?:[0-9a-f]{4}-?){7}[0-9a-f]{4})(?(1)\})\Z").match


def _text(text: str) -> str:
    return text


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def bytea(type_: TypeRef) -> Codec:
    r"""Codec of bytea: `\x` and pairs of hexadecimal digits; values are bytes."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        kept = string(value, words)
        if not _HEX(kept):
            hint = r"write \x and an even number of hexadecimal digits"
            raise ValueProblem("SD320", f"{shown(kept)} is not bytea in hexadecimal", help=hint)
        return kept.lower()

    return Codec(family="bytea", parse=parse, canonical=_text, value=_bytes)


def bits(type_: TypeRef) -> Codec:
    """Codec of bit(n), exactly n digits, and bit varying(n), at most n."""
    words = str(type_sql(type_))
    length = type_.modifiers[0] if type_.modifiers else None
    exact = type_.name.name == "bit"

    def parse(value: JsonValue) -> str:
        kept = string(value, words, "write the digits as a string")
        if not _BITS(kept):
            raise ValueProblem("SD327", f"{shown(kept)} is no bit string", help="write 0 and 1")
        if length is not None and (len(kept) != length if exact else len(kept) > length):
            wanted = f"{'exactly' if exact else 'at most'} {length}"
            message = f"{shown(kept)} has {len(kept)} bits, {words} holds {wanted}"
            raise ValueProblem("SD328", message)
        return kept

    return Codec(family="bit", parse=parse, canonical=_text, value=None)


def uuid(type_: TypeRef) -> Codec:
    """Codec of uuid: every form that PostgreSQL reads, written in lower case with four hyphens."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        if type(value) is str and _UUID(value):
            return value
        kept = string(value, words)
        match = _UUID_LOOSE(kept.lower()) if kept.isascii() else None
        if match is None:
            hint = "write it as 123e4567-e89b-42d3-a456-426614174000"
            raise ValueProblem("SD311", f"{shown(kept)} is not a uuid", help=hint)
        digits = match[2].replace("-", "")
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    return Codec(family="uuid", parse=parse, canonical=_text, value=_text)
