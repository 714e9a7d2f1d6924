"""SD1xx: files, JSON and the shape of the seed contract."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD101",
        "the file is not UTF-8",
        """Seed files are UTF-8, as JSON is by definition (RFC 8259, section 8.1). The byte shown is
not valid there, which usually means that an editor saved the file as Windows-1252, Latin-1 or
UTF-16. The place is the first character that could not be decoded; it is shown as U+FFFD.

Save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 old.json > new.json""",
    ),
    Code(
        "SD102",
        "the file begins with a byte order mark",
        """The first three bytes are EF BB BF, an invisible mark that some editors write before
UTF-8 text. JSON forbids it, and other tools that read the file stumble over it.

Save the file as "UTF-8 without BOM"; on a command line: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE""",
    ),
    Code(
        "SD103",
        "the file is empty",
        """A file of no characters, or of spaces alone, is no JSON document, and is more often a
write that failed than a wish for no rows.

Write {} for a seed without rows, or remove the file.""",
    ),
    Code(
        "SD104",
        "something stands where JSON does not allow it",
        """JSON is strict about what follows what: in an object "name": value, "name": value; in a
list value, value. A comma or colon too many, a missing value, or a character from outside the
language (a no-break space pasted from a page, for instance) is refused at its place.

  {"name": , "country": "BR"}     a value is missing before the comma
  ["country": "BR"]               names belong into {…}, not into […]

Write the missing value (null where there is none), or remove what is too much.""",
    ),
    Code(
        "SD105",
        "a comma after the last element",
        """JSON allows commas between elements only, not after the last one.

  {"name": "Acme", "country": "BR",}

Remove the comma.""",
    ),
    Code(
        "SD106",
        "a comment",
        """JSON has no comments, whether //, /* */ or #. A seed file is data that any JSON tool can
read.

Remove the comment. What a reader should know about a table belongs into a COMMENT in schema.sql,
what they should know about a change into the commit.""",
    ),
    Code(
        "SD107",
        "a string in other than double quotes",
        """Strings and names stand in "double quotes". Single quotes, backticks and typographic
quotes are other languages, or a word processor's help.

  {'name': 'Acme'}     write {"name": "Acme"}

A file that a Python program printed with print() looks like this; json.dump writes JSON.""",
    ),
    Code(
        "SD108",
        "a member's name without quotes",
        """In JSON a member's name is a string, and stands in double quotes.

  {name: "Acme"}     write {"name": "Acme"}""",
    ),
    Code(
        "SD109",
        "a comma is missing",
        """Two elements follow each other with nothing between them. The caret shows where the
comma belongs: after the first of them, often at the end of the line before.

  {"name": "Acme"
   "country": "BR"}     write "Acme", on the first line""",
    ),
    Code(
        "SD110",
        "a colon is missing",
        """A member is a name, a colon and a value.

  {"name" "Acme"}, {"name" = "Acme"}     write {"name": "Acme"}""",
    ),
    Code(
        "SD111",
        "a string is not closed",
        """A string begins with a double quote and ends with one on the same line. Either the
closing quote is missing, or the text has a line break in it, which is written \\n in JSON.

What follows in the file is not looked at, because nothing tells where the string was to end.""",
    ),
    Code(
        "SD112",
        "a control character inside a string",
        """Characters below U+0020 may not stand in a string as they are, a tab included. They are
written as escapes: \\t for a tab, \\u001b for an escape character.

If the character got there by accident, remove it.""",
    ),
    Code(
        "SD113",
        "an escape that JSON does not have",
        """After a backslash JSON knows " \\ / b f n r t, and u with four hexadecimal digits. A
backslash that is meant as such is doubled: "C:\\\\seeds", "^\\\\d+$".""",
    ),
    Code(
        "SD114",
        "a word that is no JSON value",
        """Outside of quotes JSON has true, false and null, in lower case, and numbers; NaN,
Infinity and -Infinity are accepted too, because PostgreSQL's numbers have them.

  None, NULL, undefined     write null
  True, TRUE, yes           write true
  pending                   write "pending" """.rstrip(),
    ),
    Code(
        "SD115",
        "a number that JSON does not have",
        """A number is decimal, with a digit before and after the point, without leading zeros, a
plus sign, underscores or units: -12, 0.5, 1.10, 6.02e23.

  007        write "007" where the zeros matter (a postal code), or 7
  .5  5.     write 0.5 and 5
  2024-05-01 is no number: a date is a string, "2024-05-01" """.rstrip(),
    ),
    Code(
        "SD116",
        "brackets that do not match",
        """Every { has its } and every [ its ], in the right order. A note shows the bracket that is
open. Where the file ends too early, the innermost open bracket is shown; the place where the
closing one belongs is after it.""",
    ),
    Code(
        "SD117",
        "text after the end of the document",
        """A file holds one JSON document, and after its closing bracket only spaces. Two objects in
a row (JSON Lines, or two files joined) are two documents.

Put all lists into one object, or make two files of it.""",
    ),
    Code(
        "SD118",
        "a member stands twice in one object",
        """The name is used twice in the same object. Most JSON readers keep the last value and
drop the others in silence; here it is refused, at any depth and inside json values too. A list of
entities that is given twice is the same mistake.

Keep one of the two, or join the two lists.""",
    ),
    Code(
        "SD119",
        "half of a surrogate pair",
        """Characters above U+FFFF are written in JSON either as they are or as two escapes, a high
surrogate (\\ud800 to \\udbff) and a low one (\\udc00 to \\udfff). One of the two alone is no
character, and cannot be stored in UTF-8.

Write the character itself.""",
    ),
    Code(
        "SD120",
        "the character U+0000",
        """PostgreSQL's text, json and jsonb cannot hold the character U+0000, neither as it is nor
as \\u0000.

Remove it. Binary data belongs into a bytea column, in hexadecimal: "\\\\x00ff".""",
    ),
    Code(
        "SD121",
        "lists and objects nested too deep",
        """A seed file may be nested 200 levels deep, which allows children of children of children
more than 60 times. A deeper one is nearly always a program's mistake.

Flatten the value; write deep trees as one list of rows that refer to their parents.""",
    ),
    Code(
        "SD122",
        "a quote inside a string",
        """A string has ended, and text touches its closing quote. Most often a quote inside the
text is meant, which needs a backslash:

  "a 3" pipe"     write "a 3\\" pipe" """.rstrip(),
    ),
    Code(
        "SD123",
        "a merge conflict in the file",
        """git leaves both sides of a conflict in the file, between lines that begin with <<<<<<<, =======
and >>>>>>>. Keep one side, or put the two together by hand, and remove those lines. Nothing else is
said about the file until then.""",
    ),
    Code(
        "SD125",
        "the top level is not an object",
        """A seed file is one object. Its members are tables, and each member is the list of that
table's entities:

  {"Vendors": [{"__key__": "vendor:acme", "name": "Acme"}]}

A bare list does not say which table it is for: give it its table's name.""",
    ),
    Code(
        "SD126",
        "a top-level member is not a list",
        """Each member of the top level is a table's list of entities, a single entity included:

  {"Vendors": [{"__key__": "vendor:acme"}]}

There is no place for settings or a "$schema" in a seed file; settings stand in pyproject.toml or
seedc.toml.""",
    ),
    Code(
        "SD127",
        "an entity is not an object",
        """The elements of a table's list are entities: objects with a "__key__" and the row's
columns. Strings, numbers, null and nested lists are no entities.

  {"Vendors": ["Acme"]}     write {"Vendors": [{"__key__": "vendor:acme", "name": "Acme"}]}""",
    ),
    Code(
        "SD128",
        "an entity without a key",
        """Every entity has a "__key__", also one that nothing refers to: its id is derived from it,
so that importing again finds the same row. It is not stored.

  {"__key__": "vendor:acme", "name": "Acme"}

A key that says what the row is ("vendor:acme", "order:2024-17") reads best, and should not change:
another key is another row.""",
    ),
    Code(
        "SD129",
        "a key that is not a string",
        """A "__key__" is a string of at least one character. Numbers and null are not keys, because
a reference must be told from a value: "vendor_id": 7 is the id 7, "vendor_id": "vendor:7" is the
entity with that key.""",
    ),
    Code(
        "SD130",
        "a key that is too long or not one line",
        """A "__key__" has at most 200 characters and no control characters or line breaks: it is
printed as the comment at the end of its row in the script that people review.

Name the row, rather than repeating its content.""",
    ),
    Code(
        "SD131",
        "a key stands twice in one file",
        """A "__key__" is unique in its file, over all tables and all levels of "__children__": a
reference names the key alone. A note shows the entity that has the key already.

Put the table into the key ("vendor:acme", "client:acme"), or remove the copy.""",
    ),
    Code(
        "SD132",
        "__children__ is not an object",
        """The children of an entity are an object of lists, like the top level of the file: each
member names a child table.

  "__children__": {"OrderItems": [{"__key__": "item:1"}, {"__key__": "item:2"}]}

An entity without children has no "__children__".""",
    ),
    Code(
        "SD133",
        "a member of __children__ is not a list",
        """Each member of "__children__" is the list of the entities of one child table, a single
child included:

  "__children__": {"Profiles": [{"__key__": "profile:ana"}]}""",
    ),
    Code(
        "SD134",
        "an unknown service field",
        """Names that begin and end with two underscores are the contract's own. It has two,
"__key__" and "__children__", and both are members of an entity; another one is a misspelling or an
expectation that would be disappointed in silence.

Correct the name, or remove the member.""",
    ),
)
