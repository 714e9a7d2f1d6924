"""JSON as data: numbers keep the text they were written with, nothing passes through a float."""

from typing import TypeAlias


class Number(str):
    """A JSON number exactly as written (`1.10`, `-0`, `1e400`, `NaN`); the text is the value.

    It is a `str` so that millions of them stay cheap. Code that tells numbers from strings
    therefore asks `type(value) is str`, never `isinstance(value, str)`.
    """

    __slots__ = ()


JsonValue: TypeAlias = (
    "bool | Number | str | list[JsonValue] | dict[str, JsonValue] | None"  # RFC 8259, section 3
)

Pointer: TypeAlias = tuple[str | int, ...]
"""A JSON pointer (RFC 6901) as its unescaped steps: `("Vendors", 0, "name")`."""
