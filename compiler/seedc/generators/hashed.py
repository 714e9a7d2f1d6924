"""Hash digits of other columns: the same name has the same code wherever it is made."""

from collections.abc import Callable, Mapping, Sequence

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.scalars import text_meaning
from seedc.generators.values import Value, as_text
from seedc.ir import expr
from seedc.ir.expr import Node

BETWEEN = "|"
"""What stands between the texts of two columns before they are hashed."""

HASHES: Mapping[str, tuple[Callable[[Node], Node], int]] = {
    "md5": (expr.md5, 32),
    "sha256": (expr.sha256, 64),
}
"""The functions by name, and how many hexadecimal digits they give."""

_CHANCE = 1_000_000
"""Two rows of a unique column may have the same digits with a chance of one in so many."""


def _hash(context: Context, options: Options) -> Value:
    without_distribution(context, "a hash")
    algorithm = options.get("algorithm", "md5")
    function, most = HASHES[algorithm]
    digits = options.get("digits", most)
    if digits > most:
        raise Problem("SD736", f"{algorithm} has {most} digits, not {digits}", path=("digits",))
    _check_room(context, digits)
    of = [options["of"]] if isinstance(options["of"], str) else options["of"]
    found = expr.slice_text(function(_source(context, of)), 0, digits)
    if options.get("case") == "upper":
        found = expr.upper(found)
    prefixed = expr.concat(expr.text(options.get("prefix", "")), found)
    return Value(prefixed, text_meaning(context.target))


def _source(context: Context, names: Sequence[str]) -> Node:
    """The columns' texts; a single column's text is hashed as it is, NULL as no text."""
    parts: list[Node] = []
    for name in names:
        parts += [expr.text(BETWEEN)] if parts else []
        parts.append(expr.coalesce(as_text(context.row.column(name)), expr.text("")))
    return expr.concat(*parts)


def _check_room(context: Context, digits: int) -> None:
    """Raise Problem (SD741) where unique digits would probably meet (the birthday problem)."""
    rows, room = context.rows, 16**digits
    if context.unique and rows * rows * _CHANCE > 2 * room:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must be unique, and {digits} digits"
            f" have {room} values, too few to keep the hashes of {rows} rows apart",
            help="take more digits, or a template with {index}",
            path=("digits",),
        )


GENERATORS = (
    Generator(
        name="hash",
        options={
            "type": "object",
            "properties": {
                "of": {
                    "anyOf": [
                        {"type": "string", "minLength": 1},
                        {
                            "type": "array",
                            "items": {"type": "string", "minLength": 1},
                            "minItems": 1,
                        },
                    ]
                },
                "algorithm": {"enum": sorted(HASHES)},
                "digits": {"type": "integer", "minimum": 1, "maximum": 64},
                "case": {"enum": ["lower", "upper"]},
                "prefix": {"type": "string"},
            },
            "required": ["of"],
            "additionalProperties": False,
        },
        docs="The first hexadecimal digits of the MD5 (or SHA-256) of one column's text, or of"
        f' several with "{BETWEEN}" between them. With unique, the columns must differ together.',
        example={"hash": {"of": "name", "digits": 8, "case": "upper", "prefix": "PRD-"}},
        make=_hash,
    ),
)
