"""References: which row of another table a row refers to, drawn as a position (spaces.py).

The key's columns follow from the position, so the columns of a composite key always belong
together, and no parent is held in memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey
from seedc.generators.context import Context, Options, Problem
from seedc.generators.values import Value
from seedc.ir import expr
from seedc.ir.arithmetic import bounded, coprime
from seedc.ir.expr import Node
from seedc.passes.volume import filtered, keys, pairs
from seedc.passes.volume.making import Parents

if TYPE_CHECKING:
    from seedc.passes.volume.columns import Columns


def reference(columns: "Columns", context: Context, options: Options) -> Value:
    """The column's part of the key of a drawn row; the other columns of the foreign key follow."""
    volume = columns.plan.volume
    name = context.target.column
    table = volume.table(options["table"], ("table",))
    key = columns.key_of(name, table.name)
    if context.nested:
        # A part of another rule: of several such parts each draws a row of its own.
        drawn = columns.let(f"{name} row", _position(columns, context, options, key))
        return keys.cell(columns, key, drawn, key.references[key.columns.index(name)])
    if key.columns not in columns.positions:
        columns.placed(key, _position(columns, context, options, key))
    return keys.referenced(columns, key, name)


@dataclass(frozen=True, slots=True)
class _Draw:
    """What one draw is from: the rows `parents` of the foreign key, `size` of them from the
    position `offset` on, by these options."""

    key: ForeignKey
    options: Options
    parents: Parents
    offset: int
    size: int


def _position(columns: "Columns", context: Context, options: Options, key: ForeignKey) -> Node:
    """The position of the parent, NULL in the share of rows that the rule says."""
    parents = columns.plan.volume.parents_of(columns.plan.volume.catalog.tables[key.table])
    offset, size = pairs.part(parents, options.get("of", "all"))
    kept = _kept(columns, context, key, parents, options)
    if kept is not None:
        offset, size = 0, size - (parents.space.curated if offset == 0 else 0) + len(kept)
    if size == 0:
        if context.target.required:
            raise Problem(
                "SD723",
                f"{context.target.table}.{context.target.column} needs a row of {key.table},"
                " and there is none",
                help=f"give {key.table} rows, curated or generated",
            )
        return expr.null("int")
    if options.get("stable"):
        size = pairs.fewest(columns, parents, size, options)
    node = _drawn(columns, context, _Draw(key, options, parents, offset, size))
    if kept is not None:
        node = filtered.position_of(node, kept, parents.space.curated)
    if context.null:
        from seedc.passes.volume.columns import null_here  # noqa: PLC0415 - it reads this module

        node = expr.case([(null_here(context, context.null), expr.null("int"))], node)
    return node


def _kept(
    columns: "Columns", context: Context, key: ForeignKey, parents: Parents, options: Options
) -> tuple[int, ...] | None:
    """The positions of the curated rows that `where` leaves, None where the rule has none."""
    text, of = options.get("where"), options.get("of", "all")
    if text is None:
        return None
    own = key.table == columns.plan.bound.table.name
    filtered.check_beside(context, options, own or pairs.pair_of(columns, key) is not None)
    if of != "curated" and parents.space.generated:
        filtered.check_generated(columns, key, text)
    return () if of == "generated" else filtered.kept_positions(columns, key, parents, text)


def _drawn(columns: "Columns", context: Context, draw: _Draw) -> Node:
    own = draw.key.table == columns.plan.bound.table.name
    pair = None if context.nested else pairs.pair_of(columns, draw.key)
    if pair is not None:
        _check_beside(context, draw, "a reference that is drawn with another one", "within")
        return _of_pair(columns, context, draw, pair)
    if own:
        words = ("not", "unique_per", "stable", "distribution")
        _check_beside(context, draw, "a table's reference to itself", *words)
        return _earlier(columns, context, draw)
    if within := draw.options.get("within"):
        _check_beside(context, draw, '"within"', "not", "stable", "of", "distribution")
        return _within(columns, context, draw, within)
    if per := draw.options.get("unique_per"):
        return expr.add(_per(columns, context, draw, per), expr.integer(draw.offset))
    if other := draw.options.get("not"):
        return _not(columns, context, other, draw.offset, draw.size)
    return expr.add(context.choose(draw.size), expr.integer(draw.offset))


def _check_beside(context: Context, draw: _Draw, what: str, *words: str) -> None:
    """Raise Problem (SD736) for members beside a reference that its kind of draw does not heed."""
    given = dict(draw.options)
    if context.distribution not in (None, "uniform"):
        given["distribution"] = context.distribution
    if given.get("of") == "all":
        del given["of"]
    found = [word for word in words if given.get(word)]
    if found:
        help_ = _INSTEAD.get(found[0])
        raise Problem(
            "SD736", f'{what} cannot have "{found[0]}" beside it', help=help_, path=(found[0],)
        )


_INSTEAD = {"within": "make the rows with each for the row that the other column refers to"}


def _of_pair(columns: "Columns", context: Context, draw: _Draw, pair: pairs.Pair) -> Node:
    """The position of a row that is drawn together with another one."""
    if draw.key == pair.first.key:
        if draw.options.get("not"):
            raise Problem(
                "SD736",
                f"another column is unique per {context.target.column}, which therefore cannot"
                " step aside",
                help='write "not" beside the reference of the other column',
                path=("not",),
            )
        return expr.add(pairs.drawn(columns, context, pair)[0], expr.integer(pair.first.offset))
    number = pairs.drawn(columns, context, pair)[1]
    return expr.add(_aside(columns, draw, number), expr.integer(pair.second.offset))


def _per(columns: "Columns", context: Context, draw: _Draw, per: str) -> Node:
    """The number of a row that no other row made for the same parent refers to, nor, where the rule
    says `not` as well, is the row that `per` refers to."""
    size = draw.size - ("not" in draw.options)
    return _aside(columns, draw, _per_parent(columns, context, columns.key_of(per), size))


def _aside(columns: "Columns", draw: _Draw, number: Node) -> Node:
    """The number, stepping aside for the row that `not` names, if it does."""
    other, per = draw.options.get("not"), draw.options.get("unique_per")
    if other is None:
        return number
    if other != per:
        raise Problem(
            "SD736",
            f'beside "unique_per": "{per}", "not" can only name {per} as well',
            path=("not",),
        )
    taken = expr.subtract(columns.position(columns.key_of(other)), expr.integer(draw.offset))
    return _skipping(number, taken, draw.size)


def _earlier_sibling(columns: "Columns", context: Context, draw: _Draw) -> Node | None:
    """The same where the key says "of the same tenant" and rows are made for each tenant."""
    rows = columns.rows
    driver = next((d for d in rows.drivers if {*d.via} & {*draw.key.columns}), None)
    if driver is None or rows.children is None or rows.ordinal is None:
        return None
    before = columns.siblings()
    children = rows.children(driver.position(columns.index))
    drawn = expr.modulo(context.random(), expr.greatest(before, expr.integer(1)))
    index = expr.add(children.first, expr.multiply(drawn, expr.integer(children.stride)))
    last = max([rows.dense - 1, *(c.index for c in rows.listed[-1:]), 0])
    found = expr.add(
        rows.number_of(bounded(index, 0, last)), expr.integer(draw.parents.space.curated)
    )
    first = columns.number() if context.target.required else expr.null("int")
    return expr.case([(expr.less(before, expr.integer(1)), first)], found)


def _earlier(columns: "Columns", context: Context, draw: _Draw) -> Node:
    """A row of the same table before this one, so that rows can be written in batches: NULL, or
    the row itself where NULL is not allowed, for the first."""
    if (sibling := _earlier_sibling(columns, context, draw)) is not None:
        return sibling
    offset, parents = draw.offset, draw.parents
    own = columns.number()
    before = expr.subtract(own, expr.integer(offset))
    if context.unique:
        drawn = expr.subtract(before, expr.integer(1))
    else:
        count = expr.greatest(before, expr.integer(1))
        drawn = expr.modulo(context.random(), count)
    if before.low >= 1:
        return expr.add(drawn, expr.integer(offset))
    first = own if context.target.required else expr.null("int")
    inside = bounded(expr.add(drawn, expr.integer(offset)), 0, max(parents.space.size - 1, 0))
    return expr.case([(expr.less(before, expr.integer(1)), first)], inside)


def _not(columns: "Columns", context: Context, other: str, offset: int, size: int) -> Node:
    """Any row but the one that another foreign key of this row refers to."""
    taken = columns.position(columns.key_of(other))
    if size < 2:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must differ from {other}, and there is"
            f" only {size} row to refer to",
        )
    drawn = expr.add(context.choose(size - 1), expr.integer(offset))
    return _skipping(drawn, taken, offset + size)


def _skipping(drawn: Node, taken: Node, end: int) -> Node:
    """The drawn number, one more from the taken one on: so the taken one is never met, and every
    other number below `end` can be. A taken number outside the drawn ones skips nothing wrongly."""
    beyond = expr.coalesce(expr.at_most(taken, drawn), expr.boolean(value=False))
    moved = bounded(expr.add(drawn, expr.integer(1)), 0, end - 1)
    return expr.case([(beyond, moved)], drawn)


def _within(columns: "Columns", context: Context, draw: _Draw, within: str) -> Node:
    """A row that has the same parent: `within` is a column that another foreign key of this row
    fills, too. Where this row is made for each row of that key's table, its siblings are given
    different rows in turn; else one is drawn."""
    parents = draw.parents
    shared, above = _shared_parent(columns, draw, within)
    assert parents.rows is not None
    assert parents.rows.children is not None
    children = parents.rows.children(above)
    if children.count.low < 1 and context.target.required:
        raise Problem(
            "SD723",
            f"a row of {shared.table} may have no row of {draw.key.table} to refer to",
            help=f"make more rows of {draw.key.table}",
            path=("within",),
        )
    count = columns.let(f"{draw.key.columns[-1]} choices", children.count)
    number = context.random()
    if columns.driver(shared) is not None and columns.rows.ordinal is not None:
        _check_turns(columns, context, children.count.low)
        start = expr.shift_right(expr.hashed(columns.position(shared), context.salt("turn")), 1)
        number = expr.add(start, columns.siblings())
    chosen = expr.modulo(number, expr.greatest(count, expr.integer(1)))
    index = expr.add(children.first, expr.multiply(chosen, expr.integer(children.stride)))
    last = max([parents.rows.dense - 1, *(c.index for c in parents.rows.listed[-1:]), 0])
    found = expr.add(
        parents.rows.number_of(bounded(index, 0, last)), expr.integer(parents.space.curated)
    )
    if children.count.low >= 1:
        return found
    return expr.case([(expr.less(expr.integer(0), count), found)], expr.null("int"))


def _check_turns(columns: "Columns", context: Context, fewest: int) -> None:
    """Siblings that a unique key tells apart by this column need a different row each."""
    name = context.target.column
    keys = [u for u in columns.plan.bound.table.uniques if name in (u.columns or ())]
    if keys and columns.rows.most > fewest:
        raise Problem(
            "SD741",
            f"{context.target.table}.{name} must differ within {columns.rows.most} rows of one"
            f" parent ({keys[0].name}), and some parent has only {fewest} rows to refer to",
            help="make fewer rows for each parent, or more rows to refer to",
        )


def _shared_parent(columns: "Columns", draw: _Draw, within: str) -> tuple[ForeignKey, Node]:
    """The other foreign key that fills `within`, and the position of the parent that the rows of
    both have in common: the row it refers to, or that row's own parent."""
    ours = draw.parents.rows.drivers if draw.parents.rows else ()
    others = [
        key
        for key in columns.plan.bound.foreign_keys.get(within, ())
        if key != draw.key and _is_placed(columns, key, within)
    ]
    for key in others:
        if any(driver.table == key.table for driver in ours):
            return key, columns.position(key)
    for key in others:
        plan = columns.plan.volume.table_plan(key.table)
        for driver in plan.rows.drivers if plan else ():
            if plan is not None and any(own.table == driver.table for own in ours):
                number = expr.subtract(
                    columns.position(key), expr.integer(len(plan.parents.curated.rows))
                )
                if number.low >= 0:
                    at = columns.let(f"{key.columns[-1]} index", plan.rows.index_at(number))
                    return key, driver.position(at)
    names = ", ".join(str(key.table) for key in others) or within
    raise Problem(
        "SD755",
        f"the rows of {draw.key.table} are not made for each row that {names} belongs to",
        help=f'say rows: {{"each": …}} for {draw.key.table}, and refer to generated rows',
        path=("within",),
    )


def _is_placed(columns: "Columns", key: ForeignKey, within: str) -> bool:
    """Whether something says which row a key is of, and not by drawing within the same column."""
    rule = pairs.rule_of(columns, key)
    if rule is None:
        return columns.driver(key) is not None or key.columns == columns.rows.tree_via
    return bool(rule.options.get("within") != within)


def _per_parent(columns: "Columns", context: Context, other: ForeignKey, size: int) -> Node:
    """start(parent) + ordinal · step modulo size, with a step that has no divisor in common."""
    most = columns.rows.most
    if most > size:
        raise Problem(
            "SD741",
            f"{context.target.table}.{context.target.column} must differ within {most} rows of one"
            f" parent, and there are {size} rows to refer to",
            help="make fewer rows for each parent, or more rows to refer to",
        )
    if context.distribution not in (None, "uniform"):
        return _ranked_per_parent(columns, context, other, size, max(most, 1))
    start = expr.modulo(
        expr.hashed(columns.position(other), context.salt("start")), expr.integer(size)
    )
    step = coprime(size, context.salt("step") % size * 2 // 3 + size // 3, max(2, size))
    ordinal = columns.siblings()
    walked = expr.multiply(ordinal, expr.integer(step))
    return expr.modulo(expr.add(start, walked), expr.integer(size))


def _ranked_per_parent(
    columns: "Columns", context: Context, other: ForeignKey, size: int, most: int
) -> Node:
    """By a distribution: each sibling draws within a residue class of its own, so no two meet."""
    turned = expr.add(
        expr.modulo(
            expr.hashed(columns.position(other), context.salt("start")), expr.integer(most)
        ),
        columns.siblings(),
    )
    own = expr.modulo(turned, expr.integer(most))
    return expr.add(expr.multiply(context.choose(size // most), expr.integer(most)), own)
