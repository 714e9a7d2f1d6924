"""Settings of the server that would change what a literal means, fixed for one transaction."""

from collections.abc import Iterable

from seedc.ir.program import TableLoad
from seedc.quote import Sql, join, raw


def session_settings(loads: Iterable[TableLoad]) -> Sql:
    """SET LOCAL statements for what the loads write: always the encoding of the script, the others
    only where a column asks for them, so that triggers meet as little of it as can be."""
    types = {column.type for load in loads for column in load.columns}
    lines = [raw("SET LOCAL client_encoding = 'UTF8';")]
    if any(name.endswith("[]") for name in types):
        lines.append(raw("SET LOCAL array_nulls = on; -- or a NULL in an array would be a word"))
    if any(name.startswith("money") for name in types):
        lines.append(raw("SET LOCAL lc_monetary = 'C'; -- or a comma could be money's point"))
    return join("\n", lines)
