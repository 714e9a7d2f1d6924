"""Rules for ranges."""

from collections.abc import Iterator

from seedc.passes.volume.infer.cells import Cell
from seedc.passes.volume.infer.facts import RuleJson

_SUBTYPES = {"daterange": "date", "tsrange": "timestamp", "tstzrange": "timestamp"}
_SIBLINGS = 1000
"""How many slots a parent's children get where nobody knows how many there are."""


def range_rules(cell: Cell, kind: str, *, siblings: bool = False) -> Iterator[RuleJson]:
    """A range of the usual bounds; with `siblings`, in a slot of the parent's children."""
    most = max(cell.facts.most or min(cell.facts.size, _SIBLINGS), 1)
    if kind in _SUBTYPES:
        yield from _moments(kind, most, siblings=siblings)
    elif siblings:
        yield {"range": {"between": [0, most * 20], "length": [1, 10], "per_sibling": 20}}
    elif cell.unique:
        yield {"template": "[{index},{number})"}
    else:
        yield {"range": {"between": [0, 1000], "length": [1, 100]}}


def _moments(kind: str, most: int, *, siblings: bool) -> Iterator[RuleJson]:
    from datetime import date, timedelta  # noqa: PLC0415

    first = date(2025, 1, 1)
    days = kind == "daterange"
    width = 14 if days else 1
    last = first + timedelta(days=max(365, most * width) if siblings else 365)
    options: dict[str, object] = {
        "between": [first.isoformat(), last.isoformat()],
        "length": ["1 day", "14 days"] if days else ["1 hour", "3 hours"],
    }
    if not days:
        options["every"] = "15 minutes"
    if siblings:
        options["per_sibling"] = f"{width} days" if width > 1 else "1 day"
    yield {"range": options}
