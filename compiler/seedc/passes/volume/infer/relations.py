"""Columns that follow from each other: `a < b` as a rule that moves from one to the other.

All columns that are ordered among each other stand in one line, each after the one before it. That
is more than the CHECKs ask for, and always possible.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from seedc.generators.values import Target
from seedc.passes.volume.infer.atoms import Order, Sign
from seedc.passes.volume.infer.facts import RuleJson
from seedc.passes.volume.infer.limits import INTEGERS, MOMENTS, NUMBERS, Edge, Limits
from seedc.passes.volume.infer.moments import duration
from seedc.passes.volume.infer.names import LIFE, NamePattern, words
from seedc.passes.volume.infer.numbers import plain

_TIMES = MOMENTS | {"date", "time", "interval"}


@dataclass(frozen=True, slots=True)
class Step:
    """`later` is at least `least` and at most `most` (None: any) after `earlier`."""

    earlier: str
    later: str
    least: Decimal = Decimal(0)
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Columns in ascending order, with the distances that are asked between neighbours."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]

    def distance(self, earlier: str, later: str) -> tuple[Decimal, Decimal | None]:
        """How far two neighbours are apart, at least and at most."""
        first, last = self.names.index(earlier), self.names.index(later)
        least, most = Decimal(0), None
        for step in self.steps:
            begin, end = self.names.index(step.earlier), self.names.index(step.later)
            if begin > first or end < last:
                continue
            parts = end - begin
            least = max(least, step.least if parts == 1 else step.least / parts)
            if step.most is not None:
                share = step.most / parts
                most = share if most is None else min(most, share)
        return least, most


def lines(orders: Iterable[Order], targets: Mapping[str, Target]) -> tuple[Line, ...]:
    """The orders as lines; what cannot be ordered (a circle) is left out."""
    steps = [step for order in orders if (step := _step(order, targets)) is not None]
    merged: dict[tuple[str, str], Step] = {}
    for step in steps:
        slot, reverse = (step.earlier, step.later), (step.later, step.earlier)
        if reverse in merged:
            # `b <= a + 30 days` beside `a <= b` bounds the distance; alone it orders the columns.
            other = merged[reverse]
            if step.least == 0 and step.most is None:
                continue
            merged.pop(reverse)
            merged[slot] = replace(step, least=max(step.least, other.least))
            continue
        known = merged.get(slot)
        merged[slot] = step if known is None else _narrowed(known, step)
    return tuple(
        Line(names, tuple(s for s in merged.values() if {s.earlier, s.later} <= set(names)))
        for group in _sorted_groups(list(merged))
        for names in _paths(group, list(merged))
    )


def _paths(group: tuple[str, ...], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The group as one line; or, where no column is after two others, as a tree: a path from the
    first column, and one more from each place where it branches."""
    above = {name: [a for a, b in pairs if b == name and a in group] for name in group}
    if any(len(found) > 1 for found in above.values()):
        return [group]
    found: list[tuple[str, ...]] = []
    placed: set[str] = set()
    for name in reversed(group):
        if name in placed:
            continue
        path = [name]
        while above[path[0]] and path[0] not in placed:
            path.insert(0, above[path[0]][0])
        placed.update(path)
        found.append(tuple(path))
    found = [path for path in found if len(path) > 1]
    return sorted(found, key=lambda path: (group.index(path[0]), -len(path)))


def _narrowed(one: Step, other: Step) -> Step:
    both = [most for most in (one.most, other.most) if most is not None]
    return replace(one, least=max(one.least, other.least), most=min(both) if both else None)


def _step(order: Order, targets: Mapping[str, Target]) -> Step | None:
    """An order as a step: `a < b + offset` says that b - a is more than -offset."""
    kinds = [_kind(targets[name]) for name in (order.left, order.right)]
    if order.sign in ("=", "<>") or kinds[0] is None or kinds[0] != kinds[1]:
        return None
    left, right, sign, offset = order.left, order.right, order.sign, order.offset
    if order.whole and kinds[0] == "moment":
        offset *= 86_400
    if sign in (">", ">="):
        left, right = right, left
        return Step(left, right, max(offset, Decimal(0)) + _strict(sign, targets[left]))
    if offset > 0:
        return Step(right, left, Decimal(0), offset - _strict(sign, targets[left]))
    return Step(left, right, -offset + _strict(sign, targets[left]))


def _strict(sign: Sign, target: Target) -> Decimal:
    """The least difference of two values that are not equal, for a sign that asks for one."""
    if sign not in ("<", ">"):
        return Decimal(0)
    if target.type_name in NUMBERS and target.type_name not in INTEGERS:
        return Decimal(1).scaleb(-(target.scale if target.scale is not None else 2))
    return Decimal(86_400) if target.type_name == "date" else Decimal(1)


def _kind(target: Target) -> str | None:
    if target.array:
        return None
    if target.type_name in NUMBERS:
        return "number"
    if target.type_name in MOMENTS or target.type_name == "date":
        return "moment"
    return target.type_name if target.type_name in _TIMES else None


def _sorted_groups(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Connected columns, each group in an order that has every earlier one first."""
    left = list(dict.fromkeys(name for pair in pairs for name in pair))
    groups: list[tuple[str, ...]] = []
    while left:
        group = _connected(left[0], pairs)
        left = [name for name in left if name not in group]
        found: list[str] = []
        waiting = list(group)
        while waiting:
            ready = next(
                (n for n in waiting if not any(b == n and a in waiting for a, b in pairs)), None
            )
            if ready is None:
                break
            found.append(ready)
            waiting.remove(ready)
        if len(found) > 1:
            groups.append(tuple(found))
    return groups


def _connected(start: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    found = [start]
    for name in found:
        for pair in pairs:
            if name in pair:
                found += [other for other in pair if other not in found]
    return found


# From a line to rules -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How a column follows from another one: its rule needs `base` to be chosen before."""

    base: str
    rules: tuple[RuleJson, ...]


def neighbours(
    line: Line,
    targets: Mapping[str, Target],
    limits: Mapping[str, Limits],
    free: Collection[str],
) -> tuple[dict[str, Neighbour], dict[str, Limits]]:
    """For the columns of a line that follow from another one, how; and narrower limits for the one
    that begins. A column that has its rule already is followed on both sides."""
    names = line.names
    anchor = next((n for n, name in enumerate(names) if name not in free), None)
    required = [n for n, name in enumerate(names) if targets[name].required]
    begin = anchor if anchor is not None else _most_bound(names, required, limits)
    if anchor is None and _kind(targets[names[0]]) == "number":
        begin = 0
    found: dict[str, Neighbour] = {}
    room = _room(line, targets, limits) if anchor is None else None
    for n in range(begin + 1, len(names)):
        if names[n] in free:
            found[names[n]] = _following(line, names[n - 1], names[n], targets, limits, room)
    for n in range(begin - 1, -1, -1):
        if names[n] in free:
            found[names[n]] = _preceding(line, names[n], names[n + 1], targets, limits)
    narrowed = {} if room is None or anchor is not None else {names[begin]: room.first}
    return found, narrowed


def _most_bound(names: Sequence[str], required: Sequence[int], limits: Mapping[str, Limits]) -> int:
    """Where a line begins: at the first column that must have a value; or at one whose constant
    bound is narrower, which those before and after it would miss if they came first."""
    begin = required[0] if required else 0
    lows = {n: edge.value for n in required if (edge := _constant(limits[names[n]].low))}
    if lows:
        return max(lows, key=lambda n: (lows[n], -n))
    highs = {n: edge.value for n in required if (edge := _constant(limits[names[n]].high))}
    return min(highs, key=lambda n: (highs[n], n)) if highs else begin


def _constant(edge: Edge | None) -> Edge | None:
    return None if edge is None or edge.now else edge


@dataclass(frozen=True, slots=True)
class Room:
    """For numbers with a common upper bound: the limits of the first, and the most of a step."""

    first: Limits
    step: Decimal | None


def _room(line: Line, targets: Mapping[str, Target], limits: Mapping[str, Limits]) -> Room | None:
    if _kind(targets[line.names[0]]) not in ("number", "time", "interval"):
        return None
    first = limits[line.names[0]]
    lows = [e for name in line.names if (e := limits[name].low) is not None and not e.now]
    highs = [e for name in line.names if (e := _highest(targets[name], limits[name])) is not None]
    low = max(lows, key=lambda e: (e.value, e.strict)) if lows else None
    if not highs:
        return Room(replace(first, low=low), None)
    high = min(highs, key=lambda e: (e.value, not e.strict))
    base = low.value if low is not None else min(Decimal(0), high.value - 1)
    unit = _unit(targets[line.names[0]])
    part = (high.value - base) / len(line.names)
    part = (part / unit).to_integral_value(rounding="ROUND_FLOOR") * unit
    if part <= 0 or part > 10**7:
        return Room(replace(first, low=low), None)
    top = base + part
    return Room(replace(first, low=low, high=Edge(top)), part - (unit if high.strict else 0))


def _highest(target: Target, limits: Limits) -> Edge | None:
    if limits.high is not None and not limits.high.now:
        return limits.high
    if target.type_name == "time":
        return Edge(Decimal(86_399))
    return None


def _unit(target: Target) -> Decimal:
    if target.type_name in INTEGERS or target.type_name in ("time", "interval"):
        return Decimal(1)
    return Decimal(1).scaleb(-(target.scale if target.scale is not None else 2))


def _following(
    line: Line,
    base: str,
    name: str,
    targets: Mapping[str, Target],
    limits: Mapping[str, Limits],
    room: Room | None,
) -> Neighbour:
    least, most = line.distance(base, name)
    if _kind(targets[name]) == "number":
        return Neighbour(base, _more("more", base, targets[name], least, most, room))
    usual = _usual(base, name, targets)
    low = max(
        least, usual[0] if least <= usual[0] and (most is None or usual[0] <= most) else least
    )
    high = max(low, usual[1])
    if most is not None:
        high = min(high, most)
    if room is not None and room.step is not None:
        high = min(high, max(room.step, low))
    options = {"column": base, "by": [duration(low), duration(high)]}
    found: list[RuleJson] = []
    top = limits[name].high
    if top is not None and top.now:
        found.append({"after": {**options, "at_most": "now"}})
    found.append({"after": options})
    return Neighbour(base, tuple(found))


def _preceding(
    line: Line,
    name: str,
    base: str,
    targets: Mapping[str, Target],
    limits: Mapping[str, Limits],
) -> Neighbour:
    least, most = line.distance(name, base)
    if _kind(targets[name]) == "number":
        rules = _more("less", base, targets[name], least, most, None)
        low = limits[name].low
        if low is not None and not low.now:
            bottom = plain(low.value + (_unit(targets[name]) if low.strict else 0))
            rules = tuple({"less": {**rule["less"], "at_least": bottom}} for rule in rules)
        return Neighbour(base, rules)
    usual = _usual(name, base, targets)
    low_by = max(least, usual[0]) if most is None or usual[0] <= most else least
    high_by = max(low_by, usual[1]) if most is None else min(max(low_by, usual[1]), most)
    by = [duration(low_by), duration(high_by)]
    return Neighbour(base, ({"before": {"column": base, "by": by}},))


def _usual(earlier: str, later: str, targets: Mapping[str, Target]) -> tuple[Decimal, Decimal]:
    """How long it usually takes from one to the other, in seconds."""
    day = Decimal(86_400)
    kinds = {targets[earlier].type_name, targets[later].type_name}
    if "time" in kinds or "interval" in kinds:
        return Decimal(3600), Decimal(3 * 3600)
    if "birth" in words(earlier) or "nasc" in words(earlier):
        return 7000 * day, 12_000 * day
    if "date" in kinds:
        return day, 30 * day
    return Decimal(60), 30 * day


def _more(
    word: str,
    base: str,
    target: Target,
    least: Decimal,
    most: Decimal | None,
    room: Room | None,
) -> tuple[RuleJson, ...]:
    unit = _unit(target)
    low = least
    tops = [top for top in (most, room.step if room else None) if top is not None]
    by = {word: {"than": base, "by": [plain(low), plain(max(min(tops), low))]}} if tops else None
    if by is not None:
        return (by,)
    found: list[RuleJson] = []
    if target.type_name not in INTEGERS and low <= unit and word == "more":
        found.append({word: {"than": base, "percent": [10, 60] if low else [0, 60]}})
    found.append({word: {"than": base, "by": [plain(low), plain(max(low, Decimal(50)))]}})
    return tuple(found)


def in_life(
    names: Sequence[str], targets: Mapping[str, Target], taken: Iterable[str]
) -> list[Order]:
    """Orders that the names of moments tell: what is created before it is updated. Columns that a
    CHECK has put in order already keep that."""
    busy = set(taken)
    left = [n for n in names if n not in busy and _kind(targets[n]) in ("moment", "time")]
    found: list[Order] = []
    placed: set[str] = set()
    for earlier, later in LIFE:
        for first in left:
            if not earlier.search(words(first)):
                continue
            for second in left:
                kinds = _kind(targets[first]) == _kind(targets[second])
                if second in (first, *placed) or not kinds or not later.search(words(second)):
                    continue
                if _stem(first, earlier) != _stem(second, later) and earlier is LIFE[0][0]:
                    continue
                found.append(Order(first, "<=", second))
                placed.add(second)
            if any(order.left == first for order in found):
                break
    return found


def _stem(name: str, wording: NamePattern) -> str:
    """What is left of a name without the word that was looked for."""
    return re.sub(r"_?(at|on|date|time|ts)$|_", "", wording.pattern.sub("", words(name)))
