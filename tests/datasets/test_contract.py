"""Every dataset keeps the seed JSON contract, as far as the JSON alone can tell."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

DATASETS = ("community", "distribution", "project_templates", "storefront", "wholesale")
FILES = sorted((Path(__file__).parents[2] / "seeds").glob("*/*.seed.json"))

BACK_REFERENCES = {"manager_id", "parent_id", "invited_by"}
"""Members of a cycle or a self reference: they may name an entity declared later."""

REFERENCES = {"delivery_method", "value_code", "batch_no", "invited_by"}
"""Members that refer by key although their name does not end with _id."""

Step = tuple[str, dict[str, Any]]


def walk(lists: dict[str, list[dict[str, Any]]]) -> Iterator[Step]:
    """List names with entities in document order, parents before their children."""
    for name, entities in lists.items():
        for entity in entities:
            yield name, entity
            yield from walk(entity.get("__children__", {}))


def entities(file: Path) -> list[Step]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), f"{file.name}: a member is written twice"
        return dict(pairs)

    return list(walk(json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=unique)))


def references(name: str, entity: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for member, value in entity.items():
        # The batches themselves carry their number as a literal; order lines name the batch.
        own = (name, member) == ("Inventory_Batches", "batch_no")
        if (member.endswith("_id") or member in REFERENCES) and isinstance(value, str) and not own:
            yield member, value


def test_these_are_the_datasets(seeds: Path) -> None:
    found = {path.parent.name for path in seeds.glob("*/schema.sql")}
    assert found - {"tpch"} == set(DATASETS)  # tpch is for measuring


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_has_15_to_200_rows(seeds: Path, dataset: str) -> None:
    files = (seeds / dataset).glob("*.seed.json")
    assert 15 <= sum(len(entities(file)) for file in files) <= 200


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_every_entity_has_a_key_of_its_own_in_front(file: Path) -> None:
    keys = [entity["__key__"] for _, entity in entities(file)]
    assert len(keys) == len(set(keys))
    for _, entity in entities(file):
        members = list(entity)
        assert members[0] == "__key__"
        assert "id" not in members[2:]
        assert "__children__" not in members[:-1]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_references_name_entities_declared_earlier(file: Path) -> None:
    keys = {entity["__key__"] for _, entity in entities(file)}
    declared: set[str] = set()
    for name, entity in entities(file):
        declared.add(entity["__key__"])
        for member, value in references(name, entity):
            known = keys if member in BACK_REFERENCES else declared
            assert value in known, f"{entity['__key__']}: {member}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_table_has_one_list(file: Path) -> None:
    def parents(lists: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
        for name, items in lists.items():
            yield name.lower().replace("_", ""), above
            for item in items:
                yield from parents(item.get("__children__", {}), name)

    places = set(parents(json.loads(file.read_text(encoding="utf-8")), ""))
    assert len({name for name, _ in places}) == len(places)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_moments_name_their_zone(file: Path) -> None:
    for _, entity in entities(file):
        for member, value in entity.items():
            if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
                zoned = re.fullmatch(r".{10}T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", value)
                assert zoned, f"{entity['__key__']}: {member}"


@pytest.mark.server
@pytest.mark.parametrize("dataset", DATASETS)
def test_the_schema_loads_and_lives_in_a_schema_of_its_own(
    seeds: Path, dataset: str, database: str
) -> None:
    with psycopg.connect(database) as connection:
        connection.execute((seeds / dataset / "schema.sql").read_bytes())
        found = connection.execute(
            "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class"
            " WHERE relkind IN ('r', 'p', 'i', 'S') AND oid >= 16384"
            " AND relnamespace <> 'pg_toast'::regnamespace"
        ).fetchall()
        path = connection.execute("SHOW search_path").fetchone()
    assert found == [(dataset,)]
    assert path == ('"$user", public',)
