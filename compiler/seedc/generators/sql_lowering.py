"""From trees of SQL expressions to terms: one rule for each kind of node, tables for the rest."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from seedc.generators import sql_calendar, sql_comparisons, sql_numbers, sql_texts
from seedc.generators.context import Context
from seedc.generators.sql_casts import TYPES, cast, numeric
from seedc.generators.sql_constants import number, settled
from seedc.generators.sql_grammar import (
    ARITHMETIC,
    CALLS,
    COMPARISONS,
    Tree,
    bare,
    cast_type,
    class_of,
    column_name,
    guard,
    operands,
    unknown,
)
from seedc.generators.sql_terms import (
    NUMBERS,
    Term,
    constant_integer,
    constant_text,
    is_null_constant,
    not_understood,
)
from seedc.generators.sql_types import as_boolean
from seedc.ir import expr
from seedc.ir.expr import Node

_ROUNDINGS: dict[str, sql_numbers.Quotient] = {
    "round": sql_numbers.to_nearest,
    "trunc": sql_numbers.towards_zero,
    "floor": sql_numbers.downwards,
    "ceil": sql_numbers.upwards,
    "ceiling": sql_numbers.upwards,
}
_TRIVIAL = ("constant", "column", "index")


@dataclass(slots=True, eq=False)
class Lowering:
    """One expression on its way to nodes, over the columns of the context's row. `text` is the
    expression."""

    context: Context
    text: str
    parts: dict[Node, Node] = field(default_factory=dict)

    def once(self, node: Node) -> Node:
        """The node under a name, unless it is as short as one."""
        if node.op in _TRIVIAL:
            return node
        if node not in self.parts:
            name = f"{self.context.target.column} part {len(self.parts) + 1}"
            self.parts[node] = self.context.row.let(name, node)
        return self.parts[node]

    def term(self, tree: Tree) -> Term:
        """The term of a tree. Raises Problem (SD739), Unbounded where it leaves 64 bits."""
        guard(tree)
        name = class_of(tree)
        if rule := _RULES.get(name):
            return rule(self, tree)
        if name in COMPARISONS:
            return self._compared(tree, COMPARISONS[name])
        if name in ARITHMETIC:
            left, right = self.terms(tree, "this", "expression")
            return self._arithmetic(ARITHMETIC[name], left, right)
        if name in CALLS:
            function, names = CALLS[name]
            return self._call(function, operands(tree, *names))
        raise unknown(tree)

    def terms(self, tree: Tree, *names: str) -> list[Term]:
        """The terms of the operands of these names."""
        return [self.term(each) for each in operands(tree, *names)]

    def condition(self, tree: Tree) -> Node:
        """The tree as a condition."""
        return as_boolean(self.term(tree))

    # Leaves --------------------------------------------------------------------------------------

    def _column(self, tree: Tree) -> Term:
        value = self.context.row.column(column_name(tree))
        return Term(value.node, value.meaning, value.scale)

    def _literal(self, tree: Tree) -> Term:
        text = str(tree.this)
        return Term(expr.text(text), "unknown") if tree.args["is_string"] else number(text)

    def _boolean(self, tree: Tree) -> Term:
        return Term(expr.boolean(bool(tree.this)), "boolean")

    def _null(self, tree: Tree) -> Term:
        return Term(expr.null("text"), "unknown")

    def _paren(self, tree: Tree) -> Term:
        return self.term(bare(tree))

    # Operators -----------------------------------------------------------------------------------

    def _arithmetic(self, operator: str, a: Term, b: Term) -> Term:
        if a.family == "unknown" and b.family in NUMBERS:
            a = settled(a, b.family)
        if b.family == "unknown" and a.family in NUMBERS:
            b = settled(b, a.family)
        if a.family in NUMBERS and b.family in NUMBERS:
            return sql_numbers.ARITHMETIC[operator](a, b, self.once)
        rule = sql_calendar.ARITHMETIC.get((operator, a.family, b.family))
        if rule is None:
            raise not_understood(
                f"{a.family} {operator} {b.family}",
                "say the types: DATE '2026-01-31', INTERVAL '2 days', x::integer",
            )
        return rule(a, b)

    def _negative(self, tree: Tree) -> Term:
        (term,) = self.terms(tree, "this")
        if term.family not in (*NUMBERS, "interval"):
            raise not_understood(f"- of a value of type {term.family}")
        return replace(term, node=sql_numbers.negative(term.node))

    def _not(self, tree: Tree) -> Term:
        (inner,) = operands(tree, "this")
        return Term(expr.negate(self.condition(inner)), "boolean")

    def _both(self, tree: Tree) -> Term:
        left, right = operands(tree, "this", "expression")
        return Term(expr.both(self.condition(left), self.condition(right)), "boolean")

    def _either(self, tree: Tree) -> Term:
        left, right = operands(tree, "this", "expression")
        return Term(expr.either(self.condition(left), self.condition(right)), "boolean")

    def _piped(self, tree: Tree) -> Term:
        left, right = self.terms(tree, "this", "expression")
        return sql_texts.piped(left, right, self.once)

    def _compared(self, tree: Tree, operator: str) -> Term:
        left, right = operands(tree, "this", "expression")
        quantifier = str(right.this) if class_of(right) == "Anonymous" else class_of(right)
        wanted = {"=": ("ANY", "SOME"), "<>": ("ALL",)}.get(operator, ())
        if quantifier.upper() in wanted:
            inside = right.expressions[0] if class_of(right) == "Anonymous" else right.this
            items = self._items(inside)
            found = sql_comparisons.among(self.term(left), items, self.once)
            return Term(found if operator == "=" else expr.negate(found), "boolean")
        node = sql_comparisons.compared(operator, self.term(left), self.term(right))
        return Term(node, "boolean")

    def _items(self, tree: Tree) -> list[Term]:
        """The elements of ARRAY[…], each cast where the array is."""
        tree = bare(tree)
        if class_of(tree) == "Cast":
            array, to = operands(tree, "this", "to")
            if getattr(to.this, "name", "") == "ARRAY" and len(to.expressions) == 1:
                name, modifiers = cast_type(to.expressions[0])
                items = self._items(array)
                return [cast(item, name, modifiers, self.once) for item in items]
        if class_of(tree) != "Array":
            raise not_understood("ANY or ALL of anything but ARRAY[…]")
        return self.terms(tree, "expressions")

    def _in(self, tree: Tree) -> Term:
        first, *items = self.terms(tree, "this", "expressions")
        if not items:
            raise unknown(tree)
        return Term(sql_comparisons.among(first, items, self.once), "boolean")

    def _between(self, tree: Tree) -> Term:
        term, low, high = self.terms(tree, "this", "low", "high")
        return Term(sql_comparisons.between(term, low, high, self.once), "boolean")

    def _like(self, tree: Tree) -> Term:
        tested, pattern = operands(tree, "this", "expression", "negate")[:2]
        found = sql_comparisons.like(self.term(tested), self.term(pattern), self.once)
        return Term(expr.negate(found) if tree.args.get("negate") else found, "boolean")

    def _is(self, tree: Tree) -> Term:
        tested, wanted = operands(tree, "this", "expression", "negate")[:2]
        if class_of(wanted) == "Null":
            found = sql_comparisons.null_test(self.term(tested))
        elif class_of(wanted) == "Boolean":
            found = sql_comparisons.is_truth(self.condition(tested), bool(wanted.this))
        else:
            raise not_understood(f"IS {class_of(wanted).upper()}")
        return Term(expr.negate(found) if tree.args.get("negate") else found, "boolean")

    def _same(self, tree: Tree) -> Term:
        left, right = self.terms(tree, "this", "expression")
        found = sql_comparisons.same(left, right, self.once)
        distinct = class_of(tree) == "NullSafeNEQ"
        return Term(expr.negate(found) if distinct else found, "boolean")

    def _case(self, tree: Tree) -> Term:
        operands(tree, "this", "ifs", "default")
        subject = tree.args.get("this")
        test = self.condition if subject is None else self._equal_to(self.term(subject))
        branches = []
        for branch in tree.args["ifs"]:
            condition, value = operands(branch, "this", "true")
            branches.append((test(condition), self.term(value)))
        default = tree.args.get("default")
        last = Term(expr.null("text"), "unknown") if default is None else self.term(default)
        return sql_comparisons.cases(branches, last)

    def _equal_to(self, term: Term) -> Callable[[Tree], Node]:
        named = replace(term, node=self.once(term.node))
        return lambda tree: sql_comparisons.compared("=", named, self.term(tree))

    # Casts and calls -----------------------------------------------------------------------------

    def _cast(self, tree: Tree) -> Term:
        inner, to = operands(tree, "this", "to")
        name, modifiers = cast_type(to)
        quotient = self._quotient(inner)
        if quotient and name == "numeric" and modifiers:
            places = (*modifiers, 0)[1]
            term = sql_numbers.rounded_quotient(
                *quotient, places, self.once, sql_numbers.to_nearest
            )
            return numeric(term, modifiers, self.once)
        if quotient and TYPES[name] == "integer":
            term = sql_numbers.rounded_quotient(*quotient, 0, self.once, sql_numbers.to_nearest)
            return cast(term, name, modifiers, self.once)
        return cast(self.term(inner), name, modifiers, self.once)

    def _quotient(self, tree: Tree) -> tuple[Term, Term] | None:
        """Dividend and divisor of a division of numerics."""
        tree = bare(tree)
        if class_of(tree) != "Div":
            return None
        guard(tree)
        left, right = self.terms(tree, "this", "expression")
        families = {left.family, right.family}
        return (left, right) if "decimal" in families <= set(NUMBERS) else None

    def _zone(self, tree: Tree) -> Term:
        inner, zone = operands(tree, "this", "zone")
        term = self.term(inner)
        name = constant_text(self.term(zone), "a time zone").upper()
        if term.family != "timestamp" or name not in ("UTC", "ETC/UTC", "GMT"):
            raise not_understood("AT TIME ZONE", "timestamps AT TIME ZONE 'UTC' are understood")
        return term

    def _truncated(self, tree: Tree) -> Term:
        inner, unit = operands(tree, "this", "unit")
        return sql_calendar.truncated(self._unit(unit), self.term(inner), self.once)

    def _unit(self, tree: Tree) -> str:
        tree = bare(tree)
        if class_of(tree) == "Cast":
            tree = bare(tree.this)
        return str(tree.this).lower()

    def _extracted(self, tree: Tree) -> Term:
        field, inner = operands(tree, "this", "expression")
        if "date_part" in self.text.lower():
            raise not_understood("the function date_part", "write extract(field from x)")
        return sql_calendar.extracted(self._unit(field), self.term(inner), self.once)

    def _padded(self, tree: Tree) -> Term:
        found = operands(tree, "this", "expression", "fill_pattern", "is_left")
        arguments = [each for each in found if isinstance(each, Tree)]
        return self._call("lpad" if tree.args.get("is_left") else "rpad", arguments)

    def _sha256(self, tree: Tree) -> Term:
        (inner, *size) = operands(tree, "this", "length")
        if size and str(size[0].this) != "256":
            raise unknown(tree)
        return self._call("sha256", [inner])

    def _anonymous(self, tree: Tree) -> Term:
        name = str(tree.this).lower()
        if name not in _FUNCTIONS and name not in _ROUNDINGS:
            raise unknown(tree)
        return self._call(name, list(tree.expressions))

    def _named_call(self, tree: Tree) -> Term:
        name, names = _LISTS[class_of(tree)]
        terms = self.terms(tree, *names)
        return name(self, terms)

    def _call(self, name: str, arguments: Sequence[Tree]) -> Term:
        if name in _ROUNDINGS:
            return self._rounded(name, arguments)
        terms = [self.term(each) for each in arguments]
        function = _FUNCTIONS[name]
        try:
            inspect.signature(function).bind(self.once, *terms)
        except TypeError:
            raise not_understood(f"{name} with {len(terms)} arguments") from None
        return function(self.once, *terms)

    def _rounded(self, name: str, arguments: Sequence[Tree]) -> Term:
        """round, trunc, floor, ceil: of a division of numerics before it is cut anywhere else."""
        first, *rest = arguments
        how = _ROUNDINGS[name]
        places = constant_integer(self.term(rest[0]), "a number of places") if rest else 0
        if len(rest) > 1 or (rest and name not in ("round", "trunc")):
            raise not_understood(f"{name} with {len(arguments)} arguments")
        if quotient := self._quotient(first):
            return sql_numbers.rounded_quotient(*quotient, places, self.once, how)
        term = self.term(first)
        if term.family == "unknown" and is_null_constant(term):
            term = settled(term, "decimal")
        if term.family not in NUMBERS or (term.family == "integer" and not rest):
            raise not_understood(
                f"{name} of a value of type {term.family}", "an integer is whole as it is"
            )
        return sql_numbers.rounded(term, places, self.once, how)


def _absolute(once: Callable[[Node], Node], term: Term) -> Term:
    if term.family not in NUMBERS:
        raise not_understood(f"abs of a value of type {term.family}")
    return replace(term, node=sql_numbers.magnitude(term.node, once))


_FUNCTIONS: dict[str, Callable[..., Term]] = {**sql_texts.FUNCTIONS, "abs": _absolute}
_LISTS: dict[str, tuple[Callable[[Lowering, list[Term]], Term], tuple[str, ...]]] = {
    "Coalesce": (lambda _, t: sql_comparisons.coalesced(t), ("this", "expressions")),
    "Nullif": (lambda s, t: sql_comparisons.nullif(t[0], t[1], s.once), ("this", "expression")),
    "Greatest": (
        lambda s, t: sql_comparisons.extreme(True, t, s.once), ("this", "expressions"),
    ),
    "Least": (lambda s, t: sql_comparisons.extreme(False, t, s.once), ("this", "expressions")),
}  # fmt: skip
_RULES: dict[str, Callable[[Lowering, Tree], Term]] = {
    "Column": Lowering._column,
    "Literal": Lowering._literal,
    "Boolean": Lowering._boolean,
    "Null": Lowering._null,
    "Paren": Lowering._paren,
    "Neg": Lowering._negative,
    "Not": Lowering._not,
    "And": Lowering._both,
    "Or": Lowering._either,
    "DPipe": Lowering._piped,
    "In": Lowering._in,
    "Between": Lowering._between,
    "Like": Lowering._like,
    "Is": Lowering._is,
    "NullSafeEQ": Lowering._same,
    "NullSafeNEQ": Lowering._same,
    "Case": Lowering._case,
    "Cast": Lowering._cast,
    "AtTimeZone": Lowering._zone,
    "TimestampTrunc": Lowering._truncated,
    "DateTrunc": Lowering._truncated,
    "Extract": Lowering._extracted,
    "Pad": Lowering._padded,
    "SHA2Digest": Lowering._sha256,
    "SHA2": Lowering._sha256,
    "Anonymous": Lowering._anonymous,
    **dict.fromkeys(_LISTS, Lowering._named_call),
}
