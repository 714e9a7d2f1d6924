"""`volume.json` to its VolumeDoc: the form, checked whole, and what no Catalog is needed for.

Which tables and columns the names are, and what the generators make of their options, is for the
passes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from seedc.diagnostics import Note, Sink, nearest_help
from seedc.frontend.seed.parse import kind, parse
from seedc.frontend.volume.amount import AmountError, names_of, parse_amount
from seedc.frontend.volume.document import DEFAULT_BATCH, Parameter, Profile, VolumeDoc
from seedc.frontend.volume.schema import PROFILE_OPTIONS, volume_schema
from seedc.frontend.volume.tables import read_date, read_tables
from seedc.frontend.volume.validation import Format, Malformed, mistakes
from seedc.generators.rules import plain
from seedc.jsonvalue import JsonValue, Number, Pointer
from seedc.origin import Origin

DEEPEST = 40
"""Levels of lists and objects: ten rules within each other need no more."""

_LARGEST_EXPONENT = 400  # beyond a double's 308 there is no column but numeric, and no use
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Read = TypeVar("_Read")


def read_volume(file: str, data: bytes, sink: Sink) -> VolumeDoc | None:
    """What a volume.json says, or None after reporting all that is wrong with it.

    `file` is its path in the project, `data` its bytes. Reports SD101 to SD124, SD701 to SD704,
    SD710, SD722, SD736 and SD756.
    """
    before = len(sink.diagnostics)
    parsed = parse(file, data, sink)
    if parsed is None:
        return None
    members = _members(file, parsed.value, sink)
    if members is None or not _valid(file, members, sink) or len(sink.diagnostics) > before:
        return None
    doc = _document(file, members, sink)
    return doc if len(sink.diagnostics) == before else None


# Form ---------------------------------------------------------------------------------------------


def _members(file: str, value: JsonValue, sink: Sink) -> dict[str, JsonValue] | None:
    """The file's members, where it has the shape that further checks rely on."""
    if type(value) is not dict:
        sink.report(
            "SD701",
            Origin(file, ()),
            f"the top level is {kind(value)}, not an object",
            help='volume.json is an object: {"profiles": { … }, "tables": { … }}',
        )
        return None
    beyond = list(_beyond(value, ()))
    for pointer, message in beyond:
        sink.report("SD701", Origin(file, pointer), message)
    return None if beyond else value


def _beyond(value: JsonValue, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Numbers that nobody could reckon with, and values nested too deep."""
    if type(value) is Number and not _finite(value):
        yield at, f"{value:.40} is no number that rules can reckon with"
    elif type(value) in (list, dict) and len(at) >= DEEPEST:
        yield at, f"this is nested deeper than {DEEPEST} levels"
    elif type(value) is dict:
        for name, item in value.items():
            yield from _beyond(item, (*at, name))
    elif type(value) is list:
        for index, item in enumerate(value):
            yield from _beyond(item, (*at, index))


def _finite(text: Number) -> bool:
    if len(text) > _LARGEST_EXPONENT:
        return False
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT


def _valid(file: str, members: Mapping[str, JsonValue], sink: Sink) -> bool:
    formats: dict[str, Format] = {
        "amount": _amount_of(_parameters(members)),
        "date": _check_date,
        "date-time": _check_moment,
    }
    found = list(mistakes(plain(dict(members)), volume_schema(), formats))
    for mistake in found:
        origin = Origin(file, mistake.pointer, part=mistake.part)
        sink.report(mistake.code, origin, mistake.message, help=mistake.help)
    return not found


def _parameters(members: Mapping[str, JsonValue]) -> list[str]:
    """The parameters that the file knows, whatever else is wrong with it."""
    found: dict[str, None] = {}
    profiles, declared = members.get("profiles"), members.get("parameters")
    for names in (declared, *(profiles.values() if isinstance(profiles, dict) else ())):
        found |= dict.fromkeys(names if isinstance(names, dict) else ())
    return [name for name in found if name not in PROFILE_OPTIONS]


def _amount_of(parameters: list[str]) -> Format:
    def check(text: str) -> None:
        try:
            names = dict.fromkeys(names_of(parse_amount(text)))
        except AmountError as error:
            raise Malformed("SD703", f'"{text:.40}" is no amount: {error}', _AMOUNT_HELP) from error
        for name in names:
            if name not in parameters:
                listed = f"there are {', '.join(parameters)}" if parameters else _NO_PARAMETERS
                help = nearest_help("parameter", name, parameters) or listed
                raise Malformed("SD704", f'there is no parameter "{name}"', help)

    return check


_AMOUNT_HELP = 'write a number, a parameter, or a sum of both: "products * 2 + 10"'
_NO_PARAMETERS = 'declare it: "profiles": {"SMALL": {"products": 50}}'


def _check_date(text: str) -> None:
    if read_date(text) is None:
        help = 'write year, month and day: "2026-01-31"'
        raise Malformed("SD710", f'"{text:.40}" is no date', help)


def _check_moment(text: str) -> None:
    if _moment(text) is None:
        help = 'write date, time and zone: "2026-01-01T00:00:00Z"'
        raise Malformed("SD710", f'"{text:.40}" is no moment', help)


def _moment(text: str) -> int | None:
    """Seconds since 1970-01-01 UTC, None where the text is no moment with its zone."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        elapsed = datetime.fromisoformat(text) - _EPOCH
    except ValueError:
        return None
    return elapsed.days * 86_400 + elapsed.seconds


# Meaning ------------------------------------------------------------------------------------------


def _document(file: str, members: Mapping[str, Any], sink: Sink) -> VolumeDoc:
    options: dict[str, Any] = {}
    if "clock" in members:
        options["clock"] = _moment(members["clock"])
    if "locale" in members:
        options["locale"] = members["locale"]
    if "seed" in members:
        options["seed"] = str(members["seed"])
    versions = {name: int(version) for name, version in members.get("generators", {}).items()}
    return VolumeDoc(
        file=file,
        origin=Origin(file, ()),
        profiles=_each(members, "profiles", lambda n, v: _profile(file, n, v, sink)),
        parameters=_each(members, "parameters", lambda n, v: _parameter(file, n, v)),
        versions={name: version for name, version in versions.items() if version != 1},
        tables=read_tables(file, members["tables"], sink),
        **options,
    )


def _each(
    members: Mapping[str, Any], part: str, read: Callable[[str, Any], _Read]
) -> dict[str, _Read]:
    return {name: read(name, value) for name, value in members.get(part, {}).items()}


def _profile(file: str, name: str, members: Mapping[str, Any], sink: Sink) -> Profile:
    rebuilt = members.get("constraints") == "rebuild"
    if rebuilt and members.get("transaction") == "batch":
        sink.report(
            "SD756",
            Origin(file, ("profiles", name, "transaction")),
            f"the profile {name} rebuilds constraints, and a transaction holds a batch",
            Note("constraints are rebuilt here", Origin(file, ("profiles", name, "constraints"))),
            help='leave "transaction" out: all of it is one then',
        )
    return Profile(
        name=name,
        values={n: int(value) for n, value in members.items() if n not in PROFILE_OPTIONS},
        origin=Origin(file, ("profiles", name), part="key"),
        batch=int(members.get("batch", DEFAULT_BATCH)),
        transaction=members.get("transaction", "single" if rebuilt else "batch"),
        constraints=members.get("constraints", "keep"),
    )


def _parameter(file: str, name: str, members: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        origin=Origin(file, ("parameters", name), part="key"),
        env=members.get("env"),
        default=int(members["default"]) if "default" in members else None,
    )
