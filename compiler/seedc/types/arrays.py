"""Arrays: JSON lists in, array literals out, quoted as array_out in arrayfuncs.c quotes."""

import re
from collections.abc import Callable, Hashable
from typing import Any

from seedc.catalog import TypeRef
from seedc.jsonvalue import JsonValue
from seedc.types.codec import Codec, ValueProblem
from seedc.types.names import type_sql
from seedc.types.problems import kind

_MAX_DIMENSIONS = 6  # MAXDIM
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^{},"\\]+)|([{}])|,', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

Nested = list[Any]
"""A list of element texts, None for NULL, or lists of them."""


def quoter(delimiter: str) -> Callable[[str], str]:
    """How an element's text stands in a literal."""
    plain = re.compile(rf'[^\s{{}}"\\{delimiter}]+\Z').match

    def quote(text: str) -> str:
        if plain(text) and text.isascii() and text.upper() != "NULL":
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return quote


def _read(literal: str) -> Nested:
    """The elements of a literal that this module wrote with commas."""
    stack: list[Nested] = [[]]
    for match in _ITEM.finditer(literal):
        quoted, plain, brace = match.groups()
        if brace == "{":
            stack.append([])
        elif brace == "}":
            closed = stack.pop()
            stack[-1].append(closed)
        elif quoted is not None:
            stack[-1].append(_ESCAPED.sub(r"\1", quoted))
        elif plain is not None:
            stack[-1].append(None if plain == "NULL" else plain)
    nested: Nested = stack[0][0]
    return nested


def _map(nested: Nested, element: Callable[[str], Any]) -> Nested:
    return [
        None if item is None else _map(item, element) if type(item) is list else element(item)
        for item in nested
    ]


def _freeze(nested: Nested) -> tuple[Hashable, ...]:
    return tuple(_freeze(item) if type(item) is list else item for item in nested)


def _shape(value: list[JsonValue], words: str) -> tuple[int, ...]:
    """The lengths of the dimensions, every sub-list like its sisters. Raises ValueProblem."""
    shape: list[int] = [len(value)]
    level: list[tuple[tuple[int, ...], JsonValue]] = [((i,), item) for i, item in enumerate(value)]
    while any(type(item) is list for _, item in level):
        lists = [item for _, item in level if isinstance(item, list)]
        length = len(lists[0])
        whole = isinstance(level[0][1], list)  # where the first is no list, the lists are at fault
        for path, item in level:
            if (isinstance(item, list) and len(item) == length and length > 0) is not whole:
                message = f"the lists in {words} differ in length or depth, or are empty"
                raise ValueProblem(
                    "SD321", message, path=path, help="PostgreSQL's arrays are rectangular"
                )
        shape.append(length)
        level = [
            ((*path, i), inner)
            for path, item in level
            if isinstance(item, list)
            for i, inner in enumerate(item)
        ]
    if len(shape) > _MAX_DIMENSIONS:
        raise ValueProblem("SD321", f"{words} has at most {_MAX_DIMENSIONS} dimensions")
    return tuple(shape)


def array(type_: TypeRef, element: Codec, *, nested: bool, delimiter: str = ",") -> Codec:
    """Codec of an array of `element`. `nested` says that lists in the list are dimensions; where it
    is false (json, domains over arrays) they are elements."""
    readable = delimiter == ","
    return Codec(
        family=f"{element.family}[]",
        parse=_parser(str(type_sql(type_)), element, nested, delimiter),
        canonical=_keys(element) if readable else str,
        value=_values(element.value) if readable and element.value is not None else None,
        comparable=element.comparable,
    )


def _parser(words: str, element: Codec, nested: bool, delimiter: str) -> Callable[[JsonValue], str]:
    quote = quoter(delimiter)

    def write(items: list[JsonValue], path: tuple[int, ...]) -> str:
        return "{" + delimiter.join([one(item, (*path, i)) for i, item in enumerate(items)]) + "}"

    def one(item: JsonValue, path: tuple[int, ...]) -> str:
        if item is None:
            return "NULL"
        if nested and isinstance(item, list):
            return write(item, path)
        try:
            return quote(element.parse(item))
        except ValueProblem as problem:
            problem.path = (*path, *problem.path)
            raise

    def parse(value: JsonValue) -> str:
        if not isinstance(value, list):
            raise ValueProblem("SD321", f"{words} needs a list, not {kind(value)}", help="use [ ]")
        if nested:
            _shape(value, words)
        return write(value, ())

    return parse


def _keys(element: Codec) -> Callable[[str], Hashable]:
    def key(text: str) -> Hashable:
        return _freeze(_map(_read(text), element.canonical))

    return key


def _values(element: Callable[[str], Any]) -> Callable[[str], Nested]:
    def value(text: str) -> Nested:
        return _map(_read(text), element)

    return value
