"""Whole numbers of a range."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.values import Value


def _integer(context: Context, options: Options) -> Value:
    low, high = options["between"]
    if low > high:
        raise Problem("SD736", f"{low} is greater than {high}", path=("between",))
    return Value(context.between(low, high), "integer")


GENERATORS = (
    Generator(
        name="integer",
        options={
            "type": "object",
            "properties": {
                "between": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                }
            },
            "required": ["between"],
            "additionalProperties": False,
        },
        docs="A whole number between two bounds, both included.",
        example={"integer": {"between": [1, 6]}, "distribution": "geometric"},
        make=_integer,
    ),
)
