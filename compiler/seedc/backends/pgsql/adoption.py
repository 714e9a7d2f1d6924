"""The adoption guard: a natural key that stands in the table under another surrogate key."""

from collections.abc import Sequence

from seedc.backends.pgsql.match import matches, own_rows, primary_columns
from seedc.backends.pgsql.references import SHOWN, row_name
from seedc.backends.pgsql.staging import Staged
from seedc.ir.program import TableLoad
from seedc.quote import Sql, dollar, fill, ident, join, literal, number, raw


def adoption_guard(load: TableLoad, staged: Sequence[Staged]) -> Sql | None:
    """A DO block that raises with the list of such rows, because other seed rows refer to the
    surrogate key that the seed gives; None where no group gives the primary key."""
    checks = [check for s in staged if (check := _check(load, s)) is not None]
    if not checks:
        return None
    body = fill(
        _GUARD,
        checks=join("\n    UNION ALL\n", checks),
        table=literal(str(load.table.name)),
    )
    return fill("DO {body};", body=dollar(body))


def _check(load: TableLoad, staged: Staged) -> Sql | None:
    primary = primary_columns(load, staged.group)
    if not primary:
        return None
    left = [fill("t.{name}", name=ident(c.name)) for c in primary]
    right = [fill("s.{name}", name=ident(c.name)) for c in primary]
    return fill(
        "    (SELECT s.{key} || ' is there with ' || {name} AS line\n"
        "    FROM {source} JOIN {table} AS t ON {there}\n"
        "    WHERE ({left}) IS DISTINCT FROM ({right})\n"
        "    LIMIT {shown})",
        key=staged.key,
        name=row_name(raw("t")),
        source=staged.source.relation,
        table=own_rows(load),
        there=matches(load.arbiter, staged.group),
        left=join(", ", left),
        right=join(", ", right),
        shown=number(SHOWN),
    )


_GUARD = """DECLARE
  refused text;
BEGIN
  SELECT string_agg(c.line, E'\\n' ORDER BY c.line COLLATE "C") INTO refused FROM (
{checks}
  ) AS c;
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION USING
      MESSAGE = 'seedc: rows of ' || {table} || E' have other ids than in the seed\\n' || refused,
      HINT = 'Other seed rows refer to the ids of the seed: give these entities their "id".';
  END IF;
END"""
