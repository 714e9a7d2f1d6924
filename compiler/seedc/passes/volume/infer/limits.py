"""What the atoms of all CHECKs leave of one column's values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from seedc.generators.values import Target
from seedc.passes.volume.infer.atoms import (
    Atom,
    Bound,
    Literal_,
    Member,
    Now,
    Null,
    Other,
    Pattern,
    Sign,
    Size,
)
from seedc.passes.volume.infer.measures import seconds

MOMENTS = frozenset(["timestamp", "timestamptz"])
NUMBERS = frozenset(["int2", "int4", "int8", "oid", "numeric", "float4", "float8", "money"])
INTEGERS = {"int2": 2**15 - 1, "int4": 2**31 - 1, "int8": 2**63 - 1, "oid": 2**32 - 1}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Contradiction(Exception):
    """Atoms that no value satisfies together."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A bound on a measured value: days of a date, seconds of a time, a number; or the present."""

    value: Decimal
    strict: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`allowed` are the only texts there may be (None: any), `refused` those there may not be.
    `null`: must be NULL, must not, or None. `patterns` are what a text has to match (or not),
    `others` what is only tried."""

    low: Edge | None = None
    high: Edge | None = None
    allowed: tuple[str, ...] | None = None
    refused: tuple[str, ...] = ()
    shortest: int = 0
    longest: int | None = None
    sizes_refused: tuple[int, ...] = ()
    null: bool | None = None
    patterns: tuple[Pattern, ...] = ()
    others: tuple[Other, ...] = ()

    def with_atom(self, atom: Atom, target: Target) -> "Limits":
        """These limits and one atom on this column. Raises Contradiction."""
        if isinstance(atom, Null):
            return self.nulled(atom.null)
        if isinstance(atom, Member):
            return _member(self, atom, target)
        if isinstance(atom, Bound):
            return _bound(self, atom.sign, atom.value, target)
        if isinstance(atom, Size):
            return _size(self, atom.sign, atom.number)
        if isinstance(atom, Pattern):
            return replace(self, patterns=(*self.patterns, atom))
        return replace(self, others=(*self.others, atom)) if isinstance(atom, Other) else self

    def nulled(self, null: bool) -> "Limits":
        """The column must be NULL, or must not be. Raises Contradiction."""
        if self.null is not None and self.null != null:
            raise Contradiction
        return replace(self, null=null)

    def admits(self, text: str, target: Target) -> bool:
        """Whether a constant lies within the edges, the lists and the lengths."""
        if self.allowed is not None and not any(alike(text, v, target) for v in self.allowed):
            return False
        if any(alike(text, refused, target) for refused in self.refused):
            return False
        if target.type_name in ("text", "varchar", "bpchar", "citext") and not (
            self.shortest <= len(text) <= (self.longest if self.longest is not None else len(text))
        ):
            return False
        value = measured(text, target)
        return value is None or _within(value, self.low, self.high)


def _within(value: Decimal, low: Edge | None, high: Edge | None) -> bool:
    if low and not low.now and (value < low.value or (low.strict and value == low.value)):
        return False
    return not (
        high and not high.now and (value > high.value or (high.strict and value == high.value))
    )


def alike(left: str, right: str, target: Target) -> bool:
    """Whether two constants are the same value of the column's type."""
    if left == right:
        return True
    a, b = measured(left, target), measured(right, target)
    return a is not None and a == b


def measured(text: str, target: Target) -> Decimal | None:
    """A constant as a number: itself, days since 1970-01-01 for a date, seconds for times.

    None for what is no number on the line: NaN, infinities, other types.
    """
    if target.array or target.labels:
        return None
    try:
        number = _measured(text.strip(), target.type_name)
    except (InvalidOperation, ValueError):
        return None
    return number if number is not None and number.is_finite() else None


def _measured(text: str, type_name: str) -> Decimal | None:
    if type_name in NUMBERS:
        return Decimal(text)
    if type_name == "date":
        return Decimal(date.fromisoformat(text[:10]).toordinal() - 719_163)
    if type_name in MOMENTS:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        gone = moment - _EPOCH
        return Decimal(gone.days * 86_400 + gone.seconds)
    if type_name in ("time", "interval"):
        return seconds(text)
    return None


def _member(limits: Limits, atom: Member, target: Target) -> Limits:
    if not atom.inside:
        refused = tuple(dict.fromkeys((*limits.refused, *atom.values)))
        found = replace(limits, refused=refused)
        if atom.values == ("",) and target.type_name in ("text", "varchar", "bpchar", "citext"):
            found = replace(found, shortest=max(1, found.shortest))
        return _pruned(found, target)
    allowed = atom.values
    if limits.allowed is not None:
        allowed = tuple(
            value for value in allowed if any(alike(value, v, target) for v in limits.allowed)
        )
    return _pruned(replace(limits, allowed=tuple(dict.fromkeys(allowed))), target)


def _pruned(limits: Limits, target: Target) -> Limits:
    """The limits with the lists thinned by each other. Raises Contradiction where nothing stays."""
    allowed = limits.allowed
    if allowed is None and target.labels and not target.array:
        allowed = target.labels if limits.refused else None
    if allowed is None and target.type_name == "bool" and limits.refused and not target.array:
        allowed = ("true", "false")
    if allowed is not None:
        open_limits = replace(limits, allowed=None)
        allowed = tuple(value for value in allowed if open_limits.admits(value, target))
        if not allowed:
            raise Contradiction
    return replace(limits, allowed=allowed)


def _bound(limits: Limits, sign: Sign, value: Literal_, target: Target) -> Limits:
    if isinstance(value, Now):
        edge = Edge(value.offset, now=True)
    else:
        number = measured(value, target)
        if number is None:
            return _ranked(limits, sign, value, target)
        edge = Edge(number, sign in ("<", ">"))
    if sign in (">", ">=", "="):
        limits = replace(limits, low=_higher(limits.low, edge))
    if sign in ("<", "<=", "="):
        limits = replace(limits, high=_lower(limits.high, edge))
    _check_edges(limits)
    return _pruned(limits, target)


def _ranked(limits: Limits, sign: Sign, value: str, target: Target) -> Limits:
    """An enum's labels are compared by their order."""
    if value not in target.labels:
        return limits
    from seedc.passes.volume.infer.conditions import holds_for  # noqa: PLC0415 - sqlglot, 60 ms

    place = target.labels.index(value)
    kept = tuple(v for n, v in enumerate(target.labels) if holds_for(n, sign, place))
    return _member(limits, Member(target.column, kept), target)


def _higher(one: Edge | None, other: Edge) -> Edge:
    if one is None or (one.now and not other.now):
        return other
    if other.now and not one.now:
        return one
    return max(one, other, key=lambda e: (e.value, e.strict))


def _lower(one: Edge | None, other: Edge) -> Edge:
    if one is None or (one.now and not other.now):
        return other
    if other.now and not one.now:
        return one
    return min(one, other, key=lambda e: (e.value, not e.strict))


def _check_edges(limits: Limits) -> None:
    low, high = limits.low, limits.high
    if low is None or high is None or low.now or high.now:
        return
    if low.value > high.value or (low.value == high.value and (low.strict or high.strict)):
        raise Contradiction


def _size(limits: Limits, sign: Sign, number: int) -> Limits:
    low, high = limits.shortest, limits.longest
    if sign in (">", ">=", "="):
        low = max(low, number + (sign == ">"))
    if sign in ("<", "<=", "="):
        most = number - (sign == "<")
        high = most if high is None else min(high, most)
    if sign == "<>":
        if number == 0:
            low = max(low, 1)
        limits = replace(limits, sizes_refused=(*limits.sizes_refused, number))
    if high is not None and low > high:
        raise Contradiction
    return replace(limits, shortest=low, longest=high)


def together(atoms: Iterable[Atom], limits: Limits, target: Target) -> Limits:
    """The limits and all of these atoms. Raises Contradiction."""
    for atom in atoms:
        limits = limits.with_atom(atom, target)
    return limits
