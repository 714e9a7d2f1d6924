"""Generated rows in batches: one statement where a table fits into a batch, else a loop.

The loop is a DO block, so that fifty million rows are a page of SQL. Each turn takes the dataset's
lock, writes a batch, tells how far it is and commits; a run that was broken off goes on where it
stopped, because rows that are there are not written again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seedc.backends.pgsql.expressions import indented
from seedc.backends.pgsql.generated import Query, between, by_band, insert, whole
from seedc.backends.pgsql.guard import lock_key
from seedc.backends.pgsql.session import batch_settings
from seedc.ir.program import RowFunction, Stage, TableLoad
from seedc.quote import Sql, comment, dollar, fill, ident, join, literal, number, raw


def heading(load: TableLoad) -> Sql:
    """`-- storefront.sales · generated · keep`."""
    assert load.generated is not None
    return fill(
        "-- {table} · generated · {policy}",
        table=comment(str(load.table.name)),
        policy=comment(load.generated.policy),
    )


def fits(stage: Stage, batch: int) -> bool:
    """Whether the stage is written by one statement for each row function: a table in one batch;
    tables whose rows refer to each other in a circle, which one statement must write; a table
    without a key, whose equal rows must be counted together."""
    return stage.cyclic or all(
        _keyless(load) or function.size <= batch or function.indexes != ()
        for load in stage.loads
        for function in _functions(load)
    )


def _keyless(load: TableLoad) -> bool:
    return load.generated is not None and load.generated.arbiter.name is None


def at_once(stage: Stage) -> Iterator[Sql]:
    """The statements of a stage that fits."""
    headings = [heading(load) for load in stage.loads]
    queries = [
        (load, insert(load, function, whole(function)))
        for load in stage.loads
        for function in _functions(load)
    ]
    if stage.cyclic:
        yield join("\n", [*headings, _together(queries)])
        return
    for place, (_, query) in enumerate(queries):
        text = fill("{q};", q=query.text)
        yield join("\n", [*(headings if place == 0 else ()), text])


def _together(queries: Sequence[tuple[TableLoad, Query]]) -> Sql:
    """All INSERTs as one statement: foreign keys are checked when it ends."""
    ctes = [
        fill(
            "{name} AS (\n  {query}\n)",
            name=ident(f"{load.table.name.name.encode()[:36].decode(errors='ignore')} {n}"),
            query=indented(query.text),
        )
        for n, (load, query) in enumerate(queries[:-1], 1)
    ]
    last = queries[-1][1]
    return fill("{q};", q=Query((*ctes, *last.ctes), last.body).text)


def _functions(load: TableLoad) -> Sequence[RowFunction]:
    return load.generated.functions if load.generated else ()


def in_batches(
    load: TableLoad, dataset: str, batch: int, *, commits: bool, unkeyed: Sql | None = None
) -> Iterator[Sql]:
    """The statements of a table that does not fit: a loop over the dense rows, and a statement for
    the listed ones, which are few. `commits` makes each batch a transaction of its own. `unkeyed`
    is the condition under which there is no key to find rows by, and no row to be found."""
    for place, function in enumerate(_functions(load)):
        first = [heading(load)] if place == 0 else []
        loop = _loop(load, function, dataset, batch, commits=commits, unkeyed=unkeyed)
        yield join("\n", [*first, loop])


def _loop(
    load: TableLoad,
    function: RowFunction,
    dataset: str,
    batch: int,
    *,
    commits: bool,
    unkeyed: Sql | None,
) -> Sql:
    size, names = function.size, _variables(load)
    if function.indexes:
        part, width = whole(function), size
    else:
        part, width = between(names["at"], _last(names["at"], batch, size)), batch
    assert load.generated is not None
    declared = raw("")
    if unkeyed is not None:
        part = replace(part, sought=names["sought"])
        declared = fill("\n  {sought} boolean := NOT {unkeyed};", unkeyed=unkeyed, **names)
    settings = (*batch_settings(load), *(_large_settings(load) if size > _LARGE else ()))
    body = fill(
        _LOOP,
        size=number(size),
        declared=declared,
        lock=number(lock_key(dataset)),
        settings=join("", [fill("\n    {line}", line=line) for line in settings]),
        write=_counted(load, insert(load, function, part).text, names),
        width=number(width),
        told=_told(load, f"%/{size}"),
        commit=raw("\n    COMMIT;") if commits else raw(""),
        summary=_told(load, "% inserted, % updated", colon=":"),
        **names,
    )
    return fill("DO {body};", body=dollar(body))


def _variables(load: TableLoad) -> dict[str, Sql]:
    """The loop's variables, called as no column of the table is: in a conflict target PL/pgSQL
    could not tell them apart."""
    prefix = "seedc_"
    while any(column.name.startswith(prefix) for column in load.table.columns):
        prefix += "_"
    words = ("at", "inserted", "inserts", "updates", "sought")
    return {word: ident(prefix + word) for word in words}


def _last(at: Sql, batch: int, size: int) -> Sql:
    return fill("least({at} + {w}, {l})", at=at, w=number(batch - 1), l=number(size - 1))


def _told(load: TableLoad, text: str, colon: str = "") -> Sql:
    name = str(load.table.name).replace("%", "%%")
    return literal(f"{name}{colon} {text}")


def _counted(load: TableLoad, text: Sql, names: dict[str, Sql]) -> Sql:
    """The INSERT, and how many rows it inserted and updated. What ON CONFLICT updated has an xmax:
    the lock that it took before."""
    assert load.generated is not None
    inner = Sql(text.replace("\n", "\n    "))
    if load.generated.policy == "keep":
        return fill(
            "{t};\n    GET DIAGNOSTICS {inserted} = ROW_COUNT;\n"
            "    {inserts} := {inserts} + {inserted};",
            t=inner,
            **names,
        )
    return fill(
        "WITH written AS (\n    {t}\n    RETURNING xmax = 0 AS fresh)\n"
        "    SELECT {inserts} + count(*) FILTER (WHERE w.fresh),\n"
        "           {updates} + count(*) FILTER (WHERE NOT w.fresh)\n"
        "    INTO {inserts}, {updates}\n    FROM written AS w;",
        t=inner,
        **names,
    )


# From the sixth turn on PL/pgSQL would keep a plan that knows no bounds of the batch. It takes the
# series for 1,000 rows and the stretch of keys for a part of the table, so that in a large table it
# looks each key up by itself: with a million rows, not yet analyzed, a second apply took 2.4 times
# as long under keep, 1.5 under update. A plan costs 0.25 ms, too much for small tables' batches.
_LARGE = 500_000
_PLAN_ANEW = raw("PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);")
# A key that no stretch of the index tells (several columns, a text) would be looked for by merging
# the batch with the whole index, again for each batch: the cost of a batch would grow with the
# table. Looked up one by one, in about the order in which they were written, it does not.
_LOOK_UP = tuple(
    fill("PERFORM set_config({name}, 'off', true);", name=literal(name))
    for name in ("enable_mergejoin", "enable_hashjoin")
)


def _large_settings(load: TableLoad) -> tuple[Sql, ...]:
    return (_PLAN_ANEW,) if by_band(load) is not None else (_PLAN_ANEW, *_LOOK_UP)


# The lines of WHILE and COMMIT stand alone and just so: the runner (server/script.py) reads from
# the first how many rows a loop writes, and blanks the other for a dry run in one transaction.
_LOOP = """DECLARE
  {at} bigint := 0;
  {inserted} bigint := 0;
  {inserts} bigint := 0;
  {updates} bigint := 0;{declared}
BEGIN
  WHILE {at} < {size} LOOP
    PERFORM pg_advisory_xact_lock({lock});{settings}
    {write}
    {at} := least({at} + {width}, {size});
    RAISE NOTICE {told}, {at};{commit}
  END LOOP;
  RAISE NOTICE {summary}, {inserts}, {updates};
END"""
