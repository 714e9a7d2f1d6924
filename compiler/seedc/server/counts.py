"""What a transaction did to each table, counted by the server itself.

The counters are those of pg_stat_xact_user_tables (src/backend/utils/activity/pgstat_relation.c):
tuples written by this session and not yet handed to the shared statistics. They may hold what
earlier transactions of the same session left there, and are handed over only between transactions;
the difference of two readings inside one transaction is therefore exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import psycopg

Written: TypeAlias = dict[str, tuple[int, int, int]]
"""Rows inserted, updated and deleted for each table, `schema.name`; partitions count as their
root."""

# Every table that the session may have touched, and not only the seeded ones: triggers write too.
_QUERY = """
SELECT current_setting('track_counts') = 'on', NULL, 0::bigint, 0::bigint, 0::bigint
UNION ALL
SELECT NULL, n.nspname || '.' || c.relname,
       sum(s.n_tup_ins)::bigint, sum(s.n_tup_upd)::bigint, sum(s.n_tup_del)::bigint
FROM pg_catalog.pg_stat_xact_user_tables AS s
JOIN pg_catalog.pg_class AS c ON c.oid = coalesce(pg_catalog.pg_partition_root(s.relid), s.relid)
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.oid <> pg_catalog.pg_my_temp_schema() AND s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class TableCount:
    """Rows of one table. `unchanged` are seeded rows that were there and stayed as they were."""

    table: str
    inserted: int
    updated: int
    unchanged: int
    deleted: int


def written(connection: psycopg.Connection) -> Written | None:
    """The counters as they stand now, for tables where any is above zero; None where the server
    does not count (`track_counts` is off)."""
    rows = connection.execute(_QUERY).fetchall()
    if not rows[0][0]:
        return None
    return {name: (inserted, updated, deleted) for _, name, inserted, updated, deleted in rows[1:]}


def difference(before: Written, after: Written) -> Written:
    """What was written between two readings."""
    none = (0, 0, 0)
    return {
        name: _minus(after.get(name, none), before.get(name, none)) for name in {**after, **before}
    }


def total(parts: Iterable[Written]) -> Written:
    """What several transactions wrote together."""
    found: Written = {}
    for part in parts:
        for name, (inserted, updated, deleted) in part.items():
            one, two, three = found.get(name, (0, 0, 0))
            found[name] = (one + inserted, two + updated, three + deleted)
    return found


def table_counts(wrote: Written, seeded: Mapping[str, int]) -> tuple[TableCount, ...]:
    """Seeded tables in their order, then tables that triggers wrote, by name. A row that is
    inserted and then updated in one load counts as both."""
    names = [*seeded, *sorted(wrote.keys() - seeded.keys())]
    counts = (_count(name, wrote.get(name, (0, 0, 0)), seeded.get(name, 0)) for name in names)
    return tuple(c for c in counts if c.table in seeded or c.inserted or c.updated or c.deleted)


def _count(name: str, wrote: tuple[int, int, int], seeded: int) -> TableCount:
    inserted, updated, deleted = wrote
    return TableCount(name, inserted, updated, max(0, seeded - inserted - updated), deleted)


def _minus(now: tuple[int, int, int], then: tuple[int, int, int]) -> tuple[int, int, int]:
    return now[0] - then[0], now[1] - then[1], now[2] - then[2]
