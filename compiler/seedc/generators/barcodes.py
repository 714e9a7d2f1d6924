"""Numbers that machines read and check: EAN-13 and numbers under Luhn's formula."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.digits import followed, luhn, numbered, weighted
from seedc.generators.literals import named
from seedc.generators.values import Value
from seedc.ir import expr

_FREE_DIGITS = 17  # a drawn number of more would leave 64 bits when its digits are summed


def _ean13(context: Context, options: Options) -> Value:
    """Twelve digits with the weights 1 and 3 in turn (GS1 General Specifications, 7.9), here as
    their complements to 10. What the prefix adds to the sum is a constant."""
    prefix = options.get("prefix", "2")
    free, weights = 12 - len(prefix), (9, 7) * 6
    drawn = named(context, "number", context.choose(10**free))
    fixed = sum(int(d) * w for d, w in zip(prefix, weights, strict=False)) % 10
    check = weighted(drawn, weights[len(prefix) :], 10, expr.integer(fixed))
    front = expr.integer(int(prefix or "0") * 10 ** (free + 1))
    return numbered(context, expr.add(followed(drawn, 1, check), front), 13)


def _luhn(context: Context, options: Options) -> Value:
    """Prefix, drawn digits, check digit. The prefix counts as a number of its own, at the place
    where it stands."""
    length, prefix = options.get("length", 16), options.get("prefix", "")
    free = length - len(prefix) - 1
    if not 0 < free <= _FREE_DIGITS:
        raise Problem(
            "SD736",
            f"{length} digits with a prefix of {len(prefix)} and a check digit leave {free} to"
            f" draw, not 1 to {_FREE_DIGITS}",
            help="change the length or the prefix",
            path=("length" if "length" in options else "prefix",),
        )
    drawn = named(context, "number", context.choose(10**free))
    check = luhn(drawn, free, expr.integer(_fixed(prefix, free)))
    digits = expr.concat(expr.text(prefix), expr.pad(drawn, free), expr.to_text(check))
    return Value(digits, "text")


def _fixed(prefix: str, free: int) -> int:
    """What the prefix in front of `free` digits adds to the check digit."""
    total = 0
    for place, char in enumerate(reversed(prefix), start=free):
        twice = int(char) * (1 if place % 2 else 2)
        total += twice - 9 if twice > 9 else twice
    return -total % 10


GENERATORS = (
    Generator(
        name="ean13",
        options={
            "type": "object",
            "properties": {
                "prefix": {
                    "type": "string",
                    "pattern": "^[0-9]{0,11}\\Z",
                    "description": "a string of at most 11 digits",
                }
            },
            "additionalProperties": False,
        },
        docs=(
            "An EAN-13 with its check digit. Without a prefix it begins with 2, which GS1 gives to"
            " no company."
        ),
        example={"ean13": {"prefix": "789"}, "unique": True},
        make=_ean13,
    ),
    Generator(
        name="luhn",
        options={
            "type": "object",
            "properties": {
                "length": {"type": "integer", "minimum": 2, "maximum": 40},
                "prefix": {
                    "type": "string",
                    "pattern": "^[0-9]*\\Z",
                    "description": "a string of digits",
                },
            },
            "additionalProperties": False,
        },
        docs="Digits of which the last is Luhn's check digit (cards, IMEI); 16 unless told.",
        example={"luhn": {"length": 16, "prefix": "400000"}, "unique": True},
        make=_luhn,
    ),
)
