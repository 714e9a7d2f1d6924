"""Temporary tables: where rows wait that are too many for VALUES, or that a script reads twice."""

import hashlib
from dataclasses import dataclass

from seedc.backends.pgsql.rows import Source, all_null, copy_data
from seedc.ir.program import LoadColumn, RowGroup, TableLoad
from seedc.quote import Sql, fill, ident, join, trusted

# More rows of one table than this travel by COPY. Milliseconds per table of 8 columns, first apply
# and second, psql's start shared by 10 tables, medians of 5 (PostgreSQL 15 / 18):
#   rows   VALUES                   COPY
#    300   7.6 6.1 /  7.1  5.7      7.4 6.2 /  7.8 6.8
#    500  10.1 7.1 /  9.4  6.9      9.0 7.2 /  8.9 7.4
#   1000  14.7 11.1 / 14.7 10.5    12.5 8.1 / 11.7 8.5
# Around 500 they cost the same, and until there VALUES reads better and needs no temporary table.
THRESHOLD = 500
_NAMEDATALEN = 63  # bytes of a name that PostgreSQL keeps (src/include/pg_config_manual.h)


@dataclass(frozen=True, slots=True)
class Staged:
    """A temporary table that holds a group's rows: `key` is the column of their `__key__`."""

    group: RowGroup
    name: Sql
    key: Sql
    create: Sql

    @property
    def source(self) -> Source:
        """Its rows, to select from."""
        return Source(relation=fill("pg_temp.{name} AS s", name=self.name))


def needs_staging(load: TableLoad) -> bool:
    """Whether the rows go through a temporary table: they are many, or `sync` or the adoption guard
    must read them once more, or a row of NULLs alone could not stand in a VALUES list."""
    if load.policy == "sync" or load.adopt_guard:
        return True
    if sum(len(group.rows) for group in load.groups) > THRESHOLD:
        return True
    return any(all_null(group) for group in load.groups)


def stage(load: TableLoad, number: int, columns: tuple[LoadColumn, ...] | None = None) -> Staged:
    """The temporary table for group `number` of the load (from 0), made and filled.

    `columns` are those of the group that are wanted, all of them by default.
    """
    group = load.groups[number]
    wanted = group.columns if columns is None else columns
    name = ident(_table_name(load, number))
    key = ident(key_name({c.name for c in wanted}))
    defined = [
        fill("{name} {type}", name=ident(c.name), type=trusted(c.value_type)) for c in wanted
    ]
    create = fill(
        "CREATE TEMP TABLE {name} (\n  {columns}\n) ON COMMIT DROP;\n"
        "COPY pg_temp.{name} FROM stdin;\n{data}",
        name=name,
        columns=join(",\n  ", [fill("{key} text", key=key), *defined]),
        data=copy_data(group, wanted),
    )
    return Staged(group=group, name=name, key=key, create=create)


def key_name(taken: set[str]) -> str:
    """A name for the key's column that no column of the table has."""
    name = "__key__"
    while name in taken:
        name = f"_{name}_"
    return name


def _table_name(load: TableLoad, number: int) -> str:
    """The name of the temporary table for group `number` of the load."""
    return table_name(load, "" if number == 0 else f" {number + 1}", str(number))


def table_name(load: TableLoad, tag: str, salt: str) -> str:
    """The table's own name and a tag; shortened by a hash, with the salt, where it is too long."""
    table = load.table.name
    name = f"seedc {table}{tag}"
    data = name.encode()
    if len(data) <= _NAMEDATALEN and "." not in table.schema + table.name:
        return name
    digest = hashlib.sha256(f"{salt}\0{table.schema}\0{table.name}".encode()).hexdigest()[:16]
    return f"{data[: _NAMEDATALEN - 17].decode(errors='ignore')} {digest}"
