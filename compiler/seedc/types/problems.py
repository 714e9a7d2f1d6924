"""How value problems are worded: the same sentence for the same mistake in every family."""

from seedc.jsonvalue import JsonValue, Number
from seedc.types.codec import Codec, ValueProblem

_SHOWN = 40


def shown(text: str) -> str:
    """`text` in double quotes, cut after 40 characters."""
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}…"'


def short(number: str) -> str:
    """A number as it was written, cut after 40 characters."""
    return number if len(number) <= _SHOWN else f"{number[:_SHOWN]}…"


def kind(value: JsonValue) -> str:
    """What sort of JSON value it is, with its article."""
    if isinstance(value, Number):
        return f"the number {short(value)}"
    if isinstance(value, str):
        return f"the string {shown(value)}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "an object"


def wrong_kind(value: JsonValue, type_: str, wanted: str, help: str | None = None) -> ValueProblem:
    """`integer needs a number, not the string "abc"`; lists and objects have their own code."""
    if isinstance(value, list | dict):
        hint = "lists belong into array columns and json, objects into json"
        return ValueProblem("SD302", f"{type_} cannot hold {kind(value)}", help=hint)
    return ValueProblem("SD301", f"{type_} needs {wanted}, not {kind(value)}", help=help)


def number_in_quotes(codec: Codec, text: str) -> str | None:
    """Help for a string that would be a value of the codec without its quotes."""
    if not (text.isascii() and text.isdigit()):
        return None
    try:
        codec.parse(Number(text))
    except ValueProblem:
        return None
    return f"an id that is written out is a number: {text} without quotes"


def string(value: JsonValue, type_: str, help: str | None = None) -> str:
    """The string that `value` must be, without what no PostgreSQL text can hold."""
    if type(value) is not str:
        raise wrong_kind(value, type_, "a string", help)
    if value.isascii():
        if "\x00" in value:
            raise unstorable(value)
        return value
    return _storable(value)


def _storable(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise unstorable(value) from None
    if "\x00" in value:
        raise unstorable(value)
    return value


def unstorable(value: str) -> ValueProblem:
    """U+0000, or one half of a surrogate pair: PostgreSQL's UTF-8 has neither."""
    if "\x00" in value:
        return ValueProblem("SD120", "PostgreSQL cannot store U+0000", help="remove it")
    return ValueProblem("SD119", "PostgreSQL cannot store half of a surrogate pair")
