"""Which table a seed file means: by its name, by its model name, or by a name from the settings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seedc.catalog import Catalog, QualifiedName, Table
from seedc.diagnostics import Sink, nearest_help
from seedc.origin import Origin
from seedc.settings import DatasetSettings, TableSettings

_PART = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')


@dataclass(frozen=True, slots=True)
class TableNames:
    """Look-ups by every name a table answers to. Made once per dataset by `table_names`."""

    home: str
    exact: dict[str, tuple[Table, ...]]
    models: dict[str, tuple[Table, ...]]
    aliases: dict[str, tuple[Table, ...]]
    settings: dict[QualifiedName, TableSettings]

    def find(self, name: str) -> tuple[Table, ...]:
        """All tables that `name` fits: none, one, or several (which is the caller's error).

        A spelling of the table itself counts first; where it has capitals, it may be a model, too.
        Of several, the one in the schema that is named like the dataset is meant, so that a Catalog
        read from a database with everybody's schemas serves as well as the dataset's own DDL.
        """
        quoted = '"' in name
        hits = self.exact.get(name, ()) or self.exact.get(_unquoted(name), ())
        if not quoted and name != name.lower():
            hits = (*(hits or self.exact.get(name.lower(), ())), *self.models.get(_model(name), ()))
        hits = (*hits, *self.aliases.get(name, ()))
        found = {table.name: table for table in hits}
        at_home = tuple(table for key, table in found.items() if key.schema == self.home)
        return at_home if len(at_home) == 1 else tuple(found.values())

    def spellings(self) -> Iterable[str]:
        """What could have been meant, for `nearest`."""
        return (*self.exact, *self.aliases)


def table_names(home: str, catalog: Catalog, settings: DatasetSettings, sink: Sink) -> TableNames:
    """The names of all tables that may be seeded; `home` is the dataset's name. Reports SD006 and
    SD009 on the settings."""
    exact: dict[str, tuple[Table, ...]] = {}
    models: dict[str, tuple[Table, ...]] = {}
    for table in catalog.tables.values():
        for spelling in (table.name.name, str(table.name)):
            exact[spelling] = (*exact.get(spelling, ()), table)
        if table.partition_of is None:
            model = _model(table.name.name)
            models[model] = (*models.get(model, ()), table)
    aliases: dict[str, tuple[Table, ...]] = {}
    found: dict[QualifiedName, TableSettings] = {}
    names = TableNames(home, exact, models, aliases, found)
    for name, table_settings in settings.tables.items():
        hits = names.find(name)
        if len(hits) != 1:
            _report(name, hits, table_settings.origin, names, sink, code="SD006")
            continue
        found[hits[0].name] = table_settings
        _check_parent_column(hits[0], table_settings, sink)
        if table_settings.model is not None:
            aliases[table_settings.model] = (*aliases.get(table_settings.model, ()), hits[0])
    for name in settings.allow_cycles:
        if not (hits := names.find(name)):
            _report(name, hits, settings.origin, names, sink, code="SD006")
    return names


def _check_parent_column(table: Table, settings: TableSettings, sink: Sink) -> None:
    wanted = settings.parent_column
    columns = [name for key in table.foreign_keys for name in key.columns]
    if wanted is not None and wanted not in columns:
        sink.report(
            "SD009",
            settings.origin,
            f"{table.name} has no foreign key on {wanted}",
            help=nearest_help("column", wanted, columns)
            or f"columns of its foreign keys: {', '.join(columns) or 'none'}",
        )


def resolve_table(name: str, origin: Origin, names: TableNames, sink: Sink) -> Table | None:
    """The one table that `name` means. Reports SD201, SD202 and SD214."""
    hits = names.find(name)
    if len(hits) != 1:
        _report(name, hits, origin, names, sink, code="SD202" if hits else "SD201")
        return None
    table = hits[0]
    if table.partition_of is not None or table.kind == "foreign":
        parent = f"; its rows go through {table.partition_of}" if table.partition_of else ""
        kind = "partition" if table.partition_of else "foreign table"
        sink.report("SD214", origin, f"{table.name} is a {kind}{parent}")
        return None
    return table


def _report(
    name: str, hits: tuple[Table, ...], origin: Origin, names: TableNames, sink: Sink, *, code: str
) -> None:
    if hits:
        options = " and ".join(sorted(str(table.name) for table in hits))
        mend = "write the qualified name, quoted if it has capitals"
        sink.report(code, origin, f'"{name}" fits {options}', help=mend)
    else:
        near = nearest_help("table", name, names.spellings())
        sink.report(code, origin, f'there is no table "{name}"', help=near)


def _unquoted(name: str) -> str:
    """`storefront."Order"` as the Catalog keys it: `storefront.Order`."""
    parts = [q.replace('""', '"') or p for q, p in _PART.findall(name)]
    return ".".join(parts)


def _model(name: str) -> str:
    """The form in which a table's and a model's names meet: `ProjectTemplates`, `project_templates`
    and `PROJECT_Templates` are one."""
    return name.replace("_", "").lower()
