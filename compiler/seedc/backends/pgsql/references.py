"""Deleting seed-owned rows: which they are. Who else refers to them is asked in referrers.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seedc.backends.pgsql.generated import in_own_band
from seedc.backends.pgsql.match import T, is_same_row, matches, own_rows
from seedc.backends.pgsql.staging import Staged
from seedc.ir.program import Band, TableLoad
from seedc.quote import Sql, fill, ident, join, literal, number, raw, trusted

# Conditions stand in statements of their own and inside DO blocks: an indent that suits both.
_AND: Final = "\n        AND "
# How many referring rows a message names for each foreign key.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Doomed:
    """A table and the condition on its row `t` that says it is to be deleted."""

    load: TableLoad
    condition: Sql


def reset_rows(load: TableLoad, staged: Sequence[Staged], generated: Sql | None = None) -> Doomed:
    """The rows of the seed, and with them all of the band where no other dataset shares it.
    `generated` is the condition for generated rows that the band does not tell."""
    terms = [_exists(s, is_same_row(load, s.group)) for s in staged]
    terms += [generated] if generated else []
    if load.band is not None and not load.band.shared:
        terms.append(fill("({band})", band=_own_band(load.band, load.siblings)))
    return Doomed(load=load, condition=_any(terms))


def left_rows(
    load: TableLoad, staged: Sequence[Staged], generated: Sql | None = None
) -> Doomed | None:
    """The rows of the band that are neither in the seed nor another dataset's; None for a table
    without a band, where nothing tells that a row was seeded. Generated rows have a policy of their
    own: without `sync` their half of the band is left alone; with it, `generated` is the condition
    that tells them."""
    if load.band is None:
        return None
    rows = load.generated if in_own_band(load) else None
    if rows is not None and rows.policy != "sync":
        terms = [curated_half(load.band)]
    elif load.policy != "sync":
        terms = [generated_half(load.band)]
    else:
        terms = [_own_band(load.band, load.siblings)]
    if load.policy == "sync":
        terms += [fill("NOT {e}", e=_exists(s, matches(load.arbiter, s.group))) for s in staged]
    if generated is not None and rows is not None and rows.policy == "sync":
        terms.append(fill("NOT ({e})", e=generated))
    return Doomed(load=load, condition=join(_AND, terms))


def _exists(staged: Staged, condition: Sql) -> Sql:
    return fill(
        "EXISTS (SELECT FROM {source} WHERE {condition})",
        source=staged.source.relation,
        condition=condition,
    )


def _any(terms: Sequence[Sql]) -> Sql:
    if len(terms) == 1:
        return terms[0]
    return fill("({terms})", terms=join(" OR ", terms)) if terms else raw("false")


def _own_band(band: Band, siblings: Sequence[str]) -> Sql:
    inside = in_band(band)
    if not siblings:
        return inside
    return join(_AND, [inside, _not_sibling(band, siblings)])


def in_band(band: Band) -> Sql:
    """The key of `t` is one that this dataset gives out."""
    if not band.prefix:
        return _integers(band, band.low, band.high)
    return _uuids(band, "", "")


def curated_half(band: Band) -> Sql:
    """The key of `t` is one that this dataset gives to curated rows."""
    if band.prefix:
        return _uuids(band, "88", "8f")
    return _integers(band, band.middle, band.high)


def generated_half(band: Band) -> Sql:
    """The key of `t` is one that this dataset gives to generated rows."""
    if band.prefix:
        return _uuids(band, "80", "87")
    return _integers(band, band.low, band.middle)


def _integers(band: Band, low: int, high: int) -> Sql:
    return fill(
        "{t}.{name} >= {low} AND {t}.{name} < {high}",
        t=T,
        name=ident(band.column),
        low=number(low),
        high=number(high),
    )


def _uuids(band: Band, low: str, high: str) -> Sql:
    """UUIDs of the band whose next two digits (version and kind, see ids.py) are in a range."""
    digits = band.prefix.replace("-", "")
    return fill(
        "{t}.{name} BETWEEN {low}::uuid AND {high}::uuid",
        t=T,
        name=ident(band.column),
        low=literal(_uuid((digits + low).ljust(32, "0"))),
        high=literal(_uuid((digits + high).ljust(32, "f"))),
    )


def _uuid(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _not_sibling(band: Band, siblings: Sequence[str]) -> Sql:
    """One id a line, so that another dataset's new row is one line here too."""
    kind = trusted(band.type)
    ids = [fill("\n          , ({id})", id=literal(i)) for i in siblings]
    return fill(
        "NOT EXISTS (\n"
        "          SELECT FROM (VALUES\n"
        "            (NULL::{kind}){ids}\n"
        "          ) AS o (id)\n"
        "          WHERE o.id = t.{column})",
        kind=kind,
        ids=join("", ids),
        column=ident(band.column),
    )


def delete(doomed: Doomed) -> Sql:
    """The DELETE, without its semicolon."""
    return fill(
        "DELETE FROM {table} AS t\nWHERE {condition}",
        table=own_rows(doomed.load),
        condition=doomed.condition,
    )


def row_name(alias: Sql) -> Sql:
    """Words for a row of any table: its primary key's columns and values, else its ctid."""
    return fill(
        "coalesce((\n"
        "          SELECT string_agg(a.attname || ' = ' || (to_jsonb({row}.*) ->> a.attname), ', '"
        " ORDER BY a.attnum)\n"
        "          FROM pg_catalog.pg_index AS i\n"
        "          JOIN pg_catalog.pg_attribute AS a\n"
        "            ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)\n"
        "          WHERE i.indrelid = {row}.tableoid AND i.indisprimary), {row}.ctid::text)",
        row=alias,
    )
