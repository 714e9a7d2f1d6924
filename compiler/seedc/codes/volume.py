"""SD7xx: volume.json: its form, its profiles, the rows it asks for, the rules of their columns."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD701",
        "volume.json has a wrong form",
        """\
A member is missing, has a name that nothing knows, or has a value of the wrong kind or size. Nothing
is guessed or passed over: a misspelt option would make other rows than its author believes.

    {"integer": {"betwen": [1, 6]}}     there is no option "betwen"
    {"integer": {"between": [1, 6]}}

To mend it, write the member as the message says; it names those that are known at this place.
""",
    ),
    Code(
        "SD702",
        "unknown generator",
        """\
A rule is an object with the name of one generator and, beside it, the modifiers null, unique and
distribution. Its name is none of those that exist, here or under "generators".

    "price": {"decimal": {"between": [5, 900]}, "null": 0.1}

To mend it, take the nearest name, or another of those that the message lists.
""",
    ),
    Code(
        "SD703",
        "an amount that cannot be read or has no value",
        """\
An amount says how many. It is a whole number, a parameter, or arithmetic of both with + - * /
(rounded down), parentheses, min and max. It must come to 0 or more under the profile of the build,
below 2^63, and must not divide by 0.

    "rows": "products * 2 + 10"
    "rows": "min(sales, 1000) / 4"

To mend it, correct the expression, or the parameters that lead to such a value.
""",
    ),
    Code(
        "SD704",
        "an amount names a parameter without a value",
        """\
Parameters come from the profiles, or from "parameters" with a default. An amount names one that
neither has, or that the profile of this build leaves out: how many rows are meant is unknown.

    "profiles": {"SMALL": {"products": 50}, "LARGE": {"products": 5000}},
    "parameters": {"customers": {"env": "SCALE_CUSTOMERS", "default": 500}}

To mend it, correct the name, or give it a value in every profile, or a default.
""",
    ),
    Code(
        "SD707",
        "a table named twice in volume.json",
        """\
Two names under "tables" mean one table, such as "sales" and "storefront.sales". Which of their rules
would hold is not for the order of the file to decide.

    "tables": {"sales": {"rows": 300, "columns": { … }}}

To mend it, write both entries' members under one name.
""",
    ),
    Code(
        "SD708",
        "volume.json names an unknown table",
        """\
A name under "tables" is no table of the dataset's schema, nor a model's name for one. Names are read
as in seed files: with the schema where two schemas have the table.

To mend it, take the nearest name in the message, or bring schema.sql up to date.
""",
    ),
    Code(
        "SD709",
        "volume.json names an unknown column",
        """\
A rule stands under a name that is no column of its table, so the column that was meant would get a
rule by its type and name instead.

To mend it, take the nearest name in the message, or bring schema.sql up to date.
""",
    ),
    Code(
        "SD710",
        "a clock or a date that is not ISO 8601",
        """\
The clock is the only "now" that rules have. It is a date, a time and a zone, so that it means the
same moment everywhere; a calendar's dates are days alone.

    "clock": "2026-01-01T00:00:00Z"
    "rows": {"calendar": {"from": "2025-01-01", "to": "2025-12-31"}}

To mend it, write the text like that, with a day that exists.
""",
    ),
    Code(
        "SD722",
        "rows between two bounds in the wrong order",
        """\
The lower of two bounds is above the upper: [6, 1] children, or a calendar that ends before it begins.
Bounds that are amounts can also change places under one profile and not under another.

    {"each": "sales", "between": [1, 6]}

To mend it, exchange the bounds, or correct the parameters.
""",
    ),
    Code(
        "SD723",
        "rows that need a parent where there is none",
        """\
A total is dealt to parent rows, and under this profile no parent row can have any: the parent has no
rows of the kind that "of" says, or "share" rounds them down to none.

    {"each": "sales", "total": 5000, "of": "all"}

To mend it, make parents, let other parents have children with "of", or raise "share".
""",
    ),
    Code(
        "SD724",
        "no foreign key to the parent",
        """\
Rows are made for each row of a parent by a foreign key that leads there, which says which columns
hold the parent's key. The table has none, or none with the column that "via" names.

To mend it, name the table that the foreign key references, correct "via", or declare the foreign key
in schema.sql.
""",
    ),
    Code(
        "SD725",
        "several foreign keys to the parent",
        """\
The table refers to its parent by more than one foreign key, such as a sender and a receiver, and the
rule does not say which of them the rows are made by.

    {"each": "users", "count": 3, "via": "sender_id"}

To mend it, name a column of the foreign key with "via"; the other one takes a rule of its own.
""",
    ),
    Code(
        "SD726",
        "children of curated rows that cannot be numbered",
        """\
The children of a curated row get ids from the row's own key, so that another row that comes or goes
changes none of them, and the script names them one by one. Two rows' ids met, or they have more
children than a script to be reviewed can name.

    {"each": "products", "between": [1, 6], "of": "generated"}

To mend it, let generated rows alone have children, deal a "total", or rename one of the keys.
""",
    ),
    Code(
        "SD727",
        "more rows than the ids have room for",
        """\
Generated rows have the lower half of the band of ids that seeds own: 8,192 rows for a smallint key,
536,870,912 for an integer, far more for a bigint. More rows would meet curated ones.

To mend it, make fewer rows, give the table another band in the settings, or make the key a bigint.
""",
    ),
    Code(
        "SD728",
        "tables that need each other's rows in a circle",
        """\
Each of these tables makes its rows for the rows of the next one, and the last for those of the first,
so that no table's number of rows is known without the others'.

    "a": {"rows": {"each": "b", "count": 2}},   "b": {"rows": {"each": "a", "count": 2}}

To mend it, give one of them a number, and let its foreign key be a "reference".
""",
    ),
    Code(
        "SD731",
        "a rule that names what is not there",
        """\
An option of a rule names a column of its row, or a table, that the schema does not have, or that no
rule can know: a column that the database fills has no value yet when the rows are computed.

    "line_total": {"sql": "quantity * unit_price"}

To mend it, take the nearest name in the message, or give that column a rule.
""",
    ),
    Code(
        "SD732",
        "columns that need each other in a circle",
        """\
Each of these columns is computed from the next one, and the last from the first, so that none of them
has a beginning. Columns are computed in the order that their rules need, whatever that of the file.

    "starts": {"after": {"column": "ends"}},   "ends": {"after": {"column": "starts"}}

To mend it, give one of them a rule that reads no other column of the circle.
""",
    ),
    Code(
        "SD733",
        "rows that have no parent to be counted under",
        """\
The rule asks for a row's number among the children of its parent (a line's position, a running
balance, a time after the one before), and the table's rows are not made for a parent.

    "rows": {"each": "sales", "between": [1, 6]}

To mend it, make the rows with "each" or a calendar of a parent, or give the column another rule.
""",
    ),
    Code(
        "SD734",
        "a distribution that makes no sense",
        """\
The distribution's numbers cannot be met between the bounds that the rule has: a mean outside of them,
a deviation of 0, weights of another number than there are values.

    {"integer": {"between": [1, 6]}, "distribution": {"weighted": [1, 1, 1, 1, 1, 5]}}

To mend it, correct the numbers as the message says, or take another distribution.
""",
    ),
    Code(
        "SD735",
        "a rule that needs a clock",
        """\
Rules know no "now" but the clock of the file: a build tomorrow must write the same bytes as a build
today. This rule counts from now, and the file has no clock.

    {"clock": "2026-01-01T00:00:00Z", "tables": { … }}

To mend it, write a clock, or give the rule dates of its own.
""",
    ),
    Code(
        "SD736",
        "an option that makes no sense",
        """\
The value has the right form and cannot be meant: a lower bound above the upper one, weights that are
all 0, a step of nothing. What it would make is nothing, or the same for every row.

    {"integer": {"between": [6, 1]}}    refused
    {"integer": {"between": [1, 6]}}

To mend it, correct the value as the message says.
""",
    ),
    Code(
        "SD737",
        "a template that cannot be read",
        """\
A template is text with pieces in braces: a column, a generator, a function of them, with a format
after a colon. A brace stands alone, or a piece is none of these. A brace that is meant as text is
written twice.

    {"template": "{product_adjective} {product_noun} {index}"}

To mend it, correct the piece that the message quotes.
""",
    ),
    Code(
        "SD738",
        "a password that is nowhere given",
        """\
Only the hash of a password may stand in a file. The password itself is read when compiling, from the
setting or the environment variable that the rule names, and neither is there. An empty one counts as
none.

To mend it, set the variable for the build, in CI as a secret.
""",
    ),
    Code(
        "SD739",
        "an SQL expression that is not understood",
        """\
An "sql" rule is computed by two engines with the same result to the last byte, so it may hold what
both do exactly: columns of the row, constants, arithmetic, comparisons, CASE, COALESCE and a few
functions of text, numbers and dates. What depends on locale, time zone, chance or floating point is
refused.

    "line_total": {"sql": "quantity * unit_price"}

To mend it, write the expression with these, or take a generator.
""",
    ),
    Code(
        "SD740",
        "a rule whose values do not fit the column",
        """\
The kind of value is not the column's, or some values are too long, too great, or NULL where the
column is NOT NULL. It is known before any row is made, from the bounds of the rule, not by trying.
Or the column has no rule, and no known rule keeps the constraints that the message quotes.

    "quantity": {"integer": {"between": [1, 40000]}}     refused where quantity is smallint

To mend it, narrow the rule, or widen the column.
""",
    ),
    Code(
        "SD741",
        "not enough different values",
        """\
Values that must differ are a permutation of all that the rule can give, so that none is ever drawn
twice. There are more rows than different values; the message says both numbers.

    "code": {"integer": {"between": [1000, 9999]}, "unique": true}     up to 9,000 rows

To mend it, widen the rule, make fewer rows, or let the values repeat.
""",
    ),
    Code(
        "SD742",
        "numbers that leave 64 bits",
        """\
Rules reckon with 64-bit integers, in PostgreSQL as elsewhere, and an overflow would end the load in
the middle. The bounds of the parts show that a sum or a product can become that large.

To mend it, narrow the range of the columns that take part, or their scale, or the number of rows.
""",
    ),
    Code(
        "SD744",
        "generated rows that violate a CHECK",
        """\
Rows of a sample were computed and a CHECK constraint of the table, or of a column's domain, is false
for one of them. The message quotes the constraint and shows the values.

To mend it, change the rules of the columns that it reads, or the constraint where it is out of date.
""",
    ),
    Code(
        "SD745",
        "a unique key that rows repeat, or may repeat",
        """\
No rule says that the columns of this unique key differ from row to row. Either two rows of those that
were computed are equal in it, or there are more rows than are computed and nothing shows that they
differ. Uniqueness is made by construction, never by trying again.

    "sku": {"template": "SKU-{index:08}"}
    "email": {"email": {}, "unique": true}
    "product_id": {"reference": "products", "unique_per": "sale_id"}
    "sku": {"sql": "left(md5(name), 8)", "unique": "computed"}     all rows are computed and compared

To mend it, make one of its columns unique, or a reference unique per the other one.
""",
    ),
    Code(
        "SD746",
        "a column that no rule can be inferred for",
        """\
A column without a rule gets one from its type, name and constraints. For this one nothing is known
that its type and constraints would accept, and it is NOT NULL without a default.

To mend it, give the column a rule, such as {"constant": …} or {"choice": [ … ]}, or a default.
""",
    ),
    Code(
        "SD747",
        "generated rows that could not be found again",
        """\
The policies update and sync compare a generated row with the one in the database, which is found by
its key. The table has neither a primary key nor a unique key that all of its generated rows have.

To mend it, write "policy": "keep", or give the table a primary key.
""",
    ),
    Code(
        "SD748",
        "two datasets number generated rows alike",
        """\
A warning. Two datasets generate rows for the same table, and the table's keys are numbers that both
count from the beginning of the same band: row 0 of one would be row 0 of the other. In one database,
as build/seed.sql fills it, the second dataset would take the first one's rows for its own.

To mend it, generate the table's rows in one of them, or give the table another band in one:

    [tool.seedc.datasets.blog.tables.countries]
    band = [7000000000000000, 7000000001000000]

Where the two are meant for databases of their own, there is nothing to mend.
""",
    ),
    Code(
        "SD751",
        "a column that is no foreign key",
        """\
"reference" and "lookup" follow a foreign key to another table's row. The column they stand at, or
name, is of none that the schema declares, so there is no row to find.

    "product_id": {"reference": "products"}
    "unit_price": {"lookup": "product_id.price"}

To mend it, name a column of a foreign key, or declare the foreign key in schema.sql.
""",
    ),
    Code(
        "SD752",
        "a curated row leaves to the database what generated rows must know",
        """\
Generated rows refer to a curated row, or look a value up in it, by a column that the seed file does
not write: its value comes from a default or an identity when the row is inserted, and is unknown
before.

To mend it, write the column in the seed file.
""",
    ),
    Code(
        "SD753",
        "nothing says which parent row is meant",
        """\
The column is part of a foreign key, and neither the way the rows are made nor a rule says which row
of the other table it refers to.

    "supplier_id": {"reference": "suppliers", "distribution": "zipf"}

To mend it, give the column a reference, or make the rows with "each".
""",
    ),
    Code(
        "SD754",
        "a lookup that leads nowhere",
        """\
A lookup is a foreign key's column of this row, a point, and a column of the row it refers to. What
stands after the point is no column of that table; so is the column that an aggregate over children
names.

    "unit_price": {"lookup": "product_id.price"}

To mend it, name a column of the table in the message. What lies further away is looked up by a column
of its own there.
""",
    ),
    Code(
        "SD755",
        "an aggregate over a table that is not a child",
        """\
sum, count, min and max reckon over the rows that were made for this row. The table they name is not
made with "each" of this one, or not by rules at all, so which rows belong to it is not known when
compiling.

    "sales": {"columns": {"total": {"sum": "sale_items.line_total"}}},
    "sale_items": {"rows": {"each": "sales", "between": [1, 6]}}

To mend it, name a table whose rows are made for each row of this one.
""",
    ),
    Code(
        "SD765",
        "rows that cannot be written as files",
        """\
seedc build --backend copydata and --emit compute generated rows without a server. They do all that
the rules of volume.json can say, but for what is listed: a numeric whose scale is negative, as in
numeric(5,-2), is rounded before its point by the server alone.

The scripts of seedc build have no such limit. To mend it, use them, or give the column another type.
""",
    ),
)
