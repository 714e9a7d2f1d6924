"""How many of everything: the profile that a build uses, and what overrides its numbers.

From weak to strong: a parameter's default, the profile, `--set name=number`, `SEED_<NAME>` and the
parameter's own variable. The profile is the one of `--profile`, else of `SEED_SIZE`, else the
project's default where the file has it, else the file's first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from seedc.diagnostics import Note, Sink, nearest_help
from seedc.frontend.volume.amount import LARGEST, AmountError
from seedc.frontend.volume.document import (
    Amount,
    Constraints,
    Profile,
    Transaction,
    VolumeDoc,
)
from seedc.origin import Origin

CUSTOM = "CUSTOM"
"""The default profile under another name, for runs that say their own numbers."""

SIZE = "SEED_SIZE"
BATCH = "batch"

_DIGITS = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a build uses: the profile's name, a value for each parameter that an amount of the file
    names, rows a batch, what a transaction holds, what becomes of constraints. `said` is that in
    words, with what decided: `profile LARGE (SEED_SIZE)`, `products = 10000 (--set)`."""

    profile: str
    values: Mapping[str, int]
    batch: int
    transaction: Transaction
    constraints: Constraints
    said: tuple[str, ...]


def choose_profile(
    doc: VolumeDoc,
    sink: Sink,
    *,
    name: str | None = None,
    environment: Mapping[str, str],
    sets: Mapping[str, str],
    default: str,
) -> Chosen | None:
    """The profile and numbers of a build, or None after reporting why there are none.

    `name` is that of `--profile`, `sets` are the texts of `--set` (names that the file does not
    know are `check_sets`' to report), `default` is the project's profile. An empty variable counts
    as none. Reports SD703 to SD706.
    """
    before = len(sink.diagnostics)
    found = _profile(doc, name, environment, default, sink)
    overrides = {
        parameter: override
        for parameter in dict.fromkeys((*parameters_of(doc), BATCH))
        if (override := _override(doc, parameter, environment, sets, sink)) is not None
    }
    if found is None or len(sink.diagnostics) > before:
        return None
    profile, label = found
    numbers = {**values_of(doc, profile), BATCH: profile.batch}
    numbers |= {parameter: override.number for parameter, override in overrides.items()}
    batch = numbers.pop(BATCH)
    _check_amounts(doc, profile.name, numbers, sink)
    if len(sink.diagnostics) > before:
        return None
    return Chosen(
        profile=profile.name,
        values=numbers,
        batch=batch,
        transaction=profile.transaction,
        constraints=profile.constraints,
        said=(label, *(f"{n} = {o.number} ({o.source})" for n, o in overrides.items())),
    )


def parameters_of(doc: VolumeDoc) -> tuple[str, ...]:
    """Every parameter that the file declares or a profile sets, in order of the file."""
    names = [*doc.parameters, *(name for p in doc.profiles.values() for name in p.values)]
    return tuple(dict.fromkeys(names))


def values_of(doc: VolumeDoc, profile: Profile) -> dict[str, int]:
    """The parameters' values under a profile that nothing overrides; none for a parameter that has
    neither a default nor a value there."""
    defaults = {n: p.default for n, p in doc.parameters.items() if p.default is not None}
    return {**defaults, **profile.values}


def check_sets(docs: Iterable[VolumeDoc], sets: Mapping[str, str], sink: Sink) -> None:
    """Report SD706 for each name of `--set` that no file knows."""
    known = [*dict.fromkeys((*(name for doc in docs for name in parameters_of(doc)), BATCH))]
    for name in sets:
        if name not in known:
            sink.report(
                "SD706",
                Origin(f"--set {name}"),
                f'no volume.json has a parameter "{name}"',
                help=nearest_help("parameter", name, known) or f"there are {', '.join(known)}",
            )


# Profile ------------------------------------------------------------------------------------------


def _profile(
    doc: VolumeDoc, name: str | None, environment: Mapping[str, str], default: str, sink: Sink
) -> tuple[Profile, str] | None:
    """The profile under the name that was asked for, and how `said` tells it."""
    asked, source = (name, "--profile") if name else (environment.get(SIZE), SIZE)
    usual = doc.profiles.get(default) or next(iter(doc.profiles.values()), None)
    if usual is None:
        return Profile(name=asked or default, values={}, origin=doc.origin), "no profiles"
    if not asked:
        return usual, f"profile {usual.name}"
    if asked in doc.profiles:
        return doc.profiles[asked], f"profile {asked} ({source})"
    if asked == CUSTOM:
        return _renamed(usual, CUSTOM), f"profile {CUSTOM} ({source}), from {usual.name}"
    known = [*doc.profiles, CUSTOM]
    listed = f"there are {', '.join(known)}"
    near = nearest_help("profile", asked, known)
    sink.report(
        "SD705",
        Origin(source),
        f'there is no profile "{asked:.40}"',
        Note("the profiles stand here", Origin(doc.file, ("profiles",), part="key")),
        help=f"{near}; {listed}" if near else listed,
    )
    return None


def _renamed(profile: Profile, name: str) -> Profile:
    return replace(profile, name=name)


# Overrides ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Override:
    """A parameter's number, and what said it: `--set`, or a variable's name."""

    number: int
    source: str


def _override(
    doc: VolumeDoc,
    name: str,
    environment: Mapping[str, str],
    sets: Mapping[str, str],
    sink: Sink,
) -> _Override | None:
    """The strongest override of a parameter. Reports SD706 for what is no number, and for two
    variables that differ."""
    given = [
        _Override(_number(name, text, f"--set {name}", sink), "--set")
        for text in [sets.get(name)]
        if text is not None
    ]
    variables = [
        _Override(_number(name, environment[variable], variable, sink), variable)
        for variable in _variables(doc, name)
        if environment.get(variable)
    ]
    if len({override.number for override in variables}) > 1:
        one, other = variables
        sink.report(
            "SD706",
            Origin(other.source),
            f"{one.source} says {one.number} and {other.source} says {other.number}",
            help=f"both mean {name}: set one of them",
        )
    return next(iter(variables or given), None)


def _variables(doc: VolumeDoc, name: str) -> Iterator[str]:
    own = f"SEED_{name.upper()}"
    yield own
    parameter = doc.parameters.get(name)
    if parameter is not None and parameter.env not in (None, own):
        yield str(parameter.env)


def _number(name: str, text: str, source: str, sink: Sink) -> int:
    """The number of an override; of a text that is none, 0 after reporting it."""
    least = 1 if name == BATCH else 0
    if _DIGITS.fullmatch(text) and least <= int(text) <= LARGEST:
        return int(text)
    sink.report(
        "SD706",
        Origin(source),
        f'"{text:.40}" is no number for {name}',
        help=f"write a whole number from {least} on, in digits alone",
    )
    return 0


# Amounts ------------------------------------------------------------------------------------------


def _check_amounts(doc: VolumeDoc, profile: str, values: Mapping[str, int], sink: Sink) -> None:
    """Report SD704 for a parameter without a value and SD703 for an amount without one."""
    for amount in doc.amounts():
        missing = [name for name in amount.names() if name not in values]
        for name in missing:
            sink.report(
                "SD704",
                amount.origin,
                f'the profile {profile} gives the parameter "{name}" no value',
                help=f'write it there, or "parameters": {{"{name}": {{"default": 100}}}}',
            )
        if not missing:
            _check_amount(amount, profile, values, sink)


def _check_amount(amount: Amount, profile: str, values: Mapping[str, int], sink: Sink) -> None:
    try:
        amount.evaluate(values)
    except AmountError as error:
        sink.report(
            "SD703",
            amount.origin,
            f'"{amount.text}" has no value under the profile {profile}: {error}',
        )
