"""What people do in Python today: `python -m bench.peers_python NAME DSN ROWS` fills shop.products.

Each prints the seconds from the first row to the commit, without what starting Python, importing
and connecting take. The rows are like those that `bench/projects.py` has rules for; where a library
has several ways to a value, the cheaper one is taken.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice

import psycopg

COLUMNS = "id, supplier_id, name, sku, price, stock, active, created_at"
PAGE = 1_000
"""How many rows a statement of `execute_values` has."""

FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)

Row = tuple[int, int, str, str, float, int, bool, datetime]


def faker_rows(rows: int) -> Iterator[Row]:
    """The rows by Faker, which has no faster way than a call for each cell."""
    from faker import Faker  # noqa: PLC0415 - only one of the libraries need be there

    fake = Faker("en_US")
    Faker.seed(1)
    for n in range(rows):
        yield (
            n,
            fake.random_int(1, 1000),
            f"{fake.word()} {fake.word()} {n}",
            f"SKU-{n:08d}",
            fake.random_int(500, 90_000) / 100,
            fake.random_int(0, 100),
            fake.boolean(90),
            fake.date_time_between(FIRST, LAST, UTC),
        )


def mimesis_rows(rows: int) -> Iterator[Row]:
    """The rows by Mimesis' providers, which are faster than its schemas."""
    from mimesis import Datetime, Development, Numeric, Text  # noqa: PLC0415 - likewise

    text, number, moment = Text(seed=1), Numeric(seed=1), Datetime(seed=1)
    flag = Development(seed=1)
    for n in range(rows):
        yield (
            n,
            number.integer_number(1, 1000),
            f"{text.word()} {text.word()} {n}",
            f"SKU-{n:08d}",
            number.integer_number(500, 90_000) / 100,
            number.integer_number(0, 100),
            flag.boolean(),
            moment.datetime(2025, 2025),  # a zone would need one more package
        )


def execute_values(connection: psycopg.Connection, rows: Iterator[Row]) -> None:
    """Insert page by page, the values of a page written into one statement by the client, as
    psycopg2's `execute_values` does. The driver here is psycopg 3, which has no such function."""
    cursor = psycopg.ClientCursor(connection)
    row = f"({', '.join(['%s'] * 8)})"
    while page := list(islice(rows, PAGE)):
        values = [cell for each in page for cell in each]
        query = f"INSERT INTO shop.products ({COLUMNS}) VALUES {', '.join([row] * len(page))}"
        cursor.execute(query.encode(), values)


def copy(connection: psycopg.Connection, rows: Iterator[Row]) -> None:
    """Stream the rows by COPY."""
    query = f"COPY shop.products ({COLUMNS}) FROM STDIN"
    with connection.cursor().copy(query.encode()) as data:
        for row in rows:
            data.write_row(row)


Load = Callable[[psycopg.Connection, Iterator[Row]], None]
WAYS: dict[str, tuple[Callable[[int], Iterator[Row]], Load]] = {
    "faker": (faker_rows, execute_values),
    "mimesis": (mimesis_rows, copy),
}


def main(name: str, dsn: str, rows: int) -> None:
    """Fill the table and print the seconds."""
    make, load = WAYS[name]
    for _ in make(1):  # imports, and what the library sets up once
        pass
    with psycopg.connect(dsn) as connection:
        start = time.perf_counter()
        load(connection, make(rows))
        connection.commit()
        print(time.perf_counter() - start)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
