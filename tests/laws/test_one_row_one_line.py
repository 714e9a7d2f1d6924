"""Law: changing one seed row changes one line of each script that holds it."""

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from laws.kit import built, make_project, seedc, write_seed

SCHEMA = """
CREATE TABLE makers (id bigserial PRIMARY KEY, name text NOT NULL, note text);
CREATE TABLE things (id uuid PRIMARY KEY, maker_id bigint NOT NULL REFERENCES makers,
  name text NOT NULL, price numeric(8,2));
CREATE TABLE teams (id bigserial PRIMARY KEY, lead_id bigint, name text);
CREATE TABLE people (id bigserial PRIMARY KEY, team_id bigint REFERENCES teams, name text);
ALTER TABLE teams ADD FOREIGN KEY (lead_id) REFERENCES people;
CREATE TABLE many (id bigserial PRIMARY KEY, name text, maker_id bigint REFERENCES makers);
CREATE TABLE lists (id bigserial PRIMARY KEY, name text);
CREATE TABLE gone (id bigserial PRIMARY KEY, name text);
CREATE TABLE keyless (name text, n int);
"""
SETTINGS = '[datasets.shop.tables.gone]\npolicy = "sync"\n'
Document = dict[str, Any]


def document() -> Document:
    def things(maker: int) -> list[Document]:
        return [
            {"__key__": f"thing:{maker}.{n}", "name": f"Thing {n}", "price": "1.50"}
            for n in range(3)
        ]

    return {
        "makers": [
            {"__key__": f"maker:{n}", "name": f"Maker {n}", "__children__": {"things": things(n)}}
            | ({"note": "x"} if n % 3 == 0 else {})
            for n in range(12)
        ],
        "teams": [
            {"__key__": f"team:{n}", "name": f"Team {n}", "lead_id": f"person:{n}"}
            for n in range(5)
        ],
        "people": [
            {"__key__": f"person:{n}", "name": f"Person {n}", "team_id": f"team:{n % 5}"}
            for n in range(10)
        ],
        "many": [
            {"__key__": f"many:{n}", "name": f"Name {n}", "maker_id": f"maker:{n % 12}"}
            for n in range(700)
        ],
        "lists": [{"__key__": f"list:{n}", "name": f"Name {n}"} for n in range(420)],
        "gone": [{"__key__": f"gone:{n}", "name": f"Name {n}"} for n in range(20)],
        "keyless": [{"__key__": f"keyless:{n}", "name": f"Name {n}", "n": n} for n in range(20)],
    }


TABLES = ("makers", "teams", "people", "many", "lists", "gone", "keyless")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("law"), SCHEMA, document(), settings=SETTINGS)
    built(root)
    return root


Changed = dict[str, tuple[int, int]]
Change = Callable[[Callable[[Document], None]], Changed]


@pytest.fixture
def change(before: Path, tmp_path: Path) -> Change:
    """Change the document and build: (added, removed) lines of each script, as git counts them."""

    def run(edit: Callable[[Document], None]) -> Changed:
        seeds = copy.deepcopy(document())
        edit(seeds)
        shutil.copytree(before, tmp_path / "after")
        write_seed(tmp_path / "after", seeds)
        return changed(before, tmp_path / "after")

    return run


def changed(old: Path, new: Path) -> Changed:
    built(new)
    done = subprocess.run(
        ["git", "diff", "--no-index", "--numstat", "--no-renames", str(old), str(new)],
        capture_output=True,
        text=True,
        check=False,
    )
    counts = {}
    for line in done.stdout.splitlines():
        added, removed, path = line.split("\t")
        if path.endswith(".sql") and "/build/" in path:
            counts[path.partition("/build/")[2].rstrip("}")] = (int(added), int(removed))
    return counts


ALL = ("seed.sql", "shop/SMALL.sql", "shop/reset.sql", "shop/verify.sql")
VALUES = ("seed.sql", "shop/SMALL.sql", "shop/verify.sql")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("place", [0, 0.5, -1])
def test_an_edited_value_is_one_line(change: Change, table: str, place: float) -> None:
    def edit(seeds: Document) -> None:
        rows = seeds[table]
        rows[int(place * len(rows)) if place > 0 else int(place)]["name"] = "it's \\ new"

    scripts = ALL if table == "keyless" else VALUES  # all values are that table's key
    assert change(edit) == dict.fromkeys(scripts, (1, 1))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_an_added_row_is_one_line(change: Change, table: str, place: float) -> None:
    def edit(seeds: Document) -> None:
        rows = seeds[table]
        row = {**rows[1], "__key__": "brand:new", "name": "New"}
        row.pop("__children__", None)
        rows.insert(int(place * len(rows)), row)

    assert change(edit) == dict.fromkeys(ALL, (1, 0))


@pytest.mark.parametrize("table", ["many", "lists", "gone", "keyless"])
@pytest.mark.parametrize("place", [0, 0.5, -1])
def test_a_removed_row_is_one_line(change: Change, table: str, place: float) -> None:
    def edit(seeds: Document) -> None:
        rows = seeds[table]
        del rows[int(place * len(rows)) if place > 0 else int(place)]

    assert change(edit) == dict.fromkeys(ALL, (0, 1))


def test_an_added_and_a_removed_child_are_one_line(change: Change) -> None:
    def edit(seeds: Document) -> None:
        children = seeds["makers"][4]["__children__"]["things"]
        children.insert(1, {"__key__": "thing:new", "name": "New", "price": None})
        del seeds["makers"][7]["__children__"]["things"][0]

    assert change(edit) == dict.fromkeys(ALL, (1, 1))


def test_a_renamed_key_is_its_own_line_and_those_that_refer_to_it(change: Change) -> None:
    def edit(seeds: Document) -> None:
        text = json.dumps(seeds).replace('"maker:4"', '"maker:four"')
        seeds.update(json.loads(text))

    references = 3 + sum(1 for n in range(700) if n % 12 == 4)
    assert change(edit) == {
        **dict.fromkeys(VALUES, (1 + references, 1 + references)),
        "shop/reset.sql": (1, 1),
    }


def test_a_renamed_key_that_nobody_refers_to_is_one_line(change: Change) -> None:
    def edit(seeds: Document) -> None:
        seeds["lists"][200]["__key__"] = "list:renamed"

    assert change(edit) == dict.fromkeys(ALL, (1, 1))


def test_an_added_member_moves_the_row_and_no_other(change: Change) -> None:
    def edit(seeds: Document) -> None:
        seeds["makers"][1]["note"] = "new"

    assert change(edit) == {
        **dict.fromkeys(VALUES, (1, 1)),
        "shop/reset.sql": (1, 1),
    }


NEW_TABLES = {
    "alone": "CREATE TABLE {} (id bigserial PRIMARY KEY, name text);",
    "a child": """CREATE TABLE {} (id bigserial PRIMARY KEY, name text,
      maker_id bigint REFERENCES makers);""",
    "a self reference": """CREATE TABLE {0} (id serial PRIMARY KEY, name text,
      up int REFERENCES {0});""",
}


@pytest.mark.parametrize("kind", NEW_TABLES)
@pytest.mark.parametrize("name", ["aaa", "mmm", "zzz"])
def test_an_added_table_only_adds_lines(before: Path, tmp_path: Path, kind: str, name: str) -> None:
    shutil.copytree(before, tmp_path / "after")
    seeds = document() | {name: [{"__key__": "new:1", "name": "A"}, {"__key__": "new:2"}]}
    make_project(tmp_path / "after", SCHEMA + NEW_TABLES[kind].format(name), seeds)
    counts = changed(before, tmp_path / "after")
    assert set(counts) == set(ALL)
    assert {path: removed for path, (_, removed) in counts.items() if removed} == {}


def test_a_row_of_another_dataset_is_one_line_where_a_table_is_shared(tmp_path: Path) -> None:
    schema = "CREATE TABLE t (id bigserial PRIMARY KEY, name text);"
    rows = [{"__key__": f"t:{n}", "name": "x"} for n in range(4)]
    settings = '[datasets.one]\npolicy = "sync"\n[datasets.two]\npolicy = "sync"\n'
    for root, count in (("old", 3), ("new", 4)):
        for dataset in ("one", "two"):
            seeds = {"t": rows[: count if dataset == "two" else 3]}
            make_project(tmp_path / root, schema, seeds, dataset=dataset, settings=settings)
    built(tmp_path / "old")
    counts = changed(tmp_path / "old", tmp_path / "new")
    assert counts.pop("seed.sql") == (3, 0), (
        "its own line, and two that tell the other of it: who refers to rows that go, which go"
    )
    assert set(counts.values()) == {(1, 0), (2, 0)}


def test_comments_and_spacing_of_the_schema_change_no_script(before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "after")
    file = tmp_path / "after" / "seeds" / "shop" / "schema.sql"
    file.write_text("-- a comment\n\n" + SCHEMA.replace(", ", ",\n   "), encoding="utf-8")
    assert changed(before, tmp_path / "after") == {}


def test_formatting_a_seed_file_changes_no_script(before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "after")
    file = tmp_path / "after" / "seeds" / "shop" / "main.seed.json"
    file.write_text(json.dumps(document()), encoding="utf-8")
    assert seedc(tmp_path / "after", "fmt").code == 0
    assert changed(before, tmp_path / "after") == {}
