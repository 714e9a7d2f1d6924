"""Surrogate keys: which rule derives the id of a table's rows, and the band it lies in."""

from collections.abc import Callable

from seedc.catalog import QualifiedName
from seedc.ids import IntegerBand, integer_ids, uuid_ids, uuid_prefix
from seedc.ir.program import Band
from seedc.passes.seedplan import BoundTable
from seedc.types.codec import ValueProblem

TEXT_FAMILIES = ("text", "character", "citext")


def pg_type(bound: BoundTable) -> str:
    """The pg_type name of the single-column key's base type: `int8`, `uuid`, `text`."""
    assert bound.key_column is not None, "asked for tables with a surrogate key only"
    return _base(bound).name


def _base(bound: BoundTable) -> QualifiedName:
    column = bound.columns[bound.key_column or ""]
    chain = bound.domains[column.name]
    return chain[-1].base.name if chain else column.type.name


def integer_band(bound: BoundTable) -> IntegerBand | None:
    """The band of an integer key: the settings', else BoundTable's; None for any other key."""
    chosen = bound.settings.band if bound.settings and bound.band else None
    return IntegerBand(*chosen) if chosen else bound.band


def band(dataset: str, bound: BoundTable, *, shared: bool) -> Band | None:
    """The band of the table's surrogate key in the Program, None where ids do not tell."""
    if bound.key_column is None or bound.key_column in bound.foreign_keys:
        return None
    type_name = pg_type(bound)
    if integers := integer_band(bound):
        return Band(
            column=bound.key_column,
            type=type_name,
            low=integers.low,
            middle=integers.middle,
            high=integers.high,
            shared=shared,
        )
    if type_name == "uuid":
        prefix = uuid_prefix(dataset, str(bound.table.name))
        return Band(column=bound.key_column, type="uuid", prefix=prefix, shared=False)
    return None


def surrogate_keys(dataset: str, stem: str, bound: BoundTable) -> Callable[[str], str]:
    """A function from `__key__` to the text of the row's id.

    The function raises ValueProblem: SD503 where the type has no rule, SD507 where a text key does
    not fit its column.
    """
    table = str(bound.table.name)
    integers = integer_band(bound)
    if integers is not None:
        return integer_ids(dataset, stem, table, integers)
    if pg_type(bound) == "uuid":
        return uuid_ids(dataset, stem, table)
    return _text_keys(bound)


def _text_keys(bound: BoundTable) -> Callable[[str], str]:
    name = bound.key_column or ""
    codec = bound.codecs[name]

    def derive(key: str) -> str:
        if codec.family not in TEXT_FAMILIES:
            raise ValueProblem(
                "SD503",
                f"{bound.table.name}.{name} has a type that no id can be derived for",
                help='give the entity an explicit "id"',
            )
        try:
            return codec.parse(key)
        except ValueProblem as problem:
            raise ValueProblem(
                "SD507",
                f'the key "{key}" does not fit {bound.table.name}.{name}: {problem.message}',
                help='give the entity an explicit "id"',
            ) from problem

    return derive
