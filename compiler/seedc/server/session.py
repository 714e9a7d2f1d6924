"""One chunk to the server, and work that is always rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus

from seedc.frontend.ddl.splitter import Chunk

_UNDO = "ROLLBACK TO SAVEPOINT seedc_scratch; RELEASE SAVEPOINT seedc_scratch"
_SLICE = 1 << 18  # characters to a COPY message: larger ones gain nothing


def sql(text: str) -> bytes:
    """The text of a compiled script or schema, as psycopg takes what is no constant."""
    return text.encode()


def run(connection: psycopg.Connection, chunk: Chunk) -> None:
    """Execute a statement, or stream a COPY block. Nothing is prepared. Raises psycopg.Error."""
    if chunk.kind != "copy":
        connection.execute(sql(chunk.text))
        return
    with connection.cursor() as cursor, cursor.copy(sql(chunk.text)) as copy:
        for start in range(0, len(chunk.data), _SLICE):
            copy.write(chunk.data[start : start + _SLICE])


def idle(connection: psycopg.Connection) -> bool:
    """Whether no transaction is open."""
    return connection.info.transaction_status == TransactionStatus.IDLE


@contextmanager
def scratch(connection: psycopg.Connection, begin: str) -> Iterator[None]:
    """A transaction, or a savepoint in the open one, that is rolled back in any case."""
    outermost = idle(connection)
    connection.execute(sql(begin or "BEGIN") if outermost else "SAVEPOINT seedc_scratch")
    try:
        yield
    finally:
        if not connection.closed:
            # RELEASE too: a savepoint that stays would hide an outer one of the same name.
            connection.execute("ROLLBACK" if outermost else _UNDO)
