"""How much write-ahead log a piece of work makes. The log is the whole server's, so a test that
measures it is marked `alone`: on a server that other tests share it runs while none of them does.
"""

from collections.abc import Callable

import psycopg

_HERE = "SELECT pg_current_wal_insert_lsn()"
_SINCE = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s)::bigint"


def logged(dsn: str, work: Callable[[], object], times: int = 3) -> int:
    """The least bytes of log that one of several turns of `work` made. The server adds records of
    its own now and then: running transactions, hint bits after a checkpoint, vacuum."""
    return min(_once(dsn, work) for _ in range(times))


def _once(dsn: str, work: Callable[[], object]) -> int:
    with psycopg.connect(dsn, autocommit=True) as connection:
        before = connection.execute(_HERE).fetchone()
        assert before is not None
        work()
        found = connection.execute(_SINCE, before).fetchone()
    assert found is not None
    return int(found[0])
