"""reset.sql deletes the seed's rows and nothing else, or refuses."""

import pytest

from scripts.handmade import Col, Columns, Psql, key, load, program, qualified, reference, table
from seedc.ir.program import Arbiter, Band, DatasetProgram, Stage
from seedc.scripts import render_load, render_reset

pytestmark = pytest.mark.server

NODE: Columns = {"id": "bigint!", "parent_id": "bigint"}
ITEM: Columns = {"id": "bigint!", "node_id": "bigint!"}
PARENT = reference("parent_id", "shop.node", name="node_parent_id_fkey")
OF_NODE = reference("node_id", "shop.node", name="item_node_id_fkey")
OF_APP = reference("node_id", "shop.node", name="app_node_id_fkey")
NODES = table("shop.node", NODE, foreign_keys=[PARENT])
ITEMS = table("shop.item", ITEM, foreign_keys=[OF_NODE])
DDL = """
CREATE TABLE shop.node (id bigint PRIMARY KEY, parent_id bigint REFERENCES shop.node
  ON DELETE RESTRICT);
CREATE TABLE shop.item (id bigint PRIMARY KEY, node_id bigint NOT NULL REFERENCES shop.node);
CREATE TABLE shop.app (a int, b text, node_id bigint REFERENCES shop.node ON DELETE CASCADE,
  PRIMARY KEY (a, b));
INSERT INTO shop.node VALUES (5000, NULL);
"""


def tree(shared: bool = False) -> DatasetProgram:
    band = Band(column="id", type="bigint", low=1, middle=50, high=100, shared=shared)
    nodes = load(
        NODES,
        NODE,
        {"n:1": ("1", "2"), "n:2": ("2", "1"), "n:3": ("300", None)},
        band=band,
        referenced_by=(
            (NODES.name, PARENT),
            (ITEMS.name, OF_NODE),
            (qualified("shop.app"), OF_APP),
        ),
    )
    items = load(ITEMS, ITEM, {"i:1": ("1", "1"), "i:2": ("2", "300")})
    return program(Stage(loads=(nodes,), cyclic=True), items, protected=("PROD",))


@pytest.fixture
def loaded(shop: Psql) -> Psql:
    shop.execute(DDL)
    shop.apply(render_load(tree()))
    return shop


def nodes(shop: Psql) -> list[int]:
    return [row[0] for row in shop.query("SELECT id FROM shop.node ORDER BY id")]


def test_it_deletes_the_seeds_rows_only_and_twice_is_once(loaded: Psql) -> None:
    loaded.apply(render_reset(tree()))
    assert nodes(loaded) == [5000]
    assert loaded.query("SELECT * FROM shop.item") == []
    again = loaded.apply(render_reset(tree()))
    assert [line for line in again if line.startswith("DELETE")] == ["DELETE 0", "DELETE 0"]


@pytest.mark.parametrize(("shared", "left"), [(False, [5000]), (True, [60, 5000])])
def test_the_band_goes_too_unless_another_dataset_shares_it(
    loaded: Psql, shared: bool, left: list[int]
) -> None:
    loaded.execute("INSERT INTO shop.node VALUES (60, NULL)")
    loaded.apply(render_reset(tree(shared)))
    assert nodes(loaded) == left


def test_it_refuses_while_rows_of_the_application_refer_to_the_seed(loaded: Psql) -> None:
    loaded.execute(
        "INSERT INTO shop.app SELECT n, 'x', 1 FROM generate_series(1, 30) AS n;"
        "INSERT INTO shop.item VALUES (900, 2); INSERT INTO shop.node VALUES (6000, 300)"
    )
    said = loaded.refused(render_reset(tree()))
    assert "shop.app, foreign key app_node_id_fkey: 30 rows, among them a = 1, b = x; " in said
    assert said.count("b = x") == 10
    assert "shop.item, foreign key item_node_id_fkey: 1 rows, among them id = 900" in said
    assert "shop.node, foreign key node_parent_id_fkey: 1 rows, among them id = 6000" in said
    assert nodes(loaded) == [1, 2, 300, 5000, 6000]


def test_an_adopted_row_is_not_the_seeds(shop: Psql) -> None:
    shop.execute("CREATE TABLE shop.v (id bigint PRIMARY KEY, name text NOT NULL UNIQUE)")
    shop.execute("INSERT INTO shop.v VALUES (9, 'mine')")
    columns: Columns = {"id": "bigint!", "name": "text!"}
    arbiter = Arbiter(name="v_name_key", elements=key("k", "name").elements)
    rows = {"a": ("1", "mine"), "b": ("2", "new")}
    whole = program(load(table("shop.v", columns), columns, rows, arbiter=arbiter))
    shop.apply(render_load(whole))
    shop.apply(render_reset(whole))
    assert shop.query("SELECT id FROM shop.v") == [(9,)]


def test_rows_without_any_key_are_told_by_all_their_values(shop: Psql) -> None:
    shop.execute("CREATE TABLE shop.l (a int, b json); INSERT INTO shop.l VALUES (1, NULL)")
    columns: Columns = {"a": "integer", "b": "json"}
    arbiter = Arbiter(name=None, elements=key("k", "a", "b").elements, upsert=False)
    target = table("shop.l", columns, primary=())
    whole = program(load(target, columns, {"x": ("2", None), "y": ("2", "{}")}, arbiter=arbiter))
    shop.apply(render_load(whole))
    shop.apply(render_reset(whole))
    assert shop.query("SELECT a FROM shop.l") == [(1,)]


def test_the_guard_covers_it(loaded: Psql) -> None:
    said = loaded.refused(render_reset(tree()), APP_ENV="prod")
    assert "APP_ENV names a protected environment" in said
    assert nodes(loaded) == [1, 2, 300, 5000]


def test_identity_columns_do_not_hinder_it(shop: Psql) -> None:
    shop.execute("CREATE TABLE shop.a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)")
    columns: Columns = {"id": Col("integer!", identity="always")}
    whole = program(load(table("shop.a", columns), columns, {"x": ("5",)}))
    shop.apply(render_load(whole))
    shop.apply(render_reset(whole))
    assert shop.query("SELECT * FROM shop.a") == []
