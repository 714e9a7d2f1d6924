"""One table's generated rows, piece by piece: what is missing is copied.

Of each piece, under the dataset's lock:

- nothing is there, or bulk mode found nothing and dropped the key: its rows come from the engine by
  COPY, straight into the table; where COPY may not do what INSERT would (row-level security,
  rules), through a temporary table;
- all of it is there, and the policy is `keep`: nothing is done, and no row is computed;
- else the server compares, with the statement of the script for just this piece. Rows are not sent
  to be compared: sending costs more than computing them anew, and a temporary table writes to the
  catalog, which a second apply must not.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import psycopg

from seedc.backends.pgsql.generated import between, insert, whole
from seedc.backends.pgsql.guard import lock_key
from seedc.backends.pgsql.match import names, relation
from seedc.backends.pgsql.present import anything, copyable, counts_up, there
from seedc.backends.pgsql.rebuild import unkeyed
from seedc.backends.pgsql.session import session_settings
from seedc.backends.pgsql.staged_generated import insert_staged, stage, waiting
from seedc.ir.program import GeneratedRows, RowFunction, TableLoad
from seedc.quote import Sql, fill, number
from seedc.server.session import idle, sql
from seedc.server.stream_feed import CHUNK, Feed

_SLICE = 1 << 18  # bytes to a COPY message: larger ones gain nothing


@dataclass(frozen=True, slots=True)
class Target:
    """What one statement or loop of a script writes: the rows of one function of a table. `looped`
    says that it is a loop, over batches of `batch` rows."""

    dataset: str
    load: TableLoad
    function: RowFunction
    batch: int
    looped: bool

    @property
    def rows(self) -> GeneratedRows:
        """The generated rows of the table."""
        assert self.load.generated is not None, "the volume of a program has generated rows"
        return self.load.generated

    def spans(self) -> Iterator[range]:
        """The positions of each piece: a batch, but at least `CHUNK` rows; all of them where the
        script has one statement, or indexes that are listed."""
        size = self.function.size
        width = -(-max(self.batch, CHUNK) // CHUNK) * CHUNK
        if not self.looped or self.function.indexes:
            width = size
        for start in range(0, size, width):
            yield range(start, min(start + width, size))


class Writer:
    """Writes a target's pieces. `commits` makes each a transaction of its own; else the caller has
    one open, with the lock and the settings of the script. `inserted` and `updated` count rows."""

    def __init__(
        self, connection: psycopg.Connection, target: Target, feed: Feed, *, commits: bool
    ) -> None:
        self._connection, self._target, self._feed = connection, target, feed
        self._commits = commits
        self._streak = True
        self._staged = False
        self.inserted = self.updated = 0

    def write(self, span: range) -> None:
        """Bring the rows at these positions into the table. Raises psycopg.Error, and Lacking
        before it has written anything of a function that the engine cannot compute."""
        with self._transaction():
            absent = self._absent(span)
            if absent:
                self._copy(span)
            elif absent is None:
                self._compare(span)
        self._streak = absent is True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self._commits:
            yield
            return
        self._staged = False
        try:
            self._execute(self._opening)
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if not self._connection.closed and not idle(self._connection):
                self._connection.execute("ROLLBACK")
            raise

    @cached_property
    def _opening(self) -> Sql:
        return fill(
            "BEGIN;\n{settings}\nSELECT pg_advisory_xact_lock({key})",
            settings=session_settings([self._target.load]),
            key=number(lock_key(self._target.dataset)),
        )

    # What is there -------------------------------------------------------------------------------

    def _absent(self, span: range) -> bool | None:
        """True: no row of the piece is there. False: there is nothing to do. None: it is not known,
        or some are, or they are to be compared."""
        target = self._target
        arbiter = target.rows.arbiter
        if self._unkeyed:
            return True
        if counts_up(target.load, target.function):
            found = self._number(there(target.load, target.function, span))
            if found == len(span) and target.rows.policy == "keep":
                return False
            return True if not found else None
        if self._vacant:
            return True
        if self._commits and arbiter.name is not None and arbiter.upsert:
            found = self._number(there(target.load, target.function, span))
            return True if not found else None
        return None

    @cached_property
    def _vacant(self) -> bool:
        """Whether the table is empty: where all is one transaction, at its beginning, since nobody
        else may write these rows before it ends."""
        return not self._commits and not self._number(anything(self._target.load))

    @cached_property
    def _unkeyed(self) -> bool:
        """Whether bulk mode found none of the rows, so that there is no key to find them by."""
        dropped = unkeyed(self._target.load)
        if self._commits or dropped is None:
            return False
        return self._number(fill("SELECT {d}::integer", d=dropped)) == 1

    @cached_property
    def _direct(self) -> bool:
        return self._number(copyable(self._target.load)) == 1

    # Writing --------------------------------------------------------------------------------------

    def _copy(self, span: range) -> None:
        rows = self._feed.take(span, more=self._streak)
        load, function = self._target.load, self._target.function
        if not self._direct:
            self._through_staging(span, rows)
        elif counts_up(load, function) or not self._commits:
            self.inserted += self._into(relation(load), rows)
        else:
            self._or_compare(span, rows)

    def _into(self, table: Sql, rows: Iterable[bytes]) -> int:
        """Copy rows into a table. Returns how many it took."""
        columns = names(c.column for c in self._target.rows.columns)
        command = fill("COPY {table} ({columns}) FROM STDIN", table=table, columns=columns)
        with self._connection.cursor() as cursor:
            with cursor.copy(sql(command)) as copy:
                for data in rows:
                    view = memoryview(data)
                    for start in range(0, len(data), _SLICE):
                        copy.write(view[start : start + _SLICE])
            return cursor.rowcount

    def _through_staging(self, span: range, rows: Iterable[bytes]) -> None:
        load = self._target.load
        if self._staged:
            self._execute(fill("TRUNCATE {table}", table=waiting(load)))
        else:
            self._execute(stage(load))
            self._staged = True
        self._into(waiting(load), rows)
        self._insert(insert_staged(load, None if self._target.function.indexes else span))

    def _or_compare(self, span: range, rows: Iterable[bytes]) -> None:
        """Copy a piece of which a sample is not there. Where another of its rows is, that fails on
        the key, and the server compares."""
        self._connection.execute("SAVEPOINT seedc_piece")
        try:
            self.inserted += self._into(relation(self._target.load), rows)
        except psycopg.errors.UniqueViolation:
            self._connection.execute("ROLLBACK TO SAVEPOINT seedc_piece")
            self._compare(span)

    def _compare(self, span: range) -> None:
        """Run the script's statement for the piece."""
        function = self._target.function
        part = whole(function)
        if not function.indexes:
            part = between(number(span.start), number(span.stop - 1))
        self._insert(insert(self._target.load, function, part).text)

    def _insert(self, text: Sql) -> None:
        """Run an INSERT, and count: what ON CONFLICT updated has an xmax."""
        counted = fill(
            "WITH written AS (\n{text}\nRETURNING xmax = 0 AS fresh)\n"
            "SELECT count(*) FILTER (WHERE w.fresh), count(*) FILTER (WHERE NOT w.fresh)\n"
            "FROM written AS w",
            text=text,
        )
        keep = self._target.rows.policy == "keep"
        cursor = self._execute(text if keep else counted)
        if keep:
            self.inserted += cursor.rowcount
            return
        row = cursor.fetchone()
        assert row is not None, "an aggregate gives a row"
        self.inserted += row[0]
        self.updated += row[1]

    def _execute(self, text: Sql) -> psycopg.Cursor:
        return self._connection.execute(sql(text))

    def _number(self, query: Sql) -> int:
        row = self._execute(query).fetchone()
        assert row is not None, "the query gives a row"
        return int(row[0])
