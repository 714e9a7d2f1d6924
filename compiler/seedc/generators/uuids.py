"""UUIDs of versions 4, 7 and 8 (RFC 9562), from hashes of the row's index."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.literals import named, suited
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_TAIL = 2**48  # the last twelve digits


def _uuid(context: Context, options: Options) -> Value:
    """122 bits are the row's own (74 in version 7, beside its 48 of time). Where they must differ,
    the last 48 are a bijection of the index, so no two rows are ever alike."""
    suited(context, "uuid")
    without_distribution(context, "a uuid")
    version = options.get("version", 4)
    if (version == 7) != ("from" in options):
        raise Problem(
            "SD736",
            "version 7 begins with the time of a column, and no other version does",
            help='write "version": 7 and "from": the name of a column with a time',
            path=("version",),
        )
    front = _time(context, options["from"]) if version == 7 else _front(context)
    rest = _hex(context, context.random("rest"), "rest")
    random = _hex(context, context.random("front"), "front")
    tail = expr.slice_text(rest, 4, 12)
    if context.unique:
        tail = expr.slice_text(expr.hex_digits(context.distinct(_TAIL)), 4, 12)
    variant = expr.translate(expr.slice_text(rest, 0, 1), "01234567", "89ab89ab")
    return Value(
        expr.concat(
            front,
            expr.text(f"-{version}"),
            expr.slice_text(random, 13, 3),
            expr.text("-"),
            variant,
            expr.slice_text(rest, 1, 3),
            expr.text("-"),
            tail,
        ),
        "literal",
    )


def _hex(context: Context, number: Node, purpose: str) -> Node:
    return named(context, purpose, expr.hex_digits(number))


def _front(context: Context) -> Node:
    """The first 48 bits. A hash has no sign bit, so its first digit is not used."""
    digits = _hex(context, context.random("front"), "front")
    return _halves(digits, 1)


def _halves(digits: Node, start: int) -> Node:
    low = expr.slice_text(digits, start + 8, 4)
    return expr.concat(expr.slice_text(digits, start, 8), expr.text("-"), low)


def _time(context: Context, name: str) -> Node:
    """The first 48 bits of version 7: milliseconds since 1970-01-01 UTC of a column."""
    value = context.row.column(name)
    if value.meaning not in ("timestamp", "date"):
        raise Problem("SD736", f"{name} is a {value.meaning}, not a time", path=("from",))
    scale = value.scale if value.meaning == "timestamp" else 0
    moment = _scaled(value.node, 86_400 if value.meaning == "date" else 1, scale)
    if moment.low < 0 or moment.high >= _TAIL:
        raise Problem(
            "SD736", f"{name} can be before 1970, where version 7 has no times", path=("from",)
        )
    return _halves(_hex(context, moment, "time"), 4)


def _scaled(node: Node, seconds: int, scale: int) -> Node:
    """Milliseconds of a count of so many seconds each, in units of 10^-scale; rounded down."""
    if scale <= 3:
        return expr.multiply(node, expr.integer(seconds * 10 ** (3 - scale)))
    return expr.divide(node, expr.integer(10 ** (scale - 3)))


GENERATORS = (
    Generator(
        name="uuid",
        options={
            "type": "object",
            "properties": {
                "version": {"enum": [4, 7, 8]},
                "from": {"type": "string", "minLength": 1},
            },
            "additionalProperties": False,
        },
        docs="A UUID of the form of version 4, 8, or 7 with the time `from` a column in front.",
        example={"uuid": {"version": 7, "from": "created_at"}, "unique": True},
        make=_uuid,
    ),
)
