"""The operands of a CHECK: columns, constants, lengths, sums with a constant."""

import re
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from seedc.passes.volume.infer.atoms import Now

_WRAPPERS = (exp.Paren, exp.Cast)
_LENGTHS = ("octet_length", "cardinality", "char_length", "character_length")
_SECONDS = {
    "microsecond": Decimal("0.000001"),
    "millisecond": Decimal("0.001"),
    "second": Decimal(1),
    "sec": Decimal(1),
    "minute": Decimal(60),
    "min": Decimal(60),
    "hour": Decimal(3600),
    "day": Decimal(86_400),
    "week": Decimal(604_800),
    "month": Decimal(2_592_000),
    "mon": Decimal(2_592_000),
    "year": Decimal(31_557_600),
}
_AMOUNT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*([a-z]+)")
_CLOCK = re.compile(r"([-+]?)([0-9]+):([0-9]{2})(?::([0-9]{2}))?")


def stripped(node: exp.Expression) -> exp.Expression:
    """The node under parentheses and casts."""
    while isinstance(node, _WRAPPERS):
        node = node.this
    return node


def column_name(node: exp.Expression) -> str | None:
    """The column that a node is, under casts and functions that leave its shape."""
    node = stripped(node)
    if isinstance(node, exp.Column) and isinstance(node.this, exp.Identifier):
        name = str(node.this.this)
        if node.this.args.get("quoted"):
            return name
        return "VALUE" if name.upper() == "VALUE" else name.lower()
    if isinstance(node, exp.Trim) and not node.args.get("expression"):
        return column_name(node.this)
    return None


def columns_in(node: exp.Expression) -> tuple[str, ...]:
    """Every column that is read, each once."""
    names = [column_name(each) for each in node.find_all(exp.Column)]
    return tuple(dict.fromkeys(name for name in names if name is not None))


def sql_of(node: exp.Expression, holds: bool) -> str:
    """A condition for people: the node, or its negation."""
    text = node.sql(dialect="postgres")
    return text if holds else f"NOT ({text})"


def as_size(node: exp.Expression) -> str | None:
    """The column whose length or number of elements a node gives."""
    node = stripped(node)
    if isinstance(node, exp.Length | exp.ArraySize):
        return column_name(node.this)
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in _LENGTHS:
        return column_name(node.expressions[0]) if len(node.expressions) == 1 else None
    return None


def as_value(node: exp.Expression | None) -> str | Now | None:
    """The constant that a node is."""
    node = exp.Null() if node is None else stripped(node)
    if isinstance(node, exp.Literal | exp.ByteString):
        return str(node.this)
    if isinstance(node, exp.Boolean):
        return "true" if node.this else "false"
    if isinstance(node, exp.Neg):
        inner = as_value(node.this)
        return f"-{inner}" if isinstance(inner, str) and _number(inner) is not None else None
    if isinstance(node, exp.Interval):
        unit = node.args.get("unit")
        return f"{stripped(node.this).name} {unit.name}".strip() if unit else str(node.this.name)
    return Now() if _is_now(node) else _moved(node)


def _is_now(node: exp.Expression) -> bool:
    if isinstance(node, exp.CurrentDate | exp.CurrentTimestamp | exp.Localtimestamp):
        return True
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in _CLOCKS


_CLOCKS = ("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp")


def _moved(node: exp.Expression) -> str | Now | None:
    """The present and an interval more or less; a sum of numbers."""
    if not isinstance(node, exp.Add | exp.Sub):
        return None
    left, right = as_value(node.this), as_value(node.expression)
    if not isinstance(right, str):
        return None
    change = measure(right)
    if isinstance(left, Now) and change is not None:
        return Now(left.offset + (change if isinstance(node, exp.Add) else -change))
    return None


def measure(text: str) -> Decimal | None:
    """A number, or the seconds of an interval."""
    number = _number(text)
    return seconds(text) if number is None else number


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def seconds(text: str) -> Decimal | None:
    """How long an interval is, a month as 30 days; None where it is not read."""
    rest, found = text.strip().lower(), Decimal(0)
    if clock := _CLOCK.search(rest):
        size = int(clock[2]) * 3600 + int(clock[3]) * 60 + int(clock[4] or 0)
        found += -size if clock[1] == "-" else size
        rest = rest.replace(clock[0], " ")
    for amount, unit in _AMOUNT.findall(rest):
        scale = _SECONDS.get(unit.rstrip("s"))
        if scale is None:
            return None
        found += Decimal(amount) * scale
    left = _AMOUNT.sub(" ", rest).strip()
    if left and (plain := _number(left)) is not None:
        return found + plain
    return None if left else found


def linear(node: exp.Expression) -> tuple[str, Decimal, bool] | None:
    """A column, what is added to it, and whether that is a plain number and no interval:
    `b - interval '1 day'` → ("b", -86400, False)."""
    node = stripped(node)
    if (name := column_name(node)) is not None:
        return name, Decimal(0), True
    if not isinstance(node, exp.Add | exp.Sub):
        return None
    name, value = column_name(node.this), as_value(node.expression)
    if name is None or not isinstance(value, str):
        return None
    change = measure(value)
    if change is None:
        return None
    moved = change if isinstance(node, exp.Add) else -change
    return name, moved, _number(value) is not None


def values_of(node: exp.Expression) -> tuple[str, ...] | None:
    """The constants of ARRAY[…] or of a text such as '{a,b}'."""
    if isinstance(node, exp.Array):
        found = [as_value(each) for each in node.expressions]
        values = tuple(value for value in found if isinstance(value, str))
        return values if len(values) == len(found) else None
    if isinstance(node, exp.Literal) and node.is_string and str(node.this).startswith("{"):
        inner = str(node.this)[1:-1]
        return None if '"' in inner else tuple(part.strip() for part in inner.split(","))
    return None
