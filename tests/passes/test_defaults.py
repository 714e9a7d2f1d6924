"""Which defaults are constants that the compiler can compare with."""

import pytest

from seedc.catalog import Catalog, Column, Expression, QualifiedName, Table, TypeRef
from seedc.diagnostics import Sink
from seedc.passes.defaults import UNKNOWN, default_text
from seedc.passes.names import table_names
from seedc.passes.seedplan import SeedPlan
from seedc.settings import DatasetSettings

TEXT = TypeRef(QualifiedName("pg_catalog", "text"))


def default_of(column: Column) -> object:
    table = Table(name=QualifiedName("public", "t"), columns=(column,))
    catalog = Catalog(tables={table.name: table}, types={}, sequences={})
    settings = DatasetSettings()
    names = table_names("d", catalog, settings, Sink())
    plan = SeedPlan(dataset="d", catalog=catalog, settings=settings, names=names)
    return default_text(plan.bound(table), column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'draft'", "draft"),
        ("'draft'::text", "draft"),
        ("'it''s'::character varying(20)", "it's"),
        ("'new'::shop.status", "new"),
        ("'{}'::text[]", "{}"),
        ("0", "0"),
        ("-1.50", "-1.50"),
        ("(0)::numeric", "0"),
        ("true", "true"),
        ("NULL", None),
        ("NULL::character varying", None),
        ("now()", UNKNOWN),
        ("'a' || 'b'", UNKNOWN),
        ("CURRENT_DATE", UNKNOWN),
        ("nextval('s'::regclass)", UNKNOWN),
    ],
)
def test_a_default(text: str, value: object) -> None:
    assert default_of(Column(name="c", type=TEXT, default=Expression(text))) == value


def test_without_a_default_a_column_is_null() -> None:
    assert default_of(Column(name="c", type=TEXT)) is None


def test_what_the_server_fills_is_unknown() -> None:
    assert default_of(Column(name="c", type=TEXT, identity="always")) is UNKNOWN
    assert default_of(Column(name="c", type=TEXT, generated="stored")) is UNKNOWN
    sequence = QualifiedName("public", "s")
    assert default_of(Column(name="c", type=TEXT, sequence=sequence)) is UNKNOWN
