"""Which table a name means."""

import pytest

from seedc.catalog import Catalog, QualifiedName, Table
from seedc.diagnostics import Sink
from seedc.origin import Origin
from seedc.passes.names import TableNames, resolve_table, table_names
from seedc.settings import DatasetSettings, TableSettings

NAMES = (
    ("shop", "orders"),
    ("archive", "orders"),
    ("public", "project_templates"),
    ("public", "Order Items"),
    ("public", "User"),
    ("public", "user"),
    ("public", "product_skus"),
)


def names_of(home: str = "main", settings: dict[str, TableSettings] | None = None) -> TableNames:
    tables = {
        QualifiedName(*name): Table(name=QualifiedName(*name), columns=()) for name in sorted(NAMES)
    }
    catalog = Catalog(tables=tables, types={}, sequences={})
    return table_names(home, catalog, DatasetSettings(tables=settings or {}), Sink())


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ("shop.orders", "shop.orders"),
        ("project_templates", "public.project_templates"),
        ("ProjectTemplates", "public.project_templates"),
        ("Project_Templates", "public.project_templates"),
        ("Product_SKUs", "public.product_skus"),
        ("ProductSKUs", "public.product_skus"),
        ("Order Items", "public.Order Items"),
        ('"Order Items"', "public.Order Items"),
        ('public."User"', "public.User"),
        ("user", "public.user"),
        ('"user"', "public.user"),
    ],
)
def test_a_name_means_one_table(written: str, table: str) -> None:
    found = names_of().find(written)
    assert [str(t.name) for t in found] == [table]


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("orders", "SD202", "archive.orders and shop.orders"),
        ("User", "SD202", "public.User and public.user"),
        ("order", "SD201", 'no table "order"'),
        ("projecttemplates", "SD201", 'no table "projecttemplates"'),
        ('"Project_Templates"', "SD201", "no table"),
    ],
)
def test_none_or_several_is_an_error(written: str, code: str, words: str) -> None:
    sink = Sink()
    assert resolve_table(written, Origin("f"), names_of(), sink) is None
    assert [d.code for d in sink.diagnostics] == [code]
    assert words in sink.diagnostics[0].message


def test_the_schema_named_like_the_dataset_is_meant_first() -> None:
    assert [str(t.name) for t in names_of("shop").find("orders")] == ["shop.orders"]


def test_a_model_of_the_settings_is_a_name() -> None:
    settings = {"shop.orders": TableSettings(model="Bestellung")}
    found = names_of(settings=settings).find("Bestellung")
    assert [str(t.name) for t in found] == ["shop.orders"]
