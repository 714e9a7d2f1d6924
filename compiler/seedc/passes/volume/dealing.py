"""Rows that must stand under a parent though the file only counts them: the tenant pattern.

Where a key of another table says "this row of the same tenant", rows are drawn within a tenant,
which takes rows that are made for each tenant. So a plain count is dealt to the tenants in turn.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seedc.catalog import ForeignKey, Table
from seedc.frontend.volume.document import CountRows, EachRows, FanOut, Rows, Total, VolumeTable

if TYPE_CHECKING:
    from seedc.passes.volume.plan import VolumePlan


def dealt(volume: "VolumePlan", table: Table, declared: VolumeTable) -> Rows:
    """The table's rows as the file says, or a plain count in such a table dealt to a parent."""
    rows = declared.rows
    if not isinstance(rows, CountRows):
        return rows
    found = [key for key in _candidates(volume, table) if _free(volume, table, declared, key)]
    key = max(
        found,
        key=lambda k: (_is_met(volume, table, k), _size(volume, k), k.columns),
        default=None,
    )
    if key is None:
        return rows
    return EachRows(
        parent=str(key.table),
        fan_out=FanOut("total", Total(rows.amount), rows.origin),
        origin=rows.origin,
        via=key.columns[-1],
    )


def _candidates(volume: "VolumePlan", table: Table) -> list[ForeignKey]:
    """The wide keys that a unique key holds apart within a parent that they share; else the keys to
    parents that rows of other tables share with this one's; else, of wide keys that share a column,
    all."""
    if paired := [key for key in table.foreign_keys if _is_paired(table, key)]:
        return paired
    single = [key for key in table.foreign_keys if len(key.columns) == 1]
    shared = [key for key in single if _is_shared(volume, table, key)]
    wide = [key for key in table.foreign_keys if len(key.columns) > 1]
    alone = {name for key in single for name in key.columns}
    meeting = [
        key
        for key in wide
        if any(
            {*key.columns} & {*other.columns} - alone and other.table != key.table for other in wide
        )
    ]
    return shared or meeting


def _is_paired(table: Table, key: ForeignKey) -> bool:
    """Whether a unique key consists of this wide key and another one that has a column in common
    with it: (tenant, user, project), each user with other projects of the tenant."""
    wide = [k for k in table.foreign_keys if len(k.columns) > 1 and k.table != key.table]
    return len(key.columns) > 1 and any(
        {*(unique.columns or ())} == {*key.columns, *other.columns}
        for unique in table.uniques
        for other in wide
        if {*key.columns} & {*other.columns}
    )


def _is_shared(volume: "VolumePlan", table: Table, key: ForeignKey) -> bool:
    """Whether a wide key of some table refers to this one by the key's column, among others."""
    return any(key.columns[0] in other.references for _, other in _wide(volume, table))


def _is_met(volume: "VolumePlan", table: Table, key: ForeignKey) -> bool:
    """Whether such a wide key shares that column with another key of its table, so that its row is
    drawn within the parent."""
    return any(
        pair == (own, key.columns[0])
        for referring, other in _wide(volume, table)
        for pair in zip(other.columns, other.references, strict=True)
        for own in {c for k in referring.foreign_keys if k != other for c in k.columns}
    )


def _wide(volume: "VolumePlan", table: Table) -> Iterator[tuple[Table, ForeignKey]]:
    """The keys of several columns to the table, and whose they are."""
    for referring in volume.catalog.tables.values():
        for key in referring.foreign_keys:
            if key.table == table.name and len(key.columns) > 1:
                yield referring, key


def _free(volume: "VolumePlan", table: Table, declared: VolumeTable, key: ForeignKey) -> bool:
    """Whether the key can be filled so: no rule says otherwise, and the parent has rows that do not
    depend on this table's."""
    if key.table == table.name or any(name in declared.columns for name in key.columns):
        return False
    return not volume.is_busy(key.table) and _size(volume, key) > 0


def _size(volume: "VolumePlan", key: ForeignKey) -> int:
    return volume.parents_of(volume.catalog.tables[key.table]).space.size
