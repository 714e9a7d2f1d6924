"""Search vectors of the row's own texts.

The lexemes are the words as they stand, in small letters: of texts that are words, whole numbers
and punctuation what `strip(to_tsvector('simple', …))` gives. There are no positions, for which a
text would have to be read word by word; and what PostgreSQL's parser knows beside words (compounds
with a hyphen, decimals, names of hosts, addresses, paths) is cut into words here. A column that is
to have exactly what to_tsvector says is a generated one, or a trigger's: rules leave it alone.
"""

from seedc.generators.context import Context, Generator, Options
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.values import Value, as_text
from seedc.ir import expr
from seedc.ir.expr import Node

_MARKS = ".,;:!?\"'`´’‘“”„«»()[]{}<>/\\|@#$%^&*+=~_–—-\t\n"
_CAPITALS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯÁÀÂÃÄÅÇÉÈÊËÍÌÎÏÑÓÒÔÕÖÚÙÛÜÝ"


def _tsvector(context: Context, options: Options) -> Value:
    without_distribution(context, "tsvector")
    without_unique(context, "the words")
    if isinstance(options, str):
        return Value(_lexemes(as_text(_computed(context, options))), "literal")
    found = [_lexemes(as_text(context.row.column(name))) for name in options]
    parts: list[Node] = []
    for part in found:
        parts += [part, expr.text(" ")]
    return Value(expr.concat(*parts[:-1]), "literal")


def _computed(context: Context, expression: str) -> Value:
    from seedc.generators.sql import lower_expression  # noqa: PLC0415 - sqlglot, 60 ms

    return lower_expression(expression, context)


def _lexemes(text: Node) -> Node:
    """The words of a text, each in quotes; nothing for an empty text and for NULL."""
    small = expr.translate(expr.lower(text), _CAPITALS, _CAPITALS.lower())
    words = expr.translate(small, _MARKS, " " * len(_MARKS))
    for _ in range(3):  # eight spaces in a row become one
        words = expr.replace_text(words, "  ", " ")
    # A space at an end would make an empty word, which is none.
    quoted = expr.concat(expr.text("'"), expr.replace_text(words, " ", "' '"), expr.text("'"))
    bare = expr.replace_text(expr.replace_text(quoted, "'' ", ""), " ''", "")
    empty = expr.either(expr.equal(words, expr.text("")), expr.equal(words, expr.text(" ")))
    return expr.case([(expr.coalesce(empty, expr.boolean(value=True)), expr.text(""))], bare)


_NAME = {"type": "string", "minLength": 1}

GENERATORS = (
    Generator(
        name="tsvector",
        options={"anyOf": [{"type": "array", "items": _NAME, "minItems": 1}, _NAME]},
        docs="The words of other columns, or of an SQL expression over them"
        " (`title || ' ' || body`), as a search vector: in small letters, not stemmed, without"
        " positions, as `strip(to_tsvector('simple', …))` gives them for words, whole numbers and"
        " punctuation.",
        example={"tsvector": ["title", "body"]},
        make=_tsvector,
    ),
)
