"""Knots that real schemas have, each on its own: every table is filled by inference alone, and the
whole life of a seed is gone through."""

import json
from pathlib import Path

import pytest

from laws.kit import make_project, whole_life
from seedc.diagnostics import Sink
from seedc.frontend.ddl.schema import read_schema


def filled(root: Path, schema: str, rows: int = 30) -> Path:
    """A project whose volume.json asks for so many rows of every table and for nothing else."""
    make_project(root, schema, {})
    tables = {
        f'{table.name.schema}."{table.name.name}"': {"rows": rows}
        for table in read_schema("schema.sql", schema, Sink()).tables.values()
        if table.kind in ("table", "partitioned") and table.partition_of is None
    }
    text = {"clock": "2026-01-01T00:00:00Z", "profiles": {"SMALL": {}}, "tables": tables}
    (root / "seeds" / "shop" / "volume.json").write_text(json.dumps(text), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(
            "CREATE DOMAIN digest AS bytea CONSTRAINT whole CHECK (octet_length(VALUE) = 20);"
            "CREATE TABLE host (id digest NOT NULL PRIMARY KEY, name text NOT NULL);"
            "CREATE TABLE state (host_id digest NOT NULL REFERENCES host, seen timestamp);",
            id="a key of bytes with a CHECK",
        ),
        pytest.param(
            "CREATE TABLE entry (id serial PRIMARY KEY,"
            " amount numeric NOT NULL CHECK (amount <> 'NaN'),"
            " share numeric CHECK (share < 'Infinity' AND share > '-Infinity'),"
            " weight double precision CHECK (weight <> 'NaN'::float8 AND weight >= 0));",
            id="a CHECK against NaN and infinity",
        ),
        pytest.param(
            "CREATE SEQUENCE lot_numbers;"
            "CREATE TABLE lot (id serial PRIMARY KEY,"
            " number text NOT NULL UNIQUE DEFAULT nextval('lot_numbers')::text,"
            " code varchar(9) DEFAULT nextval('lot_numbers'), qty int NOT NULL);",
            id="a text that is numbered by a sequence",
        ),
        pytest.param(
            "CREATE TABLE store (store_id serial PRIMARY KEY, name text NOT NULL);"
            "CREATE TABLE customer (customer_id bigserial PRIMARY KEY,"
            " store_id smallint NOT NULL REFERENCES store);"
            "CREATE TABLE visit (customer_id int NOT NULL REFERENCES customer, day date NOT NULL);",
            id="keys that are wider than what refers to them",
        ),
        pytest.param(
            "CREATE TABLE region (region_id numeric(3) PRIMARY KEY, name varchar(25));"
            "CREATE TABLE worker (worker_id numeric(6,0) PRIMARY KEY,"
            " chief_id numeric(6,0) REFERENCES worker, region_id numeric REFERENCES region);",
            id="numeric keys of few digits",
        ),
        pytest.param(
            "CREATE DOMAIN uint AS bigint CHECK (VALUE >= 0 AND VALUE <= 4294967295);"
            "CREATE SEQUENCE version_id_seq; CREATE TABLE version ("
            " id uint PRIMARY KEY DEFAULT nextval('version_id_seq'), note text);",
            id="a CHECK that refuses the usual ids",
        ),
        pytest.param(
            "CREATE TABLE account (name text UNIQUE, created timestamp);"
            "CREATE TABLE item (id serial PRIMARY KEY, number bigint UNIQUE, note text);"
            "CREATE TABLE entry (id serial PRIMARY KEY,"
            " number bigint UNIQUE REFERENCES item (number));"
            "CREATE TABLE alarm (number bigint NOT NULL REFERENCES entry (number),"
            " owner text NOT NULL REFERENCES account (name));",
            id="what must refer to a unique column that may be NULL",
        ),
        pytest.param(
            "CREATE TABLE tenant (id varchar(21) PRIMARY KEY);"
            "CREATE TABLE member (id varchar(12) PRIMARY KEY,"
            " tenant_id varchar(21) NOT NULL REFERENCES tenant, UNIQUE (tenant_id, id));"
            "CREATE TABLE team (id varchar(21) PRIMARY KEY,"
            " tenant_id varchar(21) NOT NULL REFERENCES tenant, UNIQUE (tenant_id, id));"
            "CREATE TABLE team_member (tenant_id varchar(21) NOT NULL REFERENCES tenant,"
            " team_id varchar(21) NOT NULL REFERENCES team,"
            " member_id varchar(12) NOT NULL REFERENCES member,"
            " PRIMARY KEY (tenant_id, team_id, member_id),"
            " FOREIGN KEY (tenant_id, member_id) REFERENCES member (tenant_id, id));"
            "CREATE TABLE consent (tenant_id varchar(21) NOT NULL REFERENCES tenant,"
            " app text NOT NULL, team_id varchar(21) NOT NULL, member_id varchar(12) NOT NULL,"
            " FOREIGN KEY (tenant_id, team_id, member_id) REFERENCES team_member);",
            id="a plain key beside the one of the same tenant",
        ),
        pytest.param(
            "CREATE TABLE person (id bigserial PRIMARY KEY, name text NOT NULL);"
            "CREATE TABLE team (id uuid PRIMARY KEY DEFAULT gen_random_uuid());"
            "CREATE TABLE friendship (one_id bigint NOT NULL REFERENCES person,"
            " other_id bigint NOT NULL REFERENCES person, since date,"
            " PRIMARY KEY (one_id, other_id), CHECK (one_id < other_id));"
            "CREATE TABLE duel (id serial PRIMARY KEY, loser_id bigint NOT NULL REFERENCES person,"
            " winner_id bigint NOT NULL REFERENCES person, CHECK (winner_id > loser_id),"
            " UNIQUE (loser_id, winner_id));"
            "CREATE TABLE fixture (id serial PRIMARY KEY, home_id uuid REFERENCES team,"
            " away_id uuid REFERENCES team, CHECK (home_id < away_id));",
            id="two keys to one table, in order",
        ),
        *(
            pytest.param(
                "CREATE TABLE tenant (id bigserial PRIMARY KEY);"
                "CREATE TABLE member (tenant_id bigint NOT NULL REFERENCES tenant, id bigserial,"
                " PRIMARY KEY (tenant_id, id));"
                "CREATE TABLE task (tenant_id bigint NOT NULL REFERENCES tenant, id bigserial,"
                " PRIMARY KEY (tenant_id, id));"
                f"CREATE TABLE doing (tenant_id bigint NOT NULL{reference}, member_id bigint,"
                " task_id bigint, PRIMARY KEY (tenant_id, member_id, task_id),"
                " FOREIGN KEY (tenant_id, member_id) REFERENCES member,"
                " FOREIGN KEY (tenant_id, task_id) REFERENCES task);",
                id=f"many to many of one tenant{reference and ', who is named'}",
            )
            for reference in ("", " REFERENCES tenant")
        ),
    ],
)
def test_its_rows_come_and_go(schema: str, database: str, tmp_path: Path) -> None:
    assert whole_life(filled(tmp_path, schema), database)
