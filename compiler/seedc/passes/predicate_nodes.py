"""From sqlglot's nodes to terms: one table of rules, and a guard on the precedence of operators."""

import inspect
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from seedc.passes import predicate_operators as ops
from seedc.passes.predicate_casts import array, cast
from seedc.passes.predicate_functions import FUNCTIONS, extract
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

_D = exp.DataType.Type
_FAMILIES = {
    _D.TEXT: "text",
    _D.VARCHAR: "text",
    _D.NAME: "name",
    _D.CHAR: "character",
    _D.BPCHAR: "character",
    _D.SMALLINT: "smallint",
    _D.INT: "integer",
    _D.BIGINT: "bigint",
    _D.DECIMAL: "numeric",
    _D.DOUBLE: "double precision",
    _D.FLOAT: "real",
    _D.BOOLEAN: "boolean",
    _D.DATE: "date",
    _D.TIME: "time",
    _D.TIMESTAMP: "timestamp",
    _D.TIMESTAMPTZ: "timestamptz",
    _D.INTERVAL: "interval",
    _D.UUID: "uuid",
    _D.VARBINARY: "bytea",
    _D.JSONB: "jsonb",
    _D.USERDEFINED: "user",
}
_COMPARISONS: dict[type[exp.Expression], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
_ARITHMETIC: dict[type[exp.Expression], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
}
# Nodes that are calls of one function, with their operands in order.
_CALLS: dict[type[exp.Expression], tuple[str, tuple[str, ...]]] = {
    exp.Length: ("length", ("this",)),
    exp.BitLength: ("bit_length", ("this",)),
    exp.Lower: ("lower", ("this",)),
    exp.Upper: ("upper", ("this",)),
    exp.StrPosition: ("strpos", ("this", "substr")),
    exp.StartsWith: ("starts_with", ("this", "expression")),
    exp.Substring: ("substr", ("this", "start", "length")),
    exp.Left: ("left", ("this", "expression")),
    exp.Right: ("right", ("this", "expression")),
    exp.Concat: ("concat", ("expressions",)),
    exp.Coalesce: ("coalesce", ("this", "expressions")),
    exp.Nullif: ("nullif", ("this", "expression")),
    exp.Greatest: ("greatest", ("this", "expressions")),
    exp.Least: ("least", ("this", "expressions")),
    exp.Abs: ("abs", ("this",)),
    exp.Floor: ("floor", ("this",)),
    exp.Ceil: ("ceil", ("this",)),
    exp.Round: ("round", ("this", "decimals")),
    exp.Sign: ("sign", ("this",)),
    exp.ArraySize: ("array_length", ("this", "expression")),
    exp.ArrayPosition: ("array_position", ("this", "expression")),
}
_TRIMS = {"": "btrim", "BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}
# Binding strength in src/backend/parser/gram.y, lowest and highest that the node may have been
# written with (LIKE is also `~~`, which binds like any other operator).
_STRENGTH: dict[type[exp.Expression], tuple[int, int]] = {
    exp.Or: (1, 1),
    exp.And: (2, 2),
    exp.Not: (3, 3),
    exp.Is: (4, 4),
    exp.NullSafeEQ: (4, 4),
    exp.NullSafeNEQ: (4, 4),
    **dict.fromkeys(_COMPARISONS, (5, 5)),
    exp.Between: (6, 6),
    exp.In: (6, 6),
    exp.Like: (6, 7),
    exp.ILike: (6, 7),
    exp.Escape: (6, 6),
    exp.SimilarTo: (6, 6),
    exp.RegexpLike: (7, 7),
    exp.RegexpILike: (7, 7),
    exp.DPipe: (7, 7),
    exp.Add: (8, 8),
    exp.Sub: (8, 8),
    exp.Mul: (9, 9),
    exp.Div: (9, 9),
    exp.Mod: (9, 9),
    exp.Neg: (10, 10),
}
_LEFT_ASSOCIATIVE = (exp.Or, exp.And, exp.DPipe, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
_OPERANDS = ("this", "expression", "low", "high")
# What sqlglot notes beside a node and PostgreSQL's meaning does not depend on.
_NOTES = frozenset(["safe", "typed", "coalesce", "ignore_nulls", "nested", "value_constructor"])


def _guard(node: exp.Expression) -> None:
    """Raises NotUnderstood where PostgreSQL would group the operators in another way."""
    strength = _STRENGTH.get(type(node))
    if strength is None or isinstance(node, exp.Escape):  # LIKE … ESCAPE is one operator
        return
    for name in _OPERANDS:
        child = node.args.get(name)
        inner = _STRENGTH.get(type(child)) if isinstance(child, exp.Expression) else None
        if inner is None or inner[0] > strength[1]:
            continue
        chains = type(node) in _LEFT_ASSOCIATIVE and name == "this"
        if inner == strength and (chains or isinstance(node, exp.Not | exp.And | exp.Or | exp.Neg)):
            continue
        raise NotUnderstood("operators whose grouping needs parentheses to be certain")


def _arguments(node: exp.Expression, *names: str) -> list[exp.Expression]:
    """The operands of these names, lists flattened. Raises NotUnderstood for any other."""
    for name, value in node.args.items():
        if value and name not in names and name not in _NOTES:
            raise NotUnderstood(f"{node.key} with {name}")
    found: list[exp.Expression] = []
    for name in names:
        value = node.args.get(name)
        if value is not None:
            found.extend(value if isinstance(value, list) else [value])
    return found


class Compiler:
    """Compiles the tree of one condition; `read` gathers the columns it names."""

    def __init__(self, columns: Mapping[str, Codec]) -> None:
        self.columns = columns
        self.read: set[str] = set()

    def term(self, node: exp.Expression) -> Term:
        """The term of a node. Raises NotUnderstood."""
        _guard(node)
        kind = type(node)
        if rule := _RULES.get(kind):
            return rule(self, node)
        if kind in _COMPARISONS:
            return self._compare(node, _COMPARISONS[kind])
        if kind in _ARITHMETIC:
            left, right = self.terms(node, "this", "expression")
            return ops.arithmetic(_ARITHMETIC[kind], left, right)
        if kind in _CALLS:
            name, operands = _CALLS[kind]
            return self.call(name, self.terms(node, *operands))
        raise NotUnderstood(_named(node))

    def terms(self, node: exp.Expression, *names: str) -> list[Term]:
        """The terms of the operands of these names."""
        return [self.term(each) for each in _arguments(node, *names)]

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
        (identifier,) = _arguments(node, "this")
        if not isinstance(identifier, exp.Identifier):
            raise NotUnderstood(_named(identifier))
        name = str(identifier.this)
        if not identifier.args.get("quoted"):
            name = name.lower() if name.upper() != "VALUE" or "value" in self.columns else "VALUE"
        codec = self.columns.get(name)
        if codec is None:
            raise NotUnderstood(f'the column "{name}"')
        self.read.add(name)
        return Term(codec.family, _reader(name))

    def _compare(self, node: exp.Expression, test: Callable[[Any, Any], bool]) -> Term:
        left, right = _arguments(node, "this", "expression")
        if isinstance(right, exp.Any | exp.All):
            array_term = self.term(_inside(right))
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

    def _boolean(self, node: exp.Expression) -> Term:
        return constant("boolean", bool(node.this))

    def _null(self, _: exp.Expression) -> Term:
        return constant(UNKNOWN, None)

    def _paren(self, node: exp.Expression) -> Term:
        while isinstance(node, exp.Paren):
            (node,) = _arguments(node, "this")
        return self.term(node)

    def _connective(self, node: exp.Expression) -> Term:
        kind = type(node)
        flat: list[exp.Expression] = []
        pending = [node]
        while pending:
            each = pending.pop()
            if type(each) is kind:
                _guard(each)
                pending.extend(reversed(_arguments(each, "this", "expression")))
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
        left, right = _arguments(node, "this", "expression", "negate")[:2]
        negate = bool(node.args.get("negate"))
        run = self.term(left).run
        if isinstance(right, exp.Null):
            return Term("boolean", lambda row: (run(row) is None) is not negate)
        if isinstance(right, exp.Boolean):
            wanted = bool(right.this)
            condition = as_boolean(self.term(left)).run
            return Term("boolean", lambda row: (condition(row) is wanted) is not negate)
        raise NotUnderstood(f"IS {_named(right)}")

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
        left, right = _arguments(node, "this", "expression", "negate")[:2]
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
        inner, escape = _arguments(node, "this", "expression")
        if not isinstance(inner, exp.Like | exp.ILike):
            raise NotUnderstood("ESCAPE after SIMILAR TO")
        _guard(inner)
        return self._like(inner, self._constant(escape, "ESCAPE"))

    def _regexp(self, node: exp.Expression) -> Term:
        left, right = _arguments(node, "this", "expression")
        ignore_case = isinstance(node, exp.RegexpILike)
        call = _call_of(right, "similar_to_escape", 1)  # how pg_get_expr prints SIMILAR TO
        if call and not ignore_case:
            return self._matched(left, similar_to(self._constant(call[0], "SIMILAR TO")))
        pattern = self._constant(right, "a regular expression")
        return self._matched(left, regular_expression(pattern, ignore_case))

    def _similar(self, node: exp.Expression) -> Term:
        left, right = _arguments(node, "this", "expression")
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
        _arguments(node, "this", "expression", "position")
        operands = [self.term(node.args[n]) for n in ("this", "expression") if node.args.get(n)]
        return self.call(_TRIMS[side], operands)

    def _anonymous(self, node: exp.Expression) -> Term:
        name = str(node.this).lower()
        return self.call(name, [self.term(each) for each in node.expressions])

    def _qualified(self, node: exp.Expression) -> Term:
        schema, function = _arguments(node, "this", "expression")
        system = isinstance(schema, exp.Identifier) and str(schema.this).lower() == "pg_catalog"
        if not system or not isinstance(function, exp.Anonymous):
            raise NotUnderstood("a qualified name")
        return self._anonymous(function)

    def _interval(self, node: exp.Expression) -> Term:
        count, unit = _arguments(node, "this", "unit")
        if not isinstance(count, exp.Literal) or not isinstance(unit, exp.Var):
            raise NotUnderstood("an interval of fields")
        text = f"{count.this} {unit.this}".lower()
        return typed(constant(UNKNOWN, text, text), "interval")

    def _extract(self, node: exp.Expression) -> Term:
        field, operand = _arguments(node, "this", "expression")
        while isinstance(field, exp.Cast | exp.Paren):  # date_part('month'::text, …)
            field = field.this
        return extract(str(field.this).lower(), self.term(operand))

    def _array(self, node: exp.Expression) -> Term:
        return array(self.terms(node, "expressions"))

    def _cast(self, node: exp.Expression) -> Term:
        operand, target = _arguments(node, "this", "to")
        if not isinstance(target, exp.DataType):
            raise NotUnderstood(_named(target))
        family, modifiers = _family(target)
        return cast(self.term(operand), family, modifiers)

    def _case(self, node: exp.Expression) -> Term:
        _arguments(node, "this", "ifs", "default")
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
        node = _inside(node)
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


def _inside(node: exp.Expression) -> exp.Expression:
    inner = node.this
    if not isinstance(inner, exp.Expression):
        raise NotUnderstood(_named(node))
    return inner


def _family(target: exp.DataType) -> tuple[str, tuple[int, ...]]:
    if target.this == _D.ARRAY and len(target.expressions) == 1:
        family, modifiers = _family(target.expressions[0])
        return f"{family}[]", modifiers
    family = _FAMILIES.get(target.this, "")
    if not family:
        raise NotUnderstood(f"a cast to {target.sql(dialect='postgres')}")
    modifiers = tuple(int(each.this.this) for each in target.expressions)
    if target.this == _D.CHAR and not modifiers:
        modifiers = (1,)
    return family, modifiers


def _named(node: exp.Expression) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__)
    return f"the construct {words.lower()}"


_RULES: dict[type[exp.Expression], Callable[[Compiler, exp.Expression], Term]] = {
    exp.Column: Compiler._column,
    exp.Literal: Compiler._literal,
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
