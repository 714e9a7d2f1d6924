"""Comparisons of SQL and what rests on them: IN, BETWEEN, IS, LIKE, CASE, NULLIF, GREATEST."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from seedc.generators.sql_terms import (
    ORDERED,
    Once,
    Term,
    constant_text,
    is_null_constant,
    not_understood,
)
from seedc.generators.sql_types import unified
from seedc.ir import expr
from seedc.ir.arithmetic import bounded
from seedc.ir.expr import Node

_ORDERS: dict[str, Callable[[Node, Node], Node]] = {
    "<": expr.less,
    "<=": expr.at_most,
    ">": lambda a, b: expr.less(b, a),
    ">=": lambda a, b: expr.at_most(b, a),
}


def compared(operator: str, a: Term, b: Term) -> Node:
    """a = b, a <> b, a < b and so on. Raises Problem (SD739) where the types have no such operator,
    or where its answer depends on a collation."""
    a, b = unified([a, b], operator)
    if operator in ("=", "<>"):
        same = expr.equal(a.node, b.node)
        return same if operator == "=" else expr.negate(same)
    if a.family not in ORDERED:
        raise not_understood(
            f"{operator} between values of type {a.family}",
            "only numbers, dates and times are ordered here: the order of texts is the collation's",
        )
    return _ORDERS[operator](a.node, b.node)


def among(term: Term, items: Sequence[Term], once: Once) -> Node:
    """term IN (items), three-valued."""
    term = replace(term, node=once(term.node))
    found = expr.boolean(value=False)
    for item in items:
        found = expr.either(found, compared("=", term, item))
    return found


def between(term: Term, low: Term, high: Term, once: Once) -> Node:
    """term BETWEEN low AND high."""
    term = replace(term, node=once(term.node))
    return expr.both(compared(">=", term, low), compared("<=", term, high))


def same(a: Term, b: Term, once: Once) -> Node:
    """a IS NOT DISTINCT FROM b: two NULLs are the same."""
    a, b = unified([a, b], "IS DISTINCT FROM")
    one, other = once(a.node), once(b.node)
    both_null = expr.both(expr.is_null(one), expr.is_null(other))
    return expr.coalesce(expr.equal(one, other), both_null)


def is_truth(condition: Node, value: bool) -> Node:
    """condition IS TRUE, or IS FALSE: never NULL."""
    wanted = condition if value else expr.negate(condition)
    return expr.case([(wanted, expr.boolean(value=True))], expr.boolean(value=False))


def nullif(a: Term, b: Term, once: Once) -> Term:
    """NULLIF: a, or NULL where a = b. What it cannot be any more leaves its bounds."""
    one, other = unified([a, b], "nullif")
    kept = one if a.family == "unknown" else a
    if one.family == "decimal":
        kept = replace(kept, family="decimal")
    node = once(kept.node)
    equal = expr.equal(once(one.node) if one.node != kept.node else node, other.node)
    found = expr.case([(equal, expr.null(node.kind))], node)
    limit = other.node.constant if other.node.is_constant else None
    if not isinstance(limit, int) or one.scale != kept.scale or found.kind != "int":
        return replace(kept, node=found, nonzero=limit == 0 and found.kind == "int")
    low, high = node.low, node.high
    if low < high and not found.is_constant:
        found = bounded(found, low + (low == limit), high - (high == limit))
    return replace(kept, node=found, nonzero=limit == 0)


def coalesced(terms: Sequence[Term]) -> Term:
    """COALESCE."""
    found = unified(terms, "coalesce")
    node = found[-1].node
    for term in reversed(found[:-1]):
        node = expr.coalesce(term.node, node)
    return replace(found[0], node=node)


def extreme(greatest: bool, terms: Sequence[Term], once: Once) -> Term:
    """GREATEST or LEAST, which pass over NULLs."""
    name = "greatest" if greatest else "least"
    found = unified(terms, name)
    if found[0].family not in ORDERED:
        raise not_understood(f"{name} of values of type {found[0].family}")
    chosen = expr.greatest if greatest else expr.smallest
    node = found[0].node
    for term in found[1:]:
        node = _passing(chosen, once(node), once(term.node))
    return replace(found[0], node=node)


def _passing(chosen: Callable[[Node, Node], Node], a: Node, b: Node) -> Node:
    if not a.nullable:
        a, b = b, a
    return expr.coalesce(chosen(a, b), expr.coalesce(a, b) if b.nullable else b)


def cases(branches: Sequence[tuple[Node, Term]], otherwise: Term) -> Term:
    """CASE WHEN … END."""
    *values, last = unified([*(value for _, value in branches), otherwise], "CASE")
    conditions = (condition for condition, _ in branches)
    pairs = [(c, v.node) for c, v in zip(conditions, values, strict=True)]
    return replace(last, node=expr.case(pairs, last.node), nonzero=False)


# LIKE ---------------------------------------------------------------------------------------------


def like(term: Term, pattern: Term, once: Once) -> Node:
    """term LIKE a constant pattern: equal to, beginning with or containing a text, where `_` stands
    for any character of a beginning. Raises Problem (SD739) for any other pattern."""
    if term.family not in ("text", "unknown"):
        raise not_understood(f"LIKE of a value of type {term.family}")
    if is_null_constant(pattern):
        return expr.null("bool")
    written = constant_text(pattern, "a pattern of LIKE")
    text = once(term.node)
    inside = written.strip("%")
    if "\\" in written or "%" in inside:
        raise _pattern(written)
    if written.startswith("%") and inside:
        return _contains(text, written, inside)
    return _begins(text, inside, whole=not written.endswith("%"))


def _contains(text: Node, written: str, inside: str) -> Node:
    if not written.endswith("%") or "_" in inside:
        raise _pattern(written)
    return expr.negate(expr.equal(expr.replace_text(text, inside, ""), text))


def _begins(text: Node, start: str, *, whole: bool) -> Node:
    size = expr.integer(len(start))
    length = expr.length(text)
    found = expr.equal(length, size) if whole else expr.at_most(size, length)
    place = 0
    for piece in start.split("_"):
        if piece:
            part = expr.slice_text(text, place, len(piece))
            found = expr.both(found, expr.equal(part, expr.text(piece)))
        place += len(piece) + 1
    return found


def _pattern(written: str) -> Exception:
    return not_understood(
        f"LIKE {written!r}", "understood are 'text', 'text%' with _ for any character, and '%text%'"
    )


def null_test(term: Term) -> Node:
    """term IS NULL."""
    if is_null_constant(term):
        return expr.boolean(value=True)
    return expr.is_null(term.node)
