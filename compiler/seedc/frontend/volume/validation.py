"""A file against its JSON Schema: every mistake at the member that is wrong, in plain words."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from seedc.conforming import Conforming
from seedc.diagnostics import nearest, nearest_help
from seedc.frontend.volume.schema import MEMBER, Schema
from seedc.jsonvalue import Pointer

_Error: TypeAlias = Any
"""jsonschema's ValidationError. Its stubs say that each attribute may be unset, which none is."""

Format = Callable[[str], None]
"""Checks a text; raises `Malformed`."""

_Teller: TypeAlias = Callable[[_Error, Pointer], Iterator["Mistake"]]
"""One error of jsonschema, at its pointer, as mistakes."""

_SHOWN = 40  # characters of a value in a message
_WORDS = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "an object",
    "boolean": "true or false",
    "null": "null",
}


class Malformed(Exception):
    """A text that is not what its format asks for: a code, a clause, a help."""

    def __init__(self, code: str, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake: its code, the member that is wrong and whether its name or its value is."""

    message: str
    pointer: Pointer
    code: str = "SD701"
    help: str | None = None
    part: Literal["value", "key"] = "value"


def mistakes(document: Any, schema: Schema, formats: Mapping[str, Format]) -> Iterator[Mistake]:
    """All that is wrong with a document whose numbers are int and Decimal. `formats` check texts by
    the `format` of the schema."""
    if Conforming(schema, formats).holds(document):
        return
    for error in _validator(schema, formats).iter_errors(document):
        yield from _told(error, tuple(error.absolute_path))


def _validator(schema: Schema, formats: Mapping[str, Format]) -> Any:
    # Imported here: a file without a mistake need not pay 40 ms for it.
    from jsonschema import FormatChecker, ValidationError, validators  # noqa: PLC0415

    base = validators.Draft202012Validator
    extend: Any = validators.extend
    standard: Any = base.VALIDATORS["oneOf"]

    def one_of(validator: Any, branches: Any, instance: Any, parent: Any) -> Iterator[Any]:
        """Sixty generators by name alone: ten times as fast as one branch after another."""
        names = _alternatives(branches)
        if not names or not isinstance(instance, dict):
            yield from standard(validator, branches, instance, parent) if not names else ()
        elif sum(name in instance for name in names) != 1:
            yield ValidationError("not one of them")

    checker = FormatChecker(formats=())
    for name, check in formats.items():
        checker.checks(name, raises=Malformed)(_accepting(check))
    return extend(base, {"oneOf": one_of})(schema, format_checker=checker)


def _accepting(check: Format) -> Callable[[object], bool]:
    def accepts(instance: object) -> bool:
        if isinstance(instance, str):
            check(instance)
        return True

    return accepts


def _alternatives(branches: Any) -> list[str]:
    """The members of which exactly one is asked for, where the branches say nothing else."""
    plain = all(branch.keys() == {"required"} for branch in branches)
    return [name for branch in branches for name in branch["required"]] if plain else []


# One error of jsonschema as mistakes --------------------------------------------------------------


def _told(error: _Error, at: Pointer) -> Iterator[Mistake]:
    """The mistakes that an error is, at the pointer `at`."""
    if "propertyNames" in error.absolute_schema_path:
        yield from _bad_name(error, at)
    elif error.validator is None:
        yield Mistake(message=f"{_name(at)} cannot stand here", pointer=at, part="key")
    else:
        yield from _TELLERS.get(str(error.validator), _other)(error, at)


def _bad_name(error: _Error, at: Pointer) -> Iterator[Mistake]:
    wanted = _wanted(error.schema)
    yield Mistake(
        message=f'"{error.instance}" is not {wanted}',
        pointer=(*at, str(error.instance)),
        part="key",
    )


def _unknown(error: _Error, at: Pointer) -> Iterator[Mistake]:
    """Members that an object does not have."""
    word, code, known = _vocabulary(error.schema, error.instance)
    candidates = error.schema.get("properties", {}) if word == "generator" else known
    for name in _strangers(error):
        near = nearest_help(word, name, candidates)
        listed = f"known here: {', '.join(known)}"
        yield Mistake(
            message=f'there is no {word} "{name}"',
            pointer=(*at, name),
            code=code,
            help=f"{near}; {listed}" if near else listed,
            part="key",
        )


def _vocabulary(schema: Schema, instance: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """What the members of an object are called, the code for an unknown one, and which there are.
    Generators have a code of their own; beside one that is known, a modifier was meant."""
    known = [*schema.get("properties", {})]
    word = schema.get(MEMBER, "member")
    if word != "generator":
        return word, "SD701", known
    generators = _alternatives(schema.get("oneOf", ()))
    if instance.keys().isdisjoint(generators):
        return word, "SD702", generators or known
    needs = schema.get("dependentRequired", {})
    modifiers = [name for name in known if name not in generators]
    return "modifier", "SD701", [n for n in modifiers if instance.keys() >= {*needs.get(n, ())}]


def _strangers(error: _Error) -> list[str]:
    """The members of an object that its schema does not have."""
    if error.schema.get("additionalProperties", True) is not False:
        return []
    known = error.schema.get("properties", {})
    patterns = [re.compile(pattern) for pattern in error.schema.get("patternProperties", ())]
    strange = (name for name in error.instance if name not in known)
    return [name for name in strange if not any(p.search(name) for p in patterns)]


def _missing(error: _Error, at: Pointer) -> Iterator[Mistake]:
    """A member that must be there; jsonschema reports each by an error of its own. One that is
    there under a wrong name has been reported for that."""
    name = error.message.split("'")[1]
    if not nearest(name, _strangers(error)):
        yield Mistake(message=f'{_name(at)} has no member "{name}"', pointer=at)


def _one_of(error: _Error, at: Pointer) -> Iterator[Mistake]:
    schema = error.schema
    names = _alternatives(error.validator_value)
    there = [name for name in error.instance if name in names]
    if not names:
        yield from _any_of(error, at)
    elif there:
        both = " and ".join(f'"{name}"' for name in there)
        message = f"{both} stand together, and only one of them can"
        yield Mistake(message=message, pointer=(*at, there[1]), part="key")
    elif not _strangers(error):  # else one of them was meant, and has been reported
        word = schema.get(MEMBER)
        message = f"has no {word}" if word else f"has none of {', '.join(names)}"
        yield Mistake(
            message=f"{_name(at)} {message}",
            pointer=at,
            help=f"write one of {', '.join(names)}" if word else "write one of them",
        )


def _any_of(error: _Error, at: Pointer) -> Iterator[Mistake]:
    """The mistakes of the branch that was meant: of those whose kind fits, the least wrong one."""
    branches: dict[Any, list[_Error]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [found for found in branches.values() if not any(map(_another_kind, found))]
    if not meant:
        wanted = " or ".join(dict.fromkeys(map(_wanted, error.validator_value)))
        yield _not(error, at, wanted)
        return
    for inner in min(meant, key=_wrongness):
        yield from _told(inner, (*at, *inner.relative_path))


def _wrongness(branch: list[_Error]) -> tuple[int, int]:
    """A branch with other members was less likely meant than one with many mistakes inside."""
    return sum(not error.relative_path for error in branch), len(branch)


def _another_kind(error: _Error) -> bool:
    return not error.relative_path and error.validator in ("type", "enum", "const")


def _wrong_kind(error: _Error, at: Pointer) -> Iterator[Mistake]:
    yield _not(error, at, _wanted(error.schema))


def _not_listed(error: _Error, at: Pointer) -> Iterator[Mistake]:
    values = error.validator_value
    listed = ", ".join(_shown(value) for value in values)
    help = None
    if isinstance(error.instance, str):
        help = nearest_help("one", error.instance, [v for v in values if isinstance(v, str)])
    yield Mistake(
        message=f"{_name(at)} is {_shown(error.instance)}, not one of {listed}",
        pointer=at,
        help=help,
    )


def _malformed(error: _Error, at: Pointer) -> Iterator[Mistake]:
    cause = error.cause
    assert isinstance(cause, Malformed)
    yield Mistake(message=cause.message, pointer=at, code=cause.code, help=cause.help)


def _needs(error: _Error, at: Pointer) -> Iterator[Mistake]:
    """`unique_per` without `reference`."""
    needed, name = error.message.split("'")[1::2]
    yield Mistake(
        message=f'"{name}" stands only beside "{needed}"', pointer=(*at, name), part="key"
    )


def _bound(words: str) -> _Teller:
    def told(error: _Error, at: Pointer) -> Iterator[Mistake]:
        limit = _shown(error.validator_value)
        message = f"{_name(at)} is {_shown(error.instance)}, {words.format(limit)}"
        yield Mistake(message=message, pointer=at)

    return told


def _size(what: str, than: str) -> _Teller:
    def told(error: _Error, at: Pointer) -> Iterator[Mistake]:
        limit, size = error.validator_value, len(error.instance)
        count = f"{size} {what}" if size == 1 else f"{size} {what}s"
        yield Mistake(message=f"{_name(at)} has {count}, {than} than {limit}", pointer=at)

    return told


def _repeated(error: _Error, at: Pointer) -> Iterator[Mistake]:
    yield Mistake(message=f"{_name(at)} says one thing twice", pointer=at)


def _other(error: _Error, at: Pointer) -> Iterator[Mistake]:
    yield _not(error, at, _wanted(error.schema))


_TELLERS: dict[str, _Teller] = {
    "type": _wrong_kind,
    "additionalProperties": _unknown,
    "required": _missing,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "enum": _not_listed,
    "format": _malformed,
    "dependentRequired": _needs,
    "minimum": _bound("less than {}"),
    "maximum": _bound("more than {}"),
    "exclusiveMinimum": _bound("not more than {}"),
    "exclusiveMaximum": _bound("not less than {}"),
    "multipleOf": _bound("no multiple of {}"),
    "minItems": _size("element", "fewer"),
    "maxItems": _size("element", "more"),
    "minProperties": _size("member", "fewer"),
    "maxProperties": _size("member", "more"),
    "minLength": _size("character", "fewer"),
    "maxLength": _size("character", "more"),
    "uniqueItems": _repeated,
}


# Words --------------------------------------------------------------------------------------------


def _not(error: _Error, at: Pointer, wanted: str) -> Mistake:
    return Mistake(message=f"{_name(at)} is {_shown(error.instance)}, not {wanted}", pointer=at)


def _name(at: Pointer) -> str:
    """What a message calls the value at a pointer: its member's name, or its place in the list."""
    if not at:
        return "the file"
    if isinstance(at[-1], int):
        return f"{_name(at[:-1])}, element {at[-1] + 1},"
    return f'"{at[-1]}"'


def _shown(value: Any) -> str:
    """A value in a message: itself where it is short, else what it is."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _wanted(schema: Any) -> str:
    """What a schema asks for, with an article."""
    if "description" in schema:
        return str(schema["description"])
    if "$ref" in schema:
        return "a " + str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return "one of " + ", ".join(map(_shown, values)) if len(values) > 1 else _shown(values[0])
    kinds = schema.get("type", [])
    words = [_WORDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return " or ".join(words) or "a value that can stand here"
