"""From sqlglot's nodes to terms: a table of rules, one for each kind of node."""

import inspect
import operator
from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from seedc.passes import predicate_operators as ops
from seedc.passes.predicate_casts import array, cast
from seedc.passes.predicate_functions import FUNCTIONS
from seedc.passes.predicate_grammar import (
    ARITHMETIC,
    CALLS,
    COMPARISONS,
    TRIMS,
    family_of,
    guard,
    inside,
    named,
    operands_of,
)
from seedc.passes.predicate_measures import extract
from seedc.passes.predicate_patterns import Test, like, regular_expression, similar_to
from seedc.passes.predicate_terms import (
    UNKNOWN,
    NotUnderstood,
    Row,
    Run,
    Term,
    Undecided,
    as_boolean,
    as_text,
    constant,
    number_literal,
    strict,
    typed,
    unify,
)
from seedc.types.codec import Codec


class Compiler:
    """Compiles the tree of one condition; `read` gathers the columns it names."""

    def __init__(self, columns: Mapping[str, Codec]) -> None:
        self.columns = columns
        self.read: set[str] = set()

    def term(self, node: exp.Expression) -> Term:
        """The term of a node. Raises NotUnderstood."""
        guard(node)
        kind = type(node)
        if rule := _RULES.get(kind):
            return rule(self, node)
        if kind in COMPARISONS:
            return self._compare(node, COMPARISONS[kind])
        if kind in ARITHMETIC:
            left, right = self.terms(node, "this", "expression")
            return ops.arithmetic(ARITHMETIC[kind], left, right)
        if kind in CALLS:
            name, operands = CALLS[kind]
            return self.call(name, self.terms(node, *operands))
        raise NotUnderstood(named(node))

    def terms(self, node: exp.Expression, *names: str) -> list[Term]:
        """The terms of the operands of these names."""
        return [self.term(each) for each in operands_of(node, *names)]

    def call(self, name: str, terms: list[Term]) -> Term:
        """A function by its PostgreSQL name."""
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotUnderstood(f"the function {name}")
        try:
            inspect.signature(function).bind(*terms)
        except TypeError:
            raise NotUnderstood(f"{name} with {len(terms)} arguments") from None
        return function(*terms)

    def _column(self, node: exp.Expression) -> Term:
        (identifier,) = operands_of(node, "this")
        if not isinstance(identifier, exp.Identifier):
            raise NotUnderstood(named(identifier))
        name = str(identifier.this)
        if not identifier.args.get("quoted"):
            name = name.lower() if name.upper() != "VALUE" or "value" in self.columns else "VALUE"
        codec = self.columns.get(name)
        if codec is None:
            raise NotUnderstood(f'the column "{name}"')
        self.read.add(name)
        return Term(codec.family, _reader(name))

    def _compare(self, node: exp.Expression, test: Callable[[Any, Any], bool]) -> Term:
        left, right = operands_of(node, "this", "expression")
        if isinstance(right, exp.Any | exp.All):
            array_term = self.term(inside(right))
            return ops.quantified(
                self.term(left), array_term, test, decisive=isinstance(right, exp.Any)
            )
        if isinstance(right, exp.Anonymous) and str(right.this).upper() in ("ALL", "ANY", "SOME"):
            (only,) = right.expressions
            decisive = str(right.this).upper() != "ALL"
            return ops.quantified(self.term(left), self.term(only), test, decisive)
        return ops.comparison(self.term(left), self.term(right), test)

    def _literal(self, node: exp.Expression) -> Term:
        text = str(node.this)
        return constant(UNKNOWN, text, text) if node.args["is_string"] else number_literal(text)

    def _escape_string(self, node: exp.Expression) -> Term:
        """E'…', as PostgreSQL's printers write a string with a backslash, doubled (sqlglot
        resolves the doubling and calls it a byte string)."""
        text = str(node.this)
        return constant(UNKNOWN, text, text)

    def _boolean(self, node: exp.Expression) -> Term:
        return constant("boolean", bool(node.this))

    def _null(self, _: exp.Expression) -> Term:
        return constant(UNKNOWN, None)

    def _paren(self, node: exp.Expression) -> Term:
        while isinstance(node, exp.Paren):
            (node,) = operands_of(node, "this")
        return self.term(node)

    def _connective(self, node: exp.Expression) -> Term:
        kind = type(node)
        flat: list[exp.Expression] = []
        pending = [node]
        while pending:
            each = pending.pop()
            if type(each) is kind:
                guard(each)
                pending.extend(reversed(operands_of(each, "this", "expression")))
            else:
                flat.append(each)
        conditions = [as_boolean(self.term(each)) for each in flat]
        return ops.conjunction(conditions) if kind is exp.And else ops.disjunction(conditions)

    def _negation(self, node: exp.Expression) -> Term:
        (term,) = self.terms(node, "this")
        return ops.negation(as_boolean(term))

    def _negative(self, node: exp.Expression) -> Term:
        (term,) = self.terms(node, "this")
        return ops.negative(term)

    def _is(self, node: exp.Expression) -> Term:
        left, right = operands_of(node, "this", "expression", "negate")[:2]
        negate = bool(node.args.get("negate"))
        run = self.term(left).run
        if isinstance(right, exp.Null):
            return Term("boolean", lambda row: (run(row) is None) is not negate)
        if isinstance(right, exp.Boolean):
            wanted = bool(right.this)
            condition = as_boolean(self.term(left)).run
            return Term("boolean", lambda row: (condition(row) is wanted) is not negate)
        raise NotUnderstood(f"IS {named(right)}")

    def _same(self, node: exp.Expression) -> Term:
        left, right = self.terms(node, "this", "expression")
        term = ops.not_distinct(left, right)
        return ops.negation(term) if isinstance(node, exp.NullSafeNEQ) else term

    def _in(self, node: exp.Expression) -> Term:
        left, *items = self.terms(node, "this", "expressions")
        if not items:
            raise NotUnderstood("IN without a list")
        return ops.disjunction([ops.comparison(left, item, operator.eq) for item in items])

    def _between(self, node: exp.Expression) -> Term:
        value, low, high = (self.term(node.args[name]) for name in ("this", "low", "high"))
        straight = _between(value, low, high)
        if not node.args.get("symmetric"):
            return straight
        return ops.disjunction([straight, _between(value, high, low)])

    def _like(self, node: exp.Expression, escape: str = "\\") -> Term:
        left, right = operands_of(node, "this", "expression", "negate")[:2]
        if call := _call_of(right, "like_escape", 2):  # how pg_get_expr prints ESCAPE
            right, escape = call[0], self._constant(call[1], "ESCAPE")
        if len(escape) > 1:
            raise NotUnderstood("ESCAPE with more than one character")
        pattern = self._constant(right, "a LIKE pattern")
        term = self._matched(left, like(pattern, escape, isinstance(node, exp.ILike)))
        return ops.negation(term) if node.args.get("negate") else term

    def _constant(self, node: exp.Expression, what: str) -> str:
        text = as_text(self.term(node)).text
        if text is None:
            raise NotUnderstood(f"{what} that is not a constant")
        return text

    def _escaped(self, node: exp.Expression) -> Term:
        inner, escape = operands_of(node, "this", "expression")
        if not isinstance(inner, exp.Like | exp.ILike):
            raise NotUnderstood("ESCAPE after SIMILAR TO")
        guard(inner)
        return self._like(inner, self._constant(escape, "ESCAPE"))

    def _regexp(self, node: exp.Expression) -> Term:
        left, right = operands_of(node, "this", "expression")
        ignore_case = isinstance(node, exp.RegexpILike)
        call = _call_of(right, "similar_to_escape", 1)  # how pg_get_expr prints SIMILAR TO
        if call and not ignore_case:
            return self._matched(left, similar_to(self._constant(call[0], "SIMILAR TO")))
        pattern = self._constant(right, "a regular expression")
        return self._matched(left, regular_expression(pattern, ignore_case))

    def _similar(self, node: exp.Expression) -> Term:
        left, right = operands_of(node, "this", "expression")
        return self._matched(left, similar_to(self._constant(right, "SIMILAR TO")))

    def _matched(self, left: exp.Expression, test: Test) -> Term:
        """A pattern's test; character(n) is matched with the blanks at its end."""
        term = typed(self.term(left), "text")
        if term.family not in ("text", "character"):
            raise NotUnderstood(f"a pattern on {term.family}")
        return strict("boolean", test, term)

    def _concatenation(self, node: exp.Expression) -> Term:
        left, right = self.terms(node, "this", "expression")
        return strict("text", operator.add, as_text(left), as_text(right))

    def _trim(self, node: exp.Expression) -> Term:
        side = str(node.args.get("position") or "").upper()
        operands_of(node, "this", "expression", "position")
        operands = [self.term(node.args[n]) for n in ("this", "expression") if node.args.get(n)]
        return self.call(TRIMS[side], operands)

    def _anonymous(self, node: exp.Expression) -> Term:
        name = str(node.this).lower()
        return self.call(name, [self.term(each) for each in node.expressions])

    def _qualified(self, node: exp.Expression) -> Term:
        schema, function = operands_of(node, "this", "expression")
        system = isinstance(schema, exp.Identifier) and str(schema.this).lower() == "pg_catalog"
        if not system or not isinstance(function, exp.Anonymous):
            raise NotUnderstood("a qualified name")
        return self._anonymous(function)

    def _interval(self, node: exp.Expression) -> Term:
        count, unit = operands_of(node, "this", "unit")
        if not isinstance(count, exp.Literal) or not isinstance(unit, exp.Var):
            raise NotUnderstood("an interval of fields")
        text = f"{count.this} {unit.this}".lower()
        return typed(constant(UNKNOWN, text, text), "interval")

    def _extract(self, node: exp.Expression) -> Term:
        field, operand = operands_of(node, "this", "expression")
        while isinstance(field, exp.Cast | exp.Paren):  # date_part('month'::text, …)
            field = field.this
        return extract(str(field.this).lower(), self.term(operand))

    def _array(self, node: exp.Expression) -> Term:
        return array(self.terms(node, "expressions"))

    def _cast(self, node: exp.Expression) -> Term:
        operand, target = operands_of(node, "this", "to")
        if not isinstance(target, exp.DataType):
            raise NotUnderstood(named(target))
        family, modifiers = family_of(target)
        return cast(self.term(operand), family, modifiers)

    def _case(self, node: exp.Expression) -> Term:
        operands_of(node, "this", "ifs", "default")
        subject = node.args.get("this")
        branches: list[tuple[Term, Term]] = []
        for each in node.args["ifs"]:
            when = self.term(each.this)
            if subject is not None:
                when = ops.comparison(self.term(subject), when, operator.eq)
            branches.append((as_boolean(when), self.term(each.args["true"])))
        default = node.args.get("default")
        otherwise = constant(UNKNOWN, None) if default is None else self.term(default)
        family, results = unify([*(result for _, result in branches), otherwise])
        pairs = [(when.run, then.run) for (when, _), then in zip(branches, results, strict=False)]
        return Term(family, _choose(pairs, results[-1].run))


def _call_of(node: exp.Expression, name: str, count: int) -> list[exp.Expression] | None:
    """The arguments, where the node is a call of that function, in parentheses or not."""
    while isinstance(node, exp.Paren):
        node = inside(node)
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == name:
        arguments: list[exp.Expression] = node.expressions
        return arguments if len(arguments) == count else None
    return None


def _choose(pairs: list[tuple[Run, Run]], otherwise: Run) -> Run:
    def run(row: Row) -> Any:
        for when, then in pairs:
            if when(row):
                return then(row)
        return otherwise(row)

    return run


def _reader(name: str) -> Run:
    def run(row: Row) -> Any:
        try:
            return row[name]
        except KeyError:
            raise Undecided from None

    return run


def _between(value: Term, low: Term, high: Term) -> Term:
    return ops.conjunction(
        [ops.comparison(value, low, operator.ge), ops.comparison(value, high, operator.le)]
    )


_RULES: dict[type[exp.Expression], Callable[[Compiler, exp.Expression], Term]] = {
    exp.Column: Compiler._column,
    exp.Literal: Compiler._literal,
    exp.ByteString: Compiler._escape_string,
    exp.Boolean: Compiler._boolean,
    exp.Null: Compiler._null,
    exp.Paren: Compiler._paren,
    exp.And: Compiler._connective,
    exp.Or: Compiler._connective,
    exp.Not: Compiler._negation,
    exp.Neg: Compiler._negative,
    exp.Is: Compiler._is,
    exp.NullSafeEQ: Compiler._same,
    exp.NullSafeNEQ: Compiler._same,
    exp.In: Compiler._in,
    exp.Between: Compiler._between,
    exp.Like: Compiler._like,
    exp.ILike: Compiler._like,
    exp.Escape: Compiler._escaped,
    exp.RegexpLike: Compiler._regexp,
    exp.RegexpILike: Compiler._regexp,
    exp.SimilarTo: Compiler._similar,
    exp.DPipe: Compiler._concatenation,
    exp.Trim: Compiler._trim,
    exp.Anonymous: Compiler._anonymous,
    exp.Dot: Compiler._qualified,
    exp.Extract: Compiler._extract,
    exp.Array: Compiler._array,
    exp.Interval: Compiler._interval,
    exp.Cast: Compiler._cast,
    exp.Case: Compiler._case,
}
