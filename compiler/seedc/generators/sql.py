"""An SQL expression over the columns of the row, as nodes: `{"sql": "quantity * unit_price"}`.

The expression means what it means to PostgreSQL, or is refused (SD739); its text is never printed
again. The time zone is UTC. `lower` and `upper` know ASCII letters only. The parser is imported
with the first expression, because it takes longer than all the rest.
"""

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution, without_unique
from seedc.generators.values import Meaning, Value
from seedc.ir.expr import Unbounded

_MEANINGS: dict[str, Meaning] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "text": "text",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "interval": "interval",
    "literal": "literal",
    "unknown": "literal",
}


def lower_expression(text: str, context: Context) -> Value:
    """The value of an SQL expression. Raises Problem: SD739 for what is not understood, SD731 for
    a column that is not there, SD742 where a number can leave what its type holds."""
    from seedc.generators.sql_grammar import parse  # noqa: PLC0415 - sqlglot, 60 ms
    from seedc.generators.sql_lowering import Lowering  # noqa: PLC0415 - the same

    tree = parse(text)
    try:
        term = Lowering(context, text).term(tree)
    except Unbounded as error:
        raise Problem("SD742", f"{error}, in the SQL expression {text[:80]!r}") from error
    except RecursionError:
        raise Problem("SD739", "the SQL expression is nested too deeply") from None
    if term.family not in _MEANINGS:
        raise Problem(
            "SD739", "the SQL expression is a bytea", help="write encode(sha256(…), 'hex')"
        )
    return Value(term.node, _MEANINGS[term.family], term.scale)


def free_columns(text: str) -> tuple[str, ...]:
    """The columns that an expression reads, sorted. Raises Problem (SD739) for what is no
    expression, and for columns of other tables."""
    from seedc.generators.sql_grammar import named_columns, parse  # noqa: PLC0415 - sqlglot, 60 ms

    return tuple(sorted(set(named_columns(parse(text)))))


def _sql(context: Context, options: Options) -> Value:
    without_unique(context, "the values of an expression")
    without_distribution(context, "an expression")
    return lower_expression(options, context)


GENERATORS = (
    Generator(
        name="sql",
        options={"type": "string", "minLength": 1},
        docs="An SQL expression over columns of the same row, with PostgreSQL's meaning.",
        example={"sql": "round(quantity * unit_price * 0.9, 2)"},
        make=_sql,
    ),
)
