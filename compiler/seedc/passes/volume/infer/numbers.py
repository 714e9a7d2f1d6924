"""Rules for numbers: the usual ones of the column's name, within what the CHECKs allow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from seedc.passes.volume.infer.cells import Cell
from seedc.passes.volume.infer.facts import RuleJson
from seedc.passes.volume.infer.limits import INTEGERS, Edge, measured
from seedc.passes.volume.infer.names import ANY_AMOUNT, ORDINAL, amount_of, words

_WIDE = 2**62


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from low to high with so many digits after the point."""

    low: Decimal
    high: Decimal
    scale: int

    @property
    def step(self) -> Decimal:
        """The distance of two neighbours."""
        return Decimal(1).scaleb(-self.scale)

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return int((self.high - self.low) / self.step) + 1

    @property
    def rule(self) -> RuleJson:
        """The rule of these numbers."""
        if self.scale == 0:
            return {"integer": {"between": [int(self.low), int(self.high)]}}
        bounds = [plain(self.low), plain(self.high)]
        return {"decimal": {"between": bounds, "scale": self.scale}}


def plain(number: Decimal) -> int | Decimal:
    """The number as people write it: without zeros behind the point."""
    if number == number.to_integral_value():
        return int(number)
    return number.normalize()


def scale_of(cell: Cell) -> int:
    """Digits after the point: none for integers, the column's, or the usual ones of its name."""
    if cell.target.type_name in INTEGERS:
        return 0
    usual = amount_of(cell.name).scale
    if cell.target.scale is not None:
        return max(0, min(cell.target.scale, 6))
    return usual


def extremes(cell: Cell) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest number that the CHECKs and the type allow; None: no bound."""
    step = Decimal(1).scaleb(-scale_of(cell))
    low, high = _edge(cell.limits.low, step, 1), _edge(cell.limits.high, step, -1)
    most: Decimal | None = None
    if cell.target.type_name in INTEGERS:
        most = Decimal(INTEGERS[cell.target.type_name])
    elif cell.target.precision is not None:
        digits = cell.target.precision - (cell.target.scale or 0)
        most = Decimal(10) ** digits - step
    if most is not None:
        high = most if high is None else min(high, most)
    return low, high


def _edge(edge: Edge | None, step: Decimal, inward: int) -> Decimal | None:
    if edge is None or edge.now:
        return None
    steps = edge.value / step
    whole = steps.to_integral_value(rounding="ROUND_CEILING" if inward > 0 else "ROUND_FLOOR")
    if edge.strict and whole == steps:
        whole += inward
    return whole * step


def span(cell: Cell) -> Span:
    """The usual numbers of the name, moved into the bounds and widened for unique ones."""
    usual, scale = amount_of(cell.name), scale_of(cell)
    least, most = extremes(cell)
    low, high = usual.low, usual.high
    if scale == 0 and low != low.to_integral_value():
        low = Decimal(0)
    if least is not None and (low < least or (usual is ANY_AMOUNT and high <= least)):
        low, high = least, max(high, least + (high - low if high <= least else 0))
    if most is not None and high > most:
        width = high - low
        high = most
        if low >= high:
            low = high - width if least is None else least
    if least is not None and most is not None and usual is ANY_AMOUNT and most - least <= 10**6:
        low, high = least, most
    return _usable(cell, Span(low, high, scale))


def _usable(cell: Cell, found: Span) -> Span:
    """Without values that are refused at the edges; wide enough to tell rows apart."""
    low, high, step = found.low, found.high, found.step
    refused = [measured(text, cell.target) for text in cell.limits.refused]
    while low in refused and low < high:
        low += step
    while high in refused and high > low:
        high -= step
    if any(value is not None and low < value < high for value in refused):
        above = max(value for value in refused if value is not None and low < value < high)
        low = above + step
    if cell.unique and Span(low, high, found.scale).count < cell.rows:
        _, most = extremes(cell)
        wanted = low + step * (cell.rows * 4)
        high = wanted if most is None else max(high, min(wanted, most))
        least = extremes(cell)[0]
        if Span(low, high, found.scale).count < cell.rows:
            low = max(high - step * (cell.rows - 1), least if least is not None else -high)
    return Span(low, high, found.scale)


def numbers(cell: Cell) -> Iterator[RuleJson]:
    """The candidates for a number."""
    least, most = extremes(cell)
    if cell.counted or (cell.facts.has_siblings and _is_ordinal(cell) and not cell.unique):
        start = 1 if least is None or least <= 1 else int(least)
        yield {"sequence": {"start": start, "per": "parent"}}
    found = span(cell)
    if cell.unique and found.scale == 0:
        start = int(least) if least is not None and least > 1 else 1
        if most is None or start + cell.rows - 1 <= most:
            yield {"sequence": {"start": start, "step": 1}}
    if found.low > found.high:
        return
    usual = amount_of(cell.name)
    if usual.distribution and not cell.unique and found.low < found.high:
        yield {**found.rule, "distribution": usual.distribution}
    yield found.rule
    yield from _multiples(cell, found)


def _multiples(cell: Cell, found: Span) -> Iterator[RuleJson]:
    """Numbers in steps, where a CHECK asks for a remainder: `amount % 5 = 0`."""
    for check in cell.facts.bound.table.checks:
        if check.expression.columns != (cell.name,):
            continue
        for text in re.findall(r"%\s*\(?([0-9]+)", check.expression.text):
            step = Decimal(text)
            low = (found.low / step).to_integral_value(rounding="ROUND_CEILING") * step
            high = max(found.high, low)
            if step > 0 and step > found.step:
                options = {"between": [plain(low), plain(high)], "scale": found.scale}
                yield {"decimal": {**options, "step": int(step)}}


def _is_ordinal(cell: Cell) -> bool:
    return cell.target.type_name in INTEGERS and ORDINAL.search(words(cell.name)) is not None
