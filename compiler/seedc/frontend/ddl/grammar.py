"""PostgreSQL's own grammar: one statement in, its syntax tree out; expressions in one normal form.

The only module that knows postgast (libpg_query 18). Trees are protobuf messages named after the
structs of PostgreSQL's parsenodes.h; the modules that read them treat them as plain data.

Identifiers leave the grammar folded to lower case where they were not quoted and cut to 63 bytes.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import postgast
from google.protobuf.message import DecodeError

from seedc.catalog import ROW_ALIAS, Expression
from seedc.frontend.ddl.depth import LIMIT, depth

# Protobuf reads no more than 100 levels, which are some 45 of `a || b || c …`, unless told to. The
# switch belongs to its usual C implementation; where there is another, the limit stays.
with suppress(ImportError, AttributeError):
    from google._upb._message import (  # type: ignore[import-untyped, unused-ignore]
        SetAllowOversizeProtos,
    )

    SetAllowOversizeProtos(True)

Node = Any  # a protobuf message: its classes are made at run time


class NotSql(Exception):
    """PostgreSQL's grammar refuses the text. `offset` (characters) is where, None at its end."""

    def __init__(self, message: str, offset: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class TooDeep(NotSql):
    """The text may be SQL, but its tree has more levels than can be walked (`a || b || c …`)."""


def parse(text: str) -> list[Node]:
    """The statements of `text` (usually one) as `Node` messages. Raises NotSql and TooDeep."""
    if (zero := text.find("\0")) >= 0:
        raise NotSql("a zero character, which SQL cannot hold", zero)
    if depth(text) > LIMIT:
        raise TooDeep(f"its expressions are nested more than {LIMIT} levels deep", 0)
    try:
        return [raw.stmt for raw in postgast.parse(text).stmts]
    except DecodeError:
        raise TooDeep("its expressions are nested too deep", 0) from None
    except postgast.PgQueryError as error:
        # libpg_query counts the place of an error in characters, those of nodes in bytes.
        offset = error.cursorpos - 1 if error.cursorpos > 0 else None
        raise NotSql(error.message, offset) from None


def unwrap(node: Node) -> tuple[str, Node]:
    """A `Node`'s kind (`create_stmt`, `a_const`) and the message of that kind; `""` if empty."""
    kind = node.WhichOneof("node")
    return (kind, getattr(node, kind)) if kind else ("", None)


def enum(message: Node, field: str) -> str:
    """The symbol of an enum field: `enum(constraint, "contype")` → `CONSTR_CHECK`."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return str(values[getattr(message, field)].name)


def strings(nodes: Node) -> tuple[str, ...]:
    """A list of String nodes as text."""
    return tuple(node.string.sval for node in nodes)


def expression(text: str, *, domain: bool = False) -> Expression:
    """An expression from its text, as DDL or pg_get_expr writes it. Raises NotSql.

    `domain` marks the CHECK or DEFAULT of a domain: `VALUE` is then no column.
    """
    prefix = "SELECT "
    try:
        statements = parse(prefix + text)
    except NotSql as error:
        offset = None if error.offset is None else max(error.offset - len(prefix), 0)
        raise NotSql(error.message, offset) from None
    return expression_of(statements[0].select_stmt.target_list[0].res_target.val, domain=domain)


def expression_of(node: Node, *, domain: bool = False) -> Expression:
    """An expression from its tree.

    `text` keeps the meaning and levels what PostgreSQL rewrites when it stores an expression
    (parseAnalyze and ruleutils.c): LIKE for ~~, IN for = ANY (ARRAY[…]), two comparisons for
    BETWEEN, bare columns, no casts on constants that are compared. `normal` goes on to drop every
    cast and function schema; it is for comparing Catalogs and never printed into a script.
    """
    tree = _copy(node)
    _rewrite(tree, _level)
    _strip_constant(tree)
    columns = sorted(set(_columns(tree))) if not domain else []
    normal = _copy(tree)
    _rewrite(normal, _bare)
    _rewrite(normal, _level)
    if domain:
        text = _print_domain(tree)
        return Expression(text, text, (), _print_domain(normal))
    aliased = _copy(tree)
    _rewrite(aliased, _alias)
    return Expression(_print(tree), _print(aliased), tuple(columns), _print(normal))


def constant(node: Node) -> str:
    """A partition bound's value as text, without casts."""
    tree = _copy(node)
    _rewrite(tree, _bare)
    text = _print(tree)
    return text.upper() if tree.HasField("column_ref") else text


def identifier(name: str) -> str:
    """A column's name as it has to be written."""
    node = postgast.parse("SELECT 1").stmts[0].stmt.select_stmt.target_list[0].res_target.val
    node.Clear()
    node.column_ref.fields.add().string.sval = name
    return _print(node)


def rename_columns(expression: Expression, names: dict[str, str]) -> Expression:
    """The expression after columns were renamed (old name → new name)."""
    if not names.keys() & set(expression.columns):
        return expression
    tree = parse("SELECT " + expression.text)[0].select_stmt.target_list[0].res_target.val

    def rule(node: Node) -> None:
        if node.HasField("column_ref") and len(node.column_ref.fields) == 1:
            field = node.column_ref.fields[0].string
            field.sval = names.get(field.sval, field.sval)

    _rewrite(tree, rule)
    return expression_of(tree)


_SELECT = postgast.parse("SELECT 1")
_DOMAIN_VALUE = "seedc_domain_value"
_GROUP = "seedc_group_{}_"


def _print(node: Node) -> str:
    """The text of an expression tree. The grammar's own printer leaves out the parentheses of some
    operands, `(a AND b) IS NULL`: these are printed apart and put in their place."""
    tree = _copy(node)
    groups: list[str] = []

    def rule(current: Node) -> None:
        for operand in _loose_operands(current):
            groups.append(_deparse(operand))
            operand.Clear()
            operand.column_ref.fields.add().string.sval = _GROUP.format(len(groups) - 1)

    _rewrite(tree, rule)
    text = _deparse(tree)
    for index in reversed(range(len(groups))):  # a group holds only those before it
        text = text.replace(_GROUP.format(index), f"({groups[index]})")
    return text


def _loose_operands(node: Node) -> list[Node]:
    """The operands below a node that bind weaker than it and would be printed bare."""
    kind, value = unwrap(node)
    if kind in {"null_test", "xml_expr", "collate_clause", "a_indirection"}:
        operands = [value.arg] if kind != "xml_expr" else list(value.args)
    elif kind == "func_call" and enum(value, "funcformat") == "COERCE_SQL_SYNTAX":
        operands = list(value.args) if value.funcname[-1].string.sval == "timezone" else []
    elif kind == "a_expr" and enum(value, "kind") not in {"AEXPR_OP", "AEXPR_NULLIF"}:
        operands = [value.lexpr, value.rexpr]
        if "BETWEEN" in enum(value, "kind"):
            operands = [value.lexpr, *value.rexpr.list.items]
    else:
        operands = []
    return [each for each in operands if _is_loose(each, sibling=kind == "a_expr")]


def _is_loose(node: Node, *, sibling: bool) -> bool:
    """Whether an operand needs parentheses: AND, OR and NOT below any of these; IS DISTINCT FROM;
    below a sibling of LIKE and IN, comparisons and their like too."""
    if not node.WhichOneof("node"):
        return False
    kind, value = unwrap(node)
    if kind == "bool_expr":
        return True
    if kind != "a_expr":
        return False
    if enum(value, "kind") != "AEXPR_OP":
        return sibling or "DISTINCT" in enum(value, "kind")
    return sibling and value.name[-1].string.sval in _COMPARISONS


def _deparse(node: Node) -> str:
    tree = _copy(_SELECT)
    tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val.CopyFrom(node)
    try:
        return str(postgast.deparse(tree)).removeprefix("SELECT ")
    except postgast.PgQueryError as error:
        raise TooDeep(error.message, 0) from None


def _print_domain(node: Node) -> str:
    tree = _copy(node)

    def rule(node: Node) -> None:
        if node.HasField("column_ref"):
            node.column_ref.fields[0].string.sval = _DOMAIN_VALUE

    _rewrite(tree, rule)
    return _print(tree).replace(_DOMAIN_VALUE, "VALUE")


def _copy(message: Node) -> Node:
    copy = type(message)()
    copy.CopyFrom(message)
    return copy


def _rewrite(message: Node, rule: Callable[[Node], None]) -> None:
    """Apply `rule` to every Node at or below `message`, the lowest first, in place."""
    found, open_ = [], [message]
    while open_:
        found.append(current := open_.pop())
        for field, value in current.ListFields():
            if field.message_type is not None:
                open_.extend(value if _repeated(value) else (value,))
    # What is below another message was found after it.
    for current in reversed(found):
        if current.DESCRIPTOR.name == "Node":
            rule(current)


def _repeated(value: Node) -> bool:
    return not hasattr(value, "ListFields")


def _columns(node: Node) -> list[str]:
    names: list[str] = []

    def rule(node: Node) -> None:
        if node.HasField("column_ref") and node.column_ref.fields[0].HasField("string"):
            names.append(node.column_ref.fields[0].string.sval)

    _rewrite(_copy(node), rule)
    return names


def _alias(node: Node) -> None:
    if node.HasField("column_ref"):
        fields = list(node.column_ref.fields)
        del node.column_ref.fields[:]
        node.column_ref.fields.add().string.sval = ROW_ALIAS
        node.column_ref.fields.extend(fields)


_COMPARISONS = frozenset(
    ["=", "<>", "<", "<=", ">", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"]
)
_LIKE = {
    "~~": "AEXPR_LIKE",
    "!~~": "AEXPR_LIKE",
    "~~*": "AEXPR_ILIKE",
    "!~~*": "AEXPR_ILIKE",
}


def _level(node: Node) -> None:
    """One node in the form that DDL and the server's own text share, meaning kept."""
    kind, value = unwrap(node)
    if kind == "column_ref":
        _unqualify(value)
    elif kind == "a_expr":
        _level_operator(node, value)
    elif kind == "bool_expr":
        _flatten(value)
    elif kind == "case_expr":
        _drop_else_null(value)
    elif kind == "func_call" and _plain_call(value, "pg_catalog"):
        del value.funcname[0]


def _plain_call(call: Node, schema: str | None = None) -> bool:
    """Whether a call names its function's schema (that one) and is not SQL syntax such as TRIM."""
    qualified = len(call.funcname) > 1 and schema in {None, call.funcname[0].string.sval}
    return qualified and enum(call, "funcformat") == "COERCE_EXPLICIT_CALL"


def _unqualify(reference: Node) -> None:
    """`t.a` → `a`: an expression of the schema reads one row only."""
    if len(reference.fields) > 1:
        del reference.fields[:-1]


def _level_operator(node: Node, value: Node) -> None:
    kind = enum(value, "kind")
    name = value.name[-1].string.sval if value.name else ""
    if len(value.name) > 1 and value.name[0].string.sval == "pg_catalog":
        del value.name[0]
    if kind in {"AEXPR_OP_ANY", "AEXPR_OP_ALL"} and name in {"=", "<>"}:
        _any_to_in(value, wanted="AEXPR_OP_ANY" if name == "=" else "AEXPR_OP_ALL")
    elif kind in {"AEXPR_BETWEEN", "AEXPR_NOT_BETWEEN"}:
        _between_to_comparisons(node, value, negated=kind == "AEXPR_NOT_BETWEEN")
        return
    elif kind == "AEXPR_OP" and name in _LIKE and value.HasField("lexpr"):
        _set_kind(value, _LIKE[name])
    if name in _COMPARISONS:
        _level_in(value)
        _strip_pair(value.lexpr, value.rexpr)


def _set_kind(value: Node, symbol: str) -> None:
    values = value.DESCRIPTOR.fields_by_name["kind"].enum_type.values_by_name
    value.kind = values[symbol].number


def _any_to_in(value: Node, *, wanted: str) -> None:
    """`a = ANY (ARRAY[…])` → `a IN (…)`, `a <> ALL (ARRAY[…])` → `a NOT IN (…)`."""
    right = value.rexpr
    while right.HasField("type_cast"):
        right = right.type_cast.arg
    if enum(value, "kind") != wanted or not right.HasField("a_array_expr"):
        return
    elements = [_copy(element) for element in right.a_array_expr.elements]
    if not elements or any(map(_only_in_array, elements)):
        return
    _set_kind(value, "AEXPR_IN")
    value.rexpr.Clear()
    value.rexpr.list.items.extend(elements)


def _only_in_array(node: Node) -> bool:
    """Whether IN would compare it otherwise than an array's element: a column, whose type is the
    array's; text that ends with a blank, as strings without types make an array of text."""
    types = set[str]()
    while node.HasField("type_cast"):
        types.add(node.type_cast.type_name.names[-1].string.sval)
        node = node.type_cast.arg
    text = node.a_const.sval.sval if node.HasField("a_const") else ""
    return node.HasField("column_ref") or (text.endswith(" ") and types <= {"text", "varchar"})


def _level_in(value: Node) -> None:
    """Constants in an IN list without casts; a list of one is a comparison, as on the server."""
    if enum(value, "kind") != "AEXPR_IN" or not value.rexpr.HasField("list"):
        return
    for item in value.rexpr.list.items if not _is_constant(value.lexpr) else ():
        _strip_constant(item)
    if len(value.rexpr.list.items) == 1:
        only = _copy(value.rexpr.list.items[0])
        value.rexpr.CopyFrom(only)
        _set_kind(value, "AEXPR_OP")


def _between_to_comparisons(node: Node, value: Node, *, negated: bool) -> None:
    """`a BETWEEN b AND c` → `a >= b AND a <= c`; NOT BETWEEN → `a < b OR a > c`."""
    operators = ("<", ">") if negated else (">=", "<=")
    result = type(node)()
    symbols = result.bool_expr.DESCRIPTOR.fields_by_name["boolop"].enum_type.values_by_name
    result.bool_expr.boolop = symbols["OR_EXPR" if negated else "AND_EXPR"].number
    for operator, bound in zip(operators, value.rexpr.list.items, strict=True):
        comparison = result.bool_expr.args.add().a_expr
        _set_kind(comparison, "AEXPR_OP")
        comparison.name.add().string.sval = operator
        comparison.lexpr.CopyFrom(value.lexpr)
        comparison.rexpr.CopyFrom(bound)
        _strip_pair(comparison.lexpr, comparison.rexpr)
    node.CopyFrom(result)


def _flatten(value: Node) -> None:
    """`(a AND b) AND c` → `a AND b AND c`, and the same for OR."""
    if not any(arg.HasField("bool_expr") for arg in value.args):
        return
    args: list[Node] = []
    for arg in value.args:
        inner = arg.bool_expr if arg.HasField("bool_expr") else None
        same = inner is not None and inner.boolop == value.boolop and len(inner.args) > 1
        args.extend(_copy(a) for a in inner.args) if same and inner else args.append(_copy(arg))
    del value.args[:]
    value.args.extend(args)


def _drop_else_null(value: Node) -> None:
    """The server writes the ELSE NULL that the DDL left out."""
    result = value.defresult
    while result.HasField("type_cast"):
        result = result.type_cast.arg
    if result.HasField("a_const") and result.a_const.isnull:
        value.ClearField("defresult")


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z")
_INTEGER_TYPES = frozenset(["int2", "int4", "int8"])
_NUMERIC_TYPES = _INTEGER_TYPES | {"numeric", "float8"}
_TEXT_TYPES = frozenset(["text", "varchar", "bpchar"])
# Types that are compared with others of their family, those that cut or round what they are given,
# and those whose names are looked up.
_COMPUTING_TYPES = frozenset(
    ["date", "timestamp", "timestamptz", "timetz", "float4", "char", "name",
     "regclass", "regtype", "regproc", "regprocedure"]
)  # fmt: skip


def _strip_constant(node: Node) -> None:
    """Remove the casts around a constant: `'a'::text` → `'a'`, `'-1'::integer` → `-1`.

    A cast that computes stays: `('now'::text)::date` is today for ever, a timestamp beside a date
    would lose its hours, `99.5::integer` is 100.
    """
    inner, casts = node, []
    while inner.HasField("type_cast"):
        casts.append(inner.type_cast.type_name)
        inner = inner.type_cast.arg
    if not casts or not inner.HasField("a_const") or any(cast.typmods for cast in casts):
        return
    types = {cast.names[-1].string.sval for cast in casts}
    constant = _copy(inner)
    if types <= _NUMERIC_TYPES:
        _to_number(constant)
    if _keeps(types, constant.a_const, single=len(casts) == 1):
        node.CopyFrom(constant)


def _strip_pair(left: Node, right: Node) -> None:
    """Both sides of a comparison: of two constants, the casts say what is compared."""
    if not (_is_constant(left) and (_is_constant(right) or right.HasField("list"))):
        _strip_constant(left)
        _strip_constant(right)


def _is_constant(node: Node) -> bool:
    while node.HasField("type_cast"):
        node = node.type_cast.arg
    return bool(node.HasField("a_const"))


def _keeps(types: set[str], constant: Node, *, single: bool) -> bool:
    """Whether a constant is the same without its casts to those types, beside what it is compared
    with."""
    if types <= _NUMERIC_TYPES:
        return not types & _INTEGER_TYPES or not constant.HasField("fval")
    if types <= _TEXT_TYPES:
        blank = constant.HasField("sval") and constant.sval.sval.endswith(" ")
        return constant.isnull or (constant.HasField("sval") and not (blank and "bpchar" in types))
    return single and not types & _COMPUTING_TYPES


def _to_number(node: Node) -> None:
    """A string constant that is a number as the number."""
    constant = node.a_const
    if not constant.HasField("sval") or not _NUMBER.match(constant.sval.sval):
        return
    text = constant.sval.sval
    if "." in text or not -(2**31) <= int(text) < 2**31:
        constant.fval.fval = text
    else:
        constant.ival.ival = int(text)


# A name in a string, as `pg_dump --quote-all-identifiers` writes regclass and regconfig.
_QUOTED_NAME = re.compile(r'"[a-z_][a-z0-9_]*"(?:\."[a-z_][a-z0-9_]*")?\Z')


def _plain_constant(node: Node) -> None:
    """A constant as the server prints what it stored: `x'1F'` → `'00011111'`, `1e3` → `1000`."""
    value = node.a_const
    if value.HasField("bsval"):
        base, digits = value.bsval.bsval[:1], value.bsval.bsval[1:]
        value.sval.sval = digits if base == "b" else "".join(f"{int(d, 16):04b}" for d in digits)
    elif value.HasField("fval") and "e" in value.fval.fval.lower():
        number = Decimal(value.fval.fval)
        if abs(number.adjusted()) < 1000:
            value.fval.fval = f"{number:f}"
    elif value.HasField("sval") and _QUOTED_NAME.match(value.sval.sval):
        value.sval.sval = value.sval.sval.replace('"', "")
    _to_number(node)


def _bare(node: Node) -> None:
    """One node without any cast, function schema or difference between `'1'` and `1`."""
    kind, value = unwrap(node)
    if kind == "type_cast":
        node.CopyFrom(_copy(value.arg))
        kind, value = unwrap(node)
    if kind == "a_expr" and enum(value, "kind") == "AEXPR_SIMILAR":
        _set_kind(value, "AEXPR_OP")  # the server writes ~ similar_to_escape(…)
    if kind == "a_const":
        _plain_constant(node)
    elif kind == "func_call" and _plain_call(value):
        del value.funcname[:-1]
