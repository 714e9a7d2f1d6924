"""CHECK constraints as Python: compiled once, called for each row, by SQL's three-valued logic.

What is understood gives PostgreSQL's verdict; what is not raises NotUnderstood, or leaves a single
row undecided (None, which passes a CHECK too): operators that depend on a collation, non-ASCII text
where the locale decides, NaN, and whatever raises an error on the server. sqlglot reads the
expression. Its tree is used only where PostgreSQL's precedence of operators gives the same one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import DecimalException
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from seedc.catalog import Expression
from seedc.passes.predicate_nodes import Compiler
from seedc.passes.predicate_terms import NotUnderstood, Row, Run, Undecided, as_boolean
from seedc.types.codec import Codec

__all__ = ["NotUnderstood", "Predicate", "compile_predicate"]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A compiled condition. `columns` are those it reads, sorted.

    Called with a mapping of column to value (Codec.value of the text, None for NULL; the text
    itself where the codec has no `value`), it returns True, False or None. A column missing from
    the mapping is one whose value is not known: the result is None.
    """

    columns: tuple[str, ...]
    run: Run

    def __call__(self, row: Row) -> bool | None:
        """The verdict on a row; a CHECK is violated by False alone."""
        try:
            verdict = self.run(row)
        except (Undecided, RecursionError, DecimalException):
            return None
        return None if verdict is None else bool(verdict)


def compile_predicate(
    expression: Expression, columns: Mapping[str, Codec]
) -> Predicate | NotUnderstood:
    """The predicate of a CHECK over columns of these types (`{"VALUE": codec}` for a domain's), or
    why there is none."""
    try:
        compiler = Compiler(columns)
        term = as_boolean(compiler.term(_parse(expression.text)))
    except NotUnderstood as reason:
        return reason
    except RecursionError:
        return NotUnderstood("an expression nested too deeply")
    return Predicate(tuple(sorted(compiler.read)), term.run)


@lru_cache(maxsize=1000)
def _parse(text: str) -> exp.Expression:
    """The tree of a condition. SELECT keeps column names such as "comment" from being commands."""
    try:
        select = sqlglot.parse_one(f"SELECT ({text})", dialect="postgres")
    except (SqlglotError, ValueError) as error:
        raise NotUnderstood("an expression that sqlglot cannot parse") from error
    projections = select.args.get("expressions") or []
    if not isinstance(select, exp.Select) or len(projections) != 1:
        raise NotUnderstood("an expression that is more than a condition")
    tree = projections[0]
    if not isinstance(tree, exp.Paren):
        raise NotUnderstood("an expression that is more than a condition")
    return tree
