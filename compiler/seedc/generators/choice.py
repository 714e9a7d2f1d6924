"""One of a list: written down, weighted, an enum's labels, a CHECK's list, a curated column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import InvalidOperation

from seedc.generators.context import Context, Generator, Options, Problem
from seedc.generators.grid import weighted, within, without_distribution
from seedc.generators.scalars import constant_value, null_value, typed_text, whole_weights
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.jsonvalue import Pointer


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of a list with the pointer to each, and their weights where they have some."""

    items: tuple[tuple[Options, Pointer], ...]
    weights: tuple[int, ...] | None = None


def _choice(context: Context, options: Options) -> Value:
    asked = {"of": options} if isinstance(options, list) else options
    source = next(name for name in _SOURCES if name in asked)
    listed = _SOURCES[source](context, asked)
    # A value that is listed twice can be taken once.
    pairs = dict(listed.items).items() if context.unique else listed.items
    values = [constant_value(item, context.target, path) for item, path in pairs]
    weights = listed.weights
    place = within(context, 0, len(values) - 1) if weights is None else _weighted(context, weights)
    return _picked(context, place, values, (source,))


def _of(context: Context, asked: Options) -> Listed:
    return Listed(tuple((item, ("of", n)) for n, item in enumerate(asked["of"])))


def _weights(context: Context, asked: Options) -> Listed:
    written = asked["weights"]
    weights = written.values() if isinstance(written, dict) else [pair[1] for pair in written]
    whole = tuple(whole_weights(list(weights), ("weights",)))
    if isinstance(written, dict):
        paths: list[Pointer] = [("weights", name) for name in written]
        typed = [_typed(name, context, path) for name, path in zip(written, paths, strict=True)]
        return Listed(tuple(zip(typed, paths, strict=True)), whole)
    return Listed(tuple((p[0], ("weights", n, 0)) for n, p in enumerate(written)), whole)


def _from(context: Context, asked: Options) -> Listed:
    target = context.target
    if asked["from"] == "enum":
        found, missing = target.labels, f"{target.type_sql} is no enum"
    else:
        found = context.choices
        missing = f"no CHECK of {target.table} lists the values of {target.column}"
    if not found:
        raise Problem("SD736", missing, help='write the values: "of"', path=("from",))
    return Listed(tuple((_typed(text, context, ("from",)), ("from",)) for text in found))


def _table(context: Context, asked: Options) -> Listed:
    table, column = asked["table"], asked["column"]
    found = context.row.curated(table, column)
    if not found:
        raise Problem("SD736", f"no curated row of {table} has a {column}", path=("table",))
    return Listed(tuple((_typed(text, context, ("column",)), ("column",)) for text in found))


_SOURCES: Mapping[str, Callable[[Context, Options], Listed]] = {
    "of": _of,
    "weights": _weights,
    "from": _from,
    "table": _table,
}


def _typed(text: str, context: Context, path: Pointer) -> Options:
    try:
        return typed_text(text, context.target)
    except InvalidOperation as error:
        raise Problem(
            "SD740", f'"{text}" does not fit {context.target.type_sql}', path=path
        ) from error


def _weighted(context: Context, weights: Sequence[int]) -> Node:
    if context.unique:
        raise Problem("SD736", "unique values are taken once each and have no weights")
    without_distribution(context, "a choice by weights")
    return weighted(context, weights)


def _picked(context: Context, place: Node, values: Sequence[Value], path: Pointer) -> Value:
    """The value at the place, all of them of one meaning and in the finest scale of all."""
    given = [value for value in values if value.node.constant is not None]
    if not given:
        return null_value(context.target)
    meanings = {value.meaning for value in given}
    if not meanings - {"integer", "decimal"}:
        meanings = {"decimal" if any(v.scale for v in given) else "integer"}
    if len(meanings) > 1:
        mixed = " and ".join(sorted(meanings))
        raise Problem("SD736", f"a list of {mixed} values has no one type", path=path)
    scale = max(value.scale for value in given)
    cells = [_constant(value, scale) for value in values]
    if None in cells:
        place = context.row.let(f"{context.label()} choice", place)
    node = _pick(place, cells, context.label())
    return Value(node, meanings.pop(), scale)


def _constant(value: Value, scale: int) -> int | str | bool | None:
    found = value.node.constant
    if isinstance(found, int) and not isinstance(found, bool):
        units: int = found * 10 ** (scale - value.scale)
        return units
    return found


def _pick(place: Node, cells: Sequence[int | str | bool | None], label: str) -> Node:
    """The cell at the place; NULL where that is what stands there."""
    given = next(cell for cell in cells if cell is not None)
    if isinstance(given, str):
        node = expr.pick_text(place, ["" if c is None else str(c) for c in cells], label)
    else:
        node = expr.pick_int(place, [int(c or 0) for c in cells], label)
        if isinstance(given, bool):
            node = expr.equal(node, expr.integer(1))
    nulls = [
        (expr.equal(place, expr.integer(number)), expr.null(node.kind))
        for number, cell in enumerate(cells)
        if cell is None
    ]
    return expr.case(nulls, node)


_SCALAR = {"type": ["string", "number", "boolean", "null"]}
_WEIGHT = {"type": "number", "minimum": 0}
_LIST = {"type": "array", "items": _SCALAR, "minItems": 1}
_NAME = {"type": "string", "minLength": 1}
_PAIR = {"type": "array", "prefixItems": [_SCALAR, _WEIGHT], "minItems": 2, "maxItems": 2}


def _only(**properties: Options) -> Options:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


GENERATORS = (
    Generator(
        name="choice",
        options={
            "anyOf": [
                _LIST,
                _only(of=_LIST),
                _only(
                    weights={
                        "anyOf": [
                            {
                                "type": "object",
                                "additionalProperties": _WEIGHT,
                                "minProperties": 1,
                            },
                            {"type": "array", "items": _PAIR, "minItems": 1},
                        ]
                    }
                ),
                _only(**{"from": {"enum": ["enum", "check"]}}),
                _only(table=_NAME, column=_NAME),
            ]
        },
        docs="One of a list, all equally likely or by the list's order with a distribution; by"
        " weights; of the column's enum or the list of its CHECK; of a column of the curated rows"
        " of a table.",
        example={"choice": {"weights": {"paid": 6, "pending": 3, "cancelled": 1}}},
        make=_choice,
    ),
)
