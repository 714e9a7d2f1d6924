"""Character types, enums and booleans. Strings are kept exactly: no trimming, no normalisation."""

from collections.abc import Callable, Hashable

from seedc.catalog import EnumType, TypeRef
from seedc.diagnostics import nearest_help
from seedc.jsonvalue import JsonValue, Number
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import shown, string, wrong_kind

_QUOTE = "put it in quotes"
_NAME_BYTES = 63  # NAMEDATALEN - 1


def _same(text: str) -> Hashable:
    return text


def _value(text: str) -> str:
    return text


def _too_long(value: str, words: str, length: int) -> ValueProblem:
    return ValueProblem(
        "SD307",
        f"{shown(value)} has {len(value)} characters, {words} holds {length}",
        help="shorten it or widen the column",
    )


def _plain(words: str) -> Callable[[JsonValue], str]:
    def parse(value: JsonValue) -> str:
        if type(value) is str and value.isascii() and "\x00" not in value:
            return value
        return string(value, words, _QUOTE)

    return parse


def _limited(words: str, length: int) -> Callable[[JsonValue], str]:
    def parse(value: JsonValue) -> str:
        if type(value) is not str or not value.isascii() or "\x00" in value:
            value = string(value, words, _QUOTE)
        if len(value) > length:
            raise _too_long(value, words, length)
        return value

    return parse


def text(type_: TypeRef) -> Codec:
    """Codec of text and character varying(n); the length counts characters."""
    words = str(type_sql(type_))
    parse = _limited(words, type_.modifiers[0]) if type_.modifiers else _plain(words)
    return Codec(family="text", parse=parse, canonical=_same, value=_value)


def blank_padded(type_: TypeRef) -> Codec:
    """Codec of character(n): trailing blanks count for nothing; values are padded as stored."""
    words = str(type_sql(type_))
    length = type_.modifiers[0] if type_.modifiers else None

    def parse(value: JsonValue) -> str:
        kept = string(value, words, _QUOTE)
        if length is not None and len(kept) > length and len(kept.rstrip(" ")) > length:
            raise _too_long(kept, words, length)
        return kept

    def key(kept: str) -> Hashable:
        return kept.rstrip(" ")

    def value(kept: str) -> str:
        return kept if length is None else kept.rstrip(" ").ljust(length)

    return Codec(family="character", parse=parse, canonical=key, value=value)


def name(type_: TypeRef) -> Codec:
    """Codec of name: at most 63 bytes of UTF-8, which PostgreSQL would cut off in silence."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        kept = string(value, words, _QUOTE)
        if len(kept.encode()) > _NAME_BYTES:
            message = f"{shown(kept)} has {len(kept.encode())} bytes, name holds {_NAME_BYTES}"
            raise ValueProblem("SD308", message, help="shorten it")
        return kept

    return Codec(family="text", parse=parse, canonical=_same, value=_value)


def single_byte(type_: TypeRef) -> Codec:
    """Codec of "char": one ASCII character or none."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        kept = string(value, words, _QUOTE)
        if len(kept.encode()) > 1:
            raise ValueProblem("SD308", f"{words} holds one ASCII character, not {shown(kept)}")
        return kept

    return Codec(family='"char"', parse=parse, canonical=_same, value=None)


def citext(type_: TypeRef) -> Codec:
    """Codec of the extension's citext: equal without case, but a change of case is a change."""
    return Codec(
        family="citext",
        parse=_plain(str(type_sql(type_))),
        canonical=str.lower,
        value=None,
        comparable=False,
    )


def enum(type_: TypeRef, declared: EnumType) -> Codec:
    """Codec of an enum: one of its labels; the nearest one is named where it is none."""
    words = str(type_sql(type_))
    labels = frozenset(declared.labels)

    def parse(value: JsonValue) -> str:
        if type(value) is str and value in labels:
            return value
        label = string(value, words, _QUOTE)
        listed = ", ".join(f'"{one}"' for one in declared.labels[:8])
        more = ", …" if len(declared.labels) > 8 else ""
        hint = nearest_help("label", label, declared.labels) or f"its labels are {listed}{more}"
        raise ValueProblem("SD310", f"{shown(label)} is no label of {words}", help=hint)

    return Codec(family="enum", parse=parse, canonical=_same, value=_value)


def boolean(type_: TypeRef) -> Codec:
    """Codec of boolean: true and false, no other spelling."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        if value is True:
            return "true"
        if value is False:
            return "false"
        raise wrong_kind(value, words, "true or false", "write true or false without quotes")

    def truth(kept: str) -> bool:
        return kept == "true"

    return Codec(family="boolean", parse=parse, canonical=_same, value=truth, bare=True)


def opaque(type_: TypeRef, comparable: bool = False) -> Codec:
    """Codec of every other type: a string or a number, as text that the server will check."""
    words = str(type_sql(type_))

    def parse(value: JsonValue) -> str:
        if type(value) is Number:
            return str(value)
        return string(value, words, "write the value as PostgreSQL's text for the type")

    return Codec(family="opaque", parse=parse, canonical=_same, value=None, comparable=comparable)
