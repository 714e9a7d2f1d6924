"""SD4xx: schema.sql and its Catalog."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD401",
        "a syntax error in the schema",
        """\
PostgreSQL's own grammar refuses a statement of the schema. The place is the token where it gave up,
so the mistake is there or shortly before; often it is a missing comma, or a semicolon that is
missing from the statement above. The other statements are still checked.

    CREATE TABLE t (id bigint name text);       refused at "name"
    CREATE TABLE t (id bigint, name text);      accepted

Grammar from PostgreSQL 18 is used, so DDL of every older version is accepted as well.""",
    ),
    Code(
        "SD402",
        "a statement that is not understood",
        """\
The statement is valid SQL, but what it does to tables, types or schemas cannot be told from the
text: a psql command that includes another file or chooses between statements, ROLLBACK, IMPORT
FOREIGN SCHEMA, a query that calls a function whose code changes tables, an expression of more than a
thousand levels, tables in a second database, a backslash in a plain string after SET
standard_conforming_strings = off. Guessing would make a wrong seed, so it is an error.

Migrations that hold their way back as well (goose, sql-migrate, dbmate, Play, node-pg-migrate, tern,
MyBatis) are read without it. Where two ways back follow each other, as when tern's files are put
together, nothing says where the first one ends: leave the ways back out of the file.

Write its result as plain DDL, or let a server say what the schema is:

    seedc build --schema-from DSN""",
    ),
    Code(
        "SD403",
        "a DO block",
        """\
A DO block runs a program, and only a server can tell what it leaves behind. Understood are blocks
without any DDL but that of roles, blocks of plain statements, and the forms that create something
unless it exists, or drop or rename it if it does:

    DO $$ BEGIN
      CREATE TYPE status AS ENUM ('open', 'done');
    EXCEPTION WHEN duplicate_object THEN null;
    END $$;

    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'orders_paid') THEN
        ALTER TABLE orders ADD CONSTRAINT orders_paid CHECK (paid >= 0);
      END IF;
    END $$;

The condition has to ask PostgreSQL's catalogs for the very name; the guarded steps that EF Core
writes are understood as well. EXECUTE, loops around DDL, ELSE and RETURN are not. Replace such a
block by plain DDL, or introspect a database that has the schema: seedc build --schema-from DSN.""",
    ),
    Code(
        "SD404",
        "a table made from a query",
        """\
CREATE TABLE AS and SELECT INTO take the names and types of their columns from a query. Only a
server that has all the functions and tables of that query can type it.

    CREATE TABLE totals AS SELECT client_id, sum(total) FROM sales GROUP BY 1;      refused
    CREATE TABLE totals (client_id bigint, sum numeric);                            accepted""",
    ),
    Code(
        "SD405",
        "no such table or sequence",
        """\
A statement names a table or sequence that no statement before it creates. Names without a schema
are looked for along search_path, which is public unless the script sets it; a dump of pg_dump
empties it and writes every name with its schema. Names that are not quoted are folded to lower case:
Users and users are one table, "Users" is another.

To drop what is not there is only a warning: psql reports it and goes on.""",
    ),
    Code(
        "SD406",
        "no such column",
        """\
A constraint, index, comment or ALTER TABLE names a column that its table does not have at that
point of the script. Check the spelling, the quotes ("createdAt" keeps its capital, createdAt does
not) and whether the column is added, renamed or dropped by another statement.""",
    ),
    Code(
        "SD407",
        "no such type",
        """\
A column, domain or attribute has a type that PostgreSQL does not bring and that no statement before
creates. Types of extensions exist after CREATE EXTENSION:

    CREATE EXTENSION citext;
    CREATE TABLE users (email citext);

Types of other databases have other names here: datetime is timestamp or timestamptz, tinyint is
smallint, nvarchar is varchar or text, double is double precision.

A length or precision that the type cannot have is the same mistake: varchar(0), numeric(2000).""",
    ),
    Code(
        "SD408",
        "a name that is taken",
        """\
Tables, views, indexes and sequences of a schema share one set of names, types another, the
constraints of a table and its triggers their own. Creating a second object of a name fails on every
server. In migrations that were put together, look for one that is in the file twice; write
IF NOT EXISTS where the second statement is meant to do nothing.""",
    ),
    Code(
        "SD409",
        "no such constraint, index or trigger",
        """\
A statement changes, renames or drops a constraint, index or trigger that its table does not have.
Where the script never named it, PostgreSQL did: orders_pkey, orders_number_key,
orders_client_id_fkey, orders_total_check, orders_number_idx (with a number where that is taken).""",
    ),
    Code(
        "SD410",
        "a foreign key that fits no key",
        """\
A foreign key refers to a primary key, a unique constraint or a unique index of the other table that
has just its columns, and is there before it. One that is partial, has an expression or is deferrable
does not count. Without a list of referenced columns it is the primary key. Both sides have the same
number of columns.

    CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
    CREATE TABLE b (x int REFERENCES a);                                    refused
    CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a);         accepted""",
    ),
    Code(
        "SD411",
        "no such schema",
        """\
A name begins with a schema that no statement creates, or there is no schema in search_path where a
name without one could go. Only public exists from the start. A dump of single tables (pg_dump -t)
leaves CREATE SCHEMA out: put it at the top of the file.""",
    ),
    Code(
        "SD412",
        "a column twice",
        """\
A table would have two columns of one name. Names that are not quoted are folded to lower case, and
all names are cut to 63 bytes, so two that look different can be the same.""",
    ),
    Code(
        "SD413",
        "two primary keys",
        """\
A table has one primary key. For further columns that identify a row use UNIQUE; for a key of several
columns write one PRIMARY KEY (a, b) instead of PRIMARY KEY at each column.""",
    ),
    Code(
        "SD414",
        "a wrong enum label",
        """\
The labels of an enum are different from each other; ALTER TYPE … ADD VALUE adds one that is not
there yet, BEFORE, AFTER and RENAME VALUE name one that is. Labels are compared with their case.

    CREATE TYPE size AS ENUM ('s', 'm', 'l');
    ALTER TYPE size ADD VALUE 'xl' AFTER 'L';       refused: the label is 'l'""",
    ),
    Code(
        "SD415",
        "a drop that something forbids",
        """\
Without CASCADE, PostgreSQL refuses to drop a table that a foreign key of another table refers to, a
type that a column has, a column or sequence that another column needs, a schema that is not empty,
an index that belongs to a constraint, and to drop or alter a composite type that a table is made of
(CREATE TABLE … OF). Drop the other thing first, or write CASCADE, which takes it along.""",
    ),
    Code(
        "SD416",
        "a partition of a table that is not partitioned",
        """\
PARTITION OF and ATTACH PARTITION need a parent that is declared with PARTITION BY:

    CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
    CREATE TABLE events_2026 PARTITION OF events
      FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');""",
    ),
)
