"""Columns as written → columns of the Catalog, and the sequences of serial and identity."""

import re
from dataclasses import replace
from typing import Literal

from seedc.catalog import Column, Expression, QualifiedName, Sequence, TypeRef
from seedc.frontend.ddl import names
from seedc.frontend.ddl.builtin_types import SERIALS
from seedc.frontend.ddl.specs import ColumnSpec, Name, SequenceOptions, TypeUse
from seedc.frontend.ddl.state import PG_CATALOG, Mistake, State
from seedc.origin import Origin

SequenceType = Literal["smallint", "integer", "bigint"]

_MAXIMUM: dict[SequenceType, int] = {
    "smallint": 2**15 - 1,
    "integer": 2**31 - 1,
    "bigint": 2**63 - 1,
}
_SEQUENCE_TYPES: dict[str, SequenceType] = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
}
_NEXTVAL = re.compile(r"nextval\('((?:[^']|'')+)'\)\Z")
# A name that is looked up when the default is made; as text it is looked up when a row comes.
_NEXTVAL_NOW = re.compile(
    r"(?:pg_catalog\.)?nextval\('(?P<name>(?:[^']|'')+)'(?:::(?:pg_catalog\.)?regclass)?\)\Z"
)
_BOOLEAN = TypeRef(QualifiedName(PG_CATALOG, "bool"))
# What boolean columns are given in converted schemas; the server stores true and false.
_TRUTHS = {
    **dict.fromkeys(["'t'", "'true'", "'yes'", "'on'", "'y'", "1"], "true"),
    **dict.fromkeys(["'f'", "'false'", "'no'", "'off'", "'n'", "0"], "false"),
}
# A text that a sequence counts is no number that could pass the sequence.
_TEXTS = frozenset(["text", "varchar", "bpchar", "name", "citext"])
_PART = re.compile(r'(?:"((?:[^"]|"")+)"|([^".]+))(?:\.|\Z)')


def make_column(state: State, table: QualifiedName, spec: ColumnSpec) -> Column:
    """The column of a spec that has a type; serial and identity create their sequence.

    A type that does not exist is reported and kept as written, so that what follows is checked.
    """
    assert spec.type is not None
    column = Column(
        name=spec.name,
        type=TypeRef(QualifiedName(PG_CATALOG, "text")),
        not_null=spec.not_null,
        collation=_collation(spec.collation),
        identity=spec.identity,
        generated=spec.generated,
        generation=spec.generation,
        origin=spec.origin,
    )
    if serial := _serial(spec.type):
        sequence = own_sequence(state, table, spec.name, serial, SequenceOptions(), spec.origin)
        ref = TypeRef(QualifiedName(PG_CATALOG, serial))
        return replace(column, type=ref, not_null=True, sequence=sequence)
    column = replace(column, type=resolved(state, spec.type))
    if spec.identity:
        base = column.type.name.name
        options = spec.identity_options
        sequence = own_sequence(state, table, spec.name, base, options, spec.origin)
        return replace(column, not_null=True, sequence=sequence)
    return with_default(state, column, spec.default)


def resolved(state: State, use: TypeUse) -> TypeRef:
    """The type, or what is written where there is no such type (reported)."""
    try:
        return state.type_ref(use)
    except Mistake as mistake:
        state.report(mistake)
        schema = use.name.schema or next(iter(state.search_path), PG_CATALOG)
        return TypeRef(QualifiedName(schema, use.name.name), use.modifiers, "", use.array)


def _serial(use: TypeUse) -> str | None:
    if use.name.schema in {None, PG_CATALOG} and not use.array:
        return SERIALS.get(use.name.name)
    return None


def _collation(name: str | None) -> str | None:
    return None if name == "default" else name


def with_default(state: State, column: Column, default: Expression | None) -> Column:
    """The column with that default: a sequence where it is nextval of a constant.

    `DEFAULT NULL` is no default; PostgreSQL stores it or not depending on the type.
    """
    if default is None or default.normal == "NULL":
        return replace(column, default=None, sequence=None)
    if default.columns:
        state.report(_reads_columns(column, default))
        return replace(column, default=None, sequence=None)
    if column.type == _BOOLEAN and default.normal in _TRUTHS:
        word = _TRUTHS[default.normal]
        default = Expression(word, word, (), word)
    sequence = nextval_sequence(state, default)
    if sequence is None and (match := _NEXTVAL_NOW.match(default.text)):
        state.report(_no_sequence(column, match["name"].replace("''", "'")))
    if column.type.name.name in _TEXTS:
        sequence = None
    return replace(column, default=default if sequence is None else None, sequence=sequence)


def _reads_columns(column: Column, default: Expression) -> Mistake:
    first = default.columns[0]
    return Mistake(
        "SD406",
        column.origin or Origin(""),
        f'the default of column "{column.name}" reads "{first}", and a default reads no columns',
        help=f"write '{first}' for the text, {first}() for a function",
    )


def _no_sequence(column: Column, name: str) -> Mistake:
    return Mistake(
        "SD405",
        column.origin or Origin(""),
        f'the default of column "{column.name}" needs the sequence "{name}", which is not there',
        help=f"write CREATE SEQUENCE {name} before it",
        missing=name.rpartition(".")[2].strip('"'),
    )


def nextval_sequence(state: State, default: Expression) -> QualifiedName | None:
    """The sequence of a default that is exactly nextval of a known sequence's name."""
    match = _NEXTVAL.match(default.normal)
    if match is None:
        return None
    parts = [
        quoted.replace('""', '"') if quoted else names.clip(plain.strip().lower())
        for quoted, plain in _PART.findall(match.group(1).replace("''", "'"))
    ]
    schema = parts[-2] if len(parts) > 1 else None
    return state.find_sequence(Name(schema, parts[-1], Origin("")))


def late_sequence(state: State, schema: str, column: Column) -> Column:
    """The column with the sequence that its default looks up at run time: `nextval('x'::text)`.

    pg_dump empties search_path and may write the sequence behind the table, of schema `schema`.
    """
    match = _NEXTVAL.match(column.default.normal) if column.default is not None else None
    if match is None or "." in match.group(1) or column.type.name.name in _TEXTS:
        return column
    name = match.group(1).strip('"')
    for home in (schema, "public"):
        if found := state.find_sequence(Name(home, name, Origin(""))):
            return replace(column, default=None, sequence=found)
    return column


def own_sequence(
    state: State,
    table: QualifiedName,
    column: str,
    base: str,
    options: SequenceOptions,
    origin: Origin,
) -> QualifiedName:
    """Create the sequence of a serial or identity column of the type `base`; its name."""
    if options.name is not None:
        schema = options.name.schema or table.schema
        name = QualifiedName(schema, options.name.name)
    else:
        taken = names.choose(
            table.name,
            column,
            "seq",
            lambda n: state.relation_taken(QualifiedName(table.schema, n)),
        )
        name = QualifiedName(table.schema, taken)
    sequence = Sequence(name=name, owned_by=(table, column), origin=origin)
    sequence = replace(sequence, type=_SEQUENCE_TYPES.get(base, "bigint"))
    state.sequences[name] = with_options(sequence, options, fresh=True)
    return name


def with_options(sequence: Sequence, options: SequenceOptions, *, fresh: bool) -> Sequence:
    """A sequence after CREATE (`fresh`) or ALTER with those options (init_params, sequence.c)."""
    kind = sequence.type
    if options.type is not None:
        kind = _SEQUENCE_TYPES.get(options.type.name.name, "bigint")
    increment = sequence.increment if options.increment is None else options.increment
    default_low, default_high = _bounds(kind, increment)
    retyped, old = options.type is not None, _MAXIMUM[sequence.type]
    low = default_low if fresh or (retyped and sequence.minimum == -old - 1) else sequence.minimum
    high = default_high if fresh or (retyped and sequence.maximum == old) else sequence.maximum
    if options.minimum is not None:
        low = default_low if options.minimum == "default" else options.minimum
    if options.maximum is not None:
        high = default_high if options.maximum == "default" else options.maximum
    start = (low if increment > 0 else high) if fresh else sequence.start
    return replace(
        sequence,
        type=kind,
        increment=increment,
        minimum=low,
        maximum=high,
        start=start if options.start is None else options.start,
        cache=sequence.cache if options.cache is None else options.cache,
        cycle=sequence.cycle if options.cycle is None else options.cycle,
    )


def _bounds(kind: SequenceType, increment: int) -> tuple[int, int]:
    """What a sequence without MINVALUE and MAXVALUE runs between."""
    high = _MAXIMUM[kind]
    return (1, high) if increment > 0 else (-high - 1, -1)
