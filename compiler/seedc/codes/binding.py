"""SD2xx: names, keys and references."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD201",
        "no table of that name",
        """A list of entities is named after its table (orders, storefront.orders, "Quoted Name") or
after its model (ProjectTemplates for project_templates). A model whose name is not made that way
is declared in the settings: model = "Name" for its table.""",
    ),
    Code(
        "SD202",
        "the name fits several tables",
        """Two tables answer to the name: the same name in two schemas, or a table and a model. Write
the qualified name (storefront.orders), quoted where the table's own name has capitals.""",
    ),
    Code(
        "SD203",
        "no column of that name",
        """Every member of an entity other than __key__, id and __children__ is a column of its table.
Lists outside __children__ are values of columns, too, never relations.""",
    ),
    Code(
        "SD204",
        "no entity has the key",
        """The value of a foreign key column is the __key__ of an entity of the same file, or a literal
of the column's type. A string is no literal for a number. Keys are compared exactly.""",
    ),
    Code(
        "SD205",
        "a literal that looks like a mistyped key",
        """The foreign key column holds text, so any string is a possible literal; but no seeded row has
this value, and a key of the file is spelled almost the same. This is a warning: where the row
stands in the database already, nothing is wrong.""",
    ),
    Code(
        "SD206",
        "the key belongs to another table",
        """The key exists in the file, but its entity is not of a table that the column's foreign key
references.""",
    ),
    Code(
        "SD207",
        "an entity is declared after its first use",
        """The contract orders a file: parents, then children, then joins. A list refers to an entity
that comes later. Tables of one cycle of foreign keys may refer to each other in any order.

seedc fmt puts the lists of a file into the right order.""",
    ),
    Code(
        "SD208",
        "no foreign key leads from the child to the parent",
        """Entities under __children__ belong to the entity that holds them: their table must have a
foreign key to its table. A many-to-many relation is written as a join entity at the top level.""",
    ),
    Code(
        "SD209",
        "several foreign keys lead from the child to the parent",
        """The child's table has more than one foreign key to the parent's, so which one __children__
fills is a guess. Name its column in the settings: parent_column = "author_id" for the child table,
or write the entities at the top level with their keys.""",
    ),
    Code(
        "SD210",
        "a child sets the column that its place sets",
        """The foreign key to the parent is filled from the entity that holds the child. Setting it as
well would say the same thing twice, or two things at once. Remove the member.""",
    ),
    Code(
        "SD211",
        "id has no meaning for the table",
        """id is the single-column primary key, whatever that column is called. The table has no primary
key or one of several columns: give those columns their values by name.""",
    ),
    Code(
        "SD212",
        "a column is given twice",
        """Two members of an entity mean one column: id and the primary key's own column name, or two
spellings of a name that differ in case (code and CODE). Keep one.""",
    ),
    Code(
        "SD213",
        "two references disagree on a column",
        """A column that takes part in several foreign keys, or in one of several columns, gets different
values from them, such as a project of one tenant and a user of another.""",
    ),
    Code(
        "SD214",
        "rows cannot be seeded into that relation",
        """A partition gets its rows through its partitioned table: name that one. A foreign table has
no unique constraints that an upsert could rely on.""",
    ),
    Code(
        "SD215",
        "two lists for one table",
        """One table is one list in a file. Two top-level names (a table and its model, say) mean the same
table. Put the entities into one list.""",
    ),
    Code(
        "SD216",
        "the referenced column has no value yet",
        """The foreign key references a column of the other entity that the file does not give: the
database would fill it on insert, and ids are resolved without a database. Give that column a value
in the entity that is referred to.""",
    ),
    Code(
        "SD217",
        "a cycle of required foreign keys",
        """Each table of the cycle needs a row of the next one first, and none of the foreign keys may be
NULL. The contract does not support required cycles. Make one of the columns nullable, or allow the
cycle by name: allow_cycles = ["table"] in the dataset's settings.""",
    ),
    Code(
        "SD218",
        "the key is declared in another file",
        """One file is one independent seed: keys do not reach across files. Move the entity into the same
file, or refer to it by a literal id.""",
    ),
    Code(
        "SD219",
        "a reference is not a key or a literal",
        """A foreign key column takes the __key__ of an entity or a literal value. Objects, lists and
booleans are neither; a list of related entities is written under __children__.""",
    ),
    Code(
        "SD220",
        "a reference leads round to itself",
        """The value of a key column is taken from another entity, whose key column is taken from this
one. No value would ever come out. Give one of them an explicit id.""",
    ),
)
