"""A Catalog as text: one line per fact, sorted, so that two Catalogs can be compared with diff.

Every field that takes part in equality appears unless it has its default value. Expressions
appear in the form that equality goes by.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from seedc.catalog import Catalog, Expression, IndexElement, QualifiedName, TypeRef

# What has no name of its own is written on one line as a whole.
_LEAVES = (Expression, IndexElement, QualifiedName, TypeRef)


def describe(catalog: Catalog) -> str:
    """The facts of `catalog`, a line each: `tables/storefront.vendors/columns/id/not_null = true`.

    Strings are JSON strings where they are anything but a plain word. The order of columns, labels
    and attributes is a line of its own; everything else is sorted by path.
    """
    lines = sorted(f"{path} = {value}" for path, value in _facts("", catalog))
    return "".join(f"{line}\n" for line in lines)


def _facts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """The path and text of everything inside `value`."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield f"{path}/{_word(str(name))}", type(member).__name__
            yield from _facts(f"{path}/{_word(str(name))}", member)
    elif isinstance(value, tuple) and value and _named(value[0]):
        yield path, ", ".join(_word(str(member.name)) for member in value)
        for member in value:
            yield from _facts(f"{path}/{_word(str(member.name))}", member)
    elif is_dataclass(value) and not isinstance(value, _LEAVES):
        for each in fields(value):
            member = getattr(value, each.name)
            if each.compare and each.name != "name" and member != _default(each):
                yield from _facts(f"{path}/{each.name}".lstrip("/"), member)
    else:
        yield path, _leaf(value)


def _named(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, _LEAVES) and hasattr(value, "name")


def _default(each: "Field[Any]") -> Any:
    return None if each.default is MISSING else each.default


def _leaf(value: Any) -> str:
    """A value without parts of its own, on one line."""
    if isinstance(value, tuple):
        return ", ".join(f"[{_leaf(v)}]" if isinstance(v, tuple) else _leaf(v) for v in value)
    written = _WRITTEN.get(type(value))
    return written(value) if written else json.dumps(value)


def _expression(value: Expression) -> str:
    reads = f" reading {', '.join(map(_word, value.columns))}" if value.columns else ""
    return json.dumps(value.normal or value.text, ensure_ascii=False) + reads


def _element(value: IndexElement) -> str:
    return f"({_expression(value.expression)})" if value.expression else _word(value.column or "")


def _type(value: TypeRef) -> str:
    modifiers = f"({', '.join(map(str, value.modifiers))})" if value.modifiers else ""
    fields_ = f" {value.fields}" if value.fields else ""
    return f"{_word(str(value.name))}{fields_}{modifiers}{'[]' if value.array else ''}"


def _word(text: str) -> str:
    """A name bare where it reads as one, as a JSON string where it could be mistaken."""
    plain = text.replace("_", "a").replace(".", "a").isalnum()
    return text if plain else json.dumps(text, ensure_ascii=False)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    Expression: _expression,
    IndexElement: _element,
    QualifiedName: lambda value: _word(str(value)),
    TypeRef: _type,
    str: _word,
}
