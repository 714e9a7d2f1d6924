"""Texts put together from pieces: `{product_adjective} {product_noun} {index:06}`.

The grammar is that of `template_grammar`. The source of a piece is

- `index` (the row's, from 0) or `number` (from 1);
- a column of the same row (not the one that the template is for);
- a generator that needs no options, by its name where no column has it, or with parentheses
  (`{city()}`) in any case, and the shorthands below: `{first_name}`, `{product_noun}`, …;
- a function of another source: `md5(x)`, `sha256(x)`, `slug(x)`, `upper(x)`, `lower(x)`;
- `hash(8)`, so many random hexadecimal digits, or `random(6)`, so many random decimal ones.

The format of a number is its least number of digits with zeros in front, `06`; that of a text is
its greatest number of characters, `8`: the first ones are taken. A piece that is NULL makes the
whole text NULL, as in SQL.

With `unique`, `index` or `number` must be a piece by which two rows can be told apart whatever the
other pieces are: at an end of the text, beside a text that is not a digit.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seedc.diagnostics import nearest_help
from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import without_distribution
from seedc.generators.letters import lowered, slug, uppered
from seedc.generators.scalars import text_meaning
from seedc.generators.template_grammar import Call, Name, Piece, Source, read_template, unreadable
from seedc.generators.values import Target, Value, as_text
from seedc.ir import expr
from seedc.ir.expr import Node

SHORTHANDS: Mapping[str, Mapping[str, Any]] = {
    "first_name": {"person": {"part": "given"}},
    "last_name": {"person": {"part": "family"}},
    "patronymic": {"person": {"part": "patronymic"}},
    "full_name": {"person": {"part": "full"}},
    "product_noun": {"product": {"part": "noun"}},
    "product_adjective": {"product": {"part": "adjective"}},
    "region": {"city": {"part": "region"}},
    "postal_code": {"city": {"part": "postal_code"}},
}
"""Parts of generators by a word of their own, each with its rule."""

FUNCTIONS: Mapping[str, Callable[[Node, str], Node]] = {
    "md5": lambda text, _: expr.md5(text),
    "sha256": lambda text, _: expr.sha256(text),
    "slug": slug,
    "upper": uppered,
    "lower": lowered,
}
"""Functions of a text; the second argument is the locale."""

_MOST_DIGITS = 64
_HEX_DRAW, _DECIMAL_DRAW = 15, 9
"""How many digits one draw gives: of 63 bits the first hexadecimal digit is not uniform, and 9
decimal digits are, to one part in nine thousand million."""


def _template(context: Context, options: Options) -> Value:
    without_distribution(context, "a template")
    maker = _Maker(context)
    parts = [maker.part(part) for part in read_template(options)]
    if context.unique and not _tells_rows_apart(parts):
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must be unique, and no piece of the"
            " template is different for every row",
            help="put {index} at its beginning or end, beside a text that is no digit",
        )
    return Value(expr.concat(*(part.node for part in parts)), text_meaning(context.target))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece's text. `counts` says that it is the row's index or number, whole."""

    node: Node
    counts: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is equally long in all rows."""
        return self.node.low == self.node.high and not self.node.nullable


@dataclass(slots=True, eq=False)
class _Maker:
    """Makes nodes of one template's pieces. `uses` counts the random ones by name, so that each has
    randomness of its own and keeps it when pieces of other names come or go."""

    context: Context
    uses: Counter[str] = field(default_factory=Counter)

    def part(self, part: str | Piece) -> _Part:
        if isinstance(part, str):
            return _Part(expr.text(part))
        value = self._value(part.source)
        node = _formatted(value, part) if part.format else as_text(value)
        return _Part(node, _counts(part.source))

    def _value(self, source: Source) -> Value:
        if isinstance(source, Name):
            return self._named(source)
        if source.name in FUNCTIONS:
            return Value(self._function(source), "text")
        if source.name in _DIGITS:
            return Value(self._digits(source), "text")
        if source.argument is not None:
            unreadable(
                f'"{source.name}" is no function',
                source.at,
                nearest_help("function", source.name, [*FUNCTIONS, *_DIGITS]),
            )
        rule = _rule(source.name)
        if rule is None:
            raise _unknown(source)
        return self._generated(source.name, rule)

    def _named(self, source: Name) -> Value:
        if source.name in _COUNTS and not source.quoted:
            first = expr.integer(_COUNTS[source.name])
            return Value(expr.add(self.context.index, first), "integer")
        rule = None if source.quoted else _rule(source.name)
        if rule is not None and source.name == self.context.target.column:
            return self._generated(source.name, rule)
        try:
            return self.context.row.column(source.name)
        except Problem as problem:
            if problem.code != "SD731":
                raise
            if rule is not None:
                return self._generated(source.name, rule)
            raise _unknown(source, problem) from problem

    def _function(self, source: Call) -> Node:
        if source.argument is None or isinstance(source.argument, int):
            unreadable(f'"{source.name}" needs a source in its parentheses', source.at)
        value = self._value(source.argument)
        return FUNCTIONS[source.name](as_text(value), self.context.locale)

    def _digits(self, source: Call) -> Node:
        count = source.argument
        if not isinstance(count, int) or not 1 <= count <= _MOST_DIGITS:
            unreadable(
                f'"{source.name}" needs a number from 1 to {_MOST_DIGITS} in its parentheses',
                source.at,
            )
        size, make = _DIGITS[source.name]
        sizes = [min(size, count - done) for done in range(0, count, size)]
        return expr.concat(*(make(self.context, self._purpose(source.name), n) for n in sizes))

    def _generated(self, name: str, rule: Options) -> Value:
        own = self.context.target
        target = Target(table=own.table, column=own.column, type_name="text", type_sql="text")
        return self.context.row.generate(self.context, rule, self._purpose(name), target)

    def _purpose(self, name: str) -> str:
        self.uses[name] += 1
        return name if self.uses[name] == 1 else f"{name} {self.uses[name]}"


_COUNTS = {"index": 0, "number": 1}


def _hex(context: Context, purpose: str, count: int) -> Node:
    return expr.slice_text(expr.hex_digits(context.random(purpose)), 16 - count, count)


def _decimals(context: Context, purpose: str, count: int) -> Node:
    return expr.pad(context.uniform(10**count, purpose), count)


_DIGITS: Mapping[str, tuple[int, Callable[[Context, str, int], Node]]] = {
    "hash": (_HEX_DRAW, _hex),
    "random": (_DECIMAL_DRAW, _decimals),
}


def _formatted(value: Value, piece: Piece) -> Node:
    width = int(piece.format)
    if value.meaning != "integer":
        if piece.format.startswith("0"):
            unreadable("only whole numbers have zeros in front", piece.at)
        return expr.slice_text(as_text(value), 0, width)
    if not piece.format.startswith("0") or not 1 <= width <= _MOST_DIGITS:
        unreadable("a number is written with zeros in front", piece.at, 'write ":06"')
    if value.node.low < 0:
        unreadable("a number that can be negative has no zeros in front", piece.at)
    return expr.pad(value.node, width)


def _counts(source: Source) -> bool:
    return isinstance(source, Name) and not source.quoted and source.name in _COUNTS


def _rule(name: str) -> Options | None:
    """The rule of a shorthand or of a generator that needs no options; None where there is none."""
    from seedc.generators.registry import GENERATORS  # noqa: PLC0415 - it lists this module

    if name in SHORTHANDS:
        return SHORTHANDS[name]
    generator = GENERATORS.get(name)
    return {name: {}} if generator is not None and _needs_nothing(generator.options) else None


def _needs_nothing(schema: Mapping[str, Any]) -> bool:
    """Whether an empty object of options is valid."""
    for several in ("anyOf", "oneOf"):
        if several in schema and not any(_needs_nothing(branch) for branch in schema[several]):
            return False
    return schema.get("type", "object") == "object" and not schema.get("required")


def _unknown(source: Source, problem: Problem | None = None) -> Problem:
    from seedc.generators.registry import GENERATORS  # noqa: PLC0415 - it lists this module

    names = [name for name in (*SHORTHANDS, *GENERATORS) if _rule(name) is not None]
    near = nearest_help("source", source.name, [*_COUNTS, *names])
    what = f'"{source.name}" is no generator that needs no options'
    if problem is not None:
        what = f"{problem.message}, and no generator of that name needs no options"
    return Problem(
        "SD731",
        f"{what}, at character {source.at} of the template",
        help=(problem and problem.help) or near,
    )


def _tells_rows_apart(parts: Sequence[_Part]) -> bool:
    """Whether some counting piece can be read back out of the text: what is on one side of it is
    equally long in all rows, and it ends where its own digits or a text without one do."""
    return any(
        part.counts and (_readable(parts, n) or _readable(parts[::-1], len(parts) - 1 - n, -1))
        for n, part in enumerate(parts)
    )


def _readable(parts: Sequence[_Part], place: int, end: int = 0) -> bool:
    """Whether the piece begins at a known place and is seen to end; `end` is which character of the
    following text touches it."""
    before, piece, after = parts[:place], parts[place], parts[place + 1 :]
    if not all(part.fixed for part in before):
        return False
    if piece.fixed or all(part.fixed for part in after):
        return True
    touching = after[0].node
    return touching.is_constant and not str(touching.constant)[end].isdigit()


GENERATORS = (
    Generator(
        name="template",
        options={"type": "string"},
        docs="A text with pieces in braces: columns, generators, index and number, functions of"
        " them, with a number's digits or a text's greatest length after a colon.",
        example={"template": "{product_adjective} {product_noun} {index:04}"},
        make=_template,
    ),
)
