"""Programs made by hand, and the psql that runs what is rendered of them."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import psycopg

from seedc.catalog import (
    Column,
    Expression,
    ForeignKey,
    IndexElement,
    QualifiedName,
    Table,
    TypeRef,
    Unique,
)
from seedc.ir.program import (
    Arbiter,
    DatasetProgram,
    LoadColumn,
    Policy,
    Row,
    RowGroup,
    Stage,
    TableLoad,
)

BARE = {"bigint", "integer", "smallint", "numeric", "boolean"}
UNEQUAL = {"json", "xml", "point"}


@dataclass(frozen=True)
class Col:
    """A column for `table`: `text`, `text!` (NOT NULL), with identity or a further `value` type."""

    type: str
    identity: Literal["", "always", "by default"] = ""
    value: str = ""
    default: bool = False
    sequence: str = ""

    @property
    def load_type(self) -> str:
        return self.type.rstrip("!")


Columns = Mapping[str, Col | str]


def _col(spec: Col | str) -> Col:
    return spec if isinstance(spec, Col) else Col(spec)


def qualified(name: str) -> QualifiedName:
    schema, _, table = name.partition(".")
    return QualifiedName(schema, table)


def element(text: str) -> IndexElement:
    """`name`, or `lower(name)` for an expression over one column."""
    if "(" not in text:
        return IndexElement(column=text)
    inner = text[text.index("(") + 1 : -1]
    aliased = text.replace(f"({inner}", f"(seedc_row.{inner}")
    return IndexElement(expression=Expression(text=text, aliased=aliased, columns=(inner,)))


def key(name: str, *elements: str, kind: Any = "constraint", **more: Any) -> Unique:
    return Unique(name=name, kind=kind, elements=tuple(element(e) for e in elements), **more)


def reference(column: str, table: str, to: str = "id", **more: Any) -> ForeignKey:
    name = more.pop("name", f"{column}_fkey")
    return ForeignKey(
        name=name, columns=(column,), table=qualified(table), references=(to,), **more
    )


def table(
    name: str | QualifiedName,
    columns: Columns,
    *,
    primary: Sequence[str] = ("id",),
    foreign_keys: Sequence[ForeignKey] = (),
    **more: Any,
) -> Table:
    uniques = tuple(more.pop("uniques", ()))
    if primary:
        uniques = (key("pkey", *primary, kind="primary"), *uniques)
    return Table(
        name=qualified(name) if isinstance(name, str) else name,
        columns=tuple(_column(n, _col(c)) for n, c in columns.items()),
        uniques=uniques,
        foreign_keys=tuple(foreign_keys),
        **more,
    )


def _column(name: str, col: Col) -> Column:
    return Column(
        name=name,
        type=TypeRef(QualifiedName("pg_catalog", col.load_type)),
        not_null=col.type.endswith("!"),
        identity=col.identity,
        default=Expression(text="0") if col.default else None,
        sequence=qualified(col.sequence) if col.sequence else None,
    )


def load_column(name: str, spec: Col | str) -> LoadColumn:
    col = _col(spec)
    return LoadColumn(
        name=name,
        type=col.load_type,
        value_type=col.value or col.load_type,
        not_null=col.type.endswith("!"),
        identity=col.identity,
        bare=col.load_type.partition("(")[0] in BARE,
        comparable=col.load_type not in UNEQUAL,
    )


Rows = Mapping[str, Sequence[str | None]]


def group(columns: Columns, rows: Rows) -> RowGroup:
    return RowGroup(
        columns=tuple(load_column(n, c) for n, c in columns.items()),
        rows=tuple(
            Row(key, tuple(values), "seeds/x.seed.json", ("X", n))
            for n, (key, values) in enumerate(rows.items())
        ),
    )


def load(
    target: Table,
    columns: Columns,
    rows: Rows,
    *,
    policy: Policy = "update",
    arbiter: Arbiter | None = None,
    **more: Any,
) -> TableLoad:
    """A load of one group; without an `arbiter` the primary key is it."""
    if arbiter is None and target.primary_key is not None:
        arbiter = Arbiter(name="pkey", elements=target.primary_key.elements)
    assert arbiter is not None
    groups = (group(columns, rows), *more.pop("groups", ()))
    return TableLoad(table=target, policy=policy, arbiter=arbiter, groups=groups, **more)


def program(*parts: Stage | TableLoad, **more: Any) -> DatasetProgram:
    stages = tuple(p if isinstance(p, Stage) else Stage(loads=(p,)) for p in parts)
    return DatasetProgram(
        dataset=more.pop("dataset", "shop"), profile="curated", stages=stages, **more
    )


@dataclass
class Psql:
    """Runs scripts with the real psql against one database."""

    binary: str
    dsn: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        file = self.folder / "script.sql"
        file.write_text(script, encoding="utf-8")
        inherited = {k: v for k, v in os.environ.items() if k not in ("APP_ENV", "FORCE_SEED")}
        return subprocess.run(
            [self.binary, "-X", "-d", self.dsn, "-f", str(file)],
            env=inherited | self.environment | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def apply(self, script: str, **environment: str) -> list[str]:
        """Runs a script that must succeed; its output by line."""
        done = self.run(script, **environment)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout.splitlines()

    def refused(self, script: str, **environment: str) -> str:
        """Runs a script that must fail with psql's own code for a script error; what it said."""
        done = self.run(script, **environment)
        assert done.returncode == 3, (done.returncode, done.stderr, done.stdout)
        return done.stderr

    def query(self, text: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            return connection.execute(text.encode()).fetchall()

    def execute(self, text: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(text.encode())
