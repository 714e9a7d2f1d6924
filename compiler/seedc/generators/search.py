"""Search vectors of the row's own texts.

The lexemes are the words as they stand, in small letters, without positions: what PostgreSQL's own
parser would make of them depends on a configuration and a dictionary of the server.
"""

from seedc.generators.context import Context, Generator, Options
from seedc.generators.values import Value, as_text
from seedc.ir import expr
from seedc.ir.expr import Node

_MARKS = ".,;:!?\"'`´’‘“”„«»()[]{}<>/\\|@#$%^&*+=~_–—-\t\n"
_CAPITALS = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯÁÀÂÃÄÅÇÉÈÊËÍÌÎÏÑÓÒÔÕÖÚÙÛÜÝ"


def _tsvector(context: Context, options: Options) -> Value:
    found = [_lexemes(as_text(context.row.column(name))) for name in options]
    parts: list[Node] = []
    for part in found:
        parts += [part, expr.text(" ")]
    return Value(expr.concat(*parts[:-1]), "literal")


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


GENERATORS = (
    Generator(
        name="tsvector",
        options={"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
        docs="The words of other columns as a search vector.",
        example={"tsvector": ["title", "body"]},
        make=_tsvector,
    ),
)
