"""What a kind of distribution is given and what it says of itself; its parameters, checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seedc.distributions.table import Table

Options = Any
"""A distribution's options as JSON with int and Decimal for numbers."""

LEAST, MOST = Decimal("1e-9"), Decimal("1e20")
"""Parameters are at most MOST in size, and those that must be positive at least LEAST. Between
these the digits of `exact.CONTEXT` suffice for every kind."""


class DistributionError(Exception):
    """A spec that makes no sense, or not for its range. The message is a clause in lower case."""


@dataclass(frozen=True, slots=True)
class Span:
    """The integers from low to high, both included, in units of 10^-scale."""

    low: int
    high: int
    scale: int = 0

    @property
    def end(self) -> int:
        """The first integer above."""
        return self.high + 1

    @property
    def size(self) -> int:
        """How many integers there are."""
        return self.high - self.low + 1

    @property
    def unit(self) -> int:
        """How many of the integers make a whole one."""
        unit: int = 10**self.scale
        return unit

    def text(self) -> str:
        """The range in whole units, for messages: `from 0.50 to 9.99`."""
        low, high = (Decimal(end).scaleb(-self.scale) for end in (self.low, self.high))
        return f"from {low:f} to {high:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One entry of the registry.

    `docs` is one line for people, `example` a whole spec, `options` the JSON Schema (draft
    2020-12) of the member's value. `make` has options and a Span of two integers or more; it runs
    under `exact.CONTEXT` and raises DistributionError. `bare` says that the name alone is a spec.
    """

    name: str
    docs: str
    example: str | Mapping[str, Any]
    options: Mapping[str, Any]
    make: Callable[[Options, Span], Table]
    bare: bool = True


def number(value: object, name: str) -> Decimal:
    """A parameter as a Decimal, rounded to the context's digits. Raises DistributionError where
    it is no number, or too large to be meant."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise DistributionError(f"{name} must be a number")
    exact = Decimal(value)
    if not (exact.is_finite() and exact.copy_abs() <= MOST):
        raise DistributionError(f"{name} is too large")
    return +exact


def positive(options: Options, name: str, default: Decimal) -> Decimal:
    """A parameter that must be above 0, not scaled."""
    if name not in options:
        return default
    found = number(options[name], name)
    if found <= 0:
        raise DistributionError(f"{name} must be above 0")
    if found < LEAST:
        raise DistributionError(f"{name} is too small: the least is {LEAST:f}")
    return found


def inside(options: Options, name: str, span: Span, default: Decimal) -> Decimal:
    """A parameter that is a place in the range: given in whole units, returned in the range's."""
    if name not in options:
        return default
    found = number(options[name], name) * span.unit
    if not span.low <= found <= span.high:
        raise DistributionError(f"{name} lies outside of the range, which is {span.text()}")
    return found


def members(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of an object that may have these members and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


NUMBER: Mapping[str, Any] = {"type": "number"}
POSITIVE: Mapping[str, Any] = {"type": "number", "exclusiveMinimum": 0}
