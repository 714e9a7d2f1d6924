"""A volume.json as text in the one layout that `seedc fmt` gives it.

Only the order of members that have a fixed meaning changes, never a value: numbers keep their text,
tables, columns, profiles and parameters the author's order. A rule, a profile, a `rows` stands on
one line where it fits. Formatting twice gives the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from seedc.frontend.seed.format import _block, _field, _line, _string
from seedc.frontend.volume.schema import FAN_OUTS
from seedc.generators.context import Options
from seedc.generators.rules import MODIFIERS, REFERENCE_MEMBERS, Written
from seedc.jsonvalue import JsonValue, Number

_Layout: TypeAlias = Callable[[str, JsonValue, str], str]
"""From a member's name, its value and its indent to the member's text."""

_STEP = "  "
_FILE = ("clock", "seed", "locale", "generators", "parameters", "profiles", "tables")
_TABLE = ("rows", "policy", "columns", "expect")
_ROWS = ("each", *FAN_OUTS, "cross", "sample", "calendar", "tree", "share", "of", "via")
_RULE_LAST = (*REFERENCE_MEMBERS, *MODIFIERS)


def format_volume(document: Mapping[str, JsonValue]) -> str:
    """The text of `document`, ending with a line break.

    `document` is what the parser gives, in any shape; members that no file should have stand last.
    """
    layouts = dict.fromkeys(("parameters", "profiles"), _listed(_field))
    layouts["tables"] = _listed(_table)
    return _members(document, _FILE, layouts, "") + "\n"


def rule_members(rule: Written) -> dict[str, JsonValue]:
    """A rule as the JSON that it is read from: the generator first, then the modifiers."""
    options, beside = rule.options, {}
    if rule.generator == "reference":
        beside = {name: options[name] for name in REFERENCE_MEMBERS if name in options}
        own = {name: value for name, value in options.items() if name not in beside}
        options = own["table"] if set(own) == {"table"} else own
    members: dict[str, JsonValue] = {rule.generator: _json(options)}
    if rule.distribution is not None:
        members["distribution"] = _json(rule.distribution)
    members |= {name: _json(value) for name, value in beside.items()}
    if rule.null:
        share = Decimal(rule.null.numerator) / Decimal(rule.null.denominator)
        members["null"] = Number(f"{share:f}")
    unique: JsonValue = "computed" if rule.computed else rule.unique
    return members | ({"unique": unique} if unique else {})


def rule_text(rule: Written) -> str:
    """The same on one line."""
    return _line(rule_members(rule))


def _json(value: Options) -> JsonValue:
    """Options with their numbers as text again."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(name): _json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return Number(f"{value:f}" if isinstance(value, Decimal) else str(value))


def _members(
    members: Mapping[str, JsonValue],
    order: Iterable[str],
    layouts: Mapping[str, _Layout],
    indent: str,
) -> str:
    inner = indent + _STEP
    lines = [
        layouts.get(name, _field)(name, members[name], inner) for name in _ordered(members, order)
    ]
    return _block("{}", lines, indent)


def _ordered(members: Mapping[str, JsonValue], order: Iterable[str]) -> list[str]:
    known = [name for name in order if name in members]
    return known + [name for name in members if name not in known]


def _listed(layout: _Layout) -> _Layout:
    """Members that people name, one after another on lines of their own."""

    def listed(name: str, value: JsonValue, indent: str) -> str:
        if type(value) is not dict:
            return _field(name, value, indent)
        return f"{_string(name)}: {_members(value, (), dict.fromkeys(value, layout), indent)}"

    return listed


def _table(name: str, value: JsonValue, indent: str) -> str:
    if type(value) is not dict:
        return _field(name, value, indent)
    layouts = {"rows": _rows, "columns": _listed(_rule), "expect": _listed(_field)}
    return f"{_string(name)}: {_members(value, _TABLE, layouts, indent)}"


def _rows(name: str, value: JsonValue, indent: str) -> str:
    if type(value) is dict:
        value = {member: value[member] for member in _ordered(value, _ROWS)}
    return _field(name, value, indent)


def _rule(name: str, value: JsonValue, indent: str) -> str:
    """The generator first, then the modifiers."""
    if type(value) is dict:
        generators = [member for member in value if member not in _RULE_LAST]
        order = _ordered(value, (*generators, *_RULE_LAST))
        value = {member: value[member] for member in order}
    return _field(name, value, indent)
