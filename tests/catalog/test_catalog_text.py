"""The text of a Catalog says every fact once, and says it the same way always."""

from dataclasses import replace

from seedc.catalog import (
    Catalog,
    Check,
    Column,
    CompositeType,
    DomainType,
    EnumType,
    Exclusion,
    Expression,
    ForeignKey,
    IndexElement,
    QualifiedName,
    RangeType,
    Sequence,
    Table,
    Trigger,
    TypeRef,
    Unique,
)
from seedc.catalog_text import describe
from seedc.origin import Origin

TEXT = TypeRef(QualifiedName("pg_catalog", "text"))
VENDORS = QualifiedName("shop", "vendors")
POSITIVE = Expression("n > 0", columns=("n",), normal="n > 0")
COLUMN = Column(name="Name, or so", type=TypeRef(QualifiedName("pg_catalog", "numeric"), (10, 2)))
UNIQUE = Unique(
    name="vendors_key",
    kind="index",
    elements=(IndexElement(column="n"), IndexElement(expression=POSITIVE)),
)
FOREIGN = ForeignKey(name="fk", columns=("a", "b"), table=VENDORS, references=("x", "y"))
CHECK = Check(name="positive", expression=POSITIVE)
EXCLUSION = Exclusion(name="apart", method="gist", elements=((IndexElement(column="n"), "&&"),))
TRIGGER = Trigger(name="touch", timing="before", events=("insert",), row=True, function="f")
TABLE = Table(
    name=VENDORS,
    columns=(COLUMN,),
    uniques=(UNIQUE,),
    foreign_keys=(FOREIGN,),
    checks=(CHECK,),
    exclusions=(EXCLUSION,),
    triggers=(TRIGGER,),
)
STATE = EnumType(name=QualifiedName("shop", "state"), labels=("new", "paid, at last"))
CODE = DomainType(name=QualifiedName("shop", "code"), base=TEXT, checks=(CHECK,))
PAIR = CompositeType(name=QualifiedName("shop", "pair"), attributes=(("a", TEXT), ("b", TEXT)))
SPAN = RangeType(
    name=QualifiedName("shop", "span"), subtype=TEXT, multirange=QualifiedName("shop", "spans")
)
NUMBERS = Sequence(name=QualifiedName("shop", "numbers"), owned_by=(VENDORS, "n"))
CATALOG = Catalog(
    tables={TABLE.name: TABLE},
    types={t.name: t for t in (STATE, CODE, PAIR, SPAN)},
    sequences={NUMBERS.name: NUMBERS},
    extensions=("citext",),
)

EXPECTED = """\
extensions = citext
sequences/shop.numbers = Sequence
sequences/shop.numbers/owned_by = shop.vendors, n
tables/shop.vendors = Table
tables/shop.vendors/checks = positive
tables/shop.vendors/checks/positive/expression = "n > 0" reading n
tables/shop.vendors/columns = "Name, or so"
tables/shop.vendors/columns/"Name, or so"/type = pg_catalog.numeric(10, 2)
tables/shop.vendors/exclusions = apart
tables/shop.vendors/exclusions/apart/elements = [n, "&&"]
tables/shop.vendors/exclusions/apart/method = gist
tables/shop.vendors/foreign_keys = fk
tables/shop.vendors/foreign_keys/fk/columns = a, b
tables/shop.vendors/foreign_keys/fk/references = x, y
tables/shop.vendors/foreign_keys/fk/table = shop.vendors
tables/shop.vendors/triggers = touch
tables/shop.vendors/triggers/touch/events = insert
tables/shop.vendors/triggers/touch/function = f
tables/shop.vendors/triggers/touch/row = true
tables/shop.vendors/triggers/touch/timing = before
tables/shop.vendors/uniques = vendors_key
tables/shop.vendors/uniques/vendors_key/elements = n, ("n > 0" reading n)
tables/shop.vendors/uniques/vendors_key/kind = index
types/shop.code = DomainType
types/shop.code/base = pg_catalog.text
types/shop.code/checks = positive
types/shop.code/checks/positive/expression = "n > 0" reading n
types/shop.pair = CompositeType
types/shop.pair/attributes = [a, pg_catalog.text], [b, pg_catalog.text]
types/shop.span = RangeType
types/shop.span/multirange = shop.spans
types/shop.span/subtype = pg_catalog.text
types/shop.state = EnumType
types/shop.state/labels = new, "paid, at last"
"""


def with_table(table: Table) -> Catalog:
    return replace(CATALOG, tables={table.name: table})


def with_column(column: Column) -> Catalog:
    return with_table(replace(TABLE, columns=(column,)))


CHANGES = (
    with_table(replace(TABLE, kind="partitioned")),
    with_table(replace(TABLE, columns=())),
    with_table(replace(TABLE, partition_of=VENDORS, partition_bound="DEFAULT")),
    with_table(replace(TABLE, partition_key="LIST (n)")),
    with_table(replace(TABLE, inherits=(VENDORS,))),
    with_table(replace(TABLE, row_security=True)),
    with_table(replace(TABLE, comment="All of them")),
    with_table(replace(TABLE, uniques=(replace(UNIQUE, predicate=POSITIVE),))),
    with_table(replace(TABLE, uniques=(replace(UNIQUE, nulls_not_distinct=True),))),
    with_table(replace(TABLE, uniques=(replace(UNIQUE, elements=UNIQUE.elements[::-1]),))),
    with_table(replace(TABLE, foreign_keys=(replace(FOREIGN, valid=False),))),
    with_table(replace(TABLE, foreign_keys=(replace(FOREIGN, references=("y", "x")),))),
    with_table(replace(TABLE, checks=(replace(CHECK, enforced=False),))),
    with_table(replace(TABLE, exclusions=(replace(EXCLUSION, deferrable=True),))),
    with_table(replace(TABLE, triggers=(replace(TRIGGER, enabled=False),))),
    with_column(replace(COLUMN, not_null=True)),
    with_column(replace(COLUMN, default=POSITIVE)),
    with_column(replace(COLUMN, generated="stored", generation=POSITIVE)),
    with_column(replace(COLUMN, generated="virtual", generation=POSITIVE)),
    with_column(replace(COLUMN, identity="always", sequence=VENDORS)),
    with_column(replace(COLUMN, collation="C")),
    with_column(replace(COLUMN, comment="")),
    with_column(replace(COLUMN, type=replace(COLUMN.type, array=True))),
    with_column(replace(COLUMN, type=replace(COLUMN.type, modifiers=()))),
    with_column(replace(COLUMN, type=replace(COLUMN.type, fields="day to second"))),
    replace(CATALOG, tables={}),
    replace(CATALOG, extensions=()),
    replace(CATALOG, types={STATE.name: STATE}),
    replace(CATALOG, types={STATE.name: replace(STATE, labels=("new", "paid", "at last"))}),
    replace(CATALOG, types={CODE.name: replace(CODE, not_null=True)}),
    replace(CATALOG, types={PAIR.name: replace(PAIR, attributes=PAIR.attributes[::-1])}),
    replace(CATALOG, sequences={NUMBERS.name: replace(NUMBERS, maximum=9)}),
    replace(CATALOG, sequences={NUMBERS.name: replace(NUMBERS, owned_by=None)}),
)


def test_every_fact_is_a_line() -> None:
    assert describe(CATALOG) == EXPECTED


def test_catalogs_that_differ_read_differently() -> None:
    texts = [describe(catalog) for catalog in (CATALOG, *CHANGES)]
    assert len(set(texts)) == len(CHANGES) + 1


def test_the_order_in_which_things_were_made_does_not_show() -> None:
    turned = replace(CATALOG, types=dict(reversed(list(CATALOG.types.items()))))
    assert describe(turned) == EXPECTED


def test_origins_are_no_facts() -> None:
    assert describe(with_table(replace(TABLE, origin=Origin("schema.sql", offset=7)))) == EXPECTED


def test_an_empty_catalog_says_nothing() -> None:
    assert describe(Catalog(tables={}, types={}, sequences={})) == ""
