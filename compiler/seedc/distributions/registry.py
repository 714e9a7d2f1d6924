"""Every distribution there is, by name; the schema of a spec; from a spec to its table."""

import json
from collections.abc import Mapping
from decimal import localcontext
from typing import Any

from seedc.distributions import bells, falling, listed
from seedc.distributions.exact import CONTEXT
from seedc.distributions.kind import Distribution, DistributionError, Options, Span
from seedc.distributions.table import Table

DISTRIBUTIONS: Mapping[str, Distribution] = {
    kind.name: kind for module in (listed, bells, falling) for kind in module.DISTRIBUTIONS
}
"""By name, in the order of the documentation."""

SCHEMA: Mapping[str, Any] = {
    "type": ["string", "object"],
    "if": {"type": "string"},
    "then": {"enum": [kind.name for kind in DISTRIBUTIONS.values() if kind.bare]},
    "properties": {kind.name: kind.options for kind in DISTRIBUTIONS.values()},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
"""The JSON Schema (draft 2020-12) of a spec: a name, or an object of one member."""


def table(spec: Options, low: int, high: int, scale: int = 0) -> Table:
    """The table of a distribution over the integers from low to high, both included.

    `spec` is a name or an object of one member, its numbers int or Decimal. The range is in units
    of 10^-scale, the spec's parameters in whole units. Raises DistributionError.
    """
    key = (repr(spec), low, high, scale)
    if key not in _MADE:
        _MADE[key] = _made(spec, low, high, scale)
    return _MADE[key]


_MADE: dict[tuple[str, int, int, int], Table] = {}  # every profile of a file asks for the same ones


def _made(spec: Options, low: int, high: int, scale: int) -> Table:
    kind, options = _read(spec)
    if low > high:
        raise DistributionError(f"{low} is greater than {high}")
    with localcontext(CONTEXT):
        span = Span(low, high, scale)
        if low == high and kind.bare:
            return Table((), (low,), (1,))
        return kind.make(options, span)


def _read(spec: Options) -> tuple[Distribution, Options]:
    """The spec's kind and its options."""
    if isinstance(spec, str):
        kind = _kind(spec)
        if not kind.bare:
            raise DistributionError(f"{spec} needs its numbers, such as {_shown(kind)}")
        return kind, {}
    if not isinstance(spec, Mapping) or len(spec) != 1:
        raise DistributionError("a distribution is a name or an object of one member")
    ((name, options),) = spec.items()
    kind = _kind(name)
    if kind.options["type"] == "object":
        _check_members(kind, options)
    return kind, options


def _kind(name: str) -> Distribution:
    if name not in DISTRIBUTIONS:
        raise DistributionError(
            f'there is no distribution "{name}"; there are {", ".join(DISTRIBUTIONS)}'
        )
    return DISTRIBUTIONS[name]


def _check_members(kind: Distribution, options: Options) -> None:
    if not isinstance(options, Mapping):
        raise DistributionError(f"{kind.name} needs an object")
    known = kind.options["properties"]
    for name in options:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has no parameters"
            raise DistributionError(f'{kind.name} has no parameter "{name}"; {has}')


def _shown(kind: Distribution) -> str:
    """The example as JSON; examples of kinds that need numbers are made of plain ones."""
    return json.dumps(kind.example)
