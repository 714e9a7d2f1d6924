"""The operands of a CHECK: columns, constants, lengths, sums with a constant."""

from collections.abc import Sequence
from decimal import Decimal

from sqlglot import exp

from seedc.passes.volume.infer.atoms import Now
from seedc.passes.volume.infer.measures import measure, plain_number

_WRAPPERS = (exp.Paren, exp.Cast)
_LENGTHS = ("octet_length", "cardinality", "char_length", "character_length")


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


def folded(node: exp.Expression) -> exp.Expression:
    """What a node folds to one case: `upper(x)` → x; the node where it folds nothing."""
    node = stripped(node)
    return stripped(node.this) if isinstance(node, exp.Upper | exp.Lower) else node


def keeps(node: exp.Expression, values: Sequence[str]) -> bool:
    """Whether the case that a node folds to is that of all these texts, so that each of them passes
    through it as it is."""
    node = stripped(node)
    if isinstance(node, exp.Upper):
        return all(value == value.upper() for value in values)
    return not isinstance(node, exp.Lower) or all(value == value.lower() for value in values)


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
        return f"-{inner}" if isinstance(inner, str) and plain_number(inner) is not None else None
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
    return name, moved, plain_number(value) is not None


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
