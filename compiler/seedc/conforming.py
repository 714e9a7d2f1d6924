"""Whether a document certainly conforms to a JSON Schema (draft 2020-12), told without jsonschema.

Nearly every document that is compiled is valid, and for these importing jsonschema and asking it
took a tenth of a build. True here means that jsonschema would find nothing; False means no more
than that jsonschema has to say: a keyword that is not known here is never passed over.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from typing import Any

Schema = Mapping[str, Any]
Format = Callable[[str], object]
"""Checks a text of a format; raises ValueError, or an error of its own, where it is none."""

_SILENT = frozenset(["$schema", "$defs", "title", "description", "default", "examples"])
"""Keywords that ask for nothing; so do those of our own, `x-…`."""


@dataclass(frozen=True, slots=True)
class Conforming:
    """A schema to hold documents against, with a check for each of its formats; formats that have
    none are not checked."""

    schema: Schema
    formats: Mapping[str, Format] = field(default_factory=dict)

    def holds(self, document: Any) -> bool:
        """Whether the document certainly conforms."""
        return self._holds(document, self.schema)

    def _holds(self, value: Any, schema: Schema | bool) -> bool:
        if isinstance(schema, bool):
            return schema
        for keyword, rule in schema.items():
            if keyword in _SILENT or keyword.startswith("x-"):
                continue
            check = _KEYWORDS.get(keyword)
            if check is None or not check(self, value, rule, schema):
                return False
        return True


_Check = Callable[[Conforming, Any, Any, Schema], bool]

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, Number) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _is_any(value: Any, types: str | Sequence[str]) -> bool:
    return any(_TYPES[name](value) for name in ([types] if isinstance(types, str) else types))


def _about(kind: str, holds: Callable[[Any, Any], bool]) -> _Check:
    """A check that concerns one type of value alone."""
    concerned = _TYPES[kind]
    return lambda self, value, rule, schema: not concerned(value) or holds(value, rule)


def _reference(self: Conforming, value: Any, rule: str, schema: Schema) -> bool:
    found: Any = self.schema
    head, *steps = rule.split("/")
    for step in steps:
        found = found.get(step, {"unknown": step})
    return head == "#" and self._holds(value, found)


def _properties(self: Conforming, value: Any, rule: Schema, schema: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    return all(self._holds(value[name], rule[name]) for name in value if name in rule)


def _additional(self: Conforming, value: Any, rule: Any, schema: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    return all(self._holds(value[name], rule) for name in value if name not in known)


def _names(self: Conforming, value: Any, rule: Schema, schema: Schema) -> bool:
    return not isinstance(value, dict) or all(self._holds(name, rule) for name in value)


def _dependent(self: Conforming, value: Any, rule: Schema, schema: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    return all(other in value for name in rule if name in value for other in rule[name])


def _items(self: Conforming, value: Any, rule: Any, schema: Schema) -> bool:
    if not isinstance(value, list):
        return True
    return all(self._holds(item, rule) for item in value[len(schema.get("prefixItems", ())) :])


def _prefix(self: Conforming, value: Any, rule: Sequence[Schema], schema: Schema) -> bool:
    if not isinstance(value, list):
        return True
    return all(self._holds(item, each) for item, each in zip(value, rule, strict=False))


def _any_of(self: Conforming, value: Any, rule: Sequence[Schema], schema: Schema) -> bool:
    return any(self._holds(value, branch) for branch in rule)


def _one_of(self: Conforming, value: Any, rule: Sequence[Schema], schema: Schema) -> bool:
    """Only a choice of one member: that another branch fails cannot be told for certain."""
    if not isinstance(value, dict) or any(branch.keys() != {"required"} for branch in rule):
        return False
    return sum(all(name in value for name in branch["required"]) for branch in rule) == 1


def _unlike(self: Conforming, value: Any, rule: Schema, schema: Schema) -> bool:
    """Only some texts and numbers: of others it cannot be told for certain that they fail."""
    others = [*rule.get("enum", ()), *([rule["const"]] if "const" in rule else ())]
    simple = rule.keys() <= {"enum", "const"} and all(type(other) in (str, int) for other in others)
    return simple and value not in others


def _condition(self: Conforming, value: Any, rule: Schema, schema: Schema) -> bool:
    """Only on the type or on members: of others it cannot be told for certain that they fail."""
    if not rule.keys() <= {"type", "required"}:
        return False
    branch = "then" if self._holds(value, rule) else "else"
    return self._holds(value, schema.get(branch, True))


def _format(self: Conforming, value: Any, rule: str, schema: Schema) -> bool:
    if not isinstance(value, str) or rule not in self.formats:
        return True
    try:
        self.formats[rule](value)
    except Exception:
        return False
    return True


def _all_differ(values: Sequence[Any]) -> bool:
    """Of texts, or of whole numbers; what else is equal is left to jsonschema."""
    kinds = set(map(type, values))
    return kinds in (set(), {str}, {int}) and len(set(values)) == len(values)


def _same(value: Any, other: Any) -> bool:
    """Equal and of one type: 1, 1.0 and true are left to jsonschema."""
    return type(value) is type(other) and not isinstance(value, list | dict) and value == other


_KEYWORDS: Mapping[str, _Check] = {
    "$ref": _reference,
    "type": lambda self, value, rule, schema: _is_any(value, rule),
    "enum": lambda self, value, rule, schema: any(_same(value, other) for other in rule),
    "const": lambda self, value, rule, schema: _same(value, rule),
    "minimum": _about("number", lambda value, rule: value >= rule),
    "maximum": _about("number", lambda value, rule: value <= rule),
    "exclusiveMinimum": _about("number", lambda value, rule: value > rule),
    "exclusiveMaximum": _about("number", lambda value, rule: value < rule),
    "minLength": _about("string", lambda value, rule: len(value) >= rule),
    "maxLength": _about("string", lambda value, rule: len(value) <= rule),
    "pattern": _about("string", lambda value, rule: re.search(rule, value) is not None),
    "format": _format,
    "minItems": _about("array", lambda value, rule: len(value) >= rule),
    "maxItems": _about("array", lambda value, rule: len(value) <= rule),
    "uniqueItems": _about("array", lambda value, rule: not rule or _all_differ(value)),
    "items": _items,
    "prefixItems": _prefix,
    "required": _about("object", lambda value, rule: all(name in value for name in rule)),
    "minProperties": _about("object", lambda value, rule: len(value) >= rule),
    "maxProperties": _about("object", lambda value, rule: len(value) <= rule),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "dependentRequired": _dependent,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _unlike,
    "if": _condition,
    "then": lambda self, value, rule, schema: "if" in schema,
    "else": lambda self, value, rule, schema: "if" in schema,
}
