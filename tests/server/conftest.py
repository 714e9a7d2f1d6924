"""A schema and a script in the form that the compiler emits, small enough to be read."""

import io
import os
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
import pytest

from seedc.diagnostics import Diagnostic, Rejected
from seedc.ir.program import DatasetProgram
from seedc.server.connection import connect
from seedc.server.progress import PlainProgress
from seedc.server.runner import ApplyReport, Run, apply_script

SCHEMA = """
CREATE SCHEMA shop;
CREATE TABLE shop.vendors (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  country varchar(2),
  rating int CHECK (rating < 6)
);
CREATE TABLE shop.orders (
  id bigint PRIMARY KEY,
  number serial,
  vendor_id bigint REFERENCES shop.vendors DEFERRABLE,
  total numeric(6,2)
) PARTITION BY RANGE (id);
CREATE TABLE shop.orders_low PARTITION OF shop.orders FOR VALUES FROM (0) TO (100);
CREATE TABLE shop.orders_high PARTITION OF shop.orders FOR VALUES FROM (100) TO (MAXVALUE);
CREATE SCHEMA forum;
CREATE TABLE forum.users (
  id bigint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  age int CHECK (age > 0)
);
"""

GUARD = r"""-- seedc · all datasets
\set ON_ERROR_STOP on
\set seedc_app_env ''
\getenv seedc_app_env APP_ENV
\set seedc_force ''
\getenv seedc_force FORCE_SEED
SELECT upper(btrim(:'seedc_app_env')) IN ('PROD', 'PRODUCTION', 'STAGING', 'RENDER')
  AND :'seedc_force' <> 'true' AS seedc_refused \gset
\if :seedc_refused
DO $seedc$ BEGIN RAISE EXCEPTION 'seedc: refused: APP_ENV is protected'; END $seedc$;
\endif
"""

BEGIN = """
-- seedc · {dataset} · DEFAULT
BEGIN;
SET LOCAL client_min_messages = warning;
DO $seedc$
BEGIN
  PERFORM pg_advisory_xact_lock(7305, hashtext('{dataset}'));
  IF to_regclass('{table}') IS NULL THEN
    RAISE EXCEPTION E'seedc: the schema is not the compiled one\\n{table} does not exist';
  END IF;
END
$seedc$;
"""

VENDORS = """
-- shop.vendors · curated · update
INSERT INTO shop.vendors AS t (id, name, country, rating)
SELECT s.id, s.name, s.country, s.rating
FROM (VALUES
  (NULL::bigint, NULL::text, NULL::varchar(2), NULL::int)
, (1, 'Acme; Inc', 'BR', 5)  -- vendor:acme
, (2, 'Östra -- %s', NULL, 3)  -- vendor:ostra
, (3, 'Zeta', 'DE', NULL)  -- vendor:zeta
) AS s (id, name, country, rating)
WHERE s.id IS NOT NULL AND NOT EXISTS (
  SELECT FROM shop.vendors AS t
  WHERE t.id = s.id
    AND (t.name, t.country, t.rating) IS NOT DISTINCT FROM (s.name, s.country, s.rating))
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, country = excluded.country, rating = excluded.rating;
"""

ORDERS = """
-- shop.orders · curated · keep
INSERT INTO shop.orders AS t (id, vendor_id, total)
SELECT s.id, s.vendor_id, s.total
FROM (VALUES
  (NULL::bigint, NULL::bigint, NULL::numeric(6,2))
, (10, 1, 9.90)  -- order:1
, (110, 2, 0.10)  -- order:2
) AS s (id, vendor_id, total)
WHERE s.id IS NOT NULL AND NOT EXISTS (SELECT FROM shop.orders AS t WHERE t.id = s.id);

-- sequences: never moved back, and only where they are behind
SELECT setval('shop.orders_number_seq', 50)
FROM shop.orders_number_seq AS q WHERE q.last_value < 50;
"""

USERS = """
-- forum.users · curated · update
CREATE TEMP TABLE seedc_rows (seedc_key text, id bigint, name text, age int) ON COMMIT DROP;
COPY pg_temp.seedc_rows FROM stdin;
user:ann\t1\tAnn\t31
user:bob\\\\1\t2\tBob\\tTab\t\\N
user:cyd\t3\tСид\t7
\\.
INSERT INTO forum.users AS t (id, name, age)
SELECT s.id, s.name, s.age FROM pg_temp.seedc_rows AS s
WHERE NOT EXISTS (
  SELECT FROM forum.users AS t
  WHERE t.id = s.id AND (t.name, t.age) IS NOT DISTINCT FROM (s.name, s.age))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, age = excluded.age;
"""

SHOP = BEGIN.format(dataset="shop", table="shop.vendors") + VENDORS + ORDERS + "\nCOMMIT;\n"
FORUM = BEGIN.format(dataset="forum", table="forum.users") + USERS + "\nCOMMIT;\n"
SCRIPT = GUARD + SHOP + FORUM

Apply = Callable[..., ApplyReport]


@pytest.fixture
def script() -> str:
    """Two datasets: shop (VALUES, a partitioned table, a sequence) and forum (COPY)."""
    return SCRIPT


@pytest.fixture
def schema() -> str:
    """The schema that the script was made for."""
    return SCHEMA


@pytest.fixture
def shop(database: str) -> str:
    """The DSN of a database with the schema and no rows."""
    with psycopg.connect(database) as connection:
        connection.execute(SCHEMA)
    return database


@pytest.fixture
def apply() -> Apply:
    """Runs a script with the runner on a connection of its own."""

    def run(
        dsn: str,
        text: str,
        *programs: DatasetProgram,
        dry_run: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> ApplyReport:
        with connect(dsn) as connection:
            how = Run(
                file="build/seed.sql",
                environment=environment or {},
                progress=PlainProgress(io.StringIO()),
                dry_run=dry_run,
                programs=programs,
            )
            return apply_script(connection, text, how)

    return run


@pytest.fixture
def failure(apply: Apply) -> Callable[..., Diagnostic]:
    """The one diagnostic that a script's failure gives."""

    def run(*arguments: Any, **options: Any) -> Diagnostic:
        with pytest.raises(Rejected) as caught:
            apply(*arguments, **options)
        (diagnostic,) = caught.value.diagnostics
        return diagnostic

    return run


@pytest.fixture
def run_psql(psql: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script with psql from standard input."""

    def run(dsn: str, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [psql, "-X", "-q", "-d", dsn, "-f", "-"],
            input=text,
            env={**os.environ, "PGCLIENTENCODING": "UTF8", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def dump() -> Callable[[str], dict[str, list[tuple[Any, ...]]]]:
    """Every row of every table, and every sequence, of the test's schemas."""

    def rows(dsn: str) -> dict[str, list[tuple[Any, ...]]]:
        with psycopg.connect(dsn) as connection:
            names = connection.execute(
                "SELECT c.oid::regclass::text FROM pg_class AS c"
                " WHERE c.relkind IN ('r', 'p', 'S') AND c.relnamespace::regnamespace::text"
                " IN ('shop', 'forum') ORDER BY 1"
            ).fetchall()
            return {
                n: sorted(connection.execute(f"SELECT * FROM {n}").fetchall(), key=repr)
                for (n,) in names
            }

    return rows
