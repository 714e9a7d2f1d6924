"""Every form of `rows`: each index has parents that exist, and children() is the way back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedc.catalog import Table
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema
from seedc.frontend.volume import document as doc
from seedc.generators.context import Problem
from seedc.ir import expr
from seedc.ir.expr import Node
from seedc.ir.interpret import evaluate
from seedc.origin import Origin
from seedc.passes.volume.making import Making, Parents, make_rows
from seedc.passes.volume.rowsets import Driver, Listed, RowSet
from seedc.passes.volume.spaces import CuratedRows

HERE = Origin("volume.json")
SCHEMA = """
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id bigint PRIMARY KEY);
CREATE TABLE c (id bigint PRIMARY KEY, a_id bigint REFERENCES a, b_id bigint REFERENCES b,
  c_id bigint REFERENCES c);
"""
_sink = Sink()
TABLES: Mapping[str, Table] = {
    t.name.name: t for t in read_schema("schema.sql", SCHEMA, _sink).tables.values()
}
FEW = settings(max_examples=80, deadline=None, derandomize=True, database=None)


@dataclass(frozen=True, slots=True)
class Size:
    """A parent table: how many rows are curated, listed (children of curated ones), dense."""

    curated: int
    listed: int
    dense: int


def parents(name: str, size: Size) -> Parents:
    """A parent table of that size."""
    curated: Any = tuple(
        SimpleNamespace(doc=SimpleNamespace(stem="s"), entity=SimpleNamespace(key=f"{name}:{n}"))
        for n in range(size.curated)
    )
    listed = tuple(Listed(10**9 + 1000 * n, 0, 0) for n in range(size.listed))
    rows = RowSet(dense=size.dense, listed=listed) if size.listed + size.dense else None
    return Parents(TABLES[name], CuratedRows(TABLES[name], curated), rows)


def made(rule: doc.Rows, sizes: Mapping[str, Size], salt: str = "1") -> RowSet:
    """The rows of table c by a rule, its parents as large as `sizes` says."""
    found = {name: parents(name, size) for name, size in sizes.items()}
    making = Making(
        table=TABLES["c"],
        values={},
        find=lambda name, path: found[name],
        salts=(salt, "shop", "public.c"),
        room=2**51,
    )
    return make_rows(rule, making)


def amount(number: int) -> doc.Amount:
    return doc.Amount(str(number), HERE)


def each(options: doc.FanOutOptions, **more: Any) -> doc.EachRows:
    """`each` a with a fan-out."""
    fan_out = doc.FanOut("count", options, HERE)  # the kind is for messages
    return doc.EachRows(parent="a", fan_out=fan_out, origin=HERE, **more)


FAN_OUTS: Mapping[str, doc.FanOutOptions] = {
    "none": doc.Count(amount(0)),
    "one": doc.Count(amount(1)),
    "three": doc.Count(amount(3)),
    "between": doc.Between(amount(0), amount(4)),
    "weights": doc.Weights(((0, 3), (1, 1), (7, 1))),
    "geometric": doc.Geometric(Fraction(3, 2), 8),
    "zipf": doc.Zipf(Fraction(6, 5), 9),
    "total": doc.Total(amount(37)),
    "small total": doc.Total(amount(2)),
    "no total": doc.Total(amount(0)),
}
SIZES = st.builds(Size, st.integers(0, 4), st.just(0) | st.integers(0, 3), st.integers(0, 40))
NARROW = st.builds(Size, st.integers(0, 2), st.integers(0, 2), st.integers(0, 6))
OF = st.sampled_from(["", "generated", "curated", "all"])
SHARES = st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 3), Fraction(9, 10), Fraction(0)])


def indexes(rows: RowSet) -> list[int]:
    """The indexes of all rows."""
    found = [*range(rows.dense), *(child.index for child in rows.listed)]
    assert len(set(found)) == len(found) == rows.size
    return found


def contexts(rows: RowSet) -> Iterator[tuple[Node, list[int]]]:
    """The index as other tables' rows see it, and as each of the own functions does, with the
    indexes that it takes."""
    every = indexes(rows)
    groups = [every, [*range(rows.dense)], [child.index for child in rows.listed]]
    yield from ((expr.index(min(group), max(group)), group) for group in groups if group)


def values(rows: RowSet, make: Callable[[Node], Node]) -> dict[int, int | None]:
    """What a function of the index gives for every row, which is the same in every context."""
    found: dict[int, int | None] = {}
    for context, group in contexts(rows):
        node = make(context)
        for index in group:
            computed = value(node, index)
            assert found.setdefault(index, computed) == computed
    return found


def value(node: Node, index: int) -> int | None:
    found = evaluate(node, index, {})
    assert found is None or isinstance(found, int)
    return found


def positions(rows: RowSet, driver: Driver) -> dict[int, int]:
    """The position of each row's parent."""
    found = {}
    for index, position in values(rows, driver.position).items():
        assert position is not None
        found[index] = position
    return found


def check(rows: RowSet, sizes: Mapping[str, Size]) -> None:
    """Parents exist, children() is the inverse of the first driver, ordinals count the children."""
    for index, number in values(rows, rows.number_of).items():
        assert number is not None
        assert value(rows.index_at(expr.index(0, rows.size - 1)), number) == index
    for driver in rows.drivers:
        size = total(sizes[driver.table.name])
        assert all(0 <= found < size for found in positions(rows, driver).values())
    if rows.drivers and rows.children is not None:
        below: dict[int, list[int]] = {}
        for index, parent in positions(rows, rows.drivers[0]).items():
            below.setdefault(parent, []).append(index)
        check_children(rows, below, total(sizes[rows.drivers[0].table.name]))


def check_children(rows: RowSet, below: Mapping[int, list[int]], size: int) -> None:
    assert rows.children is not None
    children = rows.children(expr.index(0, size - 1)) if size else None
    ordinals = values(rows, rows.ordinal) if rows.ordinal is not None else None
    for parent in range(size):
        assert children is not None
        count, first = value(children.count, parent), value(children.first, parent)
        assert count == len(below.get(parent, [])), parent
        assert count <= rows.most
        if count:
            assert first is not None
            listed = [first + children.stride * n for n in range(count)]
            assert sorted(below[parent]) == listed
            assert ordinals is None or [ordinals[i] for i in listed] == [*range(count)]


def total(size: Size) -> int:
    return size.curated + size.listed + size.dense


def part(size: Size, of: str) -> range:
    """The positions that `of` means."""
    if of == "curated" or (of == "" and not size.listed + size.dense):
        return range(size.curated)
    return range(0 if of == "all" else size.curated, total(size))


@pytest.mark.parametrize("name", FAN_OUTS)
def test_children_of_each_parent_can_be_found_both_ways(name: str) -> None:
    @FEW
    @given(SIZES, OF, SHARES)
    def found(size: Size, of: doc.Of, share: Fraction) -> None:
        sizes = {"a": size}
        rule = each(FAN_OUTS[name], of=of, share=share)
        if name in ("total", "small total") and int(len(part(size, of)) * share) == 0:
            with pytest.raises(Problem, match="need a parent, and a has none"):
                made(rule, sizes)
            return
        rows = made(rule, sizes)
        check(rows, sizes)
        for driver in rows.drivers:
            meant = part(size, of)
            assert set(positions(rows, driver).values()) <= set(meant)
        if name in ("none", "no total") or share == 0:
            assert rows.size == 0
        elif share == 1 and "total" not in name:
            exact = {"one": 1, "three": 3}.get(name)
            assert exact is None or rows.size == exact * len(part(size, of))

    found()


@FEW
@given(st.sampled_from([n for n in FAN_OUTS if "total" not in n]), SIZES, st.integers(1, 30))
def test_children_keep_their_parents_when_parents_are_added(
    name: str, size: Size, more: int
) -> None:
    grown = Size(size.curated, size.listed, size.dense + more)
    rule = each(FAN_OUTS[name], of="all")
    before, after = made(rule, {"a": size}), made(rule, {"a": grown})
    assert before.listed == after.listed
    assert before.dense <= after.dense
    if before.size:
        old, new = (positions(r, r.drivers[0]) for r in (before, after))
        assert old.items() <= new.items()


@FEW
@given(st.sampled_from([n for n in FAN_OUTS if "total" not in n]), SIZES)
def test_a_curated_parent_changes_the_children_of_no_other(name: str, size: Size) -> None:
    """Curated parents stand in front: positions move by one, what they stand for does not."""
    fewer, size = size, Size(size.curated + 1, size.listed, size.dense)
    rule = each(FAN_OUTS[name], of="all")
    before, after = made(rule, {"a": fewer}), made(rule, {"a": size})
    assert before.dense == after.dense
    assert set(_children_by_key(before, fewer)) <= set(_children_by_key(after, size))
    old, new = (positions(r, r.drivers[0]) for r in (before, after))
    assert [old[i] + 1 for i in range(before.dense)] == [new[i] for i in range(before.dense)]


def _children_by_key(rows: RowSet, size: Size) -> list[tuple[object, int]]:
    """Listed children with their parents: the curated one's key, or its place after them."""
    keys = [row.entity.key for row in parents("a", size).curated.rows]
    named = [keys[c.parent] if c.parent < len(keys) else c.parent - len(keys) for c in rows.listed]
    return [(name, child.index) for name, child in zip(named, rows.listed, strict=True)]


@FEW
@given(NARROW, NARROW, OF, st.none() | st.integers(0, 60))
def test_a_cross_product_has_no_pair_twice(
    a: Size, b: Size, of: doc.Of, sample: int | None
) -> None:
    sizes = {"a": a, "b": b}
    wanted = None if sample is None else amount(sample)
    rule = doc.CrossRows(tables=("a", "b"), origin=HERE, sample=wanted, of=of)
    lengths = [total(s) if of == "" else len(part(s, of)) for s in (a, b)]
    every = lengths[0] * lengths[1]
    if sample is not None and sample > every:
        with pytest.raises(Problem, match=f"there are {every} combinations"):
            made(rule, sizes)
        return
    rows = made(rule, sizes)
    assert rows.size == (every if sample is None else sample)
    check(rows, sizes)
    pairs = _pairs(rows)
    assert len(set(pairs)) == len(pairs)
    assert [d.via for d in rows.drivers] == [("a_id",), ("b_id",)]


def _pairs(rows: RowSet) -> list[tuple[int, ...]]:
    return [*zip(*(positions(rows, driver).values() for driver in rows.drivers), strict=True)]


@FEW
@given(NARROW, NARROW, st.integers(0, 30), st.integers(1, 30))
def test_a_larger_sample_begins_with_the_smaller_one(a: Size, b: Size, few: int, more: int) -> None:
    sizes = {"a": a, "b": b}

    def pairs(count: int) -> list[tuple[int, ...]]:
        rule = doc.CrossRows(tables=("a", "b"), origin=HERE, sample=amount(count))
        rows = made(rule, sizes)
        return _pairs(rows)

    if total(a) * total(b) >= few + more:
        assert pairs(few + more)[:few] == pairs(few)


@FEW
@given(SIZES, OF, st.integers(0, 12), st.integers(1, 40))
def test_a_calendar_has_each_day_once_for_each_parent(
    size: Size, of: doc.Of, days: int, every: int
) -> None:
    sizes = {"a": size}
    rule = doc.CalendarRows(
        first=date(2024, 2, 28), origin=HERE, days=amount(days), every=every, parent="a", of=of
    )
    rows = made(rule, sizes)
    meant = range(total(size)) if of == "" else part(size, of)
    assert rows.size == days * len(meant)
    check(rows, sizes)
    assert rows.day is not None
    first = (date(2024, 2, 28) - date(1970, 1, 1)).days
    owners, day = positions(rows, rows.drivers[0]), values(rows, rows.day)
    found = {(owners[index], day[index]) for index in indexes(rows)}
    assert found == {(p, first + every * n) for p in meant for n in range(days)}


def test_a_calendar_ends_with_its_last_day() -> None:
    rule = doc.CalendarRows(first=date(2024, 1, 1), origin=HERE, last=date(2024, 1, 10), every=3)
    rows = made(rule, {})
    assert rows.day is not None
    days = [*values(rows, rows.day).values()]
    assert days == [19723, 19726, 19729, 19732]


@FEW
@given(st.integers(0, 4), st.integers(0, 3), st.integers(0, 4), SIZES)
def test_a_tree_has_its_roots_and_each_row_its_branches(
    roots: int, branching: int, depth: int, own: Size
) -> None:
    rule = doc.TreeRows(
        roots=amount(roots), branching=amount(branching), depth=amount(depth), origin=HERE
    )
    rows = made(rule, {"c": own})
    level, sizes = roots, []
    for _ in range(depth):
        sizes.append(level)
        level *= branching
    assert rows.size == sum(sizes)
    assert rows.tree_via == ("c_id",)
    assert rows.tree is not None
    above = values(rows, rows.tree)
    assert all(parent is None or 0 <= parent < index for index, parent in above.items())
    assert [i for i, parent in above.items() if parent is None] == [*range(sum(sizes[:1]))]
    children = [sum(1 for p in above.values() if p == index) for index in above]
    inner = sum(sizes[:-1])
    assert children == [branching] * inner + [0] * (rows.size - inner)


def test_more_children_of_curated_rows_than_a_script_can_name_are_refused() -> None:
    with pytest.raises(Problem) as raised:
        made(each(doc.Count(amount(10_001)), of="curated"), {"a": Size(2, 0, 0)})
    assert raised.value.code == "SD726"


def test_a_table_without_a_foreign_key_to_the_parent_is_refused() -> None:
    making = Making(
        table=TABLES["a"],
        values={},
        find=lambda name, path: parents("b", Size(1, 0, 1)),
        salts=("1",),
        room=2**51,
    )
    with pytest.raises(Problem) as raised:
        make_rows(each(FAN_OUTS["one"]), making)
    assert raised.value.code == "SD724"
