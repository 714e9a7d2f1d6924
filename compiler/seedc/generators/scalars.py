"""JSON scalars as constant values of a column: how a number, a text, true, false or null is read.

Texts become dates, times, moments and durations where the column holds them, so that whatever is
wrong with them is said when the script is built. `literal` is left to the server.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from seedc.diagnostics import nearest_help
from seedc.generators.context import Options, Problem
from seedc.generators.moments import SECOND, clock_of, day_of, duration_of, moment_of
from seedc.generators.values import TEXTS, Meaning, Target, Value
from seedc.ir import expr
from seedc.jsonvalue import Pointer

Family = Literal[
    "number", "boolean", "text", "date", "time", "timestamp", "interval", "enum", "other"
]

_FAMILIES: Mapping[str, Family] = {
    **dict.fromkeys(["int2", "int4", "int8", "numeric", "float4", "float8"], "number"),
    **dict.fromkeys(sorted(TEXTS), "text"),
    "bool": "boolean",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "interval": "interval",
}
_INFINITE = frozenset(["infinity", "-infinity"])


def family(target: Target) -> Family:
    """What kind of values the column holds, as far as JSON scalars go; `other` for arrays."""
    if target.array:
        return "other"
    return "enum" if target.labels else _FAMILIES.get(target.type_name, "other")


def text_meaning(target: Target) -> Meaning:
    """What a made-up text means for the column: `literal` where its type reads a text in its own
    way (uuid, inet, jsonb, an array)."""
    return "literal" if family(target) == "other" else "text"


def constant_value(value: Options, target: Target, path: Pointer = ()) -> Value:
    """A JSON scalar as a Value for the column. Raises Problem (SD736 for a text that is no date,
    time, moment or duration where one is needed, SD740 for a text that is no label of the enum)."""
    if value is None:
        return null_value(target)
    if isinstance(value, str):
        return _READERS.get(family(target), _text)(value, target, path)
    if family(target) == "other" and not target.array:
        return Value(expr.text(_json_text(value)), "literal")
    if isinstance(value, bool):
        return Value(expr.boolean(value), "boolean")
    return number_value(value)


def number_value(number: int | Decimal) -> Value:
    """A number as it is written: `1.50` has two digits after the point."""
    if isinstance(number, int):
        return Value(expr.integer(number), "integer")
    scale = digits_after_point(number)
    units = int(number.scaleb(scale))
    return Value(expr.integer(units), "decimal" if scale else "integer", scale)


def digits_after_point(number: int | Decimal) -> int:
    """How many digits a number is written with after its point."""
    if isinstance(number, int):
        return 0
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "JSON has neither NaN nor infinity"
    return max(0, -exponent)


def units_of(number: int | Decimal, scale: int, path: Pointer) -> int:
    """A number in units of 10^-scale. Raises Problem (SD736) where it has more digits."""
    units = Decimal(number).scaleb(scale)
    if units != units.to_integral_value():
        raise Problem("SD736", f"{number} has more than {scale} digits after the point", path=path)
    return int(units)


def whole_weights(weights: Sequence[int | Decimal], path: Pointer) -> list[int]:
    """Weights as integers in the same proportions. Raises Problem (SD736) where all are 0."""
    scale = max(digits_after_point(weight) for weight in weights)
    whole = [units_of(weight, scale, path) for weight in weights]
    if not any(whole):
        raise Problem("SD736", "all weights are 0", path=path)
    return whole


def null_value(target: Target) -> Value:
    """NULL, as a value that the column's type takes."""
    return _NULLS[family(target)]


def typed_text(text: str, target: Target) -> Options:
    """The text of a value that the database holds, as the JSON scalar that stands for it: a number
    for a column of numbers, a boolean for one of booleans."""
    kind = family(target)
    if kind == "boolean":
        return text.lower() in ("t", "true", "1", "on", "yes", "y")
    if kind != "number":
        return text
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _json_text(value: bool | Decimal | int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else format(value, "f")


def _text(value: str, target: Target, path: Pointer) -> Value:
    return Value(expr.text(value), "text")


def _literal(value: str, target: Target, path: Pointer) -> Value:
    return Value(expr.text(value), "literal")


def _label(value: str, target: Target, path: Pointer) -> Value:
    if value not in target.labels:
        raise Problem(
            "SD740",
            f'"{value}" is no value of {target.type_sql}',
            help=nearest_help("value", value, target.labels),
            path=path,
        )
    return Value(expr.text(value), "text")


def _date(value: str, target: Target, path: Pointer) -> Value:
    if value in _INFINITE:
        return _literal(value, target, path)
    return Value(expr.integer(day_of(value, path)), "date")


def _elapsed(
    meaning: Meaning, read: Callable[[str, Pointer], int]
) -> Callable[[str, Target, Pointer], Value]:
    def made(value: str, target: Target, path: Pointer) -> Value:
        if value in _INFINITE:
            return _literal(value, target, path)
        found = read(value, path)
        if found % SECOND:
            return Value(expr.integer(found), meaning, 6)
        return Value(expr.integer(found // SECOND), meaning)

    return made


_READERS: Mapping[Family, Callable[[str, Target, Pointer], Value]] = {
    "enum": _label,
    "date": _date,
    "time": _elapsed("time", clock_of),
    "timestamp": _elapsed("timestamp", moment_of),
    "interval": _elapsed("interval", duration_of),
    "other": _literal,
}

_NULLS: Mapping[Family, Value] = {
    "number": Value(expr.null("int"), "integer"),
    "boolean": Value(expr.null("bool"), "boolean"),
    "text": Value(expr.null("text"), "text"),
    "enum": Value(expr.null("text"), "text"),
    "date": Value(expr.null("int"), "date"),
    "time": Value(expr.null("int"), "time"),
    "timestamp": Value(expr.null("int"), "timestamp"),
    "interval": Value(expr.null("int"), "interval"),
    "other": Value(expr.null("text"), "literal"),
}
