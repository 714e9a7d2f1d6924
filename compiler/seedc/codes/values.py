"""SD3xx: values against their columns."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD301",
        "a JSON value of the wrong kind",
        """\
A column takes one kind of JSON value: a number for smallint, integer, bigint, oid, numeric, real
and double precision, true or false for boolean, a string for text, dates, times, uuid and all other
types. Nothing is converted in silence: "5" is no number, 5 is no text, "yes" is no boolean.

    {"price_in_cents": "1990", "zip": 1310}     refused
    {"price_in_cents": 1990, "zip": "01310"}    accepted

Only numeric, real and double precision also take a string that spells a number ("12.50"), because
some tools cannot write such a number in JSON without rounding it. To mend it, add or remove quotes.
""",
    ),
    Code(
        "SD302",
        "a list or an object where a single value belongs",
        """\
Lists are the values of array columns, and lists and objects are the values of json and jsonb
columns. Anywhere else they are a mistake, most often a child entity that was nested without
"__children__", or a column that the schema declares as text.

    {"tags": ["red", "green"]}        accepted where tags is text[] or jsonb, refused where it is text

To mend it, write one value, change the column's type, or nest children under "__children__".
""",
    ),
    Code(
        "SD303",
        "a number that is not whole",
        """\
smallint, integer, bigint and oid take whole numbers written in digits. A point or an exponent is
refused even where the value would be whole (1.0, 1e3), because the writer probably believes that the
column keeps fractions, and PostgreSQL would round without a word.

    {"quantity": 2.5}       refused
    {"quantity": 2}         accepted

To mend it, write the digits alone, or make the column numeric.
""",
    ),
    Code(
        "SD304",
        "a value out of its type's range",
        """\
Every type ends somewhere: smallint at 32767, integer at 2147483647, bigint at 9223372036854775807,
numeric(5,2) at 999.99, timestamps in the year 294276, real and double precision where a number
becomes infinite or vanishes. Dates before the year 0001 cannot be written.

    {"stock": 40000}        refused where stock is smallint

To mend it, correct the number or choose a wider type in the schema.
""",
    ),
    Code(
        "SD305",
        "more digits after the point than the column keeps",
        """\
numeric(10,2) keeps two digits after the decimal point, and PostgreSQL rounds the others away when it
stores the value. A seed that says 19.999 and a database that says 20.00 would never agree, so the
number is refused. Zeros past the last kept digit change nothing and are accepted.

    {"price": 19.999}       refused where price is numeric(10,2)
    {"price": 19.990}       accepted

To mend it, round the number yourself or give the column more scale.
""",
    ),
    Code(
        "SD306",
        "a string that does not spell a number",
        """\
Columns of numeric, real and double precision take a JSON number, or a string that spells one the way
JSON does (optional minus, digits, point, exponent), or "NaN", "Infinity" and "-Infinity". Thousands
separators, currency signs and a comma for the point are not read.

    {"price": "1.990,00"}   refused
    {"price": "1990.00"}    accepted
""",
    ),
    Code(
        "SD307",
        "a string longer than its column",
        """\
character varying(n) and character(n) hold n characters, counted as Unicode code points. PostgreSQL
would refuse the row, or cut off blanks at the end in silence; the seed refuses both.

    {"country": "Brazil"}   refused where country is character varying(2)

To mend it, shorten the string or widen the column.
""",
    ),
    Code(
        "SD308",
        "a string with more bytes than its type holds",
        """\
The type name holds 63 bytes of UTF-8 and the type "char" (with quotes) holds one ASCII character.
PostgreSQL cuts off what is too long without a word, so it is refused here. For text of any length
the column should be text.
""",
    ),
    Code(
        "SD310",
        "a string that is no label of the enum",
        """\
An enum column takes exactly the labels that CREATE TYPE … AS ENUM lists, in the same case. The help
names the nearest label.

    CREATE TYPE status AS ENUM ('draft', 'paid');
    {"status": "Paid"}      refused: the nearest label is "paid"

To mend it, correct the label or add it to the type.
""",
    ),
    Code(
        "SD311",
        "a string that is not a uuid",
        """\
A uuid is 32 hexadecimal digits. Capitals, missing hyphens and braces are accepted as PostgreSQL
accepts them and written in one spelling: 123e4567-e89b-42d3-a456-426614174000.
""",
    ),
    Code(
        "SD312",
        "a string that is not a date",
        """\
Dates are ISO 8601 calendar dates, year first, that exist: 2024-02-29 does, 2023-02-29 does not.
Other orders (29.02.2024, 02/29/2024) depend on the server's DateStyle and are never read.
"infinity" and "-infinity" are dates too. Years before 0001 cannot be written.
""",
    ),
    Code(
        "SD313",
        "a string that is not a time of day",
        """\
Times are 13:45, 13:45:00 or 13:45:00.123456 on a clock of 24 hours; 24:00:00 is the end of the day.
AM and PM are not read, nor is a leap second (:60), which PostgreSQL would turn into the next minute.
""",
    ),
    Code(
        "SD314",
        "a string that is not a timestamp",
        """\
Timestamps are ISO 8601: a date, a T or a blank, and a time, as in 2024-02-29T13:45:00. The time may
be left out and is then midnight, seconds may have six decimals. A timestamp with time zone ends in Z
or an offset. "infinity" and "-infinity" are accepted. Week dates, day numbers, names of months and
names of zones are not.
""",
    ),
    Code(
        "SD315",
        "a time zone where the column keeps none",
        """\
A column without time zone would take 2024-02-29T13:45:00+02 and drop the +02 without a word: the
moment that the seed meant is lost. To mend it, leave the zone out, or make the column a timestamp
with time zone.
""",
    ),
    Code(
        "SD316",
        "a time zone is missing",
        """\
A timestamp with time zone is a moment. Without a zone PostgreSQL would take the session's, and the
same seed would mean different moments on different machines. To mend it, end the value in Z for UTC
or in an offset.

    {"paid_at": "2024-02-29T13:45:00"}      refused
    {"paid_at": "2024-02-29T13:45:00Z"}     accepted
""",
    ),
    Code(
        "SD317",
        "more digits of a second than the column keeps",
        """\
PostgreSQL keeps microseconds, a column like timestamp(3) keeps milliseconds, and what is finer is
rounded when it is stored. Seed values are never rounded in silence. Zeros at the end are accepted.
To mend it, shorten the fraction or give the column more precision.
""",
    ),
    Code(
        "SD318",
        "a string that is not an interval",
        """\
Intervals are ISO 8601 durations (P1Y2M3DT4H5M6.7S, P2W) or PostgreSQL's verbose form (1 year 2 mons
3 days 04:05:06.7). Only seconds have a fraction: half a day is 12 hours, because PostgreSQL would
spread 0.5 days over smaller units by rules that few know. A bare number has no unit and is refused,
and so is an infinite interval, which older servers do not have.
""",
    ),
    Code(
        "SD319",
        "an interval with fields that its column drops",
        """\
A column declared interval year to month keeps years and months and drops days and hours without a
word; interval day to minute drops seconds. A value whose dropped fields are not zero is refused. To
mend it, give the column's own fields alone, or declare the column a plain interval.
""",
    ),
    Code(
        "SD320",
        "a string that is not bytea in hexadecimal",
        """\
Bytes are written as \\x and pairs of hexadecimal digits; in JSON the backslash is doubled.

    {"thumbnail": "\\\\x89504e47"}     accepted
    {"thumbnail": "iVBORw0="}        refused: base64 is not read
""",
    ),
    Code(
        "SD321",
        "a value that is not a rectangular array",
        """\
The value of an array column is a JSON list, with lists in it for further dimensions. PostgreSQL's
arrays are rectangular: all lists of one level have the same length, none of them is empty except the
outermost, and there are at most six levels. The text form {a,b} is not read, the list is.

    {"matrix": [[1, 2], [3]]}      refused
    {"matrix": [[1, 2], [3, 4]]}   accepted
""",
    ),
    Code(
        "SD322",
        "a range whose lower bound is greater than its upper bound",
        """\
PostgreSQL refuses a range like [10,1]. To mend it, swap the bounds, or write "empty" for a range
without any point in it.
""",
    ),
    Code(
        "SD323",
        "a number that jsonb cannot hold",
        """\
jsonb stores numbers as numeric: at most 131072 digits before the decimal point and 16383 after it,
exponents included. A column of type json keeps the text of any number. To mend it, write the number
as a string, or declare the column json.
""",
    ),
    Code(
        "SD324",
        "a value that JSON cannot express",
        """\
NaN, Infinity and -Infinity are not JSON, so neither json nor jsonb holds them, although some JSON
writers print them. A value that is nested several hundred levels deep is refused as well. To mend
it, use null or a string, or flatten the value.
""",
    ),
    Code(
        "SD325",
        "a string that is not an inet or cidr address",
        """\
inet takes an IPv4 or IPv6 address in full, with the length of its prefix or without (192.0.2.7,
192.0.2.7/24, 2001:db8::7). cidr takes networks: no bit may be set right of the prefix, so it is
192.0.2.0/24. Abbreviated networks (10/8), octets with leading zeros, masks and zones are not read.
""",
    ),
    Code(
        "SD326",
        "a string that is not a macaddr",
        """\
macaddr takes the six bytes of an address in any of PostgreSQL's forms (08:00:2b:01:02:03,
08-00-2b-01-02-03, 0800.2b01.0203, 08002b010203, …), macaddr8 takes eight bytes, or six, which it
widens. They are written with colons.
""",
    ),
    Code(
        "SD327",
        "a string that is not a bit string",
        """\
bit(n) and bit varying(n) take a string of the digits 0 and 1. The prefixes B and X are SQL's, not
part of the value. A JSON number is refused, because 0101 is not one.
""",
    ),
    Code(
        "SD328",
        "a bit string of the wrong length",
        """\
bit(n) takes exactly n digits, bit varying(n) at most n; bit alone is bit(1). PostgreSQL refuses all
other lengths too.
""",
    ),
    Code(
        "SD329",
        "a string that is not a range",
        """\
Ranges are written as PostgreSQL writes them: a bracket, two bounds with a comma between, a bracket;
[ and ] include the bound, ( and ) exclude it, and a bound that is left out is infinite. "empty" is
the range without points. A multirange is any number of ranges in braces: {[1,3),[5,8)}. The bounds
follow the rules of the subtype, so those of a tstzrange need a time zone.
""",
    ),
    Code(
        "SD330",
        "a string that is not well-formed xml",
        """\
xml columns take documents and content fragments that are well-formed: tags closed and nested,
attributes quoted, & and < escaped. A document type declaration is refused, because it can define
entities that grow without bound, and the server reads it only under one of its settings.
""",
    ),
    Code(
        "SD340",
        "a row that violates a CHECK constraint",
        """\
The constraint is evaluated on the row before any SQL exists, by PostgreSQL's rules: a result of NULL
passes. The note names the constraint and its line in the schema.

    CHECK (price > cost)
    {"price": 5, "cost": 7}     refused

To mend it, correct the row, or the constraint where it is wrong. Columns that the row leaves out are
not known here, since their defaults are the server's, and count as passing.
""",
    ),
    Code(
        "SD341",
        "a value that violates its domain's CHECK constraint",
        """\
A domain is a type with conditions. Each CHECK of the column's domain, and of the domains that it is
built on, is evaluated on the value before any SQL exists.

    CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
    {"contact": "ana.example.com"}      refused where contact is email

To mend it, correct the value.
""",
    ),
    Code(
        "SD342",
        "no value for a column that must have one",
        """\
The column is NOT NULL and has no default, no identity and no expression, and the entity gives it no
value or gives it null. A null where the column has a default is refused as well: the default stands
in for a value that is left out, never for null. To mend it, give the value, or leave the column out
where it has a default.
""",
    ),
    Code(
        "SD343",
        "a value for a generated column",
        """\
A column declared GENERATED ALWAYS AS (…) is computed by the server from other columns of its row;
PostgreSQL refuses any value for it. To mend it, leave the column out.
""",
    ),
    Code(
        "SD344",
        "a value for an identity column that is GENERATED ALWAYS",
        """\
GENERATED ALWAYS AS IDENTITY says that only the sequence gives values, and the schema's author meant
it. The primary key of a seeded row comes from its "__key__" or its "id", which the scripts write on
purpose; any other identity column is left to its sequence. To mend it, leave the column out, or
declare the column GENERATED BY DEFAULT.
""",
    ),
    Code(
        "SD345",
        "a CHECK constraint that is left to the database",
        """\
A warning that seedc check --verbose lists: the constraint uses something that is not evaluated here,
such as a function of the schema's own, the clock, the order of strings (it depends on a collation),
or a regular expression outside the common constructs. Rows are not checked against it before they
reach the server, which enforces it as always. Nothing needs to be mended.
""",
    ),
)
