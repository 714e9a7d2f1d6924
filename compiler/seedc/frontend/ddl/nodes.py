"""Parts of syntax trees that several statements share: names, types, columns, constraints, keys."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from seedc.frontend.ddl import grammar
from seedc.frontend.ddl.grammar import Node
from seedc.frontend.ddl.specs import (
    ColumnSpec,
    ConstraintKind,
    ConstraintSpec,
    KeyPart,
    Name,
    SequenceOptions,
    TypeUse,
)
from seedc.origin import Origin


class Unsupported(Exception):
    """A statement that is understood as SQL but not as DDL: reported as SD402 with its reason."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: its file, its text and the offset of the text in the file.

    `makers` are the functions so far whose code changes tables: to call one is to change them.
    """

    file: str
    text: str
    offset: int
    makers: set[str] = field(default_factory=set, compare=False)

    def inside(self, text: str, offset: int) -> "Place":
        """The place of a statement that begins at `offset` of this one's text."""
        return Place(self.file, text, self.offset + offset, self.makers)

    def at(self, location: int, length: int = 0) -> Origin:
        """The origin of a node; `location` counts bytes of UTF-8, as the grammar does."""
        if not self.text.isascii():
            location = len(self.text.encode()[: max(location, 0)].decode(errors="ignore"))
        return Origin(self.file, offset=self.offset + max(location, 0), length=length)

    @property
    def start(self) -> Origin:
        """The origin of the statement as a whole."""
        return Origin(self.file, offset=self.offset)


def relation(node: Node, place: Place) -> Name:
    """The name of a RangeVar."""
    return Name(node.schemaname or None, node.relname, place.at(node.location))


def listed(nodes: Node, place: Place) -> Name:
    """The name in a list of strings: `a`, `a.b` or `database.a.b`."""
    parts = grammar.strings(nodes)
    return Name(parts[-2] if len(parts) > 1 else None, parts[-1], place.start)


def of_type_name(node: Node, place: Place) -> Name:
    """The name of a TypeName that stands for an object (in DROP TYPE, COMMENT ON)."""
    name = listed(node.names, place)
    return replace(name, origin=place.at(node.location)) if node.location > 0 else name


def flexible(node: Node, place: Place) -> Name:
    """The name in a Node that is a list, a TypeName or a string."""
    kind, value = grammar.unwrap(node)
    if kind == "list":
        return listed(value.items, place)
    if kind == "type_name":
        return of_type_name(value, place)
    if kind == "string":
        return Name(None, value.sval, place.start)
    raise Unsupported(f"a name written as {kind}")


def definition(node: Node) -> Node:
    """The field that C calls `def`."""
    return getattr(node, "def")


# Bits of an interval's typmod (src/include/utils/timestamp.h: INTERVAL_MASK of datetime fields).
_INTERVAL_FIELDS = {
    0x0004: "year",
    0x0002: "month",
    0x0008: "day",
    0x0400: "hour",
    0x0800: "minute",
    0x1000: "second",
    0x0006: "year to month",
    0x0408: "day to hour",
    0x0C08: "day to minute",
    0x1C08: "day to second",
    0x0C00: "hour to minute",
    0x1C00: "hour to second",
    0x1800: "minute to second",
}


def type_use(node: Node, place: Place) -> TypeUse:
    """A TypeName as it is used for a column, attribute or domain."""
    if node.setof or node.pct_type:
        raise Unsupported("SETOF and %TYPE describe functions, not columns")
    name = of_type_name(node, place)
    modifiers = _modifiers(node.typmods)
    fields = ""
    if name.name == "interval" and modifiers:
        fields = _INTERVAL_FIELDS.get(modifiers[0], "")
        modifiers = modifiers[1:]
    if name.name == "numeric" and len(modifiers) == 1:
        modifiers = (modifiers[0], 0)  # as format_type shows what the server stores
    return TypeUse(name, modifiers, fields, bool(node.array_bounds))


def _modifiers(nodes: Node) -> tuple[int, ...]:
    """The numbers in parentheses; an extension's words (`geometry(Point, 4326)`) are left out."""
    numbers: list[int] = []
    for node in nodes:
        kind, value = grammar.unwrap(node)
        negative = kind == "a_expr" and value.name[0].string.sval == "-"
        if negative:
            kind, value = grammar.unwrap(value.rexpr)
        if kind != "a_const" or not (value.HasField("ival") or value.HasField("sval")):
            return ()
        text = str(value.ival.ival) if value.HasField("ival") else value.sval.sval
        if not text.lstrip("-").isdecimal():
            return ()
        numbers.append(-int(text) if negative else int(text))
    return tuple(numbers)


_NUMBERS = {
    "start": "start",
    "increment": "increment",
    "cache": "cache",
    "minvalue": "minimum",
    "maxvalue": "maximum",
}


def sequence_options(nodes: Node, place: Place) -> SequenceOptions:
    """The options of CREATE or ALTER SEQUENCE or of an identity column.

    NO MINVALUE and NO MAXVALUE are the bound `"default"`. RESTART, LOGGED and UNLOGGED are left
    out: they are no part of what the Catalog holds.
    """
    options: dict[str, Any] = {}
    for node in nodes:
        name, (kind, value) = node.def_elem.defname, grammar.unwrap(node.def_elem.arg)
        if name in _NUMBERS:
            options[_NUMBERS[name]] = _integer(kind, value) if kind else "default"
        elif name == "as":
            options["type"] = type_use(value, place)
        elif name == "cycle":
            options["cycle"] = bool(value.boolval)
        elif name == "sequence_name":
            options["name"] = listed(value.items, place)
        elif name == "owned_by":
            options["owned_by"] = _owner(value.items, place)
    return SequenceOptions(**options)


def _owner(nodes: Node, place: Place) -> tuple[Name, str] | Literal["none"]:
    parts = grammar.strings(nodes)
    if len(parts) == 1:
        return "none"
    return Name(parts[-3] if len(parts) > 2 else None, parts[-2], place.start), parts[-1]


def _integer(kind: str, value: Node) -> int:
    return int(value.ival) if kind == "integer" else int(value.fval)


def column(node: Node, place: Place) -> ColumnSpec:
    """A ColumnDef with everything written at it."""
    spec = ColumnSpec(
        name=node.colname,
        type=type_use(node.type_name, place) if node.HasField("type_name") else None,
        origin=place.at(node.location),
        not_null=node.is_not_null,
        collation=collation(node.coll_clause) if node.HasField("coll_clause") else None,
    )
    constraints: list[ConstraintSpec] = []
    for item in node.constraints:
        spec = _column_constraint(spec, item.constraint, constraints, place)
    if node.HasField("raw_default"):
        spec = replace(spec, default=grammar.expression_of(node.raw_default))
    return replace(spec, constraints=tuple(constraints))


def collation(node: Node) -> str:
    """The collation's own name, without its schema."""
    return grammar.strings(node.collname)[-1]


_ATTRIBUTES: dict[str, dict[str, Any]] = {
    "CONSTR_ATTR_DEFERRABLE": {"deferrable": True},
    "CONSTR_ATTR_NOT_DEFERRABLE": {"deferrable": False},
    "CONSTR_ATTR_DEFERRED": {"deferrable": True, "initially_deferred": True},
    "CONSTR_ATTR_IMMEDIATE": {"initially_deferred": False},
    "CONSTR_ATTR_ENFORCED": {"enforced": True},
    "CONSTR_ATTR_NOT_ENFORCED": {"enforced": False, "valid": False},
}


def _column_constraint(  # noqa: PLR0911 — one return per kind of constraint is the clearest table
    spec: ColumnSpec, node: Node, constraints: list[ConstraintSpec], place: Place
) -> ColumnSpec:
    """Fold one constraint of a column into the column or into the list of constraints."""
    kind = grammar.enum(node, "contype")
    if kind in _ATTRIBUTES:
        if not constraints:
            raise Unsupported("a constraint's attribute that follows no constraint")
        constraints[-1] = replace(constraints[-1], **_ATTRIBUTES[kind])
        return spec
    match kind:
        case "CONSTR_NULL":
            return replace(spec, null=True)
        case "CONSTR_NOTNULL":
            if node.conname:
                constraints.append(constraint(node, place, at_column=spec.name))
            return replace(spec, not_null=True)
        case "CONSTR_DEFAULT":
            return replace(spec, default=grammar.expression_of(node.raw_expr))
        case "CONSTR_IDENTITY":
            return replace(
                spec,
                identity=identity_kind(node.generated_when),
                identity_options=sequence_options(node.options, place),
            )
        case "CONSTR_GENERATED":
            return replace(
                spec,
                generated="virtual" if node.generated_kind == "v" else "stored",
                generation=grammar.expression_of(node.raw_expr),
            )
    constraints.append(constraint(node, place, at_column=spec.name))
    return spec


def identity_kind(code: str) -> Literal["always", "by default"]:
    """`a` or `d` of pg_attribute.attidentity."""
    return "always" if code == "a" else "by default"


_KINDS: dict[str, ConstraintKind] = {
    "CONSTR_CHECK": "check",
    "CONSTR_PRIMARY": "primary",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_FOREIGN": "foreign",
    "CONSTR_EXCLUSION": "exclude",
    "CONSTR_NOTNULL": "not null",
}
_ACTIONS = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}


def constraint(
    node: Node, place: Place, at_column: str | None = None, *, domain: bool = False
) -> ConstraintSpec:
    """A Constraint of a table, or of the column `at_column`, or of a domain."""
    kind = _KINDS.get(grammar.enum(node, "contype"))
    if kind is None:
        raise Unsupported(f"a constraint of the kind {grammar.enum(node, 'contype')}")
    spec = ConstraintSpec(
        kind=kind,
        origin=place.at(node.location),
        name=node.conname or None,
        column=at_column,
        deferrable=node.deferrable,
        initially_deferred=node.initdeferred,
        no_inherit=node.is_no_inherit,
        including=grammar.strings(node.including),
        index=node.indexname or None,
        nulls_not_distinct=node.nulls_not_distinct,
        without_overlaps=node.without_overlaps,
    )
    if kind in {"check", "foreign"}:
        valid = not node.skip_validation and node.is_enforced
        spec = replace(spec, valid=valid, enforced=node.is_enforced)
    if kind == "check":
        return replace(spec, expression=grammar.expression_of(node.raw_expr, domain=domain))
    if kind == "foreign":
        return _foreign(spec, node, place)
    if kind == "exclude":
        return _exclude(spec, node)
    names = grammar.strings(node.keys)
    if at_column is not None and not names:
        names = (at_column,)
    return replace(spec, keys=tuple(KeyPart(column=name, label=name) for name in names))


def _foreign(spec: ConstraintSpec, node: Node, place: Place) -> ConstraintSpec:
    names = grammar.strings(node.fk_attrs) or ((spec.column,) if spec.column else ())
    return replace(
        spec,
        keys=tuple(KeyPart(column=name, label=name) for name in names),
        table=relation(node.pktable, place),
        references=grammar.strings(node.pk_attrs),
        on_delete=_ACTIONS[node.fk_del_action or "a"],
        on_update=_ACTIONS[node.fk_upd_action or "a"],
        match_full=node.fk_matchtype == "f",
    )


def _exclude(spec: ConstraintSpec, node: Node) -> ConstraintSpec:
    keys: list[KeyPart] = []
    for pair in node.exclusions:
        element, operator = pair.list.items
        part = key_part(element.index_elem)
        keys.append(replace(part, operator=grammar.strings(operator.list.items)[-1]))
    predicate = grammar.expression_of(node.where_clause) if node.HasField("where_clause") else None
    return replace(spec, keys=tuple(keys), method=node.access_method or "gist", predicate=predicate)


def key_part(node: Node) -> KeyPart:
    """An IndexElem: a column or an expression, labelled as the index would call it."""
    if node.name:
        return KeyPart(column=node.name, label=node.name)
    expression = grammar.expression_of(node.expr)
    return KeyPart(expression=expression, label=_label(node.expr)[0] or "expr")


def _label(node: Node) -> tuple[str, int]:  # noqa: PLR0911 — one return per kind of node
    """A name for an expression and how good it is (FigureColname in parse_target.c)."""
    kind, value = grammar.unwrap(node)
    match kind:
        case "column_ref":
            names = [f.string.sval for f in value.fields if f.HasField("string")]
            return (names[-1], 2) if names else ("", 0)
        case "a_indirection":
            names = [f.string.sval for f in value.indirection if f.HasField("string")]
            return (names[-1], 2) if names else _label(value.arg)
        case "func_call":
            return grammar.strings(value.funcname)[-1], 2
        case "type_cast":
            inner = _label(value.arg)
            return inner if inner[1] > 1 else (grammar.strings(value.type_name.names)[-1], 1)
        case "collate_clause":
            return _label(value.arg)
        case "case_expr":
            inner = _label(value.defresult)
            return inner if inner[1] > 1 else ("case", 1)
        case "a_expr" if grammar.enum(value, "kind") == "AEXPR_NULLIF":
            return "nullif", 2
    return _FIXED_LABELS.get(kind, ("", 0))


_FIXED_LABELS = {
    "a_array_expr": ("array", 2),
    "row_expr": ("row", 2),
    "coalesce_expr": ("coalesce", 2),
    "min_max_expr": ("greatest", 2),
    "xml_serialize": ("xmlserialize", 2),
}
