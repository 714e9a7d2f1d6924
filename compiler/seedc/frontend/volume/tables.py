"""The `tables` of a volume.json, valid by its schema, to VolumeTables: their rows and rules."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from seedc.diagnostics import Sink
from seedc.frontend.volume.document import (
    Amount,
    Between,
    CalendarRows,
    Count,
    CountRows,
    CrossRows,
    EachRows,
    Expect,
    FanOut,
    FanOutOptions,
    Geometric,
    Rows,
    Rule,
    Total,
    TreeRows,
    VolumeTable,
    Weights,
    Zipf,
)
from seedc.frontend.volume.schema import FAN_OUTS
from seedc.generators.rules import read_rule
from seedc.origin import Origin

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_tables(file: str, tables: Mapping[str, Any], sink: Sink) -> tuple[VolumeTable, ...]:
    """The tables in order of the file. Reports SD722 for a calendar that ends before it begins and
    SD736 for a fan-out that makes no sense."""
    return tuple(
        _table(name, table, _Place(file, ("tables", name), sink)) for name, table in tables.items()
    )


def read_date(text: str) -> date | None:
    """The day of a text `YYYY-MM-DD`, None where there is no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the file, and where mistakes go."""

    file: str
    pointer: tuple[str | int, ...]
    sink: Sink

    def at(self, *steps: str | int) -> "_Place":
        return _Place(self.file, (*self.pointer, *steps), self.sink)

    @property
    def origin(self) -> Origin:
        return Origin(self.file, self.pointer)


def _table(name: str, table: Mapping[str, Any], place: _Place) -> VolumeTable:
    origin = Origin(place.file, place.pointer, part="key")
    columns = table.get("columns", {})
    return VolumeTable(
        name=name,
        rows=_rows(table["rows"], place.at("rows")) if "rows" in table else _no_rows(origin),
        origin=origin,
        policy=table.get("policy"),
        columns={
            column: _rule(rule, place.at("columns", column).origin)
            for column, rule in columns.items()
        },
        expect={
            column: _expect(bounds, place.at("expect", column))
            for column, bounds in table.get("expect", {}).items()
        },
    )


def _expect(bounds: Mapping[str, Any], place: _Place) -> Expect:
    """Reports SD736 for bounds of which the lower one is the greater."""
    pairs = {name: _pair(value) for name, value in bounds.items() if name != "shares"}
    shares = {value: _pair(pair) for value, pair in bounds.get("shares", {}).items()}
    numbers = [*((n, p) for n, p in pairs.items() if n != "between"), *shares.items()]
    for name, (low, high) in numbers:
        if Decimal(low) > Decimal(high):
            place.sink.report("SD736", place.origin, f"{name}: {low} is greater than {high}")
    return Expect(origin=place.origin, shares=shares, **pairs)


def _pair(values: Sequence[Any]) -> tuple[str, str]:
    low, high = values
    return str(low), str(high)


def _no_rows(origin: Origin) -> CountRows:
    """A table with rules for columns alone: nothing is generated for it."""
    return CountRows(Amount("0", origin))


def _rule(rule: Mapping[str, Any], origin: Origin) -> Rule:
    written = read_rule(rule)
    return Rule(
        generator=written.generator,
        options=written.options,
        origin=origin,
        null=written.null,
        unique=written.unique,
        computed=written.computed,
        distribution=written.distribution,
    )


# Rows ---------------------------------------------------------------------------------------------


def _rows(rows: Any, place: _Place) -> Rows:
    if not isinstance(rows, dict):
        return CountRows(_amount(rows, place))
    form = next(name for name in _FORMS if name in rows)
    return _FORMS[form](rows, place)


def _amount(value: Any, place: _Place) -> Amount:
    """A number's text is an amount, too."""
    return Amount(str(value), place.origin)


def _optional(members: Mapping[str, Any], name: str, place: _Place) -> Amount | None:
    return _amount(members[name], place.at(name)) if name in members else None


def _each(rows: Mapping[str, Any], place: _Place) -> EachRows:
    chosen = next(name for name in FAN_OUTS if name in rows)
    options = _OPTIONS[chosen](rows[chosen], place.at(chosen))
    return EachRows(
        parent=rows["each"],
        fan_out=FanOut(chosen, options, place.at(chosen).origin),  # type: ignore[arg-type] # one of FAN_OUTS
        origin=place.origin,
        share=Fraction(rows.get("share", 1)),
        of=rows.get("of", ""),
        via=rows.get("via"),
    )


def _between(value: list[Any], place: _Place) -> Between:
    return Between(_amount(value[0], place.at(0)), _amount(value[1], place.at(1)))


def _weights(value: Mapping[str, Any], place: _Place) -> Weights:
    pairs = sorted((int(number), int(weight)) for number, weight in value.items())
    if not any(weight for _, weight in pairs):
        place.sink.report(
            "SD736",
            place.origin,
            "all of the weights are 0",
            help='give one number of children a weight: {"1": 1}',
        )
    return Weights(tuple(pairs))


def _geometric(value: Mapping[str, Any], place: _Place) -> Geometric:
    mean, most = Fraction(value["mean"]), int(value["most"])
    if mean >= most:
        place.sink.report(
            "SD736",
            place.at("mean").origin,
            f"the mean {value['mean']} is not below the most, {most}",
            help='a few parents have many more children than the mean: raise "most"',
        )
    return Geometric(mean, most)


def _zipf(value: Mapping[str, Any], place: _Place) -> Zipf:
    return Zipf(Fraction(value.get("exponent", 1)), int(value["most"]))


_OPTIONS: Mapping[str, Callable[[Any, _Place], FanOutOptions]] = {
    "count": lambda value, place: Count(_amount(value, place)),
    "between": _between,
    "weights": _weights,
    "geometric": _geometric,
    "zipf": _zipf,
    "total": lambda value, place: Total(_amount(value, place)),
}


def _cross(rows: Mapping[str, Any], place: _Place) -> CrossRows:
    return CrossRows(
        tables=tuple(rows["cross"]),
        origin=place.origin,
        sample=_optional(rows, "sample", place),
        of=rows.get("of", ""),
    )


def _calendar(rows: Mapping[str, Any], place: _Place) -> CalendarRows:
    members, inside = rows["calendar"], place.at("calendar")
    first, last = _day(members["from"]), _day(members["to"]) if "to" in members else None
    if last is not None and last < first:
        place.sink.report(
            "SD722",
            inside.at("to").origin,
            f"the calendar ends on {last}, before it begins on {first}",
            help='exchange "from" and "to"',
        )
    return CalendarRows(
        first=first,
        origin=place.origin,
        days=_optional(members, "days", inside),
        last=last,
        every=int(members.get("every", 1)),
        parent=members.get("each"),
        of=members.get("of", ""),
        via=members.get("via"),
    )


def _day(text: str) -> date:
    found = read_date(text)
    assert found is not None, "the schema has checked the format"
    return found


def _tree(rows: Mapping[str, Any], place: _Place) -> TreeRows:
    members, inside = rows["tree"], place.at("tree")
    roots, branching, depth = (
        _amount(members[name], inside.at(name)) for name in ("roots", "branching", "depth")
    )
    return TreeRows(
        roots=roots, branching=branching, depth=depth, origin=place.origin, via=members.get("via")
    )


_FORMS: Mapping[str, Callable[[Any, _Place], Rows]] = {
    "each": _each,
    "cross": _cross,
    "calendar": _calendar,
    "tree": _tree,
}
