"""The candidates by type: a table of makers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from seedc.passes.volume.infer.cells import Cell, Maker
from seedc.passes.volume.infer.facts import RuleJson
from seedc.passes.volume.infer.moments import dates, intervals, times, timestamps
from seedc.passes.volume.infer.names import FALSE_MOSTLY, TRUE_MOSTLY, words
from seedc.passes.volume.infer.numbers import numbers
from seedc.passes.volume.infer.spans import range_rules
from seedc.passes.volume.infer.wording import texts


def booleans(cell: Cell) -> Iterator[RuleJson]:
    """True in the share of rows that the name or the default makes likely."""
    name = words(cell.name)
    share = Decimal("0.5")
    if FALSE_MOSTLY.search(name):
        share = Decimal("0.1")
    elif TRUE_MOSTLY.search(name):
        share = Decimal("0.9")
    else:
        default = cell.facts.bound.columns[cell.name].default
        if default is not None:
            share = Decimal("0.8") if "true" in default.text.lower() else Decimal("0.2")
    if cell.unique:
        yield {"choice": {"of": [True, False]}}
    else:
        yield {"boolean": {"true": share}}


def uuids(cell: Cell) -> Iterator[RuleJson]:
    """A random-looking uuid."""
    yield {"uuid": {}}


def addresses(cell: Cell) -> Iterator[RuleJson]:
    """An address of a machine."""
    yield {"ip": {}}


def macs(cell: Cell) -> Iterator[RuleJson]:
    """An address of a network card."""
    yield {"mac": {}}


def jsons(cell: Cell) -> Iterator[RuleJson]:
    """A small object; what a CHECK may ask for instead."""
    if cell.unique:
        yield {"template": '{{"number": {index}}}'}
    else:
        inside = {"label": {"word": {}}, "count": {"integer": {"between": [1, 100]}}}
        yield {"json": {"object": inside}}
        for text in ("{}", "[]", '"text"', "1", "true"):
            yield {"constant": text}


def byteas(cell: Cell) -> Iterator[RuleJson]:
    """As many bytes as a CHECK asks for, or sixteen."""
    least = max(cell.limits.shortest, 1)
    most = cell.limits.longest if cell.limits.longest is not None else max(least, 16)
    size = most if most <= 64 else least
    yield {"bytea": {"length": size}}
    yield {"pattern": rf"^\\x[0-9a-f]{{{2 * size}}}$"}


def bits(cell: Cell) -> Iterator[RuleJson]:
    """Zeros and ones."""
    size = cell.type.modifiers[0] if cell.type.modifiers else 8
    yield {"pattern": f"^[01]{{{size}}}$"}


def vectors(cell: Cell) -> Iterator[RuleJson]:
    """A vector of as many dimensions as the type has."""
    size = cell.type.modifiers[0] if cell.type.modifiers else 3
    yield {"vector": {"dimensions": size}}


def _templates(*templates: str) -> Maker:
    return lambda cell: iter([{"template": template} for template in templates])


def _patterns(*patterns: str) -> Maker:
    return lambda cell: iter([{"pattern": pattern} for pattern in patterns])


def _choices(*values: str) -> Maker:
    return lambda cell: iter([{"choice": {"of": list(values)}}])


def _ranges(kind: str) -> Maker:
    return lambda cell: range_rules(cell, kind)


MAKERS: Mapping[str, Maker] = {
    **dict.fromkeys(["int2", "int4", "int8", "numeric", "float4", "float8"], numbers),
    **dict.fromkeys(["text", "varchar", "bpchar", "citext", "name"], texts),
    **dict.fromkeys(["timestamp", "timestamptz"], timestamps),
    **dict.fromkeys(["json", "jsonb"], jsons),
    **dict.fromkeys(["inet", "cidr"], addresses),
    **dict.fromkeys(["macaddr", "macaddr8"], macs),
    **dict.fromkeys(["bit", "varbit"], bits),
    **dict.fromkeys(["vector", "halfvec"], vectors),
    "bool": booleans,
    "date": dates,
    "time": times,
    "timetz": _patterns("^(09|1[0-7]):[0-5][0-9]:00[+]00$"),
    "interval": intervals,
    "uuid": uuids,
    "bytea": byteas,
    "money": _patterns("^[1-9][0-9]{1,3}$"),
    "char": _patterns("^[A-Z]$"),
    "oid": _patterns("^[1-9][0-9]{3,5}$"),
    "xml": _templates("<item>{index}</item>"),
    "tsvector": _templates("{slug(word)} {slug(word)} {slug(word)}"),
    "tsquery": _templates("{slug(word)}"),
    "point": _templates("({random(2)},{random(2)})"),
    "box": _choices("(1,1),(0,0)", "(3,2),(1,0)"),
    "lseg": _choices("[(0,0),(1,1)]", "[(1,0),(2,3)]"),
    "line": _choices("{1,-1,0}", "{2,1,-3}"),
    "path": _choices("((0,0),(1,1),(2,0))", "[(0,0),(3,1)]"),
    "polygon": _choices("((0,0),(0,1),(1,1),(1,0))", "((0,0),(2,0),(1,2))"),
    "circle": _choices("<(0,0),1>", "<(2,1),3>"),
    "pg_lsn": _templates("0/{random(6)}"),
    "ltree": _templates("top.n{index}"),
    "hstore": _templates("number=>{index}"),
    "int4range": _ranges("int4range"),
    "int8range": _ranges("int8range"),
    "numrange": _ranges("numrange"),
    "daterange": _ranges("daterange"),
    "tsrange": _ranges("tsrange"),
    "tstzrange": _ranges("tstzrange"),
    **dict.fromkeys(
        ["int4multirange", "int8multirange", "nummultirange"],
        _templates("{{[{index},{number})}}"),
    ),
    "datemultirange": _choices("{[2025-01-01,2025-02-01)}", "{[2025-03-01,2025-03-15)}"),
    "tsmultirange": _choices("{[2025-01-01 08:00,2025-01-01 12:00)}"),
    "tstzmultirange": _choices("{[2025-01-01 08:00+00,2025-01-01 12:00+00)}"),
}
"""By pg_type's name, or an extension's. A type that is not here gets no rule (SD746)."""
