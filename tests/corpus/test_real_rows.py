"""Real rows from elsewhere: contract JSON in no particular order must come out as the originals."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

DATASETS = ("chinook", "northwind")
SECONDS = 3.0


@pytest.fixture(scope="module", params=DATASETS)
def project(
    request: pytest.FixtureRequest, corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The dataset as a project, its seed file put in order by `seedc fmt`, built."""
    root: Path = tmp_path_factory.mktemp("corpus") / request.param
    seeds = root / "seeds" / request.param
    seeds.mkdir(parents=True)
    shutil.copyfile(corpus / request.param / "schema.sql", seeds / "schema.sql")
    shutil.copyfile(corpus / request.param / "unordered.seed.json", seeds / "rows.seed.json")
    unordered = seedc(root, "build")
    assert unordered.returncode == 1
    assert "SD207" in unordered.stderr
    assert seedc(root, "fmt").returncode == 0
    assert seedc(root, "fmt", "--check").returncode == 0
    before = _spent()
    built = seedc(root, "build")
    assert built.returncode == 0, built.stderr
    assert _spent() - before < SECONDS
    return root


def _spent() -> float:
    """Seconds of processor time of finished child processes: other tests may run beside them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seedc(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "seedc", "--project", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run_psql(psql: str, dsn: str, script: Path, **more: str) -> str:
    command = [psql, "-X", "-v", "ON_ERROR_STOP=1", "-d", dsn, "-f", str(script)]
    env = {k: v for k, v in os.environ.items() if k != "APP_ENV"} | more
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def load_schema(psql: str, dsn: str, root: Path, folder: Path) -> None:
    """The schema without the lines that make and enter a database of their own."""
    text = (root / "seeds" / root.name / "schema.sql").read_text()
    script = folder / "schema.sql"
    script.write_text(re.sub(r"(?m)^(?:(?:DROP|CREATE) DATABASE\b.*;|\\c .*)$", "", text))
    run_psql(psql, dsn, script)


def rows(dsn: str) -> dict[str, list[tuple[str, ...]]]:
    """Every table's rows with every column as text, sorted."""
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text, array_agg(a.attname ORDER BY a.attnum)"
            " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
            " AND a.attnum > 0 AND NOT a.attisdropped GROUP BY c.oid"
        ).fetchall()
        found = {}
        for table, columns in tables:
            listed = sql.SQL(", ").join(
                sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns
            )
            query = sql.SQL("SELECT {} FROM {}").format(listed, sql.Identifier(table))
            fetched = connection.execute(query).fetchall()
            found[table] = sorted(fetched, key=lambda row: [value or "" for value in row])
        return found


def test_the_compiled_rows_are_the_originals(
    project: Path, corpus: Path, server: str, database: str, psql: str, tmp_path: Path
) -> None:
    load_schema(psql, database, project, tmp_path)
    run_psql(psql, database, project / "build" / "seed.sql")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS seedc_originals WITH (FORCE)")
        admin.execute("CREATE DATABASE seedc_originals TEMPLATE template0 ENCODING 'UTF8'")
    try:
        originals = conninfo.make_conninfo(server, dbname="seedc_originals")
        load_schema(psql, originals, project, tmp_path)
        # The original rows come in an order that their own foreign keys refuse.
        unchecked = {"PGOPTIONS": "-c session_replication_role=replica"}
        run_psql(psql, originals, corpus / project.name / "original-rows.sql", **unchecked)
        expected = rows(originals)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute("DROP DATABASE seedc_originals WITH (FORCE)")
    compiled = rows(database)
    assert compiled.keys() == expected.keys()
    for table, lines in expected.items():
        assert compiled[table] == lines, table
    assert sum(map(len, compiled.values())) > 3000


def test_the_second_apply_writes_nothing(
    project: Path, database: str, psql: str, tmp_path: Path
) -> None:
    load_schema(psql, database, project, tmp_path)
    run_psql(psql, database, project / "build" / "seed.sql")

    def versions() -> list[tuple[str, ...]]:
        with psycopg.connect(database) as connection:
            tables = [
                name
                for (name,) in connection.execute(
                    "SELECT relname FROM pg_stat_user_tables ORDER BY relname"
                ).fetchall()
            ]
            return [
                row
                for name in tables
                for row in connection.execute(
                    sql.SQL("SELECT ctid::text, xmin::text, xmax::text FROM {}").format(
                        sql.Identifier(name)
                    )
                ).fetchall()
            ]

    before = versions()
    said = run_psql(psql, database, project / "build" / "seed.sql")
    assert versions() == before
    assert not re.findall(r"^(?:INSERT 0|UPDATE|DELETE) [1-9]", said, re.MULTILINE)
    verified = run_psql(psql, database, project / "build" / project.name / "verify.sql")
    assert "FAILED" not in verified
