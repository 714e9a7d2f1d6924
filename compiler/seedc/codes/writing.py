"""SD5xx: ids, uniqueness, write policies and order."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD501",
        "two keys hash to one id",
        """An id is a hash of dataset, file, table and __key__ in the table's band; the band of a smallint
has 8,192 places for curated rows, of an integer 536,870,912. Two entities met. Give one of them an
explicit id, or rename its key while nothing refers to the id outside the seed.""",
    ),
    Code(
        "SD502",
        "two rows have the same unique value",
        """Two entities of the dataset, in one file or in two, have equal values in a primary key, a
unique constraint or a unique index. Equal is what PostgreSQL calls equal: 1.0 and 1.00, or two
timestamps of one instant.""",
    ),
    Code(
        "SD503",
        "no id can be derived for the key's type",
        """Ids are derived for smallint, integer, bigint, numeric without decimals, uuid and text keys.
Give the entity an explicit id.""",
    ),
    Code(
        "SD504",
        "a key column has no value",
        """A row is recognised in the database by its key, and the key must be known when compiling. A
column of a composite primary key, or of the key that the settings match on, is missing or NULL, so
a second run could not find the row again.""",
    ),
    Code(
        "SD505",
        "the settings match on no unique key",
        """match must name the columns of a primary key, unique constraint or unique index, or the
constraint or index itself: without one, PostgreSQL cannot tell which row an upsert means.""",
    ),
    Code(
        "SD506",
        "sync needs ids that tell whose they are",
        """The policy sync deletes seed-owned rows that left the seed, and knows them by their ids: an
integer key in its band, or a uuid that begins with 5eed. Text keys, composite keys and tables
without a primary key do not tell. Use update, or give the table such a key.""",
    ),
    Code(
        "SD507",
        "the key does not fit the primary key",
        """The id of an entity in a table with a text key is its __key__, which the column cannot hold.
Give the entity an explicit id.""",
    ),
    Code(
        "SD508",
        "the band does not fit",
        """band = [low, high] must be a range of the key column's type with low below high and room for at
least two ids, and the key must be a single integer column.""",
    ),
    Code(
        "SD510",
        "two equal rows in a table without a key",
        """A row of a table without a primary key or a unique key is found again by all of its values.
Two equal rows would be one row to find: how many of them there are could never be restored. Remove
one, or give the table a key.""",
    ),
    Code(
        "SD509",
        "a row is outside its partial key",
        """The settings match on a partial unique index, whose predicate is not true for this row: the
index would not see it, and every run would insert it again.""",
    ),
    Code(
        "SD511",
        "two datasets write one row differently",
        """A warning. Two datasets give a row with the same key to the same table, with different values
in a column. Applied to one database, as build/seed.sql does, each run would change the row twice:

    seeds/shop/a.seed.json   "countries": [{"__key__": "c:pt", "id": 1, "name": "Portugal"}]
    seeds/blog/a.seed.json   "countries": [{"__key__": "c:pt", "id": 1, "name": "Portuguese Rep."}]

Write the row the same in both, keep it in one of them, or give the table the policy "keep" in one.
Where the two are meant for databases of their own, there is nothing to mend.""",
    ),
)
