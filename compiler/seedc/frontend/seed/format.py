"""A seed document as text in the one layout that `seedc fmt` gives it.

Only the order of lists (by rank) and of an entity's members changes, never a value: numbers keep
their text, json values the order of their keys, entities their order within a list. Formatting
twice gives the same bytes.
"""

import json
import re
from collections.abc import Mapping

from seedc.jsonvalue import JsonValue, Number

WIDTH = 100
"""Characters that a line may have for a field's list or object to stand on it, comma included."""

_FIRST = ("__key__", "id")
_LAST = "__children__"
_STEP = "  "
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
# What a reviewer could not see, or would see in another order, is written as an escape.
_HIDDEN = re.compile("[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def format_seed(document: Mapping[str, JsonValue], rank: Mapping[str, int]) -> str:
    """The text of `document`, ending with a line break.

    `document` is what `parse_document` gives, in any shape. `rank` orders the lists by name, at the
    top level and in every `__children__` (parents low, join tables high); lists of equal rank keep
    the author's order, and those without one follow at the end in theirs.
    """
    return _lists(document, rank, "") + "\n"


def _lists(lists: Mapping[str, JsonValue], rank: Mapping[str, int], indent: str) -> str:
    inner = indent + _STEP
    ranked = sorted((name for name in lists if name in rank), key=rank.__getitem__)
    others = [name for name in lists if name not in rank]
    return _block("{}", [_list(name, lists[name], rank, inner) for name in ranked + others], indent)


def _list(name: str, items: JsonValue, rank: Mapping[str, int], indent: str) -> str:
    if type(items) is not list:
        return _field(name, items, indent)
    inner = indent + _STEP
    entities = [_entity(item, rank, inner) for item in items]
    return f"{_string(name)}: {_block('[]', entities, indent)}"


def _entity(entity: JsonValue, rank: Mapping[str, int], indent: str) -> str:
    if type(entity) is not dict:
        return _value(entity, indent, WIDTH - len(indent) - 1)
    inner = indent + _STEP
    members = [_field(name, entity[name], inner) for name in _member_order(entity)]
    children = entity.get(_LAST)
    if type(children) is dict:
        members.append(f"{_string(_LAST)}: {_lists(children, rank, inner)}")
    elif _LAST in entity:
        members.append(_field(_LAST, children, inner))
    return _block("{}", members, indent)


def _member_order(entity: Mapping[str, JsonValue]) -> list[str]:
    """The entity's members without its children."""
    first = [name for name in _FIRST if name in entity]
    return first + [name for name in entity if name not in _FIRST and name != _LAST]


def _field(name: str, value: JsonValue, indent: str) -> str:
    head = _string(name) + ": "
    if type(value) is not list and type(value) is not dict:
        return head + _line(value)
    return head + _value(value, indent, WIDTH - len(indent) - len(head) - 1)


def _value(value: JsonValue, indent: str, room: int) -> str:
    """On one line where it takes no more than `room` characters, else one element a line."""
    line = _line(value)
    if len(line) <= room:
        return line
    inner = indent + _STEP
    if type(value) is list:
        elements = [_value(item, inner, WIDTH - len(inner) - 1) for item in value]
        return _block("[]", elements, indent)
    if type(value) is dict:
        return _block("{}", [_field(name, item, inner) for name, item in value.items()], indent)
    return line


def _line(value: JsonValue) -> str:
    if type(value) is str:
        return _string(value)
    if type(value) is Number:
        return value
    if type(value) is list:
        return "[" + ", ".join(map(_line, value)) + "]"
    if type(value) is dict:
        members = (f"{_string(name)}: {_line(item)}" for name, item in value.items())
        return "{" + ", ".join(members) + "}"
    return "null" if value is None else "true" if value else "false"


def _block(brackets: str, lines: list[str], indent: str) -> str:
    """The elements, one a line and a step further in; the brackets alone where there are none."""
    if not lines:
        return brackets
    separator = f",\n{indent}{_STEP}"
    return f"{brackets[0]}\n{indent}{_STEP}{separator.join(lines)}\n{indent}{brackets[1]}"


def _string(text: str) -> str:
    written = _ENCODE(text)
    if text.isascii() and "\x7f" not in text:
        return written
    return _HIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", written)
