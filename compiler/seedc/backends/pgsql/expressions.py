"""One rule for each primitive: nodes of the program as SQL that means what the interpreter says.

Every integer is bigint: what PostgreSQL would make an int4 (width_bucket, length, small constants
beside each other) is cast. Nothing here depends on a locale, a time zone or a session setting.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import LiteralString

from seedc.backends.pgsql.lists import Constants, Lists
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Node
from seedc.ir.layout import Layout, Level, lay_out
from seedc.quote import Sql, fill, ident, join, literal, number, raw, trusted

LONGEST_NAME = 63  # bytes of a name that PostgreSQL keeps (src/include/pg_config_manual.h)
INLINE = 8
"""A list of constants of more entries than this gets a name and stands in the FROM clause."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a node stands: how its index and its row's columns are written."""

    index: Sql
    columns: Callable[[str], Sql]
    lists: Lists
    alias: Sql = field(default=raw("r"))
    casts: bool = False
    """Constants are cast: they stand beside nothing that would make them bigint or text."""


def lower_node(node: Node, scope: Scope) -> Sql:
    """The node as an SQL expression; put parentheses around it with `operand`."""
    if not scope.casts and node.args and all(arg.op == "constant" for arg in node.args):
        scope = replace(scope, casts=True)
    special = _SPECIAL.get(node.op)
    if special is not None:
        return special(node, scope)
    template, _ = _RULES[node.op]
    args = {name: operand(arg, scope) for name, arg in zip("ab", node.args, strict=False)}
    return fill(template, **args, **_data(node))


def operand(node: Node, scope: Scope) -> Sql:
    """The same, in parentheses where it is more than one token or call."""
    text = lower_node(node, scope)
    return text if _is_call(node) else fill("({text})", text=text)


_FACTOR = frozenset(["multiply", "divide", "modulo"])
_TERM = frozenset(["add", "subtract"])


def _left(node: Node, scope: Scope, parent: str) -> Sql:
    """The left operand of arithmetic: `a * b + c` and `a - b + c` need no parentheses."""
    binds = _FACTOR if parent in _FACTOR else _FACTOR | _TERM
    plain = node.op in binds and (node.op not in ("divide", "modulo") or node.args[0].low >= 0)
    return lower_node(node, scope) if plain else operand(node, scope)


def _arithmetic(sign: Sql) -> Callable[[Node, Scope], Sql]:
    def lowered(node: Node, scope: Scope) -> Sql:
        left, right = node.args
        factor = right.op == "multiply" and node.op in _TERM
        return fill(
            "{a} {sign} {b}",
            a=_left(left, scope, node.op),
            sign=sign,
            b=lower_node(right, scope) if factor else operand(right, scope),
        )

    return lowered


def typed(node: Node, scope: Scope) -> Sql:
    """The same, and certainly of type bigint, text or boolean, to be a column of an inner query."""
    if node.op in ("constant", "case", "coalesce"):
        return fill("{text}::{type}", text=operand(node, scope), type=_TYPES[node.kind])
    return lower_node(node, scope)


def encoded(node: Node, scope: Scope, encoding: Encoding) -> Sql:
    """The node as a value of the column's type."""
    value = operand(node, scope)
    if encoding.unit in _MOMENTS and encoding.scale and max(-node.low, node.high) > EXACT:
        whole = fill("({v} / 1000000)", v=value)
        rest = fill("{v} % 1000000 * interval '1 microsecond'", v=value)
        seconds = fill(_SINCE[encoding.unit], v=whole, step=_STEPS[0])
        return fill("({s} + {r})", s=seconds, r=rest)
    return encode(value, encoding)


EXACT = 2**53
"""PostgreSQL multiplies an interval in doubles: exact for so many microseconds, 285 years."""
_MOMENTS = frozenset(["timestamp", "timestamptz", "interval"])


def encode(value: Sql, encoding: Encoding) -> Sql:
    """A core value (one token or a call) as a value of the column's type."""
    parts = {"v": value, "t": trusted(encoding.type), "unit": _unit(encoding.scale)}
    if encoding.unit in ("integer", "text", "boolean", "cast"):
        plain = encoding.type in ("bigint", "text", "boolean")
        return value if plain else fill("{v}::{t}", v=value, t=parts["t"])
    if encoding.unit in ("numeric", "float"):
        template: LiteralString = "({v} * {unit})::{t}" if encoding.scale else "{v}::{t}"
        return fill(template, **parts)
    if encoding.unit == "timestamptz" and not encoding.scale:
        return fill("to_timestamp({v})", v=value)
    return fill(_SINCE[encoding.unit], v=value, step=_STEPS.get(encoding.scale, raw("")))


_STEPS = {0: raw("interval '1 second'"), 6: raw("interval '1 microsecond'")}
_SINCE: dict[str, LiteralString] = {
    "date": "(date '1970-01-01' + {v}::integer)",
    "timestamptz": "(timestamptz '1970-01-01 00:00:00+00' + {v} * {step})",
    "timestamp": "(timestamp '1970-01-01 00:00:00' + {v} * {step})",
    "time": "(time '00:00:00' + {v} * {step})",
    "interval": "({v} * {step})",
}
_TYPES = {"int": raw("bigint"), "text": raw("text"), "bool": raw("boolean")}


def _unit(scale: int) -> Sql:
    return trusted("0." + "0" * (scale - 1) + "1")


# Each rule: a template over the operands `a` and `b` and the constants, and whether what it gives
# needs no parentheses (a call, or a cast of one).
_RULES: dict[str, tuple[LiteralString, bool]] = {
    "hash": ("hashint8extended({a}, {x}) & 9223372036854775807", False),
    "bits_and": ("{a} & {x}", False),
    "bits_xor": ("{a} # {b}", False),
    "shift_right": ("{a} >> {x}", False),
    "less": ("{a} < {b}", False),
    "at_most": ("{a} <= {b}", False),
    "and": ("{a} AND {b}", False),
    "or": ("{a} OR {b}", False),
    "not": ("NOT {a}", False),
    "is_null": ("{a} IS NULL", False),
    "coalesce": ("coalesce({a}, {b})", True),
    "to_text": ("{a}::text", True),
    "slice": ("substr({a}, {x}, {y})", True),
    "replace": ("replace({a}, {x}, {y})", True),
    "translate": ("translate({a}, {x}, {y})", True),
    "lower": ('lower({a} COLLATE "C")', True),
    "upper": ('upper({a} COLLATE "C")', True),
    "length": ("length({a})::bigint", True),
    "hex": ("encode(int8send({a}), 'hex')", True),
    "md5": ("md5({a})", True),
    "sha256": ("encode(sha256(convert_to({a}, 'UTF8')), 'hex')", True),
    "json_string": ("to_json({a}::text)::text", True),
    "date_text": ("to_char(date '1970-01-01' + {a}::integer, 'YYYY-MM-DD')", True),
}


def _data(node: Node) -> dict[str, Sql]:
    if node.op == "slice":
        start, size = node.data
        assert isinstance(start, int)
        assert isinstance(size, int)
        return {"x": number(start + 1), "y": number(size)}
    names = zip("xy", node.data, strict=False)
    return {name: _scalar(value) for name, value in names}


def _scalar(value: object) -> Sql:
    return literal(value) if isinstance(value, str) else number(int(str(value)))


def _is_call(node: Node) -> bool:
    if node.op == "constant":
        return not (isinstance(node.constant, int) and node.constant < 0)
    if node.op in _RULES:
        return _RULES[node.op][1]
    if node.op in ("smallest", "greatest"):
        return not node.nullable
    return node.op in ("index", "column", "bucket", "pick_int", "pad", "aggregate")


def _constant(node: Node, scope: Scope) -> Sql:
    value = node.constant
    if isinstance(value, bool):
        return raw("true") if value else raw("false")
    written = raw("NULL") if value is None else _scalar(value)
    if not scope.casts:
        return written
    sign = isinstance(value, int) and value < 0
    template: LiteralString = "({v})::{t}" if sign else "{v}::{t}"
    return fill(template, v=written, t=_TYPES[node.kind])


def _column(node: Node, scope: Scope) -> Sql:
    return scope.columns(str(node.data[0]))


def _quotient(node: Node, scope: Scope) -> Sql:
    """Division rounds down where PostgreSQL's rounds towards zero."""
    if node.args[0].low >= 0:
        return _arithmetic(raw("/"))(node, scope)
    a, b = (operand(arg, scope) for arg in node.args)
    return fill("{a} / {b} - CASE WHEN {a} % {b} < 0 THEN 1 ELSE 0 END", a=a, b=b)


def _remainder(node: Node, scope: Scope) -> Sql:
    if node.args[0].low >= 0:
        return _arithmetic(raw("%"))(node, scope)
    a, b = (operand(arg, scope) for arg in node.args)
    return fill("{a} % {b} + CASE WHEN {a} % {b} < 0 THEN {b} ELSE 0 END", a=a, b=b)


def _extreme(call: LiteralString, sign: LiteralString) -> Callable[[Node, Scope], Sql]:
    """LEAST and GREATEST pass over NULLs, which is no matter where there are none."""
    other = {"<": ">=", ">": "<="}[sign]

    def lowered(node: Node, scope: Scope) -> Sql:
        a, b = (operand(arg, scope) for arg in node.args)
        if not node.nullable:
            return fill("{call}({a}, {b})", call=raw(call), a=a, b=b)
        return fill(
            "CASE WHEN {a} {sign} {b} THEN {a} WHEN {a} {other} {b} THEN {b} END",
            a=a,
            b=b,
            sign=raw(sign),
            other=Sql(other),
        )

    return lowered


def _equal(node: Node, scope: Scope) -> Sql:
    a, b = (operand(arg, scope) for arg in node.args)
    if node.args[0].kind == "text":
        return fill('{a} = {b} COLLATE "C"', a=a, b=b)
    return fill("{a} = {b}", a=a, b=b)


def _bucket(node: Node, scope: Scope) -> Sql:
    return fill("{found}::bigint", found=_place(node, scope))


def _place(node: Node, scope: Scope) -> Sql:
    """The node as an int4, which a place in a list must be."""
    if node.op == "bucket":
        limits = _numbers(node, scope, raw(""))
        return fill("width_bucket({a}, {limits})", a=operand(node.args[0], scope), limits=limits)
    return fill("{a}::integer", a=operand(node, scope))


def _pick_int(node: Node, scope: Scope) -> Sql:
    values = node.data[0]
    assert isinstance(values, tuple)
    bounds = fill("[0:{last}]=", last=number(len(values) - 1))
    listed = _numbers(node, scope, bounds)
    return fill("({list})[{place}]", list=listed, place=_place(node.args[0], scope))


def _numbers(node: Node, scope: Scope, bounds: Sql) -> Sql:
    values, label = node.data
    assert isinstance(values, tuple)
    constant = _array(bounds, values)
    if len(values) <= INLINE:
        return constant
    return scope.lists.name(str(label), (bounds, *values), constant)


# The same lists stand in every profile's script, once in each statement that reads them.
@lru_cache(maxsize=500)
def _array(bounds: Sql, values: tuple[int | str, ...]) -> Sql:
    inside = join(",", [number(int(v)) for v in values])
    return fill("{written}::bigint[]", written=literal(f"{bounds}{{{inside}}}"))


def _pick_text(node: Node, scope: Scope) -> Sql:
    values, label = node.data
    assert isinstance(values, tuple)
    constant = _words(values)
    inline = len(values) <= INLINE
    listed = constant if inline else scope.lists.name(str(label), values, constant)
    return fill("{list} ->> {place}", list=listed, place=_place(node.args[0], scope))


@lru_cache(maxsize=500)
def _words(values: tuple[int | str, ...]) -> Sql:
    words = join(", ", [_json(str(v)) for v in values])
    return fill("{written}::jsonb", written=literal(fill("[{words}]", words=words)))


def _json(value: str) -> Sql:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    plain = (
        escaped
        if escaped.isprintable()
        else "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped)
    )
    return Sql(f'"{plain}"')  # becomes part of a literal, which quotes it


def _concat(node: Node, scope: Scope) -> Sql:
    return join(" || ", [operand(arg, scope) for arg in node.args])


def _case(node: Node, scope: Scope) -> Sql:
    pairs = list(zip(node.args[:-1:2], node.args[1::2], strict=True))
    last = node.args[-1]
    plain = scope
    if all(value.is_constant for _, value in pairs) and last.is_constant:
        scope = replace(scope, casts=True)
    whens = [
        fill("WHEN {c} THEN {v}", c=lower_node(c, plain), v=lower_node(v, scope)) for c, v in pairs
    ]
    if last.is_constant and last.constant is None:
        return fill("CASE {whens} END", whens=join(" ", whens))
    return fill("CASE {whens} ELSE {v} END", whens=join(" ", whens), v=lower_node(last, scope))


def _pad(node: Node, scope: Scope) -> Sql:
    """lpad cuts what is longer, so the width follows the number where it can be longer."""
    a = operand(node.args[0], scope)
    (digits,) = node.data
    width = number(int(str(digits)))
    if node.high > int(str(digits)):
        return fill("lpad({a}::text, greatest({width}, length({a}::text)), '0')", a=a, width=width)
    return fill("lpad({a}::text, {width}, '0')", a=a, width=width)


def _aggregate(node: Node, scope: Scope) -> Sql:
    """A query over the indexes of other rows. Its levels are called otherwise than those of the
    row around it, which only the bounds of its series speak of."""
    assert node.body is not None
    operation, stride = str(node.data[0]), int(str(node.data[1]))
    first, count = (operand(arg, scope) for arg in node.args)
    if stride == 1:
        series = fill("generate_series({first}, {first} + {count} - 1)", first=first, count=count)
    else:
        series = fill(
            "generate_series({first}, {first} + ({count} - 1) * {stride}, {stride})",
            first=first,
            count=count,
            stride=number(stride),
        )
    alias = Sql(scope.alias + "c")
    layout = lay_out(node.body.lets, [node.body.result])
    rows = nested(layout, series, alias, scope.lists.constants)
    # Of a constant, even NULL, the aggregate must know which type it has.
    inner = replace(rows.scope, casts=rows.results[0].is_constant)
    call = fill(_CALLS[operation], v=lower_node(rows.results[0], inner))
    relation = rows.scope.lists.beside(rows.relation)
    found = fill(
        "(\n  {ctes}SELECT {call}\n  FROM {rows})",
        ctes=indented(with_clause(rows.ctes)),
        call=indented(call),
        rows=indented(relation),
    )
    bounds = zip((first, count), node.args, strict=True)
    unknown = [fill("{a} IS NULL", a=text) for text, arg in bounds if arg.nullable]
    if not unknown or operation in ("min", "max"):
        return found
    return fill("(CASE WHEN NOT ({c}) THEN {f} END)", c=join(" OR ", unknown), f=found)


_CALLS: dict[str, LiteralString] = {
    "sum": "coalesce(sum({v}), 0)::bigint",
    "count": "count({v})",
    "min": "min({v})",
    "max": "max({v})",
}
_SPECIAL: dict[str, Callable[[Node, Scope], Sql]] = {
    "add": _arithmetic(raw("+")),
    "subtract": _arithmetic(raw("-")),
    "multiply": _arithmetic(raw("*")),
    "smallest": _extreme("LEAST", "<"),
    "greatest": _extreme("GREATEST", ">"),
    "constant": _constant,
    "index": lambda node, scope: scope.index,
    "column": _column,
    "divide": _quotient,
    "modulo": _remainder,
    "equal": _equal,
    "bucket": _bucket,
    "pick_int": _pick_int,
    "pick_text": _pick_text,
    "concat": _concat,
    "case": _case,
    "pad": _pad,
    "aggregate": _aggregate,
}


# The levels of a row's columns --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nested:
    """CTEs for the levels, the FROM item that reads the last one, the scope of the query that does,
    the nodes for that query, and the conditions that it must have."""

    ctes: tuple[Sql, ...]
    relation: Sql
    scope: Scope
    results: tuple[Node, ...]
    conditions: tuple[Sql, ...] = ()


def nested(
    layout: Layout,
    series: Sql,
    alias: Sql,
    constants: Constants,
    absent: Callable[[Scope], Sql] | None = None,
) -> Nested:
    """The layout's levels over a series of indexes, each a CTE that reads the one before.

    `OFFSET 0` keeps the planner from merging two levels, which would compute a column again at each
    place that reads it (a CTE that is read once is a subquery to it). `absent` is the condition
    that leaves out rows which are there; it stands at the first level that knows the columns of
    the key (`Layout.key_level`), or is handed back for the query after all levels.
    """
    inside = Sql(alias + "s")
    own = _index_name(layout)
    relation = fill("{series} AS {s} ({i})", series=series, s=inside, i=own)
    scope = Scope(fill("{s}.{i}", s=inside, i=own), _unknown, Lists(constants), alias)
    ctes = []
    for number_, level in enumerate(layout.levels):
        condition = absent(scope) if absent and number_ == layout.key_level else None
        name = Sql(f"{alias}{number_ + 1}")
        ctes.append(_level(name, level, relation, scope, condition, own))
        relation = fill("{n} AS {a}", n=name, a=alias)
        scope = Scope(fill("{a}.{i}", a=alias, i=own), _named(alias), Lists(constants), alias)
    last = absent is not None and layout.key_level >= len(layout.levels)
    conditions = (absent(scope),) if absent is not None and last else ()
    return Nested(tuple(ctes), relation, scope, layout.results, conditions)


def _level(
    name: Sql, level: Level, relation: Sql, scope: Scope, condition: Sql | None, index: Sql
) -> Sql:
    """One level as a CTE."""
    lines = [fill("{i} AS {o}", i=scope.index, o=index)] if level.index else []
    lines += [scope.columns(name) for name in level.carried]
    lines += [fill("{e} AS {n}", e=typed(let.node, scope), n=_cell(let.name)) for let in level.lets]
    return fill(
        "{name} AS (\n  SELECT {columns}\n  FROM {relation}{where}\n  OFFSET 0\n)",
        name=name,
        columns=join(",\n         ", [indented(line) for line in lines]),
        relation=scope.lists.beside(relation),
        where=fill("\n  WHERE {c}", c=indented(condition)) if condition else raw(""),
    )


def with_clause(ctes: Sequence[Sql]) -> Sql:
    """`WITH …` and a line end; nothing where there are none."""
    return fill("WITH {ctes}\n", ctes=join(", ", ctes)) if ctes else raw("")


def _index_name(layout: Layout) -> Sql:
    """What the index is called: `i`, or something longer where a column is called so."""
    taken = {let.name for level in layout.levels for let in level.lets}
    name = "i"
    while name in taken:
        name += "_"
    return ident(name)


def _cell(name: str) -> Sql:
    """The name of a column of an inner query; one that PostgreSQL would cut off is cut here, and
    told apart by a hash."""
    data = name.encode()
    if len(data) <= LONGEST_NAME:
        return ident(name)
    digest = hashlib.sha256(data).hexdigest()[:12]
    return ident(f"{data[: LONGEST_NAME - 13].decode(errors='ignore')} {digest}")


def _unknown(name: str) -> Sql:
    raise KeyError(name)


def _named(alias: Sql) -> Callable[[str], Sql]:
    @cache
    def named(name: str) -> Sql:
        return fill("{a}.{n}", a=alias, n=_cell(name))

    return named


def indented(text: Sql) -> Sql:
    """The text two columns further in, all lines but the first. Literals hold no line ends."""
    return Sql(text.replace("\n", "\n  "))
