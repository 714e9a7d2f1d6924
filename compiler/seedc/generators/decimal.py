"""Amounts of a range with a fixed number of digits after the point."""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import stepped
from seedc.generators.scalars import units_of
from seedc.generators.values import Value

_USUAL_SCALE = 2


def _decimal(context: Context, options: Options) -> Value:
    low, high = options["between"]
    if low > high:
        raise Problem("SD736", f"{low} is greater than {high}", path=("between",))
    scale = options.get("scale", _default_scale(context))
    first = units_of(low, scale, ("between", 0))
    last = units_of(high, scale, ("between", 1))
    step = units_of(options.get("step", 0), scale, ("step",)) or 1
    return Value(stepped(context, first, last, step, scale=scale), "decimal", scale)


def _default_scale(context: Context) -> int:
    return _USUAL_SCALE if context.target.scale is None else max(0, context.target.scale)


GENERATORS = (
    Generator(
        name="decimal",
        options={
            "type": "object",
            "properties": {
                "between": {
                    "type": "array",
                    "items": {"type": "number"},
                    "minItems": 2,
                    "maxItems": 2,
                },
                "scale": {"type": "integer", "minimum": 0, "maximum": 18},
                "step": {"type": "number", "exclusiveMinimum": 0},
            },
            "required": ["between"],
            "additionalProperties": False,
        },
        docs="An amount between two bounds, both included, with as many digits after the point as"
        " the column has (else 2), counted from the lower bound in steps.",
        example={"decimal": {"between": [5, 900], "step": 0.05}, "distribution": "lognormal"},
        make=_decimal,
    ),
)
