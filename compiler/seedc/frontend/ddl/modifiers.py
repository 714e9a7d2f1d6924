"""The numbers in parentheses behind PostgreSQL's own types: which it takes, and what it makes of
them (the typmodin functions of src/backend/utils/adt)."""

_LENGTHS = {
    "varchar": 10_485_760,
    "bpchar": 10_485_760,
    "bit": 83_886_080,
    "varbit": 83_886_080,
}
_CLOCKS = frozenset(["time", "timetz", "timestamp", "timestamptz", "interval"])
_MICROSECONDS = 6
_NUMERIC = 1000  # the greatest precision, and the greatest scale either way


def modifiers_of(type_: str, written: tuple[int, ...]) -> tuple[int, ...]:
    """The modifiers that the server stores for a type of pg_catalog. Raises ValueError, in words,
    for those that it refuses."""
    if not written:
        return ()
    if type_ in _CLOCKS:
        return (min(written[0], _MICROSECONDS),)
    if type_ == "numeric":
        return _precision(*written)
    if type_ not in _LENGTHS:
        raise ValueError(f"type {type_} takes no number in parentheses")
    if len(written) > 1 or not 1 <= written[0] <= _LENGTHS[type_]:
        raise ValueError(f"the length of {type_} is a number from 1 to {_LENGTHS[type_]}")
    return written


def _precision(digits: int, scale: int = 0, *more: int) -> tuple[int, ...]:
    if more or not 1 <= digits <= _NUMERIC:
        raise ValueError(f"the precision of numeric is a number from 1 to {_NUMERIC}")
    if abs(scale) > _NUMERIC:
        raise ValueError(f"the scale of numeric is a number from {-_NUMERIC} to {_NUMERIC}")
    return digits, scale
