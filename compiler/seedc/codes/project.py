"""SD0xx: the project folder and its settings."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD001",
        "no project here",
        """A project is a folder that holds seeds/<dataset>/schema.sql with *.seed.json beside it, or
a single seeds/schema.sql. None was found in this folder or any of its parents.

Change into the project, or name it: seedc --project DIR build. To start one, put your schema
into seeds/<dataset>/schema.sql (pg_dump --schema-only writes it).""",
    ),
    Code(
        "SD002",
        "the settings do not have the right form",
        """Settings live in [tool.seedc] of pyproject.toml or in seedc.toml. A key is unknown, or its
value has the wrong type. docs/cli.md lists every key with its type and default.""",
    ),
    Code(
        "SD003",
        "the settings file is not TOML",
        """seedc.toml or pyproject.toml could not be read as TOML 1.0. The message is the parser's.""",
    ),
    Code(
        "SD004",
        "two settings files",
        """Both seedc.toml and [tool.seedc] in pyproject.toml exist. Which of them counts would be a
guess, so neither does. Keep one.""",
    ),
    Code(
        "SD005",
        "the settings name a dataset that does not exist",
        """[tool.seedc.datasets.<name>] must name a folder under seeds/. A setting that applies to
nothing is most often a spelling mistake.""",
    ),
    Code(
        "SD006",
        "the settings name a table that does not exist",
        """[tool.seedc.datasets.<name>.tables.<table>] must name a table of that dataset's schema, bare
or qualified (orders, storefront.orders), and so must the entries of allow_cycles.""",
    ),
    Code(
        "SD007",
        "a dataset has no schema",
        """A folder under seeds/ holds seed files but no schema.sql, and the settings name no database
to read the schema from. Add schema.sql, or set schema_from to the name of an environment variable
that holds a DSN.""",
    ),
    Code(
        "SD008",
        "a file cannot be read or written",
        """An input file does not exist any more, is a folder, is not readable, or is not UTF-8; its name
is not UTF-8, of which ids are made; or seedc fmt may not write it.""",
    ),
    Code(
        "SD009",
        "parent_column is no column of a foreign key",
        """parent_column tells which foreign key the entries of __children__ fill where a child table
has several to its parent. It must name a column of one of the table's foreign keys.""",
    ),
    Code(
        "SD010",
        "a database address in the settings",
        """schema_from is the NAME of an environment variable, such as DATABASE_URL. An address with a
password in a committed file would be published with it.""",
    ),
    Code(
        "SD011",
        "the environment variable that schema_from names is not set",
        """schema_from = "DATABASE_URL" reads the schema from the database that this variable names.
Set it, or delete the setting and keep a schema.sql.""",
    ),
    Code(
        "SD012",
        "a dataset's name is not plain",
        """A dataset's folder name becomes part of ids, file names and comments. Letters, digits, _ and
- are allowed, and it starts with a letter or digit.""",
    ),
    Code(
        "SD013",
        "the build folder cannot be used",
        """A file of the build folder cannot be read or written: the folder or a file in it belongs to
somebody else, something else has its place (a folder named seed.sql, a link that leads out of the
folder), or the disk is full. Nothing was changed. Mend the place that the message names.""",
    ),
    Code(
        "SD014",
        "two datasets of one name",
        """A dataset is a folder under seeds/ and has its name. A schema directly in seeds/ is called
main, or what the setting "name" says; no folder beside it may have the same name, because both would
be written to one place in build/ and share their ids.""",
    ),
    Code(
        "SD015",
        "a file that looks like a seed file is not read",
        """A warning. Seed files are seeds/<dataset>/<name>.seed.json, or seeds/<name>.seed.json beside
seeds/schema.sql, and rules are volume.json. Any other JSON file there is left alone: rename it to
<name>.seed.json, move it into the dataset's folder, or keep it elsewhere.""",
    ),
    Code(
        "SD020",
        "the folder for rows is somebody else's",
        """A folder of rows (seedc build --backend copydata, --emit) is replaced as a whole. What has its
place is no folder, or holds a file that no manifest of an earlier run names, so replacing it would
lose something. Nothing was changed. Move it away, or name another folder with --out.""",
    ),
    Code(
        "SD021",
        "the folder for rows cannot be written",
        """The system would not let a file be written or a folder be renamed: the folder belongs to somebody
else, a file has the place of a folder, or the disk is full. What was there before is as it was.""",
    ),
    Code(
        "SD022",
        "Parquet has no such value",
        """A curated row holds a value of PostgreSQL that no value of the column's type in Parquet is:
infinity as a date, NaN as a numeric, 24:00:00 as a time. CSV has it (--emit csv), as text.""",
    ),
)
