"""From the `rows` of a volume table to its RowSet. Reports SD72x through Problem."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from seedc.catalog import ForeignKey, Table
from seedc.distributions import table as distribution_table
from seedc.distributions.quotas import multiset, quotas
from seedc.frontend.volume.document import (
    Between,
    CalendarRows,
    Count,
    CountRows,
    CrossRows,
    EachRows,
    Geometric,
    Total,
    TreeRows,
    Weights,
    Zipf,
)
from seedc.generators.context import Problem
from seedc.ir import expr
from seedc.ir.arithmetic import bounded, permuted
from seedc.ir.expr import Node
from seedc.jsonvalue import Pointer
from seedc.passes.volume.fanout import FanOut, shuffled
from seedc.passes.volume.rowsets import (
    LISTED_MOST,
    Children,
    Driver,
    Listed,
    RowSet,
    from_listed,
)
from seedc.passes.volume.spaces import CuratedRows, Space, identity

SLOTS = 64
"""How many parents a block of a fan-out has, about: a count's share is exact to one in so many."""


@dataclass(frozen=True, slots=True, eq=False)
class Parents:
    """A parent table as its children's rule sees it."""

    table: Table
    curated: CuratedRows
    rows: RowSet | None

    @property
    def space(self) -> Space:
        """How many rows it has."""
        return Space(len(self.curated.rows), self.rows.size if self.rows else 0)


Find = Callable[[str, Pointer], Parents]
"""From a table's name and the pointer to it, the parent. Raises Problem (SD708)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What making rows needs to know: the table, the parameters' values, the parents, the salt's
    parts, and how many indexes the table's keys have room for."""

    table: Table
    values: Mapping[str, int]
    find: Find
    salts: tuple[str, ...]
    room: int

    def salt(self, purpose: str) -> int:
        """63 bits from the names."""
        digest = hashlib.sha256("\x1f".join((*self.salts, purpose)).encode()).digest()
        return int.from_bytes(digest[:8], "big") >> 1


def make_rows(rule: object, making: Making) -> RowSet:
    """The RowSet of a rule."""
    return _MAKERS[type(rule)](rule, making)


def _count(rule: CountRows, making: Making) -> RowSet:
    return RowSet(dense=rule.amount.evaluate(making.values))


# Children of each parent --------------------------------------------------------------------------


def _each(rule: EachRows, making: Making) -> RowSet:
    parents = making.find(rule.parent, ("rows", "each"))
    via = foreign_key(making.table, parents.table, rule.via).columns
    if isinstance(rule.fan_out.options, Total):
        total = rule.fan_out.options.amount.evaluate(making.values)
        return _dealt(rule, total, parents, via)
    fan_out = FanOut(
        shuffled(_counts(rule, making), making.salt("order")), making.salt("turn"), rule.parent
    )
    of = rule.of or ("generated" if parents.rows and parents.rows.size else "curated")
    listed = tuple(_listed(fan_out, making, parents, of))
    dense_parents = parents.rows.dense if parents.rows and of != "curated" else 0
    offset = parents.space.size - dense_parents
    dense = fan_out.total(dense_parents) if fan_out.block and dense_parents else 0
    rows = RowSet(dense=dense, listed=listed, most=fan_out.most)

    def parent_of(index: Node) -> Node:
        # The last block of parents may be cut short: its bound is not that of the blocks.
        return bounded(fan_out.parent(index), 0, max(dense_parents - 1, 0))

    def position(index: Node) -> Node:
        return rows.by_kind(
            index,
            from_listed(listed, "parent"),
            lambda i: expr.add(parent_of(i), expr.integer(offset)),
        )

    def ordinal(index: Node) -> Node:
        return rows.by_kind(index, from_listed(listed, "ordinal"), fan_out.ordinal)

    def children(parent: Node) -> Children:
        if listed:
            return _listed_children(listed, parent, parents, fan_out, offset)
        return _of_part(
            parent, offset, dense_parents, lambda n: Children(fan_out.first(n), fan_out.count(n))
        )

    return RowSet(
        dense=dense,
        listed=listed,
        drivers=(Driver(parents.table.name, via, position),),
        ordinal=ordinal,
        children=children,
        most=fan_out.most,
    )


def _counts(rule: EachRows, making: Making) -> tuple[int, ...]:
    """One block's counts, those without children included."""
    own = _own_counts(rule, making)
    share = rule.share
    if share == 1:
        return own
    slots = share.denominator * max(1, -(-SLOTS // share.denominator))
    with_children = slots * share.numerator // share.denominator
    repeated = tuple(own[n % len(own)] for n in range(with_children))
    if len(own) > with_children:
        repeated = tuple(
            own[(2 * n + 1) * len(own) // (2 * with_children)] for n in range(with_children)
        )
    return (0,) * (slots - with_children) + repeated


def _own_counts(rule: EachRows, making: Making) -> tuple[int, ...]:
    options = rule.fan_out.options
    if isinstance(options, Count):
        return (options.amount.evaluate(making.values),)
    if isinstance(options, Between):
        low = options.low.evaluate(making.values)
        high = options.high.evaluate(making.values)
        if low > high:
            raise Problem("SD722", f"{low} is greater than {high}", path=("rows", "between"))
        width = high - low + 1
        return tuple(low + n % width for n in range(width * max(1, SLOTS // width)))
    if isinstance(options, Weights):
        numbers, weights = zip(*options.weights, strict=True)
        shares = quotas(weights, max(SLOTS, len(weights)))
        return tuple(n for n, slots in zip(numbers, shares, strict=True) for _ in range(slots))
    if isinstance(options, Geometric):
        spec = {"geometric": {"mean": _decimal(options.mean)}}
        return multiset(distribution_table(spec, 0, options.most), SLOTS)
    assert isinstance(options, Zipf), "a total is dealt"
    spec = {"zipf": {"exponent": _decimal(options.exponent)}}
    return multiset(distribution_table(spec, 1, options.most), SLOTS)


def _decimal(value: Fraction) -> Decimal:
    """The number as it was written: a decimal's fraction has a power of ten below it."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _listed(fan_out: FanOut, making: Making, parents: Parents, of: str) -> list[Listed]:
    """The children of curated parents, and of parents that are listed themselves."""
    sources: list[tuple[bytes, int]] = []
    if of in ("curated", "all"):
        sources += [(identity(row), n) for n, row in enumerate(parents.curated.rows)]
    if of in ("generated", "all") and parents.rows:
        first = len(parents.curated.rows)
        sources += [
            (hashlib.sha256(str(child.index).encode()).digest(), first + n)
            for n, child in enumerate(parents.rows.listed)
        ]
    width = max(fan_out.most, 1)
    slots = making.room // 2 // width
    taken: dict[int, int] = {}
    found: list[Listed] = []
    for name, position in sources if slots else ():
        slot = int.from_bytes(name[:8], "big") % slots
        if slot in taken:
            raise Problem(
                "SD726",
                f"two curated rows of {parents.table.name} would give their children the same ids",
                help="give one of them another key, or let only generated rows have children",
                path=("rows",),
            )
        taken[slot] = position
        turned = fan_out.counts[(slot + making.salt("listed")) % fan_out.slots]
        base = making.room // 2 + slot * width
        found += [Listed(base + n, position, n) for n in range(turned)]
    if len(found) > LISTED_MOST:
        raise Problem(
            "SD726",
            f"{len(found)} children of curated rows are more than the {LISTED_MOST} that a script"
            " can name one by one",
            help='let generated rows have them ("of": "generated"), or deal a "total"',
            path=("rows",),
        )
    return sorted(found, key=lambda child: child.index)


def _of_part(parent: Node, first: int, size: int, children: Callable[[Node], Children]) -> Children:
    """The children of a parent among the `size` ones from the position `first` on, given its number
    among these; any other parent has none."""
    if size == 0:
        return Children(expr.integer(0), expr.integer(0))
    number = bounded(expr.subtract(parent, expr.integer(first)), 0, size - 1)
    found = children(number)
    inside = expr.both(
        expr.at_most(expr.integer(first), parent), expr.less(parent, expr.integer(first + size))
    )
    return Children(
        expr.case([(inside, found.first)], expr.integer(0)),
        expr.case([(inside, found.count)], expr.integer(0)),
        found.stride,
    )


def _listed_children(
    listed: Sequence[Listed], parent: Node, parents: Parents, fan_out: FanOut, offset: int
) -> Children:
    """The children of a parent at any position."""
    first = dict.fromkeys(range(offset), 0)
    count = dict.fromkeys(range(offset), 0)
    for child in listed:
        count[child.parent] += 1
        if child.ordinal == 0:
            first[child.parent] = child.index

    def choose(node: Callable[[Node], Node], values: Mapping[int, int], label: str) -> Node:
        space = Space(offset, parents.space.size - offset)
        return space.split(parent, lambda p: expr.pick_int(p, list(values.values()), label), node)

    return Children(
        choose(fan_out.first, first, "listed_first"), choose(fan_out.count, count, "listed_count")
    )


def _dealt(rule: EachRows, total: int, parents: Parents, via: tuple[str, ...]) -> RowSet:
    """A total, dealt to the parents in turn: child n goes to parent n modulo their number."""
    space = parents.space
    of = rule.of or ("generated" if space.generated else "curated")
    size = {"generated": space.generated, "curated": space.curated}.get(of, space.size)
    offset = space.curated if of == "generated" else 0
    if rule.share != 1:
        size = int(size * rule.share)
    if size == 0:
        if total:
            raise Problem(
                "SD723", f"{total} rows need a parent, and {rule.parent} has none", path=("rows",)
            )
        return RowSet(dense=0)
    turns = -(-total // size)

    def children(parent: Node) -> Children:
        number = expr.subtract(parent, expr.integer(offset))
        left = expr.subtract(expr.integer(total + size - 1), number)
        count = expr.divide(expr.greatest(left, expr.integer(0)), expr.integer(size))
        known = parent.low >= offset and parent.high < offset + size
        if not known:
            inside = expr.both(
                expr.at_most(expr.integer(0), number), expr.less(number, expr.integer(size))
            )
            count = expr.case([(inside, count)], expr.integer(0))
        return Children(number, count, size)

    return RowSet(
        dense=total,
        drivers=(
            Driver(
                parents.table.name,
                via,
                lambda i: expr.add(expr.modulo(i, expr.integer(size)), expr.integer(offset)),
            ),
        ),
        ordinal=lambda i: expr.divide(i, expr.integer(size)),
        children=children,
        most=turns,
    )


# Products, calendars, trees -----------------------------------------------------------------------


def _cross(rule: CrossRows, making: Making) -> RowSet:
    found = [making.find(name, ("rows", "cross", n)) for n, name in enumerate(rule.tables)]
    offsets, sizes = zip(*(_part(parents.space, rule.of) for parents in found), strict=True)
    every = 1
    for size in sizes:
        every *= size
    wanted = every if rule.sample is None else rule.sample.evaluate(making.values)
    if wanted > every:
        raise Problem(
            "SD741",
            f"{wanted} different rows are wanted, and there are {every} combinations of"
            f" {', '.join(rule.tables)}",
            path=("rows", "sample"),
        )
    taken: list[str] = []
    drivers = []
    rest = every
    for parents, offset, size in zip(found, offsets, sizes, strict=True):
        rest //= max(size, 1)
        key = foreign_key(making.table, parents.table, None, taken)
        taken += key.columns
        drivers.append(
            Driver(parents.table.name, key.columns, _digit(rest, size, offset, every, rule, making))
        )
    return RowSet(dense=wanted, drivers=tuple(drivers))


def _part(space: Space, of: str) -> tuple[int, int]:
    if of == "curated":
        return 0, space.curated
    return (space.curated, space.generated) if of == "generated" else (0, space.size)


def _digit(
    unit: int, size: int, offset: int, every: int, rule: CrossRows, making: Making
) -> Callable[[Node], Node]:
    """One parent of a combination: a digit of its number. A sample takes other numbers than the
    first ones, each once."""

    def position(index: Node) -> Node:
        number = index
        if rule.sample is not None:
            number = permuted(index, every, making.salt("sample"))
        digit = expr.modulo(expr.divide(number, expr.integer(unit)), expr.integer(size))
        return expr.add(digit, expr.integer(offset))

    return position


def _calendar(rule: CalendarRows, making: Making) -> RowSet:
    first = rule.first.toordinal() - 719_163  # the ordinal of 1970-01-01
    if rule.days is not None:
        days = rule.days.evaluate(making.values)
    else:
        assert rule.last is not None
        days = (rule.last - rule.first).days // rule.every + 1
    if rule.parent is None:
        return RowSet(dense=days, day=lambda i: _nth(i, first, rule.every))
    parents = making.find(rule.parent, ("rows", "calendar", "each"))
    offset, size = _part(parents.space, rule.of or "all")
    via = foreign_key(making.table, parents.table, rule.via).columns
    count = expr.integer(max(size, 1))
    return RowSet(
        dense=days * size,
        drivers=(
            Driver(
                parents.table.name,
                via,
                lambda i: expr.add(expr.modulo(i, count), expr.integer(offset)),
            ),
        ),
        ordinal=lambda i: expr.divide(i, count),
        day=lambda i: _nth(expr.divide(i, count), first, rule.every),
        children=lambda p: _of_part(
            p, offset, size, lambda n: Children(n, expr.integer(days), size)
        ),
        most=days,
    )


def _nth(number: Node, first: int, every: int) -> Node:
    return expr.add(expr.multiply(number, expr.integer(every)), expr.integer(first))


def _tree(rule: TreeRows, making: Making) -> RowSet:
    roots = rule.roots.evaluate(making.values)
    branching = rule.branching.evaluate(making.values)
    depth = rule.depth.evaluate(making.values)
    total, level = 0, roots
    for _ in range(depth):
        total, level = total + level, level * branching
    key = foreign_key(making.table, making.table, rule.via)

    def above(index: Node) -> Node:
        if branching == 0 or total <= roots:
            return expr.null("int")
        start = expr.subtract(index, expr.integer(roots))
        known = expr.divide(start, expr.integer(branching))
        return expr.case([(expr.at_most(expr.integer(roots), index), known)], expr.null("int"))

    return RowSet(dense=total, tree=above, tree_via=key.columns, most=max(branching, 1))


def foreign_key(
    table: Table, parent: Table, via: str | None, taken: Sequence[str] = ()
) -> ForeignKey:
    """The foreign key from a table to its parent, told by one of its columns where there are
    several. Raises Problem (SD724 none, SD725 several)."""
    found = [
        key
        for key in table.foreign_keys
        if key.table == parent.name
        and (via is None or via in key.columns)
        and not set(key.columns) <= set(taken)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Problem(
            "SD724",
            f"{table.name} has no foreign key to {parent.name}"
            + (f" with a column {via}" if via else ""),
            path=("rows",),
        )
    widest = max(found, key=lambda key: len(key.columns))
    if all({*key.columns} <= {*widest.columns} for key in found):
        return widest  # "of the same tenant" beside the plain key: one row for both
    if taken:
        return found[0]
    names = ", ".join(sorted({key.columns[0] for key in found}))
    raise Problem(
        "SD725",
        f"{table.name} has several foreign keys to {parent.name}",
        help=f'say which one is meant: "via": one of {names}',
        path=("rows",),
    )


_MAKERS: dict[type, Callable[..., RowSet]] = {
    CountRows: _count,
    EachRows: _each,
    CrossRows: _cross,
    CalendarRows: _calendar,
    TreeRows: _tree,
}
