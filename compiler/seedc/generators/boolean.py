"""True in a share of the rows."""

from decimal import Decimal
from fractions import Fraction

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.values import Value
from seedc.ir import expr

_MOST = 10**9
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}


def _boolean(context: Context, options: Options) -> Value:
    without_distribution(context, "a boolean")
    without_unique(context, "the booleans")
    written = options.get("true", Decimal("0.5")) if isinstance(options, dict) else options
    # `hash % 10 < 3` says 30 % to a reader, which a threshold of 63 bits would not.
    share = Fraction(written).limit_denominator(_MOST)
    place = context.uniform(share.denominator)
    return Value(expr.less(place, expr.integer(share.numerator)), "boolean")


GENERATORS = (
    Generator(
        name="boolean",
        options={
            "anyOf": [
                _SHARE,
                {
                    "type": "object",
                    "properties": {"true": _SHARE},
                    "additionalProperties": False,
                },
            ]
        },
        docs="True in this share of the rows (a half if nothing is said), false in the others.",
        example={"boolean": {"true": 0.3}},
        make=_boolean,
    ),
)
