"""Every primitive by the engine is what the interpreter says: pinned rows, made-up programs, and
texts in both forms."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from copydata.kit import cell, fields, made, text, values
from ir.programs import INDEXES, Made, programs
from ir.test_vectors import HASHES, VECTORS, Vector
from seedc.backends.copydata.stream import OPERATIONS, supported
from seedc.ir import expr, interpret
from seedc.ir.encoding import Encoding
from seedc.ir.expr import Let, Node
from seedc.ir.interpret import rows

EXAMPLES = 300


def lets_of(vector: Vector) -> list[Let]:
    """The arguments of a vector, each picked from its row."""
    size = len(vector.rows)
    found = []
    for place, argument in enumerate(vector.arguments):
        given_values = [row[place] for row, _ in vector.rows]
        found.append(Let(str(argument.data[0]), _by_row(argument, given_values, size)))
    return found


def _by_row(argument: Node, given_values: list[object], size: int) -> Node:
    constants = {"int": expr.integer, "text": expr.text, "bool": expr.boolean}
    row = expr.index(0, size - 1)
    branches = [
        (
            expr.equal(row, expr.integer(place)),
            expr.null(argument.kind) if v is None else constants[argument.kind](v),  # type: ignore[operator] # by kind
        )
        for place, v in enumerate(given_values)
    ]
    return Node(
        "case",
        argument.kind,
        (*(node for pair in branches for node in pair), expr.null(argument.kind)),
        low=argument.low,
        high=argument.high,
        nullable=True,
    )


@pytest.mark.parametrize("name", VECTORS)
def test_the_engine_gives_what_is_pinned(name: str) -> None:
    vector = VECTORS[name]
    found = values(lets_of(vector), vector.node, range(len(vector.rows)))
    assert found == [expected for _, expected in vector.rows]


@pytest.mark.parametrize("name", VECTORS)
def test_a_row_alone_is_what_it_is_among_others(name: str) -> None:
    vector = VECTORS[name]
    for place, (_, expected) in enumerate(vector.rows):
        assert values(lets_of(vector), vector.node, [place]) == [expected]


def test_the_hash_is_postgresqls() -> None:
    for number, salt, expected in HASHES:
        node = expr.hashed(expr.index(expr.INT_LOW, expr.INT_HIGH), salt)
        assert values([], node, [number]) == [expected & expr.INT_HIGH]


def test_no_primitive_is_missing() -> None:
    assert OPERATIONS == interpret.OPERATIONS


def test_what_is_missing_is_reported_by_name_with_a_reason() -> None:
    unknown = Node("cube", "int", (expr.index(0, 9),))
    lets = [Let("a", expr.add(unknown, expr.integer(1))), Let("b", expr.index(0, 9))]
    encodings = {"b": Encoding("numeric", "numeric(5,-2)", -2)}
    found, _ = made(lets, 3, encodings=encodings)
    assert supported(found) == [
        "cube: no rule in backends/copydata/rules.py",
        "numeric(5,-2): a negative scale rounds before the point",
    ]
    body = expr.Body((), unknown)
    total = expr.aggregate("sum", expr.index(0, 9), 1, expr.integer(2), body)
    found, _ = made([Let("a", total)], 3)
    assert supported(found) == ["cube: no rule in backends/copydata/rules.py"]


def test_made_up_programs_give_the_same_rows_by_the_engine_and_by_the_interpreter() -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def agree(program: Made) -> None:
        found, function = made(program.lets, INDEXES, program.shown)
        expected = [
            [cell(row[c.column.name], c.encoding) for c in found.columns]
            for row in rows(program.lets, range(INDEXES))
        ]
        copied = text(found, function)
        assert list(fields(copied)) == expected
        alone = [text(found, function, start=n, stop=n + 1) for n in range(INDEXES)]
        assert b"".join(alone) == copied
        assert csv_fields(text(found, function, "csv")) == expected

    agree()


def csv_fields(data: bytes) -> list[list[str | None]]:
    """CSV as PostgreSQL reads it: nothing without quotes is NULL."""
    found: list[list[str | None]] = []
    row: list[str | None] = []
    field, quoted, inside = "", False, False
    for char in data.decode():
        if char == '"':
            if not inside and quoted:
                field += '"'
            quoted, inside = True, not inside
        elif inside or char not in ",\n":
            field += char
        else:
            row.append(field if quoted or field else None)
            field, quoted = "", False
            if char == "\n":
                found.append(row)
                row = []
    return found
