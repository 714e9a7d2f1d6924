"""SD7xx: the profiles of volume.json, and what overrides them."""

from seedc.codes.code import Code

CODES: tuple[Code, ...] = (
    Code(
        "SD705",
        "unknown profile",
        """\
--profile or SEED_SIZE asks for a profile that the dataset's volume.json does not have. Building
another size than the one asked for would pass unnoticed. Names are compared letter by letter, and
CUSTOM, the default profile with overrides, exists everywhere.

    SEED_SIZE=LARGE seedc build
    SEED_SIZE=CUSTOM SEED_PRODUCTS=10000 seedc build

To mend it, name a profile of the file, or add the profile to it.
""",
    ),
    Code(
        "SD706",
        "an override that says no number, or of nothing",
        """\
--set name=number, SEED_<NAME> and a parameter's own variable replace a parameter's value. The text is
no whole number (batch is at least 1), --set names a parameter that no volume.json has, or two
variables of one parameter say different numbers. Variables that match no parameter are not looked at.

    seedc build --set products=10000
    SEED_PRODUCTS=10000 seedc build

To mend it, correct the name or the number, or unset one of the variables.
""",
    ),
    Code(
        "SD756",
        "constraints rebuilt in a transaction of a batch",
        """\
A profile with "constraints": "rebuild" drops foreign keys and indexes, loads all rows and
builds everything again in one transaction, so that nobody ever sees the tables without them, and a
failure leaves them as they were. It asks for a transaction for each batch as well.

    "LARGE": {"orders": 1000000, "constraints": "rebuild"}
    "LARGE": {"orders": 1000000, "transaction": "batch"}

To mend it, leave out "transaction", or "constraints".
""",
    ),
)
