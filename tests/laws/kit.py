"""What the black-box tests share: projects made on the spot, seedc and psql run on them, databases
read back as plain data."""

import json
import os
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from click.testing import CliRunner
from psycopg import conninfo, sql

from seedc.cli import cli
from seedc.diagnostics import Sink
from seedc.project import open_project

REPOSITORY = Path(__file__).parents[2]
DATASETS = ("community", "distribution", "project_templates", "storefront", "wholesale")

# What the caller's own environment must not decide.
_UNSET = ("APP_ENV", "FORCE_SEED", "DATABASE_URL", "SEEDC_DEBUG", "PGOPTIONS")

# A session in which everything that can be set otherwise is set otherwise.
ODD_SESSION = (
    "-c DateStyle=SQL,DMY -c IntervalStyle=sql_standard -c TimeZone=Asia/Kathmandu"
    " -c search_path= -c bytea_output=escape -c xmloption=document -c extra_float_digits=-5"
    " -c default_transaction_isolation=serializable -c standard_conforming_strings=off"
    " -c client_min_messages=debug1 -c enable_hashjoin=off -c transform_null_equals=on"
)

Table = tuple[tuple[str, ...], ...]
Dump = dict[str, Table]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def seedc(root: Path, *arguments: str, **environment: str) -> Done:
    """Run seedc in this process on the project in `root`."""
    variables: dict[str, str | None] = {**dict.fromkeys(_UNSET), **environment}
    result = CliRunner().invoke(cli, ["--project", str(root), *arguments], env=variables)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def built(root: Path) -> Path:
    """Build the project; its build folder."""
    done = seedc(root, "build")
    assert done.code == 0, done.err
    return root / "build"


def clean_environment(**environment: str) -> dict[str, str]:
    """The caller's environment without what would decide for seedc or psql."""
    kept = {k: v for k, v in os.environ.items() if k not in _UNSET and not k.startswith("PG")}
    return kept | environment


def psql(dsn: str, file: Path, *options: str, **environment: str) -> Done:
    """Run a file with the real psql, without any option that the file should set itself."""
    done = subprocess.run(
        ["psql", "-X", *options, "-d", dsn, "-f", str(file)],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def ran(done: Done) -> Done:
    """The same, having ended well."""
    assert done.code == 0, done.err + done.out
    return done


def make_project(
    root: Path,
    schema: str,
    seeds: Mapping[str, Any] | str,
    *,
    settings: str | None = None,
    dataset: str = "shop",
) -> Path:
    """A project of one dataset and one seed file (data, or its text)."""
    folder = root / "seeds" / dataset
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema.sql").write_text(schema, encoding="utf-8")
    write_seed(root, seeds, dataset=dataset)
    if settings is not None:
        (root / "seedc.toml").write_text(settings, encoding="utf-8")
    return root


def write_seed(
    root: Path, seeds: Mapping[str, Any] | str, *, dataset: str = "shop", stem: str = "main"
) -> None:
    """One seed file of a project."""
    text = seeds if isinstance(seeds, str) else json.dumps(seeds, ensure_ascii=False, indent=2)
    (root / "seeds" / dataset / f"{stem}.seed.json").write_text(text, encoding="utf-8")


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The DSN of a new database, dropped in the end."""
    name = f"seedc_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        admin.execute(sql.SQL(create).format(sql.Identifier(name)))
        try:
            yield conninfo.make_conninfo(server, dbname=name)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def execute(dsn: str, *statements: str) -> None:
    """Statements, each in its own transaction."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def query(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(statement.encode()).fetchall()


def value(dsn: str, statement: str) -> Any:
    """The only value of a query of one row."""
    ((found,),) = query(dsn, statement)
    return found


_TABLES = """
SELECT format('%I.%I', n.nspname, c.relname), c.relkind::text FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1
"""


def dump(dsn: str, *, sequences: bool = True) -> Dump:
    """Every row of every table as text, sorted, and where every sequence stands."""
    found: Dump = {}
    with psycopg.connect(dsn, autocommit=True) as connection:
        for name, kind in connection.execute(_TABLES).fetchall():
            if kind == "S":
                if not sequences:
                    continue
                rows = f"SELECT last_value::text, is_called::text FROM {name}"
            else:
                rows = f'SELECT t::text FROM {name} AS t ORDER BY t::text COLLATE "C"'
            found[name] = tuple(connection.execute(rows.encode()).fetchall())
    return found


def places(dsn: str) -> Dump:
    """Where every row lies and which transaction wrote it last."""
    found: Dump = {}
    with psycopg.connect(dsn, autocommit=True) as connection:
        for name, kind in connection.execute(_TABLES).fetchall():
            if kind == "r":
                rows = f"SELECT ctid::text, xmin::text, xmax::text FROM {name} ORDER BY ctid"
                found[name] = tuple(connection.execute(rows.encode()).fetchall())
    return found


def nothing_written(dsn: str, root: Path) -> None:
    """Apply with psql and with the runner; assert that neither moves a row or a sequence."""
    before = places(dsn), dump(dsn)
    ran(psql(dsn, root / "build" / "seed.sql"))
    assert (places(dsn), dump(dsn)) == before, "psql wrote again"
    ran(seedc(root, "apply", "--dsn", dsn))
    assert (places(dsn), dump(dsn)) == before, "seedc apply wrote again"


def create_schemas(root: Path, dsn: str) -> None:
    """Load the schema files of all datasets that do not stand alone."""
    project = open_project(root, Sink())
    for name in project.settings.together(dataset.name for dataset in project.datasets):
        schema = root / "seeds" / name / "schema.sql"
        ran(psql(dsn, schema, "-v", "ON_ERROR_STOP=1"))


def whole_life(root: Path, dsn: str) -> Dump:
    """Build, load the schemas, apply with psql, again with both, verify with both, reset, and apply
    with the runner: the same rows. Returns what the database holds."""
    build = built(root)
    create_schemas(root, dsn)
    empty = dump(dsn, sequences=False)
    ran(psql(dsn, build / "seed.sql"))
    full = dump(dsn)
    nothing_written(dsn, root)
    for script in build.glob("*/verify.sql"):
        ran(psql(dsn, script))
    ran(seedc(root, "verify", "--dsn", dsn))
    ran(seedc(root, "reset", "--dsn", dsn))
    assert dump(dsn, sequences=False) == empty, "reset left rows"
    ran(seedc(root, "apply", "--dsn", dsn))
    assert dump(dsn) == full, "the runner wrote other rows than psql"
    for script in build.glob("*/reset.sql"):
        ran(psql(dsn, script))
    assert dump(dsn, sequences=False) == empty, "reset.sql left rows"
    ran(psql(dsn, build / "seed.sql"))
    assert dump(dsn) == full
    return full
