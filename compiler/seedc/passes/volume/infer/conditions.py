"""From a CHECK's expression to its cases: sqlglot's tree, negations pushed down to the atoms.

What is not understood becomes an `Other` atom, which is satisfied by trial or not at all. NULL
passes a CHECK, so that a case need not say of a column that it may be NULL.
"""

import itertools
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from seedc.passes.volume.infer.atoms import (
    MIRRORED,
    OPPOSITE,
    Atom,
    Bound,
    Case,
    Formula,
    Member,
    Now,
    Null,
    Order,
    Other,
    Pattern,
    Sign,
    Size,
)
from seedc.passes.volume.infer.terms import (
    as_size,
    as_value,
    column_name,
    columns_in,
    folded,
    keeps,
    linear,
    sql_of,
    stripped,
    values_of,
)

MOST_CASES = 200
"""A condition of more cases is treated as one that is not understood."""

_SIGNS: dict[type[exp.Expression], Sign] = {
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.EQ: "=",
    exp.NEQ: "<>",
}


@lru_cache(maxsize=1000)
def cases_of(text: str) -> tuple[Case, ...]:
    """The cases of a condition, one of which must hold. None at all: it can never be true."""
    try:
        tree = sqlglot.parse_one(f"SELECT ({text})", dialect="postgres").expressions[0]
        cases = tuple(dict.fromkeys(_cases(tree, holds=True)))
    except (SqlglotError, ValueError, RecursionError, IndexError, AttributeError):
        return ((Other(text, ()),),)
    return cases if len(cases) <= MOST_CASES else ((Other(text, columns_in(tree)),),)


def _cases(node: exp.Expression, *, holds: bool) -> list[Case]:
    node = stripped(node)
    if isinstance(node, exp.Not):
        return _cases(node.this, holds=not holds)
    if isinstance(node, exp.And | exp.Or):
        left = _cases(node.this, holds=holds)
        right = _cases(node.expression, holds=holds)
        return _all(left, right) if isinstance(node, exp.And) is holds else left + right
    if isinstance(node, exp.Boolean):
        return [()] if bool(node.this) is holds else []
    for kind, rule in _RULES:
        if isinstance(node, kind):
            found = rule(node, holds)
            if found is not None:
                return found
    return [(Other(sql_of(node, holds), columns_in(node)),)]


def _all(left: Sequence[Case], right: Sequence[Case]) -> list[Case]:
    if len(left) * len(right) > MOST_CASES:
        raise ValueError("too many cases")
    return [tuple(dict.fromkeys(a + b)) for a, b in itertools.product(left, right)]


# Comparisons --------------------------------------------------------------------------------------


def _comparison(node: exp.Expression, holds: bool) -> list[Case] | None:
    sign = _SIGNS[type(node)]
    left, right = stripped(node.this), stripped(node.expression)
    if _is_condition(left) and _is_condition(right) and sign in ("=", "<>"):
        return _equivalence(left, right, holds is (sign == "="))
    if isinstance(right, exp.Any) or _is_all(right):
        return _quantified(left, sign, right, holds)
    sign = sign if holds else OPPOSITE[sign]
    return _compared(left, sign, right) or _compared(right, MIRRORED[sign], left)


def _compared(left: exp.Expression, sign: Sign, right: exp.Expression) -> list[Case] | None:
    if (counted := _counted(left, sign, right)) is not None:
        return counted
    value = as_value(right)
    sized = as_size(left)
    if sized and isinstance(value, str) and value.lstrip("-").isdigit():
        return [(Size(sized, sign, int(value)),)]
    if sign == "=" and isinstance(value, str) and folded(left) is not stripped(left):
        return _listed(left, (value,), inside=True)
    name = column_name(left)
    return None if name is None else _beside(name, sign, right, value)


def _beside(
    name: str, sign: Sign, right: exp.Expression, value: str | Now | None
) -> list[Case] | None:
    """A column beside a constant (where `value` is one), another column, an expression."""
    if isinstance(value, str) and sign in ("=", "<>"):
        return [(Member(name, (value,), sign == "="),)]
    if value is not None:
        return [(Bound(name, sign, value),)]
    other = linear(right)
    if other is not None and other[0] != name:
        return [(Order(name, sign, *other),)]
    read = columns_in(right)
    if sign == "=" and read and name not in read:
        return [(Formula(name, right.sql(dialect="postgres"), read),)]
    return None


def _is_condition(node: exp.Expression) -> bool:
    return isinstance(
        node,
        (*_SIGNS, exp.Is, exp.And, exp.Or, exp.Not, exp.In, exp.Between, exp.Like, exp.RegexpLike),
    )


def _equivalence(left: exp.Expression, right: exp.Expression, same: bool) -> list[Case]:
    """Both, or neither; or just one of them."""
    return _all(_cases(left, holds=True), _cases(right, holds=same)) + _all(
        _cases(left, holds=False), _cases(right, holds=not same)
    )


def _is_all(node: exp.Expression) -> bool:
    return isinstance(node, exp.All) or (
        isinstance(node, exp.Anonymous) and str(node.this).upper() in ("ALL", "SOME", "ANY")
    )


def _quantified(
    left: exp.Expression, sign: Sign, right: exp.Expression, holds: bool
) -> list[Case] | None:
    every = isinstance(right, exp.All) or str(right.this).upper() == "ALL"
    inner = right.expressions[0] if isinstance(right, exp.Anonymous) else right.this
    values = values_of(stripped(inner))
    if values is None or (sign, every) not in (("=", False), ("<>", True)):
        return None
    return _listed(left, values, (sign == "=") is holds)


# Nulls --------------------------------------------------------------------------------------------


def _is(node: exp.Expression, holds: bool) -> list[Case] | None:
    wanted = bool(node.args.get("negate")) is not holds
    operand = stripped(node.expression)
    if isinstance(operand, exp.Boolean):
        if not wanted:
            return _cases(node.this, holds=not bool(operand.this))
        return _cases(node.this, holds=bool(operand.this))
    name = column_name(stripped(node.this))
    if name is None or not isinstance(operand, exp.Null):
        return None
    return [(Null(name, wanted),)]


def _counted(left: exp.Expression, sign: Sign, right: exp.Expression) -> list[Case] | None:
    """How many of some columns are NULL: num_nonnulls(a, b) = 1, and sums of `IS NULL` as 0 or
    1."""
    number = as_value(right)
    names = _nonnulls(left)
    if names is None or not isinstance(number, str) or not number.isdigit():
        return None
    columns, nulls = names
    found: list[Case] = []
    if len(columns) > 7:
        return None
    for given in itertools.product((True, False), repeat=len(columns)):
        count = sum(given) if not nulls else len(given) - sum(given)
        if holds_for(count, sign, int(number)):
            found.append(tuple(Null(c, not there) for c, there in zip(columns, given, strict=True)))
    return found


def holds_for(left: Decimal | int, sign: Sign, right: Decimal | int) -> bool:
    """Whether a comparison of two numbers holds."""
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
        "<>": left != right,
    }[sign]


def _nonnulls(node: exp.Expression) -> tuple[tuple[str, ...], bool] | None:
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in ("num_nonnulls", "num_nulls"):
        names = [column_name(stripped(each)) for each in node.expressions]
        known = tuple(name for name in names if name is not None)
        if len(known) != len(names):
            return None
        return known, str(node.this).lower() == "num_nulls"
    parts: list[exp.Expression] = []
    pending = [node]
    while pending:
        each = stripped(pending.pop())
        if isinstance(each, exp.Add):
            pending += [each.expression, each.this]
        else:
            parts.append(each)
    found: list[tuple[str, bool]] = []
    for part in parts:
        tested = _zero_or_one(part)
        if tested is None:
            return None
        found.append(tested)
    senses = {null for _, null in found}
    return (tuple(name for name, _ in found), senses.pop()) if len(senses) == 1 else None


def _zero_or_one(node: exp.Expression) -> tuple[str, bool] | None:
    """`(a IS NOT NULL)::integer`, `CASE WHEN a IS NULL THEN 0 ELSE 1 END`: the column, and whether
    NULL counts as 1."""
    if isinstance(node, exp.Case) and len(node.args["ifs"]) == 1 and not node.this:
        branch = node.args["ifs"][0]
        then, other = as_value(branch.args["true"]), as_value(node.args.get("default"))
        tested = _null_test(stripped(branch.this))
        if tested is None or (then, other) not in (("1", "0"), ("0", "1")):
            return None
        return tested[0], tested[1] is (then == "1")
    return _null_test(node)


def _null_test(node: exp.Expression) -> tuple[str, bool] | None:
    name = column_name(stripped(node.this)) if isinstance(node, exp.Is) else None
    if name is None or not isinstance(stripped(node.expression), exp.Null):
        return None
    return name, not node.args.get("negate")


# Lists, ranges, patterns --------------------------------------------------------------------------


def _in(node: exp.Expression, holds: bool) -> list[Case] | None:
    left = stripped(node.this)
    found = [as_value(each) for each in node.expressions]
    values = tuple(value for value in found if isinstance(value, str))
    if len(values) != len(found) or not values:
        return None
    sized = as_size(left)
    if sized and all(value.isdigit() for value in values):
        if not holds:
            return [tuple(Size(sized, "<>", int(value)) for value in values)]
        return [(Size(sized, "=", int(value)),) for value in values]
    return _listed(left, values, holds)


def _listed(left: exp.Expression, values: tuple[str, ...], inside: bool) -> list[Case] | None:
    """A column among some texts, or none of them. `upper(x)` is one of them where x is; that it is
    none of them says more than that x is none."""
    name = column_name(folded(left) if inside and keeps(left, values) else left)
    return [(Member(name, values, inside),)] if name else None


def _between(node: exp.Expression, holds: bool) -> list[Case] | None:
    value, low, high = (stripped(node.args[part]) for part in ("this", "low", "high"))
    if node.args.get("symmetric"):
        return None
    above = _compared(value, ">=" if holds else "<", low) or _compared(
        low, "<=" if holds else ">", value
    )
    below = _compared(value, "<=" if holds else ">", high) or _compared(
        high, ">=" if holds else "<", value
    )
    if above is None or below is None:
        return None
    return _all(above, below) if holds else above + below


def _like(node: exp.Expression, holds: bool) -> list[Case] | None:
    name, pattern = column_name(stripped(node.this)), as_value(node.expression)
    if name is None or not isinstance(pattern, str):
        return None
    inside = bool(node.args.get("negate")) is not holds
    return [(Pattern(name, "like", pattern, inside, isinstance(node, exp.ILike)),)]


def _regex(node: exp.Expression, holds: bool) -> list[Case] | None:
    name, pattern = column_name(stripped(node.this)), as_value(node.expression)
    if name is None or not isinstance(pattern, str):
        return None
    kind: Literal["similar", "regex"] = "similar" if isinstance(node, exp.SimilarTo) else "regex"
    return [(Pattern(name, kind, pattern, holds, isinstance(node, exp.RegexpILike)),)]


def _case(node: exp.Expression, holds: bool) -> list[Case] | None:
    """The branches one after the other: each with the conditions before it untrue."""
    subject = node.args.get("this")
    found: list[Case] = []
    before: list[Case] = [()]
    for branch in node.args["ifs"]:
        when = branch.this
        if subject is not None:
            when = exp.EQ(this=subject.copy(), expression=when.copy())
        then = _all(_cases(when, holds=True), _cases(branch.args["true"], holds=holds))
        found += _all(before, then)
        before = _all(before, _cases(when, holds=False))
    default = node.args.get("default")
    if default is None or isinstance(stripped(default), exp.Null):
        return found + before if holds else found
    return found + _all(before, _cases(default, holds=holds))


def _distinct(node: exp.Expression, holds: bool) -> list[Case] | None:
    """IS [NOT] DISTINCT FROM. Two columns that differ are asked for by `<>`, where NULL passes."""
    same = isinstance(node, exp.NullSafeEQ) is holds
    left, right = stripped(node.this), stripped(node.expression)
    if isinstance(right, exp.Null):
        name = column_name(left)
        return [(Null(name, same),)] if name else None
    found = _compared(left, "=" if same else "<>", right)
    if found is None or not all(isinstance(atom, Member | Order) for (atom,) in found):
        return None
    names = [name for name in columns_in(node) if name is not None]
    return [(*case, *(Null(name, False) for name in names)) for case in found]


def _truth(node: exp.Expression, holds: bool) -> list[Case] | None:
    name = column_name(node)
    return [(Member(name, ("true" if holds else "false",)),)] if name else None


_RULES: tuple[
    tuple[
        type[exp.Expression] | tuple[type[exp.Expression], ...],
        Callable[[exp.Expression, bool], list[Case] | None],
    ],
    ...,
] = (
    (tuple(_SIGNS), _comparison),
    (exp.Is, _is),
    (exp.In, _in),
    (exp.Between, _between),
    ((exp.Like, exp.ILike), _like),
    ((exp.RegexpLike, exp.RegexpILike, exp.SimilarTo), _regex),
    (exp.Case, _case),
    ((exp.NullSafeEQ, exp.NullSafeNEQ), _distinct),
    (exp.Column, _truth),
)


def flattened(cases: Sequence[Case]) -> tuple[Atom, ...]:
    """Every atom of every case."""
    return tuple(dict.fromkeys(atom for case in cases for atom in case))
