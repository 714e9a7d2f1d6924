"""Wide keys over one column that is a key by itself: drawn within its row, and told apart."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seedc.diagnostics import Rejected, Sink
from seedc.ir.columnar import columns_of
from seedc.ir.program import TableLoad
from seedc.pipeline import compile_project
from seedc.project import open_project

TENANTS = """
CREATE TABLE tenants (id integer PRIMARY KEY);
CREATE TABLE users (id integer PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants,
  UNIQUE (tenant_id, id));
CREATE TABLE grants (id integer PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants,
  kind text NOT NULL, UNIQUE (tenant_id, id), UNIQUE (tenant_id, kind, id));
"""
LOGINS = f"""{TENANTS}
CREATE TABLE logins (id integer PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants,
  user_id integer NOT NULL, grant_id integer NOT NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id));
"""


Row = dict[str, Any]


def tables(root: Path, schema: str, **columns: dict[str, Any]) -> dict[str, list[Row]]:
    """The rows by table: 12 in each, with the rules that are given for its columns. Raises
    Rejected."""
    folder = root / "seeds" / "shop"
    folder.mkdir(parents=True)
    (folder / "schema.sql").write_text(schema, encoding="utf-8")
    names = [line.split()[2] for line in schema.splitlines() if line.startswith("CREATE TABLE")]
    document = {"tables": {n: {"rows": 12, "columns": columns.get(n, {})} for n in names}}
    (folder / "volume.json").write_text(json.dumps(document), encoding="utf-8")
    sink = Sink()
    (program,) = compile_project(open_project(root, sink), sink).programs
    loads = [load for stage in program.volume for load in stage.loads]
    return {load.table.name.name: list(_rows(load)) for load in loads}


def _rows(load: TableLoad) -> Iterator[Row]:
    assert load.generated is not None
    for function in load.generated.functions:
        cells = columns_of(function.lets, range(function.count))
        for n in range(function.count):
            yield {c.column.name: cells[c.column.name][n] for c in load.generated.columns}


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"tenant_id": {"reference": "tenants"}},
        {"grant_id": {"reference": "grants", "within": "tenant_id"}},
        {
            "tenant_id": {"reference": "Tenants"},
            "user_id": {"reference": "users", "within": "tenant_id"},
        },
    ],
)
def test_rows_of_one_tenant_are_drawn(tmp_path: Path, rules: dict[str, Any]) -> None:
    found = tables(tmp_path, LOGINS, logins=rules)
    owners = {
        name: {row["id"]: row["tenant_id"] for row in found[name]} for name in ("users", "grants")
    }
    assert len(found["logins"]) == 12
    for login in found["logins"]:
        assert owners["users"][login["user_id"]] == login["tenant_id"]
        assert owners["grants"][login["grant_id"]] == login["tenant_id"]


MEMBERS = f"""{TENANTS}
CREATE TABLE members (tenant_id integer NOT NULL REFERENCES tenants,
  user_id integer NOT NULL REFERENCES users, PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE TABLE consents (id integer PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants,
  user_id integer NOT NULL, grant_id integer NOT NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES members,
  FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, id));
"""


def test_rows_are_dealt_to_the_parent_that_wide_keys_share(tmp_path: Path) -> None:
    found = tables(tmp_path, MEMBERS)
    members = {(row["tenant_id"], row["user_id"]) for row in found["members"]}
    assert {(row["tenant_id"], row["user_id"]) for row in found["consents"]} <= members


SNAPSHOTS = """
CREATE TABLE snapshots (tenant_id integer NOT NULL, kind text NOT NULL CHECK (kind <> ''),
  grant_id integer NOT NULL, PRIMARY KEY (tenant_id, grant_id),
  FOREIGN KEY (tenant_id, kind, grant_id) REFERENCES grants (tenant_id, kind, id));
"""


def test_a_unique_key_holds_what_tells_the_parents_apart(tmp_path: Path) -> None:
    found = tables(tmp_path, TENANTS + SNAPSHOTS)
    assert len({row["grant_id"] for row in found["snapshots"]}) == 12


def test_a_check_on_a_parents_value_is_tried(tmp_path: Path) -> None:
    schema = TENANTS + SNAPSHOTS.replace("<> ''", "= 'login'")
    with pytest.raises(Rejected) as caught:
        tables(tmp_path / "a", schema)
    assert [d.code for d in caught.value.diagnostics] == ["SD744"]
    found = tables(tmp_path / "b", schema, grants={"kind": {"constant": "login"}})
    assert {row["kind"] for row in found["snapshots"]} == {"login"}
