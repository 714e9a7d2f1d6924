"""Constants of SQL expressions: number literals, and strings read as the type that is wanted."""

import re
from collections.abc import Callable
from decimal import Decimal

from seedc.catalog import Catalog
from seedc.generators.context import Problem
from seedc.generators.sql_terms import Family, Term, is_null_constant, kind_of, not_understood
from seedc.ir import expr
from seedc.types.calendar import INFINITIES
from seedc.types.codec import ValueProblem
from seedc.types.intervals import parts
from seedc.types.names import builtin
from seedc.types.registry import codec_for

_EMPTY = Catalog(tables={}, types={}, sequences={})
_CODECS = {
    name: codec_for(builtin(name), _EMPTY) for name in ("date", "time", "timestamp", "timestamptz")
}
_EPOCH_DAYS, _MICROSECOND = 10_957, 6  # the codecs count from 2000-01-01
_EPOCH_MICROSECONDS = _EPOCH_DAYS * 86_400_000_000
_UTC = re.compile(r"(?:Z|z|[+-]00(?::?00)?)\Z")
_INTEGER = re.compile(r"\s*([+-]?[0-9]+)\s*\Z")
_DECIMAL = re.compile(r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*\Z")
_TRUTH = {
    **dict.fromkeys(["t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"], True),
    **dict.fromkeys(["f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"], False),
}


def number(text: str) -> Term:
    """A number as it is written: an integer, or a decimal of as many places as it has."""
    if _INTEGER.match(text):
        return Term(expr.integer(int(text)), "integer")
    if not _DECIMAL.match(text):
        raise not_understood(f"the number {text[:40]}")
    value = Decimal(text.strip())
    scale = max(0, -int(value.as_tuple().exponent))
    return Term(expr.integer(int(value.scaleb(scale))), "decimal", scale)


def settled(term: Term, family: Family, *, zoned: bool = False) -> Term:
    """A bare string or NULL as a value of the family, read as the type's input function does.
    Raises Problem (SD739) for a text that it does not read."""
    if is_null_constant(term):
        return Term(expr.null(kind_of(family)), family)
    text = str(term.node.constant)
    try:
        found = _timestamp(text, zoned) if family == "timestamp" else _READERS[family](text)
    except (ValueProblem, KeyError) as error:
        reason = error.message if isinstance(error, ValueProblem) else f"no {family} is read so"
        raise Problem("SD739", f"the SQL expression has {text[:60]!r}: {reason}") from error
    return found


def fixed_interval(text: str) -> Term:
    """An interval of days, hours, minutes and seconds. Raises Problem (SD739) for months, whose
    length depends on the date."""
    months, days, micros = parts(text)
    if months:
        raise not_understood(
            f"the interval {text!r}", "intervals are of days, hours, minutes and seconds here"
        )
    return _elapsed(days * 86_400_000_000 + micros, "interval")


def _elapsed(micros: int, family: Family) -> Term:
    whole, rest = divmod(micros, 10**_MICROSECOND)
    if rest:
        return Term(expr.integer(micros), family, _MICROSECOND)
    return Term(expr.integer(whole), family)


def _counted(name: str, text: str) -> int:
    """What the type's codec counts: days or microseconds since 2000-01-01."""
    if text.strip() in INFINITIES:
        raise not_understood("an infinite date")
    codec = _CODECS[name]
    assert codec.value is not None
    found = codec.value(codec.parse(text))
    assert isinstance(found, int)
    return found


def _timestamp(text: str, zoned: bool) -> Term:
    """A zone other than UTC counts where the type is known to have one."""
    try:
        micros = _counted("timestamp", text)
    except ValueProblem as problem:
        if problem.code != "SD315" or not (zoned or _UTC.search(text)):
            raise
        micros = _counted("timestamptz", text)
    return _elapsed(micros + _EPOCH_MICROSECONDS, "timestamp")


def _integer(text: str) -> Term:
    match = _INTEGER.match(text)
    if match is None:
        raise not_understood(f"{text[:40]!r} as an integer")
    return Term(expr.integer(int(match[1])), "integer")


def _decimal(text: str) -> Term:
    term = number(text)
    return Term(term.node, "decimal", term.scale)


def _boolean(text: str) -> Term:
    value = _TRUTH.get(text.strip().lower())
    if value is None:
        raise not_understood(f"{text[:40]!r} as a boolean")
    return Term(expr.boolean(value), "boolean")


_READERS: dict[str, Callable[[str], Term]] = {
    "text": lambda text: Term(expr.text(text), "text"),
    "literal": lambda text: Term(expr.text(text), "literal"),
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": lambda text: Term(expr.integer(_counted("date", text) + _EPOCH_DAYS), "date"),
    "time": lambda text: _elapsed(_counted("time", text), "time"),
    "interval": fixed_interval,
}
