"""Texts of SQL expressions: how values become text, concatenation, and functions of texts."""

from collections.abc import Callable

from seedc.generators.sql_terms import (
    Family,
    Once,
    Term,
    as_text,
    constant_integer,
    constant_text,
    is_null_constant,
    not_understood,
)
from seedc.generators.values import Value
from seedc.generators.values import as_text as value_text
from seedc.ir import expr
from seedc.ir.expr import Node

LENGTHS = 32
"""A function that counts from the end of a text is a CASE over its lengths, of at most so many."""

PADDED = 256
"""lpad and rpad choose from the fillings of every length, of at most so many characters."""

PRINTABLE: tuple[Family, ...] = (
    "integer", "decimal", "boolean", "text", "date", "time", "literal",
)  # fmt: skip
"""Families whose text depends on no setting."""


def printed(term: Term, once: Once) -> Node:
    """term::text. Raises Problem (SD739) where the text depends on settings, or on a scale that
    differs from row to row."""
    if term.family == "unknown":
        return term.node
    if term.family not in PRINTABLE or (term.family == "time" and term.scale):
        raise not_understood(
            f"the text of a value of type {term.family}",
            "numbers, booleans, dates, times of whole seconds and texts have one text",
        )
    if term.uneven:
        raise not_understood(
            "the text of a numeric whose scale differs from row to row",
            "give it one scale: x::numeric(10,2)",
        )
    # Every printable family is a meaning.
    return value_text(Value(once(term.node), term.family, term.scale))  # type: ignore[arg-type]


def _output(term: Term, once: Once) -> Node:
    """What the type's output function prints, which is shorter for booleans."""
    if term.family != "boolean":
        return printed(term, once)
    node = once(term.node)
    pairs = [(node, expr.text("t")), (expr.negate(node), expr.text("f"))]
    if node.nullable:
        return expr.case(pairs, expr.null("text"))
    return expr.case(pairs[:1], expr.text("f"))


def piped(a: Term, b: Term, once: Once) -> Term:
    """a || b, one of them a text."""
    if not {"text", "unknown"} & {a.family, b.family}:
        raise not_understood(f"|| of {a.family} and {b.family}", "cast one of them with ::text")
    if is_null_constant(a) or is_null_constant(b):
        return Term(expr.null("text"), "text")
    return Term(expr.concat(printed(a, once), printed(b, once)), "text")


def concatenated(once: Once, *terms: Term) -> Term:
    """concat(…), in which NULL is nothing."""
    empty = expr.text("")
    parts = [expr.coalesce(_output(term, once), empty) for term in terms]
    return Term(expr.concat(*parts), "text")


def joined(once: Once, separator: Term, *terms: Term) -> Term:
    """concat_ws(separator, …): separators between the parts that are not NULL."""
    if is_null_constant(separator):
        return Term(expr.null("text"), "text")
    between = constant_text(separator, "a separator of concat_ws")
    found = []
    for term in terms:
        node = once(_output(term, once))
        part = expr.concat(expr.text(between), node)
        found.append(expr.case([(expr.is_null(node), expr.text(""))], part))
    return Term(cut(expr.concat(*found), len(between), expr.TEXT_HIGH), "text")


def cut(node: Node, start: int, size: int) -> Node:
    """At most `size` characters from the place `start`; of nothing, nothing."""
    if node.is_constant and isinstance(node.constant, str):
        return expr.text(node.constant[start : start + size])
    return expr.slice_text(node, start, min(size, expr.TEXT_HIGH))


def by_length(node: Node, once: Once, what: str, make: Callable[[Node, int], Node]) -> Node:
    """`make` for every length that the text can have. Raises Problem (SD739) for too many."""
    if node.low == node.high:
        return make(node, node.low)
    if node.high - node.low >= LENGTHS:
        raise not_understood(
            f"{what} of a text of {node.low} to {node.high} characters",
            f"it is understood for texts of at most {LENGTHS} different lengths",
        )
    node = once(node)
    size = once(expr.length(node))
    lengths = range(node.low, node.high)
    branches = [(expr.equal(size, expr.integer(n)), make(node, n)) for n in lengths]
    return expr.case(branches, make(node, node.high))


# Functions ----------------------------------------------------------------------------------------


def length(once: Once, term: Term) -> Term:
    """How many characters."""
    return Term(expr.length(as_text(term, "length")), "integer")


def _case(make: Callable[[Node], Node], name: str) -> Callable[[Once, Term], Term]:
    def changed(once: Once, term: Term) -> Term:
        node = as_text(term, name)
        written = node.constant if node.is_constant else ""
        if isinstance(written, str) and not written.isascii():
            raise not_understood(f"{name} of letters beyond ASCII, which is the locale's")
        return Term(make(node), "text")

    return changed


def left(once: Once, term: Term, count: Term) -> Term:
    """The first characters; all but the last ones where the count is negative."""
    node, size = as_text(term, "left"), constant_integer(count, "a length")
    if size >= 0:
        return Term(cut(node, 0, size), "text")
    return Term(
        by_length(node, once, "left", lambda n, most: cut(n, 0, max(most + size, 0))), "text"
    )


def right(once: Once, term: Term, count: Term) -> Term:
    """The last characters; all but the first ones where the count is negative."""
    node, size = as_text(term, "right"), constant_integer(count, "a length")
    if size < 0:
        return Term(cut(node, -size, expr.TEXT_HIGH), "text")
    return Term(
        by_length(node, once, "right", lambda n, most: cut(n, max(most - size, 0), size)), "text"
    )


def substr(once: Once, term: Term, start: Term, count: Term | None = None) -> Term:
    """Characters from a place counted from 1; places before it are passed over."""
    node, first = as_text(term, "substr"), constant_integer(start, "a start") - 1
    size = expr.TEXT_HIGH if count is None else constant_integer(count, "a length")
    if size < 0:
        raise not_understood("substr with a negative length")
    end = first + size if count else expr.TEXT_HIGH
    return Term(cut(node, max(first, 0), max(end - max(first, 0), 0)), "text")


def replaced(once: Once, term: Term, old: Term, new: Term) -> Term:
    """replace(x, old, new), old and new constants."""
    node = as_text(term, "replace")
    found, by = constant_text(old, "a text to replace"), constant_text(new, "a replacement")
    return Term(expr.replace_text(node, found, by) if found else node, "text")


def translated(once: Once, term: Term, old: Term, new: Term) -> Term:
    """translate(x, old, new), old and new constants."""
    node = as_text(term, "translate")
    found, by = constant_text(old, "characters"), constant_text(new, "characters")
    return Term(expr.translate(node, found, by) if found else node, "text")


def _padded(before: bool) -> Callable[..., Term]:
    name = "lpad" if before else "rpad"

    def pad(once: Once, term: Term, count: Term, fill: Term | None = None) -> Term:
        node, size = as_text(term, name), max(constant_integer(count, "a length"), 0)
        if size > PADDED:
            raise not_understood(f"{name} to {size} characters", f"at most {PADDED} are understood")
        filling = " " if fill is None else constant_text(fill, "a filling")
        if before and filling == "0" and node.op == "to_text" and node.args[0].low >= 0:
            return Term(cut(expr.pad(node.args[0], size), 0, size), "text")
        node = once(node)
        shorter = expr.smallest(expr.length(node), expr.integer(size))
        strings = [(filling * size)[: size - n] for n in range(size + 1)]
        padding = expr.pick_text(shorter, strings, "padding") if filling else expr.text("")
        parts = (padding, node) if before else (node, padding)
        return Term(cut(expr.concat(*parts), 0, size), "text")

    return pad


def starts_with(once: Once, term: Term, start: Term) -> Term:
    """starts_with(x, constant)."""
    text = constant_text(start, "a beginning")
    part = cut(as_text(term, "starts_with"), 0, len(text))
    return Term(expr.equal(part, expr.text(text)), "boolean")


def md5(once: Once, term: Term) -> Term:
    """The MD5 of a text or of its bytes, in hexadecimal."""
    node = term.node if term.family == "bytes" else as_text(term, "md5")
    return Term(expr.md5(node), "text")


def convert_to(once: Once, term: Term, encoding: Term) -> Term:
    """The bytes of a text in UTF-8."""
    name = constant_text(encoding, "an encoding").upper().replace("-", "")
    if name not in ("UTF8", "UNICODE"):
        raise not_understood(f"the encoding {name}", "convert_to(x, 'UTF8') is understood")
    return Term(as_text(term, "convert_to"), "bytes")


def sha256(once: Once, term: Term) -> Term:
    """The SHA-256 of bytes, as a bytea that only encode(…, 'hex') reads."""
    if term.family != "bytes":
        raise not_understood("sha256 of what convert_to did not make", _BYTES)
    return Term(expr.sha256(term.node), "digest")


def encoded(once: Once, term: Term, form: Term) -> Term:
    """encode(sha256(…), 'hex')."""
    if term.family != "digest" or constant_text(form, "a format").lower() != "hex":
        raise not_understood("encode of anything but a sha256 to hex", _BYTES)
    return Term(term.node, "text")


_BYTES = "write encode(sha256(convert_to(x, 'UTF8')), 'hex')"

FUNCTIONS: dict[str, Callable[..., Term]] = {
    "concat": concatenated,
    "concat_ws": joined,
    "length": length,
    "char_length": length,
    "character_length": length,
    "lower": _case(expr.lower, "lower"),
    "upper": _case(expr.upper, "upper"),
    "left": left,
    "right": right,
    "substr": substr,
    "substring": substr,
    "replace": replaced,
    "translate": translated,
    "lpad": _padded(before=True),
    "rpad": _padded(before=False),
    "starts_with": starts_with,
    "md5": md5,
    "convert_to": convert_to,
    "sha256": sha256,
    "encode": encoded,
}
"""Functions of texts by their PostgreSQL names."""
