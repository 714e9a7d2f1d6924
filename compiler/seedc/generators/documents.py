"""Numbers that states give to people and companies: CPF and CNPJ of Brazil, INN of Russia.

Every number is one that the state could have given, with right check digits; some are somebody's.
"""

from seedc.generators.context import Context, Generator, Options
from seedc.generators.digits import followed, numbered, weighted
from seedc.generators.literals import named
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node

_BETWEEN_REPDIGITS = 111_111_110  # numbers between two neighbours of 0, 111111111, 222222222, …


def _check(number: Node, weights: tuple[int, ...], *extra: Node) -> Node:
    """A check digit modulo 11, of which 10 is written 0."""
    return expr.modulo(weighted(number, weights, 11, *extra), expr.integer(10))


def _times(node: Node, weight: int) -> Node:
    return expr.multiply(node, expr.integer(weight))


def _cpf(context: Context, options: Options) -> Value:
    """Nine digits and two check digits (Receita Federal): the weights 10 to 2 and 11 to 2 of the
    usual formula are here subtracted from 11, which spares a subtraction of the sum.

    Equal digits have right check digits and are refused by every validator, so they are left out:
    n lies between two of them, and its number is n, one for each left out below it."""
    drawn = named(context, "drawn", context.choose(9 * _BETWEEN_REPDIGITS))
    left_out = expr.divide(drawn, expr.integer(_BETWEEN_REPDIGITS))
    base = expr.add(expr.add(drawn, left_out), expr.integer(1))
    base = named(context, "base", base)
    first = _check(base, tuple(range(1, 10)))
    first = named(context, "check", first)
    second = _check(base, tuple(range(9)), _times(first, 9))
    return _written(context, options, followed(followed(base, 1, first), 1, second), _CPF)


def _cnpj(context: Context, options: Options) -> Value:
    """Eight digits, the branch 0001 and two check digits (Receita Federal); weights as for CPF.
    What the branch adds to the sums is constant: 9, the weight of its 1, and 8."""
    drawn = expr.add(context.choose(99_999_999), expr.integer(1))
    base = named(context, "base", drawn)
    first = _check(base, (6, 7, 8, 9, 2, 3, 4, 5), expr.integer(9))
    first = named(context, "check", first)
    second = _check(base, (5, 6, 7, 8, 9, 2, 3, 4), _times(first, 9), expr.integer(8))
    checks = followed(first, 1, second)
    return _written(context, options, followed(base, 6, expr.add(checks, expr.integer(100))), _CNPJ)


_CPF = ((3, "."), (3, "."), (3, "-"), (2, ""))
_CNPJ = ((2, "."), (3, "."), (3, "/"), (4, "-"), (2, ""))


def _written(
    context: Context, options: Options, number: Node, groups: tuple[tuple[int, str], ...]
) -> Value:
    """The number in digits, or in groups with what stands behind each."""
    width = sum(size for size, _ in groups)
    if options.get("format", "digits") == "digits":
        return numbered(context, number, width)
    digits = named(context, "digits", expr.pad(number, width))
    parts, start = [], 0
    for size, mark in groups:
        parts += [expr.slice_text(digits, start, size), expr.text(mark)]
        start += size
    return Value(expr.concat(*parts), "text")


def _inn(context: Context, options: Options) -> Value:
    """The region (01 to 89) and more digits, then one check digit for a company and two for a
    person (the Federal Tax Service's algorithm): weights modulo 11, of which 10 is written 0."""
    company = options.get("kind", "person") == "company"
    unit = 10**7 if company else 10**8
    drawn = expr.add(context.choose(89 * unit), expr.integer(unit))
    base = named(context, "base", drawn)
    if company:
        check = _check(base, (2, 4, 10, 3, 5, 9, 4, 6, 8))
        return numbered(context, followed(base, 1, check), 10)
    first = _check(base, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    first = named(context, "check", first)
    second = _check(base, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6), _times(first, 8))
    return numbered(context, followed(followed(base, 1, first), 1, second), 12)


_FORMAT = {
    "type": "object",
    "properties": {"format": {"enum": ["digits", "pretty"]}},
    "additionalProperties": False,
}

GENERATORS = (
    Generator(
        name="cpf",
        options=_FORMAT,
        docs="A Brazilian person's CPF, in digits or as 123.456.789-09.",
        example={"cpf": {"format": "pretty"}, "unique": True},
        make=_cpf,
    ),
    Generator(
        name="cnpj",
        options=_FORMAT,
        docs="A Brazilian company's CNPJ, in digits or as 11.222.333/0001-81.",
        example={"cnpj": {"format": "pretty"}, "unique": True},
        make=_cnpj,
    ),
    Generator(
        name="inn",
        options={
            "type": "object",
            "properties": {"kind": {"enum": ["person", "company"]}},
            "additionalProperties": False,
        },
        docs="A Russian INN: 12 digits of a person, 10 of a company.",
        example={"inn": {"kind": "company"}, "unique": True},
        make=_inn,
    ),
)
